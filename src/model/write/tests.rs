//! Writing a catalog: what is written reads back as the same, and equal catalogs give equal bytes.

use crate::model::catalog::{FeatureType, RulesText};
use crate::model::{Catalog, samples};

/// The catalog as text, without the names of the places that its parts came from.
fn shown(catalog: &Catalog) -> String {
    let mut catalog = catalog.clone();
    catalog.source = None;
    let bare = |rules: &mut Option<RulesText>| {
        if let Some(rules) = rules {
            rules.source = crate::diagnostic::Source::new("", rules.source.text.as_str());
        }
    };
    bare(&mut catalog.rules);
    for component in &mut catalog.components {
        bare(&mut component.rules);
        component
            .price_lists
            .iter_mut()
            .for_each(|list| (list.file, list.file_report) = (None, None));
    }
    format!("{catalog:#?}")
}

fn read(text: &str) -> Catalog {
    Catalog::from_json(text).unwrap_or_else(|faults| panic!("{faults}\n{text}"))
}

#[test]
fn what_is_written_reads_back_the_same() {
    let plain = r#"{"format":1,"currency":"EUR","components":[]}"#;
    let one_list = r#"{"format":1,"currency":"JPY","rounding":{"increment":10},"components":[
        {"id":"a","price_lists":[{"id":"l","rows":[],"cells":[]}],"phases":{},"rules":""}]}"#;
    for catalog in [samples::catalog(), read(plain), read(one_list)] {
        let text = catalog.to_json();
        let again = read(&text);
        assert_eq!(shown(&again), shown(&catalog));
        assert_eq!(again.to_json(), text);
        assert_eq!(read(&catalog.to_json_pretty()).to_json(), text);
        assert_eq!(again.fingerprint(), catalog.fingerprint());
    }
}

#[test]
fn the_same_catalog_has_the_same_bytes_however_it_is_written() {
    let one = r#"{"format":1,"currency":"EUR","prices":"net","inputs":[],"components":[
        {"id":"a","base_price":12.50,"features":[{"id":"f","type":"select","options":["x"]}]}]}"#;
    let other = r#"{"components":[{"features":[{"options":[{"id":"x"}],"type":"select","id":"f",
        "required":false}],"base_price":"12.5","id":"a"}],"currencies":["EUR"],"format":1}"#;
    assert_eq!(read(one).to_json(), read(other).to_json());
    assert_eq!(
        read(one).to_json(),
        concat!(
            r#"{"format":1,"currency":"EUR","components":[{"id":"a","features":[{"id":"f","#,
            r#""type":"select","options":[{"id":"x"}]}],"base_price":"12.5"}]}"#
        )
    );
}

#[test]
fn the_fingerprint_is_the_hash_of_the_text() {
    // printf '{"format":1,"currency":"EUR","components":[]}' | sha256sum
    let catalog = read(r#"{"format":1,"currency":"EUR","components":[]}"#);
    assert_eq!(
        catalog.fingerprint(),
        "f474df26edf52914517ee55d3ce84cb28de08507af891fe52c014200077db693"
    );
    let mut renamed = samples::catalog();
    renamed.components[0].display.clear();
    assert_ne!(renamed.fingerprint(), samples::catalog().fingerprint());
}

#[test]
fn a_storefront_gets_nothing_internal() {
    let public = samples::catalog().without_internal();
    let lists: Vec<_> = public.components[0]
        .price_lists
        .iter()
        .map(|l| l.id.as_str())
        .collect();
    assert_eq!(lists, ["band-b", "discounts"]);
    let FeatureType::Select(options) = &public.components[0].features[0].kind else {
        panic!("the fabric is a select");
    };
    assert!(options.iter().all(|option| option.cost.is_none()));
    assert!(public.source.is_none());
    assert!(!public.to_json().contains("\"cost\""));
}
