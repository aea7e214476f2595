//! What lifts, lowers or rounds the amount so far: minimum, maximum, round, end.

use super::draft::Placed;
use super::observe::Skipped;
use super::sums::{minus, round, times};
use super::value::Stop;
use super::waterfall::{Waterfall, failed};
use crate::diagnostic::Code;
use crate::money::{Decimal, Exactness, Rounding};
use crate::plan::{Effect, NodeId, PhaseKind, Step};

/// A limit that applies, for the whole of the phase's measure.
struct Limit<'a> {
    step: &'a Step,
    value: Decimal,
    exact: bool,
}

/// Numbers `ending + k × modulus`.
#[derive(Clone, Copy)]
pub(crate) struct Endings {
    /// What they end in.
    pub(crate) ending: Decimal,
    /// How far they are apart.
    pub(crate) modulus: Decimal,
}

impl<'a> Waterfall<'a, '_> {
    /// Runs the limits of a phase: minimum and maximum, then `round`, then `end`.
    pub fn limit(&mut self, steps: &[Placed<'a>]) {
        let (mut minima, mut maxima) = (Vec::new(), Vec::new());
        for placed in steps {
            match placed.step.effect {
                Effect::Minimum(node) => minima.extend(self.limit_of(placed.step, node)),
                Effect::Maximum(node) => maxima.extend(self.limit_of(placed.step, node)),
                _ => {}
            }
        }
        self.bound(minima, maxima);
        let is_end = |step: &Step| matches!(step.effect, Effect::End { .. });
        let is_round = |step: &Step| matches!(step.effect, Effect::Round { .. });
        let rounds = steps.iter().filter(|placed| is_round(placed.step));
        let ends = steps.iter().filter(|placed| is_end(placed.step));
        for placed in rounds.chain(ends) {
            if self.applies(placed.step) {
                self.move_to_target(placed.step);
            }
        }
    }

    fn limit_of(&mut self, step: &'a Step, node: NodeId) -> Option<Limit<'a>> {
        if !self.applies(step) {
            return None;
        }
        let value = self.prepare().and_then(|()| {
            let value = self.frame.number(node)?;
            self.running()?;
            value
                .times(self.factor(), &mut self.frame.exact)
                .map_err(failed)
        });
        match value {
            Ok(value) => Some(Limit {
                step,
                value,
                exact: self.was_exact(&[node]),
            }),
            Err(stop) => {
                self.stopped(step, stop);
                None
            }
        }
    }

    /// Applies the highest minimum and the lowest maximum.
    fn bound(&mut self, minima: Vec<Limit<'a>>, maxima: Vec<Limit<'a>>) {
        let minimum = self.strictest(minima, |value, best| value > best);
        let maximum = self.strictest(maxima, |value, best| value < best);
        if let (Some(low), Some(high)) = (&minimum, &maximum)
            && low.value > high.value
        {
            let id = |limit: &Limit<'a>| self.setting.plan.text(limit.step.id);
            let (low_id, high_id) = (id(low), id(high));
            let message = format!(
                "the minimum `{low_id}` of {} is above the maximum `{high_id}` of {}",
                low.value, high.value
            );
            self.findings
                .problem(Code::MinimumAboveMaximum, low_id, message);
            return;
        }
        if let Some(limit) = minimum {
            // a minimum before discounts is about the list price, which discounts may undercut
            if self.phase.kind != Some(PhaseKind::ListLimits) {
                self.floor = Some(
                    self.floor
                        .map_or(limit.value, |floor| floor.max(limit.value)),
                );
            }
            let too_low = self.sums.running.all < limit.value;
            self.enforce(&limit, too_low);
        }
        if let Some(limit) = maximum {
            let too_high = self.sums.running.all > limit.value;
            self.enforce(&limit, too_high);
        }
    }

    fn strictest(
        &mut self,
        limits: Vec<Limit<'a>>,
        beats: impl Fn(Decimal, Decimal) -> bool,
    ) -> Option<Limit<'a>> {
        let mut best: Option<Limit<'a>> = None;
        let mut losers = Vec::new();
        for limit in limits {
            match &best {
                Some(other) if !beats(limit.value, other.value) => losers.push(limit.step),
                _ => losers.extend(best.replace(limit).map(|other| other.step)),
            }
        }
        let winner = best.as_ref()?.step.id;
        for step in losers {
            self.skipped(step, Skipped::Choice { winner });
        }
        best
    }

    fn enforce(&mut self, limit: &Limit<'a>, is_broken: bool) {
        if !is_broken {
            return self.skipped(limit.step, Skipped::NotNeeded);
        }
        // The limit is what is rounded, not the way to it: the amount so far may have more digits.
        let target = self.on_grid(limit.value);
        match target.and_then(|target| minus(target, self.sums.running.all)) {
            Ok(amount) => self.fix(limit.step, amount, limit.exact),
            Err(stop) => self.stopped(limit.step, stop),
        }
    }

    /// Makes the line of a limit, which is not rounded.
    fn fix(&mut self, step: &Step, amount: Decimal, exact: bool) {
        let mut draft = self.draft(step).fixed();
        (draft.amount, draft.exact) = (amount, exact);
        self.fire(step, &draft);
    }

    /// A `round` or `end` that applies.
    fn move_to_target(&mut self, step: &Step) {
        let moved = self.prepare().and_then(|()| {
            let running = self.running()?;
            let (node, target) = self.target(step, running)?;
            Ok((node, minus(target, running)?))
        });
        match moved {
            Ok((_, amount)) if amount.is_zero() => self.skipped(step, Skipped::NotNeeded),
            Ok((node, amount)) => {
                let exact = self.was_exact(&[node]);
                self.fix(step, amount, exact);
            }
            Err(stop) => self.stopped(step, stop),
        }
    }

    /// The amount that a `round` or `end` moves to, and the node that says its increment. In
    /// rounding scope `item` the increment of a piece is one of so many pieces: that rounds the
    /// amount per piece without a division.
    fn target(&mut self, step: &Step, running: Decimal) -> Result<(NodeId, Decimal), Stop> {
        let factor = self.factor();
        let (node, endings, target) = match step.effect {
            Effect::Round {
                increment: node,
                mode,
            } => {
                let increment = self.frame.number(node)?;
                if !increment.is_positive() {
                    let message = format!("expected an increment above 0, found {increment}");
                    return Err(Stop::problem(Code::InvalidValue, message));
                }
                let modulus = times(increment, factor)?;
                let endings = Endings {
                    ending: Decimal::ZERO,
                    modulus,
                };
                (node, endings, round(running, modulus, mode)?)
            }
            Effect::End { ending: node, mode } => {
                let ending = self.frame.number(node)?;
                let modulus = times(modulus_of(ending)?, factor)?;
                let endings = Endings {
                    ending: times(ending, factor)?,
                    modulus,
                };
                (node, endings, endings.nearest(running, mode)?)
            }
            _ => return Err(Stop::unfit("a `round` or `end`")),
        };
        let target = match self.floor {
            Some(floor) if target < floor => endings.at_or_above(floor)?,
            _ => target,
        };
        Ok((node, target))
    }
}

impl Endings {
    /// How far a value lies above the next such number at or below it.
    fn over(self, value: Decimal) -> Result<Decimal, Stop> {
        let distance = minus(value, self.ending)?;
        distance
            .modulo(self.modulus, &mut Exactness::default())
            .map_err(failed)
    }

    pub(crate) fn at_or_above(self, value: Decimal) -> Result<Decimal, Stop> {
        let over = self.over(value)?;
        if over.is_zero() {
            return Ok(value);
        }
        super::sums::plus(minus(value, over)?, self.modulus)
    }

    /// `up` and `down` on the number line; a half by the mode, to the even `k` for `half_even`.
    pub(crate) fn nearest(self, value: Decimal, mode: Rounding) -> Result<Decimal, Stop> {
        let over = self.over(value)?;
        if over.is_zero() {
            return Ok(value);
        }
        let lower = minus(value, over)?;
        let upper = super::sums::plus(lower, self.modulus)?;
        let half = over.cmp(&minus(self.modulus, over)?);
        let goes_up = match mode {
            Rounding::Up => true,
            Rounding::Down => false,
            Rounding::HalfUp => half.is_ge(),
            Rounding::HalfDown => half.is_gt(),
            Rounding::HalfEven => half.is_gt() || (half.is_eq() && self.is_even(upper)?),
        };
        Ok(if goes_up { upper } else { lower })
    }

    fn is_even(self, number: Decimal) -> Result<bool, Stop> {
        let twice = times(self.modulus, Decimal::from_integer(2))?;
        minus(number, self.ending)?
            .is_multiple_of(twice)
            .map_err(failed)
    }
}

/// The smallest power of ten above an ending: 1 for 0.99, 10 for 9.90, 100 for 95.
pub(crate) fn modulus_of(ending: Decimal) -> Result<Decimal, Stop> {
    if ending.is_negative() {
        let message = format!("expected an ending of 0 or more, found {ending}");
        return Err(Stop::problem(Code::InvalidValue, message));
    }
    if ending.is_zero() {
        return Ok(Decimal::ONE);
    }
    let ten = Decimal::from_integer(10);
    let exact = &mut Exactness::default();
    let mut power = Decimal::ONE;
    while power <= ending {
        power = power.times(ten, exact).map_err(failed)?;
    }
    loop {
        let smaller = power.divided_by(ten, exact).map_err(failed)?;
        if smaller <= ending {
            return Ok(power);
        }
        power = smaller;
    }
}
