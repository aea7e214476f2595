//! Over the example catalogs: what is left open of their orders, in windows that are small enough
//! to be priced one by one. Ends of ranges, counts and the largest number within a budget are those
//! of all completions.

use std::collections::BTreeMap;
use std::path::Path;

use pricewright::analyze::solve::Wish;
use pricewright::model::catalog::{Catalog, Feature, FeatureType};
use pricewright::model::order::{ChosenOption, Item, Value};
use pricewright::model::quote::Status;
use pricewright::money::{Decimal, Exactness};
use pricewright::{Order, Plan, Session, compile};

use crate::support;

/// So many completions of a window at most.
const COMPLETIONS: usize = 300;
const BUDGET: u64 = 20_000;

/// Every value that a feature may have, none among them; none where they are too many.
fn values(feature: &Feature) -> Option<Vec<Option<Value>>> {
    let text = |text: &str| Some(Value::Text(text.to_owned()));
    let mut all: Vec<Option<Value>> = match &feature.kind {
        FeatureType::Select(options) => options.iter().map(|option| text(&option.id)).collect(),
        FeatureType::Boolean => [true, false].map(|yes| Some(Value::Boolean(yes))).into(),
        FeatureType::Number {
            min: Some(min),
            max: Some(max),
            step: Some(step),
        } => {
            let numbers = std::iter::successors(Some(*min), |number| {
                number.plus(*step, &mut Exactness::default()).ok()
            });
            let numbers = numbers.take_while(|number| number <= max);
            let numbers: Vec<_> = numbers.take(COMPLETIONS + 1).collect();
            numbers
                .into_iter()
                .map(|n| Some(Value::Number(n)))
                .collect()
        }
        FeatureType::Number { .. } => return None,
        // what the examples read of texts is how long they are
        FeatureType::Text {
            min_length,
            max_length,
        } => {
            let lengths = min_length.unwrap_or(0)..=(*max_length)?;
            lengths
                .map(|length| text(&"n".repeat(length as usize)))
                .collect()
        }
        FeatureType::Multiselect {
            options,
            quantities,
            ..
        } => {
            let mut chosen: Vec<Vec<ChosenOption>> = vec![Vec::new()];
            for option in options {
                let most = if *quantities {
                    option.max_quantity?
                } else {
                    Decimal::ONE
                };
                let quantities = (1..=8).map(Decimal::from_integer);
                let more: Vec<_> = quantities
                    .take_while(|quantity| *quantity <= most)
                    .flat_map(|quantity| {
                        chosen.clone().into_iter().map(move |mut choices| {
                            choices.push(ChosenOption {
                                option: option.id.clone(),
                                quantity,
                            });
                            choices
                        })
                    })
                    .collect();
                chosen.extend(more);
            }
            chosen
                .into_iter()
                .map(|choices| Some(Value::Choices(choices)))
                .collect()
        }
    };
    all.push(None);
    (all.len() <= COMPLETIONS).then_some(all)
}

/// An order of one item with some features left open, and all that they may become.
struct Window {
    order: Order,
    completions: Vec<Item>,
    /// A number feature that is open.
    number: Option<String>,
    /// Whether two completions are never the same configuration.
    distinct: bool,
}

/// Windows of an item: features are left open from each of them on, while they are few enough.
fn windows(order: &Order, item: &Item, features: &[Feature]) -> Vec<Window> {
    let missing = |feature: &&Feature| item.values.iter().all(|(id, _)| *id != feature.id);
    let forced: Vec<&Feature> = features.iter().filter(missing).collect();
    let starts = 0..features.len();
    starts
        .filter_map(|start| window(order, item, &forced, &features[start..]))
        .collect()
}

fn window(order: &Order, item: &Item, forced: &[&Feature], wished: &[Feature]) -> Option<Window> {
    let mut open: Vec<(&Feature, Vec<Option<Value>>)> = Vec::new();
    let mut bare = item.clone();
    let mut count = 1_usize;
    for feature in forced {
        let mut values = values(feature)?;
        if count * values.len() > COMPLETIONS {
            // too many: it has its first value
            let first = values.swap_remove(0)?;
            bare.values.push((feature.id.clone(), first));
            continue;
        }
        count *= values.len();
        open.push((feature, values));
    }
    for feature in wished {
        let Some(values) = values(feature) else {
            continue;
        };
        let is_open = open.iter().any(|(other, _)| other.id == feature.id);
        if !is_open && count * values.len() <= COMPLETIONS {
            count *= values.len();
            open.push((feature, values));
        }
    }
    bare.values
        .retain(|(id, _)| open.iter().all(|(feature, _)| feature.id != *id));
    let mut completions = vec![bare.clone()];
    for (feature, values) in &open {
        completions = completions
            .into_iter()
            .flat_map(|item| {
                values.iter().map(move |value| {
                    let mut item = item.clone();
                    item.values
                        .extend(value.clone().map(|value| (feature.id.clone(), value)));
                    item
                })
            })
            .collect();
    }
    let is_number = |feature: &Feature| matches!(feature.kind, FeatureType::Number { .. });
    let is_choice = |feature: &Feature| matches!(feature.kind, FeatureType::Multiselect { .. });
    let number = open.iter().find(|(feature, _)| is_number(feature));
    let mut order = order.clone();
    order.items = vec![bare];
    Some(Window {
        order,
        completions,
        number: number.map(|(feature, _)| feature.id.clone()),
        distinct: open
            .iter()
            .all(|(feature, _)| feature.default.is_none() && !is_choice(feature)),
    })
}

fn number_of(item: &Item, id: &str) -> Option<Decimal> {
    item.values.iter().find_map(|(name, value)| match value {
        Value::Number(number) if name == id => Some(*number),
        _ => None,
    })
}

/// Compares every question; how many ends were proved, and how many asked.
fn compare(plan: &Plan, window: &Window) -> (u32, u32) {
    let first = window.order.items[0].clone();
    let mut session = Session::new(plan, window.order.clone(), first);
    let mut priced: Vec<(Decimal, &Item)> = Vec::new();
    for item in &window.completions {
        session.replace(window.order.clone(), item.clone());
        if session.status() == Ok(Status::Priced) {
            priced.push((session.total().unwrap().unwrap(), item));
        }
    }
    let amounts = || priced.iter().map(|(amount, _)| *amount);
    let range = plan.price_range(&window.order, BUDGET).unwrap();
    let ends = [
        (range.lowest, amounts().min()),
        (range.highest, amounts().max()),
    ];
    let mut proved = 0;
    for (at, (end, truth)) in ends.iter().enumerate() {
        proved += u32::from(end.proved);
        assert!(
            !end.proved || end.amount == *truth,
            "{end:?} is {truth:?}: {:#?}",
            window.order
        );
        if let (Some(bound), Some(truth)) = (end.bound, truth) {
            let holds = if at == 0 {
                bound <= *truth
            } else {
                bound >= *truth
            };
            assert!(holds, "{truth} is beyond {bound}: {:#?}", window.order);
        }
    }
    let count = plan.count_configurations(&window.order, BUDGET).unwrap();
    let mut of_others: BTreeMap<String, Decimal> = BTreeMap::new();
    for (amount, item) in &priced {
        let mut others = (*item).clone();
        others
            .values
            .retain(|(id, _)| !count.never_matter.contains(id));
        others.values.sort_by(|(one, _), (other, _)| one.cmp(other));
        let same = of_others.entry(format!("{others:?}")).or_insert(*amount);
        assert_eq!(same, amount, "{:?} matter: {item:#?}", count.never_matter);
    }
    if window.distinct {
        let truth = u128::try_from(priced.len()).unwrap();
        let most = count.most.unwrap();
        let told = (count.least, most);
        assert!(
            count.least <= truth && truth <= most,
            "{truth} {told:?}: {:#?}",
            window.order
        );
    }
    if let (Some(id), Some(budget)) = (&window.number, amounts().min()) {
        let wish = Wish::Largest {
            feature: id.clone(),
            budget,
        };
        let found = plan.solve(&window.order, &wish, BUDGET).unwrap();
        let cheapest = priced.iter().filter(|(amount, _)| *amount <= budget);
        let truth = cheapest.filter_map(|(_, item)| number_of(item, id)).max();
        if found.proved && truth.is_some() {
            assert_eq!(found.value, truth, "{id} for {budget}: {:#?}", window.order);
        }
    }
    (proved, 2)
}

#[test]
fn examples_are_as_when_all_completions_are_priced() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    for folder in support::sorted(&examples) {
        let catalog: Catalog = support::example(&folder);
        let plan = compile(&catalog).unwrap();
        let (mut proved, mut ends, mut completions) = (0, 0, 0);
        for file in support::sorted(&folder.join("orders")) {
            let order = Order::from_json(&std::fs::read_to_string(&file).unwrap()).unwrap();
            for item in &order.items {
                let mut components = catalog.components.iter();
                let component = components.find(|component| component.id == item.component);
                for window in windows(&order, item, &component.unwrap().features) {
                    completions += window.completions.len();
                    let (some, all) = compare(&plan, &window);
                    (proved, ends) = (proved + some, ends + all);
                }
            }
        }
        println!(
            "{}: {proved} of {ends} ends proved, {completions} completions",
            folder.file_name().unwrap().to_string_lossy()
        );
        assert!(ends > 0 && proved * 10 >= ends * 9, "{}", folder.display());
    }
}
