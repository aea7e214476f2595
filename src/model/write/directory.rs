//! Catalogs to directories: `catalog.json` and the files that it names.
//!
//! Takes a catalog and gives each file's name and text. Price lists and rules that have a file's
//! name go into that file, the others stay inline. Reading the directory gives the catalog back.

use std::collections::BTreeMap;

use super::Parts;
use crate::diagnostic::JsonWriter;
use crate::model::Catalog;
use crate::model::catalog::Cells;

impl Catalog {
    /// The files of the catalog's directory by their names, `catalog.json` among them. Where two
    /// parts name one file, the first one's text is kept.
    ///
    /// # Example
    /// ```
    /// use pricewright::model::Catalog;
    ///
    /// let text = r#"{ "format": 1, "currency": "EUR", "rules_file": "order.price", "components": [] }"#;
    /// let files = |_: &str| Ok(b"minimum smallest : 49.00 per order".to_vec());
    /// let catalog = Catalog::from_json_with("catalog.json", text, &files)?;
    /// let written = catalog.to_files();
    /// assert_eq!(written.keys().collect::<Vec<_>>(), ["catalog.json", "order.price"]);
    /// assert_eq!(written["order.price"], "minimum smallest : 49.00 per order");
    /// # Ok::<(), pricewright::diagnostic::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn to_files(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        let document = self.write(JsonWriter::pretty(), Parts::Files);
        files.insert("catalog.json".to_owned(), ended(document));
        let rules = self.components.iter().map(|component| &component.rules);
        for rules in rules.chain([&self.rules]).flatten() {
            if let Some(file) = &rules.file {
                let text = || rules.source.text.clone();
                files.entry(file.clone()).or_insert_with(text);
            }
        }
        for list in self
            .components
            .iter()
            .flat_map(|component| &component.price_lists)
        {
            if let Some(file) = &list.file {
                files
                    .entry(file.clone())
                    .or_insert_with(|| csv(&list.cells));
            }
        }
        files
    }
}

fn ended(mut text: String) -> String {
    text.push('\n');
    text
}

/// The cells as a CSV text with commas and decimal points; one axis has a heading.
fn csv(cells: &Cells) -> String {
    let mut out = String::new();
    let one_axis = cells.cols.is_empty();
    let width = if one_axis { 1 } else { cells.cols.len() };
    if one_axis {
        out.push_str(",price");
    }
    for col in &cells.cols {
        out.push(',');
        push_cell(&mut out, col);
    }
    out.push('\n');
    for (row, values) in cells.rows.iter().zip(cells.values.chunks(width)) {
        push_cell(&mut out, row);
        for value in values {
            out.push(',');
            if let Some(value) = value {
                out.push_str(&value.to_string());
            }
        }
        out.push('\n');
    }
    out
}

fn push_cell(out: &mut String, text: &str) {
    if text.contains([',', '"', '\n', '\r']) {
        out.push('"');
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(text);
    }
}
