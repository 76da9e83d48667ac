//! What joins VPCs: `alicloud_vpc_peer_connection`, `alicloud_cen_*`, `alicloud_express_connect_*`
//! and `alicloud_router_interface*`.

use super::ids::{Index, led_to, own, subject};
use super::read::Fields;
use crate::eval::{Resource, Why};
use crate::model::attr::{Attr, Open};
use crate::model::estate::Identity;
use crate::model::link::{End, HubKind, Link, Node};
use std::collections::HashMap;

/// Which attributes stand for a resource beside its id.
pub(super) const ALIASES: &[(&str, &str)] = &[
    ("alicloud_vpc", ".router_id"),
    ("alicloud_cen_transit_router", ".transit_router_id"),
    ("alicloud_cen_transit_router_vpc_attachment", ".transit_router_attachment_id"),
    ("alicloud_cen_transit_router_route_table", ".transit_router_route_table_id"),
];

/// What an end is, by the attribute that names it.
#[derive(Clone, Copy)]
enum To {
    Vpc(&'static str),
    Hub(HubKind, &'static str),
}

/// The types that are a link as they stand, and their ends.
const LINKS: &[(&str, To, To)] = &[
    ("alicloud_vpc_peer_connection", To::Vpc("vpc_id"), To::Vpc("accepting_vpc_id")),
    (
        "alicloud_cen_transit_router_peer_attachment",
        TRANSIT,
        To::Hub(HubKind::TransitRouter, "peer_transit_router_id"),
    ),
    (
        "alicloud_cen_transit_router_vbr_attachment",
        TRANSIT,
        To::Hub(HubKind::BorderRouter, "vbr_id"),
    ),
    ("alicloud_cen_transit_router_ecr_attachment", TRANSIT, ECR),
    ("alicloud_express_connect_router_tr_association", TRANSIT, ECR),
    ("alicloud_express_connect_router_vpc_association", To::Vpc("vpc_id"), ECR),
    (
        "alicloud_express_connect_router_vbr_child_instance",
        To::Hub(HubKind::BorderRouter, "child_instance_id"),
        ECR,
    ),
];
const TRANSIT: To = To::Hub(HubKind::TransitRouter, "transit_router_id");
const ECR: To = To::Hub(HubKind::ExpressConnectRouter, "ecr_id");
const CEN: To = To::Hub(HubKind::Cen, "cen_id");

pub(super) fn links(index: &mut Index, resources: &[&Resource]) {
    let interfaces = interfaces(index, resources);
    for resource in resources {
        let fields = Fields::of(resource);
        match &*resource.address.kind {
            "alicloud_cen_instance_attachment" => attached_to_cen(index, resource),
            "alicloud_cen_transit_router_vpc_attachment" => attached_to_router(index, resource),
            "alicloud_cen_transit_router" => {
                let own = own(resource);
                let hub = index.hub(HubKind::TransitRouter, &own);
                let own = End { node: Ok(Node::Hub(hub)), is_vpc: false, place: resource.head };
                let cen = end(index, fields, CEN);
                let why = "whether the transit routers of a CEN are joined is not in view";
                add(index, resource, [own, cen], Some(untold(resource, why)));
            }
            "alicloud_router_interface" | "alicloud_express_connect_router_interface" => {
                if fields.text("opposite_router_id").is_present() != Ok(false) {
                    let ends = [router(index, fields, ""), router(index, fields, "opposite_")];
                    add(index, resource, ends, None);
                }
            }
            "alicloud_router_interface_connection" => {
                let side = |name| interface(fields, name, &interfaces);
                let ends = [side("interface_id"), side("opposite_interface_id")];
                add(index, resource, ends, None);
            }
            kind => {
                if let Some((_, a, b)) = LINKS.iter().find(|(link, ..)| *link == kind) {
                    let ends = [end(index, fields, *a), end(index, fields, *b)];
                    add(index, resource, ends, None);
                }
            }
        }
    }
}

fn add(index: &mut Index, resource: &Resource, ends: [End; 2], open: Option<Open>) {
    let maybe = subject(resource).doubt();
    index.add_link(Link { subject: subject(resource), ends, maybe: maybe.or(open) });
}

fn untold(resource: &Resource, why: &str) -> Open {
    Open { why: Why::Untold(why.into()), origin: resource.head }
}

fn end(index: &mut Index, fields: Fields<'_>, to: To) -> End {
    let (To::Vpc(name) | To::Hub(_, name)) = to;
    let place = fields.value(name).map_or(fields.head, |id| id.origin);
    let is_vpc = matches!(to, To::Vpc(_));
    let node = led_to(fields, name, ALIASES).map(|identity| match to {
        To::Vpc(_) => Node::Vpc(index.vpc(&identity, place)),
        To::Hub(kind, _) => Node::Hub(index.hub(kind, &identity)),
    });
    End { node, is_vpc, place }
}

/// `child_instance_type` came late; before it there were VPCs, and border routers by their ids.
fn attached_to_cen(index: &mut Index, resource: &Resource) {
    let fields = Fields::of(resource);
    let child = "child_instance_id";
    let (to, open) = match fields.text("child_instance_type") {
        Attr::Known(kind, _) if &*kind == "VBR" => (To::Hub(HubKind::BorderRouter, child), None),
        Attr::Known(kind, _) if &*kind == "CCN" => return,
        Attr::Unknown { open, .. } => (To::Vpc(child), Some(open)),
        _ => (To::Vpc(child), None),
    };
    let ends = [end(index, fields, to), end(index, fields, To::Hub(HubKind::Cen, "instance_id"))];
    add(index, resource, ends, open);
}

/// Without a transit router it is the one of the region, and the region is not in view.
fn attached_to_router(index: &mut Index, resource: &Resource) {
    let fields = Fields::of(resource);
    let vpc = end(index, fields, To::Vpc("vpc_id"));
    if fields.text("transit_router_id").is_present() == Ok(false)
        && fields.text("cen_id").is_present() != Ok(false)
    {
        let why = "no transit_router_id is written, so which one of the CEN it is is not known";
        let cen = end(index, fields, CEN);
        return add(index, resource, [vpc, cen], Some(untold(resource, why)));
    }
    let router = end(index, fields, TRANSIT);
    add(index, resource, [vpc, router], None);
}

/// The router that an interface belongs to: that of a VPC, or a border router.
fn router(index: &mut Index, fields: Fields<'_>, side: &str) -> End {
    let kind = fields.text(&format!("{side}router_type"));
    let (own, opposite) = ("router_id", "opposite_router_id");
    let name = if side.is_empty() { own } else { opposite };
    match kind {
        Attr::Known(kind, _) if &*kind == "VBR" => {
            end(index, fields, To::Hub(HubKind::BorderRouter, name))
        }
        _ => end(index, fields, To::Vpc(name)),
    }
}

type Interfaces = HashMap<Identity, End>;

fn interfaces(index: &mut Index, resources: &[&Resource]) -> Interfaces {
    let is_one = |kind: &str| {
        matches!(kind, "alicloud_router_interface" | "alicloud_express_connect_router_interface")
    };
    let all = resources.iter().copied().filter(|resource| is_one(&resource.address.kind));
    let entry = |resource: &Resource| {
        let identity = own(resource);
        (identity, router(index, Fields::of(resource), ""))
    };
    all.map(entry).collect()
}

fn interface(fields: Fields<'_>, name: &str, interfaces: &Interfaces) -> End {
    let place = fields.value(name).map_or(fields.head, |id| id.origin);
    let unknown = |open| End { node: Err(open), is_vpc: true, place };
    match led_to(fields, name, &[]) {
        Ok(identity) => interfaces.get(&identity).cloned().unwrap_or_else(|| {
            let why = format!("which router the interface {identity} belongs to is not known");
            unknown(Open { why: Why::Untold(why.into()), origin: place })
        }),
        Err(open) => unknown(open),
    }
}
