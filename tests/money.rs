//! Every operation on decimals against exact rationals: the result is the true one, rounded once,
//! half to even, to 28 significant digits and 28 places; the flag says whether it had to be.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Pow, Signed, Zero};
use pricewright::money::{Decimal, Exactness, NumberError, Rounding};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;

fn ten_to(exponent: i32) -> BigRational {
    BigRational::from_integer(BigInt::from(10)).pow(exponent)
}

fn rational(value: Decimal) -> BigRational {
    BigRational::from_integer(value.mantissa().into()) / ten_to(value.scale() as i32)
}

/// How many digits stand before the point; none for what is below one.
fn whole_digits(value: &BigRational) -> i32 {
    let whole = value.abs().to_integer();
    if whole.is_zero() {
        0
    } else {
        whole.to_string().len() as i32
    }
}

/// The whole number beside `value` that the mode picks.
fn rounded(value: &BigRational, mode: Rounding) -> BigInt {
    let magnitude = value.abs();
    let (lower, part) = (magnitude.to_integer(), magnitude.fract());
    let half = BigRational::new(1.into(), 2.into());
    let up = match mode {
        Rounding::Up => !part.is_zero(),
        Rounding::Down => false,
        Rounding::HalfUp => part >= half,
        Rounding::HalfDown => part > half,
        Rounding::HalfEven => part > half || (part == half && (&lower % BigInt::from(2)).is_one()),
    };
    let picked = if up { lower + 1 } else { lower };
    if value.is_negative() { -picked } else { picked }
}

/// The nearest number that a decimal holds.
fn nearest(value: &BigRational) -> Result<BigRational, NumberError> {
    let places = 28 - whole_digits(value);
    if places < 0 {
        return Err(NumberError::TooLarge);
    }
    let unit = ten_to(-places);
    let near = BigRational::from_integer(rounded(&(value / &unit), Rounding::HalfEven)) * unit;
    if whole_digits(&near) > 28 {
        Err(NumberError::TooLarge)
    } else {
        Ok(near)
    }
}

/// The error for a number that must be held exactly, if it cannot be.
fn held(value: BigRational) -> Result<BigRational, NumberError> {
    let near = nearest(&value)?;
    if near == value {
        Ok(value)
    } else {
        Err(NumberError::TooPrecise)
    }
}

/// That `operation` gives the true result, rounded, and says whether it was.
fn check(
    operation: impl FnOnce(&mut Exactness) -> Result<Decimal, NumberError>,
    truth: &BigRational,
) -> TestCaseResult {
    let mut exact = Exactness::EXACT;
    let result = operation(&mut exact);
    prop_assert_eq!(result.map(rational), nearest(truth));
    if let Ok(value) = result {
        prop_assert_eq!(exact.is_exact(), &rational(value) == truth);
        prop_assert!(value.to_string() != "-0");
    }
    Ok(())
}

/// Decimals of every length and scale; often near a power of ten or a half of one, where
/// rounding is decided, and often with trailing zeros.
fn decimal() -> impl Strategy<Value = Decimal> {
    let most = 10_i128.pow(28) - 1;
    let ten = |exponent: u32| 10_i128.pow(exponent);
    let mantissa = prop_oneof![
        2 => 0..1_000_i128,
        2 => (1..=28_u32, 0..=most).prop_map(move |(digits, value)| value % ten(digits)),
        1 => (0..28_u32, -3..=3_i128).prop_map(move |(zeros, near)| ten(zeros) + near),
        1 => (0..28_u32, -3..=3_i128).prop_map(move |(zeros, near)| 5 * ten(zeros) + near),
        1 => (0..28_u32, 0..=most).prop_map(move |(zeros, value)| value / ten(zeros) * ten(zeros)),
        1 => (0..28_u32, 0..93_u32).prop_map(move |(zeros, bits)| {
            (1_i128 << bits).min(most) / ten(zeros) + 1
        }),
    ];
    let scale = prop_oneof![Just(0_u32), 0..=4_u32, 0..=28_u32];
    (mantissa, scale, any::<bool>()).prop_map(move |(mantissa, scale, negative)| {
        let mantissa = mantissa.clamp(0, most);
        let mantissa = if negative { -mantissa } else { mantissa };
        Decimal::from_parts(mantissa, scale).expect("28 digits, 28 places")
    })
}

fn mode() -> impl Strategy<Value = Rounding> {
    prop::sample::select(Rounding::ALL.to_vec())
}

/// The increments of real price lists, and any other.
fn increment() -> impl Strategy<Value = Decimal> {
    let usual = ["0.05", "5", "0.25", "0.01", "1", "10", "0.3"];
    let usual = usual.map(|text| Decimal::parse(text).expect("a decimal"));
    let any = decimal()
        .prop_map(Decimal::absolute)
        .prop_filter("not zero", |step| !step.is_zero());
    prop_oneof![3 => prop::sample::select(usual.to_vec()), 1 => any]
}

fn cases(count: u32) -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(count)
    }
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn sums_and_differences(left in decimal(), right in decimal()) {
        let (a, b) = (rational(left), rational(right));
        check(|exact| left.plus(right, exact), &(&a + &b))?;
        check(|exact| left.minus(right, exact), &(&a - &b))?;
    }

    #[test]
    fn products(left in decimal(), right in decimal()) {
        check(|exact| left.times(right, exact), &(rational(left) * rational(right)))?;
    }

    #[test]
    fn quotients(left in decimal(), right in decimal()) {
        prop_assume!(!right.is_zero());
        check(|exact| left.divided_by(right, exact), &(rational(left) / rational(right)))?;
    }

    #[test]
    fn quotients_of_products(left in decimal(), right in decimal()) {
        // Most random quotients never end; these do, some of them on a tie.
        let mut exact = Exactness::EXACT;
        let product = left.times(right, &mut exact);
        prop_assume!(product.is_ok() && !right.is_zero());
        let product = product.expect("checked above");
        check(|exact| product.divided_by(right, exact), &(rational(product) / rational(right)))?;
    }

    #[test]
    fn remainders(left in decimal(), right in decimal()) {
        prop_assume!(!right.is_zero());
        let (a, b) = (rational(left), rational(right));
        let truth = &a - &b * (&a / &b).floor();
        check(|exact| left.modulo(right, exact), &truth)?;
    }

    #[test]
    fn powers(base in decimal(), exponent in prop_oneof![-4..=4_i32, -40..=40_i32]) {
        prop_assume!(!base.is_zero());
        check(|exact| base.power(exponent, exact), &rational(base).pow(exponent))?;
    }

    #[test]
    fn powers_of_the_divisors_of_ten(
        base in prop::sample::select(vec!["2", "4", "5", "8", "0.5", "0.2", "25", "1.25", "0.16"]),
        exponent in -95..=95_i32,
    ) {
        // Their reciprocals end, some of them on a tie after 28 places.
        let base = Decimal::parse(base).expect("a decimal");
        check(|exact| base.power(exponent, exact), &rational(base).pow(exponent))?;
    }

    #[test]
    fn rounding_to_digits(value in decimal(), digits in -30..=30_i32, mode in mode()) {
        let truth = BigRational::from_integer(rounded(&(rational(value) * ten_to(digits)), mode))
            * ten_to(-digits);
        prop_assert_eq!(value.round_to(digits, mode).map(rational), held(truth));
    }

    #[test]
    fn rounding_ties(steps in -2_000..=2_000_i64, digits in -3..=6_i32, mode in mode()) {
        // An odd number of halves is a tie.
        let value = Decimal::from_parts(i128::from(steps) * 5 * 1_000, (digits + 4) as u32);
        let value = value.expect("few digits");
        let truth = BigRational::from_integer(rounded(&(rational(value) * ten_to(digits)), mode))
            * ten_to(-digits);
        prop_assert_eq!(value.round_to(digits, mode).map(rational), Ok(truth));
    }

    #[test]
    fn rounding_to_increments(value in decimal(), increment in increment(), mode in mode()) {
        let step = rational(increment);
        let multiples = rational(value) / &step;
        let truth = BigRational::from_integer(rounded(&multiples, mode)) * step;
        prop_assert_eq!(value.round_to_increment(increment, mode).map(rational), held(truth));
        prop_assert_eq!(value.is_multiple_of(increment), Ok(multiples.is_integer()));
    }

    #[test]
    fn rounding_half_increments(
        halves in -2_000..=2_000_i64,
        increment in prop::sample::select(vec!["0.05", "5", "0.25"]),
        mode in mode(),
    ) {
        let increment = Decimal::parse(increment).expect("a decimal");
        let half = Decimal::parse("0.5").expect("a decimal");
        let mut exact = Exactness::EXACT;
        let value = Decimal::from_integer(halves)
            .times(half, &mut exact)
            .and_then(|steps| steps.times(increment, &mut exact))
            .expect("few digits");
        let picked = rounded(&BigRational::new(halves.into(), 2.into()), mode);
        let truth = BigRational::from_integer(picked) * rational(increment);
        prop_assert_eq!(value.round_to_increment(increment, mode).map(rational), Ok(truth));
    }

    #[test]
    fn whole_numbers_beside_a_value(value in decimal()) {
        prop_assert_eq!(rational(value.floor()), rational(value).floor());
        prop_assert_eq!(rational(value.ceiling()), rational(value).ceil());
        prop_assert_eq!(value.is_integer(), rational(value).is_integer());
    }

    #[test]
    fn order_and_equality_are_those_of_the_values(left in decimal(), right in decimal()) {
        prop_assert_eq!(left.cmp(&right), rational(left).cmp(&rational(right)));
        let zero = Decimal::ZERO;
        prop_assert_eq!(left.is_negative(), left < zero);
        prop_assert_eq!(left.is_positive(), left > zero);
        prop_assert_eq!(rational(left.negated()), -rational(left));
        prop_assert_eq!(rational(left.absolute()), rational(left).abs());
    }

    #[test]
    fn text_is_read_back(value in decimal(), digits in 0..40_u32) {
        let text = value.to_string();
        prop_assert!(!text.contains(['e', 'E', '+']) && text != "-0");
        prop_assert!(!text.contains('.') || !text.ends_with(['0', '.']));
        prop_assert_eq!(Decimal::parse(&text), Ok(value));
        prop_assert_eq!(Decimal::parse_json(&text), Ok(value));
        let fixed = value.to_fixed(digits);
        let places = fixed.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        prop_assert_eq!(places, digits.max(value.fraction_digits()) as usize);
        prop_assert_eq!(Decimal::parse(&fixed), Ok(value));
    }

    #[test]
    fn json_exponents_are_expanded(mantissa in any::<i128>(), exponent in -80..=40_i32) {
        for mantissa in [mantissa, mantissa >> 64, mantissa >> 110] {
            let truth = BigRational::from_integer(mantissa.into()) * ten_to(exponent);
            let expected = if whole_digits(&truth) > 28 {
                Err(NumberError::TooLarge)
            } else {
                held(truth).map_err(|_| NumberError::TooPrecise)
            };
            let text = format!("{mantissa}e{exponent}");
            prop_assert_eq!(Decimal::parse_json(&text).map(rational), expected, "{}", text);
        }
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,40}|[-+0-9_.eE]{0,60}") {
        let read = [Decimal::parse(&text), Decimal::parse_unsigned(&text), Decimal::parse_json(&text)];
        for value in read.into_iter().flatten() {
            prop_assert_eq!(Decimal::parse(&value.to_string()), Ok(value));
        }
    }
}

proptest! {
    // The rationals have thousands of digits here.
    #![proptest_config(cases(60))]

    #[test]
    fn powers_near_one(away in 1..2_000_i128, scale in 3..=27_u32, exponent in -300..=300_i32) {
        let base = Decimal::from_parts(10_i128.pow(scale) + away - 1_000, scale);
        prop_assume!(base.is_ok_and(|base| !base.is_zero()));
        let base = base.expect("checked above");
        check(|exact| base.power(exponent, exact), &rational(base).pow(exponent))?;
    }
}
