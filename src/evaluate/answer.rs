//! One value that the buyer gives for a feature: checked against its type and limits.
//!
//! A value of the right type that breaks a limit is kept, so that rules can speak about it too; a
//! value that cannot be understood is not.

use super::findings::violation;
use super::nearest::{nearest, suggestion};
use super::order_input::{one_line, shown};
use super::value::Value;
use crate::model::order::{ChosenOption, Value as Given};
use crate::model::quote::Violation;
use crate::money::{Decimal, Exactness, NumberError};
use crate::plan::{FeatureKind, FeaturePlan, OptionIndex, OptionPlan, PlanData};

/// A feature that is asked.
#[derive(Clone, Copy)]
pub(crate) struct Question<'a> {
    /// The plan.
    pub plan: &'a PlanData,
    /// The feature.
    pub feature: &'a FeaturePlan,
}

/// Which numbers a feature takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct NumberLimits {
    /// Smallest.
    pub min: Option<Decimal>,
    /// Largest.
    pub max: Option<Decimal>,
    /// Steps from `min`, or from 0.
    pub step: Option<Decimal>,
}

impl<'a> Question<'a> {
    /// The value, and what is not allowed about it. No value is an empty choice if there is no
    /// violation either, else one that is not understood.
    pub fn read(self, given: &'a Given) -> (Option<Value>, Vec<Violation>) {
        match (&self.feature.kind, given) {
            (FeatureKind::Select, Given::Text(id)) => self.select(id),
            (FeatureKind::Multiselect { .. }, Given::Choices(choices)) => self.multiselect(choices),
            (FeatureKind::Boolean, Given::Boolean(boolean)) => {
                (Some(Value::Boolean(*boolean)), Vec::new())
            }
            (FeatureKind::Number { min, max, step }, Given::Number(_) | Given::Text(_)) => {
                let (min, max, step) = (*min, *max, *step);
                match number(given) {
                    Some(number) => self.number(number, NumberLimits { min, max, step }),
                    None => self.wrong_type(given),
                }
            }
            (
                FeatureKind::Text {
                    min_length,
                    max_length,
                },
                Given::Text(text),
            ) => self.text(text, *min_length, *max_length),
            _ => self.wrong_type(given),
        }
    }

    fn id(self) -> &'a str {
        self.plan.text(self.feature.id)
    }

    fn violation(self, code: &'static str, message: String) -> Violation {
        violation(code, self.id(), message, Vec::new())
    }

    fn wrong_type(self, given: &Given) -> (Option<Value>, Vec<Violation>) {
        let expected = match self.feature.kind {
            FeatureKind::Select => "one of its options",
            FeatureKind::Multiselect { .. } => "a list of its options",
            FeatureKind::Boolean => "`true` or `false`",
            FeatureKind::Number { .. } => "a number",
            FeatureKind::Text { .. } => "a text",
        };
        let message = format!(
            "`{}`: expected {expected}, found {}",
            self.id(),
            shown(given)
        );
        (None, vec![self.violation("wrong-type", message)])
    }

    fn option(self, id: &str) -> Option<(OptionIndex, &'a OptionPlan)> {
        let mut options = (0..).map(OptionIndex).zip(&self.feature.options);
        options.find(|(_, option)| self.plan.text(option.id) == id)
    }

    fn unknown_option(self, id: &str) -> Violation {
        let ids = self
            .feature
            .options
            .iter()
            .map(|option| self.plan.text(option.id));
        let near = nearest(id, ids);
        let found = one_line(id);
        let message = format!(
            "`{}` has no option `{found}`{}",
            self.id(),
            suggestion(near)
        );
        let fixes = near.map(str::to_owned).into_iter().collect();
        violation("unknown-option", self.id(), message, fixes)
    }

    fn select(self, id: &str) -> (Option<Value>, Vec<Violation>) {
        match self.option(id) {
            Some((option, _)) => (Some(Value::Option(option)), Vec::new()),
            None => (None, vec![self.unknown_option(id)]),
        }
    }

    fn multiselect(self, choices: &[ChosenOption]) -> (Option<Value>, Vec<Violation>) {
        let mut found = Vec::new();
        let mut chosen: Vec<(OptionIndex, Decimal)> = Vec::with_capacity(choices.len());
        for choice in choices {
            let Some((index, option)) = self.option(&choice.option) else {
                found.push(self.unknown_option(&choice.option));
                continue;
            };
            if chosen.iter().any(|(other, _)| *other == index) {
                let message = format!("`{}` has `{}` twice", self.id(), choice.option);
                found.push(self.violation("duplicate-choice", message));
                continue;
            }
            found.extend(self.quantity(option, choice.quantity));
            // Lines and lists of options follow the document, not the buyer.
            let at = chosen.partition_point(|(other, _)| *other < index);
            chosen.insert(at, (index, choice.quantity));
        }
        found.extend(self.count(choices.len()));
        let understood = found
            .iter()
            .all(|violation| violation.code != "unknown-option");
        let value = (understood && !chosen.is_empty()).then(|| Value::Options(chosen.into()));
        (value, found)
    }

    fn quantity(self, option: &OptionPlan, quantity: Decimal) -> Option<Violation> {
        let FeatureKind::Multiselect { quantities, .. } = self.feature.kind else {
            return None;
        };
        let id = self.plan.text(option.id);
        let whole = quantity.is_integer() && quantity.is_positive();
        let message = if quantity == Decimal::ONE {
            return None;
        } else if !quantities {
            format!(
                "`{}` takes no quantities, found {quantity} of `{id}`",
                self.id()
            )
        } else if !whole {
            format!("expected a whole number of `{id}` from 1, found {quantity}")
        } else {
            let most = option.max_quantity.filter(|most| quantity > *most)?;
            format!("expected at most {most} of `{id}`, found {quantity}")
        };
        Some(self.violation("quantity-not-allowed", message))
    }

    fn count(self, count: usize) -> Option<Violation> {
        let FeatureKind::Multiselect {
            min_choices,
            max_choices,
            ..
        } = self.feature.kind
        else {
            return None;
        };
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let id = self.id();
        if count > 0 && count < min_choices {
            let message = format!("`{id}` takes at least {min_choices} options, found {count}");
            Some(self.violation("too-few-choices", message))
        } else if count > max_choices {
            let message = format!("`{id}` takes at most {max_choices} options, found {count}");
            Some(self.violation("too-many-choices", message))
        } else {
            None
        }
    }

    fn number(self, value: Decimal, limits: NumberLimits) -> (Option<Value>, Vec<Violation>) {
        let mut found = Vec::new();
        let id = self.id();
        let one = |code, message, fix: Decimal| violation(code, id, message, vec![fix.to_string()]);
        if let Some(min) = limits.min.filter(|min| value < *min) {
            let message = format!("`{id}` is {value}, below its minimum {min}");
            found.push(one("below-minimum", message, min));
        }
        if let Some(max) = limits.max.filter(|max| value > *max) {
            let message = format!("`{id}` is {value}, above its maximum {max}");
            found.push(one("above-maximum", message, max));
        }
        if let (Some(step), false) = (limits.step, limits.is_on_step(value)) {
            let start = limits.min.unwrap_or(Decimal::ZERO);
            let message = format!("`{id}` is {value}, not in steps of {step} from {start}");
            let fixes = limits
                .neighbors(value)
                .iter()
                .map(Decimal::to_string)
                .collect();
            found.push(violation("off-step", id, message, fixes));
        }
        (Some(Value::Number(value)), found)
    }

    fn text(self, text: &'a str, min: u32, max: u32) -> (Option<Value>, Vec<Violation>) {
        let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        let id = self.id();
        let mut found = Vec::new();
        if length < min {
            let message = format!("`{id}` has {length} characters, fewer than {min}");
            found.push(self.violation("too-short", message));
        }
        if length > max {
            let message = format!("`{id}` has {length} characters, more than {max}");
            found.push(self.violation("too-long", message));
        }
        (Some(Value::Text(text.into())), found)
    }
}

impl NumberLimits {
    /// Whether a number lies in the range and on a step.
    pub fn allow(self, value: Decimal) -> bool {
        self.is_in_range(value) && self.is_on_step(value)
    }

    fn is_in_range(self, value: Decimal) -> bool {
        self.min.is_none_or(|min| value >= min) && self.max.is_none_or(|max| value <= max)
    }

    fn is_on_step(self, value: Decimal) -> bool {
        let start = self.min.unwrap_or(Decimal::ZERO);
        self.step.is_none_or(|step| {
            let distance = value.minus(start, &mut Exactness::default());
            distance
                .and_then(|distance| distance.is_multiple_of(step))
                .unwrap_or(false)
        })
    }

    /// The steps below and above a number, within the range.
    fn neighbors(self, value: Decimal) -> Vec<Decimal> {
        let around = || -> Result<[Decimal; 2], NumberError> {
            let exact = &mut Exactness::default();
            let (start, step) = (
                self.min.unwrap_or(Decimal::ZERO),
                self.step.unwrap_or(Decimal::ONE),
            );
            let over = value.minus(start, exact)?.modulo(step, exact)?;
            let lower = value.minus(over, exact)?;
            Ok([lower, lower.plus(step, exact)?])
        };
        let around = around().into_iter().flatten();
        around
            .filter(|neighbor| self.is_in_range(*neighbor))
            .collect()
    }
}

fn number(given: &Given) -> Option<Decimal> {
    match given {
        Given::Number(number) => Some(*number),
        Given::Text(text) => Decimal::parse(text).ok(),
        _ => None,
    }
}
