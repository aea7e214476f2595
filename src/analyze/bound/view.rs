//! What rules read, over a set of configurations: slots and amounts as sets of values.

use super::blame::Blame;
use super::cells::Extremes;
use super::possible::{Element, Possible, Truth};
use super::promise::Limit;
use super::waterfall::Nowhere;
use crate::analyze::domain::{Choice, Field, Values};
use crate::analyze::interval::Interval;
use crate::evaluate::order_input::Setting;
use crate::evaluate::value::{SlotState, Value};
use crate::money::Decimal;
use crate::plan::{
    AmountName, AttributePlan, ComputedPlan, NodeId, Program, SlotId, SlotPlan, Step, Table,
};

/// The values of a component, or of the order, over a set of configurations.
pub(crate) struct View<'b, 'a> {
    /// What holds for the whole order.
    pub setting: &'a Setting<'a>,
    /// Expressions.
    pub program: &'a Program,
    /// Every slot.
    pub slot_plans: &'a [SlotPlan],
    /// Computed values.
    pub computed: &'a [ComputedPlan],
    /// Attributes of options.
    pub attributes: &'a [AttributePlan],
    /// Price lists.
    pub tables: &'a [Table],
    /// Their lowest and highest cells.
    pub extremes: &'b Extremes,
    /// What is known of each slot.
    pub slots: Vec<Slot>,
    /// What is known of the waterfall's amounts.
    pub amounts: Amounts,
    /// Why a configuration may have no price.
    pub doubts: Doubts,
    /// What constraints promise of calculations, by rising node.
    pub promised: Vec<(NodeId, Limit)>,
    /// What the width of a result is due to.
    pub blame: &'b mut Blame,
    /// The step whose condition is asked about.
    pub watch: &'b mut Watch<'a>,
}

/// Why configurations of a set may have no price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Doubts {
    /// Something may be missing, unavailable or not allowed.
    pub invalid: bool,
    /// Something that is read may have no value.
    pub lack: bool,
    /// Something may be on request.
    pub request: bool,
}

/// A step whose condition is asked about, and what was seen of it.
#[derive(Debug)]
pub(crate) struct Watch<'a> {
    /// The step.
    pub step: Option<&'a Step>,
    /// Whether its condition holds.
    pub holds: Truth,
}

impl Default for Watch<'_> {
    fn default() -> Self {
        Self {
            step: None,
            holds: Truth::NEVER,
        }
    }
}

/// What is known of a slot.
#[derive(Clone, Debug)]
pub(crate) enum Slot {
    /// Its values; it may also have none.
    Known {
        /// What it may be.
        value: Possible,
        /// Whether it may be unset or not available.
        absent: bool,
    },
    /// The computed value of this number, not worked out yet.
    Lazy(usize),
}

/// Amounts that expressions read; none before they are fixed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Amounts {
    /// `base`
    pub base: Option<Interval>,
    /// `options`
    pub options: Option<Interval>,
    /// `list`
    pub list: Option<Interval>,
    /// `subtotal`
    pub subtotal: Option<Interval>,
    /// `extended`
    pub extended: Option<Interval>,
    /// `items`
    pub items: Option<Interval>,
    /// `price(feature)`, by feature.
    pub features: Vec<Option<Interval>>,
}

impl Doubts {
    /// Nothing is known.
    pub const ALL: Self = Self {
        invalid: true,
        lack: true,
        request: true,
    };

    /// Whether every configuration has a price.
    pub fn is_none(self) -> bool {
        self == Self::default()
    }

    /// Both kinds.
    pub fn and(self, other: Self) -> Self {
        Self {
            invalid: self.invalid || other.invalid,
            lack: self.lack || other.lack,
            request: self.request || other.request,
        }
    }

    /// Something has no value: whoever gave nothing noted why.
    pub fn no_value(&mut self) {
        self.lack |= self.is_none();
    }

    /// Why there is no price where something that is needed has no value.
    pub fn why(self) -> Nowhere {
        if self.request && !self.lack {
            Nowhere::OnRequest
        } else {
            Nowhere::NoPrice
        }
    }
}

impl Slot {
    /// Without a value.
    pub const ABSENT: Self = Self::Known {
        value: Possible::Nothing,
        absent: true,
    };

    /// What an order says.
    pub fn given(state: &SlotState) -> Self {
        match state {
            SlotState::Known(value) => Self::Known {
                value: Possible::of(value),
                absent: false,
            },
            SlotState::Lazy(number) => Self::Lazy(*number),
            _ => Self::ABSENT,
        }
    }

    /// What a field may be.
    pub fn of(field: &Field) -> Self {
        let number = |number: u32| Decimal::from_integer(i64::from(number));
        let value = match &field.values {
            Values::None => Possible::Nothing,
            Values::Options(options) => Possible::Options(options.clone()),
            Values::Truths { yes, no } => Possible::Truth(Truth { yes: *yes, no: *no }),
            Values::Numbers(grid) => Possible::Number(Interval {
                low: grid.low,
                high: grid.high,
            }),
            Values::Text(text) => Possible::of(&Value::Text(text.as_str().into())),
            Values::Lengths { least, most } => Possible::TextOfLength(Interval {
                low: number(*least),
                high: number(*most),
            }),
            Values::Choices(choices) => return Self::choices(choices, field.absent),
        };
        Self::Known {
            value,
            absent: field.absent,
        }
    }

    /// A multiselect without any choice is unset.
    fn choices(choices: &[Choice], absent: bool) -> Self {
        let possible: Vec<Choice> = choices
            .iter()
            .filter(|choice| choice.most.is_positive())
            .copied()
            .collect();
        let none_is_certain = possible.iter().all(|choice| choice.least.is_zero());
        if possible.is_empty() {
            return Self::ABSENT;
        }
        Self::Known {
            value: Possible::Choices(possible),
            absent: absent || none_is_certain,
        }
    }
}

impl View<'_, '_> {
    /// What an expression may come to.
    pub fn possible(&mut self, node: NodeId) -> Possible {
        self.evaluate(node)
    }

    /// Whether a condition may hold; without one it does.
    pub fn holds(&mut self, condition: Option<NodeId>) -> Truth {
        condition.map_or(Truth::YES, |node| self.evaluate(node).truth())
    }

    /// What a slot may be, and whether it may be unset.
    pub fn slot(&mut self, slot: SlotId) -> (Possible, bool) {
        match self.slots.get(slot.index()) {
            Some(Slot::Known { value, absent }) => (value.clone(), *absent),
            Some(Slot::Lazy(number)) => {
                let number = *number;
                // no computed value depends on itself; a plan that breaks this gets anything
                self.keep(slot, Possible::Anything, true);
                let (value, absent) = self.work_out(number);
                self.keep(slot, value.clone(), absent);
                (value, absent)
            }
            None => (Possible::Anything, true),
        }
    }

    /// What a slot may be where it is read.
    pub fn read(&mut self, slot: SlotId) -> Possible {
        let (value, absent) = self.slot(slot);
        // what is optional is read where it is set, what is required is missing
        self.doubts.invalid |= absent;
        value
    }

    /// Whether a slot is set.
    pub fn is_set(&mut self, slot: SlotId) -> Truth {
        let (value, absent) = self.slot(slot);
        Truth {
            yes: value != Possible::Nothing,
            no: absent,
        }
    }

    /// The options of a multiselect; none where it is unset.
    pub fn choices(&mut self, slot: SlotId) -> Option<Vec<Choice>> {
        let (value, absent) = self.slot(slot);
        match value {
            Possible::Choices(choices) if absent => Some(
                choices
                    .into_iter()
                    .map(|choice| Choice {
                        least: Decimal::ZERO,
                        ..choice
                    })
                    .collect(),
            ),
            Possible::Choices(choices) => Some(choices),
            Possible::Nothing => Some(Vec::new()),
            _ => None,
        }
    }

    /// One element for each option that may be chosen.
    pub fn elements(
        &mut self,
        slot: SlotId,
        mut element: impl FnMut(&mut Self, Choice) -> Possible,
    ) -> Possible {
        let Some(choices) = self.choices(slot) else {
            return Possible::Anything;
        };
        let mut elements = Vec::with_capacity(choices.len());
        for choice in choices {
            elements.push(Element {
                value: element(self, choice),
                certain: choice.least.is_positive(),
            });
        }
        Possible::List(elements)
    }

    /// An amount of the waterfall.
    pub fn amount(&self, name: AmountName) -> Possible {
        let amounts = &self.amounts;
        let amount = match name {
            AmountName::Base => amounts.base,
            AmountName::Options => amounts.options,
            AmountName::List => amounts.list,
            AmountName::Subtotal => amounts.subtotal,
            AmountName::Extended => amounts.extended,
            AmountName::Items => amounts.items,
            AmountName::Feature(feature) => {
                amounts.features.get(feature.index()).copied().flatten()
            }
        };
        Possible::number(amount)
    }

    fn work_out(&mut self, number: usize) -> (Possible, bool) {
        let Some(computed) = self.computed.get(number) else {
            return (Possible::Anything, true);
        };
        let condition = self.holds(computed.condition);
        if !condition.yes {
            return (Possible::Nothing, true);
        }
        (self.evaluate(computed.value), condition.no)
    }

    fn keep(&mut self, slot: SlotId, value: Possible, absent: bool) {
        if let Some(place) = self.slots.get_mut(slot.index()) {
            *place = Slot::Known { value, absent };
        }
    }
}
