//! `pack --plan`, and what reads its files.

mod support;

use std::fs;

use serde_json::Value;
use support::command::{run, scratch};
use support::sources::root;

const BLIND: &str = "examples/roller-blind";
const ORDERS: [&str; 5] = ["dealer", "retail", "incomplete", "invalid", "too-wide"];

fn order(name: &str) -> String {
    format!("{BLIND}/orders/{name}.json")
}

fn packed(name: &str, more: &[&str]) -> String {
    let file = scratch(name, "");
    let arguments = ["pack", BLIND, "--plan", "--output", &file];
    let ran = run(&[&arguments, more].concat()).exits(0);
    let length = fs::read(&file).unwrap().len();
    let read = run(&["price", BLIND, &order("dealer"), "--json"]).json();
    let fingerprint = read["catalog"]["fingerprint"].as_str().unwrap();
    assert_eq!(
        ran.output.trim_end(),
        format!("{length} bytes, fingerprint {fingerprint}")
    );
    file
}

#[test]
fn a_whole_plan_answers_as_its_catalog_to_the_byte() {
    let file = packed("whole.plan", &["--whole"]);
    for name in ORDERS {
        for command in ["price", "explain"] {
            for more in [&[][..], &["--json"]] {
                let ask = |catalog: &str| run(&[&[command, catalog, &order(name)], more].concat());
                assert_eq!(ask(&file), ask(BLIND), "{command} {name}");
            }
        }
    }
}

#[test]
fn a_plan_for_a_page_prices_without_quoting_rules() {
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
    let file = packed("page.plan", &[]);
    let storefront = packed("page-2.plan", &["--storefront"]);
    assert_eq!(fs::read(&file).unwrap(), fs::read(storefront).unwrap());
    for name in ORDERS {
        let ask = |catalog: &str| run(&["price", catalog, &order(name), "--json"]);
        let (page, catalog) = (ask(&file), ask(BLIND));
        assert_eq!(page.status, catalog.status);
        assert!(!page.output.contains("\"source\""), "{}", page.output);
        let (page, mut catalog) = (page.json(), catalog.json());
        strip(&mut catalog);
        assert_eq!(page["items"][0]["lines"], catalog["items"][0]["lines"]);
        for key in ["status", "amount", "catalog"] {
            assert_eq!(page[key], catalog[key], "{name}");
        }
        run(&["explain", &file, &order(name)]);
    }
    let bytes = fs::read(&file).unwrap();
    let rules = fs::read_to_string(root().join(BLIND).join("rules.price"));
    let rules = rules.unwrap_or_default();
    for line in rules.lines().filter(|line| line.len() > 30) {
        let found = bytes
            .windows(line.len())
            .any(|part| part == line.as_bytes());
        assert!(!found, "{line}");
    }
}

#[test]
fn internal_parts_do_not_get_out() {
    let catalog = |rule: &str| {
        format!(
            r#"{{ "format": 1, "currency": "EUR", "components": [{{ "id": "mug",
                "base_price": "10.00", "rules": "{rule}", "features": [{{ "id": "glaze",
                "type": "select", "options": [{{ "id": "matt", "cost": "3.21" }}] }}] }}] }}"#
        )
    };
    let leaking = "surcharge a : if glaze is set then glaze.cost * 2 else 0";
    let leaking = scratch("leaking-plan.json", &catalog(leaking));
    let file = scratch("leaking.plan", "untouched");
    run(&["pack", &leaking, "--plan", "-o", &file])
        .exits(1)
        .complains("error[internal-in-public]");
    assert_eq!(fs::read_to_string(&file).unwrap(), "untouched");
    // a server may have it
    run(&["pack", &leaking, "--plan", "--whole", "-o", &file]).exits(0);
    let faulty = scratch("faulty-plan.json", &catalog("surcharge a : nothing"));
    run(&["pack", &faulty, "--plan", "-o", &file])
        .exits(1)
        .complains("error[unknown-name]");
}

#[test]
fn plans_that_cannot_be_read_say_why() {
    let file = packed("spoilt.plan", &[]);
    let mut bytes = fs::read(&file).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&file, &bytes).unwrap();
    for command in ["price", "explain"] {
        run(&[command, &file, &order("dealer")])
            .exits(2)
            .complains("the plan was changed or cut on its way")
            .complains("pack the catalog again");
    }
    bytes["PRICEPLAN".len()] = 250;
    fs::write(&file, &bytes).unwrap();
    run(&["price", &file, &order("dealer")])
        .exits(2)
        .complains("the plan is of format 250, this engine reads format 1");
}

#[test]
fn other_commands_want_the_catalog() {
    let file = packed("only.plan", &[]);
    for command in ["check", "test", "pack"] {
        run(&[command, &file])
            .exits(2)
            .complains("is a packed plan, which cannot be turned back into a catalog");
    }
}

#[test]
fn flags_that_contradict_each_other_are_refused() {
    for flags in [
        &["--plan"][..],
        &["--whole", "-o", "a.plan"],
        &["--plan", "--pretty", "-o", "a.plan"],
        &["--plan", "--whole", "--storefront", "-o", "a.plan"],
    ] {
        let ran = run(&[&["pack", BLIND], flags].concat()).exits(2);
        assert!(!ran.error.is_empty());
        assert!(!root().join("a.plan").exists());
    }
}
