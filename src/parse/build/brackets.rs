//! Brackets: parentheses and lists where a value stands, ranges and tests after `in`.
//!
//! The grammar reads all of them by one rule, so that nothing is read twice; which one it is shows
//! in what stands between and around.

use pest::iterators::Pair;

use super::Builder;
use super::chain::binary;
use super::expression::Built;
use crate::diagnostic::{Code, Span};
use crate::parse::grammar::Rule;
use crate::parse::syntax::{ExpressionKind, InTest};

/// What stands between and around a pair of brackets.
struct Brackets<'i> {
    open: Pair<'i, Rule>,
    close: Pair<'i, Rule>,
    items: Vec<Pair<'i, Rule>>,
    range: Option<Pair<'i, Rule>>,
}

impl<'i> Brackets<'i> {
    fn read(pair: &Pair<'i, Rule>) -> Option<Self> {
        let (mut open, mut close, mut range, mut items) = (None, None, None, Vec::new());
        for part in pair.clone().into_inner() {
            match part.as_rule() {
                Rule::open => open = Some(part),
                Rule::close => close = Some(part),
                Rule::range_end => range = Some(part),
                Rule::item => items.push(part),
                _ => {}
            }
        }
        Some(Self {
            open: open?,
            close: close?,
            items,
            range,
        })
    }

    fn round(&self) -> bool {
        self.open.as_str() == "("
    }
}

impl Builder<'_> {
    /// A primary where a value must stand.
    pub(super) fn value(&mut self, pair: &Pair<'_, Rule>) -> Option<Built> {
        if pair.as_rule() != Rule::bracketed {
            return self.primary(pair);
        }
        let Some(brackets) = Brackets::read(pair) else {
            return self.unreadable();
        };
        let span = self.span(pair);
        if brackets.range.is_some() {
            let message = "expected a value, found a range";
            return self.fault_with(
                Code::Syntax,
                span,
                message,
                "a range stands after `in`: `x in [1..5]`",
            );
        }
        self.closed(&brackets)?;
        if brackets.round() {
            self.parenthesized(&brackets, span)
        } else {
            self.list(&brackets, span)
        }
    }

    /// The closing bracket must be of the opening one's kind.
    fn closed(&mut self, brackets: &Brackets<'_>) -> Option<()> {
        let expected = if brackets.round() { ")" } else { "]" };
        let found = brackets.close.as_str();
        if found == expected {
            return Some(());
        }
        let span = self.span(&brackets.close);
        self.fault(
            Code::Syntax,
            span,
            format!("expected `{expected}`, found `{found}`"),
        )
    }

    fn parenthesized(&mut self, brackets: &Brackets<'_>, span: Span) -> Option<Built> {
        match brackets.items.as_slice() {
            [item] => {
                let inner = self.item(item)?;
                Some(Built {
                    outer: span,
                    ..inner
                })
            }
            [] => self.fault(
                Code::Syntax,
                span,
                "expected an expression between the parentheses, found nothing",
            ),
            [..] => self.fault_with(
                Code::Syntax,
                span,
                "expected one value between the parentheses, found several",
                "write a list as `[a, b]`, and decimals with a point",
            ),
        }
    }

    fn list(&mut self, brackets: &Brackets<'_>, span: Span) -> Option<Built> {
        let mut values = Vec::new();
        let mut depth = 0;
        for item in &brackets.items {
            let built = self.item(item)?;
            depth = depth.max(built.depth);
            values.push(built.expression);
        }
        self.node(ExpressionKind::List(values), span, depth)
    }

    /// An item where only a value may stand.
    fn item(&mut self, item: &Pair<'_, Rule>) -> Option<Built> {
        if let Some(comparison) = Self::find(item, Rule::comparison) {
            let span = self.span(&comparison);
            let found = comparison.as_str();
            let message = format!("expected a value, found `{found}`");
            return self.fault_with(
                Code::Syntax,
                span,
                message,
                format!("a comparison without a left side stands after `in`: `x in ({found} 10)`"),
            );
        }
        let inner = self.part(item, Rule::expression)?;
        self.nested(&inner)
    }

    /// The tests that brackets after `in` hold, with the depth of the deepest.
    pub(super) fn tests(&mut self, pair: &Pair<'_, Rule>) -> Option<(Vec<InTest>, usize)> {
        let Some(brackets) = Brackets::read(pair) else {
            return self.unreadable();
        };
        let span = self.span(pair);
        if brackets.range.is_some() {
            let (range, depth) = self.range(&brackets, span)?;
            return Some((vec![range], depth));
        }
        self.closed(&brackets)?;
        if !brackets.round() {
            let list = self.list(&brackets, span)?;
            return Some((vec![InTest::Value(list.expression)], list.depth));
        }
        if brackets.items.is_empty() {
            return self.fault(
                Code::Syntax,
                span,
                "expected a value, a range or a comparison, found nothing",
            );
        }
        let mut tests = Vec::new();
        let mut deepest = 0;
        for item in &brackets.items {
            let (test, depth) = self.test(item)?;
            deepest = deepest.max(depth);
            tests.push(test);
        }
        Some((tests, deepest))
    }

    fn test(&mut self, item: &Pair<'_, Rule>) -> Option<(InTest, usize)> {
        let inner = self.part(item, Rule::expression)?;
        if let Some(comparison) = Self::find(item, Rule::comparison) {
            let Some(operator) = binary(comparison.as_str()) else {
                return self.unreadable();
            };
            let value = self.nested(&inner)?;
            let span = self.span(&comparison).to(value.outer);
            return Some((
                InTest::Comparison(operator, value.expression, span),
                value.depth,
            ));
        }
        if let Some(pair) = sole_bracket(&inner)
            && let Some(brackets) = Brackets::read(&pair)
            && brackets.range.is_some()
        {
            let span = self.span(&pair);
            return self.range(&brackets, span);
        }
        let value = self.nested(&inner)?;
        Some((InTest::Value(value.expression), value.depth))
    }

    fn range(&mut self, brackets: &Brackets<'_>, span: Span) -> Option<(InTest, usize)> {
        let (Some(low), Some(high)) = (brackets.items.first(), &brackets.range) else {
            return self.unreadable();
        };
        let low = self.item(low)?;
        let high = self.part(high, Rule::expression)?;
        let high = self.nested(&high)?;
        let depth = low.depth.max(high.depth);
        let range = InTest::Range {
            low: low.expression,
            low_included: !brackets.round(),
            high: high.expression,
            high_included: brackets.close.as_str() == "]",
            span,
        };
        Some((range, depth))
    }
}

/// The brackets that the expression consists of, if it is nothing else.
fn sole_bracket<'i>(expression: &Pair<'i, Rule>) -> Option<Pair<'i, Rule>> {
    let sole = |pair: &Pair<'i, Rule>| {
        let mut inner = pair.clone().into_inner();
        let first = inner.next();
        if inner.next().is_none() { first } else { None }
    };
    let operand = sole(expression).filter(|part| part.as_rule() == Rule::operand)?;
    sole(&operand).filter(|part| part.as_rule() == Rule::bracketed)
}
