#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    proconnect_fuzz::attempt_cookie::check(input);
});
