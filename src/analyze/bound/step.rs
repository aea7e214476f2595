//! What adds and subtracts within a phase, over a set of configurations: overrides, surcharges of
//! options, lists, amounts, percentages, price groups; and which of them are chosen.

use super::possible::{Possible, Truth};
use super::sums::Sum;
use super::waterfall::{Line, Nowhere, Result, Waterfall};
use crate::analyze::interval::Interval;
use crate::evaluate::sums::round;
use crate::plan::{
    AmountName, Choice, Effect, GroupAmount, GroupKind, LineSet, ListUse, NodeId, Step, StepScope,
};

impl<'a> Waterfall<'_, '_, 'a> {
    /// Everything of a phase but its limits.
    pub fn adjust(&mut self, steps: &[&'a Step], choice: Choice) -> Result<()> {
        let (overrides, others): (Vec<_>, Vec<_>) = steps
            .iter()
            .copied()
            .partition(|step| step.overridden().is_some());
        self.overrides(&overrides)?;
        if !overrides.is_empty() {
            self.sums.enter();
        }
        if choice == Choice::All {
            return self.all(&others);
        }
        let (candidates, always): (Vec<_>, Vec<_>) = others
            .into_iter()
            .partition(|step| step.is_candidate(self.component.is_some()));
        for step in always {
            self.run(step, Truth::YES)?;
        }
        self.choose(&candidates, choice)
    }

    fn all(&mut self, steps: &[&'a Step]) -> Result<()> {
        // whether a step that ends the phase was applied
        let mut ended = Truth::NO;
        for step in steps {
            let reached = if step.is_fee(self.component.is_some()) {
                Truth::YES
            } else {
                ended.not()
            };
            if reached.yes {
                let made = self.run(step, reached)?;
                if step.stop {
                    ended = ended.or(made);
                }
            }
        }
        Ok(())
    }

    /// Runs a step that is reached; whether it made a line.
    fn run(&mut self, step: &'a Step, reached: Truth) -> Result<Truth> {
        if let Effect::FeatureSurcharge(feature) = step.effect {
            let applies = self.applies(step)?.and(reached);
            if applies.yes {
                self.feature_surcharges(feature, applies)?;
            }
            return Ok(Truth::MAYBE);
        }
        let applies = self.applies(step)?.and(reached);
        if !applies.yes {
            return Ok(Truth::NO);
        }
        let Some(line) = self.outcome(step, applies)? else {
            return Ok(Truth::NO);
        };
        if step.is_fee(self.component.is_some()) {
            let amount = self.fee_amount(line);
            self.add_fee(amount);
            if let StepScope::Order { key: Some(key) } = step.scope
                && self.view.possible(key) == Possible::Nothing
            {
                self.view.doubts.lack = true;
            }
            return Ok(line.made);
        }
        self.finish(step, line);
        Ok(line.made)
    }

    /// Adds a line, and says which features its being made depends on.
    fn finish(&mut self, step: &Step, line: Line) {
        let inner = line.amount.width();
        let amount = self.push(line);
        if let Some(condition) = step.condition.filter(|_| line.made.no) {
            let outer = amount.hull(Interval::ZERO).width().absolute();
            self.blame(condition, outer.max(inner.absolute()));
        }
    }

    /// What a fee once per order comes to, rounded as its line is.
    pub fn fee_amount(&mut self, line: Line) -> Interval {
        let rounding = self.view.setting.rounding;
        let rounded = line
            .amount
            .rising(|end| round(end, rounding.increment, rounding.mode));
        let amount = self.sums.known(rounded);
        if line.made.no {
            amount.hull(Interval::ZERO)
        } else {
            amount
        }
    }

    /// Asks for a fee once per order.
    pub fn add_fee(&mut self, amount: Interval) {
        let sum = self.fees.plus(amount);
        self.fees = self.sums.known(sum);
    }

    /// The line of a step that applies; none where no configuration has one.
    fn outcome(&mut self, step: &'a Step, made: Truth) -> Result<Option<Line>> {
        self.prepare();
        let mut line = Line {
            amount: Interval::ZERO,
            is_final: false,
            counted: None,
            discountable: step.discountable,
            made,
        };
        line.amount = match &step.effect {
            Effect::Amount { amount, discount } => {
                let Some(value) = self.signed(*amount, *discount, made)? else {
                    return Ok(None);
                };
                self.blame(*amount, value.width());
                let factor = self.factor();
                self.times(value, factor)
            }
            Effect::Percent { rate, of, discount } => {
                let Some(value) = self.signed(*rate, *discount, made)? else {
                    return Ok(None);
                };
                let base = self.base_of(of.amount);
                self.percentage(value, &base, Some(*rate), of.amount)
            }
            Effect::Group {
                kind,
                amount,
                lines,
            } => match self.group(kind, amount, lines, made)? {
                Some((amount, counted)) => {
                    line.counted = counted;
                    amount
                }
                None => return Ok(None),
            },
            Effect::Tiers(tiers) => match self.tiers(tiers, made)? {
                Some((amount, reached)) => {
                    line.made = line.made.and(reached);
                    amount
                }
                None => return Ok(None),
            },
            Effect::List(list) => match self.surcharge_list(list, made)? {
                Some((amount, serves)) => {
                    line.made = line.made.and(serves);
                    amount
                }
                None => return Ok(None),
            },
            _ => return Ok(None),
        };
        Ok(Some(line))
    }

    /// An amount or rate; a discount's is subtracted and not negative.
    pub fn signed(
        &mut self,
        node: NodeId,
        discount: bool,
        made: Truth,
    ) -> Result<Option<Interval>> {
        let Some(value) = self.number(node, made)? else {
            return Ok(None);
        };
        if !discount {
            return Ok(Some(value));
        }
        if value.high.is_negative() {
            return if made.no {
                Ok(None)
            } else {
                Err(Nowhere::NoPrice)
            };
        }
        self.view.doubts.lack |= value.low.is_negative();
        Ok(Some(value.max(Interval::ZERO).negated()))
    }

    /// A percentage of a sum.
    pub fn percentage(
        &mut self,
        rate: Interval,
        base: &Sum,
        reads: Option<NodeId>,
        of: AmountName,
    ) -> Interval {
        let (grid, compound) = (self.grid(), self.compound && of == AmountName::Subtotal);
        let amount = self.sums.percentage(base, rate, compound, grid);
        if let Some(node) = reads
            && rate.point().is_none()
        {
            self.blame(node, amount.width().absolute());
        }
        amount
    }

    fn group(
        &mut self,
        kind: &GroupKind,
        amount: &GroupAmount,
        lines: &LineSet,
        made: Truth,
    ) -> Result<Option<(Interval, Option<Interval>)>> {
        let reached = amount.tiers.iter().rev();
        let reached = reached.into_iter().find(|(from, _)| *from <= self.quantity);
        let Some(node) = reached.map(|(_, node)| *node).or(amount.otherwise) else {
            return Ok(None);
        };
        let Some(value) = self.number(node, made)? else {
            return Ok(None);
        };
        if let GroupKind::Percent(of) = kind {
            let base = match (of.amount, lines) {
                (AmountName::List, LineSet::Features(_) | LineSet::Options(_)) => {
                    let (sum, certain) = self.lines(lines);
                    let sum = sum.counted();
                    if certain { sum } else { sum.unrelated() }
                }
                _ => self.base_of(of.amount),
            };
            let amount = self.percentage(value, &base, Some(node), of.amount);
            return Ok(Some((amount, None)));
        }
        let factor = self.factor();
        let total = self.times(value, factor);
        if *kind != GroupKind::Override {
            self.blame(node, total.width());
            return Ok(Some((total, None)));
        }
        let (sum, certain) = self.lines(lines);
        let grid = self.grid();
        let (away, counted) = self.sums.without(&sum, certain && !made.no, grid);
        let (amount, counted) = (total.plus(away), total.plus(counted));
        let (amount, counted) = (self.sums.known(amount), self.sums.known(counted));
        Ok(Some((amount, Some(counted))))
    }

    /// Σ lines of a group's scope.
    fn lines(&mut self, set: &LineSet) -> (Sum, bool) {
        match set {
            LineSet::All => {
                let list = self.sums.list;
                self.sums.unknown |= list.is_none();
                (list.unwrap_or(Sum::ZERO), true)
            }
            LineSet::Features(features) => self
                .sums
                .chosen(|choice| choice.option.is_none() && features.contains(&choice.feature)),
            LineSet::Options(options) => self.sums.chosen(|choice| {
                let named = choice.option.map(|option| (choice.feature, option));
                named.is_some_and(|named| options.contains(&named))
            }),
        }
    }

    fn surcharge_list(&mut self, list: &ListUse, made: Truth) -> Result<Option<(Interval, Truth)>> {
        let serves = self.list_serves(list)?;
        if !serves.yes {
            return Ok(None);
        }
        let price = self.list_price(list, made.and(serves))?;
        Ok(price.map(|price| (price, serves)))
    }

    /// Of those that apply, the first by priority, or the best for the buyer.
    fn choose(&mut self, candidates: &[&'a Step], choice: Choice) -> Result<()> {
        let mut lines = Vec::new();
        for step in candidates {
            let applies = self.applies(step)?;
            if applies.yes
                && let Some(line) = self.outcome(step, applies)?
            {
                let amount = self.on_grid(line.amount);
                lines.push((Line { amount, ..line }, *step));
            }
        }
        let Some(any) = lines
            .iter()
            .map(|(line, _)| line.amount)
            .reduce(Interval::hull)
        else {
            return Ok(());
        };
        let certain = || lines.iter().filter(|(line, _)| !line.made.no);
        let mut amount = any;
        if choice == Choice::Best {
            // the winner is no higher than any that surely applies
            let highest = certain().map(|(line, _)| line.amount.high).min();
            amount.high = highest.unwrap_or(any.high);
        }
        let made = if certain().next().is_some() {
            Truth::YES
        } else {
            Truth::MAYBE
        };
        let discountable = lines.iter().all(|(line, _)| line.discountable);
        let mixed = lines.iter().any(|(line, _)| line.discountable) != discountable;
        self.sums.unknown |= mixed;
        for (line, step) in &lines {
            if let Some(condition) = step.condition.filter(|_| line.made.no) {
                self.blame(
                    condition,
                    line.amount.hull(Interval::ZERO).width().absolute(),
                );
            }
        }
        self.push(Line {
            amount,
            is_final: true,
            counted: None,
            discountable,
            made,
        });
        Ok(())
    }

    /// Sets scopes to an amount. Which of several for the same lines wins is left open.
    fn overrides(&mut self, steps: &[&'a Step]) -> Result<()> {
        let mut applying = Vec::new();
        for step in steps {
            let applies = self.applies(step)?;
            if applies.yes {
                applying.push((*step, applies));
            }
        }
        for (step, applies) in &applying {
            let rivals = applying.iter().filter(|(other, _)| {
                !std::ptr::eq(*other, *step) && other.overridden() == step.overridden()
            });
            let beaten = rivals.fold(Truth::NO, |beaten, (rival, applies)| {
                if rival.priority > step.priority {
                    beaten.or(*applies)
                } else {
                    self.view.doubts.lack |= rival.priority == step.priority;
                    beaten
                }
            });
            let applies = applies.and(beaten.not());
            if applies.yes
                && let Some(line) = self.outcome(step, applies)?
            {
                self.finish(step, line);
            }
        }
        Ok(())
    }
}
