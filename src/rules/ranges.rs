//! What the rules on ranges share: which ranges a cluster has, and what lies around it.

use super::context::Context;
use super::free::instead;
use super::outcome::{Found, Outcome};
use super::range::Range;
use crate::capacity::overlap;
use crate::eval::{OriginId, Why};
use crate::facts;
use crate::model::{Attr, Cluster, Kind, Open, PlugIn, Plugged, Subject};
use ipnet::{IpNet, Ipv4Net};

/// A range of the network that a cluster lies in.
pub(super) struct Around<'e> {
    pub(super) cidr: IpNet,
    pub(super) place: OriginId,
    pub(super) subject: &'e Subject,
    /// Whether it is there for certain.
    pub(super) certain: bool,
    /// If it is one of several alternatives: what would tell.
    pub(super) open: Option<Open>,
    pub(super) case: &'static str,
}

/// The pod range, where somebody reads one: Flannel, a plug-in of the user's own as far as anybody
/// knows (ACK gives each node its part of the range), and Terway on an edge cluster.
///
/// # Errors
/// If the plug-in or the range is not known.
pub(crate) fn pod_range(cluster: &Cluster) -> Result<Option<Range>, Open> {
    if let Some(open) = cluster.pod_cidr.no_range() {
        return Err(open);
    }
    if !reads_pod_cidr(cluster)? {
        return Ok(None);
    }
    cluster.pod_cidr.get()?;
    Ok(Range::known(&cluster.pod_cidr))
}

/// Whether there is a `pod_cidr` and the plug-in reads it; an error if that is not known.
pub(super) fn reads_pod_cidr(cluster: &Cluster) -> Result<bool, Open> {
    Ok(match &cluster.plugged {
        Ok(
            Plugged::By { plug_in: PlugIn::Flannel | PlugIn::FlannelVxlan, .. } | Plugged::Other,
        ) => true,
        Ok(Plugged::By { .. }) => cluster.kind == Ok(Kind::Edge),
        Ok(_) => false,
        // without a range there is nothing to read, whatever the plug-in
        Err(open) => match cluster.pod_cidr {
            Attr::Absent(_) => false,
            _ => return Err(open.clone()),
        },
    })
}

/// The service range, or the default of ACK.
///
/// # Errors
/// If it is not known.
pub(crate) fn service_range(cluster: &Cluster) -> Result<Range, Open> {
    Ok(match cluster.service_cidr.get()? {
        Some(cidr) => Range { cidr: *cidr, place: cluster.service_cidr.origin(), default_of: None },
        None => Range {
            cidr: default_service_cidr(),
            place: cluster.subject.head,
            default_of: Some("ACK"),
        },
    })
}

fn default_service_cidr() -> Ipv4Net {
    let text = facts::default("service_cidr");
    text.parse().unwrap_or_else(|_| panic!("invariant: the default service range is a CIDR"))
}

/// The ranges of the cluster's VPC and of the vSwitches that it and its pools use, and why there
/// may be more; nothing where ACK makes the network itself.
pub(super) fn around<'e>(cx: &Context<'e>, cluster: &'e Cluster) -> Option<Surroundings<'e>> {
    if matches!(cluster.vpc, Ok(None)) {
        return None;
    }
    let mut ranges = Vec::new();
    let mut open = None;
    match &cluster.vpc {
        Ok(Some(id)) => {
            let vpc = cx.estate.vpc(*id);
            open = open.or_else(|| cx.estate.vpc_open(*id, cluster));
            for range in &vpc.ranges {
                let exists = vpc.subject.as_ref().is_none_or(|subject| subject.maybe.is_none());
                let certain = exists && range.maybe.is_none();
                match &range.cidr {
                    Attr::Known(cidr, place) => ranges.push(Around {
                        cidr: *cidr,
                        place: *place,
                        subject: &range.subject,
                        certain,
                        open: None,
                        case: "vpc",
                    }),
                    Attr::Unknown { open: why, .. } => open = Open::either(open, Some(why.clone())),
                    Attr::Absent(_) => {}
                }
            }
        }
        Ok(None) => {}
        Err(why) => open = Some(why.clone()),
    }
    for id in cx.estate.vswitches_of(cluster) {
        let vswitch = cx.estate.vswitch(id);
        let Some(subject) = &vswitch.subject else { continue };
        if let Attr::Known(cidr, place) = &vswitch.cidr {
            let certain = subject.maybe.is_none();
            let (cidr, place) = (*cidr, *place);
            ranges.push(Around { cidr, place, subject, certain, open: None, case: "vswitch" });
        }
        // an unknown range lies inside the VPC, but one of several alternatives may not
        for (cidr, open) in vswitch.alternatives() {
            let (place, open) = (open.origin, Some(open));
            ranges.push(Around { cidr, place, subject, certain: false, open, case: "vswitch" });
        }
    }
    Some((ranges, open))
}

/// What lies around a cluster, and why there may be more.
type Surroundings<'e> = (Vec<Around<'e>>, Option<Open>);

/// The verdict on a range of a cluster against the network around it.
pub(super) fn against_network(
    cx: &Context<'_>,
    cluster: &Cluster,
    range: Result<Range, Open>,
    attribute: &'static str,
) -> Result<Option<Outcome>, Open> {
    let Some((around, open)) = around(cx, cluster) else { return Ok(None) };
    let range = range?;
    let what = if attribute == "pod_cidr" { "pod" } else { "service" };
    let met: Vec<&Around<'_>> =
        around.iter().filter(|other| overlap(IpNet::V4(range.cidr), other.cidr)).collect();
    let Some(first) = met.iter().find(|other| other.certain) else {
        let maybe = met.first().map(|other| {
            let why = other.subject.maybe.clone().unwrap_or(Why::Budget("existence"));
            other.open.clone().unwrap_or(Open { why, origin: other.place })
        });
        return Ok(Some(Outcome::clean().or_open(Open::either(maybe, open))));
    };
    let other = match first.case {
        "vpc" if &*first.subject.address.kind == "alicloud_vpc" => {
            format!("the range {} of the VPC {}", first.cidr, first.subject.address)
        }
        "vpc" if first.subject.is_told() => {
            format!("the range {} of the VPC {}", first.cidr, first.subject.address.name)
        }
        "vpc" => format!("the VPC range {} that {} adds", first.cidr, first.subject.address),
        _ => format!("the range {} of the vSwitch {}", first.cidr, first.subject.address),
    };
    let consequence = match what {
        "pod" => {
            "what has such an address in the VPC cannot be reached from pods, nor they from it"
        }
        _ => {
            "in the cluster such an address is a Service, so that what has it in the VPC cannot be \
              reached"
        }
    };
    let message = format!("{} overlaps {other}: {consequence}", range.shown(what));
    let mut found = Found::new(first.case, attribute, range.place, message)
        .by_default(range.default_of)
        .offer(instead(cx, cluster, attribute));
    for other in met.iter().filter(|other| other.certain) {
        let message = format!("{} is {}", other.subject.address, other.cidr);
        found = found.with(message, other.place, Some(other.subject));
    }
    Ok(Some(Outcome::found(found)))
}
