//! Documents for tests: together they use every key that there is.

use super::Catalog;

pub(super) const CATALOG: &str = include_str!("../../tests/model/full.json");
pub(super) const ORDER: &str = include_str!("../../tests/model/order.json");

/// The files that the catalog names.
pub(super) fn files(name: &str) -> Result<Vec<u8>, String> {
    let text = match name {
        "lists/discounts.csv" => "\u{feff};1;10\nretail;0;2,5\ndealer;12;\n",
        "chain.price" => "let length = 2\n",
        "order.price" => "minimum smallest : 49.00 per order\n",
        _ => return Err("there is no such file".to_owned()),
    };
    Ok(text.as_bytes().to_vec())
}

pub(super) fn catalog() -> Catalog {
    Catalog::from_json_with("catalog.json", CATALOG, &files)
        .unwrap_or_else(|faults| panic!("{faults}"))
}
