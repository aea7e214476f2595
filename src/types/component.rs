//! A component: one property for each feature.

use super::doc::{Doc, label};
use super::push_union;
use super::text::property;
use crate::model::catalog::{Component, DefaultValue, Feature, FeatureOption, FeatureType, Label};

/// Appends the interface of a component's values.
pub(super) fn push(out: &mut String, component: &Component, name: &str) {
    out.push('\n');
    let mut doc = Doc::default();
    doc.line(match label(component.name.as_ref()) {
        Some(name) => format!("{name}: what is chosen."),
        None => format!("What is chosen of `{}`.", component.id),
    });
    if let Some(step) = component.quantity_step {
        doc.line(format!("Quantities are multiples of {step}."));
    }
    doc.push(out, "");
    out.extend(["export interface ", name, " {\n"]);
    for feature in &component.features {
        push_feature(out, feature);
    }
    if component.features.is_empty() {
        // an interface of nothing would take everything
        out.push_str("  [feature: string]: never;\n");
    }
    out.push_str("}\n");
}

fn push_feature(out: &mut String, feature: &Feature) {
    doc(feature).push(out, "  ");
    out.extend(["  ", &property(&feature.id)]);
    let must_be_given =
        feature.required && feature.default.is_none() && feature.available_when.is_none();
    if !must_be_given {
        out.push('?');
    }
    out.push(':');
    push_type(out, &feature.kind);
    if !must_be_given {
        let is_union = matches!(feature.kind, FeatureType::Select(_));
        out.push_str(if is_union {
            "\n    | Unset"
        } else {
            " | Unset"
        });
    }
    out.push_str(";\n");
}

fn push_type(out: &mut String, kind: &FeatureType) {
    match kind {
        FeatureType::Select(options) => push_union(out, "    ", ids(options)),
        FeatureType::Multiselect {
            options,
            quantities,
            ..
        } => {
            out.push_str(if *quantities {
                " CountedChoices<"
            } else {
                " Choices<"
            });
            push_union(out, "    ", ids(options));
            out.push_str("\n  >");
        }
        FeatureType::Boolean => out.push_str(" boolean"),
        FeatureType::Number { .. } => out.push_str(" DecimalLike"),
        FeatureType::Text { .. } => out.push_str(" string"),
    }
}

fn ids(options: &[FeatureOption]) -> impl Iterator<Item = &str> {
    options.iter().map(|option| option.id.as_str())
}

fn doc(feature: &Feature) -> Doc {
    let mut doc = Doc::default();
    doc.line(label(feature.name.as_ref()).unwrap_or_default());
    doc.line(limits(feature));
    if let Some(condition) = &feature.available_when {
        let begin = if feature.required {
            "Required if"
        } else {
            "Only if"
        };
        doc.line(format!("{begin} `{}`.", condition.0));
    }
    if let Some(default) = &feature.default {
        doc.line(format!("Default: `{}`.", shown(default)));
    }
    if let FeatureType::Select(options) | FeatureType::Multiselect { options, .. } = &feature.kind {
        for option in options {
            doc.line(option_line(option));
        }
    }
    doc
}

/// Unit, range and step of a number, length of a text, count of options: as one sentence.
fn limits(feature: &Feature) -> String {
    let mut parts = Vec::new();
    match &feature.kind {
        FeatureType::Number { min, max, step } => {
            parts.extend(feature.unit.as_ref().map(|unit| format!("in {unit}")));
            parts.extend(range(*min, *max));
            parts.extend(step.map(|step| format!("in steps of {step}")));
        }
        FeatureType::Text {
            min_length,
            max_length,
        } => {
            parts.extend(range(*min_length, *max_length).map(|range| format!("{range} characters")))
        }
        FeatureType::Multiselect {
            min_choices,
            max_choices,
            ..
        } => {
            parts.extend(range(*min_choices, *max_choices).map(|range| format!("{range} options")))
        }
        FeatureType::Select(_) | FeatureType::Boolean => {}
    }
    let mut letters = parts.join(", ").chars().collect::<Vec<_>>().into_iter();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    let mut sentence: String = first.into_iter().chain(letters).collect();
    if !sentence.is_empty() {
        sentence.push('.');
    }
    sentence
}

fn range<T: std::fmt::Display + PartialEq>(least: Option<T>, most: Option<T>) -> Option<String> {
    match (least, most) {
        (Some(least), Some(most)) if least == most => Some(format!("exactly {least}")),
        (Some(least), Some(most)) => Some(format!("{least} to {most}")),
        (Some(least), None) => Some(format!("at least {least}")),
        (None, Some(most)) => Some(format!("at most {most}")),
        (None, None) => None,
    }
}

/// ``- `linen`: Linen``; nothing for an option of which the id says it all.
fn option_line(option: &FeatureOption) -> String {
    let name: Option<&Label> = option.name.as_ref();
    let most = option.max_quantity.map(|most| format!("at most {most}"));
    let parts = [label(name).map(str::to_owned), most];
    let said: Vec<String> = parts.into_iter().flatten().collect();
    if said.is_empty() {
        return String::new();
    }
    format!("- `{}`: {}", option.id, said.join(", "))
}

fn shown(default: &DefaultValue) -> String {
    match default {
        DefaultValue::Number(number) => number.to_string(),
        DefaultValue::Text(text) => text.clone(),
        DefaultValue::Boolean(boolean) => boolean.to_string(),
        DefaultValue::Choices(options) => options.join("`, `"),
    }
}
