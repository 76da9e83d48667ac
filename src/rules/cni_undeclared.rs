//! A managed or dedicated cluster says nothing about its network plug-in.

use super::context::Context;
use super::outcome::{Answer, Found, Outcome};
use crate::model::{Kind, Plugged};

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_cluster(|cluster| {
        if !matches!(cluster.kind.clone()?, Kind::Managed | Kind::Dedicated) {
            return Ok(None);
        }
        // whatever is known decides: an add-on, even a disabled one, or a range
        let named = cluster.addons.network().next().is_some()
            || cluster.pod_cidr.is_present() == Ok(true)
            || cluster.pod_vswitches.is_present() == Ok(true)
            || cluster.names_network_type == Ok(true);
        if named {
            return Ok(Some(Outcome::clean()));
        }
        if cluster.plugged.clone()? != Plugged::Undeclared {
            return Ok(Some(Outcome::clean()));
        }
        let message = "no network plug-in is named: neither an add-on nor pod_cidr nor \
                       pod_vswitch_ids says Flannel or Terway, and what ACK takes then stays for ever";
        let help = "name it: addons { name = \"terway-eniip\" } with pod_vswitch_ids, or \
                    addons { name = \"flannel\" } with pod_cidr";
        let head = cluster.subject.head;
        let found = Found::new("undeclared", "network plug-in", head, message.to_owned());
        Ok(Some(Outcome::found(found.help(help.to_owned()))))
    })
}
