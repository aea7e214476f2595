//! Where a number can change a price in one step: breakpoints of price lists that are read by it,
//! and numbers that rules compare it with.
//!
//! Takes a component and a slot, gives numbers at which it is worth asking. What is read through a
//! calculation (`width * drop`) has no thresholds of its own; whoever asks prices each number, so a
//! threshold that is missing costs an answer and never makes one wrong.

use crate::model::lookup::LookupMode;
use crate::money::{Decimal, Exactness, Rounding};
use crate::plan::{
    Axis, AxisKind, ComponentPlan, Effect, FeatureKind, GroupAmount, InTest, ListUse, Node, NodeId,
    Program, SlotId, TableIndex, TierBasis, TierKind,
};

/// The numbers that a feature takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grid {
    min: Option<Decimal>,
    max: Option<Decimal>,
    step: Option<Decimal>,
}

impl Grid {
    /// The numbers of a feature; none for other types.
    pub fn of(kind: &FeatureKind) -> Option<Self> {
        match *kind {
            FeatureKind::Number { min, max, step } => Some(Self { min, max, step }),
            _ => None,
        }
    }

    /// Quantities.
    pub const fn of_quantities(step: Decimal) -> Self {
        Self {
            min: Some(step),
            max: None,
            step: Some(step),
        }
    }

    /// The smallest number, if there is one.
    pub const fn min(self) -> Option<Decimal> {
        self.min
    }

    /// The largest number, if there is one.
    pub const fn max(self) -> Option<Decimal> {
        self.max
    }

    /// How many numbers there are, if they are bounded and have steps.
    pub fn count(self) -> Option<u64> {
        let exact = &mut Exactness::default();
        let range = self.max?.minus(self.min?, exact).ok()?;
        let steps = range.divided_by(self.step?, exact).ok()?.floor();
        steps.to_u64()?.checked_add(1)
    }

    /// A number by its position from the smallest.
    pub fn at(self, position: u64) -> Option<Decimal> {
        let exact = &mut Exactness::default();
        let position = Decimal::from_integer(i64::try_from(position).ok()?);
        let way = self.step?.times(position, exact).ok()?;
        self.min?.plus(way, exact).ok()
    }

    /// The number itself or the next one below, and the next ones beside that.
    pub fn around(self, number: Decimal) -> Vec<Decimal> {
        let exact = &mut Exactness::default();
        let step = self.step.unwrap_or(Decimal::ONE);
        let start = self.min.unwrap_or(Decimal::ZERO);
        let Ok(distance) = number.minus(start, exact) else {
            return Vec::new();
        };
        // without steps every number is one
        let over = match self.step {
            Some(step) => distance.modulo(step, exact),
            None => Ok(Decimal::ZERO),
        };
        let below = over.and_then(|over| number.minus(over, exact));
        let Ok(below) = below else { return Vec::new() };
        let beside = [below.minus(step, exact), Ok(below), below.plus(step, exact)];
        let numbers = beside.into_iter().flatten();
        numbers
            .filter(|number| self.has_in_range(*number))
            .collect()
    }

    fn has_in_range(self, number: Decimal) -> bool {
        self.min.is_none_or(|min| number >= min) && self.max.is_none_or(|max| number <= max)
    }
}

/// The thresholds of a slot, rising, each once.
pub(super) fn of_slot(component: &ComponentPlan, slot: SlotId) -> Vec<Decimal> {
    let mut found = Found {
        component,
        slot,
        numbers: Vec::new(),
    };
    for list in lists(component) {
        found.lookup(list.table, list.row, list.col);
    }
    for node in &component.program.nodes {
        found.node(node);
    }
    if slot == SlotId::QUANTITY {
        found.tiers();
    }
    let mut numbers = found.numbers;
    crate::sorting::sort(&mut numbers);
    numbers.dedup();
    numbers
}

/// The tiers that count over the whole order, as thresholds.
pub(super) fn of_order(component: &ComponentPlan) -> Vec<Decimal> {
    let steps = component.phases.iter().flat_map(|phase| &phase.steps);
    let tiers = steps.filter_map(|step| match &step.effect {
        Effect::Tiers(tiers) if matches!(tiers.basis, TierBasis::Order { .. }) => Some(tiers),
        _ => None,
    });
    let mut numbers: Vec<_> = tiers
        .flat_map(|tiers| tiers.steps.iter().map(|step| step.from))
        .collect();
    crate::sorting::sort(&mut numbers);
    numbers.dedup();
    numbers
}

/// Every price list in use, of base prices and of surcharges.
fn lists(component: &ComponentPlan) -> impl Iterator<Item = &ListUse> {
    let steps = component.phases.iter().flat_map(|phase| &phase.steps);
    let surcharges = steps.filter_map(|step| match &step.effect {
        Effect::List(list) => Some(list),
        _ => None,
    });
    component.base.lists.iter().chain(surcharges)
}

struct Found<'p> {
    component: &'p ComponentPlan,
    slot: SlotId,
    numbers: Vec<Decimal>,
}

impl Found<'_> {
    fn program(&self) -> &Program {
        &self.component.program
    }

    fn is_slot(&self, node: NodeId) -> bool {
        self.program().node(node) == Some(&Node::Slot(self.slot))
    }

    fn lookup(&mut self, table: TableIndex, row: NodeId, col: Option<NodeId>) {
        let Some(table) = self.component.tables.get(table.index()) else {
            return;
        };
        if self.is_slot(row) {
            self.axis(&table.row);
        }
        if let (Some(axis), true) = (&table.col, col.is_some_and(|col| self.is_slot(col))) {
            self.axis(axis);
        }
    }

    fn axis(&mut self, axis: &Axis) {
        let AxisKind::Breakpoints(points, mode) = &axis.kind else {
            return;
        };
        match mode {
            // between two breakpoints every number has a price of its own
            LookupMode::Linear => {}
            LookupMode::Nearest => {
                let exact = &mut Exactness::default();
                let two = Decimal::from_integer(2);
                let middles = points.iter().zip(points.iter().skip(1));
                let middles = middles.filter_map(|(low, high)| {
                    let sum = low.plus(*high, exact).ok()?;
                    sum.divided_by(two, exact).ok()
                });
                self.numbers.extend(middles);
            }
            LookupMode::Up | LookupMode::Down | LookupMode::Exact => self.numbers.extend(points),
        }
    }

    fn node(&mut self, node: &Node) {
        match *node {
            Node::Compare(_, left, right) => {
                if self.is_slot(left) {
                    self.number(right);
                }
                if self.is_slot(right) {
                    self.number(left);
                }
            }
            Node::Between(value, low, high) if self.is_slot(value) => {
                self.number(low);
                self.number(high);
            }
            Node::In(value, tests) if self.is_slot(value) => {
                for test in self.component.program.test_run(tests) {
                    match *test {
                        InTest::Compare(_, node) => self.number(node),
                        InTest::Range { low, high, .. } => {
                            self.number(low);
                            self.number(high);
                        }
                        InTest::InList(_) => {}
                    }
                }
            }
            Node::Lookup(table, row, col) => self.lookup(table, row, col),
            _ => {}
        }
    }

    fn number(&mut self, node: NodeId) {
        if let Some(Node::Number(number)) = self.program().node(node) {
            let number = *number;
            self.numbers.push(number);
        }
    }

    fn tiers(&mut self) {
        let component = self.component;
        let steps = component.phases.iter().flat_map(|phase| &phase.steps);
        for step in steps {
            match &step.effect {
                Effect::Tiers(tiers) if tiers.basis == TierBasis::Item => {
                    self.numbers
                        .extend(tiers.steps.iter().map(|step| step.from));
                    if let TierKind::Package { size, free, .. } = tiers.kind {
                        self.numbers.extend(packages(size, free));
                    }
                }
                Effect::Group {
                    amount: GroupAmount { tiers, .. },
                    ..
                } => self.numbers.extend(tiers.iter().map(|(from, _)| *from)),
                _ => {}
            }
        }
    }
}

/// The quantities at which the first packages are full.
fn packages(size: Decimal, free: Decimal) -> Vec<Decimal> {
    let exact = &mut Exactness::default();
    let full = (1..=100).map_while(|count| {
        let pieces = size.times(Decimal::from_integer(count), exact).ok()?;
        pieces.plus(free, exact).ok()
    });
    full.collect()
}

/// The multiple of a step at or above a number.
pub(super) fn at_least(number: Decimal, step: Decimal) -> Option<Decimal> {
    number.round_to_increment(step, Rounding::Up).ok()
}
