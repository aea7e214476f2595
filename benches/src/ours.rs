//! Everything that calls the engine, so that it stands in one place.
//!
//! Takes catalogs and orders in Pricewright's form, gives quotes, totals and lines; goes by the public
//! way: `compile`, then `Plan::price` for quotes and a `Session` that is kept for totals and lines.

mod live;

use std::path::Path;

use anyhow::{Context, Result};
use pricewright::model::order::Order;
use pricewright::model::quote::{Line, LineKind, Quote};
use pricewright::{Catalog, Diagnostics, Plan};
use serde_json::Value as Json;

pub use live::{Live, TypedOrder, TypedValue, scaled_share};

use crate::check::{LineHash, Outcome};

/// A compiled catalog of one component.
#[derive(Clone, Debug)]
pub struct Ours {
    /// The plan.
    pub plan: Plan,
    /// What can be set: features, inputs and the quantity.
    names: Vec<String>,
}

impl Ours {
    /// Reads and compiles a catalog document.
    ///
    /// # Errors
    /// The diagnostics of the catalog.
    pub fn compile(catalog: &str) -> Result<Self> {
        Self::new(plan(catalog)?)
    }

    /// Reads and compiles the catalog of a directory.
    ///
    /// # Errors
    /// The diagnostics of the catalog.
    pub fn compile_directory(directory: &Path) -> Result<Self> {
        let name = "catalog.json";
        let text = std::fs::read_to_string(directory.join(name))?;
        let files = |file: &str| std::fs::read(directory.join(file)).map_err(|it| it.to_string());
        let catalog = Catalog::from_json_with(name, &text, &files).map_err(|it| told(&it))?;
        let plan = pricewright::compile(&catalog).map_err(|faults| told(&faults))?;
        Self::new(plan)
    }

    /// The compiled catalog as bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.plan.to_bytes()
    }

    /// Reads a compiled catalog.
    ///
    /// # Errors
    /// Bytes that are none.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        Self::new(plan_of_bytes(bytes)?)
    }

    /// The full quote.
    ///
    /// # Errors
    /// The faults of the order.
    pub fn quote(&self, order: &Order) -> Result<Quote, Diagnostics> {
        self.plan.price(order)
    }

    /// JSON text to JSON text: the full quote.
    ///
    /// # Errors
    /// The faults of the order.
    pub fn quote_json(&self, order: &str) -> Result<String> {
        let order = Order::from_json(order).map_err(|faults| told(&faults))?;
        let quote = self.plan.price(&order).map_err(|faults| told(&faults))?;
        Ok(quote.to_json())
    }

    /// A session that begins with an order of one item.
    ///
    /// # Errors
    /// An order without an item.
    pub fn live(&self, order: &Order) -> Result<Live> {
        Live::new(&self.plan, &self.names, order)
    }

    fn new(plan: Plan) -> Result<Self> {
        let display: Json = serde_json::from_str(&plan.to_display_json())?;
        let named = |list: &Json| {
            let list = list.as_array().into_iter().flatten();
            let names = list.filter_map(|it| it["id"].as_str().map(str::to_owned));
            names.collect::<Vec<String>>()
        };
        let mut names = named(&display["components"][0]["features"]);
        names.extend(named(&display["inputs"]));
        names.push("quantity".to_owned());
        Ok(Self { plan, names })
    }
}

/// Reads and compiles a catalog document: the plan alone, without the names that sessions of these
/// benches are set by.
///
/// # Errors
/// The diagnostics of the catalog.
pub fn plan(catalog: &str) -> Result<Plan> {
    let catalog = Catalog::from_json(catalog).map_err(|faults| told(&faults))?;
    pricewright::compile(&catalog).map_err(|faults| told(&faults))
}

/// Reads a compiled catalog: the plan alone.
///
/// # Errors
/// Bytes that are none.
pub fn plan_of_bytes(bytes: &[u8]) -> Result<Plan> {
    Plan::from_bytes(bytes).map_err(|fault| anyhow::anyhow!("{fault}"))
}

/// A quote in the terms of the reference workload.
#[must_use]
pub fn outcome(quote: &Quote) -> Outcome {
    let mut hash = LineHash::default();
    for line in lines(quote) {
        hash.line(&code(line), amount(line));
    }
    hash.outcome(total(quote))
}

/// All lines of a quote for all pieces, then those of the order.
#[must_use]
pub fn all_lines(quote: &Quote) -> Vec<(&str, String)> {
    let all = lines(quote).chain(&quote.lines);
    all.map(|line| (line.id.as_str(), line.amount.to_fixed(2)))
        .collect()
}

/// A quote with all lines for all pieces, and the amounts without and with tax.
#[must_use]
pub fn whole_outcome(quote: &Quote) -> Outcome {
    let mut hash = LineHash::default();
    for (code, amount) in all_lines(quote) {
        hash.line(code, amount);
    }
    let gross = quote.gross.map(|gross| gross.to_fixed(2));
    hash.outcome(format!(
        "{}, {} with tax",
        total(quote),
        gross.unwrap_or_default()
    ))
}

/// The text of a short answer in the terms of the reference workload.
///
/// # Errors
/// A text of another form.
pub fn outcome_of_json(text: &str) -> Result<Outcome> {
    let answer: Json = serde_json::from_str(text)?;
    let mut hash = LineHash::default();
    for line in answer["lines"].as_array().context("lines")? {
        let code = line["code"].as_str().context("code")?;
        hash.line(code, line["amount"].as_str().context("amount")?);
    }
    Ok(hash.outcome(answer["total"].as_str().context("total")?.to_owned()))
}

fn lines(quote: &Quote) -> impl Iterator<Item = &Line> {
    quote.items.iter().flat_map(|item| &item.lines)
}

fn total(quote: &Quote) -> String {
    let amount = quote.amount.map(|amount| amount.to_fixed(2));
    amount.unwrap_or_else(|| quote.status.as_str().to_owned())
}

/// The code that the workload gives a line.
fn code(line: &Line) -> String {
    match line.kind {
        LineKind::BasePrice | LineKind::PriceList => "base".to_owned(),
        LineKind::Tier => {
            let from = line.tier.map(|from| from.to_string());
            format!("tier:{}", from.unwrap_or_default())
        }
        _ => line.id.clone(),
    }
}

/// The workload counts lines for a piece, but for the tier's.
fn amount(line: &Line) -> String {
    line.unit_amount.unwrap_or(line.amount).to_fixed(2)
}

fn told(faults: &Diagnostics) -> anyhow::Error {
    anyhow::anyhow!("{faults}")
}
