//! Differences of small catalogs, counted by hand.

use super::*;
use crate::{Catalog, compile};

fn plan(component: &str) -> Plan {
    let catalog = format!(
        r#"{{"format": 1, "currency": "EUR", "components": [{{"id": "lamp", {component}}}]}}"#
    );
    compile(&Catalog::from_json(&catalog).unwrap()).unwrap_or_else(|faults| panic!("{faults}"))
}

fn shade(paper: &str, glass: &str, more: &str) -> String {
    format!(
        r#"{{"id": "shade", "type": "select", "required": true, "options": [
            {{"id": "paper", "surcharge": "{paper}"}}, {{"id": "glass", "surcharge": "{glass}"}}{more}]}}"#
    )
}

fn compared(old: &str, new: &str, options: &DiffOptions) -> ComponentDiff {
    let mut found = diff(&plan(old), &plan(new), options).unwrap();
    assert_eq!(found.components.len(), 1);
    found.components.remove(0)
}

#[test]
fn every_configuration_is_counted() {
    let led = r#"{"id": "led", "type": "boolean", "required": true, "surcharge": "8"}"#;
    let old = format!(
        r#""base_price": "100", "features": [{}, {led}]"#,
        shade("0", "40", "")
    );
    let linen = r#", {"id": "linen", "surcharge": "20"}"#;
    let new = format!(
        r#""base_price": "100", "features": [{}, {led}], "rules": "forbid hot \"Hot\" : shade = \"paper\" and led""#,
        shade("0", "35", linen)
    );
    let found = compared(&old, &new, &DiffOptions::default());
    // paper without led: 100.00 in both; paper with led: forbidden; glass: 5.00 less, twice; linen
    // is new, twice
    let counts = Counts {
        unchanged: 1,
        up: 0,
        down: 2,
        newly_priced: 2,
        no_longer_priced: 1,
        unpriced: 0,
    };
    assert_eq!(
        (found.coverage, found.configurations),
        (Coverage::Exhaustive, 6)
    );
    assert_eq!(found.counts, counts);
    // (0 - 5 - 5) / 3 = -3.333
    assert_eq!(found.mean.unwrap().to_fixed(2), "-3.33");
    assert_eq!(found.rise, None);
    let fall = found.fall.unwrap();
    // 140.00 to 135.00: 3.571 %
    assert_eq!(fall.difference.unwrap().to_fixed(2), "-5.00");
    assert_eq!(fall.percent.unwrap().to_string(), "-3.57");
    let lines: Vec<_> = fall
        .lines
        .iter()
        .map(|line| (line.id.as_str(), line.old, line.new))
        .collect();
    let number = |text: &str| Some(Decimal::parse(text).unwrap());
    assert_eq!(lines[1], ("shade:glass", number("40"), number("35")));
    assert_eq!((found.worst.len(), found.examples.len()), (2, 3));
    assert_eq!(
        found.statuses,
        [
            (Status::Priced, Status::Invalid, 1),
            (Status::Invalid, Status::Priced, 2)
        ]
    );
}

#[test]
fn numbers_are_compared_where_either_catalog_changes() {
    let board = |rows: &str, cells: &str| {
        format!(
            r#""features": [{{"id": "width", "type": "number", "min": 1, "max": 3000, "step": 1, "required": true}}],
            "price_lists": [{{"id": "widths", "row_feature": "width", "lookup": {{"row": "up"}},
                "rows": [{rows}], "cells": [{cells}]}}]"#
        )
    };
    let old = board("1000, 3000", r#""50", "80""#);
    // from 901 to 1000 dearer by 30.00
    let new = board("900, 3000", r#""50", "80""#);
    let found = compared(&old, &new, &DiffOptions::default());
    assert_eq!(found.coverage, Coverage::Representative);
    assert_eq!(found.rise.unwrap().difference.unwrap().to_fixed(2), "30.00");
    let widths = found
        .worst
        .iter()
        .map(|change| change.order.items[0].values[0].1.clone());
    let widths: Vec<_> = widths.collect();
    let width = |number| crate::model::order::Value::Number(Decimal::from_integer(number));
    // 899, 900, 901; 999, 1000, 1001: of these 901, 999 and 1000 changed
    for expected in [901, 999, 1000] {
        assert!(widths.contains(&width(expected)), "{widths:?}");
    }
    assert_eq!(found.counts.down, 0);
}

#[test]
fn a_sample_says_so_and_is_the_same_for_the_same_seed() {
    let features: Vec<_> = (0..20)
        .map(|number| {
            format!(
                r#"{{"id": "f{number}", "type": "boolean", "required": true, "surcharge": "1"}}"#
            )
        })
        .collect();
    let catalog = |base: &str| {
        format!(
            r#""base_price": "{base}", "features": [{}]"#,
            features.join(",")
        )
    };
    let options = DiffOptions {
        limit: 100,
        seed: 7,
        ..DiffOptions::default()
    };
    let (old, new) = (plan(&catalog("10")), plan(&catalog("11")));
    let found = diff(&old, &new, &options).unwrap();
    assert_eq!(found.components[0].coverage, Coverage::Sample);
    assert_eq!(found.components[0].counts.up, 100);
    assert_eq!(found.components[0].mean, Some(Decimal::ONE));
    assert_eq!(
        found.to_json(),
        diff(&old, &new, &options).unwrap().to_json()
    );
    let other = DiffOptions { seed: 8, ..options };
    assert_ne!(found.to_json(), diff(&old, &new, &other).unwrap().to_json());
}

#[test]
fn limits_of_0_and_1_are_kept() {
    let catalog = format!(
        r#""base_price": "1", "features": [{}]"#,
        shade("0", "2", "")
    );
    for limit in [0, 1] {
        let options = DiffOptions {
            limit,
            worst: 0,
            ..DiffOptions::default()
        };
        let found = compared(&catalog, &catalog, &options);
        assert_eq!(found.configurations, limit as u64);
        assert_eq!(found.coverage, Coverage::Sample);
        assert_eq!(found.counts.changed(), 0);
    }
}

#[test]
fn tiers_and_days_are_compared() {
    let catalog = |rate: &str| {
        format!(
            r#""base_price": "10", "features": [], "rules": "tiers many \"Many\" on quantity volume : 5 -> discount {rate}% of extended\ndiscount sale \"Sale\" from 2026-10-01 until 2026-11-01 : 1.00""#
        )
    };
    let found = compared(&catalog("10"), &catalog("20"), &DiffOptions::default());
    // quantities 1, 4, 5, 6 on two days; 5 and 6 are cheaper, 2 of 6 are not yet in the grid
    assert_eq!(found.configurations, 8);
    assert_eq!((found.counts.down, found.counts.unchanged), (4, 4));
    let day = DiffOptions {
        as_of: Date::parse("2026-10-05"),
        ..DiffOptions::default()
    };
    let found = compared(&catalog("10"), &catalog("20"), &day);
    assert_eq!(found.configurations, 4);
    // 6 pieces at 9.00: 54.00, less 10 % 48.60, less 20 % 43.20
    assert_eq!(found.fall.unwrap().difference.unwrap().to_fixed(2), "-5.40");
}

#[test]
fn a_component_without_days_of_its_own_is_priced_on_any() {
    let catalog = r#"{"format": 1, "currency": "EUR", "components": [
        {"id": "lamp", "base_price": "1", "features": []},
        {"id": "desk", "base_price": "1", "features": [],
            "rules": "discount sale from 2026-10-01 until 2026-11-01 : 0.50"}]}"#;
    let plan = compile(&Catalog::from_json(catalog).unwrap()).unwrap();
    let found = diff(&plan, &plan, &DiffOptions::default()).unwrap();
    let counts: Vec<_> = found
        .components
        .iter()
        .map(|it| it.counts.unchanged)
        .collect();
    assert_eq!(counts, [1, 2]);
}

#[test]
fn components_of_one_side_and_unknown_ones_are_said() {
    let old = plan(r#""base_price": "1", "features": []"#);
    let other = r#"{"format": 1, "currency": "EUR", "components": [{"id": "table", "base_price": "1", "features": []}]}"#;
    let new = compile(&Catalog::from_json(other).unwrap()).unwrap();
    let found = diff(&old, &new, &DiffOptions::default()).unwrap();
    assert_eq!(
        (found.removed, found.added),
        (vec!["lamp".to_owned()], vec!["table".to_owned()])
    );
    let code = |options: &DiffOptions| {
        let faults = diff(&old, &old, options).unwrap_err();
        faults.iter().next().unwrap().code
    };
    let lamb = DiffOptions {
        component: Some("lamb".to_owned()),
        ..DiffOptions::default()
    };
    assert_eq!(code(&lamb), Code::UnknownReference);
    let yen = DiffOptions {
        currency: CurrencyCode::parse("JPY"),
        ..DiffOptions::default()
    };
    assert_eq!(code(&yen), Code::CurrencyNotInCatalog);
}

#[test]
fn a_spreadsheet_gets_a_row_for_each_change_and_no_formula() {
    let evil = r#", {"id": "=1+1", "surcharge": "1"}"#;
    let catalog = |glass: &str| {
        format!(
            r#""base_price": "1", "features": [{}]"#,
            shade("0", glass, evil)
        )
    };
    let found = diff(
        &plan(&catalog("2")),
        &plan(&catalog("3")),
        &DiffOptions::default(),
    )
    .unwrap();
    assert_eq!(
        found.to_csv(),
        "component,old_status,new_status,old,new,difference,percent,quantity,as_of,shade\n\
         lamp,priced,priced,3.00,4.00,1.00,33.33,1,,glass\n"
    );
    assert_eq!(super::table::cell("=1+1"), "'=1+1");
    assert_eq!(super::table::cell("-5"), "-5");
}
