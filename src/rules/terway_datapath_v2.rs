//! `DataPath` V2 is on, and a pool cannot run it.

use super::context::Context;
use super::outcome::{Answer, Found, Outcome};
use super::pools::{Home, each_terway_pool, where_on};
use crate::eval::Why;
use crate::model::{Attr, Cluster, NodePool, Open, PlugIn, PoolKind};
use std::sync::Arc;

/// The setting of the network add-on.
const KEY: &str = "IPVlan";

/// How names of images begin that can run it; what is longer is a variant of it.
const FIT: &[&str] = &["AliyunLinux3", "ContainerOS", "Ubuntu"];

/// How names of images begin that cannot.
const UNFIT: &[&str] = &["CentOS", "Windows"];

/// An image that cannot, by its full name: newer ones begin with it.
const UNFIT_EXACTLY: &str = "AliyunLinux";

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    let clusters = cx.each_cluster(|cluster| {
        if cluster.plug_in()?.is_none_or(PlugIn::is_flannel) {
            return Ok(None);
        }
        let on = cluster.addons.network_switch(KEY, cluster.subject.head);
        let is_on = on.get()? == Some(&true);
        Ok(Some(if is_on { Outcome::found(conntrack(&on)) } else { Outcome::clean() }))
    });
    let pools = each_terway_pool(cx, |pool, home| {
        let on = home.switch(KEY);
        let judged = where_on(&on, || {
            let mut outcome = Outcome::clean();
            image(pool, &mut outcome);
            sandbox(pool, home, &mut outcome);
            if let Attr::Known(_, place) = on {
                for found in &mut outcome.findings {
                    *found = found.clone().with("DataPath V2 is turned on here", place, None);
                }
            }
            outcome
        });
        Ok(judged)
    });
    Answer::merged(clusters.into_iter().chain(pools))
}

fn conntrack(on: &Attr<bool>) -> Found {
    let message = "DataPath V2 keeps connections in an LRU map: when it is full, the oldest are \
                   dropped without a word";
    let help = "size the map for the connections that a node will have, before there is traffic";
    Found::new("conntrack", "addons", on.origin(), message.to_owned()).help(help.to_owned())
}

fn image(pool: &NodePool, outcome: &mut Outcome) {
    let attribute = if pool.kind == PoolKind::Pool { "image_type" } else { "platform" };
    match &pool.image {
        Attr::Absent(_) => {}
        Attr::Unknown { open, .. } => outcome.doubt(open, "image", attribute),
        Attr::Known(image, place) => match runs_on(image) {
            Some(true) => {}
            Some(false) => {
                let message = format!(
                    "{image} cannot run DataPath V2, which runs on {}: the pods of these nodes get no \
                     network",
                    FIT.join(", ")
                );
                let help = format!("{attribute} = \"{}\"", FIT[0]);
                let found = Found::new("image", attribute, *place, message);
                outcome.findings.push(found.help(help));
            }
            None => {
                let why = format!("no document that acklint has says whether {image} runs DataPath V2");
                let open = Open { why: Why::Untold(why.into()), origin: *place };
                outcome.doubt(&open, "image", attribute);
            }
        },
    }
}

fn runs_on(image: &str) -> Option<bool> {
    let begins = |names: &[&str]| names.iter().any(|name| image.starts_with(name));
    match image {
        _ if begins(FIT) => Some(true),
        image if image == UNFIT_EXACTLY || begins(UNFIT) => Some(false),
        _ => None,
    }
}

fn sandbox(pool: &NodePool, home: &Home<'_>, outcome: &mut Outcome) {
    let attribute = if pool.kind == PoolKind::Pool { "runtime_name" } else { "runtime" };
    match runtime(pool, home.cluster) {
        Attr::Known(runtime, place) if runtime.to_ascii_lowercase().contains("sandbox") => {
            let message = format!(
                "{runtime} runs pods in sandboxes, which DataPath V2 does not support: these pods \
                 get no network"
            );
            let help = "another runtime for this pool, or a cluster without DataPath V2";
            let found = Found::new("sandbox", attribute, place, message);
            outcome.findings.push(found.help(help.to_owned()));
        }
        Attr::Known(..) | Attr::Absent(_) => {}
        Attr::Unknown { open, .. } => outcome.doubt(&open, "sandbox", attribute),
    }
}

/// The runtime of a pool: its own, else that of its cluster.
fn runtime(pool: &NodePool, cluster: Result<&Cluster, &Open>) -> Attr<Arc<str>> {
    match (&pool.runtime, cluster) {
        (Attr::Absent(_), Ok(cluster)) => cluster.runtime.clone(),
        (Attr::Absent(_), Err(open)) => Attr::Unknown { open: open.clone(), present: false },
        (own, _) => own.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_by_their_names() {
        for (image, expected) in [
            ("AliyunLinux", Some(false)),
            ("CentOS", Some(false)),
            ("Windows", Some(false)),
            ("WindowsCore", Some(false)),
            ("AliyunLinux3", Some(true)),
            ("AliyunLinux3Arm64", Some(true)),
            ("AliyunLinux3ContainerOptimized", Some(true)),
            ("ContainerOS", Some(true)),
            ("Ubuntu", Some(true)),
            ("AliyunLinuxUEFI", None),
            ("AliyunLinuxSecurity", None),
            ("AliyunLinux4", None),
            ("Custom", None),
        ] {
            assert_eq!(runs_on(image), expected, "{image}");
        }
    }
}
