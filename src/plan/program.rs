//! Expressions as flat nodes: a node is evaluated by its number, its parts are numbers below it.

use std::cmp::Ordering;

use super::{AttributeId, FeatureIndex, Function, OptionIndex, SlotId, TableIndex, TextId, ids};
use crate::diagnostic::Span;
use crate::model::date::Date;
use crate::money::Decimal;

ids! {
    /// A node of a program.
    NodeId;
    /// An amount per currency of a program.
    MoneyId;
    /// A source of the plan.
    SourceId;
}

/// All expressions of a component, or of the order.
///
/// INVARIANT: a node refers only to nodes of lower number, so evaluation ends; types were checked.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// The nodes.
    pub nodes: Vec<Node>,
    /// Where each node stands; as long as `nodes`, or empty in a plan without sources.
    pub places: Vec<SourceSpan>,
    /// Arguments of calls and lists.
    pub arguments: Vec<NodeId>,
    /// Alternatives of `in`.
    pub tests: Vec<InTest>,
    /// Amounts by currency of the plan; `None` is unpriced in that currency.
    pub money: Vec<Vec<Option<Decimal>>>,
}

impl Program {
    /// The node of this number.
    #[must_use]
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.index())
    }

    /// Where a node stands.
    #[must_use]
    pub fn place(&self, id: NodeId) -> SourceSpan {
        self.places.get(id.index()).copied().unwrap_or_default()
    }

    /// The nodes that a node is made of, in the order in which they are evaluated.
    #[must_use]
    pub fn parts(&self, id: NodeId) -> Vec<NodeId> {
        match self.node(id) {
            Some(
                Node::Negate(a)
                | Node::Not(a)
                | Node::Power(a, _)
                | Node::SlotIs(_, a)
                | Node::AttributeIs(_, _, a),
            ) => vec![*a],
            Some(
                Node::Arithmetic(_, a, b)
                | Node::Compare(_, a, b)
                | Node::And(a, b)
                | Node::Or(a, b),
            ) => vec![*a, *b],
            Some(Node::Between(a, b, c) | Node::If(a, b, c)) => vec![*a, *b, *c],
            Some(Node::Lookup(_, row, col)) => std::iter::once(*row).chain(*col).collect(),
            Some(Node::Call(_, range) | Node::List(range)) => self.argument_run(*range).to_vec(),
            Some(Node::In(value, tests)) => {
                let mut parts = vec![*value];
                for test in self.test_run(*tests) {
                    match test {
                        InTest::Compare(_, a) | InTest::InList(a) => parts.push(*a),
                        InTest::Range { low, high, .. } => parts.extend([*low, *high]),
                    }
                }
                parts
            }
            _ => Vec::new(),
        }
    }

    /// A run of arguments.
    #[must_use]
    pub fn argument_run(&self, range: NodeRange) -> &[NodeId] {
        run(&self.arguments, range.start, range.len)
    }

    /// A run of alternatives.
    #[must_use]
    pub fn test_run(&self, range: TestRange) -> &[InTest] {
        run(&self.tests, range.start, range.len)
    }
}

fn run<T>(all: &[T], start: u32, len: u32) -> &[T] {
    let start = start as usize;
    all.get(start..start.saturating_add(len as usize))
        .unwrap_or_default()
}

/// A place in one of the plan's sources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SourceSpan {
    /// Which source; none for what the compiler made itself.
    pub source: Option<SourceId>,
    /// Which bytes.
    pub span: Span,
}

/// A run of [`Program::arguments`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NodeRange {
    /// The first.
    pub start: u32,
    /// How many.
    pub len: u32,
}

/// A run of [`Program::tests`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TestRange {
    /// The first.
    pub start: u32,
    /// How many.
    pub len: u32,
}

/// A value that is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constant {
    /// A number.
    Number(Decimal),
    /// A text.
    Text(TextId),
    /// `true` or `false`.
    Boolean(bool),
    /// An option of the slot's feature or input.
    Option(OptionIndex),
    /// Options of a multiselect, each once.
    Options(Vec<OptionIndex>),
}

/// One step of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Node {
    /// A number.
    Number(Decimal),
    /// A text.
    Text(TextId),
    /// `true` or `false`.
    Boolean(bool),
    /// A day.
    Date(Date),
    /// An option, compared with a slot that holds options of the same feature or input.
    Option(OptionIndex),
    /// An amount in the order's currency; unpriced where there is none.
    Money(MoneyId),
    /// The value of a slot. A slot that is unset here is a required one: the expression waits.
    Slot(SlotId),
    /// The id of the option that a select slot holds, as text.
    OptionText(SlotId),
    /// The ids of the options that a multiselect slot holds, as a list of texts.
    OptionTexts(SlotId),
    /// The quantities of the options that a multiselect slot holds, as a list.
    OptionQuantities(SlotId),
    /// The chosen option's attribute; for a multiselect, a list of them.
    Attribute(SlotId, AttributeId),
    /// An amount of the waterfall, all lines counted.
    Amount(AmountName),
    /// `-x`
    Negate(NodeId),
    /// `not(x)`
    Not(NodeId),
    /// `a + b`
    Arithmetic(ArithmeticOperator, NodeId, NodeId),
    /// `a = b`
    Compare(Comparison, NodeId, NodeId),
    /// `a and b`
    And(NodeId, NodeId),
    /// `a or b`
    Or(NodeId, NodeId),
    /// `x ** 2`
    Power(NodeId, i32),
    /// `x in (…)`
    In(NodeId, TestRange),
    /// `x between a and b`
    Between(NodeId, NodeId, NodeId),
    /// `if c then a else b`
    If(NodeId, NodeId, NodeId),
    /// `x is set`
    IsSet(SlotId),
    /// A function.
    Call(Function, NodeRange),
    /// A cell of a table: row, and column where the table has two axes.
    Lookup(TableIndex, NodeId, Option<NodeId>),
    /// `[a, b]`
    List(NodeRange),
    /// `for` of a price list: the slot is set and equals the constant in the second node. Unset
    /// is false for an optional slot and waits for a required one.
    SlotIs(SlotId, NodeId),
    /// `for` of a price list by attribute; an option without the attribute is false.
    AttributeIs(SlotId, AttributeId, NodeId),
}

impl Node {
    /// The slot that it reads itself.
    #[must_use]
    pub const fn slot(&self) -> Option<SlotId> {
        match self {
            Self::Slot(slot)
            | Self::OptionText(slot)
            | Self::OptionTexts(slot)
            | Self::OptionQuantities(slot)
            | Self::Attribute(slot, _)
            | Self::IsSet(slot)
            | Self::SlotIs(slot, _)
            | Self::AttributeIs(slot, _, _) => Some(*slot),
            _ => None,
        }
    }
}

/// An alternative of `in`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InTest {
    /// Compares with one value.
    Compare(Comparison, NodeId),
    /// Is one of a list's values.
    InList(NodeId),
    /// Lies in a range.
    Range {
        /// Lower end.
        low: NodeId,
        /// Whether it belongs to the range.
        low_included: bool,
        /// Upper end.
        high: NodeId,
        /// Whether it belongs to the range.
        high_included: bool,
    },
}

/// Amounts of the waterfall that expressions can read and percentages can be taken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AmountName {
    /// Σ lines of phase `base`.
    Base,
    /// Σ lines of phase `options`.
    Options,
    /// The amount after `list_limits`.
    List,
    /// The amount at the start of the phase, or running in a compound phase.
    Subtotal,
    /// The amount after × quantity.
    Extended,
    /// Σ amounts of the order's items.
    Items,
    /// Σ lines of a feature's own surcharges: `price(feature)`.
    Feature(FeatureIndex),
}

/// `+ - * /`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArithmeticOperator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// `= != < <= > >=`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Comparison {
    /// Whether two values in this order compare so.
    #[must_use]
    pub const fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::NotEqual => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }

    /// The comparison with its sides exchanged.
    #[must_use]
    pub const fn mirrored(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            Self::Equal | Self::NotEqual => self,
        }
    }

    /// How a value compares with the low end of a range that it lies in.
    #[must_use]
    pub const fn above(included: bool) -> Self {
        if included {
            Self::GreaterOrEqual
        } else {
            Self::Greater
        }
    }

    /// How a value compares with the high end of a range that it lies in.
    #[must_use]
    pub const fn below(included: bool) -> Self {
        if included {
            Self::LessOrEqual
        } else {
            Self::Less
        }
    }
}
