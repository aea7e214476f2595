//! One fault each.

use super::*;
use pricewright::model::quote::Status;

/// `a` is on or off, and so is `b`.
fn switches() -> Json {
    json!([
        { "id": "a", "type": "boolean", "required": true },
        { "id": "b", "type": "boolean", "required": true },
    ])
}

#[test]
fn nothing_is_allowed() {
    let rules = [
        "forbid idle : a and not(b) and 1 = 2",
        "require one : a",
        "require other : b",
        "forbid both : a and b",
    ];
    let faulty = plan(switches(), &rules, json!({ "base_price": "10" }));
    let found = lint(&faulty);
    let (finding, quote, _) = only(&faulty, &found, LintCode::NoValidConfiguration);
    assert_eq!(finding.rules, ["one", "other", "both"]);
    assert!(finding.proved && found.fails());
    assert_eq!(quote.status, Status::Invalid);
    assert_eq!(found.findings.len(), 1);
    // without `other`: a without b
    let fine = plan(
        switches(),
        &["require one : a", "forbid both : a and b"],
        json!({ "base_price": "10" }),
    );
    silent(&fine, LintCode::NoValidConfiguration);
}

#[test]
fn an_option_cannot_be_chosen() {
    let features = json!([
        { "id": "a", "type": "boolean", "required": true },
        { "id": "color", "type": "select", "required": true,
          "options": [{ "id": "red" }, { "id": "blue", "surcharge": "1" }] },
    ]);
    let rules = [
        "forbid dark : color = \"blue\" and a",
        "require lit : a or color = \"red\"",
    ];
    let faulty = plan(features.clone(), &rules, json!({ "base_price": "10" }));
    let found = lint(&faulty);
    let (finding, quote, _) = only(&faulty, &found, LintCode::OptionNeverAvailable);
    assert_eq!((finding.id.as_str(), finding.proved), ("color.blue", true));
    assert_eq!(quote.status, Status::Invalid);
    let fine = plan(features, &rules[..1], json!({ "base_price": "10" }));
    silent(&fine, LintCode::OptionNeverAvailable);
}

fn size(max: u32) -> Json {
    json!([{ "id": "size", "type": "number", "required": true, "min": 1, "max": max, "step": 1 }])
}

#[test]
fn a_rule_never_fires_or_always() {
    let rules = [
        "discount never when size > 9 : 1",
        "surcharge always when size < 10 : 1",
    ];
    let faulty = plan(size(9), &rules, json!({ "base_price": "10" }));
    let found = lint(&faulty);
    let (finding, quote, _) = only(&faulty, &found, LintCode::RuleNeverFires);
    assert_eq!((finding.id.as_str(), finding.proved), ("never", true));
    // 10 + 1
    assert_eq!(amount(&quote), "11.00");
    let (finding, quote, _) = only(&faulty, &found, LintCode::RuleAlwaysFires);
    assert_eq!((finding.id.as_str(), finding.proved), ("always", true));
    assert_eq!(amount(&quote), "11.00");
    let fine = plan(size(10), &rules, json!({ "base_price": "10" }));
    silent(&fine, LintCode::RuleNeverFires);
    silent(&fine, LintCode::RuleAlwaysFires);
    // at some quantity it may
    let maybe = plan(
        size(9),
        &["discount big when size > 9 or quantity > 5000 : 1"],
        json!({ "base_price": "10" }),
    );
    let found = lint(&maybe);
    assert!(
        found
            .findings
            .iter()
            .all(|it| it.code != LintCode::RuleNeverFires || !it.proved)
    );
    assert!(!found.fails());
}

#[test]
fn what_other_quantities_allow_is_not_denied() {
    // from 7001 pieces on `large` fires
    let rules = [
        "forbid few when size > 5 : quantity <= 7000",
        "discount large when size > 5 : 1",
        "discount huge when size > 9 : 1",
    ];
    let found = lint(&plan(size(9), &rules, json!({ "base_price": "10" })));
    let is_proved = |id: &str| found.findings.iter().any(|it| it.id == id && it.proved);
    assert!(!is_proved("large"), "{found:#?}");
    assert!(is_proved("huge"), "{found:#?}");
}

/// A base list by size.
fn by_size(cells: Json) -> Json {
    json!({ "price_lists": [{
        "id": "prices", "role": "base", "row_feature": "size", "rows": [3, 6, 9], "lookup": "up", "cells": cells,
    }] })
}

#[test]
fn a_size_has_no_price() {
    let faulty = plan(size(10), &[], by_size(json!(["5", null, "7"])));
    let found = lint(&faulty);
    let unpriced: Vec<_> = found
        .findings
        .iter()
        .filter(|it| it.code == LintCode::ConfigurationWithoutPrice)
        .collect();
    assert_eq!(unpriced.len(), 2, "{found:#?}");
    for finding in unpriced {
        assert_eq!(
            faulty.price(&finding.order).unwrap().status,
            Status::Unpriced
        );
        assert_eq!(finding.id, "prices");
    }
    assert!(found.fails());
    // 4 to 6 are not allowed, 10 neither
    let fine = plan(
        size(9),
        &["forbid middle : size between 4 and 6"],
        by_size(json!(["5", null, "7"])),
    );
    silent(&fine, LintCode::ConfigurationWithoutPrice);
}

#[test]
fn a_larger_size_is_cheaper() {
    let faulty = plan(size(9), &[], by_size(json!(["5", "4", "7"])));
    let found = lint(&faulty);
    let (finding, large, small) = only(&faulty, &found, LintCode::LargerIsCheaper);
    assert_eq!(finding.id, "prices");
    assert_eq!(
        (amount(&large), amount(&small.unwrap())),
        ("4.00".to_owned(), "5.00".to_owned())
    );
    // 4 + 2 for sizes above 3 are more than 5
    let fine = plan(
        size(9),
        &["surcharge thick when size > 3 : 2"],
        by_size(json!(["5", "4", "7"])),
    );
    silent(&fine, LintCode::LargerIsCheaper);
}

#[test]
fn more_pieces_are_cheaper() {
    let rules = ["tiers many on quantity volume : 10 -> discount 20% of extended"];
    let faulty = plan(size(1), &rules, json!({ "base_price": "10" }));
    let found = lint(&faulty);
    let (finding, many, few) = only(&faulty, &found, LintCode::MorePiecesCheaper);
    // 10 × 10 less 20 % are 80; 9 × 10 are 90, and 8 × 10 are 80 again
    assert_eq!(
        (amount(&many), amount(&few.unwrap())),
        ("80.00".to_owned(), "90.00".to_owned())
    );
    assert_eq!(finding.id, "many");
    assert!(!found.fails());
    let fine = plan(
        size(1),
        &["tiers many on quantity volume : 10 -> discount 10% of extended"],
        json!({ "base_price": "10" }),
    );
    silent(&fine, LintCode::MorePiecesCheaper);
}

#[test]
fn a_discount_is_larger_than_the_price() {
    let rules = ["discount club when a : 3", "discount loyal when b : 8"];
    let faulty = plan(switches(), &rules, json!({ "base_price": "10" }));
    let found = lint(&faulty);
    // 10 - 3 - 8
    let (_, quote, _) = only(&faulty, &found, LintCode::PriceBelowZero);
    assert!(has_clamp(&quote));
    // 11 - 3 - 8 are 0
    silent(
        &plan(switches(), &rules, json!({ "base_price": "11" })),
        LintCode::PriceBelowZero,
    );
}

#[test]
fn a_feature_has_no_effect() {
    let faulty = plan(
        switches(),
        &["surcharge lit when a : 1"],
        json!({ "base_price": "10" }),
    );
    let found = lint(&faulty);
    let (finding, quote, _) = only(&faulty, &found, LintCode::FeatureWithoutEffect);
    assert_eq!(finding.id, "b");
    assert_eq!(quote.status, Status::Priced);
    silent(
        &plan(
            switches(),
            &["surcharge lit when a and b : 1"],
            json!({ "base_price": "10" }),
        ),
        LintCode::FeatureWithoutEffect,
    );
}

#[test]
fn a_rule_is_shadowed() {
    let rules = [
        "phase discounts : first",
        "discount big : 5 priority 9",
        "discount small when a : 1 priority 1",
    ];
    let faulty = plan(switches(), &rules, json!({ "base_price": "10" }));
    let found = lint(&faulty);
    let (finding, quote, _) = only(&faulty, &found, LintCode::RuleShadowed);
    assert_eq!(finding.id, "small");
    assert!(quote.items[0].lines.iter().all(|line| line.id != "small"));
}

#[test]
fn no_steps_prove_nothing() {
    let faulty = plan(
        switches(),
        &["discount never when 1 = 2 : 1", "forbid all : true or a"],
        json!({ "base_price": "10" }),
    );
    for steps in [0, 1] {
        let found = faulty.lint(LintLimits {
            steps,
            ..LintLimits::default()
        });
        let none = found.findings.is_empty();
        assert!(!found.undecided.is_empty() || !none, "{found:#?}");
        assert!(steps == 1 || none, "{found:#?}");
    }
}

/// The near miss of the one above: `big` has a condition, so `small` counts without it.
#[test]
fn a_rule_that_sometimes_wins_is_not_shadowed() {
    let rules = [
        "phase discounts : first",
        "discount big when b : 5 priority 9",
        "discount small when a : 1 priority 1",
    ];
    let fine = plan(switches(), &rules, json!({ "base_price": "10" }));
    silent(&fine, LintCode::RuleShadowed);
}

#[test]
fn a_constraint_forbids_nothing_and_a_warning_says_nothing_new() {
    let rules = |most: u32| {
        [
            format!("forbid big : size > {most}"),
            format!("warn large \"Large\" when size > 5 : size > {most}"),
            "warn any \"Of some size\" : size >= 1".to_owned(),
        ]
    };
    let of = |most: u32| {
        let rules = rules(most);
        let rules: Vec<&str> = rules.iter().map(String::as_str).collect();
        plan(size(10), &rules, json!({ "base_price": "10" }))
    };
    let never = |found: &Findings| -> Vec<String> {
        let found = found.findings.iter();
        let found = found.filter(|it| it.code == LintCode::RuleNeverFires && it.proved);
        found.map(|it| it.id.clone()).collect()
    };
    let found = lint(&of(10));
    assert_eq!(never(&found), ["big", "large"]);
    found.findings.iter().for_each(|it| shows(&of(10), it));
    let (finding, quote, _) = only(&of(10), &found, LintCode::RuleAlwaysFires);
    assert_eq!((finding.id.as_str(), finding.proved), ("any", true));
    assert_eq!(quote.items[0].warnings[0].id, "any");
    // `big` forbids a size of 10, so `large` is never heard
    assert_eq!(never(&lint(&of(9))), ["large"]);
    let heard = plan(
        size(10),
        &["forbid big : size > 9", "warn large \"Large\" : size > 8"],
        json!({ "base_price": "10" }),
    );
    silent(&heard, LintCode::RuleNeverFires);
    silent(&heard, LintCode::RuleAlwaysFires);
}

#[test]
fn a_price_list_is_never_used() {
    let features = json!([{ "id": "color", "type": "select", "required": true,
        "options": [{ "id": "red" }, { "id": "blue", "surcharge": "1" }] },
        { "id": "size", "type": "number", "required": true, "min": 1, "max": 5, "step": 1 }]);
    let list = |id: &str, color: &str| {
        json!({ "id": id, "for": { "color": color }, "row_feature": "size", "rows": [5],
            "lookup": "up", "cells": ["10"] })
    };
    let with = |rules: &[&str]| {
        plan(
            features.clone(),
            rules,
            json!({ "price_lists": [list("reds", "red"), list("blues", "blue")] }),
        )
    };
    let faulty = with(&["forbid no_blue : color = \"blue\""]);
    let found = lint(&faulty);
    let (finding, quote, _) = only(&faulty, &found, LintCode::RuleNeverFires);
    assert_eq!((finding.id.as_str(), finding.proved), ("blues", true));
    assert_eq!(amount(&quote), "10.00");
    let fine = with(&["forbid large_blue : color = \"blue\" and size > 1"]);
    silent(&fine, LintCode::RuleNeverFires);
}

#[test]
fn a_rule_of_the_order_never_fires() {
    let with = |rules: &[&str]| {
        let document = json!({ "format": 1, "currency": "EUR",
            "inputs": [{ "id": "group", "type": "select", "options": ["retail", "dealer"], "default": "retail" }],
            "components": [{ "id": "it", "base_price": "10" }],
            "rules": rules });
        compile(&Catalog::from_json(&document.to_string()).unwrap()).unwrap()
    };
    let faulty = with(&[
        "discount both when group = \"retail\" and group = \"dealer\" : 5% of items",
        "surcharge all when group = \"retail\" or group = \"dealer\" : 2.00",
    ]);
    let found = lint(&faulty);
    let (finding, quote, _) = only(&faulty, &found, LintCode::RuleNeverFires);
    assert_eq!((finding.id.as_str(), finding.proved), ("both", true));
    assert_eq!(finding.component, None);
    // 10 + 2
    assert_eq!(amount(&quote), "12.00");
    let (finding, ..) = only(&faulty, &found, LintCode::RuleAlwaysFires);
    assert_eq!((finding.id.as_str(), finding.proved), ("all", true));
    // several items may come to more than one
    let large = with(&["discount large when items > 100000 : 5% of items"]);
    let found = lint(&large);
    assert!(!found.fails() && found.findings.iter().all(|it| !it.proved));
    let fine = with(&["discount dealer when group = \"dealer\" : 5% of items"]);
    silent(&fine, LintCode::RuleNeverFires);
    silent(&fine, LintCode::RuleAlwaysFires);
}
