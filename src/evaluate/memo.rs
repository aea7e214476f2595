//! What a session keeps of an item from one price to the next.
//!
//! Conditions, amounts and cells that were worked out stay, each with the slots that it read. When
//! slots change, what read one of them is forgotten; the rest is used again as it is. What reads an
//! amount of the waterfall is never kept, because the amount may change without any slot.

use super::frame::Frame;
use super::lookup::{Hit, Miss};
use super::slot_set::SlotSet;
use super::value::{SlotState, Stop, Value};
use super::walk;
use crate::diagnostic::Code;
use crate::plan::{ComputedPlan, NodeId, Program, SlotId, TableIndex};

/// How much was worked out, for those who want to see that nothing is done twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Steps of expressions that were evaluated.
    pub expressions: u64,
    /// Cells of price lists that were looked up.
    pub lookups: u64,
    /// Prices that were worked out in scaled integers.
    pub scaled: u64,
}

/// What is kept of an item. Without a session nothing is.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    /// Whether anything is kept at all.
    kept: Option<Box<Kept>>,
    /// What was done since the memo was made.
    pub work: Work,
}

#[derive(Debug, Default)]
struct Kept {
    /// What each computed value reads, computed values of its own included.
    computed: Vec<Reads>,
    /// By node.
    roots: Vec<Option<Box<Root>>>,
    cells: Vec<Cell>,
    /// The slots as they were, with the computed values that were rounded on the way.
    slots: Vec<SlotState>,
    rounded: SlotSet,
}

/// What an expression reads.
#[derive(Clone, Debug, Default)]
struct Reads {
    slots: SlotSet,
    /// An amount of the waterfall.
    amounts: bool,
}

#[derive(Debug)]
struct Root {
    reads: Reads,
    /// The value, and whether it is exact.
    value: Option<(Result<Value, Stop>, bool)>,
}

/// What a lookup gave, once its keys were known.
pub(super) type Found = Result<Result<Hit, Miss>, Stop>;

#[derive(Debug)]
struct Cell {
    asked: (TableIndex, NodeId, Option<NodeId>),
    reads: Reads,
    found: Option<(Found, bool)>,
}

impl Memo {
    /// A memo that keeps what it is told.
    pub fn keeping() -> Self {
        Self {
            kept: Some(Box::default()),
            work: Work::default(),
        }
    }

    /// Forgets everything but how much was done.
    pub fn clear(&mut self) {
        if let Some(kept) = &mut self.kept {
            **kept = Kept::default();
        }
    }
}

impl Frame<'_> {
    /// The value of an expression that stands by itself: kept, or worked out now.
    pub fn root(&mut self, node: NodeId) -> Result<Value, Stop> {
        if let Some(kept) = &self.memo.kept
            && let Some(Some(root)) = kept.roots.get(node.index())
            && let Some((value, exact)) = &root.value
        {
            if !exact {
                self.exact.note_rounded();
            }
            return value.clone();
        }
        if self.memo.kept.is_none() {
            return self.evaluate(node);
        }
        let (value, exact) = self.watched(|frame| frame.evaluate(node));
        let program = self.program;
        if let Some(kept) = &mut self.memo.kept {
            kept.keep_root(program, self.computed, node, &value, exact);
        }
        value
    }

    /// The cell for two expressions: kept, or looked up now.
    pub fn root_cell(&mut self, table: TableIndex, row: NodeId, col: Option<NodeId>) -> Found {
        let asked = (table, row, col);
        if let Some(kept) = &self.memo.kept
            && let Some(cell) = kept.cells.iter().find(|cell| cell.asked == asked)
            && let Some((found, exact)) = &cell.found
        {
            if !exact {
                self.exact.note_rounded();
            }
            return found.clone();
        }
        if self.memo.kept.is_none() {
            return self.cell(table, row, col);
        }
        let (found, exact) = self.watched(|frame| frame.cell(table, row, col));
        let program = self.program;
        if let Some(kept) = &mut self.memo.kept {
            kept.keep_cell(program, self.computed, asked, &found, exact);
        }
        found
    }

    /// What something gives, and whether that by itself is exact.
    fn watched<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> (T, bool) {
        let outside = std::mem::take(&mut self.exact);
        let result = work(self);
        let exact = self.exact.is_exact();
        self.exact = outside;
        if !exact {
            self.exact.note_rounded();
        }
        (result, exact)
    }

    /// Takes a memo in when all features are decided: forgets what read a slot that changed, and
    /// brings back the computed values that did not.
    pub fn recall(&mut self, memo: Memo) {
        self.memo = memo;
        let Some(kept) = &mut self.memo.kept else {
            return;
        };
        kept.learn(self.program, self.computed);
        let computed = |slot: usize| self.computed.iter().any(|plan| plan.slot.index() == slot);
        let mut changed = SlotSet::new();
        for (index, (state, before)) in self.slots.iter().zip(&kept.slots).enumerate() {
            if state != before && !computed(index) {
                changed.insert(SlotId(u32::try_from(index).unwrap_or(u32::MAX)));
            }
        }
        kept.forget(&changed);
        for (plan, reads) in self.computed.iter().zip(&kept.computed) {
            let index = plan.slot.index();
            let (Some(state), Some(before)) = (self.slots.get_mut(index), kept.slots.get(index))
            else {
                continue;
            };
            if !reads.changed_by(&changed) {
                *state = before.clone();
                if kept.rounded.contains(plan.slot) {
                    self.rounded.insert(plan.slot);
                }
            }
        }
    }

    /// Gives the memo back, with the slots as they are now.
    pub fn remember(&mut self) -> Memo {
        let mut memo = std::mem::take(&mut self.memo);
        if let Some(kept) = &mut memo.kept {
            kept.slots = std::mem::take(&mut self.slots);
            kept.rounded = std::mem::take(&mut self.rounded);
        }
        memo
    }
}

impl Kept {
    /// What the computed values read, found once.
    fn learn(&mut self, program: &Program, computed: &[ComputedPlan]) {
        while let Some(plan) = computed.get(self.computed.len()) {
            let mut reads = self.reads(program, computed, plan.value);
            if let Some(condition) = plan.condition {
                reads.add(&self.reads(program, computed, condition));
            }
            self.computed.push(reads);
        }
    }

    fn reads(&self, program: &Program, computed: &[ComputedPlan], node: NodeId) -> Reads {
        let mut reads = Reads {
            slots: SlotSet::new(),
            amounts: walk::reads_amounts(program, node),
        };
        for slot in walk::slots(program, node).iter() {
            reads.slots.insert(*slot);
            let number = computed.iter().position(|plan| plan.slot == *slot);
            if let Some(inner) = number.map(|number| self.computed.get(number)) {
                // INVARIANT: a computed value reads only those before it. A plan that breaks this
                // has nothing of the value kept.
                match inner {
                    Some(inner) => reads.add(inner),
                    None => reads.amounts = true,
                }
            }
        }
        reads
    }

    fn keep_root(
        &mut self,
        program: &Program,
        computed: &[ComputedPlan],
        node: NodeId,
        value: &Result<Value, Stop>,
        exact: bool,
    ) {
        if self.roots.len() <= node.index() {
            self.roots.resize_with(program.nodes.len(), || None);
        }
        let reads = match self.roots.get(node.index()) {
            Some(None) => self.reads(program, computed, node),
            _ => Reads::default(),
        };
        let Some(place) = self.roots.get_mut(node.index()) else {
            return;
        };
        let root = place.get_or_insert_with(|| Box::new(Root { reads, value: None }));
        if !root.reads.amounts && !is_limit(value) {
            root.value = Some((value.clone(), exact));
        }
    }

    fn keep_cell(
        &mut self,
        program: &Program,
        computed: &[ComputedPlan],
        asked: (TableIndex, NodeId, Option<NodeId>),
        found: &Found,
        exact: bool,
    ) {
        let known = self.cells.iter().position(|cell| cell.asked == asked);
        let index = known.unwrap_or_else(|| {
            let (_, row, col) = asked;
            let mut reads = self.reads(program, computed, row);
            if let Some(col) = col {
                reads.add(&self.reads(program, computed, col));
            }
            self.cells.push(Cell {
                asked,
                reads,
                found: None,
            });
            self.cells.len().saturating_sub(1)
        });
        if let Some(cell) = self.cells.get_mut(index)
            && !cell.reads.amounts
        {
            cell.found = Some((found.clone(), exact));
        }
    }

    fn forget(&mut self, changed: &SlotSet) {
        if changed.is_empty() {
            return;
        }
        for root in self.roots.iter_mut().flatten() {
            if root.reads.changed_by(changed) {
                root.value = None;
            }
        }
        for cell in &mut self.cells {
            if cell.reads.changed_by(changed) {
                cell.found = None;
            }
        }
    }
}

impl Reads {
    fn add(&mut self, other: &Self) {
        self.slots.extend(&other.slots);
        self.amounts |= other.amounts;
    }

    fn changed_by(&self, changed: &SlotSet) -> bool {
        self.amounts || self.slots.iter().any(|slot| changed.contains(*slot))
    }
}

/// A value that there was no room for may be there the next time.
fn is_limit(value: &Result<Value, Stop>) -> bool {
    matches!(value, Err(Stop::Problem(problem)) if problem.code == Code::StepLimit)
}
