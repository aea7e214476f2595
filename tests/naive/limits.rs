//! Minimum, maximum, rounding to a multiple, endings.

use super::adjust::phase_of;
use super::frame::Stop;
use super::number::{Q, rounded, text, whole};
use super::waterfall::Waterfall;
use num_traits::Signed;
use pricewright::model::quote::LineKind;
use pricewright::money::Rounding;
use pricewright::parse::syntax::{Effect, Per, Statement};

impl Waterfall<'_, '_> {
    /// The limits of the phase: minimum and maximum, then `round`, then `end`.
    pub fn limits(&mut self) {
        self.frame.amounts = self.amounts();
        if self.unknown {
            return;
        }
        let here = self.frame.statements.iter();
        let here: Vec<_> = here
            .filter(|statement| phase_of(statement) == self.phase.id)
            .collect();
        if let Err(stop) = self.bounds(&here) {
            self.note(stop);
        }
        for ends in [false, true] {
            for statement in &here {
                if matches!(statement.effect, Effect::End { .. }) == ends
                    && let Err(stop) = self.rounding(statement)
                {
                    self.note(stop);
                }
            }
        }
    }

    fn bounds(&mut self, here: &[&Statement]) -> Result<(), Stop> {
        let mut lowest: Option<(Q, String)> = None;
        let mut highest: Option<(Q, String)> = None;
        for statement in here {
            let id = statement.id.text.clone();
            match &statement.effect {
                Effect::Minimum(limit) if self.applies(statement)? => {
                    let limit = self.in_measure(self.frame.number(limit)?);
                    if self.phase.id != "list_limits" {
                        self.minimums.push((self.per(), limit.clone()));
                    }
                    if lowest.as_ref().is_none_or(|(known, _)| limit > *known) {
                        lowest = Some((limit, id));
                    }
                }
                Effect::Maximum(limit) if self.applies(statement)? => {
                    let limit = self.in_measure(self.frame.number(limit)?);
                    if highest.as_ref().is_none_or(|(known, _)| limit < *known) {
                        highest = Some((limit, id));
                    }
                }
                _ => {}
            }
        }
        if let (Some((low, _)), Some((high, _))) = (&lowest, &highest)
            && low > high
        {
            return Err(Stop::Problem("minimum above maximum".to_owned()));
        }
        let now = self.sum(|_| true);
        match (lowest, highest) {
            (Some((low, id)), _) if now < low => self.move_to(LineKind::Minimum, &id, low),
            (_, Some((high, id))) if now > high => {
                self.move_to(LineKind::Maximum, &id, high);
            }
            _ => {}
        }
        Ok(())
    }

    fn rounding(&mut self, statement: &Statement) -> Result<(), Stop> {
        if !matches!(statement.effect, Effect::Round { .. } | Effect::End { .. })
            || !self.applies(statement)?
        {
            return Ok(());
        }
        let now = self.sum(|_| true);
        let per = self.per();
        let applied = self.minimums.iter().filter(|(other, _)| *other == per);
        let floor = applied.map(|(_, limit)| limit.clone()).max();
        let (kind, target) = match &statement.effect {
            Effect::Round { increment, mode } => {
                let step = self.in_measure(self.frame.number(increment)?);
                (
                    LineKind::Rounding,
                    never_below(rounded(&now, &step, *mode), floor, &step),
                )
            }
            Effect::End { ending, mode } => {
                let ending = self.frame.number(ending)?;
                let modulus = self.in_measure(modulus(&ending));
                let ending = self.in_measure(ending);
                let target = ended(&now, &ending, &modulus, *mode);
                (LineKind::Ending, never_below(target, floor, &modulus))
            }
            _ => unreachable!(),
        };
        if target != now {
            self.move_to(kind, &statement.id.text, target);
        }
        Ok(())
    }

    /// A line that makes the amount so far this one: what is rounded is where it goes.
    fn move_to(&mut self, kind: LineKind, id: &str, target: Q) {
        let now = self.sum(|_| true);
        let mut line = self.line(kind, id, target);
        match &mut line.unit_amount {
            Some(unit_amount) => {
                *unit_amount -= now;
                line.amount = &*unit_amount * &self.frame.quantity;
            }
            None => line.amount -= now,
        }
        self.lines.push(line);
    }

    fn applies(&self, statement: &Statement) -> Result<bool, Stop> {
        let valid = self.world.valid(statement.from, statement.until);
        Ok(valid && self.frame.holds(statement.when.as_ref())?)
    }

    fn per(&self) -> Per {
        if self.after_quantity {
            Per::Item
        } else {
            Per::Piece
        }
    }
}

/// The target, or the first step above it that is not below the floor.
pub fn never_below(mut target: Q, floor: Option<Q>, step: &Q) -> Q {
    while floor.as_ref().is_some_and(|floor| target < *floor) {
        target += step;
    }
    target
}

/// The smallest power of ten above the ending: 1 for 0.99, 10 for 9.90, 100 for 95.
pub fn modulus(ending: &Q) -> Q {
    let mut power = whole(1);
    while power <= *ending {
        power *= whole(10);
    }
    while &power / whole(10) > *ending {
        power /= whole(10);
    }
    power
}

/// The amount with this ending that the mode picks.
pub fn ended(now: &Q, ending: &Q, modulus: &Q, mode: Rounding) -> Q {
    let steps = (now - ending) / modulus;
    let lower = steps.floor() * modulus + ending;
    let upper = steps.ceil() * modulus + ending;
    let (below, above) = ((now - &lower).abs(), (&upper - now).abs());
    let upper_is_even = text(&(steps.ceil() / whole(2))).find('.').is_none();
    let takes_upper = match mode {
        Rounding::Up => true,
        Rounding::Down => false,
        Rounding::HalfUp => above <= below,
        Rounding::HalfDown => above < below,
        Rounding::HalfEven => above < below || (above == below && upper_is_even),
    };
    if takes_upper { upper } else { lower }
}
