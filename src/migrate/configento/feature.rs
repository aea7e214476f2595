//! Features with their options.

use std::collections::BTreeMap;

use super::super::assemble;
use super::super::findings::{At, ImportReport};
use super::super::foreign::{self, take_flag, take_label, take_number, take_word};
use super::super::ids::Ids;
use super::documents::Parts;
use crate::diagnostic::Code;
use crate::model::catalog::{
    Amount, DefaultValue, Feature, FeatureOption, FeatureType, Label, LineScope, Surcharge,
    SurchargeAmount,
};
use crate::model::fault::excerpt;
use crate::model::read::{Kind, Node, ObjectReader};
use crate::money::Decimal;

/// What price lists and formulas need to know of a component's features.
#[derive(Default)]
pub(super) struct Known {
    /// The ids of the component: features, price lists, rules.
    pub ids: Ids,
    features: Vec<KnownFeature>,
    by_source_id: BTreeMap<String, usize>,
    by_name: BTreeMap<String, Vec<usize>>,
    /// Formulas of features and options, with the condition under which they count.
    pub formulas: Vec<OwnFormula>,
}

/// A feature that price lists and formulas name.
pub(super) struct KnownFeature {
    pub id: String,
    pub kind: Sort,
    pub optional: bool,
    /// Our ids of its options by their names in lower case and by their source ids.
    pub options: BTreeMap<String, String>,
}

/// What a feature is to a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Number,
    Boolean,
    Choice,
    Text,
}

/// A formula of a feature or an option.
pub(super) struct OwnFormula {
    pub name: String,
    pub when: String,
    pub text: String,
    pub at: At,
}

impl Known {
    /// The feature with an id of the source.
    pub(super) fn by_source_id(&self, id: &str) -> Option<&KnownFeature> {
        self.features.get(*self.by_source_id.get(id)?)
    }

    /// The feature that a formula names: by its internal name, its name or its id.
    ///
    /// # Errors
    /// Why there is none.
    pub(super) fn named(&self, name: &str) -> Result<&KnownFeature, String> {
        let unknown = || format!("no feature is named `{}`", excerpt(name));
        let found = match self.by_name.get(&name.to_lowercase()).map(Vec::as_slice) {
            Some([one]) => Some(*one),
            Some(_) => return Err(format!("several features are named `{}`", excerpt(name))),
            None => self.by_source_id.get(name).copied(),
        };
        found
            .and_then(|index| self.features.get(index))
            .ok_or_else(unknown)
    }

    fn add(&mut self, feature: KnownFeature, source_id: Option<&str>, names: &[String]) {
        let index = self.features.len();
        if let Some(id) = source_id {
            self.by_source_id.insert(id.to_owned(), index);
        }
        for name in names {
            let known = self.by_name.entry(name.to_lowercase()).or_default();
            if !known.contains(&index) {
                known.push(index);
            }
        }
        self.features.push(feature);
    }
}

/// A feature of the source; none where it cannot be one, which is reported.
pub(super) fn feature<'a>(
    node: &Node<'a>,
    parts: &mut Parts<'a>,
    known: &mut Known,
    report: &mut ImportReport,
) -> Option<Feature> {
    let mut object = node.object("feature")?;
    object.take("component_id");
    let source_id = take_word(&mut object, &["id"]);
    let name = take_word(&mut object, &["name", "title"]);
    let internal = take_word(&mut object, &["internal_name", "code", "key", "identifier"]);
    let words = internal
        .clone()
        .or_else(|| name.clone())
        .unwrap_or_default();
    let id = known.ids.variable(&words, "feature");
    let inline = foreign::take(&mut object, &["options", "values"]);
    let nodes = parts.options(inline.as_ref(), source_id.as_deref());
    let kind_node = object.take("type");
    let sort = sort(node, kind_node.as_ref(), !nodes.is_empty(), report)?;

    let mut names = vec![id.clone()];
    names.extend(internal);
    names.extend(name.clone());
    report.count("features");
    report.renamed("feature", source_id.clone(), &id);
    let mut options = Options::default();
    for option in nodes.iter().filter(|_| sort == Sort::Choice) {
        options.read(option, &id, known, report);
    }
    if !matches!(sort, Sort::Choice) {
        for option in &nodes {
            let done = "left out: the feature is no `select`";
            let help = "a surcharge of the feature, or the type `select`";
            report.not_mapped(option, "option of a feature", option.raw(), done, help);
        }
    }
    let kind = kind(sort, options.read, &mut object, report);
    let mut feature = assemble::feature(id.clone(), kind);
    feature.name = name.clone().map(Label::Plain);
    feature.required = take_flag(&mut object, &["required", "is_required"], report) == Some(true);
    feature.sort_order = take_number(&mut object, &["sort_order"]).map(|(number, _)| number);
    feature.unit = take_word(&mut object, &["unit"]);
    for key in ["description", "image", "color", "group"] {
        if let Some(label) = take_label(&mut object, &[key]) {
            feature.display.insert(key.to_owned(), label);
        }
    }
    feature.default = default(&mut object, sort, &options.by_word, report).or(options.default);
    match sort {
        Sort::Choice => {}
        _ => feature.surcharge = surcharge(&mut object, report),
    }
    if let Some((text, at)) = own_formula(&mut object) {
        let when = match sort {
            Sort::Boolean => format!("{id} is set and {id}"),
            _ => format!("{id} is set"),
        };
        known.formulas.push(OwnFormula {
            name: name.unwrap_or(words),
            when,
            text,
            at,
        });
    }
    let optional = !feature.required && feature.default.is_none();
    known.add(
        KnownFeature {
            id,
            kind: sort,
            optional,
            options: options.by_word,
        },
        source_id.as_deref(),
        &names,
    );
    foreign::leftovers(object, "a feature", report);
    Some(feature)
}

/// What the feature is, by its `type`; a feature of another type with options is a choice.
fn sort(
    node: &Node<'_>,
    kind: Option<&Node<'_>>,
    has_options: bool,
    report: &mut ImportReport,
) -> Option<Sort> {
    let word = kind
        .and_then(foreign::word)
        .unwrap_or_default()
        .to_lowercase();
    Some(match word.as_str() {
        "select" => Sort::Choice,
        "number" => Sort::Number,
        "text" => Sort::Text,
        "boolean" => Sort::Boolean,
        _ if has_options => {
            let done = "`select`, because it has options";
            report.guessed(
                node,
                "type of a feature",
                &word,
                done,
                "`type` in the catalog",
            );
            Sort::Choice
        }
        _ => {
            let help = "known: `select`, `number`, `text`, `boolean`";
            let text = node.raw();
            report.not_mapped(
                node,
                "type of a feature",
                text,
                "the feature is left out",
                help,
            );
            return None;
        }
    })
}

fn kind(
    sort: Sort,
    options: Vec<FeatureOption>,
    object: &mut ObjectReader<'_>,
    report: &mut ImportReport,
) -> FeatureType {
    let mut limit = |key: &'static str| {
        let (number, at) = take_number(object, &[key])?;
        let length = whole(number);
        if length.is_none() {
            let done = "left out: a length is a whole number";
            report.not_mapped(at, "length of a text", &number.to_string(), done, "");
        }
        length
    };
    if sort == Sort::Text {
        return FeatureType::Text {
            min_length: limit("min_length"),
            max_length: limit("max_length"),
        };
    }
    let mut number = |keys: &[&'static str]| take_number(object, keys);
    match sort {
        Sort::Choice => FeatureType::Select(options),
        Sort::Boolean | Sort::Text => FeatureType::Boolean,
        Sort::Number => FeatureType::Number {
            min: number(&["min", "min_value"]).map(|(number, _)| number),
            max: number(&["max", "max_value"]).map(|(number, _)| number),
            step: number(&["step"]).and_then(|(step, at)| {
                if step.is_negative() {
                    let done = "left out: a step is more than 0";
                    report.not_mapped(at, "step of a number", &step.to_string(), done, "");
                }
                step.is_positive().then_some(step)
            }),
        },
    }
}

fn whole(number: Decimal) -> Option<u32> {
    number
        .to_u64()
        .and_then(|number| u32::try_from(number).ok())
}

/// The options of one feature.
#[derive(Default)]
struct Options {
    ids: Ids,
    read: Vec<FeatureOption>,
    by_word: BTreeMap<String, String>,
    default: Option<DefaultValue>,
}

impl Options {
    fn read(
        &mut self,
        node: &Node<'_>,
        feature: &str,
        known: &mut Known,
        report: &mut ImportReport,
    ) {
        let Some(mut object) = node.object("option") else {
            return;
        };
        object.take("feature_id");
        let source_id = take_word(&mut object, &["id"]);
        let name = take_word(&mut object, &["name", "label", "title"]);
        let id = self.ids.name(name.as_deref().unwrap_or_default(), "option");
        let mut option = assemble::option(id.clone());
        report.count("options");
        report.renamed("option", source_id.clone(), &format!("{feature}.{id}"));
        for word in source_id.iter().chain(&name) {
            self.by_word
                .entry(word.to_lowercase())
                .or_insert_with(|| id.clone());
        }
        option.surcharge = surcharge(&mut object, report);
        if option.surcharge.is_some() {
            report.count("surcharges");
        }
        option.sku = take_word(&mut object, &["sku"]);
        option.sort_order = take_number(&mut object, &["sort_order"]).map(|(number, _)| number);
        for key in ["description", "image", "color"] {
            if let Some(label) = take_label(&mut object, &[key]) {
                option.display.insert(key.to_owned(), label);
            }
        }
        if take_flag(&mut object, &["default", "is_default"], report) == Some(true) {
            self.default = Some(DefaultValue::Text(id.clone()));
        }
        if let Some((text, at)) = own_formula(&mut object) {
            let when = format!("{feature} is set and {feature} = {}", assemble::quoted(&id));
            let name = name.clone().unwrap_or_else(|| id.clone());
            known.formulas.push(OwnFormula {
                name,
                when,
                text,
                at,
            });
        }
        option.name = name.map(Label::Plain);
        self.read.push(option);
        foreign::leftovers(object, "an option", report);
    }
}

fn own_formula(object: &mut ObjectReader<'_>) -> Option<(String, At)> {
    let node = foreign::take(object, &["formula", "price_formula"])?;
    Some((foreign::word(&node)?, At::from(&node)))
}

fn default(
    object: &mut ObjectReader<'_>,
    sort: Sort,
    options: &BTreeMap<String, String>,
    report: &mut ImportReport,
) -> Option<DefaultValue> {
    let node = foreign::take(object, &["default", "default_value"])?;
    Some(match sort {
        Sort::Number => DefaultValue::Number(node.number()?),
        Sort::Boolean => DefaultValue::Boolean(foreign::flag(&node, report)),
        Sort::Text => DefaultValue::Text(foreign::word(&node)?),
        Sort::Choice => {
            let word = foreign::word(&node)?;
            // an option that is not there stays, so that the check names it
            DefaultValue::Text(options.get(&word.to_lowercase()).cloned().unwrap_or(word))
        }
    })
}

/// A surcharge: a number, or a text such as `12%`.
fn surcharge(object: &mut ObjectReader<'_>, report: &mut ImportReport) -> Option<Surcharge> {
    let node = foreign::take(object, &["surcharge", "price"])?;
    if node.kind() == Kind::Text
        && let Some(text) = node.any_text()
    {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        if let Some(percent) = text.strip_suffix('%') {
            let Ok(rate) = Decimal::parse(percent.trim()) else {
                node.report(
                    Code::NumberSyntax,
                    format!("`{}` is not a rate", excerpt(text)),
                    None,
                );
                return None;
            };
            let help = "`\"of\"` of the surcharge in the catalog";
            report.guessed(
                &node,
                "surcharge in percent",
                text,
                "of the base price",
                help,
            );
            let amount = SurchargeAmount::Percent {
                rate,
                of: "base".to_owned(),
            };
            return Some(assemble::surcharge(amount, LineScope::PerPiece));
        }
    }
    let amount = SurchargeAmount::Fixed(Amount::Bare(node.number()?));
    Some(assemble::surcharge(amount, LineScope::PerPiece))
}
