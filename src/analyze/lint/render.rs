//! Findings in words.

use super::{Finding, Findings, LintSeverity};
use crate::diagnostic::push_visible;

impl Findings {
    /// A line for each finding, and with `orders` the orders that show it.
    #[must_use]
    pub fn render(&self, orders: bool) -> String {
        let mut text = String::new();
        for finding in &self.findings {
            finding.render(&mut text, orders);
        }
        for each in &self.undecided {
            let line = format!(
                "undecided[{}]: `{}`: out of steps",
                each.code.as_str(),
                each.id
            );
            put(&mut text, "", &line);
        }
        for (code, id, _) in &self.unneeded {
            let line = format!("warning[accepted]: `{code}` of `{id}` is accepted and not found");
            put(&mut text, "", &line);
        }
        put(&mut text, "", &self.summary());
        text
    }

    fn summary(&self) -> String {
        let open = || {
            self.findings
                .iter()
                .filter(|finding| finding.accepted.is_none())
        };
        let of = |severity| {
            open()
                .filter(|finding| finding.severity() == severity)
                .count()
        };
        let count = |count: usize, one: &str| {
            let plural = if count == 1 { "" } else { "s" };
            format!("{count} {one}{plural}")
        };
        let accepted = self.findings.len().saturating_sub(open().count());
        let warnings = of(LintSeverity::Warning).saturating_add(self.unneeded.len());
        let mut told = vec![
            count(of(LintSeverity::Error), "error"),
            count(warnings, "warning"),
            count(of(LintSeverity::Note), "note"),
        ];
        told.retain(|count| !count.starts_with("0 "));
        if accepted > 0 {
            told.push(format!("{accepted} accepted"));
        }
        if told.is_empty() {
            "lint: no findings".to_owned()
        } else {
            format!("lint: {}", told.join(", "))
        }
    }
}

impl Finding {
    /// `proved` or `suspicion`.
    #[must_use]
    pub const fn certainty(&self) -> &'static str {
        if self.proved { "proved" } else { "suspicion" }
    }

    fn render(&self, text: &mut String, orders: bool) {
        let word = match (&self.accepted, self.proved) {
            (Some(_), _) => "accepted",
            (None, true) => self.severity().as_str(),
            (None, false) => "suspicion",
        };
        let place = match &self.source {
            Some(at) => format!(" ({}:{}:{})", at.file, at.line, at.column),
            None => String::new(),
        };
        let line = format!("{word}[{}]: {}{place}", self.code.as_str(), self.message);
        put(text, "", &line);
        if let Some(reason) = &self.accepted {
            put(text, "  ", &format!("because: {reason}"));
        }
        if self.more > 0 {
            put(text, "  ", &format!("and {} more like this", self.more));
        }
        if orders {
            put(text, "  ", &format!("order: {}", self.order.to_json()));
            if let Some(compared) = &self.compared {
                put(
                    text,
                    "  ",
                    &format!("compared with: {}", compared.to_json()),
                );
            }
        }
    }
}

fn put(text: &mut String, indent: &str, line: &str) {
    text.push_str(indent);
    push_visible(text, line);
    text.push('\n');
}
