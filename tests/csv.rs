//! Price lists in files: every dialect gives the same table, what is ambiguous is refused, and
//! hostile files end in a diagnostic soon.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use pricewright::Diagnostics;
use pricewright::diagnostic::Code;
use pricewright::import::{Wanted, price_list};
use pricewright::model::Catalog;
use pricewright::model::catalog::{Cells, CsvSettings, FileReport};
use serde_json::{Value, json};

/// The table of the fixtures' README, row by row.
const ROWS: [&str; 3] = ["500", "1000.5", "1500"];
const COLS: [&str; 3] = ["600", "800", "1200"];
const CELLS: [&str; 9] = [
    "49.9", "59.9", "1234.5", "54.9", "-", "1250", "0", "79.95", "12345.6",
];

fn fixtures() -> Vec<(PathBuf, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/csv");
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let is_list = path
            .extension()
            .is_some_and(|extension| extension == "csv" || extension == "txt");
        if is_list {
            let report = fs::read_to_string(path.with_extension("json")).unwrap();
            found.push((path, serde_json::from_str(&report).unwrap()));
        }
    }
    found.sort_by(|left, right| left.0.cmp(&right.0));
    assert!(found.len() >= 20, "{} fixtures", found.len());
    found
}

/// A catalog whose only price list is this file, as a price manager would write it.
fn catalog(file: &str, case: &Value) -> String {
    let names = case["features"]
        .as_array()
        .map(|names| names.iter().map(|name| name.as_str().unwrap()).collect());
    let names: Vec<&str> = names.unwrap_or_else(|| {
        if case["axes"] == 1 {
            vec!["width"]
        } else {
            vec!["drop", "width"]
        }
    });
    let mut list = json!({ "id": "list", "role": "table", "row_feature": names[0], "file": file });
    if let Some(col) = names.get(1) {
        list["col_feature"] = json!(col);
    }
    if !case["csv"].is_null() {
        list["csv"] = case["csv"].clone();
    }
    json!({ "format": 1, "currency": "EUR", "components": [{ "id": "thing", "price_lists": [list], "features": [
        { "id": "width", "name": { "en": "Width", "de": "Breite" }, "type": "number" },
        { "id": "drop", "name": "Höhe", "type": "number" } ] }] })
    .to_string()
}

fn through_catalog(path: &Path, case: &Value) -> (Cells, FileReport) {
    let name = path.file_name().unwrap().to_str().unwrap();
    let bytes = |_: &str| fs::read(path).map_err(|error| error.to_string());
    let catalog = Catalog::from_json_with("catalog.json", &catalog(name, case), &bytes)
        .unwrap_or_else(|findings| panic!("{name}\n{findings}"));
    let list = &catalog.components[0].price_lists[0];
    assert_eq!(catalog.file_reports().count(), 1);
    (
        list.cells.clone(),
        *list.file_report.clone().expect("a report"),
    )
}

fn values(cells: &Cells) -> Vec<String> {
    cells
        .values
        .iter()
        .map(|value| value.map_or("-".to_owned(), |value| value.to_string()))
        .collect()
}

fn texts(value: &Value) -> Vec<String> {
    let elements = value.as_array().map(Vec::as_slice).unwrap_or_default();
    elements
        .iter()
        .map(|text| text.as_str().unwrap_or("-").to_owned())
        .collect()
}

#[test]
fn every_dialect_gives_the_same_table_and_its_report() {
    for (path, case) in fixtures() {
        let (cells, report) = through_catalog(&path, &case);
        let name = path.display();
        let detected: Value = serde_json::from_str(&report.to_json()).unwrap();
        assert_eq!(detected, case["detected"], "{name}");
        if case["same_table"] == true {
            assert_eq!(
                (cells.rows.as_slice(), cells.cols.as_slice()),
                (&ROWS.map(str::to_owned)[..], &COLS.map(str::to_owned)[..]),
                "{name}"
            );
            assert_eq!(values(&cells), CELLS, "{name}");
        } else {
            assert_eq!(
                (cells.rows.clone(), cells.cols.clone()),
                (texts(&case["rows"]), texts(&case["cols"])),
                "{name}"
            );
            assert_eq!(values(&cells), texts(&case["cells"]), "{name}");
        }
    }
}

fn read(text: &str, axes: usize) -> Result<(Cells, FileReport), Diagnostics> {
    price_list(
        "list.csv",
        text.as_bytes(),
        &CsvSettings::default(),
        &Wanted::axes(axes),
    )
}

/// The first finding: its code, its message with its help, and the text that it points to.
fn finding(text: &str, axes: usize) -> (Code, String, String) {
    let findings = read(text, axes)
        .err()
        .unwrap_or_else(|| panic!("no finding in {text:?}"));
    let first = findings.iter().next().unwrap();
    let span = first.place.span.unwrap_or_default();
    let told = format!("{}; {}", first.message, first.help.as_deref().unwrap_or(""));
    (
        first.code,
        told,
        text.get(span.start as usize..span.end as usize)
            .unwrap_or("")
            .to_owned(),
    )
}

#[test]
fn what_is_ambiguous_names_the_cell_and_the_setting() {
    for (text, axes, code, told, at) in [
        (
            ",600,800\n500,\"1,234\",5\n",
            2,
            Code::CsvAmbiguous,
            "csv\": {\"decimal\"",
            "\"1,234\"",
        ),
        (
            "mm;600;1.200\n500;49;59\n",
            2,
            Code::CsvAmbiguous,
            "(row 1, column 3) may be `1.200` or `1200`",
            "1.200",
        ),
        (
            ";600;800\n500;1,5;2.5\n",
            2,
            Code::CsvMixed,
            "`2.5` (row 2, column 3) is written in another way than `1,5`",
            "2.5",
        ),
        (
            ";600;800\n500;1 €;2 CHF\n",
            2,
            Code::CsvMixed,
            "another currency",
            "2 CHF",
        ),
        (
            ";600;800\n500;1 %;2\n",
            2,
            Code::CsvMixed,
            "percentages",
            "2",
        ),
        (
            ";600 mm;80 cm\n500;1;2\n",
            2,
            Code::CsvMixed,
            "csv\": {\"unit\"",
            "80 cm",
        ),
        (
            "Width;Drop;Value\n600;500;1\n600;800;2\n",
            2,
            Code::CsvAmbiguous,
            "csv\": {\"form\"",
            "Width",
        ),
        (
            "Fabric;Group;Price\nlinen;A;1\nsilk;B;2\n",
            2,
            Code::CsvAmbiguous,
            "csv\": {\"form\"",
            "Fabric",
        ),
        (
            "600;500;1\n600;800;2\n",
            2,
            Code::CsvAmbiguous,
            "csv\": {\"form\"",
            "600",
        ),
        (
            "600;800\n10;12\n",
            1,
            Code::CsvAmbiguous,
            "csv\": {\"transpose\"",
            "800",
        ),
        (
            "linen;silk\n5;6\n",
            1,
            Code::CsvAmbiguous,
            "csv\": {\"transpose\"",
            "silk",
        ),
        (
            "linen;\nsilk;5\noak;6\n",
            1,
            Code::CsvAmbiguous,
            "headings",
            "",
        ),
        (
            ";600;800\n500;1;n/a\n",
            2,
            Code::NumberSyntax,
            "csv\": {\"unavailable\": [\"n/a\"]",
            "n/a",
        ),
        (
            ";600;800\n500;1;-\n",
            2,
            Code::NumberSyntax,
            "unavailable",
            "-",
        ),
        (
            ";800;600\n500;1;2\n",
            2,
            Code::AxisUnsorted,
            "`600` (row 1, column 3) comes after `800` (row 1, column 2)",
            "600",
        ),
        (
            ";600;800\n500;1;2\n500,0;3;4\n",
            2,
            Code::AxisDuplicate,
            "`500,0` (row 3, column 1)",
            "500,0",
        ),
        (
            "Width;Drop;Price\n600;500;1\n600;500;2\n",
            2,
            Code::AxisDuplicate,
            "row 2, column 3",
            "2",
        ),
        (
            ";600;800\n500;1\n",
            2,
            Code::AxisMismatch,
            "separator",
            "500",
        ),
        (
            ";600;800\n500;1;2\n700;3",
            2,
            Code::AxisMismatch,
            "2 cells of 3, and the file ends in it (row 3, column 1)",
            "700",
        ),
        (
            ";600;800\n500;1\n700;3\n",
            2,
            Code::AxisMismatch,
            "2 cells of 3, and no row has a cell in the last column (row 2, column 1)",
            "500",
        ),
        (
            ";600;800\n500;1;2\n700;3;4;5\n",
            2,
            Code::AxisMismatch,
            "without a head",
            "5",
        ),
        (
            "Price;Width;Drop\n1;600;500\n2;600\n",
            2,
            Code::CsvSyntax,
            "a row has no head (row 3, column 3)",
            "",
        ),
        (
            ";600\n500;\"1\n",
            2,
            Code::CsvSyntax,
            "a quote is not closed",
            "\"",
        ),
        (
            ";600;\u{61}\u{200f}b\n500;1;2\n",
            2,
            Code::CsvSyntax,
            "u{200f}",
            "a\u{200f}b",
        ),
        ("600\n800\n", 1, Code::CsvSyntax, "no column of prices", ""),
        ("", 2, Code::CsvSyntax, "the file is empty", ""),
    ] {
        let (found, message, span) = finding(text, axes);
        assert_eq!(found, code, "{text:?}: {message}");
        assert!(message.contains(told), "{text:?}: {message}");
        if !at.is_empty() {
            assert_eq!(span, at, "{text:?}: {message}");
        }
    }
}

#[test]
fn other_cells_decide_what_one_leaves_open() {
    for (text, expected) in [
        (",600,800\n500,\"1,234\",5.50\n", ["1234", "5.5"]),
        (";600;800\n500;1,234;5,5\n", ["1.234", "5.5"]),
        (";600;1.200\n500;49,90;5\n", ["49.9", "5"]),
        (";600;800\n500;1.234;0.034\n", ["1.234", "0.034"]),
        (";600;800\n500;(12,50);3,00-\n", ["-12.5", "-3"]),
    ] {
        let (cells, _) = read(text, 2).unwrap_or_else(|findings| panic!("{findings}"));
        assert_eq!(values(&cells), expected, "{text:?}");
    }
}

#[test]
fn rows_that_end_early_have_holes() {
    for (text, axes, expected, short) in [
        (";600;800\n500;1;2\n700;3\n", 2, "1 2 3 -", 1),
        (";600;800\n500\n700;3;4\n", 2, "- - 3 4", 1),
        // the columns with nothing in them are no columns
        (";600;800;;\n500;1;2;;\n700;3;4\n", 2, "1 2 3 4", 0),
        ("Width;Drop;Price\n600;500;1\n800;500\n", 2, "1 -", 1),
        ("600;1\n700\n800;3\n", 1, "1 - 3", 1),
        ("600;700;800\n1;2;3\n", 1, "1 2 3", 0),
    ] {
        let (cells, report) = read(text, axes).unwrap_or_else(|findings| panic!("{findings}"));
        assert_eq!(values(&cells).join(" "), expected, "{text:?}");
        assert_eq!(report.short_rows, short, "{text:?}");
    }
    let settings = CsvSettings {
        transpose: Some(true),
        ..CsvSettings::default()
    };
    let text = b";600;800\n500;1;2\n700;3\n";
    let (cells, report) = price_list("list.csv", text, &settings, &Wanted::axes(2)).unwrap();
    assert_eq!(
        (values(&cells).join(" "), report.short_rows),
        ("1 3 2 -".to_owned(), 1)
    );
}

#[test]
fn units_of_the_file_become_those_of_the_feature() {
    let catalog = |file: &str| {
        let text = r#"{ "format": 1, "currency": "EUR", "components": [{ "id": "thing",
            "features": [{ "id": "width", "type": "number", "unit": "mm" }, { "id": "drop", "type": "number", "unit": "mm" }],
            "price_lists": [{ "id": "list", "row_feature": "width", "col_feature": "drop", "lookup": "up", "file": "a.csv" }] }] }"#;
        let file = file.as_bytes().to_vec();
        let files = move |_: &str| Ok(file.clone());
        Catalog::from_json_with("catalog.json", text, &files)
    };
    let list = catalog("cm;60;80,5\n100;1;2\n").unwrap();
    let cells = &list.components[0].price_lists[0].cells;
    assert_eq!(
        (cells.rows.join(" "), cells.cols.join(" ")),
        ("1000".to_owned(), "600 805".to_owned())
    );
    for (file, code) in [
        ("kg;60;80\n100;1;2\n", Code::UnknownUnit),
        (";60;80\n100 cm;1;2\n", Code::CsvAmbiguous),
    ] {
        let findings = catalog(file).unwrap_err();
        assert_eq!(findings.iter().next().unwrap().code, code, "{findings}");
    }
}

/// Runs a hostile file and says its first code.
fn hostile(bytes: &[u8]) -> Code {
    let start = Instant::now();
    let settings = CsvSettings::default();
    let code = match price_list("list.csv", bytes, &settings, &Wanted::axes(2)) {
        Ok((cells, _)) => panic!("{} cells", cells.values.len()),
        Err(findings) => {
            assert!(findings.len() <= 100);
            assert!(findings.to_string().len() < 200_000);
            findings.iter().next().unwrap().code
        }
    };
    // debug builds on a busy machine; a release build takes a tenth of it
    assert!(
        start.elapsed() < Duration::from_secs(60),
        "{:?}",
        start.elapsed()
    );
    code
}

#[test]
fn garbage_ends_in_a_diagnostic() {
    let mut state = 1_u64;
    let mut noise = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as u8
    };
    let bytes: Vec<u8> = (0..10_000_000).map(|_| noise()).collect();
    assert_eq!(hostile(&bytes), Code::CsvSyntax);
    let letters: Vec<u8> = bytes
        .iter()
        .map(|byte| b"0123456789,;.\"\n ab"[usize::from(*byte) % 18])
        .collect();
    hostile(&letters[..2_000_000]);
    let no_quotes: Vec<u8> = bytes
        .iter()
        .map(|byte| b"0123456789,;.\n"[usize::from(*byte) % 14])
        .collect();
    hostile(&no_quotes[..2_000_000]);
    assert_eq!(hostile(&[0; 1_000_000]), Code::CsvSyntax);
    assert_eq!(hostile(b"a;b\n1;\0\n"), Code::CsvSyntax);
}

#[test]
fn a_million_columns_and_endless_quotes_end_in_a_diagnostic() {
    let wide = ";1".repeat(1_000_000);
    assert_eq!(hostile(format!("x{wide}\n").as_bytes()), Code::CsvSyntax);
    let wide = ";1".repeat(200_000);
    assert_eq!(
        hostile(format!("x{wide}\n5{wide}\n").as_bytes()),
        Code::AxisDuplicate
    );
    let stairs = format!("{}\n{}", ";1".repeat(300_000), "1;2\n".repeat(300_000));
    hostile(stairs.as_bytes());
    let endless = format!("a;\"{}", "b;c\n".repeat(500_000));
    assert_eq!(hostile(endless.as_bytes()), Code::CsvSyntax);
    let lone: Vec<u8> = [0xfeff_u16, 0x61, 0xd800, 0x62]
        .iter()
        .flat_map(|unit| unit.to_le_bytes())
        .collect();
    assert_eq!(hostile(&lone), Code::CsvSyntax);
}

/// The examples of `docs/csv.md`: a fence's words say the cells, or the code of the finding.
#[test]
fn the_examples_of_the_docs_are_true() {
    let docs =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/csv.md")).unwrap();
    let mut examples = 0;
    for block in docs.split("```csv ").skip(1) {
        let (words, rest) = block.split_once('\n').unwrap();
        let (file, _) = rest.split_once("```").unwrap();
        let word = |key: &str| {
            words
                .split(' ')
                .find_map(|word| word.strip_prefix(key)?.strip_prefix('='))
        };
        let axes = word("axes").map_or(2, |axes| axes.parse().unwrap());
        match (word("expect"), read(file, axes)) {
            (Some(expected), Ok((cells, _))) => {
                assert_eq!(values(&cells).join(","), expected, "{file}")
            }
            (None, Err(findings)) => {
                assert_eq!(
                    findings.iter().next().unwrap().code.as_str(),
                    word("error").unwrap(),
                    "{file}{findings}"
                );
            }
            (_, Ok(_)) => panic!("no finding\n{file}"),
            (_, Err(findings)) => panic!("{findings}\n{file}"),
        }
        examples += 1;
    }
    assert!(examples >= 7);
}
