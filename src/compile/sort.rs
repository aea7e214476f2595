//! Things in an order in which each comes after those it needs.

/// Indexes so that each comes after those it needs, otherwise in their own order; or the indexes
/// of a circle.
///
/// # Errors
/// The members of a circle, each needing the next and the last the first.
pub(super) fn after_needs(needs: &[Vec<usize>]) -> Result<Vec<usize>, Vec<usize>> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut states = vec![State::New; needs.len()];
    let mut sorted = Vec::with_capacity(needs.len());
    for root in 0..needs.len() {
        // a path of open ones, each with the position of the need it looks at next: no recursion,
        // since a catalog may hold thousands that need each other in a row
        let mut path: Vec<(usize, usize)> = vec![(root, 0)];
        while let Some((index, next)) = path.pop() {
            let Some(state) = states.get_mut(index) else {
                continue;
            };
            if *state == State::Done {
                continue;
            }
            *state = State::Open;
            match needs.get(index).and_then(|needed| needed.get(next)) {
                None => {
                    *state = State::Done;
                    sorted.push(index);
                }
                Some(&need) => {
                    path.push((index, next.saturating_add(1)));
                    match states.get(need) {
                        Some(State::Open) => {
                            let start =
                                path.iter().position(|(open, _)| *open == need).unwrap_or(0);
                            return Err(path
                                .into_iter()
                                .skip(start)
                                .map(|(open, _)| open)
                                .collect());
                        }
                        Some(State::New) => path.push((need, 0)),
                        Some(State::Done) | None => {}
                    }
                }
            }
        }
    }
    Ok(sorted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_comes_after_its_needs() {
        assert_eq!(after_needs(&[vec![2], vec![], vec![1]]), Ok(vec![1, 2, 0]));
    }

    #[test]
    fn without_needs_the_order_stays() {
        assert_eq!(after_needs(&[vec![], vec![], vec![]]), Ok(vec![0, 1, 2]));
    }

    #[test]
    fn a_circle_is_named_from_where_it_closes() {
        assert_eq!(after_needs(&[vec![1], vec![2], vec![1]]), Err(vec![1, 2]));
        assert_eq!(after_needs(&[vec![0]]), Err(vec![0]));
    }

    #[test]
    fn a_long_row_needs_no_stack() {
        let row: Vec<_> = (0..100_000_usize).map(|index| vec![index + 1]).collect();
        assert_eq!(after_needs(&row).map(|sorted| sorted.len()), Ok(100_000));
    }
}
