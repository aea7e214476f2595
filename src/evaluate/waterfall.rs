//! The waterfall: lines, one after the other, and the sums they make.
//!
//! A [`Waterfall`] serves an item or the order. Its phases are run by `adjust` (what adds and
//! subtracts), `tier` and `limit`; `item` and `order` say in which order. Each line is rounded
//! once, in [`Waterfall::push`], and Σ lines is the running amount, exactly and always.

use super::counts::Counts;
use super::draft::{Draft, Fee, Keyless, LineName, PhaseInfo, Record};
use super::findings::{Findings, Speaker};
use super::frame::Frame;
use super::limits;
use super::observe::{Observer, Skipped, Subject};
use super::order_input::Setting;
use super::sums::{Counted, Measure, Sum, Sums, minus, plus, round, times, unpriced};
use super::value::Stop;
use super::walk;
use super::written::Writing;
use crate::diagnostic::Code;
use crate::model::quote::{LineKind, Scope};
use crate::money::{Decimal, Exactness, NumberError};
use crate::plan::{AmountName, ComponentIndex, NodeId, PhaseKind, Step, TextId};

/// An item's or the order's waterfall, as far as it got.
pub(super) struct Waterfall<'a, 'r> {
    /// What holds for the whole order.
    pub setting: &'r Setting<'a>,
    /// The values, and the amounts that expressions read.
    pub frame: &'r mut Frame<'a>,
    /// What is found.
    pub findings: &'r mut Findings,
    /// Who is told.
    pub observer: &'r mut dyn Observer,
    /// Pieces that tiers count over the order.
    pub counts: &'r Counts,
    /// Which item of which component; none in the order's own waterfall.
    pub item: Option<(usize, ComponentIndex)>,
    /// Pieces.
    pub quantity: Decimal,
    /// Lines so far.
    pub lines: Vec<Record>,
    /// Sums so far.
    pub sums: Sums,
    /// What the current phase's amounts are for.
    pub measure: Measure,
    /// The current phase.
    pub phase: PhaseInfo,
    /// The highest minimum that applied in this measure; rounding does not go below it.
    pub floor: Option<Decimal>,
    /// The tiers that replaced the base price.
    pub priced_by: Option<TextId>,
    /// Fees once per order that this item asks for.
    pub fees: Vec<Fee>,
    /// Fees whose key is not set.
    pub keyless: Vec<Keyless>,
    /// Whether an amount per piece that expressions read was rounded (rounding scope `item`).
    pub inexact_amounts: bool,
}

impl<'a> Waterfall<'a, '_> {
    /// Adds a line: rounded, extended, added up.
    pub fn push(&mut self, draft: &Draft) -> Result<(), Stop> {
        if self.lines.len() >= limits::LINES {
            let message = format!("an item has more than {} lines", limits::LINES);
            return Err(Stop::problem(Code::TooLarge, message));
        }
        let amount = self.rounded(draft)?;
        let (unit_amount, extended) = match self.measure {
            Measure::Piece => (Some(amount), times(amount, self.quantity)?),
            Measure::Pieces | Measure::Item | Measure::Order => (None, amount),
        };
        self.add(draft, amount)?;
        self.lines.push(Record {
            phase: self.phase.name,
            scope: match self.measure {
                Measure::Piece => Scope::Unit,
                Measure::Pieces | Measure::Item => Scope::Item,
                Measure::Order => Scope::Order,
            },
            unit_amount,
            amount: extended,
            draft: *draft,
        });
        Ok(())
    }

    /// The amount that the line will have.
    pub fn rounded(&self, draft: &Draft) -> Result<Decimal, Stop> {
        if draft.is_final {
            Ok(draft.amount)
        } else {
            self.on_grid(draft.amount)
        }
    }

    /// An amount as a line of this phase shows it.
    pub fn on_grid(&self, amount: Decimal) -> Result<Decimal, Stop> {
        let rounding = self.setting.rounding;
        let increment = match self.measure {
            Measure::Piece => rounding.unit_increment,
            Measure::Pieces | Measure::Item | Measure::Order => rounding.increment,
        };
        round(amount, increment, rounding.mode)
    }

    /// How often an amount that is written for a piece counts in this phase.
    pub fn factor(&self) -> Decimal {
        if self.measure == Measure::Pieces {
            self.quantity
        } else {
            Decimal::ONE
        }
    }

    /// What a percentage is of.
    pub fn base_of(&self, name: AmountName) -> Result<Counted, Stop> {
        let sums = &self.sums;
        let contains_base = !matches!(
            name,
            AmountName::Options | AmountName::Items | AmountName::Feature(_)
        );
        if let (Some(slots), true) = (&sums.unknown, contains_base) {
            return Err(Stop::Waits(slots.clone()));
        }
        match name {
            AmountName::Base => Ok(sums.base.whole()),
            AmountName::Options => Ok(sums.options.whole()),
            AmountName::List => sums.list.ok_or_else(|| unpriced("list"))?.counted(),
            AmountName::Subtotal => self.subtotal().counted(),
            AmountName::Extended => sums.extended.ok_or_else(|| unpriced("extended"))?.counted(),
            AmountName::Items => Ok(Sum::of(sums.items).whole()),
            AmountName::Feature(feature) => Ok(sums.feature(feature).whole()),
        }
    }

    /// The running amount, unless it is not known.
    pub fn running(&self) -> Result<Decimal, Stop> {
        match &self.sums.unknown {
            Some(slots) => Err(Stop::Waits(slots.clone())),
            None => Ok(self.sums.running.all),
        }
    }

    /// What `subtotal` is now.
    fn subtotal(&self) -> Sum {
        if self.phase.compound {
            self.sums.running
        } else {
            self.sums.start
        }
    }

    /// Starts a phase.
    pub fn enter(&mut self, phase: PhaseInfo) {
        self.phase = phase;
        self.sums.start = self.sums.running;
    }

    /// Tells expressions what `subtotal` is, and starts to watch whether what follows is exact.
    pub fn prepare(&mut self) -> Result<(), Stop> {
        let subtotal = self.subtotal().all;
        let known = self.sums.unknown.is_none();
        let subtotal = self.per_piece(subtotal)?;
        self.frame.amounts.subtotal = known.then_some(subtotal);
        self.frame.exact = Exactness::EXACT;
        Ok(())
    }

    /// Fixes `base`: every line of phase `base` is there.
    pub fn close_base(&mut self) -> Result<(), Stop> {
        if let Some(slots) = &self.sums.unknown {
            self.frame.amounts.waits = slots.clone();
        } else {
            self.frame.amounts.base = Some(self.per_piece(self.sums.base.all)?);
        }
        for amount in &mut self.frame.amounts.features {
            *amount = Some(Decimal::ZERO);
        }
        Ok(())
    }

    /// Fixes `options`.
    pub fn close_options(&mut self) -> Result<(), Stop> {
        self.frame.amounts.options = Some(self.per_piece(self.sums.options.all)?);
        Ok(())
    }

    /// Fixes the list price.
    pub fn close_list(&mut self) -> Result<(), Stop> {
        self.sums.list = Some(self.sums.running);
        if self.sums.unknown.is_none() {
            self.frame.amounts.list = Some(self.per_piece(self.sums.running.all)?);
        }
        Ok(())
    }

    /// × quantity: from here on amounts are for the item.
    pub fn extend(&mut self) -> Result<(), Stop> {
        if self.measure == Measure::Piece {
            self.sums.extend(self.quantity)?;
        }
        self.measure = Measure::Item;
        self.floor = None;
        self.sums.extended = Some(self.sums.running);
        if self.sums.unknown.is_none() {
            self.frame.amounts.extended = Some(self.sums.running.all);
        }
        Ok(())
    }

    /// An amount of this phase as expressions read it.
    pub fn per_piece(&mut self, amount: Decimal) -> Result<Decimal, Stop> {
        if self.measure != Measure::Pieces || self.quantity.is_zero() {
            return Ok(amount);
        }
        let mut exact = Exactness::EXACT;
        let result = amount
            .divided_by(self.quantity, &mut exact)
            .map_err(failed)?;
        self.inexact_amounts |= !exact.is_exact();
        Ok(result)
    }

    /// Whether everything since [`prepare`](Self::prepare) was exact, what `nodes` read included.
    pub fn was_exact(&self, nodes: &[NodeId]) -> bool {
        let program = self.frame.program;
        let reads = || nodes.iter().any(|node| walk::reads_amounts(program, *node));
        self.frame.exact.is_exact() && !(self.inexact_amounts && reads())
    }

    /// A step as findings name it.
    pub fn speaker(&self, step: &Step) -> Speaker<'a> {
        Speaker {
            id: self.setting.plan.text(step.id),
            label: self.setting.label(step.label),
            phase: self.phase_id(),
        }
    }

    /// The id of the phase that is being run.
    pub fn phase_id(&self) -> &'a str {
        self.writing().phase(self.phase.name)
    }

    /// What turns records into lines.
    pub fn writing(&self) -> Writing<'a> {
        let component = self.item.map(|(_, component)| component);
        self.setting.writing(component)
    }

    /// The line of a step, apart from where its amount is from.
    pub fn draft(&self, step: &Step) -> Draft {
        let name = LineName::Planned(step.id, step.label);
        let mut draft = Draft::new(step.kind, name, Decimal::ZERO);
        draft.discountable = step.discountable;
        draft.place = step.place;
        draft
    }

    /// Whether a step applies by validity and condition; says so where not.
    pub fn applies(&mut self, step: &Step) -> bool {
        if !self.setting.is_valid(step.validity) {
            self.skipped(step, Skipped::Validity(step.validity));
            return false;
        }
        let Some(node) = step.condition else {
            return true;
        };
        match self.prepare().and_then(|()| self.frame.boolean(node)) {
            Ok(true) => return true,
            Ok(false) => self.skipped(step, Skipped::Condition(node)),
            Err(stop) => self.stopped(step, stop),
        }
        false
    }

    /// Notes why a step has no line.
    pub fn stopped(&mut self, step: &Step, stop: Stop) {
        let reason = reason_of(&stop);
        self.findings.note(stop, self.speaker(step));
        self.skipped(step, reason);
    }

    /// Adds a step's line and tells the observer.
    pub fn fire(&mut self, step: &Step, draft: &Draft) {
        let pushed = self
            .replace_base(step, draft)
            .and_then(|()| self.push(draft));
        match pushed {
            Ok(()) => {
                let subject = self.subject(step);
                self.tell(&subject, None);
            }
            Err(stop) => self.stopped(step, stop),
        }
    }

    /// Tells the observer that a step made no line.
    pub fn skipped(&mut self, step: &Step, reason: Skipped) {
        let subject = self.subject(step);
        self.tell(&subject, Some(reason));
    }

    /// Tells the observer of a line, or why there is none. What it evaluates does not count.
    pub fn tell(&mut self, subject: &Subject<'_>, reason: Option<Skipped>) {
        let (exact, steps_left) = (self.frame.exact, self.frame.steps_left);
        match reason {
            None => self.observer.fired(subject, self.frame),
            Some(reason) => self.observer.skipped(subject, reason, self.frame),
        }
        self.frame.exact = exact;
        self.frame.steps_left = steps_left;
    }

    fn subject(&self, step: &Step) -> Subject<'a> {
        Subject {
            item: self.item.map(|(index, _)| index),
            phase: self.phase_id(),
            id: step.id,
            label: step.label,
            kind: step.kind,
            condition: step.condition,
            place: step.place,
        }
    }

    /// Adds an amount to every sum that it belongs to.
    fn add(&mut self, draft: &Draft, amount: Decimal) -> Result<(), Stop> {
        let is_base = self.item.is_some() && self.phase.kind.is_none();
        let sums = &mut self.sums;
        sums.running = sums.running.with(amount, draft.discountable)?;
        if is_base {
            sums.base = sums.base.with(amount, draft.discountable)?;
        }
        if self.phase.kind == Some(PhaseKind::Options) {
            sums.options = sums.options.with(amount, draft.discountable)?;
        }
        let before_quantity = matches!(self.measure, Measure::Piece | Measure::Pieces);
        if let Some(choice) = draft.choice().filter(|_| before_quantity) {
            sums.choose(choice, Sum::ZERO.with(amount, draft.discountable)?)?;
            let (feature, _) = choice;
            let total = sums.feature(feature).all;
            let total = self.per_piece(total)?;
            if let Some(place) = self.frame.amounts.features.get_mut(feature.index()) {
                *place = Some(total);
            }
        }
        Ok(())
    }

    /// A line that brings a negative amount to 0, with a warning.
    pub fn clamp(&mut self, what: &'static str) -> Result<(), Stop> {
        let running = self.sums.running.all;
        if !running.is_negative() || self.sums.unknown.is_some() {
            return Ok(());
        }
        let would_be = running.to_fixed(self.setting.currency.digits);
        self.findings.warn(
            "not-below-zero",
            format!("the {what} would be {would_be}, it becomes 0"),
        );
        let name = LineName::Clamp(what);
        self.push(&Draft::new(LineKind::Clamp, name, running.negated()).fixed())
    }

    /// A line that brings the amount to the last digit that an amount has.
    pub fn round_to_minor_unit(&mut self) -> Result<(), Stop> {
        let rounding = self.setting.rounding;
        let minor = self.setting.currency.minor_unit();
        // An increment finer than the minor unit still leaves no amount that nobody can pay.
        let increment = if is_multiple(rounding.increment, minor) {
            rounding.increment
        } else {
            minor
        };
        let running = self.sums.running.all;
        let difference = minus(round(running, increment, rounding.mode)?, running)?;
        if difference.is_zero() || self.sums.unknown.is_some() {
            return Ok(());
        }
        let name = LineName::MinorUnit;
        self.push(&Draft::new(LineKind::Rounding, name, difference).fixed())
    }

    /// Σ amounts of the lines, which is the running amount.
    pub fn total(&self) -> Result<Decimal, Stop> {
        self.lines
            .iter()
            .try_fold(Decimal::ZERO, |sum, line| plus(sum, line.amount))
    }
}

/// An operation of the waterfall that failed.
pub(super) fn failed(error: NumberError) -> Stop {
    Stop::number(error, None)
}

/// Whether a value is so many increments.
pub(super) fn is_multiple(value: Decimal, increment: Decimal) -> bool {
    value.is_multiple_of(increment) == Ok(true)
}

/// Why there is no line, as the observer is told.
pub(super) fn reason_of(stop: &Stop) -> Skipped {
    match stop {
        Stop::Waits(_) => Skipped::Waits,
        Stop::OnRequest(_) | Stop::Problem(_) => Skipped::Problem,
    }
}
