//! Surcharges of what may be chosen, over a set of configurations.
//!
//! Of a select feature one option is chosen: its line is as low as the lowest and as high as the
//! highest of them. Of a multiselect each option has a line of its own.

use super::blame::Wish;
use super::possible::{Possible, Truth};
use super::sums::{ChoiceSum, Sum};
use super::waterfall::{Line, Nowhere, Result, Waterfall};
use crate::analyze::interval::Interval;
use crate::model::quote::Scope;
use crate::money::Decimal;
use crate::plan::{
    ComponentPlan, FeatureIndex, FeaturePlan, OptionIndex, SurchargeAmount, SurchargePlan,
};

/// What a choice may add.
#[derive(Clone, Copy)]
struct Part {
    option: Option<OptionIndex>,
    amount: Interval,
    counted: Interval,
    /// Whether it is chosen, as far as this feature's value says.
    made: Truth,
}

/// What the choices of a feature add together.
#[derive(Clone, Copy)]
struct Together {
    amount: Interval,
    /// What percentages count.
    counted: Interval,
    /// What they leave out, with its ends in order.
    rest: Interval,
}

impl Part {
    /// What percentages leave out: all of it or nothing.
    fn rest(&self) -> Interval {
        if self.counted == self.amount {
            Interval::ZERO
        } else {
            self.amount.ordered()
        }
    }

    /// An amount of it, or nothing where it may not be chosen.
    fn maybe(&self, amount: Interval) -> Interval {
        if self.made.no {
            amount.hull(Interval::ZERO)
        } else {
            amount
        }
    }
}

impl Together {
    fn map(self, change: impl Fn(Interval) -> Interval) -> Self {
        Self {
            amount: change(self.amount),
            counted: change(self.counted),
            rest: change(self.rest),
        }
    }
}

impl<'a> Waterfall<'_, '_, 'a> {
    /// The lines of a feature in this phase.
    pub fn feature_surcharges(&mut self, index: FeatureIndex, applies: Truth) -> Result<()> {
        let before_quantity = self.sums.extended.is_none();
        let scope = if before_quantity {
            Scope::Unit
        } else {
            Scope::Item
        };
        let Some(feature) = self.component.and_then(|c| c.features.get(index.index())) else {
            return Ok(());
        };
        let parts = self.parts(feature, index, scope, applies)?;
        let Some(sum) = self.together(feature, index, &parts, applies) else {
            return Ok(());
        };
        self.add(sum.amount, sum.counted, sum.rest);
        if before_quantity {
            self.choose_parts(index, sum, &parts);
        }
        Ok(())
    }

    /// The surcharges once per order of everything that may be chosen.
    pub fn choice_fees(&mut self, component: &'a ComponentPlan) -> Result<()> {
        for (index, feature) in (0..).map(FeatureIndex).zip(&component.features) {
            let parts = self.parts(feature, index, Scope::Order, Truth::YES)?;
            if let Some(sum) = self.together(feature, index, &parts, Truth::YES) {
                self.add_fee(sum.amount);
            }
        }
        Ok(())
    }

    /// What each possible choice adds; one that adds nothing in this scope is 0.
    fn parts(
        &mut self,
        feature: &'a FeaturePlan,
        index: FeatureIndex,
        scope: Scope,
        applies: Truth,
    ) -> Result<Vec<Part>> {
        let (value, absent) = self.view.slot(feature.slot);
        let of_scope = |surcharge: &&SurchargePlan| surcharge.scope == scope;
        let option = |option: OptionIndex| {
            let plan = feature.options.get(option.index())?;
            plan.surcharge.as_ref().filter(of_scope)
        };
        let one = Interval::of(Decimal::ONE);
        let mut parts = Vec::new();
        match &value {
            Possible::Options(options) => {
                let single = options.len() == 1 && !absent;
                let made = if single { Truth::YES } else { Truth::MAYBE };
                for chosen in options {
                    let surcharge = option(*chosen);
                    parts.extend(self.part(Some(*chosen), surcharge, one, made, applies)?);
                }
                if parts.is_empty() && !absent && !applies.no {
                    return Err(Nowhere::NoPrice);
                }
            }
            Possible::Choices(choices) => {
                for choice in choices {
                    let certain = choice.least.is_positive() && !absent;
                    let made = if certain { Truth::YES } else { Truth::MAYBE };
                    let count = Interval {
                        low: choice.least.max(Decimal::ONE),
                        high: choice.most,
                    };
                    let surcharge = option(choice.option);
                    let part = self.part(Some(choice.option), surcharge, count, made, applies)?;
                    parts.extend(part);
                }
            }
            Possible::Nothing | Possible::Truth(Truth { yes: false, .. }) => {}
            other => {
                let certain = !absent && !matches!(other, Possible::Truth(Truth { no: true, .. }));
                let made = if certain { Truth::YES } else { Truth::MAYBE };
                if let Some(surcharge) = feature.surcharge.as_ref().filter(of_scope) {
                    parts.extend(self.part(None, Some(surcharge), one, made, applies)?);
                }
            }
        }
        self.wishes(index, &value, absent, &parts);
        Ok(parts)
    }

    fn part(
        &mut self,
        option: Option<OptionIndex>,
        surcharge: Option<&'a SurchargePlan>,
        count: Interval,
        made: Truth,
        applies: Truth,
    ) -> Result<Option<Part>> {
        let Some(surcharge) = surcharge else {
            return Ok(Some(Part {
                option,
                amount: Interval::ZERO,
                counted: Interval::ZERO,
                made,
            }));
        };
        self.prepare();
        let one = match &surcharge.amount {
            SurchargeAmount::Amount(node) => {
                let Some(amount) = self.number(*node, made.and(applies))? else {
                    return Ok(None);
                };
                self.blame(*node, amount.width());
                let factor = self.factor();
                self.times(amount, factor)
            }
            SurchargeAmount::Percent { rate, of } => {
                let base = self.base_of(of.amount);
                self.percentage(Interval::of(*rate), &base, None, of.amount)
            }
        };
        let all = ends_times(one, count);
        let all = self.sums.known(all);
        let amount = if surcharge.scope == Scope::Order {
            self.fee_amount(Line {
                amount: all,
                is_final: false,
                counted: None,
                discountable: true,
                made: Truth::YES,
            })
        } else {
            self.on_grid(all)
        };
        let counted = if surcharge.discountable {
            amount
        } else {
            Interval::ZERO
        };
        Ok(Some(Part {
            option,
            amount,
            counted,
            made,
        }))
    }

    /// What the parts of a feature add together: one of them, or each by itself.
    fn together(
        &mut self,
        feature: &FeaturePlan,
        index: FeatureIndex,
        parts: &[Part],
        applies: Truth,
    ) -> Option<Together> {
        let (value, absent) = self.view.slot(feature.slot);
        let is_choice = matches!(value, Possible::Choices(_));
        let sum = if is_choice {
            self.all_of(index, parts)
        } else {
            let is_option = matches!(value, Possible::Options(_));
            self.one_of(parts, is_option && !absent)?
        };
        let sum = if applies.no {
            sum.map(|interval| interval.hull(Interval::ZERO))
        } else {
            sum
        };
        if !is_choice {
            let width = sum.amount.width().absolute();
            self.view.blame.feature(index.index(), width);
        }
        Some(sum)
    }

    /// Each part by itself.
    fn all_of(&mut self, index: FeatureIndex, parts: &[Part]) -> Together {
        let mut sum = Together {
            amount: Interval::ZERO,
            counted: Interval::ZERO,
            rest: Interval::ZERO,
        };
        for part in parts {
            let amount = sum.amount.plus(part.maybe(part.amount));
            let counted = sum.counted.plus(part.maybe(part.counted));
            let rest = sum.rest.plus(part.maybe(part.rest()));
            sum = Together {
                amount: self.sums.known(amount),
                counted: self.sums.known(counted),
                rest: self.sums.known(rest),
            };
            if let Some(option) = part.option.filter(|_| part.made.no) {
                let width = part.maybe(part.amount).width().absolute();
                self.view.blame.option(index.index(), option, width);
            }
        }
        sum
    }

    /// One of the parts; none of them too, unless one is certain.
    fn one_of(&mut self, parts: &[Part], certain: bool) -> Option<Together> {
        let counted = parts
            .iter()
            .map(|part| part.counted)
            .reduce(Interval::hull)?;
        // a discount acts on one of them only, so each has ends of its own
        let rest = parts.iter().map(Part::rest).reduce(Interval::hull)?;
        let (counted, rest) = if certain || parts.iter().all(|part| !part.made.no) {
            (counted, rest)
        } else {
            (counted.hull(Interval::ZERO), rest.hull(Interval::ZERO))
        };
        let amount = counted.plus(rest);
        Some(Together {
            amount: self.sums.known(amount),
            counted,
            rest,
        })
    }

    fn choose_parts(&mut self, index: FeatureIndex, sum: Together, parts: &[Part]) {
        self.sums.choices.push(ChoiceSum {
            feature: index,
            option: None,
            sum: Sum::new(sum.amount, sum.counted, sum.rest),
            certain: true,
        });
        for part in parts.iter().filter(|part| part.option.is_some()) {
            let (amount, counted) = (part.maybe(part.amount), part.maybe(part.counted));
            self.sums.choices.push(ChoiceSum {
                feature: index,
                option: part.option,
                sum: Sum::new(amount, counted, part.maybe(part.rest())),
                certain: !part.made.no,
            });
        }
        let per_piece = self.per_piece(sum.amount);
        if let Some(place) = self.view.amounts.features.get_mut(index.index()) {
            *place = per_piece;
        }
    }

    /// Which choice makes the price low, and which high.
    fn wishes(&mut self, index: FeatureIndex, value: &Possible, absent: bool, parts: &[Part]) {
        if matches!(value, Possible::Choices(_)) {
            for part in parts {
                let Some(option) = part.option else { continue };
                if part.amount.low.is_negative() {
                    self.view.blame.wish_choice(index.index(), false, option);
                }
                if part.amount.high.is_positive() {
                    self.view.blame.wish_choice(index.index(), true, option);
                }
            }
            return;
        }
        let lowest = parts.iter().min_by_key(|part| part.amount.low);
        let highest = parts.iter().max_by_key(|part| part.amount.high);
        for (part, is_high) in [(lowest, false), (highest, true)] {
            let Some(part) = part else { continue };
            let amount = if is_high {
                part.amount.high
            } else {
                part.amount.low
            };
            let wanted = if is_high {
                !amount.is_negative()
            } else {
                amount.is_negative()
            };
            let wish = match (value, part.option) {
                (Possible::Options(_), Some(_)) if absent && !wanted => Wish::Chosen(false),
                (Possible::Options(_), Some(option)) => Wish::Option(option),
                _ => Wish::Chosen(wanted),
            };
            self.view.blame.wish(index.index(), is_high, wish);
        }
    }
}

/// An amount so many times, at each end: a line that is subtracted stays as it is told.
fn ends_times(amount: Interval, count: Interval) -> Option<Interval> {
    let product = |end: Decimal| Interval::of(end).times(count);
    Some(Interval {
        low: product(amount.low)?.low,
        high: product(amount.high)?.high,
    })
}
