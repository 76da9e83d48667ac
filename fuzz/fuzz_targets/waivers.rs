//! Comments in a file with findings.
#![no_main]

use acklint_fuzz::{CLUSTER, look, options};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let main = CLUSTER.replace("EXPRESSION", "\"172.20.0.0/33\"");
    let line = text.replace(['\n', '\r'], " ");
    let main = main.replace("  pod_cidr", &format!("  # acklint:{line}\n  pod_cidr"));
    let main =
        main.replace("resource", &format!("/* {text}\n# acklint:expect {line} */\nresource"));
    let options = acklint::options::Options { show_waived: true, ..options() };
    look(&[("main.tf", &main)], &options);
});
