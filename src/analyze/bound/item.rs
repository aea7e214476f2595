//! The order of things: base, phases, × quantity, phases, item amount; then what goes over the
//! order.

use super::possible::Truth;
use super::sums::Sums;
use super::view::{Amounts, View};
use super::waterfall::{Line, Nowhere, Result, Waterfall};
use crate::analyze::interval::Interval;
use crate::evaluate::sums::{Measure, round};
use crate::model::order::ManualAmount;
use crate::money::Decimal;
use crate::plan::{AmountName, ComponentPlan, NoticePlan, Phase, PhaseKind, Step};

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

/// The amount of an order with one item.
pub(super) fn order(view: &mut View<'_, '_>, item: ItemAmount) -> Result<Option<Interval>> {
    if item.unknown {
        return Ok(None);
    }
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
        let speaks = if condition.yes {
            condition.and(view.holds(Some(notice.test)))
        } else {
            Truth::NO
        };
        if speaks.is_certain() {
            return Err(Nowhere);
        }
        view.doubts |= speaks.yes;
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
        let (options_end, list_end) = ends(component);
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
            self.view.doubts = true;
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

/// The first phases after `options` and after the list price.
fn ends(component: &ComponentPlan) -> (usize, usize) {
    let after = |kind| {
        let at = component.phases.iter().position(|phase| phase.kind == kind);
        at.map(|at| at.saturating_add(1))
    };
    let options = after(PhaseKind::Options).unwrap_or(0);
    (options, after(PhaseKind::ListLimits).unwrap_or(options))
}
