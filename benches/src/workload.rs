//! The reference workload as it is written: a catalog of its own form, its configurations, and what
//! must come out.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The catalogs of the workload, from small to large.
pub const NAMES: [&str; 3] = ["small", "medium", "large"];

/// A catalog with what is expected of it.
#[derive(Clone, Debug)]
pub struct Workload {
    /// The catalog.
    pub catalog: Catalog,
    /// Configurations with their results.
    pub expected: Expected,
}

/// A catalog in the workload's own form.
#[derive(Clone, Debug, Deserialize)]
pub struct Catalog {
    /// Its name.
    pub name: String,
    /// What is asked; configurations give values in this order.
    pub features: Vec<Feature>,
    /// The base price, where there is no matrix.
    pub base: Option<String>,
    /// The matrix of base prices.
    pub matrix: Option<Matrix>,
    /// Rules in the order in which they apply.
    pub rules: Vec<Rule>,
    /// Quantity tiers.
    pub tiers: Tiers,
}

/// A feature.
#[derive(Clone, Debug, Deserialize)]
pub struct Feature {
    /// Its id.
    pub id: String,
    /// What it takes.
    #[serde(flatten)]
    pub kind: FeatureKind,
}

/// What a feature takes.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FeatureKind {
    /// One of several options.
    Select {
        /// The options.
        options: Vec<SelectOption>,
    },
    /// A whole number.
    Number {
        /// The lowest.
        min: i64,
        /// The highest.
        max: i64,
    },
}

/// An option of a select feature.
#[derive(Clone, Debug, Deserialize)]
pub struct SelectOption {
    /// Its id.
    pub id: String,
    /// What it costs.
    pub surcharge: Option<Surcharge>,
}

/// What an option costs.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Surcharge {
    /// An amount.
    Fixed {
        /// How much.
        amount: String,
    },
    /// A percentage of the base price.
    Percent {
        /// In percent.
        rate: String,
    },
}

/// Base prices over two features.
#[derive(Clone, Debug, Deserialize)]
pub struct Matrix {
    /// The feature of the columns.
    pub x: String,
    /// The feature of the rows.
    pub y: String,
    /// Steps of the columns, rising.
    pub xs: Vec<i64>,
    /// Steps of the rows, rising.
    pub ys: Vec<i64>,
    /// Prices by row, then column.
    pub prices: Vec<Vec<String>>,
}

/// A rule.
#[derive(Clone, Debug, Deserialize)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// Conditions, all of which must hold.
    pub when: Vec<Condition>,
    /// What it costs.
    pub then: Effect,
}

/// A condition on one feature.
#[derive(Clone, Debug, Deserialize)]
pub struct Condition {
    /// The feature's id.
    pub f: String,
    /// How it is compared.
    pub op: Operator,
    /// With what.
    pub v: Operand,
}

/// How a feature is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Operator {
    /// It is this option.
    #[serde(rename = "==")]
    Is,
    /// It is not this option.
    #[serde(rename = "!=")]
    IsNot,
    /// It is one of these options.
    #[serde(rename = "in")]
    In,
    /// It is more.
    #[serde(rename = ">")]
    Above,
    /// It is this or more.
    #[serde(rename = ">=")]
    From,
    /// It is less.
    #[serde(rename = "<")]
    Below,
    /// It is this or less.
    #[serde(rename = "<=")]
    UpTo,
}

/// With what a feature is compared.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Operand {
    /// With a number.
    Number(i64),
    /// With an option.
    Option(String),
    /// With several options.
    Options(Vec<String>),
}

/// What a rule costs.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Effect {
    /// An amount.
    Fixed {
        /// How much.
        amount: String,
    },
    /// A percentage.
    Percent {
        /// Of what.
        of: Share,
        /// In percent.
        rate: String,
    },
}

/// What a rule's percentage is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Share {
    /// The base price.
    Base,
    /// The base price and all lines so far.
    Subtotal,
}

/// Quantity tiers.
#[derive(Clone, Debug, Deserialize)]
pub struct Tiers {
    /// The feature that they go by.
    pub feature: String,
    /// By rising quantity.
    pub steps: Vec<Tier>,
}

/// What holds from a quantity on.
#[derive(Clone, Debug, Deserialize)]
pub struct Tier {
    /// From so many on.
    pub min: i64,
    /// In percent of price × quantity.
    pub rate: String,
}

/// Configurations and what they cost.
#[derive(Clone, Debug, Deserialize)]
pub struct Expected {
    /// Values in the order of the catalog's features.
    pub configs: Vec<Vec<Given>>,
    /// Totals.
    pub total: Vec<String>,
    /// How many lines there are.
    pub nlines: Vec<usize>,
    /// The hash of the lines, see [`crate::check::LineHash`].
    pub fnv: Vec<u32>,
}

/// A value of a configuration.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Given {
    /// Of a number feature.
    Number(i64),
    /// The id of an option.
    Option(String),
}

impl Workload {
    /// Reads a catalog of the workload by its name.
    ///
    /// # Errors
    /// A file that is not there or has another form.
    pub fn read(name: &str) -> Result<Self> {
        Ok(Self {
            catalog: read(&format!("{name}.json"))?,
            expected: read(&format!("expected/{name}.json"))?,
        })
    }
}

impl Catalog {
    /// Where a feature stands.
    ///
    /// # Errors
    /// A feature that is not there.
    pub fn position(&self, feature: &str) -> Result<usize> {
        let position = self.features.iter().position(|it| it.id == feature);
        position.with_context(|| format!("there is no feature `{feature}`"))
    }
}

impl Feature {
    /// Its options; none for a number.
    #[must_use]
    pub fn options(&self) -> &[SelectOption] {
        match &self.kind {
            FeatureKind::Select { options } => options,
            FeatureKind::Number { .. } => &[],
        }
    }

    /// Where an option stands.
    ///
    /// # Errors
    /// An option that is not there.
    pub fn option(&self, id: &str) -> Result<usize> {
        let position = self.options().iter().position(|option| option.id == id);
        position.with_context(|| format!("`{}` has no option `{id}`", self.id))
    }
}

fn read<T: DeserializeOwned>(file: &str) -> Result<T> {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("workload")
        .join(file);
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    serde_json::from_str(&text).with_context(|| path.display().to_string())
}
