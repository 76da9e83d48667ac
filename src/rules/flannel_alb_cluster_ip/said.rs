//! What is said of ALB Ingress, and of its controller.

use super::super::outcome::Found;
use super::{ADDON, Reached, TYPE};
use crate::eval::OriginId;
use crate::model::{Cluster, Open};

pub(super) fn found(reached: &[Reached<'_>]) -> Option<Found> {
    let ((ingress, service, place, name), others) = reached.split_first()?;
    let message = format!(
        "{} leads ALB to the Service {name} of type {TYPE}, but with Flannel ALB forwards only to \
         NodePort and LoadBalancer Services: its requests reach no pod",
        ingress.subject.address
    );
    let help = format!(
        "type = \"NodePort\" for the Service {name}; with Terway ALB would reach its pods directly"
    );
    let subject = &ingress.subject;
    let mut found = Found::new("cluster_ip", "backend", *place, message).help(help);
    found = found.with("the Ingress", subject.head, Some(subject));
    for (_, other, place, name) in others {
        if other.subject.same(&service.subject) && name == &reached[0].3 {
            continue;
        }
        found = found.with(format!("so is the Service {name}"), *place, Some(&other.subject));
    }
    Some(found)
}

pub(super) fn controller(cluster: &Cluster) -> Option<OriginId> {
    let mut named = cluster.addons.named(ADDON);
    named.find(|addon| addon.maybe.is_none()).map(|addon| addon.origin)
}

/// Why the add-on may be there.
pub(super) fn perhaps_controller(cluster: &Cluster) -> Option<Open> {
    let perhaps = cluster.addons.named(ADDON).find_map(|addon| addon.maybe.clone());
    perhaps.or_else(|| cluster.addons.open.clone())
}

pub(super) fn alone(place: OriginId) -> Found {
    let message = format!(
        "{ADDON} on a cluster with Flannel: an ALB Ingress forwards only to NodePort and \
         LoadBalancer Services here, never to {TYPE}"
    );
    Found::new("controller", "controller", place, message)
        .help("give each Service behind ALB the type NodePort, or choose Terway".to_owned())
}
