//! Amounts of steps: constants rounded once and for all, rates, tiers, cells, limits; and what has
//! to be worked out for each configuration.

use super::{Lowering, Place};
use crate::evaluate::limit::modulus_of;
use crate::evaluate::scaled::entry::{Action, Amount, Axis, Cell, Rate, Tiers};
use crate::evaluate::scaled::grid::Grid;
use crate::evaluate::scaled::program::Shape;
use crate::evaluate::scaled::whole::scaled;
use crate::model::lookup::LookupMode;
use crate::money::{Decimal, Rounding};
use crate::plan::{
    AmountName, AxisKind, Effect, GroupAmount, GroupKind, LineSet, ListUse, Node, NodeId, SlotId,
    Step, TierBasis, TierEffect, TierKind, TierPlan, ValueKind,
};

impl<'a> Lowering<'a> {
    pub(super) fn limit(&self, step: &Step, floor: bool) -> Option<Action> {
        match step.effect {
            Effect::Minimum(node) => {
                Some(Action::Minimum(Box::new(self.exact(node, false)?), floor))
            }
            Effect::Maximum(node) => Some(Action::Maximum(Box::new(self.exact(node, false)?))),
            Effect::Round { increment, mode } => {
                let modulus = scaled(self.constant(increment)?, self.scale)?;
                self.shift(0, modulus, mode)
            }
            Effect::End { ending, mode } => {
                let ending = self.constant(ending)?;
                let modulus = scaled(modulus_of(ending).ok()?, self.scale)?;
                self.shift(scaled(ending, self.scale)?, modulus, mode)
            }
            _ => None,
        }
    }

    pub(super) fn shift(&self, ending: i64, modulus: i64, mode: Rounding) -> Option<Action> {
        (modulus > 0).then_some(Action::Move {
            ending,
            modulus,
            mode,
        })
    }

    /// The amount of a step on a grid.
    pub(super) fn effect(&mut self, step: &Step, grid: Grid) -> Option<Amount> {
        match &step.effect {
            Effect::Amount { amount, discount } => self.on_grid(*amount, *discount, grid),
            Effect::Percent { rate, of, discount } => self.percent(*rate, of.amount, *discount),
            Effect::List(list) => self.cell(list).map(Box::new).map(Amount::Cell),
            Effect::Group {
                kind,
                amount,
                lines,
            } => self.group(*kind, amount, lines, grid),
            Effect::Tiers(tiers) => self.tiers(tiers, grid),
            _ => None,
        }
    }

    pub(super) fn group(
        &self,
        kind: GroupKind,
        amount: &GroupAmount,
        lines: &LineSet,
        grid: Grid,
    ) -> Option<Amount> {
        let one = |node: NodeId| match kind {
            GroupKind::Amount => self.on_grid(node, false, grid),
            GroupKind::Percent(of) if of.amount != AmountName::List || *lines == LineSet::All => {
                self.percent(node, of.amount, false)
            }
            _ => None,
        };
        let otherwise = match amount.otherwise {
            Some(node) => Some(one(node)?),
            None => None,
        };
        let steps = amount.tiers.iter();
        let steps = steps.map(|(from, node)| Some((threshold(*from)?, one(*node)?)));
        Some(Amount::Tiers(Box::new(Tiers {
            steps: steps.collect::<Option<_>>()?,
            otherwise,
        })))
    }

    pub(super) fn tiers(&self, tiers: &TierPlan, grid: Grid) -> Option<Amount> {
        let counts_own = match tiers.basis {
            TierBasis::Item | TierBasis::Order { key: None } => true,
            TierBasis::Order { key: Some(node) } => self.slot_of(node).is_some(),
        };
        if tiers.kind != TierKind::Volume || !counts_own {
            return None;
        }
        let times = self.place == Place::Item;
        let one = |effect| match effect {
            TierEffect::Percent { rate, of, discount } => self.percent(rate, of.amount, discount),
            TierEffect::Amount { amount, discount } if times => {
                let one = self.exact(amount, discount)?;
                Some(Amount::Each(Box::new(one)))
            }
            TierEffect::Amount { amount, discount } if !times => {
                self.on_grid(amount, discount, grid)
            }
            _ => None,
        };
        let steps = tiers.steps.iter();
        let steps = steps.map(|tier| Some((threshold(tier.from)?, one(tier.effect)?)));
        Some(Amount::Tiers(Box::new(Tiers {
            steps: steps.collect::<Option<_>>()?,
            otherwise: None,
        })))
    }

    pub(super) fn cell(&mut self, list: &ListUse) -> Option<Cell> {
        let table = self.component.tables.get(list.table.index())?;
        let row = self.axis(&table.row.kind, list.row);
        let col = match (&table.col, list.col) {
            (Some(axis), Some(node)) => Some(self.axis(&axis.kind, node)),
            (None, None) => None,
            _ => return None,
        };
        // an axis that is worked out takes the other one with it
        let worked = |axis: &Axis| matches!(axis, Axis::Worked(_));
        let any = worked(&row) || col.as_ref().is_some_and(worked);
        let (row, col) = match any {
            true => (Axis::Worked(list.row), list.col.map(Axis::Worked)),
            false => (row, col),
        };
        let number = self.cells;
        self.cells = number.saturating_add(1);
        Some(Cell {
            table: list.table,
            row,
            col,
            number,
        })
    }

    pub(super) fn axis(&self, axis: &AxisKind, node: NodeId) -> Axis {
        self.slot_axis(axis, node).unwrap_or(Axis::Worked(node))
    }

    pub(super) fn slot_axis(&self, axis: &AxisKind, node: NodeId) -> Option<Axis> {
        let slot = self.slot_of(node)?;
        match (axis, self.slots.shapes.get(slot.index())?) {
            (AxisKind::Breakpoints(points, mode), Shape::Number(span)) => {
                let points = points.iter().map(|point| scaled(*point, span.scale));
                let points = points.collect::<Option<Vec<_>>>()?;
                match mode {
                    LookupMode::Up => Some(Axis::Up(slot, points)),
                    LookupMode::Down => Some(Axis::Down(slot, points)),
                    _ => None,
                }
            }
            (AxisKind::Keys(keys), Shape::Option(_)) => {
                let ValueKind::Option(options) = &self.component.slots.get(slot.index())?.kind
                else {
                    return None;
                };
                let text = |id| self.plan.text(id);
                let row = |id| keys.iter().position(|key| text(*key) == text(id));
                Some(Axis::Keys(
                    slot,
                    options.iter().map(|id| row(*id)).collect(),
                ))
            }
            _ => None,
        }
    }

    pub(super) fn slot_of(&self, node: NodeId) -> Option<SlotId> {
        let slot = match self.program().node(node)? {
            Node::Slot(slot) | Node::OptionText(slot) => *slot,
            _ => return None,
        };
        let shape = self.shapes().get(slot.index())?;
        (!matches!(shape, Shape::None | Shape::Options)).then_some(slot)
    }

    pub(super) fn is_of_currency(&self, list: &ListUse) -> bool {
        let table = self.component.tables.get(list.table.index());
        let currency = table.and_then(|table| table.currency);
        currency.is_none_or(|currency| currency == self.currency)
    }

    /// An amount on the grid of this phase.
    pub(super) fn amount(&self, node: NodeId, discount: bool) -> Option<Amount> {
        self.on_grid(node, discount, self.grid())
    }

    pub(super) fn on_grid(&self, node: NodeId, discount: bool, grid: Grid) -> Option<Amount> {
        match self.constant(node) {
            Some(amount) => {
                let amount = discounted(amount, discount)?;
                grid.round_decimal(amount, self.scale).map(Amount::Fixed)
            }
            None => Some(Amount::Worked { node, discount }),
        }
    }

    /// An amount before it is rounded.
    pub(super) fn exact(&self, node: NodeId, discount: bool) -> Option<Amount> {
        match self.constant(node) {
            Some(amount) => scaled(discounted(amount, discount)?, self.scale).map(Amount::Exact),
            None => Some(Amount::Worked { node, discount }),
        }
    }

    pub(super) fn percent(&self, node: NodeId, of: AmountName, discount: bool) -> Option<Amount> {
        let rate = discounted(self.constant(node)?, discount)?;
        Some(Amount::Percent(rate_of(rate)?, of))
    }

    /// The value of a node that is written down, also below a minus.
    pub(super) fn constant(&self, node: NodeId) -> Option<Decimal> {
        match self.program().node(node)? {
            Node::Negate(inner) => self.written(*inner).map(Decimal::negated),
            _ => self.written(node),
        }
    }

    fn written(&self, node: NodeId) -> Option<Decimal> {
        let program = self.program();
        match program.node(node)? {
            Node::Number(number) => Some(*number),
            Node::Money(money) => {
                let amounts = program.money.get(money.index())?;
                *amounts.get(self.currency.index())?
            }
            _ => None,
        }
    }

    pub(super) fn grid(&self) -> Grid {
        match self.place {
            Place::Piece => self.unit_grid,
            Place::Item | Place::Order => self.item_grid,
        }
    }
}

/// A rate in percent as a fraction.
pub(super) fn rate_of(percent: Decimal) -> Option<Rate> {
    Some(Rate {
        numerator: i32::try_from(percent.mantissa()).ok()?,
        denominator: 10_i32.checked_pow(percent.scale().checked_add(2)?)?,
    })
}

fn discounted(value: Decimal, discount: bool) -> Option<Decimal> {
    match discount {
        true if value.is_negative() => None,
        true => Some(value.negated()),
        false => Some(value),
    }
}

/// A quantity from which a tier holds: the first whole one.
fn threshold(from: Decimal) -> Option<i64> {
    from.ceiling().to_i64()
}
