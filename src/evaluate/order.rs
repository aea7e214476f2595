//! Everything over the order's items: discounts, fees once per order, limits, manual lines.
//!
//! Takes the items' quotes and the fees they ask for, gives the order's lines, each shared out
//! over the items. Without a price for every item there are no lines.

use std::collections::BTreeMap;

use super::constraint;
use super::draft::{Draft, Fee, PhaseInfo};
use super::findings::{Findings, Speaker};
use super::frame::{Amounts, Frame};
use super::item::{PricedItem, speak, split};
use super::observe::Observer;
use super::order_input::{Setting, slots};
use super::share::share_out;
use super::sums::{Measure, Sum, Sums, plus};
use super::tier::Counts;
use super::value::Stop;
use super::waterfall::{Waterfall, failed};
use crate::model::order::{ManualAdjustment, ManualAmount};
use crate::model::quote::{Line, LineBase, LineKind, Status};
use crate::money::{Decimal, Exactness};
use crate::plan::ComponentIndex;

/// What the order came to.
pub(super) struct PricedOrder {
    /// The worst of the items and of the order's own rules.
    pub status: Status,
    /// Its lines, shared out.
    pub lines: Vec<Line>,
    /// Σ items + Σ lines.
    pub amount: Option<Decimal>,
    /// Σ items that are priced.
    pub priced_subtotal: Decimal,
    /// What its own rules found.
    pub findings: Findings,
}

/// A fee once per order: which component, which rule, which key.
type FeeKey = (ComponentIndex, [usize; 3], Option<String>);

/// Prices what goes over all items.
pub(super) fn price<'a, O: Observer>(
    setting: &Setting<'a>,
    items: &[PricedItem],
    observer: &mut O,
    steps_left: u64,
) -> PricedOrder {
    let mut findings = Findings::default();
    let quotes = || items.iter().map(|item| &item.quote);
    let of_items = quotes()
        .map(|quote| quote.status)
        .max()
        .unwrap_or(Status::Unpriced);
    let priced = quotes().filter(|quote| quote.status == Status::Priced);
    let subtotal = sum(priced.filter_map(|quote| quote.amount), &mut findings);
    let quantity = sum(quotes().map(|quote| quote.quantity), &mut findings);
    let mut frame = frame(setting, quantity, steps_left);
    let (mut lines, mut amount) = (Vec::new(), None);
    if of_items == Status::Priced {
        frame.amounts.items = Some(subtotal);
        frame.amounts.subtotal = Some(subtotal);
        constraint::check_order(setting, &mut frame, &mut findings);
        match run(
            setting,
            &mut frame,
            items,
            subtotal,
            observer,
            &mut findings,
        ) {
            Ok((found, total)) => (lines, amount) = (found, Some(total)),
            Err(stop) => findings.note(stop, ORDER),
        }
        speak(
            setting,
            &mut frame,
            &setting.plan.order.notices,
            &mut findings,
        );
    } else {
        rules_without_amounts(setting, &mut frame, &mut findings);
    }
    let status = of_items.max(findings.status());
    if status != Status::Priced {
        lines.clear();
        amount = None;
    }
    PricedOrder {
        status,
        lines,
        amount,
        priced_subtotal: subtotal,
        findings,
    }
}

const ORDER: Speaker<'static> = Speaker {
    id: "order",
    label: "order",
    phase: "order",
};

/// While the items have no price the order's rules say what they can without amounts.
fn rules_without_amounts<'a>(
    setting: &Setting<'a>,
    frame: &mut Frame<'a>,
    findings: &mut Findings,
) {
    let mut heard = Findings::default();
    constraint::check_order(setting, frame, &mut heard);
    speak(setting, frame, &setting.plan.order.notices, &mut heard);
    findings.violations = heard.violations;
    findings.warnings = heard.warnings;
    findings.on_request = heard.on_request;
}

fn frame<'a>(setting: &Setting<'a>, quantity: Decimal, steps_left: u64) -> Frame<'a> {
    let order = &setting.plan.order;
    Frame {
        plan: setting.plan,
        program: &order.program,
        slots: slots(setting, &order.slots, &order.computed, quantity),
        slot_plans: &order.slots,
        computed: &order.computed,
        attributes: &[],
        tables: &order.tables,
        currency: setting.currency_index,
        amounts: Amounts::default(),
        exact: Exactness::EXACT,
        rounded: Default::default(),
        steps_left,
        depth: 0,
    }
}

fn sum(amounts: impl Iterator<Item = Decimal>, findings: &mut Findings) -> Decimal {
    let total = amounts.into_iter().try_fold(Decimal::ZERO, plus);
    total.unwrap_or_else(|stop| {
        findings.note(stop, ORDER);
        Decimal::ZERO
    })
}

/// The lines of the order, shared out, and its amount.
fn run<'a, O: Observer>(
    setting: &Setting<'a>,
    frame: &mut Frame<'a>,
    items: &[PricedItem],
    subtotal: Decimal,
    observer: &mut O,
    findings: &mut Findings,
) -> Result<(Vec<Line>, Decimal), Stop> {
    let compound = setting.plan.order.compound;
    let counts = Counts::default();
    let mut waterfall = Waterfall {
        setting,
        quantity: Decimal::ONE,
        frame,
        findings,
        observer,
        counts: &counts,
        item: None,
        lines: Vec::new(),
        sums: Sums {
            running: Sum::of(subtotal),
            items: subtotal,
            ..Sums::new()
        },
        measure: Measure::Order,
        phase: PhaseInfo {
            id: "order",
            kind: None,
            compound,
            number: 0,
        },
        floor: None,
        priced_by: None,
        fees: Vec::new(),
        keyless: Vec::new(),
        inexact_amounts: false,
    };
    waterfall.order(items)?;
    let total = waterfall.sums.running.all;
    let mut lines = waterfall.lines;
    let weights: Vec<_> = items.iter().filter_map(|item| item.quote.amount).collect();
    for line in &mut lines {
        line.shares = share_out(setting, line.amount, &weights)?;
    }
    Ok((lines, total))
}

impl<'a, O: Observer> Waterfall<'a, '_, O> {
    fn order(&mut self, items: &[PricedItem]) -> Result<(), Stop> {
        let order = &self.setting.plan.order;
        self.enter(self.phase);
        let (limits, adjustments) = split(&order.steps);
        self.adjust(&adjustments, order.choice);
        for ((_, _, key), (fee, items)) in fees_of(items) {
            self.push_fee(fee, key, items)?;
        }
        self.limit(&limits);
        self.enter(PhaseInfo {
            id: "adjustments",
            compound: true,
            ..self.phase
        });
        for adjustment in &self.setting.order.adjustments {
            self.push_manual(adjustment)?;
        }
        self.enter(PhaseInfo {
            id: "order",
            ..self.phase
        });
        self.clamp("order")
    }

    fn push_fee(&mut self, fee: Fee, key: Option<String>, items: Vec<usize>) -> Result<(), Stop> {
        let label = match &key {
            Some(key) => format!("{} ({key})", fee.draft.label),
            None => fee.draft.label.clone(),
        };
        self.push(Draft { label, ..fee.draft })?;
        if let Some(line) = self.lines.last_mut() {
            line.key = key;
            line.items = items;
        }
        Ok(())
    }

    fn push_manual(&mut self, adjustment: &ManualAdjustment) -> Result<(), Stop> {
        let label = adjustment.label.as_deref().unwrap_or(&adjustment.id);
        let draft = Draft::new(LineKind::Manual, &adjustment.id, label, Decimal::ZERO);
        let draft = match adjustment.amount {
            ManualAmount::Amount(amount) => Draft { amount, ..draft },
            ManualAmount::Percent { rate, of_subtotal } => {
                let (name, base) = if of_subtotal {
                    ("subtotal", self.sums.running.all)
                } else {
                    ("items", self.sums.items)
                };
                let mut exact = Exactness::EXACT;
                let amount = base
                    .times(rate, &mut exact)
                    .and_then(|product| product.divided_by(Decimal::HUNDRED, &mut exact))
                    .map_err(failed)?;
                let base = Some(LineBase {
                    name: name.to_owned(),
                    amount: base,
                    not_discountable: Decimal::ZERO,
                });
                Draft {
                    amount,
                    base,
                    rate: Some(rate),
                    exact: exact.is_exact(),
                    ..draft
                }
            }
        };
        self.push(draft)?;
        if let Some(line) = self.lines.last_mut() {
            line.manual = true;
        }
        Ok(())
    }
}

/// One fee for each key, the highest where items ask for different amounts, with the items that
/// ask for it.
fn fees_of(items: &[PricedItem]) -> BTreeMap<FeeKey, (Fee, Vec<usize>)> {
    let mut fees: BTreeMap<FeeKey, (Fee, Vec<usize>)> = BTreeMap::new();
    for (index, item) in items.iter().enumerate() {
        for fee in &item.fees {
            let key = (fee.component, fee.position, fee.key.clone());
            let (highest, asked) = fees.entry(key).or_insert_with(|| (fee.clone(), Vec::new()));
            if fee.draft.amount > highest.draft.amount {
                *highest = fee.clone();
            }
            asked.push(index);
        }
    }
    fees
}
