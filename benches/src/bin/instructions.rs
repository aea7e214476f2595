//! Prices the configurations of one case so many times, for a program that counts instructions:
//! `instructions CASE PASSES`. Prints how many prices a pass has. What two runs of different passes
//! differ by is the price alone.

use std::hint::black_box;

use anyhow::{Context as _, Result, bail};
use pricewright::Session;
use pricewright_benches::blind::Blinds;
use pricewright_benches::changes::{changes, typed_changes};
use pricewright_benches::growth;
use pricewright_benches::options::Options;
use pricewright_benches::ours::plan;
use pricewright_benches::prepared::Prepared;
use pricewright_benches::workload::Workload;

const MANY: usize = 100;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [case, passes] = arguments.as_slice() else {
        bail!("usage: instructions CASE PASSES");
    };
    let passes = passes.parse()?;
    let many = match case.as_str() {
        "small" | "medium" | "large" => typed(&prepared(case, None)?, passes)?,
        "growth-1000" => typed(&prepared("medium", Some(1_000))?, passes)?,
        "medium-json" => json(&prepared("medium", None)?, passes)?,
        "medium-quote" => quote(&prepared("medium", None)?, passes),
        "medium-start" => start(&prepared("medium", None)?, passes)?,
        "medium-session" => session(&prepared("medium", None)?, passes)?,
        "roller-blind" => blind(passes)?,
        "options" => options(passes)?,
        "options-price" => options_price(passes)?,
        "options-session" => options_session(passes)?,
        _ => bail!("there is no case `{case}`"),
    };
    println!("{many}");
    Ok(())
}

fn prepared(name: &str, rules: Option<usize>) -> Result<Prepared> {
    let Workload { catalog, expected } = Workload::read(name)?;
    let catalog = match rules {
        Some(rules) => growth::catalog(&catalog, rules),
        None => catalog,
    };
    Prepared::some(catalog, expected, MANY)
}

fn typed(prepared: &Prepared, passes: usize) -> Result<usize> {
    let mut live = prepared.live()?;
    for _ in 0..passes {
        for order in &prepared.typed_orders {
            let _ = black_box(live.price(black_box(order)));
            black_box(live.lines());
        }
    }
    Ok(prepared.typed_orders.len())
}

fn quote(prepared: &Prepared, passes: usize) -> usize {
    for _ in 0..passes {
        for order in &prepared.orders {
            let _ = black_box(prepared.ours.quote(black_box(order)));
        }
    }
    prepared.orders.len()
}

fn json(prepared: &Prepared, passes: usize) -> Result<usize> {
    let mut live = prepared.live()?;
    for _ in 0..passes {
        for order in &prepared.order_texts {
            let _ = black_box(live.price_json(black_box(order)));
        }
    }
    Ok(prepared.order_texts.len())
}

fn session(prepared: &Prepared, passes: usize) -> Result<usize> {
    let changes = changes(&prepared.catalog, &prepared.expected.configs)?;
    let mut live = prepared.live()?;
    let changes = typed_changes(&live, &changes)?;
    for _ in 0..passes {
        for (field, value) in &changes {
            let _ = live.set(*field, black_box(value));
            let _ = black_box(live.total());
        }
    }
    Ok(changes.len())
}

/// From the catalog's JSON to the first quote.
fn start(prepared: &Prepared, passes: usize) -> Result<usize> {
    let order = prepared.orders.first().context("orders")?;
    for _ in 0..passes {
        let plan = plan(black_box(&prepared.json))?;
        let _ = black_box(plan.price(order));
    }
    Ok(1)
}

fn blind(passes: usize) -> Result<usize> {
    let blinds = Blinds::read()?;
    let mut live = blinds.live()?;
    for _ in 0..passes {
        for order in blinds.typed_orders.iter().take(MANY) {
            let _ = black_box(live.price(black_box(order)));
            black_box(live.lines());
        }
    }
    Ok(MANY)
}

/// All options of a configuration, as one.
fn options(passes: usize) -> Result<usize> {
    let Options { plan, order } = Options::new()?;
    for _ in 0..passes {
        let _ = black_box(plan.option_prices(black_box(&order), 0, None));
    }
    Ok(1)
}

/// The same of a session that has priced before.
fn options_session(passes: usize) -> Result<usize> {
    let Options { plan, order } = Options::new()?;
    let item = order
        .items
        .first()
        .cloned()
        .context("the order has an item")?;
    let mut session = Session::new(&plan, order, item);
    for _ in 0..passes {
        let _ = black_box(session.option_prices(None));
    }
    Ok(1)
}

/// The same order, priced once.
fn options_price(passes: usize) -> Result<usize> {
    let Options { plan, order } = Options::new()?;
    for _ in 0..passes {
        let _ = black_box(plan.price(black_box(&order)));
    }
    Ok(1)
}
