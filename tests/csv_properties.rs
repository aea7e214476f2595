//! Any table in any dialect reads back the same, or is refused as ambiguous; never other numbers.

use pricewright::diagnostic::Code;
use pricewright::import::{Wanted, price_list};
use pricewright::model::catalog::CsvSettings;
use proptest::prelude::*;

/// How a file is written.
#[derive(Clone, Debug)]
struct Dialect {
    separator: char,
    decimal: char,
    thousands: &'static str,
    by_twos: bool,
    before: &'static str,
    after: &'static str,
    line_end: &'static str,
    corner: &'static str,
    encoding: Encoding,
    long: bool,
    empties: usize,
    title: bool,
    quoted: bool,
}

#[derive(Clone, Copy, Debug)]
enum Encoding {
    Utf8,
    Utf8WithMark,
    Utf16,
    Windows1252,
}

/// A number as minor digits and how many of them stand behind the point.
type Number = (u64, usize);

#[derive(Clone, Debug)]
struct Table {
    rows: Vec<Number>,
    cols: Vec<Number>,
    cells: Vec<Option<Number>>,
}

fn dialects() -> impl Strategy<Value = Dialect> {
    let signs = prop_oneof![
        Just(('.', "", false)),
        Just(('.', ",", false)),
        Just(('.', ",", true)),
        Just(('.', "'", false)),
        Just(('.', "’", false)),
        Just(('.', "\u{a0}", false)),
        Just((',', "", false)),
        Just((',', ".", false)),
        Just((',', " ", false)),
        Just((',', "\u{202f}", false)),
        Just((',', "'", false)),
    ];
    let currency = prop_oneof![
        Just(("", "")),
        Just(("", " €")),
        Just(("$", "")),
        Just(("CHF ", "")),
        Just(("", "\u{a0}kr")),
        Just(("₹", "")),
    ];
    let encodings = prop_oneof![
        Just(Encoding::Utf8),
        Just(Encoding::Utf8WithMark),
        Just(Encoding::Utf16),
        Just(Encoding::Windows1252)
    ];
    let layout = (
        prop::sample::select(vec!["", "mm", "Breite/Höhe", "drop"]),
        prop::sample::select(vec!["\n", "\r\n"]),
        any::<bool>(),
        0..3_usize,
        any::<bool>(),
        any::<bool>(),
    );
    let separators = prop::sample::select(vec![',', ';', '\t', '|']);
    (separators, signs, currency, encodings, layout).prop_map(
        |(separator, (decimal, thousands, by_twos), (before, after), encoding, layout)| {
            let (corner, line_end, long, empties, title, quoted) = layout;
            Dialect {
                separator,
                decimal,
                thousands,
                by_twos,
                before,
                after,
                line_end,
                corner,
                encoding,
                long,
                empties,
                title,
                quoted,
            }
        },
    )
}

fn tables() -> impl Strategy<Value = Table> {
    let axis = || {
        prop::collection::btree_set(1..9_000_u64, 1..5).prop_flat_map(|values| {
            let values: Vec<u64> = values.into_iter().collect();
            (Just(values), prop::sample::select(vec![0_usize, 0, 1]))
        })
    };
    (axis(), axis()).prop_flat_map(|((rows, row_digits), (cols, col_digits))| {
        let price = (0..20_000_000_u64, 0..4_usize);
        let cell = prop_oneof![1 => Just(None), 6 => price.prop_map(Some)];
        prop::collection::vec(cell, rows.len() * cols.len()).prop_map(move |cells| {
            let with =
                |values: &[u64], digits| values.iter().map(|value| (*value, digits)).collect();
            Table {
                rows: with(&rows, row_digits),
                cols: with(&cols, col_digits),
                cells,
            }
        })
    })
}

impl Dialect {
    fn number(&self, (value, digits): Number) -> String {
        let text = format!("{value:0>width$}", width = digits + 1);
        let (whole, fraction) = text.split_at(text.len() - digits);
        let mut groups = String::new();
        let mut left = whole.len();
        for digit in whole.chars() {
            groups.push(digit);
            left -= 1;
            let ends = left == 3
                || (left > 3
                    && if self.by_twos {
                        (left - 3) % 2 == 0
                    } else {
                        left % 3 == 0
                    });
            if ends {
                groups.push_str(self.thousands);
            }
        }
        if digits == 0 {
            groups
        } else {
            format!("{groups}{}{fraction}", self.decimal)
        }
    }

    fn price(&self, cell: Option<Number>) -> String {
        cell.map_or(String::new(), |cell| {
            format!("{}{}{}", self.before, self.number(cell), self.after)
        })
    }

    fn row(&self, cells: Vec<String>) -> String {
        let quote = |cell: &String| {
            let needed = cell.contains([self.separator, '"']) || (self.quoted && !cell.is_empty());
            if needed {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.clone()
            }
        };
        let mut cells: Vec<String> = cells.iter().map(quote).collect();
        cells.extend(vec![String::new(); self.empties]);
        format!(
            "{}{}",
            cells.join(&self.separator.to_string()),
            self.line_end
        )
    }

    fn write(&self, table: &Table) -> Vec<u8> {
        let mut text = String::new();
        let width = if self.long { 3 } else { table.cols.len() + 1 };
        if self.title {
            let mut cells = vec!["Price list 2026".to_owned()];
            cells.resize(width, String::new());
            text.push_str(&self.row(cells));
        }
        if self.long {
            text.push_str(&self.row(["Drop", "Width", "Price"].map(str::to_owned).to_vec()));
        } else {
            let heads = table.cols.iter().map(|col| self.number(*col));
            text.push_str(
                &self.row(
                    std::iter::once(self.corner.to_owned())
                        .chain(heads)
                        .collect(),
                ),
            );
        }
        for (row, cells) in table.rows.iter().zip(table.cells.chunks(table.cols.len())) {
            if self.long {
                for (col, cell) in table.cols.iter().zip(cells) {
                    text.push_str(&self.row(vec![
                        self.number(*row),
                        self.number(*col),
                        self.price(*cell),
                    ]));
                }
            } else {
                let prices = cells.iter().map(|cell| self.price(*cell));
                text.push_str(
                    &self.row(std::iter::once(self.number(*row)).chain(prices).collect()),
                );
            }
        }
        self.encode(&text)
    }

    fn encode(&self, text: &str) -> Vec<u8> {
        match self.encoding {
            Encoding::Utf8 => text.as_bytes().to_vec(),
            Encoding::Utf8WithMark => format!("\u{feff}{text}").into_bytes(),
            Encoding::Utf16 => format!("\u{feff}{text}")
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect(),
            Encoding::Windows1252 => match encoding_rs::WINDOWS_1252.encode(text) {
                (bytes, _, false) => bytes.into_owned(),
                // what the code page lacks is written as UTF-8
                _ => text.as_bytes().to_vec(),
            },
        }
    }
}

/// The plain decimal text of a number.
fn plain((value, digits): Number) -> String {
    let text = format!("{value:0>width$}", width = digits + 1);
    let (whole, fraction) = text.split_at(text.len() - digits);
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() {
        whole.to_owned()
    } else {
        format!("{whole}.{fraction}")
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn tables_read_back_or_are_refused(table in tables(), dialect in dialects()) {
        let bytes = dialect.write(&table);
        let read = price_list("list.csv", &bytes, &CsvSettings::default(), &Wanted::axes(2));
        let shown = String::from_utf8_lossy(&bytes);
        match read {
            Ok((cells, report)) => {
                let heads = |axis: &[Number]| -> Vec<String> { axis.iter().map(|head| plain(*head)).collect() };
                prop_assert_eq!(&cells.rows, &heads(&table.rows), "{}\n{}", shown, report.render());
                prop_assert_eq!(&cells.cols, &heads(&table.cols), "{}\n{}", shown, report.render());
                let found: Vec<_> = cells.values.iter().map(|value| value.map(|value| value.to_string())).collect();
                let expected: Vec<_> = table.cells.iter().map(|cell| cell.map(plain)).collect();
                prop_assert_eq!(found, expected, "{}\n{}", shown, report.render());
            }
            Err(findings) => {
                for finding in &findings {
                    prop_assert_eq!(finding.code, Code::CsvAmbiguous, "{}\n{}", shown, findings);
                }
            }
        }
    }

    #[test]
    fn declared_settings_leave_nothing_open(table in tables(), dialect in dialects()) {
        let settings = CsvSettings {
            separator: Some(dialect.separator),
            decimal: Some(dialect.decimal),
            form: Some(if dialect.long { pricewright::model::catalog::TableForm::Long } else { pricewright::model::catalog::TableForm::Wide }),
            ..CsvSettings::default()
        };
        let read = price_list("list.csv", &dialect.write(&table), &settings, &Wanted::axes(2));
        prop_assert!(read.is_ok(), "{}", read.err().map_or(String::new(), |findings| findings.to_string()));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "[0-9.,;'\"\n %€xa()-]{0,80}") {
        for axes in [None, Some(1), Some(2)] {
            let wanted = Wanted { axes, ..Wanted::default() };
            let _ = price_list("a", &bytes, &CsvSettings::default(), &wanted);
            let _ = price_list("a", text.as_bytes(), &CsvSettings::default(), &wanted);
        }
    }
}
