//! An expression, parsed and evaluated.
#![no_main]

use acklint_fuzz::{CLUSTER, look, options};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let text = CLUSTER.replace("EXPRESSION", text);
    look(&[("main.tf", &text), ("t.tftpl", "${x}"), ("data.json", "{\"a\": [1]}")], &options());
});
