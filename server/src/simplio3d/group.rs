//! Price groups with their numbers: which parts of a component they are, and what is shown of them.

use pricewright::Catalog;
use pricewright::model::catalog::{
    Amount, Component, Feature, GroupType, Label, PriceGroup, SurchargeAmount,
};
use pricewright::money::{CurrencyCode, Decimal};
use serde::Serialize;
use sqlx::AnyConnection;
use utoipa::ToSchema;

use super::source::{Discount, Price, Settings, Source, Tier, Variant, text};
use crate::auth::secret::hash;
use crate::parts::given::Exact;
use crate::parts::{self, Numbers, Part, options};
use crate::problem::Answer;
use crate::store::numbers::{self, Counter};
use crate::store::price_groups::{self, PriceGroupRow};
use crate::time::Instant;

/// A price group in Simplio3D's JSON.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct GroupView {
    /// By which it is addressed here.
    pub id: i64,
    /// The component that it is of.
    pub configurator_id: i64,
    /// What it says.
    #[serde(flatten)]
    pub source: Source,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it was changed.
    #[schema(format = DateTime)]
    updated_at: String,
    /// When it applies, where that is not always.
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<String>,
    /// First day on which it applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    /// First day on which it applies no more.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    /// Higher goes first.
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<i32>,
    /// Of what a percentage is taken, where that is not the list price.
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<String>,
    /// After a change: what was decided that the request does not say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
}

/// The parts of a component that a price group is.
#[derive(Clone, Debug, Default)]
pub struct Grounds<'c> {
    /// Groups, the main one first.
    pub groups: Vec<&'c PriceGroup>,
    /// Colors.
    pub features: Vec<&'c Feature>,
}

/// The price groups of a catalog that are there. Those that have no number yet get one.
///
/// # Errors
/// When the database does not answer.
pub async fn rows(
    on: &mut AnyConnection,
    id: &str,
    catalog: &Catalog,
) -> Answer<Vec<PriceGroupRow>> {
    numbers::take(on, Counter::PriceGroups, 0).await?;
    let mut rows = price_groups::of(on, id).await?;
    for (component, group) in unnumbered(&rows, catalog) {
        let number = numbers::take(on, Counter::PriceGroups, 1).await?;
        let names = names(std::slice::from_ref(&group.id), &[]);
        let now = Instant::now().0;
        let row = PriceGroupRow {
            number,
            catalog: id.to_owned(),
            component: component.id.clone(),
            tag: Grounds::of(component, &names).tag(component),
            parts: names,
            source: String::new(),
            created_at: now,
            updated_at: now,
        };
        price_groups::keep(on, &row).await?;
        rows.push(row);
    }
    Ok(there(rows, catalog))
}

/// Whether some price group has no number yet.
pub fn is_complete(rows: &[PriceGroupRow], catalog: &Catalog) -> bool {
    unnumbered(rows, catalog).is_empty()
}

/// Those whose parts are in the document.
pub fn there(mut rows: Vec<PriceGroupRow>, catalog: &Catalog) -> Vec<PriceGroupRow> {
    rows.retain(|row| {
        parts::component(catalog, &row.component)
            .is_some_and(|component| !Grounds::of(component, &row.parts).is_empty())
    });
    rows
}

fn unnumbered<'c>(
    rows: &[PriceGroupRow],
    catalog: &'c Catalog,
) -> Vec<(&'c Component, &'c PriceGroup)> {
    let mut found = Vec::new();
    for component in &catalog.components {
        let own = rows.iter().filter(|row| row.component == component.id);
        let known: Vec<String> = own.flat_map(|row| words(&row.parts)).collect();
        let groups = component.price_groups.iter();
        let new = groups.filter(|it| !known.contains(&format!("group:{}", it.id)));
        found.extend(new.map(|group| (component, group)));
    }
    found
}

/// The ids of parts as they are stored.
pub fn names(groups: &[String], features: &[String]) -> String {
    let groups = groups.iter().map(|id| format!("group:{id}"));
    let features = features.iter().map(|id| format!("feature:{id}"));
    let names: Vec<String> = groups.chain(features).collect();
    serde_json::to_string(&names).unwrap_or_default()
}

fn words(names: &str) -> Vec<String> {
    serde_json::from_str(names).unwrap_or_default()
}

impl<'c> Grounds<'c> {
    /// The parts of these names that are there.
    pub fn of(component: &'c Component, names: &str) -> Self {
        let mut found = Self::default();
        for name in words(names) {
            match name.split_once(':') {
                Some(("group", id)) => {
                    let groups = component.price_groups.iter();
                    found.groups.extend(groups.filter(|it| it.id == id));
                }
                Some((_, id)) => found.features.extend(parts::feature(component, id)),
                None => {}
            }
        }
        found
    }

    /// Whether the group is gone.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.features.is_empty()
    }

    /// By which it is known whether the parts are as they were.
    pub fn tag(&self, component: &Component) -> String {
        let mut alone = component.clone();
        alone.price_groups = self.groups.iter().map(|it| (*it).clone()).collect();
        alone.features = self.features.iter().map(|it| (*it).clone()).collect();
        alone.price_lists = Vec::new();
        alone.rules = None;
        alone.phases = None;
        alone.base_price = None;
        alone.base_price_adds = false;
        alone.bill_of_materials = Vec::new();
        alone.name = None;
        alone.display.clear();
        let empty = r#"{"format":1,"currency":"EUR","components":[]}"#;
        match Catalog::from_json(empty) {
            Ok(mut catalog) => {
                catalog.components.push(alone);
                hash(&catalog.to_json())
            }
            Err(_) => String::new(),
        }
    }

    /// What was sent, while the parts are as they were; else what the parts say.
    pub fn source(&self, row: &PriceGroupRow, component: &Component, catalog: &Catalog) -> Source {
        let kept = serde_json::from_str(&row.source).ok();
        let kept = kept.filter(|_| row.tag == self.tag(component));
        kept.unwrap_or_else(|| self.composed(catalog))
    }

    /// A price group as the catalog has it.
    fn composed(&self, catalog: &Catalog) -> Source {
        let only = catalog
            .currencies
            .first()
            .copied()
            .filter(|_| catalog.currencies.len() == 1);
        let Some(group) = self.groups.first() else {
            return self.colors(only);
        };
        let mut source = Source {
            title: text(
                group
                    .title
                    .as_ref()
                    .or(Some(&Label::Plain(group.id.clone()))),
            ),
            ..Source::default()
        };
        let mut settings = Settings {
            tiered_pricing: Some(!group.tiers.is_empty()),
            ..Settings::default()
        };
        let mut is_percent = false;
        let kind = match &group.kind {
            GroupType::Fixed(amount) => {
                source.prices = prices(amount.as_ref(), only);
                "Fixed Price"
            }
            GroupType::Percentage { rate, .. } => {
                settings.discount = rate.map(discount);
                is_percent = true;
                "Percentage"
            }
            GroupType::Formula(expression) => {
                source.formula = Some(expression.0.clone());
                "Formula"
            }
            GroupType::Table(table) => {
                source.description = Some(format!("price list `{table}`"));
                "Table"
            }
            GroupType::Override(amount) => {
                source.prices = prices(amount.as_ref(), only);
                "Override"
            }
        };
        kind.clone_into(&mut source.kind);
        if let Some(GroupType::Percentage { rate, .. }) = self.groups.get(1).map(|it| &it.kind) {
            settings.discount = rate.map(discount);
            is_percent = true;
        }
        settings.tiers = tiers(group);
        source.variable_type = Some(if is_percent { "Percentage" } else { "Fixed" }.to_owned());
        source.settings = Some(settings);
        source
    }

    fn colors(&self, only: Option<CurrencyCode>) -> Source {
        let options = self.features.iter().flat_map(|it| options(it));
        let variants = options.map(|option| {
            let amount = option.surcharge.as_ref().map(|it| &it.amount);
            let (prices, discount) = match amount {
                Some(SurchargeAmount::Fixed(amount)) => (prices(Some(amount), only), None),
                Some(SurchargeAmount::Percent { rate, .. }) => (Vec::new(), Some(discount(*rate))),
                _ => (Vec::new(), None),
            };
            Variant {
                name: option
                    .name
                    .as_ref()
                    .map_or(option.id.clone(), |it| text(Some(it))),
                prices,
                discount,
            }
        });
        let variants: Vec<Variant> = variants.collect();
        let is_percent = variants.iter().any(|it| it.discount.is_some());
        let title = self.features.first().and_then(|it| it.name.as_ref());
        Source {
            title: text(title),
            kind: if is_percent {
                "Percentage"
            } else {
                "Fixed Price"
            }
            .to_owned(),
            variable_type: Some("Color".to_owned()),
            variants,
            ..Source::default()
        }
    }
}

impl GroupView {
    /// The same with what was decided in a change.
    pub fn with(mut self, notes: Vec<String>) -> Self {
        self.notes = notes;
        self
    }

    /// What is shown of a price group. `live_at` is when the document went live, by which a group was changed elsewhere.
    pub fn of(
        row: &PriceGroupRow,
        catalog: &Catalog,
        numbers: &Numbers,
        live_at: Option<i64>,
    ) -> Option<Self> {
        let component = parts::component(catalog, &row.component)?;
        let grounds = Grounds::of(component, &row.parts);
        let main = grounds.groups.first();
        let is_same = row.tag == grounds.tag(component);
        let updated_at = live_at.filter(|_| !is_same).unwrap_or(row.updated_at);
        let of = match main.map(|it| &it.kind) {
            Some(GroupType::Percentage { of, .. }) if of != "list" => Some(of.clone()),
            _ => None,
        };
        Some(Self {
            id: row.number,
            configurator_id: numbers.number(&Part::component(&component.id)),
            source: grounds.source(row, component, catalog),
            created_at: seconds(row.created_at),
            updated_at: seconds(updated_at.max(row.created_at)),
            when: main.and_then(|it| Some(it.when.as_ref()?.0.clone())),
            from: main.and_then(|it| Some(it.from?.to_string())),
            until: main.and_then(|it| Some(it.until?.to_string())),
            priority: main.map(|it| it.priority).filter(|it| *it != 0),
            of,
            notes: Vec::new(),
        })
    }
}

/// A time in whole seconds, as these answers have them.
fn seconds(at: i64) -> String {
    Instant(at.div_euclid(1_000).saturating_mul(1_000)).text()
}

/// A rate that is added as what is taken off: -10 is `"10%"`.
fn discount(rate: Decimal) -> Discount {
    Discount(format!("\"{}%\"", rate.negated()))
}

fn prices(amount: Option<&Amount>, only: Option<CurrencyCode>) -> Vec<Price> {
    let price = |amount: Decimal, code: Option<CurrencyCode>| Price {
        amount: Exact(amount),
        currency: code.map(|it| it.as_str().to_owned()),
    };
    match amount {
        None => Vec::new(),
        Some(Amount::Bare(amount)) => vec![price(*amount, only)],
        Some(Amount::PerCurrency(all)) => all
            .iter()
            .map(|(code, amount)| price(*amount, Some(*code)))
            .collect(),
    }
}

/// The tiers of a group; each ends where the next begins.
fn tiers(group: &PriceGroup) -> Vec<Tier> {
    let is_percent = matches!(group.kind, GroupType::Percentage { .. });
    let amount = |amount: &Amount| match amount {
        Amount::Bare(amount) => Some(*amount),
        Amount::PerCurrency(all) => all.first().map(|(_, amount)| *amount),
    };
    let tiers = group.tiers.iter();
    tiers
        .map(|tier| Tier {
            from: Exact(tier.from),
            to: None,
            price: amount(&tier.amount).filter(|_| !is_percent).map(Exact),
            percent: amount(&tier.amount)
                .filter(|_| is_percent)
                .map(|it| Exact(it.negated())),
        })
        .collect()
}
