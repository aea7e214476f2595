//! A component's plan to a program: every phase and step in the order in which they run.
//!
//! What cannot be said in integers becomes [`Action::Leave`] under its condition, so that only the
//! configurations that meet it are left to the general evaluator.

use super::condition::{Conditions, Said};
use super::grid::Grid;
use super::index::{Atom, Index, Term};
use super::program::{
    Action, Amount, Axis, Cell, Chosen, Entry, Part, PhaseStart, Program, Rate, Shape, scaled,
};
use super::shape::{self, Slots};
use super::worked::counted;
use crate::evaluate::draft::{LineLabel, LineName, PhaseName};
use crate::evaluate::{order_input, walk};
use crate::model::lookup::LookupMode;
use crate::model::quote::{LineKind, Scope};
use crate::money::{Decimal, Rounding};
use crate::plan::{
    AmountName, AxisKind, Choice, ComponentIndex, ComponentPlan, Constraint, CurrencyIndex, Effect,
    FeatureIndex, FeaturePlan, GroupAmount, GroupKind, LineSet, ListUse, Node, NodeId, NoticePlan,
    OptionIndex, Phase, PhaseKind, PlanData, SlotId, Step, StepScope, SurchargeAmount,
    SurchargePlan, TierBasis, TierEffect, TierKind, TierPlan, Validity, ValueKind,
};

/// Amounts have at most so many digits after the point.
const MOST_DIGITS: u32 = 8;
/// Conditions on a number are indexed up to so many breakpoints.
const MOST_POINTS: usize = 512;
/// A component of more nodes could meet the limit of steps, which is not counted here.
const MOST_NODES: usize = 200_000;

/// Lowers a component in a currency; none for one of which nothing can be priced in integers.
pub(in crate::evaluate) fn lower(
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
    };
    lowering.item()?;
    lowering.order();
    let Lowering {
        mut entries,
        mut atoms,
        labels,
        cells,
        unit_grid,
        item_grid,
        ..
    } = lowering;
    leave_out_crowded(&mut entries, &mut atoms);
    let ends = entries.iter().any(|entry| entry.stop);
    for entry in &mut entries {
        entry.is_guarded = !entry.checks.is_empty() || ends;
    }
    let indexed: Vec<Vec<Term>> = atoms.into_iter().map(|entry| entry.terms).collect();
    let index_of_entries = Index::new(&indexed, slots.shapes.len(), |slot| {
        match slots.shapes.get(slot) {
            Some(Shape::Option(count)) => *count,
            Some(Shape::Truth | Shape::Options) => 2,
            _ => 0,
        }
    });
    Some(Program {
        component: index,
        currency,
        scale,
        unit_grid,
        item_grid,
        minor_grid: Grid::new(minor, rounding.mode, scale)?,
        sums_of_features: component.features.len(),
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
            matches!(entry.action, Action::Fee(..) | Action::OptionFee(..) | Action::OptionFees(..))
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
            let moves = nodes.any(|node| walk::reads_subtotal(program, node));
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
            let action = self.cell(list).map_or(Action::Leave, Action::BaseCell);
            let conditions = [list.condition.map(|node| (node, true)), None];
            self.entry(conditions, Validity::default(), action, label);
        }
    }

    fn adjustments(&mut self, steps: &[&'a Step], choice: Choice) {
        let is_override = |step: &&&Step| {
            matches!(
                step.effect,
                Effect::Group {
                    kind: GroupKind::Override,
                    ..
                }
            )
        };
        for step in steps.iter().filter(is_override) {
            self.step(step, Action::Leave);
        }
        for step in steps.iter().filter(|step| !is_override(step)) {
            let is_chosen = choice != Choice::All
                && matches!(
                    step.effect,
                    Effect::Amount { .. }
                        | Effect::Percent { .. }
                        | Effect::Group { .. }
                        | Effect::Tiers(_)
                );
            match (&step.effect, step.scope) {
                (Effect::FeatureSurcharge(feature), _) if !step.stop => {
                    self.surcharges(step, *feature);
                }
                (_, StepScope::Order { key }) if self.place != Place::Order => {
                    let key = key.map(|node| self.slot_of(node));
                    let amount = match key {
                        Some(None) => None,
                        _ => self.effect(step, self.item_grid),
                    };
                    let action = amount.map(|amount| Action::Fee(amount, key.flatten()));
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

    fn limit(&self, step: &Step, floor: bool) -> Option<Action> {
        match step.effect {
            Effect::Minimum(node) => Some(Action::Minimum(self.exact(node, false)?, floor)),
            Effect::Maximum(node) => Some(Action::Maximum(self.exact(node, false)?)),
            Effect::Round { increment, mode } => {
                let modulus = scaled(self.constant(increment)?, self.scale)?;
                self.shift(0, modulus, mode)
            }
            Effect::End { ending, mode } => {
                let ending = self.constant(ending)?;
                let modulus = scaled(crate::evaluate::limit::modulus_of(ending).ok()?, self.scale)?;
                self.shift(scaled(ending, self.scale)?, modulus, mode)
            }
            _ => None,
        }
    }

    fn shift(&self, ending: i64, modulus: i64, mode: Rounding) -> Option<Action> {
        (modulus > 0).then_some(Action::Move {
            ending,
            modulus,
            mode,
        })
    }

    /// The amount of a step on a grid.
    fn effect(&mut self, step: &Step, grid: Grid) -> Option<Amount> {
        match &step.effect {
            Effect::Amount { amount, discount } => self.on_grid(*amount, *discount, grid),
            Effect::Percent { rate, of, discount } => self.percent(*rate, of.amount, *discount),
            Effect::List(list) => self.cell(list).map(Amount::Cell),
            Effect::Group {
                kind,
                amount,
                lines,
            } => self.group(*kind, amount, lines, grid),
            Effect::Tiers(tiers) => self.tiers(tiers, grid),
            _ => None,
        }
    }

    fn group(
        &self,
        kind: GroupKind,
        amount: &GroupAmount,
        lines: &LineSet,
        grid: Grid,
    ) -> Option<Amount> {
        let one = |node: NodeId| match kind {
            GroupKind::Amount => self.on_grid(node, false, grid),
            GroupKind::Percent(of) if of.amount != AmountName::List || *lines == LineSet::All => {
                self.percent(node, of.amount, false)
            }
            _ => None,
        };
        let otherwise = match amount.otherwise {
            Some(node) => Some(Box::new(one(node)?)),
            None => None,
        };
        let steps = amount.tiers.iter();
        let steps = steps.map(|(from, node)| Some((threshold(*from)?, one(*node)?)));
        Some(Amount::Tiers {
            steps: steps.collect::<Option<_>>()?,
            otherwise,
        })
    }

    fn tiers(&self, tiers: &TierPlan, grid: Grid) -> Option<Amount> {
        let counts_own = match tiers.basis {
            TierBasis::Item | TierBasis::Order { key: None } => true,
            TierBasis::Order { key: Some(node) } => self.slot_of(node).is_some(),
        };
        if tiers.kind != TierKind::Volume || !counts_own {
            return None;
        }
        let times = self.place == Place::Item;
        let one = |effect| match effect {
            TierEffect::Percent { rate, of, discount } => self.percent(rate, of.amount, discount),
            TierEffect::Amount { amount, discount } if times => {
                let one = self.exact(amount, discount)?;
                Some(Amount::Each(Box::new(one)))
            }
            TierEffect::Amount { amount, discount } if !times => {
                self.on_grid(amount, discount, grid)
            }
            _ => None,
        };
        let steps = tiers.steps.iter();
        let steps = steps.map(|tier| Some((threshold(tier.from)?, one(tier.effect)?)));
        Some(Amount::Tiers {
            steps: steps.collect::<Option<_>>()?,
            otherwise: None,
        })
    }

    /// The lines of a feature's surcharges in this phase.
    fn surcharges(&mut self, step: &Step, index: FeatureIndex) {
        let Some(feature) = self.component.features.get(index.index()) else {
            return self.always(Action::Leave);
        };
        let scope = match self.place {
            Place::Piece => Scope::Unit,
            _ => Scope::Item,
        };
        let conditions = [step.condition.map(|node| (node, true)), None];
        self.choices(feature, index, scope, conditions, step.validity);
    }

    fn choice_fees(&mut self) {
        for (index, feature) in (0..).map(FeatureIndex).zip(&self.component.features) {
            self.choices(
                feature,
                index,
                Scope::Order,
                [None, None],
                Validity::default(),
            );
        }
    }

    /// What is chosen of a feature and has a surcharge of this scope.
    fn choices(
        &mut self,
        feature: &'a FeaturePlan,
        index: FeatureIndex,
        scope: Scope,
        conditions: [Option<(NodeId, bool)>; 2],
        validity: Validity,
    ) {
        let is_fee = scope == Scope::Order;
        let shape = self.slots.shapes.get(feature.slot.index()).cloned();
        let of_scope = |surcharge: &&SurchargePlan| surcharge.scope == scope;
        if let Some(surcharge) = feature.surcharge.as_ref().filter(of_scope) {
            let atom = match shape {
                Some(Shape::Truth) => Atom::Among(vec![1]),
                _ => Atom::IsSet(true),
            };
            let name = LineName::Choice(self.index, index, None);
            let chosen = self.surcharge(surcharge, name, index, (scope, false));
            let action = chosen.map(|chosen| match is_fee {
                true => Action::Fee(chosen.amount, None),
                false => Action::Own(chosen),
            });
            let label = self.scoped_label(LineKind::Option, name, scope);
            let action = action.unwrap_or(Action::Leave);
            self.chosen(feature.slot, atom, conditions, validity, action, label);
        }
        let many = shape == Some(Shape::Options);
        let mut by_option = Vec::with_capacity(feature.options.len());
        let (mut atom, mut left) = (Vec::new(), Vec::new());
        for (number, option) in (0..).zip(&feature.options) {
            let name = LineName::Choice(self.index, index, Some(OptionIndex(number)));
            let surcharge = option.surcharge.as_ref().filter(of_scope);
            let chosen = surcharge
                .and_then(|surcharge| self.surcharge(surcharge, name, index, (scope, many)));
            match (surcharge, &chosen) {
                (Some(_), Some(_)) => atom.push(i64::from(number)),
                (Some(_), None) => left.push(i64::from(number)),
                (None, _) => {}
            }
            by_option.push(chosen);
        }
        let slot = feature.slot;
        if many {
            let action = match (left.is_empty(), atom.is_empty(), is_fee) {
                (true, true, _) => return,
                (false, ..) => Action::Leave,
                (_, _, true) => Action::OptionFees(slot, by_option),
                (_, _, false) => Action::Options(slot, by_option),
            };
            return self.chosen(slot, Atom::IsSet(true), conditions, validity, action, 0);
        }
        if !atom.is_empty() {
            let action = match is_fee {
                true => Action::OptionFee(slot, by_option),
                false => Action::Option(slot, by_option),
            };
            self.chosen(slot, Atom::Among(atom), conditions, validity, action, 0);
        }
        if !left.is_empty() {
            self.chosen(
                slot,
                Atom::Among(left),
                conditions,
                validity,
                Action::Leave,
                0,
            );
        }
    }

    fn chosen(
        &mut self,
        slot: SlotId,
        atom: Atom,
        conditions: [Option<(NodeId, bool)>; 2],
        validity: Validity,
        action: Action,
        label: u32,
    ) {
        self.entry(conditions, validity, action, label);
        if let (Some(entry), Some(indexed)) = (self.entries.last_mut(), self.atoms.last_mut()) {
            // a condition that is evaluated is so whatever is chosen
            if !entry.checks.is_empty() {
                entry.action = Action::Leave;
            }
            indexed.terms.push(Term {
                slot,
                atom,
                is_doubtful: false,
            });
        }
    }

    /// What a choice adds; for a multiselect times its quantity.
    fn surcharge(
        &mut self,
        surcharge: &SurchargePlan,
        name: LineName,
        feature: FeatureIndex,
        (scope, many): (Scope, bool),
    ) -> Option<Chosen> {
        let amount = match &surcharge.amount {
            SurchargeAmount::Amount(node) if many => self.exact(*node, false)?,
            SurchargeAmount::Amount(node) => self.on_grid(*node, false, self.grid())?,
            SurchargeAmount::Percent { rate, of } => Amount::Percent(rate_of(*rate)?, of.amount),
        };
        Some(Chosen {
            amount,
            feature,
            label: self.scoped_label(LineKind::Option, name, scope),
            discountable: surcharge.discountable,
        })
    }

    fn cell(&mut self, list: &ListUse) -> Option<Cell> {
        let table = self.component.tables.get(list.table.index())?;
        let row = self.axis(&table.row.kind, list.row);
        let col = match (&table.col, list.col) {
            (Some(axis), Some(node)) => Some(self.axis(&axis.kind, node)),
            (None, None) => None,
            _ => return None,
        };
        // an axis that is worked out takes the other one with it
        let worked = |axis: &Axis| matches!(axis, Axis::Worked(_));
        let any = worked(&row) || col.as_ref().is_some_and(worked);
        let (row, col) = match any {
            true => (Axis::Worked(list.row), list.col.map(Axis::Worked)),
            false => (row, col),
        };
        let number = self.cells;
        self.cells = number.saturating_add(1);
        Some(Cell {
            table: list.table,
            row,
            col,
            number,
        })
    }

    fn axis(&self, axis: &AxisKind, node: NodeId) -> Axis {
        self.slot_axis(axis, node).unwrap_or(Axis::Worked(node))
    }

    fn slot_axis(&self, axis: &AxisKind, node: NodeId) -> Option<Axis> {
        let slot = self.slot_of(node)?;
        match (axis, self.slots.shapes.get(slot.index())?) {
            (AxisKind::Breakpoints(points, mode), Shape::Number(span)) => {
                let points = points.iter().map(|point| scaled(*point, span.scale));
                let points = points.collect::<Option<Vec<_>>>()?;
                match mode {
                    LookupMode::Up => Some(Axis::Up(slot, points)),
                    LookupMode::Down => Some(Axis::Down(slot, points)),
                    _ => None,
                }
            }
            (AxisKind::Keys(keys), Shape::Option(_)) => {
                let ValueKind::Option(options) = &self.component.slots.get(slot.index())?.kind
                else {
                    return None;
                };
                let text = |id| self.plan.text(id);
                let row = |id| keys.iter().position(|key| text(*key) == text(id));
                Some(Axis::Keys(
                    slot,
                    options.iter().map(|id| row(*id)).collect(),
                ))
            }
            _ => None,
        }
    }

    fn slot_of(&self, node: NodeId) -> Option<SlotId> {
        let slot = match self.program().node(node)? {
            Node::Slot(slot) | Node::OptionText(slot) => *slot,
            _ => return None,
        };
        let shape = self.shapes().get(slot.index())?;
        (!matches!(shape, Shape::None | Shape::Options)).then_some(slot)
    }

    fn is_of_currency(&self, list: &ListUse) -> bool {
        let table = self.component.tables.get(list.table.index());
        let currency = table.and_then(|table| table.currency);
        currency.is_none_or(|currency| currency == self.currency)
    }

    /// An amount on the grid of this phase.
    fn amount(&self, node: NodeId, discount: bool) -> Option<Amount> {
        self.on_grid(node, discount, self.grid())
    }

    fn on_grid(&self, node: NodeId, discount: bool, grid: Grid) -> Option<Amount> {
        match self.constant(node) {
            Some(amount) => {
                let amount = discounted(amount, discount)?;
                grid.round_decimal(amount, self.scale).map(Amount::Fixed)
            }
            None => Some(Amount::Worked { node, discount }),
        }
    }

    /// An amount before it is rounded.
    fn exact(&self, node: NodeId, discount: bool) -> Option<Amount> {
        match self.constant(node) {
            Some(amount) => scaled(discounted(amount, discount)?, self.scale).map(Amount::Exact),
            None => Some(Amount::Worked { node, discount }),
        }
    }

    fn percent(&self, node: NodeId, of: AmountName, discount: bool) -> Option<Amount> {
        let rate = discounted(self.constant(node)?, discount)?;
        Some(Amount::Percent(rate_of(rate)?, of))
    }

    /// The value of a node that is written down.
    fn constant(&self, node: NodeId) -> Option<Decimal> {
        let program = self.program();
        match program.node(node)? {
            Node::Number(number) => Some(*number),
            // a number stands below the node that negates it
            Node::Negate(inner) if *inner < node => Some(self.constant(*inner)?.negated()),
            Node::Money(money) => *program
                .money
                .get(money.index())?
                .get(self.currency.index())?,
            _ => None,
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

    fn grid(&self) -> Grid {
        match self.place {
            Place::Piece => self.unit_grid,
            Place::Item | Place::Order => self.item_grid,
        }
    }

    fn program(&self) -> &'a crate::plan::Program {
        match self.place {
            Place::Order => &self.plan.order.program,
            _ => &self.component.program,
        }
    }

    fn label(&mut self, kind: LineKind, name: LineName) -> u32 {
        let scope = match self.place {
            Place::Piece => Scope::Unit,
            Place::Item => Scope::Item,
            Place::Order => Scope::Order,
        };
        self.scoped_label(kind, name, scope)
    }

    fn scoped_label(&mut self, kind: LineKind, name: LineName, scope: Scope) -> u32 {
        let number = u32::try_from(self.labels.len()).unwrap_or(u32::MAX);
        let phase = match scope {
            Scope::Order => PhaseName::Own("order"),
            _ => self.phase,
        };
        self.labels.push(LineLabel {
            phase,
            kind,
            name,
            scope,
        });
        number
    }

    fn step(&mut self, step: &Step, action: Action) {
        let name = LineName::Planned(step.id, step.label);
        let is_fee = matches!(action, Action::Fee(..));
        let label = match is_fee {
            true => self.scoped_label(step.kind, name, Scope::Order),
            false => self.label(step.kind, name),
        };
        let conditions = [
            step.condition.map(|node| (node, true)),
            self.list_condition(step),
        ];
        self.entry(conditions, step.validity, action, label);
        if let Some(entry) = self.entries.last_mut() {
            (entry.discountable, entry.stop) = (step.discountable, step.stop);
        }
    }

    /// The condition of a surcharge list, after that of its step.
    fn list_condition(&self, step: &Step) -> Option<(NodeId, bool)> {
        match &step.effect {
            Effect::List(list) => list.condition.map(|node| (node, true)),
            _ => None,
        }
    }

    fn always(&mut self, action: Action) {
        self.add(action, 0);
    }

    fn add(&mut self, action: Action, label: u32) {
        self.entry([None, None], Validity::default(), action, label);
    }

    fn under(
        &mut self,
        conditions: [Option<(NodeId, bool)>; 2],
        validity: Validity,
        action: Action,
    ) {
        self.entry(conditions, validity, action, 0);
    }

    /// Adds an entry with the atoms of its conditions; what they do not say is checked.
    fn entry(
        &mut self,
        conditions: [Option<(NodeId, bool)>; 2],
        validity: Validity,
        action: Action,
        label: u32,
    ) {
        let of_order = self.place == Place::Order;
        let decide = Conditions {
            plan: self.plan,
            component: (!of_order).then_some(self.component),
            program: self.program(),
            shapes: self.shapes(),
            known: &self.slots.known,
            number_scale: self.slots.number_scale,
        };
        let mut terms = validity_terms(validity);
        let (mut checks, mut decided) = (Vec::new(), Vec::new());
        for (node, wanted) in conditions.into_iter().flatten() {
            // after a condition that is evaluated, all are: the first that fails ends it
            if checks.is_empty() && decide.decide(node, wanted, &mut terms) == Said::All {
                decided.push((node, wanted));
            } else {
                checks.push((node, wanted));
            }
        }
        // without rest, the conditions have to be evaluated only where a slot has no value
        let doubtful = terms.iter().filter(|term| term.is_doubtful);
        let mut doubtful: Vec<SlotId> = doubtful.map(|term| term.slot).collect();
        if !doubtful.is_empty() {
            let all = decided.drain(..).chain(checks.iter().copied());
            let all: Vec<_> = all.collect();
            if !checks.is_empty() {
                doubtful.clear();
            }
            checks = all;
        }
        self.entries.push(Entry {
            checks: checks.into(),
            doubtful: doubtful.into(),
            is_guarded: false,
            of_order,
            action,
            label,
            discountable: true,
            stop: false,
        });
        self.atoms.push(Indexed {
            terms,
            conditions: decided,
        });
    }
}

/// The action that makes the line of an amount.
fn line(amount: Amount) -> Action {
    match amount {
        Amount::Fixed(amount) => Action::Fixed(amount),
        Amount::Percent(rate, of) => Action::Percent(rate, of),
        other => Action::Line(other),
    }
}

/// A validity as terms on the order's day.
fn validity_terms(validity: Validity) -> Vec<Term> {
    use crate::plan::Comparison::{GreaterOrEqual, Less};
    let from = validity.from.map(|day| Atom::Compare(GreaterOrEqual, counted(day)));
    let until = validity.until.map(|day| Atom::Compare(Less, counted(day)));
    let atoms = from.into_iter().chain(until);
    let term = |atom| Term {
        slot: SlotId::AS_OF,
        atom,
        is_doubtful: false,
    };
    atoms.map(term).collect()
}

/// Takes slots with very many breakpoints out of the index: their conditions are checked instead.
fn leave_out_crowded(entries: &mut [Entry], atoms: &mut [Indexed]) {
    let mut counts: Vec<(SlotId, usize)> = Vec::new();
    let all = atoms.iter().flat_map(|entry| &entry.terms);
    for Term { slot, .. } in all.filter(|term| matches!(term.atom, Atom::Compare(..))) {
        match counts.iter_mut().find(|(other, _)| other == slot) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => counts.push((*slot, 1)),
        }
    }
    let is_crowded = |slot: SlotId| {
        let count = counts.iter().find(|(other, _)| *other == slot);
        slot != SlotId::AS_OF && count.is_some_and(|(_, count)| *count > MOST_POINTS)
    };
    for (entry, indexed) in entries.iter_mut().zip(atoms) {
        let before = indexed.terms.len();
        indexed.terms.retain(|term| !is_crowded(term.slot));
        if indexed.terms.len() < before {
            entry.doubtful = Box::default();
            let checks = std::mem::take(&mut entry.checks);
            let all = indexed.conditions.iter().copied().chain(checks);
            entry.checks = all.collect();
        }
    }
}

/// A rate in percent as a fraction.
fn rate_of(percent: Decimal) -> Option<Rate> {
    const LARGEST_RATE: i64 = 1_000_000_000;
    let numerator = i64::try_from(percent.mantissa()).ok()?;
    let denominator = 10_i64.checked_pow(percent.scale().checked_add(2)?)?;
    let fits =
        numerator.unsigned_abs() <= LARGEST_RATE.unsigned_abs() && denominator <= LARGEST_RATE;
    fits.then_some(Rate {
        numerator,
        denominator,
    })
}

fn discounted(value: Decimal, discount: bool) -> Option<Decimal> {
    match discount {
        true if value.is_negative() => None,
        true => Some(value.negated()),
        false => Some(value),
    }
}

/// A quantity from which a tier holds: the first whole one.
fn threshold(from: Decimal) -> Option<i64> {
    from.ceiling().to_i64()
}
