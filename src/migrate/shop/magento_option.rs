//! Custom options of Magento, wherever they are read: in JSON, in one cell of a CSV export, or in rows of it.

use std::sync::Arc;

use super::super::findings::{At, ImportReport};
use super::product::{PriceType, surcharge, unknown_price_type};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source, Span};
use crate::model::catalog::Surcharge;
use crate::model::fault::excerpt;
use crate::money::Decimal;

/// A custom option, wherever it was read.
pub(super) struct CustomOption {
    pub at: At,
    pub title: String,
    pub kind: String,
    pub required: bool,
    pub sort_order: Option<Decimal>,
    pub max_characters: Option<u32>,
    /// The option's own price, of types without values.
    pub surcharge: Option<Surcharge>,
    pub values: Vec<Value>,
}

/// A value of a custom option.
pub(super) struct Value {
    pub title: String,
    pub sku: Option<String>,
    pub sort_order: Option<Decimal>,
    pub surcharge: Option<Surcharge>,
    pub source_id: Option<String>,
}

/// The surcharge of Magento's price types; others are reported.
pub(super) fn typed(
    price: Decimal,
    word: &str,
    at: At,
    report: &mut ImportReport,
) -> Option<Surcharge> {
    match word {
        "fixed" => Some(surcharge(price, PriceType::PerPiece, report)),
        "percent" => Some(surcharge(price, PriceType::Percent, report)),
        _ => {
            unknown_price_type(at, word, price, report);
            None
        }
    }
}

/// A number of a cell; one that cannot be read is a fault.
pub(super) fn number(
    text: &str,
    at: &At,
    faults: &mut Diagnostics,
    source: &Arc<Source>,
) -> Option<Decimal> {
    Decimal::parse(text)
        .map_err(|error| {
            let message = format!("`{}` in {}: {error}", excerpt(text), at.path);
            let start = source.text.find(text).unwrap_or_default();
            let span = Span::new(start, start.saturating_add(text.len()));
            faults.push(Diagnostic::new(
                Code::NumberSyntax,
                Place::in_source(source, span),
                message,
            ));
        })
        .ok()
}
