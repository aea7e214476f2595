//! A layout to a table: which cells are the heads of rows and columns, and which the prices.

use std::collections::BTreeMap;

use super::grid::At;
use super::label::Label;
use super::layout::Layout;
use super::work::Work;
use crate::diagnostic::{Code, Diagnostics};
use crate::model::fault::{MOST_CELLS, MOST_ID, excerpt};

/// An axis as it stands in the file.
#[derive(Clone, Debug, Default)]
pub(super) struct RawAxis {
    /// What it is called, with its unit.
    pub label: Label,
    /// A cell for each row or column; in a long form the first that names it.
    pub heads: Vec<At>,
}

/// A table as it stands in the file.
#[derive(Clone, Debug, Default)]
pub(super) struct RawTable {
    pub row: RawAxis,
    /// None for a list of one axis.
    pub col: Option<RawAxis>,
    /// Rows × columns; none where a long form does not mention a pair.
    pub values: Vec<Option<At>>,
    /// The currencies that headings name.
    pub currencies: Vec<(String, At)>,
    /// Whether the order of heads means nothing: in a long form.
    pub unordered: bool,
}

/// The cells of a layout.
///
/// # Errors
/// `too-large` for too many cells, `csv-syntax` where there is no row of prices.
pub(super) fn gather(work: &mut Work<'_>, layout: Layout) -> Result<RawTable, Diagnostics> {
    let (height, width) = (work.view.height(), work.view.width());
    if height.saturating_mul(width) > MOST_CELLS.saturating_mul(2) {
        let at = work.view.at(0, 0);
        let message = format!("the table has more than {MOST_CELLS} cells");
        return Err(work.stop(
            Code::TooLarge,
            at,
            message,
            "split it into several price lists",
        ));
    }
    let table = match layout {
        Layout::Matrix { row, col } => matrix(work, row, col),
        Layout::Pairs { heading } => pairs(work, heading),
        Layout::Long { row, col, price } => long(work, row, col, price)?,
    };
    if table.row.heads.is_empty() {
        let at = work.view.at(0, 0);
        return Err(work.stop(
            Code::CsvSyntax,
            at,
            "the file has no row of prices",
            "write rows below the headings",
        ));
    }
    Ok(table)
}

fn matrix(work: &mut Work<'_>, row: Label, col: Label) -> RawTable {
    let (height, width) = (work.view.height(), work.view.width());
    let corner = work.view.at(0, 0);
    let currencies = [&row, &col]
        .into_iter()
        .filter_map(|label| Some((label.currency.clone()?, corner)))
        .collect();
    let mut cols = Vec::new();
    for column in 1..width {
        let at = work.view.at(0, column);
        if check_head(work, at, "column", first_below(work, column)) {
            cols.push(at);
        }
    }
    check_widths(work, 1);
    let mut rows = Vec::new();
    let mut values = Vec::new();
    for line in 1..height {
        let at = work.view.at(line, 0);
        check_head(work, at, "row", None);
        rows.push(at);
        values.extend((1..width).map(|column| Some(work.view.at(line, column))));
    }
    RawTable {
        row: RawAxis {
            label: row,
            heads: rows,
        },
        col: Some(RawAxis {
            label: col,
            heads: cols,
        }),
        values,
        currencies,
        unordered: false,
    }
}

/// The first cell below a column's head that holds something.
fn first_below(work: &Work<'_>, column: usize) -> Option<At> {
    let row = (1..work.view.height()).find(|row| !work.text(*row, column).is_empty())?;
    Some(work.view.at(row, column))
}

fn pairs(work: &mut Work<'_>, heading: Option<(Label, Label)>) -> RawTable {
    let first = usize::from(heading.is_some());
    let (row, price) = heading.unwrap_or_default();
    let mut table = RawTable {
        row: RawAxis {
            label: row,
            heads: Vec::new(),
        },
        ..RawTable::default()
    };
    let currencies = [(table.row.label.currency.clone(), 0), (price.currency, 1)];
    for (currency, column) in currencies {
        table
            .currencies
            .extend(currency.map(|currency| (currency, work.view.at(0, column))));
    }
    check_widths(work, first.max(usize::from(work.view.is_swapped())));
    for line in first..work.view.height() {
        let at = work.view.at(line, 0);
        check_head(work, at, "row", None);
        table.row.heads.push(at);
        table.values.push(Some(work.view.at(line, 1)));
    }
    table
}

/// A row for each price: heads are gathered, pairs become cells.
fn long(
    work: &mut Work<'_>,
    row: usize,
    col: usize,
    price: usize,
) -> Result<RawTable, Diagnostics> {
    let mut table = RawTable {
        unordered: true,
        ..RawTable::default()
    };
    table.row.label = Label::read(work.text(0, row));
    let mut cols = RawAxis {
        label: Label::read(work.text(0, col)),
        heads: Vec::new(),
    };
    table.currencies.extend(
        Label::read(work.text(0, price))
            .currency
            .map(|it| (it, work.view.at(0, price))),
    );
    check_widths(work, 1);
    let mut known: [BTreeMap<String, usize>; 2] = [BTreeMap::new(), BTreeMap::new()];
    let mut pairs: BTreeMap<(usize, usize), At> = BTreeMap::new();
    for line in 1..work.view.height() {
        let heads = [work.view.at(line, row), work.view.at(line, col)];
        let value = work.view.at(line, price);
        let mut pair = [0_usize; 2];
        let axes = [&mut table.row.heads, &mut cols.heads];
        for (((at, known), axis), index) in
            heads.into_iter().zip(&mut known).zip(axes).zip(&mut pair)
        {
            check_head(work, at, "row", None);
            let next = known.len();
            *index = *known.entry(work.grid.text(at).to_owned()).or_insert(next);
            if *index == next {
                axis.push(at);
            }
        }
        let [row, col] = pair;
        if let Some(first) = pairs.insert((row, col), value) {
            let message = format!("this pair has a price already, {}", work.named(first));
            work.fault(
                Code::AxisDuplicate,
                value,
                message,
                Some("remove one of the two rows".to_owned()),
            );
        }
    }
    let (height, width) = (table.row.heads.len(), cols.heads.len());
    let count = height.saturating_mul(width);
    if count > MOST_CELLS {
        let at = work.view.at(0, 0);
        let message = format!("{height} × {width} cells are more than {MOST_CELLS}");
        return Err(work.stop(
            Code::TooLarge,
            at,
            message,
            "split it into several price lists",
        ));
    }
    work.report.missing_pairs = count.saturating_sub(pairs.len());
    table.values = vec![None; count];
    for ((row, col), at) in pairs {
        if let Some(value) = table
            .values
            .get_mut(row.saturating_mul(width).saturating_add(col))
        {
            *value = Some(at);
        }
    }
    table.col = Some(cols);
    Ok(table)
}

/// Whether a row or a column has a head that can be one; reports where not. `instead` is where a
/// missing one shows.
fn check_head(work: &mut Work<'_>, at: At, what: &str, instead: Option<At>) -> bool {
    let text = work.grid.text(at);
    let hidden = text
        .chars()
        .find(|c| c.is_control() || super::grid::is_invisible(*c));
    if text.is_empty() {
        match instead {
            Some(cell) => {
                let message = format!(
                    "this cell is in a column without a head ({})",
                    work.grid.name(cell)
                );
                work.fault(
                    Code::AxisMismatch,
                    cell,
                    message,
                    Some("give the column a head, or remove it".to_owned()),
                );
            }
            None => work.fault(
                Code::CsvSyntax,
                at,
                format!("a {what} has no head ({})", work.grid.name(at)),
                None,
            ),
        }
    } else if text.chars().count() > MOST_ID {
        work.fault(
            Code::CsvSyntax,
            at,
            format!("a head has more than {MOST_ID} characters"),
            None,
        );
    } else if let Some(hidden) = hidden {
        let message = format!(
            "the head `{}` holds the character {}",
            excerpt(text),
            hidden.escape_unicode()
        );
        work.fault(Code::CsvSyntax, at, message, None);
    } else {
        return true;
    }
    false
}

/// Rows of the file, from one on, that end before the table's last column: programs leave empty
/// cells at the end out. They are counted, and their cells are empty. A fault where the file gives
/// no proof of that: where no row reaches the last column, or the file itself may have been cut off.
fn check_widths(work: &mut Work<'_>, first: usize) {
    let needed = work.view.last_file_column().saturating_add(1);
    let rows = work.view.file_rows().get(first..).unwrap_or_default();
    let ends_early = |row: &usize| work.grid.width(*row) < needed;
    let short: Vec<usize> = rows.iter().copied().filter(ends_early).collect();
    let (none_is_full, last) = (short.len() == rows.len(), short.last().copied());
    let cut_off = last.filter(|row| work.grid.is_cut_off(*row));
    work.report.short_rows = short.len();
    let Some(row) = cut_off.or(short.first().copied().filter(|_| none_is_full)) else {
        return;
    };
    let at = At { row, column: 0 };
    let why = if cut_off.is_some() {
        "and the file ends in it"
    } else {
        "and no row has a cell in the last column"
    };
    let message = format!(
        "this row has {} cells of {needed}, {why} ({})",
        work.grid.width(row),
        work.grid.name(at)
    );
    let help = "an empty cell needs its separator, and the last row a line end".to_owned();
    work.fault(Code::AxisMismatch, at, message, Some(help));
}
