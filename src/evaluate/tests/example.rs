//! The worked example of `docs/waterfall.md`, number by number.

use super::build::{Workshop, decimal, item, order, workshop};
use crate::model::lookup::{Above, LookupMode};
use crate::model::order::Order;
use crate::model::quote::{Line, LineKind, Quote};
use crate::money::Rounding;
use crate::plan::{
    AmountName, Axis, AxisKind, Base, Cells, Effect, LineSet, ListUse, Node, PhaseKind, SourceSpan,
    StepScope, SurchargeAmount, Table, TableIndex, TierEffect, TierKind, TierStep,
};

fn matrix(shop: &mut Workshop) {
    let width = shop.length("width", "300", "3000", "1");
    let drop = shop.length("drop", "300", "3000", "1");
    let (row, col) = (shop.slot(width), shop.slot(drop));
    let (row, col) = (shop.node(Node::Slot(row)), shop.node(Node::Slot(col)));
    let axis = |points: [&str; 2]| Axis {
        kind: AxisKind::Breakpoints(points.map(decimal).to_vec(), LookupMode::Up),
        above: Above::OutOfRange,
    };
    let prices = ["39", "52", "61", "84"]
        .map(|price| Some(decimal(price)))
        .to_vec();
    let table = Table {
        id: shop.text("band-b"),
        currency: None,
        row: axis(["500", "1000"]),
        col: Some(axis(["500", "1250"])),
        cells: Cells::new(2, prices),
    };
    let used = ListUse {
        table: TableIndex(0),
        condition: None,
        row,
        col: Some(col),
        id: table.id,
        label: shop.label("Band B"),
        place: SourceSpan::default(),
    };
    shop.component().tables.push(table);
    shop.component().base.lists.push(used);
}

fn blinds() -> Workshop {
    let mut shop = workshop();
    matrix(&mut shop);
    let cassette = shop.select("cassette", &[("ral", "45", false)]);
    let motor = shop.select("motor", &[("radio", "0", true)]);
    let radio = &mut shop.component().features[motor.index()].options[0];
    let surcharge = radio.surcharge.as_mut().unwrap();
    let (rate, of) = (
        decimal("12"),
        Base {
            amount: AmountName::Base,
        },
    );
    surcharge.amount = SurchargeAmount::Percent { rate, of };
    shop.group("dealer", "-15", false, LineSet::All);
    shop.discount("autumn", "10", AmountName::Subtotal);
    shop.minimum(PhaseKind::Limits, "smallest", "49");
    shop.round("0.05", Rounding::HalfUp);
    let (rate, of) = (
        shop.number("3"),
        Base {
            amount: AmountName::Extended,
        },
    );
    let effect = TierEffect::Percent {
        rate,
        of,
        discount: true,
    };
    shop.tiers(
        TierKind::Volume,
        vec![TierStep {
            from: decimal("10"),
            effect,
        }],
    );
    let is_ral = shop.only(cassette, 0);
    let setup = shop.surcharge(PhaseKind::Fees, "ral_setup", "40");
    setup.condition = Some(is_ral);
    setup.scope = StepScope::Order { key: None };
    let (rate, of) = (
        shop.order_number("2"),
        Base {
            amount: AmountName::Items,
        },
    );
    let effect = Effect::Percent {
        rate,
        of,
        discount: true,
    };
    shop.order_step("online", LineKind::Discount, effect);
    shop
}

fn quote() -> Quote {
    let large = [
        ("width", "950"),
        ("drop", "1200"),
        ("cassette", "ral"),
        ("motor", "radio"),
    ];
    let small = [("width", "400"), ("drop", "400")];
    let items = vec![item("12", &large), item("1", &small)];
    blinds().quote(&Order {
        tax_rate: Some(decimal("19")),
        ..order(items)
    })
}

fn amounts(lines: &[Line]) -> Vec<(&str, String)> {
    lines
        .iter()
        .map(|line| (line.id.as_str(), line.amount.to_fixed(2)))
        .collect()
}

fn expected<'e>(lines: &[(&'e str, &str)]) -> Vec<(&'e str, String)> {
    lines
        .iter()
        .map(|(id, amount)| (*id, (*amount).to_owned()))
        .collect()
}

#[test]
fn twelve_large_blinds() {
    let quote = quote();
    let units: Vec<_> = quote.items[0]
        .lines
        .iter()
        .filter_map(|l| Some((l.id.as_str(), l.unit_amount?.to_fixed(2))))
        .collect();
    let lines = [
        ("band-b", "84.00"),       // row 1000, column 1250
        ("cassette:ral", "45.00"), // not discountable
        ("motor:radio", "10.08"),  // 12% of 84.00; list price 139.08
        ("dealer", "-14.11"),      // 15% of 94.08 = 14.112
        ("autumn", "-8.00"),       // 10% of 79.97 = 7.997
        ("round", "-0.02"),        // 116.97 -> 116.95
    ];
    assert_eq!(units, expected(&lines));
    assert_eq!(quote.items[0].list_price, Some(decimal("139.08")));
    assert_eq!(quote.items[0].unit_price, Some(decimal("116.95")));
    let tier = quote.items[0].lines.last().unwrap();
    // 3% of 12 × 71.95 = 863.40 is 25.902.
    assert_eq!(
        (tier.id.as_str(), tier.amount),
        ("tiers", decimal("-25.90"))
    );
    // 12 × 116.95 = 1403.40
    assert_eq!(quote.items[0].amount, Some(decimal("1377.50")));
    assert_eq!(quote.items[0].effective_unit_price, Some(decimal("114.79"))); // 114.7916..
}

#[test]
fn one_small_blind() {
    let lines = [
        ("band-b", "39.00"),
        ("dealer", "-5.85"),
        ("autumn", "-3.32"),   // 10% of 33.15 = 3.315
        ("smallest", "19.17"), // 29.83 -> 49.00
    ];
    assert_eq!(amounts(&quote().items[1].lines), expected(&lines));
}

#[test]
fn the_whole_order() {
    let quote = quote();
    // 1377.50 + 49.00 = 1426.50; 2% of it; the fee once.
    let lines = [("online", "-28.53"), ("ral_setup", "40.00")];
    assert_eq!(amounts(&quote.lines), expected(&lines));
    // 40 × 1377.50 / 1426.50 = 38.626.., 1.373..: the odd cent to the larger rest.
    assert_eq!(quote.lines[1].shares, [decimal("38.63"), decimal("1.37")]);
    assert_eq!(quote.lines[0].shares, [decimal("-27.55"), decimal("-0.98")]);
    assert_eq!(quote.amount, Some(decimal("1437.97")));
    // 1388.58 × 19% = 263.8302; 49.39 × 19% = 9.3841
    assert_eq!(quote.items[0].tax, Some(decimal("263.83")));
    assert_eq!(quote.items[1].tax, Some(decimal("9.38")));
    assert_eq!(
        (quote.tax, quote.gross),
        (Some(decimal("273.21")), Some(decimal("1711.18")))
    );
}
