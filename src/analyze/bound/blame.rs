//! What the width of a result is due to: which feature a search cuts next, where, and which values
//! it tries first. Nothing that is proved depends on it.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::analyze::domain::{Field, Grid, Region, Values};
use crate::evaluate::walk;
use crate::model::lookup::LookupMode;
use crate::money::{Decimal, Exactness};
use crate::plan::{
    AxisKind, Comparison, ComponentPlan, InTest, Node, NodeId, OptionIndex, SlotId, TableIndex,
};

/// What each feature has to do with a result.
#[derive(Debug)]
pub(crate) struct Blame {
    features: Vec<Share>,
    /// The slot of the first feature.
    first: SlotId,
    /// The features that an expression reads, by node.
    reads: BTreeMap<NodeId, Rc<[usize]>>,
    /// Where numbers are best cut, by feature.
    cuts: Vec<Vec<Cut>>,
}

#[derive(Clone, Debug)]
struct Share {
    /// How much of the width of amounts.
    width: Decimal,
    /// How much of the most important option of a multiselect.
    option: Option<(OptionIndex, Decimal)>,
    /// How often it leaves open whether there is a price.
    doubts: u32,
    /// What makes the price low.
    low: Option<Wish>,
    /// What makes it high.
    high: Option<Wish>,
    /// Options of a multiselect that make it low, and those that make it high.
    choices: [Vec<OptionIndex>; 2],
}

impl Share {
    const NONE: Self = Self {
        width: Decimal::ZERO,
        option: None,
        doubts: 0,
        low: None,
        high: None,
        choices: [Vec::new(), Vec::new()],
    };
}

/// A value to try first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    /// This option.
    Option(OptionIndex),
    /// This number, or one near it.
    Number(Decimal),
    /// `true` or something chosen; or not.
    Chosen(bool),
}

/// How a region is cut into parts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cutting {
    feature: usize,
    cut: Option<Decimal>,
    option: Option<OptionIndex>,
}

impl Cutting {
    /// By one feature, in the middle; none where it is decided.
    pub fn of(region: &Region, feature: usize) -> Option<Self> {
        let field = region.fields.get(feature)?;
        (!field.is_decided()).then_some(Self {
            feature,
            cut: None,
            option: None,
        })
    }

    /// The parts.
    pub fn parts(self, region: &Region) -> Vec<Region> {
        region.split(self.feature, self.cut, self.option)
    }
}

/// A cut: up to `at`, or up to just below it.
#[derive(Clone, Copy, Debug)]
struct Cut {
    at: Decimal,
    below: bool,
}

impl Blame {
    /// For a component.
    pub fn new(component: &ComponentPlan) -> Self {
        let count = component.features.len();
        let mut blame = Self {
            features: vec![Share::NONE; count],
            first: component.first_feature,
            reads: BTreeMap::new(),
            cuts: vec![Vec::new(); count],
        };
        blame.find_cuts(component);
        for cuts in &mut blame.cuts {
            cuts.sort_unstable_by_key(|cut| (cut.at, !cut.below));
            cuts.dedup_by_key(|cut| (cut.at, cut.below));
        }
        blame
    }

    /// Forgets the last result.
    pub fn clear(&mut self) {
        self.features.fill(Share::NONE);
    }

    /// A width that comes from the features that an expression reads.
    pub fn node(&mut self, component: &ComponentPlan, node: NodeId, width: Decimal) {
        for feature in self.reads(component, node).iter() {
            self.feature(*feature, width);
        }
    }

    /// A width that comes from a feature.
    pub fn feature(&mut self, feature: usize, width: Decimal) {
        if let Some(share) = self.features.get_mut(feature) {
            share.width = add(share.width, width);
        }
    }

    /// A width that comes from one option of a multiselect.
    pub fn option(&mut self, feature: usize, option: OptionIndex, width: Decimal) {
        self.feature(feature, width);
        if let Some(share) = self.features.get_mut(feature)
            && share.option.is_none_or(|(_, most)| width > most)
        {
            share.option = Some((option, width));
        }
    }

    /// Notes that whether there is a price depends on what an expression reads.
    pub fn doubt(&mut self, component: &ComponentPlan, node: NodeId) {
        for feature in self.reads(component, node).iter() {
            self.doubt_feature(*feature);
        }
    }

    /// Notes that what a search asks about depends on what an expression reads: more than doubts.
    pub fn wonder(&mut self, component: &ComponentPlan, node: NodeId) {
        const WEIGHT: u32 = 1_000_000;
        for feature in self.reads(component, node).iter() {
            if let Some(share) = self.features.get_mut(*feature) {
                share.doubts = share.doubts.saturating_add(WEIGHT);
            }
        }
    }

    /// Notes that whether there is a price depends on a feature.
    pub fn doubt_feature(&mut self, feature: usize) {
        if let Some(share) = self.features.get_mut(feature) {
            share.doubts = share.doubts.saturating_add(1);
        }
    }

    /// What makes the price low, or high. The first wish stays.
    pub fn wish(&mut self, feature: usize, highest: bool, wish: Wish) {
        if let Some(share) = self.features.get_mut(feature) {
            let place = if highest {
                &mut share.high
            } else {
                &mut share.low
            };
            place.get_or_insert(wish);
        }
    }

    /// An option of a multiselect that makes the price low, or high.
    pub fn wish_choice(&mut self, feature: usize, highest: bool, option: OptionIndex) {
        if let Some(share) = self.features.get_mut(feature) {
            let [low, high] = &mut share.choices;
            if highest { high } else { low }.push(option);
        }
    }

    /// The options of a multiselect that were wished for.
    pub fn wished_choices(&self, feature: usize, highest: bool) -> &[OptionIndex] {
        self.features.get(feature).map_or(&[], |share| {
            let [low, high] = &share.choices;
            if highest { high } else { low }
        })
    }

    /// What was wished for a feature.
    pub fn wished(&self, feature: usize, highest: bool) -> Option<Wish> {
        let share = self.features.get(feature)?;
        if highest { share.high } else { share.low }
    }

    /// The feature of a slot.
    pub fn feature_of(&self, slot: SlotId) -> Option<usize> {
        slot.index().checked_sub(self.first.index())
    }

    /// Where to cut a region: by the feature that matters most. None where nothing is open.
    pub fn cut(&self, region: &Region) -> Option<Cutting> {
        self.cut_by(region, |share| (share.width, share.doubts))
    }

    /// Where to cut a region to know what has a price.
    pub fn cut_doubt(&self, region: &Region) -> Option<Cutting> {
        self.cut_by(region, |share| (share.doubts, share.width))
    }

    fn cut_by<K: Ord>(&self, region: &Region, weigh: impl Fn(&Share) -> K) -> Option<Cutting> {
        let open = |(_, field): &(usize, &Field)| !field.is_decided();
        let cut_of = |feature: usize, field: &Field| match &field.values {
            Values::Numbers(grid) => self.cut_of(feature, grid),
            _ => None,
        };
        // numbers between two breakpoints hardly differ
        let differs = |feature, field: &Field| match field.values {
            Values::Numbers(_) => cut_of(feature, field).is_some(),
            _ => true,
        };
        let weight = |feature: usize, field: &Field| {
            let weight = self.features.get(feature).map(&weigh);
            (weight, differs(feature, field))
        };
        let fields = region.fields.iter().enumerate().filter(open);
        // of equals the first
        let best = fields.rev_max(|(feature, field)| weight(*feature, field))?;
        let (feature, field) = best;
        let cut = cut_of(feature, field);
        let option = self
            .features
            .get(feature)
            .and_then(|share| share.option.map(|(option, _)| option));
        Some(Cutting {
            feature,
            cut,
            option,
        })
    }

    /// The features that an expression reads, through computed values too.
    pub fn reads(&mut self, component: &ComponentPlan, node: NodeId) -> Rc<[usize]> {
        if let Some(found) = self.reads.get(&node) {
            return Rc::clone(found);
        }
        let mut open = vec![node];
        let (mut features, mut computed) = (Vec::new(), Vec::new());
        while let Some(next) = open.pop() {
            for slot in walk::slots(&component.program, next).iter() {
                let value = component.computed.iter().find(|value| value.slot == *slot);
                match value {
                    Some(value) if !computed.contains(slot) => {
                        computed.push(*slot);
                        open.push(value.value);
                        open.extend(value.condition);
                    }
                    Some(_) => {}
                    None => features.extend(self.feature_of(*slot)),
                }
            }
        }
        features.retain(|feature| *feature < component.features.len());
        features.sort_unstable();
        features.dedup();
        let features: Rc<[usize]> = features.into();
        self.reads.insert(node, Rc::clone(&features));
        features
    }

    /// The best cut of a grid: the breakpoint nearest to its middle.
    fn cut_of(&self, feature: usize, grid: &Grid) -> Option<Decimal> {
        let exact = &mut Exactness::default();
        let mut best: Option<(Decimal, Decimal)> = None;
        let twice = grid.low.plus(grid.high, exact).ok()?;
        for cut in self.cuts.get(feature)? {
            let mut at = grid.at_or_below(cut.at)?;
            if cut.below && at == cut.at {
                at = at.minus(grid.step, exact).ok()?;
            }
            if at < grid.low || at >= grid.high {
                continue;
            }
            let off = at
                .plus(at, exact)
                .ok()?
                .minus(twice, exact)
                .ok()?
                .absolute();
            if best.is_none_or(|(_, least)| off < least) {
                best = Some((at, off));
            }
        }
        best.map(|(at, _)| at)
    }

    fn find_cuts(&mut self, component: &ComponentPlan) {
        for node in &component.program.nodes {
            match *node {
                Node::Compare(comparison, left, right) => {
                    self.compare(component, comparison, left, right);
                }
                Node::Between(value, low, high) => {
                    self.compare(component, Comparison::GreaterOrEqual, value, low);
                    self.compare(component, Comparison::LessOrEqual, value, high);
                }
                Node::In(value, tests) => {
                    for test in component.program.test_run(tests) {
                        match *test {
                            InTest::Compare(comparison, other) => {
                                self.compare(component, comparison, value, other);
                            }
                            InTest::Range { low, high, .. } => {
                                self.compare(component, Comparison::Equal, value, low);
                                self.compare(component, Comparison::Equal, value, high);
                            }
                            InTest::InList(_) => {}
                        }
                    }
                }
                Node::Lookup(table, row, col) => self.axes(component, table, row, col),
                _ => {}
            }
        }
        for list in component.list_uses() {
            self.axes(component, list.table, list.row, list.col);
        }
    }

    fn compare(
        &mut self,
        component: &ComponentPlan,
        comparison: Comparison,
        left: NodeId,
        right: NodeId,
    ) {
        let program = &component.program;
        let (slot, at, comparison) = match (program.node(left), program.node(right)) {
            (Some(Node::Slot(slot)), Some(Node::Number(at))) => (*slot, *at, comparison),
            (Some(Node::Number(at)), Some(Node::Slot(slot))) => (*slot, *at, comparison.mirrored()),
            _ => return,
        };
        let (below, above) = match comparison {
            Comparison::Less | Comparison::GreaterOrEqual => (true, false),
            Comparison::Greater | Comparison::LessOrEqual => (false, true),
            Comparison::Equal | Comparison::NotEqual => (true, true),
        };
        self.add(slot, at, below, above);
    }

    fn axes(
        &mut self,
        component: &ComponentPlan,
        table: TableIndex,
        row: NodeId,
        col: Option<NodeId>,
    ) {
        let Some(table) = component.tables.get(table.index()) else {
            return;
        };
        let axes = [(Some(&table.row), Some(row)), (table.col.as_ref(), col)];
        for (axis, node) in axes {
            let (Some(axis), Some(node)) = (axis, node) else {
                continue;
            };
            let (AxisKind::Breakpoints(points, mode), Some(Node::Slot(slot))) =
                (&axis.kind, component.program.node(node))
            else {
                continue;
            };
            for point in points {
                let (below, above) = match mode {
                    LookupMode::Up => (false, true),
                    LookupMode::Down => (true, false),
                    _ => (true, true),
                };
                self.add(*slot, *point, below, above);
            }
        }
    }

    fn add(&mut self, slot: SlotId, at: Decimal, below: bool, above: bool) {
        let feature = self.feature_of(slot);
        let cuts = feature.and_then(|feature| self.cuts.get_mut(feature));
        if let Some(cuts) = cuts {
            let one = |below| Cut { at, below };
            cuts.extend(below.then(|| one(true)));
            cuts.extend(above.then(|| one(false)));
        }
    }
}

/// A sum of weights; a weight that is too large stays what it was.
fn add(one: Decimal, other: Decimal) -> Decimal {
    one.plus(other, &mut Exactness::default()).unwrap_or(one)
}

/// The first of the greatest.
trait FirstMax: Iterator + Sized {
    fn rev_max<K: Ord>(self, key: impl Fn(&Self::Item) -> K) -> Option<Self::Item> {
        self.fold(None, |best: Option<(K, Self::Item)>, item| {
            let weight = key(&item);
            match best {
                Some((most, kept)) if most >= weight => Some((most, kept)),
                _ => Some((weight, item)),
            }
        })
        .map(|(_, item)| item)
    }
}

impl<I: Iterator> FirstMax for I {}
