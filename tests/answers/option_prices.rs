//! Option prices are those of each order priced afresh.

use super::{changed, example_orders, generated_orders};
use pricewright::money::Exactness;
use pricewright::{Catalog, Order, Plan, Session, compile};
use serde_json::json;

/// Compares every option of every item with a fresh price; gives how many were compared.
fn compare(name: &str, plan: &Plan, order: &Order) -> usize {
    let Ok(now) = plan.price(order) else { return 0 };
    let mut compared = 0;
    for item in 0..order.items.len() {
        let prices = plan.option_prices(order, item, None).unwrap();
        assert_eq!(
            (prices.status, prices.amount),
            (now.status, now.amount),
            "{name}"
        );
        for feature in &prices.features {
            for option in &feature.options {
                let fresh = plan
                    .price(&changed(order, item, &feature.id, &option.value))
                    .unwrap();
                let told = (option.status, option.amount);
                assert_eq!(
                    told,
                    (fresh.status, fresh.amount),
                    "{name} {} {}",
                    feature.id,
                    option.id
                );
                let difference = fresh
                    .amount
                    .zip(now.amount)
                    .map(|(then, now)| then.minus(now, &mut Exactness::default()).unwrap());
                assert_eq!(option.difference, difference, "{name}");
                let of_item = fresh.items[item].violations.iter();
                let codes: Vec<_> = of_item.chain(&fresh.violations).map(|it| it.code).collect();
                let told: Vec<_> = option.violations.iter().map(|it| it.code).collect();
                assert_eq!(told, codes, "{name} {} {}", feature.id, option.id);
                // a chosen option is the present configuration, written down or by default
                if option.chosen && feature.kind != "multiselect" {
                    assert_eq!(
                        option.amount, now.amount,
                        "{name} {} {}",
                        feature.id, option.id
                    );
                }
                compared += 1;
            }
        }
    }
    compared
}

#[test]
fn examples() {
    let orders = example_orders();
    let compared: usize = orders
        .iter()
        .map(|(name, plan, order)| compare(name, plan, order))
        .sum();
    assert!(compared > 500, "{compared}");
}

#[test]
fn generated_catalogs() {
    let orders = generated_orders(120);
    let compared: usize = orders
        .iter()
        .map(|(name, plan, order)| compare(name, plan, order))
        .sum();
    assert!(compared > 1_000, "{compared}");
}

/// 8 features and 100 options: what is worked out for all of them is less than for 10 prices.
#[test]
fn a_hundred_options_cost_less_than_ten_prices() {
    let counts = [4, 6, 8, 10, 12, 16, 20, 24];
    let features = counts.iter().enumerate().map(|(number, count)| {
        let options = (0..*count).map(|option| {
            let surcharge = match option % 3 {
                0 => json!("4.50"),
                1 => json!({"percent": "3", "of": "base"}),
                _ => json!({"amount": "2", "per": "width", "unit": "m"}),
            };
            json!({"id": format!("o{option}"), "surcharge": surcharge})
        });
        json!({"id": format!("f{number}"), "type": "select", "required": true,
            "options": options.collect::<Vec<_>>()})
    });
    let width = json!({"id": "width", "type": "number", "unit": "mm", "min": 1, "max": 3000, "step": 1, "required": true});
    let features: Vec<_> = features.chain([width]).collect();
    let rules: Vec<_> = (0..30)
        .map(|number| {
            let (feature, option) = (number % 8, number % 4);
            format!("surcharge s{number} when f{feature} = \"o{option}\" and width > {number}00 : {number}.10")
        })
        .chain(["discount ten : 10% of subtotal".to_owned(), "minimum least : 80.00 per piece".to_owned()])
        .collect();
    let catalog = json!({"format": 1, "currency": "EUR", "components": [{"id": "c",
        "base_price": "100", "features": features, "rules": rules.join("\n")}]});
    let plan = compile(&Catalog::from_json(&catalog.to_string()).unwrap()).unwrap();
    let mut values: serde_json::Map<_, _> = (0..8)
        .map(|number| (format!("f{number}"), json!("o0")))
        .collect();
    values.insert("width".to_owned(), json!(1200));
    let order = json!({"items": [{"component": "c", "values": values}]});
    let order = Order::from_json(&order.to_string()).unwrap();
    let fresh = || Session::new(&plan, order.clone(), order.items[0].clone());
    let mut one = fresh();
    one.quote().unwrap();
    let single = one.work().expressions + one.work().lookups;
    let mut all = fresh();
    let prices = all.option_prices(None).unwrap();
    let options: usize = prices
        .features
        .iter()
        .map(|feature| feature.options.len())
        .sum();
    assert_eq!(options, 100);
    let work = all.work();
    assert!(
        work.expressions + work.lookups < 10 * single,
        "{work:?} for 100 options, {single} for a price"
    );
    assert_eq!(compare("a hundred", &plan, &order), 100);
}
