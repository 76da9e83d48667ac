//! Which folders are roots.

use super::super::{Modules, Reason, roots};
use crate::source::{Memory, SourceMap};

const CLUSTER: &str = "resource \"alicloud_cs_managed_kubernetes\" \"a\" {}\n";

fn call(source: &str) -> String {
    format!("module \"{}\" {{\n  source = \"{source}\"\n}}\n", source.replace(['.', '/'], "_"))
}

/// Roots as `folder: reason`, those that are not relevant in brackets; then the problems.
fn found(files: &[(&str, &str)], paths: &[&str]) -> Vec<String> {
    let memory = Memory::new(files.iter().copied());
    let sources = SourceMap::default();
    let (roots, problems) = roots(&Modules::new(&memory, &sources), paths, None);
    let root = |root: &super::super::Root| {
        let reason = match root.reason {
            Reason::NoCaller => "no caller",
            Reason::Circle => "circle",
            Reason::Named => "named",
        };
        let folder = if root.folder.is_empty() { "." } else { &*root.folder };
        if root.relevant { format!("{folder}: {reason}") } else { format!("({folder}: {reason})") }
    };
    let problems = problems.iter().map(|problem| format!("! {}", problem.message));
    roots.iter().map(root).chain(problems).collect()
}

/// Two environments that share a module, which has a submodule; and something else.
fn tree() -> Vec<(&'static str, String)> {
    vec![
        ("envs/dev/main.tf", call("../../modules/ack")),
        ("envs/prod/main.tf", call("../../modules/ack")),
        ("envs/prod/values/eu.tfvars", "a = 1\n".into()),
        ("modules/ack/main.tf", call("./pool")),
        ("modules/ack/pool/main.tf", CLUSTER.into()),
        ("aws/main.tf", "resource \"aws_vpc\" \"a\" {}\n".into()),
        ("docs/README.md", String::new()),
        ("envs/.terraform/modules/x/main.tf", CLUSTER.into()),
        ("node_modules/x/main.tf", CLUSTER.into()),
    ]
}

fn in_tree(paths: &[&str]) -> Vec<String> {
    let tree = tree();
    let files: Vec<(&str, &str)> = tree.iter().map(|(path, text)| (*path, &**text)).collect();
    found(&files, paths)
}

#[test]
fn roots_are_the_folders_that_no_other_calls() {
    let all = ["(aws: no caller)", "envs/dev: no caller", "envs/prod: no caller"];
    assert_eq!(in_tree(&[""]), all);
    assert_eq!(in_tree(&["."]), all);
    assert_eq!(in_tree(&["envs", "./envs/prod/"]), all[1..]);
}

#[test]
fn a_folder_that_the_user_names_is_a_root() {
    assert_eq!(in_tree(&["modules/ack"]), ["modules/ack: named"]);
    assert_eq!(in_tree(&["envs/prod"]), ["envs/prod: no caller"]);
    assert_eq!(in_tree(&["envs/.terraform/modules/x"]), ["envs/.terraform/modules/x: no caller"]);
}

#[test]
fn a_folder_of_nothing_but_called_modules_stands_for_their_roots() {
    assert_eq!(in_tree(&["modules"]), ["envs/dev: no caller", "envs/prod: no caller"]);
}

#[test]
fn a_file_stands_for_every_root_that_reaches_it() {
    let both = ["envs/dev: no caller", "envs/prod: no caller"];
    assert_eq!(in_tree(&["modules/ack/pool/main.tf"]), both);
    assert_eq!(in_tree(&["envs/prod/main.tf"]), both[1..]);
    assert_eq!(in_tree(&["envs/prod/values/eu.tfvars"]), both[1..], "the nearest folder above");
}

/// `parameters/eu.tfvars` beside `cluster/`: which root it is given to is said elsewhere.
#[test]
fn a_values_file_above_no_root_stands_for_those_around_it() {
    let all = ["(aws: no caller)", "envs/dev: no caller", "envs/prod: no caller"];
    let values = |path: &str| {
        let tree = tree();
        let mut files: Vec<(&str, &str)> =
            tree.iter().map(|(path, text)| (*path, &**text)).collect();
        files.push((path, "a = 1\n"));
        found(&files, &[path])
    };
    assert_eq!(values("parameters/eu.tfvars"), all);
    assert_eq!(values("envs/eu.tfvars.json"), all[1..]);
    let alone = found(&[("a/eu.tfvars", "a = 1\n")], &["a/eu.tfvars"]);
    assert_eq!(alone, ["! there is no Terraform file around a/eu.tfvars"]);
}

#[test]
fn the_configuration_stands_for_the_roots_that_it_holds_for() {
    let mut files = vec![("envs/.acklint.hcl", "")];
    let tree = tree();
    files.extend(tree.iter().map(|(path, text)| (*path, &**text)));
    let both = ["envs/dev: no caller", "envs/prod: no caller"];
    assert_eq!(found(&files, &["envs/.acklint.hcl"]), both);
}

#[test]
fn a_path_without_terraform_is_a_problem_that_names_it() {
    assert_eq!(in_tree(&["gone"]), ["! there is no file or folder gone"]);
    assert_eq!(in_tree(&["docs"]), ["! there is no Terraform file in docs"]);
    let message = "! no Terraform file in the folder of docs/README.md or above it";
    assert_eq!(in_tree(&["docs/README.md"]), [message]);
    assert_eq!(found(&[("README.md", "")], &["."]), ["! there is no Terraform file in ."]);
}

#[test]
fn of_modules_that_call_each_other_the_first_is_a_root() {
    let (to_b, to_a) = (call("../b") + CLUSTER, call("../a"));
    let circle = [("a/m.tf", &*to_b), ("b/m.tf", &*to_a)];
    assert_eq!(found(&circle, &["."]), ["a: circle"]);
    let itself = call("../a");
    assert_eq!(found(&[("a/m.tf", &*itself)], &["."]), ["(a: no caller)"]);
}

#[test]
fn what_a_circle_calls_is_no_root() {
    let (a, b, c) = (CLUSTER, call("../c"), call("../b") + &call("../a"));
    let files = [("a/m.tf", a), ("b/m.tf", &*b), ("c/m.tf", &*c)];
    assert_eq!(found(&files, &["."]), ["b: circle"]);
}

#[test]
fn only_folders_that_may_reach_alibaba_cloud_are_relevant() {
    let registry = call("terraform-alicloud-modules/managed-kubernetes/alicloud");
    let spaced = "module \"m\" {\n  source   =  \"../hidden/.m\"\n}\n";
    let json = r#"{"module": {"m": {"source": "../hidden/.m"}}}"#;
    let files = [
        (
            "a/m.tf",
            "terraform {\n required_providers {\n  alicloud = { source = \"aliyun/alicloud\" }\n }\n}\n",
        ),
        ("b/m.tf", &*registry),
        ("c/m.tf", spaced),
        ("d/m.tf.json", json),
        ("hidden/.m/main.tf", CLUSTER),
        ("e/m.tf", &*call("registry.x/y/z")),
        ("f/m.tf", &*call("registry.x/y/z")),
        ("f/.terraform/modules/modules.json", "{\"Modules\": []}"),
    ];
    let expected = [
        "(a: no caller)",
        "b: no caller",
        "c: no caller",
        "d: no caller",
        "(e: no caller)",
        "f: no caller",
    ];
    assert_eq!(found(&files, &["."]), expected);
}

#[test]
fn a_call_in_a_broken_file_still_is_one() {
    let broken = format!("{}locals {{ a = = 1 }}\n", call("../m"));
    let files = [("root/main.tf", &*broken), ("m/main.tf", CLUSTER)];
    assert_eq!(found(&files, &["."]), ["root: no caller"]);
}

#[test]
fn a_source_that_is_no_modules_makes_no_caller() {
    let object = format!(
        "{CLUSTER}resource \"alicloud_oss_bucket_object\" \"o\" {{\n  source = \"../m\"\n}}\n"
    );
    let files = [("root/main.tf", &*object), ("m/main.tf", CLUSTER)];
    assert_eq!(found(&files, &["."]), ["m: no caller", "root: no caller"]);
}

#[test]
fn whoever_calls_a_named_folder_is_found_however_it_writes_the_source() {
    let sources = [
        "\"../modules/ack\"",
        "/* here */ \"../modules/ack\"",
        "(\"../modules/ack\")",
        "\"../\\u006dodules/ack\"",
        "# below\n    \"../modules/ack\"",
    ];
    for written in sources {
        let call = format!("module \"ack\" {{\n  source = {written}\n}}\n");
        let files = [
            ("caller/main.tf", call.as_str()),
            ("modules/ack/main.tf", CLUSTER),
            ("aside/main.tf", CLUSTER),
        ];
        let said = found(&files, &["modules"]);
        // a line may not end before a value: such a file is broken, and what it calls unknown
        let expected =
            if written.starts_with('#') { "modules/ack: no caller" } else { "caller: no caller" };
        assert_eq!(said, [expected], "{written}");
    }
}
