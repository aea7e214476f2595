//! Literals: numbers, texts, dates, amounts per currency.

use pest::iterators::Pair;

use super::Builder;
use crate::diagnostic::{Code, Span};
use crate::model::date::Date;
use crate::money::{CurrencyCode, Decimal, NumberError};
use crate::parse::grammar::Rule;
use crate::parse::scan;
use crate::parse::syntax::Literal;

impl Builder<'_> {
    /// A number without a sign.
    pub(super) fn number(&mut self, pair: &Pair<'_, Rule>) -> Option<Decimal> {
        let text = pair.as_str();
        let span = self.span(pair);
        match Decimal::parse_unsigned(text) {
            Ok(number) => Some(number),
            Err(NumberError::TooPrecise) => self.fault(
                Code::NumberTooPrecise,
                span,
                "the number needs more than 28 digits to be exact",
            ),
            Err(NumberError::TooLarge) => self.fault(
                Code::NumberTooLarge,
                span,
                "the number needs more than 28 digits",
            ),
            Err(_) => self.fault(
                Code::NumberSyntax,
                span,
                format!("expected a number, found `{text}`"),
            ),
        }
    }

    /// A number with an optional minus, where only a literal may stand.
    pub(super) fn signed(&mut self, pair: &Pair<'_, Rule>) -> Option<Decimal> {
        let number = self.part(pair, Rule::number)?;
        let magnitude = self.number(&number)?;
        let negative = Self::find(pair, Rule::minus).is_some();
        Some(if negative {
            magnitude.negated()
        } else {
            magnitude
        })
    }

    /// A whole number that fits `i32`.
    pub(super) fn whole(&mut self, pair: &Pair<'_, Rule>) -> Option<(i32, Span)> {
        let span = self.span(pair);
        let value = self.signed(pair)?;
        match value.to_i64().and_then(|value| i32::try_from(value).ok()) {
            Some(value) => Some((value, span)),
            None => {
                let message = format!("expected a whole number, found `{}`", pair.as_str());
                self.fault(Code::NotWhole, span, message)
            }
        }
    }

    /// A text, escapes resolved.
    pub(super) fn text(&mut self, pair: &Pair<'_, Rule>) -> Option<String> {
        match scan::decode(pair.as_str()) {
            Ok(text) => Some(text),
            // The scan has reported wrong escapes and kept the grammar from running.
            Err(_) => self.unreadable(),
        }
    }

    /// The day in a text.
    pub(super) fn quoted_date(&mut self, pair: &Pair<'_, Rule>) -> Option<Date> {
        let text = self.text(pair)?;
        let span = self.span(pair);
        self.date(&text, span)
    }

    /// A day of the calendar.
    pub(super) fn date(&mut self, text: &str, span: Span) -> Option<Date> {
        let date = Date::parse(text);
        if date.is_none() {
            let message = format!(
                "expected a day of the calendar, found `{}`",
                text.escape_debug()
            );
            return self.fault_with(
                Code::InvalidValue,
                span,
                message,
                "write year, month and day, such as `2026-10-01`",
            );
        }
        date
    }

    /// Amounts per currency.
    pub(super) fn money(&mut self, pair: &Pair<'_, Rule>) -> Option<Vec<(CurrencyCode, Decimal)>> {
        let mut amounts: Vec<(CurrencyCode, Decimal)> = Vec::new();
        for part in pair
            .clone()
            .into_inner()
            .filter(|part| part.as_rule() == Rule::money_amount)
        {
            let written = self.part(&part, Rule::identifier)?;
            let number = self.part(&part, Rule::signed_number)?;
            let span = self.span(&written);
            let code = written.as_str();
            let Some(currency) = CurrencyCode::parse(code) else {
                let message =
                    format!("expected a currency of three capital letters, found `{code}`");
                return self.fault_with(
                    Code::UnknownCurrency,
                    span,
                    message,
                    "write `{EUR 40.00, CHF 45.00}`",
                );
            };
            if amounts.iter().any(|(known, _)| *known == currency) {
                let message = format!("the currency `{code}` stands twice");
                return self.fault(Code::DuplicateKey, span, message);
            }
            amounts.push((currency, self.signed(&number)?));
        }
        Some(amounts)
    }

    /// A value written out in a test.
    pub(super) fn literal(&mut self, pair: &Pair<'_, Rule>) -> Option<Literal> {
        let Some(part) = pair.clone().into_inner().next() else {
            return self.unreadable();
        };
        Some(match part.as_rule() {
            Rule::signed_number => Literal::Number(self.signed(&part)?),
            Rule::text => Literal::Text(self.text(&part)?),
            Rule::boolean => Literal::Boolean(part.as_str() == "true"),
            Rule::kw_none => Literal::None,
            Rule::choices => Literal::Choices(self.choices(&part)?),
            _ => return self.unreadable(),
        })
    }

    fn choices(&mut self, pair: &Pair<'_, Rule>) -> Option<Vec<(String, Decimal)>> {
        let mut choices = Vec::new();
        for part in pair
            .clone()
            .into_inner()
            .filter(|part| part.as_rule() == Rule::choice)
        {
            let text = self.part(&part, Rule::text)?;
            let quantity = match Self::find(&part, Rule::number) {
                Some(number) => self.number(&number)?,
                None => Decimal::from_integer(1),
            };
            choices.push((self.text(&text)?, quantity));
        }
        Some(choices)
    }
}
