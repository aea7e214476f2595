//! Values that stand in many places of a catalog: labels, amounts, surcharges, scalars.

use super::node::{Kind, Node};
use super::object::ObjectReader;
use crate::diagnostic::Code;
use crate::model::catalog::{
    Amount, AttributeValue, DefaultValue, ExpressionText, Label, LineScope, Surcharge,
    SurchargeAmount,
};
use crate::model::words::LINE_SCOPES;
use crate::money::CurrencyCode;

impl<'a> Node<'a> {
    /// A text for people, plain or by language.
    pub(super) fn label(&self) -> Option<Label> {
        match self.kind() {
            Kind::Text => self.text().map(Label::Plain),
            Kind::Object => {
                let entries = self.entries("a text")?;
                if entries.is_empty() {
                    return self.invalid("a text for at least one language", None);
                }
                let texts = entries
                    .into_iter()
                    .filter_map(|(tag, node)| node.translation(tag));
                Some(Label::Translated(texts.collect()))
            }
            _ => self.wrong_type("a text, or texts by language"),
        }
    }

    fn translation(&self, tag: String) -> Option<(String, String)> {
        if !is_language(&tag) {
            let message = format!(
                "`{}` is not a language tag",
                crate::model::fault::excerpt(&tag)
            );
            let help = "write a tag such as `en` or `de-CH`".to_owned();
            self.report(Code::InvalidValue, message, Some(help));
        }
        Some((tag, self.text()?))
    }

    /// An amount: bare or per currency.
    pub(super) fn amount(&self) -> Option<Amount> {
        match self.kind() {
            Kind::Number | Kind::Text => self.number().map(Amount::Bare),
            Kind::Object => self.amount_by_currency(),
            Kind::Array => self.amount_list(),
            _ => self.wrong_type("an amount"),
        }
    }

    /// `{"EUR": "12.50"}`
    fn amount_by_currency(&self) -> Option<Amount> {
        let entries = self.entries("an amount")?;
        if entries.is_empty() {
            return self.invalid("an amount in at least one currency", None);
        }
        let amounts = entries
            .iter()
            .filter_map(|(code, node)| Some((node.check_currency(code)?, node.number()?)));
        Some(Amount::PerCurrency(amounts.collect()))
    }

    /// `[{"amount": "12.50", "currency": "EUR"}]`
    fn amount_list(&self) -> Option<Amount> {
        let read = |node: &Node<'a>| {
            let mut object = node.object("amount")?;
            let amount = object.required("amount", Node::number);
            let currency = object.required("currency", Node::currency);
            object.finish();
            Some((currency?, amount?))
        };
        let nodes = self.array("an amount")?;
        if nodes.is_empty() {
            return self.invalid("an amount in at least one currency", None);
        }
        let mut amounts: Vec<(CurrencyCode, _)> = Vec::new();
        for node in nodes {
            let Some((currency, amount)) = read(&node) else {
                continue;
            };
            if amounts.iter().any(|(other, _)| *other == currency) {
                let message = format!("the currency `{}` stands twice", currency.as_str());
                node.report(Code::DuplicateKey, message, None);
            }
            amounts.push((currency, amount));
        }
        Some(Amount::PerCurrency(amounts))
    }

    /// A surcharge in one of its forms; `discountable` is its option's or feature's.
    pub(super) fn surcharge(&self, discountable: bool) -> Option<Surcharge> {
        let (amount, scope) = if self.kind() == Kind::Object && !self.is_by_currency() {
            self.surcharge_object()?
        } else {
            (SurchargeAmount::Fixed(self.amount()?), LineScope::PerPiece)
        };
        Some(Surcharge {
            amount,
            scope,
            discountable,
        })
    }

    /// Whether every key of an object looks like a currency's code.
    fn is_by_currency(&self) -> bool {
        let keys = super::raw::entries(self.raw(), 1_000, self.reader().ends())
            .map(|(keys, _)| keys)
            .unwrap_or_default();
        let is_code = |key: &str| {
            key.len() == 3 && key != "per" && key.bytes().all(|b| b.is_ascii_alphabetic())
        };
        !keys.is_empty() && keys.iter().all(|(key, _)| is_code(key))
    }

    fn surcharge_object(&self) -> Option<(SurchargeAmount, LineScope)> {
        let mut object = self.object("surcharge")?;
        let scope = object.optional("scope", |node| node.word("a scope", LINE_SCOPES));
        let is_percent = object.has("percent");
        let amount = if is_percent {
            percentage(&mut object)
        } else {
            fixed_or_per_unit(&mut object)
        };
        object.finish();
        Some((amount?, scope.unwrap_or_default()))
    }

    /// A number, a text or a boolean; a text stays a text.
    pub(super) fn scalar(&self) -> Option<AttributeValue> {
        match self.kind() {
            Kind::Number => self.json_number().map(AttributeValue::Number),
            Kind::Text => self.text().map(AttributeValue::Text),
            Kind::Boolean => self.boolean().map(AttributeValue::Boolean),
            _ => self.wrong_type("a number, a text, `true` or `false`"),
        }
    }

    /// The default of a feature or an input.
    pub(super) fn default_value(&self) -> Option<DefaultValue> {
        if self.kind() == Kind::Array {
            return Some(DefaultValue::Choices(self.list("options", Node::id)));
        }
        Some(match self.scalar()? {
            AttributeValue::Number(number) => DefaultValue::Number(number),
            AttributeValue::Text(text) => DefaultValue::Text(text),
            AttributeValue::Boolean(boolean) => DefaultValue::Boolean(boolean),
        })
    }

    /// An expression of the rule language.
    pub(super) fn expression(&self) -> Option<ExpressionText> {
        self.any_text()
            .map(|text| ExpressionText(text.into_owned()))
    }

    /// A number or an expression.
    pub(super) fn number_or_expression(&self) -> Option<ExpressionText> {
        match self.kind() {
            Kind::Number => self
                .json_number()
                .map(|number| ExpressionText(number.to_string())),
            Kind::Text => self.expression(),
            _ => self.wrong_type("a number or an expression"),
        }
    }
}

/// `{"percent": "12", "of": "base"}`
fn percentage(object: &mut ObjectReader<'_>) -> Option<SurchargeAmount> {
    let rate = object.optional("percent", Node::percent);
    let of = base(object, "`base`, or `subtotal` in a compound phase");
    for key in ["amount", "per", "unit"] {
        object.refuse(key, "a surcharge is either a percentage or an amount");
    }
    Some(SurchargeAmount::Percent {
        rate: rate?,
        of: of?,
    })
}

/// The base of a percentage, which must be named.
pub(super) fn base(object: &mut ObjectReader<'_>, bases: &str) -> Option<String> {
    match object.take("of") {
        Some(node) => node.text(),
        None => {
            let help = format!("name the base as `of`: {bases}");
            let message = "the percentage does not say of what";
            object
                .node()
                .report(Code::PercentWithoutBase, message, Some(help));
            None
        }
    }
}

/// `{"amount": "4.50"}`, `{"amount": "4.50", "per": "width", "unit": "m"}`
fn fixed_or_per_unit(object: &mut ObjectReader<'_>) -> Option<SurchargeAmount> {
    let amount = object.required("amount", Node::amount);
    object.refuse(
        "of",
        "only a percentage has a base; write `percent` instead of `amount`",
    );
    if object.has("per") {
        let per = object.optional("per", Node::id);
        let unit = object.optional("unit", Node::text);
        return Some(SurchargeAmount::PerUnit {
            amount: amount?,
            per: per?,
            unit,
        });
    }
    object.refuse(
        "unit",
        "a unit belongs to an amount `per` feature; add `per`",
    );
    amount.map(SurchargeAmount::Fixed)
}

/// The form of a language tag (RFC 5646): letters and digits in groups joined by `-`.
pub(super) fn is_language(tag: &str) -> bool {
    tag.len() <= 35
        && tag.split('-').all(|part| {
            !part.is_empty() && part.len() <= 8 && part.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}
