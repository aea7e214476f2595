//! Tables by quantity.

use pest::iterators::Pair;

use super::Builder;
use crate::money::Decimal;
use crate::parse::grammar::Rule;
use crate::parse::syntax::{Package, TierBasis, TierEffect, TierKind, TierStep, Tiers};

impl Builder<'_> {
    /// The table of a `tiers` statement.
    pub(super) fn tiers(&mut self, pair: &Pair<'_, Rule>) -> Option<Tiers> {
        let on = self.part(pair, Rule::tiers_on)?;
        let on = self.basis(&on)?;
        let kind = match Self::find(pair, Rule::tier_kind).as_ref().map(Pair::as_str) {
            Some("graduated") => TierKind::Graduated,
            Some("block") => TierKind::Block,
            Some("package") => TierKind::Package,
            _ => TierKind::Volume,
        };
        let package = match Self::find(pair, Rule::package) {
            Some(package) => Some(self.package(&package)?),
            None => None,
        };
        let steps = match Self::find(pair, Rule::tier_steps) {
            Some(steps) => self.steps(&steps)?,
            None => Vec::new(),
        };
        Some(Tiers {
            on,
            kind,
            steps,
            package,
        })
    }

    fn basis(&mut self, pair: &Pair<'_, Rule>) -> Option<TierBasis> {
        if let Some(clause) = Self::find(pair, Rule::by_clause) {
            return self.amount(&clause).map(TierBasis::QuantityOfOrderBy);
        }
        let order = Self::find(pair, Rule::word_order).is_some();
        Some(if order {
            TierBasis::QuantityOfOrder
        } else {
            TierBasis::Quantity
        })
    }

    fn steps(&mut self, pair: &Pair<'_, Rule>) -> Option<Vec<TierStep>> {
        let mut steps = Vec::new();
        for part in pair
            .clone()
            .into_inner()
            .filter(|part| part.as_rule() == Rule::tier_step)
        {
            let from = self.part(&part, Rule::number)?;
            let effect = self.part(&part, Rule::tier_effect)?;
            let whole = self.span(&part);
            steps.push(TierStep {
                from: self.number(&from)?,
                effect: self.tier_effect(&effect)?,
                span: self.tight(whole),
            });
        }
        Some(steps)
    }

    fn tier_effect(&mut self, pair: &Pair<'_, Rule>) -> Option<TierEffect> {
        let Some(inner) = pair.clone().into_inner().next() else {
            return self.unreadable();
        };
        Some(match inner.as_rule() {
            Rule::tier_none => TierEffect::None,
            Rule::tier_overage => TierEffect::Overage(self.amount(&inner)?),
            Rule::tier_discount => TierEffect::Discount(self.adjusted(&inner)?),
            Rule::tier_surcharge => TierEffect::Surcharge(self.adjusted(&inner)?),
            Rule::expression => TierEffect::Price(self.expression(&inner)?),
            _ => return self.unreadable(),
        })
    }

    fn package(&mut self, pair: &Pair<'_, Rule>) -> Option<Package> {
        let price = self.amount(pair)?;
        let size = self.part(pair, Rule::number)?;
        let size = self.number(&size)?;
        let free = match Self::find(pair, Rule::free_clause) {
            Some(clause) => {
                let number = self.part(&clause, Rule::number)?;
                self.number(&number)?
            }
            None => Decimal::ZERO,
        };
        Some(Package { price, size, free })
    }
}
