#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    proconnect_assurance::properties::logout_token::check(input);
});
