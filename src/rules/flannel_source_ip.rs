//! Pods of a Flannel cluster are let in by their own addresses, which nobody outside ever sees.

use super::context::Context;
use super::near::{Near, lies_in};
use super::outcome::{Answer, Found, Outcome};
use super::range::Range;
use super::ranges::pod_range;
use crate::facts;
use crate::model::{Attr, Cluster, Entry, Identity, List, NodeGroups, Open, Vpc};
use ipnet::IpNet;

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_cluster(|cluster| {
        let entries: Vec<(&Entry, Near)> = concerned(cx, cluster);
        if entries.is_empty() {
            return Ok(None);
        }
        let pods = match cluster.plug_in() {
            Ok(Some(plug_in)) if plug_in.is_flannel() => pod_range(cluster),
            Ok(_) => return Ok(None),
            // whatever it is, without a pod range that an entry lies in nothing is at stake
            Err(open) => match Range::known(&cluster.pod_cidr) {
                Some(range) if entries.iter().all(|(entry, _)| !may_lie(entry, range)) => {
                    return Ok(None);
                }
                None if matches!(cluster.pod_cidr, Attr::Absent(_)) => return Ok(None),
                _ => Err(open),
            },
        };
        Ok(pods?.map(|pods| against(cx, cluster, pods, &entries)))
    })
}

/// The entries that let clusters in: those of the same root, or of the same VPC.
fn concerned<'e>(cx: &Context<'e>, cluster: &Cluster) -> Vec<(&'e Entry, Near)> {
    if cx.estate.entries.is_empty() {
        return Vec::new();
    }
    let groups = cx.estate.node_groups_of(cluster);
    let concerned = |entry: &&Entry| {
        let here = lies_in(cx, cluster, &entry.vpc, (&entry.subject, true));
        matches!(here, Near::Yes) || entry.subject.root == cluster.subject.root
    };
    let entries = cx.estate.entries_near(cluster).filter(concerned);
    // no pod has an address outside of the private ranges
    let private = facts::private_ranges();
    let entries = entries.filter(|entry| match &entry.cidr {
        Attr::Known(cidr, _) => private.iter().any(|range| IpNet::V4(*range).contains(cidr)),
        Attr::Unknown { .. } => true,
        Attr::Absent(_) => false,
    });
    let near = |entry: &'e Entry| (entry, foreign(entry, groups).unless(entry.maybe.as_ref()));
    entries.map(near).filter(|(_, near)| !matches!(near, Near::No)).collect()
}

/// Whether the list is one that the nodes of the cluster are no part of.
fn foreign(entry: &Entry, groups: Option<&NodeGroups>) -> Near {
    let List::SecurityGroup(group) = &entry.list else { return Near::Yes };
    let Some(groups) = groups else { return Near::Yes };
    let group = match group {
        Ok(group) => group,
        Err(open) => return Near::Perhaps(open.clone()),
    };
    let own = std::iter::once(&groups.cluster).chain(&groups.pools);
    let of_own = |identity: &Identity| match identity {
        Identity::Reference(reference) => own.clone().any(|own| {
            own.root == reference.root && own.address == reference.address
        }),
        _ => false,
    };
    if groups.known.contains(group) || of_own(group) {
        return Near::No;
    }
    let perhaps = |open: Open| Near::Perhaps(open);
    match (group, &groups.open) {
        (Identity::Reference(reference), _) => perhaps(Open {
            why: crate::eval::Why::Reference(reference.clone()),
            origin: entry.subject.head,
        }),
        // one that ACK makes is no resource of the configuration
        (Identity::Resource(..), Some(open)) if open.origin == groups.cluster.head => Near::Yes,
        (_, Some(open)) => perhaps(open.clone()),
        (_, None) => Near::Yes,
    }
}

fn may_lie(entry: &Entry, pods: Range) -> bool {
    entry.cidr.known().is_none_or(|cidr| IpNet::V4(pods.cidr).contains(cidr))
}

fn against(
    cx: &Context<'_>,
    cluster: &Cluster,
    pods: Range,
    entries: &[(&Entry, Near)],
) -> Outcome {
    let mut outcome = Outcome::clean();
    let mut met: Vec<(&Entry, IpNet)> = Vec::new();
    for (entry, near) in entries {
        let elsewhere = match &entry.cidr {
            Attr::Known(cidr, _) => of_another_vpc(cx, cluster, *cidr),
            _ => Near::No,
        };
        match (&entry.cidr, near) {
            (Attr::Known(cidr, _), _) if !IpNet::V4(pods.cidr).contains(cidr) => {}
            _ if matches!(elsewhere, Near::Yes) => {}
            (Attr::Known(cidr, _), Near::Yes) => match elsewhere {
                Near::Perhaps(open) => outcome.doubt(&open, case(entry), "pod_cidr"),
                _ => met.push((entry, *cidr)),
            },
            (Attr::Known(..), Near::Perhaps(open)) | (Attr::Unknown { open, .. }, _) => {
                outcome.doubt(open, case(entry), "pod_cidr");
            }
            _ => {}
        }
    }
    outcome.findings.extend(found(cx, cluster, pods, &met));
    outcome
}

fn case(entry: &Entry) -> &'static str {
    match entry.list {
        List::Whitelist(_) => "whitelist",
        List::SecurityGroup(_) => "security_group",
    }
}

/// Whether addresses are those of another VPC of the same root, which may well be let in. What other
/// roots have is no matter here: with all of them or alone, a root is told the same.
fn of_another_vpc(cx: &Context<'_>, cluster: &Cluster, cidr: IpNet) -> Near {
    let own = cluster.vpc.as_ref().ok().copied().flatten();
    let others = cx.estate.vpcs.iter().enumerate();
    let here = |vpc: &Vpc| vpc.subject.as_ref().is_some_and(|of| of.root == cluster.subject.root);
    let others = others.filter(|(at, vpc)| here(vpc) && own.is_none_or(|own| own.0 != *at));
    let ranges = || others.clone().flat_map(|(_, vpc)| &vpc.ranges);
    if ranges().any(|range| range.cidr.known().is_some_and(|range| range.contains(&cidr))) {
        return Near::Yes;
    }
    // a text that is no range holds nothing
    let mut ranges = ranges().filter(|range| range.cidr.no_range().is_none());
    let open = ranges.find_map(|range| range.cidr.open());
    open.map_or(Near::No, |open| Near::Perhaps(open.clone()))
}

fn found(
    cx: &Context<'_>,
    cluster: &Cluster,
    pods: Range,
    met: &[(&Entry, IpNet)],
) -> Option<Found> {
    let (first, cidr) = met.first()?;
    let address = &first.subject.address;
    let list = match first.list {
        List::Whitelist(product) => format!("the whitelist of {product} {address}"),
        List::SecurityGroup(_) => format!("the rule {address} of another security group"),
    };
    let message = format!(
        "{list} lets in {cidr}, which lies in {}: with Flannel pods leave with the address of \
         their node, so that it lets in no pod",
        pods.shown("pod")
    );
    let found = Found::new(case(first), "pod_cidr", pods.place, message).help(help(cx, cluster));
    let party = |entry: &Entry, cidr: &IpNet| format!("{} lets in {cidr}", entry.subject.address);
    Some(met.iter().fold(found, |found, (entry, cidr)| {
        found.with(party(entry, cidr), entry.cidr.origin(), Some(&entry.subject))
    }))
}

/// What would do: the vSwitches of the nodes.
fn help(cx: &Context<'_>, cluster: &Cluster) -> String {
    let pools = cx.estate.pools_of(cluster).flat_map(|pool| pool.vswitches.ids());
    let mut nodes: Vec<_> = cluster.vswitches.ids().chain(pools).collect();
    nodes.sort_unstable();
    nodes.dedup();
    let ranges = nodes.iter().filter_map(|id| cx.estate.vswitch(*id).cidr.known());
    let ranges: Vec<String> = ranges.map(ToString::to_string).collect();
    if ranges.is_empty() {
        return "let in the vSwitches of the nodes, or choose Terway".to_owned();
    }
    format!("let in the vSwitches of the nodes, {}, or choose Terway", ranges.join(" and "))
}
