//! Units of measure, for amounts per unit of a number feature: `4.50` per `m` of a width in `mm`.

use crate::money::{Decimal, Exactness};

/// What a unit measures, and its exact factor to the dimension's own unit.
/// Source of the factors: International Yard and Pound Agreement of 1959 (1 in = 25.4 mm,
/// 1 lb = 453.59237 g); the others are decimal multiples of the SI.
const UNITS: [(&str, &str, &str); 24] = [
    ("mm", "length", "1"),
    ("cm", "length", "10"),
    ("dm", "length", "100"),
    ("m", "length", "1000"),
    ("km", "length", "1000000"),
    ("in", "length", "25.4"),
    ("ft", "length", "304.8"),
    ("yd", "length", "914.4"),
    ("mm²", "area", "1"),
    ("mm2", "area", "1"),
    ("cm²", "area", "100"),
    ("cm2", "area", "100"),
    ("m²", "area", "1000000"),
    ("m2", "area", "1000000"),
    ("sqft", "area", "92903.04"),
    ("ml", "volume", "1"),
    ("l", "volume", "1000"),
    ("m³", "volume", "1000000"),
    ("m3", "volume", "1000000"),
    ("g", "mass", "1"),
    ("kg", "mass", "1000"),
    ("t", "mass", "1000000"),
    ("lb", "mass", "453.59237"),
    ("oz", "mass", "28.349523125"),
];

/// The units that are known.
pub(crate) fn known() -> impl Iterator<Item = &'static str> {
    UNITS.iter().map(|(unit, _, _)| *unit)
}

/// By what a value in unit `from` is multiplied and then divided to be in unit `to`; none where
/// one of them is unknown or they measure different things.
pub(crate) fn conversion(from: &str, to: &str) -> Option<(Decimal, Decimal)> {
    if from == to {
        return Some((Decimal::ONE, Decimal::ONE));
    }
    let find = |name: &str| UNITS.iter().find(|(unit, _, _)| *unit == name);
    let ((_, measures, times), (_, wanted, divided_by)) = (find(from)?, find(to)?);
    if measures != wanted {
        return None;
    }
    let (times, divided_by) = (
        Decimal::parse(times).ok()?,
        Decimal::parse(divided_by).ok()?,
    );
    // a single factor where it is exact: 1/1000 rather than × 1 ÷ 1000
    let mut exact = Exactness::EXACT;
    let quotient = times.divided_by(divided_by, &mut exact).ok()?;
    Some(if exact.is_exact() {
        (quotient, Decimal::ONE)
    } else {
        (times, divided_by)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn millimeters_become_meters_by_one_exact_factor() {
        assert_eq!(conversion("mm", "m"), Some((parsed("0.001"), Decimal::ONE)));
    }

    #[test]
    fn inches_need_a_division_from_millimeters() {
        assert_eq!(conversion("mm", "in"), Some((Decimal::ONE, parsed("25.4"))));
    }

    #[test]
    fn lengths_are_no_masses() {
        assert_eq!(conversion("mm", "kg"), None);
        assert_eq!(conversion("furlong", "m"), None);
    }
}
