//! Minimum, maximum, `round` and `end` over a set of configurations. Each moves both ends of the
//! running amount and never turns their order around.

use super::possible::Truth;
use super::waterfall::{Nowhere, Result, Waterfall};
use crate::analyze::interval::Interval;
use crate::evaluate::limit::{Endings, modulus_of};
use crate::evaluate::sums::{round, times};
use crate::evaluate::value::Stop;
use crate::money::{Decimal, Rounding};
use crate::plan::{Effect, NodeId, PhaseKind, Step};

/// The strictest of the limits that may apply, and of those that surely do.
#[derive(Clone, Copy, Default)]
struct Strictest {
    possible: Option<Interval>,
    certain: Option<Interval>,
}

/// What rounding does not go below.
#[derive(Clone, Copy, Debug)]
pub(super) struct Floor {
    /// In every configuration.
    certain: Option<Decimal>,
    /// In any.
    possible: Decimal,
}

impl<'a> Waterfall<'_, '_, 'a> {
    /// The limits of a phase: minimum and maximum, then `round`, then `end`.
    pub fn limit(&mut self, steps: &[&'a Step]) -> Result<()> {
        let (mut minimum, mut maximum) = (Strictest::default(), Strictest::default());
        for step in steps {
            match step.effect {
                Effect::Minimum(node) => self.limit_of(step, node, &mut minimum, Interval::max)?,
                Effect::Maximum(node) => self.limit_of(step, node, &mut maximum, Interval::min)?,
                _ => {}
            }
        }
        self.bound(minimum, maximum)?;
        for is_end in [false, true] {
            for step in steps {
                let wanted = match step.effect {
                    Effect::Round { .. } => !is_end,
                    Effect::End { .. } => is_end,
                    _ => false,
                };
                if wanted {
                    self.move_step(step)?;
                }
            }
        }
        Ok(())
    }

    fn limit_of(
        &mut self,
        step: &Step,
        node: NodeId,
        strictest: &mut Strictest,
        pick: fn(Interval, Interval) -> Interval,
    ) -> Result<()> {
        let applies = self.applies(step)?;
        if !applies.yes {
            return Ok(());
        }
        self.prepare();
        let Some(value) = self.number(node, applies)? else {
            return Ok(());
        };
        self.blame(node, value.width());
        if let (Some(condition), true) = (step.condition, applies.no) {
            let width = self.sums.running.all.hull(value).width();
            self.blame(condition, width);
        }
        let factor = self.factor();
        let value = self.times(value, factor);
        let with = |other: Option<Interval>| Some(other.map_or(value, |other| pick(other, value)));
        strictest.possible = with(strictest.possible);
        if !applies.no {
            strictest.certain = with(strictest.certain);
        }
        Ok(())
    }

    fn bound(&mut self, minimum: Strictest, maximum: Strictest) -> Result<()> {
        if let (Some(low), Some(high)) = (minimum.certain, maximum.certain)
            && low.low > high.high
        {
            return Err(Nowhere::NoPrice);
        }
        if let (Some(low), Some(high)) = (minimum.possible, maximum.possible) {
            self.view.doubts.lack |= low.high > high.low;
        }
        if let Some(possible) = minimum.possible {
            let certain = minimum.certain.map(|limit| limit.low);
            if self.kind != Some(PhaseKind::ListLimits) {
                self.raise_floor(certain, possible.high);
            }
            let running = self.sums.running.all;
            if running.low < possible.high {
                // the target is rounded, the amount so far is not
                let target = self.on_grid(Interval {
                    low: certain.unwrap_or(running.low),
                    high: possible.high,
                });
                let moved = Interval {
                    low: certain.map_or(running.low, |_| running.low.max(target.low)),
                    high: running.high.max(target.high),
                };
                self.move_to(Some(moved));
            }
        }
        if let Some(possible) = maximum.possible {
            let certain = maximum.certain.map(|limit| limit.high);
            let running = self.sums.running.all;
            if running.high > possible.low {
                let target = self.on_grid(Interval {
                    low: possible.low,
                    high: certain.unwrap_or(running.high),
                });
                let moved = Interval {
                    low: running.low.min(target.low),
                    high: certain.map_or(running.high, |_| running.high.min(target.high)),
                };
                self.move_to(Some(moved));
            }
        }
        Ok(())
    }

    fn raise_floor(&mut self, certain: Option<Decimal>, possible: Decimal) {
        let floor = self.floor.get_or_insert(Floor { certain, possible });
        floor.possible = floor.possible.max(possible);
        floor.certain = floor.certain.max(certain);
    }

    /// A `round` or `end`.
    fn move_step(&mut self, step: &Step) -> Result<()> {
        let applies = self.applies(step)?;
        if !applies.yes {
            return Ok(());
        }
        self.prepare();
        let running = self.sums.running.all;
        let (node, mode) = match step.effect {
            Effect::Round { increment, mode } => (increment, mode),
            Effect::End { ending, mode } => (ending, mode),
            _ => return Ok(()),
        };
        let Some(value) = self.number(node, applies)? else {
            return Ok(());
        };
        let is_end = matches!(step.effect, Effect::End { .. });
        let factor = self.factor();
        let floor = self.floor;
        let moved = value.point().and_then(|value| {
            let target = |running: Decimal, floor: Option<Decimal>| {
                target(running, value, factor, mode, is_end, floor).ok()
            };
            Some(Interval {
                low: target(running.low, floor.and_then(|floor| floor.certain))?,
                high: target(running.high, floor.map(|floor| floor.possible))?,
            })
        });
        if let (Some(condition), true) = (step.condition, applies.no)
            && let Some(moved) = moved
        {
            let width = moved.hull(running).width();
            self.blame(condition, width);
        }
        let moved = match (moved, applies) {
            (Some(moved), Truth::YES) => Some(moved),
            (Some(moved), _) => Some(moved.hull(running)),
            (None, _) => None,
        };
        self.move_to(moved);
        Ok(())
    }
}

/// Where an amount moves to.
fn target(
    running: Decimal,
    value: Decimal,
    factor: Decimal,
    mode: Rounding,
    is_end: bool,
    floor: Option<Decimal>,
) -> std::result::Result<Decimal, Stop> {
    let (endings, target) = if is_end {
        let endings = Endings {
            ending: times(value, factor)?,
            modulus: times(modulus_of(value)?, factor)?,
        };
        (endings, endings.nearest(running, mode)?)
    } else {
        let modulus = times(value, factor)?;
        let endings = Endings {
            ending: Decimal::ZERO,
            modulus,
        };
        (endings, round(running, modulus, mode)?)
    };
    match floor {
        Some(floor) if target < floor => endings.at_or_above(floor),
        _ => Ok(target),
    }
}
