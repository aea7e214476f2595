//! Names and values for a single expression.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::scope;
use crate::check::{AmountSet, Options, Presence, Scope, Symbol, SymbolKind, Texts, Type};
use crate::diagnostic::{Code, Diagnostics};
use crate::evaluate::value::{SlotState, Value};
use crate::model::date::Date;
use crate::model::read::{Kind, Node, read};
use crate::money::Decimal;
use crate::plan::{SlotId, SlotPlan, ValueKind};

/// A value of the context.
#[derive(Clone, Debug)]
enum Given {
    Unset,
    Number(Decimal),
    Text(String),
    Boolean(bool),
    Date(Date),
    List(Vec<Given>),
}

/// Names with their values.
pub(super) struct Context {
    /// What can be read.
    pub scope: Scope,
    /// What each slot is.
    pub slots: Vec<SlotPlan>,
    values: Vec<Given>,
}

impl Context {
    /// Reads a JSON object.
    pub fn read(text: &str, texts: &mut Texts) -> Result<Self, Diagnostics> {
        let entries = read("context", text, None, |root| {
            let mut entries = Vec::new();
            flatten(root, "", &mut entries)?;
            Some(entries)
        })?;
        let mut context = Self {
            scope: scope(),
            slots: Vec::new(),
            values: Vec::new(),
        };
        for (name, value) in entries {
            context.declare(&name, value, texts);
        }
        Ok(context)
    }

    /// The values as a frame has them.
    pub fn states(&self) -> Vec<SlotState> {
        self.values
            .iter()
            .map(|given| match given {
                Given::Unset => SlotState::Unset,
                other => SlotState::Known(value(other)),
            })
            .collect()
    }

    fn declare(&mut self, name: &str, given: Given, texts: &mut Texts) {
        let slot = SlotId(u32::try_from(self.slots.len()).unwrap_or(u32::MAX));
        let presence = if matches!(given, Given::Unset) {
            Presence::Maybe
        } else {
            Presence::Always
        };
        let symbol = Symbol {
            slot,
            ty: ty(&given),
            presence,
            kind: SymbolKind::Input,
            options: Options::default(),
            attributes: BTreeMap::new(),
            amounts: AmountSet::none(),
            available_when: Vec::new(),
            internal: false,
            depth: 1,
        };
        self.scope.declare(name, symbol);
        self.slots.push(SlotPlan {
            id: texts.intern(name),
            kind: kind(&given),
        });
        self.values.push(given);
    }
}

/// Names are paths: `{"fabric": {"weight": 310}}` is `fabric.weight`.
fn flatten(node: &Node<'_>, prefix: &str, entries: &mut Vec<(String, Given)>) -> Option<()> {
    for (key, child) in node.entries("an object that gives names their values")? {
        let name = if prefix.is_empty() {
            key
        } else {
            format!("{prefix}.{key}")
        };
        match child.kind() {
            Kind::Object => flatten(&child, &name, entries)?,
            _ => {
                let given = given(&child)?;
                entries.push((name.clone(), as_day(&name, given)));
            }
        }
    }
    Some(())
}

fn given(node: &Node<'_>) -> Option<Given> {
    match node.kind() {
        Kind::Null => Some(Given::Unset),
        Kind::Array => {
            let items = node.array("a list")?;
            let values: Option<Vec<_>> = items.iter().map(given).collect();
            let values = values?;
            let one_type = values
                .windows(2)
                .all(|pair| matches!(pair, [a, b] if ty(a) == ty(b)));
            if !one_type
                || values
                    .iter()
                    .any(|value| matches!(value, Given::Unset | Given::List(_)))
            {
                node.report(
                    Code::WrongType,
                    "a list holds numbers, texts or booleans of one type",
                    None,
                );
                return None;
            }
            Some(Given::List(values))
        }
        Kind::Boolean => Some(Given::Boolean(node.raw() == "true")),
        Kind::Number => node.number().map(Given::Number),
        Kind::Text => node.any_text().map(|text| Given::Text(text.into_owned())),
        Kind::Object => node.wrong_type("a value"),
    }
}

/// `as_of` is a day, as in an order.
fn as_day(name: &str, given: Given) -> Given {
    match &given {
        Given::Text(text) if name == "as_of" => Date::parse(text).map_or(given, Given::Date),
        _ => given,
    }
}

fn value(given: &Given) -> Value {
    match given {
        Given::Number(number) => Value::Number(*number),
        Given::Text(text) => Value::Text(text.as_str().into()),
        Given::Boolean(boolean) => Value::Boolean(*boolean),
        Given::Date(date) => Value::Date(*date),
        Given::List(values) => Value::List(values.iter().map(value).collect()),
        Given::Unset => Value::List(Arc::default()),
    }
}

fn ty(given: &Given) -> Type {
    match given {
        Given::Number(_) => Type::PLAIN,
        Given::Text(_) => Type::Text,
        Given::Boolean(_) => Type::Boolean,
        Given::Date(_) => Type::Date,
        Given::List(values) => Type::List(Box::new(values.first().map_or(Type::PLAIN, ty))),
        Given::Unset => Type::Unknown,
    }
}

const fn kind(given: &Given) -> ValueKind {
    match given {
        Given::Number(_) => ValueKind::Number,
        Given::Text(_) => ValueKind::Text,
        Given::Boolean(_) => ValueKind::Boolean,
        Given::Date(_) => ValueKind::Date,
        Given::List(_) | Given::Unset => ValueKind::List,
    }
}
