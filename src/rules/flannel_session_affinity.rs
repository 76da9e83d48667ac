//! Session affinity of a `LoadBalancer` Service with Flannel.

use super::context::Context;
use super::meant::meant_for;
use super::outcome::{Answer, Found, Outcome};
use crate::model::{Attr, Object, Open, Service};
use std::sync::Arc;

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_cluster(|cluster| {
        if !cluster.is_flannel()? {
            return Ok(None);
        }
        let services = meant_for(cx, cluster, |object| match object {
            Object::Service(service) if sticks(service) != Ok(false) => Some(service),
            _ => None,
        });
        let mut open = services.more();
        let mut found: Option<Found> = None;
        for (workload, service) in services.certain {
            if let Err(why) = sticks(service) {
                open = Open::either(open, Some(why));
                continue;
            }
            let subject = &workload.subject;
            found = Some(match found {
                None => first(&subject.address.to_string(), service),
                Some(found) => {
                    let what = format!("so does {}", subject.address);
                    found.with(what, service.affinity.origin(), Some(subject))
                }
            });
        }
        let outcome = found.map_or_else(Outcome::clean, Outcome::found);
        Ok(Some(outcome.or_case(open, "affinity", "session_affinity")))
    })
}

/// Whether a load balancer is to keep clients at their pods.
fn sticks(service: &Service) -> Result<bool, Open> {
    let is = |attr: &Attr<Arc<str>>, wanted: &str| {
        attr.get().map(|text| text.is_some_and(|text| &**text == wanted))
    };
    match (is(&service.kind, "LoadBalancer"), is(&service.affinity, "ClientIP")) {
        (Ok(false), _) | (_, Ok(false)) => Ok(false),
        (Ok(true), Ok(true)) => Ok(true),
        (Err(open), _) | (_, Err(open)) => Err(open),
    }
}

fn first(address: &str, service: &Service) -> Found {
    let message = format!(
        "{address} asks a load balancer to keep each client at its pod, but with Flannel the load \
         balancer reaches pods through NodePort: when pods change, connections break and clients \
         start again elsewhere"
    );
    let place = service.affinity.origin();
    Found::new("affinity", "session_affinity", place, message).help(
        "keep sessions outside of the pods, or choose Terway, whose pods the load balancer reaches \
         directly"
            .to_owned(),
    )
}
