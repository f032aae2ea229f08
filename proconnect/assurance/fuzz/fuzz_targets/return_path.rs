#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    proconnect_assurance::properties::return_path::check(input);
});
