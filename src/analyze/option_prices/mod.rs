//! What each option costs in a configuration: the price of the order if it were chosen.
//!
//! Takes an order and one of its items, gives for every option of every feature the exact amount of
//! the order with it and the difference to the present amount, through percentages, minimums, tiers
//! and fees, because each is priced. Selects are set to the option, booleans to both values, an
//! option of a multiselect is taken in or out. Numbers and texts have no options: what a number
//! does to the price, [`hints`](crate::analyze::hints) say.
//!
//! An order of one item is priced as a session, so that only what hangs on an option is worked out
//! for it; nothing of the configuration is changed afterwards.

mod json;
mod render;
#[cfg(test)]
mod tests;

use super::probe::{Answer, Probe, features, item_of};
use crate::diagnostic::Diagnostics;
use crate::evaluate::Session;
use crate::model::order::{ChosenOption, Order, Value};
use crate::model::quote::{Fix, Status, Violation};
use crate::money::{Currency, Decimal, Exactness};
use crate::plan::{Constant, FeatureKind, FeaturePlan, Plan, PlanData};

/// Every option's price in a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionPrices {
    /// The component.
    pub component: String,
    /// The currency of the amounts.
    pub currency: Currency,
    /// The status of the order as it is.
    pub status: Status,
    /// The amount of the order as it is; none unless it is priced.
    pub amount: Option<Decimal>,
    /// Features with options, in document order.
    pub features: Vec<FeatureOptions>,
}

/// The options of a feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeatureOptions {
    /// The feature.
    pub id: String,
    /// `select`, `boolean` or `multiselect`.
    pub kind: &'static str,
    /// Its options, in document order; of a boolean `true`, then `false`.
    pub options: Vec<OptionPrice>,
}

/// What an option costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionPrice {
    /// The option; `true` and `false` of a boolean.
    pub id: String,
    /// What the feature is set to for this price; of a multiselect what is chosen then.
    pub value: Value,
    /// Whether it is chosen now.
    pub chosen: bool,
    /// Whether the configuration with it is allowed, complete or not.
    pub allowed: bool,
    /// The status of the order with it; of a chosen option of a multiselect, without it.
    pub status: Status,
    /// The amount of the order then; none unless it is priced.
    pub amount: Option<Decimal>,
    /// That amount less the present one; none unless there are both.
    pub difference: Option<Decimal>,
    /// What is not allowed or missing then. Fixes are changes of other features that would allow
    /// it.
    pub violations: Vec<Violation>,
}

impl Plan {
    /// What every option costs in an item of an order: of one feature, or of all.
    ///
    /// # Errors
    /// An item that the order does not have, a feature that the component does not have, and those
    /// of [`Plan::price`].
    ///
    /// # Example
    /// ```
    /// use pricewright::{Catalog, Order, compile};
    ///
    /// let catalog = r#"{"format": 1, "currency": "EUR", "components": [{
    ///     "id": "shelf", "base_price": "20",
    ///     "features": [{"id": "oiled", "type": "boolean", "surcharge": "4.50"}]}]}"#;
    /// let plan = compile(&Catalog::from_json(catalog)?)?;
    /// let order = Order::from_json(r#"{"items": [{"component": "shelf", "quantity": 2}]}"#)?;
    /// let prices = plan.option_prices(&order, 0, Some("oiled"))?;
    /// let oiled = &prices.features[0].options[0];
    /// assert_eq!(oiled.difference.unwrap().to_fixed(2), "9.00");
    /// # Ok::<(), pricewright::Diagnostics>(())
    /// ```
    pub fn option_prices(
        &self,
        order: &Order,
        item: usize,
        feature: Option<&str>,
    ) -> Result<OptionPrices, Diagnostics> {
        let asked = item_of(order, item)?.clone();
        let rest = Order {
            items: Vec::new(),
            ..order.clone()
        };
        let mut session = Session::new(self, rest, asked);
        of_probe(self, Probe::of(&mut session, order, item)?, feature)
    }
}

impl Session {
    /// What every option costs in this configuration: of one feature, or of all. What the session
    /// has worked out is used, the configuration is the same afterwards.
    ///
    /// # Errors
    /// Those of [`Plan::option_prices`].
    pub fn option_prices(&mut self, feature: Option<&str>) -> Result<OptionPrices, Diagnostics> {
        let plan = self.plan().clone();
        of_probe(&plan, Probe::of_session(self)?, feature)
    }
}

fn of_probe(
    plan: &Plan,
    mut probe: Probe<'_>,
    feature: Option<&str>,
) -> Result<OptionPrices, Diagnostics> {
    let now = probe.now()?;
    let currency = probe.currency()?;
    let component = probe.given().component.clone();
    let asked = match plan.data().component(&component) {
        Some(found) => features(plan, found, feature)?,
        // the quote says that there is no such component
        None => Vec::new(),
    };
    let mut priced = Vec::new();
    for feature in asked {
        let Some(kind) = kind(feature) else {
            continue;
        };
        let id = plan.data().text(feature.id);
        let options = of_feature(plan.data(), &mut probe, feature, &now)?;
        probe.take_back(id)?;
        priced.push(FeatureOptions {
            id: id.to_owned(),
            kind,
            options,
        });
    }
    Ok(OptionPrices {
        component,
        currency,
        status: now.status,
        amount: now.amount,
        features: priced,
    })
}

/// The type of a feature with options.
const fn kind(feature: &FeaturePlan) -> Option<&'static str> {
    match feature.kind {
        FeatureKind::Select => Some("select"),
        FeatureKind::Boolean => Some("boolean"),
        FeatureKind::Multiselect { .. } => Some("multiselect"),
        FeatureKind::Number { .. } | FeatureKind::Text { .. } => None,
    }
}

/// The options of a feature; the probe is left with the last of them.
fn of_feature(
    plan: &PlanData,
    probe: &mut Probe<'_>,
    feature: &FeaturePlan,
    now: &Answer,
) -> Result<Vec<OptionPrice>, Diagnostics> {
    let id = plan.text(feature.id);
    let (present, by_default) = match probe.value(id) {
        Some(value) => (Some(value.clone()), false),
        None => (default(plan, feature), true),
    };
    let mut options = Vec::new();
    for (option, value) in choices(plan, feature, present.as_ref()) {
        probe.set(id, &value)?;
        let answer = probe.now()?;
        let chosen = present.as_ref().is_some_and(|value| holds(value, &option));
        let mut priced = priced(id, option, value, answer, now);
        // a default is no choice where the feature is not available
        let refused = |violation: &Violation| violation.code == "not-available";
        priced.chosen = chosen && !(by_default && priced.violations.iter().any(refused));
        options.push(priced);
    }
    Ok(options)
}

fn priced(feature: &str, id: String, value: Value, answer: Answer, now: &Answer) -> OptionPrice {
    let mut violations = answer.violations;
    for violation in &mut violations {
        violation.fixes.retain(|fix| fix.feature != feature);
        // another feature that is not available then is fine once it is left out
        let others = violation.features.iter().filter(|other| *other != feature);
        if violation.code == "not-available" && violation.fixes.is_empty() {
            violation.fixes = others.map(|other| unset(other)).collect();
        }
    }
    let difference = answer.amount.zip(now.amount);
    let difference = difference.and_then(|(amount, present)| {
        let exact = &mut Exactness::default();
        amount.minus(present, exact).ok()
    });
    OptionPrice {
        id,
        value,
        chosen: false,
        allowed: violations.iter().all(Violation::is_unfinished),
        status: answer.status,
        amount: answer.amount,
        difference,
        violations,
    }
}

fn unset(feature: &str) -> Fix {
    Fix {
        feature: feature.to_owned(),
        value: None,
    }
}

/// Each option, and the value of the feature with it.
fn choices(
    plan: &PlanData,
    feature: &FeaturePlan,
    present: Option<&Value>,
) -> Vec<(String, Value)> {
    let ids = feature.options.iter().map(|option| plan.text(option.id));
    match feature.kind {
        FeatureKind::Select => ids
            .map(|id| (id.to_owned(), Value::Text(id.to_owned())))
            .collect(),
        FeatureKind::Boolean => [true, false]
            .map(|truth| (truth.to_string(), Value::Boolean(truth)))
            .to_vec(),
        FeatureKind::Multiselect { .. } => {
            let chosen = match present {
                Some(Value::Choices(chosen)) => chosen.as_slice(),
                _ => &[],
            };
            ids.map(|id| (id.to_owned(), Value::Choices(toggled(chosen, id))))
                .collect()
        }
        FeatureKind::Number { .. } | FeatureKind::Text { .. } => Vec::new(),
    }
}

/// What is chosen once an option is taken in, or out if it was in.
fn toggled(chosen: &[ChosenOption], id: &str) -> Vec<ChosenOption> {
    let mut rest: Vec<_> = chosen.to_vec();
    rest.retain(|choice| choice.option != id);
    if rest.len() == chosen.len() {
        rest.push(ChosenOption {
            option: id.to_owned(),
            quantity: Decimal::ONE,
        });
    }
    rest
}

/// Whether a value has an option.
fn holds(value: &Value, option: &str) -> bool {
    match value {
        Value::Text(id) => id == option,
        Value::Boolean(truth) => truth.to_string() == option,
        Value::Choices(chosen) => chosen.iter().any(|choice| choice.option == option),
        Value::Number(_) => false,
    }
}

/// The default of a feature, as a buyer would give it.
fn default(plan: &PlanData, feature: &FeaturePlan) -> Option<Value> {
    let id = |index: &crate::plan::OptionIndex| {
        let option = feature.options.get(index.index())?;
        Some(plan.text(option.id).to_owned())
    };
    Some(match feature.default.as_ref()? {
        Constant::Number(number) => Value::Number(*number),
        Constant::Text(text) => Value::Text(plan.text(*text).to_owned()),
        Constant::Boolean(truth) => Value::Boolean(*truth),
        Constant::Option(index) => Value::Text(id(index)?),
        Constant::Options(indexes) => {
            let chosen = indexes.iter().filter_map(id).map(|option| ChosenOption {
                option,
                quantity: Decimal::ONE,
            });
            Value::Choices(chosen.collect())
        }
    })
}
