//! What an explanation notes while an order is priced.
//!
//! Takes what the waterfall tells, gives for each item its values and what made no line, with the
//! comparisons that decided at that moment. It works within the step limit of an order, counted
//! apart from the price itself.

use std::collections::BTreeMap;

use super::compared::Compared;
use super::decide::why;
use super::{NotFired, Reason};
use crate::evaluate::frame::Frame;
use crate::evaluate::limits;
use crate::evaluate::observe::{Observer, Skipped, Subject};
use crate::evaluate::value::{SlotState, Value};
use crate::model::order::Order;
use crate::plan::{ComponentPlan, Effect, FeaturePlan, PlanData, TextId};

/// What was noted.
pub(super) struct Trace<'p> {
    plan: &'p PlanData,
    order: &'p Order,
    /// Nodes that may still be evaluated to find out why.
    steps: u64,
    /// One for each item.
    pub items: Vec<Noted>,
    /// Of the order's own rules.
    pub whole: Noted,
}

/// What was noted of an item, or of the order.
#[derive(Clone, Debug, Default)]
pub(super) struct Noted {
    /// Names and values of what is chosen; none where nothing was priced.
    pub values: Option<Vec<(String, String)>>,
    /// What made no line, as it was met.
    pub not_fired: Vec<NotFired>,
    /// Where each rule and list stands in the document.
    positions: BTreeMap<TextId, usize>,
}

impl<'p> Trace<'p> {
    pub fn new(plan: &'p PlanData, order: &'p Order) -> Self {
        let item = |id: &str| Noted {
            positions: plan.component(id).map(positions).unwrap_or_default(),
            ..Noted::default()
        };
        let steps = plan.order.steps.iter();
        let whole = Noted {
            positions: numbered(steps.map(|step| step.id)),
            ..Noted::default()
        };
        Self {
            plan,
            order,
            steps: limits::STEPS,
            items: order
                .items
                .iter()
                .map(|ordered| item(&ordered.component))
                .collect(),
            whole,
        }
    }

    fn noted(&mut self, item: Option<usize>) -> Option<&mut Noted> {
        match item {
            Some(index) => self.items.get_mut(index),
            None => Some(&mut self.whole),
        }
    }

    /// Notes an item's values, the first time that its frame is there.
    fn note_values(&mut self, item: Option<usize>, frame: &Frame<'_>) {
        let (plan, language) = (self.plan, self.order.language.as_deref());
        let ordered = item.and_then(|index| self.order.items.get(index));
        let component = ordered.and_then(|ordered| plan.component(&ordered.component));
        let noted = self.noted(item).filter(|noted| noted.values.is_none());
        if let (Some(component), Some(noted)) = (component, noted) {
            let features = component.features.iter();
            let shown = features.filter_map(|feature| shown(plan, language, feature, frame));
            noted.values = Some(shown.collect());
        }
    }

    fn because(
        &mut self,
        subject: &Subject<'_>,
        skipped: Skipped,
        frame: &mut Frame<'_>,
    ) -> Vec<Compared> {
        let node = match skipped {
            Skipped::Condition(node) | Skipped::NoMatch(node) => Some(node),
            Skipped::Waits => subject.condition,
            _ => None,
        };
        let mut compared = node
            .map(|node| why(frame, node, &mut self.steps))
            .unwrap_or_default();
        if skipped == Skipped::Waits {
            // A condition that holds is not what waits.
            compared.retain(|compared| compared.holds.is_none());
        }
        for compared in &mut compared {
            compared.source = self.plan.position(compared.place);
        }
        compared
    }
}

impl Observer for Trace<'_> {
    fn fired(&mut self, subject: &Subject<'_>, frame: &mut Frame<'_>) {
        self.note_values(subject.item, frame);
    }

    fn skipped(&mut self, subject: &Subject<'_>, reason: Skipped, frame: &mut Frame<'_>) {
        self.note_values(subject.item, frame);
        let because = self.because(subject, reason, frame);
        let source = self.plan.position(subject.place);
        let (plan, language) = (self.plan, self.order.language.as_deref());
        let Some(noted) = self.noted(subject.item) else {
            return;
        };
        noted.not_fired.push(NotFired {
            id: plan.text(subject.id).to_owned(),
            label: plan.label(subject.label, language).to_owned(),
            kind: subject.kind,
            phase: subject.phase.to_owned(),
            reason: reason_of(plan, reason),
            because,
            source,
            position: noted
                .positions
                .get(&subject.id)
                .copied()
                .unwrap_or(usize::MAX),
        });
    }
}

fn reason_of(plan: &PlanData, skipped: Skipped) -> Reason {
    let text = |id| plan.text(id).to_owned();
    match skipped {
        Skipped::Condition(_) => Reason::Condition,
        Skipped::Validity(validity) => Reason::Validity {
            from: validity.from,
            until: validity.until,
        },
        Skipped::NoMatch(_) => Reason::NoMatch,
        Skipped::Currency => Reason::Currency,
        Skipped::Choice { winner } => Reason::NotChosen {
            winner: text(winner),
        },
        Skipped::Stopped { by } => Reason::Stopped { by: text(by) },
        Skipped::Waits => Reason::Waits,
        Skipped::NoTier => Reason::NoTier,
        Skipped::NotNeeded => Reason::NotNeeded,
        Skipped::Problem => Reason::Problem,
    }
}

/// Where each list and rule of a component stands: base lists, then the phases.
fn positions(component: &ComponentPlan) -> BTreeMap<TextId, usize> {
    let lists = component.base.lists.iter().map(|list| list.id);
    let steps = component.phases.iter().flat_map(|phase| &phase.steps);
    numbered(lists.chain(steps.flat_map(|step| {
        let list = match &step.effect {
            Effect::List(list) => Some(list.id),
            _ => None,
        };
        std::iter::once(step.id).chain(list)
    })))
}

fn numbered(ids: impl Iterator<Item = TextId>) -> BTreeMap<TextId, usize> {
    let mut numbers = BTreeMap::new();
    for (number, id) in ids.enumerate() {
        numbers.entry(id).or_insert(number);
    }
    numbers
}

/// A feature's name and what is chosen, as people read them.
fn shown(
    plan: &PlanData,
    language: Option<&str>,
    feature: &FeaturePlan,
    frame: &Frame<'_>,
) -> Option<(String, String)> {
    let Some(SlotState::Known(value)) = frame.slots.get(feature.slot.index()) else {
        return None;
    };
    let option = |index: usize| {
        let option = feature.options.get(index);
        option
            .map_or("", |option| plan.label(option.display.name, language))
            .to_owned()
    };
    let text = match value {
        Value::Option(index) => option(index.index()),
        Value::Options(options) => {
            let each = options
                .iter()
                .map(|(index, quantity)| match quantity.to_i64() {
                    Some(1) => option(index.index()),
                    _ => format!("{quantity} x {}", option(index.index())),
                });
            each.collect::<Vec<_>>().join(", ")
        }
        value => frame.text_of(feature.slot, value),
    };
    let unit = feature
        .unit
        .map(|unit| format!(" {}", plan.text(unit)))
        .unwrap_or_default();
    let name = plan.label(feature.display.name, language).to_owned();
    Some((name, format!("{text}{unit}")))
}
