//! Adjustments of the order's own rules as steps.

use super::builder::{Around, Builder};
use super::context::Precision;
use super::step::{adjustment, condition, report, step};
use crate::check::{AmountSet, Text};
use crate::diagnostic::Code;
use crate::model::quote::LineKind;
use crate::parse::syntax::{Adjustment, Per, Statement};
use crate::plan::{AmountName, StepScope};

/// A surcharge or discount of the order.
pub(super) fn adjust(
    builder: &mut Builder<'_, '_>,
    statement: &Statement,
    text: &Text,
    written: &Adjustment,
    discount: bool,
) {
    let modifiers = &statement.modifiers;
    if let Some((Per::Piece | Per::Item, span)) = modifiers.per {
        let message = "the catalog's own rules are about the order";
        let help = "leave it out, or move the statement into a component's rules".to_owned();
        report(
            builder,
            text,
            Code::InvalidStatement,
            span,
            message,
            Some(help),
        );
        return;
    }
    let misplaced = [
        modifiers.by.as_ref().map(|by| by.span),
        modifiers.during.as_ref().map(|name| name.span),
        modifiers.not_discountable,
    ];
    for span in misplaced.into_iter().flatten() {
        let message = "this means nothing in the catalog's own rules";
        report(builder, text, Code::InvalidStatement, span, message, None);
    }
    let known = AmountSet::of(&[AmountName::Items, AmountName::Subtotal]);
    let (condition, around) = condition(builder, statement, text, Around::amounts(known));
    let Some(effect) = adjustment(
        builder,
        text,
        &around,
        written,
        discount,
        Precision::PerItem,
    ) else {
        return;
    };
    let kind = if discount {
        LineKind::Discount
    } else {
        LineKind::Surcharge
    };
    let step = step(
        builder,
        statement,
        text,
        kind,
        condition,
        effect,
        StepScope::Item,
    );
    builder.add_step(0, step);
}
