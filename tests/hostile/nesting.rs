//! Everything that can lie in itself, 100 to 300,000 deep, closed and not, wherever it is read.

use crate::program::Repository;
use crate::shapes::{BODIES, EXPRESSIONS, JSONS, Shape, TEMPLATES, YAMLS};
use crate::watch::is_strict;
use crate::{EVALUATE, cluster, run, runs};

const LEVELS: [usize; 4] = [100, 1_000, 10_000, 300_000];

/// A build for debugging is given the limit of the parser and the deepest.
fn levels() -> impl Iterator<Item = usize> {
    let every = if is_strict() { 1 } else { 2 };
    LEVELS.into_iter().skip(every - 1).step_by(every)
}

/// The largest file that is made; what would be larger is a bit less deep.
const LARGEST: usize = 7 << 20;

/// Each shape at each depth, closed and not: its name, and the text.
fn all(shapes: &[Shape]) -> impl Iterator<Item = (String, String)> {
    shapes.iter().flat_map(|shape| {
        levels().flat_map(move |levels| {
            let each = shape.nested(1_000).len() / 1_000 + 1;
            let levels = levels.min(LARGEST / each);
            let name = format!("{levels} of {}", shape.name);
            let open = (format!("{name}, open"), shape.open(levels));
            [(name, shape.nested(levels)), open]
        })
    })
}

fn check(file: &str, shapes: &[Shape], text: impl Fn(&str) -> String) {
    for (name, nested) in all(shapes) {
        let repository = Repository::of(&[(file, &text(&nested))]);
        run(&repository, &format!("{file}: {name}"), &["check"]);
    }
}

#[test]
fn expressions() {
    check("main.tf", &EXPRESSIONS, cluster);
}

#[test]
fn expressions_that_are_shown() {
    for (name, nested) in all(&EXPRESSIONS) {
        let text = format!("output \"o\" {{\n  value = {nested}\n}}\n{}", cluster("var.x"));
        run(&Repository::of(&[("main.tf", &text)]), &name, &["inspect"]);
    }
}

/// What `count` and `for_each` rest on, dynamic blocks, module inputs, validations.
#[test]
fn expressions_in_other_places() {
    for shape in &EXPRESSIONS {
        for levels in [900, 20_000] {
            let nested = shape.nested(levels);
            let text = format!(
                r#"{}
resource "alicloud_vswitch" "a" {{
  count = {nested}
}}
resource "alicloud_vswitch" "b" {{
  for_each = {nested}
}}
resource "alicloud_vpc" "v" {{
  dynamic "x" {{
    for_each = {nested}
    content {{
      y = {nested}
    }}
  }}
  lifecycle {{
    ignore_changes = {nested}
  }}
}}
module "m" {{
  source = "./m"
  in     = {nested}
}}
provider "alicloud" {{
  region = {nested}
}}
"#,
                cluster("var.x")
            );
            let inner = format!(
                "variable \"in\" {{\n  type = {nested}\n  default = {nested}\n  validation {{\n    \
                 condition = {nested}\n  }}\n}}\n{}",
                cluster("var.in")
            );
            let repository = Repository::of(&[("main.tf", &text), ("m/main.tf", &inner)]);
            run(&repository, &format!("{levels} of {} everywhere", shape.name), &["check"]);
        }
    }
}

#[test]
fn bodies() {
    check("main.tf", &BODIES, |nested| cluster("var.x") + nested);
    check("other.tf", &BODIES, |nested| {
        format!("resource \"alicloud_vpc\" \"v\" {{\n{nested}\n}}\n{}", cluster("var.x"))
    });
}

#[test]
fn json_syntax() {
    check("main.tf.json", &JSONS, |nested| {
        let head = r#""vswitch_ids": ["vsw-1"], "cluster_network_type": "flannel""#;
        format!(
            r#"{{"resource": {{"alicloud_cs_managed_kubernetes": {{"c": {{{head}, "pod_cidr": {nested}, "addons": {nested}}}}}}}}}"#
        )
    });
    check("other.tf.json", &JSONS, str::to_owned);
    check("third.tf.json", &JSONS, |nested| format!("{{\"resource\": {nested}}}"));
}

#[test]
fn expressions_in_json_syntax() {
    check("main.tf.json", &EXPRESSIONS, |nested| {
        let expression = serde_json::to_string(&format!("${{{nested}}}")).expect("a string");
        format!(
            r#"{{"resource": {{"alicloud_cs_managed_kubernetes": {{"c": {{"vswitch_ids": ["vsw-1"], "pod_cidr": {expression}}}}}}}}}"#
        )
    });
}

#[test]
fn values_files() {
    let main = cluster("var.x");
    for (name, nested) in all(&EXPRESSIONS) {
        let repository = Repository::of(&[("main.tf", &main)]);
        repository.write("terraform.tfvars", format!("x = {nested}\n"));
        run(&repository, &format!("values file: {name}"), &["check"]);
    }
    for (name, nested) in all(&BODIES) {
        let repository = Repository::of(&[("main.tf", &main), ("a.auto.tfvars", &nested)]);
        run(&repository, &format!("values file: {name}"), &["check"]);
    }
    for (name, nested) in all(&JSONS) {
        let repository = Repository::of(&[("main.tf", &main)]);
        repository.write("a.auto.tfvars.json", format!("{{\"x\": {nested}}}"));
        run(&repository, &format!("values file in JSON: {name}"), &["check"]);
    }
}

#[test]
fn values_of_the_command_line() {
    let repository = Repository::of(&[("main.tf", &cluster("var.x"))]);
    for shape in &EXPRESSIONS {
        for levels in [100, 1_000, 10_000] {
            let value = format!("x={}", shape.nested(levels));
            let name = format!("--var: {levels} of {}", shape.name);
            // an argument is as long as the system lets it be
            run(&repository, &name, &["check", "--var", &value[..value.len().min(100_000)]]);
        }
    }
}

#[test]
fn the_configuration() {
    for (name, nested) in all(&EXPRESSIONS).chain(all(&BODIES)) {
        let repository = Repository::of(&[("main.tf", &cluster("var.x"))]);
        let text = format!("minimum = {{ nodes = {nested} }}\n");
        repository.write(".acklint.hcl", text);
        run(&repository, &format!(".acklint.hcl: {name}"), &["check"]);
        repository.write(".acklint.hcl", &nested);
        run(&repository, &format!(".acklint.hcl, at its top: {name}"), &["check"]);
    }
}

#[test]
fn the_lock_file() {
    for (name, nested) in all(&EXPRESSIONS) {
        let repository = Repository::of(&[("main.tf", &cluster("var.x"))]);
        let lock = format!(
            "provider \"registry.terraform.io/aliyun/alicloud\" {{\n  version = {nested}\n}}\n"
        );
        repository.write(".terraform.lock.hcl", lock);
        run(&repository, &format!("lock file: {name}"), &["check"]);
    }
}

#[test]
fn plans_and_states() {
    for (name, nested) in all(&JSONS) {
        let repository = Repository::new();
        let cluster = |values: &str| {
            format!(
                r#"{{"address": "alicloud_cs_managed_kubernetes.c", "mode": "managed", "type": "alicloud_cs_managed_kubernetes", "name": "c", "values": {values}, "change": {{"actions": ["create"], "before": null, "after": {values}, "after_unknown": {nested}}}, "expressions": {nested}}}"#
            )
        };
        let values =
            format!(r#"{{"pod_cidr": {nested}, "addons": {nested}, "vswitch_ids": {nested}}}"#);
        let plan = format!(
            r#"{{"format_version": "1.2", "terraform_version": "1.9.0", "variables": {nested}, "resource_changes": [{one}], "configuration": {{"root_module": {{"resources": [{one}], "module_calls": {nested}}}}}, "prior_state": {nested}, "planned_values": {nested}}}"#,
            one = cluster(&values)
        );
        repository.write("plan.json", plan);
        run(&repository, &format!("plan: {name}"), &["check", "--plan", "plan.json"]);
        repository.write("plan.json", &nested);
        run(&repository, &format!("plan: {name}, alone"), &["check", "--plan", "plan.json"]);
        let state = format!(
            r#"{{"format_version": "1.0", "terraform_version": "1.9.0", "values": {{"root_module": {{"resources": [{}], "child_modules": {nested}}}, "outputs": {nested}}}}}"#,
            cluster(&values)
        );
        repository.write("state.json", state);
        repository.write("main.tf", crate::cluster("var.x"));
        run(&repository, &format!("state: {name}"), &["check", "--state", "state.json"]);
    }
}

/// Modules in modules, and expressions in blocks, as a plan writes them.
#[test]
fn modules_of_a_plan() {
    for levels in levels() {
        let modules = |open: &str, close: &str| open.repeat(levels) + "{}" + &close.repeat(levels);
        let children = modules(r#"{"child_modules": ["#, "]}");
        let calls = modules(r#"{"module_calls": {"m": {"module": "#, "}}}");
        let plan = format!(
            r#"{{"format_version": "1.2", "terraform_version": "1.9.0", "resource_changes": [{{"address": "alicloud_vpc.v", "mode": "managed", "type": "alicloud_vpc", "name": "v", "change": {{"actions": ["create"], "before": null, "after": {{}}, "after_unknown": {{}}}}}}], "configuration": {{"root_module": {calls}}}, "prior_state": {{"values": {{"root_module": {children}}}}}, "planned_values": {{"root_module": {children}}}}}"#
        );
        let repository = Repository::of(&[("plan.json", &plan)]);
        run(&repository, &format!("{levels} modules in a plan"), &["check", "--plan", "plan.json"]);
    }
}

#[test]
fn what_terraform_init_leaves_and_baselines() {
    for (name, nested) in all(&JSONS) {
        let repository = Repository::of(&[("main.tf", &cluster("var.x"))]);
        repository.write(".terraform/modules/modules.json", format!("{{\"Modules\": {nested}}}"));
        run(&repository, &format!("modules.json: {name}"), &["check"]);
        repository.write("baseline.json", format!("{{\"findings\": {nested}}}"));
        let baseline = &["check", "--baseline", "baseline.json"];
        run(&repository, &format!("baseline: {name}"), baseline);
    }
}

#[test]
fn templates() {
    let main = cluster("templatefile(\"t.tftpl\", { x = 1 })");
    for (name, nested) in all(&TEMPLATES) {
        let repository = Repository::of(&[("main.tf", &main), ("t.tftpl", &nested)]);
        run(&repository, &format!("template: {name}"), &["check"]);
    }
    check("quoted.tf", &TEMPLATES, |nested| cluster(&format!("\"{nested}\"")));
    check("heredoc.tf", &TEMPLATES, |nested| cluster(&format!("<<E\n{nested}\nE\n")));
}

/// Texts that functions take apart.
#[test]
fn files_that_functions_read() {
    for (name, nested) in all(&JSONS) {
        let repository = Repository::of(&[("data", &nested)]);
        repository.write("main.tf", cluster("jsondecode(file(\"data\"))"));
        runs(&repository, &format!("jsondecode: {name}"), &[&["check"], &["inspect"]]);
    }
    for (name, nested) in all(&YAMLS) {
        let repository = Repository::of(&[("data", &nested)]);
        repository.write("main.tf", cluster("yamldecode(file(\"data\"))"));
        runs(&repository, &format!("yamldecode: {name}"), &[&["check"], &["inspect"]]);
    }
    let manifest = "resource \"kubernetes_manifest\" \"m\" {\n  manifest = \
                    yamldecode(file(\"data\"))\n}\nresource \"kubectl_manifest\" \"k\" {\n  \
                    yaml_body = file(\"data\")\n}\n";
    for (name, nested) in all(&YAMLS) {
        let repository = Repository::of(&[("data", &nested)]);
        repository.write("main.tf", cluster("var.x") + manifest);
        run(&repository, &format!("manifest: {name}"), &["check"]);
    }
}

/// Settings of an add-on are JSON in a text; waivers and expectations stand in comments.
#[test]
fn texts_in_texts() {
    for (name, nested) in all(&JSONS) {
        let repository = Repository::of(&[("data", &nested)]);
        let addon = "resource \"alicloud_cs_kubernetes_addon\" \"a\" {\n  cluster_id = \
                     alicloud_cs_managed_kubernetes.c.id\n  name = \"terway-eniip\"\n  config = \
                     file(\"data\")\n}\n";
        repository.write("main.tf", cluster("null") + addon);
        run(&repository, &format!("settings: {name}"), &["check"]);
    }
    let comments = [
        ("rules", "# acklint:allow ", "cidr_invalid, ", "— a reason"),
        ("reasons", "# acklint:allow cidr_invalid ", "— a reason ", ""),
        ("dates", "# acklint:allow cidr_invalid ", "until=2027-01-31 ", "— a reason"),
        ("waivers", "", "# acklint:allow cidr_invalid — a reason\n", ""),
        ("waivers in a line", "# ", "acklint:allow cidr_invalid -- a ", ""),
        ("expectations", "# acklint:expect ", "nodes=10 pods=20 ", ""),
        ("large numbers", "# acklint:expect nodes=", "9", ""),
    ];
    for (name, before, each, behind) in comments {
        for levels in levels() {
            let comment = before.to_owned() + &each.repeat(levels.min(LARGEST / each.len()));
            let text =
                cluster("\"x\"").replace("  pod_cidr", &format!("{comment}{behind}\n  pod_cidr"));
            let text = text.replace("resource", &format!("{comment}{behind}\nresource"));
            let repository = Repository::of(&[("main.tf", &text[..text.len().min(8 << 20)])]);
            run(&repository, &format!("{levels} {name} in a comment"), &["check"]);
        }
    }
}

/// `diff` evaluates twice: bombs before and now.
#[test]
fn what_was_there_before() {
    if !crate::program::git::is_here("what_was_there_before") {
        return;
    }
    for shape in &EXPRESSIONS {
        for levels in [900, 300_000] {
            let levels = levels.min(LARGEST / (shape.nested(1_000).len() / 1_000 + 1));
            let nested = shape.nested(levels);
            let repository = Repository::committed(&[("main.tf", &cluster(&nested))]);
            repository.write("main.tf", cluster(&format!("[{nested}]")));
            let name = format!("diff: {levels} of {}", shape.name);
            runs(&repository, &name, &[&["diff", "HEAD"], &["check", "--changed", "HEAD"]]);
        }
    }
}

/// Depth that is read is also evaluated by all commands, and drawn in each format.
#[test]
fn every_command_and_format() {
    for shape in &EXPRESSIONS {
        let repository = Repository::of(&[("main.tf", &cluster(&shape.nested(999)))]);
        runs(&repository, &format!("999 of {}", shape.name), EVALUATE);
        for format in [
            "concise",
            "json",
            "sarif",
            "github",
            "gitlab",
            "junit",
            "checkstyle",
            "rdjson",
            "markdown",
        ] {
            run(&repository, &format!("999 of {}", shape.name), &["check", "--format", format]);
        }
    }
}
