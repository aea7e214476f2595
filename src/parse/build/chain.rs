//! A flat chain of operands and operators to a tree, by precedence.
//!
//! From weak to strong: `or`, `and`, comparisons (which do not chain), `+ -`, `* /`, `**`, minus.
//! Each level is a loop over the next, so the recursion is as deep as there are levels, however
//! long the chain is.

use std::collections::VecDeque;

use pest::iterators::Pair;

use super::Builder;
use super::expression::Built;
use crate::diagnostic::{Code, Span};
use crate::parse::grammar::Rule;
use crate::parse::syntax::{BinaryOperator, ExpressionKind, InTest};

/// The strongest power that can be written.
const MAXIMUM_EXPONENT: i64 = 64;

/// A part of the chain.
enum Link<'i> {
    /// A primary with the minus signs before it.
    Operand {
        signs: Vec<Span>,
        primary: Pair<'i, Rule>,
    },
    /// What stands between two operands.
    Operator(Operator, Span),
    /// `is set` after an operand.
    IsSet(Span),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Operator {
    Binary(BinaryOperator),
    Power,
    In,
    Between,
}

/// Precedence levels of the operators that chain to the left.
#[derive(Clone, Copy)]
enum Level {
    Or,
    And,
    Sum,
    Product,
}

impl Level {
    const fn holds(self, operator: BinaryOperator) -> bool {
        use BinaryOperator::{Add, And, Divide, Multiply, Or, Subtract};
        match self {
            Self::Or => matches!(operator, Or),
            Self::And => matches!(operator, And),
            Self::Sum => matches!(operator, Add | Subtract),
            Self::Product => matches!(operator, Multiply | Divide),
        }
    }
}

type Links<'i> = VecDeque<Link<'i>>;

/// The binary operator that is written so.
pub(super) fn binary(text: &str) -> Option<BinaryOperator> {
    Some(match text {
        "+" => BinaryOperator::Add,
        "-" => BinaryOperator::Subtract,
        "*" => BinaryOperator::Multiply,
        "/" => BinaryOperator::Divide,
        "=" => BinaryOperator::Equal,
        "!=" => BinaryOperator::NotEqual,
        "<" => BinaryOperator::Less,
        "<=" => BinaryOperator::LessOrEqual,
        ">" => BinaryOperator::Greater,
        ">=" => BinaryOperator::GreaterOrEqual,
        "and" => BinaryOperator::And,
        "or" => BinaryOperator::Or,
        _ => return None,
    })
}

impl Builder<'_> {
    /// The tree of an expression without `if` at its front.
    pub(super) fn chain(&mut self, pair: &Pair<'_, Rule>) -> Option<Built> {
        let mut links = Links::new();
        for part in pair.clone().into_inner() {
            links.push_back(self.link(&part)?);
        }
        let built = self.left_to_right(&mut links, Level::Or)?;
        // INVARIANT: the levels take every operator, so the chain is used up.
        if links.front().is_some() {
            self.unreadable()
        } else {
            Some(built)
        }
    }

    fn link<'i>(&mut self, part: &Pair<'i, Rule>) -> Option<Link<'i>> {
        let span = self.span(part);
        match part.as_rule() {
            Rule::is_set => Some(Link::IsSet(span)),
            Rule::operand => self.operand_link(part),
            Rule::operator => {
                let text = part.as_str().trim();
                let operator = match text {
                    "**" => Operator::Power,
                    "in" => Operator::In,
                    "between" => Operator::Between,
                    _ => match binary(text) {
                        Some(operator) => Operator::Binary(operator),
                        None => return self.unreadable(),
                    },
                };
                Some(Link::Operator(operator, span))
            }
            _ => self.unreadable(),
        }
    }

    fn operand_link<'i>(&mut self, part: &Pair<'i, Rule>) -> Option<Link<'i>> {
        let mut signs = Vec::new();
        for inner in part.clone().into_inner() {
            if inner.as_rule() == Rule::minus {
                signs.push(self.span(&inner));
            } else {
                return Some(Link::Operand {
                    signs,
                    primary: inner,
                });
            }
        }
        self.unreadable()
    }

    /// `a + b + c`, and the same for the other operators that chain.
    fn left_to_right(&mut self, links: &mut Links<'_>, level: Level) -> Option<Built> {
        let mut left = self.stronger(links, level)?;
        while let Some(operator) = take_binary(links, |operator| level.holds(operator)) {
            let right = self.stronger(links, level)?;
            left = self.join(operator, left, right)?;
        }
        Some(left)
    }

    fn stronger(&mut self, links: &mut Links<'_>, level: Level) -> Option<Built> {
        match level {
            Level::Or => self.left_to_right(links, Level::And),
            Level::And => self.comparison(links),
            Level::Sum => self.left_to_right(links, Level::Product),
            Level::Product => self.power(links),
        }
    }

    fn join(&mut self, operator: BinaryOperator, left: Built, right: Built) -> Option<Built> {
        let span = left.outer.to(right.outer);
        let below = left.depth.max(right.depth);
        let kind = ExpressionKind::Binary(
            operator,
            Box::new(left.expression),
            Box::new(right.expression),
        );
        self.node(kind, span, below)
    }

    /// At most one comparison between sums.
    fn comparison(&mut self, links: &mut Links<'_>) -> Option<Built> {
        let left = self.left_to_right(links, Level::Sum)?;
        let left_span = left.outer;
        let compared = match links.front() {
            Some(Link::IsSet(span)) => {
                let span = *span;
                links.pop_front();
                self.is_set(left, span)?
            }
            Some(Link::Operator(Operator::In, _)) => {
                links.pop_front();
                self.inside(left, links)?
            }
            Some(Link::Operator(Operator::Between, _)) => {
                links.pop_front();
                self.between(left, links)?
            }
            _ => match take_binary(links, is_comparison) {
                Some(operator) => {
                    let right = self.left_to_right(links, Level::Sum)?;
                    self.join(operator, left, right)?
                }
                None => return Some(left),
            },
        };
        match links.front() {
            Some(Link::IsSet(span)) => self.chained(left_span, compared.expression.span, *span),
            Some(Link::Operator(Operator::In | Operator::Between, span)) => {
                self.chained(left_span, compared.expression.span, *span)
            }
            Some(Link::Operator(Operator::Binary(operator), span)) if is_comparison(*operator) => {
                self.chained(left_span, compared.expression.span, *span)
            }
            _ => Some(compared),
        }
    }

    /// `a < b < c`.
    fn chained<T>(&mut self, left: Span, first: Span, operator: Span) -> Option<T> {
        let whole = self.faults.excerpt(first);
        let found = self.faults.excerpt(operator);
        let after_left = Span {
            start: left.end,
            end: first.end,
        };
        let rest = self.faults.excerpt(after_left);
        let middle = rest.trim_start_matches(['<', '>', '=', '!']).trim();
        let help = if middle.len() < rest.len() {
            let rest = if found.starts_with("is") { "" } else { " …" };
            format!("write `{whole} and {middle} {found}{rest}`")
        } else {
            format!("join two comparisons with `and`, or write `({whole}) {found} …`")
        };
        let message = format!("expected one comparison, found `{found}` after another");
        self.fault_with(Code::FeelSyntax, operator, message, help)
    }

    fn is_set(&mut self, left: Built, span: Span) -> Option<Built> {
        let whole = left.outer.to(span);
        match left.expression.kind {
            ExpressionKind::Path(path) => self.node(ExpressionKind::IsSet(path), whole, 0),
            _ => {
                let found = self.faults.excerpt(left.expression.span);
                let message = format!("expected a name before `is set`, found `{found}`");
                self.fault(Code::Syntax, left.expression.span, message)
            }
        }
    }

    fn between(&mut self, left: Built, links: &mut Links<'_>) -> Option<Built> {
        let low = self.left_to_right(links, Level::Sum)?;
        if take_binary(links, |operator| operator == BinaryOperator::And).is_none() {
            let span = Span {
                start: low.outer.end,
                end: low.outer.end,
            };
            let message = "expected `and` with the upper end after `between`";
            return self.fault_with(Code::Syntax, span, message, "write `x between a and b`");
        }
        let high = self.left_to_right(links, Level::Sum)?;
        let span = left.outer.to(high.outer);
        let below = left.depth.max(low.depth).max(high.depth);
        let boxed = |built: Built| Box::new(built.expression);
        self.node(
            ExpressionKind::Between(boxed(left), boxed(low), boxed(high)),
            span,
            below,
        )
    }

    /// `x in …`: brackets that nothing follows are the tests, anything else is one value.
    fn inside(&mut self, left: Built, links: &mut Links<'_>) -> Option<Built> {
        let brackets = match links.front() {
            Some(Link::Operand { signs, primary }) if signs.is_empty() => {
                Some(primary.clone()).filter(|primary| primary.as_rule() == Rule::bracketed)
            }
            _ => None,
        };
        let calculated =
            matches!(links.get(1), Some(Link::Operator(operator, _)) if is_arithmetic(*operator));
        let alone = brackets.filter(|_| !calculated);
        let (tests, below, end) = match alone {
            Some(brackets) => {
                links.pop_front();
                let (tests, below) = self.tests(&brackets)?;
                (tests, below, self.span(&brackets))
            }
            None => {
                let value = self.left_to_right(links, Level::Sum)?;
                let span = value.outer;
                (vec![InTest::Value(value.expression)], value.depth, span)
            }
        };
        let span = left.outer.to(end);
        let below = left.depth.max(below);
        self.node(
            ExpressionKind::In(Box::new(left.expression), tests),
            span,
            below,
        )
    }

    /// A primary, its exponent and the minus signs before it.
    fn power(&mut self, links: &mut Links<'_>) -> Option<Built> {
        let Some(Link::Operand { signs, primary }) = links.pop_front() else {
            return self.unreadable();
        };
        let base = self.value(&primary)?;
        let Some(operator) = take_power(links) else {
            return self.negated(base, &signs);
        };
        if let Some(sign) = signs.first() {
            return self.signed_power(sign.to(base.outer), base.outer, links);
        }
        let Some(Link::Operand {
            signs,
            primary: exponent,
        }) = links.pop_front()
        else {
            return self.unreadable();
        };
        let (value, end) = self.exponent(&signs, &exponent)?;
        let span = base.outer.to(end);
        if let Some(second) = take_power(links) {
            let written = self.faults.excerpt(span);
            let message = "expected one power, found `**` after another";
            return self.fault_with(
                Code::FeelSyntax,
                operator.to(second),
                message,
                format!("write `({written}) ** …`, or the power that is meant as one number"),
            );
        }
        let depth = base.depth;
        self.node(
            ExpressionKind::Power(Box::new(base.expression), value),
            span,
            depth,
        )
    }

    fn negated(&mut self, mut built: Built, signs: &[Span]) -> Option<Built> {
        for sign in signs.iter().rev() {
            let span = sign.to(built.outer);
            built = self.node(
                ExpressionKind::Negate(Box::new(built.expression)),
                span,
                built.depth,
            )?;
        }
        Some(built)
    }

    /// `-2 ** 2`, which FEEL reads as `(-2) ** 2` and arithmetic as `-(2 ** 2)`.
    fn signed_power<T>(&mut self, left: Span, base: Span, links: &mut Links<'_>) -> Option<T> {
        let exponent = match links.pop_front() {
            Some(Link::Operand { primary, signs }) => {
                let end = self.span(&primary);
                signs.first().map_or(end, |sign| sign.to(end))
            }
            _ => return self.unreadable(),
        };
        let power = self.faults.excerpt(exponent);
        let signed = self.faults.excerpt(left);
        let plain = self.faults.excerpt(base);
        self.fault_with(
            Code::FeelSyntax,
            left.to(exponent),
            format!("expected parentheses in `{signed} ** {power}`, which can be read in two ways"),
            format!("write `({signed}) ** {power}` or `-({plain} ** {power})`"),
        )
    }

    fn exponent(&mut self, signs: &[Span], primary: &Pair<'_, Rule>) -> Option<(i32, Span)> {
        let span = signs
            .first()
            .map_or(self.span(primary), |sign| sign.to(self.span(primary)));
        let found = self.faults.excerpt(span);
        let number = if primary.as_rule() == Rule::number && signs.len() <= 1 {
            self.number(primary)?.to_i64()
        } else {
            None
        };
        let value = number.filter(|number| (0..=MAXIMUM_EXPONENT).contains(number));
        match value.and_then(|value| i32::try_from(value).ok()) {
            Some(value) if signs.is_empty() => Some((value, span)),
            Some(value) => Some((value.saturating_neg(), span)),
            None => self.fault_with(
                Code::NotWhole,
                span,
                format!("expected a whole number from -64 to 64 after `**`, found `{found}`"),
                "write the exponent as a number, such as `x ** 2`",
            ),
        }
    }
}

fn is_comparison(operator: BinaryOperator) -> bool {
    use BinaryOperator::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
    matches!(
        operator,
        Equal | NotEqual | Less | LessOrEqual | Greater | GreaterOrEqual
    )
}

fn is_arithmetic(operator: Operator) -> bool {
    match operator {
        Operator::Power => true,
        Operator::Binary(operator) => Level::Sum.holds(operator) || Level::Product.holds(operator),
        Operator::In | Operator::Between => false,
    }
}

fn take_binary(
    links: &mut Links<'_>,
    wanted: impl Fn(BinaryOperator) -> bool,
) -> Option<BinaryOperator> {
    match links.front() {
        Some(Link::Operator(Operator::Binary(operator), _)) if wanted(*operator) => {
            let operator = *operator;
            links.pop_front();
            Some(operator)
        }
        _ => None,
    }
}

fn take_power(links: &mut Links<'_>) -> Option<Span> {
    match links.front() {
        Some(Link::Operator(Operator::Power, span)) => {
            let span = *span;
            links.pop_front();
            Some(span)
        }
        _ => None,
    }
}
