//! Magento's CSV export: products with a column `custom_options`, each cell of which holds
//! `name=Size,type=drop_down,required=1,price=2.0000,price_type=fixed,option_title=Large|…`, one
//! part for each value.

use std::sync::Arc;

use super::super::findings::{At, ImportReport};
use super::super::foreign::truth;
use super::super::records::{self, column};
use super::magento_option::{CustomOption, Value, number, typed};
use super::magento_rows::{self, Columns};
use super::magento_tiers::TierPrice;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source, Span};
use crate::model::fault::excerpt;
use crate::money::Decimal;

/// Keys of a part. A comma begins a new one only before one of them, so titles may hold commas.
const KEYS: &[&str] = &[
    "name",
    "type",
    "required",
    "price",
    "price_type",
    "sku",
    "max_characters",
    "file_extension",
    "image_size_x",
    "image_size_y",
    "option_title",
    "sort_order",
    "row_sort",
];

/// A product of a file, with all rows that belong to it.
pub(super) struct Row {
    pub at: At,
    pub sku: Option<String>,
    pub name: Option<String>,
    pub price: Option<Decimal>,
    pub options: Vec<CustomOption>,
    pub tiers: Vec<TierPrice>,
}

/// The products of an export.
pub(super) fn products(
    source: &Arc<Source>,
    report: &mut ImportReport,
) -> Result<Vec<Row>, Diagnostics> {
    let separator = records::separator(&source.text);
    let records = records::rows(source, separator)?;
    let mut records = records.into_iter();
    let header = records.next().map(|(_, cells)| cells).unwrap_or_default();
    let columns = ["sku", "name", "price", "custom_options"].map(|name| column(&header, &[name]));
    let by_row = Columns::of(&header);
    if columns.last().copied().flatten().is_none() && !by_row.any() {
        let place = Place::in_source(source, Span::default());
        let message =
            "the file has no column `custom_options`, `_custom_option_type` or `tier_price`";
        return Err(Diagnostic::new(Code::CsvSyntax, place, message).into());
    }
    left_out(&header, &columns, &by_row, source, report);
    let [sku, name, price, custom] = columns;
    let mut faults = Diagnostics::new();
    let mut products: Vec<Row> = Vec::new();
    for (line, cells) in records {
        let text = |column: Option<usize>| {
            column
                .and_then(|at| cells.get(at))
                .filter(|cell| !cell.is_empty())
                .cloned()
        };
        let at = At {
            file: source.name.clone(),
            path: format!("row {line}"),
        };
        let sku = text(sku);
        // a row without a sku, or with the one before, says more of the same product
        let goes_on = by_row.any()
            && products
                .last()
                .is_some_and(|last| sku.is_none() || sku == last.sku);
        if !goes_on {
            products.push(Row {
                at: at.clone(),
                sku,
                name: text(name),
                price: text(price).and_then(|text| number(&text, &at, &mut faults, source)),
                options: Vec::new(),
                tiers: Vec::new(),
            });
        }
        let Some(product) = products.last_mut() else {
            continue;
        };
        let cell = text(custom).unwrap_or_default();
        let mut read = Reading {
            at: at.clone(),
            source,
            faults: &mut faults,
            report: &mut *report,
        };
        product.options.extend(read.options(&cell));
        let mut row = magento_rows::Row {
            columns: &by_row,
            cells: &cells,
            at,
            source,
            faults: &mut faults,
            report: &mut *report,
        };
        row.options(&mut product.options);
        row.tiers(&mut product.tiers);
    }
    faults.into_result(products)
}

/// Reports the columns that are not read.
fn left_out(
    header: &[String],
    columns: &[Option<usize>],
    by_row: &Columns,
    source: &Source,
    report: &mut ImportReport,
) {
    for (index, title) in header.iter().enumerate() {
        if !columns.contains(&Some(index)) && !by_row.holds(index) && !title.is_empty() {
            let at = At {
                file: source.name.clone(),
                path: format!("column {}", excerpt(title)),
            };
            let what = format!("column `{}`", excerpt(title));
            report.not_mapped(at, what, "", "left out", "");
        }
    }
}

struct Reading<'a> {
    at: At,
    source: &'a Arc<Source>,
    faults: &'a mut Diagnostics,
    report: &'a mut ImportReport,
}

impl Reading<'_> {
    /// The options of a cell: parts with one name are values of one option.
    fn options(&mut self, cell: &str) -> Vec<CustomOption> {
        let mut options: Vec<CustomOption> = Vec::new();
        for part in cell.split('|').filter(|part| !part.trim().is_empty()) {
            let pairs = pairs(part);
            let value = |key: &str| {
                pairs
                    .iter()
                    .find(|(found, _)| *found == key)
                    .map(|(_, value)| (*value).to_owned())
            };
            let title = value("name").unwrap_or_default();
            if title.is_empty() {
                let at = self.at.clone();
                self.report.not_mapped(
                    at,
                    "part of `custom_options`",
                    part,
                    "left out: it has no `name`",
                    "",
                );
                continue;
            }
            let surcharge = self.surcharge(value("price"), value("price_type"));
            self.leave_out(&pairs);
            let kind = value("type").unwrap_or_default();
            let same = options
                .iter_mut()
                .find(|option| option.title == title && option.kind == kind);
            let entry = value("option_title")
                .filter(|title| !title.is_empty())
                .map(|title| Value {
                    title,
                    sku: value("sku").filter(|sku| !sku.is_empty()),
                    sort_order: None,
                    surcharge: surcharge.clone(),
                    source_id: None,
                });
            let sku = value("sku").filter(|sku| !sku.is_empty());
            if let (Some(sku), None) = (sku, &entry) {
                let done = "left out: only options of a choice have one";
                let what = "sku of a custom option";
                self.report
                    .not_mapped(self.at.clone(), what, &sku, done, "");
            }
            let max = self.length(value("max_characters"));
            let required = value("required").unwrap_or_default();
            let required = truth(&required, self.at.clone(), self.report);
            match same {
                Some(option) => option.values.extend(entry),
                None => options.push(CustomOption {
                    at: self.at.clone(),
                    title,
                    kind,
                    required,
                    sort_order: None,
                    max_characters: max,
                    surcharge: surcharge.filter(|_| entry.is_none()),
                    values: entry.into_iter().collect(),
                }),
            }
        }
        options
    }

    fn surcharge(
        &mut self,
        price: Option<String>,
        kind: Option<String>,
    ) -> Option<crate::model::catalog::Surcharge> {
        let price = price.filter(|price| !price.is_empty())?;
        let price = number(&price, &self.at, self.faults, self.source)?;
        let kind = kind
            .filter(|kind| !kind.is_empty())
            .unwrap_or_else(|| "fixed".to_owned());
        typed(price, &kind, self.at.clone(), self.report)
    }

    /// A length; 0 is none, what is no whole number is reported.
    fn length(&mut self, text: Option<String>) -> Option<u32> {
        let text = text.filter(|text| !text.is_empty())?;
        if let Ok(length) = text.parse() {
            return Some(length).filter(|length| *length > 0);
        }
        let done = "left out: a length is a whole number";
        let what = "key `max_characters` of `custom_options`";
        self.report
            .not_mapped(self.at.clone(), what, &text, done, "");
        None
    }

    fn leave_out(&mut self, pairs: &[(&str, &str)]) {
        for (key, value) in pairs {
            let empty = value.is_empty() || *value == "0";
            let unread = [
                "file_extension",
                "image_size_x",
                "image_size_y",
                "sort_order",
                "row_sort",
            ];
            if unread.contains(key) && !empty {
                let what = format!("key `{key}` of `custom_options`");
                self.report
                    .not_mapped(self.at.clone(), what, value, "left out", "");
            }
        }
    }
}

/// `name=Size,type=drop_down` as pairs.
fn pairs(part: &str) -> Vec<(&str, &str)> {
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    let mut rest = part.trim();
    while !rest.is_empty() {
        let end = next_key(rest);
        let (pair, left) = rest.split_at(end);
        pairs.extend(
            pair.split_once('=')
                .map(|(key, value)| (key.trim(), value.trim())),
        );
        rest = left.strip_prefix(',').unwrap_or(left);
    }
    pairs
}

/// Where the comma before the next known key stands, or the end.
fn next_key(text: &str) -> usize {
    let is_key = |rest: &str| {
        rest.split_once('=')
            .is_some_and(|(key, _)| KEYS.contains(&key.trim()))
    };
    text.match_indices(',')
        .find(|(at, _)| {
            text.get(at.saturating_add(1)..).is_some_and(|rest| {
                // no key is longer than this, so the search ends soon
                is_key(
                    rest.get(..24.min(rest.len()))
                        .unwrap_or_else(|| rest.split(',').next().unwrap_or(rest)),
                )
            })
        })
        .map_or(text.len(), |(at, _)| at)
}
