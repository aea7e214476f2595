//! The workload's calculation as a good engineer writes it by hand, without Pricewright.
//!
//! One program over any kind of [`Amount`]: `rust_decimal`, or whole cents in 64 bits. The compiler
//! makes a program of its own for each, so none pays for the other. Names are resolved before
//! anything is priced: a configuration is a row of numbers ([`Typed`]).

mod amount;
mod index;
mod json;
mod named;
mod price;
mod rules;

pub use amount::{Amount, Cents};
pub use index::RuleIndex;
pub use named::{Map, NamedValue, Names, map};
pub use price::{Answer, Line};
pub use rules::{Charge, Rule, Test};

use anyhow::{Result, ensure};

use crate::check::{LineHash, Outcome};
use crate::workload::{Catalog, Feature, Given, Surcharge};

/// A configuration: for each feature the number of its option, or its number.
pub type Typed = Vec<u32>;

/// A catalog made ready.
#[derive(Clone, Debug)]
pub struct Hand<A> {
    base: Base<A>,
    /// For each feature its options' surcharges.
    options: Vec<Vec<Surcharged<A>>>,
    rules: Vec<Rule<A>>,
    index: RuleIndex,
    tiers: Vec<Tier<A>>,
    quantity: usize,
}

/// The code and the surcharge of an option that has one.
type Surcharged<A> = Option<(String, Charge<A>)>;

#[derive(Clone, Debug)]
enum Base<A> {
    One(A),
    Matrix {
        x: usize,
        y: usize,
        xs: Vec<u32>,
        ys: Vec<u32>,
        /// Row by row.
        prices: Vec<A>,
    },
}

#[derive(Clone, Debug)]
struct Tier<A> {
    code: String,
    min: u32,
    rate: A,
}

impl<A: Amount> Hand<A> {
    /// Makes a catalog ready.
    ///
    /// # Errors
    /// Names that are not there, numbers that are none.
    pub fn new(catalog: &Catalog) -> Result<Self> {
        let rules = rules::read(catalog)?;
        Ok(Self {
            base: base(catalog)?,
            options: catalog
                .features
                .iter()
                .map(surcharges)
                .collect::<Result<_>>()?,
            index: RuleIndex::new(catalog, &rules),
            rules,
            tiers: tiers(catalog)?,
            quantity: catalog.position(&catalog.tiers.feature)?,
        })
    }
}

/// A configuration with its names resolved.
///
/// # Errors
/// An option that is not there, a number below 0.
pub fn typed(catalog: &Catalog, configuration: &[Given]) -> Result<Typed> {
    let given = catalog.features.iter().zip(configuration);
    given
        .map(|(feature, given)| match given {
            Given::Number(number) => Ok(u32::try_from(*number)?),
            Given::Option(option) => Ok(u32::try_from(feature.option(option)?)?),
        })
        .collect()
}

/// An answer in the terms of the workload.
#[must_use]
pub fn outcome<A: Amount>(answer: &Answer<'_, A>) -> Outcome {
    outcome_by(answer, |code| code)
}

/// An answer in the terms of the engine, where a tier's line has the id of all tiers.
#[must_use]
pub fn outcome_by_ids<A: Amount>(answer: &Answer<'_, A>) -> Outcome {
    outcome_by(answer, |code| {
        if code.starts_with("tier:") {
            "tier"
        } else {
            code
        }
    })
}

fn outcome_by<A: Amount>(answer: &Answer<'_, A>, named: impl Fn(&str) -> &str) -> Outcome {
    let mut hash = LineHash::default();
    for line in &answer.lines {
        hash.line(named(line.code), line.amount);
    }
    hash.outcome(answer.total.to_string())
}

fn base<A: Amount>(catalog: &Catalog) -> Result<Base<A>> {
    let Some(matrix) = &catalog.matrix else {
        return Ok(Base::One(A::amount(
            catalog.base.as_deref().unwrap_or("0"),
        )?));
    };
    let fits = matrix.prices.iter().all(|row| row.len() == matrix.xs.len());
    ensure!(
        fits && matrix.prices.len() == matrix.ys.len(),
        "the matrix does not fit"
    );
    let cells = matrix.prices.iter().flatten();
    Ok(Base::Matrix {
        x: catalog.position(&matrix.x)?,
        y: catalog.position(&matrix.y)?,
        xs: matrix
            .xs
            .iter()
            .map(|step| u32::try_from(*step))
            .collect::<Result<_, _>>()?,
        ys: matrix
            .ys
            .iter()
            .map(|step| u32::try_from(*step))
            .collect::<Result<_, _>>()?,
        prices: cells.map(|cell| A::amount(cell)).collect::<Result<_>>()?,
    })
}

fn surcharges<A: Amount>(feature: &Feature) -> Result<Vec<Surcharged<A>>> {
    let options = feature.options().iter();
    options
        .map(|option| {
            let charge = match &option.surcharge {
                None => return Ok(None),
                Some(Surcharge::Fixed { amount }) => Charge::Fixed(A::amount(amount)?),
                Some(Surcharge::Percent { rate }) => Charge::OfBase(A::rate(rate)?),
            };
            Ok(Some((format!("{}:{}", feature.id, option.id), charge)))
        })
        .collect()
}

fn tiers<A: Amount>(catalog: &Catalog) -> Result<Vec<Tier<A>>> {
    let steps = catalog.tiers.steps.iter();
    steps
        .map(|step| {
            Ok(Tier {
                code: format!("tier:{}", step.min),
                min: u32::try_from(step.min)?,
                rate: A::rate(&step.rate)?,
            })
        })
        .collect()
}
