//! The price waterfall of one item.

use super::catalog_reading::{World, expression, phases};
use super::configuration::{Reading, speaks};
use super::frame::{Frame, Stop, Value};
use super::number::{Q, exact, is_multiple, rounded};
use super::order_lines::Fee;
use super::{NaiveItem, NaiveLine, Totals, table};
use num_traits::{Signed, Zero};
use pricewright::model::catalog::{AttributeValue, Phase, PriceList, Role};
use pricewright::model::quote::{LineKind, Status};
use pricewright::parse::syntax::{Effect, Per, Statement, TierEffect};

/// The lines so far, and how far they reach.
pub struct Waterfall<'w, 'a> {
    pub world: &'w World<'a>,
    pub readings: &'w [Reading<'w>],
    pub index: usize,
    pub frame: Frame<'w>,
    pub lines: Vec<NaiveLine>,
    /// Whether × quantity is behind us.
    pub after_quantity: bool,
    /// Lines of `base` and `options`, of the list price, of the unit price: how many there are.
    pub base_end: usize,
    pub list_end: Option<usize>,
    pub pieces_end: Option<usize>,
    /// The phase at work, and how many lines there were when it began.
    pub phase: Phase,
    pub start: usize,
    /// Minimums after discounts that applied, per piece or per item.
    pub minimums: Vec<(Per, Q)>,
    /// Whether tiers have replaced the base; only one table may.
    pub replaced: bool,
    pub problems: Vec<String>,
    pub on_request: Vec<String>,
    /// Fees once per order whose key is unset: that is not allowed.
    pub missing_keys: Vec<String>,
    /// Whether some amount that others may read has no price.
    pub unknown: bool,
}

/// Prices an item; what it owes once per order goes to `fees`.
pub fn price_item<'w>(
    world: &'w World<'w>,
    readings: &'w [Reading<'w>],
    index: usize,
    fees: &mut Vec<Fee>,
) -> NaiveItem {
    let reading = &readings[index];
    let frame = match &reading.frame {
        Some(frame) if reading.violations.is_empty() && reading.missing.is_empty() => frame.clone(),
        _ => {
            let invalid = !reading.violations.is_empty();
            let status = if invalid {
                Status::Invalid
            } else {
                Status::Incomplete
            };
            let reasons = reading
                .violations
                .iter()
                .chain(&reading.missing)
                .cloned()
                .collect();
            return without_price(status, reasons);
        }
    };
    let component = frame.component.unwrap();
    let mut waterfall = Waterfall {
        world,
        readings,
        index,
        frame,
        lines: Vec::new(),
        after_quantity: false,
        base_end: 0,
        list_end: None,
        pieces_end: None,
        phase: Phase {
            id: "base".to_owned(),
            compound: false,
            choice: None,
        },
        start: 0,
        minimums: Vec::new(),
        replaced: false,
        problems: Vec::new(),
        on_request: Vec::new(),
        missing_keys: Vec::new(),
        unknown: false,
    };
    waterfall.notices();
    waterfall.base();
    for (phase, after_quantity) in phases(component, waterfall.frame.statements) {
        if after_quantity && !waterfall.after_quantity {
            waterfall.multiply();
        }
        waterfall.run(phase);
    }
    waterfall.round_to_minor_unit();
    let owed = super::order_lines::owed(&mut waterfall);
    if !waterfall.missing_keys.is_empty() {
        return without_price(Status::Invalid, waterfall.missing_keys);
    }
    if waterfall.problems.is_empty() && waterfall.on_request.is_empty() {
        fees.extend(owed);
    }
    waterfall.finish()
}

fn without_price(status: Status, reasons: Vec<String>) -> NaiveItem {
    NaiveItem {
        status,
        lines: Vec::new(),
        list_price: None,
        unit_price: None,
        amount: None,
        order_share: None,
        totals: Totals::default(),
        reasons,
    }
}

impl<'w> Waterfall<'w, '_> {
    /// Keeps why something has no value.
    pub fn note(&mut self, stop: Stop) {
        match stop {
            Stop::Waits(name) => panic!("a complete item waits for `{name}`"),
            Stop::OnRequest(id) => self.on_request.push(id),
            Stop::Problem(problem) => self.problems.push(problem),
            Stop::Unknown => {}
        }
    }

    fn notices(&mut self) {
        for statement in self.frame.statements {
            let Effect::OnRequest(test) = &statement.effect else {
                continue;
            };
            match speaks(&self.frame, statement, test) {
                Ok(Some(true)) => self.on_request.push(statement.id.text.clone()),
                Ok(_) => {}
                Err(stop) => self.note(stop),
            }
        }
    }

    fn base(&mut self) {
        let component = self.frame.component.unwrap();
        let mut found = false;
        if let Some(price) = &component.base_price {
            found = true;
            match self.world.amount(price) {
                Some(price) => self.fixed_line(LineKind::BasePrice, "base", price),
                None => {
                    self.problems
                        .push("no base price in this currency".to_owned());
                    self.unknown = true;
                }
            }
        }
        let base_lists = component
            .price_lists
            .iter()
            .filter(|list| list.role == Role::Base);
        // A base price beside lists is only half of the price: one of them must serve, too.
        let found = found && base_lists.clone().next().is_none();
        let serving: Vec<_> = base_lists.filter(|list| self.serves(list)).collect();
        match serving.as_slice() {
            [] if found || self.priced_by_tiers() => {}
            [list] => match self.cell(list) {
                Ok(price) => self.fixed_line(LineKind::PriceList, &list.id, price),
                Err(stop) => {
                    self.note(stop);
                    self.unknown = true;
                }
            },
            [] => {
                self.problems.push("no price list serves".to_owned());
                self.unknown = true;
            }
            _ => {
                self.problems.push("two price lists serve".to_owned());
                self.unknown = true;
            }
        }
        self.base_end = self.lines.len();
    }

    /// Whether tiers set the price: then a base that nothing else gives is 0, without a line.
    pub fn priced_by_tiers(&self) -> bool {
        let sets_price = |statement: &Statement| match &statement.effect {
            Effect::Tiers(tiers) => {
                let prices = tiers
                    .steps
                    .iter()
                    .any(|step| matches!(step.effect, TierEffect::Price(_)));
                prices && (&statement.when, statement.from, statement.until) == (&None, None, None)
            }
            _ => false,
        };
        self.frame.statements.iter().any(sets_price)
    }

    /// Whether currency, `for` and `when` of a price list hold.
    pub fn serves(&mut self, list: &PriceList) -> bool {
        if list
            .currency
            .is_some_and(|currency| currency != self.world.currency)
        {
            return false;
        }
        for (name, wanted) in &list.for_values {
            let value = match self.frame.named(name) {
                Ok(value) => value,
                Err(stop) => {
                    self.note(stop);
                    return false;
                }
            };
            let same = match (&value, wanted) {
                (Value::Text(text), AttributeValue::Text(wanted)) => text == wanted,
                (Value::Number(number), AttributeValue::Number(wanted)) => {
                    *number == exact(*wanted)
                }
                (Value::Boolean(value), AttributeValue::Boolean(wanted)) => value == wanted,
                other => panic!("`{name}` compares {other:?}"),
            };
            if !same {
                return false;
            }
        }
        let Some(condition) = &list.when else {
            return true;
        };
        self.frame
            .truth(&expression(condition))
            .unwrap_or_else(|stop| {
                self.note(stop);
                false
            })
    }

    /// The cell of a price list by its own axes.
    pub fn cell(&self, list: &PriceList) -> Result<Q, Stop> {
        let names = [&list.row_feature, &list.col_feature].into_iter().flatten();
        let keys: Vec<_> = names
            .map(|name| self.frame.named(name))
            .collect::<Result<_, _>>()?;
        table::look_up(list, &keys)
    }

    /// × quantity: from here on everything counts for the whole item.
    fn multiply(&mut self) {
        self.after_quantity = true;
        self.pieces_end = Some(self.lines.len());
    }

    fn run(&mut self, phase: Phase) {
        self.start = self.lines.len();
        self.phase = phase;
        self.adjustments();
        self.limits();
        if self.phase.id == "list_limits" {
            self.list_end = Some(self.lines.len());
        }
        let price = self.sum(|_| true);
        if self.phase.id == "rounding" && price.is_negative() {
            self.measured_line(LineKind::Clamp, "not-below-zero", -price);
        }
    }

    fn round_to_minor_unit(&mut self) {
        let amount = self.sum(|_| true);
        let increment = self.world.increment();
        if !is_multiple(&amount, &increment) {
            // The difference itself has more digits than a line; it is not rounded again.
            self.phase.id = "fees".to_owned();
            let target = rounded(&amount, &increment, self.world.mode());
            let mut line = self.line(LineKind::Rounding, "minor-unit", Q::zero());
            line.amount = target - amount;
            self.lines.push(line);
        }
    }

    fn finish(self) -> NaiveItem {
        if !self.problems.is_empty() || !self.on_request.is_empty() {
            // A price on request closes a hole of a price list.
            let on_request = !self.on_request.is_empty();
            let status = if on_request {
                Status::OnRequest
            } else {
                Status::Unpriced
            };
            return without_price(status, [self.problems, self.on_request].concat());
        }
        let per_item = self.world.per_item();
        let total = |lines: &[NaiveLine]| {
            let of = |line: &NaiveLine| match per_item {
                true => line.amount.clone(),
                false => line.unit_amount.clone().unwrap(),
            };
            lines.iter().map(of).fold(Q::zero(), |sum, next| sum + next)
        };
        let unit_price = (!per_item).then(|| total(&self.lines[..self.pieces_end.unwrap()]));
        NaiveItem {
            status: Status::Priced,
            list_price: self.list_end.map(|end| total(&self.lines[..end])),
            unit_price,
            amount: Some(
                self.lines
                    .iter()
                    .fold(Q::zero(), |sum, line| sum + &line.amount),
            ),
            lines: self.lines,
            order_share: None,
            totals: Totals::default(),
            reasons: Vec::new(),
        }
    }

    /// A line of an amount that is for one piece before × quantity, for the item after it.
    pub fn fixed_line(&mut self, kind: LineKind, id: &str, amount: Q) {
        let quantity = &self.frame.quantity;
        let extend = self.world.per_item() && !self.after_quantity;
        let exact = if extend { amount * quantity } else { amount };
        self.measured_line(kind, id, exact);
    }

    /// A line of an amount in the measure of the phase: for one piece, or extended.
    pub fn measured_line(&mut self, kind: LineKind, id: &str, exact: Q) {
        let line = self.line(kind, id, exact);
        self.lines.push(line);
    }

    /// The line itself, rounded once.
    pub fn line(&self, kind: LineKind, id: &str, exact: Q) -> NaiveLine {
        let mode = self.world.mode();
        let per_piece = !self.after_quantity && !self.world.per_item();
        let unit_amount = per_piece.then(|| rounded(&exact, &self.world.unit_increment(), mode));
        let amount = match &unit_amount {
            Some(unit_amount) => unit_amount * &self.frame.quantity,
            None => rounded(&exact, &self.world.increment(), mode),
        };
        NaiveLine {
            phase: self.phase.id.clone(),
            kind,
            id: id.to_owned(),
            unit_amount,
            amount,
            discountable: true,
            choice: None,
            shares: Vec::new(),
        }
    }

    /// What a line counts in sums: for one piece, or extended.
    pub fn measure(&self, line: &NaiveLine) -> Q {
        match &line.unit_amount {
            Some(unit_amount) if !self.after_quantity => unit_amount.clone(),
            _ => line.amount.clone(),
        }
    }

    /// The sum of the lines that count.
    pub fn sum(&self, counts: impl Fn(&NaiveLine) -> bool) -> Q {
        self.sum_of(&self.lines, counts)
    }

    /// The sum of those lines that count.
    pub fn sum_of(&self, lines: &[NaiveLine], counts: impl Fn(&NaiveLine) -> bool) -> Q {
        let counting = lines.iter().filter(|line| counts(line));
        counting
            .map(|line| self.measure(line))
            .fold(Q::zero(), |sum, next| sum + next)
    }
}
