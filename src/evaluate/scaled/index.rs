//! Which entries can apply: for each value of a slot the set of those that it allows, and the
//! intersection of these sets, block by block.
//!
//! The values of a slot fall into classes: nothing, each option, or for numbers each breakpoint of a
//! condition and each gap between two. Classes that no condition tells apart have one set, so that a
//! change from one to another changes nothing. A set is a run of words, so what is looked at grows
//! with the slots and a sixty-fourth of the entries, and what is done afterwards with the entries
//! that are left. Slots go in groups, whose intersections are kept: what changes one slot
//! intersects those of its group and then the groups.

use super::whole::EMPTY;
use crate::plan::{Comparison, SlotId};
use crate::sorting::sort;

/// A condition on one slot that the index decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Atom {
    /// Whether it has a value.
    IsSet(bool),
    /// It has one of these small numbers: options, `false` and `true`.
    Among(Vec<i64>),
    /// It compares so with a number.
    Compare(Comparison, i64),
}

/// An atom on a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term {
    pub slot: SlotId,
    pub atom: Atom,
    /// Whether a slot without a value leaves open whether it holds.
    pub is_doubtful: bool,
}

/// An index over entries.
#[derive(Debug)]
pub(super) struct Index {
    /// The set of all entries.
    all: Vec<Block>,
    /// By slot, what its values are told apart by where conditions are about it.
    slots: Vec<SlotIndex>,
    /// The sets of slots without a value.
    nothing: Vec<Place>,
    /// The sets of all slots, one after the other.
    sets: Vec<Block>,
}

/// A part of a set: that many entries are intersected at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
// as wide as two vectors of a processor, which reads one in a step where it does not lie across
#[repr(align(32))]
struct Block([u64; WORDS]);
const WORDS: usize = 4;
const BLOCK: usize = 256;

/// Sets of so many blocks are a sign of a plan that no catalog has.
const MOST_BLOCKS: usize = 1 << 20;
/// So many conditions with so many values of their slots, likewise.
const MOST_TESTS: usize = 1 << 26;

/// So many slots are a group.
const GROUP: usize = 8;
/// So few are intersected one by one.
const FEW: usize = 2 * GROUP;

/// The sets of a slot's values.
#[derive(Debug)]
struct SlotIndex {
    classes: Classes,
    /// By class, where its set begins.
    places: Box<[Place]>,
    /// Which of the places of sets is its; past them all where no condition is about it.
    number: usize,
    /// Its group as a set.
    group: u64,
}

#[derive(Debug)]
enum Classes {
    /// 0 for nothing, else the number and one; the highest class.
    Direct(i64),
    /// 0 for nothing; odd for the gap below a breakpoint, even for a breakpoint.
    Between(Vec<i64>),
}

/// Where a slot's set begins.
type Place = usize;

/// Where the values of a configuration stand.
#[derive(Debug)]
pub(super) struct Standing {
    /// The sets of the slots' values.
    places: Vec<Place>,
    /// The intersections of groups, one after the other; none of few slots.
    groups: Vec<Block>,
    /// Where these begin.
    group_places: Vec<Place>,
    /// The set of groups of which a place changed; the bits are used again after 64 of them.
    stale: u64,
}

impl Index {
    /// An index of entries with their terms. `direct` says how many small numbers a slot holds,
    /// 0 where it holds other numbers. None for one that would be out of all proportion.
    pub fn new(
        entries: &[Vec<Term>],
        slots: usize,
        direct: impl Fn(usize) -> usize,
    ) -> Option<Self> {
        let mut by_slot: Vec<Vec<(usize, &Term)>> = vec![Vec::new(); slots];
        for (entry, terms) in entries.iter().enumerate() {
            for term in terms {
                by_slot.get_mut(term.slot.index())?.push((entry, term));
            }
        }
        let blocks = entries.len().div_ceil(BLOCK);
        let mut index = Self {
            all: vec![Block::default(); blocks],
            slots: Vec::new(),
            nothing: Vec::new(),
            sets: Vec::new(),
        };
        (0..entries.len()).for_each(|entry| set(&mut index.all, entry, true));
        let mut tests = 0_usize;
        for (slot, terms) in by_slot.iter().enumerate() {
            if terms.is_empty() {
                index.slots.push(SlotIndex {
                    classes: Classes::Direct(0),
                    places: Box::default(),
                    number: usize::MAX,
                    group: 0,
                });
                continue;
            }
            let classes = Classes::new(terms, direct(slot));
            let count = classes.count();
            tests = tests.saturating_add(terms.len().saturating_mul(count));
            let size = index.sets.len().checked_add(count.checked_mul(blocks)?)?;
            if tests > MOST_TESTS || size > MOST_BLOCKS {
                return None;
            }
            let first = index.sets.len();
            let tests = terms
                .iter()
                .map(|(entry, term)| (*entry, Test::of(term, &classes)));
            let tests: Vec<(usize, Test)> = tests.collect();
            let (mut places, mut digests) = (Vec::with_capacity(count), Vec::new());
            for class in 0..count {
                let start = index.sets.len();
                index.sets.extend_from_slice(&index.all);
                let allowed = index.sets.get_mut(start..)?;
                let fails = tests.iter().filter(|(_, test)| !test.passes(class));
                fails.for_each(|(entry, _)| set(allowed, *entry, false));
                let digest = digest(allowed);
                let known = digests.iter().position(|other| *other == digest);
                let place = known.and_then(|at| first.checked_add(at.checked_mul(blocks)?));
                places.push(match place {
                    Some(place) if index.is_again(place, start) => {
                        index.sets.truncate(start);
                        place
                    }
                    _ => {
                        digests.push(digest);
                        start
                    }
                });
            }
            index.slots.push(SlotIndex {
                classes,
                places: places.into(),
                number: index.nothing.len(),
                group: 1 << (index.nothing.len() / GROUP % 64),
            });
            index.nothing.push(first);
        }
        Some(index)
    }

    /// Whether the last set, which begins at `start`, is that at a place.
    fn is_again(&self, place: Place, start: Place) -> bool {
        let (known, last) = self.sets.split_at_checked(start).unwrap_or_default();
        known.get(place..).and_then(|known| known.get(..last.len())) == Some(last)
    }

    /// The set of no entry, by 64.
    pub fn none(&self) -> Vec<u64> {
        vec![0; self.all.len().saturating_mul(WORDS)]
    }

    /// Where slots without values stand.
    pub fn standing(&self) -> Standing {
        let blocks = self.all.len();
        let groups = match self.nothing.len() {
            0..=FEW => 0,
            slots => slots.div_ceil(GROUP),
        };
        let groups = 0..groups;
        let begins = groups.map(|group| group.saturating_mul(blocks));
        let group_places: Vec<Place> = begins.collect();
        Standing {
            places: self.nothing.clone(),
            groups: vec![Block::default(); group_places.len().saturating_mul(blocks)],
            group_places,
            stale: u64::MAX,
        }
    }

    /// Notes the value of a slot.
    #[inline]
    pub fn place(&self, slot: SlotId, value: i64, standing: &mut Standing) {
        if let Some(indexed) = self.slots.get(slot.index()) {
            Self::stand(indexed, indexed.classes.of(value), standing);
        }
    }

    /// The same for a slot of small numbers.
    #[inline]
    pub fn place_small(&self, slot: SlotId, number: u32, standing: &mut Standing) {
        if let Some(indexed) = self.slots.get(slot.index()) {
            Self::stand(indexed, (number as usize).wrapping_add(1), standing);
        }
    }

    #[inline]
    fn stand(indexed: &SlotIndex, class: usize, standing: &mut Standing) {
        if let Some(place) = standing.places.get_mut(indexed.number) {
            // what no class is for is in no set
            let new = indexed.places.get(class).copied().unwrap_or(usize::MAX);
            if *place != new {
                *place = new;
                standing.stale |= indexed.group;
            }
        }
    }

    /// Brings the entries that every slot allows up to date with where the slots stand, and says
    /// whether they have become others. None for places that are in no set.
    #[inline]
    pub fn candidates(&self, standing: &mut Standing, candidates: &mut [u64]) -> Option<bool> {
        if standing.stale == 0 {
            return Some(false);
        }
        let mut last = (self.sets.as_slice(), standing.places.as_slice());
        if !standing.groups.is_empty() {
            self.intersect_groups(standing.stale, &standing.places, &mut standing.groups)?;
            last = (&standing.groups, &standing.group_places);
        }
        let are_others = self.intersect(last.0, last.1, candidates)?;
        standing.stale = 0;
        Some(are_others)
    }

    /// Leaves what is in all sets at places, and says whether that is something else. Not to be
    /// inlined: on its own it becomes a loop over vectors.
    #[inline(never)]
    fn intersect(&self, sets: &[Block], places: &[Place], candidates: &mut [u64]) -> Option<bool> {
        let mut are_others = false;
        let (candidates, _) = candidates.as_chunks_mut();
        for (block, (candidates, all)) in candidates.iter_mut().zip(&self.all).enumerate() {
            let mut left = *all;
            left.keep(sets, places, block)?;
            are_others |= *candidates != left.0;
            *candidates = left.0;
        }
        Some(are_others)
    }

    /// Intersects the groups of a set anew.
    #[inline(never)]
    fn intersect_groups(&self, stale: u64, places: &[Place], groups: &mut [Block]) -> Option<()> {
        let groups = groups.chunks_mut(self.all.len().max(1));
        for (number, (group, places)) in groups.zip(places.chunks(GROUP)).enumerate() {
            if stale >> (number % 64) & 1 != 0 {
                for (block, left) in group.iter_mut().enumerate() {
                    *left = Block([u64::MAX; WORDS]);
                    left.keep(&self.sets, places, block)?;
                }
            }
        }
        Some(())
    }
}

impl Block {
    /// Leaves what is in the block of a number of all sets at places, too.
    #[inline]
    fn keep(&mut self, sets: &[Self], places: &[Place], number: usize) -> Option<()> {
        let mut left = self.0;
        for place in places {
            let Self(set) = sets.get(place.wrapping_add(number))?;
            for (left, allowed) in left.iter_mut().zip(set) {
                *left &= allowed;
            }
        }
        self.0 = left;
        Some(())
    }
}

/// A number that equal sets have in common.
fn digest(set: &[Block]) -> u64 {
    let words = set.iter().flat_map(|block| &block.0);
    words.fold(0, |digest: u64, word| {
        (digest.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    })
}

/// Puts an entry into a set, or takes it out.
fn set(blocks: &mut [Block], entry: usize, is_in: bool) {
    let block = blocks.get_mut(entry / BLOCK);
    let word = block.and_then(|block| block.0.get_mut(entry % BLOCK / 64));
    if let Some(word) = word {
        let bit = 1 << (entry % 64);
        *word = if is_in { *word | bit } else { *word & !bit };
    }
}

impl Classes {
    fn new(terms: &[(usize, &Term)], direct: usize) -> Self {
        if direct > 0 {
            return Self::Direct(i64::try_from(direct).unwrap_or(i64::MAX));
        }
        let points = terms.iter().flat_map(|(_, term)| term.atom.points());
        let mut points: Vec<i64> = points.collect();
        sort(&mut points);
        points.dedup();
        Self::Between(points)
    }

    fn count(&self) -> usize {
        match self {
            Self::Direct(most) => usize::try_from(*most).unwrap_or(0).saturating_add(1),
            Self::Between(points) => points.len().saturating_mul(2).saturating_add(2),
        }
    }

    /// The class of a value.
    #[inline]
    fn of(&self, value: i64) -> usize {
        match self {
            // nothing is below all numbers
            Self::Direct(most) => value.max(-1).wrapping_add(1).min(*most).cast_unsigned() as usize,
            Self::Between(points) => between(points, value),
        }
    }

    /// The number of a value's class, nothing not counted.
    fn position(&self, value: i64) -> i64 {
        match self {
            Self::Direct(_) => value,
            Self::Between(points) => {
                let at = points.partition_point(|point| *point < value);
                let on = at.saturating_mul(2).saturating_add(1);
                i64::try_from(on).unwrap_or(i64::MAX)
            }
        }
    }
}

/// The class of a value among breakpoints.
#[inline]
fn between(points: &[i64], value: i64) -> usize {
    if value == EMPTY {
        return 0;
    }
    let below = points.partition_point(|point| *point < value);
    let on = points.get(below) == Some(&value);
    below
        .wrapping_mul(2)
        .wrapping_add(1)
        .wrapping_add(usize::from(on))
}

/// A term on classes instead of values, so that a class is tested without a search.
struct Test {
    /// Whether it passes without a value.
    unset: bool,
    set: SetTest,
}

enum SetTest {
    Always(bool),
    Among(Vec<i64>),
    Compare(Comparison, i64),
}

impl Test {
    fn of(term: &Term, classes: &Classes) -> Self {
        let set = match &term.atom {
            Atom::IsSet(wanted) => SetTest::Always(*wanted),
            Atom::Among(numbers) => {
                let positions = numbers.iter().map(|number| classes.position(*number));
                SetTest::Among(positions.collect())
            }
            Atom::Compare(comparison, number) => {
                SetTest::Compare(*comparison, classes.position(*number))
            }
        };
        Self {
            unset: term.is_doubtful || term.atom == Atom::IsSet(false),
            set,
        }
    }

    fn passes(&self, class: usize) -> bool {
        let Some(class) = class.checked_sub(1) else {
            return self.unset;
        };
        let class = i64::try_from(class).unwrap_or(i64::MAX);
        match &self.set {
            SetTest::Always(passes) => *passes,
            SetTest::Among(positions) => positions.contains(&class),
            SetTest::Compare(comparison, position) => comparison.holds(class.cmp(position)),
        }
    }
}

impl Atom {
    fn points(&self) -> Vec<i64> {
        match self {
            Self::IsSet(_) => Vec::new(),
            Self::Among(numbers) => numbers.clone(),
            Self::Compare(_, number) => vec![*number],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDTH: SlotId = SlotId(0);
    const COLOR: SlotId = SlotId(1);

    fn candidates(index: &Index, width: i64, color: i64) -> Vec<usize> {
        let mut standing = index.standing();
        let mut blocks = index.none();
        // one after the other, each with the intersections that are kept
        for (slot, value) in [(WIDTH, width), (COLOR, 0), (COLOR, color)] {
            index.place(slot, value, &mut standing);
            index.candidates(&mut standing, &mut blocks).unwrap();
        }
        (0..3).filter(|entry| blocks[0] >> entry & 1 == 1).collect()
    }

    const fn term(slot: SlotId, atom: Atom) -> Term {
        let is_doubtful = false;
        Term {
            slot,
            atom,
            is_doubtful,
        }
    }

    #[test]
    fn an_entry_is_a_candidate_where_every_atom_holds() {
        let wide = term(WIDTH, Atom::Compare(Comparison::Greater, 100));
        let exactly = term(WIDTH, Atom::Compare(Comparison::Equal, 100));
        let red = term(COLOR, Atom::Among(vec![1, 2]));
        let entries = [vec![wide, red], vec![exactly], Vec::new()];
        let index = Index::new(&entries, 2, |slot| if slot == 1 { 3 } else { 0 }).unwrap();
        assert_eq!(candidates(&index, 101, 1), [0, 2]);
        assert_eq!(candidates(&index, 101, 0), [2]);
        assert_eq!(candidates(&index, 100, 1), [1, 2]);
        assert_eq!(candidates(&index, 99, 2), [2]);
        assert_eq!(candidates(&index, EMPTY, 2), [2]);
    }

    #[test]
    fn values_that_no_condition_tells_apart_change_nothing() {
        let wide = term(WIDTH, Atom::Compare(Comparison::Greater, 100));
        let red = term(COLOR, Atom::Among(vec![1, 2]));
        let index = Index::new(&[vec![wide], vec![red]], 2, |slot| [0, 9][slot]).unwrap();
        let mut standing = index.standing();
        let mut blocks = index.none();
        let mut changes = |slot, value| {
            index.place(slot, value, &mut standing);
            index.candidates(&mut standing, &mut blocks).unwrap()
        };
        assert!(changes(WIDTH, 101));
        assert!(!changes(WIDTH, 5_000));
        assert!(changes(WIDTH, 100));
        assert!(!changes(WIDTH, 99));
        assert!(changes(COLOR, 1));
        assert!(!changes(COLOR, 2));
        assert!(changes(COLOR, 7));
        assert!(!changes(COLOR, 0));
    }

    #[test]
    fn groups_that_stay_are_intersected_with_those_that_change() {
        // of each of 20 slots an entry asks for the option 1
        let slots: Vec<SlotId> = (0..20).map(SlotId).collect();
        let asks = |slot: &SlotId| vec![term(*slot, Atom::Among(vec![1]))];
        let entries: Vec<Vec<Term>> = slots.iter().map(asks).collect();
        let index = Index::new(&entries, 20, |_| 3).unwrap();
        let mut standing = index.standing();
        let mut blocks = index.none();
        let mut held = [EMPTY; 20];
        for step in 0_usize..400 {
            let (slot, value) = (step * 7 % 20, (step * step) as i64 % 3);
            held[slot] = value;
            index.place(slots[slot], value, &mut standing);
            index.candidates(&mut standing, &mut blocks).unwrap();
            let right = (0..20).filter(|slot| held[*slot] == 1);
            let right = right.fold(0_u64, |set, slot| set | 1 << slot);
            assert_eq!(blocks, [right, 0, 0, 0], "step {step}");
        }
    }

    #[test]
    fn nothing_leaves_open_what_is_doubtful() {
        let mut red = term(COLOR, Atom::Among(vec![1]));
        red.is_doubtful = true;
        let unset = term(COLOR, Atom::IsSet(false));
        let index = Index::new(&[vec![red], vec![unset]], 2, |_| 3).unwrap();
        assert_eq!(candidates(&index, EMPTY, EMPTY), [0, 1]);
        assert_eq!(candidates(&index, EMPTY, 0), [0_usize; 0]);
        assert_eq!(candidates(&index, EMPTY, 1), [0]);
    }
}
