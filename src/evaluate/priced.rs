//! An order that is priced: its quote but for the lines, and those as records.
//!
//! `Priced::of` is the whole calculation; `write` only turns its numbers into texts.

use super::configuration::{self, Reading};
use super::counts::Counts;
use super::draft::Record;
use super::findings::{Findings, Speaker};
use super::item::{self, PricedItem};
use super::memo::Memo;
use super::observe::Observer;
use super::order::{self, Asked, OrderLines, PricedOrder};
use super::order_input::Setting;
use super::{constraint, limits, material, sums, tax};
use crate::model::quote::{Line, Quote, Status};
use crate::money::Decimal;
use crate::plan::ComponentIndex;

/// A priced order.
#[derive(Debug)]
pub(super) struct Priced {
    /// Its quote; without lines until they are written.
    quote: Quote,
    items: Vec<ItemRecords>,
    lines: OrderLines,
}

/// The lines of an item.
#[derive(Debug)]
struct ItemRecords {
    component: Option<ComponentIndex>,
    records: Vec<Record>,
}

impl Priced {
    /// Prices an order. The memo is of its first item.
    pub fn of(setting: &Setting<'_>, observer: &mut dyn Observer, memo: &mut Memo) -> Self {
        let mut steps_left = limits::STEPS;
        let mut readings = read_items(setting, &mut steps_left, memo);
        let counts = Counts::of(&mut readings, &mut steps_left);
        let mut items = Vec::with_capacity(readings.len());
        for mut reading in readings {
            if let Some(configured) = &mut reading.configured {
                configured.frame.steps_left = steps_left;
            }
            let first = reading.index == 0;
            let (priced, left, kept) = item::price(setting, reading, &counts, observer);
            steps_left = left.unwrap_or(steps_left);
            if first && let Some(kept) = kept {
                *memo = kept;
            }
            items.push(priced);
        }
        let order = order::price(setting, &items, observer, steps_left);
        Self::finished(setting, items, order)
    }

    /// The quote.
    pub fn quote(&self) -> &Quote {
        &self.quote
    }

    /// The lines of the items, then those of the order; with each the key of a fee once per order.
    pub fn records(&self) -> impl Iterator<Item = (&Record, Option<&str>)> {
        let of_items = self.items.iter().flat_map(|item| &item.records);
        let of_items = of_items.map(|record| (record, None));
        of_items.chain(self.lines.records())
    }

    /// Writes the lines into the quote.
    pub fn write(&mut self, setting: &Setting<'_>) -> &Quote {
        for (quote, item) in self.quote.items.iter_mut().zip(&self.items) {
            write(&mut quote.lines, setting, item.component, &item.records);
        }
        self.lines.write(setting, &mut self.quote.lines);
        &self.quote
    }

    /// The quote with its lines.
    pub fn written(mut self, setting: &Setting<'_>) -> Quote {
        self.write(setting);
        self.quote
    }

    fn finished(setting: &Setting<'_>, items: Vec<PricedItem>, order: PricedOrder) -> Self {
        let plan = setting.plan;
        let text = |id: Option<_>| id.map(|id| plan.text(id).to_owned());
        let mut quotes = Vec::with_capacity(items.len());
        let mut records = Vec::with_capacity(items.len());
        for item in items {
            records.push(ItemRecords {
                component: item.component,
                records: item.records,
            });
            quotes.push(item.quote);
        }
        let quote = Quote {
            status: order.status,
            currency: setting.currency,
            as_of: setting.order.as_of,
            gross_prices: plan.gross_prices,
            items: quotes,
            lines: Vec::new(),
            amount: order.amount,
            priced_subtotal: order.priced_subtotal,
            net: None,
            tax: None,
            gross: None,
            taxes: Vec::new(),
            violations: Vec::new(),
            warnings: Vec::new(),
            problems: Vec::new(),
            bill_of_materials: Vec::new(),
            catalog_id: text(plan.catalog_id),
            catalog_version: text(plan.catalog_version),
            fingerprint: plan.fingerprint.clone(),
            engine_version: env!("CARGO_PKG_VERSION"),
            rounding: setting.rounding,
        };
        let mut priced = Self {
            quote,
            items: records,
            lines: order.lines,
        };
        priced.finish(setting, order.findings);
        priced
    }

    /// Shares, tax and materials; without them there are no totals.
    fn finish(&mut self, setting: &Setting<'_>, mut findings: Findings) {
        let quote = &mut self.quote;
        let lines = &self.lines;
        let finished = (|| {
            if let Some(amount) = quote.amount {
                for (index, item) in quote.items.iter_mut().enumerate() {
                    item.order_share = Some(lines.share_of(index)?);
                }
                tax::add(setting, quote, amount)?;
            }
            let priced = quote
                .items
                .iter()
                .filter(|item| item.status == Status::Priced);
            for entry in priced.flat_map(|item| &item.bill_of_materials) {
                material::add(&mut quote.bill_of_materials, &entry.sku, entry.quantity)?;
            }
            Ok(())
        })();
        if let Err(stop) = finished {
            findings.note(stop, Speaker::ORDER);
            quote.status = quote.status.max(findings.status());
            quote.taxes.clear();
            (quote.amount, quote.net, quote.tax, quote.gross) = (None, None, None, None);
            self.lines = OrderLines::default();
        }
        quote.violations = findings.violations;
        quote.warnings = findings.warnings;
        quote.problems = findings.problems;
    }
}

fn read_items<'a>(
    setting: &Setting<'a>,
    steps_left: &mut u64,
    memo: &mut Memo,
) -> Vec<Reading<'a>> {
    let mut readings = Vec::with_capacity(setting.order.items.len());
    for (index, item) in setting.order.items.iter().enumerate() {
        let mut reading = configuration::read(setting, index, item, steps_left);
        if let Some(configured) = &mut reading.configured {
            if index == 0 {
                let memo = std::mem::take(memo);
                configured.frame.recall(memo);
            }
            constraint::check(setting, configured, &mut reading.findings);
            *steps_left = configured.frame.steps_left;
        }
        readings.push(reading);
    }
    readings
}

impl OrderLines {
    /// What an item carries of the order's lines.
    fn share_of(&self, item: usize) -> Result<Decimal, super::value::Stop> {
        let shares = self.shares.iter().filter_map(|shares| shares.get(item));
        shares.copied().try_fold(Decimal::ZERO, sums::plus)
    }

    fn records(&self) -> impl Iterator<Item = (&Record, Option<&str>)> {
        let keys = self
            .fees
            .iter()
            .map(Asked::key)
            .chain(std::iter::repeat(None));
        let keys = std::iter::repeat_n(None, self.first_fee).chain(keys);
        self.records.iter().zip(keys)
    }

    fn write(&self, setting: &Setting<'_>, lines: &mut Vec<Line>) {
        write(lines, setting, None, &self.records);
        for (line, asked) in lines.iter_mut().skip(self.first_fee).zip(&self.fees) {
            asked.write(line);
        }
        for (line, shares) in lines.iter_mut().zip(&self.shares) {
            line.shares.clone_from(shares);
        }
    }
}

/// Writes records over the lines that were there.
fn write(
    lines: &mut Vec<Line>,
    setting: &Setting<'_>,
    component: Option<ComponentIndex>,
    records: &[Record],
) {
    let writing = setting.writing(component);
    lines.clear();
    for record in records {
        lines.push(writing.line(record));
    }
}
