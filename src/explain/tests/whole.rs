//! Whole explanations: what they contain, and their text.

use super::fixture::{blind, order};
use crate::evaluate::testing::decimal;
use crate::explain::{Explanation, Reason};
use crate::model::date::Date;
use crate::model::order::{Order, Value};
use crate::model::quote::Status;
use crate::plan::Plan;

fn explain(order: &Order) -> Explanation {
    blind().explain(order).unwrap()
}

#[test]
fn the_quote_is_that_without_an_explanation() {
    let order = order("2");
    assert_eq!(explain(&order).quote, blind().price(&order).unwrap());
    assert_eq!(explain(&order), explain(&order));
}

/// 1200 wide reads row 1250, so 230.00. Silk: 12% = 27.60. List price 257.60, of it 10% = 25.76.
/// Unit price 231.84, two of them 463.68, with the set-up 503.68. Tax: 503.68 × 0.19 = 95.6992.
#[test]
fn a_priced_item_reads_like_this() {
    let expected = "\
Item 1: 2 x Roller blind
  Fabric Silk, Width 1200 mm, Drop 1600 mm

  Phase      Line         How                                                 Per piece  Amount
  base       Band B       cell width 1200 → 1250, drop 1600 → 1600 of band-b     230.00  460.00
  options    Silk         12% of base 230.00                                      27.60   55.20
             List price                                                          257.60
  discounts  Spring sale  -10% of subtotal 257.60                                -25.76  -51.52
             Unit price                                                          231.84
             × 2                                                                         463.68
  fees       Set-up       once per item                                                   40.00
             Item amount                                                                 503.68

  Did not apply
    Band A (band-a): the price list is for other values
        fabric.band = A is false: fabric.band is B
    Wide cassette (wide): its condition does not hold [rules.price:2:1]
        width in (2000..3000] is false: width is 1200
    Dealer (dealer): its condition does not hold [rules.price:5:1]
        customer.group = \"dealer\" is false: customer.group is retail
    Autumn sale (autumn): not valid on 2026-09-30, only from 2026-10-01

Order
  Items                 503.68
  Net                   503.68
  Tax    19% of 503.68   95.70
  Gross                 599.38
";
    assert_eq!(explain(&order("2")).render(), expected);
}

#[test]
fn what_did_not_fire_says_why_in_document_order() {
    let explanation = explain(&order("1"));
    let phases = &explanation.items[0].phases;
    let all = phases.iter().flat_map(|phase| &phase.not_fired);
    let facts: Vec<_> = all
        .map(|fact| {
            let because = fact.because.iter().map(|compared| compared.text.as_str());
            (
                fact.phase.as_str(),
                fact.id.as_str(),
                fact.reason.clone(),
                because.collect::<Vec<_>>(),
            )
        })
        .collect();
    let autumn = Reason::Validity {
        from: Date::parse("2026-10-01"),
        until: None,
    };
    assert_eq!(
        facts,
        [
            ("base", "band-a", Reason::NoMatch, vec!["fabric.band = A"]),
            (
                "options",
                "wide",
                Reason::Condition,
                vec!["width in (2000..3000]"]
            ),
            (
                "discounts",
                "dealer",
                Reason::Condition,
                vec!["customer.group = \"dealer\""]
            ),
            ("discounts", "autumn", autumn, vec![]),
        ]
    );
    let dealer = &phases[2].not_fired[0];
    // `width`, the range, `customer.group`, `"dealer"`, then the comparison on line 5.
    let source = dealer.because[0].source.as_ref().unwrap();
    assert_eq!(
        (source.file.as_str(), source.line, source.column),
        ("rules.price", 5, 1)
    );
    let values: Vec<_> = dealer.because[0]
        .operands
        .iter()
        .map(|side| side.value.as_str())
        .collect();
    assert_eq!(values, ["retail", "dealer"]);
}

/// Without a width only the set-up is known: provisional, and everything else waits.
#[test]
fn an_incomplete_item_says_what_waits() {
    let mut order = order("1");
    order.items[0].values.retain(|(id, _)| id != "width");
    let explanation = explain(&order);
    assert_eq!(explanation.quote.items[0].status, Status::Incomplete);
    let expected = "\
Item 1: 1 x Roller blind
  Fabric Silk, Drop 1600 mm
  Status: incomplete, the price is provisional

  Phase  Line    How            Amount
  fees   Set-up  once per item   40.00

  Did not apply
    Band A (band-a): the price list is for other values
        fabric.band = A is false: fabric.band is B
    Band B (band-b): waits for a value that is missing
    Fabric (fabric): waits for a value that is missing
    Wide cassette (wide): waits for a value that is missing [rules.price:2:1]
        width in (2000..3000] is not known: width is missing (required)
    Dealer (dealer): its condition does not hold [rules.price:5:1]
        customer.group = \"dealer\" is false: customer.group is retail
    Autumn sale (autumn): not valid on 2026-09-30, only from 2026-10-01
    Spring sale (spring): waits for a value that is missing

  Missing
    `width` is required [missing-required]

  Still open
    Band B (band-b): waits for width
    Silk (fabric:silk): waits for width
    Wide cassette (wide): waits for width
    Spring sale (spring): waits for width

Order
  Status: no total, as not every item has a price
  Items that are priced  0.00
";
    assert_eq!(explanation.render(), expected);
}

#[test]
fn an_invalid_item_says_what_is_allowed() {
    let mut order = order("1");
    order.items[0].values[1].1 = Value::Number(decimal("1250"));
    let explanation = explain(&order);
    assert_eq!(explanation.quote.items[0].status, Status::Invalid);
    // Nothing was priced, so the values are those that the order gives.
    let expected = "\
Item 1: 1 x Roller blind
  fabric silk, width 1250, drop 1600
  Status: not allowed, no binding price

  Not allowed
    Too wide for silk (too_wide) [forbidden]; allowed: width = 1240
";
    let text = explanation.render();
    assert!(text.starts_with(expected), "{text}");
}

/// In rounding scope `item` every line is for all pieces: 12% of 2 × 230.00 is not once per item.
#[test]
fn a_surcharge_for_all_pieces_is_not_once_per_item() {
    let mut data = blind().data().clone();
    data.rounding.per_item = true;
    let text = Plan::new(data).explain(&order("2")).unwrap().render();
    assert!(text.contains("12% of base 460.00  "), "{text}");
    assert_eq!(text.matches("once per item").count(), 1, "{text}");
}

#[test]
fn of_one_piece_no_multiple_is_shown() {
    let text = explain(&order("1")).render();
    assert!(text.contains("Unit price") && !text.contains('×'), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 100));
}

#[test]
fn json_holds_the_quote_and_its_explanation() {
    let explanation = explain(&order("1"));
    let json: serde_json::Value = serde_json::from_str(&explanation.to_json()).unwrap();
    let quote: serde_json::Value = serde_json::from_str(&explanation.quote.to_json()).unwrap();
    assert_eq!(json["quote"], quote);
    let item = &json["explanation"]["items"][0];
    assert_eq!(item["name"], "Roller blind");
    assert_eq!(item["phases"][1]["lines"][0]["how"], "12% of base 230.00");
    assert_eq!(
        item["phases"][1]["not_fired"][0],
        serde_json::json!({
            "id": "wide", "label": "Wide cassette", "kind": "surcharge", "reason": "condition",
            "because": [{
                "text": "width in (2000..3000]", "operator": "in", "holds": false,
                "operands": [
                    { "text": "width", "value": "1200" },
                    { "text": "(2000..3000]", "value": "(2000..3000]" },
                ],
                "source": { "file": "rules.price", "line": 2, "column": 1 },
            }],
            "source": { "file": "rules.price", "line": 2, "column": 1 },
        })
    );
}
