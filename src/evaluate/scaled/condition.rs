//! Conditions to terms of the index, as far as they are about single slots.
//!
//! The parts of an `and` become terms from the left, up to the first that is something else: what
//! stands after it is evaluated only where the general evaluator would, so that a fault in it is
//! seen there, too.

use std::cell::Cell;

use super::index::{Atom, Term};
use super::program::Shape;
use super::whole::{EMPTY, scaled};
use super::worked::counted;
use crate::plan::{
    AttributeConstant, AttributeId, Comparison, ComponentPlan, Constant, InTest, Node, NodeId,
    PlanData, Program, SlotId, TextId, ValueKind,
};

/// What conditions are about.
pub(super) struct Conditions<'a> {
    pub plan: &'a PlanData,
    /// The component whose options and attributes are meant; none in the order's conditions.
    pub component: Option<&'a ComponentPlan>,
    pub program: &'a Program,
    pub shapes: &'a [Shape],
    /// Slots without which there is no price here, so that a comparison always has a value.
    pub known: &'a [bool],
    /// Digits after the point of the numbers that slots hold.
    pub number_scale: u32,
    /// Nodes that may still be looked at. A condition of more is evaluated.
    pub budget: Cell<u32>,
}

/// How many nodes of an entry's conditions are looked at.
pub(super) const BUDGET: u32 = 500;

/// What the terms of a condition say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// All of it, where the slots of doubtful terms have values.
    All,
    /// Some of it; the rest has to be evaluated.
    Part,
}

impl Conditions<'_> {
    /// Adds the terms of a condition that must be `wanted`.
    pub fn decide(&self, node: NodeId, wanted: bool, terms: &mut Vec<Term>) -> Said {
        if let Some(term) = self.term(node, wanted) {
            terms.push(term);
            return Said::All;
        }
        if self.budget.get() == 0 {
            return Said::Part;
        }
        match (self.program.node(node), wanted) {
            (Some(Node::And(left, right)), true) | (Some(Node::Or(left, right)), false) => {
                match self.decide(*left, wanted, terms) {
                    Said::All => self.decide(*right, wanted, terms),
                    Said::Part => Said::Part,
                }
            }
            (Some(Node::Not(inner)), _) => self.decide(*inner, !wanted, terms),
            (Some(Node::Boolean(always)), _) if *always == wanted => Said::All,
            (Some(Node::Between(value, low, high)), true) => {
                let least = self.compared(Comparison::GreaterOrEqual, *value, *low);
                let most = self.compared(Comparison::LessOrEqual, *value, *high);
                match (least, most) {
                    (Some(least), Some(most)) => {
                        terms.extend([least, most]);
                        Said::All
                    }
                    _ => Said::Part,
                }
            }
            _ => Said::Part,
        }
    }

    fn term(&self, node: NodeId, wanted: bool) -> Option<Term> {
        self.budget.set(self.budget.get().checked_sub(1)?);
        match *self.program.node(node)? {
            Node::Compare(comparison, left, right) => {
                let comparison = if wanted {
                    comparison
                } else {
                    opposite(comparison)
                };
                self.compared(comparison, left, right)
                    .or_else(|| self.compared(comparison.mirrored(), right, left))
            }
            Node::Slot(slot) if *self.shape(slot)? == Shape::Truth => {
                Some(self.on(slot, Atom::Among(vec![i64::from(wanted)])))
            }
            Node::In(value, tests) => {
                let Node::Slot(slot) = *self.program.node(value)? else {
                    return None;
                };
                let tests = self.program.test_run(tests).iter();
                let numbers = tests.map(|test| match test {
                    InTest::Compare(Comparison::Equal, other) => self.value(slot, *other),
                    _ => None,
                });
                let numbers = numbers.collect::<Option<Vec<_>>>()?;
                Some(self.on(slot, self.among(slot, numbers, wanted)?))
            }
            Node::IsSet(slot) if *self.shape(slot)? != Shape::None => Some(Term {
                slot,
                atom: Atom::IsSet(wanted),
                is_doubtful: false,
            }),
            Node::SlotIs(slot, constant) => {
                let number = self.value(slot, constant)?;
                Some(self.is(slot, self.among(slot, vec![number], wanted)?, wanted))
            }
            Node::AttributeIs(slot, attribute, constant) => {
                let is = |value: Option<&AttributeConstant>| match value {
                    Some(value) => self.attribute_holds(Comparison::Equal, value, constant),
                    None => Some(false),
                };
                let options = self.options_where(slot, attribute, is)?;
                Some(self.is(slot, self.among(slot, options, wanted)?, wanted))
            }
            Node::Or(left, right) if wanted => self.joined(left, right, true),
            Node::And(left, right) if !wanted => self.joined(left, right, false),
            Node::Not(inner) => self.term(inner, !wanted),
            _ => None,
        }
    }

    /// A term on a slot that waits where it has no value.
    fn on(&self, slot: SlotId, atom: Atom) -> Term {
        Term {
            slot,
            atom,
            is_doubtful: self.known.get(slot.index()) != Some(&true),
        }
    }

    /// A term of a `for`, which a slot without a value does not meet.
    fn is(&self, slot: SlotId, atom: Atom, wanted: bool) -> Term {
        let term = self.on(slot, atom);
        Term {
            is_doubtful: term.is_doubtful && !wanted,
            ..term
        }
    }

    /// Either of two atoms about the options of one slot.
    fn joined(&self, left: NodeId, right: NodeId, wanted: bool) -> Option<Term> {
        let (left, right) = (self.term(left, wanted)?, self.term(right, wanted)?);
        match (left.atom, right.atom) {
            (Atom::Among(mut numbers), Atom::Among(others)) if left.slot == right.slot => {
                numbers.extend(others);
                Some(Term {
                    slot: left.slot,
                    atom: Atom::Among(numbers),
                    is_doubtful: left.is_doubtful || right.is_doubtful,
                })
            }
            _ => None,
        }
    }

    /// `left comparison right`, where the left side is a slot or an attribute.
    fn compared(&self, comparison: Comparison, left: NodeId, right: NodeId) -> Option<Term> {
        let equality = matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        match *self.program.node(left)? {
            Node::Slot(slot) => {
                let number = self.value(slot, right)?;
                let atom = match self.shape(slot)? {
                    Shape::Number(_) | Shape::Day => Atom::Compare(comparison, number),
                    Shape::Text(..) if equality => Atom::Compare(comparison, number),
                    _ if equality => {
                        self.among(slot, vec![number], comparison == Comparison::Equal)?
                    }
                    _ => return None,
                };
                Some(self.on(slot, atom))
            }
            Node::OptionText(slot) if equality => {
                let number = self.value(slot, right)?;
                let wanted = comparison == Comparison::Equal;
                Some(self.on(slot, self.among(slot, vec![number], wanted)?))
            }
            Node::Attribute(slot, attribute) => {
                let options = self.options_where(slot, attribute, |value| {
                    self.attribute_holds(comparison, value?, right)
                })?;
                Some(self.on(slot, self.among(slot, options, true)?))
            }
            _ => None,
        }
    }

    /// A constant as a slot holds it.
    fn value(&self, slot: SlotId, constant: NodeId) -> Option<i64> {
        match (self.shape(slot)?, self.program.node(constant)?) {
            (Shape::Number(_), Node::Number(number)) => scaled(*number, self.number_scale),
            (Shape::Number(_), Node::Negate(inner)) => match self.program.node(*inner)? {
                Node::Number(number) => scaled(number.negated(), self.number_scale),
                _ => None,
            },
            (Shape::Option(_), Node::Option(option)) => Some(i64::from(option.0)),
            (Shape::Option(_), Node::Text(text)) => self.option_of(slot, *text),
            (Shape::Truth, Node::Boolean(truth)) => Some(i64::from(*truth)),
            (Shape::Text(..), Node::Text(text)) => canonical(self.plan, self.plan.text(*text)),
            (Shape::Day, Node::Date(day)) => Some(counted(*day)),
            _ => None,
        }
    }

    /// The option of this id; one that there is none of equals no option.
    fn option_of(&self, slot: SlotId, text: TextId) -> Option<i64> {
        let slots = match self.component {
            Some(component) => &component.slots,
            None => &self.plan.order.slots,
        };
        let ValueKind::Option(ids) = &slots.get(slot.index())?.kind else {
            return None;
        };
        let id = self.plan.text(text);
        let found = ids.iter().position(|other| self.plan.text(*other) == id);
        found.map_or(Some(EMPTY), |index| i64::try_from(index).ok())
    }

    /// These options or truths, or all others.
    fn among(&self, slot: SlotId, numbers: Vec<i64>, wanted: bool) -> Option<Atom> {
        if wanted {
            return Some(Atom::Among(numbers));
        }
        let count = match self.shape(slot)? {
            Shape::Option(count) => i64::try_from(*count).ok()?,
            Shape::Truth => 2,
            _ => return None,
        };
        let others = (0..count).filter(|number| !numbers.contains(number));
        Some(Atom::Among(others.collect()))
    }

    /// The options of a select whose attribute passes; none where that is not known of one.
    fn options_where(
        &self,
        slot: SlotId,
        attribute: AttributeId,
        passes: impl Fn(Option<&AttributeConstant>) -> Option<bool>,
    ) -> Option<Vec<i64>> {
        let Shape::Option(count) = *self.shape(slot)? else {
            return None;
        };
        let attribute = self.component?.attributes.get(attribute.index())?;
        let mut options = Vec::new();
        for option in 0..count {
            let value = attribute.values.get(option).and_then(Option::as_ref);
            if passes(value)? {
                options.push(i64::try_from(option).ok()?);
            }
        }
        Some(options)
    }

    fn attribute_holds(
        &self,
        comparison: Comparison,
        value: &AttributeConstant,
        constant: NodeId,
    ) -> Option<bool> {
        let AttributeConstant::Plain(value) = value else {
            return None;
        };
        let equality = matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        let order = match (value, self.program.node(constant)?) {
            (Constant::Number(value), Node::Number(other)) => value.cmp(other),
            (Constant::Text(value), Node::Text(other)) if equality => {
                self.plan.text(*value).cmp(self.plan.text(*other))
            }
            (Constant::Boolean(value), Node::Boolean(other)) if equality => value.cmp(other),
            _ => return None,
        };
        Some(comparison.holds(order))
    }

    fn shape(&self, slot: SlotId) -> Option<&Shape> {
        self.shapes.get(slot.index())
    }
}

/// The first text of the plan that reads so, as a text slot holds it.
pub(super) fn canonical(plan: &PlanData, text: &str) -> Option<i64> {
    let found = plan.texts.iter().position(|other| **other == *text);
    found.and_then(|number| i64::try_from(number).ok())
}

const fn opposite(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        Comparison::Less => Comparison::GreaterOrEqual,
        Comparison::LessOrEqual => Comparison::Greater,
        Comparison::Greater => Comparison::LessOrEqual,
        Comparison::GreaterOrEqual => Comparison::Less,
    }
}
