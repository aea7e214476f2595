//! What a configuration holds, slot by slot, as integers, and where that stands in the index.

use super::index::Standing;
use super::program::{Answer, Default, Guard, Program, Shape};
use super::whole::EMPTY;
use crate::plan::SlotId;

/// What came of a value that a slot was to be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Put {
    /// It is not allowed or not held here; nothing changed.
    Refused,
    /// It was given before; nothing changed.
    Same,
    /// Another one was.
    Other,
}

/// The values of a configuration.
#[derive(Debug)]
pub(super) struct Values {
    slots: Vec<Held>,
    /// The options chosen in multiselects with their quantities, by slot and option.
    choices: Vec<(SlotId, usize, i64)>,
    /// The texts given.
    texts: Vec<(SlotId, String)>,
    /// How many slots are bad.
    bad_count: usize,
    /// The quantity; 0 for one that is not a whole number of steps.
    pieces: i64,
    /// Where they stand in the index.
    pub standing: Standing,
    /// The slots that hold something else than when they were last taken, a set; each bit is also
    /// that of the slot 64 further on.
    changed: u64,
    /// Slots that were given a value of which the order does not know, each once.
    untold: Vec<SlotId>,
}

/// What is known of a slot.
#[derive(Clone, Copy, Debug)]
struct Held {
    /// What the buyer gave.
    given: i64,
    /// What holds: given, or the default, or nothing.
    value: i64,
    /// There is no price here with it: a value of another form, or a missing one.
    is_bad: bool,
    /// What is given holds, whatever else is given.
    is_direct: bool,
    /// The order does not know what was given; it is among the untold.
    is_untold: bool,
    /// The order knows what was given in the slot's own form, or will be told so.
    is_own: bool,
    /// Another value of its own form only has to be held: it is direct, untold, own and not bad.
    is_ready: bool,
    /// How many options a select has; 0 for another slot.
    options: u32,
}

/// The value of a multiselect of which the buyer said that nothing is chosen.
const NOTHING_CHOSEN: i64 = 0;
/// The value of a multiselect with choices.
const SOME_CHOSEN: i64 = 1;

impl Values {
    /// Nothing given.
    pub fn new(program: &Program) -> Self {
        let nothing = |(answer, shape): (&Option<Answer>, &Shape)| Held {
            given: EMPTY,
            value: EMPTY,
            is_bad: false,
            is_direct: answer.is_none_or(|answer| !answer.conditional && !answer.many),
            is_untold: false,
            is_own: false,
            is_ready: false,
            options: match shape {
                Shape::Option(count) => u32::try_from(*count).unwrap_or(u32::MAX),
                _ => 0,
            },
        };
        let slots = program.answers.iter().zip(&program.shapes);
        let mut values = Self {
            slots: slots.map(nothing).collect(),
            choices: Vec::new(),
            texts: Vec::new(),
            bad_count: 0,
            pieces: 0,
            standing: program.index.standing(),
            changed: 0,
            untold: Vec::new(),
        };
        values.clear(program);
        values
    }

    /// Takes every value away.
    pub fn clear(&mut self, program: &Program) {
        self.choices.clear();
        self.pieces = 0;
        let slots = 0..u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
        slots.for_each(|slot| self.give(program, SlotId(slot), EMPTY));
    }

    /// What the buyer gave, if anything.
    pub fn given(&self, slot: SlotId) -> Option<i64> {
        let held = self.slots.get(slot.index())?;
        Some(held.given).filter(|value| *value != EMPTY)
    }

    /// Whether a slot was given something, or is one with which there is no price here.
    #[cfg(all(feature = "compiler", not(target_arch = "wasm32")))]
    pub fn is_touched(&self, slot: SlotId) -> bool {
        let held = self.slots.get(slot.index());
        held.is_some_and(|held| held.given != EMPTY || held.is_bad)
    }

    /// Gives a slot a value of its shape, or [`EMPTY`], of which the order will be told.
    #[inline]
    pub fn put(&mut self, program: &Program, slot: SlotId, value: i64) -> Put {
        let Some(held) = self.slots.get_mut(slot.index()) else {
            return Put::Refused;
        };
        if !held.is_ready || value == EMPTY {
            return self.put_first(program, slot, value);
        }
        if held.given == value {
            return Put::Same;
        }
        held.given = value;
        self.hold(program, slot, value);
        Put::Other
    }

    /// The same for a slot that is not ready.
    #[inline(never)]
    fn put_first(&mut self, program: &Program, slot: SlotId, value: i64) -> Put {
        let is_same = |held: &Held| held.is_own && held.given == value;
        if self.slots.get(slot.index()).is_some_and(is_same) {
            return Put::Same;
        }
        self.keep_untold(slot);
        self.give(program, slot, value);
        if let Some(held) = self.slots.get_mut(slot.index()) {
            held.is_own = true;
            held.is_ready = held.is_direct && !held.is_bad;
        }
        Put::Other
    }

    /// Gives a select its option by number.
    #[inline]
    pub fn put_option(&mut self, program: &Program, slot: SlotId, option: u32) -> Put {
        let Some(held) = self.slots.get_mut(slot.index()) else {
            return Put::Refused;
        };
        if option >= held.options {
            return Put::Refused;
        }
        let value = i64::from(option);
        if !held.is_ready {
            return self.put_first(program, slot, value);
        }
        if held.given == value {
            return Put::Same;
        }
        (held.given, held.value) = (value, value);
        let standing = &mut self.standing;
        program.index.place_small(slot, option, standing);
        self.note_change(slot);
        Put::Other
    }

    /// The slot last given a value of which the order does not know. Then it knows.
    pub fn next_untold(&mut self) -> Option<SlotId> {
        let slot = self.untold.pop()?;
        if let Some(held) = self.slots.get_mut(slot.index()) {
            (held.is_untold, held.is_ready) = (false, false);
        }
        Some(slot)
    }

    /// The order knows of every value.
    pub fn forget_untold(&mut self) {
        while self.next_untold().is_some() {}
    }

    /// Whether the order does not know of a slot's value.
    #[cfg(all(feature = "compiler", not(target_arch = "wasm32")))]
    pub fn is_untold(&self, slot: SlotId) -> bool {
        let held = self.slots.get(slot.index());
        held.is_some_and(|held| held.is_untold)
    }

    /// What would be told last is told first.
    #[cfg(all(feature = "compiler", not(target_arch = "wasm32")))]
    pub fn reverse_untold(&mut self) {
        self.untold.reverse();
    }

    /// Notes that the order does not know of a slot's value.
    pub fn keep_untold(&mut self, slot: SlotId) {
        if let Some(held) = self.slots.get_mut(slot.index())
            && !std::mem::replace(&mut held.is_untold, true)
        {
            self.untold.push(slot);
        }
    }

    /// Gives a slot a value of its shape, or [`EMPTY`].
    pub fn give(&mut self, program: &Program, slot: SlotId, value: i64) {
        let Some(held) = self.slots.get_mut(slot.index()) else {
            return;
        };
        held.given = value;
        (held.is_own, held.is_ready) = (false, false);
        // what hangs on its availability is decided before each price
        let value = match program.answer(slot) {
            Some(answer) if !answer.conditional => resolved(answer, value),
            _ => Some(value),
        };
        if held.is_bad != value.is_none() {
            self.mark(slot, value.is_none());
        }
        self.hold(program, slot, value.unwrap_or(EMPTY));
    }

    /// Gives a slot a value that is not held here.
    pub fn give_foreign(&mut self, slot: SlotId) {
        if let Some(held) = self.slots.get_mut(slot.index()) {
            (held.is_own, held.is_ready) = (false, false);
        }
        self.mark(slot, true);
    }

    /// Gives a text slot a text.
    pub fn give_text(&mut self, program: &Program, slot: SlotId, text: &str, value: i64) {
        match self.texts.iter_mut().find(|(other, _)| *other == slot) {
            Some((_, kept)) => {
                kept.clear();
                kept.push_str(text);
            }
            None => self.texts.push((slot, text.to_owned())),
        }
        self.give(program, slot, value);
        self.note_change(slot);
    }

    /// Gives a multiselect its choices, by rising option.
    pub fn give_choices(&mut self, program: &Program, slot: SlotId, chosen: &[(usize, i64)]) {
        self.choices.retain(|(other, _, _)| *other != slot);
        let at = self.choices.partition_point(|(other, _, _)| *other < slot);
        let chosen_here = chosen.iter().map(|(option, count)| (slot, *option, *count));
        self.choices.splice(at..at, chosen_here);
        let value = if chosen.is_empty() {
            NOTHING_CHOSEN
        } else {
            SOME_CHOSEN
        };
        self.give(program, slot, value);
        self.note_change(slot);
    }

    /// Sets the quantity to what its slot is given.
    #[inline]
    pub fn give_pieces(&mut self, program: &Program, quantity: i64) {
        let mut pieces = Some(quantity);
        if program.piece != 1 {
            let is_whole = quantity.checked_rem(program.piece) == Some(0);
            pieces = quantity.checked_div(program.piece).filter(|_| is_whole);
        }
        if program.quantity_step != 1 {
            let on_step = |pieces: &i64| pieces.checked_rem(program.quantity_step) == Some(0);
            pieces = pieces.filter(on_step);
        }
        self.pieces = pieces.unwrap_or(0);
    }

    /// The pieces; none for a configuration that has no price here.
    pub fn pieces(&self) -> Option<i64> {
        (self.bad_count == 0 && self.pieces > 0).then_some(self.pieces)
    }

    /// Decides a feature that is available only under a condition. None where there is no price:
    /// it is given but not available, or required but not given.
    pub fn decide(&mut self, program: &Program, slot: SlotId, available: bool) -> Option<()> {
        let given = self.slots.get(slot.index())?.given;
        let answer = program.answer(slot)?;
        if available {
            let value = resolved(answer, given)?;
            self.hold(program, slot, value);
            return Some(());
        }
        self.hold(program, slot, EMPTY);
        let asked = given != EMPTY && !(answer.many && given == NOTHING_CHOSEN);
        (!asked).then_some(())
    }

    /// What a slot holds.
    #[inline]
    pub fn of(&self, slot: SlotId) -> i64 {
        self.slots
            .get(slot.index())
            .map_or(EMPTY, |held| held.value)
    }

    /// What a slot holds, if it does.
    #[inline]
    pub fn known(&self, slot: SlotId) -> Option<i64> {
        Some(self.of(slot)).filter(|value| *value != EMPTY)
    }

    /// The option that a select holds.
    #[inline]
    pub fn option(&self, slot: SlotId) -> Option<usize> {
        usize::try_from(self.of(slot)).ok()
    }

    /// A chosen option of a multiselect with its quantity, by number.
    pub fn choice(&self, slot: SlotId, number: usize) -> Option<(usize, i64)> {
        self.known(slot)?;
        let at = self.choices.partition_point(|(other, _, _)| *other < slot);
        let (of, option, count) = *self.choices.get(at.checked_add(number)?)?;
        (of == slot).then_some((option, count))
    }

    /// The options that the buyer chose in a multiselect, with their quantities.
    pub fn chosen(&self, slot: SlotId) -> impl Iterator<Item = (usize, i64)> {
        let choices = self.choices.iter().filter(move |it| it.0 == slot);
        choices.map(|(_, option, count)| (*option, *count))
    }

    /// Whether the buyer chose an option, and its feature is available.
    pub fn chooses(&self, guard: &Guard) -> bool {
        let Guard {
            slot, option, many, ..
        } = *guard;
        let given = self.given(slot).is_some();
        let holds = self.known(slot).is_some();
        let mut choices = self.choices.iter().filter(|(other, _, _)| *other == slot);
        given
            && holds
            && match many {
                true => choices.any(|(_, chosen, _)| *chosen == option),
                false => self.option(slot) == Some(option),
            }
    }

    /// The text of a text slot.
    pub fn text(&self, slot: SlotId) -> Option<&str> {
        let text = self.texts.iter().find(|(other, _)| *other == slot);
        text.map(|(_, text)| text.as_str())
    }

    #[inline]
    fn hold(&mut self, program: &Program, slot: SlotId, value: i64) {
        if let Some(held) = self.slots.get_mut(slot.index())
            && held.value != value
        {
            held.value = value;
            program.index.place(slot, value, &mut self.standing);
            self.note_change(slot);
        }
    }

    #[inline]
    fn note_change(&mut self, slot: SlotId) {
        self.changed |= 1 << (slot.index() % 64);
    }

    /// The set of slots that hold something else than when they were last taken; each bit is also
    /// that of the slot 64 further on.
    pub const fn changed(&self) -> u64 {
        self.changed
    }

    /// Takes that set, so that only slots that change from now on are in the next.
    pub fn take_changed(&mut self) -> u64 {
        std::mem::take(&mut self.changed)
    }

    fn mark(&mut self, slot: SlotId, bad: bool) {
        if let Some(held) = self.slots.get_mut(slot.index())
            && held.is_bad != bad
        {
            held.is_bad = bad;
            self.bad_count = if bad {
                self.bad_count.saturating_add(1)
            } else {
                self.bad_count.saturating_sub(1)
            };
        }
    }
}

/// The value of an available slot; none where there is no price without one.
fn resolved(answer: &Answer, given: i64) -> Option<i64> {
    let value = match (given, answer.default) {
        (NOTHING_CHOSEN, _) if answer.many => EMPTY,
        (EMPTY, Default::Value(default)) => default,
        (EMPTY, Default::Foreign) => return None,
        (given, _) => given,
    };
    (value != EMPTY || !answer.required).then_some(value)
}
