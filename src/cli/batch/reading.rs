//! A record to an order.

use std::path::Path;

use super::super::files::Fault;
use super::cell::RowReader;
use super::columns::Columns;
use super::lines::Record;
use super::record::{fault, text};
use crate::diagnostic::{Code, Diagnostics};
use crate::model::Order;

/// How records are orders.
pub(super) enum Reading<'a> {
    /// Each is an order as JSON.
    Orders,
    /// Each is a configuration in cells.
    Rows(Columns<'a>),
}

/// What one core reads records with.
pub(super) enum Reader<'r> {
    /// Each is an order as JSON.
    Orders,
    /// Each is a configuration in cells.
    Rows(&'r Columns<'r>, Box<RowReader>),
}

impl Reader<'_> {
    /// The order in a record, and its id as far as it is known.
    pub(super) fn order(
        &mut self,
        record: &Record,
    ) -> (Option<String>, Result<Order, Diagnostics>) {
        let syntax = match self {
            Self::Orders => Code::JsonSyntax,
            Self::Rows(..) => Code::CsvSyntax,
        };
        match (text(record, syntax), self) {
            (Err(found), _) => (None, Err(found)),
            (Ok(text), Self::Orders) => {
                let order = Order::from_json(text);
                (order.as_ref().ok().and_then(only_id), order)
            }
            (Ok(text), Self::Rows(columns, rows)) => columns.order(rows, text),
        }
    }
}

impl Reading<'_> {
    /// What one core reads records with.
    pub(super) fn reader(&self) -> Reader<'_> {
        match self {
            Self::Orders => Reader::Orders,
            Self::Rows(columns) => {
                Reader::Rows(columns, Box::new(RowReader::new(columns.separator())))
            }
        }
    }

    /// A file without orders.
    pub(super) fn nothing(&self, file: &Path) -> Fault {
        let (code, help) = match self {
            Self::Orders => (
                Code::JsonSyntax,
                "write an order on each line: `{\"items\": [{\"component\": \"mug\"}]}`",
            ),
            Self::Rows(_) => (
                Code::CsvSyntax,
                "write a row for each order below the header",
            ),
        };
        let message = format!("`{}` has no orders", file.display());
        Fault::Faulty(fault(code, message).with_help(help).into())
    }
}

/// The id of an order's only item.
fn only_id(order: &Order) -> Option<String> {
    match order.items.as_slice() {
        [item] => item.id.clone(),
        _ => None,
    }
}
