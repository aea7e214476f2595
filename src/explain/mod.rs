//! Why: what fired, what did not, and the smallest set of comparisons that decided.
//!
//! Takes a plan and an order, gives the quote with an [`Explanation`] around it: how each line came
//! about, and for everything that made no line the reason, with the values that were compared. The
//! quote is the same as without an explanation; the same order gives the same explanation.

mod compared;
mod decide;
mod how;
mod json;
mod layout;
mod render;
#[cfg(test)]
mod tests;
mod trace;

use trace::{Noted, Trace};

pub use compared::{Compared, Operand};

use crate::diagnostic::Diagnostics;
use crate::evaluate::run;
use crate::model::date::Date;
use crate::model::order::Order;
use crate::model::quote::{Line, LineKind, Quote, SourcePosition};
use crate::plan::{ComponentPlan, PhaseKind, Plan, PlanData};
use crate::sorting::sort_by;

/// A quote and why it is what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The quote.
    pub quote: Quote,
    /// One for each item, in the order of the quote.
    pub items: Vec<ItemExplanation>,
    /// The order's own phases.
    pub order: Vec<PhaseExplanation>,
}

/// Why an item costs what it costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemExplanation {
    /// The component's name in the order's language.
    pub name: String,
    /// Names and values of what is chosen, in document order.
    pub values: Vec<(String, String)>,
    /// Phases in which something fired or did not, in the order of the waterfall.
    pub phases: Vec<PhaseExplanation>,
}

/// What happened in a phase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhaseExplanation {
    /// Its id.
    pub phase: String,
    /// Where it stands in the waterfall.
    pub stage: Stage,
    /// Its lines.
    pub lines: Vec<LineExplanation>,
    /// What made no line, in document order.
    pub not_fired: Vec<NotFired>,
}

/// The part of the waterfall that a phase belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Up to the list price.
    List,
    /// From the list price to the unit price.
    Unit,
    /// After × quantity.
    Item,
    /// Over all items.
    Order,
}

/// How a line came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineExplanation {
    /// Its index in the item's or the order's lines.
    pub line: usize,
    /// In words: `12% of base 230.00`; empty for a plain amount.
    pub how: String,
}

/// Something that made no line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotFired {
    /// The rule, list, feature or group.
    pub id: String,
    /// What people read.
    pub label: String,
    /// What its line would have been.
    pub kind: LineKind,
    /// The phase of its line.
    pub phase: String,
    /// Why.
    pub reason: Reason,
    /// The comparisons that decided; empty where none did.
    pub because: Vec<Compared>,
    /// Where it stands.
    pub source: Option<SourcePosition>,
    position: usize,
}

/// Why something made no line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Its condition is false.
    Condition,
    /// The order's day lies outside its validity.
    Validity {
        /// The first day on which it holds.
        from: Option<Date>,
        /// The first day on which it holds no more.
        until: Option<Date>,
    },
    /// The price list is for other values.
    NoMatch,
    /// The price list is in another currency.
    Currency,
    /// Only one of its phase applies, and it is another one.
    NotChosen {
        /// Which.
        winner: String,
    },
    /// Its phase had ended.
    Stopped {
        /// What ended it.
        by: String,
    },
    /// It reads something that is missing.
    Waits,
    /// The quantity is below its first tier.
    NoTier,
    /// The amount was fine already, or nothing with a surcharge is chosen.
    NotNeeded,
    /// It has no price.
    Problem,
}

impl Reason {
    /// The code in JSON.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Condition => "condition",
            Self::Validity { .. } => "validity",
            Self::NoMatch => "no-match",
            Self::Currency => "currency",
            Self::NotChosen { .. } => "not-chosen",
            Self::Stopped { .. } => "stopped",
            Self::Waits => "waits",
            Self::NoTier => "no-tier",
            Self::NotNeeded => "not-needed",
            Self::Problem => "problem",
        }
    }

    /// What won or ended the phase.
    #[must_use]
    pub fn other(&self) -> Option<&str> {
        match self {
            Self::NotChosen { winner: other } | Self::Stopped { by: other } => Some(other),
            _ => None,
        }
    }
}

impl Plan {
    /// The quote of an order, and why it is what it is.
    ///
    /// # Errors
    /// Those of [`Plan::price`].
    pub fn explain(&self, order: &Order) -> Result<Explanation, Diagnostics> {
        let plan = self.data();
        let mut trace = Trace::new(plan, order);
        let quote = run(plan, order, &mut trace)?;
        Ok(assemble(plan, order, trace, quote))
    }
}

/// The explanation of a quote from what was noted while it was made.
fn assemble(plan: &PlanData, order: &Order, trace: Trace<'_>, quote: Quote) -> Explanation {
    let digits = quote.currency.digits;
    let language = order.language.as_deref();
    let notes = trace.items.into_iter().zip(&order.items).zip(&quote.items);
    let items = notes.map(|((noted, ordered), item)| {
        let component = plan.component(&item.component);
        let name = component.map(|component| plan.label(component.display.name, language));
        let given = || {
            let values = ordered.values.iter();
            values
                .map(|(id, value)| (id.clone(), how::given(value)))
                .collect()
        };
        ItemExplanation {
            name: name
                .filter(|name| !name.is_empty())
                .unwrap_or(&item.component)
                .to_owned(),
            values: noted.values.clone().unwrap_or_else(given),
            phases: phases(plan, component, noted, &item.lines, digits),
        }
    });
    let items = items.collect();
    let order = phases(plan, None, trace.whole, &quote.lines, digits);
    Explanation {
        quote,
        items,
        order,
    }
}

/// Lines and what made none, by phase.
fn phases(
    plan: &PlanData,
    component: Option<&ComponentPlan>,
    mut noted: Noted,
    lines: &[Line],
    digits: u32,
) -> Vec<PhaseExplanation> {
    let mut phases = component
        .map(|component| known_phases(plan, component))
        .unwrap_or_default();
    for (index, line) in lines.iter().enumerate() {
        let phase = find(&mut phases, &line.phase);
        let how = how::of(plan, component, line, phase.stage, digits);
        phase.lines.push(LineExplanation { line: index, how });
    }
    // A stable sort: what has no place in the document stays as it was met.
    sort_by(&mut noted.not_fired, |a, b| a.position.cmp(&b.position));
    for not_fired in noted.not_fired {
        find(&mut phases, &not_fired.phase)
            .not_fired
            .push(not_fired);
    }
    phases.retain(|phase| !phase.lines.is_empty() || !phase.not_fired.is_empty());
    phases
}

/// The phases of a component, `base` first.
fn known_phases(plan: &PlanData, component: &ComponentPlan) -> Vec<PhaseExplanation> {
    let listed = component
        .phases
        .iter()
        .rposition(|phase| phase.kind == PhaseKind::ListLimits);
    let listed = listed.or_else(|| {
        component
            .phases
            .iter()
            .rposition(|phase| phase.kind == PhaseKind::Options)
    });
    let rest = component.phases.iter().enumerate().map(|(index, phase)| {
        let stage = if phase.per_item {
            Stage::Item
        } else if listed.is_some_and(|listed| index <= listed) {
            Stage::List
        } else {
            Stage::Unit
        };
        empty(plan.text(phase.id), stage)
    });
    std::iter::once(empty("base", Stage::List))
        .chain(rest)
        .collect()
}

/// The phase of this id; one that the component does not have comes last.
fn find<'p>(phases: &'p mut Vec<PhaseExplanation>, id: &str) -> &'p mut PhaseExplanation {
    let index = phases.iter().position(|phase| phase.phase == id);
    let index = index.unwrap_or_else(|| {
        phases.push(empty(id, Stage::Order));
        phases.len().saturating_sub(1)
    });
    #[expect(
        clippy::indexing_slicing,
        reason = "the index was found or is that of the last"
    )]
    &mut phases[index]
}

fn empty(id: &str, stage: Stage) -> PhaseExplanation {
    PhaseExplanation {
        phase: id.to_owned(),
        stage,
        lines: Vec::new(),
        not_fired: Vec::new(),
    }
}
