//! Quotes to JSON.
//!
//! Takes a quote and gives its text: keys in the order of the structs' fields, so that equal
//! quotes are equal bytes. Amounts are texts with at least the currency's digits, other decimals
//! texts in their shortest form; an amount that is not known is `null`. What a line does not have
//! is left out.

use super::quote::{
    AxisUse, CellUse, ComputedValue, ItemQuote, Line, Material, Notice, Pending, Problem, Quote,
    SourcePosition, TaxShare, Violation,
};
use std::fmt;

use crate::diagnostic::JsonWriter;
use crate::money::Decimal;

impl Quote {
    /// The quote as one line of JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.write(JsonWriter::new(), true)
    }

    /// The quote as indented JSON.
    #[must_use]
    pub fn to_json_pretty(&self) -> String {
        self.write(JsonWriter::pretty(), true)
    }

    /// The totals of the quote as one line of JSON: its status, currency and amount, for each item
    /// status and amount, and id and amount of each line. The keys are those of
    /// [`to_json`](Self::to_json), in the same order; everything else is left out.
    ///
    /// # Example
    /// ```
    /// # #[cfg(feature = "compiler")] {
    /// use pricewright::{Catalog, Order, compile};
    /// let catalog = r#"{"format": 1, "currency": "EUR",
    ///     "components": [{"id": "mug", "base_price": "7.50", "features": []}]}"#;
    /// let plan = compile(&Catalog::from_json(catalog)?)?;
    /// let order = Order::from_json(r#"{"items": [{"component": "mug", "values": {}, "quantity": 2}]}"#)?;
    /// let totals = plan.price(&order)?.to_totals_json();
    /// assert!(totals.contains(r#""lines":[{"id":"base","amount":"15.00"}]"#), "{totals}");
    /// # }
    /// # Ok::<(), pricewright::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn to_totals_json(&self) -> String {
        let mut writer = QuoteWriter {
            json: JsonWriter::new(),
            digits: self.currency.digits,
        };
        writer.totals(self);
        writer.json.finish()
    }

    /// The quote as one line of JSON without the engine's version: the same for every engine
    /// that prices alike.
    #[must_use]
    pub fn to_canonical_json(&self) -> String {
        self.write(JsonWriter::new(), false)
    }

    fn write(&self, json: JsonWriter, with_engine: bool) -> String {
        let mut writer = QuoteWriter {
            json,
            digits: self.currency.digits,
        };
        writer.quote(self, with_engine);
        writer.json.finish()
    }
}

impl Violation {
    /// Violations as one line of JSON: an array, as in a quote.
    pub(crate) fn list_to_json<'a>(violations: impl Iterator<Item = &'a Self>) -> String {
        let mut writer = QuoteWriter {
            json: JsonWriter::new(),
            digits: 0,
        };
        writer.json.begin_array();
        for violation in violations {
            writer.violation(violation);
        }
        writer.json.end_array();
        writer.json.finish()
    }
}

struct QuoteWriter {
    json: JsonWriter,
    /// Of the currency's minor unit.
    digits: u32,
}

impl QuoteWriter {
    fn quote(&mut self, quote: &Quote, with_engine: bool) {
        self.json.begin_object();
        self.text("status", quote.status.as_str());
        self.text("currency", quote.currency.code.as_str());
        match quote.as_of {
            Some(day) => self.json.key("as_of").display(day),
            None => self.json.key("as_of").null(),
        };
        self.text("prices", if quote.gross_prices { "gross" } else { "net" });
        self.list("items", &quote.items, Self::item);
        self.list("lines", &quote.lines, Self::line);
        self.amount("amount", quote.amount);
        self.amount("priced_subtotal", Some(quote.priced_subtotal));
        self.amount("net", quote.net);
        self.amount("tax", quote.tax);
        self.amount("gross", quote.gross);
        self.list("taxes", &quote.taxes, Self::tax_share);
        self.list("violations", &quote.violations, Self::violation);
        self.list("warnings", &quote.warnings, Self::notice);
        self.list("problems", &quote.problems, Self::problem);
        self.list(
            "bill_of_materials",
            &quote.bill_of_materials,
            Self::material,
        );
        self.json.key("catalog").begin_object();
        self.text_or_null("id", quote.catalog_id.as_deref());
        self.text_or_null("version", quote.catalog_version.as_deref());
        self.text("fingerprint", &quote.fingerprint);
        self.json.end_object();
        if with_engine {
            self.text("engine_version", quote.engine_version);
        }
        self.json.key("rounding").begin_object();
        self.text("mode", quote.rounding.mode.as_str());
        self.text(
            "scope",
            if quote.rounding.per_item {
                "item"
            } else {
                "unit"
            },
        );
        self.plain("unit_increment", quote.rounding.unit_increment);
        self.plain("increment", quote.rounding.increment);
        self.json.end_object();
        self.json.end_object();
    }

    fn totals(&mut self, quote: &Quote) {
        self.json.begin_object();
        self.text("status", quote.status.as_str());
        self.text("currency", quote.currency.code.as_str());
        self.list("items", &quote.items, |writer, item| {
            writer.json.begin_object();
            writer.text("status", item.status.as_str());
            writer.list("lines", &item.lines, Self::line_total);
            writer.amount("amount", item.amount);
            writer.json.end_object();
        });
        self.list("lines", &quote.lines, Self::line_total);
        self.amount("amount", quote.amount);
        self.json.end_object();
    }

    fn line_total(&mut self, line: &Line) {
        self.json.begin_object();
        self.text("id", &line.id);
        self.amount("amount", Some(line.amount));
        self.json.end_object();
    }

    fn item(&mut self, item: &ItemQuote) {
        self.json.begin_object();
        self.text_or_null("id", item.id.as_deref());
        self.text("component", &item.component);
        self.plain("quantity", item.quantity);
        self.text("status", item.status.as_str());
        self.list("lines", &item.lines, Self::line);
        self.amount("list_price", item.list_price);
        self.amount("unit_price", item.unit_price);
        self.amount("amount", item.amount);
        self.amount("effective_unit_price", item.effective_unit_price);
        self.amount("order_share", item.order_share);
        match item.tax_rate {
            Some(rate) => self.plain("tax_rate", rate),
            None => {
                self.json.key("tax_rate").null();
            }
        }
        self.amount("net", item.net);
        self.amount("tax", item.tax);
        self.amount("gross", item.gross);
        self.list("violations", &item.violations, Self::violation);
        self.list("warnings", &item.warnings, Self::notice);
        self.list("pending", &item.pending, Self::pending);
        self.list("problems", &item.problems, Self::problem);
        self.json.key("computed").begin_object();
        for (id, value) in &item.computed {
            self.json.key(id);
            value.write(&mut self.json);
        }
        self.json.end_object();
        self.list("bill_of_materials", &item.bill_of_materials, Self::material);
        self.json.end_object();
    }

    fn line(&mut self, line: &Line) {
        self.json.begin_object();
        self.text("phase", &line.phase);
        self.text("kind", line.kind.as_str());
        self.text("id", &line.id);
        self.text("label", &line.label);
        self.text("scope", line.scope.as_str());
        self.amount("unit_amount", line.unit_amount);
        self.amount("amount", Some(line.amount));
        self.line_reasons(line);
        if !line.items.is_empty() {
            self.json.key("items").begin_array();
            for index in &line.items {
                self.json.raw_number(index);
            }
            self.json.end_array();
        }
        if !line.shares.is_empty() {
            self.list("shares", &line.shares, |writer, share| {
                let digits = writer.digits;
                writer.json.string_by(|out| share.write_fixed(digits, out));
            });
        }
        self.json.key("manual").boolean(line.manual);
        self.json.key("exact").boolean(line.exact);
        if let Some(source) = &line.source {
            source.write(self.json.key("source"));
        }
        self.json.end_object();
    }

    /// What an amount was made of, as far as the line has it.
    fn line_reasons(&mut self, line: &Line) {
        if let Some(base) = &line.base {
            self.json.key("base").begin_object();
            self.text("name", &base.name);
            self.amount("amount", Some(base.amount));
            if !base.not_discountable.is_zero() {
                self.amount("not_discountable", Some(base.not_discountable));
            }
            self.json.end_object();
        }
        if let Some(rate) = line.rate {
            self.plain("rate", rate);
        }
        if let Some(cell) = &line.cell {
            self.cell(cell);
        }
        if let Some(tier) = line.tier {
            self.plain("tier", tier);
        }
        if let Some(quantity) = line.option_quantity {
            self.plain("option_quantity", quantity);
        }
        if let Some(key) = &line.key {
            self.text("key", key);
        }
    }

    fn cell(&mut self, cell: &CellUse) {
        self.json.key("cell").begin_object();
        self.text("list", &cell.list);
        self.axis("row", &cell.row);
        if let Some(col) = &cell.col {
            self.axis("col", col);
        }
        self.json.end_object();
    }

    fn axis(&mut self, key: &str, axis: &AxisUse) {
        self.json.key(key).begin_object();
        self.text("asked", &axis.asked);
        self.text("hit", &axis.hit);
        if let Some(upper) = &axis.upper {
            self.text("upper", upper);
        }
        self.json.end_object();
    }

    fn violation(&mut self, violation: &Violation) {
        self.json.begin_object();
        self.text("code", violation.code);
        self.text_or_null("rule", violation.rule.as_deref());
        self.text("message", &violation.message);
        self.list("features", &violation.features, Self::string);
        self.list("fixes", &violation.fixes, |writer, fix| {
            writer.json.begin_object();
            writer.text("feature", &fix.feature);
            writer.text_or_null("value", fix.value.as_deref());
            writer.json.end_object();
        });
        self.json.end_object();
    }

    fn notice(&mut self, notice: &Notice) {
        self.json.begin_object();
        self.text("id", &notice.id);
        self.text("message", &notice.message);
        self.json.end_object();
    }

    fn pending(&mut self, pending: &Pending) {
        self.json.begin_object();
        self.text("id", &pending.id);
        self.text("label", &pending.label);
        self.text("phase", &pending.phase);
        self.list("waits_for", &pending.waits_for, Self::string);
        self.json.end_object();
    }

    fn problem(&mut self, problem: &Problem) {
        self.json.begin_object();
        self.text("code", problem.code.as_str());
        self.text("message", &problem.message);
        self.text_or_null("id", problem.id.as_deref());
        self.json.end_object();
    }

    fn tax_share(&mut self, share: &TaxShare) {
        self.json.begin_object();
        self.plain("rate", share.rate);
        self.amount("net", Some(share.net));
        self.amount("tax", Some(share.tax));
        self.json.end_object();
    }

    fn material(&mut self, material: &Material) {
        self.json.begin_object();
        self.text("sku", &material.sku);
        self.plain("quantity", material.quantity);
        self.json.end_object();
    }

    fn list<T>(&mut self, key: &str, values: &[T], write: impl Fn(&mut Self, &T)) {
        self.json.key(key).begin_array();
        for value in values {
            write(self, value);
        }
        self.json.end_array();
    }

    fn string(&mut self, text: &impl AsRef<str>) {
        self.json.string(text.as_ref());
    }

    fn text(&mut self, key: &str, text: &str) {
        self.json.key(key).string(text);
    }

    fn text_or_null(&mut self, key: &str, text: Option<&str>) {
        match text {
            Some(text) => self.text(key, text),
            None => {
                self.json.key(key).null();
            }
        }
    }

    /// A decimal that is no amount.
    fn plain(&mut self, key: &str, number: Decimal) {
        self.json
            .key(key)
            .string_by(|out| number.write_fixed(0, out));
    }

    /// An amount, or `null` where it is not known.
    fn amount(&mut self, key: &str, amount: Option<Decimal>) {
        match amount {
            Some(amount) => {
                let digits = self.digits;
                let json = self.json.key(key);
                json.string_by(|out| amount.write_fixed(digits, out))
            }
            None => self.json.key(key).null(),
        };
    }
}

impl SourcePosition {
    /// The place as JSON.
    pub(crate) fn write(&self, json: &mut JsonWriter) {
        json.begin_object().key("file").string(&self.file);
        json.key("line").raw_number(self.line);
        json.key("column").raw_number(self.column).end_object();
    }
}

impl ComputedValue {
    /// The value as JSON: numbers and days as strings.
    pub(crate) fn write(&self, json: &mut JsonWriter) {
        match self {
            Self::Number(number) => {
                json.display(number);
            }
            Self::Text(text) => {
                json.string(text);
            }
            Self::Boolean(boolean) => {
                json.boolean(*boolean);
            }
            Self::Date(day) => {
                json.display(day);
            }
            Self::List(values) => {
                json.begin_array();
                for value in values {
                    value.write(json);
                }
                json.end_array();
            }
        }
    }
}

/// Numbers in shortest form without quotes, everything else as in JSON.
impl fmt::Display for ComputedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::List(values) => {
                f.write_str("[")?;
                for (index, value) in values.iter().enumerate() {
                    if index > 0 {
                        f.write_str(", ")?;
                    }
                    value.fmt(f)?;
                }
                f.write_str("]")
            }
            other => {
                let mut json = JsonWriter::new();
                other.write(&mut json);
                f.write_str(&json.finish())
            }
        }
    }
}

#[cfg(test)]
mod tests;
