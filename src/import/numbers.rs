//! Cells to numbers: one style, one currency for the whole file.

use super::grid::At;
use super::layout::marker_help;
use super::style::{Style, Styles};
use super::token::Token;
use super::words;
use super::work::Work;
use crate::diagnostic::{Code, Diagnostics};
use crate::model::catalog::Thousands;
use crate::model::fault::{number_fault, number_help};
use crate::money::{Decimal, NumberError};

/// How the numbers of a file are read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numbers {
    style: Style,
}

/// What the cells have shown so far.
struct Evidence {
    /// The styles that all fit.
    left: Styles,
    /// For each style that is out, the cell that ruled it out.
    against: Vec<(Style, At)>,
    /// Numbers that more than one style may read differently.
    doubtful: Vec<At>,
}

impl Numbers {
    /// The style that all cells fit.
    ///
    /// # Errors
    /// `csv-mixed` where cells contradict each other, `csv-ambiguous` where a number may have two
    /// values.
    pub(super) fn decide(
        work: &mut Work<'_>,
        cells: impl Iterator<Item = At>,
    ) -> Result<Self, Diagnostics> {
        let mut evidence = Evidence {
            left: work.styles,
            against: Vec::new(),
            doubtful: Vec::new(),
        };
        for at in cells {
            if work.grid.is_number(at) {
                continue;
            }
            let Some(token) = Token::read(work.grid.text(at)) else {
                continue;
            };
            let styles = Styles::of(&token).and(work.styles);
            if styles.is_empty() || styles == work.styles {
                continue;
            }
            let left = evidence.left.and(styles);
            if left.is_empty() {
                return Err(mixed(work, &evidence, styles, at));
            }
            for style in evidence
                .left
                .iter()
                .filter(|style| !styles.iter().any(|other| other == *style))
            {
                evidence.against.push((style, at));
            }
            evidence.left = left;
            evidence.doubtful.push(at);
        }
        for at in &evidence.doubtful {
            let Some(token) = Token::read(work.grid.text(*at)) else {
                continue;
            };
            if let [one, other, ..] = evidence.left.readings(&token).as_slice() {
                let message = format!("{} may be `{one}` or `{other}`", work.named(*at));
                let help = "write the decimal sign: `\"csv\": {\"decimal\": \".\"}` or `\",\"`, or `--decimal`";
                return Err(work.stop(Code::CsvAmbiguous, *at, message, help));
            }
        }
        let Some(style) = evidence.left.first() else {
            let help = "the decimal sign and what stands between thousands differ";
            let at = work.view.at(0, 0);
            let message = "the settings allow no way of writing numbers";
            return Err(work.stop(Code::ContradictorySettings, at, message, help));
        };
        report(work, style, &evidence.doubtful);
        Ok(Self { style })
    }

    /// The value of a number; none where the text is none in this style.
    pub(super) fn value(self, work: &Work<'_>, at: At) -> Option<Result<Decimal, NumberError>> {
        let text = work.grid.text(at);
        if work.grid.is_number(at) {
            return Some(Decimal::parse(text));
        }
        let token = Token::read(text)?;
        let digits = self.style.digits(&token)?;
        let value = Decimal::parse(&digits);
        Some(if token.negative {
            value.map(Decimal::negated)
        } else {
            value
        })
    }

    /// The value of a cell of prices; none where it is not available or faulty, which is reported.
    pub(super) fn price(self, work: &mut Work<'_>, at: At) -> Option<Decimal> {
        let text = work.grid.text(at);
        if work.is_unavailable(text) {
            return None;
        }
        let value = self.value(work, at).unwrap_or(Err(NumberError::Syntax));
        let unit = Token::read(text).and_then(|token| token.unit);
        match (value, unit) {
            (Ok(value), None) => return Some(value),
            (Ok(_), Some(unit)) => {
                let message = format!(
                    "expected a price, found {} with the unit `{unit}`",
                    work.named(at)
                );
                work.fault(Code::NumberSyntax, at, message, None);
            }
            (Err(error), _) => {
                let (code, message) = number_fault(text, error);
                let message = format!("{message} ({})", work.grid.name(at));
                let help = match error {
                    NumberError::Syntax if work.styles != Styles::allowed(None, None) => {
                        number_help(text, error)
                    }
                    NumberError::Syntax => Some(marker_help(text)),
                    _ => None,
                };
                work.fault(code, at, message, help);
            }
        }
        None
    }
}

fn mixed(work: &mut Work<'_>, evidence: &Evidence, styles: Styles, at: At) -> Diagnostics {
    let other = evidence
        .against
        .iter()
        .find(|(style, _)| styles.iter().any(|own| own == *style));
    let message = match other {
        Some((_, other)) => {
            format!(
                "{} is written in another way than {}",
                work.named(at),
                work.named(*other)
            )
        }
        None => format!(
            "{} is written in another way than the cells before",
            work.named(at)
        ),
    };
    let help = "write all numbers of the file with one decimal sign and one mark between thousands";
    work.stop(Code::CsvMixed, at, message, help)
}

/// The decimal sign and the thousands mark, as far as any number shows them.
fn report(work: &mut Work<'_>, style: Style, shown: &[At]) {
    for at in shown {
        let Some(token) = Token::read(work.grid.text(*at)) else {
            continue;
        };
        if style.shows_decimal(&token) {
            work.report.decimal = Some(style.decimal);
        }
        if style.thousands != Thousands::None && style.shows_thousands(&token) {
            work.report.thousands = Some(style.thousands);
        }
    }
    work.report.thousands = work.settings.thousands.or(work.report.thousands);
    // a mark between thousands says which sign the decimal sign is not
    let implied = match work.report.thousands {
        Some(Thousands::Comma) => Some('.'),
        Some(Thousands::Point) => Some(','),
        _ => work.report.decimal,
    };
    work.report.decimal = work.settings.decimal.or(implied);
}

/// The one currency of headings and prices, and whether all prices are percentages.
///
/// # Errors
/// `csv-mixed` for two currencies, and for percentages beside prices.
pub(super) fn measures(
    work: &mut Work<'_>,
    headings: &[(String, At)],
    prices: impl Iterator<Item = At>,
) -> Result<(), Diagnostics> {
    let mut currency: Option<(String, Vec<String>, At)> = None;
    for (written, at) in headings {
        meet(work, &mut currency, written, *at)?;
    }
    let (mut percent, mut plain) = (None, None);
    for at in prices {
        let grid = work.grid;
        let token = Token::read(grid.text(at)).filter(|_| !grid.is_number(at));
        let written = token.as_ref().and_then(|token| token.currency);
        if let Some(written) = written.or_else(|| grid.currency(at)) {
            meet(work, &mut currency, written, at)?;
        }
        let Some(token) = token else {
            if grid.is_number(at) {
                plain.get_or_insert(at);
            }
            continue;
        };
        if token.percent {
            percent.get_or_insert(at)
        } else {
            plain.get_or_insert(at)
        };
        if let (Some(percent), Some(plain)) = (percent, plain) {
            let (later, earlier) = (percent.max(plain), percent.min(plain));
            let message = format!(
                "{} beside {}: all cells are percentages, or none",
                work.named(later),
                work.named(earlier)
            );
            return Err(work.stop(
                Code::CsvMixed,
                later,
                message,
                "write the percent sign in all cells, or in none",
            ));
        }
    }
    work.report.percent |= percent.is_some();
    if let Some((written, codes, _)) = currency {
        work.report.currency = Some(written);
        work.report.currency_codes = codes;
    }
    Ok(())
}

/// Keeps the codes that all currencies seen so far may mean.
fn meet(
    work: &mut Work<'_>,
    known: &mut Option<(String, Vec<String>, At)>,
    written: &str,
    at: At,
) -> Result<(), Diagnostics> {
    let Some((first, codes, earlier)) = known else {
        let codes = words::currency_codes(written).unwrap_or_default();
        *known = Some((written.to_owned(), codes, at));
        return Ok(());
    };
    if first == written {
        return Ok(());
    }
    let other = words::currency_codes(written).unwrap_or_default();
    let both: Vec<String> = codes
        .iter()
        .filter(|code| other.contains(code))
        .cloned()
        .collect();
    if both.is_empty() {
        let message = format!(
            "{} has another currency than {}: `{written}`, not `{first}`",
            work.named(at),
            work.named(*earlier)
        );
        return Err(work.stop(
            Code::CsvMixed,
            at,
            message,
            "each price list has one currency: split the file",
        ));
    }
    if both.len() < codes.len() {
        *first = written.to_owned();
    }
    *codes = both;
    Ok(())
}
