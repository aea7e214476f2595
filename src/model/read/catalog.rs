//! The top of the catalog document, with its inputs and phases.

use super::component::component;
use super::node::{Kind, Node};
use super::object::ObjectReader;
use super::rules::rules_text;
use crate::diagnostic::Code;
use crate::model::catalog::{
    Accepted, Catalog, Component, Input, InputType, LineRounding, TaxRounding,
};
use crate::model::words;
use crate::money::{CurrencyCode, Rounding};

/// The format that this engine reads.
const FORMAT: &str = "1";

pub(in crate::model) fn catalog(node: &Node<'_>) -> Option<Catalog> {
    let mut object = node.object("catalog")?;
    object.take("$schema");
    object.required("format", format);
    let id = object.optional("id", Node::id);
    let version = object.optional("version", Node::text);
    let currencies = currencies(&mut object);
    let prices = object.optional("prices", |node| {
        node.word("`net` or `gross`", words::PRICES)
    });
    let rounding = object.optional("rounding", line_rounding);
    let tax_rounding = object.optional("tax", tax_rounding);
    let inputs = object.unique("inputs", "input", input, |input: &Input| &input.id);
    let components = match object.take("components") {
        Some(node) => node.unique("component", component, |c: &Component| &c.id),
        None => {
            object.missing("components");
            Vec::new()
        }
    };
    let rules = rules_text(&mut object);
    let accepted = object.list("accepted", "an array of accepted findings", accepted);
    object.finish();
    Some(Catalog {
        source: Some(node.reader().source().clone()),
        id,
        version,
        currencies,
        prices: prices.unwrap_or_default(),
        rounding: rounding.unwrap_or_else(standard_rounding),
        tax_rounding: tax_rounding.unwrap_or_default(),
        inputs,
        components,
        rules,
        accepted,
    })
}

fn format(node: &Node<'_>) -> Option<()> {
    if node.kind() != Kind::Number {
        return node.wrong_type("the number 1");
    }
    if node.raw() != FORMAT {
        let message = format!(
            "expected format {FORMAT}, found format {}",
            crate::model::fault::excerpt(node.raw())
        );
        node.report(
            Code::UnsupportedFormat,
            message,
            Some("write `\"format\": 1`".to_owned()),
        );
    }
    Some(())
}

/// `currency` or `currencies`, never both.
fn currencies(object: &mut ObjectReader<'_>) -> Vec<CurrencyCode> {
    match (object.take("currency"), object.take("currencies")) {
        (Some(one), None) => one.currency().into_iter().collect(),
        (None, Some(several)) => {
            let nodes = several.array("an array of currencies").unwrap_or_default();
            if nodes.is_empty() && several.kind() == Kind::Array {
                several.invalid::<()>("at least one currency", None);
            }
            distinct(&nodes)
        }
        (Some(_), Some(several)) => {
            let message = "the catalog has both `currency` and `currencies`";
            let help = "keep `currency` for one, or `currencies` for several".to_owned();
            several.report(Code::ContradictorySettings, message, Some(help));
            Vec::new()
        }
        (None, None) => {
            object.missing("currency");
            Vec::new()
        }
    }
}

fn distinct(nodes: &[Node<'_>]) -> Vec<CurrencyCode> {
    let mut currencies = Vec::new();
    for node in nodes {
        let Some(code) = node.currency() else {
            continue;
        };
        if currencies.contains(&code) {
            let message = format!("the currency `{}` stands twice", code.as_str());
            node.report(
                Code::DuplicateKey,
                message,
                Some("remove one of the two".to_owned()),
            );
        } else {
            currencies.push(code);
        }
    }
    currencies
}

fn accepted(node: &Node<'_>) -> Option<Accepted> {
    let mut object = node.object("accepted finding")?;
    let code = object.required("code", Node::text);
    let id = object.required("id", Node::text);
    let reason = object.required("reason", Node::text);
    object.finish();
    Some(Accepted {
        code: code?,
        id: id?,
        reason: reason?,
    })
}

fn standard_rounding() -> LineRounding {
    LineRounding {
        mode: Rounding::HalfUp,
        scope: Default::default(),
        increment: None,
        unit_price_digits: None,
    }
}

fn line_rounding(node: &Node<'_>) -> Option<LineRounding> {
    let mut object = node.object("rounding")?;
    let mode = object.optional("mode", |node| {
        node.word("a rounding mode", words::ROUNDING_MODES)
    });
    let scope = object.optional("scope", |node| {
        node.word("`unit` or `item`", words::ROUNDING_SCOPES)
    });
    let increment = object.optional("increment", Node::amount);
    let unit_price_digits = object.optional("unit_price_digits", digits);
    object.finish();
    Some(LineRounding {
        mode: mode.unwrap_or(Rounding::HalfUp),
        scope: scope.unwrap_or_default(),
        increment,
        unit_price_digits,
    })
}

fn digits(node: &Node<'_>) -> Option<u32> {
    /// More would leave too few digits before the point.
    const MOST: u32 = 12;

    let digits: u32 = node.whole()?;
    if digits > MOST {
        return node.invalid(&format!("at most {MOST} digits"), None);
    }
    Some(digits)
}

fn tax_rounding(node: &Node<'_>) -> Option<TaxRounding> {
    let mut object = node.object("tax")?;
    let rounding = object.optional("rounding", |node| {
        node.word("`item` or `rate`", words::TAX_ROUNDINGS)
    });
    object.finish();
    rounding
}

fn input(node: &Node<'_>) -> Option<Input> {
    let mut object = node.object("input")?;
    let id = object.required("id", dotted_id);
    let kind = object.required("type", |node| {
        node.word("an input type", words::INPUT_TYPES)
    });
    let kind = match kind {
        Some(words::InputWord::Select) => Some(InputType::Select(
            object
                .required("options", input_options)
                .unwrap_or_default(),
        )),
        Some(other) => {
            object.refuse("options", "options belong to inputs of type `select`");
            Some(match other {
                words::InputWord::Number => InputType::Number,
                words::InputWord::Boolean => InputType::Boolean,
                _ => InputType::Text,
            })
        }
        None => {
            object.take("options");
            None
        }
    };
    let default = object.optional("default", Node::default_value);
    let required = object.flag("required", default.is_none());
    object.finish();
    Some(Input {
        id: id?,
        kind: kind?,
        required,
        default,
    })
}

/// The options of an input: texts, of which none stands twice.
fn input_options(node: &Node<'_>) -> Option<Vec<String>> {
    Some(node.unique("option", Node::id, |option: &String| option))
}

/// `customer.group`: identifiers joined by points.
pub(super) fn dotted_id(node: &Node<'_>) -> Option<String> {
    let id = node.id()?;
    if !is_dotted_id(&id) {
        let message = format!(
            "`{}` is not an input's id",
            crate::model::fault::excerpt(&id)
        );
        let help = "write letters, digits and `_`, joined by points, as in `customer.group`";
        node.report(Code::InvalidId, message, Some(help.to_owned()));
        return None;
    }
    Some(id)
}

pub(super) fn is_dotted_id(id: &str) -> bool {
    id.split('.').all(|part| {
        let mut characters = part.chars();
        characters
            .next()
            .is_some_and(|first| first.is_alphabetic() || first == '_')
            && characters.all(|c| c.is_alphanumeric() || c == '_')
    })
}
