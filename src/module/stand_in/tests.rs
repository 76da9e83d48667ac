//! What acklint knows of registry modules, and which release a call leads to.

use super::super::{Module, Modules};
use super::*;
use crate::source::Memory;
use crate::syntax::Expr;

/// A call of a module, below a comment that speaks for it.
fn called(arguments: &str) -> (Module, SourceMap) {
    let text = format!("# acklint:expect nodes=300\nmodule \"m\" {{\n{arguments}}}\n");
    let files = Memory::new([("main.tf", &*text)]);
    let sources = SourceMap::default();
    let module = Module::clone(&Modules::new(&files, &sources).load(""));
    assert_eq!(module.problems, []);
    (module, sources)
}

/// What stands in for a call, by its name.
fn stands_in(arguments: &str) -> Option<String> {
    called(arguments).0.calls["m"].stand_in.map(|stand_in| stand_in.to_string())
}

/// Of a call of `managed-kubernetes`, the release that stands in.
fn release(arguments: &str) -> Option<String> {
    let source = "terraform-alicloud-modules/managed-kubernetes/alicloud";
    let name = stands_in(&format!("source = \"{source}\"\n{arguments}\n"))?;
    name.strip_prefix(source).map(|version| version.trim().to_owned())
}

fn all() -> impl Iterator<Item = StandIn> {
    let releases = |known: &'static Known| known.versions.iter().map(move |v| (known, *v));
    MODULES.iter().flat_map(releases).map(|(known, version)| StandIn { known, version })
}

#[test]
fn every_text_is_read() {
    assert_eq!(MODULES.len(), TEXTS.len());
    for known in MODULES.iter() {
        assert!(known.versions.is_sorted(), "{}: {:?}", known.source, known.versions);
        assert!(address(&known.source).is_some(), "{}", known.source);
    }
    assert_eq!(all().count(), 15);
}

/// A name misspelled in `releases` would silently leave out what it holds.
#[test]
fn what_only_some_releases_have_names_the_first_and_the_last_of_them() {
    for known in MODULES.iter() {
        for block in known.blocks.iter().filter(|block| &*block.kind == RELEASES) {
            let ends: Vec<_> = block.labels.iter().filter_map(|it| Version::parse(it)).collect();
            let [first, last] = ends.as_slice() else { panic!("{:?}", block.labels) };
            assert!(first <= last, "{:?}", block.labels);
            assert!(known.versions.contains(first) && known.versions.contains(last));
        }
    }
}

/// Nobody could mend a place in a text that lies in the program.
#[test]
fn all_of_a_stand_in_lies_at_the_head_of_the_call() {
    let (module, sources) = called("source = \"a/b/c\"\n");
    let head = module.calls["m"].head;
    let files = Memory::default();
    for stand_in in all() {
        let module = stand_in.module(&files, &sources, head);
        assert_eq!(module.problems, [], "{stand_in}");
        assert!(!module.broken && module.calls.is_empty() && module.other.is_empty());
        assert!(module.resources.iter().all(|resource| resource.expect.is_none()));
        // every other place would be told by a `Span` that is not the head
        let spans = format!("{module:?}");
        let (at, span) = (spans.matches("Span {").count(), format!("{head:?}"));
        assert!(at > 100, "{stand_in} has {at} places");
        assert_eq!(spans.matches(&span).count(), at, "{stand_in}");
    }
}

/// The cluster that a call makes is what all of this is for.
#[test]
fn each_release_makes_a_cluster_of_its_ranges() {
    let files = Memory::default();
    let (module, sources) = called("source = \"a/b/c\"\n");
    for stand_in in all() {
        let module = stand_in.module(&files, &sources, module.calls["m"].head);
        let reads = |name: &str, variable: &str| {
            let read = |expr: &Expr| {
                matches!(&expr.kind, ExprKind::Attribute(of, name) if &**name == variable
                    && matches!(&of.kind, ExprKind::Root(root) if &**root == "var"))
            };
            let attributes = module.resources.iter().filter_map(|r| r.body.attribute(name));
            attributes.filter(|attribute| read(&attribute.value)).count() == 1
        };
        assert!(reads("pod_cidr", "k8s_pod_cidr"), "{stand_in}");
        assert!(reads("service_cidr", "k8s_service_cidr"), "{stand_in}");
        assert!(reads("cidr_block", "vpc_cidr"), "{stand_in}");
    }
}

#[test]
fn the_newest_release_that_is_permitted_stands_in() {
    assert_eq!(release("").as_deref(), Some("2.0.0"));
    assert_eq!(release("version = \"~> 1.3\"").as_deref(), Some("1.6.0"));
    assert_eq!(release("version = \"1.2.0\"").as_deref(), Some("1.2.0"));
    assert_eq!(release("version = \">= 1.0, < 1.4, != 1.3.0\"").as_deref(), Some("1.2.0"));
    for unknown in ["\"3.0.0\"", "\"latest\"", "\"1.2.0-beta\"", "var.v", "null"] {
        assert_eq!(release(&format!("version = {unknown}")), None, "{unknown}");
    }
}

/// Terraform refuses a call with an input that the module has not: another release is meant.
#[test]
fn a_release_takes_all_inputs_of_the_call() {
    assert_eq!(release("profile = \"x\"").as_deref(), Some("1.6.0"));
    assert_eq!(release("cluster_network_type = \"terway\"").as_deref(), Some("1.5.0"));
    assert_eq!(release("cluster_spec = \"ack.pro.small\"").as_deref(), Some("2.0.0"));
    assert_eq!(
        release("cluster_spec = \"ack.pro.small\"\nprofile = \"x\"").as_deref(),
        Some("1.6.0")
    );
    assert_eq!(release("version = \"2.0.0\"\nprofile = \"x\""), None);
    assert_eq!(release("something_new = 1"), None);
    let meta = "count = 2\nproviders = { alicloud = alicloud.eu }\ndepends_on = [alicloud_vpc.v]";
    assert_eq!(release(meta).as_deref(), Some("2.0.0"), "these are no inputs");
}

#[test]
fn the_source_is_that_of_the_registry() {
    let source = |source: &str| stands_in(&format!("source = \"{source}\"\n"));
    let newest = Some("terraform-alicloud-modules/kubernetes/alicloud 3.0.0".to_owned());
    assert_eq!(source("terraform-alicloud-modules/kubernetes/alicloud"), newest);
    assert_eq!(
        source("modules.example.com/terraform-alicloud-modules/kubernetes/alicloud"),
        newest
    );
    for other in [
        "terraform-alicloud-modules/vpc/alicloud",
        "somebody/kubernetes/alicloud",
        "terraform-alicloud-modules/kubernetes/alicloud//examples/complete",
        "github.com/terraform-alicloud-modules/kubernetes/alicloud",
        "git::https://x.test/terraform-alicloud-modules/terraform-alicloud-kubernetes",
        "a/terraform-alicloud-modules/kubernetes/alicloud",
    ] {
        assert_eq!(source(other), None, "{other}");
    }
}
