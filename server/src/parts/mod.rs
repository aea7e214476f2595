//! Parts of catalogs as resources with whole numbers as ids: components, features, options, price lists.
//!
//! ```text
//! number ─▶ Part ─▶ where it stands in the live document ─▶ what is answered
//! what is sent ─▶ the document with the part changed ─▶ compiled, stored, numbered (change) ─▶ what is answered
//! ```
//!
//! The catalog document stays the one truth: a number is only a name for a part of it. Parts that a whole catalog
//! brings along get their numbers when they are first looked at.

pub mod change;
pub mod given;
pub mod in_use;
pub mod listing;
pub mod numbers;
pub mod reading;
pub mod shape;
pub mod unpriced;

pub use change::Change;
pub use numbers::Numbers;
pub use reading::Reading;

use pricewright::Catalog;
use pricewright::model::catalog::{Component, Feature, FeatureOption, FeatureType, PriceList};

use crate::problem::{Code, Problem};

/// The kinds of parts that have numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Something that is sold.
    Component,
    /// What is asked of the buyer.
    Feature,
    /// What can be chosen.
    Option,
    /// A table of prices.
    PriceList,
}

/// A part of a catalog, by the ids in its document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// What it is.
    pub kind: Kind,
    /// Its component.
    pub component: String,
    /// Its feature, for options; else empty.
    pub feature: String,
    /// Its own id.
    pub id: String,
}

impl Kind {
    /// Every kind.
    pub const ALL: &[Self] = &[
        Self::Component,
        Self::Feature,
        Self::Option,
        Self::PriceList,
    ];

    /// As it is stored and shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Component => "component",
            Self::Feature => "feature",
            Self::Option => "option",
            Self::PriceList => "price list",
        }
    }

    /// Reads what is stored.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.as_str() == text)
    }

    /// The refusal of a number that no part of this kind has.
    #[must_use]
    pub fn unknown(self, number: &str) -> Problem {
        let code = match self {
            Self::Component => Code::UnknownComponent,
            Self::Feature => Code::UnknownFeature,
            Self::Option => Code::UnknownOption,
            Self::PriceList => Code::UnknownPriceList,
        };
        Problem::of(code, format!("no {} has the id {number}", self.as_str()))
    }
}

impl Part {
    /// A component.
    #[must_use]
    pub fn component(component: &str) -> Self {
        Self::new(Kind::Component, component, "", component)
    }

    /// A feature of a component.
    #[must_use]
    pub fn feature(component: &str, feature: &str) -> Self {
        Self::new(Kind::Feature, component, "", feature)
    }

    /// An option of a feature.
    #[must_use]
    pub fn option(component: &str, feature: &str, option: &str) -> Self {
        Self::new(Kind::Option, component, feature, option)
    }

    /// A price list of a component.
    #[must_use]
    pub fn price_list(component: &str, list: &str) -> Self {
        Self::new(Kind::PriceList, component, "", list)
    }

    fn new(kind: Kind, component: &str, feature: &str, id: &str) -> Self {
        Self {
            kind,
            component: component.to_owned(),
            feature: feature.to_owned(),
            id: id.to_owned(),
        }
    }

    /// Every part of a catalog, in the order of its document.
    #[must_use]
    pub fn all(catalog: &Catalog) -> Vec<Self> {
        let mut all = Vec::new();
        for component in &catalog.components {
            all.push(Self::component(&component.id));
            for feature in &component.features {
                all.push(Self::feature(&component.id, &feature.id));
                let options = options(feature).iter();
                all.extend(options.map(|it| Self::option(&component.id, &feature.id, &it.id)));
            }
            let lists = component.price_lists.iter();
            let lists = lists.filter(|it| !unpriced::is_placeholder(it));
            all.extend(lists.map(|it| Self::price_list(&component.id, &it.id)));
        }
        all
    }

    /// Whether this part is the other one or stands in it.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        self == other
            || match other.kind {
                Kind::Component => self.component == other.component,
                Kind::Feature => {
                    self.kind == Kind::Option
                        && self.component == other.component
                        && self.feature == other.id
                }
                Kind::Option | Kind::PriceList => false,
            }
    }
}

/// The component of this id.
#[must_use]
pub fn component<'c>(catalog: &'c Catalog, id: &str) -> Option<&'c Component> {
    catalog.components.iter().find(|it| it.id == id)
}

/// The feature of this id.
#[must_use]
pub fn feature<'c>(component: &'c Component, id: &str) -> Option<&'c Feature> {
    component.features.iter().find(|it| it.id == id)
}

/// The price list of this id.
#[must_use]
pub fn price_list<'c>(component: &'c Component, id: &str) -> Option<&'c PriceList> {
    component.price_lists.iter().find(|it| it.id == id)
}

/// What can be chosen of a feature.
#[must_use]
pub fn options(feature: &Feature) -> &[FeatureOption] {
    match &feature.kind {
        FeatureType::Select(options) | FeatureType::Multiselect { options, .. } => options,
        _ => &[],
    }
}

/// The same to be changed; none where the feature has no options.
pub fn options_mut(feature: &mut Feature) -> Option<&mut Vec<FeatureOption>> {
    match &mut feature.kind {
        FeatureType::Select(options) | FeatureType::Multiselect { options, .. } => Some(options),
        _ => None,
    }
}
