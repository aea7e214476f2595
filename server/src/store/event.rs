//! The kinds of events that subscribers can be told of.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub enum EventKind {
    /// A configuration was completed.
    #[serde(rename = "configuration.completed")]
    ConfigurationCompleted,
    /// A quote was stored.
    #[serde(rename = "quote.created")]
    QuoteCreated,
    /// The amount of a stored quote or of a completed configuration reaches a subscription's threshold.
    #[serde(rename = "price.threshold_reached")]
    PriceThresholdReached,
    /// A catalog went live.
    #[serde(rename = "catalog.published")]
    CatalogPublished,
}

impl EventKind {
    /// Every kind.
    pub const ALL: &[Self] = &[
        Self::ConfigurationCompleted,
        Self::QuoteCreated,
        Self::PriceThresholdReached,
        Self::CatalogPublished,
    ];

    /// As it stands in webhooks.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ConfigurationCompleted => "configuration.completed",
            Self::QuoteCreated => "quote.created",
            Self::PriceThresholdReached => "price.threshold_reached",
            Self::CatalogPublished => "catalog.published",
        }
    }

    /// Reads a kind.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.as_str() == text)
    }

    /// Whether its body has `amount` and `currency`, which may reach a threshold.
    pub(super) const fn is_priced(self) -> bool {
        matches!(self, Self::ConfigurationCompleted | Self::QuoteCreated)
    }
}
