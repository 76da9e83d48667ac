//! The same again, elsewhere: a root, a module, a cluster that has nothing to do with the others.

use crate::extract::{Group, extract};
use crate::random::Random;
use crate::tree::{Block, Expr, Tree, inner, set, text};
use crate::verdict::Verdict;

/// Whether the VPC of each cluster is known: a cluster that may lie in any VPC is one more
/// neighbour for all others.
fn is_placed(tree: &Tree) -> bool {
    let mut more = tree.clone();
    let probe = cluster("zz", "0.0.0.0/0"); // which meets all that it may
    more.folders.entry("live/zoo".to_owned()).or_default().blocks.extend(probe);
    let open = Verdict::of(&more).of_root("live/zoo").undecided;
    !open.iter().any(|open| open.rule == "cluster_overlap")
}

/// A second root with the same content.
pub(crate) fn root(tree: &Tree, _: &mut Random) -> Result<(), String> {
    if !is_placed(tree) {
        return Ok(());
    }
    let Some(root) = tree.roots().first().cloned() else { return Ok(()) };
    let copied = "live/again";
    let mut twice = tree.clone();
    twice.folders.insert(copied.to_owned(), tree.folders[&root].clone());
    let before = Verdict::of(tree).without_help();
    let after = Verdict::of(&twice).without_help();
    before.same(&after.clone().of_root(&root))?;
    let mut copy = after.of_root(copied);
    copy.findings.iter_mut().for_each(|finding| finding.root.clone_from(&root));
    copy.undecided.iter_mut().for_each(|undecided| undecided.root.clone_from(&root));
    before.same(&copy.sorted())
}

/// Everything in a module, which is called once or with `count` or `for_each`.
pub(crate) fn module(tree: &Tree, random: &mut Random) -> Result<(), String> {
    if !is_placed(tree) {
        return Ok(());
    }
    let Some(root) = tree.roots().first().cloned() else { return Ok(()) };
    let calls = tree.folders[&root].blocks.iter().any(|block| block.is("module"));
    let Some(group) = Group::resources(&tree.folders[&root]).filter(|_| !calls) else {
        return Ok(());
    };
    let mut once = tree.clone();
    let made = extract(&mut once, &root, &group, random);
    let mut twice = once.clone();
    let blocks = &mut twice.folders.get_mut(&root).unwrap().blocks;
    let call = blocks.iter_mut().find(|block| block.is("module")).unwrap();
    let keys = if random.one_in(2) {
        call.body.push(set("count", Expr::Number(2)));
        ["[0]", "[1]"]
    } else {
        let keys = Expr::List(vec![text("a"), text("b")]);
        call.body.push(set("for_each", Expr::Call("toset", vec![keys])));
        ["[\"a\"]", "[\"b\"]"]
    };
    let before = Verdict::of(&once).without_help();
    let after = Verdict::of(&twice).without_help();
    for key in keys {
        let prefix = format!("module.{}{key}.", made.call);
        let mut own = after.clone();
        own.findings.retain(|finding| finding.subject.starts_with(&prefix));
        own.undecided.retain(|undecided| undecided.subject.starts_with(&prefix));
        let plain = format!("module.{}.", made.call);
        before.same(&own.renamed(&|name| name.replace(&prefix, &plain)))?;
    }
    Ok(())
}

/// A cluster in a VPC of its own.
pub(crate) fn unrelated(tree: &Tree, random: &mut Random) -> Result<(), String> {
    if !is_placed(tree) {
        return Ok(());
    }
    let Some(root) = tree.roots().first().cloned() else { return Ok(()) };
    let mut more = tree.clone();
    let folder = if random.one_in(2) { root } else { "live/zoo".to_owned() };
    let folder = more.folders.entry(folder).or_default();
    folder.blocks.extend(cluster(random.of(&["a0", "zz"]), "172.20.0.0/16"));
    let mut after = Verdict::of(&more).without_help();
    after.findings.retain(|finding| !finding.subject.ends_with("_unrelated"));
    after.undecided.retain(|undecided| !undecided.subject.ends_with("_unrelated"));
    Verdict::of(tree).without_help().same(&after)
}

fn cluster(name: &str, pods: &str) -> Vec<Block> {
    let name = &format!("{name}_unrelated");
    let id = |kind: &str| Expr::Resource(kind.to_owned(), name.clone()).get("id");
    let resource = |kind: &str, body| Block::new("resource", &[kind, name], body);
    let vswitches = || set("vswitch_ids", Expr::List(vec![id("alicloud_vswitch")]));
    vec![
        resource("alicloud_vpc", vec![set("cidr_block", text("10.200.0.0/16"))]),
        resource(
            "alicloud_vswitch",
            vec![
                set("vpc_id", id("alicloud_vpc")),
                set("cidr_block", text("10.200.1.0/24")),
                set("zone_id", text("cn-hangzhou-h")),
            ],
        ),
        resource(
            "alicloud_cs_managed_kubernetes",
            vec![
                vswitches(),
                set("pod_cidr", text(pods)),
                set("service_cidr", text("172.21.0.0/20")),
            ],
        ),
        resource(
            "alicloud_cs_kubernetes_node_pool",
            vec![
                set("cluster_id", id("alicloud_cs_managed_kubernetes")),
                vswitches(),
                inner("scaling_config", vec![set("max_size", Expr::Number(9))]),
            ],
        ),
    ]
}
