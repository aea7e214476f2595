//! The canonical form of a claim without its signature.

use super::SIGNATURE;
use crate::diagnostic::JsonWriter;
use crate::model::read::{Kind, Node};

/// Digits that a double keeps, wherever the point stands.
const MOST_DIGITS: usize = 15;
/// Characters of a number: so many zeros are far within the range of a double.
const LONGEST: usize = 40;

/// A claim without its signature.
pub(super) struct Unsigned {
    /// The keys with their values as JSON.
    entries: Vec<(String, String)>,
    /// The signature that stood among them.
    pub signature: Option<String>,
}

impl Unsigned {
    /// The claim in a document.
    pub fn of(node: &Node<'_>) -> Option<Self> {
        let mut unsigned = Self {
            entries: Vec::new(),
            signature: None,
        };
        for (key, value) in node.entries("a claim")? {
            if key == SIGNATURE {
                unsigned.signature = Some(value.text()?);
                continue;
            }
            is_kept(&value)?;
            unsigned.entries.push((key, value.raw().to_owned()));
        }
        Some(unsigned)
    }

    /// The same with another key.
    pub fn with(mut self, key: &str, text: &str) -> Self {
        let mut json = JsonWriter::new();
        json.string(text);
        self.entries.push((key.to_owned(), json.finish()));
        self
    }

    /// The form of RFC 8785; none for a text that is none of Unicode.
    pub fn canonical(&self) -> Option<String> {
        let mut json = JsonWriter::new();
        json.begin_object();
        for (key, value) in &self.entries {
            // values are JSON already
            json.key(key).raw_number(value);
        }
        json.end_object();
        serde_json_canonicalizer::pipe(&json.finish()).ok()
    }
}

/// Whether the canonical form of a value is that of no other: every number is one that a double
/// keeps, no key stands twice. Reports what is not.
fn is_kept(node: &Node<'_>) -> Option<()> {
    match node.kind() {
        Kind::Object => {
            for (_, value) in node.entries("an object")? {
                is_kept(&value)?;
            }
            Some(())
        }
        Kind::Array => node.array("an array")?.iter().try_for_each(is_kept),
        Kind::Number if !is_kept_number(node.raw()) => {
            let help = format!("write the number at `{}` as a text", node.path());
            node.invalid(
                "a number of at most 15 digits, without an exponent",
                Some(help),
            )
        }
        Kind::Number | Kind::Text | Kind::Boolean | Kind::Null => Some(()),
    }
}

fn is_kept_number(text: &str) -> bool {
    let digits = text.trim_start_matches('-');
    let is_plain = digits
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let significant = digits.bytes().filter(u8::is_ascii_digit);
    let significant = significant.skip_while(|digit| *digit == b'0').count();
    is_plain && significant <= MOST_DIGITS && text.len() <= LONGEST
}
