//! Sorted lists, sets and maps in little code.
//!
//! The standard library makes its sort anew for every type and every comparison, some four
//! kilobytes each, and collecting into a `BTreeMap` or `BTreeSet` sorts. Here the sort exists once,
//! over positions, and what is gathered is inserted one by one. For what a page downloads; promises
//! the same order as the standard library's stable sort.

use std::cmp::Ordering;

/// Sorts, keeping the order of equals.
pub(crate) fn sort_by<T>(list: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let order = sorted_positions(list.len(), &|a, b| match (list.get(a), list.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    let mut taken: Vec<Option<T>> = list.drain(..).map(Some).collect();
    for position in order {
        list.extend(taken.get_mut(position).and_then(Option::take));
    }
}

/// Sorts by what there is, keeping the order of equals.
#[cfg(any(feature = "scaled", test))]
pub(crate) fn sort<T: Ord>(list: &mut Vec<T>) {
    sort_by(list, T::cmp);
}

/// A set or a map of what is given; of equal keys a map has the last value.
pub(crate) fn gathered<C: Default + Extend<T>, T>(items: impl IntoIterator<Item = T>) -> C {
    let mut gathered = C::default();
    for item in items {
        gathered.extend(Some(item));
    }
    gathered
}

/// The positions `0..length` in the order of what stands there.
#[inline(never)]
fn sorted_positions(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut positions: Vec<usize> = (0..length).collect();
    positions.sort_by(|a, b| compare(*a, *b));
    positions
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn equals_keep_their_order() {
        let mut list = vec![(2, "a"), (1, "b"), (2, "c"), (1, "d")];
        sort_by(&mut list, |a, b| a.0.cmp(&b.0));
        assert_eq!(list, [(1, "b"), (1, "d"), (2, "a"), (2, "c")]);
        sort(&mut list);
        assert_eq!(list, [(1, "b"), (1, "d"), (2, "a"), (2, "c")]);
    }

    #[test]
    fn the_last_of_equal_keys_counts() {
        let map: BTreeMap<_, _> = gathered([(2, "a"), (1, "b"), (2, "c")]);
        assert_eq!(map, BTreeMap::from([(1, "b"), (2, "c")]));
    }
}
