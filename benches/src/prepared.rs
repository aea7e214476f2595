//! A catalog with everything that is timed over it made ready, and checked before it is handed out.

use anyhow::{Context, Result, ensure};
use pricewright::model::order::Order;
use rust_decimal::Decimal;

use crate::baseline::{self, Cents, Hand, Names, Typed};
use crate::ours::{self, Live, Ours, TypedOrder, scaled_share};
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
        let mut live = prepared.live()?;
        check::all(&prepared.expected, |at| prepared.agreed(&mut live, at))
            .context(name.to_owned())?;
        Ok(prepared)
    }

    /// Another catalog for the same configurations; whoever prices them agrees.
    ///
    /// # Errors
    /// Two that do not agree.
    pub fn grown(catalog: Catalog, expected: Expected) -> Result<Self> {
        let prepared = Self::new(catalog, expected)?;
        let mut live = prepared.live()?;
        (0..prepared.typed.len()).try_for_each(|at| prepared.agreed(&mut live, at).map(drop))?;
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

    /// Which share of all lines comes from scaled integers, in percent.
    ///
    /// # Errors
    /// A configuration that has no price.
    pub fn scaled_share(&self) -> Result<f64> {
        scaled_share(&mut self.live()?, &self.typed_orders)
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
        let first = ours.live(orders.first().context("orders")?)?;
        Ok(Self {
            typed_orders: orders
                .iter()
                .map(|it| first.typed(it))
                .collect::<Result<_>>()?,
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

    /// A session of the catalog.
    ///
    /// # Errors
    /// No configurations.
    pub fn live(&self) -> Result<Live> {
        self.ours.live(self.orders.first().context("orders")?)
    }

    /// What everything says of one configuration; all must say the same.
    fn agreed(&self, live: &mut Live, at: usize) -> Result<check::Outcome> {
        let typed = &self.typed[at];
        let map = baseline::map(&self.catalog, &self.expected.configs[at])?;
        ensure!(
            self.names.resolve(&map)? == *typed,
            "configuration {at}: names"
        );
        let decimal = self.decimal.scan(typed).context("decimal")?;
        let cents = self.cents.scan(typed).context("cents")?;
        let indexed = self.cents.indexed(typed).context("cents, indexed")?;
        let by_json = self.decimal.json(&self.names, &self.texts[at])?;
        let quote = self.ours.quote(&self.orders[at]);
        let quote = quote.map_err(|faults| anyhow::anyhow!("{faults}"))?;
        let outcome = baseline::outcome(&decimal);
        same(
            at,
            &outcome,
            [
                ("cents", baseline::outcome(&cents)),
                ("cents, indexed", baseline::outcome(&indexed)),
                ("json by hand", ours::outcome_of_json(&by_json)?),
                ("quote", ours::outcome(&quote)),
            ],
        )?;
        live.price(&self.typed_orders[at])?;
        let by_types = live.outcome()?;
        live.price_named(&self.orders[at])?;
        let by_names = live.outcome()?;
        let json = live.price_json(&self.order_texts[at])?;
        // a session has ids of lines
        same(
            at,
            &baseline::outcome_by_ids(&decimal),
            [
                ("typed", by_types),
                ("named", by_names),
                ("json", ours::outcome_of_json(&json)?),
            ],
        )?;
        Ok(outcome)
    }
}

fn same<const MANY: usize>(
    at: usize,
    right: &check::Outcome,
    found: [(&str, check::Outcome); MANY],
) -> Result<()> {
    for (who, found) in found {
        ensure!(
            found == *right,
            "configuration {at}, {who}: {found:?}, not {right:?}"
        );
    }
    Ok(())
}
