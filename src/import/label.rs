//! What a file says about its axes beside their numbers: names, units and currencies in the corner
//! and in headings.

use super::words;
use crate::letter_case;

/// A heading: `Width (mm)`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Label {
    /// Without unit and currency; may be empty.
    pub name: String,
    /// The unit of the numbers below it.
    pub unit: Option<&'static str>,
    /// The currency of the prices below it.
    pub currency: Option<String>,
    /// An arrow that points to the axis.
    pub arrow: Option<Arrow>,
}

/// Where an arrow points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arrow {
    /// Along the columns' heads.
    Right,
    /// Along the rows' heads.
    Down,
}

impl Label {
    /// A heading taken apart.
    pub(super) fn read(text: &str) -> Self {
        let mut label = Self::default();
        let parts: Vec<&str> = text
            .split(|c: char| c.is_whitespace() || "()[]{}:".contains(c))
            .filter(|part| !part.is_empty())
            .collect();
        let mut name: Vec<&str> = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            let last = index.saturating_add(1) == parts.len();
            match *part {
                "→" | "►" | "▶" | "⇒" | "->" => label.arrow = Some(Arrow::Right),
                "↓" | "▼" | "⇓" => label.arrow = Some(Arrow::Down),
                part if label.unit.is_none() && is_unit(part, index, last, text) => {
                    label.unit = words::unit(part)
                }
                part if label.currency.is_none() && words::is_currency(part) => {
                    label.currency = Some(part.to_owned())
                }
                part => name.push(part),
            }
        }
        // `Width in mm`: the word before the unit belongs to it
        if (label.unit.is_some() || label.currency.is_some())
            && name
                .last()
                .is_some_and(|word| matches!(*word, "in" | "en" | "w" | "v"))
        {
            name.pop();
        }
        label.name = name.join(" ").trim_matches([',', ';', '-']).to_owned();
        label
    }

    /// Whether the name means a price.
    pub(super) fn is_price(&self) -> bool {
        let named = self
            .name
            .split(|c: char| !c.is_alphanumeric())
            .any(words::is_price);
        named || (self.name.is_empty() && self.currency.is_some())
    }

    /// Whether the name is one of these, or means the same size as one of them.
    pub(super) fn is_one_of(&self, names: &[String]) -> bool {
        let own = letter_case::lower(&self.name);
        let same = |name: &String| {
            let name = letter_case::lower(name);
            own == name
                || (words::is_width(&own) && words::is_width(&name))
                || (words::is_height(&own) && words::is_height(&name))
        };
        !own.is_empty() && names.iter().any(same)
    }

    /// Whether the name means a size.
    pub(super) fn is_size(&self) -> bool {
        words::is_width(&self.name) || words::is_height(&self.name)
    }
}

/// Whether a part is a unit: it is the whole text, or stands in brackets or last after a name.
/// Short words such as `in`, `l` and `t` need the brackets.
fn is_unit(part: &str, index: usize, last: bool, text: &str) -> bool {
    let bracketed = [('(', ')'), ('[', ']')]
        .iter()
        .any(|(open, close)| text.contains(&format!("{open}{part}{close}")));
    let long = part.chars().count() > 1 && part != "in";
    words::unit(part).is_some() && (bracketed || (last && (long || index == 0)))
}

/// What a corner says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Corner {
    /// Of the rows, or of both axes where there is one part.
    pub row: Label,
    /// Of the columns.
    pub col: Option<Label>,
    /// Whether it is certain which is which: by arrows, or by `rows \ columns`.
    pub certain: bool,
}

impl Corner {
    /// A corner taken apart at `/`, `\`, `|`, `×` or `x`.
    pub(super) fn read(text: &str) -> Self {
        for sign in ["\\", "/", "|", "×", " x "] {
            let Some((first, second)) = text.split_once(sign) else {
                continue;
            };
            if sign == "/" && (first.trim().is_empty() || second.trim().is_empty()) {
                continue;
            }
            let (first, second) = (Label::read(first), Label::read(second));
            return Self::of(first, second, sign == "\\");
        }
        let row = Label::read(text);
        let certain = row.arrow.is_some();
        match row.arrow {
            Some(Arrow::Right) => Self {
                row: Label::default(),
                col: Some(row),
                certain,
            },
            _ => Self {
                row,
                col: None,
                certain,
            },
        }
    }

    fn of(first: Label, second: Label, backslash: bool) -> Self {
        match (first.arrow, second.arrow) {
            (Some(Arrow::Right), Some(Arrow::Right))
            | (Some(Arrow::Down), Some(Arrow::Down))
            | (None, None) => {
                // `mm / €`: no names at all
                let currency =
                    second.name.is_empty() && second.unit.is_none() && second.currency.is_some();
                if currency {
                    let row = Label {
                        currency: second.currency,
                        ..first
                    };
                    return Self {
                        row,
                        col: None,
                        certain: false,
                    };
                }
                Self {
                    row: first,
                    col: Some(second),
                    certain: backslash,
                }
            }
            (Some(Arrow::Right), _) | (_, Some(Arrow::Down)) => Self {
                row: second,
                col: Some(first),
                certain: true,
            },
            (Some(Arrow::Down), _) | (_, Some(Arrow::Right)) => Self {
                row: first,
                col: Some(second),
                certain: true,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_have_units_and_currencies() {
        for (text, name, unit, currency) in [
            ("Width (mm)", "Width", Some("mm"), None),
            ("Breite in cm", "Breite", Some("cm"), None),
            ("mm", "", Some("mm"), None),
            ("Preis €", "Preis", None, Some("€")),
            ("Price [USD]", "Price", None, Some("USD")),
            ("Breite [in]", "Breite", Some("in"), None),
            ("Made in", "Made in", None, None),
            ("", "", None, None),
        ] {
            let label = Label::read(text);
            assert_eq!(
                (label.name.as_str(), label.unit, label.currency.as_deref()),
                (name, unit, currency),
                "{text}"
            );
        }
    }

    #[test]
    fn corners_have_two_labels() {
        for (text, row, col, certain) in [
            ("Breite/Höhe", "Breite", Some("Höhe"), false),
            ("Höhe \\ Breite", "Höhe", Some("Breite"), true),
            ("Breite → / Höhe ↓", "Höhe", Some("Breite"), true),
            ("mm / €", "", None, false),
            ("drop", "drop", None, false),
        ] {
            let corner = Corner::read(text);
            let col_name = corner.col.as_ref().map(|col| col.name.as_str());
            assert_eq!(
                (corner.row.name.as_str(), col_name, corner.certain),
                (row, col, certain),
                "{text}"
            );
        }
    }
}
