//! Price ranges are those of all completions priced one by one: over generated catalogs, and over
//! examples by hand.
//!
//! `PRICEWRIGHT_CASES` sets how many catalogs are generated (default 100).

mod naive;
mod support;

use naive::generate::{Sample, cases, samples};
use pricewright::model::order::{ChosenOption, Item, Value};
use pricewright::model::quote::Status;
use pricewright::money::Decimal;
use pricewright::analyze::range::{PriceRange, RangeEnd};
use pricewright::{Catalog, Order, Plan, Session, compile};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value as Json, json};

/// Features that are left free, and how numbers are coarsened for it.
const FREE: [&str; 6] = ["fabric", "width", "lined", "extras", "motor", "panel"];

/// How many ends were proved.
#[derive(Debug, Default)]
struct Counts {
    ends: u64,
    proved: u64,
    steps: u64,
    configurations: u64,
}

/// A catalog in which few widths can be chosen, so that all configurations can be priced.
fn coarse(catalog: &Json) -> Json {
    let mut catalog = catalog.clone();
    for component in catalog["components"].as_array_mut().unwrap() {
        for feature in component["features"].as_array_mut().unwrap() {
            if feature["id"] == "width" {
                feature["step"] = json!(540);
            }
        }
    }
    catalog
}

/// The values that a feature may have; none is left out.
fn values(feature: &Json) -> Vec<Option<Value>> {
    let ids = || {
        let options = feature["options"].as_array().unwrap().iter();
        options.map(|option| option["id"].as_str().unwrap().to_owned())
    };
    let mut all: Vec<Option<Value>> = match feature["type"].as_str().unwrap() {
        "select" => ids().map(|id| Some(Value::Text(id))).collect(),
        "boolean" => [true, false].map(|yes| Some(Value::Boolean(yes))).into(),
        "number" => (0..6)
            .map(|step| Some(Value::Number(Decimal::from_integer(300 + 540 * step))))
            .collect(),
        "multiselect" => {
            let ids: Vec<String> = ids().collect();
            let subsets = 1..1_u32 << ids.len();
            let chosen = |subset: u32| {
                let chosen = ids.iter().enumerate().filter(|(at, _)| subset >> at & 1 == 1);
                let chosen = chosen.map(|(_, id)| ChosenOption {
                    option: id.clone(),
                    quantity: Decimal::ONE,
                });
                Some(Value::Choices(chosen.collect()))
            };
            subsets.map(chosen).collect()
        }
        other => panic!("{other}"),
    };
    all.push(None);
    all
}

/// The lowest and the highest amount of all completions.
fn brute_force(
    plan: &Plan,
    order: &Order,
    features: &[Json],
    counts: &mut Counts,
) -> Option<(Decimal, Decimal)> {
    let item = &order.items[0];
    let mut session = Session::new(plan, order.clone(), item.clone());
    let free: Vec<(String, Vec<Option<Value>>)> = features
        .iter()
        .map(|feature| (feature["id"].as_str().unwrap().to_owned(), feature))
        .filter(|(id, _)| item.values.iter().all(|(name, _)| name != id))
        .filter(|(id, _)| FREE.contains(&id.as_str()))
        .map(|(id, feature)| (id, values(feature)))
        .collect();
    let mut odometer = vec![0_usize; free.len()];
    let mut range: Option<(Decimal, Decimal)> = None;
    loop {
        let mut completed: Item = item.clone();
        for ((id, values), at) in free.iter().zip(&odometer) {
            if let Some(value) = &values[*at] {
                completed.values.push((id.clone(), value.clone()));
            }
        }
        counts.configurations += 1;
        session.replace(order.clone(), completed);
        if session.status() == Ok(Status::Priced) {
            let amount = session.total().unwrap().unwrap();
            let (low, high) = range.unwrap_or((amount, amount));
            range = Some((low.min(amount), high.max(amount)));
        }
        let Some(at) = (0..free.len()).find(|at| odometer[*at] + 1 < free[*at].1.len()) else {
            return range;
        };
        odometer[at] += 1;
        odometer[..at].fill(0);
    }
}

fn agree(plan: &Plan, end: &RangeEnd, truth: Option<Decimal>, lowest: bool) -> Result<(), String> {
    if end.proved && end.amount != truth {
        return Err(format!("proved {:?}, but it is {truth:?}", end.amount));
    }
    if let (Some(bound), Some(truth)) = (end.bound, truth) {
        let holds = if lowest { bound <= truth } else { bound >= truth };
        if !holds {
            return Err(format!("{truth} is beyond the bound {bound}"));
        }
    }
    if let Some(witness) = &end.witness {
        let quote = plan.price(witness).map_err(|faults| format!("{faults:?}"))?;
        if quote.amount != end.amount {
            return Err(format!("the witness costs {:?}, not {:?}", quote.amount, end.amount));
        }
    }
    Ok(())
}

fn compare_sample(sample: &Sample, counts: &mut Counts) -> Result<(), String> {
    let catalog = coarse(&sample.catalog);
    let document = format!("{catalog:#}");
    let Ok(plan) = compile(&Catalog::from_json(&document).unwrap()) else {
        return Ok(());
    };
    for order in &sample.orders {
        let mut order = Order::from_json(&order.to_string()).unwrap();
        order.items.truncate(1);
        let item = &mut order.items[0];
        let component = catalog["components"].as_array().unwrap().iter();
        let component = component.clone().find(|c| c["id"] == item.component.as_str()).unwrap();
        let features = component["features"].as_array().unwrap();
        let with_quantities = |id: &str| {
            features.iter().any(|f| f["id"] == id && f["quantities"] == true)
        };
        item.values
            .retain(|(id, _)| !FREE.contains(&id.as_str()) || with_quantities(id));
        for (id, value) in [("drop", json!(100)), ("engraving", json!("Anna"))] {
            let has = features.iter().any(|feature| feature["id"] == id);
            let given = item.values.iter().any(|(name, _)| name == id);
            if has && !given {
                let value = match value {
                    Json::String(text) => Value::Text(text),
                    _ => Value::Number(Decimal::HUNDRED),
                };
                item.values.push((id.to_owned(), value));
            }
        }
        let quantities = features.iter().filter(|f| f["quantities"] == true);
        for feature in quantities {
            let id = feature["id"].as_str().unwrap();
            if item.values.iter().all(|(name, _)| name != id) {
                item.values.push((id.to_owned(), Value::Choices(Vec::new())));
            }
        }
        let Ok(PriceRange {
            lowest, highest, ..
        }) = plan.price_range(&order, 3_000)
        else {
            continue;
        };
        let truth = brute_force(&plan, &order, features, counts);
        for end in [&lowest, &highest] {
            counts.ends += 1;
            counts.proved += u64::from(end.proved);
            counts.steps += end.steps;
        }
        agree(&plan, &lowest, truth.map(|(low, _)| low), true)
            .and_then(|()| agree(&plan, &highest, truth.map(|(_, high)| high), false))
            .map_err(|difference| format!("{difference}\n{order:#?}\n{document}"))?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn ranges_of_generated_catalogs_are_those_of_all_completions(sample in samples()) {
        if let Err(message) = compare_sample(&sample, &mut Counts::default()) {
            return Err(TestCaseError::fail(message));
        }
    }
}

/// Where nothing is proved, the comparison says little.
#[test]
fn nearly_every_range_of_a_generated_catalog_is_proved() {
    let seed = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(ProptestConfig::default(), seed);
    let mut counts = Counts::default();
    for _ in 0..100 {
        let sample = samples().new_tree(&mut runner).unwrap().current();
        compare_sample(&sample, &mut counts).unwrap_or_else(|message| panic!("{message}"));
    }
    println!("{counts:?}");
    assert!(counts.proved * 20 > counts.ends * 19, "{counts:?}");
}
