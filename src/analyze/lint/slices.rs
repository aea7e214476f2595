//! The values of features that reach a row or a column of a price list.

use crate::analyze::domain::{Field, Grid, Region, Values};
use crate::model::lookup::{Above, LookupMode};
use crate::money::{Decimal, Exactness};
use crate::plan::{
    Axis, AxisKind, ComponentPlan, ListUse, Node, NodeId, OptionIndex, PlanData, Table,
};

/// A price list, and the features that its axes read.
pub(super) struct ListView<'a> {
    component: &'a ComponentPlan,
    pub list: &'a ListUse,
    pub table: &'a Table,
    pub row: Option<usize>,
    pub col: Option<usize>,
}

impl<'a> ListView<'a> {
    /// The base lists of a component.
    pub fn of_base(component: &'a ComponentPlan) -> Vec<Self> {
        let lists = component.base.lists.iter();
        lists
            .filter_map(|list| {
                Some(Self {
                    component,
                    list,
                    table: component.tables.get(list.table.index())?,
                    row: feature_of(component, list.row),
                    col: list.col.and_then(|node| feature_of(component, node)),
                })
            })
            .collect()
    }

    /// How many columns; 1 where there is one axis.
    pub fn columns(&self) -> usize {
        self.table.col.as_ref().map_or(1, Axis::len)
    }

    /// The configurations of a region that reach a cell, as far as features are read directly.
    pub fn at(&self, data: &PlanData, cell: (usize, usize), region: &Region) -> Option<Region> {
        let region = self.narrowed(data, region, self.row, &self.table.row, cell.0)?;
        match &self.table.col {
            Some(axis) => self.narrowed(data, &region, self.col, axis, cell.1),
            None => Some(region),
        }
    }

    /// A row or column in words: `width 900`.
    pub fn name(&self, data: &PlanData, row: bool, at: usize) -> String {
        let (axis, feature) = if row {
            (Some(&self.table.row), self.row)
        } else {
            (self.table.col.as_ref(), self.col)
        };
        let Some(axis) = axis else {
            return String::new();
        };
        let position = match &axis.kind {
            AxisKind::Breakpoints(points, _) => points.get(at).map(ToString::to_string),
            AxisKind::Keys(keys) => keys.get(at).map(|key| format!("`{}`", data.text(*key))),
        };
        let position = position.unwrap_or_default();
        let feature = feature.and_then(|feature| self.component.features.get(feature));
        let name = match feature {
            Some(feature) => data.text(feature.id),
            None if row => "row",
            None => "column",
        };
        format!("{name} {position}")
    }

    /// The configurations of a region that reach a position of an axis; the region itself where no
    /// feature is read directly; none where no value reaches it.
    fn narrowed(
        &self,
        data: &PlanData,
        region: &Region,
        feature: Option<usize>,
        axis: &Axis,
        at: usize,
    ) -> Option<Region> {
        let Some(feature) = feature else {
            return Some(region.clone());
        };
        let values = match (&axis.kind, &region.fields.get(feature)?.values) {
            (AxisKind::Breakpoints(points, mode), Values::Numbers(grid)) => {
                Values::Numbers(slice(grid, points, *mode, at)?)
            }
            (AxisKind::Keys(keys), Values::Options(options)) => {
                let key = data.text(*keys.get(at)?);
                let plans = &self.component.features.get(feature)?.options;
                let is_it = |option: &OptionIndex| {
                    plans
                        .get(option.index())
                        .is_some_and(|plan| data.text(plan.id) == key)
                };
                Values::Options(vec![options.iter().copied().find(is_it)?])
            }
            _ => return Some(region.clone()),
        };
        Some(region.with(feature, Field::of(values)))
    }
}

/// The feature that a node reads as it is.
fn feature_of(component: &ComponentPlan, node: NodeId) -> Option<usize> {
    let slot = match component.program.node(node)? {
        Node::Slot(slot) | Node::OptionText(slot) => *slot,
        _ => return None,
    };
    component
        .features
        .iter()
        .position(|feature| feature.slot == slot)
}

/// The numbers of a grid that reach a breakpoint; of those that only it answers for sure.
pub(super) fn slice(grid: &Grid, points: &[Decimal], mode: LookupMode, at: usize) -> Option<Grid> {
    let point = *points.get(at)?;
    let before = at.checked_sub(1).and_then(|at| points.get(at)).copied();
    let after = at.checked_add(1).and_then(|at| points.get(at)).copied();
    match mode {
        LookupMode::Up => between(grid, before, false, Some(point), true),
        LookupMode::Down => between(grid, Some(point), true, after, false),
        LookupMode::Exact | LookupMode::Nearest | LookupMode::Linear => {
            between(grid, Some(point), true, Some(point), true)
        }
    }
}

/// The numbers of a grid that an axis has no price for: below and above its breakpoints.
pub(super) fn beyond(grid: &Grid, axis: &Axis) -> Vec<Grid> {
    let AxisKind::Breakpoints(points, mode) = &axis.kind else {
        return Vec::new();
    };
    let above = match mode {
        LookupMode::Down => None,
        _ if axis.above == Above::OnRequest => None,
        _ => points
            .last()
            .and_then(|last| between(grid, Some(*last), false, None, true)),
    };
    let below = match mode {
        LookupMode::Up => None,
        _ => points
            .first()
            .and_then(|first| between(grid, None, true, Some(*first), false)),
    };
    [above, below].into_iter().flatten().collect()
}

/// The part of a grid within bounds, each with or without the bound itself.
fn between(
    grid: &Grid,
    low: Option<Decimal>,
    with_low: bool,
    high: Option<Decimal>,
    with_high: bool,
) -> Option<Grid> {
    let exact = &mut Exactness::default();
    let mut part = *grid;
    if let Some(low) = low.filter(|low| *low >= grid.low) {
        let below = grid.at_or_below(low)?;
        part.low = if below == low && with_low {
            below
        } else {
            below.plus(grid.step, exact).ok()?
        };
    }
    if let Some(high) = high.filter(|high| *high <= grid.high) {
        let below = grid.at_or_below(high)?;
        part.high = if below == high && !with_high {
            below.minus(grid.step, exact).ok()?
        } else {
            below
        };
    }
    (part.low <= part.high).then_some(part)
}
