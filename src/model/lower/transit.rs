//! The route tables of transit routers: `alicloud_cen_transit_router_route_table_*`,
//! `alicloud_cen_transit_router_route_entry`, `alicloud_cen_route_map`.

use super::ids::{led_to, own, subject};
use super::link::ALIASES;
use super::read::Fields;
use crate::eval::{Resource, Why};
use crate::model::attr::{Attr, Open};
use crate::model::estate::Identity;
use crate::model::link::{Tabled, Transit};

pub(super) fn transit(resources: &[&Resource]) -> Transit {
    let mut transit = Transit::default();
    for resource in resources {
        let fields = Fields::of(resource);
        let table = "transit_router_route_table_id";
        let tabled = |attachment| Tabled {
            head: resource.head,
            attachment: led_to(fields, attachment, ALIASES),
            table: led_to(fields, table, ALIASES),
            maybe: subject(resource).doubt(),
        };
        match &*resource.address.kind {
            "alicloud_cen_transit_router_route_table_association" => {
                transit.associations.push(tabled("transit_router_attachment_id"));
            }
            "alicloud_cen_transit_router_route_table_propagation" => {
                transit.propagations.push(tabled("transit_router_attachment_id"));
            }
            // a black hole leads nowhere
            "alicloud_cen_transit_router_route_entry" if !is_black_hole(fields) => {
                transit.entries.push(tabled("transit_router_route_entry_next_hop_id"));
            }
            "alicloud_cen_transit_router_vpc_attachment" => by_itself(resource, &mut transit),
            "alicloud_cen_route_map" => {
                transit.denials.extend(denial(fields));
            }
            _ => {}
        }
    }
    transit
}

pub(super) fn is_black_hole(fields: Fields<'_>) -> bool {
    let kind = fields.text("transit_router_route_entry_next_hop_type");
    kind.known().is_some_and(|kind| kind.eq_ignore_ascii_case("BlackHole"))
}

/// An attachment may ask for the router's own table by itself.
fn by_itself(resource: &Resource, transit: &mut Transit) {
    let fields = Fields::of(resource);
    let own = own(resource);
    let flags = [
        ("route_table_association_enabled", &mut transit.associations),
        ("route_table_propagation_enabled", &mut transit.propagations),
    ];
    for (name, list) in flags {
        let maybe = match fields.truth(name) {
            Attr::Absent(_) | Attr::Known(false, _) => continue,
            Attr::Known(true, _) => None,
            Attr::Unknown { open, .. } => Some(open),
        };
        let table = led_to(fields, "transit_router_id", ALIASES);
        list.push(Tabled { head: resource.head, attachment: Ok(own.clone()), table, maybe });
    }
}

fn denial(fields: Fields<'_>) -> Option<(Result<Identity, Open>, Open)> {
    let open = match fields.text("map_result") {
        Attr::Known(result, origin) if result.eq_ignore_ascii_case("Deny") => {
            let why = "a route map denies some of the routes, and which is not looked at";
            Open { why: Why::Untold(why.into()), origin }
        }
        Attr::Unknown { open, .. } => open,
        _ => return None,
    };
    Some((led_to(fields, "cen_id", ALIASES), open))
}
