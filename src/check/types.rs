//! Types of expressions.

use std::fmt;

use crate::plan::SlotId;

/// The type of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    /// A number, plain or of money.
    Number(Dimension),
    /// A text.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A day.
    Date,
    /// An option of the feature or input in this slot.
    Option(SlotId),
    /// Options of the multiselect in this slot.
    Options(SlotId),
    /// Several values of one type.
    List(Box<Type>),
    /// Something is wrong with it and has been reported.
    Unknown,
}

/// Whether a number is money. Only catalogs with several currencies tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dimension {
    /// A plain number.
    Plain,
    /// An amount of money.
    Money,
    /// The literal 0, which is either.
    Zero,
}

impl Type {
    /// A plain number.
    pub const PLAIN: Self = Self::Number(Dimension::Plain);
    /// An amount of money.
    pub const MONEY: Self = Self::Number(Dimension::Money);

    /// Whether it is a number.
    pub const fn is_number(&self) -> bool {
        matches!(self, Self::Number(_))
    }

    /// Whether it stands for something that was already reported.
    pub const fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }

    /// Whether it is a text or an option, which has an id.
    pub const fn is_textual(&self) -> bool {
        matches!(self, Self::Text | Self::Option(_))
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(_) => f.write_str("a number"),
            Self::Text => f.write_str("a text"),
            Self::Boolean => f.write_str("true or false"),
            Self::Date => f.write_str("a date"),
            Self::Option(_) => f.write_str("an option"),
            Self::Options(_) => f.write_str("options of a multiselect"),
            Self::List(_) => f.write_str("a list"),
            Self::Unknown => f.write_str("something unknown"),
        }
    }
}
