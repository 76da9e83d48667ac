//! Files that were refused, or ended the process, though their syntax is in order or merely deep.

use crate::program::Repository;
use crate::said::Said;

/// A cluster whose pods have a range that an expression gives.
fn cluster(range: &str) -> String {
    format!(
        r#"locals {{
  range = {range}
}}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids  = ["vsw-1"]
  pod_cidr     = local.range
  service_cidr = "172.21.0.0/20"
  addons {{
    name = "flannel"
  }}
}}
"#
    )
}

/// The expression is read, and is 172.21.0.0/16.
#[track_caller]
fn overlaps(range: &str) {
    let said = Said::on(&cluster(range));
    assert!(said.error("pod_service_overlap").message.contains("172.21.0.0/16"), "{range:.60}");
}

#[test]
fn the_last_of_equal_keys_counts() {
    overlaps(r#"{ a = "10.0.0.0/8", a = "172.21.0.0/16" }.a"#);
    let many = r#"a = "10.0.0.0/8", "#.repeat(10_000);
    overlaps(&format!(r#"{{ {many} a = "172.21.0.0/16" }}.a"#));
}

#[test]
fn line_ends_count_where_terraform_counts_them() {
    overlaps("{ for k, v in { a = 1 } : k =>\n v == 1 ?\n\"172.21.0.0/16\" :\n\"10.0.0.0/8\" }.a");
    overlaps("(!\nfalse) ? \"172.21.0.0/16\" : \"10.0.0.0/8\"");
}

#[test]
fn long_chains_are_read() {
    let chain = r#"false ? "10.0.0.0/8" : "#.repeat(400);
    overlaps(&format!(r#"{chain} "172.21.0.0/16""#));
    let sum = "0 + ".repeat(400);
    overlaps(&format!(r#""172.21.0.0/${{{sum}16}}""#));
    overlaps(&format!(r#"{}"172.21.0.0/16"{}"#, "(".repeat(400), ")".repeat(400)));
}

/// Past the limit it is a problem with its place, and never the end of the process.
#[test]
fn what_is_too_deep_is_a_problem() {
    const DEEP: usize = 100_000;
    for (open, middle, close) in [
        ("(", "1", ")"),
        ("[", "1", "]"),
        ("{a=", "1", "}"),
        ("!", "true", ""),
        ("1+", "1", ""),
        ("true?1:", "1", ""),
        ("", "a", ".b"),
        ("", "a", "[*]"),
        ("a[", "0", "]"),
        ("f(", "", ")"),
        ("\"${", "1", "}\""),
        ("[for x in ", "[]", ":x]"),
    ] {
        let expression = format!("{}{middle}{}", open.repeat(DEEP), close.repeat(DEEP));
        let repository = Repository::new();
        repository.write("main.tf", cluster(&expression));
        let run = repository.run(&["check", "."]);
        assert_eq!(run.code, 2, "{open}{close}");
        let limit = "lie more than 1000 deep in each other here, the limit";
        assert!(run.stdout.contains("main.tf:2:"), "{open}{close}");
        assert!(run.stdout.contains(limit), "{open}{close}");
    }
    let repository = Repository::new();
    repository.write("main.tf", cluster(r#""10.0.0.0/8""#));
    repository.write("deep.tf.json", format!("{}1{}", "[".repeat(DEEP), "]".repeat(DEEP)));
    let run = repository.run(&["check", "."]);
    assert!(run.stdout.contains("more than 1000 values lie in each other"), "{}", run.stdout);
}

/// Terraform reports it at the second place, and so no value of the two is used.
#[test]
fn an_argument_that_is_set_twice_is_a_problem() {
    let repository = Repository::new();
    repository.write("main.tf", "resource \"alicloud_vpc\" \"a\" {\n  a = 1\n  a = 2\n}\n");
    let run = repository.run(&["check", "."]);
    assert!(run.stdout.contains("main.tf:3:3"), "{}", run.stdout);
    assert!(run.stdout.contains("`a` is set twice in one block"), "{}", run.stdout);
}
