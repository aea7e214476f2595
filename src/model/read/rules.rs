//! Rules texts and phases, of the catalog or of a component.

use super::node::{Kind, Node};
use super::object::ObjectReader;
use super::price_list::file_bytes;
use crate::diagnostic::{Code, Source};
use crate::model::catalog::{Phase, Phases, RulesText};
use crate::model::words;

/// `rules` (a text, an array of lines, or a packed file) or `rules_file`, never both.
pub(super) fn rules_text(object: &mut ObjectReader<'_>) -> Option<RulesText> {
    match (object.take("rules"), object.take("rules_file")) {
        (Some(_), Some(file)) => {
            let message = "the rules are given both as `rules` and as `rules_file`";
            file.report(
                Code::FileTwice,
                message,
                Some("remove one of the two".to_owned()),
            );
            None
        }
        (Some(inline), None) => {
            let text = match inline.kind() {
                Kind::Array => inline
                    .list("an array of lines", |line| line.any_text())
                    .join("\n"),
                Kind::Object => return packed_rules(&inline),
                _ => inline.any_text()?.into_owned(),
            };
            Some(RulesText {
                file: None,
                source: Source::new(inline.path(), text),
            })
        }
        (None, Some(file)) => rules_file(&file),
        (None, None) => None,
    }
}

/// `{"file": "rules.price", "text": "…"}`: a packed file, which quotes still name as the place of
/// its rules.
fn packed_rules(node: &Node<'_>) -> Option<RulesText> {
    let mut object = node.object("packed rules")?;
    let file = object.required("file", Node::id);
    let text = object.required("text", |node| node.any_text().map(|text| text.into_owned()));
    object.finish();
    let (file, text) = (file?, text?);
    Some(RulesText {
        source: Source::new(file.as_str(), text),
        file: Some(file),
    })
}

fn rules_file(node: &Node<'_>) -> Option<RulesText> {
    let (name, bytes) = file_bytes(node)?;
    let Ok(text) = String::from_utf8(bytes) else {
        let message = format!("`{name}` is not UTF-8 text");
        node.report(
            Code::FileUnreadable,
            message,
            Some("save it as UTF-8".to_owned()),
        );
        return None;
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    Some(RulesText {
        source: Source::new(name.as_str(), text),
        file: Some(name),
    })
}

/// `{"per_piece": [...], "per_item": [...]}`
pub(super) fn phases(node: &Node<'_>) -> Option<Phases> {
    let mut object = node.object("phases")?;
    let per_piece = object.unique("per_piece", "phase", phase, |phase: &Phase| &phase.id);
    let per_item = object.unique("per_item", "phase", phase, |phase: &Phase| &phase.id);
    object.finish();
    Some(Phases {
        per_piece,
        per_item,
    })
}

/// `"options"` or `{"id": "trade", "choice": "best", "compound": true}`
fn phase(node: &Node<'_>) -> Option<Phase> {
    if node.kind() == Kind::Text {
        return Some(Phase {
            id: node.id()?,
            compound: false,
            choice: None,
        });
    }
    let mut object = node.object("phase")?;
    let id = object.id();
    let compound = object.flag("compound", false);
    let choice = object.optional("choice", |node| node.word("a choice", words::CHOICES));
    object.finish();
    Some(Phase {
        id: id?,
        compound,
        choice,
    })
}
