//! The configuration, `.acklint.hcl`.
#![no_main]

use acklint_fuzz::{CLUSTER, look, options};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let main = CLUSTER.replace("EXPRESSION", "var.x");
    look(&[("main.tf", &main), (".acklint.hcl", text)], &options());
});
