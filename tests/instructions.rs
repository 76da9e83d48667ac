//! What acklint costs, in instructions: `valgrind --tool=callgrind` counts them, and a count does
//! not depend on what else the machine does. Nothing here looks at a clock.
//!
//! Two kinds of limits: how a cost grows with the work, which holds whatever the compiler; and the
//! counts of `counts.txt`, which are compared where the compiler is the one that they were taken
//! with. `UPDATE_EXPECT=1 cargo test --test instructions` takes them anew.

#[path = "../benches/shapes/mod.rs"]
mod shapes;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// How much more than the kept count is a regression, in hundredths. Hash tables have random seeds, and
/// processors other instructions for copying,
/// which makes up for a few.
const TOLERANCE: u64 = 10;

/// The fixed input: a shape, how many of it, and the ways in which it is asked.
const MEASURED: [(&str, u32); 7] = [
    ("roots", 1),
    ("roots", 20),
    ("roots", 40),
    ("folders", 200),
    ("folders", 400),
    ("instances", 1),
    ("instances", 20),
];

#[test]
fn costs_grow_with_the_work_and_do_not_creep_up() {
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("not checked: valgrind is not on this machine, so no instruction is counted");
        return;
    }
    let counted: BTreeMap<(&str, u32), u64> =
        MEASURED.into_iter().map(|of| (of, instructions(of))).collect();
    grows(&counted);
    keeps(&counted);
}

/// The first root pays for what is read once: the tables of facts and cards.
fn grows(counted: &BTreeMap<(&str, u32), u64>) {
    let of = |shape, number| counted[&(shape, number)];
    let limits = [
        ("twice the roots", of("roots", 40) * 10, of("roots", 20) * 22),
        ("twice the folders", of("folders", 400) * 10, of("folders", 200) * 22),
        ("20 instances", of("instances", 20), of("instances", 1) * 20),
    ];
    for (what, cost, limit) in limits {
        assert!(cost <= limit, "{what}: {cost} instructions, more than {limit}: {counted:?}");
    }
}

/// Compares with the kept counts, or takes them anew.
fn keeps(counted: &BTreeMap<(&str, u32), u64>) {
    let compiler = compiler();
    if env::var_os("UPDATE_EXPECT").is_some() {
        let mut text = format!("{compiler}\n");
        for ((shape, number), count) in counted {
            writeln!(text, "{shape} {number} {count}").expect("a string takes it");
        }
        fs::write(kept(), text).expect("the counts can be written");
        return;
    }
    let text = fs::read_to_string(kept()).expect("the counts are there");
    let (with, rest) = text.split_once('\n').expect("a line for the compiler");
    if with != compiler {
        println!("counts are not compared: they were taken with {with}, this is {compiler}");
        return;
    }
    for line in rest.lines() {
        let [shape, number, count] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("no count: {line}");
        };
        let count: u64 = count.parse().expect("a number");
        let of = |known: &&(&str, u32)| known.0 == shape && known.1.to_string() == number;
        let now = counted[counted.keys().find(of).expect("it is measured")];
        let limit = count + count * TOLERANCE / 100;
        assert!(
            now <= limit,
            "`check` of {number} {shape} took {count} instructions and takes {now} now: make it \
             cheaper, or say why it costs more in the commit that runs UPDATE_EXPECT=1"
        );
    }
}

fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/instructions/counts.txt")
}

/// What the program was compiled with, and how: optimized code needs other counts.
fn compiler() -> String {
    let output = Command::new("rustc").arg("--version").output().expect("rustc runs");
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    format!("{version}, {}", if cfg!(debug_assertions) { "debug" } else { "release" })
}

/// The instructions of `check` on a shape, by one thread.
fn instructions((shape, number): (&str, u32)) -> u64 {
    let (_, make) = shapes::SHAPES.iter().find(|(name, _)| *name == shape).expect("a shape");
    let folder = tempfile::tempdir().expect("a folder can be made");
    shapes::write(&make(number), folder.path()).expect("it can be written to");
    fs::create_dir(folder.path().join(".git")).expect("a root can be made");
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", "--"])
        .arg(env!("CARGO_BIN_EXE_acklint"))
        .args(["check", "-q", "--threads", "1", "."])
        .current_dir(folder.path())
        .env_clear()
        .env("PATH", env::var_os("PATH").unwrap_or_default())
        .output()
        .expect("valgrind runs");
    let said = String::from_utf8_lossy(&output.stderr);
    let collected = said.lines().find_map(|line| line.split("Collected : ").nth(1));
    let count = collected.and_then(|count| count.trim().parse().ok());
    assert_eq!(output.status.code(), Some(0), "{said}");
    count.unwrap_or_else(|| panic!("no count: {said}"))
}
