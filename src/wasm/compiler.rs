//! What only the full build has: catalogs, expressions, explanations.

use std::collections::BTreeMap;

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::{Plan, thrown};
use crate::catalog_test::report;
use crate::diagnostic::Diagnostics;
use crate::model::{Catalog, Order};

/// A catalog's text and the files that it names.
#[wasm_bindgen]
pub struct CatalogText {
    text: String,
    files: Option<BTreeMap<String, Vec<u8>>>,
}

#[wasm_bindgen]
impl CatalogText {
    /// A catalog; `directory` says whether files come with it.
    #[wasm_bindgen(constructor)]
    pub fn new(text: String, directory: bool) -> Self {
        Self {
            text,
            files: directory.then(BTreeMap::new),
        }
    }

    /// Adds a file by its name relative to the catalog.
    pub fn file(&mut self, name: String, bytes: Vec<u8>) {
        self.files.get_or_insert_default().insert(name, bytes);
    }

    /// The plan; throws every fault.
    pub fn compile(&self) -> Result<Plan, JsValue> {
        let plan = crate::compile(&self.read().map_err(thrown)?).map_err(thrown)?;
        Ok(Plan { plan })
    }

    /// Every finding, warnings included.
    pub fn check(&self) -> JsValue {
        match self.read() {
            Ok(catalog) => thrown(crate::check_catalog(&catalog)),
            Err(faults) => thrown(faults),
        }
    }

    /// The packed catalog without its internal parts; throws what keeps it from being one.
    pub fn storefront(&self) -> Result<String, JsValue> {
        let catalog = self.read().map_err(thrown)?;
        Ok(crate::storefront(&catalog).map_err(thrown)?.to_json())
    }

    /// The plan of a shop page; throws what keeps it from being one.
    #[wasm_bindgen(js_name = storefrontPlan)]
    pub fn storefront_plan(&self) -> Result<Plan, JsValue> {
        let plan = crate::storefront_plan(&self.read().map_err(thrown)?).map_err(thrown)?;
        Ok(Plan { plan })
    }

    /// What became of the tests in the catalog, as JSON; throws what keeps them from being run.
    pub fn test(&self) -> Result<String, JsValue> {
        let catalog = self.read().map_err(thrown)?;
        let plan = crate::compile(&catalog).map_err(thrown)?;
        Ok(report(&plan, &catalog).map_err(thrown)?.to_json_utf16())
    }

    /// What was found in the files of price lists, as JSON; throws what keeps them from being read.
    #[wasm_bindgen(js_name = fileReports)]
    pub fn file_reports(&self) -> Result<String, JsValue> {
        Ok(self.read().map_err(thrown)?.file_reports_json())
    }

    /// The packed catalog: one document with its files inline.
    pub fn pack(&self) -> Result<String, JsValue> {
        Ok(self.read().map_err(thrown)?.to_json())
    }
}

impl CatalogText {
    pub(super) fn read(&self) -> Result<Catalog, Diagnostics> {
        let Some(files) = &self.files else {
            return Catalog::from_json(&self.text);
        };
        let find = |name: &str| {
            let file = files.get(name).cloned();
            file.ok_or_else(|| "there is no such file".to_owned())
        };
        Catalog::from_json_with("catalog.json", &self.text, &find)
    }
}

/// The value of an expression, as JSON; `context` is a JSON object.
#[wasm_bindgen]
pub fn evaluate(expression: &str, context: &str) -> Result<String, JsValue> {
    let value = crate::evaluate(expression, context).map_err(thrown)?;
    Ok(value.to_json())
}

#[wasm_bindgen]
impl Plan {
    /// The plan as bytes.
    #[wasm_bindgen(js_name = toBytes)]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.plan.to_bytes()
    }

    /// The quote as JSON of an order as JSON text.
    #[wasm_bindgen(js_name = priceText)]
    pub fn price_text(&self, order: &str) -> Result<String, JsValue> {
        self.quote(&Order::from_json(order).map_err(thrown)?)
    }

    /// The explanation as JSON, or as text for people, of an order in words.
    pub fn explain(
        &self,
        words: &[u32],
        texts: &[u8],
        for_people: bool,
    ) -> Result<String, JsValue> {
        self.explained(&self.order(words, texts)?, for_people)
    }

    /// The same of an order as JSON text.
    #[wasm_bindgen(js_name = explainText)]
    pub fn explain_text(&self, order: &str, for_people: bool) -> Result<String, JsValue> {
        self.explained(&Order::from_json(order).map_err(thrown)?, for_people)
    }
}

impl Plan {
    fn explained(&self, order: &Order, for_people: bool) -> Result<String, JsValue> {
        let explanation = self.plan.explain(order).map_err(thrown)?;
        Ok(if for_people {
            explanation.render()
        } else {
            explanation.to_json()
        })
    }
}
