//! Axes and cells of a price list, inline or out of a CSV file.

use super::node::{Kind, Node, kind_of};
use super::object::ObjectReader;
use super::raw;
use super::scalar::{NumberFault, parse_number};
use crate::diagnostic::Code;
use crate::import::{self, Wanted};
use crate::model::catalog::{Cells, CsvSettings, FileReport};
use crate::model::fault::MOST_CELLS;
use crate::money::Decimal;

/// `rows`, `cols` and `cells` as they stand in the document.
pub(super) fn inline_cells(
    list: &ObjectReader<'_>,
    rows: Option<&Node<'_>>,
    cols: Option<&Node<'_>>,
    cells: Option<&Node<'_>>,
) -> Option<Cells> {
    for (key, node) in [("rows", rows), ("cells", cells)] {
        if node.is_none() {
            list.missing(key);
        }
    }
    let headers = rows.and_then(headers);
    let cols = match cols {
        Some(cols) => Some(headers_of_columns(cols)?),
        None => None,
    };
    let (rows, cells) = (headers?, cells?);
    let values = match &cols {
        Some(cols) => {
            if rows.len().saturating_mul(cols.len()) > MOST_CELLS {
                let found = rows.len().saturating_mul(cols.len());
                return cells.too_large(found, MOST_CELLS, "cells");
            }
            matrix(cells, rows.len(), cols.len())?
        }
        None => single(cells, rows.len())?,
    };
    Some(Cells {
        rows,
        cols: cols.unwrap_or_default(),
        values,
    })
}

/// Headers of columns: where they are written there must be one.
fn headers_of_columns(node: &Node<'_>) -> Option<Vec<String>> {
    let headers = headers(node)?;
    if headers.is_empty() {
        let help = "leave `cols` out for a list of one axis".to_owned();
        return node.invalid("at least one column", Some(help));
    }
    Some(headers)
}

/// Breakpoints or keys: numbers in their shortest form, texts as they stand.
fn headers(node: &Node<'_>) -> Option<Vec<String>> {
    let elements = node.elements("an array of numbers or texts", MOST_CELLS)?;
    let mut headers = Vec::with_capacity(elements.len());
    for (index, text) in elements.into_iter().enumerate() {
        let header = match kind_of(text) {
            Kind::Number => Decimal::parse_json(text)
                .ok()
                .map(|number| number.to_string()),
            _ => None,
        };
        let header = header.or_else(|| {
            let header = node.at_index(index, text);
            match header.kind() {
                Kind::Number => header.json_number().map(|number| number.to_string()),
                Kind::Text => header.id(),
                _ => header.wrong_type("a number or a text"),
            }
        });
        // A header that is none still counts, or each row would be reported, too.
        headers.push(header.unwrap_or_default());
    }
    Some(headers)
}

/// One array for each row.
fn matrix(node: &Node<'_>, rows: usize, cols: usize) -> Option<Vec<Option<Decimal>>> {
    let lines = node.elements("an array with an array for each row", MOST_CELLS)?;
    if lines.len() != rows {
        return mismatch(
            node,
            &format!("the list has {rows} rows, but `cells` has {}", lines.len()),
        );
    }
    let mut values = Vec::with_capacity(rows.saturating_mul(cols));
    for (index, line) in lines.into_iter().enumerate() {
        let row = |text| node.at_index(index, text);
        if kind_of(line) != Kind::Array {
            row(line).wrong_type::<()>("an array of cells");
            continue;
        }
        let (cells, found) = raw::elements(line, cols, node.reader().ends())?;
        if found != cols {
            let message =
                format!("the list has {cols} columns, but row {index} of `cells` has {found}");
            mismatch::<()>(&row(line), &message);
            continue;
        }
        for (column, text) in cells.into_iter().enumerate() {
            let place = || row(line).at_index(column, text);
            values.push(cell(text, place));
        }
    }
    Some(values)
}

/// A list of one axis: one cell for each row.
fn single(node: &Node<'_>, rows: usize) -> Option<Vec<Option<Decimal>>> {
    let cells = node.elements("an array of cells", MOST_CELLS)?;
    if cells.len() != rows {
        let message = format!("the list has {rows} rows, but `cells` has {}", cells.len());
        return mismatch(node, &message);
    }
    let read = |(index, text): (usize, _)| cell(text, || node.at_index(index, text));
    Some(cells.into_iter().enumerate().map(read).collect())
}

/// A price, or none where it is `null`. `place` is only asked for a fault: there may be millions.
fn cell<'a>(text: &'a str, place: impl Fn() -> Node<'a>) -> Option<Decimal> {
    match parse_number(text) {
        Ok(number) => Some(number),
        Err(NumberFault::NoNumber) if kind_of(text) == Kind::Null => None,
        Err(NumberFault::NoNumber) => place().wrong_type("a number, or `null` for not available"),
        Err(NumberFault::Number(_)) => place().number(),
    }
}

fn mismatch<T>(node: &Node<'_>, message: &str) -> Option<T> {
    node.report(Code::AxisMismatch, message, None);
    None
}

/// The cells of a file, and what was found in it.
pub(super) fn file_cells(
    node: &Node<'_>,
    name: &str,
    bytes: &[u8],
    settings: &CsvSettings,
    wanted: &Wanted,
) -> Option<(Cells, FileReport)> {
    import::price_list(name, bytes, settings, wanted)
        .map_err(|findings| {
            for mut finding in findings {
                finding.place.path = node.path();
                node.reader().push(finding);
            }
        })
        .ok()
}
