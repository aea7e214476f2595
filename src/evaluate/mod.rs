//! Plan and order to quote: read the configuration, look up, apply the phases, add up.
//!
//! The same order gives the same quote on every platform. Nothing here panics, and every loop is
//! bounded by the plan, the order and [`limits`].
//!
//! The stages, each a room of its own: `order_input` reads what holds for the whole order,
//! `configuration` the items, `constraint` says what is forbidden; then `item` runs each item's
//! `waterfall` (`base`, `adjust`, `tier`, `limit`), `order` what goes over all items (`share`),
//! and `tax` comes last. Faults of the order are diagnostics; everything about an item is in the
//! quote.

mod adjust;
mod answer;
mod base;
pub(crate) mod choice;
mod configuration;
mod constraint;
mod draft;
pub(crate) mod expression;
mod findings;
pub(crate) mod frame;
pub(crate) mod function;
mod item;
mod letter_case;
mod limit;
pub mod limits;
pub(crate) mod lookup;
mod material;
mod nearest;
pub(crate) mod observe;
mod order;
mod order_input;
mod share;
pub(crate) mod slot_set;
mod sums;
mod surcharge;
mod tax;
mod tier;
pub(crate) mod value;
mod walk;
mod waterfall;
mod written;

#[cfg(test)]
mod program_tests;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

use crate::diagnostic::Diagnostics;
use crate::model::order::Order;
use crate::model::quote::{Quote, Status};
use crate::money::Decimal;
use crate::plan::{Plan, PlanData};
use configuration::Reading;
use findings::{Findings, Speaker};
use item::PricedItem;
use observe::Observer;
use order::PricedOrder;
use order_input::Setting;
use tier::Counts;

impl Plan {
    /// Prices an order.
    ///
    /// # Errors
    /// Every fault of the order itself at once: no items, an unknown currency, a missing day, an
    /// unknown or unfit input, a tax rate outside 0 to 100 percent. What is wrong with an item is
    /// no error: the quote says it.
    pub fn price(&self, order: &Order) -> Result<Quote, Diagnostics> {
        run(self.data(), order, &mut ())
    }
}

/// Prices an order and tells an observer what fired and what did not.
pub(crate) fn run(
    plan: &PlanData,
    order: &Order,
    observer: &mut dyn Observer,
) -> Result<Quote, Diagnostics> {
    let setting = order_input::read(plan, order)?;
    let mut steps_left = limits::STEPS;
    let mut readings = read_items(&setting, &mut steps_left);
    let counts = Counts::of(&mut readings, &mut steps_left);
    let mut items = Vec::with_capacity(readings.len());
    for mut reading in readings {
        if let Some(configured) = &mut reading.configured {
            configured.frame.steps_left = steps_left;
        }
        let (priced, left) = item::price(&setting, reading, &counts, observer);
        steps_left = left.unwrap_or(steps_left);
        items.push(priced);
    }
    let priced = order::price(&setting, &items, observer, steps_left);
    Ok(quote(&setting, items, priced))
}

fn read_items<'a>(setting: &Setting<'a>, steps_left: &mut u64) -> Vec<Reading<'a>> {
    let items = setting.order.items.iter().enumerate();
    let mut read = |(index, item)| {
        let mut reading = configuration::read(setting, index, item, steps_left);
        if let Some(configured) = &mut reading.configured {
            constraint::check(setting, configured, &mut reading.findings);
            *steps_left = configured.frame.steps_left;
        }
        reading
    };
    items.map(&mut read).collect()
}

fn quote(setting: &Setting<'_>, items: Vec<PricedItem>, order: PricedOrder) -> Quote {
    let plan = setting.plan;
    let text = |id: Option<_>| id.map(|id| plan.text(id).to_owned());
    let PricedOrder {
        status,
        lines,
        amount,
        priced_subtotal,
        findings,
    } = order;
    let mut quote = Quote {
        status,
        currency: setting.currency,
        as_of: setting.order.as_of,
        gross_prices: plan.gross_prices,
        items: items.into_iter().map(|item| item.quote).collect(),
        lines,
        amount,
        priced_subtotal,
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
    finish(setting, &mut quote, findings);
    quote
}

/// Shares, tax and materials of a quote; without them it has no totals.
fn finish(setting: &Setting<'_>, quote: &mut Quote, mut findings: Findings) {
    let finished = (|| {
        if let Some(amount) = quote.amount {
            for (index, item) in quote.items.iter_mut().enumerate() {
                let shares = quote
                    .lines
                    .iter()
                    .filter_map(|line| line.shares.get(index).copied());
                item.order_share = Some(shares.into_iter().try_fold(Decimal::ZERO, sums::plus)?);
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
        findings.note(
            stop,
            Speaker {
                id: "order",
                label: "order",
                phase: "order",
            },
        );
        quote.status = quote.status.max(findings.status());
        quote.lines.clear();
        quote.taxes.clear();
        (quote.amount, quote.net, quote.tax, quote.gross) = (None, None, None, None);
    }
    quote.violations = findings.violations;
    quote.warnings = findings.warnings;
    quote.problems = findings.problems;
}
