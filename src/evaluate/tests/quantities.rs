//! Tiers, packages, and amounts with more digits than a cent.

use super::build::{Workshop, decimal, item, order, workshop};
use crate::model::quote::{LineKind, Status};
use crate::plan::{
    AmountName, Base, Effect, PhaseKind, TierBasis, TierEffect, TierKind, TierPlan, TierStep,
};

const PRINTS: &[(&str, &str)] = &[("1", "7"), ("6", "6.50"), ("11", "6")];

#[test]
fn volume_takes_all_pieces_at_one_tier_graduated_each_slice_at_its_own() {
    let price = |kind, quantity| {
        let mut shop = workshop();
        shop.price_tiers(kind, PRINTS);
        shop.amount(quantity, &[])
    };
    assert_eq!(price(TierKind::Volume, "6"), "39.00"); // 6 × 6.50
    assert_eq!(price(TierKind::Graduated, "6"), "41.50"); // 5 × 7 + 1 × 6.50
    assert_eq!(price(TierKind::Graduated, "12"), "79.50"); // 35 + 5 × 6.50 + 2 × 6
    assert_eq!(price(TierKind::Graduated, "5"), "35.00");
}

#[test]
fn pieces_below_the_first_tier_keep_their_base() {
    let mut shop = workshop();
    shop.base("10")
        .price_tiers(TierKind::Graduated, &[("6", "8")]);
    assert_eq!(shop.amount("7", &[]), "66.00"); // 5 × 10 + 2 × 8
    assert_eq!(shop.amount("5", &[]), "50.00");
}

#[test]
fn a_quantity_without_a_price_is_unpriced() {
    let mut shop = workshop();
    shop.price_tiers(TierKind::Volume, &[("5", "7")]);
    let found = shop.item("4", &[]);
    assert_eq!(found.status, Status::Unpriced);
    let message = "the quantity 4 is below the first tier, which starts at 5";
    assert_eq!(found.problems[0].message, message);
}

#[test]
fn started_packages_after_free_pieces() {
    let mut shop = workshop();
    let (price, size, free) = (shop.number("5"), decimal("100"), decimal("100"));
    // Packages add to a base price, which here is 0.
    shop.base("0");
    shop.tiers(TierKind::Package { price, size, free }, Vec::new());
    assert_eq!(shop.amount("201", &[]), "10.00"); // 101 charged, 2 packages
    assert_eq!(shop.amount("200", &[]), "5.00");
    assert_eq!(shop.amount("100", &[]), "0.00");
}

fn blocks(overage: Option<&str>) -> Workshop {
    let mut shop = workshop();
    let step = |from, effect| TierStep {
        from: decimal(from),
        effect,
    };
    let (ten, fifty) = (shop.number("10"), shop.number("50"));
    let last = match overage {
        Some(each) => TierEffect::Overage(shop.number(each)),
        None => TierEffect::None,
    };
    let steps = vec![
        step("1", TierEffect::Price(ten)),
        step("10", TierEffect::Price(fifty)),
        step("25", last),
    ];
    shop.component().base.priced_by_tiers = true;
    shop.tiers(TierKind::Block, steps);
    shop
}

#[test]
fn blocks_have_one_price_for_the_quantity() {
    let shop = blocks(None);
    assert_eq!(shop.amount("7", &[]), "10.00");
    assert_eq!(shop.amount("11", &[]), "50.00");
    let found = shop.item("30", &[]);
    assert_eq!(found.status, Status::Unpriced);
    let message = "no price for 30 pieces: the last block ends at 24";
    assert_eq!(found.problems[0].message, message);
    assert_eq!(blocks(Some("3")).amount("30", &[]), "68.00"); // 50 + 3 × (30 - 24)
}

#[test]
fn a_percentage_tier_is_of_a_named_base() {
    let mut shop = workshop();
    shop.base("1000").select("size", &[("small", "-500", true)]);
    let rate = shop.number("50");
    let of = Base {
        amount: AmountName::Extended,
    };
    let effect = TierEffect::Percent {
        rate,
        of,
        discount: true,
    };
    shop.tiers(
        TierKind::Volume,
        vec![TierStep {
            from: decimal("1"),
            effect,
        }],
    );
    // 1000 - 500 = 500, half of it.
    assert_eq!(shop.amount("1", &[("size", "small")]), "250.00");
    let line = &shop.item("1", &[("size", "small")]).lines[2];
    assert_eq!((line.kind, line.tier), (LineKind::Tier, Some(decimal("1"))));
    assert_eq!(line.rate, Some(decimal("-50")));
}

#[test]
fn tiers_count_over_the_order() {
    let mut shop = workshop();
    shop.base("10")
        .select("fabric", &[("linen", "0", true), ("silk", "0", true)]);
    let slot = shop.slot(crate::plan::FeatureIndex(0));
    let key = shop.node(crate::plan::Node::Slot(slot));
    let price = shop.number("9");
    let steps = vec![TierStep {
        from: decimal("3"),
        effect: TierEffect::Price(price),
    }];
    let basis = TierBasis::Order { key: Some(key) };
    let plan = TierPlan {
        basis,
        kind: TierKind::Volume,
        steps,
    };
    shop.step(
        PhaseKind::Quantity,
        "by_fabric",
        LineKind::Tier,
        Effect::Tiers(plan),
    );
    let line = |quantity, fabric| item(quantity, &[("fabric", fabric)]);
    let items = vec![
        line("2", "linen"),
        line("2", "silk"),
        line("1", "linen"),
        item("9", &[("fabric", "x")]),
    ];
    let quote = shop.quote(&order(items));
    let amounts: Vec<_> = quote
        .items
        .iter()
        .map(|i| i.amount.map(|a| a.to_fixed(2)))
        .collect();
    // Linen is 3 pieces: 2 × 9 and 1 × 9. Silk is 2. The last item is invalid and counts nowhere.
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(amounts, [some("18.00"), some("20.00"), some("9.00"), None]);
    assert_eq!(quote.status, Status::Invalid);
    assert_eq!(
        (quote.amount, quote.priced_subtotal.to_fixed(2)),
        (None, "47.00".to_owned())
    );
}

#[test]
fn graduated_over_the_order_gives_each_item_its_part() {
    let mut shop = workshop();
    shop.price_tiers(TierKind::Graduated, PRINTS);
    if let Effect::Tiers(plan) = &mut shop.phase(PhaseKind::Quantity).steps[0].effect {
        plan.basis = TierBasis::Order { key: None };
    }
    let quote = shop.quote(&order(vec![item("2", &[]), item("4", &[])]));
    // 41.50 for 6 pieces: 41.50 × 2 / 6 = 13.8333, 41.50 × 4 / 6 = 27.6667.
    assert_eq!(quote.items[0].amount.unwrap().to_fixed(2), "13.83");
    assert_eq!(quote.items[1].amount.unwrap().to_fixed(2), "27.67");
    assert!(!quote.items[0].lines[0].exact);
}

#[test]
fn a_price_below_a_cent_a_piece() {
    let mut shop = workshop();
    shop.increments("0.001").base("0.034");
    assert_eq!(shop.amount("10000", &[]), "340.00");
    let found = shop.item("1", &[]);
    // 0.034 is no amount: a line takes it to 0.03.
    assert_eq!(found.lines[1].id, "minor-unit");
    assert_eq!(found.lines[1].amount, decimal("-0.004"));
    assert_eq!(
        (found.unit_price, found.amount),
        (Some(decimal("0.034")), Some(decimal("0.03")))
    );
}
