//! The catalog as written, with the few questions that everything else asks of it.

use super::number::{Q, exact, unit_of};
use pricewright::diagnostic::Source;
use pricewright::model::catalog::{
    Amount, Component, ExpressionText, Feature, FeatureOption, FeatureType, Phase, PriceList,
    RoundingScope, RulesText,
};
use pricewright::model::{Catalog, Order};
use pricewright::money::{Currency, CurrencyCode, Rounding};
use pricewright::parse;
use pricewright::parse::syntax::{Effect, Expression, Statement};

/// A catalog, an order, and their rules as syntax trees.
pub struct World<'a> {
    pub catalog: &'a Catalog,
    pub order: &'a Order,
    pub currency: CurrencyCode,
    /// Statements of the order's own rules.
    pub order_rules: Vec<Statement>,
    /// Statements of each component, in the catalog's order.
    pub component_rules: Vec<Vec<Statement>>,
}

impl<'a> World<'a> {
    pub fn new(catalog: &'a Catalog, order: &'a Order) -> Self {
        World {
            catalog,
            order,
            currency: order.currency.unwrap_or(catalog.currencies[0]),
            order_rules: statements(catalog.rules.as_ref()),
            component_rules: catalog
                .components
                .iter()
                .map(|component| statements(component.rules.as_ref()))
                .collect(),
        }
    }

    /// The component and its statements.
    pub fn component(&self, id: &str) -> Option<(&'a Component, &[Statement])> {
        let index = self
            .catalog
            .components
            .iter()
            .position(|component| component.id == id)?;
        Some((
            &self.catalog.components[index],
            &self.component_rules[index],
        ))
    }

    /// The amount in the order's currency.
    pub fn amount(&self, amount: &Amount) -> Option<Q> {
        match amount {
            Amount::Bare(value) => Some(exact(*value)),
            Amount::PerCurrency(amounts) => amounts
                .iter()
                .find(|(code, _)| *code == self.currency)
                .map(|(_, value)| exact(*value)),
        }
    }

    /// How lines are rounded.
    pub fn mode(&self) -> Rounding {
        self.catalog.rounding.mode
    }

    /// Whether lines are rounded for the whole item.
    pub fn per_item(&self) -> bool {
        self.catalog.rounding.scope == RoundingScope::Item
    }

    /// The smallest amount of the currency.
    pub fn minor_unit(&self) -> Q {
        unit_of(Currency::from_iso(self.currency).unwrap().digits)
    }

    /// What lines of items and orders are multiples of.
    pub fn increment(&self) -> Q {
        let written = self.catalog.rounding.increment.as_ref();
        written
            .and_then(|amount| self.amount(amount))
            .unwrap_or_else(|| self.minor_unit())
    }

    /// What lines of a piece are multiples of.
    pub fn unit_increment(&self) -> Q {
        match self.catalog.rounding.unit_price_digits {
            Some(digits) => unit_of(digits),
            None => self.increment(),
        }
    }

    /// Whether the order's day lies in `[from, until)`.
    pub fn valid(
        &self,
        from: Option<pricewright::model::Date>,
        until: Option<pricewright::model::Date>,
    ) -> bool {
        let day = self.order.as_of;
        from.is_none_or(|from| day.unwrap() >= from)
            && until.is_none_or(|until| day.unwrap() < until)
    }
}

/// The options of a feature.
pub fn options(feature: &Feature) -> &[FeatureOption] {
    match &feature.kind {
        FeatureType::Select(options) | FeatureType::Multiselect { options, .. } => options,
        _ => &[],
    }
}

/// The feature of that id.
pub fn feature<'a>(component: &'a Component, id: &str) -> Option<&'a Feature> {
    component.features.iter().find(|feature| feature.id == id)
}

/// The price list of that id.
pub fn price_list<'a>(component: &'a Component, id: &str) -> &'a PriceList {
    component
        .price_lists
        .iter()
        .find(|list| list.id == id)
        .expect("a price list of that id")
}

/// The phases of a component: `(phase, after × quantity)`, in order.
pub fn phases(component: &Component, statements: &[Statement]) -> Vec<(Phase, bool)> {
    let standard = |ids: &[&str]| -> Vec<Phase> {
        ids.iter()
            .map(|id| Phase {
                id: (*id).to_owned(),
                compound: false,
                choice: None,
            })
            .collect()
    };
    let declared = component.phases.clone().unwrap_or_default();
    let per_piece = match declared.per_piece.is_empty() {
        true => standard(&[
            "options",
            "list_limits",
            "groups",
            "discounts",
            "limits",
            "rounding",
        ]),
        false => declared.per_piece,
    };
    let per_item = match declared.per_item.is_empty() {
        true => standard(&["quantity", "fees"]),
        false => declared.per_item,
    };
    let piece = per_piece.into_iter().map(|phase| (phase, false));
    let all = piece.chain(per_item.into_iter().map(|phase| (phase, true)));
    all.map(|(phase, after)| (with_statement(phase, statements), after))
        .collect()
}

/// The phase with what a `phase` statement says of it.
pub fn with_statement(mut phase: Phase, statements: &[Statement]) -> Phase {
    for statement in statements
        .iter()
        .filter(|statement| statement.id.text == phase.id)
    {
        if let Effect::Phase { choice, compound } = &statement.effect {
            phase.choice = choice.or(phase.choice);
            phase.compound = compound.unwrap_or(phase.compound);
        }
    }
    phase
}

/// The syntax tree of an expression in the catalog's JSON.
pub fn expression(text: &ExpressionText) -> Expression {
    parse::expression(&Source::new("expression", text.0.clone()))
        .unwrap_or_else(|faults| panic!("{}: {faults:?}", text.0))
}

fn statements(rules: Option<&RulesText>) -> Vec<Statement> {
    let Some(rules) = rules else {
        return Vec::new();
    };
    let (read, faults) = parse::rules(&rules.source);
    assert!(faults.is_empty(), "{}: {faults:?}", rules.source.text);
    read.statements
}
