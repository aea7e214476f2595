//! What is written of each order, and what is counted.

use std::fmt::Write as _;

use super::lines::Record;
use crate::diagnostic::{Diagnostics, JsonWriter, Units};
use crate::model::Quote;
use crate::model::quote::Status;
use crate::money::Decimal;

/// Findings that a cell of a message tells.
const MOST_TOLD: usize = 5;
/// The columns of totals.
const COLUMNS: [&str; 6] = ["index", "id", "status", "total", "currency", "message"];

/// What became of an order.
pub(super) struct Answer {
    /// The id of its only item.
    pub id: Option<String>,
    /// Its quote, or what is wrong with its line.
    pub quote: Result<Quote, Diagnostics>,
}

/// How results are written.
#[derive(Clone, Copy)]
pub(super) enum Style {
    /// A quote as JSON on each line.
    Quotes,
    /// A total as JSON on each line.
    Totals,
    /// A total in each row of CSV.
    Rows {
        /// What stands between cells.
        separator: u8,
    },
}

impl Style {
    /// What stands before all results.
    pub(super) fn heading(self) -> Vec<u8> {
        let mut heading = Vec::new();
        if let Self::Rows { separator } = self {
            write_row(&mut heading, separator, &COLUMNS);
        }
        heading
    }

    /// Adds the result of an order: one line.
    pub(super) fn write(self, to: &mut Vec<u8>, record: &Record, answer: &Answer) {
        let line = match (self, &answer.quote) {
            (Self::Rows { separator }, _) => return total_row(to, separator, record, answer),
            (Self::Totals, _) => total(record, answer),
            (Self::Quotes, Ok(quote)) => quote.to_json(),
            (Self::Quotes, Err(found)) => {
                let mut json = JsonWriter::new();
                json.begin_object();
                write_errors(&mut json, record, found);
                json.end_object();
                json.finish()
            }
        };
        to.extend_from_slice(line.as_bytes());
        to.push(b'\n');
    }
}

impl Answer {
    fn status(&self) -> &'static str {
        self.quote
            .as_ref()
            .map_or("error", |quote| quote.status.as_str())
    }

    fn total(&self) -> Option<String> {
        let quote = self.quote.as_ref().ok()?;
        let digits = quote.currency.digits;
        quote.amount.map(|amount: Decimal| amount.to_fixed(digits))
    }

    fn currency(&self) -> Option<&str> {
        let quote = self.quote.as_ref().ok()?;
        Some(quote.currency.code.as_str())
    }
}

fn total(record: &Record, answer: &Answer) -> String {
    let mut json = JsonWriter::new();
    json.begin_object();
    json.key("index").raw_number(record.index);
    let total = answer.total();
    let texts = [
        ("id", answer.id.as_deref()),
        ("status", Some(answer.status())),
        ("total", total.as_deref()),
        ("currency", answer.currency()),
    ];
    for (key, text) in texts {
        match text {
            Some(text) => json.key(key).string(text),
            None => json.key(key).null(),
        };
    }
    if let Err(found) = &answer.quote {
        write_errors(&mut json, record, found);
    }
    json.end_object();
    json.finish()
}

fn write_errors(json: &mut JsonWriter, record: &Record, found: &Diagnostics) {
    json.key("line").raw_number(record.line);
    json.key("errors");
    found.write(json, Units::Utf8);
}

fn total_row(to: &mut Vec<u8>, separator: u8, record: &Record, answer: &Answer) {
    let message = answer
        .quote
        .as_ref()
        .err()
        .map(|found| message(record, found));
    let total = answer.total();
    let cells = [
        &record.index.to_string(),
        answer.id.as_deref().unwrap_or_default(),
        answer.status(),
        total.as_deref().unwrap_or_default(),
        answer.currency().unwrap_or_default(),
        message.as_deref().unwrap_or_default(),
    ];
    write_row(to, separator, &cells);
}

/// `line 7: expected 6 cells, found 5 (put …)`
fn message(record: &Record, found: &Diagnostics) -> String {
    let mut message = format!("line {}: ", record.line);
    for (number, diagnostic) in found.iter().take(MOST_TOLD).enumerate() {
        if number > 0 {
            message.push_str("; ");
        }
        message.push_str(&diagnostic.message);
        if let Some(help) = &diagnostic.help {
            let _ = write!(message, " ({help})");
        }
    }
    let more = found.len().saturating_sub(MOST_TOLD);
    if more > 0 {
        let _ = write!(message, "; and {more} more");
    }
    message
}

fn write_row(to: &mut Vec<u8>, separator: u8, cells: &[&str]) {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(separator)
        .buffer_capacity(256)
        .from_writer(to);
    // writing to memory cannot fail
    drop(
        writer
            .write_record(cells)
            .and_then(|()| Ok(writer.flush()?)),
    );
}

/// How many orders became what.
#[derive(Clone, Copy, Default)]
pub(super) struct Counts {
    orders: u64,
    priced: u64,
    incomplete: u64,
    invalid: u64,
    on_request: u64,
    unpriced: u64,
    faulty: u64,
    first_faulty: Option<u64>,
}

impl Counts {
    /// Counts an order.
    pub(super) fn count(&mut self, line: u64, quote: &Result<Quote, Diagnostics>) {
        let of = match quote.as_ref().map(|quote| quote.status) {
            Ok(Status::Priced) => &mut self.priced,
            Ok(Status::Incomplete) => &mut self.incomplete,
            Ok(Status::Invalid) => &mut self.invalid,
            Ok(Status::OnRequest) => &mut self.on_request,
            Ok(Status::Unpriced) => &mut self.unpriced,
            Err(_) => {
                self.first_faulty.get_or_insert(line);
                &mut self.faulty
            }
        };
        *of = of.saturating_add(1);
        self.orders = self.orders.saturating_add(1);
    }

    /// Adds what was counted of later orders.
    pub(super) fn add(&mut self, later: &Self) {
        let pairs = [
            (&mut self.orders, later.orders),
            (&mut self.priced, later.priced),
            (&mut self.incomplete, later.incomplete),
            (&mut self.invalid, later.invalid),
            (&mut self.on_request, later.on_request),
            (&mut self.unpriced, later.unpriced),
            (&mut self.faulty, later.faulty),
        ];
        for (sum, more) in pairs {
            *sum = sum.saturating_add(more);
        }
        self.first_faulty = self.first_faulty.or(later.first_faulty);
    }

    /// Whether every order has a binding price.
    pub(super) const fn all_priced(&self) -> bool {
        self.priced == self.orders
    }

    /// How many orders there are so far.
    pub(super) const fn orders(&self) -> u64 {
        self.orders
    }

    /// The line of the first order with errors.
    pub(super) const fn first_faulty(&self) -> Option<u64> {
        self.first_faulty
    }

    /// `6 of 8 orders priced, 1 invalid, 1 with errors`
    pub(super) fn told(&self) -> String {
        let mut told = format!("{} of {} orders priced", self.priced, self.orders);
        let others = [
            (self.incomplete, "incomplete"),
            (self.invalid, "invalid"),
            (self.on_request, "on request"),
            (self.unpriced, "unpriced"),
            (self.faulty, "with errors"),
        ];
        for (count, what) in others.into_iter().filter(|(count, _)| *count > 0) {
            let _ = write!(told, ", {count} {what}");
        }
        told
    }
}
