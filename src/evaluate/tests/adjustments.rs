//! Options, groups, discounts, limits and rounding per piece.

use super::build::{Workshop, workshop};
use crate::model::quote::{LineBase, LineKind, Scope, Status};
use crate::money::{Decimal, Rounding};
use crate::plan::{AmountName, Base, Choice, Effect, LineSet, PhaseKind, StepScope};

fn with_option(base: &str, amount: &str, discountable: bool) -> Workshop {
    let mut shop = workshop();
    shop.base(base)
        .select("color", &[("red", amount, discountable)]);
    shop
}

const RED: &[(&str, &str)] = &[("color", "red")];

#[test]
fn a_percentage_names_its_base() {
    let price = |discountable, of| {
        let mut shop = with_option("7.00", "0.50", discountable);
        shop.discount("sale", "30", of);
        shop.amount("1", RED)
    };
    assert_eq!(price(true, AmountName::List), "5.25"); // 7.50 - 2.25
    assert_eq!(price(false, AmountName::List), "5.40"); // 7.50 - 30% of 7.00
    assert_eq!(price(true, AmountName::Base), "5.40");
    assert_eq!(price(false, AmountName::Base), "5.40");
}

#[test]
fn lines_say_what_they_are() {
    let mut shop = with_option("7.00", "0.50", false);
    shop.discount("sale", "30", AmountName::List);
    let item = shop.item("3", RED);
    let lines: Vec<_> = item
        .lines
        .iter()
        .map(|line| {
            (
                line.phase.as_str(),
                line.kind,
                line.id.as_str(),
                line.amount.to_fixed(2),
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            ("base", LineKind::BasePrice, "base", "21.00".to_owned()),
            ("options", LineKind::Option, "color:red", "1.50".to_owned()),
            ("discounts", LineKind::Discount, "sale", "-6.30".to_owned()),
        ]
    );
    let sale = &item.lines[2];
    assert_eq!(
        sale.base,
        Some(LineBase {
            name: "list".to_owned(),
            amount: Decimal::from_integer(7),
            not_discountable: Decimal::parse("0.50").unwrap(),
        })
    );
    assert_eq!(sale.rate, Some(Decimal::from_integer(-30)));
    assert_eq!((sale.scope, sale.exact), (Scope::Unit, true));
    assert_eq!(item.list_price.unwrap().to_fixed(2), "7.50");
    assert_eq!(item.unit_price.unwrap().to_fixed(2), "5.40");
}

#[test]
fn a_minimum_after_discounts_holds_one_before_is_discounted() {
    let price = |phase| {
        let mut shop = with_option("30", "5", false);
        shop.minimum(phase, "smallest", "49");
        shop.group("dealer", "-15", false, LineSet::All);
        shop.amount("3", RED)
    };
    // After: 35 - 15% of 30 = 30.50, lifted to 49; × 3.
    assert_eq!(price(PhaseKind::Limits), "147.00");
    // Before: 35 lifted by 14 to 49; 49 - 15% of (49 - 5) = 42.40; × 3.
    assert_eq!(price(PhaseKind::ListLimits), "127.20");
}

#[test]
fn list_is_fixed_subtotal_runs_from_phase_to_phase() {
    let price = |of| {
        let mut shop = with_option("100", "20", true);
        shop.group("dealer", "-15", false, LineSet::All);
        shop.discount("sale", "10", of);
        shop.amount("1", RED)
    };
    assert_eq!(price(AmountName::List), "90.00"); // 120 - 18 - 12
    assert_eq!(price(AmountName::Subtotal), "91.80"); // 120 - 18 - 10.20
}

#[test]
fn a_percentage_of_list_does_not_compound() {
    let mut shop = with_option("100", "20", true);
    shop.phase(PhaseKind::Discounts).compound = true;
    shop.discount("one", "10", AmountName::List);
    shop.discount("two", "10", AmountName::List);
    assert_eq!(shop.amount("1", RED), "96.00"); // 120 - 12 - 12
}

#[test]
fn additive_within_a_phase_compound_between_phases() {
    let mut additive = workshop();
    additive
        .base("100")
        .discount("one", "10", AmountName::Subtotal);
    additive.discount("two", "10", AmountName::Subtotal);
    assert_eq!(additive.amount("1", &[]), "80.00"); // 100 - 10 - 10
    let mut compound = workshop();
    compound.base("100").phase(PhaseKind::Discounts).compound = true;
    compound.discount("one", "10", AmountName::Subtotal);
    compound.discount("two", "10", AmountName::Subtotal);
    assert_eq!(compound.amount("1", &[]), "81.00"); // 100 - 10 - 9
    let mut phases = workshop();
    let rate = phases.base("100").number("-10");
    let of = Base {
        amount: AmountName::Subtotal,
    };
    let effect = Effect::Percent {
        rate,
        of,
        discount: false,
    };
    phases.step(PhaseKind::Groups, "one", LineKind::PriceGroup, effect);
    phases.discount("two", "10", AmountName::Subtotal);
    assert_eq!(phases.amount("1", &[]), "81.00"); // 100 - 10 - 10% of 90
}

#[test]
fn rounding_scopes_round_per_piece_or_per_item() {
    let shop = |per_item: bool| {
        let mut shop = workshop();
        shop.data.rounding.per_item = per_item;
        let rate = shop.base("55.55").number("10");
        let of = Base {
            amount: AmountName::Base,
        };
        let effect = Effect::Percent {
            rate,
            of,
            discount: false,
        };
        shop.step(PhaseKind::Options, "extra", LineKind::Surcharge, effect);
        shop.item("2", &[])
    };
    let unit = shop(false); // 5.555 -> 5.56; 61.11 × 2
    assert_eq!(unit.amount.unwrap().to_fixed(2), "122.22");
    assert_eq!(unit.unit_price.unwrap().to_fixed(2), "61.11");
    let item = shop(true); // 111.10 + 11.11
    assert_eq!(item.amount.unwrap().to_fixed(2), "122.21");
    assert_eq!((item.unit_price, item.lines[0].unit_amount), (None, None));
    assert_eq!(item.lines[0].scope, Scope::Item);
    assert_eq!(item.effective_unit_price.unwrap().to_fixed(2), "61.11"); // 61.105
}

#[test]
fn rounding_after_fees() {
    let price = |mode| {
        let mut shop = workshop();
        let rate = shop.base("1000").number("20");
        let of = Base {
            amount: AmountName::Base,
        };
        let effect = Effect::Percent {
            rate,
            of,
            discount: false,
        };
        shop.step(PhaseKind::Options, "extra", LineKind::Surcharge, effect);
        shop.surcharge(PhaseKind::Fees, "fee", "92").scope = StepScope::Item;
        let increment = shop.number("5");
        let effect = Effect::Round { increment, mode };
        shop.step(PhaseKind::Fees, "five", LineKind::Rounding, effect);
        shop.amount("1", &[])
    };
    assert_eq!(price(Rounding::HalfUp), "1290.00"); // 1000 + 200 + 92 = 1292
    assert_eq!(price(Rounding::Up), "1295.00");
}

#[test]
fn endings() {
    let price = |base: &str, ending: &str, mode| {
        let mut shop = workshop();
        shop.base(base).end(ending, mode);
        shop.amount("1", &[])
    };
    assert_eq!(price("12.30", "0.99", Rounding::Up), "12.99");
    assert_eq!(price("12.30", "0.99", Rounding::Down), "11.99");
    assert_eq!(price("12.99", "0.99", Rounding::Down), "12.99");
    assert_eq!(price("12.49", "0.99", Rounding::HalfUp), "12.99"); // 0.50 from both
    assert_eq!(price("12.49", "0.99", Rounding::HalfDown), "11.99");
    assert_eq!(price("12.49", "0.99", Rounding::HalfEven), "12.99"); // k 12 is even
    assert_eq!(price("13.49", "0.99", Rounding::HalfEven), "12.99"); // k 13 is odd
    assert_eq!(price("12.30", "9.90", Rounding::Up), "19.90"); // modulus 10
    assert_eq!(price("195.01", "95", Rounding::Up), "295.00"); // modulus 100
    assert_eq!(price("12.31", "0.05", Rounding::Up), "12.35"); // modulus 0.1
}

#[test]
fn rounding_never_goes_below_a_minimum() {
    let mut shop = workshop();
    shop.base("10").minimum(PhaseKind::Limits, "least", "49.10");
    shop.round("0.50", Rounding::Down);
    assert_eq!(shop.amount("1", &[]), "49.50"); // 49.10 -> 49.00 -> the next at least 49.10
    shop.end("0.49", Rounding::Down);
    assert_eq!(shop.amount("1", &[]), "49.49"); // 49.50 -> 49.49
}

#[test]
fn the_highest_minimum_and_the_lowest_maximum_count() {
    let mut shop = workshop();
    shop.base("10").minimum(PhaseKind::Limits, "low", "11");
    shop.minimum(PhaseKind::Limits, "high", "12");
    shop.maximum(PhaseKind::Limits, "most", "20");
    let item = shop.item("1", &[]);
    assert_eq!(item.lines[1].id, "high");
    assert_eq!(item.amount.unwrap().to_fixed(2), "12.00");
    shop.maximum(PhaseKind::Limits, "less", "9");
    let item = shop.item("1", &[]);
    assert_eq!((item.status, item.amount), (Status::Unpriced, None));
    let message = "the minimum `high` of 12 is above the maximum `less` of 9";
    assert_eq!(item.problems[0].message, message);
}

#[test]
fn a_negative_unit_price_becomes_zero_by_a_line() {
    let mut shop = with_option("10", "-15", true);
    shop.surcharge(PhaseKind::Fees, "fee", "4").scope = StepScope::Item;
    let item = shop.item("2", RED);
    let clamp = &item.lines[2]; // 10 - 15 = -5
    assert_eq!(
        (clamp.kind, clamp.id.as_str()),
        (LineKind::Clamp, "not-below-zero")
    );
    assert_eq!(
        (clamp.phase.as_str(), clamp.amount.to_fixed(2)),
        ("rounding", "10.00".to_owned())
    );
    assert_eq!(item.amount.unwrap().to_fixed(2), "4.00");
    assert_eq!(item.warnings[0].id, "not-below-zero");
}

#[test]
fn the_first_the_best_and_stop() {
    let price = |choice, stop| {
        let mut shop = workshop();
        shop.base("100").phase(PhaseKind::Discounts).choice = choice;
        shop.discount("small", "5", AmountName::List).priority = 2;
        shop.discount("large", "20", AmountName::List).stop = stop;
        shop.discount("other", "20", AmountName::List);
        shop.item("1", &[])
    };
    let amount = |choice, stop| price(choice, stop).amount.unwrap().to_fixed(2);
    assert_eq!(amount(Choice::All, false), "55.00"); // 100 - 5 - 20 - 20
    assert_eq!(amount(Choice::All, true), "75.00"); // 100 - 5 - 20
    assert_eq!(amount(Choice::First, false), "95.00");
    assert_eq!(amount(Choice::Best, false), "80.00");
    assert_eq!(price(Choice::Best, false).lines[1].id, "large"); // ties by id
}

#[test]
fn equal_priorities_cannot_both_be_first() {
    let mut shop = workshop();
    shop.base("100").phase(PhaseKind::Discounts).choice = Choice::First;
    shop.discount("one", "5", AmountName::List);
    shop.discount("two", "5", AmountName::List);
    let item = shop.item("1", &[]);
    assert_eq!(item.status, Status::Unpriced);
    assert_eq!(
        item.problems[0].message,
        "`one` and `two` both apply and have the same priority"
    );
}

#[test]
fn an_override_sets_its_lines_before_groups_add() {
    let mut shop = with_option("100", "20", true);
    shop.group("dealer", "-10", false, LineSet::All);
    shop.group("fixed", "90", true, LineSet::All);
    // 120 set to 90; then 10% of the list price 120.
    assert_eq!(shop.amount("1", RED), "78.00");
    let item = shop.item("1", RED);
    assert_eq!(
        (item.lines[2].kind, item.lines[2].amount.to_fixed(0)),
        (LineKind::Override, "-30".into())
    );
    let mut options = with_option("100", "20", true);
    let color = crate::plan::FeatureIndex(0);
    options.group("cheap", "5", true, LineSet::Features(vec![color]));
    assert_eq!(options.amount("1", RED), "105.00"); // 100 + 5
    options.group("half", "-50", false, LineSet::Features(vec![color]));
    assert_eq!(options.amount("1", RED), "95.00"); // 50% of 20
}

#[test]
fn a_negative_discount_is_a_problem() {
    let mut shop = workshop();
    shop.base("100").discount("odd", "-5", AmountName::List);
    let item = shop.item("1", &[]);
    assert_eq!(item.status, Status::Unpriced);
    assert_eq!(
        item.problems[0].code,
        crate::diagnostic::Code::NegativeDiscount
    );
    assert_eq!(item.problems[0].id.as_deref(), Some("odd"));
}
