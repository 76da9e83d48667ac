//! The limits of section 10 of the contract: what is said past each of them, and how the run ends.

use crate::program::Repository;
use crate::{cluster, run};
use std::fmt::Write as _;

fn on(name: &str, text: &str) -> crate::Ended {
    run(&Repository::of(&[("main.tf", text)]), name, &["check", "-v"])
}

#[test]
fn a_source_file_of_8_mib() {
    let repository = Repository::of(&[("main.tf", &cluster("\"172.20.0.0/24\""))]);
    repository.write("large.tf", vec![b'\n'; 8 << 20]);
    let said = run(&repository, "8 MiB", &["check"]);
    said.exits(1).says("flannel_pod_cidr_too_small");
    repository.write("large.tf", vec![b'\n'; (8 << 20) + 1]);
    let said = run(&repository, "more than 8 MiB", &["check"]);
    said.exits(2).says("large.tf").says("8 MiB").says("flannel_pod_cidr_too_small");
}

/// The file is sparse: nothing of it is read.
#[test]
fn a_plan_of_256_mib() {
    let repository = Repository::new();
    let file = std::fs::File::create(repository.root().join("plan.json")).expect("a file");
    file.set_len((256 << 20) + 1).expect("a sparse file");
    let said = run(&repository, "a plan past the limit", &["check", "--plan", "plan.json"]);
    said.exits(2).says("plan.json is larger than 256 MiB, which is the limit");
}

#[test]
fn nesting_of_1000() {
    let nested = |levels: usize| cluster(&("(".repeat(levels) + "1" + &")".repeat(levels)));
    let said = on("within the limit", &nested(990));
    assert!(!said.stdout.contains("deep in each other"), "{}", said.stdout);
    on("past the limit", &nested(1_001)).exits(2).says("more than 1000 deep in each other here");
    let chain = |length: usize| cluster(&("1".to_owned() + &" + 1".repeat(length)));
    on("a chain within the limit", &chain(990)).exits(1).says("\"991\" is no CIDR block");
    on("a chain past the limit", &chain(1_001)).exits(2).says("more than 1000 deep in each other");
}

#[test]
fn a_million_steps() {
    let loops = "[for a in range(1000): [for b in range(1000): [for c in range(1000): c]]]";
    on("a million steps", &cluster(loops)).says("a limit of acklint was reached: evaluation steps");
}

#[test]
fn a_value_of_16_mib() {
    let mut text = "locals {\n  t0 = \"a\"\n".to_owned();
    for at in 1..=30 {
        writeln!(text, "  t{at} = \"${{local.t{0}}}${{local.t{0}}}\"", at - 1).expect("a string");
    }
    let said = on("a value of 1 GiB", &(text + "}\n" + &cluster("local.t30")));
    said.says("a limit of acklint was reached: size of a value");
}

/// More is stated, and no problem: the others are looked at as one, of which not all is known.
#[test]
fn instances_of_one_block() {
    let keys = "toset([for p in setproduct(range(100), range(50)): \"${p[0]}-${p[1]}\"])";
    for (repeated, number, what) in [
        ("count = 5000".to_owned(), "count.index % 16", "count is 5000"),
        (format!("for_each = {keys}"), "length(each.key)", "for_each has 5000 keys"),
    ] {
        let range = format!("\"172.${{{number} + 16}}.0.0/16\"\n  {repeated}");
        let said = on(what, &cluster(&range));
        assert_ne!(said.code, 2, "{}", said.stderr);
        said.says(&format!("{what}: past the first 4096 acklint looks at all as one"));
    }
}

#[test]
fn modules_64_deep() {
    let chain = |depth: usize| {
        let repository = Repository::new();
        for at in 0..depth {
            let text = format!("module \"m\" {{\n  source = \"../n{}\"\n}}\n", at + 1);
            repository.write(&format!("n{at}/main.tf"), text);
        }
        repository.write(&format!("n{depth}/main.tf"), cluster("\"172.20.0.0/24\""));
        repository
    };
    run(&chain(64), "64 deep", &["check"]).exits(1).says("flannel_pod_cidr_too_small");
    let said = run(&chain(65), "65 deep", &["check"]);
    said.exits(2).says("modules are nested more than 64 deep here");
}

#[test]
fn module_instances_10_000() {
    let call = |to: &str| format!("module \"m\" {{\n  count  = 200\n  source = \"{to}\"\n}}\n");
    let repository = Repository::of(&[
        ("main.tf", &(cluster("\"172.20.0.0/24\"") + &call("./a"))),
        ("a/main.tf", &call("../b")),
        ("b/main.tf", "resource \"alicloud_vpc\" \"v\" {\n  cidr_block = \"10.0.0.0/8\"\n}\n"),
    ]);
    let said = run(&repository, "40,000 module instances", &["check"]);
    said.exits(2)
        .says("there are more than 10000 module instances here")
        .says("flannel_pod_cidr_too_small");
}

#[test]
fn a_circle() {
    let repository = Repository::of(&[
        ("main.tf", &(cluster("\"172.20.0.0/24\"") + "module \"a\" {\n  source = \"./a\"\n}\n")),
        ("a/main.tf", "module \"b\" {\n  source = \"../b\"\n}\n"),
        ("b/main.tf", "module \"a\" {\n  source = \"../a\"\n}\n"),
    ]);
    let said = run(&repository, "a circle", &["check"]);
    said.exits(2).says("a module that it is part of: a circle").says("flannel_pod_cidr_too_small");
}

/// A file that a function reads is regular, and of at most 4 MiB.
#[test]
fn a_file_of_a_function() {
    let repository = Repository::of(&[("main.tf", &cluster("file(\"data\")"))]);
    repository.write("data", "172.20.0.0/24\n".trim());
    run(&repository, "a file", &["check"]).exits(1).says("172.20.0.0/24 with");
    repository.write("data", vec![b'1'; (4 << 20) + 1]);
    let said = run(&repository, "a file past the limit", &["check", "-v"]);
    said.says("the file data, which cannot be read");
    std::fs::remove_file(repository.root().join("data")).expect("a file");
    std::fs::create_dir(repository.root().join("data")).expect("a folder");
    run(&repository, "a folder", &["check", "-v"]).says("data is a folder");
}

#[cfg(unix)]
#[test]
fn what_is_no_regular_file() {
    let repository = Repository::of(&[("main.tf", &cluster("file(\"data\")"))]);
    let data = repository.root().join("data");
    let socket = std::os::unix::net::UnixListener::bind(&data).expect("a socket");
    let said = run(&repository, "a socket", &["check", "-v"]);
    said.says("the file data, which cannot be read (it is no regular file)");
    drop(socket);
    std::fs::remove_file(&data).expect("a socket");
    std::os::unix::fs::symlink("/dev/zero", &data).expect("a link");
    let said = run(&repository, "a device", &["check", "-v"]);
    said.says("the file data, which cannot be read (it leads out of the repository");
}
