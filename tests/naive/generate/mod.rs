//! Catalogs and orders out of a tape of numbers.
//!
//! A test draws a tape; every decision reads its next number, and a tape that has ended reads 0,
//! the plainest choice. So proptest shrinks a failing catalog by shrinking its tape. What is made
//! is meant to compile: a catalog that does not is the generator's fault.

mod component;
mod condition;
mod group;
mod orders;
mod prices;
mod rules;

use proptest::prelude::*;
use serde_json::{Value, json};

/// A catalog and orders for it, as documents.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The catalog.
    pub catalog: Value,
    /// Orders, most of them fine.
    pub orders: Vec<Value>,
}

/// Catalogs with orders.
pub fn samples() -> impl Strategy<Value = Sample> {
    tapes().prop_map(of_tape)
}

/// The catalog with orders that a tape decides on.
pub fn of_tape(numbers: Vec<u16>) -> Sample {
    sample(&mut Tape::new(numbers))
}

/// How many cases to run: `PRICEWRIGHT_CASES`, or so many.
pub fn cases(default: u32) -> ProptestConfig {
    let asked = std::env::var("PRICEWRIGHT_CASES").ok();
    ProptestConfig {
        cases: asked
            .and_then(|number| number.parse().ok())
            .unwrap_or(default),
        failure_persistence: None,
        max_shrink_iters: 500,
        ..ProptestConfig::default()
    }
}

/// Tapes long enough for most catalogs.
pub fn tapes() -> impl Strategy<Value = Vec<u16>> {
    proptest::collection::vec(any::<u16>(), 200..1500)
}

/// The decisions still to be made.
pub struct Tape {
    numbers: std::vec::IntoIter<u16>,
    names: usize,
}

impl Tape {
    /// A tape of these numbers.
    pub fn new(numbers: Vec<u16>) -> Self {
        Tape {
            numbers: numbers.into_iter(),
            names: 0,
        }
    }

    /// A number below `count`.
    pub fn below(&mut self, count: usize) -> usize {
        usize::from(self.numbers.next().unwrap_or(0)) % count
    }

    /// True in so many of a hundred cases; false when the tape has ended.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    /// One of these.
    pub fn pick<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())].clone()
    }

    /// An id that no other has.
    pub fn id(&mut self, word: &str) -> String {
        self.names += 1;
        format!("{word}_{}", self.names)
    }

    /// A number that no other has: for priorities.
    pub fn unlike(&mut self) -> usize {
        self.names += 1;
        self.names
    }
}

/// How a catalog writes money.
#[derive(Clone, Debug)]
pub struct Money {
    /// One or two currencies.
    pub currencies: Vec<&'static str>,
    /// Digits of an amount.
    pub digits: u32,
    /// Amounts are multiples of so many smallest units.
    pub multiple: i64,
    /// Lines are rounded for the whole item.
    pub per_item: bool,
}

impl Money {
    /// For amounts of an item or an order, whose lines keep the currency's digits.
    pub fn coarse(&self) -> Money {
        Money {
            digits: self.digits.min(2),
            ..self.clone()
        }
    }

    /// So many hundredths of the main unit as text, on the catalog's grid.
    fn text(&self, hundredths: i64) -> String {
        let units = match self.digits {
            0 => hundredths / 100,
            2 => hundredths / self.multiple * self.multiple,
            digits => hundredths * 10_i64.pow(digits - 2) + 4,
        };
        let power = 10_i64.pow(self.digits);
        let sign = if units < 0 { "-" } else { "" };
        let (front, back) = (units.abs() / power, units.abs() % power);
        match self.digits as usize {
            0 => format!("{sign}{front}"),
            digits => format!("{sign}{front}.{back:0>digits$}"),
        }
    }

    /// An amount up to so many hundredths, for JSON.
    pub fn json(&self, tape: &mut Tape, most: i64) -> Value {
        let amounts = self.amounts(tape, most);
        match (amounts.as_slice(), tape.below(3)) {
            ([amount], 1) => amount
                .parse()
                .map_or(json!(amount), |number: serde_json::Number| json!(number)),
            ([amount], _) => json!(amount),
            (amounts, 1) => amounts
                .iter()
                .zip(&self.currencies)
                .map(|(amount, currency)| json!({"amount": amount, "currency": currency}))
                .collect(),
            (amounts, _) => self
                .currencies
                .iter()
                .zip(amounts)
                .map(|(currency, amount)| ((*currency).to_owned(), json!(amount)))
                .collect::<serde_json::Map<_, _>>()
                .into(),
        }
    }

    /// An amount up to so many hundredths, for rules.
    pub fn rule(&self, tape: &mut Tape, most: i64) -> String {
        let amounts = self.amounts(tape, most);
        match amounts.as_slice() {
            [amount] => amount.trim_start_matches('-').to_owned(),
            amounts => {
                let pairs = self.currencies.iter().zip(amounts);
                let pairs: Vec<_> = pairs
                    .map(|(currency, amount)| {
                        format!("{currency} {}", amount.trim_start_matches('-'))
                    })
                    .collect();
                format!("{{{}}}", pairs.join(", "))
            }
        }
    }

    fn amounts(&self, tape: &mut Tape, most: i64) -> Vec<String> {
        let amount = |tape: &mut Tape| {
            let hundredths = 1 + (tape.below(65_536) as i64 * most) / 65_536;
            let round = tape.below(3) == 0;
            let sign = if most > 1000 && most < 9000 && tape.chance(8) {
                -1
            } else {
                1
            };
            self.text(
                sign * if round {
                    hundredths / 100 * 100 + 100
                } else {
                    hundredths
                },
            )
        };
        (0..self.currencies.len()).map(|_| amount(tape)).collect()
    }
}

fn sample(tape: &mut Tape) -> Sample {
    let money = money(tape);
    let mut catalog = json!({
        "format": 1,
        "prices": tape.pick(&["net", "gross"]),
        "rounding": rounding(tape, &money),
        "tax": {"rounding": tape.pick(&["item", "rate"])},
        "inputs": [
            {"id": "customer.group", "type": "select", "options": ["retail", "dealer", "installer"], "default": "retail"},
            {"id": "context.express", "type": "boolean", "default": false},
            {"id": "context.distance", "type": "number", "default": 10}
        ]
    });
    match money.currencies.as_slice() {
        [currency] => catalog["currency"] = json!(currency),
        several => catalog["currencies"] = json!(several),
    }
    let shapes: Vec<_> = (0..=tape.below(2))
        .map(|index| component::component(tape, &money, index))
        .collect();
    catalog["components"] = shapes.iter().map(|shape| shape.json.clone()).collect();
    if tape.chance(55) {
        catalog["rules"] = json!(rules::order_rules(tape, &money));
    }
    let orders = (0..2)
        .map(|_| orders::order(tape, &money, &shapes))
        .collect();
    Sample { catalog, orders }
}

fn money(tape: &mut Tape) -> Money {
    let currencies = tape.pick(&[
        vec!["EUR"],
        vec!["EUR"],
        vec!["JPY"],
        vec!["EUR", "CHF"],
        vec!["EUR"],
    ]);
    let per_item = tape.chance(35);
    let yen = currencies == ["JPY"];
    let multiple = if !yen && tape.chance(20) { 5 } else { 1 };
    let digits = match yen {
        true => 0,
        false if multiple == 1 && tape.chance(20) => 3,
        false => 2,
    };
    Money {
        currencies,
        digits,
        multiple,
        per_item,
    }
}

fn rounding(tape: &mut Tape, money: &Money) -> Value {
    let mode = tape.pick(&["half_up", "half_down", "half_even", "up", "down"]);
    let mut rounding = json!({"mode": mode, "scope": if money.per_item { "item" } else { "unit" }});
    if money.multiple == 5 {
        rounding["increment"] = match money.currencies.as_slice() {
            [_] => json!("0.05"),
            several => several
                .iter()
                .map(|currency| ((*currency).to_owned(), json!("0.05")))
                .collect::<serde_json::Map<_, _>>()
                .into(),
        };
    }
    if money.digits == 3 && !money.per_item {
        rounding["unit_price_digits"] = json!(3);
    }
    rounding
}
