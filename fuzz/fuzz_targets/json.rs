//! JSON syntax.
#![no_main]

use acklint_fuzz::{look, options};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    look(&[("main.tf.json", text)], &options());
});
