//! Statements: what they begin with.

use pest::iterators::Pair;

use super::Builder;
use crate::diagnostic::Code;
use crate::model::date::Date;
use crate::parse::grammar::Rule;
use crate::parse::syntax::{Expression, Statement};

impl Builder<'_> {
    /// The tree of a statement.
    pub(super) fn statement(&mut self, pair: &Pair<'_, Rule>) -> Option<Statement> {
        let id = self.name(pair)?;
        let label = match Self::find(pair, Rule::label) {
            Some(label) => {
                let text = self.part(&label, Rule::text)?;
                Some(self.text(&text)?)
            }
            None => None,
        };
        let from = self.day(pair, Rule::from_clause)?;
        let until = self.day(pair, Rule::until_clause)?;
        let when = self.when(pair)?;
        let effect = self.effect(pair)?;
        let modifiers = self.modifiers(pair)?;
        let span = self.tight(self.span(pair));
        Some(Statement {
            id,
            label,
            from,
            until,
            when,
            effect,
            modifiers,
            span,
        })
    }

    /// The day of a validity clause, `Some(None)` where the clause is not there.
    fn day(&mut self, pair: &Pair<'_, Rule>, rule: Rule) -> Option<Option<Date>> {
        let Some(clause) = Self::find(pair, rule) else {
            return Some(None);
        };
        let day = self.part(&clause, Rule::day)?;
        let span = self.span(&day);
        self.date(day.as_str(), span).map(Some)
    }

    /// The condition, which `tiers` may have on either side of `on`.
    fn when(&mut self, pair: &Pair<'_, Rule>) -> Option<Option<Expression>> {
        let mut clauses = pair
            .clone()
            .into_inner()
            .filter(|part| part.as_rule() == Rule::when_clause);
        let Some(clause) = clauses.next() else {
            return Some(None);
        };
        if let Some(second) = clauses.next() {
            let word = self.part(&second, Rule::kw_when)?;
            let span = self.span(&word);
            let message = "expected one condition, found a second `when`";
            return self.fault_with(
                Code::InvalidStatement,
                span,
                message,
                "join the conditions with `and`",
            );
        }
        let condition = self.part(&clause, Rule::expression)?;
        self.expression(&condition).map(Some)
    }
}
