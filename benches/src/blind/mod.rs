//! The roller blind of `examples/roller-blind`: a catalog of another shape than the workload, with
//! price bands, groups, a minimum, endings, tiers, fees of the order and tax; beside the same
//! calculation by hand in `rust_decimal`.

mod bands;
mod choices;
mod hand;
mod order;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use pricewright::model::order::Order;

use crate::check::LineHash;
use crate::ours::{self, Ours, TypedOrder};
use crate::random::Random;

pub use choices::{Blind, Cassette, Fabric, Group, Motor, Mounting};
pub use hand::{Answer, Hand, Line};
pub use order::order;

/// How many configurations are timed.
pub const MANY: usize = 1_000;

/// The catalog with configurations of it made ready.
#[derive(Clone, Debug)]
pub struct Blinds {
    /// The engine's plan of it.
    pub ours: Ours,
    /// By hand.
    pub hand: Hand,
    /// Configurations that have a price.
    pub blinds: Vec<Blind>,
    /// Each as an order.
    pub orders: Vec<Order>,
    /// Each as an order whose names are resolved.
    pub typed_orders: Vec<TypedOrder>,
}

impl Blinds {
    /// Reads catalog and price bands, and checks a row of configurations to the cent.
    ///
    /// # Errors
    /// A file that is not there, a configuration on which engine and hand do not agree.
    pub fn read() -> Result<Self> {
        let directory = directory();
        let ours = Ours::compile_directory(&directory)?;
        let hand = Hand::read(&directory)?;
        let mut random = Random::new(20_260_901);
        let mut blinds = Vec::with_capacity(MANY);
        let mut orders = Vec::with_capacity(MANY);
        while blinds.len() < MANY {
            let blind = Blind::any(&mut random);
            let order = order(&blind)?;
            if agreed(&ours, &hand, &blind, &order)? {
                blinds.push(blind);
                orders.push(order);
            }
        }
        Ok(Self {
            typed_orders: orders.iter().map(|order| ours.typed(order)).collect(),
            ours,
            hand,
            blinds,
            orders,
        })
    }
}

/// Whether a blind has a price; engine and hand must agree on it and on every line.
///
/// # Errors
/// They do not.
pub fn agreed(ours: &Ours, hand: &Hand, blind: &Blind, order: &Order) -> Result<bool> {
    let quote = ours
        .price_named(order)
        .map_err(|faults| anyhow::anyhow!("{faults}"))?;
    let Some(answer) = hand.price(blind) else {
        ensure!(quote.amount.is_none(), "by hand it has no price: {blind:?}");
        return Ok(false);
    };
    let mut hash = LineHash::default();
    for line in &answer.lines {
        hash.line(line.code, format_args!("{:.2}", line.amount));
    }
    let by_hand = hash.outcome(format!(
        "{:.2}, {:.2} with tax",
        answer.amount, answer.gross
    ));
    let by_engine = ours::whole_outcome(&quote);
    ensure!(
        by_engine == by_hand,
        "{blind:?}: {by_engine:?}, by hand {by_hand:?} {:?}; {:?}",
        answer.lines,
        ours::all_lines(&quote),
    );
    Ok(true)
}

/// Where the example stands.
fn directory() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.join("../examples/roller-blind")
}

/// The text of a file of the example.
fn text(directory: &Path, file: &str) -> Result<String> {
    let path = directory.join(file);
    std::fs::read_to_string(&path).with_context(|| path.display().to_string())
}
