//! Price lists in `.xlsx` and `.ods` files, made here by a library and by hand.
#![cfg(feature = "spreadsheet")]

use std::io::{Cursor, Write as _};

use pricewright::Diagnostics;
use pricewright::diagnostic::Code;
use pricewright::import::{Wanted, price_list};
use pricewright::model::Catalog;
use pricewright::model::catalog::{Cells, CsvSettings, Encoding, FileReport};
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn read_with(bytes: &[u8], settings: &CsvSettings) -> Result<(Cells, FileReport), Diagnostics> {
    price_list("list.xlsx", bytes, settings, &Wanted::axes(2))
}

fn read(bytes: &[u8]) -> Result<(Cells, FileReport), Diagnostics> {
    read_with(bytes, &CsvSettings::default())
}

/// The table: rows 500 and 1000.5, columns 600 and 1200, with a hole.
fn fill(sheet: &mut Worksheet, row: u32, column: u16) {
    sheet.write(row, column, "Höhe / Breite").unwrap();
    for (at, head) in [600.0, 1200.0].into_iter().enumerate() {
        sheet.write(row, column + 1 + at as u16, head).unwrap();
    }
    for (at, (head, cells)) in [
        (500.0, [Some(49.9), Some(1234.5)]),
        (1000.5, [Some(0.1 + 0.7), None]),
    ]
    .into_iter()
    .enumerate()
    {
        let row = row + 1 + at as u32;
        sheet.write(row, column, head).unwrap();
        for (at, cell) in cells.into_iter().enumerate() {
            if let Some(cell) = cell {
                // 0.1 + 0.7 is 0.7999999999999999, which the file must not have
                sheet
                    .write(
                        row,
                        column + 1 + at as u16,
                        (cell * 100.0_f64).round() / 100.0,
                    )
                    .unwrap();
            }
        }
    }
}

fn assert_table(cells: &Cells) {
    assert_eq!(
        (cells.rows.join(" "), cells.cols.join(" ")),
        ("500 1000.5".to_owned(), "600 1200".to_owned())
    );
    let values: Vec<_> = cells
        .values
        .iter()
        .map(|value| value.map_or("-".to_owned(), |value| value.to_string()))
        .collect();
    assert_eq!(values, ["49.9", "1234.5", "0.8", "-"]);
}

fn code(result: Result<(Cells, FileReport), Diagnostics>) -> (Code, String) {
    let findings = result.map(|(cells, _)| cells).expect_err("a finding");
    (findings.iter().next().unwrap().code, findings.to_string())
}

#[test]
fn numbers_of_a_workbook_are_decimals() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "Preisliste 2026").unwrap();
    fill(sheet, 2, 1);
    let (cells, report) =
        read(&book.save_to_buffer().unwrap()).unwrap_or_else(|findings| panic!("{findings}"));
    assert_table(&cells);
    assert_eq!(report.sheet.as_deref(), Some("Sheet1"));
    assert_eq!(report.titles, ["Preisliste 2026"]);
    assert_eq!((report.encoding, report.separator), (None, None));
}

#[test]
fn sheets_and_ranges_are_chosen() {
    let mut book = Workbook::new();
    book.add_worksheet()
        .set_name("Notes")
        .unwrap()
        .write(0, 0, "see the other sheet")
        .unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("Band B").unwrap();
    fill(sheet, 1, 1);
    sheet.write(1, 7, "internal").unwrap();
    sheet.write(2, 7, 12.0).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let (found, told) = code(read(&bytes));
    assert_eq!(found, Code::CsvAmbiguous);
    assert!(told.contains("`Notes`, `Band B`"), "{told}");
    let settings = CsvSettings {
        sheet: Some("Band B".to_owned()),
        range: Some("B2:D4".to_owned()),
        ..CsvSettings::default()
    };
    let (cells, report) =
        read_with(&bytes, &settings).unwrap_or_else(|findings| panic!("{findings}"));
    assert_table(&cells);
    assert_eq!(report.declared, ["sheet", "range"]);
    for (sheet, range) in [
        (Some("Band C"), None),
        (Some("Band B"), Some("D4:B2")),
        (Some("Band B"), Some("all")),
    ] {
        let settings = CsvSettings {
            sheet: sheet.map(str::to_owned),
            range: range.map(str::to_owned),
            ..CsvSettings::default()
        };
        assert_eq!(code(read_with(&bytes, &settings)).0, Code::CsvSyntax);
    }
}

#[test]
fn percentages_are_as_they_show_and_dates_are_refused() {
    let book = |format: &str, value: f64| {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write(0, 1, 600.0).unwrap();
        sheet.write(1, 0, 500.0).unwrap();
        sheet
            .write_with_format(1, 1, value, &Format::new().set_num_format(format))
            .unwrap();
        book.save_to_buffer().unwrap()
    };
    let (cells, report) = read(&book("0.0%", 0.125)).unwrap();
    assert_eq!(cells.values[0].unwrap().to_string(), "12.5");
    assert!(report.percent);
    let (cells, _) = read(&book("#,##0.00 \"€ (19%)\"", 12.5)).unwrap();
    assert_eq!(cells.values[0].unwrap().to_string(), "12.5");
    let (found, told) = code(read(&book("yyyy-mm-dd", 45000.0)));
    assert_eq!(found, Code::NumberSyntax);
    assert!(told.contains("B2"), "{told}");
    let (found, told) = code(read(&book("0.00", 0.1 + 0.2)));
    assert_eq!(found, Code::NumberTooPrecise);
    assert!(told.contains("`0.30000000000000004` in B2"), "{told}");
}

/// A workbook of one row of prices, 600 and 1200 wide, in these number formats.
fn formatted(formats: [&str; 2]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(1, 0, 500.0).unwrap();
    for (column, format) in [1, 2].into_iter().zip(formats) {
        sheet.write(0, column, 600.0 * f64::from(column)).unwrap();
        let format = Format::new().set_num_format(format);
        sheet.write_with_format(1, column, 49.9, &format).unwrap();
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn currencies_of_number_formats_are_those_of_the_cells() {
    for (formats, currency, codes) in [
        (["#,##0.00 \"€\"", "0.00 [$€-407]"], Some("€"), vec!["EUR"]),
        (
            ["[$CHF-807] #,##0.00", "#,##0.00"],
            Some("CHF"),
            vec!["CHF"],
        ),
        (["0.00 [$SEK]", "0.00 [$kr-41D]"], Some("SEK"), vec!["SEK"]),
        (["#,##0.00", "0.00"], None, vec![]),
    ] {
        let (cells, report) =
            read(&formatted(formats)).unwrap_or_else(|findings| panic!("{findings}"));
        assert_eq!(cells.values[1].unwrap().to_string(), "49.9");
        assert_eq!(report.currency.as_deref(), currency, "{formats:?}");
        assert_eq!(report.currency_codes, codes, "{formats:?}");
    }
    let (found, told) = code(read(&formatted(["0.00 \"€\"", "[$CHF-807] 0.00"])));
    assert_eq!(found, Code::CsvMixed);
    let expected = "`49.9` (row 2, column 3) has another currency than `49.9` (row 2, column 2): `CHF`, not `€`";
    assert!(told.contains(expected), "{told}");
    let money = |currency: &str| {
        format!(
            r#"<table:table-cell office:value-type="currency" office:currency="{currency}" office:value="12.5"/>"#
        )
    };
    let document = |first: &str, second: &str| {
        let prices = format!("{}{}", money(first), money(second));
        let head = r#"<table:table-cell office:value-type="float" office:value="500"/>"#;
        let heads = ods_row(&["", "600", "1200"]);
        ods(&format!(
            "{heads}<table:table-row>{head}{prices}</table:table-row>"
        ))
    };
    let (cells, report) = read(&document("EUR", "EUR")).unwrap();
    assert_eq!(cells.values[0].unwrap().to_string(), "12.5");
    assert_eq!(report.currency.as_deref(), Some("EUR"));
    assert_eq!(code(read(&document("EUR", "CHF"))).0, Code::CsvMixed);
}

#[test]
fn a_currency_that_is_not_the_catalogs_is_refused() {
    let text = r#"{ "format": 1, "currency": "EUR", "components": [{ "id": "thing",
        "features": [{ "id": "width", "type": "number", "min": 600, "max": 1200, "required": true },
            { "id": "drop", "type": "number", "min": 500, "max": 500, "required": true }],
        "price_lists": [{ "id": "list", "row_feature": "drop", "col_feature": "width", "lookup": "up", "file": "a.xlsx" }] }] }"#;
    let compile = |format: &str| {
        let bytes = formatted([format, format]);
        let files = move |_: &str| Ok(bytes.clone());
        let catalog = Catalog::from_json_with("catalog.json", text, &files).unwrap();
        pricewright::compile(&catalog).map(|_| ())
    };
    compile("#,##0.00 \"€\"").unwrap_or_else(|findings| panic!("{findings}"));
    let findings = compile("[$CHF-807] #,##0.00").unwrap_err();
    let first = findings.iter().next().unwrap();
    assert_eq!(first.code, Code::CurrencyUnneeded);
    assert_eq!(
        first.message,
        "the file's prices are in `CHF`, but the list's are in `EUR`"
    );
}

#[test]
fn settings_that_do_not_fit_a_spreadsheet_are_refused() {
    let bytes = formatted(["0.00", "0.00"]);
    let set = |settings: CsvSettings| code(read_with(&bytes, &settings));
    for (settings, expected) in [
        (
            CsvSettings {
                encoding: Some(Encoding::Utf8),
                ..CsvSettings::default()
            },
            "`list.xlsx` is a spreadsheet, but `encoding` is set",
        ),
        (
            CsvSettings {
                separator: Some(';'),
                ..CsvSettings::default()
            },
            "`list.xlsx` is a spreadsheet, but `separator` is set",
        ),
    ] {
        let (found, told) = set(settings);
        assert_eq!(found, Code::ContradictorySettings);
        assert!(told.contains(expected), "{told}");
    }
    let (found, told) = set(CsvSettings {
        range: Some("F9:G12".to_owned()),
        ..CsvSettings::default()
    });
    assert_eq!(found, Code::CsvSyntax);
    assert!(
        told.contains("the sheet `Sheet1` has nothing in `F9:G12`"),
        "{told}"
    );
}

#[test]
fn texts_of_a_workbook_are_read_like_csv() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in [
        ["", "600", "1200"],
        ["500", "49,90", "1.234,50"],
        ["1000,5", "0,80", ""],
    ]
    .into_iter()
    .enumerate()
    {
        for (column, cell) in cells.into_iter().enumerate() {
            sheet.write(row as u32, column as u16, cell).unwrap();
        }
    }
    let (cells, report) = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_table(&cells);
    assert_eq!(report.decimal, Some(','));
}

/// An `.ods` file with this content.
fn ods(rows: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    zip.start_file("mimetype", options).unwrap();
    zip.write_all(b"application/vnd.oasis.opendocument.spreadsheet")
        .unwrap();
    zip.start_file("content.xml", options).unwrap();
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
        <office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>
        <table:table table:name="Blatt1">{rows}</table:table>
        </office:spreadsheet></office:body></office:document-content>"#
    );
    zip.write_all(content.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

fn ods_row(cells: &[&str]) -> String {
    let cell = |cell: &&str| match cell.parse::<f64>() {
        Ok(_) => format!(
            r#"<table:table-cell office:value-type="float" office:value="{cell}"><text:p>shown</text:p></table:table-cell>"#
        ),
        Err(_) if cell.is_empty() => "<table:table-cell/>".to_owned(),
        Err(_) => format!(
            r#"<table:table-cell office:value-type="string"><office:annotation><text:p>note</text:p></office:annotation><text:p>{cell}</text:p></table:table-cell>"#
        ),
    };
    let cells: String = cells.iter().map(cell).collect();
    let rest = r#"<table:table-cell table:number-columns-repeated="16381"/>"#;
    format!("<table:table-row>{cells}{rest}</table:table-row>")
}

#[test]
fn numbers_of_a_document_keep_their_digits() {
    let rows = [
        ods_row(&["H&amp;ouml;he", "600", "1200"]),
        ods_row(&["500", "49.9", "1234.5"]),
        ods_row(&["1000.5", "8e-1", ""]),
        r#"<table:table-row table:number-rows-repeated="1048573"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#.to_owned(),
    ];
    let (cells, report) =
        read(&ods(&rows.concat())).unwrap_or_else(|findings| panic!("{findings}"));
    assert_table(&cells);
    assert_eq!(report.row_label.as_deref(), Some("H&ouml;he"));
    assert_eq!(report.sheet.as_deref(), Some("Blatt1"));
    let percent = r#"<table:table-cell office:value-type="percentage" office:value="0.125"/>"#;
    let rows = format!(
        "{}<table:table-row>{}{percent}</table:table-row>",
        ods_row(&["", "600"]),
        r#"<table:table-cell office:value-type="float" office:value="500"/>"#
    );
    let (cells, report) = read(&ods(&rows)).unwrap();
    assert_eq!(
        (cells.values[0].unwrap().to_string(), report.percent),
        ("12.5".to_owned(), true)
    );
}

#[test]
fn bombs_do_not_go_off() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("xl/workbook.xml", SimpleFileOptions::default())
        .unwrap();
    let zeros = vec![0; 1024 * 1024];
    for _ in 0..129 {
        zip.write_all(&zeros).unwrap();
    }
    let mut bomb = zip.finish().unwrap().into_inner();
    assert!(bomb.len() < 1024 * 1024);
    let (found, told) = code(read(&bomb));
    assert_eq!(found, Code::TooLarge);
    assert!(told.contains("unpacks to more than"), "{told}");
    // a directory that lies about the size: 24 bytes into its entry
    let entry = bomb
        .windows(4)
        .rposition(|bytes| bytes == b"PK\x01\x02")
        .unwrap();
    bomb[entry + 24..entry + 28].copy_from_slice(&10_u32.to_le_bytes());
    assert!(matches!(
        code(read(&bomb)).0,
        Code::TooLarge | Code::CsvSyntax
    ));
    // a cell that is repeated beyond all limits
    for repeated in [
        r#"<table:table-row table:number-rows-repeated="999999999999"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="3"/></table:table-row>"#,
        r#"<table:table-row><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="18446744073709551615"/></table:table-row>"#,
    ] {
        assert_eq!(code(read(&ods(repeated))).0, Code::TooLarge);
        let settings = CsvSettings {
            sheet: Some("other".to_owned()),
            ..CsvSettings::default()
        };
        assert_eq!(
            code(read_with(&ods(repeated), &settings)).0,
            Code::CsvSyntax
        );
    }
}

#[test]
fn damaged_files_are_refused() {
    let mut book = Workbook::new();
    fill(book.add_worksheet(), 0, 0);
    let bytes = book.save_to_buffer().unwrap();
    for length in [4, 30, bytes.len() / 2, bytes.len() - 30] {
        assert_eq!(code(read(&bytes[..length])).0, Code::CsvSyntax, "{length}");
    }
    assert_eq!(
        code(read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")).0,
        Code::CsvSyntax
    );
}
