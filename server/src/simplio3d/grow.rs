//! A price group of Simplio3D becomes parts of a catalog, by the importer that `pricewright import simplio3d` has too.
//! What the importer would leave out or leave open is refused here: nothing is lost.

use pricewright::Catalog;
use pricewright::migrate::{Finding, FindingKind, Settings, simplio3d};
use pricewright::model::Date;
use pricewright::model::catalog::{
    Amount, Component, ExpressionText, Feature, GroupType, PriceGroup, SurchargeAmount,
};
use pricewright::money::{CurrencyCode, Decimal};
use serde_json::json;

use super::source::{GroupBody, Source};
use crate::parts::given::{Given, wrong};
use crate::parts::options_mut;
use crate::problem::{Answer, Code, Problem};
use crate::web::body::visible;

/// What a price group became.
#[derive(Debug, Default)]
pub struct Grown {
    /// The group, and one for a discount beside a price.
    pub groups: Vec<PriceGroup>,
    /// The colors.
    pub features: Vec<Feature>,
    /// What was decided that the group does not say.
    pub notes: Vec<String>,
}

impl Grown {
    /// The parts that a source becomes in a catalog.
    ///
    /// # Errors
    /// `invalid-body` for what cannot be read or has no place.
    pub fn of(source: &Source, catalog: &Catalog) -> Answer<Self> {
        let document = serde_json::to_string(&[source.for_import()])
            .map_err(|_| Problem::new(Code::Internal))?;
        let settings = Settings {
            currency: catalog.currencies.first().copied(),
            // what the configurator costs without its groups is the component's affair
            base_price: Some(Decimal::ZERO),
            ..Settings::default()
        };
        let read = |_: &str| Ok(document.clone().into_bytes());
        let imported = simplio3d(&read, "price group", &settings).map_err(|found| {
            Problem::of(Code::InvalidBody, "the price group cannot be read")
                .with_diagnostics(&found)
        })?;
        let lost = |it: &&Finding| it.kind != FindingKind::Guessed;
        let lost: Vec<&Finding> = imported.report.findings().iter().filter(lost).collect();
        if !lost.is_empty() {
            return Err(refusal(&lost));
        }
        let notes = imported.report.of(FindingKind::Guessed).map(|it| {
            let help = it.help.as_ref().map(|help| format!("; otherwise: {help}"));
            format!("{}: {}{}", it.what, it.done, help.unwrap_or_default())
        });
        let mut notes: Vec<String> = notes.collect();
        let settings = source.settings.as_ref();
        if settings.is_some_and(|it| it.tiered_pricing == Some(true) && it.tiers.is_empty()) {
            notes.push(
                "`tiered_pricing` without `tiers`: the price is the same for every quantity"
                    .to_owned(),
            );
        }
        let mut grown = Self {
            notes,
            ..Self::default()
        };
        for component in imported.catalog.components {
            grown.groups.extend(component.price_groups);
            grown.features.extend(component.features);
        }
        grown.in_currencies(&imported.catalog.currencies, &catalog.currencies)?;
        Ok(grown)
    }

    /// Refuses parts whose ids the component has already.
    pub fn check_free(&self, component: &Component) -> Answer<()> {
        let group = self
            .groups
            .iter()
            .map(|it| &it.id)
            .find(|id| component.price_groups.iter().any(|it| it.id == **id));
        let feature = self
            .features
            .iter()
            .map(|it| &it.id)
            .find(|id| component.features.iter().any(|it| it.id == **id));
        match group.or(feature) {
            None => Ok(()),
            Some(id) => Err(
                Problem::of(Code::AlreadyThere, format!("`{id}` is there already"))
                    .with_help("choose another `title`, or change the one that is there"),
            ),
        }
    }

    /// What the importer knows nothing of: when, until when, of what. `before` is the group that is changed.
    pub fn extend(&mut self, body: GroupBody, before: Option<&PriceGroup>) -> Answer<()> {
        let (mut when, mut from, mut until) = (None, None, None);
        let (mut priority, mut of) = (None, None);
        if let Some(before) = before {
            (when, from, until) = (before.when.clone(), before.from, before.until);
            priority = Some(before.priority);
            if let GroupType::Percentage { of: base, .. } = &before.kind {
                of = Some(base.clone());
            }
        }
        let is_given = body.when.is_value()
            || body.from.is_value()
            || body.until.is_value()
            || body.priority.is_value();
        if is_given && self.groups.is_empty() {
            let detail = "prices by color are surcharges of options: expected no `when`, `from`, `until`, `priority`";
            return Err(Problem::of(Code::InvalidBody, detail));
        }
        body.when.change(&mut when, ExpressionText);
        day("$.from", body.from, &mut from)?;
        day("$.until", body.until, &mut until)?;
        body.priority.change(&mut priority, |it| it);
        let wants_base = body.of.is_value();
        body.of.change(&mut of, |it| it);
        for group in &mut self.groups {
            group.when.clone_from(&when);
            (group.from, group.until) = (from, until);
            group.priority = priority.unwrap_or_default();
            if let Some(before) = before {
                group.scope = before.scope.clone();
            }
            if let (GroupType::Percentage { of: base, .. }, Some(of)) = (&mut group.kind, &of) {
                base.clone_from(of);
            }
        }
        let is_percentage = |it: &PriceGroup| matches!(it.kind, GroupType::Percentage { .. });
        if wants_base && !self.groups.iter().any(is_percentage) {
            return Err(wrong("$.of", "only a percentage has `of`"));
        }
        Ok(())
    }

    /// Amounts as the catalog has them: bare where it has one currency, else by currency.
    fn in_currencies(&mut self, from: &[CurrencyCode], to: &[CurrencyCode]) -> Answer<()> {
        for group in &mut self.groups {
            let amount = match &mut group.kind {
                GroupType::Fixed(amount) | GroupType::Override(amount) => amount,
                _ => continue,
            };
            for amount in amount.iter_mut() {
                convert(amount, from, to)?;
            }
            for tier in &mut group.tiers {
                convert(&mut tier.amount, from, to)?;
            }
        }
        for feature in &mut self.features {
            for option in options_mut(feature).into_iter().flatten() {
                if let Some(surcharge) = &mut option.surcharge
                    && let SurchargeAmount::Fixed(amount) = &mut surcharge.amount
                {
                    convert(amount, from, to)?;
                }
            }
        }
        Ok(())
    }
}

fn convert(amount: &mut Amount, from: &[CurrencyCode], to: &[CurrencyCode]) -> Answer<()> {
    let pairs = match (&*amount, from) {
        (Amount::Bare(bare), [one, ..]) => vec![(*one, *bare)],
        (Amount::Bare(_), []) => return Ok(()),
        (Amount::PerCurrency(pairs), _) => pairs.clone(),
    };
    if let Some((code, _)) = pairs.iter().find(|(code, _)| !to.contains(code)) {
        let known: Vec<&str> = to.iter().map(CurrencyCode::as_str).collect();
        let detail = format!(
            "the catalog is in `{}`, found a price in `{}`",
            known.join("`, `"),
            code.as_str()
        );
        return Err(wrong("$.prices", detail)
            .with_help("add the currency to the catalog, or send prices in its currencies"));
    }
    *amount = match (to, pairs.as_slice()) {
        ([_], [(_, bare)]) => Amount::Bare(*bare),
        _ => Amount::PerCurrency(pairs),
    };
    Ok(())
}

fn day(path: &str, given: Given<String>, now: &mut Option<Date>) -> Answer<()> {
    match given {
        Given::Absent => {}
        Given::Null => *now = None,
        Given::Value(text) => {
            let day = Date::parse(&text).ok_or_else(|| {
                wrong(
                    path,
                    format!(
                        "expected a day such as `2026-10-01`, found `{}`",
                        visible(&text)
                    ),
                )
            })?;
            *now = Some(day);
        }
    }
    Ok(())
}

/// What an import would leave out or leave open.
fn refusal(lost: &[&Finding]) -> Problem {
    let lines = lost.iter().map(|it| format!("{}: {}", it.what, it.done));
    let lines: Vec<String> = lines.collect();
    let findings = lost.iter().map(|it| {
        json!({ "what": it.what, "path": it.path.replacen("$[0]", "$", 1), "text": it.text, "done": it.done, "help": it.help })
    });
    let findings: Vec<serde_json::Value> = findings.collect();
    Problem::of(Code::InvalidBody, lines.join("; "))
        .with_help("prices by size are price lists: `POST /v1/components/{id}/pricelists`; send `variants` for prices by color")
        .with("findings", findings)
}
