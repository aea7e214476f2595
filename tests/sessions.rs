//! A session gives what a fresh price gives, byte for byte, however the configuration was reached,
//! and works out only what hangs on a change.
//!
//! `PRICEWRIGHT_CHANGES` sets how many changes are made in all (default 10,000).

#[path = "support/numbers.rs"]
mod numbers;
mod support;

use numbers::{in_numbers, in_quote};
use pricewright::model::date::Date;
use pricewright::model::order::{ChosenOption, Item, Order, Value};
use pricewright::money::{Decimal, Exactness};
use pricewright::plan::{FeatureKind, PlanData, ValueKind};
use pricewright::{Plan, Session, compile};
use std::fs;
use std::path::{Path, PathBuf};

/// Numbers that look random and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % bound as u64).unwrap()
    }

    fn pick<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.below(all.len())]
    }
}

fn decimal(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

/// A name that can be set, and values to set it to; the last is one that does not fit.
fn settable(plan: &PlanData, component: &str) -> Vec<(String, Vec<Value>)> {
    let text = |id| Value::Text(plan.text(id).to_owned());
    let component = plan.component(component).unwrap();
    let mut all = vec![(
        "quantity".to_owned(),
        vec![
            Value::Number(Decimal::ONE),
            Value::Number(decimal("12")),
            Value::Number(decimal("60")),
            Value::Number(decimal("250")),
            Value::Number(Decimal::ZERO),
        ],
    )];
    let currencies = plan.currencies.iter();
    let codes = currencies.map(|currency| Value::Text(currency.code.as_str().to_owned()));
    all.push(("currency".to_owned(), codes.collect()));
    let days = ["2026-06-01", "2026-10-15", "2031-01-01"];
    let days = days.map(|day| Value::Text(day.to_owned()));
    all.push(("as_of".to_owned(), days.to_vec()));
    for input in &plan.inputs {
        let values = match &input.kind {
            ValueKind::Option(ids) => ids.iter().map(|id| text(*id)).collect(),
            ValueKind::Boolean => vec![Value::Boolean(true), Value::Boolean(false)],
            ValueKind::Number => vec![Value::Number(decimal("3"))],
            _ => vec![Value::Text("x".to_owned())],
        };
        all.push((plan.text(input.id).to_owned(), values));
    }
    for feature in &component.features {
        let mut values: Vec<Value> = match &feature.kind {
            FeatureKind::Select => feature.options.iter().map(|o| text(o.id)).collect(),
            FeatureKind::Multiselect { .. } => {
                let choice = |id| ChosenOption {
                    option: plan.text(id).to_owned(),
                    quantity: Decimal::ONE,
                };
                let each = feature.options.iter().map(|o| vec![choice(o.id)]);
                let all = feature.options.iter().map(|o| choice(o.id)).collect();
                each.chain([all, Vec::new()]).map(Value::Choices).collect()
            }
            FeatureKind::Boolean => vec![Value::Boolean(true), Value::Boolean(false)],
            FeatureKind::Number { min, max, step } => {
                let exact = &mut Exactness::default();
                let step = step.unwrap_or(Decimal::ONE);
                let steps = [0, 1, 2, 5, 10, 50, 51, 200, 400, 777].map(Decimal::from_integer);
                let mut on_step = |count: Decimal| {
                    let way = count.times(step, exact).unwrap();
                    min.unwrap_or(Decimal::ZERO).plus(way, exact).unwrap()
                };
                let numbers = steps.map(&mut on_step).into_iter();
                let fit = numbers.filter(|n| max.is_none_or(|max| *n <= max));
                fit.map(Value::Number).collect()
            }
            FeatureKind::Text { .. } => ["", "Ada", "Für Grete", "7016"]
                .map(|text| Value::Text(text.to_owned()))
                .to_vec(),
        };
        values.push(Value::Text("nonsense".to_owned()));
        all.push((plan.text(feature.id).to_owned(), values));
    }
    all
}

/// The orders of an example that begin with this component and have a price.
fn starts(folder: &Path, plan: &Plan, component: &str) -> Vec<(Order, Item)> {
    let orders = support::sorted(&folder.join("orders"));
    let orders = orders.iter().map(|file| fs::read_to_string(file).unwrap());
    let orders = orders.filter_map(|text| Order::from_json(&text).ok());
    let mut starts = Vec::new();
    for order in orders {
        for item in order
            .items
            .iter()
            .filter(|item| item.component == component)
        {
            let session = Session::new(plan, order.clone(), item.clone()).total();
            if session.is_ok_and(|total| total.is_some()) {
                starts.push((order.clone(), item.clone()));
            }
        }
    }
    starts
}

fn plans() -> Vec<(PathBuf, Plan)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let folders = support::sorted(&folder);
    let folders = folders.iter().filter(|folder| folder.is_dir());
    let plan = |folder: &PathBuf| (folder.clone(), compile(&support::example(folder)).unwrap());
    folders.map(plan).collect()
}

/// What the session says, and what a fresh price of its order says.
fn both(session: &mut Session, plan: &Plan) -> (String, String) {
    let order = session.order().clone();
    let fresh = plan.price(&order);
    let shown = |result: Result<pricewright::Quote, pricewright::Diagnostics>| match result {
        Ok(quote) => quote.to_canonical_json(),
        Err(faults) => faults.to_json(),
    };
    (shown(session.quote()), shown(fresh))
}

#[test]
fn after_any_changes_a_session_says_what_a_fresh_price_says() {
    let changes = std::env::var("PRICEWRIGHT_CHANGES").map_or(10_000, |text| text.parse().unwrap());
    let plans = plans();
    let components: usize = plans
        .iter()
        .map(|(_, plan)| plan.data().components.len())
        .sum();
    let mut numbers = Numbers(11);
    let (mut made, mut priced, mut scaled) = (0, 0, 0);
    for (folder, plan) in &plans {
        for component in &plan.data().components {
            let id = plan.data().text(component.id);
            let settable = settable(plan.data(), id);
            let starts = starts(folder, plan, id);
            let mut session = plan.session(id);
            // the same, asked for nothing but numbers until its order is looked at
            let mut unread = plan.session(id);
            for number in 0..changes / components + 1 {
                // each stretch begins with something that can be ordered
                if number % 20 == 0 && !starts.is_empty() {
                    let (order, item) = numbers.pick(&starts).clone();
                    let (said, fresh) = both(&mut unread, plan);
                    assert_eq!(said, fresh, "{folder:?}, {id}, change {made}");
                    unread = Session::new(plan, order.clone(), item.clone());
                    session = Session::new(plan, order, item);
                }
                let (feature, values) = numbers.pick(&settable);
                let fit = values.len() - usize::from(numbers.below(20) > 0 && values.len() > 1);
                let (way, value) = (numbers.below(10), numbers.pick(&values[..fit]));
                change(&mut session, feature, value, way);
                change(&mut unread, feature, value, way);
                made += 1;
                // now and then several changes come between two prices
                if numbers.below(4) > 0 {
                    let place = format!("{folder:?}, {id}, change {made} of `{feature}`");
                    let before = session.work().scaled;
                    let said = in_numbers(&mut session);
                    scaled += session.work().scaled - before;
                    assert_eq!(said, in_numbers(&mut unread), "{place}, unread");
                    assert_eq!(said, in_quote(&mut session), "{place}");
                    assert_eq!(said, in_numbers(&mut session), "{place}");
                    let (said, fresh) = both(&mut session, plan);
                    assert_eq!(said, fresh, "{place}");
                    priced += u64::from(fresh.starts_with(r#"{"status":"priced""#));
                }
            }
        }
    }
    assert!(made >= changes, "{made}");
    assert!(
        priced * 4 > made as u64,
        "only {priced} of {made} have a price"
    );
    // what is set to the value that it has is not priced again
    assert!(
        scaled * 5 > priced * 2,
        "only {scaled} of {priced} in scaled integers"
    );
}

/// Changes a value by its name, or by what was found by the name.
fn change(session: &mut Session, feature: &str, value: &Value, way: usize) {
    match (way, session.field(feature), value) {
        (0, ..) => session.unset(feature),
        (1, Some(field), _) if feature != "quantity" => session.unset_value(field),
        (2..4, Some(field), _) => drop(session.set_value(field, value)),
        (4..7, Some(field), Value::Number(number)) => drop(session.set_number(field, *number)),
        (4..7, Some(field), Value::Text(id)) => match session.option(field, id) {
            Some(option) => drop(session.set_option(field, option)),
            None => drop(session.set_value(field, value)),
        },
        (6, None, _) if feature == "as_of" => session.set_day(Date::parse("2026-10-15")),
        _ => drop(session.set(feature, value.clone())),
    }
}

fn blind() -> (Plan, Session) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/roller-blind");
    let plan = compile(&support::example(&folder)).unwrap();
    let text = fs::read_to_string(folder.join("orders/dealer.json")).unwrap();
    let order = Order::from_json(&text).unwrap();
    let item: Item = order.items[0].clone();
    let session = Session::new(&plan, order, item);
    (plan, session)
}

#[test]
fn an_unrelated_feature_looks_no_price_up_again() {
    let (plan, mut session) = blind();
    session.quote().unwrap();
    let before = session.work();
    assert!(before.lookups >= 1 && before.expressions > 20, "{before:?}");
    session
        .set("motor", Value::Text("battery".to_owned()))
        .unwrap();
    let (said, fresh) = both(&mut session, &plan);
    assert_eq!(said, fresh);
    let after = session.work();
    assert_eq!(after.lookups, before.lookups, "no cell hangs on the motor");
    assert!(after.expressions - before.expressions < before.expressions / 2);
    // the width has a cell of its own
    session
        .set("width", Value::Number(decimal("1400")))
        .unwrap();
    session.quote().unwrap();
    assert!(session.work().lookups > after.lookups);
}

#[test]
fn what_is_asked_twice_is_worked_out_once() {
    let (_, mut session) = blind();
    let total = session.total().unwrap();
    let before = session.work();
    assert!(total.is_some());
    assert_eq!(session.total().unwrap(), total);
    assert!(session.violations().unwrap().is_empty());
    assert_eq!(session.work(), before);
    // a quote says more than the numbers, so it is worked out: once
    assert_eq!(session.quote().unwrap().amount, total);
    let before = session.work();
    assert_eq!(session.quote().unwrap().amount, total);
    assert_eq!(session.total().unwrap(), total);
    assert_eq!(session.work(), before);
}

#[test]
fn the_same_value_again_changes_nothing_but_the_form_that_it_has_in_the_order() {
    let (_, mut session) = blind();
    let width = session.field("width").unwrap();
    session
        .set("width", Value::Text("1400".to_owned()))
        .unwrap();
    let total = session.total().unwrap();
    for number in ["1400", "1400.0"] {
        session.set_number(width, decimal(number)).unwrap();
        assert_eq!(session.total().unwrap(), total);
        let values = &session.order().items[0].values;
        let given = values.iter().find(|(name, _)| name == "width");
        assert_eq!(given.unwrap().1, Value::Number(decimal("1400")));
    }
    // what is set again is not priced again
    let before = session.work();
    session.set_number(width, decimal("1400")).unwrap();
    assert_eq!(session.total().unwrap(), total);
    assert_eq!(session.work(), before);
    session.set_number(width, decimal("1500")).unwrap();
    assert_ne!(session.total().unwrap(), total);
    assert_eq!(session.work().scaled, before.scaled + 1);
}

#[test]
fn a_refused_value_changes_nothing() {
    let (_, mut session) = blind();
    let before = session.order().clone();
    for (name, value) in [
        ("quantity", Value::Boolean(true)),
        ("quantity", Value::Text("a dozen".to_owned())),
        ("currency", Value::Text("euro".to_owned())),
        ("as_of", Value::Text("tomorrow".to_owned())),
        ("as_of", Value::Number(Decimal::ONE)),
    ] {
        let faults = session.set(name, value).unwrap_err();
        assert!(faults.to_json().contains("invalid-value"), "{faults}");
        assert_eq!(*session.order(), before);
    }
}
