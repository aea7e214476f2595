//! A live catalog with the numbers of its parts, to answer from.

use std::sync::Arc;

use pricewright::Catalog;
use pricewright::model::catalog::{Component, Feature, FeatureOption, PriceList};

use super::{Kind, Numbers, Part, numbers};
use crate::app::App;
use crate::auth::Caller;
use crate::live::{Compiled, LiveCatalog};
use crate::problem::Answer;

/// A live catalog with the numbers of its parts.
#[derive(Debug)]
pub struct Reading {
    /// Which revision of which catalog.
    pub live: Arc<LiveCatalog>,
    compiled: Arc<Compiled>,
    /// The numbers of its parts.
    pub numbers: Numbers,
}

impl Reading {
    /// A live catalog.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(app: &App, live: &Arc<LiveCatalog>) -> Answer<Self> {
        let compiled = Arc::clone(live.compiled(&app.store).await?);
        let numbers = Numbers::of(&app.store, &live.id, &compiled.catalog).await?;
        Ok(Self {
            live: Arc::clone(live),
            compiled,
            numbers,
        })
    }

    /// Every live catalog that the caller's token is for, or one of them.
    ///
    /// # Errors
    /// `unknown-catalog`, `catalog-forbidden`, or when the database does not answer.
    pub async fn all<S>(app: &App, caller: &Caller<S>, catalog: Option<&str>) -> Answer<Vec<Self>> {
        if let Some(id) = catalog {
            return Ok(vec![Self::of(app, caller.catalog(Some(id))?).await?]);
        }
        let mut all = Vec::new();
        for live in caller.snapshot.catalogs() {
            if caller.principal.is_for(&live.id) {
                all.push(Self::of(app, live).await?);
            }
        }
        Ok(all)
    }

    /// The live catalog that has the part with this number, and the part.
    ///
    /// # Errors
    /// `unknown-…`, `catalog-forbidden`, or when the database does not answer.
    pub async fn part<S>(
        app: &App,
        caller: &Caller<S>,
        kind: Kind,
        number: i64,
    ) -> Answer<(Self, Part)> {
        let found = numbers::find(&mut *app.store.read().await?, kind, number).await;
        let (catalog, part) = found?;
        caller.check(&catalog)?;
        let unknown = || kind.unknown(&number.to_string());
        let live = caller.snapshot.catalog(&catalog).ok_or_else(unknown)?;
        let reading = Self::of(app, live).await?;
        let is_there = Part::all(reading.catalog()).contains(&part);
        if is_there {
            Ok((reading, part))
        } else {
            Err(unknown())
        }
    }

    /// What the document says.
    #[must_use]
    pub fn catalog(&self) -> &Catalog {
        &self.compiled.catalog
    }

    /// The component of a part that is there.
    ///
    /// # Errors
    /// `unknown-component`.
    pub fn component(&self, part: &Part) -> Answer<&Component> {
        super::component(self.catalog(), &part.component).ok_or_else(|| unknown(part))
    }

    /// The feature of a part that is there: itself, or that of an option.
    ///
    /// # Errors
    /// `unknown-feature`.
    pub fn feature(&self, part: &Part) -> Answer<&Feature> {
        let id = if part.kind == Kind::Option {
            &part.feature
        } else {
            &part.id
        };
        super::feature(self.component(part)?, id).ok_or_else(|| unknown(part))
    }

    /// The option of a part that is there.
    ///
    /// # Errors
    /// `unknown-option`.
    pub fn option(&self, part: &Part) -> Answer<&FeatureOption> {
        let options = super::options(self.feature(part)?);
        options
            .iter()
            .find(|it| it.id == part.id)
            .ok_or_else(|| unknown(part))
    }

    /// The price list of a part that is there.
    ///
    /// # Errors
    /// `unknown-price-list`.
    pub fn price_list(&self, part: &Part) -> Answer<&PriceList> {
        super::price_list(self.component(part)?, &part.id).ok_or_else(|| unknown(part))
    }
}

fn unknown(part: &Part) -> crate::problem::Problem {
    part.kind.unknown(&part.id)
}
