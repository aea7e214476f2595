//! Quantity tables.

use super::frame::{Frame, Stop, Value};
use super::number::{Q, exact, whole};
use super::waterfall::Waterfall;
use num_traits::{Signed, Zero};
use pricewright::parse::syntax::{
    Adjustment, Expression, Package, TierBasis, TierEffect, TierKind, TierStep, Tiers,
};

impl Waterfall<'_, '_> {
    /// What a quantity table adds, in the measure of the phase; none below its first tier.
    pub fn tiers(&mut self, tiers: &Tiers) -> Result<Option<Q>, Stop> {
        let counted = self.counted(&tiers.on)?;
        if replaces_base(tiers, &counted) {
            if self.replaced {
                return Err(Stop::Problem("two tables replace the base".to_owned()));
            }
            self.replaced = true;
        }
        match tiers.kind {
            TierKind::Volume => self.volume(&tiers.steps, &counted),
            TierKind::Graduated => self.graduated(&tiers.steps, &counted),
            TierKind::Block => self.block(&tiers.steps, &counted),
            TierKind::Package => self.package(tiers.package.as_ref().unwrap()).map(Some),
        }
    }

    /// The quantity that the tiers look at.
    fn counted(&self, on: &TierBasis) -> Result<Q, Stop> {
        let key = match on {
            TierBasis::Quantity => return Ok(self.frame.quantity.clone()),
            TierBasis::QuantityOfOrder => None,
            TierBasis::QuantityOfOrderBy(key) => Some(key),
        };
        let own = key_of(&self.frame, key)?;
        let valid = self
            .readings
            .iter()
            .filter(|reading| reading.violations.is_empty());
        let frames = valid.filter_map(|reading| reading.frame.as_ref());
        let same = frames.filter(|frame| {
            frame.component.map(|other| &other.id) == self.frame.component.map(|mine| &mine.id)
                && key_of(frame, key).as_ref() == Ok(&own)
        });
        Ok(same.fold(Q::zero(), |sum, frame| sum + &frame.quantity))
    }

    fn volume(&self, steps: &[TierStep], counted: &Q) -> Result<Option<Q>, Stop> {
        match reached(steps, counted) {
            None => self.below_first(steps),
            Some(step) => {
                let pieces = self.pieces();
                self.effect(&step.effect, &pieces).map(Some)
            }
        }
    }

    /// Each slice at its own tier; of a count over the order, the item's proportional part.
    fn graduated(&self, steps: &[TierStep], counted: &Q) -> Result<Option<Q>, Stop> {
        if reached(steps, counted).is_none() {
            return self.below_first(steps);
        }
        let mut total = Q::zero();
        for (index, step) in steps.iter().enumerate() {
            let before = exact(step.from) - whole(1);
            let end = steps
                .get(index + 1)
                .map_or(counted.clone(), |next| exact(next.from) - whole(1));
            let slice = end.min(counted.clone()) - before;
            if slice.is_positive() {
                total += self.effect(&step.effect, &(slice * self.pieces() / counted))?;
            }
        }
        Ok(Some(total))
    }

    fn block(&self, steps: &[TierStep], counted: &Q) -> Result<Option<Q>, Stop> {
        let Some(step) = reached(steps, counted) else {
            return self.below_first(steps);
        };
        let base = self.sum(|line| line.phase == "base");
        match &step.effect {
            TierEffect::None => Err(Stop::Problem("above the last block".to_owned())),
            TierEffect::Price(price) => Ok(Some(self.frame.number(price)? - base)),
            TierEffect::Overage(rate) => {
                let last = steps.iter().rev().find_map(|step| match &step.effect {
                    TierEffect::Price(price) => Some(price),
                    _ => None,
                });
                let further = counted - exact(step.from) + whole(1);
                let price = self.frame.number(last.unwrap())?;
                Ok(Some(price + self.frame.number(rate)? * further - base))
            }
            // Once for the whole quantity: an amount as it is, all of a percentage.
            effect @ (TierEffect::Surcharge(adjustment) | TierEffect::Discount(adjustment)) => {
                let pieces = match adjustment {
                    Adjustment::Amount(_) => whole(1),
                    Adjustment::Percent { .. } => self.pieces(),
                };
                self.effect(effect, &pieces).map(Some)
            }
        }
    }

    fn package(&self, package: &Package) -> Result<Q, Stop> {
        let paid = (&self.frame.quantity - exact(package.free)).max(Q::zero());
        let packages = (paid / exact(package.size)).ceil();
        Ok(packages * self.frame.number(&package.price)?)
    }

    /// What a tier does to so many pieces.
    fn effect(&self, effect: &TierEffect, pieces: &Q) -> Result<Q, Stop> {
        match effect {
            TierEffect::Price(price) => {
                let base = self.sum(|line| line.phase == "base") * pieces / self.pieces();
                Ok(self.frame.number(price)? * pieces - base)
            }
            TierEffect::Surcharge(adjustment) => self.adjustment(adjustment, pieces),
            TierEffect::Discount(adjustment) => {
                let (Adjustment::Amount(says) | Adjustment::Percent { rate: says, .. }) =
                    adjustment;
                if self.frame.number(says)?.is_negative() {
                    return Err(Stop::Problem("a negative discount".to_owned()));
                }
                self.adjustment(adjustment, pieces).map(|amount| -amount)
            }
            TierEffect::None | TierEffect::Overage(_) => unreachable!(),
        }
    }

    /// An amount for each piece, or the pieces' part of a percentage.
    fn adjustment(&self, adjustment: &Adjustment, pieces: &Q) -> Result<Q, Stop> {
        match adjustment {
            Adjustment::Amount(amount) => Ok(self.frame.number(amount)? * pieces),
            Adjustment::Percent { rate, of } => {
                let part = pieces / self.pieces();
                Ok(self.base_of(of)? * self.frame.number(rate)? / whole(100) * part)
            }
        }
    }

    fn below_first(&self, steps: &[TierStep]) -> Result<Option<Q>, Stop> {
        let sets_price = steps
            .iter()
            .any(|step| matches!(step.effect, TierEffect::Price(_)));
        // Nothing else gave a base: below the first tier there is no price at all, not 0.
        let has_base = self.lines.iter().any(|line| line.phase == "base");
        match sets_price && !has_base && self.priced_by_tiers() {
            true => Err(Stop::Problem("below the first tier".to_owned())),
            false => Ok(None),
        }
    }

    /// How many pieces the amounts of this phase are for.
    fn pieces(&self) -> Q {
        let extended = self.after_quantity || self.world.per_item();
        if extended {
            self.frame.quantity.clone()
        } else {
            whole(1)
        }
    }
}

/// Whether a tier that is reached is a price.
fn replaces_base(tiers: &Tiers, counted: &Q) -> bool {
    let is_price =
        |step: &TierStep| matches!(step.effect, TierEffect::Price(_) | TierEffect::Overage(_));
    match tiers.kind {
        TierKind::Graduated => tiers
            .steps
            .iter()
            .any(|step| exact(step.from) <= *counted && is_price(step)),
        _ => reached(&tiers.steps, counted).is_some_and(is_price),
    }
}

fn reached<'t>(steps: &'t [TierStep], counted: &Q) -> Option<&'t TierStep> {
    steps.iter().rev().find(|step| exact(step.from) <= *counted)
}

fn key_of(frame: &Frame, key: Option<&Expression>) -> Result<Option<Value>, Stop> {
    key.map(|key| frame.evaluate(key)).transpose()
}
