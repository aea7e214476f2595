//! From–to rows to "from" thresholds: gaps and overlaps found, and resolved where the settings say
//! how.

use super::super::findings::ImportReport;
use super::super::{Gaps, Overlaps, Settings};
use super::{Effect, Resolved, Row};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::money::{Decimal, Exactness};

/// A threshold; none: no tier from here on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Tier {
    pub from: Decimal,
    pub effect: Option<Effect>,
}

/// The thresholds of the rows.
pub(in super::super) fn resolve(
    mut rows: Vec<Row>,
    settings: &Settings,
    report: &mut ImportReport,
) -> Resolved {
    let mut findings = Diagnostics::new();
    check_rows(&rows, &mut findings);
    if !rows.is_sorted_by(|a, b| a.from <= b.from)
        && let Some(first) = rows.first()
    {
        report.guessed(
            first.at.clone(),
            "order of rows",
            "",
            "sorted by quantity",
            "",
        );
    }
    rows.sort_by_key(|row| row.from);
    let exclusive = is_exclusive(&rows);
    if exclusive && let Some(first) = rows.first() {
        let done = "not part of its row, because the next row begins with it";
        report.guessed(
            first.at.clone(),
            "last quantity of a row",
            "",
            done,
            "write 1 less",
        );
    }
    let mut walk = Walk {
        settings,
        exclusive,
        tiers: Vec::new(),
        findings,
        last: None,
    };
    for row in &rows {
        walk.row(row, report);
    }
    walk.end(&rows, report);
    for _ in &walk.tiers {
        report.count("tiers");
    }
    Resolved {
        tiers: walk.tiers,
        findings: walk.findings,
    }
}

fn check_rows(rows: &[Row], findings: &mut Diagnostics) {
    for row in rows {
        let faulty = row.from.is_negative() || row.to.is_some_and(|to| to < row.from);
        if faulty {
            let message = format!("{} ends before it begins, or begins below 0", shown(row));
            findings.push(Diagnostic::new(
                Code::InvalidRange,
                row.place.clone(),
                message,
            ));
        }
    }
}

/// Whether every row ends with the quantity that the next begins with.
fn is_exclusive(rows: &[Row]) -> bool {
    let touches = |pair: &[Row]| match pair {
        [row, next] => row.to.is_none_or(|to| to == next.from),
        _ => false,
    };
    rows.iter().any(|row| row.to.is_some())
        && rows.len() > 1
        && rows.windows(2).all(touches)
        && rows
            .windows(2)
            .any(|pair| pair.first().is_some_and(|row| row.to.is_some()))
}

struct Walk<'a> {
    settings: &'a Settings,
    exclusive: bool,
    tiers: Vec<Tier>,
    findings: Diagnostics,
    /// The row with the highest end so far, and the first quantity that it does not serve.
    last: Option<(&'a Row, Option<Decimal>)>,
}

impl<'a> Walk<'a> {
    /// The first quantity after a row.
    fn after(&self, row: &Row) -> Option<Decimal> {
        let to = row.to?;
        if self.exclusive {
            return Some(to);
        }
        to.plus(Decimal::ONE, &mut { Exactness::EXACT }).ok()
    }

    fn row(&mut self, row: &'a Row, report: &mut ImportReport) {
        let mut from = row.from;
        match self.last {
            Some((last, Some(after))) if from > after => self.gap(last, row, after, report),
            Some((last, after)) if last.from == from => {
                let message = format!("{} and {} begin at one quantity", shown(last), shown(row));
                self.fault(Code::DuplicateTier, last, row, message, None);
                let _ = after;
                return;
            }
            Some((last, Some(after))) if from < after => {
                match self.overlap(last, row, after, report) {
                    Some(start) => from = start,
                    None => return,
                }
            }
            _ => {}
        }
        self.tiers.push(Tier {
            from,
            effect: Some(row.effect),
        });
        self.last = Some((row, self.after(row)));
    }

    fn gap(&mut self, last: &Row, row: &Row, after: Decimal, report: &mut ImportReport) {
        let message = format!("nothing is said between {} and {}", shown(last), shown(row));
        let done = match self.settings.gaps {
            Gaps::Fault => {
                let help =
                    "`--gaps lower` lets the lower row go on, `--gaps none` has no tier there";
                return self.fault(Code::TierGap, last, row, message, Some(help));
            }
            Gaps::Lower => "the lower row goes on",
            Gaps::None => {
                self.tiers.push(Tier {
                    from: after,
                    effect: None,
                });
                "no tier there"
            }
        };
        report.guessed(row.at.clone(), "gap", &message, done, "--gaps");
    }

    /// Where the row begins; none where it is not reached.
    fn overlap(
        &mut self,
        last: &Row,
        row: &Row,
        after: Decimal,
        report: &mut ImportReport,
    ) -> Option<Decimal> {
        let message = format!("{} and {} overlap", shown(last), shown(row));
        let (done, start) = match self.settings.overlaps {
            Overlaps::Fault => {
                let help = "`--overlaps higher` or `--overlaps lower` says which row wins";
                self.fault(Code::TierOverlap, last, row, message, Some(help));
                return Some(row.from);
            }
            Overlaps::Higher => ("the higher row wins", Some(row.from)),
            Overlaps::Lower if self.after(row).is_some_and(|end| end <= after) => {
                ("the row is left out, the lower one serves all of it", None)
            }
            Overlaps::Lower => ("the lower row wins", Some(after)),
        };
        report.guessed(row.at.clone(), "overlap", &message, done, "--overlaps");
        start
    }

    fn fault(&mut self, code: Code, last: &Row, row: &Row, message: String, help: Option<&str>) {
        let finding = Diagnostic::new(code, row.place.clone(), message)
            .with_optional_help(help.map(str::to_owned))
            .with_related(last.place.clone(), "the row before");
        self.findings.push(finding);
    }

    /// What lies below the first row and above the last.
    fn end(&mut self, rows: &[Row], report: &mut ImportReport) {
        if let Some(first) = rows.first().filter(|row| row.from > Decimal::ONE) {
            let text = format!("below {}", first.from);
            report.guessed(
                first.at.clone(),
                "quantities before the first row",
                &text,
                "no tier",
                "",
            );
        }
        if let Some((last, Some(after))) = self.last {
            self.tiers.push(Tier {
                from: after,
                effect: None,
            });
            let text = format!("from {after}");
            let help = "leave the last row's `to` out, where it has no end";
            report.guessed(
                last.at.clone(),
                "quantities after the last row",
                &text,
                "no tier",
                help,
            );
        }
    }
}

fn shown(row: &Row) -> String {
    match row.to {
        Some(to) => format!("`{} to {to}`", row.from),
        None => format!("`from {}`", row.from),
    }
}
