//! What a test is given, as an order.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source, help_for};
use crate::model::catalog::{Catalog, Component, Feature, FeatureOption, FeatureType};
use crate::model::date::Date;
use crate::model::order::{ChosenOption, Item, Order, Value};
use crate::money::{CurrencyCode, Decimal};
use crate::parse::syntax::{Given, Literal};

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
    let mut named = BTreeSet::new();
    for entry in given {
        let parts = entry.name.parts.iter().map(|part| part.text.as_str());
        let name = parts.collect::<Vec<_>>().join(".");
        if !named.insert(name.clone()) {
            let message = format!("`{name}` is given twice");
            let place = Place::in_source(source, entry.name.span);
            faults.push(Diagnostic::new(Code::DuplicateKey, place, message));
        }
        if let Some(feature) = component.features.iter().find(|feature| feature.id == name) {
            let place = Place::in_source(source, entry.span);
            if let Some(fault) = unfit(feature, &entry.value, place) {
                faults.push(fault);
            }
            item.values
                .extend(value(&entry.value).map(|value| (name, value)));
        } else if catalog.inputs.iter().any(|input| input.id == name) {
            order
                .inputs
                .extend(value(&entry.value).map(|value| (name, value)));
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

/// A value that the feature cannot have, whatever its limits: of another type, or no option of it.
fn unfit(feature: &Feature, value: &Literal, place: Place) -> Option<Diagnostic> {
    let wrong_type = |expected: &str| {
        let message = format!("`{}` takes {expected}", feature.id);
        Some(Diagnostic::new(Code::WrongType, place.clone(), message))
    };
    match (&feature.kind, value) {
        (_, Literal::None) => None,
        (FeatureType::Select(options), Literal::Text(text)) => {
            unknown_option(feature, options, text, place)
        }
        (FeatureType::Select(_), _) => wrong_type("the id of an option"),
        (FeatureType::Multiselect { options, .. }, Literal::Choices(choices)) => choices
            .iter()
            .find_map(|(id, _)| unknown_option(feature, options, id, place.clone())),
        (FeatureType::Multiselect { options, .. }, Literal::Text(text)) => {
            unknown_option(feature, options, text, place)
        }
        (FeatureType::Multiselect { .. }, _) => wrong_type("a list of options"),
        (FeatureType::Boolean, Literal::Boolean(_)) => None,
        (FeatureType::Boolean, _) => wrong_type("`true` or `false`"),
        (FeatureType::Number { .. }, Literal::Number(_)) => None,
        (FeatureType::Number { .. }, Literal::Text(text)) if Decimal::parse(text).is_ok() => None,
        (FeatureType::Number { .. }, _) => wrong_type("a number"),
        (FeatureType::Text { .. }, Literal::Text(_)) => None,
        (FeatureType::Text { .. }, _) => wrong_type("a text"),
    }
}

fn unknown_option(
    feature: &Feature,
    options: &[FeatureOption],
    id: &str,
    place: Place,
) -> Option<Diagnostic> {
    if options.iter().any(|option| option.id == id) {
        return None;
    }
    let message = format!("unknown option `{id}` of feature `{}`", feature.id);
    let help = help_for(id, options.iter().map(|option| option.id.as_str()));
    Some(Diagnostic::new(Code::UnknownOption, place, message).with_optional_help(help))
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

fn built_in(
    name: &str,
    entry: &Given,
    order: &mut Order,
    item: &mut Item,
) -> Result<(), (Code, String)> {
    match (name, &entry.value) {
        ("quantity", Literal::Number(number)) => item.quantity = *number,
        ("tax_rate", Literal::Number(number)) => item.tax_rate = Some(*number),
        ("currency", Literal::Text(text)) => {
            let wrong = || {
                (
                    Code::UnknownCurrency,
                    format!("`{text}` is not a currency code"),
                )
            };
            order.currency = Some(CurrencyCode::parse(text).ok_or_else(wrong)?);
        }
        ("as_of", Literal::Text(text)) => {
            let wrong = || {
                (
                    Code::InvalidValue,
                    format!("`{text}` is not a date such as `2026-10-01`"),
                )
            };
            order.as_of = Some(Date::parse(text).ok_or_else(wrong)?);
        }
        ("quantity" | "tax_rate" | "currency" | "as_of", _) => {
            return Err((
                Code::WrongType,
                format!("`{name}` has a value of another type"),
            ));
        }
        _ => {
            return Err((
                Code::UnknownName,
                format!("unknown feature or input `{name}`"),
            ));
        }
    }
    Ok(())
}
