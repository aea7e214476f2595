//! Rules made ready: each condition a comparison of a slot with numbers.

use anyhow::{Result, bail};

use super::Amount;
use crate::workload::{Catalog, Condition, Effect, Operand, Operator, Share};

/// A rule.
#[derive(Clone, Debug)]
pub struct Rule<A> {
    /// The code of its line.
    pub code: String,
    /// All must hold.
    pub tests: Vec<Test>,
    /// What it costs.
    pub charge: Charge<A>,
}

/// What something costs.
#[derive(Clone, Copy, Debug)]
pub enum Charge<A> {
    /// An amount.
    Fixed(A),
    /// A rate of the base price.
    OfBase(A),
    /// A rate of what there is so far.
    OfSubtotal(A),
}

/// A condition on a slot.
#[derive(Clone, Debug)]
pub enum Test {
    /// It is this option.
    Is(usize, u32),
    /// It is not this option.
    IsNot(usize, u32),
    /// It is one of these options.
    OneOf(usize, Vec<u32>),
    /// It is at least this.
    From(usize, u32),
    /// It is less than this.
    Below(usize, u32),
}

impl<A: Amount> Rule<A> {
    /// Whether all conditions hold.
    #[must_use]
    pub fn applies(&self, configuration: &[u32]) -> bool {
        self.tests.iter().all(|test| test.holds(configuration))
    }
}

impl<A: Amount> Charge<A> {
    /// How much it is.
    #[must_use]
    pub fn amount(self, base: A, subtotal: A) -> A {
        match self {
            Self::Fixed(amount) => amount,
            Self::OfBase(rate) => base.share(rate),
            Self::OfSubtotal(rate) => subtotal.share(rate),
        }
    }
}

impl Test {
    /// The slot that it is about.
    #[must_use]
    pub const fn slot(&self) -> usize {
        match self {
            Self::Is(slot, _)
            | Self::IsNot(slot, _)
            | Self::OneOf(slot, _)
            | Self::From(slot, _)
            | Self::Below(slot, _) => *slot,
        }
    }

    /// Whether it holds.
    #[must_use]
    pub fn holds(&self, configuration: &[u32]) -> bool {
        self.holds_for(configuration[self.slot()])
    }

    /// Whether it holds for a value of its slot.
    #[must_use]
    pub fn holds_for(&self, value: u32) -> bool {
        match self {
            Self::Is(_, option) => value == *option,
            Self::IsNot(_, option) => value != *option,
            Self::OneOf(_, options) => options.contains(&value),
            Self::From(_, bound) => value >= *bound,
            Self::Below(_, bound) => value < *bound,
        }
    }
}

/// Reads the rules of a catalog.
pub(super) fn read<A: Amount>(catalog: &Catalog) -> Result<Vec<Rule<A>>> {
    let rules = catalog.rules.iter();
    rules
        .map(|rule| {
            let tests = rule.when.iter().map(|condition| test(catalog, condition));
            Ok(Rule {
                code: rule.id.clone(),
                tests: tests.collect::<Result<_>>()?,
                charge: charge(&rule.then)?,
            })
        })
        .collect()
}

fn charge<A: Amount>(effect: &Effect) -> Result<Charge<A>> {
    Ok(match effect {
        Effect::Fixed { amount } => Charge::Fixed(A::amount(amount)?),
        Effect::Percent {
            of: Share::Base,
            rate,
        } => Charge::OfBase(A::rate(rate)?),
        Effect::Percent {
            of: Share::Subtotal,
            rate,
        } => Charge::OfSubtotal(A::rate(rate)?),
    })
}

fn test(catalog: &Catalog, condition: &Condition) -> Result<Test> {
    let slot = catalog.position(&condition.f)?;
    let number = |option: &String| -> Result<u32> {
        Ok(u32::try_from(catalog.features[slot].option(option)?)?)
    };
    Ok(match (condition.op, &condition.v) {
        (Operator::Is, Operand::Option(option)) => Test::Is(slot, number(option)?),
        (Operator::IsNot, Operand::Option(option)) => Test::IsNot(slot, number(option)?),
        (Operator::In, Operand::Options(options)) => {
            Test::OneOf(slot, options.iter().map(number).collect::<Result<_>>()?)
        }
        (Operator::From, Operand::Number(bound)) => Test::From(slot, u32::try_from(*bound)?),
        (Operator::Above, Operand::Number(bound)) => Test::From(slot, u32::try_from(bound + 1)?),
        (Operator::Below, Operand::Number(bound)) => Test::Below(slot, u32::try_from(*bound)?),
        (Operator::UpTo, Operand::Number(bound)) => Test::Below(slot, u32::try_from(bound + 1)?),
        _ => bail!("`{}` is compared with something else", condition.f),
    })
}
