//! Words that people write beside prices: what they call sizes and prices, currencies, units, and
//! what is not available.

use crate::letter_case;
use crate::model::catalog::Encoding;
use crate::model::words::{ENCODINGS, word_of};
use crate::money::{Currency, CurrencyCode};

/// What a width is called.
const WIDTH: &[&str] = &[
    "width",
    "w",
    "breite",
    "largeur",
    "larghezza",
    "ancho",
    "largura",
    "breedte",
    "bredd",
    "bredde",
    "szerokość",
    "šířka",
    "šírka",
    "szélesség",
    "leveys",
    "lățime",
    "širina",
];

/// What a height, a drop or a length is called.
const HEIGHT: &[&str] = &[
    "height",
    "h",
    "drop",
    "length",
    "höhe",
    "hoehe",
    "länge",
    "laenge",
    "hauteur",
    "longueur",
    "altezza",
    "lunghezza",
    "alto",
    "altura",
    "hoogte",
    "lengte",
    "höjd",
    "längd",
    "højde",
    "høyde",
    "wysokość",
    "długość",
    "výška",
    "délka",
    "dĺžka",
    "magasság",
    "korkeus",
    "înălțime",
    "višina",
];

/// What a price is called.
const PRICE: &[&str] = &[
    "price",
    "prices",
    "amount",
    "cost",
    "preis",
    "preise",
    "betrag",
    "prix",
    "montant",
    "prezzo",
    "importo",
    "precio",
    "importe",
    "preço",
    "prijs",
    "bedrag",
    "pris",
    "cena",
    "kwota",
    "cenă",
    "preț",
    "ár",
    "hinta",
    "netto",
    "net",
    "brutto",
    "gross",
    "nettopreis",
    "bruttopreis",
    "listenpreis",
    "rrp",
    "msrp",
    "uvp",
    "vk",
];

/// What is often written for "not available". Accepted only where it is declared.
const NOT_AVAILABLE: &[&str] = &[
    "-",
    "--",
    "–",
    "—",
    "x",
    "n/a",
    "na",
    "n.a.",
    "n. a.",
    "#n/a",
    "#nv",
    "k.a.",
    "k. a.",
    "poa",
    "p.o.a.",
    "tba",
    "auf anfrage",
    "a. anfr.",
    "on request",
    "sur demande",
    "su richiesta",
    "bajo pedido",
    "na zapytanie",
    "na vyžádání",
    "na dotaz",
    "nicht lieferbar",
    "not available",
    "null",
];

/// Signs and short words of currencies, with the codes that they may mean. Longer ones first.
const CURRENCIES: &[(&str, &[&str])] = &[
    ("US$", &["USD"]),
    ("CA$", &["CAD"]),
    ("AU$", &["AUD"]),
    ("NZ$", &["NZD"]),
    ("HK$", &["HKD"]),
    ("SFr.", &["CHF"]),
    ("sFr.", &["CHF"]),
    ("Fr.", &["CHF"]),
    ("SFr", &["CHF"]),
    ("Fr", &["CHF"]),
    ("A$", &["AUD"]),
    ("C$", &["CAD"]),
    ("R$", &["BRL"]),
    ("S$", &["SGD"]),
    ("Kčs", &["CZK"]),
    ("Kč", &["CZK"]),
    ("zł", &["PLN"]),
    ("kr.", &["DKK", "ISK", "NOK", "SEK"]),
    ("kr", &["DKK", "ISK", "NOK", "SEK"]),
    ("Ft", &["HUF"]),
    ("Rs.", &["INR", "LKR", "MUR", "NPR", "PKR"]),
    ("Rs", &["INR", "LKR", "MUR", "NPR", "PKR"]),
    ("lei", &["RON"]),
    ("€", &["EUR"]),
    ("£", &["EGP", "GBP"]),
    (
        "$",
        &[
            "ARS", "AUD", "CAD", "CLP", "COP", "HKD", "MXN", "NZD", "SGD", "TWD", "USD",
        ],
    ),
    ("¥", &["CNY", "JPY"]),
    ("₹", &["INR"]),
    ("₺", &["TRY"]),
    ("₩", &["KRW"]),
    ("₪", &["ILS"]),
    ("₴", &["UAH"]),
    ("₫", &["VND"]),
    ("฿", &["THB"]),
];

/// Units of sizes and weights, by what may be written for them.
const UNITS: &[(&str, &str)] = &[
    ("mm", "mm"),
    ("cm", "cm"),
    ("dm", "dm"),
    ("m", "m"),
    ("km", "km"),
    ("in", "in"),
    ("inch", "in"),
    ("\"", "in"),
    ("″", "in"),
    ("ft", "ft"),
    ("yd", "yd"),
    ("m²", "m²"),
    ("m2", "m²"),
    ("qm", "m²"),
    ("cm²", "cm²"),
    ("mm²", "mm²"),
    ("m³", "m³"),
    ("m3", "m³"),
    ("ml", "ml"),
    ("l", "l"),
    ("g", "g"),
    ("kg", "kg"),
    ("t", "t"),
    ("lb", "lb"),
    ("oz", "oz"),
];

/// The word of an encoding in settings.
pub(super) fn encoding(encoding: Encoding) -> &'static str {
    word_of(ENCODINGS, &encoding)
}

/// Whether a word is what people call a size or a price.
pub(super) fn is_heading(word: &str) -> bool {
    is_width(word) || is_height(word) || is_price(word)
}

/// Whether a word means a width.
pub(super) fn is_width(word: &str) -> bool {
    WIDTH.contains(&letter_case::lower(word).as_str())
}

/// Whether a word means a height or a length.
pub(super) fn is_height(word: &str) -> bool {
    HEIGHT.contains(&letter_case::lower(word).as_str())
}

/// Whether a word means a price.
pub(super) fn is_price(word: &str) -> bool {
    PRICE.contains(&letter_case::lower(word).as_str())
}

/// Whether a text is often written for "not available".
pub(super) fn is_not_available(text: &str) -> bool {
    NOT_AVAILABLE.contains(&letter_case::lower(text).as_str())
}

/// The unit that a text is.
pub(super) fn unit(text: &str) -> Option<&'static str> {
    UNITS
        .iter()
        .find(|(written, _)| *written == text)
        .map(|(_, unit)| *unit)
}

/// The codes that a text may mean as a currency; none where it is no currency.
pub(super) fn currency_codes(text: &str) -> Option<Vec<String>> {
    match CURRENCIES.iter().find(|(sign, _)| *sign == text) {
        Some((_, codes)) => Some(codes.iter().map(|code| (*code).to_owned()).collect()),
        None => is_iso(text).then(|| vec![text.to_owned()]),
    }
}

/// Whether a text is a currency.
pub(super) fn is_currency(text: &str) -> bool {
    CURRENCIES.iter().any(|(sign, _)| *sign == text) || is_iso(text)
}

/// The currency that a text begins with, and the rest of the text.
pub(super) fn leading_currency(text: &str) -> Option<(&str, &str)> {
    let sign = CURRENCIES
        .iter()
        .map(|(sign, _)| *sign)
        .find(|sign| text.starts_with(sign));
    let length = match sign {
        Some(sign) => sign.len(),
        None => text.get(..3).filter(|code| is_iso(code))?.len(),
    };
    text.split_at_checked(length)
}

/// Whether a text is a code of ISO 4217.
fn is_iso(text: &str) -> bool {
    let shaped = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    shaped
        && CurrencyCode::parse(text)
            .and_then(Currency::from_iso)
            .is_some()
}
