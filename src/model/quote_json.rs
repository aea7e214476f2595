//! Quotes to JSON.
//!
//! Takes a quote and gives its text: keys in the order of the structs' fields, so that equal
//! quotes are equal bytes. Amounts are texts with at least the currency's digits, other decimals
//! texts in their shortest form; an amount that is not known is `null`. What a line does not have
//! is left out.

use super::quote::{
    AxisUse, CellUse, ComputedValue, ItemQuote, Line, Material, Notice, Pending, Problem, Quote,
    TaxShare, Violation,
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
    pub(crate) fn list_to_json(violations: &[Self]) -> String {
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
                writer.json.string(&share.to_fixed(writer.digits));
            });
        }
        self.json.key("manual").boolean(line.manual);
        self.json.key("exact").boolean(line.exact);
        if let Some(source) = &line.source {
            self.json.key("source").begin_object();
            self.text("file", &source.file);
            self.json.key("line").raw_number(source.line);
            self.json.key("column").raw_number(source.column);
            self.json.end_object();
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
        self.json.key(key).display(number);
    }

    /// An amount, or `null` where it is not known.
    fn amount(&mut self, key: &str, amount: Option<Decimal>) {
        match amount {
            Some(amount) => self.json.key(key).string(&amount.to_fixed(self.digits)),
            None => self.json.key(key).null(),
        };
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
mod tests {
    use super::super::quote::{
        Fix, LineBase, LineKind, QuoteRounding, Scope, SourcePosition, Status,
    };
    use super::*;
    use crate::diagnostic::Code;
    use crate::model::Date;
    use crate::money::{Currency, CurrencyCode, Rounding};

    fn number(text: &str) -> Decimal {
        Decimal::parse(text).expect("a number")
    }

    fn some(text: &str) -> Option<Decimal> {
        Some(number(text))
    }

    fn line(id: &str, amount: &str) -> Line {
        Line {
            phase: "base".to_owned(),
            kind: LineKind::BasePrice,
            id: id.to_owned(),
            label: "Base \"price\"".to_owned(),
            scope: Scope::Item,
            unit_amount: None,
            amount: number(amount),
            base: None,
            rate: None,
            cell: None,
            tier: None,
            option_quantity: None,
            key: None,
            items: Vec::new(),
            shares: Vec::new(),
            manual: false,
            exact: true,
            source: None,
        }
    }

    fn full_line() -> Line {
        let axis = |upper: Option<&str>| AxisUse {
            asked: "950".to_owned(),
            hit: "1000".to_owned(),
            upper: upper.map(str::to_owned),
        };
        Line {
            scope: Scope::Unit,
            unit_amount: some("0.034"),
            base: Some(LineBase {
                name: "list".to_owned(),
                amount: number("100"),
                not_discountable: number("59.8"),
            }),
            rate: some("-2.50"),
            cell: Some(CellUse {
                list: "a".to_owned(),
                row: axis(None),
                col: Some(axis(Some("2000"))),
            }),
            tier: some("10"),
            option_quantity: some("2"),
            key: Some("red".to_owned()),
            items: vec![0, 2],
            shares: vec![number("1"), number("2.5")],
            manual: true,
            exact: false,
            source: Some(SourcePosition {
                file: "a.price".to_owned(),
                line: 3,
                column: 1,
            }),
            ..line("full", "-1.5")
        }
    }

    fn item() -> ItemQuote {
        ItemQuote {
            id: None,
            component: "blind".to_owned(),
            quantity: number("2"),
            status: Status::OnRequest,
            lines: vec![line("base", "12.5")],
            list_price: some("12.5"),
            unit_price: None,
            amount: None,
            effective_unit_price: None,
            order_share: None,
            tax_rate: some("19"),
            net: None,
            tax: None,
            gross: None,
            violations: vec![Violation {
                code: "forbidden",
                rule: None,
                message: "no".to_owned(),
                features: vec!["motor".to_owned()],
                fixes: vec![Fix {
                    feature: "motor".to_owned(),
                    value: None,
                }],
            }],
            warnings: Vec::new(),
            pending: vec![Pending {
                id: "p".to_owned(),
                label: "P".to_owned(),
                phase: "options".to_owned(),
                waits_for: vec!["width".to_owned()],
            }],
            problems: Vec::new(),
            computed: vec![
                ("count".to_owned(), ComputedValue::Number(number("3.0"))),
                (
                    "day".to_owned(),
                    ComputedValue::List(vec![ComputedValue::Boolean(true)]),
                ),
            ],
            bill_of_materials: vec![Material {
                sku: "S".to_owned(),
                quantity: number("1.50"),
            }],
        }
    }

    fn quote() -> Quote {
        Quote {
            status: Status::OnRequest,
            currency: Currency {
                code: CurrencyCode::parse("EUR").expect("a code"),
                digits: 2,
            },
            as_of: Date::parse("2026-10-01"),
            gross_prices: false,
            items: vec![item()],
            lines: vec![full_line()],
            amount: None,
            priced_subtotal: number("0"),
            net: None,
            tax: None,
            gross: None,
            taxes: vec![TaxShare {
                rate: number("19"),
                net: number("10"),
                tax: number("1.9"),
            }],
            violations: Vec::new(),
            warnings: vec![Notice {
                id: "late".to_owned(),
                message: "late".to_owned(),
            }],
            problems: vec![Problem {
                code: Code::Unpriced,
                message: "no price".to_owned(),
                id: None,
            }],
            bill_of_materials: Vec::new(),
            catalog_id: Some("c".to_owned()),
            catalog_version: None,
            fingerprint: "00ff".to_owned(),
            engine_version: "0.1.0",
            rounding: QuoteRounding {
                mode: Rounding::HalfUp,
                per_item: false,
                unit_increment: number("0.001"),
                increment: number("0.01"),
            },
        }
    }

    #[test]
    fn keys_stand_in_one_order_and_amounts_are_texts() {
        let expected = concat!(
            r#"{"status":"on_request","currency":"EUR","as_of":"2026-10-01","prices":"net","#,
            r#""items":[{"id":null,"component":"blind","quantity":"2","status":"on_request","#,
            r#""lines":[{"phase":"base","kind":"base_price","id":"base","#,
            r#""label":"Base \"price\"","scope":"item","unit_amount":null,"amount":"12.50","#,
            r#""manual":false,"exact":true}],"list_price":"12.50","unit_price":null,"#,
            r#""amount":null,"effective_unit_price":null,"order_share":null,"tax_rate":"19","#,
            r#""net":null,"tax":null,"gross":null,"violations":[{"code":"forbidden","#,
            r#""rule":null,"message":"no","features":["motor"],"#,
            r#""fixes":[{"feature":"motor","value":null}]}],"warnings":[],"#,
            r#""pending":[{"id":"p","label":"P","phase":"options","waits_for":["width"]}],"#,
            r#""problems":[],"computed":{"count":"3","day":[true]},"#,
            r#""bill_of_materials":[{"sku":"S","quantity":"1.5"}]}],"#,
            r#""lines":[{"phase":"base","kind":"base_price","id":"full","#,
            r#""label":"Base \"price\"","scope":"unit","unit_amount":"0.034","#,
            r#""amount":"-1.50","base":{"name":"list","amount":"100.00","not_discountable":"59.80"},"rate":"-2.5","#,
            r#""cell":{"list":"a","row":{"asked":"950","hit":"1000"},"#,
            r#""col":{"asked":"950","hit":"1000","upper":"2000"}},"tier":"10","#,
            r#""option_quantity":"2","key":"red","items":[0,2],"shares":["1.00","2.50"],"#,
            r#""manual":true,"exact":false,"#,
            r#""source":{"file":"a.price","line":3,"column":1}}],"#,
            r#""amount":null,"priced_subtotal":"0.00","net":null,"tax":null,"gross":null,"#,
            r#""taxes":[{"rate":"19","net":"10.00","tax":"1.90"}],"violations":[],"#,
            r#""warnings":[{"id":"late","message":"late"}],"#,
            r#""problems":[{"code":"unpriced","message":"no price","id":null}],"#,
            r#""bill_of_materials":[],"#,
            r#""catalog":{"id":"c","version":null,"fingerprint":"00ff"},"#,
            r#""engine_version":"0.1.0","rounding":{"mode":"half_up","scope":"unit","#,
            r#""unit_increment":"0.001","increment":"0.01"}}"#,
        );
        assert_eq!(quote().to_json(), expected);
        let canonical = expected.replace(r#""engine_version":"0.1.0","#, "");
        assert_eq!(quote().to_canonical_json(), canonical);
    }

    #[test]
    fn indented_text_says_the_same() {
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
        assert_eq!(read(&quote().to_json_pretty()), read(&quote().to_json()));
    }

    #[test]
    fn amounts_have_the_digits_of_the_currency() {
        let mut quote = quote();
        quote.currency = Currency {
            code: CurrencyCode::parse("JPY").expect("a code"),
            digits: 0,
        };
        assert!(
            quote
                .to_json()
                .contains(r#""priced_subtotal":"0","net":null"#)
        );
    }
}
