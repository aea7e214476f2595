//! Runs a lowered component for the values of a session: entry by entry, in integers.
//!
//! INVARIANT: each step is exact or there is no result. A sum that does not fit, a value that is
//! missing, a rule that forbids or asks: all of it leaves the configuration to the general
//! evaluator, which says why.

mod amount;
mod choice;
mod kept;
mod limit;

use kept::{Kept, MOST_AMOUNT, MOST_PIECES, numbers};

use super::entry::{Action, Caption, Chosen, Entry};
use super::grid::Grid;
use super::program::{Program, Shape};
use super::sums::{Begun, Sum, Sums};
use super::values::Values;
use super::whole::EMPTY;
use super::worked::{FUEL, Reader};
use crate::evaluate::limits;
use crate::evaluate::memo::Work;
use crate::plan::{AmountName, ComponentPlan, NodeId, PlanData, SlotId};

/// A line: its name among the program's, its amount for a piece where it counts per piece, and for
/// all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    pub label: u32,
    pub unit_amount: Option<i64>,
    pub amount: i64,
    /// The slot by whose value a fee is charged.
    pub key: Option<SlotId>,
}

/// What a run works with, kept from run to run.
#[derive(Debug)]
pub(super) struct Machine {
    /// The entries that can apply, by 64.
    candidates: Vec<u64>,
    state: State,
}

/// What entries change.
#[derive(Debug)]
struct State {
    kept: Kept,
    /// The lines of the other entries.
    lines: Vec<OtherLine>,
    sums: Sums,
    fees: Vec<Fee>,
    cells: Vec<Remembered>,
    behind_head: BehindHead,
    /// What the lines that are there come to; none where a run left them half done.
    amount: Option<i64>,
}

/// What is known behind the head.
#[derive(Debug, Default)]
struct BehindHead {
    is_known: bool,
    sums: Begun,
    /// The amount of `base`.
    base: i64,
    /// How many lines there are.
    lines: usize,
}

/// A line of an entry that is not free.
#[derive(Clone, Copy, Debug)]
struct OtherLine {
    /// The number of the entry.
    entry: usize,
    label: u32,
    /// Whether the amount is for a piece.
    per_piece: bool,
    amount: i64,
    key: Option<SlotId>,
}

/// A fee once per order that is still to be charged.
#[derive(Clone, Copy, Debug)]
struct Fee {
    label: u32,
    amount: i64,
    /// The slot by whose value it is charged.
    key: Option<SlotId>,
}

/// A cell that was found: its keys and its price.
#[derive(Clone, Copy, Debug)]
struct Remembered {
    keys: [i64; 2],
    price: i64,
}

impl Machine {
    pub fn new(program: &Program) -> Self {
        let mut sums = Sums::default();
        sums.keep_features(program.sums_of_features);
        let unknown = Remembered {
            keys: [EMPTY; 2],
            price: 0,
        };
        Self {
            candidates: program.index.none(),
            state: State {
                kept: Kept::new(program),
                lines: Vec::new(),
                sums,
                fees: Vec::new(),
                cells: vec![unknown; program.cells],
                behind_head: BehindHead::default(),
                amount: None,
            },
        }
    }

    /// How many lines the last run made.
    pub fn count(&self) -> usize {
        let others = self.state.lines.len();
        self.state.kept.count().saturating_add(others)
    }

    /// Calls with each line of the last run: those of the item, then those of the order.
    #[inline]
    pub fn each_line(&self, values: &Values, mut each: impl FnMut(Line)) {
        let pieces = values.pieces().unwrap_or(0);
        let mut others = self.state.lines.as_slice();
        self.state.kept.each(|number, line| {
            while let [other, rest @ ..] = others
                && other.entry < number
            {
                each(other.line(pieces));
                others = rest;
            }
            each(Line {
                label: line.caption.label,
                unit_amount: Some(line.amount),
                amount: line.amount.wrapping_mul(pieces),
                key: None,
            });
        });
        others.iter().for_each(|other| each(other.line(pieces)));
    }

    /// The amount of the order; none where the general evaluator has to price it.
    pub fn run(
        &mut self,
        program: &Program,
        plan: &PlanData,
        values: &mut Values,
        work: &mut Work,
    ) -> Option<i64> {
        let pieces = values.pieces().filter(|pieces| *pieces <= MOST_PIECES)?;
        let Self { candidates, state } = self;
        let last = state.amount.take();
        let mut running = Running {
            program,
            plan,
            values,
            state,
            work,
            fuel: FUEL,
            pieces,
            grid: &program.unit_grid,
            per_piece: true,
            floor: None,
            minimum: None,
            ended: false,
            lists: 0,
            at: 0,
        };
        if !(program.conditional.is_empty() && program.guards.is_empty()) {
            running.decide()?;
        }
        let standing = &mut running.values.standing;
        let mut is_new = program.index.candidates(standing, candidates)?;
        let resumes = running.resumes();
        if !resumes {
            is_new = true;
            running.head(candidates)?;
        }
        let changed = running.values.take_changed();
        let base = running.state.behind_head.base;
        is_new |= running.state.kept.forget(&program.free, changed, base);
        let amount = match last.filter(|_| !is_new && program.split.of_rest.ignores(changed)) {
            Some(amount) => amount,
            None => {
                if resumes {
                    running.resume();
                }
                running.settle(candidates)?;
                running.rest(candidates)?
            }
        };
        let spent = FUEL.saturating_sub(running.fuel);
        running.work.expressions = running.work.expressions.wrapping_add(u64::from(spent));
        running.state.amount = Some(amount);
        Some(amount)
    }
}

/// One run.
struct Running<'a> {
    program: &'a Program,
    plan: &'a PlanData,
    values: &'a mut Values,
    state: &'a mut State,
    work: &'a mut Work,
    fuel: u32,
    pieces: i64,
    /// How lines are rounded now.
    grid: &'a Grid,
    /// Before × quantity.
    per_piece: bool,
    /// The highest minimum that rounding minds.
    floor: Option<i64>,
    /// The minimum of this phase.
    minimum: Option<i64>,
    /// A step that ends its phase made a line.
    ended: bool,
    /// Base price lists that served.
    lists: u32,
    /// The entry that is run.
    at: usize,
}

impl<'a> Running<'a> {
    fn component(&self) -> Option<&'a ComponentPlan> {
        let plan: &'a PlanData = self.plan;
        plan.components.get(self.program.component.index())
    }

    /// Decides what is available, feature by feature.
    #[inline(never)]
    fn decide(&mut self) -> Option<()> {
        let program = self.program;
        self.begin();
        for (slot, condition) in &program.conditional {
            let available = self.truth(*condition, false)?;
            self.values.decide(program, *slot, available)?;
        }
        for guard in &program.guards {
            if self.values.chooses(guard) && !self.truth(guard.condition, false)? {
                return None;
            }
        }
        Some(())
    }

    fn begin(&mut self) {
        let nothing = Begun::nothing(self.program.begins_with);
        self.state.sums.begin(&nothing, self.pieces);
    }

    /// Whether the run can be taken up behind the head, of which nothing has changed.
    fn resumes(&self) -> bool {
        let changed = self.values.changed();
        self.state.behind_head.is_known && self.program.split.of_head.ignores(changed)
    }

    /// Takes it up there.
    #[inline]
    fn resume(&mut self) {
        let state = &mut *self.state;
        let known = &state.behind_head;
        state.sums.begin(&known.sums, self.pieces);
        state.lines.truncate(known.lines);
    }

    /// Runs the head.
    #[inline(never)]
    fn head(&mut self, candidates: &[u64]) -> Option<()> {
        self.state.behind_head.is_known = false;
        self.state.lines.clear();
        self.begin();
        self.entries(candidates, &self.program.split.head, false)?;
        let state = &mut *self.state;
        let known = &mut state.behind_head;
        known.sums = state.sums.begun();
        known.base = state.sums.base_of(AmountName::Base)?;
        known.lines = state.lines.len();
        known.is_known = true;
        Some(())
    }

    /// Runs what is behind it. The amount of the order.
    fn rest(&mut self, candidates: &[u64]) -> Option<i64> {
        self.state.fees.clear();
        self.entries(candidates, &self.program.split.rest, true)?;
        Some(self.state.sums.running.all).filter(|amount| *amount >= 0)
    }

    /// Runs those of a set of entries that are candidates, each after the lines of the free entries
    /// before it where these are settled.
    #[inline(never)]
    fn entries(&mut self, candidates: &[u64], set: &[u64], is_settled: bool) -> Option<()> {
        for (at, (word, set)) in candidates.iter().zip(set).enumerate() {
            // INVARIANT: what is kept of a word are the lines of its free candidates then
            let (mut free, mut sum) = match is_settled {
                true => self.state.kept.word(at)?,
                false => (0, Sum::default()),
            };
            for number in numbers(at, word & set) {
                let before = free & (1_u64 << (number % 64)).wrapping_sub(1);
                if before != 0 {
                    let of_before = match before == free {
                        true => sum,
                        false => self.state.kept.sum_of(at, before)?,
                    };
                    self.add(of_before)?;
                    sum = sum.wrapping_less(of_before);
                    free ^= before;
                }
                self.entry(number)?;
            }
            if free != 0 {
                self.add(sum)?;
            }
        }
        Some(())
    }

    /// Adds the sum of lines that are kept.
    #[inline]
    fn add(&mut self, sum: Sum) -> Option<()> {
        let sums = &mut self.state.sums;
        sums.running = sums.running.plus(sum)?;
        Some(())
    }

    #[inline]
    fn entry(&mut self, number: usize) -> Option<()> {
        self.at = number;
        let entry = self.program.entries.get(number)?;
        if entry.is_guarded && !self.passes(entry)? {
            return Some(());
        }
        let (caption, amount) = match &entry.action {
            Action::Fixed(amount) => (entry.caption, *amount),
            Action::Percent(rate, of) => {
                let sum = self.state.sums.base_of(*of)?;
                (entry.caption, rate.of(sum, self.grid)?)
            }
            Action::BaseCell(cell) => {
                self.lists = self.lists.saturating_add(1);
                (entry.caption, self.cell(cell)?)
            }
            Action::Line(amount) => match self.amount(amount, 1, entry.of_order)? {
                Some(amount) => (entry.caption, amount),
                None => return Some(()),
            },
            Action::Enter(start) => {
                (self.ended, self.minimum) = (false, None);
                return self.state.sums.enter(start.compound, start.part);
            }
            Action::Extend => return self.extend(),
            other => return self.rare(entry, other),
        };
        self.ended |= entry.stop;
        self.push(caption, amount)
    }

    /// × quantity.
    fn extend(&mut self) -> Option<()> {
        if self.state.sums.running.all < 0 {
            return None;
        }
        (self.per_piece, self.grid) = (false, &self.program.item_grid);
        self.floor = None;
        self.state.sums.extend()
    }

    /// Whether the conditions hold that the index does not decide.
    #[inline(never)]
    fn passes(&mut self, entry: &Entry) -> Option<bool> {
        if self.ended && entry.action.ends_with_phase() {
            return Some(false);
        }
        let mut doubtful = entry.doubtful.iter();
        if !entry.doubtful.is_empty() && doubtful.all(|slot| self.values.of(*slot) != EMPTY) {
            return Some(true);
        }
        for (node, wanted) in &entry.checks {
            if self.truth(*node, entry.of_order)? != *wanted {
                return Some(false);
            }
        }
        Some(true)
    }

    #[inline(never)]
    fn rare(&mut self, entry: &Entry, action: &Action) -> Option<()> {
        let sums = &mut self.state.sums;
        match action {
            Action::CloseBase { lists } => {
                if lists.is_some_and(|wanted| wanted != self.lists) {
                    return None;
                }
                sums.close_base()?;
            }
            Action::Option(slot, by_option) => {
                if let Some(chosen) = chosen(self.values, *slot, by_option) {
                    self.choice(chosen, 1)?;
                }
            }
            Action::CloseOptions => sums.close_options()?,
            Action::CloseList => sums.close_list(),
            Action::CloseItem => {
                let running = sums.running.all;
                let rounded = self.program.minor_grid.round(running, 1)?;
                if rounded != running {
                    self.push(entry.caption, rounded.checked_sub(running)?)?;
                }
            }
            Action::BeginOrder => {
                sums.begin_order();
                self.floor = None;
            }
            Action::Fees => self.charge()?,
            Action::Nothing => {}
            Action::Fee(amount, key) => self.fee(entry, amount, *key)?,
            Action::Options(slot, by_option) => self.options(*slot, by_option)?,
            Action::Own(chosen) => self.choice(chosen, 1)?,
            Action::OptionFee(slot, by_option) => {
                if let Some(chosen) = chosen(self.values, *slot, by_option) {
                    self.choice_fee(chosen, 1)?;
                }
            }
            Action::OptionFees(slot, by_option) => self.option_fees(*slot, by_option)?,
            Action::Minimum(amount, floor) => self.minimum(entry, amount, *floor)?,
            Action::Maximum(amount) => self.maximum(entry, amount)?,
            Action::Move {
                ending,
                modulus,
                mode,
            } => self.shift(entry, *ending, *modulus, *mode)?,
            _ => return None,
        }
        Some(())
    }

    /// Adds a line: extended and added up.
    #[inline]
    fn push(&mut self, caption: Caption, amount: i64) -> Option<()> {
        let state = &mut *self.state;
        if state.lines.len().saturating_add(self.program.free.count) >= limits::LINES {
            return None;
        }
        // INVARIANT: so the amount for all pieces fits
        if self.per_piece && amount.unsigned_abs() > MOST_AMOUNT {
            return None;
        }
        state.sums.add(amount, caption.discountable)?;
        state.lines.push(OtherLine {
            entry: self.at,
            label: caption.label,
            per_piece: self.per_piece,
            amount,
            key: None,
        });
        Some(())
    }

    fn truth(&mut self, node: NodeId, of_order: bool) -> Option<bool> {
        self.reader(of_order)?.truth(node)
    }

    fn reader(&mut self, of_order: bool) -> Option<Reader<'_>> {
        let plan = self.plan;
        let component = self.component()?;
        let first = component.first_feature.index();
        let shapes: &[Shape] = &self.program.shapes;
        let order = &plan.order;
        Some(Reader {
            plan,
            program: if of_order {
                &order.program
            } else {
                &component.program
            },
            computed: if of_order {
                &order.computed
            } else {
                &component.computed
            },
            slot_plans: if of_order {
                &order.slots
            } else {
                &component.slots
            },
            attributes: if of_order { &[] } else { &component.attributes },
            tables: if of_order {
                &order.tables
            } else {
                &component.tables
            },
            currency: self.program.currency,
            shapes: if of_order {
                shapes.get(..first).unwrap_or(shapes)
            } else {
                shapes
            },
            values: &*self.values,
            sums: &self.state.sums,
            scale: self.program.scale,
            fuel: &mut self.fuel,
            depth: 0,
            inside_computed: false,
        })
    }
}

/// What the option that a select holds adds.
fn chosen<'c>(
    values: &Values,
    slot: SlotId,
    by_option: &'c [Option<Chosen>],
) -> Option<&'c Chosen> {
    by_option.get(values.option(slot)?)?.as_ref()
}

impl OtherLine {
    /// The line for so many pieces.
    #[inline]
    fn line(&self, pieces: i64) -> Line {
        let (unit_amount, amount) = if self.per_piece {
            (Some(self.amount), self.amount.wrapping_mul(pieces))
        } else {
            (None, self.amount)
        };
        Line {
            label: self.label,
            unit_amount,
            amount,
            key: self.key,
        }
    }
}

impl Action {
    /// Whether a step that ends its phase ends this, too.
    const fn ends_with_phase(&self) -> bool {
        matches!(
            self,
            Self::Fixed(_)
                | Self::Percent(..)
                | Self::Line(_)
                | Self::Option(..)
                | Self::Options(..)
                | Self::Own(_)
        )
    }
}
