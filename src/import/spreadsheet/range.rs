//! Cells by their names: `B2:H20`.

/// A rectangle of cells, both ends included, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    top: usize,
    left: usize,
    bottom: usize,
    right: usize,
}

impl Range {
    /// `B2:H20`, also with `$`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let plain = text.replace('$', "").to_ascii_uppercase();
        let (first, last) = plain.split_once(':')?;
        let ((top, left), (bottom, right)) = (cell(first)?, cell(last)?);
        (top <= bottom && left <= right).then_some(Self {
            top,
            left,
            bottom,
            right,
        })
    }

    /// Whether a cell lies inside.
    pub(super) fn holds(&self, row: usize, column: usize) -> bool {
        (self.top..=self.bottom).contains(&row) && (self.left..=self.right).contains(&column)
    }
}

/// The row and column of `B2`, from 0.
fn cell(name: &str) -> Option<(usize, usize)> {
    let digits = name.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let letters = name.get(..name.len().checked_sub(digits.len())?)?;
    if letters.is_empty() || letters.len() > 4 || !digits.bytes().all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let column = letters.bytes().fold(0_usize, |column, letter| {
        column
            .saturating_mul(26)
            .saturating_add(usize::from(letter.saturating_sub(b'A')))
            .saturating_add(1)
    });
    let row: usize = digits.parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

/// The name of a cell: `B2`.
pub(super) fn name(row: usize, column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column.saturating_add(1);
    while let Some(before) = rest.checked_sub(1) {
        let letter = u8::try_from(before.checked_rem(26).unwrap_or(0)).unwrap_or(0);
        letters.push(char::from(b'A'.saturating_add(letter)));
        rest = before.checked_div(26).unwrap_or(0);
    }
    format!(
        "{}{}",
        letters.iter().rev().collect::<String>(),
        row.saturating_add(1)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_cells() {
        for (text, row, column) in [
            ("A1", 0, 0),
            ("Z9", 8, 25),
            ("AA10", 9, 26),
            ("XFD1048576", 1_048_575, 16_383),
        ] {
            assert_eq!(cell(text), Some((row, column)), "{text}");
            assert_eq!(name(row, column), text);
        }
        for text in ["", "A", "1", "A0", "a1", "A1B", "AAAAA1"] {
            assert_eq!(cell(text), None, "{text}");
        }
    }

    #[test]
    fn ranges_hold_both_ends() {
        let range = Range::read("$B$2:c4").unwrap();
        assert!(range.holds(1, 1) && range.holds(3, 2) && !range.holds(0, 1) && !range.holds(3, 3));
        assert_eq!(Range::read("C4:B2"), None);
        assert_eq!(Range::read("B2"), None);
    }
}
