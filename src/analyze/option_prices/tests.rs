//! Options of small catalogs, priced by hand.

use super::*;
use crate::{Catalog, compile};

fn plan(features: &str, rules: &str) -> Plan {
    let rules = rules.replace('"', "\\\"").replace('\n', "\\n");
    let catalog = format!(
        r#"{{"format": 1, "currency": "EUR", "components": [{{"id": "lamp", "base_price": "100",
            "features": [{features}], "rules": "{rules}"}}]}}"#
    );
    compile(&Catalog::from_json(&catalog).unwrap()).unwrap_or_else(|faults| panic!("{faults}"))
}

const SHADE: &str = r#"{"id": "shade", "type": "select", "required": true, "options": [
    {"id": "paper"}, {"id": "glass", "surcharge": "40"}, {"id": "silk", "surcharge": "65.50"}]}"#;
const EXTRAS: &str = r#"{"id": "extras", "type": "multiselect", "options": [
    {"id": "dimmer", "surcharge": "12"}, {"id": "hook", "surcharge": "3"}]}"#;
const LED: &str = r#"{"id": "led", "type": "boolean", "default": true, "surcharge": "8"}"#;

fn order(values: &str) -> Order {
    let text = format!(r#"{{"items": [{{"component": "lamp", "values": {values}}}]}}"#);
    Order::from_json(&text).unwrap()
}

fn told(prices: &OptionPrices) -> Vec<String> {
    let money = |amount: Option<Decimal>| amount.map_or("-".to_owned(), |it| it.to_fixed(2));
    let one = |feature: &FeatureOptions, option: &OptionPrice| {
        let star = if option.chosen { "*" } else { "" };
        let (amount, difference) = (money(option.amount), money(option.difference));
        let status = option.status.as_str();
        format!(
            "{}:{}{star} {status} {amount} {difference}",
            feature.id, option.id
        )
    };
    let features = prices.features.iter();
    features
        .flat_map(|feature| {
            feature
                .options
                .iter()
                .map(move |option| one(feature, option))
        })
        .collect()
}

#[test]
fn each_option_costs_what_it_does_behind_discount_and_minimum() {
    let rules =
        "discount ten \"Ten\" : 10% of subtotal\nminimum least \"Least\" : 100.00 per piece";
    let plan = plan(&[SHADE, EXTRAS, LED].join(","), rules);
    let prices = plan.option_prices(&order(r#"{"shade": "paper", "extras": ["hook"]}"#), 0, None);
    let prices = prices.unwrap();
    // now 100 + 8 + 3 = 111, 10 % off: 99.90, lifted to 100.00
    assert_eq!(prices.amount.unwrap().to_fixed(2), "100.00");
    assert_eq!(
        told(&prices),
        [
            "shade:paper* priced 100.00 0.00",
            "shade:glass priced 135.90 35.90",   // 151 less 15.10
            "shade:silk priced 158.85 58.85",    // 176.50 less 17.65
            "extras:dimmer priced 110.70 10.70", // 123 less 12.30
            "extras:hook* priced 100.00 0.00",   // 108 less 10.80 is 97.20, lifted
            "led:true* priced 100.00 0.00",
            "led:false priced 100.00 0.00", // 103 less 10.30 is 92.70, lifted
        ]
    );
}

#[test]
fn an_incomplete_configuration_has_prices_where_it_becomes_complete() {
    let plan = plan(&[SHADE, LED].join(","), "");
    let prices = plan.option_prices(&order("{}"), 0, None).unwrap();
    assert_eq!((prices.status, prices.amount), (Status::Incomplete, None));
    assert_eq!(
        told(&prices),
        [
            "shade:paper priced 108.00 -",
            "shade:glass priced 148.00 -",
            "shade:silk priced 173.50 -",
            "led:true* incomplete - -",
            "led:false incomplete - -",
        ]
    );
    let waits = &prices.features[1].options[1];
    assert!(waits.allowed);
    assert_eq!(waits.violations[0].features, ["shade"]);
}

#[test]
fn what_is_not_allowed_says_why_and_what_would_allow_it() {
    let hot = r#"{"id": "bulb", "type": "select", "default": "cool", "options": [
        {"id": "cool"}, {"id": "hot", "surcharge": "2"}]}"#;
    let plate = r#"{"id": "plate", "type": "select", "available_when": "bulb = \"hot\"",
        "default": "steel", "options": [{"id": "steel", "surcharge": "5"}, {"id": "brass"}]}"#;
    let rules = "forbid fire \"Paper burns\" : shade = \"paper\" and bulb = \"hot\"";
    let plan = plan(&[SHADE, hot, plate].join(","), rules);
    let prices = plan
        .option_prices(&order(r#"{"shade": "paper"}"#), 0, None)
        .unwrap();
    let hot = &prices.features[1].options[1];
    assert!(!hot.allowed && hot.status == Status::Invalid && hot.amount.is_none());
    let fixes = hot.violations[0].fixes.iter();
    let fixes: Vec<_> = fixes
        .map(|fix| (fix.feature.as_str(), fix.value.as_deref()))
        .collect();
    assert_eq!(fixes, [("shade", Some("glass")), ("shade", Some("silk"))]);
    let plate = &prices.features[2];
    assert!(
        plate
            .options
            .iter()
            .all(|option| !option.chosen && !option.allowed)
    );
    assert_eq!(plate.options[0].violations[0].code, "not-available");
    let text = prices.render();
    assert!(
        text.contains("not allowed: Paper burns; allowed with shade = glass"),
        "{text}"
    );
}

#[test]
fn what_an_option_takes_away_is_to_be_left_out() {
    let cord = r#"{"id": "cord", "type": "boolean", "available_when": "shade != \"silk\""}"#;
    let plan = plan(&[SHADE, cord].join(","), "");
    let order = order(r#"{"shade": "paper", "cord": true}"#);
    let prices = plan.option_prices(&order, 0, Some("shade")).unwrap();
    let silk = &prices.features[0].options[2];
    assert!(!silk.allowed);
    let fixes = &silk.violations[0].fixes;
    assert_eq!(
        (fixes[0].feature.as_str(), &fixes[0].value),
        ("cord", &None)
    );
}

#[test]
fn a_session_is_the_same_afterwards() {
    let plan = plan(&[SHADE, EXTRAS, LED].join(","), "");
    let mut session = plan.session("lamp");
    session
        .set("shade", Value::Text("glass".to_owned()))
        .unwrap();
    let before = session.quote().unwrap().to_json();
    let prices = session.option_prices(None).unwrap();
    assert_eq!(
        prices,
        plan.option_prices(session.order(), 0, None).unwrap()
    );
    assert_eq!(session.quote().unwrap().to_json(), before);
}

#[test]
fn what_is_asked_must_be_there() {
    let plan = plan(SHADE, "");
    let order = order(r#"{"shade": "paper"}"#);
    let code = |item, feature| {
        let faults = plan.option_prices(&order, item, feature).unwrap_err();
        faults.iter().next().unwrap().code.as_str()
    };
    assert_eq!(code(1, None), "invalid-value");
    assert_eq!(code(0, Some("shad")), "unknown-feature");
    assert!(plan.option_prices(&Order::default(), 0, None).is_err());
    let other = Order::from_json(r#"{"items": [{"component": "door"}]}"#).unwrap();
    let none = plan.option_prices(&other, 0, None).unwrap();
    assert!(none.features.is_empty() && none.status != Status::Priced);
}
