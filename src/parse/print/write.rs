//! Expressions, names and literals.

use std::fmt::{Display, Write as _};

use crate::parse::syntax::{BinaryOperator, Expression, ExpressionKind, InTest, Path};
use crate::parse::words;

/// How strongly an expression holds together; weaker ones need parentheses inside stronger ones.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    Conditional,
    Or,
    And,
    Comparison,
    Sum,
    Product,
    Power,
    Sign,
    Primary,
}

/// Adds what displays itself.
pub(super) fn put(out: &mut String, value: impl Display) {
    // Writing to a `String` cannot fail.
    let _ = write!(out, "{value}");
}

/// Adds an expression.
pub(super) fn expression(out: &mut String, expression: &Expression) {
    at_least(out, expression, Strength::Conditional);
}

/// Adds an expression, in parentheses if it is weaker than needed.
fn at_least(out: &mut String, expression: &Expression, needed: Strength) {
    if strength(&expression.kind) < needed {
        out.push('(');
        bare(out, expression);
        out.push(')');
    } else {
        bare(out, expression);
    }
}

fn strength(kind: &ExpressionKind) -> Strength {
    match kind {
        ExpressionKind::If(..) => Strength::Conditional,
        ExpressionKind::Binary(operator, ..) => operator_strength(*operator),
        ExpressionKind::In(..) | ExpressionKind::Between(..) | ExpressionKind::IsSet(_) => {
            Strength::Comparison
        }
        ExpressionKind::Power(..) => Strength::Power,
        ExpressionKind::Negate(_) => Strength::Sign,
        _ => Strength::Primary,
    }
}

const fn operator_strength(operator: BinaryOperator) -> Strength {
    use BinaryOperator::{Add, And, Divide, Multiply, Or, Subtract};
    match operator {
        Or => Strength::Or,
        And => Strength::And,
        Add | Subtract => Strength::Sum,
        Multiply | Divide => Strength::Product,
        _ => Strength::Comparison,
    }
}

/// The operator as it is written.
const fn sign(operator: BinaryOperator) -> &'static str {
    match operator {
        BinaryOperator::Add => "+",
        BinaryOperator::Subtract => "-",
        BinaryOperator::Multiply => "*",
        BinaryOperator::Divide => "/",
        BinaryOperator::Equal => "=",
        BinaryOperator::NotEqual => "!=",
        BinaryOperator::Less => "<",
        BinaryOperator::LessOrEqual => "<=",
        BinaryOperator::Greater => ">",
        BinaryOperator::GreaterOrEqual => ">=",
        BinaryOperator::And => "and",
        BinaryOperator::Or => "or",
    }
}

fn bare(out: &mut String, expression: &Expression) {
    match &expression.kind {
        ExpressionKind::Number(number) => put(out, number),
        ExpressionKind::Text(value) => text(out, value),
        ExpressionKind::Boolean(value) => put(out, value),
        ExpressionKind::Date(date) => put(out, format_args!("date(\"{date}\")")),
        ExpressionKind::Money(amounts) => {
            enclosed(out, "{", amounts, "}", |out, (currency, amount)| {
                put(out, format_args!("{currency} {amount}"));
            });
        }
        ExpressionKind::Path(name) => path(out, name),
        ExpressionKind::IsSet(name) => {
            path(out, name);
            out.push_str(" is set");
        }
        ExpressionKind::Price(name) => {
            out.push_str("price(");
            path(out, name);
            out.push(')');
        }
        ExpressionKind::Call(function, _, arguments) => {
            out.push_str(function.name());
            enclosed(out, "(", arguments, ")", self::expression);
        }
        ExpressionKind::Lookup(table, arguments) => {
            out.push_str("lookup(");
            text(out, &table.text);
            for argument in arguments {
                out.push_str(", ");
                self::expression(out, argument);
            }
            out.push(')');
        }
        ExpressionKind::List(values) => enclosed(out, "[", values, "]", self::expression),
        kind => composed(out, kind),
    }
}

/// What is made of expressions with words and signs between them.
fn composed(out: &mut String, kind: &ExpressionKind) {
    match kind {
        ExpressionKind::Negate(inner) => {
            out.push('-');
            at_least(out, inner, Strength::Sign);
        }
        ExpressionKind::Not(inner) => {
            enclosed(out, "not(", std::slice::from_ref(&**inner), ")", expression)
        }
        ExpressionKind::Binary(operator, left, right) => binary(out, *operator, left, right),
        ExpressionKind::Power(base, exponent) => {
            at_least(out, base, Strength::Primary);
            put(out, format_args!(" ** {exponent}"));
        }
        ExpressionKind::Between(value, low, high) => {
            at_least(out, value, Strength::Sum);
            out.push_str(" between ");
            at_least(out, low, Strength::Sum);
            out.push_str(" and ");
            at_least(out, high, Strength::Sum);
        }
        ExpressionKind::If(condition, yes, no) => {
            out.push_str("if ");
            expression(out, condition);
            out.push_str(" then ");
            expression(out, yes);
            out.push_str(" else ");
            expression(out, no);
        }
        ExpressionKind::In(value, tests) => {
            at_least(out, value, Strength::Sum);
            out.push_str(" in ");
            inside(out, tests);
        }
        _ => {}
    }
}

/// Sums and products chain to the left; comparisons do not chain.
fn binary(out: &mut String, operator: BinaryOperator, left: &Expression, right: &Expression) {
    let own = operator_strength(operator);
    let (left_needs, right_needs) = match own {
        Strength::Or => (Strength::Or, Strength::And),
        Strength::And => (Strength::And, Strength::Comparison),
        Strength::Sum => (Strength::Sum, Strength::Product),
        Strength::Product => (Strength::Product, Strength::Power),
        _ => (Strength::Sum, Strength::Sum),
    };
    at_least(out, left, left_needs);
    put(out, format_args!(" {} ", sign(operator)));
    at_least(out, right, right_needs);
}

/// The tests after `in`: one range, name or list stands by itself.
fn inside(out: &mut String, tests: &[InTest]) {
    match tests {
        [single @ InTest::Range { .. }] => test(out, single),
        [InTest::Value(value)]
            if matches!(
                value.kind,
                ExpressionKind::Path(_) | ExpressionKind::List(_)
            ) =>
        {
            expression(out, value);
        }
        _ => enclosed(out, "(", tests, ")", test),
    }
}

fn test(out: &mut String, test: &InTest) {
    match test {
        InTest::Value(value) => expression(out, value),
        InTest::Comparison(operator, value, _) => {
            put(out, format_args!("{} ", sign(*operator)));
            expression(out, value);
        }
        InTest::Range {
            low,
            low_included,
            high,
            high_included,
            ..
        } => {
            out.push(if *low_included { '[' } else { '(' });
            expression(out, low);
            out.push_str("..");
            expression(out, high);
            out.push(if *high_included { ']' } else { ')' });
        }
    }
}

/// Adds items between brackets, with commas.
pub(super) fn enclosed<T>(
    out: &mut String,
    open: &str,
    items: &[T],
    close: &str,
    item: impl Fn(&mut String, &T),
) {
    out.push_str(open);
    separated(out, items, item);
    out.push_str(close);
}

/// Adds items with commas between them.
pub(super) fn separated<T>(out: &mut String, items: &[T], item: impl Fn(&mut String, &T)) {
    for (index, value) in items.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        item(out, value);
    }
}

/// Adds a path; its first part keeps its backticks, since they say that it is no built-in name.
pub(super) fn path(out: &mut String, path: &Path) {
    for (index, part) in path.parts.iter().enumerate() {
        if index > 0 {
            out.push('.');
        }
        if index == 0 && path.quoted {
            put(out, format_args!("`{}`", part.text));
        } else {
            name(out, &part.text);
        }
    }
}

/// Adds a name, in backticks where it needs them.
pub(super) fn name(out: &mut String, name: &str) {
    if words::is_bare(name) {
        out.push_str(name);
    } else {
        put(out, format_args!("`{name}`"));
    }
}

/// Adds a text in quotes. Characters that nobody sees are escaped.
pub(super) fn text(out: &mut String, value: &str) {
    out.push('"');
    for character in value.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            _ if character.is_control() || words::is_deceptive(character) => {
                put(out, character.escape_unicode());
            }
            _ => out.push(character),
        }
    }
    out.push('"');
}
