//! A component's plan to a program: every phase and step in the order in which they run.
//!
//! What cannot be said in integers becomes [`Action::Leave`] under its condition, so that only the
//! configurations that meet it are left to the general evaluator.

mod amount;
mod choice;
mod entry;
mod unread;

use entry::leave_out_crowded;
use unread::{Grids, leave_out_unread};

use super::entry::{Action, Amount, Entry, Part, PhaseStart};
use super::free::Free;
use super::grid::Grid;
use super::index::{Index, Term};
use super::program::{Program, Shape};
use super::reads::Split;
use super::shape::{self, Slots};
use crate::evaluate::draft::{LineLabel, LineName, PhaseName};
use crate::evaluate::{order_input, walk};
use crate::model::quote::LineKind;
use crate::money::Decimal;
use crate::plan::{
    AmountName, Choice, ComponentIndex, ComponentPlan, Constraint, CurrencyIndex, Effect, Node,
    NodeId, NoticePlan, Phase, PhaseKind, PlanData, Step, StepScope, Validity,
};

/// Amounts have at most so many digits after the point.
const MOST_DIGITS: u32 = 8;
/// Conditions on a number are indexed up to so many breakpoints.
const MOST_POINTS: usize = 512;
/// A component of more nodes could meet the limit of steps, which is not counted here.
const MOST_NODES: usize = 200_000;

/// Lowers a component in a currency; none for one of which nothing can be priced in integers.
pub(super) fn lower(
    plan: &PlanData,
    index: ComponentIndex,
    currency: CurrencyIndex,
) -> Option<Program> {
    let component = plan.components.get(index.index())?;
    let rounding = order_input::rounding(plan, currency, *plan.currencies.get(currency.index())?);
    let minor = plan.currencies.get(currency.index())?.minor_unit();
    let scale = [rounding.unit_increment, rounding.increment, minor];
    let scale = scale.map(Decimal::scale).into_iter().max()?;
    let fits = scale <= MOST_DIGITS
        && component.program.nodes.len() <= MOST_NODES
        && plan.order.program.nodes.len() <= MOST_NODES;
    if rounding.per_item || !fits {
        return None;
    }
    let slots = shape::slots(plan, component, currency)?;
    let minor = if rounding.increment.is_multiple_of(minor) == Ok(true) {
        rounding.increment
    } else {
        minor
    };
    let mut lowering = Lowering {
        plan,
        component,
        index,
        currency,
        scale,
        unit_grid: Grid::new(rounding.unit_increment, rounding.mode, scale)?,
        item_grid: Grid::new(rounding.increment, rounding.mode, scale)?,
        slots: &slots,
        place: Place::Piece,
        phase: PhaseName::Own("base"),
        entries: Vec::new(),
        atoms: Vec::new(),
        labels: Vec::new(),
        cells: 0,
        head: 0,
    };
    lowering.item()?;
    lowering.order();
    let Lowering {
        mut entries,
        mut atoms,
        labels,
        cells,
        head,
        unit_grid,
        item_grid,
        ..
    } = lowering;
    leave_out_crowded(&mut entries, &mut atoms);
    let minor_grid = Grid::new(minor, rounding.mode, scale)?;
    let grids = Grids {
        unit: unit_grid,
        item: item_grid,
        minor: minor_grid,
    };
    let left = leave_out_unread((plan, component), grids, head, &mut entries, &mut atoms);
    let ends = entries.iter().any(|entry| entry.stop);
    for entry in &mut entries {
        entry.is_guarded = !entry.checks.is_empty() || ends;
    }
    let indexed: Vec<Vec<Term>> = atoms.into_iter().map(|entry| entry.terms).collect();
    let small_numbers = |slot| match slots.shapes.get(slot) {
        Some(Shape::Option(count)) => *count,
        Some(Shape::Truth | Shape::Options) => 2,
        _ => 0,
    };
    let index_of_entries = Index::new(&indexed, slots.shapes.len(), small_numbers)?;
    let free = Free::of(&entries, left.head, slots.shapes.len(), left.features)?;
    let is_free = |number| free.contains(number);
    Some(Program {
        split: Split::of(&entries, &indexed, left.head, is_free),
        free,
        component: index,
        begins_with: left.begins_with,
        currency,
        scale,
        unit_grid,
        item_grid,
        minor_grid,
        sums_of_features: if left.features {
            component.features.len()
        } else {
            0
        },
        piece: 10_i64.checked_pow(slots.number_scale)?,
        quantity_step: component.quantity_step.to_i64().filter(|step| *step > 0)?,
        entries,
        labels,
        index: index_of_entries,
        cells,
        shapes: slots.shapes,
        currency_text: slots.currency,
        answers: slots.answers,
        conditional: slots.conditional,
        guards: slots.guards,
    })
}

/// What amounts are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Piece,
    Item,
    Order,
}

/// The terms of an entry, and the conditions of which they say all.
struct Indexed {
    terms: Vec<Term>,
    conditions: Vec<(NodeId, bool)>,
}

struct Lowering<'a> {
    plan: &'a PlanData,
    component: &'a ComponentPlan,
    index: ComponentIndex,
    currency: CurrencyIndex,
    scale: u32,
    unit_grid: Grid,
    item_grid: Grid,
    slots: &'a Slots,
    place: Place,
    phase: PhaseName,
    entries: Vec<Entry>,
    atoms: Vec<Indexed>,
    labels: Vec<LineLabel>,
    cells: usize,
    /// How many entries the head has.
    head: usize,
}

impl<'a> Lowering<'a> {
    fn item(&mut self) -> Option<()> {
        let component = self.component;
        self.constraints(&component.constraints);
        self.base();
        self.always(Action::CloseBase {
            lists: (!component.base.lists.is_empty()).then_some(1),
        });
        if component.base.price.is_none() && component.base.lists.is_empty() {
            self.always(Action::Leave);
        }
        self.head = self.entries.len();
        let after = |kind| {
            let at = component.phases.iter().position(|phase| phase.kind == kind);
            at.map(|at| at.saturating_add(1))
        };
        let options_end = after(PhaseKind::Options).unwrap_or(0);
        let list_end = after(PhaseKind::ListLimits).unwrap_or(options_end);
        let (mut options_open, mut list_open) = (true, true);
        let phases = component.phases.iter().enumerate();
        for (number, phase) in phases.filter(|(_, phase)| !phase.per_item) {
            self.close(
                number >= options_end,
                number >= list_end,
                &mut options_open,
                &mut list_open,
            );
            self.run_phase(phase);
        }
        self.close(true, true, &mut options_open, &mut list_open);
        self.always(Action::Extend);
        self.place = Place::Item;
        for phase in component.phases.iter().filter(|phase| phase.per_item) {
            self.run_phase(phase);
        }
        self.enter(PhaseName::Own("fees"), false, Part::Other);
        let minor = self.label(LineKind::Rounding, LineName::MinorUnit);
        self.add(Action::CloseItem, minor);
        self.choice_fees();
        self.notices(&component.notices);
        Some(())
    }

    fn order(&mut self) {
        let order = &self.plan.order;
        let is_fee = |entry: &Entry| {
            matches!(
                entry.action,
                Action::Fee(..) | Action::OptionFee(..) | Action::OptionFees(..)
            )
        };
        let nothing = order.steps.is_empty()
            && order.constraints.is_empty()
            && order.notices.is_empty()
            && !self.entries.iter().any(is_fee);
        if nothing {
            return;
        }
        self.always(Action::BeginOrder);
        self.place = Place::Order;
        self.constraints(&order.constraints);
        self.enter(PhaseName::Own("order"), order.compound, Part::Other);
        let (limits, others): (Vec<_>, Vec<_>) =
            order.steps.iter().partition(|step| step.is_limit());
        self.adjustments(&others, order.choice);
        self.always(Action::Fees);
        self.limits(&limits, true);
        self.notices(&order.notices);
    }

    fn close(&mut self, options: bool, list: bool, options_open: &mut bool, list_open: &mut bool) {
        if options && std::mem::take(options_open) {
            self.always(Action::CloseOptions);
        }
        if list && std::mem::take(list_open) {
            self.always(Action::CloseList);
        }
    }

    fn enter(&mut self, phase: PhaseName, compound: bool, part: Part) {
        self.phase = phase;
        self.always(Action::Enter(PhaseStart { compound, part }));
    }

    fn run_phase(&mut self, phase: &'a Phase) {
        if phase.steps.is_empty() {
            return;
        }
        let part = match phase.kind {
            PhaseKind::Options => Part::Options,
            _ => Part::Other,
        };
        self.enter(PhaseName::Planned(phase.id), phase.compound, part);
        let (limits, others): (Vec<_>, Vec<_>) =
            phase.steps.iter().partition(|step| step.is_limit());
        self.adjustments(&others, phase.choice);
        self.limits(&limits, phase.kind != PhaseKind::ListLimits);
    }

    fn constraints(&mut self, constraints: &[Constraint]) {
        for constraint in constraints {
            let conditions = [
                constraint.condition.map(|node| (node, true)),
                Some((constraint.test, constraint.violated_when)),
            ];
            self.under(conditions, constraint.validity, Action::Leave);
        }
    }

    /// What a notice cannot work out is a problem, so it is looked at, too.
    fn notices(&mut self, notices: &[NoticePlan]) {
        for notice in notices {
            let program = self.program();
            let mut nodes = [notice.condition, Some(notice.test)].into_iter().flatten();
            // what `subtotal` is after the last phase is not kept
            let subtotal = Node::Amount(AmountName::Subtotal);
            let moves = nodes.any(|node| walk::any(program, node, |it| it == subtotal));
            let conditions = [
                notice.condition.map(|node| (node, true)),
                Some((notice.test, true)),
            ];
            let action = match notice.on_request || moves {
                true => Action::Leave,
                false => Action::Nothing,
            };
            let conditions = if moves { [None, None] } else { conditions };
            self.under(conditions, notice.validity, action);
        }
    }

    fn base(&mut self) {
        self.enter(PhaseName::Own("base"), false, Part::Base);
        let base = &self.component.base;
        if let Some(node) = base.price {
            let name = LineName::Base(self.component.display.name);
            let label = self.label(LineKind::BasePrice, name);
            let action = self.amount(node, false).map(line);
            self.add(action.unwrap_or(Action::Leave), label);
        }
        for list in &base.lists {
            if !self.is_of_currency(list) {
                continue;
            }
            let label = self.label(LineKind::PriceList, LineName::Planned(list.id, list.label));
            let action = self.cell(list).map(Box::new);
            let action = action.map_or(Action::Leave, Action::BaseCell);
            let conditions = [list.condition.map(|node| (node, true)), None];
            self.entry(conditions, Validity::default(), action, label);
        }
    }

    fn adjustments(&mut self, steps: &[&'a Step], choice: Choice) {
        let of_item = self.place != Place::Order;
        let overrides = |step: &&&Step| step.overridden().is_some();
        for step in steps.iter().filter(overrides) {
            self.step(step, Action::Leave);
        }
        for step in steps.iter().filter(|step| !overrides(step)) {
            let is_chosen = choice != Choice::All && step.is_candidate(of_item);
            match (&step.effect, step.scope) {
                (Effect::FeatureSurcharge(feature), _) if !step.stop => {
                    self.surcharges(step, *feature);
                }
                (_, StepScope::Order { key }) if of_item => {
                    let key = key.map(|node| self.slot_of(node));
                    let amount = match key {
                        Some(None) => None,
                        _ => self.effect(step, self.item_grid),
                    };
                    let action = amount.map(|amount| Action::Fee(Box::new(amount), key.flatten()));
                    self.step(step, action.unwrap_or(Action::Leave));
                }
                _ if is_chosen => self.step(step, Action::Leave),
                _ => {
                    if let Effect::List(list) = &step.effect
                        && !self.is_of_currency(list)
                    {
                        continue;
                    }
                    let action = self.effect(step, self.grid()).map(line);
                    self.step(step, action.unwrap_or(Action::Leave));
                }
            }
        }
    }

    /// A limit each; several of one kind compete, which is left to the general evaluator.
    fn limits(&mut self, steps: &[&'a Step], floor: bool) {
        let count = |kind| steps.iter().filter(|step| step.kind == kind).count();
        let single = count(LineKind::Minimum) <= 1 && count(LineKind::Maximum) <= 1;
        let rank = |step: &Step| match step.effect {
            Effect::Minimum(_) => 0,
            Effect::Maximum(_) => 1,
            Effect::Round { .. } => 2,
            _ => 3,
        };
        for wanted in 0..=3 {
            for step in steps.iter().filter(|step| rank(step) == wanted) {
                let action = self.limit(step, floor).filter(|_| single || wanted > 1);
                self.step(step, action.unwrap_or(Action::Leave));
            }
        }
    }

    /// The slots that the expressions of this place read; those of the order end with the inputs.
    fn shapes(&self) -> &'a [Shape] {
        let shapes = &self.slots.shapes;
        match self.place {
            Place::Order => shapes
                .get(..self.component.first_feature.index())
                .unwrap_or_default(),
            _ => shapes,
        }
    }

    fn program(&self) -> &'a crate::plan::Program {
        match self.place {
            Place::Order => &self.plan.order.program,
            _ => &self.component.program,
        }
    }
}

/// The action that makes the line of an amount.
fn line(amount: Amount) -> Action {
    match amount {
        Amount::Fixed(amount) => Action::Fixed(amount),
        Amount::Percent(rate, of) => Action::Percent(rate, of),
        other => Action::Line(Box::new(other)),
    }
}
