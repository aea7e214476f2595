//! What the configurations of a set cost: bounds that hold for every one of them.
//!
//! A [`Judge`] evaluates a plan like `evaluate` does, but over sets: slots hold sets of values,
//! amounts are intervals, conditions may hold or not. What it says is true of every configuration
//! of the set that has a price; where it cannot say much the bounds are wide. It also leaves out
//! of a set what it proves to have no price, and says which feature a search should cut next.

mod base;
mod blame;
mod call;
mod cells;
mod expression;
mod item;
mod limit;
mod possible;
mod promise;
mod step;
mod sums;
mod surcharge;
mod tier;
mod tighten;
mod view;
mod waterfall;

pub(crate) use blame::{Cutting, Wish};
pub(crate) use possible::Truth;
pub(crate) use waterfall::Nowhere;

use super::domain::Region;
use super::interval::Interval;
use crate::evaluate::order_input::{self, Setting};
use crate::money::Decimal;
use crate::plan::{
    ComponentPlan, ComputedPlan, Constraint, NodeId, NoticePlan, OptionIndex, PlanData, SlotPlan,
    Step,
};
use blame::Blame;
use cells::Extremes;
use promise::Promise;
use view::{Amounts, Doubts, Slot, View, Watch};

/// Judges sets of configurations of an order's item.
pub(crate) struct Judge<'a> {
    setting: &'a Setting<'a>,
    component: &'a ComponentPlan,
    quantity: Decimal,
    extremes: Extremes,
    order_extremes: Extremes,
    blame: Blame,
    promises: Vec<Promise<'a>>,
    watch: Watch<'a>,
}

/// What is true of a set of configurations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Judgement {
    /// What those that have a price cost, as the order's amount; none where nothing is known.
    pub amount: Option<Interval>,
    /// Why not every one of them may have a price.
    pub doubts: Doubts,
}

impl<'a> Judge<'a> {
    /// For the one item of an order.
    pub fn new(setting: &'a Setting<'a>, component: &'a ComponentPlan, quantity: Decimal) -> Self {
        let plan: &PlanData = setting.plan;
        Self {
            setting,
            component,
            quantity,
            extremes: Extremes::of(&component.tables),
            order_extremes: Extremes::of(&plan.order.tables),
            blame: Blame::new(component),
            promises: promise::promises(component),
            watch: Watch::default(),
        }
    }

    /// What the configurations of a region cost. Leaves out of it what has no price for sure.
    ///
    /// # Errors
    /// None of them has a price.
    pub fn judge(&mut self, region: &mut Region) -> Result<Judgement, Nowhere> {
        self.blame.clear();
        self.watch.holds = Truth::NEVER;
        let mut doubts = self.tighten(region)?;
        let (setting, component, quantity) = (self.setting, self.component, self.quantity);
        let promises = std::mem::take(&mut self.promises);
        let kept = promise::kept(&mut self.view(region), &promises);
        self.promises = promises;
        let mut view = self.view(region);
        view.promised = kept;
        let item = item::item(&mut view, component, quantity)?;
        doubts = doubts.and(view.doubts);
        let mut view = self.order_view();
        let orders = &setting.plan.order.constraints;
        view.amounts.items = Some(item.amount).filter(|_| !item.unknown);
        view.amounts.subtotal = view.amounts.items;
        for constraint in orders {
            let violated = tighten::violated(&mut view, constraint);
            if violated.is_certain() {
                return Err(Nowhere::NoPrice);
            }
            doubts.invalid |= violated.yes;
            doubts.lack |= violated == Truth::NEVER;
        }
        let amount = item::order(&mut view, item)?;
        doubts = doubts.and(view.doubts);
        doubts.lack |= amount.is_none();
        Ok(Judgement { amount, doubts })
    }

    /// Leaves out of a region what is not available or not allowed, whatever it costs.
    ///
    /// # Errors
    /// None of its configurations is allowed.
    pub fn allowed(&mut self, region: &mut Region) -> Result<(), Nowhere> {
        self.blame.clear();
        self.tighten(region).map(|_| ())
    }

    /// Whether every configuration of a region is on request by what is said of it.
    pub fn is_on_request(&mut self, region: &Region) -> bool {
        let component = self.component;
        let mut requests = component.notices.iter().filter(|notice| notice.on_request);
        requests.any(|notice| self.notice(region, notice).is_certain())
    }

    /// Whether a condition holds by features and inputs alone; amounts may be anything.
    pub fn condition(&mut self, region: &Region, condition: Option<NodeId>) -> Truth {
        let component = self.component;
        let holds = self.view(region).holds(condition);
        if let (Some(node), Truth::MAYBE) = (condition, holds) {
            self.blame.wonder(component, node);
        }
        holds
    }

    /// Whether a warning or "on request" speaks, by features and inputs alone.
    pub fn notice(&mut self, region: &Region, notice: &NoticePlan) -> Truth {
        if !self.setting.is_valid(notice.validity) {
            return Truth::NO;
        }
        let applies = self.condition(region, notice.condition);
        if !applies.yes {
            return applies;
        }
        applies.and(self.condition(region, Some(notice.test)))
    }

    /// Whether a configuration of a region may violate a constraint, whatever the others say.
    /// Leaves out of the region what is not available.
    pub fn may_violate(&mut self, region: &mut Region, constraint: &Constraint) -> bool {
        self.blame.clear();
        if self.availability(region).is_err() || self.options(region).is_err() {
            return false;
        }
        let violated = tighten::violated(&mut self.view(region), constraint);
        if violated == Truth::MAYBE {
            let component = self.component;
            for node in constraint.condition.into_iter().chain([constraint.test]) {
                self.blame.wonder(component, node);
            }
        }
        violated.yes
    }

    /// Which step's condition the next judgements look at.
    pub fn watch(&mut self, step: Option<&'a Step>) {
        self.watch.step = step;
    }

    /// Whether the watched step's condition held where the last judgement came to it; neither
    /// where it never came to it.
    pub fn watched(&self) -> Truth {
        self.watch.holds
    }

    /// Where to cut a region: by the feature that matters most to the last judgement.
    pub fn cut(&self, region: &Region) -> Option<Cutting> {
        self.blame.cut(region)
    }

    /// Where to cut a region to know which of it has a price.
    pub fn cut_doubt(&self, region: &Region) -> Option<Cutting> {
        self.blame.cut_doubt(region)
    }

    /// The value of a feature that made the last judgement's amount low, or high.
    pub fn wished(&self, feature: usize, highest: bool) -> Option<Wish> {
        self.blame.wished(feature, highest)
    }

    /// The options of a multiselect that made it low, or high.
    pub fn wished_choices(&self, feature: usize, highest: bool) -> &[OptionIndex] {
        self.blame.wished_choices(feature, highest)
    }

    /// The component's view of a region.
    fn view(&mut self, region: &Region) -> View<'_, 'a> {
        let (setting, component) = (self.setting, self.component);
        let mut slots = first_slots(
            setting,
            &component.slots,
            &component.computed,
            self.quantity,
        );
        for (feature, field) in component.features.iter().zip(&region.fields) {
            if let Some(place) = slots.get_mut(feature.slot.index()) {
                *place = Slot::of(field);
            }
        }
        View {
            setting,
            program: &component.program,
            slot_plans: &component.slots,
            computed: &component.computed,
            attributes: &component.attributes,
            tables: &component.tables,
            extremes: &self.extremes,
            slots,
            amounts: Amounts::default(),
            doubts: Doubts::default(),
            promised: Vec::new(),
            blame: &mut self.blame,
            watch: &mut self.watch,
        }
    }

    /// The order's own view.
    fn order_view(&mut self) -> View<'_, 'a> {
        let setting = self.setting;
        let order = &setting.plan.order;
        View {
            setting,
            program: &order.program,
            slot_plans: &order.slots,
            computed: &order.computed,
            attributes: &[],
            tables: &order.tables,
            extremes: &self.order_extremes,
            slots: first_slots(setting, &order.slots, &order.computed, self.quantity),
            amounts: Amounts::default(),
            doubts: Doubts::default(),
            promised: Vec::new(),
            blame: &mut self.blame,
            watch: &mut self.watch,
        }
    }
}

/// Slots as an order leaves them.
fn first_slots(
    setting: &Setting<'_>,
    plans: &[SlotPlan],
    computed: &[ComputedPlan],
    quantity: Decimal,
) -> Vec<Slot> {
    let slots = order_input::slots(setting, plans, computed, quantity);
    slots.iter().map(Slot::given).collect()
}
