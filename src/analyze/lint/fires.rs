//! Rules whose condition never holds, or always, and rules that others shadow.

use super::LintCode;
use super::bench::{Bench, Everywhere};
use crate::analyze::bound::{Judge, Truth};
use crate::analyze::domain::Region;
use crate::model::order::Order;
use crate::model::quote::{Quote, Status};
use crate::plan::{Choice, ComponentPlan, Effect, Phase, Plan, Step};

/// What became of a rule in an order.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fate {
    /// Its condition holds.
    Fires,
    /// Its condition does not hold.
    Rests,
    /// This rule won instead, or ended the phase.
    Beaten(String),
    /// Something else, or it is not known.
    Unknown,
}

/// Asks of each step with a condition.
pub(super) fn look(bench: &mut Bench<'_>) {
    if bench.samples.is_empty() {
        sample(bench);
    }
    let component: &ComponentPlan = bench.component;
    let told = told(bench);
    for phase in &component.phases {
        for step in &phase.steps {
            let id = bench.plan.data().text(step.id);
            let fate = |wanted: &dyn Fn(&Fate) -> bool| shown(&told, id, wanted);
            if let Some(winner) = shadow(phase, step) {
                let winner = bench.plan.data().text(winner.id);
                let beaten = fate(&|fate| *fate == Fate::Beaten(winner.to_owned()));
                shadowed(bench, step, winner, beaten);
                continue;
            }
            if step.condition.is_none() {
                continue;
            }
            let fired = fate(&|fate| matches!(fate, Fate::Fires | Fate::Beaten(_)));
            let rested = fate(&|fate| *fate == Fate::Rests);
            match (fired, rested) {
                (None, Some(rested)) => never(bench, step, phase.per_item, rested),
                (Some(fired), None) => always(bench, step, phase.per_item, fired),
                _ => {}
            }
        }
    }
}

/// Asks of each rule of the order with a condition, over the orders of every component.
pub(super) fn look_at_order(benches: &mut [Bench<'_>]) {
    let Some(plan) = benches.first().map(|bench| bench.plan) else {
        return;
    };
    let told: Vec<(Order, Told)> = benches.iter().flat_map(told).collect();
    let steps = plan.data().order.steps.iter();
    for step in steps.filter(|step| step.condition.is_some()) {
        let id = plan.data().text(step.id);
        let fired = shown(&told, id, &|fate| {
            matches!(fate, Fate::Fires | Fate::Beaten(_))
        });
        let rested = shown(&told, id, &|fate| *fate == Fate::Rests);
        match (fired, rested) {
            (None, Some(rested)) => {
                let message = format!("`{id}` never fires in an order of one item");
                let code = LintCode::RuleNeverFires;
                order_rule(benches, step, code, &Fate::Fires, message, rested);
            }
            (Some(fired), None) => {
                let message = format!("`{id}` always fires in an order of one item");
                let code = LintCode::RuleAlwaysFires;
                order_rule(benches, step, code, &Fate::Rests, message, fired);
            }
            _ => {}
        }
    }
}

/// Looks for an order of one item with the other fate. Orders of several items may have it where
/// none of one has, unless the condition reads nothing of the items.
fn order_rule<'a>(
    benches: &mut [Bench<'a>],
    step: &'a Step,
    code: LintCode,
    other: &Fate,
    message: String,
    shown: Order,
) {
    let may = |holds: Truth| match other {
        Fate::Fires => holds.yes,
        _ => holds.no,
    };
    let came: Vec<Everywhere> = benches
        .iter_mut()
        .map(|bench| hold(bench, step, may, other))
        .collect();
    if came.iter().any(|came| matches!(came, Everywhere::Found(_))) {
        return;
    }
    let proved = benches
        .iter()
        .all(|bench| bench.covers_order(step.condition));
    // an input that was not tried may well be what the rule asks for
    let spent = came.contains(&Everywhere::Spent) || !benches.iter().all(Bench::is_complete);
    let Some(bench) = benches.first_mut() else {
        return;
    };
    let id = bench.plan.data().text(step.id);
    if spent {
        bench.undecided_of_order(code, id);
    } else {
        bench.find(code, id, step.place, message, shown);
        bench.of_order(proved);
    }
}

/// What the samples of a component say.
fn told(bench: &Bench<'_>) -> Vec<(Order, Told)> {
    let samples = bench.samples.iter();
    samples
        .filter_map(|order| Some((order.clone(), Told::of(bench.plan, order)?)))
        .collect()
}

/// An order in which a rule has a wanted fate.
fn shown(told: &[(Order, Told)], id: &str, wanted: &dyn Fn(&Fate) -> bool) -> Option<Order> {
    let shown = told.iter().find(|(_, told)| wanted(&told.fate(id)));
    shown.map(|(order, _)| order.clone())
}

/// Keeps an order with a price, if there is one.
fn sample(bench: &mut Bench<'_>) {
    let found = bench.seek(
        Clone::clone,
        |judge, region| judge.judge(region).is_ok(),
        |space, item| space.price(item).is_some(),
    );
    if let Everywhere::Found(order) = found {
        bench.keep(&order);
    }
}

fn never<'a>(bench: &mut Bench<'a>, step: &'a Step, per_item: bool, rested: Order) {
    let id = bench.plan.data().text(step.id);
    match hold(bench, step, |holds| holds.yes, &Fate::Fires) {
        Everywhere::Found(order) => bench.keep(&order),
        Everywhere::Spent => bench.undecided(LintCode::RuleNeverFires, id),
        Everywhere::Nowhere => {
            let message = format!("`{id}` never fires: its condition holds in no configuration");
            let proved = is_proved(bench, step, per_item, |holds| holds.yes);
            bench.find(LintCode::RuleNeverFires, id, step.place, message, rested);
            bench.prove(proved);
        }
    }
}

fn always<'a>(bench: &mut Bench<'a>, step: &'a Step, per_item: bool, fired: Order) {
    let id = bench.plan.data().text(step.id);
    match hold(bench, step, |holds| holds.no, &Fate::Rests) {
        Everywhere::Found(order) => bench.keep(&order),
        Everywhere::Spent => bench.undecided(LintCode::RuleAlwaysFires, id),
        Everywhere::Nowhere => {
            let message =
                format!("`{id}` always fires: its condition holds in every configuration");
            let proved = is_proved(bench, step, per_item, |holds| holds.no);
            bench.find(LintCode::RuleAlwaysFires, id, step.place, message, fired);
            bench.prove(proved);
        }
    }
}

/// Whether what no order showed is so under all orders: prices of other quantities may be where
/// these have none, unless nothing reads the quantity or the condition is decided without prices.
fn is_proved<'a>(
    bench: &mut Bench<'a>,
    step: &'a Step,
    per_item: bool,
    may: impl Fn(Truth) -> bool,
) -> bool {
    if !bench.covers(step.condition, per_item) {
        return false;
    }
    if bench.covers_prices() {
        return true;
    }
    let by_what_is_allowed = bench.covers_allowed();
    let mut refuted = false;
    let open = |judge: &mut Judge<'a>, region: &mut Region| {
        if refuted || by_what_is_allowed && judge.allowed(region).is_err() {
            return false;
        }
        let holds = judge.condition(region, step.condition);
        // a single configuration is cut no further
        refuted |= may(holds) && (holds != Truth::MAYBE || region.is_point());
        may(holds) && !refuted
    };
    let came = bench.seek(Clone::clone, open, |_, _| false);
    came == Everywhere::Nowhere && !refuted
}

/// Looks for an order with a price in which a step has some fate.
fn hold<'a>(
    bench: &mut Bench<'a>,
    step: &'a Step,
    may: impl Fn(Truth) -> bool,
    fate: &Fate,
) -> Everywhere {
    let plan: &Plan = bench.plan;
    let id = plan.data().text(step.id);
    let open = |judge: &mut Judge<'a>, region: &mut Region| {
        judge.watch(Some(step));
        judge.judge(region).is_ok() && may(judge.watched())
    };
    bench.seek(Clone::clone, open, |space, item| {
        space.price(item).is_some()
            && Told::of(plan, &space.order_of(item.clone()))
                .is_some_and(|told| told.fate(id) == *fate)
    })
}

fn shadowed(bench: &mut Bench<'_>, step: &Step, winner: &str, beaten: Option<Order>) {
    if let Some(order) = beaten {
        let id = bench.plan.data().text(step.id);
        let message = format!("`{id}` never counts: `{winner}` always goes before it");
        bench.find(LintCode::RuleShadowed, id, step.place, message, order);
    }
}

/// The step that always wins over another, or always ends the phase before it.
fn shadow<'p>(phase: &'p Phase, step: &Step) -> Option<&'p Step> {
    let always = |other: &&Step| {
        let makes_a_line = matches!(other.effect, Effect::Amount { .. } | Effect::Percent { .. });
        let is_plain = other.condition.is_none() && other.validity == Default::default();
        let counts = |step: &Step| !matches!(step.scope, crate::plan::StepScope::Order { .. });
        is_plain && makes_a_line && counts(other) && counts(step)
    };
    let is_rival = |step: &Step| {
        matches!(
            step.effect,
            Effect::Amount { .. } | Effect::Percent { .. } | Effect::Tiers(_)
        )
    };
    match phase.choice {
        Choice::First if is_rival(step) => phase
            .steps
            .iter()
            .filter(always)
            .find(|other| other.priority > step.priority),
        Choice::All if !step.is_limit() => {
            let before = phase
                .steps
                .iter()
                .take_while(|other| !std::ptr::eq(*other, step));
            let mut enders = before.filter(always);
            enders.find(|other| other.stop)
        }
        _ => None,
    }
}

/// What an explanation says of rules.
struct Told {
    fired: Vec<String>,
    not_fired: Vec<(String, &'static str, Option<String>)>,
}

impl Told {
    /// Of an order that has a price.
    fn of(plan: &Plan, order: &Order) -> Option<Self> {
        let explanation = plan.explain(order).ok()?;
        let quote: &Quote = &explanation.quote;
        if quote.status != Status::Priced {
            return None;
        }
        // fees once per order are lines of the order
        let lines = quote
            .items
            .iter()
            .flat_map(|item| &item.lines)
            .chain(&quote.lines);
        let phases = explanation.items.iter().flat_map(|item| &item.phases);
        let phases = phases.chain(&explanation.order);
        let not_fired = phases.flat_map(|phase| &phase.not_fired);
        Some(Self {
            fired: lines.map(|line| line.id.clone()).collect(),
            not_fired: not_fired
                .map(|not| {
                    let other = not.reason.other().map(str::to_owned);
                    (not.id.clone(), not.reason.as_str(), other)
                })
                .collect(),
        })
    }

    fn fate(&self, id: &str) -> Fate {
        if self.fired.iter().any(|fired| fired == id) {
            return Fate::Fires;
        }
        let found = self.not_fired.iter().find(|(other, ..)| other == id);
        match found {
            Some((_, "condition", _)) => Fate::Rests,
            Some((_, "not-needed" | "no-tier" | "no-match", _)) => Fate::Fires,
            Some((_, "not-chosen" | "stopped", Some(other))) => Fate::Beaten(other.clone()),
            _ => Fate::Unknown,
        }
    }
}
