//! The naive evaluator by the corpus of cases: figures worked out by hand for every surface.

use super::naive::number::{Q, parse, text};
use super::naive::{NaiveLine, NaiveQuote, Totals, price};
use pricewright::model::quote::Status;
use pricewright::model::{Catalog, Order};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[test]
fn the_naive_evaluator_agrees_with_the_corpus() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let mut faults = Vec::new();
    let mut compared = 0;
    for file in &files {
        let Some(found) = check(file) else { continue };
        compared += 1;
        faults.extend(
            found
                .into_iter()
                .map(|fault| format!("{}: {fault}", file.display())),
        );
    }
    assert!(
        faults.is_empty(),
        "of {compared} cases\n{}",
        faults.join("\n")
    );
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "json") {
            files.push(path);
        }
    }
}

/// The differences of a case; none where it is not about a quote of an inline catalog.
fn check(file: &Path) -> Option<Vec<String>> {
    let text = std::fs::read_to_string(file).unwrap();
    let parts: BTreeMap<String, Box<RawValue>> = serde_json::from_str(&text).ok()?;
    let expect: Value = serde_json::from_str(parts.get("expect")?.get()).unwrap();
    if parts.contains_key("files") {
        return None;
    }
    let catalog = Catalog::from_json(parts.get("catalog")?.get()).ok()?;
    let order = Order::from_json(parts.get("order")?.get()).ok()?;
    let quote = std::panic::catch_unwind(|| price(&catalog, &order));
    let Ok(quote) = quote else {
        return Some(vec!["it panics".to_owned()]);
    };
    let mut found = Vec::new();
    compare(&quote, &expect, &mut found);
    Some(found)
}

fn compare(quote: &NaiveQuote, expect: &Value, found: &mut Vec<String>) {
    status("order", quote.status, expect, found);
    amount("amount", quote.amount.as_ref(), expect, found);
    amount(
        "priced_subtotal",
        Some(&quote.priced_subtotal),
        expect,
        found,
    );
    totals(&quote.totals, expect, found);
    lines(&quote.lines, expect, found);
    let items = expect["items"].as_array().into_iter().flatten();
    for (item, expect) in quote.items.iter().zip(items) {
        status("item", item.status, expect, found);
        if item.status != Status::Priced {
            continue;
        }
        amount("amount", item.amount.as_ref(), expect, found);
        amount("unit_price", item.unit_price.as_ref(), expect, found);
        amount("list_price", item.list_price.as_ref(), expect, found);
        amount("order_share", item.order_share.as_ref(), expect, found);
        totals(&item.totals, expect, found);
        lines(&item.lines, expect, found);
    }
}

fn totals(totals: &Totals, expect: &Value, found: &mut Vec<String>) {
    amount("net", totals.net.as_ref(), expect, found);
    amount("tax", totals.tax.as_ref(), expect, found);
    amount("gross", totals.gross.as_ref(), expect, found);
}

fn lines(lines: &[NaiveLine], expect: &Value, found: &mut Vec<String>) {
    let Some(expected) = expect["lines"].as_array() else {
        return;
    };
    let ids: Vec<_> = lines.iter().map(|line| line.id.as_str()).collect();
    if expected.len() != lines.len() {
        found.push(format!("lines {ids:?} for {expected:?}"));
        return;
    }
    for (line, expected) in lines.iter().zip(expected) {
        amount("amount", Some(&line.amount), expected, found);
        amount("unit_amount", line.unit_amount.as_ref(), expected, found);
        for (key, value) in [("id", &line.id), ("phase", &line.phase)] {
            if expected.get(key).is_some_and(|wanted| wanted != value) {
                found.push(format!("{key} {value} for {expected}"));
            }
        }
        let shares: Vec<_> = line.shares.iter().map(text).collect();
        if let Some(wanted) = expected["shares"].as_array() {
            let wanted: Vec<_> = wanted
                .iter()
                .filter_map(|share| parse(share.as_str()?))
                .map(|q| text(&q))
                .collect();
            if wanted != shares {
                found.push(format!("shares {shares:?} for {expected}"));
            }
        }
    }
}

fn status(what: &str, status: Status, expect: &Value, found: &mut Vec<String>) {
    let word = match status {
        Status::Priced => "priced",
        Status::Incomplete => "incomplete",
        Status::Invalid => "invalid",
        Status::OnRequest => "on_request",
        Status::Unpriced => "unpriced",
    };
    if expect.get("status").is_some_and(|wanted| wanted != word) {
        found.push(format!("{what} status {word} for {}", expect["status"]));
    }
}

fn amount(what: &str, amount: Option<&Q>, expect: &Value, found: &mut Vec<String>) {
    let Some(wanted) = expect.get(what) else {
        return;
    };
    let same = match (wanted.as_str().and_then(parse), amount) {
        (Some(wanted), Some(amount)) => wanted == *amount,
        (None, None) => true,
        _ => false,
    };
    if !same {
        found.push(format!("{what} {:?} for {wanted}", amount.map(text)));
    }
}
