//! What was found so far of a component: counts, sums, and the changes that are shown.

use std::collections::BTreeMap;

use super::configuration::{Configuration, Priced, item, order};
use super::space::Dimension;
use super::{Change, ComponentDiff, Counts, Coverage};
use crate::model::date::Date;
use crate::model::order::{Order, Value};
use crate::model::quote::Status;
use crate::money::{Currency, Decimal, Exactness, Rounding};

/// Configurations with a price in one catalog only that are shown.
const EXAMPLES: usize = 3;

/// What was found so far.
pub(super) struct Tally {
    component: String,
    currency: Currency,
    configurations: u64,
    counts: Counts,
    statuses: BTreeMap<(Status, Status), u64>,
    sum: Option<Decimal>,
    rise: Option<Change>,
    fall: Option<Change>,
    worst: Vec<Change>,
    most: usize,
    examples: Vec<Change>,
}

impl Tally {
    /// Nothing yet; `most` of the largest changes will be kept.
    pub fn new(component: &str, most: usize, currency: Currency) -> Self {
        Self {
            component: component.to_owned(),
            currency,
            configurations: 0,
            counts: Counts::default(),
            statuses: BTreeMap::new(),
            sum: Some(Decimal::ZERO),
            rise: None,
            fall: None,
            worst: Vec::new(),
            most,
            examples: Vec::new(),
        }
    }

    /// Counts a configuration.
    pub fn count(&mut self, space: &[Dimension], values: Configuration, old: Priced, new: Priced) {
        let more = |count: &mut u64| *count = count.saturating_add(1);
        more(&mut self.configurations);
        if old.0 != new.0 {
            more(self.statuses.entry((old.0, new.0)).or_default());
        }
        let (Some(before), Some(after)) = (old.1, new.1) else {
            let counter = match (old.1, new.1) {
                (None, Some(_)) => &mut self.counts.newly_priced,
                (Some(_), None) => &mut self.counts.no_longer_priced,
                _ => return more(&mut self.counts.unpriced),
            };
            more(counter);
            if *counter <= EXAMPLES as u64 {
                let change = self.change(space, values, old, new, None);
                self.examples.push(change);
            }
            return;
        };
        let exact = &mut Exactness::default();
        let Ok(difference) = after.minus(before, exact) else {
            self.sum = None;
            return;
        };
        self.sum = self.sum.and_then(|sum| sum.plus(difference, exact).ok());
        if difference.is_zero() {
            return more(&mut self.counts.unchanged);
        }
        let (counter, largest) = match difference.is_negative() {
            false => (&mut self.counts.up, &self.rise),
            true => (&mut self.counts.down, &self.fall),
        };
        more(counter);
        let size = |change: &Change| change.difference.unwrap_or(Decimal::ZERO).absolute();
        let is_largest = largest
            .as_ref()
            .is_none_or(|it| size(it) < difference.absolute());
        let is_listed = self.most > 0
            && (self.worst.len() < self.most
                || self
                    .worst
                    .last()
                    .is_some_and(|it| size(it) < difference.absolute()));
        if !is_largest && !is_listed {
            return;
        }
        let change = self.change(space, values, old, new, Some(difference));
        if is_listed {
            // of equal changes the earlier one stands first
            let at = self.worst.partition_point(|it| size(it) >= size(&change));
            self.worst.insert(at, change.clone());
            self.worst.truncate(self.most);
        }
        if is_largest {
            match difference.is_negative() {
                false => self.rise = Some(change),
                true => self.fall = Some(change),
            }
        }
    }

    fn change(
        &self,
        space: &[Dimension],
        values: Configuration,
        old: Priced,
        new: Priced,
        difference: Option<Decimal>,
    ) -> Change {
        Change {
            order: order_of(&self.component, self.currency, space, values),
            old,
            new,
            difference,
            percent: difference.and_then(|difference| percent(difference, old.1?)),
            lines: Vec::new(),
        }
    }

    /// What was found.
    pub fn finish(self, coverage: Coverage) -> ComponentDiff {
        let counts = self.counts;
        let compared = counts
            .unchanged
            .saturating_add(counts.up)
            .saturating_add(counts.down);
        let mean = i64::try_from(compared).ok().filter(|count| *count > 0);
        let mean = mean.and_then(|count| {
            let exact = &mut Exactness::default();
            let mean = self
                .sum?
                .divided_by(Decimal::from_integer(count), exact)
                .ok()?;
            let digits = i32::try_from(self.currency.digits).ok()?;
            mean.round_to(digits, Rounding::HalfUp).ok()
        });
        let statuses = self.statuses.into_iter();
        ComponentDiff {
            component: self.component,
            coverage,
            configurations: self.configurations,
            counts,
            statuses: statuses
                .map(|((old, new), count)| (old, new, count))
                .collect(),
            mean,
            rise: self.rise,
            fall: self.fall,
            worst: self.worst,
            examples: self.examples,
        }
    }
}

/// A change in percent of the old amount, to two digits.
fn percent(difference: Decimal, old: Decimal) -> Option<Decimal> {
    let exact = &mut Exactness::default();
    let hundredfold = difference.times(Decimal::HUNDRED, exact).ok()?;
    let percent = hundredfold.divided_by(old, exact).ok()?;
    percent.round_to(2, Rounding::HalfUp).ok()
}

/// A configuration as an order.
fn order_of(
    component: &str,
    currency: Currency,
    space: &[Dimension],
    values: Configuration,
) -> Order {
    let mut order = order(component, currency);
    let mut of_item = item(component);
    for (dimension, value) in space.iter().zip(values) {
        let Some(value) = value else { continue };
        match (dimension.name.as_str(), &value) {
            ("quantity", Value::Number(quantity)) if !dimension.is_feature => {
                of_item.quantity = *quantity;
            }
            ("as_of", Value::Text(day)) if !dimension.is_feature => {
                order.as_of = Date::parse(day);
            }
            _ if dimension.is_feature => of_item.values.push((dimension.name.clone(), value)),
            _ => order.inputs.push((dimension.name.clone(), value)),
        }
    }
    order.items = vec![of_item];
    order
}
