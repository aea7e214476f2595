//! Quantity tiers over a set of configurations, which all have the same quantity.

use super::possible::Truth;
use super::waterfall::{Nowhere, Result, Waterfall};
use crate::analyze::interval::Interval;
use crate::money::{Decimal, Exactness};
use crate::plan::{AmountName, TierEffect, TierKind, TierPlan, TierStep};

impl Waterfall<'_, '_, '_> {
    /// What the line of a tiers step may come to, and whether there is one; none without one.
    pub fn tiers(&mut self, tiers: &TierPlan, made: Truth) -> Result<Option<(Interval, Truth)>> {
        let quantity = self.quantity;
        if let TierKind::Package { price, size, free } = tiers.kind {
            let Some(price) = self.number(price, made)? else {
                return Ok(None);
            };
            let packages = packages(quantity, size, free);
            let amount = packages.and_then(|packages| price.times(Interval::of(packages)));
            return Ok(Some((self.sums.known(amount), Truth::YES)));
        }
        let reached = tiers.steps.iter().rposition(|tier| tier.from <= quantity);
        let Some((index, tier)) = reached.and_then(|at| Some((at, *tiers.steps.get(at)?))) else {
            return self.below_first(tiers, made);
        };
        let amount = match tiers.kind {
            TierKind::Graduated => self.graduated(&tiers.steps, made)?,
            TierKind::Block => {
                let last = index.checked_sub(1).and_then(|last| tiers.steps.get(last));
                self.block(tier, last.copied(), made)?
            }
            _ => {
                let factor = if self.sums.extended.is_some() {
                    quantity
                } else {
                    self.factor()
                };
                self.on_all(tier, factor, Decimal::ONE, made)?
            }
        };
        Ok(amount.map(|amount| (amount, Truth::YES)))
    }

    fn below_first(&mut self, tiers: &TierPlan, made: Truth) -> Result<Option<(Interval, Truth)>> {
        let sets_price = tiers
            .steps
            .iter()
            .any(|tier| matches!(tier.effect, TierEffect::Price(_)));
        let by_tiers = self
            .component
            .is_some_and(|component| component.base.priced_by_tiers);
        if sets_price && by_tiers && self.has_base.no {
            self.view.doubts.lack = true;
            if !self.has_base.yes && !made.no {
                return Err(Nowhere::NoPrice);
            }
        }
        Ok(None)
    }

    /// What a tier adds to a part of the pieces, if all were in it.
    fn on_all(
        &mut self,
        tier: TierStep,
        quantity: Decimal,
        part: Decimal,
        made: Truth,
    ) -> Result<Option<Interval>> {
        let amount = match tier.effect {
            TierEffect::Price(node) => {
                let Some(price) = self.number(node, made)? else {
                    return Ok(None);
                };
                self.blame(node, price.width());
                let all = self.times(price, quantity);
                let all = self.times(all, part);
                self.in_place_of_base(all, part, made)
            }
            TierEffect::Amount { amount, discount } => {
                let Some(one) = self.signed(amount, discount, made)? else {
                    return Ok(None);
                };
                self.blame(amount, one.width());
                let all = self.times(one, quantity);
                self.times(all, part)
            }
            TierEffect::Percent { rate, of, discount } => {
                let Some(value) = self.signed(rate, discount, made)? else {
                    return Ok(None);
                };
                let base = self.base_of(of.amount);
                let value = self.times(value, part);
                self.percentage(value, &base, Some(rate), of.amount)
            }
            TierEffect::None | TierEffect::Overage(_) => return Err(Nowhere::NoPrice),
        };
        Ok(Some(amount))
    }

    /// Each slice at its own tier.
    fn graduated(&mut self, tiers: &[TierStep], made: Truth) -> Result<Option<Interval>> {
        let quantity = self.quantity;
        let mut total = Interval::ZERO;
        for (index, tier) in tiers.iter().enumerate() {
            let next = tiers.get(index.saturating_add(1)).map(|next| next.from);
            let Some(part) = slice(quantity, tier.from, next) else {
                continue;
            };
            let Some(amount) = self.on_all(*tier, quantity, part, made)? else {
                return Ok(None);
            };
            let sum = total.plus(amount);
            total = self.sums.known(sum);
        }
        Ok(Some(self.with_room(total)))
    }

    /// One amount for the whole quantity.
    fn block(
        &mut self,
        tier: TierStep,
        last: Option<TierStep>,
        made: Truth,
    ) -> Result<Option<Interval>> {
        let amount = match (tier.effect, last.map(|last| last.effect)) {
            (TierEffect::Price(node), _) => {
                let Some(whole) = self.number(node, made)? else {
                    return Ok(None);
                };
                self.in_place_of_base(whole, Decimal::ONE, made)
            }
            (TierEffect::Overage(node), Some(TierEffect::Price(last_price))) => {
                let (Some(each), Some(price)) =
                    (self.number(node, made)?, self.number(last_price, made)?)
                else {
                    return Ok(None);
                };
                let over = over(self.quantity, tier.from);
                let extra = over.and_then(|over| each.times(Interval::of(over)));
                let whole = extra.and_then(|extra| price.plus(extra));
                let whole = self.sums.known(whole);
                self.in_place_of_base(whole, Decimal::ONE, made)
            }
            (TierEffect::Amount { amount, discount }, _) => {
                let Some(whole) = self.signed(amount, discount, made)? else {
                    return Ok(None);
                };
                whole
            }
            (TierEffect::Percent { .. }, _) => {
                return self.on_all(tier, self.quantity, Decimal::ONE, made);
            }
            (TierEffect::None | TierEffect::Overage(_), _) if made.no => {
                self.view.doubts.lack = true;
                return Ok(None);
            }
            (TierEffect::None | TierEffect::Overage(_), _) => return Err(Nowhere::NoPrice),
        };
        Ok(Some(amount))
    }

    /// A price less a part of the base, which it replaces.
    fn in_place_of_base(&mut self, price: Interval, part: Decimal, made: Truth) -> Interval {
        self.priced_by_tiers = self.priced_by_tiers.or(made);
        let base = self.base_of(AmountName::Base);
        let away = if part == Decimal::ONE {
            let grid = self.grid();
            self.sums.without(&base, true, grid).0
        } else {
            let rate = Interval::of(Decimal::HUNDRED.negated());
            let rate = self.times(rate, part);
            self.percentage(rate, &base, None, AmountName::Base)
        };
        let amount = price.plus(away);
        self.sums.known(amount)
    }

    /// A quotient is rounded at the last of its digits: slices are worked out in another order
    /// than a quote does it, so both ends have room for that.
    fn with_room(&mut self, amount: Interval) -> Interval {
        let exact = self.grid();
        let room = exact.divided_by(
            Decimal::from_integer(1_000_000_000_000),
            &mut Exactness::default(),
        );
        let room = room.unwrap_or(exact);
        let wider = amount.plus(Interval {
            low: room.negated(),
            high: room,
        });
        self.sums.known(wider)
    }
}

/// A slice of a quantity, as its part of it.
fn slice(quantity: Decimal, from: Decimal, next: Option<Decimal>) -> Option<Decimal> {
    let exact = &mut Exactness::default();
    let end = match next {
        Some(next) => quantity.min(before(next)?),
        None => quantity,
    };
    let slice = end.minus(before(from)?, exact).ok()?;
    if !slice.is_positive() {
        return None;
    }
    slice.divided_by(quantity, exact).ok()
}

fn before(from: Decimal) -> Option<Decimal> {
    let before = from.minus(Decimal::ONE, &mut Exactness::default()).ok()?;
    Some(before.max(Decimal::ZERO))
}

fn over(quantity: Decimal, from: Decimal) -> Option<Decimal> {
    quantity
        .minus(before(from)?, &mut Exactness::default())
        .ok()
}

fn packages(quantity: Decimal, size: Decimal, free: Decimal) -> Option<Decimal> {
    let exact = &mut Exactness::default();
    let charged = quantity.minus(free, exact).ok()?.max(Decimal::ZERO);
    Some(charged.divided_by(size, exact).ok()?.ceiling())
}
