//! JSON text to JSON text, by `serde_json`: `{"width": 1200, "fabric": "linen", …}` to
//! `{"total": "120.10", "lines": [{"code": "base", "amount": "99.90"}, …]}`.

use std::fmt;

use anyhow::{Context, Result};
use rust_decimal::Decimal;
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::{Answer, Hand, Line, Map, NamedValue, Names};

impl Hand<Decimal> {
    /// Prices a configuration in JSON and writes total and lines.
    ///
    /// # Errors
    /// A text of another form, a name that is not there, a size beyond the matrix.
    pub fn json(&self, names: &Names, configuration: &str) -> Result<String> {
        let given: Map<'_> = serde_json::from_str(configuration)?;
        let answer = self.scan(&names.resolve(&given)?);
        Ok(serde_json::to_string(
            &answer.context("there is no price")?,
        )?)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for NamedValue<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = NamedValue<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an option or a whole number")
    }

    fn visit_borrowed_str<E: Error>(self, option: &'de str) -> Result<Self::Value, E> {
        Ok(NamedValue::Option(option))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        let number = u32::try_from(number).map_err(E::custom)?;
        Ok(NamedValue::Number(number))
    }
}

impl Serialize for Answer<'_, Decimal> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut answer = serializer.serialize_struct("Answer", 2)?;
        answer.serialize_field("total", &self.total)?;
        answer.serialize_field("lines", &self.lines)?;
        answer.end()
    }
}

impl Serialize for Line<'_, Decimal> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut line = serializer.serialize_struct("Line", 2)?;
        line.serialize_field("code", self.code)?;
        line.serialize_field("amount", &self.amount)?;
        line.end()
    }
}
