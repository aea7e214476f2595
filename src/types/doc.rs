//! Doc comments: what an editor shows when the pointer rests on a name.

use crate::diagnostic::push_visible;
use crate::model::catalog::Label;

/// The lines of a doc comment.
#[derive(Default)]
pub(super) struct Doc(Vec<String>);

impl Doc {
    /// Adds a line; an empty one adds nothing.
    pub fn line(&mut self, text: impl AsRef<str>) {
        let text = one_line(text.as_ref());
        if !text.is_empty() {
            self.0.push(text);
        }
    }

    /// Appends the comment, one line or many; nothing where it has no lines.
    pub fn push(&self, out: &mut String, indent: &str) {
        match self.0.as_slice() {
            [] => {}
            [line] => out.extend([indent, "/** ", line, " */\n"]),
            lines => {
                out.extend([indent, "/**\n"]);
                for line in lines {
                    out.extend([indent, " * ", line, "\n"]);
                }
                out.extend([indent, " */\n"]);
            }
        }
    }
}

/// A label in its first language.
pub(super) fn label(label: Option<&Label>) -> Option<&str> {
    match label? {
        Label::Plain(text) => Some(text),
        Label::Translated(texts) => texts.first().map(|(_, text)| text.as_str()),
    }
}

/// The text on one line, with hidden characters written out, and unable to end a comment.
fn one_line(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut shown = String::new();
    push_visible(&mut shown, &text);
    shown.replace("*/", "*\\/")
}
