#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| pricewright_fuzz::order(bytes));
