//! The command line as a user runs it: what it prints, and its exit status. 0 is fine, 1 are
//! findings or an order without a binding price, 2 is a command line or a file that cannot be read.

mod support;

use std::fs;

use serde_json::{Value, json};
use support::command::{Ran, catalog, run, run_with, scratch};
use support::sources::root;
use support::sums::check_sums;

const BLIND: &str = "examples/roller-blind";
const DEALER: &str = "examples/roller-blind/orders/dealer.json";

fn eval(expression: &str, context: &str) -> Ran {
    run(&["eval", expression, "--context", context])
}

#[track_caller]
fn gives(expression: &str, context: &str, expected: &str) {
    assert_eq!(
        eval(expression, context).exits(0).output,
        format!("{expected}\n"),
        "{expression}"
    );
}

#[test]
fn eval_prints_the_value() {
    let ran = run(&["eval", "if 1200 in (1000..2000] then 45.00 * 2 else 0"]);
    assert_eq!(
        ran,
        Ran {
            status: 0,
            output: "90\n".to_owned(),
            error: String::new()
        }
    );
    gives("2.50 * 1.0", "{}", "2.5");
    gives("0.00", "{}", "0");
    gives("-5", "{}", "-5");
    gives("\"a \\\"b\\\"\"", "{}", "\"a \\\"b\\\"\"");
    gives("1 < 2", "{}", "true");
    gives("not(1 < 2)", "{}", "false");
}

#[test]
fn eval_reads_names_from_its_context() {
    let context = r#"{"width": 1200.5, "color": "ral", "fabric": {"weight": 310, "care": {"iron": false}}, "panels": [400, 600.50], "motor": null, "end": 5}"#;
    gives("width * 2", context, "2401");
    gives("color", context, "\"ral\"");
    gives("fabric.weight > 300", context, "true");
    gives("`fabric.care.iron`", context, "false");
    gives("sum(panels)", context, "1000.5");
    gives("motor is set", context, "false");
    gives("motor is set and motor = \"chain\"", context, "false");
    gives("`end` + 1", context, "6");
    // by its text: no float between
    gives(
        "n",
        r#"{"n": 0.1000000000000000000000000001}"#,
        "0.1000000000000000000000000001",
    );
    gives("n", r#"{"n": 1.5e3}"#, "1500");
    eval("motor + 1", context)
        .exits(1)
        .complains("error[maybe-unset]");
    eval("widht", context)
        .exits(1)
        .complains("did you mean `width`?");
}

#[test]
fn eval_gives_json() {
    let value = |expression: &str| run(&["eval", expression, "--json"]).exits(0).json();
    assert_eq!(
        value("45.00 * 2"),
        json!({ "type": "number", "value": "90", "exact": true })
    );
    assert_eq!(
        value("1 / 3"),
        json!({ "type": "number", "value": "0.3333333333333333333333333333", "exact": false })
    );
    assert_eq!(
        value("\"ral\""),
        json!({ "type": "text", "value": "ral", "exact": true })
    );
    assert_eq!(
        value("1 = 1"),
        json!({ "type": "boolean", "value": true, "exact": true })
    );
    assert_eq!(
        value("date(\"2026-10-01\")"),
        json!({ "type": "date", "value": "2026-10-01", "exact": true })
    );
}

#[test]
fn eval_points_at_what_it_rejects() {
    let ran = run(&["eval", "width == 3", "--context", "{\"width\": 1}"]).exits(1);
    assert_eq!(ran.output, "");
    assert_eq!(
        ran.error,
        "error[feel-syntax]: expected `=`, found `==`\n  --> expression:1:7\n   |\n 1 | width == 3\n   |       ^^\n   = help: write `=`\n"
    );
    run(&["eval", "1 / 0"])
        .exits(1)
        .complains("error[division-by-zero]")
        .complains("^");
    let found = run(&["eval", "1 + x", "--json"]).exits(1);
    assert_eq!(found.error, "");
    let found = found.json();
    assert_eq!(found[0]["code"], "unknown-name");
    assert_eq!(found[0]["span"]["column"], 5);
    let found = run(&["eval", "1 / (3 - 3)", "--json"]).exits(1).json();
    assert_eq!(found[0]["code"], "division-by-zero");
    for context in ["[", "[1]", "{\"a\": 1, \"a\": 2}", "{\"a\": 1e999}"] {
        let ran = run(&["eval", "1", "--context", context]).exits(1);
        assert!(ran.error.contains('^'), "{ran:?}");
    }
}

#[test]
fn price_gives_the_same_bytes_twice() {
    let first = run(&["price", BLIND, DEALER, "--json"]).exits(0);
    assert_eq!(first, run(&["price", BLIND, DEALER, "--json"]));
    assert_eq!(first.error, "");
    let quote = first.json();
    assert_eq!(quote["status"], "priced");
    check_sums(&quote);
}

#[test]
fn price_reads_an_order_from_standard_input() {
    let order = fs::read_to_string(root().join(DEALER)).unwrap();
    let from_file = run(&["price", BLIND, DEALER, "--json"]);
    assert_eq!(
        run_with(&["price", BLIND, "-", "--json"], &order),
        from_file
    );
    assert_eq!(
        run_with(
            &["price", "examples/roller-blind/catalog.json", "-", "--json"],
            &order
        ),
        from_file
    );
}

#[test]
fn price_says_in_its_status_whether_there_is_a_price() {
    for (order, status, exit) in [
        ("dealer", "priced", 0),
        ("retail", "priced", 0),
        ("incomplete", "incomplete", 1),
        ("invalid", "invalid", 1),
        ("too-wide", "on_request", 1),
    ] {
        let order = format!("{BLIND}/orders/{order}.json");
        let quote = run(&["price", BLIND, &order, "--json"]).exits(exit).json();
        assert_eq!(quote["status"], status, "{order}");
        check_sums(&quote);
        let text = run(&["price", BLIND, &order]).exits(exit);
        assert!(
            text.output.contains("Item 1") && text.error.is_empty(),
            "{text:?}"
        );
    }
}

#[test]
fn explain_says_why() {
    run(&["explain", BLIND, DEALER])
        .exits(0)
        .says("Did not apply")
        .says("12% of base 99.90")
        .says("fabric.band = A is false: fabric.band is B");
    let explanation = run(&["explain", BLIND, DEALER, "--json"]).exits(0).json();
    let quote = run(&["price", BLIND, DEALER, "--json"]).json();
    assert_eq!(explanation["quote"], quote);
    run(&[
        "explain",
        BLIND,
        "examples/roller-blind/orders/invalid.json",
    ])
    .exits(1)
    .says("Not allowed");
}

#[test]
fn check_finds_every_fault_at_once() {
    run(&["check", BLIND, "--quick"])
        .exits(0)
        .says("no findings");
    let found = run(&["check", BLIND, "--quick", "--json"]).exits(0).json();
    assert_eq!(found, json!({ "findings": [], "lint": null }));
    let faulty = catalog(
        "faulty",
        "surcharge a when sise > 3 : 1.00\nsurcharge b : 1.00 +\ndiscount c : 10%\n",
    );
    let ran = run(&["check", &faulty]).exits(1);
    assert_eq!(ran.output, "");
    for part in [
        "unknown name `sise`",
        "did you mean `size`?",
        "error[syntax]",
        "error[percent-without-base]",
    ] {
        assert!(
            ran.error.contains(part),
            "expected {part:?} in {}",
            ran.error
        );
    }
    let found = run(&["check", &faulty, "--json"]).exits(1);
    assert_eq!(found.error, "");
    assert_eq!(found.json()["findings"].as_array().map(Vec::len), Some(3));
}

#[test]
fn test_runs_the_tests_of_a_catalog() {
    run(&["test", BLIND]).exits(0).says(" passed, 0 failed");
    let report = run(&["test", BLIND, "--json"]).exits(0).json();
    assert_eq!(report["failed"], 0);
    assert_eq!(
        report["tests"].as_array().unwrap().len(),
        usize::try_from(report["passed"].as_u64().unwrap()).unwrap()
    );

    let wrong = catalog(
        "wrong",
        "test right given { size: 1 } expect amount 10.00\ntest wrong given { size: 1 } expect amount 11.00\n",
    );
    run(&["test", &wrong])
        .exits(1)
        .says("test `wrong` of `mug` failed")
        .says("11")
        .says("1 passed, 1 failed");
    let report = run(&["test", &wrong, "--json"]).exits(1).json();
    assert_eq!(
        (&report["passed"], &report["failed"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(report["tests"][1]["failures"][0]["code"], "test-failed");
    // a test that names nothing is a fault, not a passing test
    let misspelt = catalog("misspelt", "test t given { sise: 1 } expect amount 10.00\n");
    run(&["test", &misspelt]).exits(1).complains("sise");
    run(&["check", &misspelt]).exits(1).complains("sise");
}

#[test]
fn lookup_reads_a_price_list() {
    // columns are heights, rows widths; 80 by 100 is 30, 80 by 120 is 35, 100 by 100 is 37, 100 by 120 is 43
    let list = scratch(
        "list.csv",
        ",80,100,120,150\n60,20,22,25,29\n80,27,30,35,\n100,33,37,43,50\n120,40,45,52,60\n",
    );
    let at = |at: &str, mode: &str| run(&["lookup", &list, "--at", at, "--mode", mode, "--json"]);
    for (mode, price) in [
        ("up,up", "43"),
        ("down,down", "30"),
        // 87 is nearer to 80, 112 to 120
        ("nearest,nearest", "35"),
        // 30 + 0.35 × 7 = 32.45; 35 + 0.35 × 8 = 37.80; 32.45 + 0.6 × 5.35 = 35.66
        ("linear,linear", "35.66"),
        // row 100: 37 + 0.6 × 6
        ("up,linear", "40.6"),
    ] {
        assert_eq!(at("87,112", mode).exits(0).json()["price"], price, "{mode}");
    }
    assert_eq!(
        at("87,112", "exact,exact").exits(1).json()["status"],
        "out_of_range"
    );
    assert_eq!(at("80,120", "exact,exact").exits(0).json()["price"], "35");
    assert_eq!(
        at("75,140", "up,up").exits(1).json()["status"],
        "unavailable"
    );
    let beyond = at("121,100", "up,up").exits(1).json();
    assert_eq!(
        (&beyond["status"], &beyond["price"]),
        (&json!("out_of_range"), &Value::Null)
    );
    let found = at("87,112", "up,up").json();
    assert_eq!(found["row"], json!({ "asked": "87", "hit": "100" }));
    assert_eq!(found["col"], json!({ "asked": "112", "hit": "120" }));
    run(&["lookup", &list, "--at", "87,112", "--mode", "up,up"])
        .exits(0)
        .says("43")
        .says("row 100 of 87");
}

#[test]
fn lookup_reads_keys_one_axis_and_other_signs() {
    let keys = scratch(
        "keys.csv",
        "fabric,1000,2000\nlinen,10.00,12.00\nsilk,20.00,24.00\n",
    );
    let found = run(&[
        "lookup",
        &keys,
        "--at",
        "\"silk\",1200",
        "--mode",
        "up",
        "--json",
    ])
    .exits(0)
    .json();
    assert_eq!(
        (&found["price"], &found["row"]["hit"]),
        (&json!("24"), &json!("silk"))
    );
    run(&["lookup", &keys, "--at", "\"wool\",1200", "--mode", "up"]).exits(1);

    let one = scratch("one.csv", "width,price\n1000,4.00\n2000,6.00\n");
    let found = run(&["lookup", &one, "--at", "1500", "--mode", "linear", "--json"])
        .exits(0)
        .json();
    assert_eq!(
        (&found["price"], &found["col"]),
        (&json!("5"), &Value::Null)
    );

    let comma = scratch("comma.csv", ";100;200\n1,5;4,50;5,50\n");
    let arguments = [
        "lookup",
        &comma,
        "--at",
        "1.5,200",
        "--mode",
        "exact,exact",
        "--separator",
        ";",
        "--decimal",
        ",",
        "--json",
    ];
    assert_eq!(run(&arguments).exits(0).json()["price"], "5.5");
}

#[test]
fn pack_gives_one_document_of_the_same_prices() {
    let packed = run(&["pack", BLIND]).exits(0);
    assert_eq!(packed, run(&["pack", BLIND]));
    let file = scratch("packed.json", &packed.output);
    for order in ["dealer", "retail", "incomplete", "invalid", "too-wide"] {
        let order = format!("{BLIND}/orders/{order}.json");
        let mut from_directory = run(&["price", BLIND, &order, "--json"]);
        let from_file = run(&["price", &file, &order, "--json"]);
        // where a rule stands is told by the file's name; the rest is the same to the byte
        if from_directory != from_file {
            from_directory.output = without_sources(&from_directory.output);
            assert_eq!(
                from_directory.output,
                without_sources(&from_file.output),
                "{order}"
            );
        }
    }
    // packing what is packed changes nothing
    assert_eq!(run(&["pack", &file]).exits(0).output, packed.output);

    let written = scratch("written.json", "");
    run(&["pack", BLIND, "--output", &written])
        .exits(0)
        .says("fingerprint");
    assert_eq!(
        fs::read_to_string(&written).unwrap().trim_end(),
        packed.output.trim_end()
    );
    let pretty = run(&["pack", BLIND, "--pretty"]).exits(0);
    assert!(pretty.output.lines().count() > 100);
    assert_eq!(pretty.json(), packed.json());
}

fn without_sources(quote: &str) -> String {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                fields.remove("source");
                fields.values_mut().for_each(strip);
            }
            Value::Array(entries) => entries.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut quote: Value = serde_json::from_str(quote).unwrap();
    strip(&mut quote);
    quote.to_string()
}

#[test]
fn pack_leaves_internal_parts_out() {
    let with_internal = |name: &str, rules: &str| {
        let catalog = json!({
            "format": 1, "currency": "EUR",
            "components": [{
                "id": "mug", "base_price": "10.00", "rules": rules,
                "features": [{ "id": "glaze", "type": "select", "required": true, "options": [
                    { "id": "matt", "cost": "3.21", "attributes": { "layers": 2 } },
                    { "id": "gloss", "cost": "1.23", "attributes": { "layers": 1 } } ] }],
            }],
        });
        scratch(&format!("{name}.json"), &catalog.to_string())
    };
    let fine = with_internal(
        "internal",
        "let margin = glaze.cost * 2 internal\nsurcharge a : 1.00\n",
    );
    let shop = run(&["pack", &fine, "--storefront"]).exits(0);
    assert!(
        !shop.output.contains("3.21") && !shop.output.contains("margin"),
        "{}",
        shop.output
    );
    assert!(run(&["pack", &fine]).exits(0).output.contains("3.21"));
    let shop = scratch("shop.json", &shop.output);
    let order = r#"{ "items": [{ "component": "mug", "values": { "glaze": "matt" } }] }"#;
    let quote = run_with(&["price", &shop, "-", "--json"], order)
        .exits(0)
        .json();
    assert_eq!(quote["amount"], "11.00");

    let leaking = with_internal("leaking", "surcharge a : glaze.cost * 2\n");
    run(&["pack", &leaking]).exits(0);
    let ran = run(&["pack", &leaking, "--storefront"])
        .exits(1)
        .complains("error[internal-in-public]");
    assert_eq!(ran.output, "");
}

#[test]
fn types_go_to_standard_output_or_a_file() {
    let printed = run(&["types", BLIND]).exits(0).says("    | \"linen\"\n");
    assert_eq!(printed.error, "");
    let file = scratch("types.d.ts", "");
    run(&["types", BLIND, "-o", &file])
        .exits(0)
        .says("1 component, ");
    assert_eq!(fs::read_to_string(&file).unwrap(), printed.output);
    let faulty = catalog("types-faulty.json", "discount half \"Half\" : 50%");
    let ran = run(&["types", &faulty]).exits(1).complains("error[");
    assert_eq!(ran.output, "");
    run(&["types", "no-such-catalog"]).exits(2);
}

#[test]
fn schemas_validate_the_example() {
    let validator = |document: &str| {
        jsonschema::validator_for(&run(&["schema", document]).exits(0).json()).unwrap()
    };
    assert_eq!(run(&["schema"]), run(&["schema", "catalog"]));
    let read = |path: &str| -> Value {
        serde_json::from_str(&fs::read_to_string(root().join(path)).unwrap()).unwrap()
    };
    let catalog = validator("catalog");
    assert!(catalog.is_valid(&read("examples/roller-blind/catalog.json")));
    assert!(catalog.is_valid(&run(&["pack", BLIND]).json()));
    assert!(!catalog.is_valid(&json!({ "format": 1, "components": 3 })));
    let order = validator("order");
    assert!(order.is_valid(&read(DEALER)));
    assert!(!order.is_valid(&json!({ "items": [] , "itmes": 1 })));
}

#[test]
fn wrong_usage_is_told() {
    for arguments in [
        &[][..],
        &["frobnicate"],
        &["price"],
        &["price", BLIND],
        &["price", BLIND, DEALER, "extra"],
        &["eval"],
        &["eval", "1", "--contxt", "{}"],
        &["lookup", "list.csv"],
        &["schema", "quote"],
    ] {
        let ran = run(arguments).exits(2);
        let told = ran.error.contains("Usage:") || ran.error.contains("--help");
        assert!(ran.output.is_empty() && told, "{arguments:?}: {ran:?}");
    }
    let list = "examples/roller-blind/band-a.csv";
    run(&["lookup", list, "--at", "a,1"])
        .exits(2)
        .complains("error[usage]");
    run(&["lookup", list, "--at", "950,1200", "--mode", "sideways"])
        .exits(2)
        .complains("`linear`");
    let found = run(&[
        "lookup",
        list,
        "--at",
        "950,1200",
        "--mode",
        "sideways,up",
        "--json",
    ])
    .exits(2)
    .json();
    assert_eq!(found[0]["code"], "usage");
    run(&["--help"]).exits(0).says("eval");
    run(&["--version"]).exits(0).says("pricewright ");
}

#[test]
fn files_that_are_missing_are_told() {
    let missing = "there is no such file";
    run(&["price", "nowhere", DEALER])
        .exits(2)
        .complains("error[file-unreadable]")
        .complains(missing);
    run(&["price", BLIND, "nowhere.json"])
        .exits(2)
        .complains(missing);
    run(&["explain", BLIND, "nowhere.json"])
        .exits(2)
        .complains(missing);
    run(&["check", "nowhere"]).exits(2).complains(missing);
    run(&["test", "nowhere"]).exits(2).complains(missing);
    run(&["pack", "nowhere"]).exits(2).complains(missing);
    run(&["lookup", "nowhere.csv", "--at", "1,2"])
        .exits(2)
        .complains(missing);
    let found = run(&["check", "nowhere", "--json"]).exits(2);
    assert_eq!(
        (found.json()[0]["code"].as_str(), found.error.as_str()),
        (Some("file-unreadable"), "")
    );
    // a directory without a catalog
    run(&["check", "docs"]).exits(2).complains(missing);
    // a price list that the catalog names is a fault of the catalog
    let naming =
        json!({ "format": 1, "currency": "EUR", "rules_file": "gone.price", "components": [] });
    let naming = scratch("naming.json", &naming.to_string());
    run(&["check", &naming])
        .exits(1)
        .complains("error[file-unreadable]")
        .complains("gone.price");
    let leaving =
        json!({ "format": 1, "currency": "EUR", "rules_file": "../x.price", "components": [] });
    run(&["check", &scratch("leaving.json", &leaving.to_string())])
        .exits(1)
        .complains("error[file-unreadable]");
}
