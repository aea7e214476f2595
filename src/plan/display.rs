//! Names, translations and display data, which a storefront shows.

use super::{PlanData, TextId, ids};
use crate::money::Decimal;

ids! {
    /// A label of the plan.
    LabelId;
}

/// A text for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    /// The same in every language.
    Plain(TextId),
    /// By language tag; the first is the fallback.
    Translated(Vec<(TextId, TextId)>),
}

impl Label {
    /// The text in this language: the tag itself, then its primary part (`de` for `de-CH`), then
    /// the first.
    #[must_use]
    pub fn text<'a>(&self, plan: &'a PlanData, language: Option<&str>) -> &'a str {
        match self {
            Self::Plain(text) => plan.text(*text),
            Self::Translated(texts) => {
                let of = |tag: &str| {
                    texts
                        .iter()
                        .find(|(language, _)| plan.text(*language) == tag)
                };
                let found =
                    language.and_then(|tag| of(tag).or_else(|| tag.split('-').next().and_then(of)));
                found
                    .or_else(|| texts.first())
                    .map_or("", |(_, text)| plan.text(*text))
            }
        }
    }
}

/// What a storefront shows of a component, feature or option.
#[derive(Clone, Debug)]
pub struct Display {
    /// Its name; the id where the author gave none.
    pub name: LabelId,
    /// Position in a list.
    pub sort_order: Option<Decimal>,
    /// `description`, `image`, `color`, `group`.
    pub entries: Vec<(TextId, LabelId)>,
}
