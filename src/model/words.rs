//! The words of the catalog document: one table for each choice, which the reader, the writer and
//! the schema share.

use super::catalog::{
    Above, Encoding, LineScope, LookupMode, Prices, Role, RoundingScope, TableForm, TaxRounding,
    Thousands, ValueKind,
};
use crate::money::Rounding;
use crate::parse::syntax::Choice;

/// The words of a choice, in the order in which help lists them.
pub(crate) type Words<T> = &'static [(&'static str, T)];

/// The word of a value.
pub(crate) fn word_of<T: PartialEq>(words: Words<T>, value: &T) -> &'static str {
    // INVARIANT: every table below is complete; a test goes through all documents' words.
    words
        .iter()
        .find(|(_, other)| other == value)
        .map_or("", |(word, _)| word)
}

/// `prices`
pub(crate) const PRICES: Words<Prices> = &[("net", Prices::Net), ("gross", Prices::Gross)];

/// `rounding.mode`
pub(crate) const ROUNDING_MODES: Words<Rounding> = &[
    ("half_up", Rounding::HalfUp),
    ("half_down", Rounding::HalfDown),
    ("half_even", Rounding::HalfEven),
    ("up", Rounding::Up),
    ("down", Rounding::Down),
];

/// `rounding.scope`
pub(crate) const ROUNDING_SCOPES: Words<RoundingScope> =
    &[("unit", RoundingScope::Unit), ("item", RoundingScope::Item)];

/// `tax.rounding`
pub(crate) const TAX_ROUNDINGS: Words<TaxRounding> =
    &[("item", TaxRounding::Item), ("rate", TaxRounding::Rate)];

/// `scope` of a surcharge or a material
pub(crate) const LINE_SCOPES: Words<LineScope> = &[
    ("per_piece", LineScope::PerPiece),
    ("per_item", LineScope::PerItem),
    ("per_order", LineScope::PerOrder),
];

/// `choice` of a phase
pub(crate) const CHOICES: Words<Choice> = &[
    ("all", Choice::All),
    ("first", Choice::First),
    ("best", Choice::Best),
];

/// `role` of a price list
pub(crate) const ROLES: Words<Role> = &[
    ("base", Role::Base),
    ("surcharge", Role::Surcharge),
    ("table", Role::Table),
];

/// `values` of a price list
pub(crate) const VALUE_KINDS: Words<ValueKind> = &[
    ("amount", ValueKind::Amount),
    ("percent", ValueKind::Percent),
    ("number", ValueKind::Number),
];

/// `lookup` of an axis
pub(crate) const LOOKUP_MODES: Words<LookupMode> = &[
    ("up", LookupMode::Up),
    ("down", LookupMode::Down),
    ("nearest", LookupMode::Nearest),
    ("exact", LookupMode::Exact),
    ("linear", LookupMode::Linear),
];

/// `above` of an axis
pub(crate) const ABOVE: Words<Above> = &[
    ("out_of_range", Above::OutOfRange),
    ("on_request", Above::OnRequest),
];

/// `csv.separator`
pub(crate) const SEPARATORS: Words<char> = &[(",", ','), (";", ';'), ("\t", '\t'), ("|", '|')];

/// `csv.decimal`
pub(crate) const DECIMAL_SIGNS: Words<char> = &[(".", '.'), (",", ',')];

/// `type` of a feature
pub(crate) const FEATURE_TYPES: Words<FeatureWord> = &[
    ("select", FeatureWord::Select),
    ("multiselect", FeatureWord::Multiselect),
    ("boolean", FeatureWord::Boolean),
    ("number", FeatureWord::Number),
    ("text", FeatureWord::Text),
];

/// The type of a feature, without what belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FeatureWord {
    Select,
    Multiselect,
    Boolean,
    Number,
    Text,
}

/// `type` of an input
pub(crate) const INPUT_TYPES: Words<InputWord> = &[
    ("select", InputWord::Select),
    ("number", InputWord::Number),
    ("text", InputWord::Text),
    ("boolean", InputWord::Boolean),
];

/// The type of an input, without its options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InputWord {
    Select,
    Number,
    Text,
    Boolean,
}

/// `type` of a price group
pub(crate) const GROUP_TYPES: Words<GroupWord> = &[
    ("fixed", GroupWord::Fixed),
    ("percentage", GroupWord::Percentage),
    ("formula", GroupWord::Formula),
    ("table", GroupWord::Table),
    ("override", GroupWord::Override),
];

/// The type of a price group, without its amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GroupWord {
    Fixed,
    Percentage,
    Formula,
    Table,
    Override,
}

/// `csv.encoding`
pub(crate) const ENCODINGS: Words<Encoding> = &[
    ("utf-8", Encoding::Utf8),
    ("utf-16le", Encoding::Utf16Le),
    ("utf-16be", Encoding::Utf16Be),
    ("windows-1252", Encoding::Windows1252),
    ("windows-1250", Encoding::Windows1250),
    ("latin-1", Encoding::Latin1),
];

/// `csv.thousands`
pub(crate) const THOUSANDS: Words<Thousands> = &[
    ("none", Thousands::None),
    (".", Thousands::Point),
    (",", Thousands::Comma),
    (" ", Thousands::Space),
    ("'", Thousands::Apostrophe),
];

/// `csv.form`
pub(crate) const TABLE_FORMS: Words<TableForm> =
    &[("wide", TableForm::Wide), ("long", TableForm::Long)];
