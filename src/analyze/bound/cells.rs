//! Lookups over a set of configurations: the lowest and the highest cell that they may hit.

use std::ops::RangeInclusive;

use super::blame::Wish;
use super::possible::{Possible, Truth};
use super::view::View;
use crate::analyze::interval::Interval;
use crate::evaluate::lookup::{Hit, Key, Miss, look_up};
use crate::model::lookup::{Above, LookupMode};
use crate::money::Decimal;
use crate::plan::{Axis, AxisKind, Node, NodeId, PlanData, SlotId, Table, TableIndex};

/// Rows and columns of a block.
const BLOCK: usize = 16;
/// A table with fewer cells has no blocks.
const SMALL: usize = 1024;

/// The lowest and highest cells of a component's tables, in blocks, so that a question about a
/// large part of a table reads few of its cells.
#[derive(Debug, Default)]
pub(crate) struct Extremes {
    tables: Vec<Option<Blocks>>,
}

#[derive(Debug)]
struct Blocks {
    columns: usize,
    found: Vec<Found>,
}

/// What some cells hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Found {
    low: Option<Cell>,
    high: Option<Cell>,
    /// One of them is empty.
    holes: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cell {
    price: Decimal,
    row: usize,
    col: usize,
}

/// Rows or columns that may be hit.
#[derive(Clone, Debug)]
struct Reach {
    runs: Vec<RangeInclusive<usize>>,
    /// Some values hit none.
    misses: bool,
    /// Some values lie above the last one, and are on request.
    requests: bool,
}

impl Extremes {
    /// Of some tables.
    pub fn of(tables: &[Table]) -> Self {
        let blocks = |table: &Table| {
            let (rows, cols) = (table.row.len(), table.col.as_ref().map_or(1, Axis::len));
            (rows.saturating_mul(cols) > SMALL).then(|| Blocks::of(table, rows, cols))
        };
        Self {
            tables: tables.iter().map(blocks).collect(),
        }
    }

    fn find(&self, index: TableIndex, table: &Table, rows: &Reach, cols: &Reach) -> Found {
        let blocks = self.tables.get(index.index()).and_then(Option::as_ref);
        let mut found = Found::default();
        for rows in &rows.runs {
            for cols in &cols.runs {
                match blocks {
                    Some(blocks) => blocks.find(table, rows, cols, &mut found),
                    None => found.scan(table, rows.clone(), cols.clone()),
                }
            }
        }
        found
    }
}

impl Blocks {
    fn of(table: &Table, rows: usize, cols: usize) -> Self {
        let (down, across) = (rows.div_ceil(BLOCK), cols.div_ceil(BLOCK));
        let span = |block: usize, end: usize| {
            let first = block.saturating_mul(BLOCK);
            first
                ..=first
                    .saturating_add(BLOCK.saturating_sub(1))
                    .min(end.saturating_sub(1))
        };
        let mut found = Vec::with_capacity(down.saturating_mul(across));
        for row in 0..down {
            for col in 0..across {
                let mut one = Found::default();
                one.scan(table, span(row, rows), span(col, cols));
                found.push(one);
            }
        }
        Self {
            columns: across,
            found,
        }
    }

    /// Whole blocks at once, what is left cell by cell.
    fn find(
        &self,
        table: &Table,
        rows: &RangeInclusive<usize>,
        cols: &RangeInclusive<usize>,
        found: &mut Found,
    ) {
        let mut row = *rows.start();
        while row <= *rows.end() {
            let last_row = block_end(row).min(*rows.end());
            let mut col = *cols.start();
            while col <= *cols.end() {
                let last_col = block_end(col).min(*cols.end());
                let whole = is_start(row)
                    && is_start(col)
                    && last_row == block_end(row)
                    && last_col == block_end(col);
                match self.at(row, col).filter(|_| whole) {
                    Some(block) => found.add(*block),
                    None => found.scan(table, row..=last_row, col..=last_col),
                }
                col = last_col.saturating_add(1);
            }
            row = last_row.saturating_add(1);
        }
    }

    fn at(&self, row: usize, col: usize) -> Option<&Found> {
        let row = row.div_euclid(BLOCK).checked_mul(self.columns)?;
        self.found.get(row.checked_add(col.div_euclid(BLOCK))?)
    }
}

fn is_start(index: usize) -> bool {
    index.is_multiple_of(BLOCK)
}

/// The last row or column of the block of one.
fn block_end(index: usize) -> usize {
    let first = index.div_euclid(BLOCK).saturating_mul(BLOCK);
    first.saturating_add(BLOCK.saturating_sub(1))
}

impl Found {
    fn scan(&mut self, table: &Table, rows: RangeInclusive<usize>, cols: RangeInclusive<usize>) {
        for row in rows {
            for col in cols.clone() {
                match table.cells.price(row, col) {
                    Some(price) => self.see(Cell { price, row, col }),
                    None => self.holes = true,
                }
            }
        }
    }

    fn add(&mut self, other: Self) {
        self.holes |= other.holes;
        other
            .low
            .into_iter()
            .chain(other.high)
            .for_each(|cell| self.see(cell));
    }

    fn see(&mut self, cell: Cell) {
        if self.low.is_none_or(|low| cell.price < low.price) {
            self.low = Some(cell);
        }
        if self.high.is_none_or(|high| cell.price > high.price) {
            self.high = Some(cell);
        }
    }
}

impl Reach {
    const ONLY: RangeInclusive<usize> = 0..=0;

    fn only() -> Self {
        Self {
            runs: vec![Self::ONLY],
            misses: false,
            requests: false,
        }
    }
}

impl View<'_, '_> {
    /// The prices of the cells that a lookup may hit.
    pub(super) fn cell(&mut self, index: TableIndex, row: NodeId, col: Option<NodeId>) -> Possible {
        let Some(table) = self.tables.get(index.index()) else {
            return Possible::Anything;
        };
        let asked_row = self.key(row);
        let asked_col = col.map_or(Possible::Nothing, |col| self.key(col));
        if asked_row == Possible::Nothing || (col.is_some() && asked_col == Possible::Nothing) {
            return Possible::Nothing;
        }
        if let Some(price) = self.at_corners(table, &asked_row, &asked_col) {
            return price;
        }
        let plan = self.setting.plan;
        let rows = reach(plan, &table.row, &asked_row);
        let cols = match &table.col {
            Some(axis) => reach(plan, axis, &asked_col),
            None => Reach::only(),
        };
        let found = self.extremes.find(index, table, &rows, &cols);
        self.doubts.lack |= rows.misses || cols.misses || found.holes;
        self.doubts.request |= rows.requests || cols.requests;
        let (Some(low), Some(high)) = (found.low, found.high) else {
            return Possible::Nothing;
        };
        for (cell, highest) in [(low, false), (high, true)] {
            self.wish_for(&table.row, row, cell.row, highest);
            if let (Some(axis), Some(col)) = (&table.col, col) {
                self.wish_for(axis, col, cell.col, highest);
            }
        }
        Possible::Number(Interval {
            low: low.price,
            high: high.price,
        })
    }

    /// What an expression may look up: numbers, or the texts of keys.
    fn key(&mut self, node: NodeId) -> Possible {
        match self.evaluate(node) {
            Possible::Truth(Truth { yes, no }) => {
                let texts = [yes.then_some("true"), no.then_some("false")];
                Possible::texts(texts.into_iter().flatten().map(Into::into))
            }
            Possible::Options(options) => match self.program.node(node) {
                Some(Node::Slot(slot)) => {
                    let slot = *slot;
                    let ids = options.iter().map(|option| self.option_id(slot, *option));
                    Possible::texts(ids)
                }
                _ => Possible::Anything,
            },
            other => other,
        }
    }

    /// The price where it is known from the corners of what is asked: one cell, or a surface that
    /// is straight along both axes.
    fn at_corners(&mut self, table: &Table, row: &Possible, col: &Possible) -> Option<Possible> {
        let is_point = |asked: &Possible| asked.point().is_some();
        let straight = |axis: &Axis, asked: &Possible| match (&axis.kind, asked) {
            (AxisKind::Breakpoints(points, LookupMode::Linear), Possible::Number(asked)) => {
                let inside = |point: &Decimal| asked.low < *point && *point < asked.high;
                !points.iter().any(inside)
            }
            (_, asked) => is_point(asked),
        };
        let fits =
            straight(&table.row, row) && table.col.as_ref().is_none_or(|axis| straight(axis, col));
        let (rows, cols) = (ends(row), ends(col));
        if !fits || rows.is_empty() || (table.col.is_some() && cols.is_empty()) {
            return None;
        }
        let cols: Vec<Option<End>> = match table.col {
            Some(_) => cols.into_iter().map(Some).collect(),
            None => vec![None],
        };
        let all_points = is_point(row) && (table.col.is_none() || is_point(col));
        let mut prices = Vec::new();
        for row in &rows {
            for col in &cols {
                let col = col.as_ref().map(End::key);
                match look_up(self.setting.plan, table, &row.key(), col.as_ref()) {
                    Ok(Hit { price, .. }) => prices.push(price),
                    Err(miss) if all_points => {
                        let is_request = matches!(miss, Miss::OnRequest { .. });
                        self.doubts.request |= is_request;
                        self.doubts.lack |= !is_request;
                        return Some(Possible::Nothing);
                    }
                    Err(_) => return None,
                }
            }
        }
        Interval::around(prices).map(Possible::Number)
    }

    /// Wishes for the number or option that hits a row or column.
    fn wish_for(&mut self, axis: &Axis, node: NodeId, index: usize, highest: bool) {
        let (slot, wish) = match (self.program.node(node), &axis.kind) {
            (Some(Node::Slot(slot)), AxisKind::Breakpoints(points, _)) => {
                (*slot, points.get(index).copied().map(Wish::Number))
            }
            (Some(Node::Slot(slot) | Node::OptionText(slot)), AxisKind::Keys(keys)) => {
                let key = keys.get(index).map(|key| self.setting.plan.text(*key));
                (*slot, key.and_then(|key| self.option_named(*slot, key)))
            }
            _ => return,
        };
        if let (Some(feature), Some(wish)) = (self.blame.feature_of(slot), wish) {
            self.blame.wish(feature, highest, wish);
        }
    }

    fn option_named(&mut self, slot: SlotId, key: &str) -> Option<Wish> {
        let (value, _) = self.slot(slot);
        let Possible::Options(options) = value else {
            return None;
        };
        let named = options
            .iter()
            .find(|option| *self.option_id(slot, **option) == *key);
        named.map(|option| Wish::Option(*option))
    }
}

/// An end of what is asked.
enum End {
    Number(Decimal),
    Text(std::sync::Arc<str>),
}

impl End {
    fn key(&self) -> Key<'_> {
        match self {
            Self::Number(number) => Key::Number(*number),
            Self::Text(text) => Key::Text(text),
        }
    }
}

fn ends(asked: &Possible) -> Vec<End> {
    match asked {
        Possible::Number(asked) if asked.low == asked.high => vec![End::Number(asked.low)],
        Possible::Number(asked) => vec![End::Number(asked.low), End::Number(asked.high)],
        Possible::Texts(texts) => match texts.as_slice() {
            [text] => vec![End::Text(text.clone())],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// The rows or columns that what is asked may hit.
fn reach(plan: &PlanData, axis: &Axis, asked: &Possible) -> Reach {
    let all = || Reach {
        runs: match axis.len().checked_sub(1) {
            Some(last) => vec![0..=last],
            None => Vec::new(),
        },
        misses: true,
        requests: axis.above == Above::OnRequest,
    };
    match (&axis.kind, asked) {
        (AxisKind::Breakpoints(points, mode), Possible::Number(asked)) => {
            numbers(points, *mode, *asked, axis.above)
        }
        (AxisKind::Keys(keys), Possible::Texts(texts)) => {
            let at =
                |text: &std::sync::Arc<str>| keys.iter().position(|key| *plan.text(*key) == **text);
            let hits: Vec<Option<usize>> = texts.iter().map(at).collect();
            Reach {
                misses: hits.contains(&None),
                requests: false,
                runs: hits
                    .into_iter()
                    .flatten()
                    .map(|index| index..=index)
                    .collect(),
            }
        }
        _ => all(),
    }
}

/// The breakpoints between the one that the lowest number hits and the one of the highest.
fn numbers(points: &[Decimal], mode: LookupMode, asked: Interval, above: Above) -> Reach {
    let none = |requests: bool| Reach {
        runs: Vec::new(),
        misses: !requests,
        requests,
    };
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return none(false);
    };
    let is_up = mode == LookupMode::Up;
    let on_request = above == Above::OnRequest;
    if asked.low > *last {
        return none(on_request);
    }
    if asked.high < *first && !is_up {
        return none(false);
    }
    let at_or_above = |number: Decimal| points.partition_point(|point| *point < number);
    let at_or_below = |number: Decimal| {
        points
            .partition_point(|point| *point <= number)
            .saturating_sub(1)
    };
    let end = points.len().saturating_sub(1);
    let (low, high) = match mode {
        LookupMode::Up => (at_or_above(asked.low), at_or_above(asked.high)),
        LookupMode::Down => (at_or_below(asked.low), at_or_below(asked.high)),
        LookupMode::Exact => (at_or_above(asked.low), at_or_below(asked.high)),
        LookupMode::Nearest | LookupMode::Linear => {
            (at_or_below(asked.low), at_or_above(asked.high))
        }
    };
    let below = asked.low < *first && !is_up;
    let between = mode == LookupMode::Exact && asked.low != asked.high;
    let (low, high) = (low.min(end), high.min(end));
    Reach {
        misses: below || (asked.high > *last && !on_request) || between || low > high,
        requests: asked.high > *last && on_request,
        runs: if low <= high {
            vec![low..=high]
        } else {
            Vec::new()
        },
    }
}
