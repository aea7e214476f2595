//! What an order says besides its items: currency, day, language, inputs.
//!
//! An input whose id begins with `customer.` or `context.` stands nested under that key, or by its
//! id under `inputs`; every other one only by its id.

use std::collections::BTreeSet;

use super::doc::Doc;
use super::text::{property, quoted};
use crate::model::Catalog;
use crate::model::catalog::{DefaultValue, Input, InputType, Label};

/// Appends the types of the order's settings. `needs_as_of`: the catalog has validities.
pub(super) fn push(out: &mut String, catalog: &Catalog, needs_as_of: bool) {
    push_words(out, catalog);
    push_inputs(out, &catalog.inputs);
    out.push_str("\n/** What an order says besides its items. */\n");
    let (nested, others) = split(&catalog.inputs);
    let is_choice = nested.children.iter().any(Tree::must_be_given);
    out.push_str(if is_choice {
        "export type OrderSettings = {\n"
    } else {
        "export interface OrderSettings {\n"
    });
    push_fixed(out, catalog.currencies.len() > 1, needs_as_of);
    if is_choice {
        out.push_str("} & (\n  | {\n");
        push_nested(out, "      ", &nested);
        push_by_id(
            out,
            "      ",
            "OtherInputs",
            !others.is_empty(),
            others.iter().copied(),
        );
        out.push_str("    }\n  | {\n      customer?: undefined;\n      context?: undefined;\n");
        push_by_id(out, "      ", "Inputs", true, catalog.inputs.iter());
        out.push_str("    }\n);\n");
    } else {
        push_nested(out, "  ", &nested);
        let any = !catalog.inputs.is_empty();
        push_by_id(out, "  ", "Inputs", any, catalog.inputs.iter());
        out.push_str("}\n");
    }
    if is_choice && !others.is_empty() {
        push_flat(out, "OtherInputs", &others);
    }
}

/// `Currency` and `Language`.
fn push_words(out: &mut String, catalog: &Catalog) {
    let codes = catalog.currencies.iter().map(|code| quoted(code.as_str()));
    let codes: Vec<String> = codes.collect();
    out.push_str("\n/** The currencies that the catalog has prices in. */\n");
    out.extend(["export type Currency = ", &codes.join(" | "), ";\n"]);
    let mut tags: Vec<String> = languages(catalog).iter().map(|tag| quoted(tag)).collect();
    // the literals are offered by the editor, others are answered in the first language
    tags.push("(string & {})".to_owned());
    out.push_str(
        "\n/** The language of labels; one that the catalog lacks is answered in its first. */\n",
    );
    out.extend(["export type Language = ", &tags.join(" | "), ";\n"]);
}

/// Languages of names, in the order in which the catalog brings them up.
fn languages(catalog: &Catalog) -> Vec<&str> {
    use crate::model::catalog::FeatureType::{Multiselect, Select};
    let mut labels: Vec<&Label> = Vec::new();
    for component in &catalog.components {
        labels.extend(&component.name);
        for feature in &component.features {
            labels.extend(&feature.name);
            if let Select(options) | Multiselect { options, .. } = &feature.kind {
                labels.extend(options.iter().flat_map(|option| &option.name));
            }
        }
    }
    let mut seen = BTreeSet::new();
    let tags = labels.into_iter().flat_map(|label| match label {
        Label::Plain(_) => [].iter(),
        Label::Translated(texts) => texts.iter(),
    });
    tags.map(|(tag, _)| tag.as_str())
        .filter(|tag| seen.insert(*tag))
        .collect()
}

fn push_fixed(out: &mut String, has_several_currencies: bool, needs_as_of: bool) {
    out.push_str(if has_several_currencies {
        "  currency: Currency;\n"
    } else {
        "  currency?: Currency;\n"
    });
    if needs_as_of {
        out.push_str("  /** The day for validities, of which the catalog has some. */\n");
    }
    out.push_str(if needs_as_of {
        "  as_of: Day;\n"
    } else {
        "  as_of?: Day;\n"
    });
    out.push_str("  language?: Language;\n");
}

/// Inputs by the parts of their ids, as `customer` and `context` nest them.
#[derive(Default)]
struct Tree<'a> {
    part: &'a str,
    input: Option<&'a Input>,
    children: Vec<Tree<'a>>,
}

impl<'a> Tree<'a> {
    fn insert(&mut self, id: &'a str, input: &'a Input) {
        let (part, rest) = match id.split_once('.') {
            Some((part, rest)) => (part, Some(rest)),
            None => (id, None),
        };
        let found = self.children.iter().position(|child| child.part == part);
        let at = found.unwrap_or(self.children.len());
        if found.is_none() {
            self.children.push(Tree {
                part,
                ..Tree::default()
            });
        }
        let Some(child) = self.children.get_mut(at) else {
            return;
        };
        match rest {
            Some(rest) => child.insert(rest, input),
            None => child.input = Some(input),
        }
    }

    fn must_be_given(&self) -> bool {
        self.input.is_some_and(|input| input.required)
            || self.children.iter().any(Tree::must_be_given)
    }
}

/// Inputs that can stand under `customer` and `context`, and the others.
fn split(inputs: &[Input]) -> (Tree<'_>, Vec<&Input>) {
    let (mut nested, mut others) = (Tree::default(), Vec::new());
    for input in inputs {
        let first = input.id.split('.').next();
        if matches!(first, Some("customer" | "context")) {
            nested.insert(&input.id, input);
        } else {
            others.push(input);
        }
    }
    (nested, others)
}

/// The depth of an id bounds that of the calls.
fn push_nested(out: &mut String, indent: &str, tree: &Tree<'_>) {
    let inner = format!("{indent}  ");
    for child in &tree.children {
        let mark = if child.must_be_given() { "" } else { "?" };
        if let Some(input) = child.input {
            doc(input).push(out, indent);
        }
        out.extend([indent, &property(child.part), mark, ": "]);
        if let Some(input) = child.input {
            out.push_str(&type_of(&input.kind));
        }
        if !child.children.is_empty() {
            out.push_str(if child.input.is_some() {
                " | {\n"
            } else {
                "{\n"
            });
            push_nested(out, &inner, child);
            out.extend([indent, "}"]);
        }
        out.push_str(if mark.is_empty() {
            ";\n"
        } else {
            " | Unset;\n"
        });
    }
}

fn push_by_id<'a>(
    out: &mut String,
    indent: &str,
    name: &str,
    any: bool,
    mut inputs: impl Iterator<Item = &'a Input>,
) {
    if !any {
        return;
    }
    // where `customer` and `context` take them, this is only another place for them
    let mark = if inputs.any(|input| input.required) {
        ""
    } else {
        "?"
    };
    out.extend([indent, "inputs", mark, ": ", name, ";\n"]);
}

/// `Inputs`: all of them by their ids.
fn push_inputs(out: &mut String, inputs: &[Input]) {
    if !inputs.is_empty() {
        push_flat(out, "Inputs", &inputs.iter().collect::<Vec<_>>());
    }
}

fn push_flat(out: &mut String, name: &str, inputs: &[&Input]) {
    let what = match name {
        "Inputs" => "Inputs by their ids.",
        _ => "Inputs that stand under neither `customer` nor `context`, by their ids.",
    };
    out.extend(["\n/** ", what, " */\nexport interface ", name, " {\n"]);
    for input in inputs {
        doc(input).push(out, "  ");
        let (mark, unset) = if input.required {
            ("", "")
        } else {
            ("?", " | Unset")
        };
        out.extend(["  ", &property(&input.id), mark, ": "]);
        out.extend([&type_of(&input.kind), unset, ";\n"]);
    }
    out.push_str("}\n");
}

fn type_of(kind: &InputType) -> String {
    match kind {
        InputType::Select(options) if options.is_empty() => "never".to_owned(),
        InputType::Select(options) => {
            let options: Vec<String> = options.iter().map(|option| quoted(option)).collect();
            options.join(" | ")
        }
        InputType::Number => "DecimalLike".to_owned(),
        InputType::Text => "string".to_owned(),
        InputType::Boolean => "boolean".to_owned(),
    }
}

fn doc(input: &Input) -> Doc {
    let mut doc = Doc::default();
    let default = input.default.as_ref().map(|default| match default {
        DefaultValue::Number(number) => number.to_string(),
        DefaultValue::Text(text) => text.clone(),
        DefaultValue::Boolean(boolean) => boolean.to_string(),
        DefaultValue::Choices(options) => options.join(", "),
    });
    if let Some(default) = default {
        doc.line(format!("Default: `{default}`."));
    }
    doc
}
