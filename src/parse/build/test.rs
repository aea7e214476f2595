//! Catalog tests: a configuration, and what must come out.

use pest::iterators::Pair;

use super::Builder;
use crate::money::Decimal;
use crate::parse::grammar::Rule;
use crate::parse::syntax::{AmountSubject, Effect, Expectation, Given, Name, Subject};

impl Builder<'_> {
    /// The effect of a `test` statement.
    pub(super) fn test_effect(&mut self, pair: &Pair<'_, Rule>) -> Option<Effect> {
        let (mut given, mut expect) = (Vec::new(), Vec::new());
        for part in pair.clone().into_inner() {
            match part.as_rule() {
                Rule::given => given.push(self.given(&part)?),
                Rule::expectation => expect.push(self.expectation(&part)?),
                _ => {}
            }
        }
        Some(Effect::Test { given, expect })
    }

    fn given(&mut self, pair: &Pair<'_, Rule>) -> Option<Given> {
        let path = self.part(pair, Rule::path)?;
        let literal = self.part(pair, Rule::literal)?;
        let name = self.path(&path)?;
        let whole = self.span(&literal);
        let span = self.tight(whole);
        Some(Given {
            name,
            value: self.literal(&literal)?,
            span,
        })
    }

    fn expectation(&mut self, pair: &Pair<'_, Rule>) -> Option<Expectation> {
        let Some(inner) = pair.clone().into_inner().next() else {
            return self.unreadable();
        };
        let subject = match inner.as_rule() {
            Rule::expect_amount => {
                let word = self.part(&inner, Rule::amount_word)?;
                Subject::Amount(amount_subject(word.as_str()), self.expected(&inner)?)
            }
            Rule::expect_line => Subject::Line(self.name(&inner)?, self.expected(&inner)?),
            Rule::expect_status => Subject::Status(self.status(&inner)?),
            Rule::expect_violation => Subject::Violation(self.name(&inner)?),
            Rule::expect_warning => Subject::Warning(self.name(&inner)?),
            Rule::expect_value => {
                let literal = self.part(&inner, Rule::literal)?;
                Subject::Value(self.name(&inner)?, self.literal(&literal)?)
            }
            _ => return self.unreadable(),
        };
        let whole = self.span(pair);
        Some(Expectation {
            subject,
            span: self.tight(whole),
        })
    }

    /// An amount, or `None` for `none`.
    fn expected(&mut self, pair: &Pair<'_, Rule>) -> Option<Option<Decimal>> {
        let amount = self.part(pair, Rule::expected_amount)?;
        match Self::find(&amount, Rule::signed_number) {
            Some(number) => self.signed(&number).map(Some),
            None => Some(None),
        }
    }

    fn status(&mut self, pair: &Pair<'_, Rule>) -> Option<Name> {
        match Self::find(pair, Rule::status_on_request) {
            Some(word) => Some(Name {
                text: word.as_str().to_owned(),
                span: self.span(&word),
            }),
            None => self.name(pair),
        }
    }
}

fn amount_subject(word: &str) -> AmountSubject {
    match word {
        "list_price" => AmountSubject::ListPrice,
        "unit_price" => AmountSubject::UnitPrice,
        "effective_unit_price" => AmountSubject::EffectiveUnitPrice,
        "net" => AmountSubject::Net,
        "tax" => AmountSubject::Tax,
        "gross" => AmountSubject::Gross,
        _ => AmountSubject::Amount,
    }
}
