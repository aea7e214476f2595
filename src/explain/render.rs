//! Explanations as text, for someone who has never seen the project.
//!
//! One block an item: what it is, its waterfall with a row a line and the sums between them, what
//! did not apply and why; then the order with net, tax and gross.

use std::fmt;

use super::layout::{Page, Row};
use super::{Compared, Explanation, ItemExplanation, NotFired, PhaseExplanation, Reason, Stage};
use crate::model::quote::{
    ItemQuote, Line, LineKind, Notice, Pending, Problem, Quote, SourcePosition, Status, Violation,
};
use crate::money::Decimal;

impl Explanation {
    /// The explanation as text, at most 100 columns wide where that is possible.
    #[must_use]
    pub fn render(&self) -> String {
        self.page(true)
    }

    /// The waterfall and the findings alone, without what did not apply.
    #[must_use]
    pub fn render_waterfall(&self) -> String {
        self.page(false)
    }

    fn page(&self, whole: bool) -> String {
        let mut page = Page::default();
        for (index, (item, quote)) in self.items.iter().zip(&self.quote.items).enumerate() {
            page.gap();
            self.item(&mut page, index, item, quote, whole);
        }
        page.gap();
        self.totals(&mut page, whole);
        page.finish()
    }

    fn item(
        &self,
        page: &mut Page,
        index: usize,
        item: &ItemExplanation,
        quote: &ItemQuote,
        whole: bool,
    ) {
        let number = index.saturating_add(1);
        page.paragraph(
            0,
            &format!("Item {number}: {} x {}", quote.quantity, item.name),
        );
        let values = item
            .values
            .iter()
            .map(|(name, value)| format!("{name} {value}"));
        let values = values.collect::<Vec<_>>().join(", ");
        if !values.is_empty() {
            page.paragraph(2, &values);
        }
        if let Some(status) = status_text(quote.status) {
            page.paragraph(2, &format!("Status: {status}"));
        }
        let rows = self.waterfall(item, quote, whole);
        if !rows.is_empty() {
            page.gap();
            page.table(&with_head(rows));
        }
        if whole {
            self.not_applied(page, &item.phases);
        }
        findings(
            page,
            &quote.violations,
            &quote.warnings,
            &quote.pending,
            &quote.problems,
        );
    }

    /// A row for each line, and the sums where the waterfall passes from one stage to the next.
    fn waterfall(&self, item: &ItemExplanation, quote: &ItemQuote, whole: bool) -> Vec<Row> {
        let mut rows = Vec::new();
        for stage in [Stage::List, Stage::Unit, Stage::Item, Stage::Order] {
            for phase in item.phases.iter().filter(|phase| phase.stage == stage) {
                rows.extend(self.lines(phase, &quote.lines, whole));
            }
            match stage {
                Stage::List => {
                    rows.extend(
                        quote
                            .list_price
                            .map(|price| self.per_piece("List price", price)),
                    );
                }
                Stage::Unit => {
                    rows.extend(
                        quote
                            .unit_price
                            .map(|price| self.per_piece("Unit price", price)),
                    );
                    rows.extend(self.extended(item, quote));
                }
                Stage::Item | Stage::Order => {}
            }
        }
        let label = if quote.status == Status::Incomplete {
            "Item amount (provisional)"
        } else {
            "Item amount"
        };
        rows.extend(quote.amount.map(|amount| self.sum(label, amount)));
        rows
    }

    /// × quantity, where lines are made per piece and there are several.
    fn extended(&self, item: &ItemExplanation, quote: &ItemQuote) -> Option<Row> {
        quote
            .unit_price
            .filter(|_| quote.quantity != Decimal::ONE)?;
        let pieces = item
            .phases
            .iter()
            .filter(|phase| phase.stage <= Stage::Unit);
        let lines = pieces.flat_map(|phase| &phase.lines);
        let amounts = lines
            .filter_map(|line| quote.lines.get(line.line))
            .map(|line| line.amount);
        let exact = &mut crate::money::Exactness::default();
        let amount = amounts
            .into_iter()
            .try_fold(Decimal::ZERO, |sum, amount| sum.plus(amount, exact));
        Some(self.sum(&format!("× {}", quote.quantity), amount.ok()?))
    }

    /// A row for each line of a phase; a whole explanation says where its rule stands.
    fn lines(&self, phase: &PhaseExplanation, lines: &[Line], whole: bool) -> Vec<Row> {
        let rows = phase
            .lines
            .iter()
            .enumerate()
            .filter_map(|(number, explained)| {
                let line = lines.get(explained.line)?;
                let source = line.source.as_ref().filter(|_| whole);
                let place = source.map(|at| format!("[{}]", place_text(at)));
                let how = std::iter::once(explained.how.clone()).chain(place);
                let how: Vec<_> = how.filter(|part| !part.is_empty()).collect();
                Some(Row {
                    // The phase's name once, beside its first line.
                    phase: if number == 0 {
                        phase.phase.clone()
                    } else {
                        String::new()
                    },
                    label: line.label.clone(),
                    how: how.join(" "),
                    unit: line
                        .unit_amount
                        .map(|amount| self.money(amount))
                        .unwrap_or_default(),
                    amount: self.money(line.amount),
                })
            });
        rows.collect()
    }

    fn not_applied(&self, page: &mut Page, phases: &[PhaseExplanation]) {
        let all = phases.iter().flat_map(|phase| &phase.not_fired);
        // Options that cost nothing extra are no news.
        let silent =
            |fact: &&NotFired| fact.kind == LineKind::Option && fact.reason == Reason::NotNeeded;
        let mut facts = all.filter(|fact| !silent(fact)).peekable();
        if facts.peek().is_some() {
            page.gap();
            page.paragraph(2, "Did not apply");
        }
        for fact in facts {
            let name = if fact.label == fact.id {
                fact.id.clone()
            } else {
                format!("{} ({})", fact.label, fact.id)
            };
            let place = fact
                .source
                .as_ref()
                .map(|at| format!(" [{}]", place_text(at)));
            let place = place.unwrap_or_default();
            page.paragraph(4, &format!("{name}: {}{place}", self.reason_text(fact)));
            for compared in &fact.because {
                page.paragraph(8, &compared_text(compared));
            }
        }
    }

    fn reason_text(&self, fact: &NotFired) -> String {
        match &fact.reason {
            Reason::Condition => "its condition does not hold".to_owned(),
            Reason::Validity { from, until } => {
                let day = self.quote.as_of.map(|day| format!("not valid on {day}"));
                let day = day.unwrap_or_else(|| "not valid on this day".to_owned());
                let ends = [("from", from), ("until", until)];
                let ends = ends
                    .into_iter()
                    .filter_map(|(word, end)| end.map(|end| format!(" {word} {end}")));
                format!("{day}, only{}", ends.collect::<String>())
            }
            Reason::NoMatch => "the price list is for other values".to_owned(),
            Reason::Currency => {
                format!(
                    "the price list has no prices in {}",
                    self.quote.currency.code.as_str()
                )
            }
            Reason::NotChosen { winner } => {
                format!("only one of this phase applies, and it is {winner}")
            }
            Reason::Stopped { by } => format!("{by} ended this phase"),
            Reason::Waits => "waits for a value that is missing".to_owned(),
            Reason::NoTier => "the quantity is below the first tier".to_owned(),
            Reason::NotNeeded => "nothing to change".to_owned(),
            Reason::Problem => "has no price".to_owned(),
        }
    }

    fn totals(&self, page: &mut Page, whole: bool) {
        let quote = &self.quote;
        page.paragraph(0, "Order");
        if quote.amount.is_none() {
            page.paragraph(2, "Status: no total, as not every item has a price");
        }
        let label = if quote.amount.is_some() {
            "Items"
        } else {
            "Items that are priced"
        };
        let mut rows = vec![self.sum(label, quote.priced_subtotal)];
        for phase in &self.order {
            rows.extend(self.lines(phase, &quote.lines, whole));
        }
        rows.extend(total_rows(quote, |label, amount| self.sum(label, amount)));
        for row in &mut rows {
            row.unit.clear();
        }
        page.table(&rows);
        if whole {
            self.not_applied(page, &self.order);
        }
        findings(
            page,
            &quote.violations,
            &quote.warnings,
            &[],
            &quote.problems,
        );
    }

    fn per_piece(&self, label: &str, price: Decimal) -> Row {
        let price = self.money(price);
        let (unit, amount) = if self.quote.rounding.per_item {
            (String::new(), price)
        } else {
            (price, String::new())
        };
        Row {
            label: label.to_owned(),
            unit,
            amount,
            ..Row::default()
        }
    }

    fn sum(&self, label: &str, amount: Decimal) -> Row {
        Row {
            label: label.to_owned(),
            amount: self.money(amount),
            ..Row::default()
        }
    }

    fn money(&self, amount: Decimal) -> String {
        amount.to_fixed(self.quote.currency.digits)
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.render())
    }
}

fn with_head(mut rows: Vec<Row>) -> Vec<Row> {
    let per_piece = rows.iter().any(|row| !row.unit.is_empty());
    let head = Row {
        phase: "Phase".to_owned(),
        label: "Line".to_owned(),
        how: if rows.iter().any(|row| !row.how.is_empty()) {
            "How"
        } else {
            ""
        }
        .to_owned(),
        unit: if per_piece { "Per piece" } else { "" }.to_owned(),
        amount: "Amount".to_owned(),
    };
    rows.insert(0, head);
    rows
}

/// The order's amount, net, tax for each rate, and gross; rows that would repeat are left out.
fn total_rows(quote: &Quote, sum: impl Fn(&str, Decimal) -> Row) -> Vec<Row> {
    let mut rows = Vec::new();
    if !quote.lines.is_empty() {
        rows.extend(quote.amount.map(|amount| sum("Order amount", amount)));
    }
    rows.extend(quote.net.map(|net| sum("Net", net)));
    match quote.taxes.as_slice() {
        [] => rows.extend(quote.tax.map(|tax| sum("Tax", tax))),
        shares => rows.extend(shares.iter().map(|share| {
            let digits = quote.currency.digits;
            let how = format!("{}% of {}", share.rate, share.net.to_fixed(digits));
            Row {
                how,
                ..sum("Tax", share.tax)
            }
        })),
    }
    rows.extend(quote.gross.map(|gross| sum("Gross", gross)));
    rows
}

fn findings(
    page: &mut Page,
    violations: &[Violation],
    warnings: &[Notice],
    pending: &[Pending],
    problems: &[Problem],
) {
    let (missing, wrong): (Vec<_>, Vec<_>) = violations
        .iter()
        .partition(|violation| violation.is_unfinished());
    section(page, "Missing", missing.into_iter().map(violation_text));
    section(page, "Not allowed", wrong.into_iter().map(violation_text));
    section(
        page,
        "Warnings",
        warnings.iter().map(|notice| notice.message.clone()),
    );
    let pending = pending.iter().map(|pending| {
        format!(
            "{} ({}): waits for {}",
            pending.label,
            pending.id,
            pending.waits_for.join(", ")
        )
    });
    section(page, "Still open", pending);
    let problems = problems.iter().map(|problem| {
        let id = problem
            .id
            .as_ref()
            .map(|id| format!("{id}: "))
            .unwrap_or_default();
        format!("{id}{} [{}]", problem.message, problem.code.as_str())
    });
    section(page, "No price because", problems);
}

fn section(page: &mut Page, title: &str, entries: impl Iterator<Item = String>) {
    let mut entries = entries.peekable();
    if entries.peek().is_some() {
        page.gap();
        page.paragraph(2, title);
    }
    for entry in entries {
        page.paragraph(4, &entry);
    }
}

fn violation_text(violation: &Violation) -> String {
    let fixes = violation.fixes.iter().map(|fix| match &fix.value {
        Some(value) => format!("{} = {value}", fix.feature),
        None => format!("no {}", fix.feature),
    });
    let fixes = fixes.collect::<Vec<_>>().join(", or ");
    let fixes = if fixes.is_empty() {
        fixes
    } else {
        format!("; allowed: {fixes}")
    };
    let rule = violation
        .rule
        .as_ref()
        .map(|rule| format!(" ({rule})"))
        .unwrap_or_default();
    format!("{}{rule} [{}]{fixes}", violation.message, violation.code)
}

/// `width > 2000` is false: width is 1200.
fn compared_text(compared: &Compared) -> String {
    let holds = match compared.holds {
        Some(true) => "is true",
        Some(false) => "is false",
        None => "is not known",
    };
    // A constant is its own value; a text in quotes too.
    let is_constant = |text: &str, value: &str| text.trim_matches('"') == value;
    let operands = compared.operands.iter();
    let values = operands
        .filter(|operand| !is_constant(&operand.text, &operand.value))
        .map(|operand| format!("{} is {}", operand.text, operand.value));
    let values = values.collect::<Vec<_>>().join(", ");
    if values.is_empty() {
        format!("{} {holds}", compared.text)
    } else {
        format!("{} {holds}: {values}", compared.text)
    }
}

fn place_text(at: &SourcePosition) -> String {
    format!("{}:{}:{}", at.file, at.line, at.column)
}

const fn status_text(status: Status) -> Option<&'static str> {
    match status {
        Status::Priced => None,
        Status::Incomplete => Some("incomplete, the price is provisional"),
        Status::Invalid => Some("not allowed, no binding price"),
        Status::OnRequest => Some("price on request"),
        Status::Unpriced => Some("no price"),
    }
}
