//! What nobody reads is not kept: entries that only fix a sum, begin a phase or bring an amount to a
//! digit on which it is already.
//!
//! Takes the entries of a component in their order, gives those that can make a difference. What an
//! entry is left out for holds for every configuration, so no price and no line changes.

use super::Indexed;
use crate::evaluate::scaled::entry::{Action, Amount, Entry, Part};
use crate::evaluate::scaled::grid::Grid;
use crate::plan::{AmountName, ComponentPlan, Node, PlanData};

/// Which amounts of the waterfall something reads.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reads {
    base: bool,
    options: bool,
    list: bool,
    subtotal: bool,
    /// That of any feature.
    features: bool,
}

impl Reads {
    /// What expressions read, of the component and of the order.
    fn of_expressions(plan: &PlanData, component: &ComponentPlan) -> Self {
        let mut reads = Self::default();
        let programs = [&component.program, &plan.order.program];
        for node in programs.iter().flat_map(|program| &program.nodes) {
            if let Node::Amount(name) = node {
                reads.note(*name);
            }
        }
        reads
    }

    /// What percentages of an entry are of.
    fn note_rates(&mut self, action: &Action) {
        match action {
            Action::Percent(_, of) => self.note(*of),
            Action::Line(amount)
            | Action::Fee(amount, _)
            | Action::Minimum(amount, _)
            | Action::Maximum(amount) => self.note_amount(amount),
            Action::Own(chosen) => self.note_amount(&chosen.amount),
            Action::Option(_, chosen)
            | Action::Options(_, chosen)
            | Action::OptionFee(_, chosen)
            | Action::OptionFees(_, chosen) => {
                let chosen = chosen.iter().flatten();
                chosen.for_each(|chosen| self.note_amount(&chosen.amount));
            }
            _ => {}
        }
    }

    fn note_amount(&mut self, amount: &Amount) {
        match amount {
            Amount::Percent(_, of) => self.note(*of),
            Amount::Each(one) => self.note_amount(one),
            Amount::Tiers(tiers) => {
                let steps = tiers.steps.iter().map(|(_, amount)| amount);
                steps
                    .chain(&tiers.otherwise)
                    .for_each(|amount| self.note_amount(amount));
            }
            Amount::Fixed(_) | Amount::Exact(_) | Amount::Cell(_) | Amount::Worked { .. } => {}
        }
    }

    fn note(&mut self, name: AmountName) {
        match name {
            AmountName::Base => self.base = true,
            AmountName::Options => self.options = true,
            AmountName::List => self.list = true,
            AmountName::Subtotal => self.subtotal = true,
            AmountName::Feature(_) => self.features = true,
            AmountName::Extended | AmountName::Items => {}
        }
    }
}

/// The grids of a component's lines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grids {
    pub unit: Grid,
    pub item: Grid,
    pub minor: Grid,
}

/// What came of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Left {
    /// How many entries the head has.
    pub head: usize,
    /// Whether something reads what is added for a feature.
    pub features: bool,
    /// The part that lines belong to before a phase says so.
    pub begins_with: Option<Part>,
}

/// Leaves out what makes no difference.
pub(super) fn leave_out_unread(
    (plan, component): (&PlanData, &ComponentPlan),
    grids: Grids,
    head: usize,
    entries: &mut Vec<Entry>,
    atoms: &mut Vec<Indexed>,
) -> Left {
    let expressions = Reads::of_expressions(plan, component);
    let mut reads = expressions;
    entries
        .iter()
        .for_each(|entry| reads.note_rates(&entry.action));
    let judged = Judged {
        entries,
        expressions,
        reads,
        one_list_serves: one_list_serves(entries, atoms),
        on_minor: on_minor(entries, grids),
        ends: entries.iter().any(|entry| entry.stop),
    };
    let kept = judged.kept();
    let mut head = kept.iter().take(head).filter(|kept| **kept).count();
    let mut marks = kept.iter();
    entries.retain(|_| marks.next() == Some(&true));
    let mut marks = kept.iter();
    atoms.retain(|_| marks.next() == Some(&true));
    // the base is the same behind where the next phase begins
    if let Some(Action::Enter(_)) = entries.get(head).map(|entry| &entry.action) {
        head = head.saturating_add(1);
    }
    Left {
        head,
        features: reads.features,
        begins_with: (!expressions.subtotal).then_some(Part::Base),
    }
}

/// Entries with what is known of all of them.
struct Judged<'a> {
    entries: &'a [Entry],
    expressions: Reads,
    /// What expressions and percentages read.
    reads: Reads,
    one_list_serves: bool,
    on_minor: bool,
    /// Whether a step can end its phase, which the next phase forgets.
    ends: bool,
}

impl Judged<'_> {
    /// Which entries are kept.
    fn kept(&self) -> Vec<bool> {
        // nothing is known before the first phase but what nothing is: no lines
        let mut is_first = !self.expressions.subtotal;
        let mut part = None;
        let mut kept = Vec::with_capacity(self.entries.len());
        for (at, entry) in self.entries.iter().enumerate() {
            let keep = match &entry.action {
                Action::CloseBase { lists } => {
                    let is_sure = lists.is_none() || self.one_list_serves;
                    !is_sure || self.expressions.base || self.expressions.features
                }
                Action::CloseOptions => self.expressions.options,
                Action::CloseList => self.reads.list,
                Action::CloseItem => !self.on_minor,
                Action::Enter(start) if start.part == Part::Base && is_first => false,
                Action::Enter(start) => {
                    let counts = |part| match part {
                        Some(Part::Base) => self.reads.base,
                        Some(Part::Options) => self.reads.options,
                        _ => false,
                    };
                    let rest = self.entries.get(at.saturating_add(1)..);
                    counts(part) || counts(Some(start.part)) || self.minds(rest.unwrap_or_default())
                }
                _ => true,
            };
            match &entry.action {
                Action::Enter(start) if keep || is_first => {
                    part = Some(start.part);
                    is_first = false;
                }
                Action::Extend | Action::BeginOrder => part = None,
                _ => {}
            }
            kept.push(keep);
        }
        kept
    }

    /// Whether something up to the next phase minds where its phase began.
    fn minds(&self, entries: &[Entry]) -> bool {
        let is_start = |entry: &&Entry| matches!(entry.action, Action::Enter(_));
        let mut phase = entries.iter().take_while(|entry| !is_start(entry));
        self.ends
            || self.expressions.subtotal
            || phase.any(|entry| {
                let mut rates = Reads::default();
                rates.note_rates(&entry.action);
                let limits = matches!(entry.action, Action::Minimum(..) | Action::Maximum(_));
                rates.subtotal || limits
            })
    }
}

/// Whether one price list serves, always.
fn one_list_serves(entries: &[Entry], atoms: &[Indexed]) -> bool {
    let lists = entries.iter().zip(atoms);
    let mut lists = lists.filter(|(entry, _)| matches!(entry.action, Action::BaseCell(_)));
    let is_free =
        |(entry, indexed): (&Entry, &Indexed)| entry.checks.is_empty() && indexed.terms.is_empty();
    lists.next().is_some_and(is_free) && lists.next().is_none()
}

/// Whether every amount of the item has no more digits than it may have in the end.
fn on_minor(entries: &[Entry], grids: Grids) -> bool {
    let moves = |entry: &Entry| matches!(entry.action, Action::Move { .. });
    let within = |grid: Grid| grid.is_within(&grids.minor);
    within(grids.unit) && within(grids.item) && !entries.iter().any(moves)
}
