//! The type of a feature: what it keeps when it changes, and which keys belong to it.

use pricewright::model::catalog::FeatureType;
use pricewright::money::Decimal;

use super::body::FeatureBody;
use crate::parts::given::{Exact, Given, wrong};
use crate::problem::Answer;
use crate::web::body::visible;

/// The types, for people.
pub const KNOWN: &str = "`select`, `multiselect`, `number`, `text` or `boolean`";

/// The word for a type.
pub const fn word(kind: &FeatureType) -> &'static str {
    match kind {
        FeatureType::Select(_) => "select",
        FeatureType::Multiselect { .. } => "multiselect",
        FeatureType::Boolean => "boolean",
        FeatureType::Number { .. } => "number",
        FeatureType::Text { .. } => "text",
    }
}

/// Changes the type of a feature, or what belongs to it. Options stay when a `select` becomes a `multiselect`.
pub fn change(body: &mut FeatureBody, now: &mut FeatureType) -> Answer<()> {
    let wanted = body.kind.take().unwrap_or_else(|| word(now).to_owned());
    belong(body, &wanted)?;
    let before = std::mem::replace(now, FeatureType::Boolean);
    *now = match (wanted.as_str(), before) {
        ("multiselect", FeatureType::Select(options)) => multiselect(options),
        ("select", FeatureType::Multiselect { options, .. }) => FeatureType::Select(options),
        ("select", before @ FeatureType::Select(_))
        | ("multiselect", before @ FeatureType::Multiselect { .. }) => before,
        ("select", _) => FeatureType::Select(Vec::new()),
        ("multiselect", _) => multiselect(Vec::new()),
        ("boolean", _) => FeatureType::Boolean,
        ("number", before) => {
            let (mut min, mut max, mut step) = match before {
                FeatureType::Number { min, max, step } => (min, max, step),
                _ => (None, None, None),
            };
            min = or(std::mem::take(&mut body.min), min);
            max = or(std::mem::take(&mut body.max), max);
            step = or(std::mem::take(&mut body.step), step);
            FeatureType::Number { min, max, step }
        }
        ("text", before) => {
            let (mut min_length, mut max_length) = match before {
                FeatureType::Text {
                    min_length,
                    max_length,
                } => (min_length, max_length),
                _ => (None, None),
            };
            std::mem::take(&mut body.min_length).change(&mut min_length, |it| it);
            std::mem::take(&mut body.max_length).change(&mut max_length, |it| it);
            FeatureType::Text {
                min_length,
                max_length,
            }
        }
        (other, _) => {
            let detail = format!("expected {KNOWN}, found `{}`", visible(other));
            return Err(wrong("$.type", detail));
        }
    };
    Ok(())
}

const fn multiselect(options: Vec<pricewright::model::catalog::FeatureOption>) -> FeatureType {
    FeatureType::Multiselect {
        options,
        min_choices: None,
        max_choices: None,
        quantities: false,
    }
}

/// Refuses keys of another type: they would be lost.
fn belong(body: &FeatureBody, wanted: &str) -> Answer<()> {
    let keys = [
        ("min", "number", body.min.is_value()),
        ("max", "number", body.max.is_value()),
        ("step", "number", body.step.is_value()),
        ("min_length", "text", body.min_length.is_value()),
        ("max_length", "text", body.max_length.is_value()),
    ];
    for (key, of, given) in keys {
        if given && of != wanted {
            let detail = format!(
                "`{key}` belongs to the type `{of}`, found `{}`",
                visible(wanted)
            );
            return Err(wrong(&format!("$.{key}"), detail));
        }
    }
    Ok(())
}

/// A number where it is given, else the one that is there.
fn or(given: Given<Exact>, now: Option<Decimal>) -> Option<Decimal> {
    let mut now = now;
    given.change(&mut now, |it| it.0);
    now
}
