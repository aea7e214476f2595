//! `price --batch` as a user runs it: what it prints, what it counts, and its exit status.

mod support;

use std::fs;
use std::process::Command;

use serde_json::{Value, json};
use support::command::{Ran, catalog, run, run_with, scratch, scratch_path};
use support::sources::root;
use support::sums::check_sums;

const BLIND: &str = "examples/roller-blind";
const DEALER: &str = "examples/roller-blind/orders/dealer.json";
const ROWS: &str = "examples/roller-blind/orders.csv";
const HEADER: &str = "id,fabric,width,drop,cassette,as_of\n";

/// An order of the example on one line.
fn order(name: &str) -> String {
    let text = fs::read_to_string(root().join(format!("{BLIND}/orders/{name}.json"))).unwrap();
    let order: Value = serde_json::from_str(&text).unwrap();
    order.to_string()
}

fn lines(text: &str) -> Vec<Value> {
    let line =
        |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {line}"));
    text.lines().map(line).collect()
}

/// The totals of orders on standard input.
fn totals(input: &str) -> Ran {
    run_with(&["price", BLIND, "--batch", "-", "--totals"], input)
}

/// The totals of rows on standard input.
fn rows(catalog: &str, input: &str) -> Ran {
    let arguments = [
        "price", catalog, "--batch", "-", "--format", "csv", "--totals",
    ];
    run_with(&arguments, input)
}

#[test]
fn rows_have_the_totals_worked_out_by_hand() {
    // as in `rules.price`, with what `order.price` adds: a blind of 66.90 and 9.50 for a small
    // order; 120.10 and 429.85, each with 40.00 for mixing the color; 422.90; five for 273.30;
    // twenty for 1108.65 less 2%
    let ran = run(&["price", BLIND, "--batch", ROWS, "--totals"]).exits(0);
    assert_eq!(
        ran.output,
        "index,id,status,total,currency,message\n\
         0,hall,priced,76.40,EUR,\n\
         1,study,priced,160.10,EUR,\n\
         2,bay,priced,422.90,EUR,\n\
         3,attic,priced,469.85,EUR,\n\
         4,office,priced,273.30,EUR,\n\
         5,school,priced,1086.48,EUR,\n"
    );
    assert_eq!(ran.error, "");
    let found = run(&["price", BLIND, "--batch", ROWS, "--totals", "--json"]).exits(0);
    assert_eq!(
        lines(&found.output)[3],
        json!({ "index": 3, "id": "attic", "status": "priced", "total": "469.85", "currency": "EUR" })
    );
}

#[test]
fn quotes_are_those_of_single_orders() {
    let names = ["dealer", "retail", "incomplete", "invalid", "too-wide"];
    let batch: String = names.iter().map(|name| order(name) + "\n").collect();
    let file = scratch("orders.ndjson", &batch);
    let ran = run(&["price", BLIND, "--batch", &file])
        .exits(1)
        .complains("2 of 5 orders priced, 1 incomplete, 1 invalid, 1 on request");
    let quotes = lines(&ran.output);
    assert_eq!(quotes.len(), names.len());
    for (quote, name) in quotes.iter().zip(names) {
        let file = format!("{BLIND}/orders/{name}.json");
        assert_eq!(
            *quote,
            run(&["price", BLIND, &file, "--json"]).json(),
            "{name}"
        );
        check_sums(quote);
    }
    // rows give quotes, too
    let ran = run(&["price", BLIND, "--batch", ROWS]).exits(0);
    let quotes = lines(&ran.output);
    assert_eq!(quotes[1]["items"][0]["id"], "study");
    assert_eq!(quotes[1]["items"][0]["unit_price"], "120.10");
    quotes.iter().for_each(check_sums);
}

#[test]
fn a_bad_line_stops_no_other() {
    let good = order("dealer");
    // the dealer's order: README.md has the two items, and the order's lines
    let total = run_with(&["price", BLIND, "-", "--json"], &good).json()["amount"].clone();
    let input = format!(
        "{good}\n\n{{\"items\": [}}\n   \r\n{}\n{good}\r\n{good}",
        r#"{"items": [{"component": "roller-blind"}], "as_of": "2026-06-01", "currency": "USD"}"#
    );
    let ran = totals(&input)
        .exits(1)
        .complains("3 of 5 orders priced, 2 with errors, the first in line 3");
    let found = lines(&ran.output);
    for at in [0, 3, 4] {
        let expected = json!({
            "index": at, "id": null, "status": "priced", "total": total, "currency": "EUR"
        });
        assert_eq!(found[at], expected);
    }
    let result = |at: usize| {
        let found = &found[at];
        let code = found["errors"][0]["code"].clone();
        (found["status"].clone(), found["line"].clone(), code)
    };
    assert_eq!(result(1), (json!("error"), json!(3), json!("json-syntax")));
    assert_eq!(
        result(2),
        (json!("error"), json!(5), json!("currency-not-in-catalog"))
    );
    let quotes = run_with(&["price", BLIND, "--batch", "-"], &input).exits(1);
    let found = lines(&quotes.output);
    assert_eq!(found[1]["line"], 3);
    assert_eq!(found[1].as_object().unwrap().len(), 2);
    assert_eq!(found[3]["amount"], total);
    // one that cannot have a price is no error
    let ran = totals(&format!("{}\n{good}\n", order("invalid")));
    ran.exits(1).complains("1 of 2 orders priced, 1 invalid");
}

#[test]
fn strict_stops_at_the_first_bad_line() {
    let good = order("dealer");
    let input = format!("{good}\n{{\n{good}\n[]\n");
    let strict = ["price", BLIND, "--batch", "-", "--totals", "--strict"];
    let ran = run_with(&strict, &input)
        .exits(1)
        .complains("error[json-syntax]")
        .complains("stopped at line 2 of `-`: 1 of 2 orders priced, 1 with errors");
    let found = lines(&ran.output);
    assert_eq!((found.len(), &found[1]["line"]), (2, &json!(2)));
    run_with(&strict, &format!("{good}\n{good}\n")).exits(0);
}

#[test]
fn a_file_is_replaced_only_by_all_results() {
    let there = || {
        let file = scratch("results.csv", "what was there\n");
        (fs::read_to_string(&file).unwrap(), file)
    };
    let (before, file) = there();
    let part = format!("{file}.part");
    let batch = |rows: &str, more: &[&str]| {
        let mut arguments = vec![
            "price",
            BLIND,
            "--batch",
            rows,
            "--totals",
            "--out",
            file.as_str(),
        ];
        arguments.extend(more);
        let ran = run(&arguments);
        assert!(fs::metadata(&part).is_err(), "{part} is left");
        (ran, fs::read_to_string(&file).unwrap())
    };
    let bad = scratch("bad.csv", &format!("{HEADER}a,linen\n"));
    let empty = scratch("empty.csv", HEADER);
    let (ran, after) = batch(&bad, &["--strict"]);
    ran.exits(1).complains("stopped at line 2");
    assert_eq!(after, before);
    let (ran, after) = batch(&empty, &[]);
    ran.exits(1).complains("has no orders");
    assert_eq!(after, before);
    let (ran, after) = batch(ROWS, &[]);
    assert_eq!(ran.exits(0).output, "6 of 6 orders priced\n");
    assert!(after.ends_with("5,school,priced,1086.48,EUR,\n"), "{after}");
    let (ran, _) = batch(ROWS, &["--quiet"]);
    assert_eq!(ran.exits(0).everything().trim(), "");
    let (ran, after) = batch(&bad, &["--quiet"]);
    assert_eq!(ran.exits(1).everything().trim(), "");
    assert!(
        after.contains("line 2: expected 6 cells, found 2"),
        "{after}"
    );

    let nowhere = scratch_path("no-such-directory/results.csv");
    run(&["price", BLIND, "--batch", ROWS, "--output", &nowhere]).exits(2);
}

#[test]
fn results_are_in_order_and_the_same_on_any_number_of_cores() {
    let mut text = HEADER.to_owned();
    for number in 0..3_000 {
        let width = 400 + number % 1_600;
        text += &format!("b{number},daylight_white,{width},1000,none,2026-06-01\n");
    }
    let file = scratch("many.csv", &text);
    let priced = |threads: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_pricewright"))
            .args(["price", BLIND, "--batch", &file, "--totals"])
            .env("RAYON_NUM_THREADS", threads)
            .current_dir(root())
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let one = priced("1");
    assert_eq!(one, priced("2"));
    assert_eq!(one, priced("7"));
    for (number, row) in one.lines().skip(1).enumerate() {
        assert!(
            row.starts_with(&format!("{number},b{number},priced,")),
            "{row}"
        );
    }
    assert_eq!(one.lines().count(), 3_001);
}

#[test]
fn cells_are_read_by_what_their_column_means() {
    let shop = json!({
        "format": 1, "currency": "EUR",
        "inputs": [{ "id": "context.gift", "type": "boolean", "default": false }],
        "rules": "surcharge wrap when context.gift : 2.00",
        "components": [
            { "id": "mug", "base_price": "10.00", "features": [
                { "id": "text", "type": "text", "surcharge": "1.00" },
                { "id": "glossy", "type": "boolean", "surcharge": "0.50" },
                { "id": "id", "type": "number", "min": 1, "max": 9, "surcharge": "0.25" },
                { "id": "extras", "type": "multiselect", "quantities": true, "options": [
                    { "id": "spoon", "surcharge": "3.00" }, { "id": "a|b*2", "surcharge": "0.10" } ] } ] },
            { "id": "plate", "base_price": "20.00", "features": [
                { "id": "extras", "type": "select", "options": [{ "id": "spoon", "surcharge": "4.00" }] } ] } ],
    });
    let shop = scratch("shop.json", &shop.to_string());
    let input = "\u{feff}component;text;glossy;id;extras;context.gift;quantity;\r\n\
        mug;\" a; \"\"b\"\"\r\n c \";TRUE;;spoon * 2 | a|b*2;;2;\r\n\
        mug;;false;7;a|b*2;;;\r\n\
        plate;;;;spoon;true;;\r\n\
        ;;;;;;;\r\n\
        plate;x;;;;;;\r\n\
        mug;;perhaps;;;;;\r\n\
        ;;;;;true;;\r\n\
        mug;;;;;;1,5;\r\n\
        mug;;;;;;;7\r\n";
    let ran = rows(&shop, input).exits(1);
    // a feature is called `id`, so the column is the feature and no order has an id;
    // (10.00 + 1.00 + 0.50 + 2 × 3.00) × 2, where `a` and `b` are no options: invalid;
    // 10.00 + 0.25 + 0.10; 20.00 + 4.00 + 2.00
    let expected = [
        "index;id;status;total;currency;message",
        "0;;invalid;;EUR;",
        "1;;priced;10.35;EUR;",
        "2;;priced;26.00;EUR;",
        "3;;invalid;;EUR;",
        "4;;invalid;;EUR;",
        "5;;error;;;line 9: the row does not say its component (known: `mug`, `plate`)",
        "6;;error;;;line 10: column `quantity`: expected a decimal number, found `1,5` (write `1.5`)",
        "7;;error;;;line 11: a column without a name has the value `7`",
    ];
    let found: Vec<&str> = ran.output.lines().collect();
    assert_eq!(found, expected);

    // (10.00 + 1.00 + 2 × 3.00) × 2
    let input = "component,text,extras,quantity\nmug,\"a\nb\",spoon*2,2\n";
    let ran = rows(&shop, input).exits(0);
    ran.says("0,,priced,34.00,EUR,\n");
}

#[test]
fn headers_are_checked() {
    let refused = |header: &str, parts: &[&str]| {
        let ran = rows(BLIND, header).exits(1);
        assert_eq!(ran.output, "");
        for part in parts {
            assert!(ran.error.contains(part), "expected {part:?} in {ran:#?}");
        }
    };
    refused(
        "fabric,widht,drop,width,drop\n",
        &[
            "unknown column `widht`",
            "did you mean `width`?",
            "error[duplicate-key]: the column `drop` stands twice",
        ],
    );
    refused("", &["error[csv-syntax]: the file is empty"]);
    refused("\n\n", &["the file is empty"]);
    refused("fabric,width\n\n,\n", &["`-` has no orders"]);
    refused(
        "\"fabric,width\nlinen,1200\n",
        &["a quote opens in this row"],
    );
    totals("")
        .exits(1)
        .complains("error[json-syntax]: `-` has no orders");
    totals("\n \n").exits(1).complains("has no orders");
    let print = rows("examples/print-job", "paper,format\n").exits(1);
    print.complains("no column `component` says which");
    let found = run_with(
        &["price", BLIND, "--batch", "-", "--format", "csv", "--json"],
        "fabrik\n",
    );
    assert_eq!(found.exits(1).json()[0]["code"], "unknown-key");
}

#[test]
fn what_is_no_text_or_too_long_is_told() {
    let good = order("dealer");
    let long = format!("{{\"items\": [{}]}}", " ".repeat(10_000_000));
    let mut bytes = format!("{good}\n{long}\n").into_bytes();
    bytes.extend(b"{\"items\": \"gr\xfcn\"}\n");
    bytes.extend(good.as_bytes());
    let file = scratch_path("bytes.ndjson");
    fs::write(&file, bytes).unwrap();
    let ran = run(&["price", BLIND, "--batch", &file, "--totals"])
        .exits(1)
        .complains("2 of 4 orders priced, 2 with errors, the first in line 2");
    let found = lines(&ran.output);
    assert_eq!(found[1]["errors"][0]["code"], "too-large");
    assert_eq!(
        found[2]["errors"][0]["message"],
        "the line is not UTF-8 after 13 bytes"
    );
    assert_eq!(found[3]["status"], "priced");

    let row = |id: &str| format!("{id},daylight_white,1000,1000,none,2026-06-01\n");
    let cell = "x".repeat(20_000);
    let endless = format!("\"c{}", "\n".repeat(10_000_000));
    let input = format!("{HEADER}{}{}{}{endless}", row("a"), row(&cell), row("b"));
    let ran = rows(BLIND, &input).exits(1);
    let found: Vec<&str> = ran.output.lines().collect();
    assert_eq!(found[1], "0,a,priced,76.40,EUR,");
    assert!(
        found[2].contains("line 3: column `id`: found 20000 characters"),
        "{}",
        &found[2][20_000..]
    );
    assert_eq!(found[3], "2,b,priced,76.40,EUR,");
    assert!(
        found[4].contains("line 5: the line has more than"),
        "{}",
        found[4]
    );
    assert_eq!(found.len(), 5);
    // bytes that a short file ends within quotes
    let ran = rows(BLIND, &format!("{HEADER}{}\"c,d\n", row("a"))).exits(1);
    ran.says("line 3: a quote opens in this row, and none closes it");
    // carriage returns alone
    let old = rows(BLIND, &HEADER.replace('\n', "\ra,b,c,d,e,f\r")).exits(1);
    old.complains("end lines with a line feed");
}

#[test]
fn the_command_line_says_what_it_lacks() {
    run(&["price", BLIND]).exits(2);
    run(&["price", BLIND, DEALER, "--batch", ROWS]).exits(2);
    run(&["price", BLIND, DEALER, "--totals"]).exits(2);
    run(&["price", BLIND, "--batch", "no-such-file.csv"])
        .exits(2)
        .complains("there is no such file");
    run(&["price", BLIND, "--batch", BLIND, "--format", "csv"])
        .exits(2)
        .complains("it is a directory");
    let file = scratch("orders.txt", &order("dealer"));
    run(&["price", BLIND, "--batch", &file])
        .exits(2)
        .complains("give `--format ndjson` or `--format csv`");
    run(&["price", BLIND, "--batch", &file, "--format", "ndjson"]).exits(0);
    let faulty = catalog("batch-faulty", "surcharge a : sise");
    let ran = run(&["price", &faulty, "--batch", &file, "--format", "ndjson"]).exits(1);
    assert_eq!(ran.output, "");
    ran.complains("did you mean `size`?");
}
