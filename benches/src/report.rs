//! One row of the report: what was measured, against what, and what is to be reached.

use serde::Serialize;

use crate::measure::{Number, Race};

/// A row.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// The rows that belong together.
    pub group: &'static str,
    /// What was measured.
    pub what: String,
    /// The unit of the figures: `ns`, `ms`, `allocations`, …
    pub unit: &'static str,
    /// Our figure.
    pub ours: f64,
    /// What it is measured against.
    pub against: String,
    /// The figure of that.
    pub baseline: Option<f64>,
    /// Ours in baselines; without a baseline the targets are about our figure.
    pub ratio: Option<f64>,
    /// At most this is to be reached.
    pub reach: Option<f64>,
    /// And then this.
    pub further: Option<f64>,
}

/// Which share of a catalog's lines comes from scaled integers.
#[must_use]
pub fn scaled(group: &'static str, catalog: &str, share: f64) -> Row {
    let what = format!("{catalog}, lines from scaled integers");
    Row::figure(group, what, "% of all", share)
}

impl Row {
    /// A ratio of two programs of a race, in nanoseconds.
    #[must_use]
    pub fn raced(
        group: &'static str,
        what: impl Into<String>,
        against: impl Into<String>,
        race: &Race<'_>,
        (ours, baseline): (Number, Number),
    ) -> Self {
        Self {
            group,
            what: what.into(),
            unit: "ns",
            ours: race.nanoseconds(ours),
            against: against.into(),
            baseline: Some(race.nanoseconds(baseline)),
            ratio: Some(race.ratio(ours, baseline)),
            reach: None,
            further: None,
        }
    }

    /// A figure that is measured against nothing.
    #[must_use]
    pub fn figure(
        group: &'static str,
        what: impl Into<String>,
        unit: &'static str,
        ours: f64,
    ) -> Self {
        Self {
            group,
            what: what.into(),
            unit,
            ours,
            against: String::new(),
            baseline: None,
            ratio: None,
            reach: None,
            further: None,
        }
    }

    /// With what is to be reached.
    #[must_use]
    pub fn reach(mut self, most: impl Into<Option<f64>>) -> Self {
        self.reach = most.into();
        self
    }

    /// With what is to be reached then.
    #[must_use]
    pub fn further(mut self, most: impl Into<Option<f64>>) -> Self {
        self.further = most.into();
        self
    }
}
