//! What the number format of an `.xlsx` cell shows: a plain number, a percentage, a currency.

use std::rc::Rc;

use super::super::words;

/// The formats 42 and 44, which files may name without writing them out. They show the currency of
/// whoever opens the file, so they say none.
const OF_THE_READER: [&str; 2] = [
    "_($* #,##0_);_($* (#,##0);_($* \"-\"_);_(@_)",
    "_($* #,##0.00_);_($* (#,##0.00);_($* \"-\"??_);_(@_)",
];

/// What a number is shown as.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Format {
    #[default]
    Plain,
    Percent,
    /// An amount of money, with its currency as the format writes it.
    Money(Rc<str>),
}

impl Format {
    /// The meaning of a format code: `#,##0.00 "€"`, `[$CHF-807] #,##0.00`, `0.0%`.
    pub(super) fn read(code: &str) -> Self {
        let literals = Literals::of(code);
        if literals.percent {
            return Self::Percent;
        }
        let between = |c: char| c.is_whitespace() || "/()".contains(c);
        let currency = literals
            .text
            .split(between)
            .find(|word| words::is_currency(word))
            .filter(|_| !OF_THE_READER.contains(&code));
        currency.map_or(Self::Plain, |currency| Self::Money(currency.into()))
    }
}

/// The parts of a format's first section that are shown as they stand, with spaces between them.
#[derive(Default)]
struct Literals {
    text: String,
    percent: bool,
}

impl Literals {
    fn of(code: &str) -> Self {
        let mut found = Self::default();
        let mut characters = code.chars();
        while let Some(character) = characters.next() {
            match character {
                ';' => break,
                '"' => found
                    .text
                    .extend(characters.by_ref().take_while(|c| *c != '"')),
                '\\' => found.text.extend(characters.next()),
                '[' => {
                    let inner: String = characters.by_ref().take_while(|c| *c != ']').collect();
                    found.bracket(&inner);
                }
                // as wide as the next character, or filled with it
                '_' | '*' => {
                    characters.next();
                    found.text.push(' ');
                }
                '%' => found.percent = true,
                '0'..='9' | '#' | '?' | '.' | ',' | '@' | '-' | '+' => found.text.push(' '),
                other => found.text.push(other),
            }
        }
        found
    }

    /// `$CHF-807`: a currency, and the language of the format. Others are colors and conditions.
    fn bracket(&mut self, inner: &str) {
        let Some(symbol) = inner.strip_prefix('$') else {
            return;
        };
        let is_language =
            |code: &str| !code.is_empty() && code.chars().all(|c| c.is_ascii_hexdigit());
        let symbol = match symbol.rsplit_once('-') {
            Some((symbol, language)) if is_language(language) => symbol,
            _ => symbol,
        };
        self.text.extend([" ", symbol, " "]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_percentages() {
        for format in ["0%", "0.00%", "#,##0.0 %"] {
            assert_eq!(Format::read(format), Format::Percent, "{format}");
        }
        for format in ["General", "0.00", "0\" %\"", "0\\%", "", "\"", "[", "\\"] {
            assert_eq!(Format::read(format), Format::Plain, "{format}");
        }
    }

    #[test]
    fn formats_of_currencies() {
        for (format, currency) in [
            ("#,##0.00 \"€\"", "€"),
            ("#,##0.00\\ \"€\";[Red]\\-#,##0.00\\ \"€\"", "€"),
            (
                "_-* #,##0.00\\ [$€-407]_-;\\-* #,##0.00\\ [$€-407]_-;_-@_-",
                "€",
            ),
            ("#,##0.00\\ [$€-1]", "€"),
            ("[$CHF-807] #,##0.00", "CHF"),
            ("[$CHF]\\ #,##0.00", "CHF"),
            ("[$Fr.-807]\\ #,##0.00", "Fr."),
            ("\"$\"#,##0.00_);\\(\"$\"#,##0.00\\)", "$"),
            ("[$$-409]#,##0.00", "$"),
            ("$#,##0.00", "$"),
            ("[Red]£#,##0", "£"),
            ("#,##0.00\\ [$kr-41D]", "kr"),
            ("#,##0.00 \"EUR/m²\"", "EUR"),
            ("#,##0.00 \"€ (19%)\"", "€"),
            ("#,##0\\ \\€", "€"),
        ] {
            assert_eq!(
                Format::read(format),
                Format::Money(currency.into()),
                "{format}"
            );
        }
        for format in [
            "General",
            "#,##0.00",
            "0.00E+00",
            "0\" mm\"",
            "[$-407]0.00",
            "[>=1000]0.0;0",
            "0;\"€\"0",
            OF_THE_READER[0],
            OF_THE_READER[1],
        ] {
            assert_eq!(Format::read(format), Format::Plain, "{format}");
        }
    }
}
