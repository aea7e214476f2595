//! Runs a lowered component for the values of a session: entry by entry, in integers.
//!
//! INVARIANT: each step is exact or there is no result. A sum that does not fit, a value that is
//! missing, a rule that forbids or asks: all of it leaves the configuration to the general
//! evaluator, which says why.

use super::grid::Grid;
use super::program::{
    Action, Amount, Axis, Cell, Chosen, EMPTY, Entry, Program, Rate, Shape, scaled,
};
use super::sums::Sums;
use super::values::Values;
use super::worked::{FUEL, Reader};
use crate::evaluate::draft::LineName;
use crate::evaluate::limits;
use crate::evaluate::memo::Work;
use crate::money::{Decimal, Rounding};
use crate::plan::{AmountName, ComponentPlan, FeatureIndex, NodeId, PlanData, SlotId, Table};

/// A line: its name among the program's, its amount for a piece where it counts per piece, and for
/// all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::evaluate) struct Line {
    pub label: u32,
    pub unit_amount: Option<i64>,
    pub amount: i64,
    /// The slot by whose value a fee is charged.
    pub key: Option<SlotId>,
}

/// What a run works with, kept from run to run.
#[derive(Debug, Default)]
pub(super) struct Machine {
    /// The lines of the item, then those of the order.
    pub lines: Vec<Line>,
    candidates: Vec<u64>,
    sums: Sums,
    fees: Vec<Line>,
    cells: Vec<Remembered>,
}

/// A cell that was found: its keys and its price.
#[derive(Clone, Copy, Debug)]
struct Remembered {
    keys: [i64; 2],
    price: i64,
}

impl Machine {
    pub fn new(program: &Program) -> Self {
        let mut sums = Sums::default();
        sums.keep_features(program.sums_of_features);
        let unknown = Remembered {
            keys: [EMPTY; 2],
            price: 0,
        };
        Self {
            lines: Vec::new(),
            candidates: vec![0; program.index.words()],
            sums,
            fees: Vec::new(),
            cells: vec![unknown; program.cells],
        }
    }

    /// The amount of the order; none where the general evaluator has to price it.
    pub fn run(
        &mut self,
        program: &Program,
        plan: &PlanData,
        values: &mut Values,
        work: &mut Work,
    ) -> Option<i64> {
        let component = plan.components.get(program.component.index())?;
        let pieces = values.pieces(program)?;
        self.lines.clear();
        self.fees.clear();
        self.sums.begin(pieces);
        let mut fuel = FUEL;
        let mut running = Running {
            program,
            plan,
            component,
            values,
            machine: self,
            work,
            fuel: &mut fuel,
            pieces,
            grid: program.unit_grid,
            per_piece: true,
            floor: None,
            minimum: None,
            ended: false,
            lists: 0,
        };
        running.decide()?;
        running.entries()?;
        let spent = FUEL.saturating_sub(fuel);
        work.expressions = work.expressions.wrapping_add(u64::from(spent));
        Some(self.sums.running.all).filter(|amount| *amount >= 0)
    }
}

/// One run.
struct Running<'a> {
    program: &'a Program,
    plan: &'a PlanData,
    component: &'a ComponentPlan,
    values: &'a mut Values,
    machine: &'a mut Machine,
    work: &'a mut Work,
    fuel: &'a mut u32,
    pieces: i64,
    /// How lines are rounded now.
    grid: Grid,
    /// Before × quantity.
    per_piece: bool,
    /// The highest minimum that rounding minds.
    floor: Option<i64>,
    /// The minimum of this phase.
    minimum: Option<i64>,
    /// A step that ends its phase made a line.
    ended: bool,
    /// Base price lists that served.
    lists: u32,
}

impl Running<'_> {
    /// Decides what is available, feature by feature.
    fn decide(&mut self) -> Option<()> {
        let program = self.program;
        for (slot, condition) in &program.conditional {
            let available = self.truth(*condition, false)?;
            self.values.decide(program, *slot, available)?;
        }
        for guard in &program.guards {
            if self.values.chooses(guard) && !self.truth(guard.condition, false)? {
                return None;
            }
        }
        Some(())
    }

    fn entries(&mut self) -> Option<()> {
        let mut candidates = std::mem::take(&mut self.machine.candidates);
        self.program
            .index
            .candidates(&self.values.places, &mut candidates);
        let done = self.candidates(&candidates);
        self.machine.candidates = candidates;
        done
    }

    fn candidates(&mut self, candidates: &[u64]) -> Option<()> {
        let entries = self.program.entries.as_slice();
        for (word, first) in candidates.iter().zip((0_usize..).step_by(64)) {
            let mut left = *word;
            while left != 0 {
                let entry = entries.get(first.wrapping_add(left.trailing_zeros() as usize))?;
                left &= left.wrapping_sub(1);
                self.entry(entry)?;
            }
        }
        Some(())
    }

    #[inline]
    fn entry(&mut self, entry: &Entry) -> Option<()> {
        if entry.is_guarded && !self.passes(entry)? {
            return Some(());
        }
        let amount = match &entry.action {
            Action::Fixed(amount) => *amount,
            Action::Percent(rate, of) => self.percentage(*rate, *of, 1)?,
            Action::Option(slot, by_option) => {
                return match self.chosen(*slot, by_option) {
                    Some(chosen) => self.choice(chosen, 1),
                    None => Some(()),
                };
            }
            other => return self.rare(entry, other),
        };
        self.ended |= entry.stop;
        self.push(entry.label, amount, entry.discountable)
    }

    /// Whether the conditions hold that the index does not decide.
    #[inline(never)]
    fn passes(&mut self, entry: &Entry) -> Option<bool> {
        if self.ended && entry.action.ends_with_phase() {
            return Some(false);
        }
        let mut doubtful = entry.doubtful.iter();
        if !entry.doubtful.is_empty() && doubtful.all(|slot| self.values.of(*slot) != EMPTY) {
            return Some(true);
        }
        for (node, wanted) in &entry.checks {
            if self.truth(*node, entry.of_order)? != *wanted {
                return Some(false);
            }
        }
        Some(true)
    }

    #[inline(never)]
    fn rare(&mut self, entry: &Entry, action: &Action) -> Option<()> {
        let sums = &mut self.machine.sums;
        match action {
            Action::Enter(start) => {
                sums.enter(start.compound, start.part);
                (self.ended, self.minimum) = (false, None);
            }
            Action::CloseBase { lists } => {
                if lists.is_some_and(|wanted| wanted != self.lists) {
                    return None;
                }
                sums.close_base();
            }
            Action::CloseOptions => sums.close_options(),
            Action::CloseList => sums.close_list(),
            Action::Extend => {
                if sums.running.all < 0 {
                    return None;
                }
                sums.extend()?;
                (self.per_piece, self.grid) = (false, self.program.item_grid);
                self.floor = None;
            }
            Action::CloseItem => {
                let running = sums.running.all;
                let rounded = self.program.minor_grid.round(running, 1)?;
                if rounded != running {
                    self.push(entry.label, rounded.checked_sub(running)?, true)?;
                }
            }
            Action::BeginOrder => {
                sums.begin_order();
                self.floor = None;
            }
            Action::Fees => self.charge()?,
            Action::Nothing => {}
            Action::Line(amount) => {
                if let Some(amount) = self.amount(amount, 1, entry.of_order)? {
                    self.push(entry.label, amount, entry.discountable)?;
                    self.ended |= entry.stop;
                }
            }
            Action::BaseCell(cell) => {
                self.lists = self.lists.saturating_add(1);
                let amount = self.cell(cell)?;
                self.push(entry.label, amount, entry.discountable)?;
            }
            Action::Fee(amount, key) => self.fee(entry, amount, *key)?,
            Action::Options(slot, by_option) => self.options(*slot, by_option)?,
            Action::Own(chosen) => self.choice(chosen, 1)?,
            Action::OptionFee(slot, by_option) => {
                if let Some(chosen) = self.chosen(*slot, by_option) {
                    self.choice_fee(chosen, 1)?;
                }
            }
            Action::OptionFees(slot, by_option) => self.option_fees(*slot, by_option)?,
            Action::Minimum(amount, floor) => self.minimum(entry, amount, *floor)?,
            Action::Maximum(amount) => self.maximum(entry, amount)?,
            Action::Move {
                ending,
                modulus,
                mode,
            } => self.shift(entry, *ending, *modulus, *mode)?,
            Action::Leave | Action::Fixed(_) | Action::Percent(..) | Action::Option(..) => {
                return None;
            }
        }
        Some(())
    }

    /// Adds a line: extended and added up.
    #[inline]
    fn push(&mut self, label: u32, amount: i64, discountable: bool) -> Option<()> {
        let machine = &mut *self.machine;
        if machine.lines.len() >= limits::LINES {
            return None;
        }
        machine.sums.add(amount, discountable)?;
        let (unit_amount, amount) = if self.per_piece {
            (Some(amount), amount.checked_mul(self.pieces)?)
        } else {
            (None, amount)
        };
        machine.lines.push(Line {
            label,
            unit_amount,
            amount,
            key: None,
        });
        Some(())
    }

    /// How much: none inside where there is no line, none outside where it is not known here.
    #[inline]
    fn amount(&mut self, amount: &Amount, factor: i64, of_order: bool) -> Option<Option<i64>> {
        Some(Some(match amount {
            Amount::Fixed(amount) => *amount,
            Amount::Percent(rate, of) => self.percentage(*rate, *of, factor)?,
            Amount::Exact(one) => self.grid.round(one.checked_mul(factor)?, 1)?,
            Amount::Each(one) => return self.amount(one, self.pieces, of_order),
            Amount::Tiers { steps, otherwise } => {
                let reached = steps.iter().rfind(|(from, _)| *from <= self.pieces);
                let reached = reached.map(|(_, amount)| amount);
                let Some(amount) = reached.or(otherwise.as_deref()) else {
                    return Some(None);
                };
                return self.amount(amount, factor, of_order);
            }
            Amount::Cell(cell) => self.cell(cell)?,
            Amount::Worked { node, discount } => {
                let value = self.discounted(*node, *discount, of_order)?;
                let factor = Decimal::from_integer(factor);
                let all = value.times(factor, &mut Default::default()).ok()?;
                self.grid.round_decimal(all, self.program.scale)?
            }
        }))
    }

    #[inline]
    fn percentage(&self, rate: Rate, of: AmountName, factor: i64) -> Option<i64> {
        let base = self.machine.sums.base_of(of)?;
        let numerator = base.checked_mul(rate.numerator)?.checked_mul(factor)?;
        self.grid.round(numerator, rate.denominator)
    }

    fn discounted(&mut self, node: NodeId, discount: bool, of_order: bool) -> Option<Decimal> {
        let value = self.reader(of_order).number(node)?;
        match discount {
            true if value.is_negative() => None,
            true => Some(value.negated()),
            false => Some(value),
        }
    }

    /// The limit that an amount says, unless it has more digits than the program's scale.
    fn limit(&mut self, amount: &Amount, of_order: bool) -> Option<i64> {
        match amount {
            Amount::Fixed(amount) | Amount::Exact(amount) => Some(*amount),
            Amount::Worked { node, .. } => {
                let value = self.reader(of_order).number(*node)?;
                scaled(value, self.program.scale)
            }
            _ => None,
        }
    }

    fn options(&mut self, slot: SlotId, by_option: &[Option<Chosen>]) -> Option<()> {
        let mut number = 0_usize;
        while let Some((option, count)) = self.values.choice(slot, number) {
            if let Some(Some(chosen)) = by_option.get(option) {
                self.choice(chosen, count)?;
            }
            number = number.saturating_add(1);
        }
        Some(())
    }

    #[inline]
    fn choice(&mut self, chosen: &Chosen, count: i64) -> Option<()> {
        let amount = self.amount(&chosen.amount, count, false)??;
        let FeatureIndex(feature) = chosen.feature;
        self.push(chosen.label, amount, chosen.discountable)?;
        self.machine.sums.add_choice(feature as usize, amount)
    }

    fn option_fees(&mut self, slot: SlotId, by_option: &[Option<Chosen>]) -> Option<()> {
        let mut number = 0_usize;
        while let Some((option, count)) = self.values.choice(slot, number) {
            if let Some(Some(chosen)) = by_option.get(option) {
                self.choice_fee(chosen, count)?;
            }
            number = number.saturating_add(1);
        }
        Some(())
    }

    fn choice_fee(&mut self, chosen: &Chosen, count: i64) -> Option<()> {
        let amount = self.amount(&chosen.amount, count, false)??;
        self.machine.fees.push(fee(chosen.label, amount, None));
        Some(())
    }

    /// What the option that a select holds adds.
    #[inline]
    fn chosen<'c>(&self, slot: SlotId, by_option: &'c [Option<Chosen>]) -> Option<&'c Chosen> {
        by_option.get(self.values.option(slot)?)?.as_ref()
    }

    fn fee(&mut self, entry: &Entry, amount: &Amount, key: Option<SlotId>) -> Option<()> {
        if key.is_some_and(|slot| self.values.of(slot) == EMPTY) {
            return None;
        }
        let grid = std::mem::replace(&mut self.grid, self.program.item_grid);
        let amount = self.amount(amount, 1, false);
        self.grid = grid;
        if let Some(amount) = amount? {
            self.machine.fees.push(fee(entry.label, amount, key));
        }
        Some(())
    }

    /// Charges the fees: those of options before those of rules.
    fn charge(&mut self) -> Option<()> {
        let fees = std::mem::take(&mut self.machine.fees);
        let labels = &self.program.labels;
        let of_choice = |fee: &Line| {
            let label = labels.get(fee.label as usize);
            matches!(label.map(|label| label.name), Some(LineName::Choice(..)))
        };
        for wanted in [true, false] {
            for fee in fees.iter().filter(|fee| of_choice(fee) == wanted) {
                self.push_fee(fee)?;
            }
        }
        self.machine.fees = fees;
        Some(())
    }

    fn minimum(&mut self, entry: &Entry, amount: &Amount, floor: bool) -> Option<()> {
        let value = self.limit(amount, entry.of_order)?;
        self.minimum = Some(value);
        if floor {
            self.floor = Some(self.floor.map_or(value, |floor| floor.max(value)));
        }
        let running = self.machine.sums.running.all;
        if running >= value {
            return Some(());
        }
        let target = self.grid.round(value, 1)?;
        self.push(
            entry.label,
            target.checked_sub(running)?,
            entry.discountable,
        )
    }

    fn maximum(&mut self, entry: &Entry, amount: &Amount) -> Option<()> {
        let value = self.limit(amount, entry.of_order)?;
        if self.minimum.is_some_and(|minimum| minimum > value) {
            return None;
        }
        let running = self.machine.sums.running.all;
        if running <= value {
            return Some(());
        }
        let target = self.grid.round(value, 1)?;
        self.push(
            entry.label,
            target.checked_sub(running)?,
            entry.discountable,
        )
    }

    /// Moves the amount so far to `ending + k × modulus`, not below the floor.
    fn shift(&mut self, entry: &Entry, ending: i64, modulus: i64, mode: Rounding) -> Option<()> {
        let running = self.machine.sums.running.all;
        if running < 0 {
            return None;
        }
        let over = |value: i64| value.checked_sub(ending)?.checked_rem_euclid(modulus);
        let above = over(running)?;
        let rest = modulus.checked_sub(above)?;
        let lower = running.checked_sub(above)?;
        let steps = lower.checked_sub(ending)?.checked_div(modulus)?;
        let up = above != 0 && mode.goes_up(above.cmp(&rest), steps & 1 == 1);
        let mut target = if up {
            lower.checked_add(modulus)?
        } else {
            lower
        };
        if let Some(floor) = self.floor.filter(|floor| target < *floor) {
            target = match over(floor)? {
                0 => floor,
                above => floor.checked_sub(above)?.checked_add(modulus)?,
            };
        }
        if target == running {
            return Some(());
        }
        self.push(
            entry.label,
            target.checked_sub(running)?,
            entry.discountable,
        )
    }

    fn push_fee(&mut self, fee: &Line) -> Option<()> {
        self.push(fee.label, fee.amount, true)?;
        if let Some(line) = self.machine.lines.last_mut() {
            line.key = fee.key;
        }
        Some(())
    }

    /// The price in a cell, on the grid; remembered for the same keys.
    fn cell(&mut self, cell: &Cell) -> Option<i64> {
        let col = cell.col.as_ref();
        let keys = [self.key(Some(&cell.row)), self.key(col)];
        if let [Some(row), Some(col)] = keys
            && let Some(known) = self.machine.cells.get(cell.number)
            && known.keys == [row, col]
            && row != EMPTY
        {
            return Some(known.price);
        }
        let lookups = &mut self.work.lookups;
        *lookups = lookups.wrapping_add(1);
        let price = match (&cell.row, col) {
            (Axis::Worked(row), None) => self.worked_cell(cell, *row, None)?,
            (Axis::Worked(row), Some(Axis::Worked(col))) => {
                self.worked_cell(cell, *row, Some(*col))?
            }
            _ => {
                let row = cell.row.find(self.values)?;
                let col = col.map_or(Some(0), |col| col.find(self.values))?;
                let table = self.table(cell)?;
                let (price, scale) = table.cells.small_price(row, col)?;
                match self.program.scale.checked_sub(scale) {
                    Some(raised) => self
                        .grid
                        .round(price.checked_mul(10_i64.checked_pow(raised)?)?, 1)?,
                    None => {
                        let lowered = scale.checked_sub(self.program.scale)?;
                        self.grid.round(price, 10_i64.checked_pow(lowered)?)?
                    }
                }
            }
        };
        if let [Some(row), Some(col)] = keys
            && let Some(place) = self.machine.cells.get_mut(cell.number)
        {
            *place = Remembered {
                keys: [row, col],
                price,
            };
        }
        Some(price)
    }

    fn worked_cell(&mut self, cell: &Cell, row: NodeId, col: Option<NodeId>) -> Option<i64> {
        let price = self.reader(false).cell(cell.table, row, col)?;
        self.grid.round_decimal(price, self.program.scale)
    }

    fn table(&self, cell: &Cell) -> Option<&Table> {
        self.component.tables.get(cell.table.index())
    }

    /// The value that an axis is looked up by; none where it is an expression.
    fn key(&self, axis: Option<&Axis>) -> Option<i64> {
        match axis {
            None => Some(0),
            Some(Axis::Up(slot, _) | Axis::Down(slot, _) | Axis::Keys(slot, _)) => {
                Some(self.values.of(*slot))
            }
            Some(Axis::Worked(_)) => None,
        }
    }

    fn truth(&mut self, node: NodeId, of_order: bool) -> Option<bool> {
        self.reader(of_order).truth(node)
    }

    fn reader(&mut self, of_order: bool) -> Reader<'_> {
        let (plan, component) = (self.plan, self.component);
        let first = component.first_feature.index();
        let shapes: &[Shape] = &self.program.shapes;
        let order = &plan.order;
        Reader {
            plan,
            program: if of_order {
                &order.program
            } else {
                &component.program
            },
            computed: if of_order {
                &order.computed
            } else {
                &component.computed
            },
            slot_plans: if of_order {
                &order.slots
            } else {
                &component.slots
            },
            attributes: if of_order { &[] } else { &component.attributes },
            tables: if of_order {
                &order.tables
            } else {
                &component.tables
            },
            currency: self.program.currency,
            shapes: if of_order {
                shapes.get(..first).unwrap_or(shapes)
            } else {
                shapes
            },
            values: self.values.all(),
            sums: &self.machine.sums,
            scale: self.program.scale,
            fuel: self.fuel,
            depth: 0,
            inside_computed: false,
        }
    }
}

impl Action {
    /// Whether a step that ends its phase ends this, too.
    const fn ends_with_phase(&self) -> bool {
        matches!(
            self,
            Self::Fixed(_)
                | Self::Percent(..)
                | Self::Line(_)
                | Self::Option(..)
                | Self::Options(..)
                | Self::Own(_)
        )
    }
}

impl Axis {
    /// The row or column for the values.
    fn find(&self, values: &Values) -> Option<usize> {
        match self {
            Self::Up(slot, points) => {
                let value = values.known(*slot)?;
                let at = points.partition_point(|point| *point < value);
                (at < points.len()).then_some(at)
            }
            Self::Down(slot, points) => {
                let value = values.known(*slot)?;
                let last = points.last().is_some_and(|last| value <= *last);
                let at = points.partition_point(|point| *point <= value);
                at.checked_sub(1).filter(|_| last)
            }
            Self::Keys(slot, rows) => *rows.get(values.option(*slot)?)?,
            Self::Worked(_) => None,
        }
    }
}

const fn fee(label: u32, amount: i64, key: Option<SlotId>) -> Line {
    Line {
        label,
        unit_amount: None,
        amount,
        key,
    }
}
