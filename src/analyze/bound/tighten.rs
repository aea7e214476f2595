//! Leaving out what has no price for sure: features and options that are not available, values
//! that a `forbid` or `require` rules out whatever else is chosen.

use super::possible::Truth;
use super::view::{Doubts, View};
use super::{Judge, Nowhere};
use crate::analyze::domain::{Choice, Field, Region, Values};
use crate::money::Decimal;
use crate::plan::{Constant, Constraint, FeatureKind, FeaturePlan, NodeId, OptionIndex};

/// A value left out may rule out others; so often the constraints are asked again.
const PASSES: usize = 4;

/// Whether a constraint is violated.
pub(super) fn violated(view: &mut View<'_, '_>, constraint: &Constraint) -> Truth {
    if !view.setting.is_valid(constraint.validity) {
        return Truth::NO;
    }
    let condition = view.holds(constraint.condition);
    if !condition.yes {
        return condition;
    }
    let test = view.holds(Some(constraint.test));
    let broken = if constraint.violated_when {
        test
    } else {
        test.not()
    };
    condition.and(broken)
}

impl<'a> Judge<'a> {
    /// Leaves out of a region what has no price. Gives why it may still hold such configurations.
    pub(super) fn tighten(&mut self, region: &mut Region) -> Result<Doubts, Nowhere> {
        let mut doubts = self.availability(region)?;
        for _ in 0..PASSES {
            let before = region.clone();
            doubts = doubts.and(self.options(region)?);
            let open = self.constraints(region)?.and(self.count_choices(region)?);
            if *region == before {
                return Ok(doubts.and(open));
            }
            doubts = self.availability(region)?.and(open);
        }
        Ok(Doubts::ALL)
    }

    /// Decides which features are available.
    pub(crate) fn availability(&mut self, region: &mut Region) -> Result<Doubts, Nowhere> {
        let component = self.component;
        let mut doubts = Doubts::default();
        for index in &component.availability_order {
            let index = index.index();
            let (Some(feature), Some(field)) =
                (component.features.get(index), region.fields.get(index))
            else {
                continue;
            };
            let available = match feature.available_when {
                Some(node) => self.view(region).holds(Some(node)),
                None => Truth::YES,
            };
            let left_out = match available {
                Truth::YES if field.absent && feature.required => Truth::NO,
                Truth::YES if field.absent => self.left_out(region, feature),
                _ => Truth::YES,
            };
            if let (Truth::MAYBE, Some(node)) = (left_out, default_condition(feature)) {
                doubts.invalid = true;
                self.blame.doubt(component, node);
            }
            let decided = match available {
                Truth::NEVER => return Err(Nowhere::NoPrice),
                Truth::NO if field.absent => Some(Field::ABSENT),
                Truth::NO => return Err(Nowhere::NoPrice),
                // an empty choice is one of its values
                Truth::YES
                    if field.absent
                        && (left_out == Truth::NO
                            || matches!(field.values, Values::Choices(_))) =>
                {
                    Some(Field::of(field.values.clone()))
                }
                _ => None,
            };
            if available == Truth::MAYBE {
                doubts.invalid = true;
                if let Some(node) = feature.available_when {
                    self.blame.doubt(component, node);
                }
                self.blame.doubt_feature(index);
            }
            if let Some(decided) = decided {
                if decided.is_empty() {
                    return Err(Nowhere::NoPrice);
                }
                *region = region.with(index, decided);
            }
        }
        Ok(doubts)
    }

    /// Whether an order that leaves an optional feature out gives it no value: one with a default
    /// then has its default where that is offered, but for a choice, which can be given as empty.
    fn left_out(&mut self, region: &Region, feature: &FeaturePlan) -> Truth {
        let is_choice = matches!(feature.kind, FeatureKind::Multiselect { .. });
        if feature.default.is_none() || is_choice {
            return Truth::YES;
        }
        match default_condition(feature) {
            Some(node) => self.view(region).holds(Some(node)).not(),
            None => Truth::NO,
        }
    }

    /// Leaves out options that are not available.
    pub(super) fn options(&mut self, region: &mut Region) -> Result<Doubts, Nowhere> {
        let component = self.component;
        let mut doubts = Doubts::default();
        for (index, feature) in component.features.iter().enumerate() {
            let has_conditions = feature.options.iter().any(|o| o.available_when.is_some());
            let Some(field) = region.fields.get(index).filter(|_| has_conditions) else {
                continue;
            };
            let mut field = field.clone();
            let mut offered = |judge: &mut Self, option: OptionIndex| {
                let plan = feature.options.get(option.index());
                let Some(node) = plan.and_then(|plan| plan.available_when) else {
                    return Truth::YES;
                };
                let offered = judge.view(region).holds(Some(node));
                if offered == Truth::MAYBE {
                    doubts.invalid = true;
                    judge.blame.doubt(component, node);
                    judge.blame.doubt_feature(index);
                }
                offered
            };
            match &mut field.values {
                Values::Options(options) => options.retain(|option| offered(self, *option).yes),
                Values::Choices(choices) => {
                    for choice in choices.iter_mut() {
                        if choice.most.is_positive() && !offered(self, choice.option).yes {
                            if choice.least.is_positive() {
                                return Err(Nowhere::NoPrice);
                            }
                            choice.most = Decimal::ZERO;
                        }
                    }
                }
                _ => {}
            }
            if field.is_empty() {
                return Err(Nowhere::NoPrice);
            }
            *region = region.with(index, field);
        }
        Ok(doubts)
    }

    /// Leaves out values that violate a constraint whatever else is chosen.
    fn constraints(&mut self, region: &mut Region) -> Result<Doubts, Nowhere> {
        let component = self.component;
        let mut doubts = Doubts::default();
        for constraint in &component.constraints {
            let mut view = self.view(region);
            let broken = violated(&mut view, constraint);
            let lacks = view.doubts.lack || broken == Truth::NEVER;
            if broken.is_certain() {
                return Err(Nowhere::NoPrice);
            }
            // what waits is not looked at, what cannot be worked out has no price
            doubts.invalid |= broken.yes;
            doubts.lack |= lacks;
            if !broken.yes {
                continue;
            }
            for node in constraint.condition.into_iter().chain([constraint.test]) {
                self.blame.doubt(component, node);
                let features = self.blame.reads(component, node);
                for feature in features.iter() {
                    self.leave_out(region, *feature, constraint)?;
                }
            }
        }
        Ok(doubts)
    }

    /// Leaves out the values of one feature with which a constraint is violated.
    fn leave_out(
        &mut self,
        region: &mut Region,
        feature: usize,
        constraint: &Constraint,
    ) -> Result<(), Nowhere> {
        let Some(field) = region
            .fields
            .get(feature)
            .filter(|field| !field.is_decided())
        else {
            return Ok(());
        };
        let ways = match &field.values {
            Values::Options(_) | Values::Truths { .. } => region.split(feature, None, None),
            _ => return Ok(()),
        };
        let fields = ways.iter().filter_map(|way| way.fields.get(feature));
        let mut kept = Vec::new();
        for (way, field) in ways.iter().zip(fields) {
            if !violated(&mut self.view(way), constraint).is_certain() {
                kept.push(field.clone());
            }
        }
        let joined = kept
            .into_iter()
            .reduce(Field::join)
            .ok_or(Nowhere::NoPrice)?;
        *region = region.with(feature, joined);
        Ok(())
    }

    /// How many options of a multiselect may be chosen.
    fn count_choices(&mut self, region: &mut Region) -> Result<Doubts, Nowhere> {
        let component = self.component;
        let mut doubts = Doubts::default();
        for (index, feature) in component.features.iter().enumerate() {
            let FeatureKind::Multiselect {
                min_choices,
                max_choices,
                ..
            } = feature.kind
            else {
                continue;
            };
            let Some(Field {
                values: Values::Choices(choices),
                absent,
            }) = region.fields.get(index)
            else {
                continue;
            };
            let (min, max) = (min_choices as usize, max_choices as usize);
            let certain = choices.iter().filter(|c| c.least.is_positive()).count();
            let possible = choices.iter().filter(|c| c.most.is_positive()).count();
            let needs_one = feature.required && !absent;
            let too_few = (certain > 0 && possible < min) || (needs_one && possible == 0);
            if certain > max || too_few {
                return Err(Nowhere::NoPrice);
            }
            let full = certain == max && possible > max;
            let all_needed = needs_one && possible == min.max(1) && certain < possible;
            if full || all_needed {
                let settled = choices.iter().map(|choice| match choice {
                    c if full && c.least.is_zero() => Choice {
                        most: Decimal::ZERO,
                        ..*c
                    },
                    c if all_needed && c.most.is_positive() => Choice {
                        least: c.least.max(Decimal::ONE),
                        ..*c
                    },
                    c => *c,
                });
                let settled = Field {
                    values: Values::Choices(settled.collect()),
                    absent: *absent,
                };
                *region = region.with(index, settled);
            } else if possible > max
                || (certain < min && possible > 0)
                || (needs_one && certain == 0)
            {
                let open = certain < possible;
                doubts.invalid |= open;
                if open {
                    self.blame.doubt_feature(index);
                }
            }
        }
        Ok(doubts)
    }
}

/// When the default option of a select feature is offered.
fn default_condition(feature: &FeaturePlan) -> Option<NodeId> {
    match &feature.default {
        Some(Constant::Option(option)) => feature.options.get(option.index())?.available_when,
        _ => None,
    }
}
