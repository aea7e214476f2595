//! Small sets in rising order.

use crate::plan::SlotId;

/// Slots, each once.
pub(crate) type SlotSet = SortedSet<SlotId>;

/// Values, each once, the lowest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SortedSet<T>(Vec<T>);

impl<T: Copy + Ord> SortedSet<T> {
    /// The set of nothing.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The set of one value.
    pub fn of(value: T) -> Self {
        Self(vec![value])
    }

    /// Adds a value; false when it was there already.
    pub fn insert(&mut self, value: T) -> bool {
        match self.0.binary_search(&value) {
            Ok(_) => false,
            Err(at) => {
                self.0.insert(at, value);
                true
            }
        }
    }

    /// Adds the values of another set.
    pub fn extend(&mut self, other: &Self) {
        for value in &other.0 {
            self.insert(*value);
        }
    }

    /// Whether a value is in it.
    pub fn contains(&self, value: T) -> bool {
        self.0.binary_search(&value).is_ok()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The values, the lowest first.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }
}

impl<T> Default for SortedSet<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}
