//! A plan, and the same text as a state.
#![no_main]

use acklint_fuzz::{CLUSTER, look, options};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let main = CLUSTER.replace("EXPRESSION", "var.x");
    let plan = acklint::options::Options { plan: Some("plan.json".into()), ..options() };
    look(&[("plan.json", text)], &plan);
    let state = acklint::options::Options { state: Some("plan.json".into()), ..options() };
    look(&[("main.tf", &main), ("plan.json", text)], &state);
});
