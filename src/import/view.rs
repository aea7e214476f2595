//! The part of a grid that is a table: without empty rows and columns, and the right way round.

use super::grid::{At, Grid};

/// Rows and columns of a grid that hold something, counted anew.
#[derive(Clone, Debug, Default)]
pub(super) struct View {
    rows: Vec<usize>,
    columns: Vec<usize>,
    swapped: bool,
}

/// Rows and columns that hold nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Leftovers {
    pub rows: usize,
    pub columns: usize,
}

impl View {
    /// What a grid holds, and how much of it is empty.
    pub(super) fn of(grid: &Grid) -> (Self, Leftovers) {
        let mut filled: Vec<bool> = Vec::new();
        let mut rows = Vec::new();
        for row in 0..grid.height() {
            let width = grid.width(row);
            if width > filled.len() {
                filled.resize(width, false);
            }
            let mut any = false;
            for (column, filled) in filled.iter_mut().enumerate().take(width) {
                let holds = !grid.text(At { row, column }).is_empty();
                *filled |= holds;
                any |= holds;
            }
            if any {
                rows.push(row);
            }
        }
        let columns: Vec<usize> = filled
            .iter()
            .enumerate()
            .filter(|(_, filled)| **filled)
            .map(|(column, _)| column)
            .collect();
        let leftovers = Leftovers {
            rows: grid.height().saturating_sub(rows.len()),
            columns: filled.len().saturating_sub(columns.len()),
        };
        (
            Self {
                rows,
                columns,
                swapped: false,
            },
            leftovers,
        )
    }

    /// How many rows.
    pub(super) fn height(&self) -> usize {
        if self.swapped {
            self.columns.len()
        } else {
            self.rows.len()
        }
    }

    /// How many columns.
    pub(super) fn width(&self) -> usize {
        if self.swapped {
            self.rows.len()
        } else {
            self.columns.len()
        }
    }

    /// The cell of a row and a column of the view.
    pub(super) fn at(&self, row: usize, column: usize) -> At {
        let (row, column) = if self.swapped {
            (column, row)
        } else {
            (row, column)
        };
        // INVARIANT: callers stay within height and width; beyond them there is an empty cell.
        At {
            row: self.rows.get(row).copied().unwrap_or(usize::MAX),
            column: self.columns.get(column).copied().unwrap_or(usize::MAX),
        }
    }

    /// Whether rows and columns are exchanged.
    pub(super) fn is_swapped(&self) -> bool {
        self.swapped
    }

    /// The rows of the file, as they stand there.
    pub(super) fn file_rows(&self) -> &[usize] {
        &self.rows
    }

    /// The last column of the file that holds something.
    pub(super) fn last_file_column(&self) -> usize {
        self.columns.last().copied().unwrap_or(0)
    }

    /// Exchanges rows and columns.
    pub(super) fn swap(&mut self) {
        self.swapped = !self.swapped;
    }

    /// Drops rows at both ends, then the columns that only they filled.
    pub(super) fn crop(&mut self, grid: &Grid, first: usize, end: usize) {
        self.rows.truncate(end);
        self.rows.drain(..first.min(self.rows.len()));
        let mut filled = std::collections::BTreeSet::new();
        for row in &self.rows {
            let columns = (0..grid.width(*row)).filter(|column| {
                !grid
                    .text(At {
                        row: *row,
                        column: *column,
                    })
                    .is_empty()
            });
            filled.extend(columns);
        }
        self.columns.retain(|column| filled.contains(column));
    }
}
