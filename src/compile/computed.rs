//! Named values: `let` and `set`.

use std::collections::{BTreeMap, BTreeSet};

use super::builder::{Around, Builder, symbol};
use super::modifiers::{Allowed, check_modifiers};
use super::phase;
use super::sort::after_needs;
use crate::check::{Facts, Presence, Reads, SymbolKind, Text, Type, amount_name, joined, paths};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::syntax::{Effect, Expression, Statement};
use crate::plan::{AmountName, ComputedPlan, SlotId, SlotPlan, ValueKind};
use crate::sorting::gathered;

/// Gives every `let` and `set` its slot and its name.
pub(super) fn declare(
    builder: &mut Builder<'_, '_>,
    statements: &[Statement],
    text: Option<&Text>,
) {
    let Some(text) = text else { return };
    for statement in statements
        .iter()
        .filter(|statement| value(statement).is_some())
    {
        let name = &statement.id.text;
        if builder.scope.name(name).is_some() || amount_name(name).is_some() {
            let message = format!("`{name}` already names something that can be read here");
            let place = text.place(statement.id.span);
            builder
                .context
                .diagnostics
                .push(Diagnostic::new(Code::DuplicateId, place, message));
            continue;
        }
        let slot = SlotId(u32::try_from(builder.slots.len()).unwrap_or(u32::MAX));
        let id = builder.context.texts.intern(name);
        // the kind is known when the expression has been checked
        builder.slots.push(SlotPlan {
            id,
            kind: ValueKind::Number,
        });
        let mut named = symbol(slot, Type::Unknown, SymbolKind::Computed);
        named.internal = statement.modifiers.internal.is_some();
        if statement.when.is_some() {
            named.presence = Presence::Maybe;
        }
        builder.scope.declare(name, named);
    }
}

/// Checks the expressions of `let` and `set`, each after those it reads.
pub(super) fn define(builder: &mut Builder<'_, '_>, statements: &[Statement], text: Option<&Text>) {
    let Some(text) = text else { return };
    let named: Vec<&Statement> = declared(builder, statements);
    let numbers: BTreeMap<&str, usize> = gathered(
        named
            .iter()
            .enumerate()
            .map(|(index, statement)| (statement.id.text.as_str(), index)),
    );
    let needs: Vec<Vec<usize>> = named
        .iter()
        .map(|statement| needs(statement, &numbers))
        .collect();
    let order = match after_needs(&needs) {
        Ok(order) => order,
        Err(circle) => {
            let members: Vec<_> = circle
                .iter()
                .filter_map(|index| named.get(*index))
                .collect();
            let names: Vec<_> = members.iter().map(|s| format!("`{}`", s.id.text)).collect();
            let message = format!("the value of {} depends on itself", names.join(", "));
            if let Some(first) = members.first() {
                let place = text.place(first.id.span);
                builder.context.diagnostics.push(Diagnostic::new(
                    Code::CircularDefinition,
                    place,
                    message,
                ));
            }
            return;
        }
    };
    for statement in order.into_iter().filter_map(|index| named.get(index)) {
        define_one(builder, statement, text);
    }
}

/// The feature slots among these, and those that computed ones read.
pub(super) fn feature_reads(builder: &Builder<'_, '_>, slots: &BTreeSet<SlotId>) -> Vec<SlotId> {
    let mut found = BTreeSet::new();
    for slot in slots {
        match builder.computed_reads.get(slot) {
            Some(through) => found.extend(through.iter().copied()),
            None => {
                found.insert(*slot);
            }
        }
    }
    found.into_iter().collect()
}

/// The expression of a `let` or `set`.
fn value(statement: &Statement) -> Option<&Expression> {
    match &statement.effect {
        Effect::Let(value) | Effect::Set(value) => Some(value),
        _ => None,
    }
}

/// The statements whose names were accepted, each name once.
fn declared<'s>(builder: &Builder<'_, '_>, statements: &'s [Statement]) -> Vec<&'s Statement> {
    let mut seen = BTreeSet::new();
    statements
        .iter()
        .filter(|statement| value(statement).is_some())
        .filter(|statement| {
            let known = builder.scope.name(&statement.id.text);
            known.is_some_and(|symbol| symbol.kind == SymbolKind::Computed)
                && seen.insert(statement.id.text.as_str())
        })
        .collect()
}

fn needs(statement: &Statement, numbers: &BTreeMap<&str, usize>) -> Vec<usize> {
    let mut read = Vec::new();
    for expression in value(statement).into_iter().chain(&statement.when) {
        paths(expression, &mut read);
    }
    read.into_iter()
        .filter_map(|path| numbers.get(joined(path).as_str()).copied())
        .collect()
}

fn define_one(builder: &mut Builder<'_, '_>, statement: &Statement, text: &Text) {
    let Some(written) = value(statement) else {
        return;
    };
    check_modifiers(builder, statement, text, Allowed::INTERNAL);
    // the running amount is another one in every phase, so a name cannot stand for it
    let mut allowed = phase::all_known().without(AmountName::Subtotal);
    if builder.scope.of_order {
        allowed = allowed.with(AmountName::Items);
    }
    let internal = statement.modifiers.internal.is_some();
    let mut around = Around {
        allowed,
        facts: Facts::default(),
        internal,
    };
    let (condition, first) = match &statement.when {
        None => (None, Reads::default()),
        Some(when) => {
            let (condition, reads) =
                builder.check(text, &around, |checker| checker.condition(when));
            around.facts = around.facts.when_true(when, &builder.scope);
            (condition, reads)
        }
    };
    let (typed, reads) = builder.check(text, &around, |checker| checker.typed(written));
    let name = &statement.id.text;
    let Some(slot) = builder.scope.name(name).map(|symbol| symbol.slot) else {
        return;
    };
    let mut amounts = reads.amounts.clone();
    amounts.extend(&first.amounts);
    let mut through = feature_reads(builder, &reads.slots);
    through.extend(feature_reads(builder, &first.slots));
    builder.computed_reads.insert(slot, through);
    let is_internal = internal || reads.internal.is_some();
    let value_kind = kind(&typed.ty, &builder.slots);
    if let Some(plan) = builder.slots.get_mut(slot.index()) {
        plan.kind = value_kind;
    }
    let options = match typed.ty {
        Type::Option(of) => builder
            .scope
            .slot(of)
            .map(|(_, symbol)| symbol.options.clone()),
        _ => None,
    };
    builder.scope.complete(name, |symbol| {
        symbol.ty = match &typed.ty {
            Type::Option(_) => Type::Option(slot),
            other => other.clone(),
        };
        symbol.options = options.unwrap_or_default();
        symbol.amounts = amounts;
        symbol.internal = is_internal;
        symbol.depth = typed.depth;
    });
    let id = builder.context.texts.intern(name);
    let shown = matches!(statement.effect, Effect::Set(_)) && !internal;
    builder.computed.push(ComputedPlan {
        id,
        slot,
        condition,
        value: typed.node,
        shown,
    });
}

fn kind(ty: &Type, slots: &[SlotPlan]) -> ValueKind {
    match ty {
        Type::Text => ValueKind::Text,
        Type::Boolean => ValueKind::Boolean,
        Type::Date => ValueKind::Date,
        Type::List(_) => ValueKind::List,
        Type::Option(slot) | Type::Options(slot) => slots
            .get(slot.index())
            .map_or(ValueKind::Text, |of| of.kind.clone()),
        Type::Number(_) | Type::Unknown => ValueKind::Number,
    }
}
