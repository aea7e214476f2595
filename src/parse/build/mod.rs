//! The grammar's pairs to the syntax tree.
//!
//! Takes what the grammar accepted, gives nodes with spans in the whole source. What the grammar
//! leaves open is decided here: precedence, which bracket is a list, which number is whole. A fault
//! is reported where it is found and ends the statement, so every method gives `None` only after a
//! report.

mod brackets;
mod chain;
mod effect;
mod expression;
mod literal;
mod modifiers;
mod statement;
mod test;
mod tiers;

use pest::iterators::{Pair, Pairs};

use super::faults::Faults;
use super::grammar::Rule;
use super::scan::Token;
use super::syntax::{Expression, Name, Path, Statement};
use crate::diagnostic::{Code, Span};

/// Makes nodes of pairs.
pub(super) struct Builder<'f> {
    faults: &'f mut Faults,
    /// The tokens of the part that the grammar read.
    tokens: &'f [Token<'f>],
    /// Where the part that the grammar read begins in the source.
    offset: usize,
    /// Nodes of the expression being built.
    nodes: usize,
}

impl<'f> Builder<'f> {
    /// A builder for a part of the source that begins at `offset`.
    pub fn new(faults: &'f mut Faults, tokens: &'f [Token<'f>], offset: usize) -> Self {
        Self {
            faults,
            tokens,
            offset,
            nodes: 0,
        }
    }

    /// The tree of one expression.
    pub fn whole_expression(&mut self, pairs: Pairs<'_, Rule>) -> Option<Expression> {
        let found = Self::descend(pairs, Rule::whole_expression).and_then(|inner| {
            inner
                .into_iter()
                .find(|pair| pair.as_rule() == Rule::expression)
        });
        match found {
            Some(pair) => self.expression(&pair),
            None => self.unreadable(),
        }
    }

    /// The tree of one statement.
    pub fn whole_statement(&mut self, pairs: Pairs<'_, Rule>) -> Option<Statement> {
        match Self::descend(pairs, Rule::whole_statement).and_then(|inner| inner.into_iter().next())
        {
            Some(pair) => self.statement(&pair),
            None => self.unreadable(),
        }
    }

    fn descend(mut pairs: Pairs<'_, Rule>, rule: Rule) -> Option<Pairs<'_, Rule>> {
        pairs
            .find(|pair| pair.as_rule() == rule)
            .map(Pair::into_inner)
    }

    /// Reports what cannot be: a pair that the grammar does not make. Kept so that a change of the
    /// grammar alone gives a diagnostic and not a lost statement.
    fn unreadable<T>(&mut self) -> Option<T> {
        let span = Span::new(self.offset, self.offset);
        self.fault(Code::Syntax, span, "the text cannot be read")
    }

    fn fault<T>(&mut self, code: Code, span: Span, message: impl Into<String>) -> Option<T> {
        self.faults.report(code, span, message);
        None
    }

    fn fault_with<T>(
        &mut self,
        code: Code,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Option<T> {
        self.faults.report_with(code, span, message, help);
        None
    }

    /// The place of a pair in the source.
    fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let inside = pair.as_span();
        Span::new(
            self.offset.saturating_add(inside.start()),
            self.offset.saturating_add(inside.end()),
        )
    }

    /// The span up to its last token: the grammar's repetitions take in white space and comments.
    fn tight(&self, span: Span) -> Span {
        let after = self
            .tokens
            .partition_point(|token| token.span().end <= span.end);
        let last = after
            .checked_sub(1)
            .and_then(|index| self.tokens.get(index));
        Span {
            start: span.start,
            end: last.map_or(span.end, |token| token.span().end),
        }
    }

    /// The first part of the pair that the rule made.
    fn part<'i>(&mut self, pair: &Pair<'i, Rule>, rule: Rule) -> Option<Pair<'i, Rule>> {
        let found = Self::find(pair, rule);
        if found.is_none() {
            return self.unreadable();
        }
        found
    }

    /// The first part of the pair that the rule made, where there is one.
    fn find<'i>(pair: &Pair<'i, Rule>, rule: Rule) -> Option<Pair<'i, Rule>> {
        pair.clone()
            .into_inner()
            .find(|part| part.as_rule() == rule)
    }

    /// The name directly inside the pair.
    fn name(&mut self, pair: &Pair<'_, Rule>) -> Option<Name> {
        let found = pair
            .clone()
            .into_inner()
            .find(|part| matches!(part.as_rule(), Rule::identifier | Rule::quoted_name));
        match found {
            Some(part) => Some(self.name_of(&part)),
            None => self.unreadable(),
        }
    }

    fn name_of(&self, pair: &Pair<'_, Rule>) -> Name {
        Name {
            text: pair.as_str().trim_matches('`').to_owned(),
            span: self.span(pair),
        }
    }

    fn path(&mut self, pair: &Pair<'_, Rule>) -> Option<Path> {
        let named: Vec<Pair<'_, Rule>> = pair
            .clone()
            .into_inner()
            .filter(|part| matches!(part.as_rule(), Rule::identifier | Rule::quoted_name))
            .collect();
        let quoted = named
            .first()
            .is_some_and(|first| first.as_rule() == Rule::quoted_name);
        let parts: Vec<Name> = named.iter().map(|part| self.name_of(part)).collect();
        let span = match (parts.first(), parts.last()) {
            (Some(first), Some(last)) => first.span.to(last.span),
            _ => return self.unreadable(),
        };
        Some(Path {
            parts,
            quoted,
            span,
        })
    }
}
