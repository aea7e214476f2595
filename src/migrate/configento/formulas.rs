//! Formulas to statements of the rule language.

use std::collections::BTreeSet;

use super::super::FormulaRole;
use super::super::assemble::{self, Statement, not_translated};
use super::super::findings::{At, ImportReport};
use super::super::foreign;
use super::super::formula::{Names, Reference, translate};
use super::feature::{Known, Sort};
use crate::model::read::{Kind, Node};

/// A formula with its name.
struct Written {
    name: String,
    text: String,
    at: At,
    /// Under which condition it counts; that of a feature or an option.
    when: Option<String>,
}

/// The statements for a component's formulas and those of its features and options.
pub(super) fn statements(
    inline: &[Node<'_>],
    sides: &[Node<'_>],
    known: &mut Known,
    role: FormulaRole,
    report: &mut ImportReport,
) -> Vec<Statement> {
    let mut written = Vec::new();
    for node in inline {
        match node.kind() {
            Kind::Array => {
                let elements = node.array("an array").unwrap_or_default();
                written.extend(
                    elements
                        .iter()
                        .filter_map(|element| formula(element, report)),
                );
            }
            _ => written.extend(formula(node, report)),
        }
    }
    written.extend(sides.iter().filter_map(|node| formula(node, report)));
    let own = std::mem::take(&mut known.formulas);
    written.extend(own.into_iter().map(|own| Written {
        name: own.name,
        text: own.text,
        at: own.at,
        when: Some(own.when),
    }));
    written
        .into_iter()
        .filter_map(|formula| statement(formula, known, role, report))
        .collect()
}

/// A formula as a text, or as an object with a name.
fn formula(node: &Node<'_>, report: &mut ImportReport) -> Option<Written> {
    if node.kind() != Kind::Object {
        let text = foreign::word(node)?;
        return Some(Written {
            name: "formula".to_owned(),
            text,
            at: node.into(),
            when: None,
        });
    }
    let mut object = node.object("formula")?;
    object.take("component_id");
    object.take("id");
    let name = foreign::take_word(&mut object, &["name", "title"]);
    let text = foreign::take_word(
        &mut object,
        &["formula", "expression", "code", "javascript"],
    );
    let name = name.unwrap_or_else(|| "formula".to_owned());
    let Some(text) = text else {
        let done = "left out: it has no `formula`";
        report.not_mapped(node, "rule without a formula", node.raw(), done, "");
        return None;
    };
    foreign::leftovers(object, "a formula", report);
    Some(Written {
        name,
        text,
        at: node.into(),
        when: None,
    })
}

fn statement(
    formula: Written,
    known: &mut Known,
    role: FormulaRole,
    report: &mut ImportReport,
) -> Option<Statement> {
    let Written {
        name,
        text,
        at,
        when,
    } = formula;
    let mut names = FeatureNames {
        known,
        guards: BTreeSet::new(),
        base: false,
        prices: false,
    };
    let expression = match translate(&text, &mut names) {
        Ok(expression) => expression,
        Err(why) => {
            not_translated(at, &text, &why, report);
            return None;
        }
    };
    let FeatureNames {
        guards,
        base,
        prices,
        ..
    } = names;
    let whole = when.is_none()
        && match role {
            FormulaRole::Guess => base || prices,
            FormulaRole::Added => false,
            FormulaRole::Whole => true,
        };
    if when.is_none() && role == FormulaRole::Guess {
        tell_role(&at, &text, whole, report);
    }
    if !guards.is_empty() {
        let done = "its line needs all of them set, though it might count an unset one as 0 there";
        let help = "`required` or a `default` of the feature";
        let names: Vec<&str> = guards.iter().map(String::as_str).collect();
        let what = format!("optional features in a formula: `{}`", names.join("`, `"));
        report.guessed(at.clone(), what, &text, done, help);
    }
    // a part that reads an option's price has to wait until the options are priced
    let (effect, phase) = match (whole, prices) {
        (true, _) => (difference(&expression), " during groups"),
        (false, true) => (expression, " during groups"),
        (false, false) => (expression, ""),
    };
    let guards: Vec<String> = when
        .into_iter()
        .chain(guards.iter().map(|id| format!("{id} is set")))
        .collect();
    let guard = if guards.is_empty() {
        String::new()
    } else {
        format!(" when {}", guards.join(" and "))
    };
    let id = known.ids.variable(&name, "formula");
    let label = assemble::quoted(&name);
    let statement = format!("surcharge {id} {label}{guard} : {effect}{phase}");
    Some(Statement {
        text: statement,
        origin: text,
        at,
    })
}

/// What is left to the whole price.
fn difference(expression: &str) -> String {
    format!("({expression}) - list")
}

fn tell_role(at: &At, text: &str, whole: bool, report: &mut ImportReport) {
    let (done, help) = if whole {
        let done = "the whole price of a piece, because it reads the base price or an option's \
                    price; its line is what is left to the list price";
        (done, "--formulas added")
    } else {
        let done = "a part of the price, added to the rest";
        (done, "--formulas whole")
    };
    report.guessed(at.clone(), "what a formula gives", text, done, help);
}

/// Features as formulas name them.
struct FeatureNames<'k> {
    known: &'k Known,
    /// Features that may be unset.
    guards: BTreeSet<String>,
    base: bool,
    prices: bool,
}

impl Names for FeatureNames<'_> {
    fn number(&mut self, reference: &Reference) -> Result<String, String> {
        let Reference { name, price } = reference;
        if name == "_base_price" && !price {
            self.base = true;
            return Ok("base".to_owned());
        }
        let feature = match self.known.named(name) {
            Ok(feature) => feature,
            Err(_) if name.eq_ignore_ascii_case("quantity") && !price => {
                return Ok("quantity".to_owned());
            }
            Err(why) => return Err(why),
        };
        if *price {
            self.prices = true;
            return Ok(format!("price({})", feature.id));
        }
        let guarded = feature.optional;
        let written = match feature.kind {
            Sort::Number => feature.id.clone(),
            Sort::Boolean => format!("(if {} then 1 else 0)", feature.id),
            Sort::Choice | Sort::Text => {
                return Err(format!(
                    "`{name}` is no number; `[{name}.price]` would be one"
                ));
            }
        };
        if guarded {
            self.guards.insert(feature.id.clone());
        }
        Ok(written)
    }

    fn condition(&mut self, reference: &Reference) -> Option<String> {
        let feature = self.known.named(&reference.name).ok()?;
        if reference.price || feature.kind != Sort::Boolean {
            return None;
        }
        if feature.optional {
            self.guards.insert(feature.id.clone());
        }
        Some(feature.id.clone())
    }

    fn option(&mut self, reference: &Reference, option: &str) -> Result<(String, String), String> {
        let feature = self.known.named(&reference.name)?;
        if reference.price || !matches!(feature.kind, Sort::Choice | Sort::Text) {
            return Err(format!("`{}` is compared with a text", reference.name));
        }
        let id = match feature.kind {
            Sort::Choice => feature
                .options
                .get(&option.to_lowercase())
                .cloned()
                .ok_or_else(|| format!("`{}` has no option `{option}`", reference.name))?,
            _ => option.to_owned(),
        };
        if feature.optional {
            self.guards.insert(feature.id.clone());
        }
        Ok((feature.id.clone(), id))
    }
}
