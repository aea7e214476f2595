//! `forbid`, `require`, `warn`, `on_request`: what is said of a configuration, not charged for it.

use super::builder::{Around, Builder};
use super::computed::feature_reads;
use super::modifiers::{Allowed, check_modifiers};
use super::phase;
use super::step::label;
use crate::check::{AmountSet, Reads, Text};
use crate::parse::syntax::{Expression, Statement};
use crate::plan::{AmountName, Constraint, NodeId, NoticePlan, Validity};

/// A condition and a test that are in order.
struct Tested {
    condition: Option<NodeId>,
    test: NodeId,
    validity: Validity,
    reads: Reads,
}

/// Compiles `forbid` or `require`.
pub(super) fn constraint(
    builder: &mut Builder<'_, '_>,
    statement: &Statement,
    text: &Text,
    test: &Expression,
    violated_when: bool,
) {
    // an order's constraints may look at what its items come to
    let known: &[AmountName] = if builder.scope.of_order {
        &[AmountName::Items]
    } else {
        &[]
    };
    let Some(tested) = tested(builder, statement, text, test, AmountSet::of(known)) else {
        return;
    };
    let constraint = Constraint {
        id: builder.context.texts.intern(&statement.id.text),
        label: label(builder, statement),
        condition: tested.condition,
        test: tested.test,
        violated_when,
        validity: tested.validity,
        reads: feature_reads(builder, &tested.reads.slots),
        place: text.span(statement.id.span),
    };
    builder.constraints.push(constraint);
}

/// Compiles `warn` or `on_request`.
pub(super) fn notice(
    builder: &mut Builder<'_, '_>,
    statement: &Statement,
    text: &Text,
    test: &Expression,
    on_request: bool,
) {
    let known = if builder.scope.of_order {
        AmountSet::of(&[AmountName::Items, AmountName::Subtotal])
    } else {
        phase::all_known()
    };
    let Some(tested) = tested(builder, statement, text, test, known) else {
        return;
    };
    let notice = NoticePlan {
        id: builder.context.texts.intern(&statement.id.text),
        label: label(builder, statement),
        condition: tested.condition,
        test: tested.test,
        on_request,
        validity: tested.validity,
        place: text.span(statement.id.span),
    };
    builder.notices.push(notice);
}

fn tested(
    builder: &mut Builder<'_, '_>,
    statement: &Statement,
    text: &Text,
    test: &Expression,
    known: AmountSet,
) -> Option<Tested> {
    check_modifiers(builder, statement, text, Allowed::INTERNAL);
    let mut around = Around::amounts(known);
    around.internal = statement.modifiers.internal.is_some();
    let mut all = Reads::default();
    let condition = statement.when.as_ref().and_then(|when| {
        let (node, reads) = builder.check(text, &around, |checker| checker.condition(when));
        all = reads;
        around.facts = around.facts.when_true(when, &builder.scope);
        node
    });
    let (node, reads) = builder.check(text, &around, |checker| checker.condition(test));
    all.slots.extend(reads.slots);
    let place = text.place(statement.id.span);
    let validity = builder
        .context
        .validity(statement.from, statement.until, place);
    Some(Tested {
        condition,
        test: node?,
        validity,
        reads: all,
    })
}
