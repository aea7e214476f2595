//! Catalogs with more configurations than anybody can price one by one. What the ends must be is
//! worked out in another way: from the price lists by hand, or along a chain of features.

use std::path::Path;

use pricewright::money::Decimal;
use pricewright::{Catalog, Order, Plan, compile};
use serde_json::{Value as Json, json};

use crate::support;

fn decimal(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

fn order(json: &Json) -> Order {
    Order::from_json(&json.to_string()).unwrap()
}

/// More than 10¹⁴ configurations. No blind is below its minimum of 49.00, which ends in .90: 49.90;
/// an order below 100 pays 9.50 more. The smallest one: band A, up to 600 by 600, with one pair of
/// brackets is far below the minimum, so 49.90 + 9.50 = 59.40 is reached.
#[test]
fn the_roller_blind_is_proved_from_end_to_end() {
    let plan = compile(&support::example(Path::new("examples/roller-blind"))).unwrap();
    let order = order(
        &json!({"items": [{"component": "roller-blind", "values": {}}], "as_of": "2026-10-05"}),
    );
    let range = plan.price_range(&order, 20_000).unwrap();
    let (lowest, highest) = (&range.lowest, &range.highest);
    assert!(lowest.proved && highest.proved, "{range:#?}");
    assert_eq!(lowest.amount, Some(decimal("59.40")));
    for end in [lowest, highest] {
        let witness = end.witness.as_ref().unwrap();
        assert_eq!(plan.price(witness).unwrap().amount, end.amount);
    }
}

/// Forty features of four options, in a chain: some neighbors exclude each other, and the first
/// one decides which discount there is.
fn chain() -> (Json, Vec<[i64; 4]>) {
    // cents without a pattern: a linear congruential generator
    let mut state = 12_345_u64;
    let mut next = move || {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
        i64::try_from(state / 65_536 % 5_000).unwrap()
    };
    let prices: Vec<[i64; 4]> = (0..40).map(|_| [next(), next(), next(), next()]).collect();
    let features: Vec<Json> = prices
        .iter()
        .enumerate()
        .map(|(at, options)| {
            let options: Vec<Json> = options
                .iter()
                .enumerate()
                .map(|(option, cents)| {
                    let amount = format!("{}.{:02}", cents / 100, cents % 100);
                    json!({"id": format!("o{option}"), "surcharge": amount})
                })
                .collect();
            json!({"id": format!("f{at}"), "type": "select", "required": true, "options": options})
        })
        .collect();
    let mut rules = String::new();
    for at in 1..40 {
        let excluded = excluded(at)
            .map(|(one, other)| format!("f{} = \"o{one}\" and f{at} = \"o{other}\"", at - 1));
        let excluded = excluded.join(" or ");
        rules.push_str(&format!("forbid no_{at} \"Not together\" : {excluded}\n"));
    }
    rules.push_str("discount ten when f0 = \"o0\" : 10% of subtotal\n");
    rules.push_str("discount five when f0 != \"o0\" : 5% of subtotal\n");
    let catalog = json!({"format": 1, "currency": "EUR", "components": [{
        "id": "chain", "base_price": "100.00", "features": features, "rules": rules,
    }]});
    (catalog, prices)
}

/// Which options of a feature and the one before it exclude each other.
fn excluded(at: usize) -> [(usize, usize); 3] {
    [0, 1, 2].map(|pair| ((at + pair) % 4, (at * 3 + pair * 5 + pair / 4) % 4))
}

/// The best sum along the chain by the first option: what is best up to each option of a feature
/// follows from what is best up to those of the one before.
fn best_sum(prices: &[[i64; 4]], first: usize, better: fn(i64, i64) -> i64) -> i64 {
    let mut sums: [Option<i64>; 4] = [None; 4];
    sums[first] = Some(10_000 + prices[0][first]);
    for (at, options) in prices.iter().enumerate().skip(1) {
        let out = excluded(at);
        let mut next = [None; 4];
        for (option, cents) in options.iter().enumerate() {
            let before = (0..4).filter(|one| !out.contains(&(*one, option)));
            next[option] = before
                .filter_map(|one| sums[one])
                .reduce(better)
                .map(|sum| sum + cents);
        }
        sums = next;
    }
    sums.into_iter().flatten().reduce(better).unwrap()
}

/// Half up to cents, as the catalog rounds.
fn discounted(sum: i64, percent: i64) -> i64 {
    sum - (sum * percent + 50) / 100
}

#[test]
fn forty_features_with_exclusions_and_discounts_are_proved() {
    let (catalog, prices) = chain();
    let plan = compile(&Catalog::from_json(&catalog.to_string()).unwrap()).unwrap();
    let order = order(&json!({"items": [{"component": "chain", "values": {}}]}));
    let range = plan.price_range(&order, 20_000).unwrap();
    let ends = |better: fn(i64, i64) -> i64| {
        let of_first = |first| {
            let percent = if first == 0 { 10 } else { 5 };
            discounted(best_sum(&prices, first, better), percent)
        };
        (0..4).map(of_first).reduce(better).unwrap()
    };
    println!("{} and {} steps", range.lowest.steps, range.highest.steps);
    for (end, cents) in [
        (&range.lowest, ends(i64::min)),
        (&range.highest, ends(i64::max)),
    ] {
        assert!(end.proved, "{end:#?}");
        let expected = format!("{}.{:02}", cents / 100, cents % 100);
        assert_eq!(end.amount, Some(decimal(&expected)));
    }
}

/// A price that no bound can say much about: what is found is said to be not proved, and the bound
/// holds for every configuration.
#[test]
fn what_cannot_be_proved_is_said_with_a_bound_that_holds() {
    let features: Vec<Json> = (0..12)
        .map(|at| json!({"id": format!("x{at}"), "type": "number", "min": 0, "max": 9, "step": 1, "required": true}))
        .collect();
    let factors = [7, 13, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67];
    let sum: Vec<String> = factors
        .iter()
        .enumerate()
        .map(|(at, factor)| format!("{factor} * x{at}"))
        .collect();
    let rules = format!("surcharge odd : modulo({}, 97)", sum.join(" + "));
    let catalog = json!({"format": 1, "currency": "EUR", "components": [{
        "id": "odd", "base_price": "10.00", "features": features, "rules": rules,
    }]});
    let plan = compile(&Catalog::from_json(&catalog.to_string()).unwrap()).unwrap();
    let order = order(&json!({"items": [{"component": "odd", "values": {}}]}));
    let range = plan.price_range(&order, 300).unwrap();
    // the remainder is 0 where every number is; a remainder is below 97
    assert_eq!(range.lowest.amount, Some(decimal("10.00")));
    assert!(range.lowest.proved);
    let highest = &range.highest;
    assert!(!highest.proved && highest.steps >= 300);
    assert!(highest.amount < highest.bound, "{highest:#?}");
    assert!(highest.bound <= Some(decimal("107.00")));
    let more = plan.price_range(&order, 3_000).unwrap().highest;
    assert!(more.amount >= highest.amount && more.bound <= highest.bound);
    assert!(more.amount <= highest.bound, "{more:#?}");
}

#[test]
fn examples_are_proved_or_say_how_far_they_are() {
    for folder in support::sorted(Path::new("examples")) {
        let plan: Plan = compile(&support::example(&folder)).unwrap();
        for path in support::sorted(&folder.join("orders")) {
            let text = std::fs::read_to_string(&path).unwrap();
            let mut order = Order::from_json(&text).unwrap();
            order.items.truncate(1);
            let priced = plan.price(&order).unwrap().amount;
            // the first of its values is left free
            order.items[0].values.pop();
            let Ok(range) = plan.price_range(&order, 400) else {
                continue;
            };
            let Some(priced) = priced else { continue };
            let place = path.display();
            let (low, high) = (range.lowest, range.highest);
            assert!(
                low.bound.is_none_or(|bound| bound <= priced),
                "{place} {low:#?}"
            );
            assert!(
                high.bound.is_none_or(|bound| bound >= priced),
                "{place} {high:#?}"
            );
            for end in [low, high] {
                if let Some(witness) = &end.witness {
                    assert_eq!(plan.price(witness).unwrap().amount, end.amount, "{place}");
                }
            }
        }
    }
}
