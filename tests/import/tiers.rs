use pricewright::migrate::{Gaps, Overlaps, Settings, tiers};
use pricewright::money::Decimal;

use super::{Fault, Guessed, NotMapped, ToComplete, import, run};

/// What the statement says after its colon, on one line.
fn statement(text: &str, settings: &Settings) -> String {
    let imported = import(tiers, text, settings).unwrap();
    let rules = imported.catalog.components[0].rules.as_ref().unwrap();
    let (_, effects) = rules.source.text.split_once(" :").unwrap();
    effects.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn settings(gaps: Gaps, overlaps: Overlaps) -> Settings {
    let base_price = Some(Decimal::from_integer(10));
    Settings {
        gaps,
        overlaps,
        base_price,
        ..Settings::default()
    }
}

#[test]
fn rows_become_thresholds() {
    let plain = settings(Gaps::Fault, Overlaps::Fault);
    for (text, expected) in [
        (
            r#"[{"from": 1, "to": 9, "price": 7}, {"from": 10, "price": "6.50"}]"#,
            "1 -> 7, 10 -> 6.5",
        ),
        (
            r#"{"tiers": [{"from": 10, "to": 24, "percent": 3}, {"from": 25, "percent": "5%"}]}"#,
            "10 -> discount 3% of extended, 25 -> discount 5% of extended",
        ),
        (
            r#"[{"from": 1, "percent": -4}]"#,
            "1 -> surcharge 4% of extended",
        ),
        ("from;to;price\n1;9;7,00\n10;;6,50\n", "1 -> 7, 10 -> 6.5"),
        (
            "From,To,Discount\n1,9,0%\n10,99,3%\n",
            "1 -> discount 0% of extended, 10 -> discount 3% of extended, 100 -> none",
        ),
        // the next row begins with the last quantity of each: it is not part of the row
        (
            "from\tto\tprice\n1\t10\t7\n10\t50\t6\n50\t\t5\n",
            "1 -> 7, 10 -> 6, 50 -> 5",
        ),
        ("from,to,price\n10,,6\n1,9,7\n", "1 -> 7, 10 -> 6"),
        ("from,price\n1,7\n10,6\n", "1 -> 7, 10 -> 6"),
    ] {
        assert_eq!(statement(text, &plain), expected, "{text}");
    }
}

#[test]
fn gaps_and_overlaps() {
    let gap = "from,to,price\n1,8,7\n10,,6\n";
    let overlap = "from,to,price\n1,12,7\n10,30,6\n31,,5\n";
    let inside = "from,to,price\n1,100,7\n10,20,6\n";
    let all = Settings::default();
    run(
        tiers,
        &all,
        &[
            ("gap", gap, Fault("tier-gap")),
            ("overlap", overlap, Fault("tier-overlap")),
            ("inside", inside, Fault("tier-overlap")),
            ("twice", "from,price\n1,7\n1,6\n", Fault("duplicate-tier")),
            (
                "backwards",
                "from,to,price\n9,1,7\n",
                Fault("invalid-range"),
            ),
        ],
    );
    let with = |gaps, overlaps| settings(gaps, overlaps);
    assert_eq!(
        statement(gap, &with(Gaps::Lower, Overlaps::Fault)),
        "1 -> 7, 10 -> 6"
    );
    assert_eq!(
        statement(gap, &with(Gaps::None, Overlaps::Fault)),
        "1 -> 7, 9 -> none, 10 -> 6"
    );
    assert_eq!(
        statement(overlap, &with(Gaps::Fault, Overlaps::Higher)),
        "1 -> 7, 10 -> 6, 31 -> 5"
    );
    assert_eq!(
        statement(overlap, &with(Gaps::Fault, Overlaps::Lower)),
        "1 -> 7, 13 -> 6, 31 -> 5"
    );
    assert_eq!(
        statement(inside, &with(Gaps::Fault, Overlaps::Lower)),
        "1 -> 7, 101 -> none"
    );
}

#[test]
fn both_rows_are_named() {
    let found = import(tiers, "from,to,price\n1,8,7\n10,,6\n", &Settings::default()).unwrap_err();
    let text = found.to_string();
    assert!(
        text.contains("nothing is said between `1 to 8` and `from 10`"),
        "{text}"
    );
    assert!(
        text.contains("source.json:3") && text.contains("source.json:2"),
        "{text}"
    );
}

#[test]
fn fields() {
    run(
        tiers,
        &Settings::default(),
        &[
            ("currency", "from,price\n1,7\n", Guessed("currency", "EUR")),
            (
                "settings",
                "from;price\n1;7\n",
                Guessed("CSV", "separator `;`"),
            ),
            (
                "after the last",
                "from,to,price\n1,9,7\n",
                Guessed("after the last row", "10"),
            ),
            (
                "before the first",
                "from,price\n5,7\n",
                Guessed("before the first row", "below 5"),
            ),
            (
                "other column",
                "from,price,note\n1,7,x\n",
                NotMapped("column `note`", ""),
            ),
            (
                "other key",
                r#"[{"from": 1, "price": 7, "note": "x"}]"#,
                NotMapped("key `note` of a tier", "x"),
            ),
            (
                "percent alone",
                "from,percent\n1,7\n",
                ToComplete("base price", ""),
            ),
            ("no effect", r#"[{"from": 1}]"#, Fault("missing-key")),
            ("no quantity", r#"[{"price": 1}]"#, Fault("missing-key")),
            ("no columns", "a,b\n1,2\n", Fault("csv-syntax")),
            ("no number", "from,price\n1,x\n", Fault("number-syntax")),
            (
                "huge",
                r#"[{"from": 1e999, "price": 1}]"#,
                Fault("number-too-large"),
            ),
        ],
    );
}

#[test]
fn a_percent_sign_in_a_price_is_no_price() {
    for (text, words) in [
        ("from,to,price\n1,9,7%\n", "`7%` of row 2"),
        (
            "from,to,price,percent\n1,9,7,3\n",
            "row 2 has a price and a percentage",
        ),
    ] {
        let found = import(tiers, text, &Settings::default()).unwrap_err();
        assert!(found.to_string().contains(words), "{found}");
    }
    let imported = import(tiers, "from;percent\n1;10,5 %\n", &Settings::default()).unwrap();
    let rules = imported.catalog.components[0].rules.as_ref().unwrap();
    assert!(
        rules
            .source
            .text
            .contains("1 -> discount 10.5% of extended")
    );
}
