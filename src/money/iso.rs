//! The table of ISO 4217: each currency's code, and how many digits its minor unit has.
//!
//! A library's table is code: every question about a currency is a branch for each of them, 10 kB of
//! the build for JavaScript. Here it is one text, which a test compares with the library.

/// What has a minor unit, in the order of the alphabet.
const CURRENCIES: &str = "\
    AED2 AFN2 ALL2 AMD2 AOA2 ARS2 AUD2 AWG2 AZN2 BAM2 BBD2 BDT2 BGN2 BHD3 BIF0 BMD2 \
    BND2 BOB2 BOV2 BRL2 BSD2 BTN2 BWP2 BYN2 BZD2 CAD2 CDF2 CHE2 CHF2 CHW2 CLF4 CLP0 \
    CNY2 COP2 COU2 CRC2 CUC2 CUP2 CVE2 CZK2 DJF0 DKK2 DOP2 DZD2 EGP2 ERN2 ETB2 EUR2 \
    FJD2 FKP2 GBP2 GEL2 GHS2 GIP2 GMD2 GNF0 GTQ2 GYD2 HKD2 HNL2 HRK2 HTG2 HUF2 IDR2 \
    ILS2 INR2 IQD3 IRR2 ISK0 JMD2 JOD3 JPY0 KES2 KGS2 KHR2 KMF0 KPW2 KRW0 KWD3 KYD2 \
    KZT2 LAK2 LBP2 LKR2 LRD2 LSL2 LYD3 MAD2 MDL2 MGA2 MKD2 MMK2 MNT2 MOP2 MRU2 MUR2 \
    MVR2 MWK2 MXN2 MXV2 MYR2 MZN2 NAD2 NGN2 NIO2 NOK2 NPR2 NZD2 OMR3 PAB2 PEN2 PGK2 \
    PHP2 PKR2 PLN2 PYG0 QAR2 RON2 RSD2 RUB2 RWF0 SAR2 SBD2 SCR2 SDG2 SEK2 SGD2 SHP2 \
    SLE2 SLL2 SOS2 SRD2 SSP2 STN2 SVC2 SYP2 SZL2 THB2 TJS2 TMT2 TND3 TOP2 TRY2 TTD2 \
    TWD2 TZS2 UAH2 UGX0 USD2 USN2 UYI0 UYU2 UYW4 UZS2 VED2 VES2 VND0 VUV0 WST2 XAD2 \
    XAF0 XCD2 XCG2 XOF0 XPF0 YER2 ZAR2 ZMW2 ZWG2 ZWL2";

/// The codes with their digits.
pub(super) fn currencies() -> impl Iterator<Item = (&'static str, u32)> {
    CURRENCIES.split(' ').filter_map(|entry| {
        let (code, digits) = entry.split_at_checked(3)?;
        Some((code, digits.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_that_of_the_library() {
        let letters = || 'A'..='Z';
        let pairs = letters().flat_map(|a| letters().map(move |b| (a, b)));
        let codes = pairs.flat_map(|(a, b)| letters().map(move |c| String::from_iter([a, b, c])));
        let known = codes.filter_map(|code| {
            let currency = iso_currency::Currency::from_code(&code)?;
            Some((code, u32::from(currency.exponent()?)))
        });
        let table = currencies().map(|(code, digits)| (code.to_owned(), digits));
        assert!(known.eq(table));
    }
}
