//! What statements do.

use pest::iterators::Pair;

use super::Builder;
use crate::diagnostic::{Code, did_you_mean};
use crate::money::Rounding;
use crate::parse::grammar::Rule;
use crate::parse::syntax::{Adjustment, Choice, Effect, Expression, ExpressionKind};

/// The rounding modes as they are written.
const MODES: [&str; 5] = ["half_up", "half_down", "half_even", "up", "down"];

/// The words of a phase.
const PHASE_WORDS: [&str; 5] = ["all", "first", "best", "additive", "compound"];

impl Builder<'_> {
    /// The effect of a statement.
    pub(super) fn effect(&mut self, pair: &Pair<'_, Rule>) -> Option<Effect> {
        Some(match pair.as_rule() {
            Rule::let_statement => Effect::Let(self.amount(pair)?),
            Rule::set_statement => Effect::Set(self.amount(pair)?),
            Rule::surcharge_statement => Effect::Surcharge(self.adjusted(pair)?),
            Rule::discount_statement => Effect::Discount(self.adjusted(pair)?),
            Rule::tiers_statement => Effect::Tiers(self.tiers(pair)?),
            Rule::minimum_statement => Effect::Minimum(self.amount(pair)?),
            Rule::maximum_statement => Effect::Maximum(self.amount(pair)?),
            Rule::round_statement => Effect::Round {
                increment: self.amount(pair)?,
                mode: self.mode(pair)?,
            },
            Rule::end_statement => Effect::End {
                ending: self.amount(pair)?,
                mode: self.mode(pair)?,
            },
            Rule::phase_statement => self.phase(pair)?,
            Rule::forbid_statement => Effect::Forbid(self.amount(pair)?),
            Rule::require_statement => Effect::Require(self.amount(pair)?),
            Rule::warn_statement => Effect::Warn(self.amount(pair)?),
            Rule::on_request_statement => Effect::OnRequest(self.amount(pair)?),
            Rule::test_statement => self.test_effect(pair)?,
            _ => return self.unreadable(),
        })
    }

    /// The one expression of an effect.
    pub(super) fn amount(&mut self, pair: &Pair<'_, Rule>) -> Option<Expression> {
        let part = self.part(pair, Rule::expression)?;
        self.expression(&part)
    }

    /// The adjustment directly inside the pair.
    pub(super) fn adjusted(&mut self, pair: &Pair<'_, Rule>) -> Option<Adjustment> {
        let part = self.part(pair, Rule::adjustment)?;
        let Some(inner) = part.into_inner().next() else {
            return self.unreadable();
        };
        match inner.as_rule() {
            Rule::expression => self.expression(&inner).map(Adjustment::Amount),
            Rule::percent_literal => {
                let number = self.part(&inner, Rule::signed_number)?;
                let rate = self.signed_rate(&number)?;
                Some(Adjustment::Percent {
                    rate,
                    of: self.base(&inner)?,
                })
            }
            Rule::percent_call => {
                let rate = self.amount(&inner)?;
                Some(Adjustment::Percent {
                    rate,
                    of: self.base(&inner)?,
                })
            }
            _ => self.unreadable(),
        }
    }

    /// The rate of `-5%`: a number, negated where a minus stands before it.
    fn signed_rate(&mut self, pair: &Pair<'_, Rule>) -> Option<Expression> {
        let number = self.part(pair, Rule::number)?;
        let kind = ExpressionKind::Number(self.number(&number)?);
        let rate = Expression {
            kind,
            span: self.span(&number),
        };
        if Self::find(pair, Rule::minus).is_none() {
            return Some(rate);
        }
        Some(Expression {
            kind: ExpressionKind::Negate(Box::new(rate)),
            span: self.span(pair),
        })
    }

    /// Of what a percentage is taken.
    fn base(&mut self, pair: &Pair<'_, Rule>) -> Option<Expression> {
        let base = self.part(pair, Rule::base)?;
        let Some(inner) = base.into_inner().next() else {
            return self.unreadable();
        };
        self.primary(&inner).map(|built| built.expression)
    }

    fn mode(&mut self, pair: &Pair<'_, Rule>) -> Option<Rounding> {
        let word = self.part(pair, Rule::mode)?;
        let found = word.as_str().trim();
        let mode = Rounding::parse(found);
        if mode.is_none() {
            let span = self.span(&word);
            let message = format!("unknown rounding mode `{found}`");
            return self.fault_with(Code::Syntax, span, message, one_of(found, &MODES));
        }
        mode
    }

    fn phase(&mut self, pair: &Pair<'_, Rule>) -> Option<Effect> {
        let (mut choice, mut compound) = (None, None);
        for part in pair
            .clone()
            .into_inner()
            .filter(|part| part.as_rule() == Rule::phase_word)
        {
            let found = part.as_str().trim();
            let span = self.span(&part);
            let again = match found {
                "all" => choice.replace(Choice::All).is_some(),
                "first" => choice.replace(Choice::First).is_some(),
                "best" => choice.replace(Choice::Best).is_some(),
                "additive" => compound.replace(false).is_some(),
                "compound" => compound.replace(true).is_some(),
                _ => {
                    let message = format!("unknown way of a phase `{found}`");
                    return self.fault_with(
                        Code::Syntax,
                        span,
                        message,
                        one_of(found, &PHASE_WORDS),
                    );
                }
            };
            if again {
                let message = format!("`{found}` comes after another word of its kind");
                let help = "write one of `all`, `first`, `best` and one of `additive`, `compound`";
                return self.fault_with(Code::InvalidStatement, span, message, help);
            }
        }
        Some(Effect::Phase { choice, compound })
    }
}

/// The nearest of the known words, or all of them.
pub(super) fn one_of(found: &str, known: &[&'static str]) -> String {
    did_you_mean(found, known.iter().copied()).unwrap_or_else(|| {
        let listed: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
        format!("write one of {}", listed.join(", "))
    })
}
