//! Text of a fixed width: tables with numbers to the right, and wrapped paragraphs.
//!
//! Every text is made safe for a terminal. A line is at most [`WIDTH`] columns wide, unless the
//! numbers alone are wider.

use crate::diagnostic::{columns, push_visible};

/// The widest line, in terminal columns.
pub(super) const WIDTH: usize = 100;
/// Space between two columns of a table.
const GAP: &str = "  ";
/// The widest first and second column, and the narrowest third.
const WIDEST: [usize; 2] = [12, 28];
const NARROWEST: usize = 16;

/// A row: three texts, then two numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub phase: String,
    pub label: String,
    pub how: String,
    pub unit: String,
    pub amount: String,
}

/// Text in the making.
#[derive(Debug, Default)]
pub(super) struct Page {
    out: String,
}

impl Page {
    /// The text.
    pub fn finish(self) -> String {
        self.out
    }

    /// An empty line, unless nothing stands before it.
    pub fn gap(&mut self) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    /// A paragraph, indented; its further lines by two columns more.
    pub fn paragraph(&mut self, indent: usize, text: &str) {
        let hanging = indent.saturating_add(2);
        let width = WIDTH.saturating_sub(hanging);
        for (number, line) in wrapped(text, width).iter().enumerate() {
            self.push_spaces(if number == 0 { indent } else { hanging });
            self.out.push_str(line);
            self.out.push('\n');
        }
    }

    /// A table, indented by two. A column that is empty in every row is left out.
    pub fn table(&mut self, rows: &[Row]) {
        let texts = |row: &Row| [&row.phase, &row.label, &row.how].map(|text| safe(text));
        let rows: Vec<_> = rows
            .iter()
            .map(|row| (texts(row), [row.unit.clone(), row.amount.clone()]))
            .collect();
        let widest = |widths: &mut dyn Iterator<Item = usize>| widths.max().unwrap_or(0);
        let [phase, label, how] = [0, 1, 2].map(|column| {
            widest(
                &mut rows
                    .iter()
                    .map(|(texts, _)| texts.get(column).map_or(0, |t| width(t))),
            )
        });
        let numbers = [0, 1].map(|column| {
            widest(
                &mut rows
                    .iter()
                    .map(|(_, n)| n.get(column).map_or(0, |t| width(t))),
            )
        });
        let [most_phase, most_label] = WIDEST;
        let (phase, label) = (phase.min(most_phase), label.min(most_label));
        let taken = [phase, label].into_iter().chain(numbers);
        let taken = taken
            .filter(|width| *width > 0)
            .map(|width| width.saturating_add(GAP.len()));
        let left = WIDTH.saturating_sub(taken.sum::<usize>().saturating_add(2));
        let widths = [phase, label, how.min(left.max(NARROWEST))];
        for (texts, amounts) in &rows {
            self.row(texts, widths, amounts, numbers);
        }
    }

    fn row(
        &mut self,
        texts: &[String; 3],
        widths: [usize; 3],
        amounts: &[String; 2],
        numbers: [usize; 2],
    ) {
        let columns = texts.iter().zip(widths).filter(|(_, width)| *width > 0);
        let columns: Vec<_> = columns
            .map(|(text, width)| (wrapped(text, width), width))
            .collect();
        let height = columns
            .iter()
            .map(|(lines, _)| lines.len())
            .max()
            .unwrap_or(0);
        for number in 0..height {
            let mut line = String::new();
            for (lines, columns) in &columns {
                let text = lines.get(number).map_or("", String::as_str);
                line.push_str(GAP);
                line.push_str(text);
                line.extend(spaces(columns.saturating_sub(width(text))));
            }
            // Numbers stand beside the last line of their text, where sums are looked for.
            if number.saturating_add(1) == height {
                let amounts = amounts.iter().zip(numbers).filter(|(_, width)| *width > 0);
                for (amount, columns) in amounts {
                    line.push_str(GAP);
                    line.extend(spaces(columns.saturating_sub(width(amount))));
                    line.push_str(amount);
                }
            }
            self.out.push_str(line.trim_end());
            self.out.push('\n');
        }
    }

    fn push_spaces(&mut self, count: usize) {
        self.out.extend(spaces(count));
    }
}

/// The lines of a text, broken between words, and within a word that is wider than a line.
fn wrapped(text: &str, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in safe(text).split(' ').filter(|word| !word.is_empty()) {
        let needed = width(&line).saturating_add(1).saturating_add(width(word));
        if !line.is_empty() && needed > most {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        for character in word.chars() {
            if width(&line).saturating_add(columns(character)) > most && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line.push(character);
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

fn safe(text: &str) -> String {
    let mut out = String::new();
    push_visible(&mut out, text);
    out
}

fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

fn spaces(count: usize) -> impl Iterator<Item = char> {
    std::iter::repeat_n(' ', count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_whole_where_they_fit() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("abcdefgh ij", 5), ["abcde", "fgh", "ij"]);
        assert_eq!(wrapped("", 5), [""]);
        // Each of these letters is two columns wide.
        assert_eq!(wrapped("木製木製", 4), ["木製", "木製"]);
    }

    #[test]
    fn what_a_terminal_obeys_is_written_out() {
        let mut page = Page::default();
        page.paragraph(2, "a\u{1b}[31mb");
        assert_eq!(page.finish(), "  a\\u{1b}[31mb\n");
    }

    #[test]
    fn numbers_stand_to_the_right_of_the_last_line() {
        let row = |label: &str, amount: &str| Row {
            label: label.to_owned(),
            amount: amount.to_owned(),
            ..Row::default()
        };
        let mut page = Page::default();
        page.table(&[
            row("short", "9.00"),
            row("a label that takes two lines", "-10.00"),
        ]);
        let expected = "  short                           9.00\n\
                        \x20 a label that takes two lines  -10.00\n";
        assert_eq!(page.finish(), expected);
    }

    #[test]
    fn long_texts_are_wrapped_into_the_width() {
        let row = Row {
            phase: "a_phase_with_a_long_name".to_owned(),
            label: "word ".repeat(20),
            how: "cell width 1200 → 1250, ".repeat(10),
            unit: "1234567.00".to_owned(),
            amount: "12345678.00".to_owned(),
        };
        let mut page = Page::default();
        page.table(&[row]);
        page.paragraph(8, &"x".repeat(300));
        let text = page.finish();
        assert!(text.lines().all(|line| width(line) <= WIDTH), "{text}");
        assert!(text.contains("1234567.00  12345678.00\n"));
    }
}
