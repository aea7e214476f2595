//! Tax: per item, or per rate over all items; added to net prices, taken out of gross ones.

use super::order_input::Setting;
use super::sums::{minus, plus, round};
use super::value::Stop;
use super::waterfall::failed;
use crate::model::quote::{Quote, TaxShare};
use crate::money::{Decimal, Exactness};

/// An amount with its tax.
#[derive(Clone, Copy)]
struct Taxed {
    net: Decimal,
    tax: Decimal,
    gross: Decimal,
}

/// Fills in the tax of a quote whose items all have an amount.
pub(super) fn add(setting: &Setting<'_>, quote: &mut Quote, amount: Decimal) -> Result<(), Stop> {
    let per_rate = setting.plan.tax_per_rate;
    let mut bases: Vec<(Decimal, Decimal)> = Vec::new();
    let mut shares: Vec<TaxShare> = Vec::new();
    let mut complete = true;
    for item in &mut quote.items {
        let taxable = plus(
            item.amount.unwrap_or(Decimal::ZERO),
            item.order_share.unwrap_or(Decimal::ZERO),
        )?;
        let Some(rate) = item.tax_rate else {
            complete = false;
            known_without_rate(setting, taxable, &mut item.net, &mut item.gross);
            continue;
        };
        if per_rate {
            match bases.iter_mut().find(|(other, _)| *other == rate) {
                Some((_, base)) => *base = plus(*base, taxable)?,
                None => bases.push((rate, taxable)),
            }
            continue;
        }
        let taxed = tax(setting, taxable, rate)?;
        (item.net, item.tax, item.gross) = (Some(taxed.net), Some(taxed.tax), Some(taxed.gross));
        add_share(&mut shares, rate, taxed)?;
    }
    for (rate, base) in bases {
        add_share(&mut shares, rate, tax(setting, base, rate)?)?;
    }
    quote.taxes = shares;
    if !complete {
        known_without_rate(setting, amount, &mut quote.net, &mut quote.gross);
        return Ok(());
    }
    let total = quote
        .taxes
        .iter()
        .map(|share| share.tax)
        .try_fold(Decimal::ZERO, plus)?;
    quote.tax = Some(total);
    if setting.plan.gross_prices {
        quote.gross = Some(amount);
        quote.net = Some(minus(amount, total)?);
    } else {
        quote.net = Some(amount);
        quote.gross = Some(plus(amount, total)?);
    }
    Ok(())
}

fn known_without_rate(
    setting: &Setting<'_>,
    amount: Decimal,
    net: &mut Option<Decimal>,
    gross: &mut Option<Decimal>,
) {
    *(if setting.plan.gross_prices {
        gross
    } else {
        net
    }) = Some(amount);
}

/// Tax is rounded to the minor unit, whatever increment the catalog has for lines.
fn tax(setting: &Setting<'_>, amount: Decimal, rate: Decimal) -> Result<Taxed, Stop> {
    let exact = &mut Exactness::default();
    let gross_prices = setting.plan.gross_prices;
    let whole = Decimal::HUNDRED;
    let divisor = if gross_prices {
        plus(whole, rate)?
    } else {
        whole
    };
    let tax = amount
        .times(rate, exact)
        .and_then(|product| product.divided_by(divisor, exact));
    let minor_unit = setting.currency.minor_unit();
    let tax = round(tax.map_err(failed)?, minor_unit, setting.rounding.mode)?;
    Ok(if gross_prices {
        Taxed {
            net: minus(amount, tax)?,
            tax,
            gross: amount,
        }
    } else {
        Taxed {
            net: amount,
            tax,
            gross: plus(amount, tax)?,
        }
    })
}

/// Adds to the share of a rate; the shares are by rising rate.
fn add_share(shares: &mut Vec<TaxShare>, rate: Decimal, taxed: Taxed) -> Result<(), Stop> {
    let at = shares.partition_point(|share| share.rate < rate);
    match shares.get_mut(at).filter(|share| share.rate == rate) {
        Some(share) => {
            share.net = plus(share.net, taxed.net)?;
            share.tax = plus(share.tax, taxed.tax)?;
        }
        None => {
            let (net, tax) = (taxed.net, taxed.tax);
            shares.insert(at, TaxShare { rate, net, tax });
        }
    }
    Ok(())
}
