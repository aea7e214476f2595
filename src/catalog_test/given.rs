//! What a test is given, as an order.

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source, help_for};
use crate::model::catalog::{Catalog, Component, FeatureType};
use crate::model::date::Date;
use crate::model::order::{ChosenOption, Item, Order, Value};
use crate::money::{CurrencyCode, Decimal};
use crate::parse::syntax::{Effect, Expectation, Given, Literal, Rules, Subject};

/// The order that a test prices; what it names wrongly is reported.
pub(super) fn order(
    catalog: &Catalog,
    component: &Component,
    given: &[Given],
    source: &Arc<Source>,
    faults: &mut Diagnostics,
) -> Order {
    let mut order = Order::default();
    let mut item = Item {
        id: None,
        component: component.id.clone(),
        values: Vec::new(),
        quantity: Decimal::ONE,
        tax_rate: None,
    };
    for entry in given {
        let name = entry.name.parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(".");
        if component.features.iter().any(|feature| feature.id == name) {
            item.values.extend(value(&entry.value).map(|value| (name, value)));
        } else if catalog.inputs.iter().any(|input| input.id == name) {
            order.inputs.extend(value(&entry.value).map(|value| (name, value)));
        } else if let Err(diagnostic) = built_in(&name, entry, &mut order, &mut item) {
            let known = component.features.iter().map(|feature| feature.id.as_str());
            let inputs = catalog.inputs.iter().map(|input| input.id.as_str());
            let built_in = ["quantity", "currency", "as_of", "tax_rate"];
            let help = help_for(&name, known.chain(inputs).chain(built_in));
            let place = Place::in_source(source, entry.name.span);
            let (code, message) = diagnostic;
            faults.push(Diagnostic::new(code, place, message).with_optional_help(help));
        }
    }
    order.items.push(item);
    order
}

/// Expectations about lines that nothing in the component can make.
pub(super) fn unknown_lines(
    component: &Component,
    rules: &Rules,
    expect: &[Expectation],
    source: &Arc<Source>,
) -> Diagnostics {
    let known = line_ids(component, rules);
    let mut faults = Diagnostics::new();
    for expectation in expect {
        if let Subject::Line(name, _) = &expectation.subject {
            if !known.contains(&name.text) {
                let help = help_for(&name.text, known.iter().map(String::as_str));
                let message = format!("nothing makes a line `{}`", name.text);
                let place = Place::in_source(source, name.span);
                faults.push(Diagnostic::new(Code::UnknownReference, place, message).with_optional_help(help));
            }
        }
    }
    faults
}

/// The ids that lines of the component can have.
fn line_ids(component: &Component, rules: &Rules) -> Vec<String> {
    let mut ids = vec!["base".to_owned(), "not-below-zero".to_owned(), "minor-unit".to_owned()];
    for feature in &component.features {
        match &feature.kind {
            FeatureType::Select(options) | FeatureType::Multiselect { options, .. } => {
                ids.extend(options.iter().map(|option| format!("{}:{}", feature.id, option.id)));
            }
            _ => ids.push(feature.id.clone()),
        }
    }
    ids.extend(component.price_lists.iter().map(|list| list.id.clone()));
    ids.extend(component.price_groups.iter().map(|group| group.id.clone()));
    let makes_line = |effect: &Effect| {
        !matches!(effect, Effect::Let(_) | Effect::Set(_) | Effect::Phase { .. } | Effect::Test { .. })
    };
    let statements = rules.statements.iter().filter(|statement| makes_line(&statement.effect));
    ids.extend(statements.map(|statement| statement.id.text.clone()));
    ids
}

/// A literal as a buyer would give it; none where it is `none`.
fn value(literal: &Literal) -> Option<Value> {
    match literal {
        Literal::Number(number) => Some(Value::Number(*number)),
        Literal::Text(text) => Some(Value::Text(text.clone())),
        Literal::Boolean(boolean) => Some(Value::Boolean(*boolean)),
        Literal::Choices(choices) => {
            let chosen = choices.iter().map(|(option, quantity)| ChosenOption {
                option: option.clone(),
                quantity: *quantity,
            });
            Some(Value::Choices(chosen.collect()))
        }
        Literal::None => None,
    }
}

fn built_in(name: &str, entry: &Given, order: &mut Order, item: &mut Item) -> Result<(), (Code, String)> {
    match (name, &entry.value) {
        ("quantity", Literal::Number(number)) => item.quantity = *number,
        ("tax_rate", Literal::Number(number)) => item.tax_rate = Some(*number),
        ("currency", Literal::Text(text)) => {
            let wrong = || (Code::UnknownCurrency, format!("`{text}` is not a currency code"));
            order.currency = Some(CurrencyCode::parse(text).ok_or_else(wrong)?);
        }
        ("as_of", Literal::Text(text)) => {
            let wrong = || (Code::InvalidValue, format!("`{text}` is not a date such as `2026-10-01`"));
            order.as_of = Some(Date::parse(text).ok_or_else(wrong)?);
        }
        ("quantity" | "tax_rate" | "currency" | "as_of", _) => {
            return Err((Code::WrongType, format!("`{name}` has a value of another type")));
        }
        _ => return Err((Code::UnknownName, format!("unknown feature or input `{name}`"))),
    }
    Ok(())
}
