//! Catalogs that differ in how many rules they have: the features, the matrix and the tiers of the
//! medium workload, with rules of two or three conditions on select features.
//!
//! About one rule in eighty applies to a configuration: some 5, 6, 15 and 130 lines come out of 10, 100,
//! 1,000 and 10,000 rules.

use crate::random::Random;
use crate::workload::{
    Catalog, Condition, Effect, Feature, Matrix, Operand, Operator, Rule, Share,
};

/// How many rules there are.
pub const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];

/// A catalog of the medium kind with so many rules.
#[must_use]
pub fn catalog(medium: &Catalog, rules: usize) -> Catalog {
    let mut random = Random::new(20_240_603);
    let selects: Vec<&Feature> = medium
        .features
        .iter()
        .filter(|it| !it.options().is_empty())
        .collect();
    let rules = (1..=rules).map(|number| Rule {
        id: format!("g{number:05}"),
        when: conditions(&mut random, &selects),
        then: effect(&mut random),
    });
    Catalog {
        rules: rules.collect(),
        ..medium.clone()
    }
}

/// The largest of all: 10,000 rules and a matrix of 1,000 × 1,000.
#[must_use]
pub fn wide(medium: &Catalog) -> Catalog {
    let steps = |first: i64| {
        (0..1_000)
            .map(|step| first + 5 * step)
            .collect::<Vec<i64>>()
    };
    let price = |row: i64, column: i64| {
        let cents = 5_000 + 11 * row + 7 * column;
        format!("{}.{:02}", cents / 100, cents % 100)
    };
    let row = |row| (0..1_000).map(|column| price(row, column)).collect();
    Catalog {
        matrix: medium.matrix.as_ref().map(|matrix| Matrix {
            xs: steps(300),
            ys: steps(300),
            prices: (0..1_000).map(row).collect(),
            ..matrix.clone()
        }),
        ..catalog(medium, 10_000)
    }
}

/// Two or three conditions, each on a feature of its own.
fn conditions(random: &mut Random, selects: &[&Feature]) -> Vec<Condition> {
    let many = if random.happens(4, 9) { 2 } else { 3 };
    let mut left = selects.to_vec();
    (0..many)
        .map(|_| {
            let at = random.below(left.len());
            condition(random, left.swap_remove(at))
        })
        .collect()
}

fn condition(random: &mut Random, feature: &Feature) -> Condition {
    let mut ids: Vec<&str> = feature
        .options()
        .iter()
        .map(|option| option.id.as_str())
        .collect();
    let mut take = |random: &mut Random| ids.swap_remove(random.below(ids.len())).to_owned();
    let (op, v) = if random.happens(1, 24) {
        (
            Operator::In,
            Operand::Options(vec![take(random), take(random)]),
        )
    } else {
        (Operator::Is, Operand::Option(take(random)))
    };
    Condition {
        f: feature.id.clone(),
        op,
        v,
    }
}

/// Small ones of either sign, so that a hundred lines do not eat up the price.
fn effect(random: &mut Random) -> Effect {
    let sign = if random.happens(1, 3) { "-" } else { "" };
    match random.below(8) {
        0..3 => Effect::Fixed {
            amount: format!("{sign}{}.{:02}", random.below(9), random.below(100)),
        },
        3..7 => Effect::Percent {
            of: Share::Base,
            rate: format!("{sign}{}", random.one_of(&["0.5", "1", "1.25", "2", "2.5"])),
        },
        _ => Effect::Percent {
            of: Share::Subtotal,
            rate: format!("{sign}{}", random.one_of(&["0.25", "0.5", "0.75"])),
        },
    }
}
