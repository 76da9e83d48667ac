//! What the terraform program says of files, where it is on the machine.

use regex::Regex;
use std::collections::BTreeSet;
use std::process::Command;

/// How many files are asked about in one call.
const LOT: usize = 1_000;

/// Whether the program reads each text; `None` where there is no such program.
pub(crate) fn verdicts(texts: &[String]) -> Option<Vec<bool>> {
    let mut verdicts = Vec::new();
    for lot in texts.chunks(LOT) {
        let Some(refused) = refused(lot) else {
            println!("terraform is not on this machine: nothing was compared with it");
            return None;
        };
        verdicts.extend((0..lot.len()).map(|at| !refused.contains(&at)));
    }
    Some(verdicts)
}

fn refused(texts: &[String]) -> Option<BTreeSet<usize>> {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty");
    std::fs::write(&empty, "").unwrap();
    for (at, text) in texts.iter().enumerate() {
        std::fs::write(folder.path().join(format!("f{at}.tf")), text).unwrap();
    }
    let output = Command::new("terraform")
        .args(["fmt", "-no-color", "-write=false", "-list=false"])
        .env("TF_CLI_CONFIG_FILE", empty)
        .env("CHECKPOINT_DISABLE", "1")
        .current_dir(folder.path())
        .output()
        .ok()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    // a long path is broken over lines nowhere, but a message may name files, too
    let place = Regex::new(r"(?m)^\W*on f(\d+)\.tf line").unwrap();
    Some(place.captures_iter(&said).map(|found| found[1].parse().unwrap()).collect())
}
