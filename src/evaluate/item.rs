//! One item of the order: base, phases, × quantity, phases, item amount, notices.
//!
//! Takes what was read, gives its quote without shares and tax, and the fees once per order that
//! it asks for.

use super::configuration::{Configured, Reading};
use super::counts::Counts;
use super::draft::{Fee, Keyless, PhaseInfo, PhaseName, Placed, Record};
use super::findings::{Findings, Speaker, Waiting};
use super::frame::Frame;
use super::material;
use super::memo::Memo;
use super::observe::Observer;
use super::order_input::Setting;
use super::sums::{Measure, Sums, round};
use super::value::Stop;
use super::waterfall::{Waterfall, failed};
use crate::diagnostic::Code;
use crate::model::quote::{ComputedValue, ItemQuote, LineKind, Pending, Status, Violation};
use crate::money::{Decimal, Exactness};
use crate::plan::{
    ComponentIndex, ComponentPlan, ComputedPlan, NoticePlan, Phase, PhaseKind, Step,
};

/// An item with its lines.
pub(super) struct PricedItem {
    /// Its quote; lines, shares and tax come later.
    pub quote: ItemQuote,
    /// Its component, where there is one of that id.
    pub component: Option<ComponentIndex>,
    /// Its lines.
    pub records: Vec<Record>,
    /// Fees once per order that it asks for; none unless it is priced.
    pub fees: Vec<Fee>,
}

/// What a waterfall came to.
#[derive(Default)]
struct Amounts {
    lines: Vec<Record>,
    list_price: Option<Decimal>,
    unit_price: Option<Decimal>,
    amount: Option<Decimal>,
    fees: Vec<Fee>,
    keyless: Vec<Keyless>,
}

/// Prices an item, and says how many steps are left after it and what a session keeps.
pub(super) fn price<'a>(
    setting: &Setting<'a>,
    reading: Reading<'a>,
    counts: &Counts,
    observer: &mut dyn Observer,
) -> (PricedItem, Option<u64>, Option<Memo>) {
    let Reading {
        index,
        item,
        mut findings,
        configured,
    } = reading;
    let mut quote = blank(setting, item);
    let (mut fees, mut records) = (Vec::new(), Vec::new());
    let (mut component, mut steps_left, mut memo) = (None, None, None);
    if let Some(mut configured) = configured {
        let amounts = if findings.status() == Status::Invalid {
            notices_of_invalid(setting, &mut configured, &mut findings);
            Amounts::default()
        } else {
            let amounts = run(
                setting,
                index,
                &mut configured,
                item.quantity,
                counts,
                observer,
                &mut findings,
            );
            let notices = &configured.component.notices;
            speak(setting, &mut configured.frame, notices, &mut findings);
            amounts
        };
        if findings.status() == Status::Priced {
            let keyless = amounts.keyless.iter();
            let missing = keyless.map(|fee| fee_key_missing(setting, &configured, fee));
            findings.violations.extend(missing);
        }
        if findings.status() != Status::Invalid {
            quote.bill_of_materials =
                material::of_item(&mut configured, item.quantity, &mut findings);
        }
        quote.computed = computed(&mut configured, &mut findings);
        quote.pending = findings
            .waiting
            .iter()
            .map(|waiting| pending(&configured, waiting))
            .collect();
        steps_left = Some(configured.frame.steps_left);
        memo = Some(configured.frame.remember());
        component = Some(configured.component_index);
        let status = findings.status();
        if matches!(status, Status::Priced | Status::Incomplete) {
            if findings.problems.is_empty() {
                fill(setting, &mut quote, &amounts);
            }
            records = amounts.lines;
        }
        if status == Status::Priced {
            fees = amounts.fees;
        }
    }
    quote.status = findings.status();
    quote.violations = findings.violations;
    quote.warnings = findings.warnings;
    quote.problems = findings.problems;
    let priced = PricedItem {
        quote,
        component,
        records,
        fees,
    };
    (priced, steps_left, memo)
}

/// Runs the waterfall of a configuration.
fn run<'a>(
    setting: &Setting<'a>,
    index: usize,
    configured: &mut Configured<'a>,
    quantity: Decimal,
    counts: &Counts,
    observer: &mut dyn Observer,
    findings: &mut Findings,
) -> Amounts {
    let component = configured.component;
    let per_item = setting.rounding.per_item;
    let mut waterfall = Waterfall {
        setting,
        frame: &mut configured.frame,
        findings,
        observer,
        counts,
        item: Some((index, configured.component_index)),
        quantity,
        lines: Vec::new(),
        sums: Sums::new(),
        measure: if per_item {
            Measure::Pieces
        } else {
            Measure::Piece
        },
        phase: PhaseInfo {
            name: PhaseName::Own("base"),
            kind: None,
            compound: false,
            number: 0,
        },
        floor: None,
        priced_by: None,
        fees: Vec::new(),
        keyless: Vec::new(),
        inexact_amounts: false,
    };
    let mut amounts = Amounts::default();
    let result = waterfall.item(component, &mut amounts);
    let Waterfall {
        lines,
        fees,
        keyless,
        findings,
        ..
    } = waterfall;
    if let Err(stop) = result {
        let id = setting.plan.text(component.id);
        let label = setting.label(component.display.name);
        findings.note(
            stop,
            Speaker {
                id,
                label,
                phase: "base",
            },
        );
    }
    Amounts {
        lines,
        fees,
        keyless,
        ..amounts
    }
}

impl<'a> Waterfall<'a, '_> {
    /// Every phase of an item in order.
    fn item(&mut self, component: &'a ComponentPlan, amounts: &mut Amounts) -> Result<(), Stop> {
        if !self.base(component) {
            return Ok(());
        }
        self.close_base()?;
        let phases = || component.phases.iter().enumerate();
        let (options_end, list_end) = component.list_phases();
        for (number, phase) in phases().filter(|(_, phase)| !phase.per_item) {
            self.close(number, options_end, list_end)?;
            self.run_phase(number, phase);
        }
        self.close(usize::MAX, options_end, list_end)?;
        let known = self.sums.unknown.is_none();
        amounts.list_price = self.sums.list.map(|list| list.all).filter(|_| known);
        let number = component.phases.len();
        let kind = Some(PhaseKind::Rounding);
        self.enter(PhaseInfo {
            name: PhaseName::Own("rounding"),
            kind,
            compound: false,
            number,
        });
        self.clamp("unit price")?;
        let per_piece = known && self.measure == Measure::Piece;
        amounts.unit_price = Some(self.sums.running.all).filter(|_| per_piece);
        self.extend()?;
        for (number, phase) in phases().filter(|(_, phase)| phase.per_item) {
            self.run_phase(number, phase);
        }
        self.demand_price();
        let kind = Some(PhaseKind::Fees);
        self.enter(PhaseInfo {
            name: PhaseName::Own("fees"),
            kind,
            compound: false,
            number,
        });
        self.round_to_minor_unit()?;
        self.ask_for_choice_fees(component);
        amounts.amount = if known { Some(self.total()?) } else { None };
        Ok(())
    }

    /// Where only tiers set the price, one of them must have: not chosen, or after a `stop`, they
    /// set none, and a missing price is never 0.
    fn demand_price(&mut self) {
        let is_base =
            |line: &Record| matches!(line.draft.kind, LineKind::BasePrice | LineKind::PriceList);
        let has_price = self.priced_by.is_some() || self.lines.iter().any(is_base);
        let is_known = self.findings.problems.is_empty() && self.findings.waiting.is_empty();
        if !has_price && is_known {
            let message = "neither a base price nor a tier sets the price";
            self.findings.problem(Code::Unpriced, "base", message);
        }
    }

    #[inline(never)]
    fn run_phase(&mut self, number: usize, phase: &'a Phase) {
        let (kind, compound) = (Some(phase.kind), phase.compound);
        self.enter(PhaseInfo {
            name: PhaseName::Planned(phase.id),
            kind,
            compound,
            number,
        });
        let (limits, adjustments) = split(&phase.steps);
        self.adjust(&adjustments, phase.choice);
        self.limit(&limits);
    }

    /// Fixes `options` and `list` once the phases that make them are behind.
    fn close(&mut self, next: usize, options_end: usize, list_end: usize) -> Result<(), Stop> {
        if next >= options_end && self.frame.amounts.options.is_none() {
            self.close_options()?;
        }
        if next >= list_end && self.sums.list.is_none() {
            self.close_list()?;
        }
        Ok(())
    }
}

/// Steps with their numbers: limits, and the others.
pub(super) fn split(steps: &[Step]) -> (Vec<Placed<'_>>, Vec<Placed<'_>>) {
    let placed = steps
        .iter()
        .enumerate()
        .map(|(number, step)| Placed { step, number });
    placed.partition(|placed| placed.step.is_limit())
}

/// Warnings and prices on request of a component or of the order.
pub(super) fn speak<'a>(
    setting: &Setting<'a>,
    frame: &mut Frame<'a>,
    notices: &'a [NoticePlan],
    findings: &mut Findings,
) {
    for notice in notices
        .iter()
        .filter(|notice| setting.is_valid(notice.validity))
    {
        let id = setting.plan.text(notice.id);
        let label = setting.label(notice.label);
        let speaks = frame
            .holds(notice.condition)
            .and_then(|applies| Ok(applies && frame.boolean(notice.test)?));
        match speaks {
            Ok(true) => {
                findings.on_request |= notice.on_request;
                findings.warn(id, label);
            }
            Ok(false) | Err(Stop::Waits(_)) => {}
            Err(stop) => findings.note(
                stop,
                Speaker {
                    id,
                    label,
                    phase: "fees",
                },
            ),
        }
    }
}

/// An invalid item has no amounts, so what its notices cannot work out says nothing.
fn notices_of_invalid<'a>(
    setting: &Setting<'a>,
    configured: &mut Configured<'a>,
    findings: &mut Findings,
) {
    let mut heard = Findings::default();
    let notices = &configured.component.notices;
    speak(setting, &mut configured.frame, notices, &mut heard);
    findings.warnings.append(&mut heard.warnings);
}

fn fee_key_missing(setting: &Setting<'_>, configured: &Configured<'_>, fee: &Keyless) -> Violation {
    let writing = setting.writing(Some(configured.component_index));
    let label = writing.label(fee.name);
    Violation {
        code: "fee-key-missing",
        rule: Some(writing.id(fee.name)),
        message: format!("the value that `{label}` is charged by is not set"),
        features: configured.names(&fee.slots),
        fixes: Vec::new(),
    }
}

fn pending(configured: &Configured<'_>, waiting: &Waiting) -> Pending {
    Pending {
        id: waiting.id.clone(),
        label: waiting.label.clone(),
        phase: waiting.phase.clone(),
        waits_for: configured.names(&waiting.slots),
    }
}

/// Values that the quote shows, in document order.
fn computed(
    configured: &mut Configured<'_>,
    findings: &mut Findings,
) -> Vec<(String, ComputedValue)> {
    let frame = &mut configured.frame;
    let mut shown: Vec<&ComputedPlan> = Vec::new();
    for plan in frame.computed.iter().filter(|plan| plan.shown) {
        let at = shown.partition_point(|other| other.slot <= plan.slot);
        shown.insert(at, plan);
    }
    let mut values = Vec::new();
    for plan in shown {
        let id = frame.plan.text(plan.id);
        match frame.slot(plan.slot).cloned() {
            Ok(value) => values.push((id.to_owned(), frame.shown(plan.slot, &value))),
            Err(Stop::Problem(problem)) if findings.status() != Status::Invalid => {
                findings.warn(id, problem.message);
            }
            Err(_) => {}
        }
    }
    values
}

fn blank(setting: &Setting<'_>, item: &crate::model::order::Item) -> ItemQuote {
    ItemQuote {
        id: item.id.clone(),
        component: item.component.clone(),
        quantity: item.quantity,
        status: Status::Invalid,
        lines: Vec::new(),
        list_price: None,
        unit_price: None,
        amount: None,
        effective_unit_price: None,
        order_share: None,
        tax_rate: item.tax_rate.or(setting.order.tax_rate),
        net: None,
        tax: None,
        gross: None,
        violations: Vec::new(),
        warnings: Vec::new(),
        pending: Vec::new(),
        problems: Vec::new(),
        computed: Vec::new(),
        bill_of_materials: Vec::new(),
    }
}

/// Puts amounts into the quote.
fn fill(setting: &Setting<'_>, quote: &mut ItemQuote, amounts: &Amounts) {
    quote.list_price = amounts.list_price;
    quote.unit_price = amounts.unit_price;
    quote.amount = amounts.amount;
    let rounding = setting.rounding;
    quote.effective_unit_price = amounts.amount.and_then(|amount| {
        let each = amount
            .divided_by(quote.quantity, &mut Exactness::default())
            .map_err(failed);
        each.and_then(|each| round(each, rounding.unit_increment, rounding.mode))
            .ok()
    });
}
