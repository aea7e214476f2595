//! Quantity tiers: volume, graduated, block and package, counted over the item or the order.

use super::adjust::Outcome;
use super::counts::group_of;
use super::draft::{Draft, PhaseName, Placed};
use super::observe::Skipped;
use super::sums::minus;
use super::value::Stop;
use super::waterfall::{Waterfall, failed};
use crate::diagnostic::Code;
use crate::money::{Decimal, Exactness};
use crate::plan::{
    AmountName, Effect, NodeId, Step, TierBasis, TierEffect, TierKind, TierPlan, TierStep,
};

/// The quantities that a tiers step works with.
#[derive(Clone, Copy)]
struct Quantities {
    /// Counted over the basis.
    counted: Decimal,
    /// Of the item.
    own: Decimal,
}

impl<'a> Waterfall<'a, '_> {
    /// The one line of a tiers step.
    pub fn tiers(&mut self, placed: Placed<'a>, tiers: &TierPlan, draft: &mut Draft) -> Outcome {
        let counted = self.counted(placed, tiers)?;
        let quantities = Quantities {
            counted,
            own: self.quantity,
        };
        if let TierKind::Package { price, size, free } = tiers.kind {
            self.packages(draft, quantities, price, size, free)?;
            return Ok(None);
        }
        let reached = tiers.steps.iter().rposition(|tier| tier.from <= counted);
        let Some((index, tier)) = reached.and_then(|i| Some((i, tiers.steps.get(i)?))) else {
            return self.below_first(tiers, counted);
        };
        draft.tier = Some(tier.from);
        match tiers.kind {
            TierKind::Graduated => self.graduated(draft, quantities, &tiers.steps)?,
            TierKind::Block => {
                let last = tiers.steps.get(..index).and_then(<[TierStep]>::last);
                self.block(draft, quantities, *tier, last.copied())?;
            }
            _ => self.volume(draft, *tier)?,
        }
        Ok(None)
    }

    /// Notes that a step's line replaces the base price, which only one step may do.
    pub fn replace_base(&mut self, step: &Step, draft: &Draft) -> Result<(), Stop> {
        let Effect::Tiers(tiers) = &step.effect else {
            return Ok(());
        };
        if !replaces_base(tiers, draft.tier) {
            return Ok(());
        }
        if let Some(other) = self.priced_by {
            let id = |id| self.setting.plan.text(id);
            let (one, other) = (id(other), id(step.id));
            let message = format!("tiers `{one}` and `{other}` both replace the base price");
            return Err(Stop::problem(Code::AmbiguousPriceList, message));
        }
        self.priced_by = Some(step.id);
        Ok(())
    }

    fn counted(&mut self, placed: Placed<'a>, tiers: &TierPlan) -> Result<Decimal, Stop> {
        let (TierBasis::Order { key }, Some((_, component))) = (tiers.basis, self.item) else {
            return Ok(self.quantity);
        };
        let key = group_of(self.frame, key)?;
        let step = (component, self.phase.number, placed.number);
        let counted = self.counts.of_group(step, &key);
        Ok(counted.unwrap_or(self.quantity))
    }

    fn below_first(&self, tiers: &TierPlan, counted: Decimal) -> Outcome {
        let sets_price = tiers
            .steps
            .iter()
            .any(|t| matches!(t.effect, TierEffect::Price(_)));
        let component = self
            .item
            .and_then(|(_, index)| self.setting.plan.components.get(index.index()));
        // Where there is a base price, pieces below the first tier keep it. A list that did not
        // serve gives none.
        let has_base = self
            .lines
            .iter()
            .any(|line| line.phase == PhaseName::Own("base"));
        let only_tiers =
            !has_base && component.is_some_and(|component| component.base.priced_by_tiers);
        if !(sets_price && only_tiers) {
            return Ok(Some(Skipped::NoTier));
        }
        let first = tiers.steps.first().map_or(Decimal::ZERO, |tier| tier.from);
        let message =
            format!("the quantity {counted} is below the first tier, which starts at {first}");
        Err(Stop::problem(Code::TierMiss, message))
    }

    /// All pieces at the reached tier.
    fn volume(&mut self, draft: &mut Draft, tier: TierStep) -> Result<(), Stop> {
        if let TierEffect::Percent { rate, of, discount } = tier.effect {
            let value = self.signed(rate, discount)?;
            let base = self.base_of(of.amount)?;
            return self.percentage(draft, value, of, base, &[rate]);
        }
        // After × quantity a tier still speaks of a piece.
        let factor = if self.sums.extended.is_some() {
            self.quantity
        } else {
            self.factor()
        };
        let (amount, node) = self.on_all(tier, factor)?;
        self.set(draft, amount, &[node]);
        Ok(())
    }

    /// Each slice at its own tier. Over the order, the item has its part of the whole by its
    /// quantity: Σ of `(effect on the item if it were all in this slice) × slice ÷ counted`.
    fn graduated(
        &mut self,
        draft: &mut Draft,
        quantities: Quantities,
        tiers: &[TierStep],
    ) -> Result<(), Stop> {
        let mut reads = Vec::new();
        let mut numerator = Decimal::ZERO;
        for (index, tier) in tiers.iter().enumerate() {
            let next = tiers.get(index.saturating_add(1)).map(|next| next.from);
            let slice = slice(quantities.counted, tier.from, next)?;
            if !slice.is_positive() {
                continue;
            }
            let (effect, node) = self.on_all(*tier, quantities.own)?;
            reads.push(node);
            let exact = &mut self.frame.exact;
            let part = effect.times(slice, exact).map_err(failed)?;
            numerator = numerator.plus(part, exact).map_err(failed)?;
        }
        let exact = &mut self.frame.exact;
        let amount = numerator
            .divided_by(quantities.counted, exact)
            .map_err(failed)?;
        self.set(draft, amount, &reads);
        Ok(())
    }

    /// What a tier adds if all pieces of the item are in it, and the node that says so.
    fn on_all(&mut self, tier: TierStep, quantity: Decimal) -> Result<(Decimal, NodeId), Stop> {
        match tier.effect {
            TierEffect::Price(node) => {
                let price = self.frame.number(node)?;
                let all = price
                    .times(quantity, &mut self.frame.exact)
                    .map_err(failed)?;
                Ok((minus(all, self.base_of(AmountName::Base)?.amount)?, node))
            }
            TierEffect::Amount {
                amount: node,
                discount,
            } => {
                let one = self.signed(node, discount)?;
                Ok((
                    one.times(quantity, &mut self.frame.exact).map_err(failed)?,
                    node,
                ))
            }
            TierEffect::Percent {
                rate: node,
                of,
                discount,
            } => {
                let rate = self.signed(node, discount)?;
                let base = self.base_of(of.amount)?.amount;
                let exact = &mut self.frame.exact;
                let hundredfold = base.times(rate, exact).map_err(failed)?;
                Ok((
                    hundredfold
                        .divided_by(Decimal::HUNDRED, exact)
                        .map_err(failed)?,
                    node,
                ))
            }
            TierEffect::None | TierEffect::Overage(_) => Err(misplaced()),
        }
    }

    /// One amount for the whole quantity. Over the order, the item has its part of it.
    fn block(
        &mut self,
        draft: &mut Draft,
        quantities: Quantities,
        tier: TierStep,
        last: Option<TierStep>,
    ) -> Result<(), Stop> {
        let (whole, reads, replaces) = match (tier.effect, last.map(|last| last.effect)) {
            (TierEffect::Price(node), _) => (self.frame.number(node)?, vec![node], true),
            (TierEffect::Amount { amount, discount }, _) => {
                (self.signed(amount, discount)?, vec![amount], false)
            }
            (TierEffect::Percent { rate, of, discount }, _) => {
                let value = self.signed(rate, discount)?;
                let base = self.base_of(of.amount)?;
                return self.percentage(draft, value, of, base, &[rate]);
            }
            (TierEffect::Overage(node), Some(TierEffect::Price(last_price))) => {
                let before = before(tier.from)?;
                let over = minus(quantities.counted, before)?;
                let price = self.frame.number(last_price)?;
                let each = self.frame.number(node)?;
                let exact = &mut self.frame.exact;
                let extra = each.times(over, exact).map_err(failed)?;
                (
                    price.plus(extra, exact).map_err(failed)?,
                    vec![last_price, node],
                    true,
                )
            }
            (TierEffect::None, _) => {
                let (end, counted) = (before(tier.from)?, quantities.counted);
                let message =
                    format!("no price for {counted} pieces: the last block ends at {end}");
                return Err(Stop::problem(Code::TierMiss, message));
            }
            (TierEffect::Overage(_), _) => return Err(misplaced()),
        };
        let mut amount = self.part(whole, quantities)?;
        if replaces {
            let base = self.base_of(AmountName::Base)?.amount;
            amount = amount.minus(base, &mut self.frame.exact).map_err(failed)?;
        }
        self.set(draft, amount, &reads);
        Ok(())
    }

    fn packages(
        &mut self,
        draft: &mut Draft,
        quantities: Quantities,
        price: NodeId,
        size: Decimal,
        free: Decimal,
    ) -> Result<(), Stop> {
        let charged = minus(quantities.counted, free)?.max(Decimal::ZERO);
        let packages = charged
            .divided_by(size, &mut Exactness::default())
            .map_err(failed)?;
        let price = (self.frame.number(price)?, price);
        let exact = &mut self.frame.exact;
        let whole = price.0.times(packages.ceiling(), exact).map_err(failed)?;
        let amount = self.part(whole, quantities)?;
        self.set(draft, amount, &[price.1]);
        Ok(())
    }

    /// The item's part of an amount for everything that was counted.
    fn part(&mut self, whole: Decimal, quantities: Quantities) -> Result<Decimal, Stop> {
        if quantities.own == quantities.counted {
            return Ok(whole);
        }
        let exact = &mut self.frame.exact;
        let product = whole.times(quantities.own, exact).map_err(failed)?;
        product
            .divided_by(quantities.counted, exact)
            .map_err(failed)
    }
}

/// Whether the line of a reached tier is a price in place of the base price.
fn replaces_base(tiers: &TierPlan, reached: Option<Decimal>) -> bool {
    let is_reached = |tier: &&TierStep| match tiers.kind {
        TierKind::Graduated => Some(tier.from) <= reached,
        _ => Some(tier.from) == reached,
    };
    tiers
        .steps
        .iter()
        .filter(is_reached)
        .any(|tier| matches!(tier.effect, TierEffect::Price(_) | TierEffect::Overage(_)))
}

/// How many pieces of a quantity lie from one threshold to the next.
fn slice(quantity: Decimal, from: Decimal, next: Option<Decimal>) -> Result<Decimal, Stop> {
    let end = match next {
        Some(next) => quantity.min(before(next)?),
        None => quantity,
    };
    minus(end, before(from)?)
}

/// The quantity just before a threshold, which names the first piece.
fn before(from: Decimal) -> Result<Decimal, Stop> {
    Ok(minus(from, Decimal::ONE)?.max(Decimal::ZERO))
}

/// A tier that its kind does not have.
fn misplaced() -> Stop {
    Stop::problem(
        Code::InvalidTier,
        "a tier does not fit the kind of its table",
    )
}
