//! One component, priced by both plans, configuration by configuration.

use std::collections::BTreeMap;

use super::space::{Dimension, Side, dimensions};
use super::waterfall::side_by_side;
use super::{Change, ComponentDiff, Counts, Coverage, DiffOptions};
use crate::analyze::random::Random;
use crate::diagnostic::{Code, Diagnostics};
use crate::evaluate::Session;
use crate::model::date::Date;
use crate::model::order::{Item, Order, Value};
use crate::model::quote::{Status, Violation};
use crate::money::{Currency, Decimal, Exactness, Rounding};
use crate::plan::Plan;

/// Configurations with a price in one catalog only that are shown.
const EXAMPLES: usize = 3;
/// How often a configuration that neither catalog prices is mended.
const MENDED: usize = 5;

/// A value for each dimension.
type Configuration = Vec<Option<Value>>;

/// What a plan says of a configuration.
type Priced = (Status, Option<Decimal>);

/// Compares one component.
pub(super) fn component(
    old: &Plan,
    new: &Plan,
    id: &str,
    currency: Currency,
    options: &DiffOptions,
) -> Result<ComponentDiff, Diagnostics> {
    let mut random = Random::new(options.seed);
    let mut tally = Tally::new(id, options.worst, currency);
    let (Some(before), Some(after)) = (old.data().component(id), new.data().component(id)) else {
        return Ok(tally.finish(Coverage::Exhaustive));
    };
    let sides = (
        Side {
            plan: old.data(),
            component: before,
        },
        Side {
            plan: new.data(),
            component: after,
        },
    );
    let space = dimensions(sides.0, sides.1, options, &mut random);
    let mut both = Both {
        space: &space,
        old: Beside::new(old, sides.0, id, currency),
        new: Beside::new(new, sides.1, id, currency),
    };
    let count = space.iter().try_fold(1_usize, |count, dimension| {
        count.checked_mul(dimension.values.len())
    });
    let coverage = match count {
        Some(count) if count <= options.limit => {
            for number in 0..count {
                both.tell(&mut tally, nth(&space, number))?;
            }
            match space.iter().all(|dimension| dimension.is_complete) {
                true => Coverage::Exhaustive,
                false => Coverage::Representative,
            }
        }
        _ => {
            for _ in 0..options.limit {
                let drawn = space.iter().map(|dimension| dimension.draw(&mut random));
                let drawn = drawn.collect();
                let mended = both.mended(drawn, &mut random)?;
                both.tell(&mut tally, mended)?;
            }
            Coverage::Sample
        }
    };
    let mut found = tally.finish(coverage);
    let shown = [&mut found.rise, &mut found.fall].into_iter().flatten();
    let listed = found.worst.iter_mut().chain(&mut found.examples);
    for change in listed.chain(shown) {
        // an input of an unknown value is a fault; then there is no waterfall
        let before = old.price(&known(&change.order, sides.0)).ok();
        let after = new.price(&known(&change.order, sides.1)).ok();
        change.lines = side_by_side(before.as_ref(), after.as_ref());
    }
    Ok(found)
}

/// An order without what a plan does not know.
fn known(order: &Order, side: Side<'_>) -> Order {
    let mut order = order.clone();
    order.inputs.retain(|(name, _)| side.knows(name));
    for item in &mut order.items {
        item.values.retain(|(name, _)| side.knows(name));
    }
    order
}

/// The configuration of a number: the last dimension changes first.
fn nth(space: &[Dimension], number: usize) -> Configuration {
    let mut rest = number;
    let mut values: Configuration = Vec::with_capacity(space.len());
    for dimension in space.iter().rev() {
        let count = dimension.values.len().max(1);
        let digit = rest.checked_rem(count).unwrap_or(0);
        rest = rest.checked_div(count).unwrap_or(0);
        values.push(dimension.value(digit).cloned());
    }
    values.reverse();
    values
}

/// One of the two plans with a session, which changes only what differs.
struct Beside<'p> {
    session: Session,
    side: Side<'p>,
    now: Configuration,
}

impl<'p> Beside<'p> {
    fn new(plan: &Plan, side: Side<'p>, id: &str, currency: Currency) -> Self {
        let order = order(id, currency);
        let item = item(id);
        Self {
            session: Session::new(plan, order, item),
            side,
            now: Vec::new(),
        }
    }

    fn price(
        &mut self,
        space: &[Dimension],
        wanted: &[Option<Value>],
    ) -> Result<Priced, Diagnostics> {
        self.now.resize(wanted.len(), None);
        for ((dimension, now), wanted) in space.iter().zip(&mut self.now).zip(wanted) {
            if now == wanted || !self.side.knows(&dimension.name) {
                continue;
            }
            match wanted {
                Some(value) => self.session.set(&dimension.name, value.clone())?,
                None => self.session.unset(&dimension.name),
            }
            now.clone_from(wanted);
        }
        match self.session.status() {
            Ok(status) => Ok((status, self.session.total()?)),
            // a value of an input that only the other catalog has
            Err(faults) if faults.iter().all(|fault| fault.code == Code::InvalidInput) => {
                Ok((Status::Invalid, None))
            }
            Err(faults) => Err(faults),
        }
    }
}

/// Both plans.
struct Both<'p> {
    space: &'p [Dimension],
    old: Beside<'p>,
    new: Beside<'p>,
}

impl Both<'_> {
    fn tell(&mut self, tally: &mut Tally, values: Configuration) -> Result<(), Diagnostics> {
        let old = self.old.price(self.space, &values)?;
        let new = self.new.price(self.space, &values)?;
        tally.count(self.space, values, old, new);
        Ok(())
    }

    /// A configuration that neither plan prices with what the new one says would mend it, as far as
    /// a few tries go: otherwise most of a sample would be what nobody can order.
    fn mended(
        &mut self,
        mut values: Configuration,
        random: &mut Random,
    ) -> Result<Configuration, Diagnostics> {
        for _ in 0..MENDED {
            let (_, old) = self.old.price(self.space, &values)?;
            let (_, new) = self.new.price(self.space, &values)?;
            if old.is_some() || new.is_some() {
                break;
            }
            let violations = self.new.session.violations().unwrap_or_default();
            if violations.is_empty() {
                break;
            }
            for violation in &violations {
                mend(self.space, violation, &mut values, random);
            }
        }
        Ok(values)
    }
}

/// Leaves out what is not available, draws what is missing, and takes the first fix of what else is
/// not allowed.
fn mend(
    space: &[Dimension],
    violation: &Violation,
    values: &mut [Option<Value>],
    random: &mut Random,
) {
    let fix = violation.fixes.first();
    for (dimension, value) in space.iter().zip(values).filter(|(it, _)| it.is_feature) {
        let is_concerned = violation.features.contains(&dimension.name);
        match violation.code {
            "not-available" if is_concerned => *value = None,
            "missing-required" if is_concerned => *value = dimension.draw(random),
            _ => {
                let fix = fix.filter(|fix| fix.feature == dimension.name);
                if let Some(fix) = fix {
                    *value = fix.value.as_deref().and_then(|text| dimension.read(text));
                }
            }
        }
    }
}

/// What was found so far.
struct Tally {
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
    fn new(component: &str, most: usize, currency: Currency) -> Self {
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

    fn count(&mut self, space: &[Dimension], values: Configuration, old: Priced, new: Priced) {
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

    fn finish(self, coverage: Coverage) -> ComponentDiff {
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

fn order(component: &str, currency: Currency) -> Order {
    Order {
        items: vec![item(component)],
        currency: Some(currency.code),
        ..Order::default()
    }
}

fn item(component: &str) -> Item {
    Item {
        id: None,
        component: component.to_owned(),
        values: Vec::new(),
        quantity: Decimal::ONE,
        tax_rate: None,
    }
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
