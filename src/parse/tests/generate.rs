//! Arbitrary syntax trees, without places.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::super::syntax::*;
use crate::diagnostic::Span;
use crate::model::date::Date;
use crate::money::{CurrencyCode, Decimal, Rounding};

fn nowhere() -> Span {
    Span::default()
}

fn name() -> impl Strategy<Value = Name> {
    const TEXTS: &[&str] = &[
        "a", "größe", "_x1", "list", "quantity", "end", "my-id", "a b", "1st", "price", "min",
        "order", "é\"\\",
    ];
    select(TEXTS).prop_map(|text| Name {
        text: text.into(),
        span: nowhere(),
    })
}

fn path() -> impl Strategy<Value = Path> {
    (vec(name(), 1..4), any::<bool>()).prop_map(|(parts, quoted)| {
        let quoted = quoted || !super::words::is_bare(&parts[0].text);
        Path {
            parts,
            quoted,
            span: nowhere(),
        }
    })
}

fn magnitude() -> impl Strategy<Value = Decimal> {
    (0..i128::pow(10, 12), 0..7_u32)
        .prop_map(|(mantissa, scale)| Decimal::from_parts(mantissa, scale).unwrap())
}

fn signed() -> impl Strategy<Value = Decimal> {
    (magnitude(), any::<bool>())
        .prop_map(|(value, minus)| if minus { value.negated() } else { value })
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![".{0,8}", "[\\x00-\\x2f\\\\\"u{}\u{202e}\u{feff}]{0,6}"]
}

fn date() -> impl Strategy<Value = Date> {
    (1..10_000_u16, 1..13_u8, 1..29_u8)
        .prop_map(|(year, month, day)| Date::from_parts(year, month, day).unwrap())
}

fn money() -> impl Strategy<Value = ExpressionKind> {
    (signed(), option::of(signed())).prop_map(|(first, second)| {
        let code = |text| CurrencyCode::parse(text).unwrap();
        let second = second.map(|amount| (code("CHF"), amount));
        ExpressionKind::Money([(code("EUR"), first)].into_iter().chain(second).collect())
    })
}

fn leaf() -> impl Strategy<Value = ExpressionKind> {
    prop_oneof![
        4 => magnitude().prop_map(ExpressionKind::Number),
        4 => path().prop_map(ExpressionKind::Path),
        2 => text().prop_map(ExpressionKind::Text),
        1 => any::<bool>().prop_map(ExpressionKind::Boolean),
        1 => date().prop_map(ExpressionKind::Date),
        1 => money(),
        1 => path().prop_map(ExpressionKind::IsSet),
        1 => path().prop_map(ExpressionKind::Price),
        1 => Just(ExpressionKind::List(Vec::new())),
    ]
}

fn comparison() -> impl Strategy<Value = BinaryOperator> {
    use BinaryOperator::*;
    select([Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual].as_slice())
}

fn operator() -> impl Strategy<Value = BinaryOperator> {
    use BinaryOperator::*;
    prop_oneof![
        comparison(),
        select([Add, Subtract, Multiply, Divide, And, Or].as_slice())
    ]
}

fn in_test(inner: BoxedStrategy<Expression>) -> impl Strategy<Value = InTest> {
    prop_oneof![
        inner.clone().prop_map(InTest::Value),
        (comparison(), inner.clone()).prop_map(|(operator, value)| InTest::Comparison(
            operator,
            value,
            nowhere()
        )),
        (inner.clone(), any::<bool>(), inner, any::<bool>()).prop_map(
            |(low, low_included, high, high_included)| {
                InTest::Range {
                    low,
                    low_included,
                    high,
                    high_included,
                    span: nowhere(),
                }
            }
        ),
    ]
}

fn composed(inner: BoxedStrategy<Expression>) -> impl Strategy<Value = ExpressionKind> {
    let one = inner.clone().prop_map(Box::new).boxed();
    let function = select(Function::ALL);
    prop_oneof![
        6 => (operator(), one.clone(), one.clone()).prop_map(|(o, a, b)| ExpressionKind::Binary(o, a, b)),
        2 => one.clone().prop_map(ExpressionKind::Negate),
        1 => one.clone().prop_map(ExpressionKind::Not),
        2 => (one.clone(), -64..=64).prop_map(|(base, exponent)| ExpressionKind::Power(base, exponent)),
        3 => (one.clone(), vec(in_test(inner.clone()), 1..4)).prop_map(|(x, tests)| ExpressionKind::In(x, tests)),
        2 => (one.clone(), one.clone(), one.clone()).prop_map(|(x, a, b)| ExpressionKind::Between(x, a, b)),
        2 => (one.clone(), one.clone(), one).prop_map(|(c, a, b)| ExpressionKind::If(c, a, b)),
        1 => (function, vec(inner.clone(), 0..3)).prop_map(|(f, list)| ExpressionKind::Call(f, nowhere(), list)),
        1 => (text(), vec(inner.clone(), 1..3)).prop_map(|(table, values)| {
            ExpressionKind::Lookup(Name { text: table, span: nowhere() }, values)
        }),
        1 => vec(inner, 0..3).prop_map(ExpressionKind::List),
    ]
}

/// An expression of small depth.
pub fn expression() -> BoxedStrategy<Expression> {
    let placed = |kind| Expression {
        kind,
        span: nowhere(),
    };
    leaf()
        .prop_map(placed)
        .prop_recursive(4, 24, 3, move |inner| {
            composed(inner.boxed()).prop_map(placed)
        })
        .boxed()
}

fn adjustment() -> impl Strategy<Value = Adjustment> {
    let of = prop_oneof![
        path().prop_map(ExpressionKind::Path),
        path().prop_map(ExpressionKind::Price)
    ]
    .prop_map(|kind| Expression {
        kind,
        span: nowhere(),
    });
    prop_oneof![
        expression().prop_map(Adjustment::Amount),
        (expression(), of).prop_map(|(rate, of)| Adjustment::Percent { rate, of }),
    ]
}

fn tier_step() -> impl Strategy<Value = TierStep> {
    let effect = prop_oneof![
        expression().prop_map(TierEffect::Price),
        adjustment().prop_map(TierEffect::Discount),
        adjustment().prop_map(TierEffect::Surcharge),
        expression().prop_map(TierEffect::Overage),
        Just(TierEffect::None),
    ];
    (magnitude(), effect).prop_map(|(from, effect)| TierStep {
        from,
        effect,
        span: nowhere(),
    })
}

fn tiers() -> impl Strategy<Value = Tiers> {
    const KINDS: &[TierKind] = &[
        TierKind::Volume,
        TierKind::Graduated,
        TierKind::Block,
        TierKind::Package,
    ];
    let on = prop_oneof![
        Just(TierBasis::Quantity),
        Just(TierBasis::QuantityOfOrder),
        expression().prop_map(TierBasis::QuantityOfOrderBy),
    ];
    let package = (expression(), magnitude(), magnitude())
        .prop_map(|(price, size, free)| Package { price, size, free });
    let body = prop_oneof![
        vec(tier_step(), 1..4).prop_map(|steps| (steps, None)),
        package.prop_map(|package| (Vec::new(), Some(package))),
    ];
    (on, select(KINDS), body).prop_map(|(on, kind, (steps, package))| Tiers {
        on,
        kind,
        steps,
        package,
    })
}

fn literal() -> impl Strategy<Value = Literal> {
    prop_oneof![
        signed().prop_map(Literal::Number),
        text().prop_map(Literal::Text),
        any::<bool>().prop_map(Literal::Boolean),
        vec((text(), magnitude()), 0..3).prop_map(Literal::Choices),
        Just(Literal::None),
    ]
}

fn expectation() -> impl Strategy<Value = Expectation> {
    use AmountSubject::*;
    let amounts = [
        ListPrice,
        UnitPrice,
        EffectiveUnitPrice,
        Amount,
        Net,
        Tax,
        Gross,
    ];
    let status = prop_oneof![
        name(),
        Just(Name {
            text: "on_request".into(),
            span: nowhere()
        })
    ];
    prop_oneof![
        (select(amounts.to_vec()), option::of(signed()))
            .prop_map(|(what, value)| Subject::Amount(what, value)),
        status.prop_map(Subject::Status),
        (name(), option::of(signed())).prop_map(|(id, value)| Subject::Line(id, value)),
        name().prop_map(Subject::Violation),
        name().prop_map(Subject::Warning),
        (name(), literal()).prop_map(|(id, value)| Subject::Value(id, value)),
    ]
    .prop_map(|subject| Expectation {
        subject,
        span: nowhere(),
    })
}

fn catalog_test() -> impl Strategy<Value = Effect> {
    let given = (path(), literal()).prop_map(|(name, value)| Given {
        name,
        value,
        span: nowhere(),
    });
    (vec(given, 0..3), vec(expectation(), 1..4))
        .prop_map(|(given, expect)| Effect::Test { given, expect })
}

fn phase() -> impl Strategy<Value = Effect> {
    let choice = select([Choice::All, Choice::First, Choice::Best].as_slice());
    prop_oneof![
        (choice, option::of(any::<bool>())).prop_map(|(choice, compound)| (Some(choice), compound)),
        any::<bool>().prop_map(|compound| (None, Some(compound))),
    ]
    .prop_map(|(choice, compound)| Effect::Phase { choice, compound })
}

fn rounding() -> impl Strategy<Value = Rounding> {
    select(["half_up", "half_down", "half_even", "up", "down"].as_slice())
        .prop_map(|mode| Rounding::parse(mode).unwrap())
}

fn effect() -> impl Strategy<Value = Effect> {
    prop_oneof![
        expression().prop_map(Effect::Let),
        expression().prop_map(Effect::Set),
        adjustment().prop_map(Effect::Surcharge),
        adjustment().prop_map(Effect::Discount),
        tiers().prop_map(Effect::Tiers),
        expression().prop_map(Effect::Minimum),
        expression().prop_map(Effect::Maximum),
        (expression(), rounding()).prop_map(|(increment, mode)| Effect::Round { increment, mode }),
        (expression(), rounding()).prop_map(|(ending, mode)| Effect::End { ending, mode }),
        phase(),
        expression().prop_map(Effect::Forbid),
        expression().prop_map(Effect::Require),
        expression().prop_map(Effect::Warn),
        expression().prop_map(Effect::OnRequest),
        catalog_test(),
    ]
}

fn modifiers() -> impl Strategy<Value = Modifiers> {
    let flag = || option::of(Just(nowhere()));
    let per = option::of(select([Per::Piece, Per::Item, Per::Order].as_slice()));
    let limits = option::of(any::<bool>());
    let counted = (
        per,
        option::of(expression()),
        limits,
        option::of(name()),
        option::of(any::<i32>()),
    );
    (counted, flag(), flag(), flag()).prop_map(|(counted, stop, not_discountable, internal)| {
        let (per, by, before, during, priority) = counted;
        Modifiers {
            by: by.filter(|_| per == Some(Per::Order)),
            per: per.map(|per| (per, nowhere())),
            before_discounts: before.map(|before| (before, nowhere())),
            during,
            priority: priority.map(|priority| (priority, nowhere())),
            stop,
            not_discountable,
            internal,
        }
    })
}

/// A statement; `let`, `phase` and `test` have no validity and no condition.
pub fn statement() -> impl Strategy<Value = Statement> {
    let label = option::of(text());
    let validity = (option::of(date()), option::of(date()));
    (
        name(),
        label,
        validity,
        option::of(expression()),
        effect(),
        modifiers(),
    )
        .prop_map(|(id, label, (from, until), when, effect, modifiers)| {
            let plain = matches!(
                effect,
                Effect::Let(_) | Effect::Phase { .. } | Effect::Test { .. }
            );
            let labeled = !matches!(effect, Effect::Let(_));
            let modified = !matches!(effect, Effect::Test { .. });
            Statement {
                id,
                label: label.filter(|_| labeled),
                from: from.filter(|_| !plain),
                until: until.filter(|_| !plain),
                when: when.filter(|_| !plain),
                effect,
                modifiers: if modified {
                    modifiers
                } else {
                    Modifiers::default()
                },
                span: nowhere(),
            }
        })
}
