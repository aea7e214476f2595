//! A product and its features, whatever shop they come from.

use super::super::Settings;
use super::super::assemble::{self, Draft};
use super::super::findings::{At, ImportReport};
use super::super::ids::Ids;
use crate::model::catalog::{
    Amount, Component, Feature, FeatureOption, FeatureType, Label, LineScope, Surcharge,
    SurchargeAmount,
};
use crate::money::Decimal;

/// A component that is being filled.
pub(super) struct Product {
    component: Component,
    features: Ids,
}

impl Product {
    /// A product by its name, or by its sku where it has none.
    pub(super) fn new(
        name: Option<String>,
        sku: Option<String>,
        components: &mut Ids,
        report: &mut ImportReport,
    ) -> Self {
        let words = name.clone().or_else(|| sku.clone()).unwrap_or_default();
        let mut component = assemble::component(components.name(&words, "product"));
        component.name = name.map(Label::Plain);
        component.sku = sku;
        report.count("components");
        Self {
            component,
            features: Ids::default(),
        }
    }

    pub(super) fn component(&mut self) -> &mut Component {
        &mut self.component
    }

    pub(super) fn base_price(&mut self, price: Option<Decimal>) {
        self.component.base_price = price.map(Amount::Bare);
    }

    /// A feature's id by its name.
    pub(super) fn feature_id(&mut self, name: &str) -> String {
        self.features.variable(name, "feature")
    }

    pub(super) fn push(&mut self, feature: Feature, report: &mut ImportReport) {
        report.count("features");
        self.component.features.push(feature);
    }

    pub(super) fn finish(mut self, settings: &Settings, report: &mut ImportReport) -> Draft {
        assemble::base_price(&mut self.component, settings, report);
        Draft::new(self.component, Vec::new())
    }
}

/// A choice of one or of several.
pub(super) fn choice(several: bool, options: Vec<FeatureOption>) -> FeatureType {
    if several {
        let (min_choices, max_choices, quantities) = (None, None, false);
        return FeatureType::Multiselect {
            options,
            min_choices,
            max_choices,
            quantities,
        };
    }
    FeatureType::Select(options)
}

/// What a shop's price type means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PriceType {
    /// An amount for each piece.
    PerPiece,
    /// An amount once for the item.
    PerItem,
    /// In percent of the product's price, for each piece.
    Percent,
}

/// The surcharge of a price and its type.
pub(super) fn surcharge(price: Decimal, kind: PriceType, report: &mut ImportReport) -> Surcharge {
    report.count("surcharges");
    match kind {
        PriceType::PerPiece => assemble::fixed(price),
        PriceType::PerItem => assemble::surcharge(
            SurchargeAmount::Fixed(Amount::Bare(price)),
            LineScope::PerItem,
        ),
        PriceType::Percent => {
            let amount = SurchargeAmount::Percent {
                rate: price,
                of: "base".to_owned(),
            };
            assemble::surcharge(amount, LineScope::PerPiece)
        }
    }
}

/// A price type that has no counterpart: its price is left out, which the report says.
pub(super) fn unknown_price_type(at: At, word: &str, price: Decimal, report: &mut ImportReport) {
    let done = format!("the price {price} is left out");
    report.not_mapped(
        at,
        "price type",
        word,
        done,
        "a `surcharge` statement in the rules",
    );
}

/// Whole numbers such as lengths; 0 is none.
pub(super) fn length(number: Option<(Decimal, At)>) -> Option<u32> {
    let length = number.and_then(|(number, _)| number.to_u64())?;
    u32::try_from(length).ok().filter(|length| *length > 0)
}
