//! All 3,000 totals, numbers of lines and hashes of lines of the reference workload, and catalogs
//! that grow from it.

use pricewright_benches::baseline::{self, Amount, Cents, Hand, Names};
use pricewright_benches::check::Outcome;
use pricewright_benches::ours::{self, Ours};
use pricewright_benches::workload::{Catalog, NAMES, Workload};
use pricewright_benches::{check, growth, import};
use rust_decimal::Decimal;

#[test]
fn the_engine_gives_every_total_and_line() {
    for name in NAMES {
        let Workload { catalog, expected } = Workload::read(name).unwrap();
        let ours = Ours::compile(&import::catalog(&catalog).unwrap().to_string()).unwrap();
        check::all(&expected, |at| {
            let order = import::order(&catalog, &expected.configs[at])?;
            Ok(ours::outcome(&ours.quote(&order).unwrap()))
        })
        .unwrap();
    }
}

#[test]
fn what_is_written_by_hand_gives_every_total_and_line() {
    for name in NAMES {
        let workload = Workload::read(name).unwrap();
        by_hand::<Decimal>(&workload);
        by_hand::<Cents>(&workload);
        json_by_hand(&workload);
    }
}

fn by_hand<A: Amount>(Workload { catalog, expected }: &Workload) {
    let hand = Hand::<A>::new(catalog).unwrap();
    let names = Names::new(catalog);
    check::all(expected, |at| {
        let typed = baseline::typed(catalog, &expected.configs[at])?;
        let named = names.resolve(&baseline::map(catalog, &expected.configs[at])?)?;
        assert_eq!(typed, named);
        let scanned = baseline::outcome(&hand.scan(&typed).unwrap());
        assert_eq!(scanned, baseline::outcome(&hand.indexed(&typed).unwrap()));
        Ok(scanned)
    })
    .unwrap();
}

fn json_by_hand(Workload { catalog, expected }: &Workload) {
    let hand = Hand::<Decimal>::new(catalog).unwrap();
    let names = Names::new(catalog);
    check::all(expected, |at| {
        let given = import::flat_json(catalog, &expected.configs[at]);
        ours::outcome_of_json(&hand.json(&names, &given)?)
    })
    .unwrap();
}

#[test]
fn catalogs_that_grow_give_what_is_written_by_hand() {
    let Workload { catalog, expected } = Workload::read("medium").unwrap();
    let lines: Vec<usize> = growth::SIZES
        .iter()
        .map(|rules| grown(&growth::catalog(&catalog, *rules), &expected))
        .collect();
    // a tenth of a line more or less would be another workload
    assert_eq!(lines, [49, 58, 149, 1310], "tenths of lines on average");
}

/// How many tenths of lines come out on average.
fn grown(catalog: &Catalog, expected: &pricewright_benches::workload::Expected) -> usize {
    let hand = Hand::<Cents>::new(catalog).unwrap();
    let ours = Ours::compile(&import::catalog(catalog).unwrap().to_string()).unwrap();
    let outcomes = expected.configs.iter().take(100).map(|configuration| {
        let typed = baseline::typed(catalog, configuration).unwrap();
        let order = import::order(catalog, configuration).unwrap();
        let outcome: Outcome = baseline::outcome(&hand.indexed(&typed).unwrap());
        assert_eq!(outcome, baseline::outcome(&hand.scan(&typed).unwrap()));
        assert_eq!(outcome, ours::outcome(&ours.quote(&order).unwrap()));
        outcome.lines
    });
    outcomes.sum::<usize>() / 10
}
