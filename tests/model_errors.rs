//! Faults of catalog documents: each with its code and its JSON path.
#![cfg(feature = "compiler")]

use pricewright::diagnostic::{Diagnostics, Place};
use pricewright::model::Catalog;

/// `code path` of each finding; a span stands in for the path of a text that is not JSON.
fn told(findings: &Diagnostics) -> Vec<String> {
    let place = |place: &Place| match place.span {
        Some(span) if place.path.is_empty() => format!("@{}", span.start),
        _ => place.path.clone(),
    };
    findings
        .iter()
        .map(|d| format!("{} {}", d.code.as_str(), place(&d.place)))
        .collect()
}

fn files(name: &str) -> Result<Vec<u8>, String> {
    match name {
        "bad.csv" => Ok(b",1,2\n5,1,x\n6,1,2,3\n".to_vec()),
        "latin.csv" => Ok(b"pr\xfcfung".to_vec()),
        "latin.price" => Ok(b"\xfc".to_vec()),
        _ => Err("there is no such file".to_owned()),
    }
}

fn catalog(text: &str) -> Vec<String> {
    match Catalog::from_json_with("catalog.json", text, &files) {
        Ok(_) => Vec::new(),
        Err(findings) => told(&findings),
    }
}

/// The faults of a catalog with these keys besides the required ones.
fn top(keys: &str) -> Vec<String> {
    catalog(&format!(
        r#"{{"format":1,"currency":"EUR","components":[],{keys}}}"#
    ))
}

/// The faults of a component with these keys besides its id.
fn component(keys: &str) -> Vec<String> {
    catalog(&format!(
        r#"{{"format":1,"currency":"EUR","components":[{{"id":"c",{keys}}}]}}"#
    ))
}

fn feature(keys: &str) -> Vec<String> {
    component(&format!(r#""features":[{{"id":"f",{keys}}}]"#))
}

fn option(keys: &str) -> Vec<String> {
    feature(&format!(
        r#""type":"select","options":[{{"id":"o",{keys}}}]"#
    ))
}

fn list(keys: &str) -> Vec<String> {
    component(&format!(r#""price_lists":[{{"id":"l",{keys}}}]"#))
}

fn group(keys: &str) -> Vec<String> {
    component(&format!(r#""price_groups":[{{"id":"g",{keys}}}]"#))
}

/// Goes through a table of inputs and the findings that each must give.
fn check(read: fn(&str) -> Vec<String>, prefix: &str, table: &[(&str, &[&str])]) {
    for (input, expected) in table {
        let expected: Vec<String> = expected.iter().map(|e| e.replace('~', prefix)).collect();
        assert_eq!(read(input), expected, "{input}");
    }
}

#[test]
fn documents() {
    check(
        catalog,
        "",
        &[
            ("", &["json-syntax @0"]),
            ("{", &["json-syntax @1"]),
            (r#"{"format": 01}"#, &["json-syntax @12"]),
            (r#"{"id": "\ud800"}"#, &["json-syntax @8"]),
            ("[]", &["wrong-type $"]),
            ("{}", &["missing-key $", "missing-key $", "missing-key $"]),
        ],
    );
    assert_eq!(catalog(&"[".repeat(100_000)), ["too-deep @64"]);
}

#[test]
fn tops() {
    check(
        top,
        "",
        &[
            (r#""format":1"#, &["duplicate-key $.format"]),
            (r#""name":"a""#, &["unknown-key $.name"]),
            (r#""id":"""#, &["invalid-id $.id"]),
            (r#""id":"a\u202eb""#, &["invalid-id $.id"]),
            (r#""id":null"#, &["wrong-type $.id"]),
            (r#""version":2"#, &["wrong-type $.version"]),
            (
                r#""currencies":["EUR"]"#,
                &["contradictory-settings $.currencies"],
            ),
            (r#""prices":"neto""#, &["invalid-value $.prices"]),
            (
                r#""tax":{"rounding":"line"}"#,
                &["invalid-value $.tax.rounding"],
            ),
            (
                r#""rounding":{"mode":"bankers","scope":"order","unit_price_digits":1.5,"step":1}"#,
                &[
                    "invalid-value $.rounding.mode",
                    "invalid-value $.rounding.scope",
                    "not-whole $.rounding.unit_price_digits",
                    "unknown-key $.rounding.step",
                ],
            ),
            (
                r#""rounding":{"unit_price_digits":13}"#,
                &["invalid-value $.rounding.unit_price_digits"],
            ),
            (
                r#""rounding":{"unit_price_digits":-1}"#,
                &["invalid-value $.rounding.unit_price_digits"],
            ),
            (
                r#""rules":"a","rules_file":"b""#,
                &["file-twice $.rules_file"],
            ),
            (r#""rules":["a",1]"#, &["wrong-type $.rules[1]"]),
            (
                r#""rules_file":"none.price""#,
                &["file-unreadable $.rules_file"],
            ),
            (
                r#""rules_file":"../up.price""#,
                &["file-unreadable $.rules_file"],
            ),
            (
                r#""rules_file":"/etc/passwd""#,
                &["file-unreadable $.rules_file"],
            ),
            (
                r#""rules_file":"latin.price""#,
                &["file-unreadable $.rules_file"],
            ),
        ],
    );
    check(
        catalog,
        "",
        &[
            (
                r#"{"format":2,"currency":"EUR","components":[]}"#,
                &["unsupported-format $.format"],
            ),
            (
                r#"{"format":"1","currency":"EUR","components":[]}"#,
                &["wrong-type $.format"],
            ),
            (
                r#"{"format":1,"currency":"EUX","components":[]}"#,
                &["unknown-currency $.currency"],
            ),
            (
                r#"{"format":1,"currency":"eur","components":[]}"#,
                &["unknown-currency $.currency"],
            ),
            (
                r#"{"format":1,"currency":"XAU","components":[]}"#,
                &["unknown-currency $.currency"],
            ),
            (
                r#"{"format":1,"currencies":[],"components":[]}"#,
                &["invalid-value $.currencies"],
            ),
            (
                r#"{"format":1,"currencies":["EUR","EUR"],"components":[]}"#,
                &["duplicate-key $.currencies[1]"],
            ),
        ],
    );
}

#[test]
fn inputs() {
    check(
        top,
        "$.inputs",
        &[
            (
                r#""inputs":[{"id":"a b","type":"text"}]"#,
                &["invalid-id ~[0].id"],
            ),
            (
                r#""inputs":[{"id":"a..b","type":"text"}]"#,
                &["invalid-id ~[0].id"],
            ),
            (
                r#""inputs":[{"id":"a","type":"date"}]"#,
                &["invalid-value ~[0].type"],
            ),
            (
                r#""inputs":[{"id":"a","type":"select"}]"#,
                &["missing-key ~[0]"],
            ),
            (
                r#""inputs":[{"id":"a","type":"text","options":[]}]"#,
                &["unknown-key ~[0].options"],
            ),
            (
                r#""inputs":[{"id":"a","type":"select","options":["x","x"]}]"#,
                &["duplicate-id ~[0].options[1]"],
            ),
            (
                r#""inputs":[{"id":"a","type":"text"},{"id":"a","type":"text"}]"#,
                &["duplicate-id ~[1].id"],
            ),
        ],
    );
}

#[test]
fn components() {
    check(
        component,
        "$.components[0]",
        &[
            (r#""nam":"x""#, &["unknown-key ~.nam"]),
            (r#""name":{}"#, &["invalid-value ~.name"]),
            (
                r#""name":{"no language":"x"}"#,
                &[r#"invalid-value ~.name["no language"]"#],
            ),
            (r#""name":{"de":1}"#, &["wrong-type ~.name.de"]),
            (
                r#""name":{"de":"a","de":"b"}"#,
                &["duplicate-key ~.name.de"],
            ),
            (r#""base_price":"12,50""#, &["number-syntax ~.base_price"]),
            (r#""base_price":"+5""#, &["number-syntax ~.base_price"]),
            (r#""base_price":1e999"#, &["number-too-large ~.base_price"]),
            (
                r#""base_price":1e-999"#,
                &["number-too-precise ~.base_price"],
            ),
            (
                r#""base_price":{"eur":1}"#,
                &["unknown-currency ~.base_price.eur"],
            ),
            (r#""base_price":{}"#, &["invalid-value ~.base_price"]),
            (r#""base_price":[]"#, &["invalid-value ~.base_price"]),
            (
                r#""base_price":[{"amount":1}]"#,
                &["missing-key ~.base_price[0]"],
            ),
            (
                r#""base_price":[{"amount":1,"currency":"EUR"},{"amount":2,"currency":"EUR"}]"#,
                &["duplicate-key ~.base_price[1]"],
            ),
            (
                r#""base_price_adds":"yes""#,
                &["wrong-type ~.base_price_adds"],
            ),
            (r#""quantity_step":null"#, &["wrong-type ~.quantity_step"]),
            (
                r#""phases":{"per_piece":[{"id":"a","choice":"worst"}]}"#,
                &["invalid-value ~.phases.per_piece[0].choice"],
            ),
            (
                r#""phases":{"per_piece":["a","a"]}"#,
                &["duplicate-id ~.phases.per_piece[1]"],
            ),
            (
                r#""bill_of_materials":[{"quantity":1}]"#,
                &["missing-key ~.bill_of_materials[0]"],
            ),
            (
                r#""bill_of_materials":[{"sku":"a","scope":"per_order"}]"#,
                &["invalid-value ~.bill_of_materials[0].scope"],
            ),
        ],
    );
    assert_eq!(
        catalog(r#"{"format":1,"currency":"EUR","components":[{"id":"a"},{"id":"a"},{}]}"#),
        [
            "missing-key $.components[2]",
            "duplicate-id $.components[1].id"
        ]
        .iter()
        .rev()
        .copied()
        .collect::<Vec<_>>()
    );
}

#[test]
fn features() {
    check(
        feature,
        "$.components[0].features[0]",
        &[
            (r#""name":"x""#, &["missing-key ~"]),
            (r#""type":"choice""#, &["invalid-value ~.type"]),
            (r#""type":"select""#, &["missing-key ~"]),
            (
                r#""type":"number","options":[]"#,
                &["unknown-key ~.options"],
            ),
            (
                r#""type":"select","options":[],"min":1"#,
                &["unknown-key ~.min"],
            ),
            (
                r#""type":"select","options":[],"surcharge":1"#,
                &["unknown-key ~.surcharge"],
            ),
            (
                r#""type":"text","max_length":"x""#,
                &["number-syntax ~.max_length"],
            ),
            (
                r#""type":"text","max_length":5000000000"#,
                &["invalid-value ~.max_length"],
            ),
            (
                r#""type":"select","options":["a",{"id":"a"}]"#,
                &["duplicate-id ~.options[1].id"],
            ),
            (
                r#""type":"select","options":[""]"#,
                &["invalid-id ~.options[0]"],
            ),
            (
                r#""type":"select","options":[],"attributes":{"w":{"defualt":0}}"#,
                &["unknown-key ~.attributes.w.defualt"],
            ),
            (
                r#""type":"boolean","required":"true""#,
                &["wrong-type ~.required"],
            ),
            (
                r#""type":"boolean","default":null"#,
                &["wrong-type ~.default"],
            ),
        ],
    );
}

#[test]
fn options() {
    check(
        option,
        "$.components[0].features[0].options[0]",
        &[
            (r#""surcharge":true"#, &["wrong-type ~.surcharge"]),
            (
                r#""surcharge":{"percent":"10%","of":"base"}"#,
                &["invalid-value ~.surcharge.percent"],
            ),
            (
                r#""surcharge":{"percent":10}"#,
                &["percent-without-base ~.surcharge"],
            ),
            (
                r#""surcharge":{"precent":10,"of":"base"}"#,
                &[
                    "missing-key ~.surcharge",
                    "unknown-key ~.surcharge.of",
                    "unknown-key ~.surcharge.precent",
                ],
            ),
            (
                r#""surcharge":{"percent":1,"of":"base","amount":2}"#,
                &["unknown-key ~.surcharge.amount"],
            ),
            (
                r#""surcharge":{"amount":1,"unit":"m"}"#,
                &["unknown-key ~.surcharge.unit"],
            ),
            (
                r#""surcharge":{"amount":1,"scope":"per_pice"}"#,
                &["invalid-value ~.surcharge.scope"],
            ),
            (
                r#""surcharge":{"per":"width"}"#,
                &["missing-key ~.surcharge"],
            ),
            (
                r#""attributes":{"band":["B"]}"#,
                &["wrong-type ~.attributes.band"],
            ),
            (
                r#""attributes":{"":1}"#,
                &[r#"invalid-id ~.attributes[""]"#],
            ),
            (r#""sku_quantity":true"#, &["wrong-type ~.sku_quantity"]),
        ],
    );
}

#[test]
fn price_lists() {
    check(
        list,
        "$.components[0].price_lists[0]",
        &[
            (r#""rows":[1]"#, &["missing-key ~"]),
            (r#""rows":[1,2],"cells":[1]"#, &["axis-mismatch ~.cells"]),
            (
                r#""rows":[1,2],"cols":[1,2],"cells":[[1,2],[3]]"#,
                &["axis-mismatch ~.cells[1]"],
            ),
            (
                r#""rows":[1],"cols":[1,2],"cells":[[1,"x"]]"#,
                &["number-syntax ~.cells[0][1]"],
            ),
            (
                r#""rows":[1],"cols":[1],"cells":[1]"#,
                &["wrong-type ~.cells[0]"],
            ),
            (
                r#""rows":[1],"cols":[],"cells":[[]]"#,
                &["invalid-value ~.cols"],
            ),
            (r#""rows":[1],"cells":[true]"#, &["wrong-type ~.cells[0]"]),
            (r#""rows":[true],"cells":[1]"#, &["wrong-type ~.rows[0]"]),
            (
                r#""rows":[1],"cells":[1],"lookup":"next""#,
                &["invalid-value ~.lookup"],
            ),
            (
                r#""rows":[1],"cells":[1],"lookup":{"rows":"up"}"#,
                &["unknown-key ~.lookup.rows"],
            ),
            (
                r#""rows":[1],"cells":[1],"above":{"row":"clamp"}"#,
                &["invalid-value ~.above.row"],
            ),
            (
                r#""rows":[1],"cells":[1],"csv":{}"#,
                &["contradictory-settings ~.csv"],
            ),
            (
                r#""rows":[1],"cells":[1],"for":{"fabric":["a"]}"#,
                &["wrong-type ~.for.fabric"],
            ),
            (
                r#""rows":[1],"file":"bad.csv","col_feature":"w""#,
                &[
                    "file-twice ~.rows",
                    "axis-mismatch ~.file",
                    "number-syntax ~.file",
                ],
            ),
            (
                r#""file":"bad.csv","col_feature":"w","csv":{"decimal":",","thousands":","},"nam":"x""#,
                &["contradictory-settings ~.csv", "unknown-key ~.nam"],
            ),
            (r#""file":"none.csv""#, &["file-unreadable ~.file"]),
            (r#""file":"a/../../b.csv""#, &["file-unreadable ~.file"]),
            (r#""file":"latin.csv""#, &["csv-syntax ~.file"]),
        ],
    );
}

#[test]
fn files_are_not_read_from_a_single_document() {
    let text = r#"{"format":1,"currency":"EUR","components":[],"rules_file":"a.price"}"#;
    let findings = Catalog::from_json(text).expect_err("a fault");
    assert_eq!(told(&findings), ["file-unreadable $.rules_file"]);
    assert!(
        findings
            .iter()
            .all(|d| d.help.as_deref().is_some_and(|h| h.contains("directory")))
    );
}

#[test]
fn too_many_cells_are_refused_unread() {
    let axis = vec!["1"; 2_001].join(",");
    let keys = format!(r#""rows":[{axis}],"cols":[{axis}],"cells":[]"#);
    assert_eq!(
        list(&keys),
        ["too-large $.components[0].price_lists[0].cells"]
    );
}

#[test]
fn price_groups() {
    check(
        group,
        "$.components[0].price_groups[0]",
        &[
            (
                r#""type":"percentage","amount":"10%""#,
                &["invalid-value ~.amount"],
            ),
            (r#""type":"percentage""#, &["missing-key ~"]),
            (
                r#""type":"percentage","amount":{"EUR":1}"#,
                &["wrong-type ~.amount"],
            ),
            (
                r#""type":"fixed","amount":1,"of":"list""#,
                &["unknown-key ~.of"],
            ),
            (r#""type":"formula""#, &["missing-key ~"]),
            (
                r#""type":"table","table":"t","tiers":[]"#,
                &["unknown-key ~.tiers"],
            ),
            (r#""type":"percent","amount":1"#, &["invalid-value ~.type"]),
            (
                r#""type":"fixed","tiers":[{"from":1}]"#,
                &["missing-key ~.tiers[0]", "missing-key ~"],
            ),
            (
                r#""type":"fixed","amount":1,"scope":"item""#,
                &["invalid-value ~.scope"],
            ),
            (
                r#""type":"fixed","amount":1,"scope":{}"#,
                &["invalid-value ~.scope"],
            ),
            (
                r#""type":"fixed","amount":1,"scope":{"options":["silk"]}"#,
                &["invalid-value ~.scope.options[0]"],
            ),
            (
                r#""type":"fixed","amount":1,"scope":{"options":[],"features":[]}"#,
                &["contradictory-settings ~.scope"],
            ),
            (
                r#""type":"fixed","amount":1,"from":"2026-02-30""#,
                &["invalid-value ~.from"],
            ),
            (
                r#""type":"fixed","amount":1,"priority":1.5"#,
                &["not-whole ~.priority"],
            ),
        ],
    );
}

#[test]
fn faults_come_with_the_fix() {
    let help = |text: &str| {
        let findings = Catalog::from_json(text).expect_err("a fault");
        findings
            .iter()
            .next()
            .and_then(|d| d.help.clone())
            .unwrap_or_default()
    };
    let top = |keys: &str| format!(r#"{{"format":1,"components":[],{keys}}}"#);
    assert_eq!(help(&top(r#""currency":"eur""#)), "write `EUR`");
    assert_eq!(
        help(&top(r#""currency":"EUR","prices":"gros""#)),
        "did you mean `gross`?"
    );
    assert_eq!(
        help(&top(r#""currency":"EUR","input":[]"#)),
        "did you mean `inputs`?"
    );
    let price = |price: &str| {
        format!(
            r#"{{"format":1,"currency":"EUR","components":[{{"id":"c","base_price":{price}}}]}}"#
        )
    };
    assert_eq!(help(&price("\"12,50\"")), "write `12.50`");
    assert_eq!(
        help(&price("null")),
        "leave the key out where there is no value"
    );
    // `1,250` may be a thousand or one and a quarter.
    assert!(!help(&price("\"1,250\"")).contains("1.250"));
}
