//! Whether two conditions can hold together: proved, refuted, or neither.
//!
//! A condition is read as a conjunction of simple tests of single slots. What is not of that form
//! is left out; then nothing can be proved, but a contradiction among the rest still refutes.

use std::collections::{BTreeMap, BTreeSet};

use super::domain::{Choice, Domain, Grid, interval};
use crate::money::Decimal;
use crate::plan::{
    AttributeConstant, AttributePlan, Comparison, Constant, InTest, Node, NodeId, OptionIndex,
    Program, SlotId, SlotPlan, ValueKind,
};

/// What is known of two conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Overlap {
    /// They never hold together.
    Never,
    /// Some values of the slots make both hold.
    Proved,
    /// Neither is shown.
    Unknown,
}

/// A conjunction of simple tests.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conjunction {
    slots: BTreeMap<SlotId, Domain>,
    /// Whether every part of the condition is in `slots`.
    complete: bool,
    /// Whether it can never hold by itself.
    empty: bool,
}

/// What conditions are made of.
pub(crate) struct Conditions<'p> {
    /// The expressions.
    pub program: &'p Program,
    /// The slots.
    pub slots: &'p [SlotPlan],
    /// The attributes.
    pub attributes: &'p [AttributePlan],
    /// Slots whose values depend on others: they prove no overlap.
    pub uncertain: BTreeSet<SlotId>,
    /// The numbers that slots may hold at all.
    pub grids: BTreeMap<SlotId, Grid>,
}

impl Conditions<'_> {
    /// Whether both can hold together.
    pub fn overlap(&self, a: &Conjunction, b: &Conjunction) -> Overlap {
        if a.empty || b.empty {
            return Overlap::Never;
        }
        let mut both = a.clone();
        for (slot, domain) in &b.slots {
            both.narrow(*slot, domain.clone());
        }
        let held = |(slot, domain): (&SlotId, &Domain)| {
            self.grids
                .get(slot)
                .is_none_or(|grid| grid.has_one_of(domain))
        };
        if both.empty || !both.slots.iter().all(held) {
            Overlap::Never
        } else if a.complete
            && b.complete
            && both.slots.keys().all(|slot| !self.uncertain.contains(slot))
        {
            Overlap::Proved
        } else {
            Overlap::Unknown
        }
    }

    /// A condition as simple tests; none at all always holds.
    pub fn conjunction(&self, condition: Option<NodeId>) -> Conjunction {
        let mut found = Conjunction {
            complete: true,
            ..Conjunction::default()
        };
        let mut open: Vec<NodeId> = condition.into_iter().collect();
        while let Some(node) = open.pop() {
            match self.program.nodes.get(node.index()) {
                Some(Node::And(left, right)) => open.extend([*left, *right]),
                Some(Node::Boolean(true)) => {}
                Some(node) => match self.simple(node) {
                    Some((slot, domain)) => found.narrow(slot, domain),
                    None => found.complete = false,
                },
                None => found.complete = false,
            }
        }
        found
    }

    /// A test of one slot, where the node is one.
    fn simple(&self, node: &Node) -> Option<(SlotId, Domain)> {
        match *node {
            Node::Slot(slot) => Some((slot, Domain::boolean(true))),
            Node::Not(inner) => match self.node(inner)? {
                Node::Slot(slot) => Some((*slot, Domain::boolean(false))),
                inner => {
                    let (slot, domain) = self.simple(inner)?;
                    Some((slot, domain.complement()?))
                }
            },
            Node::Compare(comparison, left, right) => self.compare(comparison, left, right),
            Node::SlotIs(slot, constant) => self.equals(slot, constant),
            Node::AttributeIs(slot, attribute, constant) => {
                let values = &self.attributes.get(attribute.index())?.values;
                let wanted = self.node(constant)?;
                let having = values
                    .iter()
                    .enumerate()
                    .filter(|(_, value)| is_constant(value.as_ref(), wanted));
                Some((
                    slot,
                    Domain::Members(Choice::of(having.map(|(index, _)| index), values.len())),
                ))
            }
            Node::In(value, tests) => {
                let Node::Slot(slot) = *self.node(value)? else {
                    return None;
                };
                let start = tests.start as usize;
                let end = start.checked_add(tests.len as usize)?;
                let mut union: Option<Domain> = None;
                for test in self.program.tests.get(start..end)? {
                    let domain = self.in_test(slot, test)?;
                    union = Some(match union {
                        None => domain,
                        Some(other) => other.union(&domain)?,
                    });
                }
                Some((slot, union?))
            }
            Node::Between(value, low, high) => {
                let Node::Slot(slot) = *self.node(value)? else {
                    return None;
                };
                let (low, high) = (self.number(low)?, self.number(high)?);
                Some((
                    slot,
                    Domain::Interval {
                        low: Some((low, true)),
                        high: Some((high, true)),
                    },
                ))
            }
            _ => None,
        }
    }

    fn in_test(&self, slot: SlotId, test: &InTest) -> Option<Domain> {
        match *test {
            InTest::Compare(Comparison::Equal, constant) => {
                self.equals(slot, constant).map(|(_, domain)| domain)
            }
            InTest::Compare(comparison, constant) => interval(comparison, self.number(constant)?),
            InTest::InList(_) => None,
            InTest::Range {
                low,
                low_included,
                high,
                high_included,
            } => Some(Domain::Interval {
                low: Some((self.number(low)?, low_included)),
                high: Some((self.number(high)?, high_included)),
            }),
        }
    }

    fn compare(
        &self,
        comparison: Comparison,
        left: NodeId,
        right: NodeId,
    ) -> Option<(SlotId, Domain)> {
        match (self.node(left)?, self.node(right)?) {
            (Node::Slot(slot), _) => match comparison {
                Comparison::Equal => self.equals(*slot, right),
                Comparison::NotEqual => {
                    let (slot, domain) = self.equals(*slot, right)?;
                    Some((slot, domain.complement()?))
                }
                _ => Some((*slot, interval(comparison, self.number(right)?)?)),
            },
            (_, Node::Slot(_)) => self.compare(comparison.mirrored(), right, left),
            _ => None,
        }
    }

    fn equals(&self, slot: SlotId, constant: NodeId) -> Option<(SlotId, Domain)> {
        let domain = match self.node(constant)? {
            Node::Option(option) => Domain::Members(self.only(slot, *option)?),
            Node::Boolean(value) => Domain::boolean(*value),
            Node::Number(number) => Domain::Interval {
                low: Some((*number, true)),
                high: Some((*number, true)),
            },
            _ => return None,
        };
        Some((slot, domain))
    }

    fn only(&self, slot: SlotId, option: OptionIndex) -> Option<Choice> {
        match &self.slots.get(slot.index())?.kind {
            ValueKind::Option(options) => Some(Choice::of([option.index()], options.len())),
            _ => None,
        }
    }

    fn node(&self, node: NodeId) -> Option<&Node> {
        self.program.nodes.get(node.index())
    }

    fn number(&self, node: NodeId) -> Option<Decimal> {
        match self.node(node)? {
            Node::Number(number) => Some(*number),
            _ => None,
        }
    }
}

impl Conjunction {
    /// What a slot may be.
    pub fn domain(&self, slot: SlotId) -> Option<&Domain> {
        self.slots.get(&slot)
    }

    /// The slots that are tested.
    pub fn tested(&self) -> impl Iterator<Item = (SlotId, &Domain)> {
        self.slots.iter().map(|(slot, domain)| (*slot, domain))
    }

    fn narrow(&mut self, slot: SlotId, domain: Domain) {
        let narrowed = match self.slots.get(&slot) {
            None => Some(domain),
            Some(known) => known.intersection(&domain),
        };
        match narrowed {
            Some(domain) => {
                self.empty |= domain.is_empty();
                self.slots.insert(slot, domain);
            }
            None => self.complete = false,
        }
    }
}

fn is_constant(value: Option<&AttributeConstant>, wanted: &Node) -> bool {
    match (value, wanted) {
        (Some(AttributeConstant::Plain(Constant::Number(a))), Node::Number(b)) => a == b,
        (Some(AttributeConstant::Plain(Constant::Text(a))), Node::Text(b)) => a == b,
        (Some(AttributeConstant::Plain(Constant::Boolean(a))), Node::Boolean(b)) => a == b,
        _ => false,
    }
}
