//! What adds and subtracts within a phase: surcharge lists, amounts, percentages, price groups,
//! tiers; overrides first; and which of them are chosen.

use super::draft::{BaseUse, Draft, Placed};
use super::observe::Skipped;
use super::sums::{Counted, minus};
use super::value::Stop;
use super::waterfall::{Waterfall, failed};
use crate::diagnostic::Code;
use crate::money::Decimal;
use crate::plan::{
    AmountName, Base, Choice, Effect, FeatureIndex, FeaturePlan, GroupAmount, GroupKind, LineSet,
    ListUse, NodeId, Step, StepScope,
};

/// A step's line, or why there is none although nothing went wrong.
pub(super) type Outcome = Result<Option<Skipped>, Stop>;

impl<'a> Waterfall<'a, '_> {
    /// Runs everything of a phase but its limits.
    pub fn adjust(&mut self, steps: &[Placed<'a>], choice: Choice) {
        self.overrides(steps);
        // what is added starts from what the overrides set
        self.sums.start = self.sums.running;
        let others = steps
            .iter()
            .copied()
            .filter(|placed| placed.step.overridden().is_none());
        if choice == Choice::All {
            return self.all(others);
        }
        let (candidates, always): (Vec<_>, Vec<_>) =
            others.partition(|placed| placed.step.is_candidate(self.item.is_some()));
        for placed in always {
            self.run(placed);
        }
        self.choose(candidates, choice);
    }

    fn all(&mut self, steps: impl Iterator<Item = Placed<'a>>) {
        let mut ended = None;
        for placed in steps {
            match ended {
                Some(by) if !placed.step.is_fee(self.item.is_some()) => {
                    self.skipped(placed.step, Skipped::Stopped { by });
                }
                _ => {
                    let lines = self.lines.len();
                    self.run(placed);
                    if placed.step.stop && self.lines.len() > lines {
                        ended = Some(placed.step.id);
                    }
                }
            }
        }
    }

    fn run(&mut self, placed: Placed<'a>) {
        let step = placed.step;
        if let Effect::FeatureSurcharge(feature) = &step.effect {
            self.feature_surcharges(step, *feature);
        } else if self.applies(step) {
            let mut draft = self.draft(step);
            match (self.outcome(placed, &mut draft), step.scope) {
                (Ok(None), StepScope::Order { key }) if self.item.is_some() => {
                    self.ask_for_fee(placed, key, &draft);
                }
                (Ok(None), _) => self.fire(step, &draft),
                (Ok(Some(reason)), _) => self.skipped(step, reason),
                (Err(stop), _) => self.stopped(step, stop),
            }
        }
    }

    /// Of those that apply, the first by priority, or the best for the buyer.
    fn choose(&mut self, candidates: Vec<Placed<'a>>, choice: Choice) {
        let mut applying: Vec<Placed<'a>> = Vec::new();
        for placed in candidates {
            if self.applies(placed.step) {
                // Equal priorities stay in written order.
                let priority = placed.step.priority;
                let at = applying.partition_point(|other| other.step.priority >= priority);
                applying.insert(at, placed);
            }
        }
        let mut winner: Option<(Placed<'a>, Draft, Decimal)> = None;
        let mut losers = Vec::new();
        for placed in applying {
            let highest = winner.as_ref().map(|(first, _, _)| first.step.priority);
            if choice == Choice::First && highest.is_some_and(|top| top > placed.step.priority) {
                losers.push(placed);
                continue;
            }
            let Some((draft, amount)) = self.candidate(placed) else {
                continue;
            };
            let Some((first, _, best)) = &winner else {
                winner = Some((placed, draft, amount));
                continue;
            };
            let id = |placed: &Placed<'a>| self.setting.plan.text(placed.step.id);
            if choice == Choice::First {
                let (one, other) = (id(first), id(&placed));
                self.equal_priority(one, other);
                losers.push(placed);
            } else if (amount, id(&placed)) < (*best, id(first)) {
                losers.push(*first);
                winner = Some((placed, draft, amount));
            } else {
                losers.push(placed);
            }
        }
        if let Some((placed, draft, _)) = winner {
            for loser in losers {
                self.skipped(
                    loser.step,
                    Skipped::Choice {
                        winner: placed.step.id,
                    },
                );
            }
            self.fire(placed.step, &draft);
        }
    }

    /// The line that a candidate would make, and its amount.
    fn candidate(&mut self, placed: Placed<'a>) -> Option<(Draft, Decimal)> {
        let step = placed.step;
        let mut draft = self.draft(step);
        match self.outcome(placed, &mut draft) {
            Ok(None) => match self.rounded(&draft) {
                Ok(amount) => return Some((draft, amount)),
                Err(stop) => self.stopped(step, stop),
            },
            Ok(Some(reason)) => self.skipped(step, reason),
            Err(stop) => self.stopped(step, stop),
        }
        None
    }

    fn equal_priority(&mut self, one: &str, other: &str) {
        let message = format!("`{one}` and `{other}` both apply and have the same priority");
        self.findings.problem(Code::EqualPriority, one, message);
    }

    /// Sets scopes to an amount: of those for the same lines the one with the highest priority.
    fn overrides(&mut self, steps: &[Placed<'a>]) {
        let mut applying: Vec<(Placed<'a>, &LineSet)> = Vec::new();
        for placed in steps {
            if let Some(lines) = placed.step.overridden()
                && self.applies(placed.step)
            {
                applying.push((*placed, lines));
            }
        }
        for (placed, lines) in &applying {
            let step = placed.step;
            let rivals = applying
                .iter()
                .filter(|(other, set)| set == lines && other.number != placed.number);
            let best = rivals
                .max_by_key(|(other, _)| other.step.priority)
                .map(|(rival, _)| rival);
            match best {
                Some(rival) if rival.step.priority > step.priority => {
                    self.skipped(
                        step,
                        Skipped::Choice {
                            winner: rival.step.id,
                        },
                    );
                }
                Some(rival) if rival.step.priority == step.priority => {
                    let id = |step: &Step| self.setting.plan.text(step.id);
                    let (one, other) = (id(step), id(rival.step));
                    if placed.number < rival.number {
                        self.equal_priority(one, other);
                    }
                }
                _ => self.run(*placed),
            }
        }
    }

    /// The line of a step that applies.
    fn outcome(&mut self, placed: Placed<'a>, draft: &mut Draft) -> Outcome {
        self.prepare()?;
        match &placed.step.effect {
            Effect::Amount { amount, discount } => {
                let value = self.signed(*amount, *discount)?;
                let total = value
                    .times(self.factor(), &mut self.frame.exact)
                    .map_err(failed)?;
                self.set(draft, total, &[*amount]);
            }
            Effect::Percent { rate, of, discount } => {
                let value = self.signed(*rate, *discount)?;
                let base = self.base_of(of.amount)?;
                self.percentage(draft, value, *of, base, &[*rate])?;
            }
            Effect::Group {
                kind,
                amount,
                lines,
            } => return self.group(draft, kind, amount, lines),
            Effect::Tiers(tiers) => return self.tiers(placed, tiers, draft),
            Effect::List(list) => return self.surcharge_list(list, draft),
            // Surcharges of features make several lines, limits come after everything here.
            _ => return Ok(Some(Skipped::NotNeeded)),
        }
        Ok(None)
    }

    /// Sets the amount of a draft, which was worked out from these.
    pub fn set(&self, draft: &mut Draft, amount: Decimal, reads: &[NodeId]) {
        draft.amount = amount;
        draft.exact = self.was_exact(reads);
    }

    /// An amount or rate that is subtracted if it is a discount's.
    pub fn signed(&mut self, node: NodeId, discount: bool) -> Result<Decimal, Stop> {
        let value = self.frame.number(node)?;
        if !discount {
            return Ok(value);
        }
        if value.is_negative() {
            let message = format!("a discount is not negative, found {value}");
            return Err(Stop::problem(Code::NegativeDiscount, message));
        }
        Ok(value.negated())
    }

    /// A draft whose amount is a percentage.
    pub fn percentage(
        &mut self,
        draft: &mut Draft,
        rate: Decimal,
        of: Base,
        base: Counted,
        reads: &[NodeId],
    ) -> Result<(), Stop> {
        let exact = &mut self.frame.exact;
        let hundredfold = base.amount.times(rate, exact).map_err(failed)?;
        let amount = hundredfold
            .divided_by(Decimal::HUNDRED, exact)
            .map_err(failed)?;
        draft.base = Some(BaseUse {
            name: of.amount,
            amount: base.amount,
            left_out: base.left_out,
        });
        draft.rate = Some(rate);
        self.set(draft, amount, reads);
        Ok(())
    }

    pub fn feature(&self, index: FeatureIndex) -> Option<&'a FeaturePlan> {
        let (_, component) = self.item?;
        self.setting
            .plan
            .components
            .get(component.index())?
            .features
            .get(index.index())
    }

    fn group(
        &mut self,
        draft: &mut Draft,
        kind: &GroupKind,
        amount: &GroupAmount,
        lines: &LineSet,
    ) -> Outcome {
        let tiers = amount.tiers.iter().rev();
        let reached = tiers.into_iter().find(|(from, _)| *from <= self.quantity);
        let Some(node) = reached.map(|(_, node)| *node).or(amount.otherwise) else {
            return Ok(Some(Skipped::NoTier));
        };
        let value = self.frame.number(node)?;
        draft.tier = reached.map(|(from, _)| *from);
        if let GroupKind::Percent(of) = kind {
            let base = match (of.amount, lines) {
                (AmountName::List, LineSet::Features(_) | LineSet::Options(_)) => {
                    self.sums.lines(lines)?.counted()?
                }
                _ => self.base_of(of.amount)?,
            };
            self.percentage(draft, value, *of, base, &[node])?;
            return Ok(None);
        }
        let mut total = value
            .times(self.factor(), &mut self.frame.exact)
            .map_err(failed)?;
        if *kind == GroupKind::Override {
            if *lines == LineSet::All {
                self.base_of(AmountName::List)?;
            }
            total = minus(total, self.sums.lines(lines)?.all)?;
        }
        self.set(draft, total, &[node]);
        Ok(None)
    }

    fn surcharge_list(&mut self, list: &ListUse, draft: &mut Draft) -> Outcome {
        let skipped = self.list_serves(list)?;
        if skipped.is_none() {
            // The condition is no part of the amount.
            self.prepare()?;
            self.list_price(list, draft)?;
        }
        Ok(skipped)
    }
}
