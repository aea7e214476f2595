//! The declared inputs.

use std::collections::BTreeMap;

use super::builder::{BUILT_IN, Inputs, offset, too_many};
use super::context::Context;
use super::limits;
use crate::check::{AmountSet, Presence, Symbol, SymbolKind, Texts, Type};
use crate::diagnostic::{Code, path_index, path_key};
use crate::model::catalog::{DefaultValue, Input, InputType};
use crate::money::Decimal;
use crate::plan::{Constant, InputPlan, OptionIndex, SlotId, SlotPlan, ValueKind};

/// Compiles the declared inputs.
pub(super) fn inputs(context: &mut Context<'_>) -> Inputs {
    let catalog = context.catalog;
    let mut found = Inputs {
        plans: Vec::new(),
        symbols: Vec::new(),
        slots: Vec::new(),
    };
    too_many(
        context,
        catalog.inputs.len(),
        limits::INPUTS,
        "$.inputs",
        "inputs",
    );
    too_many(
        context,
        catalog.components.len(),
        limits::COMPONENTS,
        "$.components",
        "components",
    );
    for (index, input) in catalog.inputs.iter().enumerate().take(limits::INPUTS) {
        let path = path_index("$.inputs", index);
        if BUILT_IN.contains(&input.id.as_str()) {
            let message = format!(
                "`{}` can be read everywhere without being declared",
                input.id
            );
            let help = Some("choose another id".to_owned());
            context.report(Code::DuplicateId, &path_key(&path, "id"), message, help);
        }
        let slot = offset(SlotId::FIRST_INPUT, index);
        let id = context.texts.intern(&input.id);
        let (kind, ty, options) = input_type(context, input, slot, &path);
        let default = input.default.as_ref().and_then(|default| {
            let constant = input_default(&mut context.texts, default, &input.kind);
            if constant.is_none() {
                let message = "the default is not a value of this input".to_owned();
                context.report(
                    Code::InvalidDefault,
                    &path_key(&path, "default"),
                    message,
                    None,
                );
            }
            constant
        });
        found.slots.push(SlotPlan {
            id,
            kind: kind.clone(),
        });
        found.plans.push(InputPlan {
            id,
            kind,
            required: input.required,
            default,
        });
        let always = input.required || input.default.is_some();
        let symbol = Symbol {
            slot,
            ty,
            presence: if always {
                Presence::Always
            } else {
                Presence::Maybe
            },
            kind: SymbolKind::Input,
            options: options.into_iter().collect(),
            attributes: BTreeMap::new(),
            amounts: AmountSet::none(),
            available_when: Vec::new(),
            internal: false,
            depth: 1,
        };
        found.symbols.push((input.id.clone(), symbol));
    }
    found
}

fn input_type(
    context: &mut Context<'_>,
    input: &Input,
    slot: SlotId,
    path: &str,
) -> (ValueKind, Type, Vec<String>) {
    match &input.kind {
        InputType::Number => (ValueKind::Number, Type::PLAIN, Vec::new()),
        InputType::Text => (ValueKind::Text, Type::Text, Vec::new()),
        InputType::Boolean => (ValueKind::Boolean, Type::Boolean, Vec::new()),
        InputType::Select(options) => {
            if options.is_empty() {
                let message = format!("input `{}` has no options", input.id);
                context.report(Code::EmptyFeature, path, message, None);
            }
            let ids = options
                .iter()
                .map(|option| context.texts.intern(option))
                .collect();
            (ValueKind::Option(ids), Type::Option(slot), options.clone())
        }
    }
}

fn input_default(texts: &mut Texts, default: &DefaultValue, kind: &InputType) -> Option<Constant> {
    match (kind, default) {
        (InputType::Number, DefaultValue::Number(number)) => Some(Constant::Number(*number)),
        (InputType::Number, DefaultValue::Text(text)) => {
            Decimal::parse(text).ok().map(Constant::Number)
        }
        (InputType::Text, DefaultValue::Text(text)) => Some(Constant::Text(texts.intern(text))),
        (InputType::Boolean, DefaultValue::Boolean(value)) => Some(Constant::Boolean(*value)),
        (InputType::Select(options), DefaultValue::Text(text)) => {
            let index = options.iter().position(|option| option == text)?;
            Some(Constant::Option(OptionIndex(u32::try_from(index).ok()?)))
        }
        _ => None,
    }
}
