//! Modules and files: deep, wide, in circles.

use crate::program::Repository;
use crate::{EVALUATE, cluster, run, runs};
use std::fmt::Write as _;

fn call(name: usize, to: &str, more: &str) -> String {
    format!("module \"m{name}\" {{\n  source = \"{to}\"\n{more}}}\n")
}

/// Each module calls the next one so many times.
fn chain(depth: usize, calls: usize, more: &str) -> Repository {
    let repository = Repository::new();
    for at in 0..depth {
        let mut text = String::from("variable \"x\" {\n  default = \"172.20.0.0/16\"\n}\n");
        for number in 0..calls {
            text += &call(number, &format!("../n{}", at + 1), more);
        }
        repository.write(&format!("n{at}/main.tf"), text);
    }
    repository.write(&format!("n{depth}/main.tf"), cluster("var.x"));
    repository
}

#[test]
fn chains_of_modules() {
    for (depth, calls, more) in [
        (63, 1, "  x = var.x\n"),
        (65, 1, "  x = var.x\n"),
        (1_000, 1, "  x = var.x\n"),
        (30, 2, "  x = var.x\n"),
        (64, 2, "  x = \"${var.x}${var.x}\"\n"),
        (60, 1, "  x = [var.x, var.x]\n"),
        (8, 1, "  x = var.x\n  count = 10\n"),
        (64, 10, "  x = var.x\n  count = 4096\n"),
        (13, 2, "  x = var.x\n"),
    ] {
        let repository = chain(depth, calls, more);
        runs(&repository, &format!("{calls} calls, {depth} deep"), EVALUATE);
    }
}

/// The outputs of each module hold those of the next twice.
#[test]
fn outputs_that_double() {
    let repository = Repository::new();
    for at in 0..60 {
        let to = at + 1;
        let text = call(0, &format!("../n{to}"), "")
            + "output \"o\" {\n  value = [module.m0.o, module.m0.o, jsonencode(module.m0.o)]\n}\n";
        repository.write(&format!("n{at}/main.tf"), text);
    }
    repository.write("n60/main.tf", "output \"o\" {\n  value = [\"a\"]\n}\n");
    repository.write("n0/cluster.tf", cluster("module.m0.o"));
    runs(&repository, "outputs that double", EVALUATE);
}

#[test]
fn circles_of_modules() {
    for length in [1, 2, 100] {
        let repository = Repository::new();
        for at in 0..length {
            let mut text = cluster("var.x");
            for number in 0..3 {
                let to = format!("../n{}", (at + 1 + number) % length);
                text += &call(number, &to, "  x = var.x\n  count = 3\n");
            }
            repository.write(&format!("n{at}/main.tf"), text);
        }
        runs(&repository, &format!("{length} modules in a circle"), EVALUATE);
    }
}

#[test]
fn many_files() {
    let repository = Repository::new();
    for at in 0..10_000 {
        let folder = format!("f{}/g{}", at % 100, at / 100);
        repository.write(&format!("{folder}/main.tf"), "locals {\n  a = 1\n}\n");
        if at % 20 == 0 {
            repository.write(&format!("{folder}/ack.tf"), cluster("\"172.20.0.0/24\""));
        }
    }
    runs(&repository, "10,000 files", EVALUATE);
    run(&repository, "10,000 files", &["check", "--list-roots"]);
    run(&repository, "10,000 files", &["check", "--format", "json"]);
}

#[test]
fn many_files_in_one_folder() {
    let repository = Repository::new();
    for at in 0..10_000 {
        repository
            .write(&format!("f{at}.tf"), format!("locals {{\n  a{at} = local.a{}\n}}\n", at + 1));
        repository.write(&format!("f{at}.auto.tfvars"), format!("x{at} = {at}\n"));
    }
    repository.write("ack.tf", cluster("local.a0"));
    runs(&repository, "20,000 files in one folder", EVALUATE);
}

#[test]
fn folders_in_folders() {
    let repository = Repository::new();
    let mut folder = repository.root().to_owned();
    // as long as the system lets a path be
    while folder.as_os_str().len() < 3_900 {
        folder.push("abcdefgh");
    }
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("main.tf"), cluster("\"172.20.0.0/24\"")).expect("a file");
    repository.write("main.tf", cluster("\"172.20.0.0/24\""));
    runs(&repository, "a deep folder", EVALUATE);
}

/// Calls that are written in all the ways that lead somewhere else.
#[test]
fn sources_that_lead_nowhere() {
    let long = "a/".repeat(100_000);
    let up = "../".repeat(100_000);
    let sources = [
        "",
        ".",
        "./",
        "..",
        "../..",
        "../../../../../../../etc",
        "/",
        "/etc",
        "~",
        "C:\\",
        "\\\\a\\b",
        "./\\u0000",
        "git::file:///etc",
        "./a\\nb",
        &long,
        &up,
        "${var.x}",
        "./m//n",
        "./m?ref=x",
        "file:///etc/passwd",
        "hashicorp/x/y",
        "./%2e%2e/m",
        "./m/../../..",
    ];
    let mut text = cluster("var.x");
    for (at, source) in sources.iter().enumerate() {
        text += &call(at, source, "  x = var.x\n");
    }
    runs(&Repository::of(&[("main.tf", &text)]), "sources", EVALUATE);
}

/// Links that lead into themselves and each other.
#[cfg(unix)]
#[test]
fn links() {
    use std::os::unix::fs::symlink;
    let repository =
        Repository::of(&[("main.tf", &cluster("var.x")), ("m/main.tf", &cluster("var.x"))]);
    let root = repository.root();
    for (to, link) in
        [(".", "here"), ("..", "m/up"), ("loop", "loop"), ("b", "a"), ("a", "b"), ("/", "all")]
    {
        symlink(to, root.join(link)).expect("a link");
    }
    symlink("/proc/self", root.join("self")).expect("a link");
    for number in 0..40 {
        symlink(".", root.join(format!("m/l{number}"))).expect("a link");
    }
    let mut text = String::new();
    for (at, source) in
        ["./here/here/here/m", "./m/up/m/up/m", "./loop", "./a", "./all/etc", "./self/cwd"]
            .iter()
            .enumerate()
    {
        write!(text, "{}", call(at, source, "")).expect("a string");
    }
    repository.write("calls.tf", text);
    runs(&repository, "links", EVALUATE);
}
