//! A cell that looks like a number: its sign, its digits with what stands between them, and what
//! stands around them.
//!
//! Which mark is the decimal sign is not decided here; see `style`.

use super::words;

/// A cell that looks like a number: `(1'234.50) CHF`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// A minus before or after it, or parentheses around it.
    pub negative: bool,
    /// Digits and the marks between them; begins and ends with a digit.
    pub core: &'a str,
    /// The decimal sign before dashes in place of digits: `12.-`
    pub open: Option<char>,
    /// The currency as written.
    pub currency: Option<&'a str>,
    /// The unit of measure.
    pub unit: Option<&'static str>,
    /// Whether a percent sign follows.
    pub percent: bool,
}

impl<'a> Token<'a> {
    /// The parts of a text; none where it does not look like a number.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        let text = text.trim_matches(super::grid::is_junk);
        let (text, enclosed) = match text
            .strip_prefix('(')
            .and_then(|rest| rest.strip_suffix(')'))
        {
            Some(inner) => (inner.trim(), true),
            None => (text, false),
        };
        let (text, minus) = sign(text);
        let (leading, text) = match text.starts_with(|c: char| c.is_ascii_digit()) {
            true => (None, text),
            false => {
                words::leading_currency(text).map(|(currency, rest)| (Some(currency), rest))?
            }
        };
        let (text, inner_minus) = sign(text.trim_start());
        let end = text
            .find(|c: char| !c.is_ascii_digit() && !is_mark(c))
            .unwrap_or(text.len());
        let (core, rest) = text.split_at_checked(end)?;
        let tail = Tail::read(core.trim_end(), rest.trim())?;
        let minuses = [enclosed, minus, inner_minus, tail.minus]
            .into_iter()
            .filter(|minus| *minus)
            .count();
        let begins = tail.core.starts_with(|c: char| c.is_ascii_digit());
        let ends = tail.core.ends_with(|c: char| c.is_ascii_digit());
        if minuses > 1 || !begins || !ends || (leading.is_some() && tail.currency.is_some()) {
            return None;
        }
        Some(Self {
            negative: minuses == 1,
            core: tail.core,
            open: tail.open,
            currency: leading.or(tail.currency),
            unit: tail.unit,
            percent: tail.percent,
        })
    }

    /// Whether it is a bare number that begins with a zero as only keys do: `007`.
    pub(super) fn is_key(&self) -> bool {
        let mut bytes = self.core.bytes();
        bytes.next() == Some(b'0') && bytes.next().is_some_and(|byte| byte.is_ascii_digit())
    }
}

/// A minus or plus at the beginning.
fn sign(text: &str) -> (&str, bool) {
    if let Some(rest) = text.strip_prefix(['-', '\u{2212}']) {
        return (rest.trim_start(), true);
    }
    (text.strip_prefix('+').unwrap_or(text), false)
}

/// Whether a character may stand between digits.
fn is_mark(character: char) -> bool {
    matches!(character, '.' | ',') || is_apostrophe(character) || is_space(character)
}

/// Apostrophes as keyboards and spreadsheets write them.
pub(super) fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '’' | '\u{2bc}')
}

/// A space, also one that does not break or is thin.
pub(super) fn is_space(character: char) -> bool {
    matches!(
        character,
        ' ' | '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}'
    )
}

/// What follows the digits.
#[derive(Default)]
struct Tail<'a> {
    core: &'a str,
    open: Option<char>,
    minus: bool,
    currency: Option<&'a str>,
    unit: Option<&'static str>,
    percent: bool,
}

impl<'a> Tail<'a> {
    fn read(core: &'a str, rest: &'a str) -> Option<Self> {
        let word = rest.trim_start_matches(['-', '\u{2212}', '–', '—']);
        let dashes = rest.get(..rest.len().saturating_sub(word.len()))?;
        let word = word.trim_start();
        let mut tail = Tail {
            core,
            ..Tail::default()
        };
        let open = core.strip_suffix(['.', ',']);
        match (dashes.chars().count(), open) {
            (0, None) => {}
            (1 | 2, Some(digits)) => {
                tail.open = core.chars().next_back();
                tail.core = digits;
            }
            (1, None) if dashes == "-" || dashes == "\u{2212}" => tail.minus = true,
            _ => return None,
        }
        if word.is_empty() {
            return Some(tail);
        }
        if word == "%" {
            tail.percent = true;
        } else if words::is_currency(word) {
            tail.currency = Some(word);
        } else {
            tail.unit = Some(words::unit(word)?);
        }
        Some(tail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_numbers() {
        let shown = |text: &str| {
            let token = Token::read(text)?;
            let minus = if token.negative { "-" } else { "" };
            let open = token.open.map(String::from).unwrap_or_default();
            let percent = if token.percent { "%" } else { "" };
            let (currency, unit) = (token.currency.unwrap_or(""), token.unit.unwrap_or(""));
            Some(format!(
                "{minus}{}{open} {currency}{unit}{percent}",
                token.core
            ))
        };
        for (text, expected) in [
            ("49", "49 "),
            ("1,234.50", "1,234.50 "),
            ("€ 49,90", "49,90 €"),
            ("49,90\u{a0}€", "49,90 €"),
            ("$1,234.50", "1,234.50 $"),
            ("-$5", "-5 $"),
            ("$-5", "-5 $"),
            ("(1,200.00)", "-1,200.00 "),
            ("($5)", "-5 $"),
            ("12,50-", "-12,50 "),
            ("\u{2212}5", "-5 "),
            ("CHF 1’234.–", "1’234. CHF"),
            ("12,-- €", "12, €"),
            ("Fr. 12.50", "12.50 Fr."),
            ("₹ 1,00,000", "1,00,000 ₹"),
            ("1 234,50 kr", "1 234,50 kr"),
            ("600 mm", "600 mm"),
            ("24\"", "24 in"),
            ("2,5 %", "2,5 %"),
            ("\u{200f}600\u{200e}", "600 "),
        ] {
            assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_texts_are_none() {
        for text in [
            "",
            "-",
            "–",
            "x",
            "n/a",
            "ab 600",
            "600 x 800",
            "5.",
            ".5",
            "12 €€",
            "€ 5 €",
            "-(5)",
            "-5-",
            "--5",
            "5'",
            "5 – 7",
            "12 Preis",
            "( )",
            "5\u{200f}6",
            "$",
        ] {
            assert_eq!(Token::read(text), None, "{text}");
        }
    }
}
