//! `range CATALOG ORDER`, `solve CATALOG ORDER`, `count CATALOG ORDER`: what is true of every
//! configuration that an order can still become.

use std::path::PathBuf;

use clap::{ArgGroup, Args};

use super::Json;
use super::files::{self, Fault};
use super::output::Output;
use crate::analyze::range::BUDGET;
use crate::analyze::solve::Wish;
use crate::model::order::Order;
use crate::money::Decimal;
use crate::plan::Plan;

/// A plan, an order of one item and a budget.
#[derive(Debug, Args)]
pub(super) struct Question {
    /// A catalog's directory or file, or a plan that `pack --plan` wrote
    catalog: PathBuf,
    /// An order's JSON file with one item; `-` reads standard input
    order: PathBuf,
    /// How many sets of configurations are looked at, at most
    #[arg(long, default_value_t = BUDGET)]
    budget: u64,
    #[command(flatten)]
    json: Json,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("wish").required(true)))]
pub(super) struct Solve {
    #[command(flatten)]
    question: Question,
    /// Look for the largest value of this number feature
    #[arg(long, value_name = "FEATURE", requires = "at_most", group = "wish")]
    largest: Option<String>,
    /// Look for the smallest value of this number feature
    #[arg(long, value_name = "FEATURE", requires = "at_most", group = "wish")]
    smallest: Option<String>,
    /// What the order may come to
    #[arg(long, value_name = "AMOUNT", value_parser = decimal)]
    at_most: Option<Decimal>,
    /// Look for the smallest quantity at which a piece comes to at most so much
    #[arg(long, value_name = "AMOUNT", value_parser = decimal, group = "wish")]
    unit_price: Option<Decimal>,
}

fn decimal(text: &str) -> Result<Decimal, String> {
    Decimal::parse(text).map_err(|error| error.to_string())
}

/// The lowest and the highest price that an order can still have.
pub(super) fn range(question: &Question) -> Output {
    question.answer(|plan, order, json| {
        let range = plan.price_range(&order, question.budget)?;
        let told = if json {
            range.to_json()
        } else {
            range.render()
        };
        let none = range.lowest.amount.is_none() && range.highest.amount.is_none();
        Ok(told_of(told, none))
    })
}

/// How many configurations an order can still become.
pub(super) fn count(question: &Question) -> Output {
    question.answer(|plan, order, json| {
        let count = plan.count_configurations(&order, question.budget)?;
        let told = if json {
            count.to_json()
        } else {
            count.render()
        };
        Ok(told_of(told, count.most == Some(0)))
    })
}

/// The number or quantity that fits a wish.
pub(super) fn solve(arguments: &Solve) -> Output {
    let question = &arguments.question;
    question.answer(|plan, order, json| {
        let solution = plan.solve(&order, &arguments.wish(), question.budget)?;
        let told = if json {
            solution.to_json()
        } else {
            solution.render()
        };
        Ok(told_of(told, solution.value.is_none()))
    })
}

impl Solve {
    /// One of the three is given, the first two with what the order may come to.
    fn wish(&self) -> Wish {
        let budget = self.at_most.unwrap_or(Decimal::ZERO);
        match (self.largest.clone(), self.smallest.clone()) {
            (Some(feature), _) => Wish::Largest { feature, budget },
            (None, Some(feature)) => Wish::Smallest { feature, budget },
            (None, None) => Wish::Quantity {
                unit_price: self.unit_price.unwrap_or(Decimal::ZERO),
            },
        }
    }
}

impl Question {
    fn answer(&self, ask: impl FnOnce(Plan, Order, bool) -> Result<Output, Fault>) -> Output {
        let json = self.json.json;
        let answer = || -> Result<Output, Fault> {
            let plan = files::plan(&self.catalog)?;
            let order = files::order(&self.order)?;
            ask(plan, order, json)
        };
        answer().unwrap_or_else(|fault| fault.output(json))
    }
}

fn told_of(told: String, none: bool) -> Output {
    if none {
        Output::found(told)
    } else {
        Output::fine(told)
    }
}
