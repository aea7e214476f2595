//! What is sent, by its text: numbers that never pass through a float, texts in several languages, amounts, and the
//! difference between what is left out, `null`, and given.

use pricewright::model::catalog::{Amount, Label};
use pricewright::money::{CurrencyCode, Decimal};
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Error as _, Serialize, SerializeMap as _, Serializer};
use serde_json::value::RawValue;

use super::shape::shape;
use crate::problem::{Code, Problem};
use crate::web::body::visible;

/// A value of a change: what is left out stays as it is, `null` is taken away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Given<T> {
    /// Left out.
    #[default]
    Absent,
    /// `null`.
    Null,
    /// A value.
    Value(T),
}

/// A number by its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exact(pub Decimal);

/// A text for people: plain, or by language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text(pub Label);

/// An amount: a number, or one for each currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Money(pub Amount);

shape!(Text = "Text" [String, Object] "a text, or texts by language");
shape!(Money = "Money" [Number, String, Object] "a number, or one for each currency: `{\"EUR\": 15.00}`");

/// The refusal of a body, with the place in it.
#[must_use]
pub fn wrong(path: &str, detail: impl Into<String>) -> Problem {
    Problem::of(Code::InvalidBody, detail).with("path", path)
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Given<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(from)?.map_or(Self::Null, Self::Value))
    }
}

impl<T> Given<T> {
    /// Whether it is neither left out nor `null`.
    #[must_use]
    pub const fn is_value(&self) -> bool {
        matches!(self, Self::Value(_))
    }

    /// The value, where there is one.
    #[must_use]
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Changes what is there.
    pub fn change<U>(self, now: &mut Option<U>, into: impl FnOnce(T) -> U) {
        match self {
            Self::Absent => {}
            Self::Null => *now = None,
            Self::Value(value) => *now = Some(into(value)),
        }
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(from)?;
        number(raw.get()).map(Self).map_err(de::Error::custom)
    }
}

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let text = self.0.to_string();
        RawValue::from_string(text)
            .map_err(S::Error::custom)?
            .serialize(to)
    }
}

/// A JSON number, or a text that holds one.
///
/// # Errors
/// What was expected and found.
pub fn number(json: &str) -> Result<Decimal, String> {
    let expected = |found: &str| format!("expected a number, found `{}`", visible(found));
    if json.starts_with('"') {
        let text: String = serde_json::from_str(json).map_err(|_| expected(json))?;
        Decimal::parse(text.trim()).map_err(|why| format!("{}: {why}", expected(&text)))
    } else if json.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
        Decimal::parse_json(json).map_err(|why| format!("{}: {why}", expected(json)))
    } else {
        Err(expected(json))
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Labels;

        impl<'de> Visitor<'de> for Labels {
            type Value = Text;

            fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                to.write_str("a text, or texts by language")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Text, E> {
                Ok(Text(Label::Plain(text.to_owned())))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Text, A::Error> {
                let mut texts = Vec::new();
                while let Some(entry) = map.next_entry::<String, String>()? {
                    texts.push(entry);
                }
                Ok(Text(Label::Translated(texts)))
            }
        }

        from.deserialize_any(Labels)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Label::Plain(text) => to.serialize_str(text),
            Label::Translated(texts) => {
                let mut map = to.serialize_map(Some(texts.len()))?;
                for (language, text) in texts {
                    map.serialize_entry(language, text)?;
                }
                map.end()
            }
        }
    }
}

/// The text that names are made of: the plain one, or the first language's.
#[must_use]
pub fn first(label: &Label) -> &str {
    match label {
        Label::Plain(text) => text,
        Label::Translated(texts) => texts.first().map_or("", |(_, text)| text),
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(from)?;
        money(raw.get()).map(Self).map_err(de::Error::custom)
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Amount::Bare(amount) => Exact(*amount).serialize(to),
            Amount::PerCurrency(amounts) => {
                let mut map = to.serialize_map(Some(amounts.len()))?;
                for (code, amount) in amounts {
                    map.serialize_entry(code.as_str(), &Exact(*amount))?;
                }
                map.end()
            }
        }
    }
}

fn money(json: &str) -> Result<Amount, String> {
    if !json.starts_with('{') {
        return number(json).map(Amount::Bare);
    }
    let by_code: Entries<Exact> = serde_json::from_str(json).map_err(|error| error.to_string())?;
    let mut amounts: Vec<(CurrencyCode, Decimal)> = Vec::new();
    for (code, Exact(amount)) in by_code.0 {
        let code = CurrencyCode::parse(&code).ok_or_else(|| {
            let found = visible(&code);
            format!("expected amounts by currency code, such as `EUR`, found `{found}`")
        })?;
        if amounts.iter().any(|(known, _)| *known == code) {
            return Err(format!("`{}` stands twice", code.as_str()));
        }
        amounts.push((code, amount));
    }
    Ok(Amount::PerCurrency(amounts))
}

/// An object in its written order.
#[derive(Debug)]
pub struct Entries<T>(pub Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Object<T>(std::marker::PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Object<T> {
            type Value = Entries<T>;

            fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                to.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<T>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }

        from.deserialize_map(Object(std::marker::PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Default, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Body {
        amount: Given<Exact>,
        name: Given<Text>,
        price: Given<Money>,
    }

    #[test]
    fn numbers_are_read_and_written_by_their_text() {
        let body: Body =
            crate::web::body::read(r#"{"amount": 0.10, "price": {"EUR": 15.00, "CHF": "16.5"}}"#)
                .unwrap();
        let Given::Value(amount) = body.amount else {
            panic!("{body:?}")
        };
        assert_eq!(serde_json::to_string(&amount).unwrap(), "0.1");
        let price = body.price.value().unwrap();
        assert_eq!(
            serde_json::to_string(&price).unwrap(),
            r#"{"EUR":15,"CHF":16.5}"#
        );
        assert_eq!(body.name, Given::Absent);
    }

    #[test]
    fn what_is_no_number_is_refused_with_its_place() {
        for (text, found) in [
            (r#"{"amount": "1,234"}"#, "1,234"),
            (r#"{"amount": true}"#, "true"),
            (r#"{"amount": 1e999}"#, "1e999"),
            (r#"{"price": {"EURO": 1}}"#, "EURO"),
        ] {
            let problem = crate::web::body::read::<Body>(text).unwrap_err();
            assert_eq!(problem.code(), Code::InvalidBody, "{text}");
            let json = problem.to_json();
            assert!(json.contains(found) && json.contains("$."), "{json}");
        }
    }

    #[test]
    fn null_is_not_left_out() {
        let body: Body = crate::web::body::read(r#"{"name": null}"#).unwrap();
        assert_eq!(body.name, Given::Null);
        let body: Body =
            crate::web::body::read(r#"{"name": {"de": "Farbe", "en": "Color"}}"#).unwrap();
        let Text(label) = body.name.value().unwrap();
        assert_eq!(first(&label), "Farbe");
    }
}
