//! Statements.

use super::write::{enclosed, expression, name, path, put, separated, text};
use crate::money::Decimal;
use crate::parse::syntax::{
    Adjustment, AmountSubject, Choice, Effect, Expectation, Expression, ExpressionKind, Given,
    Literal, Modifiers, Package, Per, Statement, Subject, TierBasis, TierEffect, TierKind,
    TierStep, Tiers,
};

/// Adds a statement, without a line break at its end.
pub(super) fn statement(out: &mut String, statement: &Statement) {
    out.push_str(keyword(&statement.effect));
    out.push(' ');
    name(out, &statement.id.text);
    if let Some(label) = &statement.label {
        out.push(' ');
        text(out, label);
    }
    if let Some(day) = statement.from {
        put(out, format_args!(" from {day}"));
    }
    if let Some(day) = statement.until {
        put(out, format_args!(" until {day}"));
    }
    if let Effect::Tiers(tiers) = &statement.effect {
        basis(out, tiers);
    }
    if let Some(condition) = &statement.when {
        out.push_str("\n  when ");
        expression(out, condition);
    }
    effect(out, &statement.effect);
    let once = matches!(statement.effect, Effect::Surcharge(_) | Effect::Discount(_));
    modifiers(out, &statement.modifiers, once);
}

const fn keyword(effect: &Effect) -> &'static str {
    match effect {
        Effect::Let(_) => "let",
        Effect::Set(_) => "set",
        Effect::Surcharge(_) => "surcharge",
        Effect::Discount(_) => "discount",
        Effect::Tiers(_) => "tiers",
        Effect::Minimum(_) => "minimum",
        Effect::Maximum(_) => "maximum",
        Effect::Round { .. } => "round",
        Effect::End { .. } => "end",
        Effect::Phase { .. } => "phase",
        Effect::Forbid(_) => "forbid",
        Effect::Require(_) => "require",
        Effect::Warn(_) => "warn",
        Effect::OnRequest(_) => "on_request",
        Effect::Test { .. } => "test",
    }
}

fn effect(out: &mut String, effect: &Effect) {
    match effect {
        Effect::Let(value) => after(out, " = ", value),
        Effect::Set(value)
        | Effect::Minimum(value)
        | Effect::Maximum(value)
        | Effect::Forbid(value)
        | Effect::Require(value)
        | Effect::Warn(value)
        | Effect::OnRequest(value) => after(out, " : ", value),
        Effect::Surcharge(value) | Effect::Discount(value) => {
            out.push_str(" : ");
            adjustment(out, value);
        }
        Effect::Tiers(tiers) => {
            out.push_str(" : ");
            match &tiers.package {
                Some(tier) => package(out, tier),
                None => separated(out, &tiers.steps, step),
            }
        }
        Effect::Round { increment, mode } => {
            after(out, " : to ", increment);
            put(out, format_args!(" {}", mode.as_str()));
        }
        Effect::End { ending, mode } => {
            after(out, " : in ", ending);
            put(out, format_args!(" {}", mode.as_str()));
        }
        Effect::Phase { choice, compound } => phase(out, *choice, *compound),
        Effect::Test {
            given: values,
            expect,
        } => {
            out.push_str("\n  given ");
            enclosed(out, "{ ", values, " }", given);
            out.push_str("\n  expect ");
            separated(out, expect, expectation);
        }
    }
}

fn after(out: &mut String, words: &str, value: &Expression) {
    out.push_str(words);
    expression(out, value);
}

fn adjustment(out: &mut String, adjustment: &Adjustment) {
    match adjustment {
        Adjustment::Amount(amount) => expression(out, amount),
        Adjustment::Percent { rate, of } => {
            if is_literal(rate) {
                expression(out, rate);
                out.push('%');
            } else {
                enclosed(out, "percent(", std::slice::from_ref(rate), ")", expression);
            }
            after(out, " of ", of);
        }
    }
}

/// Whether the rate is a number with at most one sign, as it can stand before `%`.
fn is_literal(rate: &Expression) -> bool {
    let number = |kind: &ExpressionKind| matches!(kind, ExpressionKind::Number(_));
    match &rate.kind {
        ExpressionKind::Negate(inner) => number(&inner.kind),
        kind => number(kind),
    }
}

fn phase(out: &mut String, choice: Option<Choice>, compound: Option<bool>) {
    let choice = choice.map(|choice| match choice {
        Choice::All => "all",
        Choice::First => "first",
        Choice::Best => "best",
    });
    let compound = compound.map(|compound| if compound { "compound" } else { "additive" });
    let words: Vec<&str> = choice.into_iter().chain(compound).collect();
    put(out, format_args!(" : {}", words.join(", ")));
}

fn basis(out: &mut String, tiers: &Tiers) {
    match &tiers.on {
        TierBasis::Quantity => out.push_str(" on quantity"),
        TierBasis::QuantityOfOrder => out.push_str(" on quantity of order"),
        TierBasis::QuantityOfOrderBy(key) => after(out, " on quantity of order by ", key),
    }
    out.push_str(match tiers.kind {
        TierKind::Volume => " volume",
        TierKind::Graduated => " graduated",
        TierKind::Block => " block",
        TierKind::Package => " package",
    });
}

fn step(out: &mut String, step: &TierStep) {
    put(out, format_args!("{} -> ", step.from));
    match &step.effect {
        TierEffect::Price(price) => expression(out, price),
        TierEffect::Discount(value) => {
            out.push_str("discount ");
            adjustment(out, value);
        }
        TierEffect::Surcharge(value) => {
            out.push_str("surcharge ");
            adjustment(out, value);
        }
        TierEffect::None => out.push_str("none"),
        TierEffect::Overage(price) => after(out, "overage ", price),
    }
}

fn package(out: &mut String, package: &Package) {
    expression(out, &package.price);
    put(out, format_args!(" per started {}", package.size));
    if !package.free.is_zero() {
        put(out, format_args!(", first {} free", package.free));
    }
}

/// `once` tells whether an amount per order reads as a fee, not as a limit.
fn modifiers(out: &mut String, modifiers: &Modifiers, once: bool) {
    let per = modifiers.per.map(|(per, _)| match per {
        Per::Piece => " per piece",
        Per::Item => " per item",
        Per::Order if once || modifiers.by.is_some() => " once per order",
        Per::Order => " per order",
    });
    out.push_str(per.unwrap_or(""));
    if let Some(key) = &modifiers.by {
        after(out, " by ", key);
    }
    match modifiers.before_discounts {
        Some((true, _)) => out.push_str(" before discounts"),
        Some((false, _)) => out.push_str(" after discounts"),
        None => {}
    }
    if let Some(phase) = &modifiers.during {
        out.push_str(" during ");
        name(out, &phase.text);
    }
    if let Some((priority, _)) = modifiers.priority {
        put(out, format_args!(" priority {priority}"));
    }
    let flags = [
        (modifiers.stop, " stop"),
        (modifiers.not_discountable, " not discountable"),
        (modifiers.internal, " internal"),
    ];
    for (_, words) in flags.iter().filter(|(flag, _)| flag.is_some()) {
        out.push_str(words);
    }
}

fn given(out: &mut String, given: &Given) {
    path(out, &given.name);
    out.push_str(": ");
    literal(out, &given.value);
}

fn literal(out: &mut String, literal: &Literal) {
    match literal {
        Literal::Number(number) => put(out, number),
        Literal::Text(value) => text(out, value),
        Literal::Boolean(value) => put(out, value),
        Literal::Choices(choices) => enclosed(out, "[", choices, "]", choice),
        Literal::None => out.push_str("none"),
    }
}

fn choice(out: &mut String, (option, quantity): &(String, Decimal)) {
    text(out, option);
    if *quantity != Decimal::from_integer(1) {
        put(out, format_args!(" * {quantity}"));
    }
}

fn expectation(out: &mut String, expectation: &Expectation) {
    match &expectation.subject {
        Subject::Amount(subject, amount) => {
            out.push_str(amount_word(*subject));
            expected(out, *amount);
        }
        Subject::Line(id, amount) => {
            named(out, "line ", &id.text);
            expected(out, *amount);
        }
        // The one status that is also a keyword is read without backticks.
        Subject::Status(status) if status.text == "on_request" => out.push_str("status on_request"),
        Subject::Status(status) => named(out, "status ", &status.text),
        Subject::Violation(id) => named(out, "violation ", &id.text),
        Subject::Warning(id) => named(out, "warning ", &id.text),
        Subject::Value(id, value) => {
            named(out, "value ", &id.text);
            out.push(' ');
            literal(out, value);
        }
    }
}

fn named(out: &mut String, words: &str, id: &str) {
    out.push_str(words);
    name(out, id);
}

fn expected(out: &mut String, amount: Option<Decimal>) {
    match amount {
        Some(amount) => put(out, format_args!(" {amount}")),
        None => out.push_str(" none"),
    }
}

const fn amount_word(subject: AmountSubject) -> &'static str {
    match subject {
        AmountSubject::ListPrice => "list_price",
        AmountSubject::UnitPrice => "unit_price",
        AmountSubject::EffectiveUnitPrice => "effective_unit_price",
        AmountSubject::Amount => "amount",
        AmountSubject::Net => "net",
        AmountSubject::Tax => "tax",
        AmountSubject::Gross => "gross",
    }
}
