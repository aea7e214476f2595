//! Expressions: from pairs to trees whose depth and size are bounded.

use pest::iterators::Pair;

use super::Builder;
use crate::diagnostic::{Code, Span};
use crate::parse::grammar::Rule;
use crate::parse::limits;
use crate::parse::syntax::{Expression, ExpressionKind, Function, Name};

/// A tree with the longest way to a leaf.
pub(super) struct Built {
    pub expression: Expression,
    pub depth: usize,
    /// The place with the parentheses around it.
    pub outer: Span,
}

impl Builder<'_> {
    /// The tree of a whole expression; counts its nodes afresh.
    pub(super) fn expression(&mut self, pair: &Pair<'_, Rule>) -> Option<Expression> {
        self.nodes = 0;
        self.nested(pair).map(|built| built.expression)
    }

    /// The tree of an expression inside another. Recursion follows brackets and `if` only, which
    /// the scan has limited.
    pub(super) fn nested(&mut self, pair: &Pair<'_, Rule>) -> Option<Built> {
        match Self::find(pair, Rule::conditional) {
            Some(conditional) => self.conditional(&conditional),
            None => self.chain(pair),
        }
    }

    /// A node above others, unless the tree becomes too deep or too large.
    pub(super) fn node(&mut self, kind: ExpressionKind, span: Span, below: usize) -> Option<Built> {
        let depth = below.saturating_add(1);
        self.nodes = self.nodes.saturating_add(1);
        if depth > limits::TREE_DEPTH {
            let message = format!(
                "more than {} operations depend on each other",
                limits::TREE_DEPTH
            );
            let help = "give parts names of their own with `let`; many `=` joined by `or` are shorter as `in (…)`";
            return self.fault_with(Code::TooDeep, span, message, help);
        }
        if self.nodes > limits::NODES {
            let message = format!("the expression has more than {} parts", limits::NODES);
            return self.fault_with(
                Code::TooLarge,
                span,
                message,
                "give parts names of their own with `let`",
            );
        }
        Some(Built {
            expression: Expression { kind, span },
            depth,
            outer: span,
        })
    }

    fn conditional(&mut self, pair: &Pair<'_, Rule>) -> Option<Built> {
        let mut branches = pair
            .clone()
            .into_inner()
            .filter(|part| part.as_rule() == Rule::expression);
        let (Some(condition), Some(yes), Some(no)) =
            (branches.next(), branches.next(), branches.next())
        else {
            return self.unreadable();
        };
        let condition = self.nested(&condition)?;
        let yes = self.nested(&yes)?;
        let no = self.nested(&no)?;
        let below = condition.depth.max(yes.depth).max(no.depth);
        let span = Span {
            start: self.span(pair).start,
            end: no.outer.end,
        };
        let boxed = |built: Built| Box::new(built.expression);
        self.node(
            ExpressionKind::If(boxed(condition), boxed(yes), boxed(no)),
            span,
            below,
        )
    }

    /// Anything that is no bracket.
    pub(super) fn primary(&mut self, pair: &Pair<'_, Rule>) -> Option<Built> {
        let span = self.span(pair);
        let leaf = match pair.as_rule() {
            Rule::number => ExpressionKind::Number(self.number(pair)?),
            Rule::text => ExpressionKind::Text(self.text(pair)?),
            Rule::boolean => ExpressionKind::Boolean(pair.as_str() == "true"),
            Rule::money => ExpressionKind::Money(self.money(pair)?),
            Rule::date_call => {
                let text = self.part(pair, Rule::text)?;
                ExpressionKind::Date(self.quoted_date(&text)?)
            }
            Rule::path => {
                let path = self.path(pair)?;
                let span = path.span;
                return self.node(ExpressionKind::Path(path), span, 0);
            }
            Rule::price_call => {
                let path = self.part(pair, Rule::path)?;
                ExpressionKind::Price(self.path(&path)?)
            }
            Rule::negation => return self.negation(pair),
            Rule::call => return self.call(pair),
            Rule::lookup_call => return self.lookup(pair),
            _ => return self.unreadable(),
        };
        self.node(leaf, span, 0)
    }

    fn negation(&mut self, pair: &Pair<'_, Rule>) -> Option<Built> {
        let inner = self.part(pair, Rule::expression)?;
        let inner = self.nested(&inner)?;
        let span = self.span(pair);
        self.node(
            ExpressionKind::Not(Box::new(inner.expression)),
            span,
            inner.depth,
        )
    }

    fn call(&mut self, pair: &Pair<'_, Rule>) -> Option<Built> {
        let named = self.part(pair, Rule::function_name)?;
        let name = named
            .as_str()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let Some(function) = Function::from_name(&name) else {
            return self.unreadable();
        };
        let (arguments, depth) = self.expressions(pair)?;
        let name_span = self.span(&named);
        let span = self.span(pair);
        self.node(
            ExpressionKind::Call(function, name_span, arguments),
            span,
            depth,
        )
    }

    fn lookup(&mut self, pair: &Pair<'_, Rule>) -> Option<Built> {
        let table = match Self::find(pair, Rule::text) {
            Some(text) => Name {
                text: self.text(&text)?,
                span: self.span(&text),
            },
            None => self.name(pair)?,
        };
        let (arguments, depth) = self.expressions(pair)?;
        let span = self.span(pair);
        if !(1..=2).contains(&arguments.len()) {
            let message = format!(
                "`lookup` takes a table and one or two values, found {} values",
                arguments.len()
            );
            return self.fault_with(
                Code::ArgumentCount,
                span,
                message,
                "write `lookup(\"table\", x)` or `lookup(\"table\", x, y)`",
            );
        }
        self.node(ExpressionKind::Lookup(table, arguments), span, depth)
    }

    /// All expressions directly inside the pair, with the depth of the deepest.
    fn expressions(&mut self, pair: &Pair<'_, Rule>) -> Option<(Vec<Expression>, usize)> {
        let mut expressions = Vec::new();
        let mut depth = 0;
        for part in pair
            .clone()
            .into_inner()
            .filter(|part| part.as_rule() == Rule::expression)
        {
            let built = self.nested(&part)?;
            depth = depth.max(built.depth);
            expressions.push(built.expression);
        }
        Some((expressions, depth))
    }
}
