//! Surcharges and defaults as they are sent and shown: a number, a percentage such as `"12%"`, or the object that catalog
//! documents have.

use pricewright::model::catalog::{Amount, DefaultValue, LineScope, Surcharge, SurchargeAmount};
use pricewright::money::Decimal;
use serde::Serialize as SerializeObject;
use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::parts::given::{Exact, Money, number};
use crate::parts::shape::shape;

/// What a choice adds to the price, without `discountable`, which stands beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// How much.
    pub amount: SurchargeAmount,
    /// How often.
    pub scope: LineScope,
}

/// A default value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Default(pub DefaultValue);

shape!(Added = "Surcharge" [Number, String, Object] "a number, `12%` of the base price, an amount for each currency, or an object as in catalogs");
shape!(Default = "DefaultValue" [Number, String, Boolean, Array] "a number, a text, a truth, or options of a multiselect");

/// The object of a catalog document.
#[derive(serde::Deserialize, SerializeObject)]
#[serde(deny_unknown_fields)]
struct Object {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    percent: Option<Exact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    of: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    amount: Option<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    per: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
}

const SCOPES: &[(&str, LineScope)] = &[
    ("per_piece", LineScope::PerPiece),
    ("per_item", LineScope::PerItem),
    ("per_order", LineScope::PerOrder),
];

impl Added {
    /// What a document says.
    pub fn of(surcharge: &Surcharge) -> Self {
        Self {
            amount: surcharge.amount.clone(),
            scope: surcharge.scope,
        }
    }

    /// What the document is to say.
    pub fn surcharge(self, discountable: bool) -> Surcharge {
        Surcharge {
            amount: self.amount,
            scope: self.scope,
            discountable,
        }
    }
}

impl<'de> Deserialize<'de> for Added {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(from)?;
        added(raw.get()).map_err(de::Error::custom)
    }
}

fn added(json: &str) -> Result<Added, String> {
    let per_piece = |amount| Added {
        amount,
        scope: LineScope::PerPiece,
    };
    if json.starts_with('{') {
        if let Ok(Money(amount @ Amount::PerCurrency(_))) = serde_json::from_str(json) {
            return Ok(per_piece(SurchargeAmount::Fixed(amount)));
        }
        let object: Object = serde_json::from_str(json).map_err(|error| error.to_string())?;
        return object.added();
    }
    if let Some(rate) = rate(json)? {
        let of = "base".to_owned();
        return Ok(per_piece(SurchargeAmount::Percent { rate, of }));
    }
    number(json).map(|amount| per_piece(SurchargeAmount::Fixed(Amount::Bare(amount))))
}

/// `"12%"`
fn rate(json: &str) -> Result<Option<Decimal>, String> {
    let Ok(text) = serde_json::from_str::<String>(json) else {
        return Ok(None);
    };
    let Some(digits) = text.trim().strip_suffix('%') else {
        return Ok(None);
    };
    let rate = Decimal::parse(digits.trim());
    rate.map(Some)
        .map_err(|why| format!("expected a percentage such as `12%`, found `{text}`: {why}"))
}

impl Object {
    fn added(self) -> Result<Added, String> {
        let scope = match self.scope.as_deref() {
            None => LineScope::PerPiece,
            Some(word) => SCOPES
                .iter()
                .find(|(known, _)| *known == word)
                .map(|(_, scope)| *scope)
                .ok_or_else(|| {
                    format!("expected `per_piece`, `per_item` or `per_order`, found `{word}`")
                })?,
        };
        let amount = match (self.percent, self.amount, self.per) {
            (Some(Exact(rate)), None, None) if self.unit.is_none() => SurchargeAmount::Percent {
                rate,
                of: self
                    .of
                    .ok_or("expected `of` beside `percent`, such as `base`")?,
            },
            (None, Some(Money(amount)), Some(per)) if self.of.is_none() => {
                let unit = self.unit;
                SurchargeAmount::PerUnit { amount, per, unit }
            }
            (None, Some(Money(amount)), None) if self.of.is_none() && self.unit.is_none() => {
                SurchargeAmount::Fixed(amount)
            }
            _ => {
                return Err(
                    "expected `percent` with `of`, or `amount`, also with `per` and `unit`"
                        .to_owned(),
                );
            }
        };
        Ok(Added { amount, scope })
    }
}

impl Serialize for Added {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let is_per_piece = self.scope == LineScope::PerPiece;
        match &self.amount {
            SurchargeAmount::Fixed(amount) if is_per_piece => Money(amount.clone()).serialize(to),
            SurchargeAmount::Percent { rate, of } if is_per_piece && of == "base" => {
                to.serialize_str(&format!("{rate}%"))
            }
            _ => self.object().serialize(to),
        }
    }
}

impl Added {
    fn object(&self) -> Object {
        let scope = SCOPES.iter().find(|(_, scope)| *scope == self.scope);
        let mut object = Object {
            percent: None,
            of: None,
            amount: None,
            per: None,
            unit: None,
            scope: scope.map(|(word, _)| (*word).to_owned()),
        };
        match &self.amount {
            SurchargeAmount::Fixed(amount) => object.amount = Some(Money(amount.clone())),
            SurchargeAmount::Percent { rate, of } => {
                object.percent = Some(Exact(*rate));
                object.of = Some(of.clone());
            }
            SurchargeAmount::PerUnit { amount, per, unit } => {
                object.amount = Some(Money(amount.clone()));
                object.per = Some(per.clone());
                object.unit.clone_from(unit);
            }
        }
        object
    }
}

impl<'de> Deserialize<'de> for Default {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(from)?;
        let json = raw.get();
        let expected = || de::Error::custom("expected a number, a text, a truth, or texts");
        let value = match json.bytes().next() {
            Some(b'"') => DefaultValue::Text(serde_json::from_str(json).map_err(|_| expected())?),
            Some(b't' | b'f') => DefaultValue::Boolean(json == "true"),
            Some(b'[') => {
                DefaultValue::Choices(serde_json::from_str(json).map_err(|_| expected())?)
            }
            Some(b'{') | None => return Err(expected()),
            _ => DefaultValue::Number(number(json).map_err(de::Error::custom)?),
        };
        Ok(Self(value))
    }
}

impl Serialize for Default {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            DefaultValue::Number(number) => Exact(*number).serialize(to),
            DefaultValue::Text(text) => to.serialize_str(text),
            DefaultValue::Boolean(truth) => to.serialize_bool(*truth),
            DefaultValue::Choices(options) => options.serialize(to),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surcharges_are_shown_as_they_are_sent() {
        for (sent, shown) in [
            ("15.00", "15"),
            ("\"15.50\"", "15.5"),
            ("0", "0"),
            ("-0.10", "-0.1"),
            ("\"12.5%\"", "\"12.5%\""),
            (
                r#"{"EUR": 15.00, "CHF": "16.50"}"#,
                r#"{"EUR":15,"CHF":16.5}"#,
            ),
            (
                r#"{"percent": 12, "of": "list"}"#,
                r#"{"percent":12,"of":"list","scope":"per_piece"}"#,
            ),
            (
                r#"{"amount": "4.50", "per": "width", "unit": "m", "scope": "per_item"}"#,
                r#"{"amount":4.5,"per":"width","unit":"m","scope":"per_item"}"#,
            ),
        ] {
            let read: Added = serde_json::from_str(sent).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), shown, "{sent}");
        }
    }

    #[test]
    fn what_is_no_surcharge_is_refused() {
        for sent in [
            "true",
            "[]",
            "\"12 EUR\"",
            "\"%\"",
            r#"{"percent": 12}"#,
            r#"{"amount": 1, "of": "base"}"#,
            r#"{"amount": 1, "often": 2}"#,
        ] {
            assert!(serde_json::from_str::<Added>(sent).is_err(), "{sent}");
        }
    }
}
