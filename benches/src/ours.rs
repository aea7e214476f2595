//! Everything that calls the engine, so that it stands in one place.
//!
//! Takes catalogs and orders in Pricewright's form, gives quotes; goes by the public way, through
//! `compile` and `Plan::price`.

use std::path::Path;

use anyhow::{Context, Result};
use pricewright::model::order::{Order, Value};
use pricewright::model::quote::{Line, LineKind, Quote};
use pricewright::{Catalog, Diagnostics, Plan, Session};
use serde::Serialize;
use serde_json::Value as Json;

use crate::check::{LineHash, Outcome};

/// A compiled catalog of one component.
#[derive(Clone, Debug)]
pub struct Ours {
    /// The plan.
    pub plan: Plan,
}

/// An order whose names have been resolved.
#[derive(Clone, Debug)]
pub struct TypedOrder(Order);

/// One configuration that changes.
#[derive(Debug)]
pub struct Live(Session);

#[derive(Serialize)]
struct Short<'a> {
    total: String,
    lines: Vec<ShortLine<'a>>,
}

#[derive(Serialize)]
struct ShortLine<'a> {
    code: &'a str,
    amount: String,
}

impl Ours {
    /// Reads and compiles a catalog document.
    ///
    /// # Errors
    /// The diagnostics of the catalog.
    pub fn compile(catalog: &str) -> Result<Self> {
        let catalog = Catalog::from_json(catalog).map_err(|faults| told(&faults))?;
        let plan = pricewright::compile(&catalog).map_err(|faults| told(&faults))?;
        Ok(Self { plan })
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
        Ok(Self { plan })
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
        let plan = Plan::from_bytes(bytes).map_err(|fault| anyhow::anyhow!("{fault}"))?;
        Ok(Self { plan })
    }

    /// Resolves the names of an order.
    #[must_use]
    pub fn typed(&self, order: &Order) -> TypedOrder {
        TypedOrder(order.clone())
    }

    /// Prices an order whose names have been resolved, with all lines.
    ///
    /// # Errors
    /// The faults of the order.
    pub fn price_typed(&self, order: &TypedOrder) -> Result<Quote, Diagnostics> {
        self.plan.price(&order.0)
    }

    /// Prices an order by names, with all lines.
    ///
    /// # Errors
    /// The faults of the order.
    pub fn price_named(&self, order: &Order) -> Result<Quote, Diagnostics> {
        self.plan.price(order)
    }

    /// JSON text to JSON text: the total, and code and amount of each line.
    ///
    /// # Errors
    /// The faults of the order.
    pub fn price_json(&self, order: &str) -> Result<String> {
        let order = Order::from_json(order).map_err(|faults| told(&faults))?;
        let quote = self.plan.price(&order).map_err(|faults| told(&faults))?;
        let short = Short {
            total: total(&quote),
            lines: lines(&quote)
                .map(|line| ShortLine {
                    code: &line.id,
                    amount: amount(line),
                })
                .collect(),
        };
        Ok(serde_json::to_string(&short)?)
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
        let item = order.items.first().context("an order of one item")?;
        Ok(Live(Session::new(&self.plan, order.clone(), item.clone())))
    }
}

impl Live {
    /// Changes a value.
    ///
    /// # Errors
    /// A value that does not fit.
    pub fn set(&mut self, name: &str, value: Value) -> Result<(), Diagnostics> {
        self.0.set(name, value)
    }

    /// The total, with two decimals.
    ///
    /// # Errors
    /// The faults of the order.
    pub fn total(&mut self) -> Result<Option<pricewright::money::Decimal>, Diagnostics> {
        self.0.total()
    }
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
