//! A catalog with everything that is timed over it made ready, and checked before it is handed out.

use anyhow::{Context, Result, ensure};
use pricewright::model::order::Order;
use rust_decimal::Decimal;

use crate::baseline::{self, Cents, Hand, Names, Typed};
use crate::ours::{self, Ours, TypedOrder};
use crate::workload::{Catalog, Expected, Workload};
use crate::{check, import};

/// A catalog, configurations of it, and what prices them.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The workload's catalog.
    pub catalog: Catalog,
    /// Its configurations.
    pub expected: Expected,
    /// The catalog in Pricewright's form.
    pub json: String,
    /// The engine's plan of it.
    pub ours: Ours,
    /// Each configuration as an order.
    pub orders: Vec<Order>,
    /// Each as an order whose names are resolved.
    pub typed_orders: Vec<TypedOrder>,
    /// Each as the JSON text of an order.
    pub order_texts: Vec<String>,
    /// By hand, in decimals.
    pub decimal: Hand<Decimal>,
    /// By hand, in cents.
    pub cents: Hand<Cents>,
    /// The catalog's names.
    pub names: Names,
    /// Each configuration in numbers.
    pub typed: Vec<Typed>,
    /// Each as the JSON text of an object.
    pub texts: Vec<String>,
}

impl Prepared {
    /// A catalog of the reference workload; all totals and lines are right, whoever prices them.
    ///
    /// # Errors
    /// One that is not right.
    pub fn workload(name: &str) -> Result<Self> {
        let Workload { catalog, expected } = Workload::read(name)?;
        let prepared = Self::new(catalog, expected)?;
        check::all(&prepared.expected, |at| prepared.agreed(at)).context(name.to_owned())?;
        Ok(prepared)
    }

    /// Another catalog for the same configurations; whoever prices them agrees.
    ///
    /// # Errors
    /// Two that do not agree.
    pub fn grown(catalog: Catalog, expected: Expected) -> Result<Self> {
        let prepared = Self::new(catalog, expected)?;
        (0..prepared.typed.len()).try_for_each(|at| prepared.agreed(at).map(drop))?;
        Ok(prepared)
    }

    /// The first configurations of a catalog, not checked: for counting, where a check would count.
    ///
    /// # Errors
    /// A catalog that does not compile.
    pub fn some(catalog: Catalog, mut expected: Expected, many: usize) -> Result<Self> {
        expected.configs.truncate(many);
        Self::new(catalog, expected)
    }

    /// How many lines its configurations have together.
    #[must_use]
    pub fn lines(&self) -> usize {
        let answers = self
            .typed
            .iter()
            .filter_map(|typed| self.cents.indexed(typed));
        answers.map(|answer| answer.lines.len()).sum()
    }

    fn new(catalog: Catalog, expected: Expected) -> Result<Self> {
        let json = import::catalog(&catalog)?.to_string();
        let ours = Ours::compile(&json)?;
        let configurations = || expected.configs.iter();
        let orders: Vec<Order> = configurations()
            .map(|it| import::order(&catalog, it))
            .collect::<Result<_>>()?;
        Ok(Self {
            typed_orders: orders.iter().map(|it| ours.typed(it)).collect(),
            order_texts: configurations()
                .map(|it| import::order_json(&catalog, it))
                .collect(),
            decimal: Hand::new(&catalog)?,
            cents: Hand::new(&catalog)?,
            names: Names::new(&catalog),
            typed: configurations()
                .map(|it| baseline::typed(&catalog, it))
                .collect::<Result<_>>()?,
            texts: configurations()
                .map(|it| import::flat_json(&catalog, it))
                .collect(),
            json,
            ours,
            orders,
            catalog,
            expected,
        })
    }

    /// What everything says of one configuration; all must say the same.
    fn agreed(&self, at: usize) -> Result<check::Outcome> {
        let typed = &self.typed[at];
        let map = baseline::map(&self.catalog, &self.expected.configs[at])?;
        let quote = |quote| ours::outcome(&quote);
        let told = |faults| anyhow::anyhow!("{faults}");
        let decimal = self.decimal.scan(typed).context("decimal")?;
        let cents = self.cents.scan(typed).context("cents")?;
        let indexed = self.cents.indexed(typed).context("cents, indexed")?;
        let outcome = baseline::outcome(&decimal);
        let by_json = self.decimal.json(&self.names, &self.texts[at])?;
        let others = [
            ("cents", baseline::outcome(&cents)),
            ("cents, indexed", baseline::outcome(&indexed)),
            ("json by hand", ours::outcome_of_json(&by_json)?),
            (
                "typed",
                self.ours
                    .price_typed(&self.typed_orders[at])
                    .map(quote)
                    .map_err(told)?,
            ),
            (
                "named",
                self.ours
                    .price_named(&self.orders[at])
                    .map(quote)
                    .map_err(told)?,
            ),
        ];
        ensure!(
            self.names.resolve(&map)? == *typed,
            "configuration {at}: names"
        );
        let by_ids = self.ours.price_json(&self.order_texts[at])?;
        ensure!(
            ours::outcome_of_json(&by_ids)? == baseline::outcome_by_ids(&decimal),
            "configuration {at}, json: {by_ids}"
        );
        for (who, other) in others {
            ensure!(
                other == outcome,
                "configuration {at}, {who}: {other:?}, not {outcome:?}"
            );
        }
        Ok(outcome)
    }
}
