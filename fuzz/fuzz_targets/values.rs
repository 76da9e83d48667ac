//! A values file, in native or, where it begins so, in JSON syntax.
#![no_main]

use acklint_fuzz::{CLUSTER, look, options};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let main = CLUSTER.replace("EXPRESSION", "var.x");
    let json = text.starts_with(&['{', '[']);
    let name = if json { "a.auto.tfvars.json" } else { "terraform.tfvars" };
    look(&[("main.tf", &main), (name, text)], &options());
});
