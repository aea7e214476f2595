//! One component, priced by both plans, configuration by configuration.

use super::configuration::{Configuration, Priced, item, order};
use super::space::{Dimension, Side, dimensions};
use super::tally::Tally;
use super::waterfall::side_by_side;
use super::{ComponentDiff, Coverage, DiffOptions};
use crate::analyze::random::Random;
use crate::diagnostic::{Code, Diagnostics};
use crate::evaluate::Session;
use crate::model::order::{Order, Value};
use crate::model::quote::{Status, Violation};
use crate::money::Currency;
use crate::plan::Plan;

/// How often a configuration that neither catalog prices is mended.
const MENDED: usize = 5;

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
    let is_stopped = || old.is_stopped() || new.is_stopped();
    let coverage = match count {
        Some(count) if count <= options.limit => {
            let mut told = 0;
            while told < count && !is_stopped() {
                both.tell(&mut tally, nth(&space, told))?;
                told = told.saturating_add(1);
            }
            match space.iter().all(|dimension| dimension.is_complete) {
                _ if told < count => Coverage::Sample,
                true => Coverage::Exhaustive,
                false => Coverage::Representative,
            }
        }
        _ => {
            for _ in 0..options.limit {
                if is_stopped() {
                    break;
                }
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
