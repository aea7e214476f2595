//! Net, tax and gross: per item, or per rate over items.

use super::catalog_reading::World;
use super::number::{Q, exact, rounded, whole};
use super::{NaiveQuote, Totals};
use num_traits::Zero;
use pricewright::model::catalog::{Prices, TaxRounding};
use std::collections::BTreeMap;

/// Adds the tax to a priced order. Without rates only the side that prices are on is known.
pub fn add(world: &World, quote: &mut NaiveQuote) {
    let per_rate = world.catalog.tax_rounding == TaxRounding::Rate;
    let mut bases: BTreeMap<Q, Q> = BTreeMap::new();
    let mut taxes: BTreeMap<Q, Totals> = BTreeMap::new();
    let mut all_rated = true;
    for (given, item) in world.order.items.iter().zip(&mut quote.items) {
        let taxable = item.amount.clone().unwrap() + item.order_share.clone().unwrap();
        let rate = given.tax_rate.or(world.order.tax_rate).map(exact);
        let Some(rate) = rate else {
            all_rated = false;
            item.totals = one_side(world, taxable);
            continue;
        };
        *bases.entry(rate.clone()).or_insert_with(Q::zero) += &taxable;
        if !per_rate {
            item.totals = taxed(world, &taxable, &rate);
            let sums = taxes.entry(rate).or_insert_with(nothing);
            *sums = added(sums, &item.totals);
        }
    }
    if per_rate {
        for (rate, base) in &bases {
            taxes.insert(rate.clone(), taxed(world, base, rate));
        }
    }
    quote.totals = match all_rated {
        true => taxes
            .values()
            .fold(nothing(), |sum, totals| added(&sum, totals)),
        false => one_side(world, quote.amount.clone().unwrap()),
    };
    quote.taxes = taxes
        .into_iter()
        .map(|(rate, totals)| (rate, totals.net.unwrap(), totals.tax.unwrap()))
        .collect();
}

/// Tax of an amount, always to the minor unit.
fn taxed(world: &World, amount: &Q, rate: &Q) -> Totals {
    let round = |tax: Q| rounded(&tax, &world.minor_unit(), world.mode());
    let (net, tax) = match world.catalog.prices {
        Prices::Net => (amount.clone(), round(amount * rate / whole(100))),
        Prices::Gross => {
            let tax = round(amount * rate / (whole(100) + rate));
            (amount - &tax, tax)
        }
    };
    Totals {
        gross: Some(&net + &tax),
        net: Some(net),
        tax: Some(tax),
    }
}

fn one_side(world: &World, amount: Q) -> Totals {
    match world.catalog.prices {
        Prices::Net => Totals {
            net: Some(amount),
            ..Totals::default()
        },
        Prices::Gross => Totals {
            gross: Some(amount),
            ..Totals::default()
        },
    }
}

fn nothing() -> Totals {
    Totals {
        net: Some(Q::zero()),
        tax: Some(Q::zero()),
        gross: Some(Q::zero()),
    }
}

fn added(left: &Totals, right: &Totals) -> Totals {
    let sum = |left: &Option<Q>, right: &Option<Q>| Some(left.as_ref()? + right.as_ref()?);
    Totals {
        net: sum(&left.net, &right.net),
        tax: sum(&left.tax, &right.tax),
        gross: sum(&left.gross, &right.gross),
    }
}
