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

use crate::check::{LineHash, Outcome};
use crate::ours::{self, Live, Ours, TypedOrder};
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
        let mut outcomes = Vec::with_capacity(MANY);
        while blinds.len() < MANY {
            let blind = Blind::any(&mut random);
            let order = order(&blind)?;
            if let Some(outcome) = agreed(&ours, &hand, &blind, &order)? {
                blinds.push(blind);
                orders.push(order);
                outcomes.push(outcome);
            }
        }
        let mut live = ours.live(orders.first().context("orders")?)?;
        let typed_orders = orders.iter().map(|order| live.typed(order));
        let typed_orders: Vec<TypedOrder> = typed_orders.collect::<Result<_>>()?;
        for (order, right) in typed_orders.iter().zip(&outcomes) {
            live.price(order)?;
            let found = live.whole_outcome()?;
            ensure!(found == *right, "a session gives {found:?}, not {right:?}");
        }
        Ok(Self {
            typed_orders,
            ours,
            hand,
            blinds,
            orders,
        })
    }
}

impl Blinds {
    /// A session of the catalog.
    ///
    /// # Errors
    /// No configurations.
    pub fn live(&self) -> Result<Live> {
        self.ours.live(self.orders.first().context("orders")?)
    }
}

/// The price of a blind without tax and its lines, if it has one; engine and hand must agree on it,
/// on every line and on the tax.
///
/// # Errors
/// They do not.
pub fn agreed(ours: &Ours, hand: &Hand, blind: &Blind, order: &Order) -> Result<Option<Outcome>> {
    let quote = ours
        .quote(order)
        .map_err(|faults| anyhow::anyhow!("{faults}"))?;
    let Some(answer) = hand.price(blind) else {
        ensure!(quote.amount.is_none(), "by hand it has no price: {blind:?}");
        return Ok(None);
    };
    let mut hash = LineHash::default();
    for line in &answer.lines {
        hash.line(line.code, format_args!("{:.2}", line.amount));
    }
    let net = hash.outcome(format!("{:.2}", answer.amount));
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
    Ok(Some(net))
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
