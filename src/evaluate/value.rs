//! What expressions work with: values, the states of slots, and the reasons why there is none.

use std::cmp::Ordering;
use std::sync::Arc;

use super::slot_set::SlotSet;
use crate::diagnostic::Code;
use crate::model::date::Date;
use crate::model::quote::Problem;
use crate::money::{Decimal, NumberError};
use crate::plan::{Comparison, OptionIndex, SlotId};

/// A value. Texts and lists are shared, not copied.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// A number or an amount.
    Number(Decimal),
    /// A text.
    Text(Arc<str>),
    /// `true` or `false`.
    Boolean(bool),
    /// A day.
    Date(Date),
    /// An option of the slot's feature or input.
    Option(OptionIndex),
    /// Options of a multiselect with their quantities.
    Options(Arc<[(OptionIndex, Decimal)]>),
    /// Several values.
    List(Arc<[Value]>),
}

/// What is known of a slot.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum SlotState {
    /// Optional and not given, or a `set … when` that does not hold.
    Unset,
    /// Required and not given: readers wait.
    Missing,
    /// Its `available_when` is false.
    NotAvailable,
    /// Has a value.
    Known(Value),
    /// The computed value of this number, not worked out yet.
    Lazy(usize),
    /// A computed value that was read and has none, and why.
    Stopped(Box<Stop>),
}

/// Why an expression has no value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stop {
    /// It reads values that are missing, or an amount that itself waits for them.
    Waits(SlotSet),
    /// A table says: price on request. One line that says which.
    OnRequest(String),
    /// It cannot be worked out.
    Problem(Box<Problem>),
}

impl Value {
    /// Whether two values of one type compare so; none for values that do not compare.
    pub fn compare(&self, comparison: Comparison, other: &Self) -> Option<bool> {
        if matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
            let same_type = std::mem::discriminant(self) == std::mem::discriminant(other);
            return same_type.then(|| (self == other) == (comparison == Comparison::Equal));
        }
        self.order(other).map(|order| comparison.holds(order))
    }

    /// The order of numbers, of texts by code points, and of days; none for other values.
    pub fn order(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Number(left), Self::Number(right)) => Some(left.cmp(right)),
            // UTF-8 keeps the order of code points, so the bytes decide.
            (Self::Text(left), Self::Text(right)) => Some(left.as_bytes().cmp(right.as_bytes())),
            (Self::Date(left), Self::Date(right)) => Some(left.cmp(right)),
            _ => None,
        }
    }

    /// What kind of value it is, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::Boolean(_) => "`true` or `false`",
            Self::Date(_) => "a date",
            Self::Option(_) => "an option",
            Self::Options(_) | Self::List(_) => "a list",
        }
    }
}

impl Stop {
    /// Waits for one slot.
    pub fn waits_for(slot: SlotId) -> Self {
        Self::Waits(SlotSet::of(slot))
    }

    /// A problem without an id; whoever runs the statement adds it.
    pub fn problem(code: Code, message: impl Into<String>) -> Self {
        Self::Problem(Box::new(Problem {
            code,
            message: message.into(),
            id: None,
        }))
    }

    /// A value of another type than the checker allows: the plan was not made by the compiler.
    pub fn unexpected(expected: &str, found: &Value) -> Self {
        Self::problem(
            Code::TypeMismatch,
            format!("expected {expected}, found {}", found.kind()),
        )
    }

    /// A plan whose parts do not fit together: it was not made by the compiler.
    pub fn unfit(what: &str) -> Self {
        Self::problem(Code::UnknownReference, format!("the plan lacks {what}"))
    }

    /// An operation that failed; `excerpt` is the text of the expression, if it is known.
    pub fn number(error: NumberError, excerpt: Option<&str>) -> Self {
        let code = match error {
            NumberError::DivisionByZero => Code::DivisionByZero,
            _ => Code::Overflow,
        };
        let what = excerpt.map_or_else(|| "a calculation".to_owned(), |text| format!("`{text}`"));
        let message = match error {
            NumberError::DivisionByZero => format!("{what} divides by zero"),
            _ => format!("the result of {what} needs more than 28 digits"),
        };
        Self::problem(code, message)
    }

    /// Both reasons as one: two that wait wait for the slots of both, else the first one counts.
    pub fn join(self, other: Self) -> Self {
        match (self, other) {
            (Self::Waits(mut slots), Self::Waits(others)) => {
                slots.extend(&others);
                Self::Waits(slots)
            }
            (first, _) => first,
        }
    }

    /// Both results, or both reasons as one.
    pub fn both<A, B>(left: Result<A, Self>, right: Result<B, Self>) -> Result<(A, B), Self> {
        match (left, right) {
            (Ok(left), Ok(right)) => Ok((left, right)),
            (Err(left), Err(right)) => Err(left.join(right)),
            (Err(stop), Ok(_)) | (Ok(_), Err(stop)) => Err(stop),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Value {
        Value::Text(text.into())
    }

    #[test]
    fn numbers_compare_by_value_and_texts_by_code_point() {
        let long = Value::Number(Decimal::parse("1.50").unwrap());
        let short = Value::Number(Decimal::parse("1.5").unwrap());
        assert_eq!(long.compare(Comparison::Equal, &short), Some(true));
        assert_eq!(long.compare(Comparison::Less, &short), Some(false));
        assert_eq!(long.compare(Comparison::LessOrEqual, &short), Some(true));
        // U+005A before U+0061 before U+00E4, whatever a dictionary says.
        assert_eq!(text("Z").compare(Comparison::Less, &text("a")), Some(true));
        assert_eq!(
            text("ä").compare(Comparison::Greater, &text("z")),
            Some(true)
        );
    }

    #[test]
    fn values_of_other_types_do_not_compare() {
        assert_eq!(
            text("1").compare(Comparison::Equal, &Value::Number(Decimal::ONE)),
            None
        );
        let yes = Value::Boolean(true);
        assert_eq!(yes.compare(Comparison::Less, &Value::Boolean(false)), None);
        assert_eq!(
            yes.compare(Comparison::NotEqual, &Value::Boolean(false)),
            Some(true)
        );
    }

    #[test]
    fn reasons_join() {
        let (first, second) = (SlotId(4), SlotId(5));
        let both = Stop::waits_for(second).join(Stop::waits_for(first));
        let Stop::Waits(slots) = &both else {
            panic!("{both:?}");
        };
        assert!(slots.iter().eq(&[first, second]));
        let problem = Stop::problem(Code::Overflow, "x");
        assert_eq!(problem.clone().join(both.clone()), problem);
        assert_eq!(both.clone().join(problem), both);
    }
}
