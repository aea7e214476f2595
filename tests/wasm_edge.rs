//! The edge to JavaScript, from the other side: methods are called as the glue offers them, inside
//! a JavaScript engine, so that every argument and every answer crosses.
//!
//! ```sh
//! cargo test --target wasm32-unknown-unknown --no-default-features --features wasm,compiler --test wasm_edge
//! ```
#![cfg(target_arch = "wasm32")]

use js_sys::{Array, Function, JSON, Object, Reflect, Uint8Array, Uint32Array};
use pricewright::wasm::CatalogText;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

/// A mug in two colors; `seen` shows the height that arrived.
const CATALOG: &str = r#"{ "format": 1, "currency": "EUR", "components": [{
  "id": "mug", "name": { "en": "Mug 🫖" }, "base_price": "9.90",
  "features": [
    { "id": "color", "type": "select", "options": ["red", { "id": "blue", "surcharge": "1.50" }], "required": true },
    { "id": "height", "type": "number", "required": false },
    { "id": "note", "type": "text", "required": false }],
  "rules": "set seen when height is set : height\nset written when note is set : note" }] }"#;

/// A value that is given by its position, as `docs/javascript.md` lays orders out.
#[derive(Clone, Copy)]
enum Given<'a> {
    Blue,
    Height([u32; 4]),
    Note(&'a str),
}

/// The words and texts of three mugs with these values.
fn order(values: &[Given<'_>]) -> [JsValue; 2] {
    // the version, no flags, one item without flags: the first component, three of it
    let mut words = vec![1, 0, 1, 0, 0, 3, 0, 0, 0, values.len() as u32];
    let mut texts = Vec::new();
    for value in values {
        match value {
            Given::Blue => words.extend([0, 2, 1]),
            Given::Height(number) => words.extend([1, 0].iter().chain(number)),
            Given::Note(text) => {
                words.extend([2, 1, text.len() as u32]);
                texts.extend_from_slice(text.as_bytes());
            }
        }
    }
    // no inputs, no adjustments
    words.extend([0, 0]);
    [Uint32Array::from(&words[..]).into(), bytes(&texts)]
}

fn bytes(content: &[u8]) -> JsValue {
    Uint8Array::from(content).into()
}

/// Calls a method as a script does.
fn call(object: &JsValue, name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let method: Function = get(object, name).dyn_into().expect(name);
    method.apply(object, &arguments.iter().collect::<Array>())
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).expect(name)
}

fn text(value: &JsValue) -> String {
    value.as_string().expect("a text")
}

/// What a text of JSON says, as a script reads it.
fn parsed(text: &JsValue) -> JsValue {
    JSON::parse(&self::text(text)).expect("JSON")
}

fn catalog(content: &str) -> JsValue {
    CatalogText::new(content.to_owned(), false).into()
}

fn plan() -> JsValue {
    call(&catalog(CATALOG), "compile", &[]).expect("a plan")
}

/// The quote of an order.
fn quote(plan: &JsValue, values: &[Given<'_>]) -> JsValue {
    parsed(&call(plan, "price", &order(values)).expect("a quote"))
}

/// The height that a quote shows.
fn seen(plan: &JsValue, number: [u32; 4]) -> String {
    let item = get(
        &get(&quote(plan, &[Given::Blue, Given::Height(number)]), "items"),
        "0",
    );
    text(&get(&get(&item, "computed"), "seen"))
}

#[wasm_bindgen_test]
fn shapes() {
    let plan = plan();
    let quote = quote(&plan, &[Given::Blue]);
    assert_eq!(text(&get(&quote, "status")), "priced");
    assert_eq!(text(&get(&quote, "amount")), "34.20"); // 3 × (9.90 + 1.50)
    assert!(Array::is_array(&get(&quote, "items")));

    let display = parsed(&call(&plan, "display", &[]).unwrap());
    let component = get(&get(&display, "components"), "0");
    assert_eq!(text(&get(&get(&component, "name"), "en")), "Mug 🫖");
    assert!(Array::is_array(&get(&component, "features")));

    let written = call(&plan, "toBytes", &[]).unwrap();
    let loaded = call(
        &get(&plan, "constructor"),
        "fromBytes",
        std::slice::from_ref(&written),
    )
    .unwrap();
    assert!(written.is_instance_of::<Uint8Array>() && loaded.is_instance_of::<Object>());
    let again = call(&loaded, "toBytes", &[]).unwrap();
    assert_eq!(
        Uint8Array::from(again).to_vec(),
        Uint8Array::from(written).to_vec()
    );

    let [words, texts] = order(&[Given::Blue]);
    let explained = |for_people: bool| {
        call(
            &plan,
            "explain",
            &[words.clone(), texts.clone(), for_people.into()],
        )
        .unwrap()
    };
    assert!(get(&parsed(&explained(false)), "quote").is_object());
    assert!(text(&explained(true)).contains("Mug 🫖"));
}

#[wasm_bindgen_test]
fn numbers() {
    let plan = plan();
    assert_eq!(seen(&plan, [1, 0, 0, 0]), "1");
    // the whole of a word, without a sign
    assert_eq!(seen(&plan, [u32::MAX, 0, 0, 0]), "4294967295");
    assert_eq!(seen(&plan, [0, 1, 0, 0]), "4294967296");
    assert_eq!(seen(&plan, [0, 0, 1, 0]), "18446744073709551616");
    assert_eq!(seen(&plan, [1250, 0, 0, 2]), "12.5");
    assert_eq!(seen(&plan, [1250, 0, 0, 2 | 1 << 31]), "-12.5");
    assert_eq!(seen(&plan, [0, 0, 0, 1 << 31]), "0");
    assert_eq!(seen(&plan, [1, 0, 0, 28]), "0.0000000000000000000000000001");
    // more digits than a number has, and a point beyond them, are malformed words
    for number in [[u32::MAX, u32::MAX, u32::MAX, 0], [1, 0, 0, 29]] {
        let order = order(&[Given::Height(number)]);
        assert_eq!(code(&call(&plan, "price", &order)), "invalid-value");
    }
}

/// The code of the first of the diagnostics that were thrown.
fn code(result: &Result<JsValue, JsValue>) -> String {
    let thrown = result.as_ref().expect_err("an error");
    text(&get(&get(thrown, "0"), "code"))
}

/// A value as JSON, and whether it consists of what JSON has: no `Map`, nothing `undefined`.
fn plain(value: &JsValue) -> String {
    let json = String::from(JSON::stringify(value).expect("plain values"));
    assert_eq!(shape(&JSON::parse(&json).expect("JSON")), shape(value));
    json
}

/// The classes and keys of a value, and of what is in it.
fn shape(value: &JsValue) -> String {
    if !value.is_object() {
        return format!("{value:?}");
    }
    let class = text(&get(&get(value, "constructor"), "name"));
    let entries = Object::entries(value.unchecked_ref()).into_iter();
    let inside: String = entries
        .map(|entry| text(&get(&entry, "0")) + &shape(&get(&entry, "1")))
        .collect();
    format!("{class}({inside})")
}

#[wasm_bindgen_test]
fn texts() {
    let plan = plan();
    let written = |note: &str| {
        let item = get(&get(&quote(&plan, &[Given::Note(note)]), "items"), "0");
        text(&get(&get(&item, "computed"), "written"))
    };
    for note in ["a", "Grün 🪟 größer", "\u{10ffff}"] {
        assert_eq!(written(note), note);
    }
    // not UTF-8
    let [words, _] = order(&[Given::Note("ab")]);
    let refused = call(&plan, "price", &[words, bytes(&[0xff, 0xfe])]);
    assert_eq!(code(&refused), "invalid-value");
}

#[wasm_bindgen_test]
fn errors() {
    // a fault in the second rule, after a window that is one character and two code units
    let rules = r#"{ "format": 1, "currency": "EUR", "components": [{ "id": "a", "base_price": "1.00",
      "rules": "surcharge s \"🪟\" : 1.00 + xyz" }] }"#;
    let refused = call(&catalog(rules), "compile", &[]);
    assert_eq!(code(&refused), "unknown-name");
    let refused = refused.unwrap_err();
    let span = get(&get(&refused, "0"), "span");
    // surcharge_s_"🪟"_:_1.00_+_ are 26 code units
    assert_eq!(get(&span, "start").as_f64(), Some(26.0));
    assert_eq!(get(&span, "end").as_f64(), Some(29.0));

    assert_eq!(code(&call(&catalog("{"), "compile", &[])), "json-syntax");
    let nothing = call(&catalog(CATALOG), "check", &[]).unwrap();
    assert!(Array::is_array(&nothing) && plain(&nothing) == "[]");

    let none = call(&get(&plan(), "constructor"), "fromBytes", &[bytes(b"abc")]);
    assert_eq!(text(&none.unwrap_err()), "the bytes are not a plan");
}

/// What is thrown consists of plain objects, which say what the JSON of the same findings says.
#[wasm_bindgen_test]
fn diagnostics_are_plain_objects() {
    // with help, with a related place, and two at once
    for (rules, part) in [
        ("surcharge s : 1.00 + colr", r#""help":"#),
        ("surcharge s : (1.00 + 2.00", r#""related":[{"#),
        (r"surcharge s : a\nsurcharge t : b", "},{"),
    ] {
        let document = CATALOG.replace("set written", &format!(r"{rules}\nset written"));
        let read = pricewright::Catalog::from_json(&document);
        let faults = read.and_then(|catalog| pricewright::compile(&catalog));
        let expected = faults.expect_err("faults").to_json_utf16();
        assert!(expected.contains(part), "{expected}");
        let inside = catalog(&document);
        assert_eq!(plain(&call(&inside, "compile", &[]).unwrap_err()), expected);
        assert_eq!(plain(&call(&inside, "check", &[]).unwrap()), expected);
    }
}

#[wasm_bindgen_test]
fn words_that_are_no_order() {
    let plan = plan();
    let price = |words: &[u32]| {
        call(
            &plan,
            "price",
            &[Uint32Array::from(words).into(), bytes(&[])],
        )
    };
    for words in [
        &[][..],
        &[2],
        &[1, 0],
        &[1, 0, u32::MAX],
        &[1, 16, 1],
        &[1, 0, 1, 0, 7],
    ] {
        assert_eq!(code(&price(words)), "invalid-value", "{words:?}");
    }
}

/// Whether the glue threw an error of its own; a trap is a `RuntimeError`.
fn is_refused(result: &Result<JsValue, JsValue>) -> bool {
    let class = text(&get(result.as_ref().expect_err("an error"), "name"));
    class == "TypeError" || class == "Error"
}

#[wasm_bindgen_test]
fn nulls() {
    let plan = plan();
    let constructor = get(&plan, "constructor");
    for nothing in [JsValue::NULL, JsValue::UNDEFINED] {
        // refused on the way in, before the engine sees it
        let price = call(&plan, "price", &[nothing.clone(), nothing.clone()]);
        assert!(is_refused(&price));
        let from = call(&constructor, "fromBytes", &[nothing]);
        assert!(is_refused(&from));
    }
    // and nothing is broken by it
    assert_eq!(
        text(&get(&quote(&plan, &[Given::Blue]), "status")),
        "priced"
    );
    // what has no value is left out of a quote, or null in it
    let incomplete = quote(&plan, &[]);
    assert_eq!(text(&get(&incomplete, "status")), "incomplete");
    let amount = get(&incomplete, "amount");
    assert!(amount.is_null() || amount.is_undefined(), "{amount:?}");

    call(&plan, "free", &[]).unwrap();
    let freed = call(&plan, "price", &order(&[Given::Blue]));
    assert!(is_refused(&freed));
}
