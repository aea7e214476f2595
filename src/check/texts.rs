//! Texts of the plan, each kept once.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::catalog::Label as ModelLabel;
use crate::plan::{Label, LabelId, TextId};

/// Gives every distinct text and label a number.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    texts: Vec<Arc<str>>,
    numbers: BTreeMap<Arc<str>, TextId>,
    labels: Vec<Label>,
}

impl Texts {
    /// The number of a text.
    pub fn intern(&mut self, text: &str) -> TextId {
        if let Some(id) = self.numbers.get(text) {
            return *id;
        }
        let id = TextId(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        let text: Arc<str> = text.into();
        self.texts.push(Arc::clone(&text));
        self.numbers.insert(text, id);
        id
    }

    /// The text of a number.
    pub fn text(&self, id: TextId) -> &str {
        self.texts.get(id.index()).map_or("", |text| text)
    }

    /// The number of a label that is the same in every language.
    pub fn plain(&mut self, text: &str) -> LabelId {
        let text = self.intern(text);
        self.label_id(Label::Plain(text))
    }

    /// The number of an author's label; `otherwise` where there is none.
    pub fn label(&mut self, label: Option<&ModelLabel>, otherwise: &str) -> LabelId {
        match label {
            None => self.plain(otherwise),
            Some(ModelLabel::Plain(text)) => self.plain(text),
            Some(ModelLabel::Translated(texts)) => {
                let texts = texts
                    .iter()
                    .map(|(language, text)| (self.intern(language), self.intern(text)))
                    .collect();
                self.label_id(Label::Translated(texts))
            }
        }
    }

    /// The finished lists.
    pub fn finish(self) -> (Vec<Arc<str>>, Vec<Label>) {
        (self.texts, self.labels)
    }

    fn label_id(&mut self, label: Label) -> LabelId {
        let id = LabelId(u32::try_from(self.labels.len()).unwrap_or(u32::MAX));
        self.labels.push(label);
        id
    }
}
