//! Ranges, solutions and counts of small catalogs, worked out by hand.

use pricewright::analyze::diff::{Coverage, DiffOptions, diff};
use pricewright::analyze::lint::LintLimits;
use pricewright::analyze::solve::Wish;
use pricewright::money::Decimal;
use pricewright::plan::Stop;
use pricewright::{Catalog, Order, Plan, compile};
use serde_json::{Value as Json, json};

fn decimal(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

fn order(values: Json) -> Order {
    let order = json!({"items": [{"component": "shelf", "values": values}]});
    Order::from_json(&order.to_string()).unwrap()
}

/// Pine or oak, 400 to 2000 mm wide in steps of 10, oiled or not, up to two lamps.
fn shelf(rules: &str) -> Plan {
    let catalog = json!({"format": 1, "currency": "EUR", "components": [{
        "id": "shelf",
        "base_price": "20.00",
        "features": [
            {"id": "wood", "type": "select", "required": true, "options": [
                {"id": "pine"}, {"id": "oak", "surcharge": "35.00"}]},
            {"id": "width", "type": "number", "unit": "mm", "min": 400, "max": 2000, "step": 10, "required": true},
            {"id": "oiled", "type": "boolean", "default": false, "surcharge": "8.50"},
            {"id": "lamps", "type": "multiselect", "max_choices": 2, "options": [
                {"id": "left", "surcharge": "12.00"}, {"id": "right", "surcharge": "12.00"}]},
        ],
        "rules": format!("surcharge length : 0.02 * width\n{rules}"),
    }]});
    compile(&Catalog::from_json(&catalog.to_string()).unwrap()).unwrap()
}

fn ends(plan: &Plan, values: Json) -> [Option<Decimal>; 2] {
    let range = plan.price_range(&order(values), 2_000).unwrap();
    assert!(range.lowest.proved && range.highest.proved, "{range:#?}");
    [range.lowest.amount, range.highest.amount]
}

/// 20.00 + 0.02 × 400 = 28.00; 20.00 + 35.00 + 0.02 × 2000 + 8.50 + 24.00 = 127.50.
#[test]
fn a_range_reaches_from_the_plainest_to_the_richest() {
    let plan = shelf("");
    assert_eq!(
        ends(&plan, json!({})),
        [Some(decimal("28.00")), Some(decimal("127.50"))]
    );
}

/// What is given stays: 20.00 + 35.00 + 0.02 × 400 = 63.00, and 127.50 as before.
#[test]
fn what_is_given_stays() {
    let plan = shelf("");
    let oak = json!({"wood": "oak"});
    assert_eq!(
        ends(&plan, oak),
        [Some(decimal("63.00")), Some(decimal("127.50"))]
    );
    let all = json!({"wood": "oak", "width": 1000, "oiled": true, "lamps": ["left"]});
    // 20.00 + 35.00 + 20.00 + 8.50 + 12.00
    assert_eq!(
        ends(&plan, all),
        [Some(decimal("95.50")), Some(decimal("95.50"))]
    );
}

/// Oak is only made up to 1200 mm: 20.00 + 35.00 + 24.00 + 8.50 + 24.00 = 111.50, more than pine
/// at its widest, 20.00 + 40.00 + 8.50 + 24.00 = 92.50.
#[test]
fn what_is_forbidden_is_not_reached() {
    let plan = shelf("forbid long_oak \"Too long\" : wood = \"oak\" and width > 1200");
    assert_eq!(
        ends(&plan, json!({})),
        [Some(decimal("28.00")), Some(decimal("111.50"))]
    );
}

#[test]
fn no_valid_configuration_is_said() {
    let plan = shelf("forbid never \"Never\" : width >= 400");
    let range = plan.price_range(&order(json!({})), 2_000).unwrap();
    assert_eq!((range.lowest.amount, range.lowest.proved), (None, true));
    assert_eq!((range.highest.amount, range.highest.proved), (None, true));
    let count = plan.count_configurations(&order(json!({})), 2_000).unwrap();
    assert_eq!((count.least, count.most), (0, Some(0)));
}

#[test]
fn what_is_already_invalid_says_why() {
    let plan = shelf("");
    let range = plan
        .price_range(&order(json!({"width": 405})), 2_000)
        .unwrap();
    assert_eq!((range.lowest.amount, range.highest.amount), (None, None));
    let codes: Vec<&str> = range
        .violations
        .iter()
        .map(|violation| violation.code)
        .collect();
    assert_eq!(codes, ["off-step"]);
}

#[test]
fn a_budget_of_nothing_proves_nothing() {
    let plan = shelf("");
    let none = plan.price_range(&order(json!({})), 0).unwrap();
    assert_eq!((none.lowest.amount, none.lowest.proved), (None, false));
    let one = plan.price_range(&order(json!({})), 1).unwrap();
    assert_eq!(one.lowest.amount, Some(decimal("28.00")));
    assert!(one.lowest.bound <= Some(decimal("28.00")));
    let huge = plan.price_range(&order(json!({})), u64::MAX).unwrap();
    assert_eq!(huge.lowest.amount, Some(decimal("28.00")));
}

#[test]
fn only_one_item_has_a_range() {
    let plan = shelf("");
    let two = json!({"items": [{"component": "shelf"}, {"component": "shelf"}]});
    let two = Order::from_json(&two.to_string()).unwrap();
    assert!(plan.price_range(&two, 10).is_err());
}

/// 20.00 + 0.02 × width <= 50.00: 1500 mm of pine. Of oak 55.00 is too much at any width.
#[test]
fn the_largest_width_within_a_budget() {
    let plan = shelf("");
    let wish = Wish::Largest {
        feature: "width".to_owned(),
        budget: decimal("50.00"),
    };
    let found = plan.solve(&order(json!({})), &wish, 2_000).unwrap();
    assert_eq!(found.value, Some(decimal("1500")));
    assert_eq!(found.amount, Some(decimal("50.00")));
    assert!(found.proved);
    assert_eq!(found.unit.as_deref(), Some("mm"));
    let found = plan
        .solve(&order(json!({"wood": "oak"})), &wish, 2_000)
        .unwrap();
    assert_eq!((found.value, found.proved), (None, true));
}

/// At least 700 mm where a lamp is: 20.00 + 12.00 + 14.00 = 46.00.
#[test]
fn the_smallest_width_within_a_budget() {
    let plan = shelf("require room \"Too narrow\" when lamps is set : width >= 700");
    let wish = Wish::Smallest {
        feature: "width".to_owned(),
        budget: decimal("46.00"),
    };
    let found = plan
        .solve(&order(json!({"lamps": ["left"]})), &wish, 2_000)
        .unwrap();
    assert_eq!(
        (found.value, found.amount),
        (Some(decimal("700")), Some(decimal("46.00")))
    );
}

/// 28.00 a piece, 10% off from 10 pieces: 25.20.
#[test]
fn the_smallest_quantity_at_a_unit_price() {
    let plan = shelf("tiers many on quantity : 10 -> discount 10% of extended");
    let plain = json!({"wood": "pine", "width": 400});
    let wish = Wish::Quantity {
        unit_price: decimal("25.50"),
    };
    let found = plan.solve(&order(plain.clone()), &wish, 0).unwrap();
    assert_eq!(
        (found.value, found.amount),
        (Some(decimal("10")), Some(decimal("252.00")))
    );
    let wish = Wish::Quantity {
        unit_price: decimal("20.00"),
    };
    let found = plan.solve(&order(plain), &wish, 0).unwrap();
    assert_eq!((found.value, found.proved), (None, false));
}

#[test]
fn a_wish_for_something_else_than_a_number_is_refused() {
    let plan = shelf("");
    let wish = Wish::Largest {
        feature: "wood".to_owned(),
        budget: decimal("50.00"),
    };
    assert!(plan.solve(&order(json!({})), &wish, 10).is_err());
}

/// 2 woods × 161 widths × 2 × 4 choices of lamps; with oak up to 1200 mm, 161 + 81 widths.
#[test]
fn configurations_are_counted() {
    let plan = shelf("");
    let count = plan.count_configurations(&order(json!({})), 2_000).unwrap();
    assert_eq!(
        (count.least, count.most),
        (2 * 161 * 2 * 4, Some(2 * 161 * 2 * 4))
    );
    let plan = shelf("forbid long_oak \"Too long\" : wood = \"oak\" and width > 1200");
    let count = plan.count_configurations(&order(json!({})), 2_000).unwrap();
    assert_eq!(
        (count.least, count.most),
        ((161 + 81) * 2 * 4, Some((161 + 81) * 2 * 4))
    );
    assert_eq!(
        plan.count_configurations(&order(json!({})), 0)
            .unwrap()
            .least,
        0
    );
}

/// A sign for 20.00 with an engraving of up to ten characters, if any.
fn sign(rules: &str) -> Plan {
    let catalog = json!({"format": 1, "currency": "EUR", "components": [{
        "id": "shelf",
        "base_price": "20.00",
        "features": [{"id": "engraving", "type": "text", "max_length": 10}],
        "rules": rules,
    }]});
    compile(&Catalog::from_json(&catalog.to_string()).unwrap()).unwrap()
}

/// 20.00 + 10 × 0.50: how long a text is can be cut until nothing is open.
#[test]
fn the_length_of_a_text_is_proved() {
    let plan = sign("surcharge letters when engraving is set : 0.50 * string length(engraving)");
    assert_eq!(
        ends(&plan, json!({})),
        [Some(decimal("20.00")), Some(decimal("25.00"))]
    );
    let count = plan.count_configurations(&order(json!({})), 2_000).unwrap();
    // none, an empty one, and those of 1 to 10 letters
    assert_eq!((count.least, count.most), (12, Some(12)));
}

/// Which texts there are is not tried: 20.00 without one is proved, 25.00 with a Z is only said to
/// be possible.
#[test]
fn the_content_of_a_text_is_not_proved() {
    let plan = sign("surcharge z when engraving is set and contains(engraving, \"Z\") : 5.00");
    let range = plan.price_range(&order(json!({})), 2_000).unwrap();
    let (low, high) = (range.lowest, range.highest);
    assert_eq!((low.amount, low.proved), (Some(decimal("20.00")), true));
    assert_eq!(
        (high.amount, high.bound, high.proved),
        (Some(decimal("20.00")), Some(decimal("25.00")), false)
    );
    // with a text given everything is known
    assert_eq!(
        ends(&plan, json!({"engraving": "Zoe"})),
        [Some(decimal("25.00")); 2]
    );
    let plan = sign("forbid z when engraving is set : contains(engraving, \"Z\")");
    let count = plan.count_configurations(&order(json!({})), 2_000).unwrap();
    assert_eq!((count.least, count.most), (2, Some(12)));
}

/// The finish is read by a warning and a `forbid` alone, `half` by a value that is only shown, the
/// side by a surcharge through a computed value, the lock by what makes the side available.
#[test]
fn features_that_never_matter_to_the_price() {
    let catalog = json!({"format": 1, "currency": "EUR", "components": [{
        "id": "shelf",
        "base_price": "20.00",
        "features": [
            {"id": "finish", "type": "select", "options": [{"id": "raw"}, {"id": "waxed"}]},
            {"id": "half", "type": "number", "min": 1, "max": 9, "step": 1},
            {"id": "lock", "type": "boolean"},
            {"id": "side", "type": "select", "default": "left", "available_when": "lock is set and lock",
             "options": [{"id": "left"}, {"id": "right"}]},
            {"id": "lamp", "type": "select", "options": [{"id": "small", "surcharge": "7.00"}]},
        ],
        "rules": "let hand = if side is set and side = \"left\" then 1 else 0\n\
                  set shown \"Shown\" when half is set : half / 2\n\
                  surcharge by_hand : 2.00 * hand\n\
                  warn raw \"Oil it\" when finish is set : finish = \"raw\"\n\
                  forbid thick \"Too thick\" when finish is set and half is set : finish = \"waxed\" and half > 8",
    }]});
    let plan = compile(&Catalog::from_json(&catalog.to_string()).unwrap()).unwrap();
    let count = plan.count_configurations(&order(json!({})), 2_000).unwrap();
    assert_eq!(count.never_matter, ["finish", "half"]);
    assert!(
        count
            .render()
            .contains("never matter to the price: finish, half")
    );
}

#[test]
fn a_missing_input_and_an_impossible_quantity_are_said() {
    let catalog = json!({"format": 1, "currency": "EUR",
        "inputs": [{"id": "customer.group", "type": "select", "options": ["retail", "dealer"]}],
        "components": [{"id": "shelf", "base_price": "20.00"}]});
    let plan = compile(&Catalog::from_json(&catalog.to_string()).unwrap()).unwrap();
    let codes = |order: &Order| -> Vec<&str> {
        let range = plan.price_range(order, 2_000).unwrap();
        assert_eq!((range.lowest.amount, range.highest.amount), (None, None));
        let count = plan.count_configurations(order, 2_000).unwrap();
        assert_eq!((count.least, count.most), (0, Some(0)));
        let violations = range.violations.iter();
        violations.map(|violation| violation.code).collect()
    };
    assert_eq!(codes(&order(json!({}))), ["input-missing"]);
    let halves = json!({"inputs": {"customer.group": "retail"},
        "items": [{"component": "shelf", "quantity": "0.5"}]});
    let halves = Order::from_json(&halves.to_string()).unwrap();
    assert_eq!(codes(&halves), ["invalid-quantity"]);
}

/// An incomplete order has no unit price at any quantity: nothing is tried after the first.
#[test]
fn a_unit_price_needs_a_complete_order() {
    let wish = Wish::Quantity {
        unit_price: decimal("25.50"),
    };
    let found = shelf("").solve(&order(json!({"wood": "oak"})), &wish, 0);
    let found = found.unwrap();
    assert_eq!((found.value, found.proved, found.steps), (None, false, 1));
    let codes = found.violations.iter().map(|violation| violation.code);
    assert_eq!(codes.collect::<Vec<_>>(), ["missing-required"]);
}

/// Half of what the basic lamp costs is taken back: 20.00 + 10.00 - 5.00 = 25.00 is less than
/// 20.00 + 7.00 with the small one, and the large one makes 32.00.
#[test]
fn a_percentage_of_one_option_s_lines_can_make_it_the_cheapest() {
    let catalog = json!({"format": 1, "currency": "EUR", "components": [{
        "id": "shelf",
        "base_price": "20.00",
        "features": [{"id": "lamp", "type": "select", "required": true, "options": [
            {"id": "small", "surcharge": "7.00"},
            {"id": "basic", "surcharge": "10.00"},
            {"id": "large", "surcharge": "12.00"}]}],
        "price_groups": [{"id": "half", "type": "percentage", "amount": "-50",
            "scope": {"options": ["lamp.basic"]}}],
    }]});
    let plan = compile(&Catalog::from_json(&catalog.to_string()).unwrap()).unwrap();
    assert_eq!(
        ends(&plan, json!({})),
        [Some(decimal("25.00")), Some(decimal("32.00"))]
    );
}

/// What is required of a calculation bounds what costs by it, where it is required: oak up to
/// 1500 mm, 20.00 + 35.00 + 30.00 + 8.50 + 24.00 + 0.01 × 3000 = 147.50, pine up to 2000 mm,
/// 20.00 + 40.00 + 8.50 + 24.00 + 0.01 × 4000 = 132.50. Without oak's limit 167.50.
#[test]
fn what_is_required_of_a_calculation_is_reached() {
    let twice = "surcharge twice : 0.01 * (width * 2)";
    let plan = shelf(&format!(
        "{twice}\nrequire short_oak \"Too long\" when wood = \"oak\" : width * 2 <= 3000"
    ));
    let highest = |values: Json| ends(&plan, values)[1];
    assert_eq!(highest(json!({})), Some(decimal("147.50")));
    assert_eq!(highest(json!({"wood": "pine"})), Some(decimal("132.50")));
    let forbids = shelf(&format!(
        "{twice}\nforbid long \"Too long\" : 3000 < width * 2\nforbid short \"Too short\" : width * 2 < 1000"
    ));
    // from 500 mm: 20.00 + 10.00 + 10.00 = 40.00
    assert_eq!(
        ends(&forbids, json!({})),
        [Some(decimal("40.00")), Some(decimal("147.50"))]
    );
}

/// Whoever gives up waiting stops the work: it ends with what it knows, which proves nothing.
#[test]
fn what_is_told_to_stop_ends_with_what_it_knows() {
    let (plan, stop) = (shelf(""), Stop::default());
    let stopped = plan.stopped_by(&stop);
    let count = stopped.count_configurations(&order(json!({})), 2_000);
    // 2 woods × 161 widths × oiled or not × 4 choices of lamps
    assert_eq!(count.unwrap().least, 2 * 161 * 2 * 4);

    stop.tell();
    let count = stopped.count_configurations(&order(json!({})), 2_000);
    assert_eq!(count.map(|it| (it.least, it.steps)).unwrap(), (0, 0));
    let range = shelf("forbid long_oak \"Too long\" : wood = \"oak\" and width > 1200")
        .stopped_by(&stop)
        .price_range(&order(json!({})), 2_000)
        .unwrap();
    assert_eq!((range.highest.proved, range.highest.steps), (false, 1));
    let wish = Wish::Quantity {
        unit_price: decimal("1.00"),
    };
    let solution = stopped.solve(&order(json!({"wood": "pine", "width": 400})), &wish, 2_000);
    assert_eq!(
        solution.map(|it| (it.steps, it.proved)).unwrap(),
        (0, false)
    );
    let lint = |plan: &Plan| plan.lint(LintLimits::default());
    assert!(lint(&plan).undecided.is_empty() && !lint(&stopped).undecided.is_empty());
    let difference = diff(&plan, &stopped, &DiffOptions::default()).unwrap();
    let shelves = &difference.components[0];
    assert_eq!(
        (shelves.configurations, shelves.coverage),
        (0, Coverage::Sample)
    );

    // 20.00 + 0.02 × 400
    let whole = order(json!({"wood": "pine", "width": 400}));
    assert_eq!(
        stopped.price(&whole).unwrap().amount,
        Some(decimal("28.00"))
    );
}
