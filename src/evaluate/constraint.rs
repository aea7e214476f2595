//! `forbid` and `require`: what a configuration violates, and what would lift that.

use super::answer::NumberLimits;
use super::configuration::Configured;
use super::findings::{Findings, Speaker};
use super::frame::Frame;
use super::order_input::{Setting, forget_computed};
use super::value::{SlotState, Stop, Value};
use super::walk;
use crate::model::quote::{Fix, Violation};
use crate::money::{Decimal, Exactness};
use crate::plan::{Constraint, FeatureKind, FeaturePlan, OptionIndex, SlotId};

/// Options that are tried for a fix, per feature.
const TRIED: usize = 50;
/// Fixes that are listed, per violation.
const LISTED: usize = 10;

/// Checks the constraints of an item.
pub(super) fn check<'a>(
    setting: &Setting<'a>,
    configured: &mut Configured<'a>,
    findings: &mut Findings,
) {
    let component = configured.component;
    for constraint in &component.constraints {
        if is_violated(setting, &mut configured.frame, constraint, findings) {
            let mut found = violation(setting, &configured.frame, constraint);
            let read = |slot: &&FeaturePlan| constraint.reads.contains(&slot.slot);
            let features = component.features.iter().filter(read);
            let fixes = features.map(|feature| fixes(&mut configured.frame, feature, constraint));
            found.fixes = fair(fixes.collect());
            findings.violations.push(found);
        }
    }
}

/// Other values of one feature that lift a violation.
fn fixes(frame: &mut Frame<'_>, feature: &FeaturePlan, constraint: &Constraint) -> Vec<Fix> {
    let states = lifting(frame, feature, constraint);
    let fix = |state: &SlotState| Fix {
        feature: frame.plan.text(feature.id).to_owned(),
        value: text(frame, feature.slot, state),
    };
    states.iter().map(fix).collect()
}

/// As many fixes as are listed, by feature; where there are more, each feature has its part.
fn fair(by_feature: Vec<Vec<Fix>>) -> Vec<Fix> {
    let mut taken = vec![0_usize; by_feature.len()];
    let mut left = LISTED;
    let longest = by_feature.iter().map(Vec::len).max().unwrap_or(0);
    for rank in 0..longest.min(LISTED) {
        for (fixes, taken) in by_feature.iter().zip(&mut taken) {
            if rank < fixes.len() && left > 0 {
                *taken = taken.saturating_add(1);
                left = left.saturating_sub(1);
            }
        }
    }
    let parts = by_feature.into_iter().zip(taken);
    parts
        .flat_map(|(fixes, taken)| fixes.into_iter().take(taken))
        .collect()
}

/// Checks the constraints of the order.
pub(super) fn check_order<'a>(
    setting: &Setting<'a>,
    frame: &mut Frame<'a>,
    findings: &mut Findings,
) {
    for constraint in &setting.plan.order.constraints {
        if is_violated(setting, frame, constraint, findings) {
            findings
                .violations
                .push(violation(setting, frame, constraint));
        }
    }
}

/// Whether a constraint is violated; one that waits is not, yet.
fn is_violated(
    setting: &Setting<'_>,
    frame: &mut Frame<'_>,
    constraint: &Constraint,
    findings: &mut Findings,
) -> bool {
    if !setting.is_valid(constraint.validity) {
        return false;
    }
    match test(frame, constraint) {
        Ok(violated) => violated,
        Err(Stop::Waits(_)) => false,
        Err(stop) => {
            let id = setting.plan.text(constraint.id);
            let label = setting.label(constraint.label);
            findings.note(
                stop,
                Speaker {
                    id,
                    label,
                    phase: "base",
                },
            );
            false
        }
    }
}

fn test(frame: &mut Frame<'_>, constraint: &Constraint) -> Result<bool, Stop> {
    Ok(frame.holds(constraint.condition)?
        && frame.boolean(constraint.test)? == constraint.violated_when)
}

fn violation(setting: &Setting<'_>, frame: &Frame<'_>, constraint: &Constraint) -> Violation {
    let plan = setting.plan;
    let id = |slot: &SlotId| frame.slot_plans.get(slot.index()).map(|slot| slot.id);
    Violation {
        code: if constraint.violated_when {
            "forbidden"
        } else {
            "not-fulfilled"
        },
        rule: Some(plan.text(constraint.id).to_owned()),
        message: setting.label(constraint.label).to_owned(),
        features: constraint
            .reads
            .iter()
            .filter_map(id)
            .map(|id| plan.text(id).to_owned())
            .collect(),
        fixes: Vec::new(),
    }
}

/// Whether the violation is gone with another value of one feature.
fn lifts<'a>(
    frame: &mut Frame<'a>,
    slot: SlotId,
    state: SlotState,
    constraint: &Constraint,
) -> bool {
    let (kept, rounded) = (frame.slots.clone(), frame.rounded.clone());
    let memo = std::mem::take(&mut frame.memo);
    forget_computed(&mut frame.slots, frame.computed);
    if let Some(place) = frame.slots.get_mut(slot.index()) {
        *place = state;
    }
    let violated = test(frame, constraint);
    (frame.slots, frame.rounded, frame.memo) = (kept, rounded, memo);
    violated == Ok(false)
}

/// Other values of a feature that lift the violation, the best first: of numbers the nearest below
/// and above.
fn lifting<'a>(
    frame: &mut Frame<'a>,
    feature: &FeaturePlan,
    constraint: &Constraint,
) -> Vec<SlotState> {
    let mut states = candidates(frame, feature, constraint);
    states.retain(|state| lifts(frame, feature.slot, state.clone(), constraint));
    let (FeatureKind::Number { .. }, Some(SlotState::Known(Value::Number(current)))) =
        (&feature.kind, frame.slots.get(feature.slot.index()))
    else {
        return states;
    };
    let current = *current;
    let (mut below, mut above, mut others) = (None, None, Vec::new());
    for state in states {
        match state {
            SlotState::Known(Value::Number(number)) if number < current => {
                below = below.max(Some(number));
            }
            SlotState::Known(Value::Number(number)) => {
                above = Some(above.map_or(number, |other: Decimal| other.min(number)));
            }
            other => others.push(other),
        }
    }
    let nearest = [below, above].into_iter().flatten();
    let nearest = nearest.map(|number| SlotState::Known(Value::Number(number)));
    nearest.chain(others).collect()
}

/// The step nearest to the current value, between it and an end of the range, at which the
/// violation is gone, if it goes once on the way. The whole numbers of steps are halved, so even
/// a wide range takes few tries.
fn boundary<'a>(
    frame: &mut Frame<'a>,
    slot: SlotId,
    constraint: &Constraint,
    (current, end, step): (Decimal, Decimal, Decimal),
) -> Option<Decimal> {
    let exact = &mut Exactness::default();
    let distance = end.minus(current, exact).ok()?;
    let steps = distance
        .absolute()
        .divided_by(step, exact)
        .ok()?
        .floor()
        .to_i64()?;
    let step = if distance.is_negative() {
        step.negated()
    } else {
        step
    };
    let mut at = |count: i64| {
        let offset = step.times(Decimal::from_integer(count), &mut Exactness::default());
        let value = offset
            .and_then(|offset| current.plus(offset, &mut Exactness::default()))
            .ok()?;
        let state = SlotState::Known(Value::Number(value));
        lifts(frame, slot, state, constraint).then_some(value)
    };
    let (mut violated, mut lifted) = (0, steps);
    let mut found = at(lifted)?;
    while lifted.saturating_sub(violated) > 1 {
        let middle = violated.saturating_add(lifted).div_euclid(2);
        match at(middle) {
            Some(value) => (lifted, found) = (middle, value),
            None => violated = middle,
        }
    }
    Some(found)
}

/// Other values of a feature that are worth a try.
fn candidates<'a>(
    frame: &mut Frame<'a>,
    feature: &FeaturePlan,
    constraint: &Constraint,
) -> Vec<SlotState> {
    let current = match frame.slots.get(feature.slot.index()) {
        Some(SlotState::Known(value)) => Some(value.clone()),
        Some(SlotState::Unset | SlotState::Missing) => None,
        _ => return Vec::new(),
    };
    let mut values = match &feature.kind {
        FeatureKind::Select => available(frame, feature)
            .into_iter()
            .map(Value::Option)
            .take(TRIED)
            .collect(),
        FeatureKind::Multiselect { .. } => choices(frame, feature, current.as_ref()),
        FeatureKind::Boolean => vec![Value::Boolean(true), Value::Boolean(false)],
        FeatureKind::Number { min, max, step } => {
            let limits = NumberLimits {
                min: *min,
                max: *max,
                step: *step,
            };
            let mut found = numbers(frame, constraint, limits);
            if let Some(Value::Number(current)) = current {
                let step = step.unwrap_or(Decimal::ONE);
                for end in [*min, *max].into_iter().flatten() {
                    let way = (current, end, step);
                    let nearest = boundary(frame, feature.slot, constraint, way);
                    found.extend(
                        nearest
                            .filter(|value| limits.allow(*value))
                            .map(Value::Number),
                    );
                }
            }
            found
        }
        FeatureKind::Text { .. } => Vec::new(),
    };
    values.retain(|value| current.as_ref() != Some(value));
    // a feature that is left out takes its default, so only one without a default can be unset
    let may_be_unset = !feature.required && feature.default.is_none() && current.is_some();
    let unset = may_be_unset.then_some(SlotState::Unset);
    values
        .into_iter()
        .map(SlotState::Known)
        .chain(unset)
        .collect()
}

fn available(frame: &mut Frame<'_>, feature: &FeaturePlan) -> Vec<OptionIndex> {
    let options = (0..).map(OptionIndex).zip(&feature.options);
    options
        .filter(|(_, option)| frame.holds(option.available_when) == Ok(true))
        .map(|(index, _)| index)
        .collect()
}

/// The choice with one option less, or one more.
fn choices(frame: &mut Frame<'_>, feature: &FeaturePlan, current: Option<&Value>) -> Vec<Value> {
    let FeatureKind::Multiselect {
        min_choices,
        max_choices,
        ..
    } = feature.kind
    else {
        return Vec::new();
    };
    let chosen = match current {
        Some(Value::Options(options)) => &**options,
        _ => &[],
    };
    let is_chosen = |index: &OptionIndex| chosen.iter().any(|(other, _)| other == index);
    let less = chosen.iter().map(|(left_out, _)| {
        chosen
            .iter()
            .filter(|(option, _)| option != left_out)
            .copied()
            .collect::<Vec<_>>()
    });
    let more = available(frame, feature)
        .into_iter()
        .filter(|index| !is_chosen(index))
        .map(|index| {
            let mut with = chosen.to_vec();
            let at = with.partition_point(|(other, _)| *other < index);
            with.insert(at, (index, Decimal::ONE));
            with
        });
    let allowed = |options: &Vec<_>| {
        let count = u32::try_from(options.len()).unwrap_or(u32::MAX);
        (min_choices.max(1)..=max_choices).contains(&count)
    };
    less.chain(more)
        .filter(allowed)
        .take(TRIED)
        .map(|options| Value::Options(options.into()))
        .collect()
}

/// The numbers written in the constraint, and the steps beside them.
fn numbers(frame: &Frame<'_>, constraint: &Constraint, limits: NumberLimits) -> Vec<Value> {
    let step = limits.step.unwrap_or(Decimal::ONE);
    let exact = &mut Exactness::default();
    let mut found: Vec<Decimal> = Vec::new();
    for number in walk::numbers(frame.program, constraint.test)
        .iter()
        .copied()
    {
        let around = [
            number.minus(step, exact),
            Ok(number),
            number.plus(step, exact),
        ];
        for candidate in around.into_iter().flatten() {
            if limits.allow(candidate) && !found.contains(&candidate) {
                found.push(candidate);
            }
        }
    }
    found.into_iter().map(Value::Number).collect()
}

/// A state as the value of a fix; none is unset.
fn text(frame: &Frame<'_>, slot: SlotId, state: &SlotState) -> Option<String> {
    match state {
        SlotState::Known(Value::Text(text)) => Some(text.to_string()),
        SlotState::Known(value) => Some(frame.text_of(slot, value)),
        _ => None,
    }
}
