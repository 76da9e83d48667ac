//! A managed cluster plans more nodes than its specification may have.

use super::context::Context;
use super::outcome::{Answer, Found, Outcome};
use crate::eval::OriginId;
use crate::facts;
use crate::model::{Attr, Cluster, Count, Kind, Open, PlugIn};

/// The specification that ACK takes where none is written, and how the others begin.
const PRO: &str = "ack.pro.";

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_cluster(|cluster| {
        if cluster.kind.clone()? != Kind::Managed {
            return Ok(None);
        }
        let nodes = Nodes::of(cx, cluster);
        match &cluster.cluster_spec {
            Attr::Known(spec, place) if is_basic(spec) => {
                Ok(Some(nodes.basic(cx, cluster, *place)))
            }
            Attr::Known(spec, place) if spec.starts_with(PRO) => {
                nodes.pro(cx, cluster, (spec, *place))
            }
            Attr::Known(..) => Ok(None),
            Attr::Absent(head) => Ok(Some(nodes.basic(cx, cluster, *head))),
            // the smallest of all quotas is kept
            Attr::Unknown { .. } if nodes.fit("nodes_basic_max") => Ok(Some(Outcome::clean())),
            Attr::Unknown { open, .. } => Err(open.clone()),
        }
    })
}

fn is_basic(spec: &str) -> bool {
    spec == facts::default("cluster_spec")
}

/// The nodes that a cluster is to have.
struct Nodes {
    /// At least so many.
    least: u64,
    /// Why there may be more.
    open: Option<Open>,
    /// Nodes that upgrades add for a while.
    surge: Count,
    /// Who asks for them.
    verb: &'static str,
}

impl Nodes {
    fn of(cx: &Context<'_>, cluster: &Cluster) -> Self {
        let planned = cx.planned(cluster);
        let expected = cx.expected_nodes(cluster);
        let verb = if planned.least >= expected { "planned" } else { "expected" };
        let surge = Count::sum(cx.estate.pools_of(cluster).map(|pool| &pool.surge));
        Self { least: planned.least.max(expected), open: planned.open, surge, verb }
    }

    fn fit(&self, quota: &str) -> bool {
        self.open.is_none() && self.least <= facts::quota(quota)
    }

    fn basic(&self, cx: &Context<'_>, cluster: &Cluster, place: OriginId) -> Outcome {
        let most = facts::quota("nodes_basic_max");
        if self.least <= most {
            return Outcome::clean().or_case(self.open.clone(), "basic", "cluster_spec");
        }
        let spec = facts::default("cluster_spec");
        let default = matches!(cluster.cluster_spec, Attr::Absent(_));
        let whose = if default { ", the default of ACK," } else { "" };
        let message = format!(
            "{spec}{whose} holds {most} nodes; {} are {}: no node joins after the {most}th",
            self.least, self.verb
        );
        let found = Found::new("basic", "cluster_spec", place, message)
            .by_default(default.then_some("ACK"))
            .help(format!("cluster_spec = \"{PRO}small\"; a cluster of that kind cannot go back"));
        Outcome::found(cx.with_askers(found, cluster))
    }

    fn pro(
        &self,
        cx: &Context<'_>,
        cluster: &Cluster,
        (spec, place): (&str, OriginId),
    ) -> Result<Option<Outcome>, Open> {
        let [usual, most] = ["nodes_terway_default", "nodes_terway_max"].map(facts::quota);
        let surged = self.least.saturating_add(self.surge.least);
        if cluster.plugged.is_err() && self.fit("nodes_terway_default") && surged <= usual {
            return Ok(Some(Outcome::clean()));
        }
        if cluster.plug_in()?.is_none_or(PlugIn::is_flannel) {
            // the routes of the VPC are the limit, or whatever a plug-in of one's own says
            return Ok(Some(Outcome::clean()));
        }
        let (case, message) = if self.least > most {
            (
                "above_maximum",
                format!(
                    "{} nodes are {}; {spec} with Terway holds {most}, which nobody can raise",
                    self.least, self.verb
                ),
            )
        } else if surged > usual {
            let surge = self.surge.least;
            let during = if surge > 0 {
                format!(", {surge} of them during upgrades")
            } else {
                String::new()
            };
            (
                "above_default",
                format!(
                    "{surged} nodes are {}{during}; {spec} with Terway holds {usual} until the quota \
                 is raised, {most} at most",
                    self.verb
                ),
            )
        } else {
            let clean =
                Outcome::clean().or_case(self.open.clone(), "above_maximum", "cluster_spec");
            let surge = self.surge.open.clone();
            return Ok(Some(clean.or_case(surge, "above_default", "cluster_spec")));
        };
        let help = match case {
            "above_maximum" => "spread the nodes over several clusters",
            _ => "ask for the quota before the first apply, or spread the nodes over clusters",
        };
        let found = Found::new(case, "cluster_spec", place, message).help(help.to_owned());
        let found = Outcome::found(cx.with_askers(found, cluster));
        Ok(Some(found.or_case(self.open.clone(), "above_maximum", "cluster_spec")))
    }
}
