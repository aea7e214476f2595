//! An item of the order as slots: what the buyer chose, defaults, what is not available.
//!
//! Takes an item, gives its frame and what is not allowed about it. Availability is decided in
//! the plan's order, so that a condition reads only what is decided already.

use super::answer::Question;
use super::findings::{Findings, Speaker, violation};
use super::frame::{Amounts, Frame};
use super::memo::Memo;
use super::nearest::{nearest, suggestion};
use super::order_input::{Setting, constant, forget_computed, one_line, slots};
use super::slot_set::SlotSet;
use super::value::{SlotState, Stop, Value};
use super::walk;
use crate::model::order::{Item, Value as Given};
use crate::model::quote::Fix;
use crate::money::{Decimal, Exactness};
use crate::plan::{ComponentIndex, ComponentPlan, FeaturePlan, NodeId, SlotId};

/// An item that was read.
pub(super) struct Reading<'a> {
    /// Its index in the order.
    pub index: usize,
    /// The item.
    pub item: &'a Item,
    /// What was found so far.
    pub findings: Findings,
    /// The component with its values; none for an unknown component.
    pub configured: Option<Configured<'a>>,
}

/// A component with values.
pub(super) struct Configured<'a> {
    /// The component.
    pub component: &'a ComponentPlan,
    /// Its number in the plan.
    pub component_index: ComponentIndex,
    /// Its values.
    pub frame: Frame<'a>,
    /// Features whose availability waits, and for what.
    pub undecided: Vec<(SlotId, SlotSet)>,
}

/// Reads an item; `steps_left` is what is left of the order's steps.
pub(super) fn read<'a>(
    setting: &Setting<'a>,
    index: usize,
    item: &'a Item,
    steps_left: &mut u64,
) -> Reading<'a> {
    let mut findings = Findings::default();
    let plan = setting.plan;
    let mut components = (0..).map(ComponentIndex).zip(&plan.components);
    let found = components.find(|(_, component)| plan.text(component.id) == item.component);
    let configured = found.map(|(component_index, component)| {
        check_quantity(component, item.quantity, &mut findings);
        for input in &setting.missing_inputs {
            let id = plan.text(*input);
            findings.violation("input-missing", id, format!("the input `{id}` is required"));
        }
        let frame = frame(setting, component, item.quantity, *steps_left);
        let undecided = Vec::new();
        let mut configured = Configured {
            component,
            component_index,
            frame,
            undecided,
        };
        configured.read_values(&item.values, &mut findings);
        *steps_left = configured.frame.steps_left;
        configured
    });
    if configured.is_none() {
        unknown_component(setting, &item.component, &mut findings);
    }
    Reading {
        index,
        item,
        findings,
        configured,
    }
}

impl<'a> Configured<'a> {
    /// The feature's slot holds a value.
    pub fn is_known(&self, slot: SlotId) -> bool {
        matches!(
            self.frame.slots.get(slot.index()),
            Some(SlotState::Known(_))
        )
    }

    /// The ids of slots that a statement waits for: features whose availability waits are named
    /// by what that waits for.
    pub fn names(&self, slots: &SlotSet) -> Vec<String> {
        let mut open: Vec<SlotId> = slots.iter().copied().collect();
        let (mut seen, mut names) = (SlotSet::new(), SlotSet::new());
        while let Some(slot) = open.pop() {
            if !seen.insert(slot) {
                continue;
            }
            let undecided = self.undecided.iter().find(|(other, _)| *other == slot);
            match undecided {
                Some((_, others)) => open.extend(others.iter()),
                None => {
                    names.insert(slot);
                }
            }
        }
        let plans = self.frame.slot_plans;
        let id = |slot: &SlotId| plans.get(slot.index()).map(|plan| plan.id);
        names
            .iter()
            .filter_map(id)
            .map(|id| self.frame.plan.text(id).to_owned())
            .collect()
    }

    fn read_values(&mut self, values: &'a [(String, Given)], findings: &mut Findings) {
        self.check_names(values, findings);
        let mut answers = self.answers(values, findings);
        let given: Vec<bool> = answers.iter().map(Option::is_some).collect();
        for index in &self.component.availability_order {
            let features = self.component.features.get(index.index());
            if let Some(feature) = features {
                let given = answers.get_mut(index.index()).and_then(Option::take);
                self.decide(feature, given, findings);
            }
        }
        forget_computed(&mut self.frame.slots, &self.component.computed);
        for (feature, given) in self.component.features.iter().zip(given) {
            if given && self.is_known(feature.slot) {
                self.check_options(feature, findings);
            }
        }
        forget_computed(&mut self.frame.slots, &self.component.computed);
    }

    fn check_names(&self, values: &[(String, Given)], findings: &mut Findings) {
        let plan = self.frame.plan;
        let known = || {
            self.component
                .features
                .iter()
                .map(|feature| plan.text(feature.id))
        };
        for (id, given) in values {
            if known().any(|name| name == id) {
                continue;
            }
            let near = nearest(id, known());
            let id = one_line(id);
            let message = format!("unknown feature `{id}`{}", suggestion(near));
            let mut found = violation("unknown-feature", &id, message, Vec::new());
            found.fixes.extend(near.map(|near| Fix {
                feature: near.to_owned(),
                value: plain(given),
            }));
            findings.violations.push(found);
        }
    }

    /// The buyer's values as slots hold them; none for a value that was not understood or empty.
    /// Every slot starts as the buyer wants it, for conditions that read ahead.
    fn answers(
        &mut self,
        values: &'a [(String, Given)],
        findings: &mut Findings,
    ) -> Vec<Option<Answer>> {
        let mut answers = Vec::with_capacity(self.component.features.len());
        let plan = self.frame.plan;
        for feature in &self.component.features {
            let id = plan.text(feature.id);
            let Some((_, given)) = values.iter().find(|(name, _)| name == id) else {
                answers.push(None);
                continue;
            };
            let (value, found) = Question { plan, feature }.read(given);
            let answer = match value {
                Some(value) => Answer::Value(value),
                None if found.is_empty() => Answer::Empty,
                None => Answer::NotUnderstood,
            };
            if let Answer::Value(value) = &answer {
                self.put(feature.slot, SlotState::Known(value.clone()));
            }
            findings.violations.extend(found);
            answers.push(Some(answer));
        }
        answers
    }

    fn decide(
        &mut self,
        feature: &'a FeaturePlan,
        answer: Option<Answer>,
        findings: &mut Findings,
    ) {
        // Computed values may have been read while other features were not decided yet.
        forget_computed(&mut self.frame.slots, &self.component.computed);
        let state = match self.is_available(feature.slot, feature.available_when, feature, findings)
        {
            Availability::No(node) => {
                if matches!(answer, Some(Answer::Value(_) | Answer::NotUnderstood)) {
                    self.not_available(feature, None, node, findings);
                }
                SlotState::NotAvailable
            }
            availability => match answer {
                Some(Answer::Value(value)) => SlotState::Known(value),
                Some(Answer::NotUnderstood) => SlotState::Missing,
                Some(Answer::Empty) => self.unset(feature, availability, findings),
                None => match self.default_of(feature) {
                    Some(value) if matches!(availability, Availability::Yes) => {
                        SlotState::Known(value)
                    }
                    _ => self.unset(feature, availability, findings),
                },
            },
        };
        self.put(feature.slot, state);
    }

    /// The state of a feature without a value.
    fn unset(
        &self,
        feature: &FeaturePlan,
        availability: Availability,
        findings: &mut Findings,
    ) -> SlotState {
        match availability {
            Availability::Yes if feature.required => {
                let id = self.frame.plan.text(feature.id);
                findings.violation("missing-required", id, format!("`{id}` is required"));
                SlotState::Missing
            }
            Availability::Yes => SlotState::Unset,
            _ => SlotState::Missing,
        }
    }

    /// The default, where all its options are available.
    fn default_of(&mut self, feature: &'a FeaturePlan) -> Option<Value> {
        let value = constant(self.frame.plan, feature.default.as_ref()?);
        let chosen = chosen(&value);
        let offered = chosen.iter().all(|index| {
            let option = feature.options.get(*index);
            let condition = option.and_then(|option| option.available_when);
            !matches!(self.frame.holds(condition), Ok(false))
        });
        offered.then_some(value)
    }

    fn check_options(&mut self, feature: &'a FeaturePlan, findings: &mut Findings) {
        let Some(SlotState::Known(value)) = self.frame.slots.get(feature.slot.index()) else {
            return;
        };
        for index in chosen(value) {
            let Some(option) = feature.options.get(index) else {
                continue;
            };
            let when = option.available_when;
            let decided = self.is_available(feature.slot, when, feature, findings);
            if let Availability::No(node) = decided {
                let id = self.frame.plan.text(option.id);
                self.not_available(feature, Some(id), node, findings);
            }
        }
    }

    fn is_available(
        &mut self,
        slot: SlotId,
        condition: Option<NodeId>,
        feature: &FeaturePlan,
        findings: &mut Findings,
    ) -> Availability {
        let Some(node) = condition else {
            return Availability::Yes;
        };
        match self.frame.boolean(node) {
            Ok(true) => Availability::Yes,
            Ok(false) => Availability::No(node),
            Err(Stop::Waits(slots)) => {
                self.wait_for(slot, &slots);
                Availability::Waits
            }
            Err(stop) => {
                let id = self.frame.plan.text(feature.id);
                findings.note(
                    stop,
                    Speaker {
                        id,
                        label: id,
                        phase: "base",
                    },
                );
                Availability::Yes
            }
        }
    }

    fn not_available(
        &mut self,
        feature: &FeaturePlan,
        option: Option<&str>,
        node: NodeId,
        findings: &mut Findings,
    ) {
        let id = self.frame.plan.text(feature.id);
        let what = option.map_or_else(
            || format!("`{id}`"),
            |option| format!("`{option}` of `{id}`"),
        );
        let message = format!("{what} is not available{}", because(&mut self.frame, node));
        findings.violation("not-available", id, message);
    }

    /// Notes what the availability of a feature waits for.
    fn wait_for(&mut self, slot: SlotId, slots: &SlotSet) {
        let known = self.undecided.iter_mut().find(|(other, _)| *other == slot);
        match known {
            Some((_, waits)) => waits.extend(slots),
            None => self.undecided.push((slot, slots.clone())),
        }
    }

    fn put(&mut self, slot: SlotId, state: SlotState) {
        if let Some(place) = self.frame.slots.get_mut(slot.index()) {
            *place = state;
        }
    }
}

/// A value that the buyer gave.
enum Answer {
    Value(Value),
    /// An empty choice.
    Empty,
    NotUnderstood,
}

#[derive(Clone, Copy)]
enum Availability {
    Yes,
    /// The condition that is false.
    No(NodeId),
    Waits,
}

/// The options that a value chooses.
pub(super) fn chosen(value: &Value) -> Vec<usize> {
    match value {
        Value::Option(option) => vec![option.index()],
        Value::Options(options) => options.iter().map(|(option, _)| option.index()).collect(),
        _ => Vec::new(),
    }
}

/// A frame with the order's values and nothing chosen.
fn frame<'a>(
    setting: &Setting<'a>,
    component: &'a ComponentPlan,
    quantity: Decimal,
    steps_left: u64,
) -> Frame<'a> {
    Frame {
        plan: setting.plan,
        program: &component.program,
        slots: slots(setting, &component.slots, &component.computed, quantity),
        slot_plans: &component.slots,
        computed: &component.computed,
        attributes: &component.attributes,
        tables: &component.tables,
        currency: setting.currency_index,
        amounts: Amounts {
            features: vec![None; component.features.len()],
            ..Amounts::default()
        },
        exact: Exactness::EXACT,
        rounded: Default::default(),
        steps_left,
        depth: 0,
        memo: Memo::default(),
    }
}

fn check_quantity(component: &ComponentPlan, quantity: Decimal, findings: &mut Findings) {
    if !component.accepts_quantity(quantity) {
        let step = component.quantity_step;
        let message =
            format!("expected a quantity from {step} in steps of {step}, found {quantity}");
        findings.violation("invalid-quantity", "quantity", message);
    }
}

fn unknown_component(setting: &Setting<'_>, id: &str, findings: &mut Findings) {
    let plan = setting.plan;
    let near = nearest(
        id,
        plan.components
            .iter()
            .map(|component| plan.text(component.id)),
    );
    let message = format!("unknown component `{}`{}", one_line(id), suggestion(near));
    findings.violation("unknown-component", "component", message);
    if let Some(violation) = findings.violations.last_mut() {
        violation.features.clear();
    }
}

/// Why a condition is false: its text, and the values that it compares.
fn because(frame: &mut Frame<'_>, node: NodeId) -> String {
    let program = frame.program;
    let place = program
        .places
        .get(node.index())
        .copied()
        .unwrap_or_default();
    let needs = frame
        .excerpt(place)
        .map(|text| format!(": it needs `{}`", one_line(text)));
    let mut values = Vec::new();
    for slot in walk::slots(program, node).iter().copied() {
        let value = frame.slot(slot).ok().cloned();
        let id = frame
            .slot_plans
            .get(slot.index())
            .map(|plan| frame.plan.text(plan.id));
        let text = value.map(|value| format!("`{}`", one_line(&frame.text_of(slot, &value))));
        let text = text.unwrap_or_else(|| "not set".to_owned());
        values.extend(id.map(|id| format!("`{id}` is {text}")));
    }
    match (needs, values.is_empty()) {
        (None, true) => String::new(),
        (None, false) => format!(": {}", values.join(", ")),
        (Some(needs), true) => needs,
        (Some(needs), false) => format!("{needs}, {}", values.join(", ")),
    }
}

/// A given value as the text of a fix.
fn plain(given: &Given) -> Option<String> {
    match given {
        Given::Number(number) => Some(number.to_string()),
        Given::Text(text) => Some(text.clone()),
        Given::Boolean(boolean) => Some(boolean.to_string()),
        Given::Choices(_) => None,
    }
}
