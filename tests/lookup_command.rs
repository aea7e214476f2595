//! `pricewright lookup`: the price, the cell hit, and what was detected in the file.
#![cfg(feature = "cli")]

use std::process::Command;

use serde_json::{Value, json};

/// The exit status and the output of a lookup in a fixture.
fn run(file: &str, arguments: &[&str]) -> (i32, String) {
    let path = format!("{}/tests/fixtures/csv/{file}", env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(env!("CARGO_BIN_EXE_pricewright"))
        .arg("lookup")
        .arg(path)
        .args(arguments)
        .output()
        .unwrap();
    let text =
        String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), text)
}

fn json_of(file: &str, arguments: &[&str]) -> (i32, Value) {
    let (status, text) = run(file, &[arguments, &["--json"]].concat());
    (
        status,
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}")),
    )
}

// The table: drop 500, 1000.5, 1500 × width 600, 800, 1200; see the fixtures' README.

#[test]
fn a_price_with_the_cell_and_what_was_detected() {
    let (status, found) = json_of("excel-german.csv", &["--at", "950,1100", "--mode", "up,up"]);
    // the next drop is 1000.5, the next width 1200: 1250.00
    assert_eq!(status, 0);
    assert_eq!(
        (&found["status"], &found["price"]),
        (&json!("priced"), &json!("1250"))
    );
    assert_eq!(found["row"], json!({ "asked": "950", "hit": "1000.5" }));
    assert_eq!(found["col"], json!({ "asked": "1100", "hit": "1200" }));
    assert_eq!(found["detected"]["encoding"], "windows-1252");
    assert_eq!(
        (
            &found["detected"]["separator"],
            &found["detected"]["decimal"]
        ),
        (&json!(";"), &json!(","))
    );
    let (status, text) = run("excel-german.csv", &["--at", "950,1100", "--mode", "up"]);
    assert_eq!(status, 0);
    assert!(
        text.starts_with("1250  (row 1000.5 of 950, column 1200 of 1100)\ndetected\n"),
        "{text}"
    );
    assert!(
        text.contains("thousands: `.` (`csv.thousands` says otherwise)"),
        "{text}"
    );
}

#[test]
fn no_price_has_a_status_of_its_own() {
    let (status, found) = json_of(
        "excel-us.csv",
        &["--at", "1000.5,800", "--mode", "exact,exact"],
    );
    assert_eq!(
        (status, &found["status"], &found["price"]),
        (1, &json!("unavailable"), &Value::Null)
    );
    assert_eq!(found["col"]["hit"], "800");
    let (status, found) = json_of("excel-us.csv", &["--at", "1600,800", "--mode", "up,up"]);
    assert_eq!((status, &found["status"]), (1, &json!("out_of_range")));
    assert_eq!(found["row"], json!({ "asked": "1600", "hit": null }));
    assert_eq!(found["detected"]["currency"], "$");
}

#[test]
fn keys_need_no_mode_and_one_axis_one_value() {
    let at = "\"Leinen\",\"Grau, matt\"";
    let (status, found) = json_of("options.csv", &["--at", at, "--unavailable", "n/a"]);
    assert_eq!((status, &found["price"]), (0, &json!("14")));
    let (status, found) = json_of(
        "options.csv",
        &["--at", "\"Seide\",\"Weiß\"", "--unavailable", "n/a"],
    );
    assert_eq!((status, &found["status"]), (1, &json!("unavailable")));
    let (status, found) = json_of("percent.csv", &["--at", "\"dealer\",12", "--mode", "down"]);
    assert_eq!((status, &found["price"]), (0, &json!("15")));
    let (status, found) = json_of("one-axis.csv", &["--at", "601", "--mode", "up"]);
    assert_eq!(
        (status, &found["price"], &found["detected"]["row_unit"]),
        (0, &json!("18"), &json!("mm"))
    );
    assert!(found.get("col").is_none());
    // without a mode only what stands on the axis has a price
    let (status, found) = json_of("one-axis.csv", &["--at", "601"]);
    assert_eq!(
        (status, &found["status"]),
        (1, &json!("out_of_range")),
        "{found}"
    );
    let (status, text) = run("one-axis.csv", &["--at", "601", "--mode", "up,up"]);
    assert_eq!(status, 1);
    assert!(text.contains("lookup-mode-missing"), "{text}");
}

#[test]
fn settings_override_detection() {
    let exact = ["--mode", "exact,exact"];
    let with = |at: &'static str, more: &[&'static str]| {
        let arguments = [&["--at", at][..], &exact, more].concat();
        json_of("transposed.csv", &arguments)
    };
    // as it stands its rows are widths: 600 × 500 is 49.90
    let (_, found) = with("600,500", &[]);
    assert_eq!(
        (&found["price"], &found["detected"]["transposed"]),
        (&json!("49.9"), &json!(false))
    );
    let (_, found) = with("500,600", &["--transpose"]);
    assert_eq!(
        (&found["price"], &found["detected"]["transposed"]),
        (&json!("49.9"), &json!(true))
    );
    let (_, found) = json_of(
        "long-form.csv",
        &[
            "--at",
            "500,1200",
            "--mode",
            "exact",
            "--long",
            "--decimal",
            ",",
            "--separator",
            ";",
        ],
    );
    assert_eq!(
        (&found["price"], &found["detected"]["form"]),
        (&json!("1234.5"), &json!("long"))
    );
    assert_eq!(
        found["detected"]["declared"],
        json!(["separator", "decimal", "form"])
    );
    let (status, text) = run(
        "excel-german.csv",
        &["--at", "500,600", "--mode", "up", "--decimal", "."],
    );
    assert_eq!(status, 1);
    assert!(text.contains("number-syntax"), "{text}");
    let (status, text) = run(
        "excel-german.csv",
        &["--at", "500,600", "--mode", "up", "--encoding", "ebcdic"],
    );
    assert_eq!(status, 2);
    assert!(text.contains("known: `utf-8`"), "{text}");
}

#[test]
fn keys_have_quotes_of_their_own_and_a_suggestion() {
    let path = std::env::temp_dir().join("pricewright-lookup-keys.csv");
    std::fs::write(&path, "Size;matt;gloss\n\"24\"\"\";5;6\n\"32\"\"\";7;8\n").unwrap();
    let file = path.to_str().unwrap();
    let look = |at: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_pricewright"))
            .args(["lookup", file, "--json", "--at", at])
            .output()
            .unwrap();
        serde_json::from_slice::<Value>(&output.stdout).unwrap()
    };
    let found = look(r#""32""","gloss""#);
    assert_eq!(found["price"], "8", "{found}");
    assert!(found.get("help").is_none());
    let found = look(r#""32""","glos""#);
    assert_eq!(
        (&found["status"], &found["help"]),
        (&json!("out_of_range"), &json!("did you mean `gloss`?"))
    );
    let found = look(r#""40""","gloss""#);
    assert_eq!(found["help"], r#"known: `24"`, `32"`"#);
    std::fs::remove_file(path).unwrap();
}
