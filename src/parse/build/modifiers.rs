//! What follows an effect, in any order, each at most once.

use pest::iterators::Pair;

use super::Builder;
use crate::diagnostic::{Code, Span};
use crate::parse::grammar::Rule;
use crate::parse::syntax::{Modifiers, Per};

impl Builder<'_> {
    /// The modifiers of a statement.
    pub(super) fn modifiers(&mut self, pair: &Pair<'_, Rule>) -> Option<Modifiers> {
        let mut modifiers = Modifiers::default();
        for part in pair
            .clone()
            .into_inner()
            .filter(|part| part.as_rule() == Rule::modifier)
        {
            let Some(inner) = part.into_inner().next() else {
                return self.unreadable();
            };
            self.modifier(&inner, &mut modifiers)?;
        }
        Some(modifiers)
    }

    fn modifier(&mut self, pair: &Pair<'_, Rule>, modifiers: &mut Modifiers) -> Option<()> {
        let span = self.words(pair);
        let again = match pair.as_rule() {
            Rule::once_per_order => {
                if let Some(clause) = Self::find(pair, Rule::by_clause) {
                    modifiers.by = Some(self.amount(&clause)?);
                }
                modifiers.per.replace((Per::Order, span)).is_some()
            }
            Rule::per_modifier => {
                let word = self.part(pair, Rule::per_word)?;
                let per = match word.as_str() {
                    "piece" => Per::Piece,
                    "item" => Per::Item,
                    _ => Per::Order,
                };
                modifiers.per.replace((per, span)).is_some()
            }
            Rule::before_modifier => modifiers.before_discounts.replace((true, span)).is_some(),
            Rule::after_modifier => modifiers.before_discounts.replace((false, span)).is_some(),
            Rule::during_modifier => {
                let phase = self.name(pair)?;
                modifiers.during.replace(phase).is_some()
            }
            Rule::priority_modifier => {
                let number = self.part(pair, Rule::signed_number)?;
                let priority = self.whole(&number)?;
                modifiers.priority.replace(priority).is_some()
            }
            Rule::stop_modifier => modifiers.stop.replace(span).is_some(),
            Rule::not_discountable => modifiers.not_discountable.replace(span).is_some(),
            Rule::internal_modifier => modifiers.internal.replace(span).is_some(),
            _ => return self.unreadable(),
        };
        if again {
            let found = self.faults.excerpt(span);
            let message = format!("expected one of its kind, found `{found}` after another");
            return self.fault_with(
                Code::InvalidStatement,
                span,
                message,
                format!("remove `{found}`"),
            );
        }
        Some(())
    }

    /// The place of the modifier's own words, from the first to the last, without the key of
    /// `once per order by …`.
    fn words(&mut self, pair: &Pair<'_, Rule>) -> Span {
        let own = pair
            .clone()
            .into_inner()
            .filter(|part| part.as_rule() != Rule::by_clause);
        let mut spans = own.map(|part| self.span(&part));
        let first = spans.next();
        first.map_or(self.span(pair), |first| spans.fold(first, Span::to))
    }
}
