//! Catalogs and orders to JSON: the packed, canonical documents.
//!
//! Takes a catalog and gives one text with everything inline, rules and cells of files too. Keys
//! stand in one order, decimals in their shortest form, defaults are left out: equal catalogs are
//! equal bytes, whatever they were read from. Reading the text gives the catalog back; only the
//! names of the files that its parts came from are gone.

mod component;
mod directory;
mod order;
mod price_list;
mod value;

use sha2::{Digest, Sha256};

use super::Catalog;
use super::catalog::{
    Accepted, Input, InputType, LineRounding, Phase, Prices, RoundingScope, RulesText, TaxRounding,
};
use super::words::{self, word_of};
use crate::diagnostic::JsonWriter;
use crate::money::{CurrencyCode, Decimal, Rounding};
use crate::parse::syntax::Choice;

impl Catalog {
    /// The packed, canonical document, without insignificant space.
    ///
    /// # Example
    /// ```
    /// use pricewright::model::Catalog;
    ///
    /// let text = r#"{ "components": [], "currencies": ["EUR"], "format": 1, "prices": "net" }"#;
    /// let catalog = Catalog::from_json(text)?;
    /// assert_eq!(catalog.to_json(), r#"{"format":1,"currency":"EUR","components":[]}"#);
    /// # Ok::<(), pricewright::diagnostic::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        self.write(JsonWriter::new(), Parts::Inline)
    }

    /// The same document, indented for people.
    #[must_use]
    pub fn to_json_pretty(&self) -> String {
        self.write(JsonWriter::pretty(), Parts::Inline)
    }

    /// The SHA-256 of the canonical document, in lower-case hex.
    ///
    /// # Example
    /// ```
    /// use pricewright::model::Catalog;
    ///
    /// let bare = Catalog::from_json(r#"{"format":1,"currency":"EUR","components":[]}"#)?;
    /// let spaced = Catalog::from_json(r#"{ "currency": "EUR", "components": [], "format": 1 }"#)?;
    /// assert_eq!(bare.fingerprint(), spaced.fingerprint());
    /// # Ok::<(), pricewright::diagnostic::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn fingerprint(&self) -> String {
        hexadecimal(&self.to_json())
    }

    /// A copy for a storefront: without price lists that are internal and without costs.
    /// Statements that are internal stay; `check` and `compile` know them.
    #[must_use]
    pub fn without_internal(&self) -> Self {
        use super::catalog::FeatureType::{Multiselect, Select};

        let mut public = self.clone();
        // The text that it was read from holds what is internal, too.
        public.source = None;
        public.accepted = Vec::new();
        for component in &mut public.components {
            component.price_lists.retain(|list| !list.internal);
            for feature in &mut component.features {
                if let Select(options) | Multiselect { options, .. } = &mut feature.kind {
                    options.iter_mut().for_each(|option| option.cost = None);
                }
            }
        }
        public
    }

    fn write(&self, mut json: JsonWriter, parts: Parts) -> String {
        json.begin_object();
        json.key("format").raw_number(1);
        json.optional_text("id", self.id.as_deref());
        json.optional_text("version", self.version.as_deref());
        match self.currencies.as_slice() {
            [one] => {
                json.key("currency").string(one.as_str());
            }
            several => json.texts("currencies", several.iter().map(CurrencyCode::as_str)),
        }
        if self.prices != Prices::default() {
            json.key("prices")
                .string(word_of(words::PRICES, &self.prices));
        }
        rounding(&mut json, &self.rounding);
        if self.tax_rounding != TaxRounding::default() {
            json.key("tax").begin_object();
            json.key("rounding")
                .string(word_of(words::TAX_ROUNDINGS, &self.tax_rounding));
            json.end_object();
        }
        json.list("inputs", &self.inputs, input);
        json.key("components").begin_array();
        self.components
            .iter()
            .for_each(|component| component::component(&mut json, component, parts));
        json.end_array();
        rules(&mut json, self.rules.as_ref(), parts);
        json.list("accepted", &self.accepted, accepted);
        json.end_object();
        json.finish()
    }
}

fn accepted(json: &mut JsonWriter, accepted: &Accepted) {
    json.begin_object();
    json.key("code").string(&accepted.code);
    json.key("id").string(&accepted.id);
    json.key("reason").string(&accepted.reason);
    json.end_object();
}

/// The SHA-256 of a text in lower-case hex.
fn hexadecimal(text: &str) -> String {
    use std::fmt::Write as _;

    let hash = Sha256::digest(text.as_bytes());
    hash.iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a string does not fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// Where cells and rules stand that came from files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Parts {
    /// In the document.
    Inline,
    /// In the files that they came from; the document names them.
    Files,
}

/// Rules as a text; those of a file with its name, by which quotes say where a rule stands.
fn rules(json: &mut JsonWriter, rules: Option<&RulesText>, parts: Parts) {
    let Some(RulesText { file, source }) = rules else {
        return;
    };
    match (parts, file) {
        (Parts::Files, Some(file)) => {
            json.key("rules_file").string(file);
        }
        // a packed file keeps its name, so that quotes name the same place
        (_, Some(file)) => {
            json.key("rules").begin_object();
            json.key("file").string(file);
            json.key("text").string(&source.text);
            json.end_object();
        }
        (_, None) => {
            json.key("rules").string(&source.text);
        }
    }
}

impl JsonWriter {
    /// A decimal as a text in its shortest form, as it displays, by a shorter way: a price list may
    /// have millions.
    fn decimal(&mut self, number: Decimal) -> &mut Self {
        self.string_by(|text| number.write_fixed(0, text))
    }

    /// A key and its text, where there is one.
    fn optional_text(&mut self, key: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.key(key).string(text);
        }
    }

    /// A key and its number as a text, where there is one.
    fn optional_number(&mut self, key: &str, number: Option<impl std::fmt::Display>) {
        if let Some(number) = number {
            self.key(key).display(number);
        }
    }

    /// A key and `value`, where that is not what holds without the key.
    fn flag(&mut self, key: &str, value: bool, otherwise: bool) {
        if value != otherwise {
            self.key(key).boolean(value);
        }
    }

    /// A key and an array of texts, even if it is empty.
    fn texts(&mut self, key: &str, texts: impl IntoIterator<Item = impl AsRef<str>>) {
        self.key(key).begin_array();
        for text in texts {
            self.string(text.as_ref());
        }
        self.end_array();
    }

    /// A key and an array, where there is something in it.
    fn list<T>(&mut self, key: &str, values: &[T], write: impl Fn(&mut Self, &T)) {
        if !values.is_empty() {
            self.key(key).begin_array();
            values.iter().for_each(|value| write(self, value));
            self.end_array();
        }
    }
}

fn rounding(json: &mut JsonWriter, rounding: &LineRounding) {
    let LineRounding {
        mode,
        scope,
        increment,
        unit_price_digits,
    } = rounding;
    let standard = (Rounding::HalfUp, RoundingScope::Unit);
    if (*mode, *scope) == standard && increment.is_none() && unit_price_digits.is_none() {
        return;
    }
    json.key("rounding").begin_object();
    json.key("mode")
        .string(word_of(words::ROUNDING_MODES, mode));
    json.key("scope")
        .string(word_of(words::ROUNDING_SCOPES, scope));
    value::optional_amount(json, "increment", increment.as_ref());
    json.optional_number("unit_price_digits", *unit_price_digits);
    json.end_object();
}

fn input(json: &mut JsonWriter, input: &Input) {
    json.begin_object();
    json.key("id").string(&input.id);
    let (word, options) = match &input.kind {
        InputType::Select(options) => (words::InputWord::Select, Some(options)),
        InputType::Number => (words::InputWord::Number, None),
        InputType::Text => (words::InputWord::Text, None),
        InputType::Boolean => (words::InputWord::Boolean, None),
    };
    json.key("type").string(word_of(words::INPUT_TYPES, &word));
    if let Some(options) = options {
        json.texts("options", options);
    }
    json.flag("required", input.required, input.default.is_none());
    value::optional_default(json, input.default.as_ref());
    json.end_object();
}

fn phase(json: &mut JsonWriter, phase: &Phase) {
    if !phase.compound && phase.choice.is_none() {
        json.string(&phase.id);
        return;
    }
    json.begin_object();
    json.key("id").string(&phase.id);
    json.flag("compound", phase.compound, false);
    json.optional_text("choice", phase.choice.as_ref().map(choice_word));
    json.end_object();
}

fn choice_word(choice: &Choice) -> &'static str {
    word_of(words::CHOICES, choice)
}

#[cfg(test)]
mod tests;
