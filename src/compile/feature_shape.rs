//! What a feature says about its own values: limits that fit together, a default that it takes.

use std::collections::BTreeSet;

use super::builder::{Builder, too_many};
use super::limits;
use crate::diagnostic::{Code, help_for, path_index, path_key};
use crate::model::catalog::{DefaultValue, Feature, FeatureOption, FeatureType};
use crate::money::{Decimal, Exactness};
use crate::plan::{Constant, OptionIndex};
use crate::sorting::gathered;

/// Reports limits of a feature that do not fit together, each by itself.
pub(super) fn check_shape(builder: &mut Builder<'_, '_>, feature: &Feature, path: &str) {
    let found = options(&feature.kind);
    too_many(
        builder.context,
        found.len(),
        limits::OPTIONS,
        &path_key(path, "options"),
        "options",
    );
    match &feature.kind {
        FeatureType::Select(options) => {
            not_empty(builder, feature, options, path);
            max_quantities(builder, options, false, path);
        }
        FeatureType::Multiselect {
            options,
            min_choices,
            max_choices,
            quantities,
        } => {
            not_empty(builder, feature, options, path);
            choices(builder, options.len(), *min_choices, *max_choices, path);
            max_quantities(builder, options, *quantities, path);
        }
        FeatureType::Number { min, max, step } => number(builder, *min, *max, *step, path),
        FeatureType::Text {
            min_length: Some(min),
            max_length: Some(max),
        } if min > max => {
            let message = format!("`min_length` {min} is above `max_length` {max}");
            range(builder, &path_key(path, "min_length"), message);
        }
        FeatureType::Text { .. } | FeatureType::Boolean => {}
    }
}

fn range(builder: &mut Builder<'_, '_>, path: &str, message: String) {
    builder
        .context
        .report(Code::InvalidRange, path, message, None);
}

fn not_empty(
    builder: &mut Builder<'_, '_>,
    feature: &Feature,
    options: &[FeatureOption],
    path: &str,
) {
    if options.is_empty() {
        let message = format!("feature `{}` has no options", feature.id);
        builder
            .context
            .report(Code::EmptyFeature, path, message, None);
    }
}

fn choices(
    builder: &mut Builder<'_, '_>,
    options: usize,
    min: Option<u32>,
    max: Option<u32>,
    path: &str,
) {
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        let message = format!("`min_choices` {min} is above `max_choices` {max}");
        range(builder, &path_key(path, "min_choices"), message);
    }
    if let Some(min) = min.filter(|min| *min as usize > options) {
        let message = format!("`min_choices` {min} is above the number of options, {options}");
        range(builder, &path_key(path, "min_choices"), message);
    }
}

/// `max_quantity` needs quantities, and leaves something to choose.
fn max_quantities(
    builder: &mut Builder<'_, '_>,
    options: &[FeatureOption],
    quantities: bool,
    path: &str,
) {
    for (index, option) in options.iter().enumerate() {
        let Some(most) = option.max_quantity else {
            continue;
        };
        let path = path_key(
            &path_index(&path_key(path, "options"), index),
            "max_quantity",
        );
        if !quantities {
            let message = "the options of this feature have no quantities";
            let help =
                "`max_quantity` belongs to a multiselect with `\"quantities\": true`".to_owned();
            builder
                .context
                .report(Code::ContradictorySettings, &path, message, Some(help));
        } else if !most.is_positive() {
            let message = format!("`max_quantity` {most} is not above 0");
            range(builder, &path, message);
        }
    }
}

fn number(
    builder: &mut Builder<'_, '_>,
    min: Option<Decimal>,
    max: Option<Decimal>,
    step: Option<Decimal>,
    path: &str,
) {
    let crossed = matches!((min, max), (Some(min), Some(max)) if min > max);
    if let (Some(min), Some(max), true) = (min, max, crossed) {
        let message = format!("the minimum `{min}` is above the maximum `{max}`");
        range(builder, &path_key(path, "min"), message);
    }
    match (max, step) {
        (_, Some(step)) if !step.is_positive() => {
            range(
                builder,
                &path_key(path, "step"),
                format!("the step `{step}` is not above 0"),
            );
        }
        (Some(max), Some(step)) if !crossed && !on_step(max, min, step) => {
            let start = min.unwrap_or(Decimal::ZERO);
            let message = format!(
                "the maximum `{max}` is not a whole number of steps `{step}` from `{start}`"
            );
            range(builder, &path_key(path, "max"), message);
        }
        _ => {}
    }
}

fn on_step(value: Decimal, min: Option<Decimal>, step: Decimal) -> bool {
    let start = min.unwrap_or(Decimal::ZERO);
    let distance = value.minus(start, &mut Exactness::default());
    distance
        .and_then(|distance| distance.is_multiple_of(step))
        .unwrap_or(false)
}

/// Why a default cannot be taken, and what would mend it.
struct Refused {
    why: String,
    help: Option<String>,
}

impl From<String> for Refused {
    fn from(why: String) -> Self {
        Self { why, help: None }
    }
}

/// The default as a constant, or a report.
pub(super) fn default(
    builder: &mut Builder<'_, '_>,
    feature: &Feature,
    path: &str,
) -> Option<Constant> {
    let written = feature.default.as_ref()?;
    let found = match (&feature.kind, written) {
        (FeatureType::Select(options), DefaultValue::Text(id)) => {
            option(options, id).map(Constant::Option)
        }
        (
            FeatureType::Multiselect {
                options,
                min_choices,
                max_choices,
                ..
            },
            DefaultValue::Choices(ids),
        ) => chosen(options, ids, *min_choices, *max_choices).map(Constant::Options),
        (FeatureType::Boolean, DefaultValue::Boolean(value)) => Ok(Constant::Boolean(*value)),
        (FeatureType::Number { min, max, step }, DefaultValue::Number(number)) => {
            fitting_number(*number, *min, *max, *step).map(Constant::Number)
        }
        (FeatureType::Number { min, max, step }, DefaultValue::Text(text)) => {
            match Decimal::parse(text) {
                Ok(number) => fitting_number(number, *min, *max, *step).map(Constant::Number),
                Err(_) => Err(format!("`{text}` is not a number").into()),
            }
        }
        (
            FeatureType::Text {
                min_length,
                max_length,
            },
            DefaultValue::Text(text),
        ) => {
            let text = fitting_text(text, *min_length, *max_length);
            text.map(|text| Constant::Text(builder.context.texts.intern(text)))
        }
        (kind, _) => Err(format!("{} is expected", wanted(kind)).into()),
    };
    match found {
        Ok(constant) => Some(constant),
        Err(Refused { why, help }) => {
            let message = format!(
                "the default is not a value that feature `{}` takes: {why}",
                feature.id
            );
            builder.context.report(
                Code::InvalidDefault,
                &path_key(path, "default"),
                message,
                help,
            );
            None
        }
    }
}

const fn wanted(kind: &FeatureType) -> &'static str {
    match kind {
        FeatureType::Select(_) => "the id of an option",
        FeatureType::Multiselect { .. } => "a list of options' ids",
        FeatureType::Boolean => "`true` or `false`",
        FeatureType::Number { .. } => "a number",
        FeatureType::Text { .. } => "a text",
    }
}

fn option(options: &[FeatureOption], id: &str) -> Result<OptionIndex, Refused> {
    let index = options.iter().position(|option| option.id == id);
    let index = index.and_then(|index| u32::try_from(index).ok());
    index.map(OptionIndex).ok_or_else(|| Refused {
        why: format!("it has no option `{id}`"),
        help: help_for(id, options.iter().map(|option| option.id.as_str())),
    })
}

fn chosen(
    options: &[FeatureOption],
    ids: &[String],
    min: Option<u32>,
    max: Option<u32>,
) -> Result<Vec<OptionIndex>, Refused> {
    let found = ids
        .iter()
        .map(|id| option(options, id))
        .collect::<Result<Vec<_>, _>>()?;
    let distinct: BTreeSet<OptionIndex> = gathered(found.iter().copied());
    if distinct.len() != found.len() {
        return Err("an option stands twice".to_owned().into());
    }
    if found.is_empty() {
        let help = Some("leave `default` out: nothing is chosen then".to_owned());
        return Err(Refused {
            why: "it names no option".to_owned(),
            help,
        });
    }
    if let Some(min) = min.filter(|min| found.len() < *min as usize) {
        return Err(format!("`min_choices` is {min}").into());
    }
    if let Some(max) = max.filter(|max| found.len() > *max as usize) {
        return Err(format!("`max_choices` is {max}").into());
    }
    Ok(found)
}

fn fitting_number(
    number: Decimal,
    min: Option<Decimal>,
    max: Option<Decimal>,
    step: Option<Decimal>,
) -> Result<Decimal, Refused> {
    if let Some(min) = min.filter(|min| number < *min) {
        return Err(format!("`{number}` is below the minimum `{min}`").into());
    }
    if let Some(max) = max.filter(|max| number > *max) {
        return Err(format!("`{number}` is above the maximum `{max}`").into());
    }
    if let Some(step) = step.filter(|step| !on_step(number, min, *step)) {
        let start = min.unwrap_or(Decimal::ZERO);
        return Err(
            format!("`{number}` is not a whole number of steps `{step}` from `{start}`").into(),
        );
    }
    Ok(number)
}

fn fitting_text(text: &str, min: Option<u32>, max: Option<u32>) -> Result<&str, Refused> {
    let length = text.chars().count();
    if let Some(min) = min.filter(|min| length < *min as usize) {
        return Err(format!("it has {length} characters, `min_length` is {min}").into());
    }
    if let Some(max) = max.filter(|max| length > *max as usize) {
        return Err(format!("it has {length} characters, `max_length` is {max}").into());
    }
    Ok(text)
}

/// The options of a feature's type.
pub(super) fn options(kind: &FeatureType) -> &[FeatureOption] {
    match kind {
        FeatureType::Select(options) | FeatureType::Multiselect { options, .. } => options,
        _ => &[],
    }
}
