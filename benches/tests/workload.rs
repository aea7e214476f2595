//! All 3,000 totals, numbers of lines and hashes of lines of the reference workload.

use pricewright_benches::ours::{self, Ours};
use pricewright_benches::workload::{NAMES, Workload};
use pricewright_benches::{check, import};

#[test]
fn the_engine_gives_every_total_and_line() {
    for name in NAMES {
        let Workload { catalog, expected } = Workload::read(name).unwrap();
        let ours = Ours::compile(&import::catalog(&catalog).unwrap().to_string()).unwrap();
        check::all(&expected, |at| {
            let order = import::order(&catalog, &expected.configs[at])?;
            Ok(ours::outcome(&ours.price_named(&order).unwrap()))
        })
        .unwrap();
    }
}
