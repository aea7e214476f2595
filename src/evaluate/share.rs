//! How an order line is shared out over the items: by their amounts, the last minor units to the
//! largest remainders.

use super::order_input::Setting;
use super::sums::{minus, plus, times};
use super::value::Stop;
use super::waterfall::{failed, is_multiple};
use crate::money::{Decimal, Exactness};

/// One share for each weight; their sum is the amount, exactly. Weights below 0 count as 0; if all
/// do, the first item has everything. Equal remainders: the first item first.
pub(super) fn share_out(
    setting: &Setting<'_>,
    amount: Decimal,
    weights: &[Decimal],
) -> Result<Vec<Decimal>, Stop> {
    let weights: Vec<_> = weights
        .iter()
        .map(|weight| (*weight).max(Decimal::ZERO))
        .collect();
    let total = weights.iter().copied().try_fold(Decimal::ZERO, plus)?;
    if total.is_zero() {
        let others = std::iter::repeat_n(Decimal::ZERO, weights.len().saturating_sub(1));
        return Ok(std::iter::once(amount).chain(others).collect());
    }
    let grain = grain(setting, amount);
    let exact = &mut Exactness::default();
    let grains = amount.absolute().divided_by(grain, exact).map_err(failed)?;
    let mut parts = Vec::with_capacity(weights.len());
    let mut left = grains;
    for weight in &weights {
        let product = grains.times(*weight, exact).map_err(failed)?;
        let remainder = product.modulo(total, exact).map_err(failed)?;
        let whole = product
            .minus(remainder, exact)
            .and_then(|p| p.divided_by(total, exact));
        let whole = whole.map_err(failed)?.floor();
        left = minus(left, whole)?;
        parts.push((whole, remainder));
    }
    give_out(&mut parts, left)?;
    let signed = |part: Decimal| {
        if amount.is_negative() {
            part.negated()
        } else {
            part
        }
    };
    parts
        .into_iter()
        .map(|(part, _)| Ok(signed(times(part, grain)?)))
        .collect()
}

/// Gives one grain each to the largest remainders.
fn give_out(parts: &mut [(Decimal, Decimal)], left: Decimal) -> Result<(), Stop> {
    let mut order: Vec<(Decimal, usize)> = Vec::with_capacity(parts.len());
    for (index, (_, rest)) in parts.iter().enumerate() {
        // Of equal remainders the first stays first.
        let at = order.partition_point(|(other, _)| other >= rest);
        order.insert(at, (*rest, index));
    }
    let mut left = left;
    for (_, index) in order {
        if !left.is_positive() {
            break;
        }
        if let Some((part, _)) = parts.get_mut(index) {
            *part = plus(*part, Decimal::ONE)?;
            left = minus(left, Decimal::ONE)?;
        }
    }
    Ok(())
}

/// What the amount is a whole number of: increments, else minor units, else its last digit.
fn grain(setting: &Setting<'_>, amount: Decimal) -> Decimal {
    let candidates = [setting.rounding.increment, setting.currency.minor_unit()];
    let fits = candidates
        .into_iter()
        .find(|grain| is_multiple(amount, *grain));
    fits.or_else(|| Decimal::from_parts(1, amount.fraction_digits()).ok())
        .unwrap_or(Decimal::ONE)
}
