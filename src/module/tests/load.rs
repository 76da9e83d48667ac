//! A folder becomes a module.

use super::super::{Module, Modules, Target};
use super::{good, load, told};
use crate::source::{FILE_LIMIT, Memory, SourceMap};
use crate::syntax::ExprKind;
use std::sync::Arc;

#[test]
fn each_block_becomes_a_declaration() {
    let text = r#"
        variable "cidr" {
          type     = string
          default  = "10.0.0.0/8"
          nullable = false
        }
        locals {
          a = 1
        }
        locals {
          b = 2
        }
        resource "alicloud_vpc" "main" {
          count      = 2
          cidr_block = var.cidr
          lifecycle {}
        }
        data "alicloud_zones" "all" {
          for_each = local.a
        }
        output "id" {
          value = alicloud_vpc.main.id
        }
        provider "alicloud" {}
    "#;
    let (module, sources) = good(&[("main.tf", text)]);
    let variable = &module.variables["cidr"];
    assert_eq!(sources.text(variable.head), "variable \"cidr\"");
    assert!(variable.ty.is_some() && variable.default.is_some() && variable.nullable.is_some());
    assert_eq!(module.locals.keys().map(|name| &**name).collect::<Vec<_>>(), ["a", "b"]);
    let [vpc, zones] = module.resources.as_slice() else { panic!("{:?}", module.resources) };
    assert_eq!((&*vpc.kind, &*vpc.name, vpc.data), ("alicloud_vpc", "main", false));
    assert!(vpc.count.is_some() && vpc.for_each.is_none());
    assert_eq!(vpc.body.attributes.len(), 1, "count is no argument of the resource itself");
    assert_eq!(vpc.body.blocks.len(), 1);
    assert!(zones.data && zones.for_each.is_some());
    assert!(module.outputs["id"].value.is_some());
    assert_eq!(&*module.other[0].kind, "provider");
}

#[test]
fn a_call_knows_its_source_and_inputs() {
    let call = r#"
        module "net" {
          source     = "../net"
          version    = "1.0"
          count      = 1
          providers  = { alicloud = alicloud.eu }
          depends_on = [alicloud_vpc.a]
          cidr       = "10.0.0.0/8"
        }
    "#;
    let (module, sources) = load(&[("root/main.tf", call), ("net/main.tf", "")], "root");
    assert_eq!(module.problems, []);
    let call = &module.calls["net"];
    assert_eq!(call.target, Target::Local("net".into()));
    assert_eq!(call.source.as_deref(), Some("../net"));
    assert_eq!(sources.text(call.source_span), "\"../net\"");
    assert!(call.count.is_some() && call.providers.is_some());
    assert_eq!(call.inputs.keys().map(|name| &**name).collect::<Vec<_>>(), ["cidr"]);
}

/// Where `source = "…"` in the folder `envs/prod` leads, and the problem if there is one.
fn lead(source: &str) -> (Target, Vec<String>) {
    let call = format!("module \"m\" {{\n  source = \"{source}\"\n}}\n");
    let files = [
        ("envs/prod/main.tf", &*call),
        ("modules/net/main.tf", ""),
        ("envs/prod/k8s/main.tf", ""),
        ("empty/README", ""),
    ];
    let (module, sources) = load(&files, "envs/prod");
    (module.calls["m"].target.clone(), told(&module.problems, &sources))
}

#[test]
fn a_source_leads_to_a_folder_or_elsewhere() {
    let local = |folder: &str| (Target::Local(folder.into()), vec![]);
    let remote = |source: &str| (Target::Remote(source.into()), vec![]);
    assert_eq!(lead("../../modules/net"), local("modules/net"));
    assert_eq!(lead("../../modules//net/"), local("modules/net"));
    assert_eq!(lead("./k8s"), local("envs/prod/k8s"));
    assert_eq!(lead("k8s"), local("envs/prod/k8s"), "a bare name where that folder exists");
    assert_eq!(
        lead("terraform-alicloud-modules/vpc/alicloud"),
        remote("terraform-alicloud-modules/vpc/alicloud")
    );
    assert_eq!(lead("git::https://x.test/y.git"), remote("git::https://x.test/y.git"));
}

#[test]
fn a_local_module_that_is_not_there_is_a_problem() {
    let (target, problems) = lead("./gone");
    assert_eq!(target, Target::Missing("envs/prod/gone".into()));
    assert_eq!(
        problems,
        [
            "envs/prod/main.tf:2:12 the module `./gone` is not there: there is no folder envs/prod/gone"
        ]
    );
    let (target, problems) = lead("../../../outside");
    assert_eq!(target, Target::Missing("../../../outside".into()));
    assert!(problems[0].ends_with("leads out of the repository, where acklint does not look"));
    let (target, problems) = lead("../../empty");
    assert_eq!(target, Target::Missing("empty".into()));
    assert!(problems[0].ends_with("the module `../../empty` holds no Terraform file"));
}

#[test]
fn a_broken_file_is_one_problem_and_the_others_are_read() {
    let broken = "variable \"a\" {\n  default = = 1\n}\n";
    let (module, sources) = load(&[("a.tf", broken), ("b.tf", "variable \"b\" {}")], "");
    assert!(module.broken);
    assert!(module.variables.contains_key("b"));
    let [problem] = &*told(&module.problems, &sources) else { panic!("{:?}", module.problems) };
    assert!(problem.starts_with("a.tf:2:13 syntax error: "), "{problem}");
}

#[test]
fn what_is_declared_twice_is_a_problem_at_the_second_place() {
    let twice = "variable \"a\" {}\nlocals {\n  l = 1\n}\n";
    let (module, sources) = load(&[("a.tf", twice), ("b.tf", twice)], "");
    let expected = [
        "b.tf:1:1 variable \"a\" is declared twice; first at a.tf:1",
        "b.tf:3:3 local.l is declared twice; first at a.tf:3",
    ];
    assert_eq!(told(&module.problems, &sources), expected);
    assert!(!module.broken, "all of it was understood");
}

#[test]
fn labels_are_counted() {
    let (module, sources) = load(&[("a.tf", "resource \"alicloud_vpc\" {}")], "");
    let expected = ["a.tf:1:1 `resource` takes two labels: `resource \"type\" \"name\" { … }`"];
    assert_eq!(told(&module.problems, &sources), expected);
    assert!(module.broken);
}

#[test]
fn a_tofu_file_shadows_the_tf_file_of_its_name() {
    let files = [
        ("a.tf", "locals {\n  from = \"tf\"\n}"),
        ("a.tofu", "locals {\n  from = \"tofu\"\n}"),
        (".hidden.tf", "locals {\n  from = \"an editor\"\n}"),
        ("main.tf~", "locals {\n  from = \"an editor\"\n}"),
    ];
    assert_eq!(local(&good(&files).0, "from"), "tofu");
}

fn local(module: &Module, name: &str) -> String {
    match &module.locals[name].value.kind {
        ExprKind::Text(text) => text.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_override_file_replaces_arguments_by_name_and_blocks_by_kind() {
    let base = r#"
        variable "v" {
          type    = string
          default = "base"
        }
        locals {
          l = "base"
        }
        resource "alicloud_cs_managed_kubernetes" "a" {
          pod_cidr = "base"
          name     = "base"
          addons {}
          addons {}
          tags {}
          lifecycle {
            prevent_destroy = true
          }
        }
        module "m" {
          source = "./gone"
        }
    "#;
    let over = r#"
        variable "v" {
          default = "over"
        }
        locals {
          l = "over"
        }
        resource "alicloud_cs_managed_kubernetes" "a" {
          pod_cidr = "over"
          dynamic "addons" {}
          lifecycle {
            ignore_changes = [pod_cidr]
          }
        }
        module "m" {
          source = "./net"
        }
    "#;
    let (module, sources) = good(&[("main.tf", base), ("x_override.tf", over), ("net/m.tf", "")]);
    let variable = &module.variables["v"];
    assert!(variable.ty.is_some());
    assert_eq!(sources.text(variable.default.as_ref().unwrap().span), "\"over\"");
    assert_eq!(local(&module, "l"), "over");
    assert_eq!(module.calls["m"].target, Target::Local("net".into()));
    let body = &module.resources[0].body;
    let value = |name: &str| sources.text(body.attribute(name).unwrap().value.span);
    assert_eq!((&*value("pod_cidr"), &*value("name")), ("\"over\"", "\"base\""));
    let kinds: Vec<&str> = body.blocks.iter().map(|block| &*block.kind).collect();
    assert_eq!(kinds, ["tags", "lifecycle", "dynamic"]);
    assert_eq!(body.blocks[1].body.attributes.len(), 2, "lifecycle itself is merged");
}

#[test]
fn an_override_of_nothing_is_a_problem() {
    let over = "resource \"alicloud_vpc\" \"a\" {}\nlocals {\n  l = 1\n}\n";
    let (module, sources) = load(&[("main.tf", ""), ("override.tf", over)], "");
    let expected = [
        "override.tf:1:1 no other file declares resource \"alicloud_vpc\" \"a\", which this override file changes",
        "override.tf:3:3 no other file declares local.l, which this overrides",
    ];
    assert_eq!(told(&module.problems, &sources), expected);
}

#[test]
fn a_comment_above_a_resource_or_call_says_what_to_expect() {
    let text = "\
        # acklint:expect nodes=300\n\
        // acklint:expect pods=12000, nodes=20\n\
        # a note\n\
        resource \"alicloud_cs_managed_kubernetes\" \"a\" {}\n\
        # acklint:expect services=9\n\
        \n\
        resource \"alicloud_cs_managed_kubernetes\" \"b\" {}\n\
        # acklint:expect services=500\n\
        module \"m\" {\n  source = \"x/y/z\"\n}\n";
    let (module, sources) = good(&[("main.tf", text)]);
    let expect = module.resources[0].expect.unwrap();
    assert_eq!((expect.nodes, expect.pods, expect.services), (Some(300), Some(12000), None));
    assert_eq!(sources.text(expect.span), "acklint:expect nodes=300");
    assert_eq!(module.resources[1].expect, None, "an empty line parts them");
    assert_eq!(module.calls["m"].expect.unwrap().services, Some(500));
}

#[test]
fn a_wrong_expectation_is_a_problem() {
    for (comment, message) in [
        ("node=3", "`node` cannot be expected: nodes, pods and services can"),
        ("nodes=many", "`nodes=many` is no number of nodes: write `nodes=300`"),
        ("nodes=-1", "`nodes=-1` is no number of nodes: write `nodes=300`"),
        ("", "nothing is expected: write `nodes=300 pods=12000`"),
    ] {
        let text = format!("# acklint:expect {comment}\nresource \"a\" \"b\" {{}}\n");
        let (module, sources) = load(&[("main.tf", &text)], "");
        assert_eq!(told(&module.problems, &sources), [format!("main.tf:1:3 {message}")]);
    }
}

fn load_bytes(bytes: &[u8]) -> (Arc<Module>, SourceMap) {
    let memory = Memory::new([("main.tf", bytes)]);
    let sources = SourceMap::default();
    let module = Modules::new(&memory, &sources).load("");
    (module, sources)
}

#[test]
fn a_byte_order_mark_and_carriage_returns_are_accepted() {
    let (module, sources) = load_bytes("\u{feff}locals {\r\n  a = \"x\"\r\n}\r\n".as_bytes());
    assert_eq!(module.problems, []);
    assert_eq!(sources.text(module.locals["a"].name_span), "a");
}

#[test]
fn bytes_that_are_not_utf_8_may_stand_in_comments_only() {
    let (module, sources) = load_bytes(b"# caf\xe9\nlocals {\n  a = 1 /* \xff */\n}\n");
    assert_eq!(module.problems, []);
    assert_eq!(sources.text(module.locals["a"].name_span), "a");
    let (module, sources) = load_bytes(b"# caf\xe9\nlocals {\n  a = \"caf\xe9\"\n}\n");
    assert!(module.broken);
    assert!(told(&module.problems, &sources)[0].starts_with("main.tf:3:11 this byte is not UTF-8"));
}

#[test]
fn a_file_above_the_limit_is_a_problem() {
    let (module, _) = load_bytes(&vec![b' '; usize::try_from(FILE_LIMIT).unwrap() + 1]);
    assert!(module.broken);
    let message = "main.tf cannot be read: it is larger than 8 MiB, the limit for a source file";
    assert_eq!(module.problems[0].message, message);
}

#[test]
fn a_folder_is_parsed_once_from_any_thread() {
    use rayon::prelude::*;
    let memory = Memory::new([("m/main.tf", "locals {\n  a = 1\n}\n")]);
    let sources = SourceMap::default();
    let modules = Modules::new(&memory, &sources);
    let first = modules.load("m");
    let others: Vec<Arc<Module>> = (0..64).into_par_iter().map(|_| modules.load("m")).collect();
    assert!(others.iter().all(|other| Arc::ptr_eq(other, &first)));
}

#[test]
fn installed_remote_modules_are_found_by_the_way_of_calls() {
    let manifest = r#"{"Modules":[
        {"Key":"","Source":"","Dir":"."},
        {"Key":"net","Source":"registry.example.com/a/net/alicloud","Version":"1.0.0","Dir":".terraform/modules/net"},
        {"Key":"net.sub","Source":"./sub","Dir":".terraform/modules/net/sub"},
        {"Key":"gone","Source":"x/y/z","Dir":".terraform/modules/gone"}]}"#;
    let memory = Memory::new([
        ("root/.terraform/modules/modules.json", manifest),
        ("root/.terraform/modules/net/main.tf", ""),
        ("root/.terraform/modules/net/sub/main.tf", ""),
        ("other/data/modules/modules.json", "[]"),
    ]);
    let sources = SourceMap::default();
    let modules = Modules::new(&memory, &sources);
    let (installed, problems) = modules.installed("root");
    assert_eq!(problems, []);
    let folder = |calls: &[&str]| installed.folder(calls.iter().copied()).map(ToString::to_string);
    assert_eq!(folder(&["net"]).unwrap(), "root/.terraform/modules/net");
    assert_eq!(folder(&["net", "sub"]).unwrap(), "root/.terraform/modules/net/sub");
    assert_eq!(folder(&["gone"]), None);
    let (_, problems) = modules.with_data_folder("data").installed("other");
    assert!(told(&problems, &sources)[0].starts_with("other/data/modules/modules.json:1:1 "));
}
