//! Which part has which number.

use std::collections::BTreeMap;

use pricewright::Catalog;
use sqlx::AnyConnection;

use super::{Kind, Part};
use crate::problem::Answer;
use crate::store::Store;
use crate::store::numbers::{self, Counter, NumberRow};

/// The numbers of one catalog's parts.
#[derive(Clone, Debug, Default)]
pub struct Numbers(BTreeMap<Part, i64>);

impl Numbers {
    /// Those that are there.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read(on: &mut AnyConnection, catalog: &str) -> Answer<Self> {
        let rows = numbers::of(on, catalog).await?;
        Ok(Self(rows.into_iter().filter_map(numbered).collect()))
    }

    /// Those that are there, with new ones for what has none yet, in the same change.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn complete(on: &mut AnyConnection, id: &str, catalog: &Catalog) -> Answer<Self> {
        // whoever else numbers parts waits from here on
        numbers::take(on, Counter::Parts, 0).await?;
        let mut known = Self::read(on, id).await?;
        let missing = known.missing(catalog);
        let count = i64::try_from(missing.len()).unwrap_or(i64::MAX);
        let last = numbers::take(on, Counter::Parts, count).await?;
        let first = last.saturating_sub(count).saturating_add(1);
        for (number, part) in (first..).zip(missing) {
            let row = NumberRow {
                number,
                catalog: id.to_owned(),
                kind: part.kind.as_str().to_owned(),
                component: part.component.clone(),
                feature: part.feature.clone(),
                id: part.id.clone(),
            };
            numbers::add(on, &row).await?;
            known.0.insert(part, number);
        }
        Ok(known)
    }

    /// Those of a live catalog; what has none yet gets one.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(store: &Store, id: &str, catalog: &Catalog) -> Answer<Self> {
        let known = Self::read(&mut *store.read().await?, id).await?;
        if known.missing(catalog).is_empty() {
            return Ok(known);
        }
        let mut change = store.change().await?;
        let complete = Self::complete(change.on(), id, catalog).await?;
        change.commit().await?;
        Ok(complete)
    }

    /// Takes the numbers of a part and of all that stands in it away.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn forget(&self, on: &mut AnyConnection, part: &Part) -> Answer<()> {
        let gone = self.0.iter().filter(|(it, _)| it.is_within(part));
        for (_, number) in gone {
            numbers::remove(on, *number).await?;
        }
        Ok(())
    }

    /// The number of a part; 0, which none has, for a part that is not there.
    #[must_use]
    pub fn number(&self, part: &Part) -> i64 {
        self.0.get(part).copied().unwrap_or_default()
    }

    /// The part with this number.
    #[must_use]
    pub fn part(&self, number: i64) -> Option<&Part> {
        let found = self.0.iter().find(|(_, it)| **it == number);
        found.map(|(part, _)| part)
    }

    fn missing(&self, catalog: &Catalog) -> Vec<Part> {
        let mut all = Part::all(catalog);
        all.retain(|part| !self.0.contains_key(part));
        all
    }
}

/// The catalog and the part with this number.
///
/// # Errors
/// `unknown-…`, or when the database does not answer.
pub async fn find(on: &mut AnyConnection, kind: Kind, number: i64) -> Answer<(String, Part)> {
    let row = numbers::one(on, number).await?;
    let found = row.and_then(|row| Some((row.catalog.clone(), numbered(row)?.0)));
    found
        .filter(|(_, part)| part.kind == kind)
        .ok_or_else(|| kind.unknown(&number.to_string()))
}

fn numbered(row: NumberRow) -> Option<(Part, i64)> {
    let part = Part {
        kind: Kind::parse(&row.kind)?,
        component: row.component,
        feature: row.feature,
        id: row.id,
    };
    Some((part, row.number))
}
