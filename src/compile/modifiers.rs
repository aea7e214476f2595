//! Which modifiers a statement takes.

use super::builder::Builder;
use super::step::report;
use crate::check::Text;
use crate::diagnostic::{Code, Span};
use crate::parse::syntax::{Per, Statement};

/// Which modifiers a statement takes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Allowed {
    per: bool,
    side: bool,
    during: bool,
    priority: bool,
    stop: bool,
    not_discountable: bool,
}

impl Allowed {
    /// Only `internal`.
    pub const INTERNAL: Self = Self {
        per: false,
        side: false,
        during: false,
        priority: false,
        stop: false,
        not_discountable: false,
    };
    /// Those of a surcharge.
    pub const SURCHARGE: Self = Self {
        per: true,
        during: true,
        priority: true,
        stop: true,
        not_discountable: true,
        ..Self::INTERNAL
    };
    /// Those of a discount.
    pub const DISCOUNT: Self = Self {
        per: true,
        during: true,
        priority: true,
        stop: true,
        ..Self::INTERNAL
    };
    /// Those of tiers.
    pub const TIERS: Self = Self {
        during: true,
        priority: true,
        stop: true,
        ..Self::INTERNAL
    };
    /// Those of a minimum or maximum.
    pub const LIMIT: Self = Self {
        per: true,
        side: true,
        ..Self::INTERNAL
    };
    /// Those of rounding and endings.
    pub const ROUNDING: Self = Self {
        per: true,
        ..Self::INTERNAL
    };
}

/// Reports modifiers that the statement does not take.
pub(super) fn check_modifiers(
    builder: &mut Builder<'_, '_>,
    statement: &Statement,
    text: &Text,
    allowed: Allowed,
) {
    let modifiers = &statement.modifiers;
    let found: [(Option<Span>, bool, &str); 6] = [
        (modifiers.per.map(|(_, span)| span), allowed.per, "per …"),
        (
            modifiers.before_discounts.map(|(_, span)| span),
            allowed.side,
            "before/after discounts",
        ),
        (
            modifiers.during.as_ref().map(|name| name.span),
            allowed.during,
            "during …",
        ),
        (
            modifiers.priority.map(|(_, span)| span),
            allowed.priority,
            "priority …",
        ),
        (modifiers.stop, allowed.stop, "stop"),
        (
            modifiers.not_discountable,
            allowed.not_discountable,
            "not discountable",
        ),
    ];
    for (span, allowed, name) in found {
        if let (Some(span), false) = (span, allowed) {
            let message = format!("`{name}` means nothing on this statement");
            report(builder, text, Code::InvalidStatement, span, &message, None);
        }
    }
    if let Some(by) = &modifiers.by
        && !matches!(modifiers.per, Some((Per::Order, _)))
    {
        let message = "`by` follows `once per order`";
        report(
            builder,
            text,
            Code::InvalidStatement,
            by.span,
            message,
            None,
        );
    }
}
