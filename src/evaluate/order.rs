//! Everything over the order's items: discounts, fees once per order, limits, manual lines.
//!
//! Takes the items' quotes and the fees they ask for, gives the order's lines, each shared out
//! over the items. Without a price for every item there are no lines.

use super::constraint;
use super::counts::Counts;
use super::draft::{Draft, Fee, LineName, PhaseInfo, PhaseName, Record};
use super::findings::{Findings, Speaker};
use super::frame::{Amounts, Frame};
use super::item::{PricedItem, speak, split};
use super::memo::Memo;
use super::observe::Observer;
use super::order_input::{Setting, slots};
use super::share::share_out;
use super::sums::{Measure, Sum, Sums, plus};
use super::value::Stop;
use super::waterfall::Waterfall;
use crate::model::order::{ManualAdjustment, ManualAmount};
use crate::model::quote::{Line, LineKind, Status};
use crate::money::{Decimal, Exactness};
use crate::plan::{AmountName, Base};

/// What the order came to.
pub(super) struct PricedOrder {
    /// The worst of the items and of the order's own rules.
    pub status: Status,
    /// Its lines, shared out.
    pub lines: OrderLines,
    /// Σ items + Σ lines.
    pub amount: Option<Decimal>,
    /// Σ items that are priced.
    pub priced_subtotal: Decimal,
    /// What its own rules found.
    pub findings: Findings,
}

/// The lines of an order.
#[derive(Debug, Default)]
pub(super) struct OrderLines {
    /// The lines.
    pub records: Vec<Record>,
    /// For each line, its share by item.
    pub shares: Vec<Vec<Decimal>>,
    /// Where the fees begin.
    pub first_fee: usize,
    /// Who asked for each fee.
    pub fees: Vec<Asked>,
}

/// Prices what goes over all items.
pub(super) fn price<'a>(
    setting: &Setting<'a>,
    items: &[PricedItem],
    observer: &mut dyn Observer,
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
    let (mut lines, mut amount) = (OrderLines::default(), None);
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
            Err(stop) => findings.note(stop, Speaker::ORDER),
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
        lines = OrderLines::default();
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
        memo: Memo::default(),
    }
}

fn sum(amounts: impl Iterator<Item = Decimal>, findings: &mut Findings) -> Decimal {
    let total = amounts.into_iter().try_fold(Decimal::ZERO, plus);
    total.unwrap_or_else(|stop| {
        findings.note(stop, Speaker::ORDER);
        Decimal::ZERO
    })
}

/// The lines of the order, shared out, and its amount.
fn run<'a>(
    setting: &Setting<'a>,
    frame: &mut Frame<'a>,
    items: &[PricedItem],
    subtotal: Decimal,
    observer: &mut dyn Observer,
    findings: &mut Findings,
) -> Result<(OrderLines, Decimal), Stop> {
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
            name: PhaseName::Own("order"),
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
    let (first_fee, fees) = waterfall.order(items)?;
    let total = waterfall.sums.running.all;
    let records = waterfall.lines;
    let weights: Vec<_> = items.iter().filter_map(|item| item.quote.amount).collect();
    let mut shares = Vec::with_capacity(records.len());
    for record in &records {
        shares.push(share_out(setting, record.amount, &weights)?);
    }
    let lines = OrderLines {
        records,
        shares,
        first_fee,
        fees,
    };
    Ok((lines, total))
}

impl<'a> Waterfall<'a, '_> {
    fn order(&mut self, items: &[PricedItem]) -> Result<(usize, Vec<Asked>), Stop> {
        let order = &self.setting.plan.order;
        self.enter(self.phase);
        let (limits, adjustments) = split(&order.steps);
        self.adjust(&adjustments, order.choice);
        let fees = fees_of(items);
        for Asked { fee, .. } in &fees {
            self.push(&fee.draft)?;
        }
        let first_fee = self.lines.len().saturating_sub(fees.len());
        self.limit(&limits);
        self.enter(PhaseInfo {
            name: PhaseName::Own("adjustments"),
            compound: true,
            ..self.phase
        });
        for (number, adjustment) in self.setting.order.adjustments.iter().enumerate() {
            self.push_manual(number, adjustment)?;
        }
        self.enter(PhaseInfo {
            name: PhaseName::Own("order"),
            ..self.phase
        });
        self.clamp("order")?;
        Ok((first_fee, fees))
    }

    fn push_manual(&mut self, number: usize, adjustment: &ManualAdjustment) -> Result<(), Stop> {
        let mut draft = Draft::new(LineKind::Manual, LineName::Manual(number), Decimal::ZERO);
        match adjustment.amount {
            ManualAmount::Amount(amount) => draft.amount = amount,
            ManualAmount::Percent { rate, of_subtotal } => {
                let (name, base) = if of_subtotal {
                    (AmountName::Subtotal, self.sums.running.all)
                } else {
                    (AmountName::Items, self.sums.items)
                };
                let base = Sum::of(base).whole();
                self.frame.exact = Exactness::EXACT;
                self.percentage(&mut draft, rate, Base { amount: name }, base, &[])?;
            }
        }
        self.push(&draft)
    }
}

/// A fee once per order, and the items that ask for it.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    fee: Fee,
    items: Vec<usize>,
}

impl Asked {
    /// What it is charged by.
    pub fn key(&self) -> Option<&str> {
        self.fee.key.as_deref()
    }

    /// Says on its line what it is charged by and who asks for it.
    pub fn write(&self, line: &mut Line) {
        if let Some(key) = self.key() {
            line.label = keyed(&line.label, key);
        }
        line.key.clone_from(&self.fee.key);
        line.items.clone_from(&self.items);
    }
}

/// The label of a fee with what it is charged by.
pub(super) fn keyed(label: &str, key: &str) -> String {
    [label, " (", key, ")"].concat()
}

/// One fee for each component, rule and key, in this order: the highest where items ask for
/// different amounts.
fn fees_of(items: &[PricedItem]) -> Vec<Asked> {
    let mut fees: Vec<Asked> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        for fee in &item.fees {
            let found = fees.binary_search_by(|asked| asked.fee.charged_by(fee));
            match found {
                Ok(at) => {
                    let Some(asked) = fees.get_mut(at) else {
                        continue;
                    };
                    if fee.draft.amount > asked.fee.draft.amount {
                        asked.fee = fee.clone();
                    }
                    asked.items.push(index);
                }
                Err(at) => fees.insert(
                    at,
                    Asked {
                        fee: fee.clone(),
                        items: vec![index],
                    },
                ),
            }
        }
    }
    fees
}
