//! Whether the route tables of a transit router let two attachments reach each other.

use crate::eval::{OriginId, Why};
use crate::model::{Identity, Link, Node, Open, Tabled};
use crate::rules::context::Context;
use crate::rules::near::Near;
use std::sync::Arc;

/// Whether two attachments reach each other. Without route tables in view they do; where tables
/// are in view both directions must be in them.
pub(super) fn judge(cx: &Context<'_>, (a, b): (&Link, &Link), one_router: bool) -> Near {
    let denied = denied(cx, [a, b]);
    let (from, to) = (identity(a), identity(b));
    let tables = &cx.estate.transit;
    let lists = [&tables.associations, &tables.propagations, &tables.entries];
    let in_view = lists
        .into_iter()
        .flatten()
        .any(|line| [&from, &to].iter().any(|own| line.attachment.as_ref() == Ok(*own)));
    let open = |why: &str| Open { why: Why::Untold(why.into()), origin: b.subject.head };
    let near = if !in_view {
        Near::Yes
    } else if !one_router {
        Near::Perhaps(open("how the route tables of two transit routers lead on is not looked at"))
    } else {
        let there = direction(cx, &from, &to, b.subject.head);
        let back = direction(cx, &to, &from, a.subject.head);
        match (there, back) {
            (Near::No, Near::No) => Near::No,
            (Near::Yes, Near::Yes) => Near::Yes,
            (Near::Perhaps(open), _) | (_, Near::Perhaps(open)) => Near::Perhaps(open),
            _ => Near::Perhaps(open("the route tables in view lead one way only")),
        }
    };
    near.unless(denied.as_ref())
}

fn identity(link: &Link) -> Identity {
    Identity::Resource(link.subject.root, Arc::clone(&link.subject.address))
}

/// Whether the table of one attachment leads to another.
fn direction(cx: &Context<'_>, from: &Identity, to: &Identity, place: OriginId) -> Near {
    let tables = &cx.estate.transit;
    let perhaps = |why: Why| Near::Perhaps(Open { why, origin: place });
    let of_from = |line: &&Tabled| line.attachment.as_ref() == Ok(from);
    let Some(own) = tables.associations.iter().find(of_from) else {
        let why = format!("the route table of {from} is not in view");
        return perhaps(Why::Untold(why.into()));
    };
    let table = match (&own.table, &own.maybe) {
        (Err(open), _) | (_, Some(open)) => return Near::Perhaps(open.clone()),
        (Ok(table), None) => table,
    };
    let mut answer = Near::No;
    let lines = tables.propagations.iter().map(|line| (line, false));
    for (line, entry) in lines.chain(tables.entries.iter().map(|line| (line, true))) {
        match leads(line, entry, table, to) {
            Near::Yes => return Near::Yes,
            Near::Perhaps(open) => answer = Near::Perhaps(open),
            Near::No => {}
        }
    }
    let known = matches!(table, Identity::Resource(..));
    match answer {
        Near::No if !known => {
            let why = format!("what else the route table {table} knows is not in view");
            perhaps(Why::Untold(why.into()))
        }
        answer => answer,
    }
}

/// Whether a line of a route table leads from the table to an attachment. An entry that leads to
/// another attachment may lead on from there.
fn leads(line: &Tabled, entry: bool, table: &Identity, to: &Identity) -> Near {
    let in_table = match &line.table {
        Ok(other) if other == table => Near::Yes,
        Ok(other @ Identity::Reference(reference)) if other != table => {
            Near::Perhaps(Open { why: Why::Reference(reference.clone()), origin: line.head })
        }
        Ok(_) => Near::No,
        Err(open) => Near::Perhaps(open.clone()),
    };
    let leads_to = match &line.attachment {
        Ok(attachment) if attachment == to => Near::Yes,
        Ok(attachment) if entry => {
            let why = format!("where an entry by way of {attachment} leads on is not looked at");
            Near::Perhaps(Open { why: Why::Untold(why.into()), origin: line.head })
        }
        Ok(Identity::Reference(reference)) => {
            Near::Perhaps(Open { why: Why::Reference(reference.clone()), origin: line.head })
        }
        Ok(_) => Near::No,
        Err(open) => Near::Perhaps(open.clone()),
    };
    super::both(in_table, leads_to).unless(line.maybe.as_ref())
}

/// A route map of the CEN may take the routes away.
fn denied(cx: &Context<'_>, links: [&Link; 2]) -> Option<Open> {
    let cens = |link: &Link| {
        let hubs = link.ends.iter().filter_map(|end| match end.node {
            Ok(Node::Hub(hub)) => Some(cx.estate.hub(hub).identity.clone()),
            _ => None,
        });
        hubs.collect::<Vec<_>>()
    };
    if cx.estate.transit.denials.is_empty() {
        return None;
    }
    let attached: Vec<Identity> = links.into_iter().flat_map(cens).collect();
    let mut denials = cx.estate.transit.denials.iter();
    let elsewhere = |cen: &Identity| {
        // of a transit router the CEN is its own link
        let routers = attached.iter().any(|hub| hub == cen);
        let by_router = cx.estate.links.iter().any(|link| {
            let own = identity(link);
            attached.contains(&own) && cens(link).contains(cen)
        });
        !routers && !by_router
    };
    denials
        .find(|(cen, _)| !matches!(cen, Ok(cen @ Identity::Resource(..)) if elsewhere(cen)))
        .map(|(_, open)| open.clone())
}
