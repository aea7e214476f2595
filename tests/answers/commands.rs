//! The commands, as a user runs them.

use super::support::command::{refused, run, run_with, scratch};

const BLIND: &str = "examples/roller-blind";
const DEALER: &str = "examples/roller-blind/orders/dealer.json";
const RETAIL: &str = "examples/roller-blind/orders/retail.json";

#[test]
fn a_claim_is_verified() {
    let claim = run(&["claim", BLIND, DEALER]).exits(0).output;
    let verify = |claim: &str, rest: &[&str]| {
        let arguments = ["verify", "-", "--catalog", BLIND];
        run_with(&[&arguments, rest].concat(), claim)
    };
    verify(&claim, &[]).exits(0).says("match: the price is ");
    let other = claim.replacen(r#""quantity":6"#, r#""quantity":5"#, 1);
    verify(&other, &[]).exits(1).says("input-changed: ");
    let json = verify(&claim, &["--json"]).exits(0).json();
    assert_eq!(json["outcome"], "match");
    assert_eq!(json["differences"].as_array().unwrap().len(), 0);
    let found = verify("{}", &["--json"]).exits(1).json();
    assert_eq!(found[0]["code"], "missing-key");
    refused(&["verify", "-", "--catalog", BLIND], "[1, 2");
    run(&["verify", "nowhere.json", "--catalog", BLIND]).exits(2);
    run(&["verify", "-"]).exits(2);
}

#[test]
fn a_signed_claim_is_checked_first() {
    // RFC 8037, appendix A.1 and A.2
    let public = r#""kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo""#;
    let private = format!(r#"{{{public},"d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}}"#);
    let private = scratch("private.json", &private);
    let public = scratch("public.json", &format!("{{{public}}}"));
    let signed = run(&["claim", BLIND, DEALER, "--sign", &private])
        .exits(0)
        .output;
    let arguments = ["verify", "-", "--catalog", BLIND, "--key", &public];
    run_with(&arguments, &signed).exits(0).says("match: ");
    let other = signed.replacen(r#""quantity":6"#, r#""quantity":5"#, 1);
    run_with(&arguments, &other)
        .exits(1)
        .complains("the signature is not that of this claim and key");
    let bare = run(&["claim", BLIND, DEALER]).exits(0).output;
    run_with(&arguments, &bare)
        .exits(1)
        .complains("lacks the key `signature`");
    refused(&["claim", BLIND, DEALER, "--sign", &public], "").complains("a key that signs has `d`");
    run(&["claim", BLIND, DEALER, "--sign", "nowhere.pem"]).exits(2);
}

#[test]
fn options_are_priced() {
    run(&["options", BLIND, RETAIL]).exits(0).says("* ");
    let json = run(&["options", BLIND, RETAIL, "--feature", "motor", "--json"])
        .exits(0)
        .json();
    assert_eq!(json["features"].as_array().unwrap().len(), 1);
    let options = json["features"][0]["options"].as_array().unwrap();
    assert!(options.iter().any(|option| option["chosen"] == true));
    refused(&["options", BLIND, RETAIL, "--feature", "moter"], "")
        .complains("did you mean `motor`");
    refused(&["options", BLIND, RETAIL, "--item", "9"], "");
    refused(&["options", BLIND, "-"], r#"{"items": []}"#);
}

#[test]
fn hints_are_given() {
    let json = run(&["hints", BLIND, RETAIL, "--limit", "1", "--json"])
        .exits(0)
        .json();
    assert_eq!(json["hints"].as_array().unwrap().len(), 1);
    assert!(json["hints"][0]["message"].is_string());
    run(&["hints", BLIND, RETAIL, "--limit", "0"]).exits(0);
    let open = "examples/roller-blind/orders/incomplete.json";
    run(&["hints", BLIND, open])
        .exits(1)
        .says("no hints: incomplete");
}

#[test]
fn catalogs_are_compared() {
    let shelf = |name: &str, price: &str| {
        let text = format!(
            r#"{{"format": 1, "currency": "EUR", "components": [{{"id": "shelf", "base_price": "{price}",
            "features": [{{"id": "oiled", "type": "boolean", "required": true, "surcharge": "4.50"}}]}}]}}"#
        );
        scratch(name, &text)
    };
    let (old, new) = (shelf("old.json", "20"), shelf("new.json", "21"));
    run(&["diff", &old, &old]).exits(0).says("unchanged: 2");
    let text = run(&["diff", &old, &new]).exits(1).output;
    assert!(
        text.starts_with("shelf: all 2 configurations\n  dearer: 2\n  mean change: +1.00 EUR\n"),
        "{text}"
    );
    let csv = run(&["diff", &old, &new, "--csv"]).exits(1).output;
    assert_eq!(csv.lines().count(), 3);
    let json = run(&["diff", &old, &new, "--json", "--limit", "1", "--seed", "5"])
        .exits(1)
        .json();
    assert_eq!(
        (&json["seed"], &json["components"][0]["coverage"]),
        (&"5".into(), &"sample".into())
    );
    run(&["diff", &old, &new, "--limit", "0"]).exits(0);
    run(&["diff", &old, &new, "--currency", "euro"]).exits(2);
    run(&["diff", &old, &new, "--as-of", "soon"]).exits(2);
    refused(&["diff", &old, &new, "--component", "shelve"], "").complains("did you mean `shelf`");
}
