#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    proconnect_fuzz::return_path::check(input);
});
