//! A network for a cluster that does not exist yet: ranges for what it must hold, or which limit
//! stands against it and what would do.

mod known;
mod layout;

pub use known::{Known, known};
pub use layout::InZone;

use crate::capacity::free::{Wanted, fit, private};
use crate::capacity::{
    flannel_nodes, flannel_pods_per_node, overlap, prefix_for_addresses, prefix_for_nodes,
    terway_pods, usable, with_spare,
};
use crate::facts;
use crate::report::capacity::number;
use ipnet::{IpNet, Ipv4Net};
use layout::Layout;

/// The families of plug-ins that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlugIn {
    /// Terway in shared ENI mode.
    Terway,
    /// Flannel with routes in the VPC.
    Flannel,
}

/// What the cluster must hold, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// What it is called.
    pub name: String,
    /// Nodes.
    pub nodes: u64,
    /// Pods in all.
    pub pods: u64,
    /// Services; as many as ACK's default range holds if `None`.
    pub services: Option<u64>,
    /// The network plug-in.
    pub plug_in: PlugIn,
    /// The names of the zones.
    pub zones: Vec<String>,
    /// The range of the VPC.
    pub vpc: Ipv4Net,
    /// The region.
    pub region: String,
    /// The type of the nodes; the smallest of a common family that holds the pods if `None`.
    pub instance_type: Option<String>,
    /// What the people of the repository tell.
    pub known: Known,
}

/// A network that holds what was wished for, with a quarter to spare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// What was wished for.
    pub wish: Wish,
    /// The ranges of each zone.
    pub zones: Vec<InZone>,
    /// The range of the Services.
    pub services: Ipv4Net,
    /// The range of the pods and the mask of its slices, with Flannel.
    pub pods: Option<(Ipv4Net, u8)>,
    /// The type of the nodes.
    pub instance_type: String,
    /// The pods of a node.
    pub per_node: u64,
    /// `max_pods` of a Terway node, which keeps it to its share of the addresses.
    pub max_pods: Option<u64>,
}

/// Which limit stands against a wish, and what would do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Impossible(pub String);

/// The family of instance types that nodes are chosen from where none is named.
const FAMILY: &str = "ecs.g7.large";

/// Ranges for what was wished for.
///
/// # Errors
/// If a limit of the cloud or of the VPC stands against it.
pub fn propose(wish: Wish) -> Result<Proposal, Impossible> {
    check_vpc(wish.vpc)?;
    check_zones(&wish)?;
    check_nodes(&wish)?;
    let services = services(&wish)?;
    match wish.plug_in {
        PlugIn::Terway => terway(wish, services),
        PlugIn::Flannel => flannel(wish, services),
    }
}

fn no<T>(why: String) -> Result<T, Impossible> {
    Err(Impossible(why))
}

fn check_vpc(vpc: Ipv4Net) -> Result<(), Impossible> {
    let [least, most] = ["vpc_prefix_min", "vpc_prefix_max"].map(facts::prefix);
    if !(least..=most).contains(&vpc.prefix_len()) {
        return no(format!("{vpc} is a /{}; a VPC has /{least} to /{most}", vpc.prefix_len()));
    }
    if let Some(met) = facts::reserved().iter().find(|range| overlap(range.cidr, vpc.into())) {
        return no(format!("{vpc} overlaps {}, which is reserved ({})", met.cidr, met.why));
    }
    let private = private();
    if !private.iter().any(|private| private.contains(&vpc)) {
        let names: Vec<String> = private.iter().map(Ipv4Net::to_string).collect();
        return no(format!("{vpc} is not private; choose a part of {}", names.join(", ")));
    }
    Ok(())
}

fn check_zones(wish: &Wish) -> Result<(), Impossible> {
    let (zones, most) = (wish.zones.len() as u64, facts::quota("control_plane_vswitches"));
    if zones > most {
        return no(format!(
            "{zones} zones are more than the {most} vSwitches that ACK takes; --zones {most}"
        ));
    }
    Ok(())
}

fn check_nodes(wish: &Wish) -> Result<(), Impossible> {
    let (name, quotas, way) = match wish.plug_in {
        PlugIn::Terway => (
            "a Pro cluster with Terway holds",
            ["nodes_terway_default", "nodes_terway_max"],
            "spread the nodes over several clusters",
        ),
        PlugIn::Flannel => (
            "each node takes a route entry, and a route table of a VPC holds",
            ["route_entries_default", "route_entries_max"],
            "--cni terway needs no routes",
        ),
    };
    let [usual, most] = quotas.map(facts::quota);
    let usual = match wish.plug_in {
        PlugIn::Terway => usual,
        PlugIn::Flannel => wish.known.route_entries.min(most),
    };
    let nodes = number(wish.nodes);
    if wish.nodes > most {
        return no(format!(
            "{nodes} nodes are too many: {name} {}, which nobody can raise; {way}",
            number(most)
        ));
    }
    if wish.nodes > usual {
        return no(format!(
            "{nodes} nodes are too many: {name} {} until the quota is raised, {} at most; ask for \
             the quota first, or {way}",
            number(usual),
            number(most)
        ));
    }
    let addresses = facts::quota("private_addresses");
    let needed = wish.nodes + if wish.plug_in == PlugIn::Terway { wish.pods } else { 0 };
    if needed > addresses {
        return no(format!(
            "{} addresses for nodes and pods are more than the {} of a VPC, which nobody can raise; \
             spread them over several clusters, each with a VPC of its own",
            number(needed),
            number(addresses)
        ));
    }
    Ok(())
}

fn services(wish: &Wish) -> Result<Ipv4Net, Impossible> {
    let [least, most] = ["service_prefix_min", "service_prefix_max"].map(facts::prefix);
    let usual: Option<Ipv4Net> = facts::default("service_cidr").parse().ok();
    let needed =
        wish.services.map(|services| with_spare(services).max(wish.known.minimum_services));
    let needed = needed.or(Some(wish.known.minimum_services));
    let longest = needed.map_or(Some(most), prefix_for_addresses).map(|prefix| prefix.min(most));
    let longest = match longest {
        Some(prefix) if prefix >= least => prefix,
        _ => {
            return no(format!(
                "{} Services with a quarter to spare are more than a /{least}, the largest service \
                 range that ACK takes; plan more than one cluster",
                number(wish.services.unwrap_or(0))
            ));
        }
    };
    let prefix = usual.map_or(longest, |usual| usual.prefix_len()).min(longest);
    let taken = taken(wish);
    let range = fit(Wanted { prefix, longest, near: None }, &private(), &taken);
    range.ok_or_else(|| {
        Impossible(format!("{} no private range for Services; {FREE}", leaves(wish)))
    })
}

fn taken(wish: &Wish) -> Vec<IpNet> {
    let reserved = facts::reserved().iter().map(|range| range.cidr);
    reserved.chain([IpNet::V4(wish.vpc)]).chain(wish.known.taken.iter().copied()).collect()
}

/// What takes all private ranges.
fn leaves(wish: &Wish) -> String {
    match wish.known.taken.len() {
        0 => format!("{} leaves", wish.vpc),
        _ => format!("{} and what the configuration of acklint tells of leave", wish.vpc),
    }
}

/// What would do where no private range is left.
const FREE: &str = "choose a smaller --vpc, or free a range";

/// The nodes of a zone, evenly spread and rounded up.
fn in_zone(wish: &Wish, nodes: u64) -> u64 {
    nodes.div_ceil(wish.zones.len().max(1) as u64)
}

/// The pods that each node must hold. The quarter to spare is for nodes, each with as many pods.
fn each(wish: &Wish) -> u64 {
    wish.pods.div_ceil(wish.nodes.max(1))
}

/// What to plan where each node can hold no more than so many pods.
fn with_more_nodes(wish: &Wish, pods: u64) -> String {
    let nodes = wish.pods.div_ceil(pods.max(1));
    let more = Wish { nodes, ..wish.clone() };
    if check_nodes(&more).is_ok() {
        return format!("plan {} nodes", number(nodes));
    }
    match wish.plug_in {
        PlugIn::Flannel => "plan more than one cluster, or look at --cni terway".to_owned(),
        PlugIn::Terway => "plan more than one cluster".to_owned(),
    }
}

fn flannel(wish: Wish, services: Ipv4Net) -> Result<Proposal, Impossible> {
    let [least, most] = ["node_cidr_mask_min", "node_cidr_mask_max"].map(facts::prefix);
    let each = each(&wish);
    let fits = |mask: &u8| flannel_pods_per_node(*mask) >= each;
    let Some(mask) = (least..=most).rev().find(fits) else {
        let pods = flannel_pods_per_node(least);
        return no(format!(
            "{} pods a node are more than {pods}, the most of a Flannel node; {}",
            number(each),
            with_more_nodes(&wish, pods)
        ));
    };
    let nodes = with_spare(wish.nodes).max(wish.known.minimum_nodes);
    let mut taken = taken(&wish);
    taken.push(services.into());
    let range = prefix_for_nodes(nodes, mask);
    let range = range.and_then(|prefix| fit(Wanted::exactly(prefix), &private(), &taken));
    let Some(range) = range else {
        return no(format!(
            "{} no private range for {} slices of /{mask}; {FREE}",
            leaves(&wish),
            number(nodes)
        ));
    };
    let layout = Layout { nodes: in_zone(&wish, with_spare(wish.nodes)), pods: None };
    let zones = layout.of(&wish)?;
    let instance_type =
        wish.instance_type.clone().unwrap_or_else(|| FAMILY.replace("large", "xlarge"));
    debug_assert!(flannel_nodes(range, mask) >= nodes, "the range holds what it is for");
    let pods = Some((range, mask));
    let per_node = flannel_pods_per_node(mask);
    Ok(Proposal { wish, zones, services, pods, instance_type, per_node, max_pods: None })
}

fn terway(wish: Wish, services: Ipv4Net) -> Result<Proposal, Impossible> {
    let (instance_type, held) = instance_type(&wish)?;
    let per_node = each(&wish).max(facts::quota("shared_eni_pods_min")).min(held);
    let nodes = in_zone(&wish, with_spare(wish.nodes));
    let pods = with_spare(in_zone(&wish, wish.nodes) * per_node);
    let layout = Layout { nodes, pods: Some(pods) };
    let zones = layout.of(&wish)?;
    // a node of a type that holds more would take more than its share of the addresses
    let host = facts::quota("host_network_pods");
    let room: u64 = zones
        .iter()
        .map(|zone| zone.pods.iter().map(|pods| usable((*pods).into())).sum())
        .min()
        .unwrap_or(0);
    let full = in_zone(&wish, wish.nodes) * held;
    let max_pods = (full > room).then_some(per_node + host);
    let per_node = if max_pods.is_some() { per_node } else { held };
    Ok(Proposal { wish, zones, services, pods: None, instance_type, per_node, max_pods })
}

/// The type of the nodes, and the pods that one holds.
fn instance_type(wish: &Wish) -> Result<(String, u64), Impossible> {
    let (each, floor) = (each(wish), facts::quota("shared_eni_pods_min"));
    let needed = each.max(floor);
    let family = facts::family(FAMILY);
    let held =
        family.iter().filter_map(|(name, quotas)| Some((terway_pods(*quotas, false)?, *name)));
    let largest = held.clone().max().map_or(0, |(pods, _)| pods);
    let Some(name) = &wish.instance_type else {
        // of two that hold as many the smaller one has the shorter name
        let fits = held.filter(|(pods, _)| *pods >= needed);
        let least = fits.min_by_key(|(pods, name)| (*pods, name.len(), *name));
        let Some((pods, name)) = least else {
            return no(format!(
                "{} pods a node are more than {largest}, the most of the family of {FAMILY}; {}, or \
                 name an --instance-type",
                number(each),
                with_more_nodes(wish, largest)
            ));
        };
        return Ok((name.to_owned(), pods));
    };
    match facts::instance_type(name).and_then(|quotas| terway_pods(quotas, false)) {
        None => no(format!(
            "no published table that acklint has gives the ENIs of {name}; name another --instance-type"
        )),
        Some(pods) if pods < floor => no(format!(
            "{name} holds {pods} pods; Terway takes nodes of {floor} or more: name a larger \
             --instance-type"
        )),
        Some(pods) if pods < needed => no(format!(
            "{} pods a node are more than the {pods} of {name}; {}, or name a larger --instance-type",
            number(each),
            with_more_nodes(wish, pods)
        )),
        Some(pods) => Ok((name.clone(), pods)),
    }
}
