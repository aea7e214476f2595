//! Lines of the order: its own rules, fees once per order, limits, manual adjustments, shares.

use super::adjust::phase_of;
use super::catalog_reading::{World, with_statement};
use super::configuration::{constraints, inputs, speaks};
use super::expression::joined;
use super::frame::{Amounts, Frame, Stop, Value};
use super::limits::{ended, modulus, never_below};
use super::number::{Q, exact, is_multiple, rounded, text, whole};
use super::waterfall::Waterfall;
use super::{NaiveLine, NaiveQuote};
use num_traits::{Signed, Zero};
use pricewright::model::catalog::{LineScope, Phase};
use pricewright::model::order::ManualAmount;
use pricewright::model::quote::{LineKind, Status};
use pricewright::parse::syntax::{
    Adjustment, Choice, Effect, Expression, ExpressionKind, Per, Statement,
};

/// What an item owes once per order.
pub struct Fee {
    /// The component's place in the catalog, the rule's among the component's, the key.
    key: (usize, usize, String),
    kind: LineKind,
    id: String,
    amount: Q,
}

/// What the item owes once per order: order-scope surcharges of its options, then rules.
pub fn owed(waterfall: &mut Waterfall) -> Vec<Fee> {
    let component = waterfall.frame.component.unwrap();
    let position = waterfall
        .world
        .catalog
        .components
        .iter()
        .position(|other| other.id == component.id)
        .unwrap();
    waterfall.frame.amounts = waterfall.amounts();
    let mut fees = Vec::new();
    for feature in &component.features {
        for (surcharge, option, count) in waterfall.chosen_surcharges(feature) {
            if surcharge.scope != LineScope::PerOrder {
                continue;
            }
            let id = option.map_or(feature.id.clone(), |option| {
                format!("{}:{option}", feature.id)
            });
            match waterfall.surcharge_amount(&surcharge.amount) {
                Ok(amount) => {
                    let order = surcharge_order(component, &id);
                    let key = (position, order, String::new());
                    fees.push(Fee {
                        key,
                        kind: LineKind::Option,
                        id,
                        amount: amount * count,
                    });
                }
                Err(stop) => waterfall.note(stop),
            }
        }
    }
    for (index, statement) in waterfall.frame.statements.iter().enumerate() {
        if !matches!(statement.modifiers.per, Some((Per::Order, _))) {
            continue;
        }
        match fee(waterfall, statement) {
            Ok(None) => {}
            Ok(Some((key, amount))) => fees.push(Fee {
                key: (position, 1_000_000 + index, key),
                kind: LineKind::Surcharge,
                id: statement.id.text.clone(),
                amount,
            }),
            Err(Stop::Waits(key)) => waterfall.missing_keys.push(key),
            Err(stop) => waterfall.note(stop),
        }
    }
    fees
}

/// The place of `feature:option` in the document.
fn surcharge_order(component: &pricewright::model::catalog::Component, id: &str) -> usize {
    let ids = component.features.iter().flat_map(|feature| {
        let options = super::catalog_reading::options(feature).iter();
        let own = std::iter::once(feature.id.clone());
        own.chain(options.map(|option| format!("{}:{}", feature.id, option.id)))
    });
    ids.into_iter().position(|other| other == id).unwrap()
}

fn fee(waterfall: &Waterfall, statement: &Statement) -> Result<Option<(String, Q)>, Stop> {
    let valid = waterfall.world.valid(statement.from, statement.until);
    if !valid || !waterfall.frame.holds(statement.when.as_ref())? {
        return Ok(None);
    }
    let key = match &statement.modifiers.by {
        None => String::new(),
        Some(by) => match waterfall.frame.evaluate(by)? {
            Value::Text(key) => key,
            Value::Number(number) => text(&number),
            Value::Boolean(value) => value.to_string(),
            other => panic!("{other:?} as a key"),
        },
    };
    match &statement.effect {
        Effect::Surcharge(Adjustment::Amount(amount)) => {
            Ok(Some((key, waterfall.frame.number(amount)?)))
        }
        other => panic!("{other:?} once per order"),
    }
}

/// Adds the order's lines, or takes the order's price away.
pub fn add(world: &World, quote: &mut NaiveQuote, fees: Vec<Fee>) {
    let items = quote.items.iter().map(|item| item.amount.clone().unwrap());
    let quantities = world.order.items.iter().map(|item| exact(item.quantity));
    let frame = Frame {
        world,
        component: None,
        statements: &world.order_rules,
        states: inputs(world),
        quantity: quantities.fold(Q::zero(), |sum, quantity| sum + quantity),
        amounts: Amounts {
            items: Some(quote.priced_subtotal.clone()),
            ..Amounts::default()
        },
    };
    let phase = Phase {
        id: "order".to_owned(),
        compound: false,
        choice: None,
    };
    let mut lines = OrderLines {
        items: items.collect(),
        phase: with_statement(phase, &world.order_rules),
        frame,
        lines: Vec::new(),
        problems: Vec::new(),
    };
    let mut violations = Vec::new();
    constraints(&lines.frame, &mut violations);
    if !violations.is_empty() {
        quote.status = Status::Invalid;
        return;
    }
    lines.adjustments();
    lines.fees(fees);
    lines.limits();
    lines.manual();
    lines.clamp();
    if lines.on_request() {
        quote.status = Status::OnRequest;
    } else if !lines.problems.is_empty() {
        quote.status = Status::Unpriced;
    } else {
        lines.share_out();
        for (index, item) in quote.items.iter_mut().enumerate() {
            let shares = lines.lines.iter().map(|line| &line.shares[index]);
            item.order_share = Some(shares.fold(Q::zero(), |sum, share| sum + share));
        }
        quote.amount = Some(lines.total());
        quote.lines = lines.lines;
    }
}

struct OrderLines<'a> {
    frame: Frame<'a>,
    items: Vec<Q>,
    phase: Phase,
    lines: Vec<NaiveLine>,
    problems: Vec<Stop>,
}

impl OrderLines<'_> {
    /// The order so far.
    fn total(&self) -> Q {
        let lines = self.lines.iter().map(|line| &line.amount);
        self.items
            .iter()
            .chain(lines)
            .fold(Q::zero(), |sum, amount| sum + amount)
    }

    fn line(&self, phase: &str, kind: LineKind, id: &str, exact: Q) -> NaiveLine {
        let world = self.frame.world;
        NaiveLine {
            phase: phase.to_owned(),
            kind,
            id: id.to_owned(),
            unit_amount: None,
            amount: rounded(&exact, &world.increment(), world.mode()),
            discountable: true,
            choice: None,
            shares: Vec::new(),
        }
    }

    fn push(&mut self, phase: &str, kind: LineKind, id: &str, exact: Q) {
        let line = self.line(phase, kind, id, exact);
        self.lines.push(line);
    }

    fn applies(&self, statement: &Statement) -> Result<bool, Stop> {
        let valid = self.frame.world.valid(statement.from, statement.until);
        Ok(valid && self.frame.holds(statement.when.as_ref())?)
    }

    fn adjustments(&mut self) {
        let mut steps: Vec<&Statement> = self.frame.statements.iter().collect();
        steps.retain(|step| matches!(step.effect, Effect::Surcharge(_) | Effect::Discount(_)));
        let choice = self.phase.choice.unwrap_or(Choice::All);
        if choice == Choice::First {
            let priority =
                |step: &Statement| step.modifiers.priority.map_or(0, |(number, _)| number);
            steps.sort_by_key(|step| std::cmp::Reverse(priority(step)));
        }
        let mut candidates = Vec::new();
        for step in steps {
            self.frame.amounts.subtotal = Some(self.subtotal());
            let line = match self.adjustment(step) {
                Ok(Some(line)) => line,
                Ok(None) => continue,
                Err(stop) => {
                    self.problems.push(stop);
                    continue;
                }
            };
            match choice {
                Choice::Best => candidates.push(line),
                Choice::First => {
                    self.lines.push(line);
                    break;
                }
                Choice::All => self.lines.push(line),
            }
            if step.modifiers.stop.is_some() && choice == Choice::All {
                break;
            }
        }
        candidates.sort_by(|left, right| (&left.amount, &left.id).cmp(&(&right.amount, &right.id)));
        self.lines.extend(candidates.into_iter().next());
    }

    /// Where the phase starts is the sum of the items; a compound phase takes the order so far.
    fn subtotal(&self) -> Q {
        match self.phase.compound {
            true => self.total(),
            false => self.frame.amounts.items.clone().unwrap(),
        }
    }

    fn adjustment(&self, step: &Statement) -> Result<Option<NaiveLine>, Stop> {
        if !self.applies(step)? {
            return Ok(None);
        }
        let (kind, adjustment) = match &step.effect {
            Effect::Surcharge(adjustment) => (LineKind::Surcharge, adjustment),
            Effect::Discount(adjustment) => (LineKind::Discount, adjustment),
            _ => unreachable!(),
        };
        let (says, amount) = match adjustment {
            Adjustment::Amount(amount) => {
                let amount = self.frame.number(amount)?;
                (amount.clone(), amount)
            }
            Adjustment::Percent { rate, of } => {
                let rate = self.frame.number(rate)?;
                (rate.clone(), self.base_of(of) * rate / whole(100))
            }
        };
        let discount = kind == LineKind::Discount;
        if discount && says.is_negative() {
            return Err(Stop::Problem("a negative discount".to_owned()));
        }
        let amount = if discount { -amount } else { amount };
        Ok(Some(self.line("order", kind, &step.id.text, amount)))
    }

    fn base_of(&self, of: &Expression) -> Q {
        let ExpressionKind::Path(path) = &of.kind else {
            panic!("{of:?} is no base of an order")
        };
        match joined(path).as_str() {
            "items" => self.frame.amounts.items.clone().unwrap(),
            "subtotal" => self.subtotal(),
            other => panic!("{other} is no base of an order"),
        }
    }

    /// One line for each component, rule and key; of different amounts the highest.
    fn fees(&mut self, mut fees: Vec<Fee>) {
        fees.sort_by(|left, right| (&left.key, &right.amount).cmp(&(&right.key, &left.amount)));
        fees.dedup_by(|next, first| next.key == first.key);
        for fee in fees {
            self.push("order", fee.kind, &fee.id, fee.amount);
        }
    }

    fn limits(&mut self) {
        if let Err(stop) = self.bounds().and_then(|floor| self.roundings(floor)) {
            self.problems.push(stop);
        }
    }

    /// The highest minimum and the lowest maximum; gives the minimum.
    fn bounds(&mut self) -> Result<Option<Q>, Stop> {
        self.frame.amounts.subtotal = Some(self.total());
        let mut lowest: Option<(Q, String)> = None;
        let mut highest: Option<(Q, String)> = None;
        for statement in self.frame.statements {
            let id = statement.id.text.clone();
            match &statement.effect {
                Effect::Minimum(limit) if self.applies(statement)? => {
                    let limit = self.frame.number(limit)?;
                    if lowest.as_ref().is_none_or(|(known, _)| limit > *known) {
                        lowest = Some((limit, id));
                    }
                }
                Effect::Maximum(limit) if self.applies(statement)? => {
                    let limit = self.frame.number(limit)?;
                    if highest.as_ref().is_none_or(|(known, _)| limit < *known) {
                        highest = Some((limit, id));
                    }
                }
                _ => {}
            }
        }
        let now = self.total();
        if let (Some((low, _)), Some((high, _))) = (&lowest, &highest)
            && low > high
        {
            return Err(Stop::Problem("minimum above maximum".to_owned()));
        }
        match (&lowest, &highest) {
            (Some((low, id)), _) if now < *low => {
                self.push("order", LineKind::Minimum, id, low - now)
            }
            (_, Some((high, id))) if now > *high => {
                self.push("order", LineKind::Maximum, id, high - now);
            }
            _ => {}
        }
        Ok(lowest.map(|(limit, _)| limit))
    }

    fn roundings(&mut self, floor: Option<Q>) -> Result<(), Stop> {
        let ends = |statement: &&Statement| matches!(statement.effect, Effect::End { .. });
        let all = self.frame.statements;
        let (last, first): (Vec<_>, Vec<_>) = all.iter().partition(ends);
        for statement in first.into_iter().chain(last) {
            let rounds = matches!(statement.effect, Effect::Round { .. } | Effect::End { .. });
            if !rounds || !self.applies(statement)? {
                continue;
            }
            debug_assert!(!phase_of(statement).is_empty());
            let now = self.total();
            let (kind, target) = match &statement.effect {
                Effect::Round { increment, mode } => {
                    let step = self.frame.number(increment)?;
                    let target = rounded(&now, &step, *mode);
                    (
                        LineKind::Rounding,
                        never_below(target, floor.clone(), &step),
                    )
                }
                Effect::End { ending, mode } => {
                    let ending = self.frame.number(ending)?;
                    let step = modulus(&ending);
                    let target = ended(&now, &ending, &step, *mode);
                    (LineKind::Ending, never_below(target, floor.clone(), &step))
                }
                _ => unreachable!(),
            };
            if target != now {
                self.push("order", kind, &statement.id.text, target - now);
            }
        }
        Ok(())
    }

    fn manual(&mut self) {
        for adjustment in &self.frame.world.order.adjustments {
            let amount = match &adjustment.amount {
                ManualAmount::Amount(amount) => exact(*amount),
                ManualAmount::Percent { rate, of_subtotal } => {
                    let base = match of_subtotal {
                        true => self.total(),
                        false => self.frame.amounts.items.clone().unwrap(),
                    };
                    base * exact(*rate) / whole(100)
                }
            };
            self.push("adjustments", LineKind::Manual, &adjustment.id, amount);
        }
    }

    fn clamp(&mut self) {
        let now = self.total();
        if now.is_negative() {
            self.push("order", LineKind::Clamp, "not-below-zero", -now);
        }
    }

    fn on_request(&self) -> bool {
        self.frame
            .statements
            .iter()
            .any(|statement| match &statement.effect {
                Effect::OnRequest(test) => speaks(&self.frame, statement, test) == Ok(Some(true)),
                _ => false,
            })
    }

    fn share_out(&mut self) {
        let (increment, minor_unit) = (self.frame.world.increment(), self.frame.world.minor_unit());
        for line in &mut self.lines {
            let whole_steps = is_multiple(&line.amount, &increment);
            let step = if whole_steps { &increment } else { &minor_unit };
            line.shares = shares(&line.amount, &self.items, step);
        }
    }
}

/// An amount shared out by weight in whole steps; what is left goes to the largest remainders.
pub fn shares(amount: &Q, weights: &[Q], step: &Q) -> Vec<Q> {
    let weights: Vec<Q> = weights
        .iter()
        .map(|weight| weight.clone().max(Q::zero()))
        .collect();
    let all = weights.iter().fold(Q::zero(), |sum, weight| sum + weight);
    if all.is_zero() {
        let first = |index| {
            if index == 0 {
                amount.clone()
            } else {
                Q::zero()
            }
        };
        return (0..weights.len()).map(first).collect();
    }
    let sign = if amount.is_negative() {
        whole(-1)
    } else {
        whole(1)
    };
    let steps = amount.abs() / step;
    let fair: Vec<Q> = weights
        .iter()
        .map(|weight| weight * &steps / &all)
        .collect();
    let mut given: Vec<Q> = fair.iter().map(Q::floor).collect();
    let mut left = &steps - given.iter().fold(Q::zero(), |sum, part| sum + part);
    let mut by_remainder: Vec<usize> = (0..fair.len()).collect();
    by_remainder.sort_by_key(|index| std::cmp::Reverse(&fair[*index] - &given[*index]));
    for index in by_remainder {
        if left.is_positive() {
            given[index] += whole(1);
            left -= whole(1);
        }
    }
    given.iter().map(|part| part * step * &sign).collect()
}
