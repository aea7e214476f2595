//! The waterfall over a set of configurations: the meaning is that of `evaluate::waterfall` and its
//! neighbors, each line an interval that contains its amount in every configuration that has a
//! price.

use super::limit::Floor;
use super::possible::{Possible, Truth};
use super::sums::{Sum, Sums};
use super::view::{Doubts, View};
use crate::analyze::interval::Interval;
use crate::evaluate::sums::{Measure, round};
use crate::money::Decimal;
use crate::plan::{AmountName, ComponentPlan, NodeId, PhaseKind, Step};

/// No configuration of the set has a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nowhere {
    /// As it is.
    NoPrice,
    /// All that are allowed are on request.
    OnRequest,
}

/// What may come of something in a set that has prices.
pub(super) type Result<T> = std::result::Result<T, Nowhere>;

/// An item's or the order's waterfall, as far as it got.
pub(super) struct Waterfall<'v, 'b, 'a> {
    /// The values.
    pub view: &'v mut View<'b, 'a>,
    /// None in the order's own waterfall.
    pub component: Option<&'a ComponentPlan>,
    /// Pieces.
    pub quantity: Decimal,
    /// Sums so far.
    pub sums: Sums,
    /// What the current phase's amounts are for.
    pub measure: Measure,
    /// Percentages of `subtotal` are of the running amount.
    pub compound: bool,
    /// The kind of the phase; none for the base and the order.
    pub kind: Option<PhaseKind>,
    /// What rounding does not go below.
    pub floor: Option<Floor>,
    /// Whether there is a base line.
    pub has_base: Truth,
    /// Whether tiers replaced it.
    pub priced_by_tiers: Truth,
    /// Fees once per order that the item asks for.
    pub fees: Interval,
}

/// A line that may be made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// How much, before it is rounded.
    pub amount: Interval,
    /// Whether it is not rounded any more.
    pub is_final: bool,
    /// What of it percentages count, where that is not all or nothing.
    pub counted: Option<Interval>,
    /// Whether percentages count it.
    pub discountable: bool,
    /// Whether it is made.
    pub made: Truth,
}

impl<'a> Waterfall<'_, '_, 'a> {
    /// Adds a line to the sums; what it comes to, rounded, and 0 where it may not be made.
    pub fn push(&mut self, line: Line) -> Interval {
        let rounded = |waterfall: &mut Self, amount: Interval| {
            if line.is_final {
                amount
            } else {
                waterfall.on_grid(amount)
            }
        };
        let maybe = |amount: Interval| {
            if line.made.no {
                amount.hull(Interval::ZERO)
            } else {
                amount
            }
        };
        let full = rounded(self, line.amount);
        let amount = maybe(full);
        let (counted, rest) = match line.counted {
            _ if !line.discountable => (Interval::ZERO, maybe(full.ordered())),
            Some(counted) => (maybe(rounded(self, counted)), Interval::ZERO),
            None => (amount, Interval::ZERO),
        };
        self.add(amount, counted, rest);
        amount
    }

    /// Adds what lines come to, what of it percentages count, and what they leave out.
    pub fn add(&mut self, amount: Interval, counted: Interval, rest: Interval) {
        let sums = &mut self.sums;
        sums.running = sums.with(sums.running, amount, counted, rest);
        if self.component.is_some() && self.kind.is_none() {
            sums.base = sums.with(sums.base, amount, counted, rest);
        }
        if self.kind == Some(PhaseKind::Options) {
            sums.options = sums.with(sums.options, amount, counted, rest);
        }
    }

    /// An amount as a line of this phase shows it.
    pub fn on_grid(&mut self, amount: Interval) -> Interval {
        let (grid, mode) = (self.grid(), self.view.setting.rounding.mode);
        let rounded = amount.rising(|end| round(end, grid, mode));
        self.sums.known(rounded)
    }

    /// What lines of this phase are rounded to.
    pub fn grid(&self) -> Decimal {
        let rounding = self.view.setting.rounding;
        match self.measure {
            Measure::Piece => rounding.unit_increment,
            Measure::Pieces | Measure::Item | Measure::Order => rounding.increment,
        }
    }

    /// How often an amount that is written for a piece counts in this phase.
    pub fn factor(&self) -> Decimal {
        if self.measure == Measure::Pieces {
            self.quantity
        } else {
            Decimal::ONE
        }
    }

    /// So many times.
    pub fn times(&mut self, amount: Interval, factor: Decimal) -> Interval {
        let product = amount.times(Interval::of(factor));
        self.sums.known(product)
    }

    /// A number that an expression comes to. Where it has none and must have one, no
    /// configuration has a price; where it need not, none is given.
    pub fn number(&mut self, node: NodeId, needed: Truth) -> Result<Option<Interval>> {
        let before = std::mem::take(&mut self.view.doubts);
        let possible = self.view.possible(node);
        self.doubts_since(before, [node]);
        match possible {
            Possible::Number(interval) => Ok(Some(interval)),
            Possible::Nothing if !needed.no => Err(self.view.doubts.why()),
            Possible::Nothing => {
                self.view.doubts.no_value();
                Ok(None)
            }
            _ => {
                self.sums.unknown = true;
                self.view.doubts.lack = true;
                Ok(Some(Interval::ZERO))
            }
        }
    }

    /// Whether a step applies by validity and condition.
    pub fn applies(&mut self, step: &Step) -> Result<Truth> {
        if !self.view.setting.is_valid(step.validity) {
            return Ok(Truth::NO);
        }
        self.prepare();
        let holds = self.holds(step.condition)?;
        let watch = &mut *self.view.watch;
        if watch
            .step
            .is_some_and(|watched| std::ptr::eq(watched, step))
        {
            watch.holds = watch.holds.join(holds);
            if let (Some(component), Some(node), Truth::MAYBE) =
                (self.component, step.condition, holds)
            {
                self.view.blame.wonder(component, node);
            }
        }
        Ok(holds)
    }

    /// Whether a condition holds, which must be known.
    pub fn holds(&mut self, condition: Option<NodeId>) -> Result<Truth> {
        match self.view.holds(condition) {
            Truth::NEVER => Err(Nowhere::NoPrice),
            truth => Ok(truth),
        }
    }

    /// Starts a phase.
    pub fn enter(&mut self, kind: Option<PhaseKind>, compound: bool) {
        (self.kind, self.compound) = (kind, compound);
        self.sums.enter();
    }

    /// Tells expressions what `subtotal` is.
    pub fn prepare(&mut self) {
        let subtotal = if self.compound {
            self.sums.running
        } else {
            self.sums.start
        };
        let subtotal = self.per_piece(subtotal.all);
        self.view.amounts.subtotal = subtotal;
    }

    /// An amount of this phase as expressions read it.
    pub fn per_piece(&self, amount: Interval) -> Option<Interval> {
        if self.sums.unknown {
            return None;
        }
        if self.measure != Measure::Pieces || self.quantity.is_zero() {
            return Some(amount);
        }
        amount.divided_by(Interval::of(self.quantity))
    }

    /// A width that comes from what expressions read.
    pub fn blame(&mut self, node: NodeId, width: Decimal) {
        if let Some(component) = self.component
            && width.is_positive()
        {
            self.view.blame.node(component, node, width);
        }
    }

    /// Doubts that came up while some expressions were worked out: what they read decides first
    /// where one may have no value.
    pub fn doubts_since(&mut self, before: Doubts, nodes: impl IntoIterator<Item = NodeId>) {
        let new = self.view.doubts;
        self.view.doubts = new.and(before);
        if let (Some(component), true) = (self.component, new.lack) {
            for node in nodes {
                self.view.blame.wonder(component, node);
            }
        }
    }

    /// Replaces the running sum by what it becomes at both ends.
    pub fn move_to(&mut self, target: Option<Interval>) {
        let target = self.sums.known(target);
        self.sums.move_to(target);
    }

    /// A negative amount becomes 0.
    pub fn clamp(&mut self) {
        let running = self.sums.running.all;
        if running.low.is_negative() {
            self.move_to(Some(running.max(Interval::ZERO)));
        }
    }

    /// A sum, for percentages.
    pub fn base_of(&mut self, name: AmountName) -> Sum {
        let compound = self.compound;
        self.sums.named(name, compound)
    }
}
