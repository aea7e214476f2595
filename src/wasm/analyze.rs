//! What only the full build has: answers about prices. Orders and claims come as JSON text.

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::{CatalogText, Plan, thrown};
use crate::analyze::claim::{Claim, claim};
use crate::analyze::diff::{DiffOptions, diff};
use crate::analyze::lint::LintLimits;
use crate::analyze::solve::Wish;
use crate::diagnostic::{Code, Diagnostic, JsonWriter, Place};
use crate::model::{Date, Order};
use crate::money::{CurrencyCode, Decimal};

#[wasm_bindgen]
impl Plan {
    /// The claim of an order, as JSON.
    pub fn claim(&self, order: &str) -> Result<String, JsValue> {
        let order = Order::from_json(order).map_err(thrown)?;
        let quote = self.plan.price(&order).map_err(thrown)?;
        Ok(claim(&order, &quote))
    }

    /// What became of a claim, as JSON.
    pub fn verify(&self, claim: &str) -> Result<String, JsValue> {
        let claim = Claim::from_json(claim).map_err(thrown)?;
        Ok(self.plan.verify(&claim).map_err(thrown)?.to_json())
    }

    /// What each option of an item costs, as JSON.
    #[wasm_bindgen(js_name = optionPrices)]
    pub fn option_prices(
        &self,
        order: &str,
        item: u32,
        feature: Option<String>,
    ) -> Result<String, JsValue> {
        let order = Order::from_json(order).map_err(thrown)?;
        let prices = self
            .plan
            .option_prices(&order, item as usize, feature.as_deref());
        Ok(prices.map_err(thrown)?.to_json())
    }

    /// What small changes of an order buy, as JSON.
    pub fn hints(&self, order: &str, limit: u32) -> Result<String, JsValue> {
        let order = Order::from_json(order).map_err(thrown)?;
        let found = self.plan.hints(&order, limit as usize);
        Ok(found.map_err(thrown)?.to_json())
    }

    /// What an order can still cost, as JSON.
    #[wasm_bindgen(js_name = priceRange)]
    pub fn price_range(&self, order: &str, budget: u32) -> Result<String, JsValue> {
        let order = Order::from_json(order).map_err(thrown)?;
        let range = self.plan.price_range(&order, u64::from(budget));
        Ok(range.map_err(thrown)?.to_json())
    }

    /// What fits a wish, as JSON.
    pub fn solve(
        &self,
        order: &str,
        largest: Option<String>,
        smallest: Option<String>,
        at_most: Option<String>,
        unit_price: Option<String>,
        budget: u32,
    ) -> Result<String, JsValue> {
        let order = Order::from_json(order).map_err(thrown)?;
        let at_most = at_most.map(|text| amount(&text, "atMost")).transpose()?;
        let unit_price = unit_price
            .map(|text| amount(&text, "unitPrice"))
            .transpose()?;
        let wish = match (largest, smallest, at_most, unit_price) {
            (Some(feature), None, Some(budget), None) => Wish::Largest { feature, budget },
            (None, Some(feature), Some(budget), None) => Wish::Smallest { feature, budget },
            (None, None, None, Some(unit_price)) => Wish::Quantity { unit_price },
            _ => {
                let expected = "`largest` or `smallest` with `atMost`, or `unitPrice`";
                return Err(unfit("wish", expected));
            }
        };
        let solution = self.plan.solve(&order, &wish, u64::from(budget));
        Ok(solution.map_err(thrown)?.to_json())
    }

    /// How many configurations an order can still become, as JSON.
    #[wasm_bindgen(js_name = countConfigurations)]
    pub fn count_configurations(&self, order: &str, budget: u32) -> Result<String, JsValue> {
        let order = Order::from_json(order).map_err(thrown)?;
        let count = self.plan.count_configurations(&order, u64::from(budget));
        Ok(count.map_err(thrown)?.to_json())
    }

    /// The numbers of a dimension that are worth a price, as a JSON array of texts.
    pub fn breakpoints(&self, component: &str, subject: &str) -> Result<String, JsValue> {
        let Some(numbers) = self.plan.breakpoints(component, subject) else {
            return Err(unfit(
                subject,
                "a number feature of the component, or `quantity`",
            ));
        };
        let mut array = JsonWriter::new();
        array.begin_array();
        for number in numbers {
            array.display(number);
        }
        array.end_array();
        Ok(array.finish())
    }

    /// What changes from this catalog to another one, as JSON.
    pub fn diff(&self, new: &Plan, options: &Differences) -> Result<String, JsValue> {
        let found = diff(&self.plan, &new.plan, &options.options);
        Ok(found.map_err(thrown)?.to_json())
    }
}

#[wasm_bindgen]
impl CatalogText {
    /// What a price manager would stumble over, as JSON; throws what keeps the catalog from
    /// compiling.
    pub fn lint(&self, steps: u32) -> Result<String, JsValue> {
        let catalog = self.read().map_err(thrown)?;
        let plan = crate::compile(&catalog).map_err(thrown)?;
        let limits = LintLimits {
            steps: u64::from(steps),
            ..LintLimits::default()
        };
        Ok(plan.lint(limits).accept(&catalog.accepted).to_json())
    }
}

/// What two catalogs are compared by.
#[wasm_bindgen]
pub struct Differences {
    options: DiffOptions,
}

#[wasm_bindgen]
impl Differences {
    /// The limit of configurations, how many changes are listed, and the seed in digits.
    #[wasm_bindgen(constructor)]
    pub fn new(limit: u32, worst: u32, seed: &str) -> Result<Differences, JsValue> {
        let seed = seed.parse();
        let seed = seed.map_err(|_| unfit("seed", "a whole number below 2^64"))?;
        Ok(Self {
            options: DiffOptions {
                limit: limit as usize,
                worst: worst as usize,
                seed,
                ..DiffOptions::default()
            },
        })
    }

    /// One component alone.
    pub fn component(&mut self, id: String) {
        self.options.component = Some(id);
    }

    /// The currency.
    pub fn currency(&mut self, code: &str) -> Result<(), JsValue> {
        let parsed = CurrencyCode::parse(code);
        let parsed = parsed.ok_or_else(|| unfit("currency", "a code such as `EUR`"))?;
        self.options.currency = Some(parsed);
        Ok(())
    }

    /// The day.
    #[wasm_bindgen(js_name = asOf)]
    pub fn as_of(&mut self, day: &str) -> Result<(), JsValue> {
        let parsed = Date::parse(day);
        let parsed = parsed.ok_or_else(|| unfit("asOf", "a day such as `2026-10-01`"))?;
        self.options.as_of = Some(parsed);
        Ok(())
    }
}

fn amount(text: &str, name: &str) -> Result<Decimal, JsValue> {
    Decimal::parse(text).map_err(|_| unfit(name, "an amount"))
}

fn unfit(name: &str, expected: &str) -> JsValue {
    let message = format!("`{name}` is not {expected}");
    let place = Place::in_document(None, format!("$.{name}"));
    thrown(Diagnostic::new(Code::InvalidValue, place, message).into())
}
