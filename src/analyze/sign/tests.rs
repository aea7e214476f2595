//! Known answers of RFCs, and signatures that must not be accepted.

use super::*;

/// RFC 8037, appendix A.1.
const ED: &str = r#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
    "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
/// RFC 7515, appendix A.3.
const EC: &str = r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}"#;
/// RFC 7515, appendix A.1.
const HMAC: &str = r#"{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"}"#;

fn signing(text: &str) -> SigningKey {
    SigningKey::from_text(text).unwrap_or_else(|faults| panic!("{faults}"))
}

fn verifying(text: &str) -> VerifyingKey {
    VerifyingKey::from_text(text).unwrap_or_else(|faults| panic!("{faults}"))
}

/// RFC 8037, appendix A.4.
#[test]
fn ed25519_is_that_of_rfc_8037() {
    let key = signing(ED);
    assert_eq!(header(&key), "eyJhbGciOiJFZERTQSJ9");
    let found = signature(&header(&key), b"Example of Ed25519 signing", &key).unwrap();
    let expected =
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
    assert_eq!(found, expected);
    assert!(is_signed(
        &header(&key),
        b"Example of Ed25519 signing",
        expected,
        &verifying(ED)
    ));
}

/// RFC 8410, 10.1 and 10.3.
#[test]
fn keys_in_pem_are_read() {
    let private = "-----BEGIN PRIVATE KEY-----\n\
        MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n\
        -----END PRIVATE KEY-----\n";
    let public = "-----BEGIN PUBLIC KEY-----\n\
        MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n\
        -----END PUBLIC KEY-----\n";
    let signed = sign(CLAIM, &signing(private)).unwrap();
    check(&signed, &verifying(public)).unwrap();
    assert!(check(&signed, &verifying(ED)).is_err());
    assert!(SigningKey::from_text(public).is_err());
    assert!(VerifyingKey::from_text(private).is_err());
    // made by openssl out of the key of RFC 7515, appendix A.3
    let signed = sign(CLAIM, &signing(EC_PRIVATE)).unwrap();
    check(&signed, &verifying(EC)).unwrap();
    check(&signed, &verifying(EC_PUBLIC)).unwrap();
}

/// The payload of RFC 7515, appendix A.
const PAYLOAD: &[u8] =
    b"{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}";

#[test]
fn hs256_is_that_of_rfc_7515() {
    let header = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9";
    let expected = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    assert_eq!(
        signature(header, PAYLOAD, &signing(HMAC)).unwrap(),
        expected
    );
    assert!(is_signed(header, PAYLOAD, expected, &verifying(HMAC)));
}

#[test]
fn es256_of_rfc_7515_is_accepted() {
    let header = "eyJhbGciOiJFUzI1NiJ9";
    let given =
        "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
    assert!(is_signed(header, PAYLOAD, given, &verifying(EC)));
    let ours = signature(header, PAYLOAD, &signing(EC)).unwrap();
    assert!(is_signed(header, PAYLOAD, &ours, &verifying(EC)));
}

/// RFC 8785, 3.2.2 and 3.2.3.
#[test]
fn the_canonical_form_is_that_of_rfc_8785() {
    let given = r#"{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}"#;
    let expected = r#"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}"#;
    assert_eq!(serde_json_canonicalizer::pipe(given).unwrap(), expected);
    let keys = r#"{"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6, "\u00f6": 7}"#;
    let sorted = "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\u{fb33}\":3}";
    assert_eq!(serde_json_canonicalizer::pipe(keys).unwrap(), sorted);
}

const CLAIM: &str = r#"{"total": "20.00", "currency": "EUR", "order": {"items": [{"component": "c", "quantity": 2}]}}"#;

#[test]
fn a_claim_is_signed_and_checked_with_every_kind_of_key() {
    for key in [ED, EC, HMAC] {
        let signed = sign(CLAIM, &signing(key)).unwrap();
        check(&signed, &verifying(key)).unwrap();
        // neither space nor the order of keys nor the spelling of a number is signed
        let spaced = signed
            .replace(r#","order""#, " ,\n \"order\"")
            .replace(":2}", ": 2.0}");
        check(&spaced, &verifying(key)).unwrap();
        // signing again replaces the signature
        check(&sign(&signed, &signing(key)).unwrap(), &verifying(key)).unwrap();
        for (from, to) in [
            ("20.00", "2.00"),
            ("EUR", "CHF"),
            (":2}", ":3}"),
            (r#""c""#, r#""d""#),
        ] {
            let other = signed.replace(from, to);
            assert_ne!(other, signed);
            assert!(check(&other, &verifying(key)).is_err(), "{to}");
        }
        let more = signed.replacen('{', r#"{"more":1,"#, 1);
        assert!(check(&more, &verifying(key)).is_err());
    }
}

#[test]
fn the_key_says_which_algorithm_not_the_header() {
    let signed = sign(CLAIM, &signing(HMAC)).unwrap();
    assert!(check(&signed, &verifying(ED)).is_err());
    let with_header = |text: &str| {
        let at = signed.find(r#""signature":""#).unwrap() + 13;
        let until = at + signed[at..].find("..").unwrap();
        format!(
            "{}{}{}",
            &signed[..at],
            BASE64.encode(text),
            &signed[until..]
        )
    };
    check(&with_header(r#"{"alg":"HS256"}"#), &verifying(HMAC)).unwrap();
    for header in [
        r#"{"alg":"none"}"#,
        r#"{"alg":"HS256","crit":["b64"],"b64":false}"#,
        "{}",
        "x",
    ] {
        assert!(
            check(&with_header(header), &verifying(HMAC)).is_err(),
            "{header}"
        );
    }
    let key = r#"{"kty":"oct","kid":"2026","k":"c2l4dGVlbiBieXRlcyBhcmUgdG9vIGZldyBmb3IgdGhpcw"}"#;
    let named = sign(CLAIM, &signing(key)).unwrap();
    assert!(named.contains(&BASE64.encode(r#"{"alg":"HS256","kid":"2026"}"#)));
}

#[test]
fn numbers_that_a_double_does_not_keep_are_refused() {
    let key = signing(HMAC);
    for number in [
        "0.1234567890123456",
        "1e3",
        "1200.00000000000001",
        "12345678901234567",
    ] {
        let claim = format!(r#"{{"order": {{"items": [{number}]}}}}"#);
        let faults = sign(&claim, &key).unwrap_err();
        assert_eq!(
            faults.iter().next().unwrap().code,
            Code::InvalidValue,
            "{number}"
        );
    }
    for number in [
        "0",
        "-0.5",
        "123456789012345",
        "0.000000000000000123456789012345",
        "1200.0",
    ] {
        sign(&format!(r#"{{"a": {number}}}"#), &key).unwrap();
    }
    assert!(sign(r#"{"a": 1, "a": 2}"#, &key).is_err());
    assert!(sign(r#"{"a": {"b": 1, "b": 2}}"#, &key).is_err());
    assert!(sign("[]", &key).is_err());
    assert!(sign(r#"{"a": "\ud800"}"#, &key).is_err());
}

#[test]
fn what_is_no_key_or_no_signature_says_so_without_the_secret() {
    for text in [
        "",
        "secret",
        "[]",
        r#"{"kty":"RSA","n":"AQAB","e":"AQAB"}"#,
        r#"{"kty":"oct","k":"c2hvcnQ"}"#,
        r#"{"kty":"oct","k":"=== top secret ==="}"#,
        r#"{"kty":"OKP","crv":"Ed448","x":"AA"}"#,
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
    ] {
        let (signing, verifying) = (SigningKey::from_text(text), VerifyingKey::from_text(text));
        let (Err(signing), Err(verifying)) = (signing, verifying) else {
            panic!("{text} is a key")
        };
        assert!(!format!("{signing}{verifying}").contains("top secret"));
    }
    let public =
        r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    assert!(SigningKey::from_text(public).is_err());
    check(&sign(CLAIM, &signing(ED)).unwrap(), &verifying(public)).unwrap();
    for claim in [
        CLAIM,
        r#"{"signature": 1}"#,
        r#"{"signature": "a.b"}"#,
        r#"{"signature": ".."}"#,
    ] {
        assert!(check(claim, &verifying(ED)).is_err(), "{claim}");
    }
}

const EC_PRIVATE: &str = "-----BEGIN PRIVATE KEY-----\n\
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgjpsQnnGQmL+YBIff\n\
    H1136cspYG6+0iY7X1fCE9+E9LKhRANCAAR/zc4ncPbEXUGDy+5v20t7WAczNXvp\n\
    7xO6z248e9FURcfxRM0bvZt+hyzf7bnuufSzaV1uqQskrYpGIyiFiOWt\n\
    -----END PRIVATE KEY-----\n";
const EC_PUBLIC: &str = "-----BEGIN PUBLIC KEY-----\n\
    MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEf83OJ3D2xF1Bg8vub9tLe1gHMzV7\n\
    6e8Tus9uPHvRVEXH8UTNG72bfocs3+257rn0s2ldbqkLJK2KRiMohYjlrQ==\n\
    -----END PUBLIC KEY-----\n";
