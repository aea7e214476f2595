//! What stands between cells.
//!
//! In this order: the declared separator, a first line `sep=;` as spreadsheets write it, the one
//! candidate that stands in every row of the table, or else in most, and explains the others as parts
//! of numbers.

use std::sync::Arc;

use super::grid::Start;
use super::raw_cells::RawCells;
use super::style::Styles;
use super::token::Token;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source, Span};

/// What may stand between cells.
const CANDIDATES: [char; 4] = [',', ';', '\t', '|'];

/// What stands between cells, and where the cells begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Separated {
    /// None for a file of one column.
    pub separator: Option<char>,
    /// After a line `sep=;`.
    pub start: Start,
}

/// The separator of a text.
///
/// # Errors
/// `csv-ambiguous` where two candidates explain the file, `csv-mixed` where a line `sep=` says
/// something else than the settings, `csv-syntax` where it names no separator.
pub(super) fn separator(
    source: &Arc<Source>,
    declared: Option<char>,
) -> Result<Separated, Diagnostics> {
    if let Some((written, start)) = said(&source.text) {
        let span = Span::new(0, start.byte);
        let place = Place::in_source(source, span);
        let said = written
            .chars()
            .next()
            .filter(|sign| CANDIDATES.contains(sign) && written.len() == 1);
        let Some(said) = said else {
            let message = format!("the first line names `{written}` as the separator");
            let finding = Diagnostic::new(Code::CsvSyntax, place, message);
            return Err(finding
                .with_help("separators are `,`, `;`, `|` and tab")
                .into());
        };
        if declared.is_some_and(|declared| declared != said) {
            let message = "the first line names another separator than the settings";
            let finding = Diagnostic::new(Code::CsvMixed, place, message);
            return Err(finding
                .with_help("correct `csv.separator`, or leave it out")
                .into());
        }
        return Ok(Separated {
            separator: Some(said),
            start,
        });
    }
    let start = Start::default();
    if declared.is_some() {
        return Ok(Separated {
            separator: declared,
            start,
        });
    }
    Ok(Separated {
        separator: detect(source)?,
        start,
    })
}

/// What a first line `sep=;` names, and where the next line begins.
fn said(text: &str) -> Option<(&str, Start)> {
    let line = text.split_inclusive('\n').next()?;
    let plain = line.trim_end_matches(['\r', '\n']);
    let unquoted = plain
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(plain);
    let (key, written) = unquoted.split_at_checked(4)?;
    let is_said = key.eq_ignore_ascii_case("sep=") && written.chars().count() <= 2;
    is_said.then_some((
        written,
        Start {
            byte: line.len(),
            rows: 1,
        },
    ))
}

fn detect(source: &Arc<Source>) -> Result<Option<char>, Diagnostics> {
    let mut possible: Vec<(char, Evidence)> = CANDIDATES
        .into_iter()
        .map(|candidate| (candidate, Evidence::of(&source.text, candidate)))
        .filter(|(_, evidence)| evidence.possible)
        .collect();
    // a row that ends after its head has none; that counts only where no candidate does better
    if possible.iter().any(|(_, evidence)| !evidence.gap) {
        possible.retain(|(_, evidence)| !evidence.gap);
    }
    if possible.len() > 1 {
        let full = possible
            .iter()
            .filter(|(_, evidence)| evidence.explained == evidence.foreign)
            .count();
        possible.retain(|(_, evidence)| {
            if full > 0 {
                evidence.explained == evidence.foreign
            } else {
                evidence.is_likely()
            }
        });
        if possible.len() != 1 {
            return Err(ambiguous(source));
        }
    }
    Ok(possible.first().map(|(candidate, _)| *candidate))
}

/// What speaks for a candidate.
#[derive(Default)]
struct Evidence {
    /// Whether it stands in most rows.
    possible: bool,
    /// Whether a row between the first and the last of them lacks it.
    gap: bool,
    /// Cells in which another candidate stands.
    foreign: usize,
    /// Those of them that are numbers.
    explained: usize,
}

impl Evidence {
    fn of(text: &str, candidate: char) -> Self {
        let mut evidence = Self::default();
        let (mut began, mut ended) = (false, false);
        let (mut rows, mut divided_rows) = (0_usize, 0_usize);
        let mut cells = RawCells::new(text, candidate).peekable();
        while let Some(cell) = cells.next() {
            let divided = cells.peek().is_some_and(|next| next.row == cell.row);
            let is_first = cell.is_first;
            rows = rows.saturating_add(usize::from(is_first));
            if is_first && divided {
                divided_rows = divided_rows.saturating_add(1);
                evidence.gap |= ended;
                began = true;
            } else if is_first && began {
                ended = true;
            }
            if cell.quoted {
                continue;
            }
            let content = text.get(cell.start..cell.end).unwrap_or_default();
            if content.contains(|sign| sign != candidate && CANDIDATES.contains(&sign)) {
                let number =
                    Token::read(content).is_some_and(|token| !Styles::of(&token).is_empty());
                evidence.foreign = evidence.foreign.saturating_add(1);
                evidence.explained = evidence.explained.saturating_add(usize::from(number));
            }
        }
        evidence.possible = divided_rows.saturating_mul(2) > rows;
        evidence
    }

    fn is_likely(&self) -> bool {
        self.explained.saturating_mul(2) >= self.foreign
    }
}

fn ambiguous(source: &Arc<Source>) -> Diagnostics {
    let message = "it is not certain what stands between the cells";
    let help = "write it down: `\"csv\": {\"separator\": \";\"}`, or `--separator \";\"`";
    let place = Place::in_source(source, Span::default());
    Diagnostic::new(Code::CsvAmbiguous, place, message)
        .with_help(help)
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<char> {
        separator(&Source::new("a.csv", text), None)
            .unwrap()
            .separator
    }

    #[test]
    fn numbers_with_a_comma_do_not_mislead() {
        for (text, expected) in [
            ("mm,600,800\n1000,4.5,5\n", Some(',')),
            ("mm;600;800\n1000;4,5;5,5\n", Some(';')),
            ("600;49,90\n800;59,90\n", Some(';')),
            ("mm\t600\t800\n1000\t4,5\t5,5\n", Some('\t')),
            ("mm|600|800\n1000|4,5|5,5\n", Some('|')),
            ("Prices, net\n;600;800\n1000;4,5;5\n", Some(';')),
            ("a,b;c\n1,5\n2,6\n", Some(',')),
            ("\"1,5\";\"2,5\"\n1;2\n", Some(';')),
            (";600;800\n500\n700;3,5;4\n", Some(';')),
            ("Linen, white;5\nsilk;6\noak, red;7\n", Some(';')),
            ("600\n800\n", None),
            ("", None),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn a_first_line_says_it() {
        let separated = separator(&Source::new("a.csv", "sep=;\r\na,b\n"), None).unwrap();
        assert_eq!((separated.separator, separated.start.byte), (Some(';'), 7));
        assert!(separator(&Source::new("a.csv", "sep=x\na,b\n"), None).is_err());
        assert!(separator(&Source::new("a.csv", "sep=;\na,b\n"), Some(',')).is_err());
    }
}
