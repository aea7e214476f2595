//! Nesting limits, counted along the tokens before anything recurses.

use super::faults::Faults;
use super::limits;
use super::scan::Token;
use crate::diagnostic::Code;

/// Whether the tokens stay within [`limits::NESTING`] and [`limits::SIGNS`]; reports the place
/// where they leave it.
pub(super) fn within_limits(tokens: &[Token<'_>], faults: &mut Faults) -> bool {
    let mut depth = Depth::default();
    let mut after_value = false;
    for token in tokens {
        depth.step(token, after_value);
        if depth.signs > limits::SIGNS {
            let message = format!("more than {} signs before one value", limits::SIGNS);
            faults.report(Code::TooDeep, token.span(), message);
            return false;
        }
        if depth.total() > limits::NESTING {
            let message = format!(
                "brackets and `if` are nested more than {} deep",
                limits::NESTING
            );
            let help = "give inner parts names of their own with `let`";
            faults.report_with(Code::TooDeep, token.span(), message, help);
            return false;
        }
        after_value = token.ends_value();
    }
    true
}

#[derive(Default)]
struct Depth {
    /// For each open bracket, how many `if` were open outside it.
    brackets: Vec<usize>,
    /// How many `if` are open in the innermost bracket; a comma or a colon ends them.
    conditions: usize,
    /// All `if` open outside the innermost bracket.
    outside: usize,
    /// How many signs stand before the next value.
    signs: usize,
}

impl Depth {
    fn total(&self) -> usize {
        self.brackets
            .len()
            .saturating_add(self.conditions)
            .saturating_add(self.outside)
    }

    fn step(&mut self, token: &Token<'_>, after_value: bool) {
        let sign = token.is("-") && !after_value;
        self.signs = if sign {
            self.signs.saturating_add(1)
        } else {
            0
        };
        if token.is("(") || token.is("[") || token.is("{") {
            self.brackets.push(self.conditions);
            self.outside = self.outside.saturating_add(self.conditions);
            self.conditions = 0;
        } else if token.is(")") || token.is("]") || token.is("}") {
            if let Some(conditions) = self.brackets.pop() {
                self.conditions = conditions;
                self.outside = self.outside.saturating_sub(conditions);
            }
        } else if token.is("if") {
            self.conditions = self.conditions.saturating_add(1);
        } else if token.is(",") || token.is(":") {
            self.conditions = 0;
        }
    }
}
