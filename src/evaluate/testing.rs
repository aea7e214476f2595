//! Programs built by hand, for tests: nodes, slots and tables without a catalog.

use super::frame::{Amounts, Frame};
use super::limits;
use super::memo::Memo;
use super::value::{SlotState, Value};
use crate::diagnostic::{Source, Span};
use crate::model::lookup::{Above, LookupMode};
use crate::money::{Currency, CurrencyCode, Decimal, Exactness};
use crate::plan::{
    AttributePlan, Axis, AxisKind, Cells, ComputedPlan, CurrencyIndex, InTest, MoneyId, Node,
    NodeId, NodeRange, PlanData, Program, SlotId, SlotPlan, SourceId, SourceSpan, Table,
    TableIndex, TestRange, TextId, ValueKind,
};

/// A component under construction.
#[derive(Default)]
pub(crate) struct Build {
    pub plan: PlanData,
    pub program: Program,
    pub states: Vec<SlotState>,
    pub slot_plans: Vec<SlotPlan>,
    pub computed: Vec<ComputedPlan>,
    pub attributes: Vec<AttributePlan>,
    pub tables: Vec<Table>,
    text: String,
}

pub(crate) fn decimal(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

/// A number as a value.
pub(crate) fn number(text: &str) -> Value {
    Value::Number(decimal(text))
}

/// A text as a value.
pub(crate) fn text(text: &'static str) -> Value {
    Value::Text(text.into())
}

impl Build {
    pub fn new() -> Self {
        let euro = CurrencyCode::parse("EUR").unwrap();
        let mut build = Self::default();
        build.plan.currencies = vec![Currency {
            code: euro,
            digits: 2,
        }];
        build
    }

    pub fn text(&mut self, text: &str) -> TextId {
        let texts = &mut self.plan.texts;
        let index = texts.iter().position(|known| **known == *text);
        let index = index.unwrap_or_else(|| {
            texts.push(text.into());
            texts.len() - 1
        });
        TextId(u32::try_from(index).unwrap())
    }

    pub fn slot(&mut self, id: &str, kind: ValueKind, state: SlotState) -> SlotId {
        let id = self.text(id);
        self.slot_plans.push(SlotPlan { id, kind });
        self.states.push(state);
        SlotId(u32::try_from(self.states.len() - 1).unwrap())
    }

    pub fn known(&mut self, id: &str, value: &str) -> SlotId {
        self.slot(id, ValueKind::Number, SlotState::Known(number(value)))
    }

    pub fn missing(&mut self, id: &str) -> SlotId {
        self.slot(id, ValueKind::Number, SlotState::Missing)
    }

    /// A select slot of these options.
    pub fn select(&mut self, id: &str, options: &[&str], state: SlotState) -> SlotId {
        let options = options.iter().map(|option| self.text(option)).collect();
        self.slot(id, ValueKind::Option(options), state)
    }

    pub fn multiselect(&mut self, id: &str, options: &[&str], state: SlotState) -> SlotId {
        let options = options.iter().map(|option| self.text(option)).collect();
        self.slot(id, ValueKind::Options(options), state)
    }

    /// `let id = value`, or `set id = value when condition`.
    pub fn let_(&mut self, id: &str, value: NodeId, condition: Option<NodeId>) -> SlotId {
        let slot = self.slot(id, ValueKind::Number, SlotState::Lazy(self.computed.len()));
        let id = self.text(id);
        let shown = condition.is_some();
        self.computed.push(ComputedPlan {
            id,
            slot,
            condition,
            value,
            shown,
        });
        slot
    }

    pub fn node(&mut self, node: Node) -> NodeId {
        self.at(node, "")
    }

    /// A node that stands in the rules as this text; each starts a line.
    pub fn at(&mut self, node: Node, text: &str) -> NodeId {
        let start = self.text.len();
        let span = Span::new(start, start + text.len());
        let source = (!text.is_empty()).then_some(SourceId(0));
        if source.is_some() {
            self.text.push_str(text);
            self.text.push('\n');
        }
        self.program.nodes.push(node);
        self.program.places.push(SourceSpan { source, span });
        self.plan.sources = vec![Source::new("rules.price", self.text.clone())];
        NodeId(u32::try_from(self.program.nodes.len() - 1).unwrap())
    }

    pub fn number(&mut self, number: &str) -> NodeId {
        self.node(Node::Number(decimal(number)))
    }

    pub fn string(&mut self, text: &str) -> NodeId {
        let text = self.text(text);
        self.node(Node::Text(text))
    }

    pub fn boolean(&mut self, boolean: bool) -> NodeId {
        self.node(Node::Boolean(boolean))
    }

    pub fn read(&mut self, slot: SlotId) -> NodeId {
        self.node(Node::Slot(slot))
    }

    pub fn arguments(&mut self, nodes: &[NodeId]) -> NodeRange {
        let start = u32::try_from(self.program.arguments.len()).unwrap();
        self.program.arguments.extend(nodes);
        NodeRange {
            start,
            len: u32::try_from(nodes.len()).unwrap(),
        }
    }

    pub fn tests(&mut self, tests: &[InTest]) -> TestRange {
        let start = u32::try_from(self.program.tests.len()).unwrap();
        self.program.tests.extend(tests);
        TestRange {
            start,
            len: u32::try_from(tests.len()).unwrap(),
        }
    }

    pub fn money(&mut self, amounts: &[Option<&str>]) -> MoneyId {
        self.program
            .money
            .push(amounts.iter().map(|amount| amount.map(decimal)).collect());
        MoneyId(u32::try_from(self.program.money.len() - 1).unwrap())
    }

    /// A table; cells row by row, `""` for a hole.
    pub fn table(&mut self, id: &str, row: Axis, col: Option<Axis>, cells: &[&str]) -> TableIndex {
        let id = self.text(id);
        let columns = col.as_ref().map_or(1, Axis::len);
        let cells = cells
            .iter()
            .map(|cell| (!cell.is_empty()).then(|| decimal(cell)))
            .collect();
        let cells = Cells::new(columns, cells);
        self.tables.push(Table {
            id,
            currency: None,
            row,
            col,
            cells,
        });
        TableIndex(u32::try_from(self.tables.len() - 1).unwrap())
    }

    pub fn keys(&mut self, keys: &[&str]) -> Axis {
        let keys = keys.iter().map(|key| self.text(key)).collect();
        Axis {
            kind: AxisKind::Keys(keys),
            above: Above::OutOfRange,
        }
    }

    pub fn frame(&self) -> Frame<'_> {
        Frame {
            plan: &self.plan,
            program: &self.program,
            slots: self.states.clone(),
            slot_plans: &self.slot_plans,
            computed: &self.computed,
            attributes: &self.attributes,
            tables: &self.tables,
            currency: CurrencyIndex(0),
            amounts: Amounts::default(),
            exact: Exactness::EXACT,
            rounded: Default::default(),
            steps_left: limits::STEPS,
            depth: 0,
            memo: Memo::default(),
        }
    }
}

pub(crate) fn breakpoints(points: &[&str], mode: LookupMode, above: Above) -> Axis {
    let points = points.iter().map(|point| decimal(point)).collect();
    Axis {
        kind: AxisKind::Breakpoints(points, mode),
        above,
    }
}
