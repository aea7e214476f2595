//! How a table lies in its cells: what stands above and below it, its form, and which axis its
//! rows are.
//!
//! Nothing here looks at values of numbers, only at whether a cell looks like one. What could be
//! two layouts is refused with the setting that decides.

use super::label::{Corner, Label};
use super::words;
use super::work::Work;
use crate::diagnostic::{Code, Diagnostics};
use crate::model::catalog::TableForm;

/// How a table lies in the view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// Columns in the first row, rows in the first column.
    Matrix {
        /// What the rows are called.
        row: Label,
        /// What the columns are called.
        col: Label,
    },
    /// Two columns: what is looked up, and the price.
    Pairs {
        /// The headings, where there are some.
        heading: Option<(Label, Label)>,
    },
    /// A row for each price, under headings.
    Long {
        /// The column of the view that holds the rows' values.
        row: usize,
        /// The column that holds the columns' values.
        col: usize,
        /// The column of prices.
        price: usize,
    },
}

/// Drops lines above and below the table, which the report keeps.
pub(super) fn trim(work: &mut Work<'_>) -> Option<Label> {
    let mut axis_title = None;
    let mut first = 0;
    while let Some(column) = only_cell(work, first) {
        let text = work.text(first, column);
        let next = first.saturating_add(1);
        let data_follows = next >= work.view.height() || work.is_number(next, 0);
        if work.is_number(first, column) || data_follows || (column == 0 && may_be_key(work, next))
        {
            break;
        }
        if column > 0 {
            let label = Label::read(text);
            if !label.is_size() && !is_named(work, &label) {
                break;
            }
            axis_title = Some(label);
        }
        work.report.titles.push(text.to_owned());
        first = next;
    }
    let height = work.view.height();
    let mut end = height;
    let numbers = |work: &Work<'_>, end: usize| {
        (first.saturating_add(1)..end)
            .filter(|row| only_cell(work, *row) != Some(0))
            .all(|row| work.is_number(row, 0))
    };
    if first.saturating_add(2) < height && numbers(work, height) {
        while end > first.saturating_add(2) {
            let row = end.saturating_sub(1);
            if only_cell(work, row) != Some(0) || work.is_number(row, 0) {
                break;
            }
            work.report.notes.insert(0, work.text(row, 0).to_owned());
            end = row;
        }
    }
    if first > 0 || end < height {
        work.view.crop(work.grid, first, end);
    }
    axis_title
}

/// Whether the text above a row may be a key like the row's own, in a list of one axis: a key that
/// is not available.
fn may_be_key(work: &Work<'_>, next: usize) -> bool {
    let (height, width) = (work.view.height(), work.view.width());
    let one_axis = work.wanted.axes == Some(1) || (work.wanted.axes.is_none() && width == 2);
    let priced =
        !work.text(next, 0).is_empty() && (1..width).any(|column| work.is_number(next, column));
    let below = next.saturating_add(1);
    let heads_numbers = below < height && (below..height).all(|row| work.is_number(row, 0));
    one_axis && priced && !heads_numbers
}

/// The column of a row's only cell that holds something.
fn only_cell(work: &Work<'_>, row: usize) -> Option<usize> {
    if row >= work.view.height() || work.view.width() < 2 {
        return None;
    }
    let mut filled = (0..work.view.width()).filter(|column| !work.text(row, *column).is_empty());
    filled.next().filter(|_| filled.next().is_none())
}

fn is_named(work: &Work<'_>, label: &Label) -> bool {
    label.is_one_of(&work.wanted.row.names) || label.is_one_of(&work.wanted.col.names)
}

/// The layout of the table; turns the view where the table is transposed.
///
/// # Errors
/// `csv-ambiguous` where there are two, `csv-syntax` or `axis-mismatch` where there is none.
pub(super) fn find(work: &mut Work<'_>, axis_title: Option<Label>) -> Result<Layout, Diagnostics> {
    let at = work.view.at(0, 0);
    if work.view.height() == 0 {
        return Err(work.stop(
            Code::CsvSyntax,
            at,
            "the file is empty",
            "give it rows and columns",
        ));
    }
    if work.view.width() == 1 {
        let help = "separators are `,`, `;`, `|` and tab; write another one as `csv.separator`";
        return Err(work.stop(
            Code::CsvSyntax,
            at,
            "the file has no column of prices",
            help,
        ));
    }
    let axes = work.wanted.axes;
    let long = work.settings.form == Some(TableForm::Long);
    let pairs = axes == Some(1) || (axes.is_none() && work.view.width() == 2);
    if pairs {
        work.report.form = Some(if long {
            TableForm::Long
        } else {
            TableForm::Wide
        });
        return find_pairs(work);
    }
    let layout = match work.settings.form {
        Some(TableForm::Wide) => None,
        Some(TableForm::Long) => Some(long_columns(work, true)?),
        None => detect_long(work)?,
    };
    match layout {
        Some(columns) => {
            work.report.form = Some(TableForm::Long);
            Ok(long_layout(work, columns))
        }
        None => {
            work.report.form = Some(TableForm::Wide);
            find_matrix(work, axis_title)
        }
    }
}

/// A list of one axis: two columns, or two rows.
fn find_pairs(work: &mut Work<'_>) -> Result<Layout, Diagnostics> {
    let (height, width) = (work.view.height(), work.view.width());
    let transposed = match work.settings.transpose {
        Some(transposed) => transposed,
        None if height == 2 && width == 2 => square_is_transposed(work)?,
        None => height == 2 && width > 2,
    };
    if transposed {
        work.view.swap();
        work.report.transposed = true;
    }
    if work.view.width() != 2 {
        let at = work.view.at(0, 2);
        let message = format!(
            "the table has {} columns, but a list of one axis has 2",
            work.view.width()
        );
        let help = "name a second axis (`col_feature`), or keep the column that is looked up and the price";
        return Err(work.stop(Code::AxisMismatch, at, message, help));
    }
    let heading = has_heading(work)?;
    let labels = heading.then(|| (Label::read(work.text(0, 0)), Label::read(work.text(0, 1))));
    Ok(Layout::Pairs { heading: labels })
}

/// Whether a table of two rows and two columns has its headings in the first column. Words decide,
/// else what the axis is to hold.
fn square_is_transposed(work: &mut Work<'_>) -> Result<bool, Diagnostics> {
    let label = |row, column| Label::read(work.text(row, column));
    let heading = label(0, 0).is_size() || is_named(work, &label(0, 0));
    let number = |row, column| work.is_number(row, column);
    let numbers = work.wanted.row.numbers;
    match (label(0, 1).is_price(), label(1, 0).is_price()) {
        (true, false) => return Ok(false),
        (false, true) => return Ok(true),
        _ => {}
    }
    match [number(0, 0), number(0, 1), number(1, 0)] {
        [false, false, true] if heading || numbers == Some(true) => Ok(false),
        [false, true, false] if heading || numbers == Some(true) => Ok(true),
        [false, true, false] if numbers == Some(false) => Ok(false),
        _ => {
            let at = work.view.at(0, 1);
            let message = "the first row may be headings and prices, or the first of two prices";
            Err(work.stop(
                Code::CsvAmbiguous,
                at,
                message,
                "write `\"csv\": {\"transpose\": false}`, or `true`",
            ))
        }
    }
}

/// Whether the first row of a list of one axis names its columns.
fn has_heading(work: &mut Work<'_>) -> Result<bool, Diagnostics> {
    let (key, price) = (work.text(0, 0), work.text(0, 1));
    if work.is_number(0, 1) || work.is_number(0, 0) {
        return Ok(false);
    }
    let keys_are_numbers =
        work.view.height() > 1 && (1..work.view.height()).all(|row| work.is_number(row, 0));
    if key.is_empty()
        || keys_are_numbers
        || !(work.is_unavailable(price) || work.is_undeclared_marker(price))
    {
        return Ok(true);
    }
    let at = work.view.at(0, 1);
    let message = format!("the first row may be a heading, or `{key}` is not available");
    Err(work.stop(
        Code::CsvAmbiguous,
        at,
        message,
        "give the columns headings, such as `fabric` and `price`",
    ))
}

/// The columns of a long form.
struct LongColumns {
    first: usize,
    second: usize,
    price: usize,
}

/// Whether the table is a row for each price; none where it is a matrix.
fn detect_long(work: &mut Work<'_>) -> Result<Option<LongColumns>, Diagnostics> {
    let width = work.view.width();
    if width < 3 {
        return Ok(None);
    }
    if work.is_number(0, 0) && width == 3 {
        return Err(undecided(
            work,
            "the first row holds numbers only: a row of a long form, or a corner with columns",
        ));
    }
    let headed_by_numbers = (1..width).any(|column| work.is_number(0, column));
    if headed_by_numbers || work.text(0, 0).is_empty() {
        return Ok(None);
    }
    let labels: Vec<Label> = (0..width)
        .map(|column| Label::read(work.text(0, column)))
        .collect();
    let prices = labels.iter().filter(|label| label.is_price()).count();
    let sizes = labels
        .iter()
        .filter(|label| label.is_size() || is_named(work, label))
        .count();
    if prices == 1 && sizes >= 2 {
        return long_columns(work, false).map(Some);
    }
    let keys_repeat = repeats(work);
    match (width, prices, sizes, keys_repeat) {
        (3, 1, _, true) => long_columns(work, false).map(Some),
        (3, 1, _, false) | (3, _, 2.., _) | (3, 0, _, true) => Err(undecided(
            work,
            "the table may be a matrix, or a row for each price",
        )),
        _ => Ok(None),
    }
}

fn undecided(work: &mut Work<'_>, message: &str) -> Diagnostics {
    let at = work.view.at(0, 0);
    work.stop(
        Code::CsvAmbiguous,
        at,
        message,
        "write `\"csv\": {\"form\": \"wide\"}` or `\"long\"`, or `--long`",
    )
}

/// Whether a key stands twice in the first column.
fn repeats(work: &Work<'_>) -> bool {
    let mut seen = std::collections::BTreeSet::new();
    (1..work.view.height()).any(|row| !seen.insert(work.text(row, 0)))
}

/// Which columns are the axes and the price, by their headings, else by their order.
fn long_columns(work: &mut Work<'_>, declared: bool) -> Result<LongColumns, Diagnostics> {
    let width = work.view.width();
    let labels: Vec<Label> = (0..width)
        .map(|column| Label::read(work.text(0, column)))
        .collect();
    let find = |holds: &dyn Fn(&Label) -> bool| -> Vec<usize> {
        labels
            .iter()
            .enumerate()
            .filter(|(_, label)| holds(label))
            .map(|(column, _)| column)
            .collect()
    };
    let prices = find(&|label| label.is_price());
    let sizes = find(&|label| label.is_size() || is_named(work, label));
    let price = match prices.as_slice() {
        [price] => Some(*price),
        _ => (declared && width == 3).then_some(2),
    };
    let others: Vec<usize> = (0..width).filter(|column| Some(*column) != price).collect();
    let columns = match (price, others.as_slice(), sizes.as_slice()) {
        (Some(price), [first, second], _) | (Some(price), _, [first, second]) => {
            Some(LongColumns {
                first: *first,
                second: *second,
                price,
            })
        }
        _ => None,
    };
    let Some(columns) = columns else {
        let at = work.view.at(0, 0);
        let message = "it is not certain which columns are the axes and the price";
        let help =
            "name the columns after the features, and the price `price`; or remove the others";
        return Err(work.stop(Code::CsvAmbiguous, at, message, help));
    };
    for column in 0..width {
        if ![columns.first, columns.second, columns.price].contains(&column) {
            work.report
                .ignored_columns
                .push(work.text(0, column).to_owned());
        }
    }
    Ok(columns)
}

/// A long form with its axes the way round that the list has them.
fn long_layout(work: &mut Work<'_>, columns: LongColumns) -> Layout {
    let LongColumns {
        first,
        second,
        price,
    } = columns;
    let transposed = work.settings.transpose.unwrap_or_else(|| {
        let (first, second) = (
            Label::read(work.text(0, first)),
            Label::read(work.text(0, second)),
        );
        crossed(work, &first, Some(&second))
    });
    work.report.transposed = transposed;
    let (row, col) = if transposed {
        (second, first)
    } else {
        (first, second)
    };
    Layout::Long { row, col, price }
}

/// Whether labels name the other axis than the one where they stand, and none its own.
fn crossed(work: &Work<'_>, row: &Label, col: Option<&Label>) -> bool {
    let (rows, cols) = (&work.wanted.row.names, &work.wanted.col.names);
    let own = row.is_one_of(rows) || col.is_some_and(|col| col.is_one_of(cols));
    let other = row.is_one_of(cols) || col.is_some_and(|col| col.is_one_of(rows));
    other && !own
}

/// A matrix, and which axis its rows are.
fn find_matrix(work: &mut Work<'_>, axis_title: Option<Label>) -> Result<Layout, Diagnostics> {
    let at = work.view.at(0, 0);
    let text = work.text(0, 0);
    if work.is_number(0, 0) {
        let message =
            format!("expected a heading or nothing in the corner, found the number `{text}`");
        return Err(work.stop(
            Code::CsvAmbiguous,
            at,
            message,
            "the first row holds the columns, the first column the rows",
        ));
    }
    let mut corner = Corner::read(text);
    if let (None, Some(title)) = (&corner.col, axis_title) {
        corner.certain = !corner.row.name.is_empty();
        corner.col = Some(title);
    }
    let is_crossed = crossed(work, &corner.row, corner.col.as_ref());
    if is_crossed && !corner.certain && work.settings.transpose.is_none() {
        let message = format!("`{text}` may mean that the rows are the list's columns");
        return Err(work.stop(
            Code::CsvAmbiguous,
            at,
            message,
            "write `\"csv\": {\"transpose\": true}`, or `false`",
        ));
    }
    if !corner.certain && corner.col.is_some() && work.settings.transpose.is_none() {
        work.report.guessed.push("transpose");
    }
    let transposed = work.settings.transpose.unwrap_or(is_crossed);
    let (row, col) = (corner.row, corner.col.unwrap_or_default());
    if !transposed {
        return Ok(Layout::Matrix { row, col });
    }
    work.view.swap();
    work.report.transposed = true;
    Ok(Layout::Matrix { row: col, col: row })
}

/// A word that is often written for "not available", for the help of other steps.
pub(super) fn marker_help(text: &str) -> String {
    let marker = text.replace('"', "\\\"");
    if words::is_not_available(text) {
        format!(
            "if it means \"not available\", write `\"csv\": {{\"unavailable\": [\"{marker}\"]}}`"
        )
    } else {
        "write a number, or leave the cell empty where there is no price".to_owned()
    }
}
