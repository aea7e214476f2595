//! What fits a wish: the largest or smallest number within a budget, the smallest quantity at a
//! unit price.
//!
//! The cheapest and the dearest configuration under given choices are the ends of a
//! [range](super::range).

mod json;
mod render;

use super::bound::Judge;
use super::range::violations;
use super::search::{Goal, search};
use super::space::{Space, only_item};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::evaluate::{Session, order_input};
use crate::model::order::Order;
use crate::model::quote::{Status, Violation};
use crate::money::{Currency, Decimal, Exactness};
use crate::plan::{FeatureKind, FeaturePlan, Plan};

/// The largest quantity that is tried.
pub const MOST_PIECES: u32 = 100_000;

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// The largest value of a number feature with an amount of at most `budget`.
    Largest {
        /// The feature.
        feature: String,
        /// The most that the order may come to.
        budget: Decimal,
    },
    /// The smallest value of a number feature with an amount of at most `budget`.
    Smallest {
        /// The feature.
        feature: String,
        /// The most that the order may come to.
        budget: Decimal,
    },
    /// The smallest quantity with an effective unit price of at most `unit_price`.
    Quantity {
        /// The most that a piece may come to.
        unit_price: Decimal,
    },
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    /// The order's currency.
    pub currency: Currency,
    /// The value that was looked for.
    pub value: Option<Decimal>,
    /// The unit of the feature.
    pub unit: Option<String>,
    /// The order's amount with it.
    pub amount: Option<Decimal>,
    /// The order with it.
    pub witness: Option<Order>,
    /// No better value is possible than this; none where that is not known.
    pub bound: Option<Decimal>,
    /// Whether the value is proved to be the best, or that there is none.
    pub proved: bool,
    /// How many sets of configurations, or quantities, were looked at.
    pub steps: u64,
    /// Why the given values have no completion, where they are not allowed by themselves.
    pub violations: Vec<Violation>,
}

impl Plan {
    /// What fits a wish, for an order of one item: the values that it gives stay, features that it
    /// does not give are free. For a quantity nothing is free, and an incomplete order is not tried
    /// further. Looks at so many sets of configurations at most; quantities are tried one by one
    /// up to [`MOST_PIECES`].
    ///
    /// # Errors
    /// Faults of the order itself, as [`Plan::price`] tells them; not exactly one item; a feature
    /// that is not a number.
    pub fn solve(&self, order: &Order, wish: &Wish, budget: u64) -> Result<Solution, Diagnostics> {
        match wish {
            Wish::Largest {
                feature,
                budget: most,
            } => self.number(order, feature, true, *most, budget),
            Wish::Smallest {
                feature,
                budget: most,
            } => self.number(order, feature, false, *most, budget),
            Wish::Quantity { unit_price } => self.quantity(order, *unit_price),
        }
    }

    fn number(
        &self,
        order: &Order,
        name: &str,
        largest: bool,
        most: Decimal,
        budget: u64,
    ) -> Result<Solution, Diagnostics> {
        let setting = order_input::read(self.data(), order)?;
        let mut item = only_item(order)?.clone();
        let component = self.data().component(&item.component);
        let features = component.map_or(&[][..], |component| &component.features);
        let text = |feature: &FeaturePlan| self.data().text(feature.id);
        let position = features.iter().position(|feature| text(feature) == name);
        let plan = position.and_then(|at| features.get(at));
        let (Some(position), Some(FeatureKind::Number { .. })) =
            (position, plan.map(|plan| &plan.kind))
        else {
            return Err(not_a_number(name));
        };
        // the value that is looked for is not given
        item.values.retain(|(id, _)| id != name);
        let mut solution = Solution::none(setting.currency);
        let unit = plan.and_then(|plan| plan.unit);
        solution.unit = unit.map(|unit| self.data().text(unit).to_owned());
        let space = Space::new(self, &setting, &item);
        let region = space.as_ref().and_then(Space::region);
        let (Some(mut space), Some(region)) = (space, region) else {
            solution.violations = violations(self, order)?;
            return Ok(solution);
        };
        let mut judge = Judge::new(&setting, space.component, item.quantity);
        let goal = Goal::Number {
            feature: position,
            largest,
            budget: most,
        };
        let found = search(&mut space, &mut judge, region, goal, budget);
        solution.steps = found.steps;
        solution.proved = found.proved;
        solution.bound = found.bound;
        if let Some(best) = found.best {
            solution.value = Some(best.value);
            solution.amount = Some(best.amount);
            solution.witness = Some(space.order_of(best.item));
        }
        Ok(solution)
    }

    fn quantity(&self, order: &Order, unit_price: Decimal) -> Result<Solution, Diagnostics> {
        let setting = order_input::read(self.data(), order)?;
        let item = only_item(order)?;
        let mut solution = Solution::none(setting.currency);
        let step = self.data().component(&item.component);
        let step = step.map_or(Decimal::ONE, |component| component.quantity_step);
        let mut session = Session::new(self, order.clone(), item.clone());
        let mut quantity = step;
        let most = Decimal::from_integer(i64::from(MOST_PIECES));
        while quantity <= most && !self.is_stopped() {
            solution.steps = solution.steps.saturating_add(1);
            let mut tried = item.clone();
            tried.quantity = quantity;
            session.replace(order.clone(), tried.clone());
            let status = session.status()?;
            if matches!(status, Status::Incomplete | Status::Invalid) && solution.steps == 1 {
                solution.violations = session.violations()?;
                solution.proved = false;
                if status == Status::Incomplete {
                    return Ok(solution);
                }
            }
            let total = session.total()?.filter(|_| status == Status::Priced);
            let exact = &mut Exactness::default();
            let most_for_all = unit_price.times(quantity, exact).ok();
            if let (Some(amount), Some(most_for_all)) = (total, most_for_all)
                && amount <= most_for_all
            {
                solution.value = Some(quantity);
                solution.bound = Some(quantity);
                solution.amount = Some(amount);
                let mut witness = order.clone();
                witness.items = vec![tried];
                solution.witness = Some(witness);
                solution.violations.clear();
                solution.proved = true;
                return Ok(solution);
            }
            let Ok(next) = quantity.plus(step, exact) else {
                break;
            };
            quantity = next;
        }
        // what lies beyond was not tried
        solution.proved = false;
        Ok(solution)
    }
}

impl Solution {
    const fn none(currency: Currency) -> Self {
        Self {
            currency,
            value: None,
            unit: None,
            amount: None,
            witness: None,
            bound: None,
            proved: true,
            steps: 0,
            violations: Vec::new(),
        }
    }
}

fn not_a_number(name: &str) -> Diagnostics {
    let message = format!("expected a number feature of the component, found `{name}`");
    let place = Place::in_document(None, "$.items[0].values");
    Diagnostic::new(Code::InvalidValue, place, message).into()
}
