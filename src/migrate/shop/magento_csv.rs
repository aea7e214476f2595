//! Magento's CSV export: products with a column `custom_options`, each cell of which holds
//! `name=Size,type=drop_down,required=1,price=2.0000,price_type=fixed,option_title=Large|…`, one
//! part for each value.

use std::sync::Arc;

use super::super::Settings;
use super::super::assemble::Draft;
use super::super::findings::{At, ImportReport};
use super::super::ids::Ids;
use super::super::records::{self, column};
use super::magento::{CustomOption, Value, add, typed};
use super::product::Product;
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

/// The products of an export.
pub(super) fn products(
    source: &Arc<Source>,
    settings: &Settings,
    report: &mut ImportReport,
) -> Result<Vec<Draft>, Diagnostics> {
    let separator = records::separator(&source.text);
    let records = records::rows(source, separator)?;
    let mut records = records.into_iter();
    let header = records.next().map(|(_, cells)| cells).unwrap_or_default();
    let columns = ["sku", "name", "price", "custom_options"].map(|name| column(&header, &[name]));
    let [sku, name, price, custom] = columns;
    let fault = |message: String| {
        Diagnostic::new(
            Code::CsvSyntax,
            Place::in_source(source, Span::default()),
            message,
        )
    };
    let Some(custom) = custom else {
        return Err(fault("the file has no column `custom_options`".to_owned()).into());
    };
    for (index, title) in header.iter().enumerate() {
        if !columns.contains(&Some(index)) && !title.is_empty() {
            let at = At {
                file: source.name.clone(),
                path: format!("column {title}"),
            };
            report.not_mapped(
                at,
                format!("column `{}`", excerpt(title)),
                "",
                "left out",
                "",
            );
        }
    }
    let mut faults = Diagnostics::new();
    let mut components = Ids::default();
    let mut drafts = Vec::new();
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
        let mut product = Product::new(text(name), text(sku), &mut components, report);
        let price = text(price).and_then(|text| number(&text, &at, &mut faults, source));
        product.base_price(price);
        let cell = text(Some(custom)).unwrap_or_default();
        let mut read = Reading {
            at,
            source,
            faults: &mut faults,
            report: &mut *report,
        };
        for option in read.options(&cell) {
            add(option, None, &mut product, report);
        }
        drafts.push(product.finish(settings, report));
    }
    faults.into_result(drafts)
}

fn number(text: &str, at: &At, faults: &mut Diagnostics, source: &Arc<Source>) -> Option<Decimal> {
    Decimal::parse(text)
        .map_err(|error| {
            let message = format!("`{}` in {}: {error}", excerpt(text), at.path);
            let start = source.text.find(text).unwrap_or_default();
            let span = Span::new(start, start.saturating_add(text.len()));
            faults.push(Diagnostic::new(
                Code::NumberSyntax,
                Place::in_source(source, span),
                message,
            ));
        })
        .ok()
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
                .last_mut()
                .filter(|last| last.title == title && last.kind == kind);
            let entry = value("option_title")
                .filter(|title| !title.is_empty())
                .map(|title| Value {
                    title,
                    sku: value("sku").filter(|sku| !sku.is_empty()),
                    sort_order: None,
                    surcharge: surcharge.clone(),
                    source_id: None,
                });
            let max = value("max_characters").and_then(|text| text.parse().ok());
            match same {
                Some(option) => option.values.extend(entry),
                None => options.push(CustomOption {
                    at: self.at.clone(),
                    title,
                    kind,
                    required: value("required").as_deref() == Some("1"),
                    sort_order: None,
                    max_characters: max.filter(|max| *max > 0),
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
