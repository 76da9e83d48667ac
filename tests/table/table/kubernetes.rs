//! What Flannel cannot do: add-on settings, Kubernetes resources, entries that name pods.

use super::Found;
use super::Severity::{Error, Info, Warning};
use super::world::{Member, VpcKey, World, is_private};
use crate::net::{Net, entry};
use crate::plan::{Group, VpcId, What};

pub(super) fn rules(world: &World<'_>, found: &mut Found) {
    for member in world.clusters.iter().filter(|member| member.is_flannel()) {
        features(member, found);
        source(world, member, found);
        for what in objects(world, member) {
            object(member, what, found);
        }
        // Reading 15: the add-on is alone where no Ingress of ALB may be one of this cluster
        let mut perhaps = world.root(member).objects.iter();
        let alone = !perhaps.any(|object| {
            matches!(object.what, What::Alb(_)) && object.cluster.is_none_or(|at| at == member.at)
        });
        if alone && member.enabled_addons().any(|addon| addon.name == "alb-ingress-controller") {
            found.add("flannel_alb_cluster_ip", member.subject(), "", Info);
        }
    }
}

fn features(member: &Member<'_>, found: &mut Found) {
    let who = member.subject();
    // Reading 14: each setting of an add-on is a finding, and so is what is asked for in Kubernetes
    if member.config("NetworkPolicy") {
        found.add("flannel_network_policy", who, "config", Error);
    }
    for feature in ["ENITrunking", "IPVlan"] {
        if member.config(feature) {
            found.add("flannel_terway_feature", who, feature, Error);
        }
    }
    for nodes in member.nodes.iter().filter(|nodes| nodes.labelled) {
        found.add("flannel_terway_feature", (member.path, &nodes.subject), "", Error);
    }
}

/// The Kubernetes resources that count for a Flannel cluster.
fn objects(world: &World<'_>, member: &Member<'_>) -> Vec<What> {
    let all_flannel =
        world.clusters.iter().filter(|other| other.root == member.root).all(Member::is_flannel);
    let objects = world.root(member).objects.iter();
    objects
        .filter(|object| object.cluster.map_or(all_flannel, |at| at == member.at))
        .map(|object| object.what)
        .collect()
}

fn object(member: &Member<'_>, what: What, found: &mut Found) {
    let who = member.subject();
    match what {
        What::Policy | What::PolicyManifest => {
            found.add("flannel_network_policy", who, "", Error);
        }
        What::PodNetworking => found.add("flannel_terway_feature", who, "", Error),
        What::Alb(Some("ClusterIP")) => found.add("flannel_alb_cluster_ip", who, "", Error),
        What::Service("LoadBalancer", true) => {
            found.add("flannel_session_affinity", who, "", Info);
        }
        What::Alb(_) | What::Service(..) => {}
    }
}

/// What the rules of a group let in.
fn lets_in(group: &Group) -> impl Iterator<Item = &String> {
    group.entries.iter().filter(|(way, _)| *way == "ingress").map(|(_, entry)| entry)
}

fn source(world: &World<'_>, member: &Member<'_>, found: &mut Found) {
    let Some(pod) = member.pod() else { return };
    // Reading 17: an entry inside of another VPC of the root is meant for that one. Reading 18: an entry that is
    // not private is no pod's, whatever the pod range is
    let others = (0..world.root(member).vpcs.len()).map(|at| VpcKey::Own(member.root, at));
    let others = others.filter(|vpc| !member.vpcs.contains(vpc));
    let others: Vec<Net> = others.flat_map(|vpc| world.ranges(&vpc)).collect();
    let inside = |text: &String| {
        entry(text).is_some_and(|of| {
            pod.holds(of) && is_private(of) && !others.iter().any(|other| other.holds(of))
        })
    };
    let root = world.root(member);
    let mut hit = root.whitelists.iter().flatten().any(inside);
    let mut used: Vec<usize> = member.plan.group.into_iter().collect();
    let pools = root.pools.iter().filter(|pool| pool.cluster == member.at);
    used.extend(pools.flat_map(|pool| pool.groups.clone()));
    for (at, group) in root.groups.iter().enumerate() {
        hit |= !used.contains(&at) && lets_in(group).any(inside);
    }
    // Reading 19: those of the same root, and the groups of the same VPC in any other
    for (at, root) in world.plan.roots.iter().enumerate().filter(|(at, _)| *at != member.root) {
        let near = |vpc: &VpcId| member.vpcs.contains(&VpcKey::of(at, vpc));
        let groups = root.groups.iter().filter(|group| group.vpc.as_ref().is_some_and(near));
        hit |= groups.flat_map(lets_in).any(inside);
    }
    if hit {
        found.add("flannel_source_ip", member.subject(), "", Warning);
    }
}
