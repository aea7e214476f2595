//! The order of things: base, phases, × quantity, phases, item amount; then what goes over the
//! order.

use super::possible::Truth;
use super::sums::Sums;
use super::view::{Amounts, View};
use super::waterfall::{Line, Nowhere, Result, Waterfall};
use crate::analyze::interval::Interval;
use crate::evaluate::sums::{Measure, round};
use crate::model::order::ManualAmount;
use crate::money::{Decimal, Exactness};
use crate::plan::{AmountName, ComponentPlan, Node, NodeId, NoticePlan, Phase, PhaseKind, Step};

/// What an item comes to.
#[derive(Clone, Copy, Debug)]
pub(super) struct ItemAmount {
    /// Its amount.
    pub amount: Interval,
    /// What it asks for once per order.
    pub fees: Interval,
    /// Whether nothing is known of them.
    pub unknown: bool,
}

/// The amount of an item.
pub(super) fn item<'a>(
    view: &mut View<'_, 'a>,
    component: &'a ComponentPlan,
    quantity: Decimal,
) -> Result<ItemAmount> {
    let measure = if view.setting.rounding.per_item {
        Measure::Pieces
    } else {
        Measure::Piece
    };
    view.amounts = Amounts {
        features: vec![None; component.features.len()],
        ..Amounts::default()
    };
    let mut waterfall = Waterfall {
        view,
        component: Some(component),
        quantity,
        sums: Sums::new(Interval::ZERO),
        measure,
        compound: false,
        kind: None,
        floor: None,
        has_base: Truth::NO,
        priced_by_tiers: Truth::NO,
        fees: Interval::ZERO,
    };
    waterfall.item(component)?;
    let result = ItemAmount {
        amount: waterfall.sums.running.all,
        fees: waterfall.fees,
        unknown: waterfall.sums.unknown,
    };
    speak(view, &component.notices)?;
    Ok(result)
}

/// The amount of an order with one item. Where rules ask whether the items come to some amount,
/// what lies below and above it is worked out apart: a charge for small orders then meets the low
/// end and not the high one.
pub(super) fn order(view: &mut View<'_, '_>, item: ItemAmount) -> Result<Option<Interval>> {
    if item.unknown {
        return Ok(None);
    }
    let mut amount: Option<Interval> = None;
    let mut nowhere = true;
    let slots = view.slots.clone();
    for part in parts(view, item.amount) {
        // computed values may read the amount
        view.slots.clone_from(&slots);
        let part = ItemAmount {
            amount: part,
            ..item
        };
        match order_of(view, part) {
            Err(_) => view.doubts.lack = true,
            Ok(None) => return Ok(None),
            Ok(Some(found)) => {
                nowhere = false;
                amount = Some(amount.map_or(found, |amount| amount.hull(found)));
            }
        }
    }
    if nowhere {
        Err(Nowhere::NoPrice)
    } else {
        Ok(amount)
    }
}

/// An amount of items in parts between the numbers that order rules compare with amounts.
fn parts(view: &View<'_, '_>, amount: Interval) -> Vec<Interval> {
    let program = view.program;
    let mut cuts: Vec<Decimal> = Vec::new();
    for node in &program.nodes {
        let Node::Compare(_, left, right) = *node else {
            continue;
        };
        let sides = [(left, right), (right, left)];
        for (one, other) in sides {
            if let Some(Node::Amount(AmountName::Items | AmountName::Subtotal)) = program.node(one)
            {
                cuts.extend(
                    constant(view, other).filter(|cut| amount.low <= *cut && *cut <= amount.high),
                );
            }
        }
    }
    cuts.sort_unstable();
    cuts.dedup();
    let grid = view.setting.currency.minor_unit();
    let mut low = amount.low;
    let mut parts = Vec::new();
    for cut in cuts {
        let Some((below, above)) = neighbors(cut, grid) else {
            return vec![amount];
        };
        if low <= below {
            parts.push(Interval { low, high: below });
        }
        parts.push(Interval::of(cut));
        low = low.max(above);
    }
    if low <= amount.high {
        parts.push(Interval {
            low,
            high: amount.high,
        });
    }
    parts
}

/// The nearest amounts below and above a number: an item's amount has no more digits than its
/// currency.
fn neighbors(cut: Decimal, grid: Decimal) -> Option<(Decimal, Decimal)> {
    let exact = &mut Exactness::default();
    let over = cut.modulo(grid, exact).ok()?;
    let floor = cut.minus(over, exact).ok()?;
    let below = if over.is_zero() {
        cut.minus(grid, exact).ok()?
    } else {
        floor
    };
    Some((below, floor.plus(grid, exact).ok()?))
}

/// A number or an amount that stands in a rule.
fn constant(view: &View<'_, '_>, node: NodeId) -> Option<Decimal> {
    match view.program.node(node)? {
        Node::Number(number) => Some(*number),
        Node::Money(money) => {
            let amounts = view.program.money.get(money.index())?;
            *amounts.get(view.setting.currency_index.index())?
        }
        _ => None,
    }
}

fn order_of(view: &mut View<'_, '_>, item: ItemAmount) -> Result<Option<Interval>> {
    view.amounts = Amounts {
        items: Some(item.amount),
        subtotal: Some(item.amount),
        ..Amounts::default()
    };
    let mut waterfall = Waterfall {
        view,
        component: None,
        quantity: Decimal::ONE,
        sums: Sums::new(item.amount),
        measure: Measure::Order,
        compound: false,
        kind: None,
        floor: None,
        has_base: Truth::YES,
        priced_by_tiers: Truth::NO,
        fees: item.fees,
    };
    waterfall.order()?;
    let amount = waterfall.sums.running.all;
    let unknown = waterfall.sums.unknown;
    let plan = view.setting.plan;
    speak(view, &plan.order.notices)?;
    Ok((!unknown).then_some(amount))
}

/// Prices on request are no prices.
fn speak(view: &mut View<'_, '_>, notices: &[NoticePlan]) -> Result<()> {
    let requests = notices
        .iter()
        .filter(|notice| notice.on_request && view.setting.is_valid(notice.validity));
    for notice in requests.collect::<Vec<_>>() {
        let condition = view.holds(notice.condition);
        let speaks = match condition {
            Truth::NO | Truth::NEVER => condition,
            _ => condition.and(view.holds(Some(notice.test))),
        };
        if speaks.is_certain() {
            return Err(Nowhere::OnRequest);
        }
        view.doubts.request |= speaks.yes;
        view.doubts.lack |= speaks == Truth::NEVER;
    }
    Ok(())
}

impl<'a> Waterfall<'_, '_, 'a> {
    fn item(&mut self, component: &'a ComponentPlan) -> Result<()> {
        self.enter(None, false);
        self.base(component)?;
        self.view.amounts.base = self.per_piece(self.sums.base.all);
        self.view.amounts.features.fill(Some(Interval::ZERO));
        let phases = || component.phases.iter().enumerate();
        let (options_end, list_end) = component.list_phases();
        for (number, phase) in phases().filter(|(_, phase)| !phase.per_item) {
            self.close(number, options_end, list_end);
            self.phase(phase)?;
        }
        self.close(usize::MAX, options_end, list_end);
        self.enter(Some(PhaseKind::Rounding), false);
        self.clamp();
        self.extend();
        for (_, phase) in phases().filter(|(_, phase)| phase.per_item) {
            self.phase(phase)?;
        }
        if self.has_base.no && !self.priced_by_tiers.is_certain() {
            self.view.doubts.lack = true;
        }
        self.enter(Some(PhaseKind::Fees), false);
        self.round_to_minor_unit();
        self.choice_fees(component)
    }

    fn phase(&mut self, phase: &'a Phase) -> Result<()> {
        self.enter(Some(phase.kind), phase.compound);
        let (limits, adjustments) = split(&phase.steps);
        self.adjust(&adjustments, phase.choice)?;
        self.limit(&limits)
    }

    /// Fixes `options` and `list` once the phases that make them are behind.
    fn close(&mut self, next: usize, options_end: usize, list_end: usize) {
        if next >= options_end && self.view.amounts.options.is_none() {
            self.view.amounts.options = self.per_piece(self.sums.options.all);
        }
        if next >= list_end && self.sums.list.is_none() {
            self.sums.list = Some(self.sums.running);
            self.view.amounts.list = self.per_piece(self.sums.running.all);
        }
    }

    /// × quantity.
    fn extend(&mut self) {
        if self.measure == Measure::Piece {
            self.sums.extend(self.quantity);
        }
        self.measure = Measure::Item;
        self.floor = None;
        self.sums.extended = Some(self.sums.running);
        let known = !self.sums.unknown;
        self.view.amounts.extended = known.then_some(self.sums.running.all);
    }

    fn round_to_minor_unit(&mut self) {
        let rounding = self.view.setting.rounding;
        let minor = self.view.setting.currency.minor_unit();
        let is_multiple = rounding.increment.is_multiple_of(minor) == Ok(true);
        let increment = if is_multiple {
            rounding.increment
        } else {
            minor
        };
        let running = self.sums.running.all;
        self.move_to(running.rising(|end| round(end, increment, rounding.mode)));
    }

    /// Adjustments, fees once per order, limits, manual lines.
    fn order(&mut self) -> Result<()> {
        let order = &self.view.setting.plan.order;
        self.enter(None, order.compound);
        let (limits, adjustments) = split(&order.steps);
        self.adjust(&adjustments, order.choice)?;
        let fees = self.fees;
        self.push(Line {
            amount: fees,
            is_final: true,
            counted: None,
            discountable: true,
            made: Truth::YES,
        });
        self.limit(&limits)?;
        self.enter(None, true);
        for adjustment in &self.view.setting.order.adjustments {
            let amount = match adjustment.amount {
                ManualAmount::Amount(amount) => Interval::of(amount),
                ManualAmount::Percent { rate, of_subtotal } => {
                    let name = if of_subtotal {
                        AmountName::Subtotal
                    } else {
                        AmountName::Items
                    };
                    let base = if of_subtotal {
                        self.sums.running.whole()
                    } else {
                        self.base_of(name)
                    };
                    self.percentage(Interval::of(rate), &base, None, name)
                }
            };
            self.push(Line {
                amount,
                is_final: false,
                counted: None,
                discountable: true,
                made: Truth::YES,
            });
        }
        self.clamp();
        Ok(())
    }
}

fn split(steps: &[Step]) -> (Vec<&Step>, Vec<&Step>) {
    steps.iter().partition(|step| step.is_limit())
}
