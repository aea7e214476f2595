//! How the values of a component's slots are held, and what holds where none is given.

use super::condition::canonical;
use super::program::{Answer, Default, Guard, Shape, Span};
use super::whole::{OTHER_TEXT, scaled};
use crate::money::Decimal;
use crate::plan::{
    Axis, AxisKind, ComponentPlan, Constant, CurrencyIndex, FeatureKind, FeaturePlan, Node, NodeId,
    PlanData, Program, SlotId, Table, ValueKind,
};

/// Numbers are held with at most so many digits after the point.
const MOST_DIGITS: u32 = 6;

/// The slots of a component.
pub(super) struct Slots {
    /// How each is held.
    pub shapes: Vec<Shape>,
    /// Which of them always have a value where there is a price.
    pub known: Vec<bool>,
    /// Digits after the point of the numbers that they hold.
    pub number_scale: u32,
    /// By slot, of features and inputs.
    pub answers: Vec<Option<Answer>>,
    pub conditional: Vec<(SlotId, NodeId)>,
    pub guards: Vec<Guard>,
    /// The currency's code as a text slot holds it.
    pub currency: i64,
}

/// Looks at a component.
pub(super) fn slots(
    plan: &PlanData,
    component: &ComponentPlan,
    currency: CurrencyIndex,
) -> Option<Slots> {
    let number_scale = number_scale(plan, component);
    let unbounded = Span::all(number_scale);
    let any_text = Shape::Text(0, u32::MAX);
    let mut shapes = vec![Shape::Number(unbounded), any_text.clone(), Shape::Day];
    let mut known = vec![true, true, plan.needs_as_of];
    let mut answers = vec![None; shapes.len()];
    for input in &plan.inputs {
        let shape = match &input.kind {
            ValueKind::Number => Shape::Number(unbounded),
            ValueKind::Text => any_text.clone(),
            ValueKind::Boolean => Shape::Truth,
            ValueKind::Date => Shape::Day,
            ValueKind::Option(ids) => Shape::Option(ids.len()),
            ValueKind::Options(_) | ValueKind::List => Shape::None,
        };
        let default = default_of(plan, input.default.as_ref(), number_scale);
        known.push(shape != Shape::None && (input.required || is_value(default)));
        shapes.push(shape);
        answers.push(Some(Answer {
            default,
            required: input.required,
            conditional: false,
            many: false,
        }));
    }
    let follows = |at: usize, feature: &FeaturePlan| feature.slot.index() == at;
    let mut guards = Vec::new();
    for feature in &component.features {
        if !follows(shapes.len(), feature) {
            return None;
        }
        let shape = shape_of(feature, number_scale);
        let many = shape == Shape::Options;
        let mut default = default_of(plan, feature.default.as_ref(), number_scale);
        let offered = feature.options.iter().enumerate();
        for (option, condition) in offered.filter_map(|(at, o)| Some((at, o.available_when?))) {
            guards.push(Guard {
                slot: feature.slot,
                option,
                condition,
                many,
            });
            if default == Default::Value(i64::try_from(option).ok()?) {
                default = Default::Foreign;
            }
        }
        let conditional = feature.available_when.is_some();
        let held = shape != Shape::None && !many;
        let answered = feature.required || is_value(default);
        known.push(held && !conditional && answered);
        shapes.push(shape);
        answers.push(Some(Answer {
            default,
            required: feature.required,
            conditional,
            many,
        }));
    }
    let decided = component.availability_order.iter();
    let features = decided.filter_map(|index| component.features.get(index.index()));
    let conditional = features.filter_map(|feature| Some((feature.slot, feature.available_when?)));
    let conditional = conditional.collect();
    let code = plan.currencies.get(currency.index())?.code;
    Some(Slots {
        shapes,
        known,
        number_scale,
        answers,
        conditional,
        guards,
        currency: canonical(plan, code.as_str()).unwrap_or(OTHER_TEXT),
    })
}

fn shape_of(feature: &FeaturePlan, scale: u32) -> Shape {
    match feature.kind {
        FeatureKind::Select => Shape::Option(feature.options.len()),
        FeatureKind::Multiselect { .. } => Shape::Options,
        FeatureKind::Boolean => Shape::Truth,
        FeatureKind::Text {
            min_length,
            max_length,
        } => Shape::Text(min_length, max_length),
        FeatureKind::Number { min, max, step } => {
            let bound = |number: Option<Decimal>| match number {
                Some(number) => scaled(number, scale).map(Some),
                None => Some(None),
            };
            match (bound(min), bound(max), bound(step)) {
                (Some(min), Some(max), Some(step)) if step.is_none_or(|step| step > 0) => {
                    Shape::Number(Span::new(scale, min, max, step))
                }
                _ => Shape::None,
            }
        }
    }
}

fn default_of(plan: &PlanData, default: Option<&Constant>, scale: u32) -> Default {
    let value = match default {
        None => return Default::Nothing,
        Some(Constant::Number(number)) => scaled(*number, scale),
        Some(Constant::Text(text)) => canonical(plan, plan.text(*text)),
        Some(Constant::Boolean(truth)) => Some(i64::from(*truth)),
        Some(Constant::Option(option)) => Some(i64::from(option.0)),
        Some(Constant::Options(_)) => None,
    };
    value.map_or(Default::Foreign, Default::Value)
}

fn is_value(default: Default) -> bool {
    matches!(default, Default::Value(_))
}

/// As many digits as the numbers of the rules, price lists and limits have.
fn number_scale(plan: &PlanData, component: &ComponentPlan) -> u32 {
    let written = |program: &Program| {
        let numbers = program.nodes.iter().map(|node| match node {
            Node::Number(number) => number.scale(),
            _ => 0,
        });
        numbers
            .filter(|scale| *scale <= MOST_DIGITS)
            .max()
            .unwrap_or(0)
    };
    let limits = component
        .features
        .iter()
        .filter_map(|feature| match feature.kind {
            FeatureKind::Number { min, max, step } => [min, max, step]
                .into_iter()
                .flatten()
                .map(Decimal::scale)
                .max(),
            _ => None,
        });
    let tables = component.tables.iter().flat_map(axes);
    let points = tables.filter_map(|axis| match &axis.kind {
        AxisKind::Breakpoints(points, _) => points.iter().map(|point| point.scale()).max(),
        AxisKind::Keys(_) => None,
    });
    let programs = [written(&component.program), written(&plan.order.program)];
    let all = limits.chain(points).chain(programs);
    all.filter(|scale| *scale <= MOST_DIGITS).max().unwrap_or(0)
}

fn axes(table: &Table) -> impl Iterator<Item = &Axis> {
    std::iter::once(&table.row).chain(&table.col)
}
