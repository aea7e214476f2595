//! A plan to what a widget shows: the display model as JSON.
//!
//! Takes a plan, gives names, types, limits and media of its components, features, options and
//! inputs, in document order: the order in which [`order_from_words`](super::order_from_words)
//! counts them. Keys and words are those of the catalog document; what is not known is left out.

use crate::diagnostic::JsonWriter;
use crate::money::Decimal;
use crate::plan::{
    ComponentPlan, Constant, Display, FeatureKind, FeaturePlan, InputPlan, Label, LabelId,
    OptionPlan, Plan, PlanData, TextId, ValueKind,
};

impl Plan {
    /// What a widget shows, as one line of JSON: `fingerprint`, `prices`, `currencies`, `inputs`
    /// and `components` with their features and options. Numbers are texts.
    #[must_use]
    pub fn to_display_json(&self) -> String {
        let plan = self.data();
        let mut writer = DisplayWriter {
            json: JsonWriter::new(),
            plan,
        };
        writer.document();
        writer.json.finish()
    }
}

struct DisplayWriter<'a> {
    json: JsonWriter,
    plan: &'a PlanData,
}

impl<'a> DisplayWriter<'a> {
    fn document(&mut self) {
        let plan = self.plan;
        self.json.begin_object();
        self.json.key("fingerprint").string(&plan.fingerprint);
        self.text("id", plan.catalog_id);
        self.text("version", plan.catalog_version);
        let prices = if plan.gross_prices { "gross" } else { "net" };
        self.json.key("prices").string(prices);
        self.json.key("needs_as_of").boolean(plan.needs_as_of);
        self.json.key("currencies").begin_array();
        for currency in &plan.currencies {
            self.json.begin_object();
            self.json.key("code").string(currency.code.as_str());
            self.json.key("digits").raw_number(currency.digits);
            self.json.end_object();
        }
        self.json.end_array();
        self.list("inputs", &plan.inputs, Self::input);
        self.list("components", &plan.components, Self::component);
        self.json.end_object();
    }

    fn input(&mut self, input: &'a InputPlan) {
        self.text("id", Some(input.id));
        let (kind, options): (_, &[TextId]) = match &input.kind {
            ValueKind::Number => ("number", &[]),
            ValueKind::Text => ("text", &[]),
            ValueKind::Boolean => ("boolean", &[]),
            ValueKind::Date => ("date", &[]),
            ValueKind::Option(ids) => ("select", ids),
            ValueKind::Options(ids) => ("multiselect", ids),
            ValueKind::List => ("list", &[]),
        };
        self.json.key("type").string(kind);
        self.json.key("required").boolean(input.required);
        self.default(input.default.as_ref(), &|at| options.get(at).copied());
        if !options.is_empty() {
            self.json.key("options").begin_array();
            for id in options {
                self.json.string(self.plan.text(*id));
            }
            self.json.end_array();
        }
    }

    fn component(&mut self, component: &'a ComponentPlan) {
        self.text("id", Some(component.id));
        self.display(&component.display);
        self.text("sku", component.sku);
        self.number("quantity_step", Some(component.quantity_step));
        self.list("features", &component.features, Self::feature);
    }

    fn feature(&mut self, feature: &'a FeaturePlan) {
        self.text("id", Some(feature.id));
        self.display(&feature.display);
        self.kind(&feature.kind);
        self.text("unit", feature.unit);
        self.json.key("required").boolean(feature.required);
        self.conditional(feature.available_when.is_some());
        let option = |at: usize| feature.options.get(at).map(|option| option.id);
        self.default(feature.default.as_ref(), &option);
        self.text("sku", feature.sku);
        if matches!(
            feature.kind,
            FeatureKind::Select | FeatureKind::Multiselect { .. }
        ) {
            self.list("options", &feature.options, Self::option);
        }
    }

    fn kind(&mut self, kind: &FeatureKind) {
        let name = match kind {
            FeatureKind::Select => "select",
            FeatureKind::Multiselect { .. } => "multiselect",
            FeatureKind::Boolean => "boolean",
            FeatureKind::Number { .. } => "number",
            FeatureKind::Text { .. } => "text",
        };
        self.json.key("type").string(name);
        match kind {
            FeatureKind::Select | FeatureKind::Boolean => {}
            FeatureKind::Multiselect {
                min_choices,
                max_choices,
                quantities,
            } => {
                self.count("min_choices", *min_choices);
                self.count("max_choices", *max_choices);
                self.json.key("quantities").boolean(*quantities);
            }
            FeatureKind::Number { min, max, step } => {
                self.number("min", *min);
                self.number("max", *max);
                self.number("step", *step);
            }
            FeatureKind::Text {
                min_length,
                max_length,
            } => {
                self.count("min_length", *min_length);
                self.count("max_length", *max_length);
            }
        }
    }

    fn option(&mut self, option: &'a OptionPlan) {
        self.text("id", Some(option.id));
        self.display(&option.display);
        self.conditional(option.available_when.is_some());
        self.text("sku", option.sku);
        self.number("max_quantity", option.max_quantity);
    }

    /// Name, sort order and media; every entry under its own key.
    fn display(&mut self, display: &Display) {
        self.json.key("name");
        self.label(display.name);
        self.number("sort_order", display.sort_order);
        for (key, label) in &display.entries {
            self.json.key(self.plan.text(*key));
            self.label(*label);
        }
    }

    /// A text, or an object of texts by language, the fallback first.
    fn label(&mut self, label: LabelId) {
        let plan = self.plan;
        match plan.labels.get(label.index()) {
            Some(Label::Translated(texts)) => {
                self.json.begin_object();
                for (language, text) in texts {
                    self.text(plan.text(*language), Some(*text));
                }
                self.json.end_object();
            }
            _ => {
                self.json.string(plan.label(label, None));
            }
        }
    }

    fn default(&mut self, default: Option<&Constant>, option: &dyn Fn(usize) -> Option<TextId>) {
        let Some(default) = default else { return };
        let id = |at: usize| option(at).map_or("", |id| self.plan.text(id));
        self.json.key("default");
        match default {
            Constant::Number(number) => self.json.display(number),
            Constant::Text(text) => self.json.string(self.plan.text(*text)),
            Constant::Boolean(value) => self.json.boolean(*value),
            Constant::Option(at) => self.json.string(id(at.index())),
            Constant::Options(options) => {
                self.json.begin_array();
                for at in options {
                    self.json.string(id(at.index()));
                }
                self.json.end_array()
            }
        };
    }

    fn list<T>(&mut self, key: &str, entries: &'a [T], write: impl Fn(&mut Self, &'a T)) {
        self.json.key(key).begin_array();
        for entry in entries {
            self.json.begin_object();
            write(self, entry);
            self.json.end_object();
        }
        self.json.end_array();
    }

    fn text(&mut self, key: &str, text: Option<TextId>) {
        if let Some(text) = text {
            self.json.key(key).string(self.plan.text(text));
        }
    }

    fn number(&mut self, key: &str, number: Option<Decimal>) {
        if let Some(number) = number {
            self.json.key(key).display(number);
        }
    }

    /// A limit; the largest number stands for none.
    fn count(&mut self, key: &str, count: u32) {
        if count != u32::MAX {
            self.json.key(key).raw_number(count);
        }
    }

    /// Whether it depends on other choices.
    fn conditional(&mut self, conditional: bool) {
        if conditional {
            self.json.key("conditional").boolean(true);
        }
    }
}

#[cfg(all(test, feature = "compiler"))]
mod tests {
    use crate::{Catalog, compile};

    #[test]
    fn everything_a_widget_needs() {
        let catalog = r#"{ "format": 1, "id": "c", "currency": "JPY", "inputs": [
            { "id": "customer.group", "type": "select", "options": ["retail", "dealer"] } ],
          "components": [{ "id": "mug", "base_price": "900", "features": [
            { "id": "color", "name": { "en": "Color", "de": "Farbe" }, "type": "select", "required": true,
              "options": [ { "id": "red", "color": "red", "sku": "M-1" },
                           { "id": "blue", "available_when": "size = 2" } ] },
            { "id": "size", "type": "number", "unit": "cm", "min": 1, "max": "2.5", "default": 2 } ] }] }"#;
        let plan = compile(&Catalog::from_json(catalog).unwrap()).unwrap();
        let json: serde_json::Value = serde_json::from_str(&plan.to_display_json()).unwrap();
        let expected = r#"{
          "fingerprint": "", "id": "c", "prices": "net", "needs_as_of": false,
          "currencies": [{ "code": "JPY", "digits": 0 }],
          "inputs": [{ "id": "customer.group", "type": "select", "required": true,
                       "options": ["retail", "dealer"] }],
          "components": [{ "id": "mug", "name": "mug", "quantity_step": "1", "features": [
            { "id": "color", "name": { "en": "Color", "de": "Farbe" }, "type": "select", "required": true,
              "options": [ { "id": "red", "name": "red", "color": "red", "sku": "M-1" },
                           { "id": "blue", "name": "blue", "conditional": true } ] },
            { "id": "size", "name": "size", "type": "number", "min": "1", "max": "2.5", "unit": "cm",
              "required": false, "default": "2" } ] }] }"#;
        let mut expected: serde_json::Value = serde_json::from_str(expected).unwrap();
        expected["fingerprint"] = plan.data().fingerprint.clone().into();
        assert_eq!(json, expected);
    }
}
