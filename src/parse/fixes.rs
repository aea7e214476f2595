//! Forms that are known from other languages, found along the tokens before the grammar runs: each
//! is reported with its own place and the right form.

use super::faults::Faults;
use super::functions;
use super::scan::{Token, TokenKind};
use crate::diagnostic::{Code, Span};

/// What percentages can be taken of, as far as the language itself names it.
pub(super) const BASES: &[&str] = &["base", "options", "list", "subtotal", "extended"];

/// The most tokens looked at around a `..` for its brackets.
const RANGE_TOKENS: usize = 64;

/// Reports every foreign form among the tokens.
pub(super) fn check(tokens: &[Token<'_>], faults: &mut Faults) {
    let mut open: Vec<&str> = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let around = Around {
            tokens,
            index,
            token,
            open: open.last().copied(),
        };
        match token.kind {
            TokenKind::Word => around.word(faults),
            TokenKind::Day => around.day(faults),
            TokenKind::Number => around.decimal_comma(faults),
            TokenKind::Symbol => around.symbol(faults),
            TokenKind::Text | TokenKind::Quoted => {}
        }
        match (token.kind, token.text) {
            (TokenKind::Symbol, "(" | "[" | "{") => open.push(token.text),
            (TokenKind::Symbol, ")" | "]" | "}") => {
                open.pop();
            }
            _ => {}
        }
    }
}

/// A token with those around it.
struct Around<'t, 'a> {
    tokens: &'t [Token<'a>],
    index: usize,
    token: &'t Token<'a>,
    /// The innermost open bracket.
    open: Option<&'t str>,
}

impl<'t, 'a> Around<'t, 'a> {
    fn before(&self, distance: usize) -> Option<&'t Token<'a>> {
        self.tokens.get(self.index.checked_sub(distance)?)
    }

    fn after(&self, distance: usize) -> Option<&'t Token<'a>> {
        self.tokens.get(self.index.saturating_add(distance))
    }

    fn after_is(&self, distance: usize, text: &str) -> bool {
        self.after(distance).is_some_and(|token| token.is(text))
    }

    fn before_is(&self, distance: usize, text: &str) -> bool {
        self.before(distance).is_some_and(|token| token.is(text))
    }

    /// Whether a value is complete before this token.
    fn after_value(&self) -> bool {
        self.before(1).is_some_and(Token::ends_value)
    }

    fn foreign(&self, last: &Token<'_>, right: &str, help: String, faults: &mut Faults) {
        let span = self.token.span().to(last.span());
        let found = faults.excerpt(span);
        faults.report_with(
            Code::FeelSyntax,
            span,
            format!("expected {right}, found `{found}`"),
            help,
        );
    }

    fn word(&self, faults: &mut Faults) {
        let here = self.token;
        match here.text {
            // The part after a dot is a name, and so is the word that an id stands for.
            _ if self.before_is(1, ".") => {}
            "null" | "nil" => self.null(faults),
            "none" if self.compared() => {
                let help = "ask `x is set` or `not(x is set)`; an option named none is the text `\"none\"`";
                self.foreign(here, "a value", String::from(help), faults);
            }
            "elseif" | "elsif" | "elif" => {
                self.foreign(here, "`else if`", String::from("write `else if`"), faults);
            }
            "not" if self.after_value() && self.after_is(1, "in") => self.not_in(faults),
            "not" if !self.after_is(1, "(") && !self.after_is(1, "discountable") => {
                self.bare_not(faults)
            }
            "is" if self.after_is(1, "not") && self.after_is(2, "set") => self.is_not_set(faults),
            "AND" | "And" | "OR" | "Or" | "NOT" | "Not" | "IF" | "If" | "THEN" | "Then"
            | "ELSE" | "Else" | "TRUE" | "True" | "FALSE" | "False" | "IN" | "In" | "BETWEEN"
            | "Between" => {
                let lower = here.text.to_ascii_lowercase();
                self.foreign(
                    here,
                    &format!("`{lower}`"),
                    format!("write `{lower}`"),
                    faults,
                );
            }
            "IS" => self.foreign(here, "`is`", String::from("write `is set`"), faults),
            _ => {}
        }
        if self.after_is(1, "(") {
            functions::check(self.tokens, self.index, faults);
        }
    }

    fn compared(&self) -> bool {
        self.before_is(1, "=") || self.before_is(1, "!=")
    }

    /// `x = null`, `x is null`.
    fn null(&self, faults: &mut Faults) {
        let negated = self.before_is(1, "!=") || self.before_is(1, "not");
        let asked = if self.before_is(1, "not") { 3 } else { 2 };
        let name = match self.before(asked) {
            Some(name)
                if matches!(name.kind, TokenKind::Word | TokenKind::Quoted)
                    && !name.is_keyword() =>
            {
                name.text
            }
            _ => "x",
        };
        let help = if self.before_is(1, ":") && self.open == Some("{") {
            String::from("write `none` for a value that is not set")
        } else if negated {
            format!("write `{name} is set`")
        } else {
            format!("write `not({name} is set)`")
        };
        self.foreign(self.token, "a value", help, faults);
    }

    /// `x not in (…)`.
    fn not_in(&self, faults: &mut Faults) {
        if let Some(last) = self.after(1) {
            self.foreign(last, "`in`", String::from("write `not(x in (…))`"), faults);
        }
    }

    /// `x is not set`.
    fn is_not_set(&self, faults: &mut Faults) {
        let Some(last) = self.after(2) else { return };
        let name = self.before(1).map_or("x", |name| name.text);
        self.foreign(
            last,
            "`is set`",
            format!("write `not({name} is set)`"),
            faults,
        );
    }

    /// `not x`.
    fn bare_not(&self, faults: &mut Faults) {
        if self.before_is(1, "is") {
            return;
        }
        let operand = match self.after(1) {
            Some(next) if next.kind != TokenKind::Symbol && !next.is_keyword() => next.text,
            _ => "…",
        };
        let found = if operand == "…" {
            String::from("not")
        } else {
            format!("not {operand}")
        };
        let last = if operand == "…" {
            self.token
        } else {
            self.after(1).unwrap_or(self.token)
        };
        let span = self.token.span().to(last.span());
        let message = format!("expected `(` after `not`, found `{found}`");
        faults.report_with(
            Code::FeelSyntax,
            span,
            message,
            format!("write `not({operand})`"),
        );
    }

    /// `2026-10-01` where an expression stands.
    fn day(&self, faults: &mut Faults) {
        if self.before_is(1, "from") || self.before_is(1, "until") {
            return;
        }
        let text = self.token.text;
        let help = if self.open == Some("{") {
            format!("write `\"{text}\"`")
        } else {
            format!("write `date(\"{text}\")`")
        };
        let message = format!("expected a date in quotes, found `{text}`");
        faults.report_with(Code::FeelSyntax, self.token.span(), message, help);
    }

    /// `1,5` where no list goes on with a comma.
    fn decimal_comma(&self, faults: &mut Faults) {
        let (Some(comma), Some(fraction)) = (self.after(1), self.after(2)) else {
            return;
        };
        let adjacent = comma.is(",")
            && comma.start == self.token.end
            && fraction.start == comma.end
            && fraction.kind == TokenKind::Number;
        if !adjacent || matches!(self.open, Some("(" | "[")) || self.after_is(3, "->") {
            return;
        }
        let (whole, digits) = (self.token.text, fraction.text);
        let help = if digits.len() == 3 {
            format!(
                "write `{whole}.{digits}` with a decimal point, or `{whole}_{digits}` for thousands"
            )
        } else {
            format!("write `{whole}.{digits}`")
        };
        let span = self.token.span().to(fraction.span());
        let message = format!("expected a decimal point, found the comma of `{whole},{digits}`");
        faults.report_with(Code::NumberSyntax, span, message, help);
    }

    fn symbol(&self, faults: &mut Faults) {
        match self.token.text {
            "%" => self.percent(faults),
            ".." => self.range(faults),
            _ => {}
        }
    }

    /// `%` without `of`: a percentage of nothing, or another language's remainder.
    fn percent(&self, faults: &mut Faults) {
        let next = self.after(1);
        if next.is_some_and(|next| next.is("of")) {
            return;
        }
        let left = self.before(1).map_or("a", |token| token.text);
        let base = next.filter(|next| BASES.contains(&next.text));
        let operand = next.filter(|next| {
            next.is("(")
                || matches!(next.kind, TokenKind::Number | TokenKind::Quoted)
                || (next.kind == TokenKind::Word && !next.is_keyword())
        });
        if let (Some(right), None) = (operand, base) {
            let right = if right.is("(") { "b" } else { right.text };
            let message = "expected an operator, found `%`";
            let help = format!(
                "a percentage names its base, `{left}% of base`; the remainder is `modulo({left}, {right})`"
            );
            faults.report_with(Code::FeelSyntax, self.token.span(), message, help);
            return;
        }
        let span = self.before(1).map_or(self.token.span(), |number| {
            number.span().to(self.token.span())
        });
        without_base(span, &format!("{left}%"), faults);
    }

    /// `]a..b[`, which FEEL allows beside `(a..b)`.
    fn range(&self, faults: &mut Faults) {
        let Some((opener, closer)) = self.brackets() else {
            return;
        };
        if opener.text != "]" && closer.text != "[" {
            return;
        }
        let open = if opener.text == "[" { "[" } else { "(" };
        let close = if closer.text == "]" { "]" } else { ")" };
        let inner = faults.excerpt(Span::new(opener.end, closer.start));
        let span = opener.span().to(closer.span());
        let found = faults.excerpt(span);
        let message = format!("expected a range with `(` and `)` at open ends, found `{found}`");
        faults.report_with(
            Code::FeelSyntax,
            span,
            message,
            format!("write `{open}{inner}{close}`"),
        );
    }

    /// The brackets around the range whose dots stand here.
    fn brackets(&self) -> Option<(&'t Token<'a>, &'t Token<'a>)> {
        let mut depth = 0_usize;
        let before = self.tokens.get(..self.index)?;
        let opener = before
            .iter()
            .enumerate()
            .rev()
            .take(RANGE_TOKENS)
            .find(|(index, token)| {
                let previous = index
                    .checked_sub(1)
                    .and_then(|index| self.tokens.get(index));
                let ends = previous.is_some_and(|token| token.ends_value() || token.is("["));
                let turned = token.is("]") && depth == 0 && !ends;
                let opens = turned || token.is("(") || token.is("[");
                leaves(&mut depth, opens, token.is(")") || token.is("]"))
            });
        depth = 0;
        let mut previous = self.token;
        let after = self.tokens.get(self.index.saturating_add(1)..)?;
        let closer = after.iter().take(RANGE_TOKENS).find(|token| {
            let value = std::mem::replace(&mut previous, token).ends_value();
            let turned = token.is("[") && depth == 0 && value;
            let closes = turned || token.is(")") || token.is("]");
            leaves(&mut depth, closes, token.is("(") || token.is("["))
        });
        Some((opener?.1, closer?))
    }
}

/// Keeps count of brackets on the way out of one; whether this token is the way out.
fn leaves(depth: &mut usize, outward: bool, inward: bool) -> bool {
    if outward && *depth == 0 {
        return true;
    }
    if outward {
        *depth = depth.saturating_sub(1);
    } else if inward {
        *depth = depth.saturating_add(1);
    }
    false
}

/// A percentage that does not say of what.
pub(super) fn without_base(span: Span, written: &str, faults: &mut Faults) {
    let bases = BASES
        .iter()
        .map(|base| format!("`{base}`"))
        .collect::<Vec<_>>()
        .join(", ");
    let message = format!("expected the base of `{written}`, found none");
    let help = format!("write `{written} of base`; bases are {bases} and `price(feature)`");
    faults.report_with(Code::PercentWithoutBase, span, message, help);
}
