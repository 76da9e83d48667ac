//! What rules are given. Rules see no spans and no text, only ids.

use super::outcome::{Answer, Found, Outcome};
use super::terms::Terms;
use crate::change::Comparison;
use crate::model::{Cluster, Count, Estate, Floor, NodePool, Open, PoolKind, Subject};
use crate::module::{Permitted, Releases, Standing};
use crate::options::Expect;

/// What a rule may look at.
#[derive(Clone, Copy)]
pub struct Context<'e> {
    /// All that is defined.
    pub estate: &'e Estate,
    /// The version of the provider that each root is applied with, by the number of the root.
    pub providers: &'e [Permitted],
    /// What is asked of the clusters of each root, by the number of the root.
    pub terms: &'e [Terms],
    /// What every cluster must hold, by `--expect`.
    pub expect: Expect,
    /// What changes, where that is asked about.
    pub comparison: Option<&'e Comparison>,
    /// The one subject that is asked about; `None` for all.
    pub only: Option<&'e Subject>,
}

impl<'e> Context<'e> {
    /// The answers of a rule on clusters: `None` where the rule does not apply.
    pub fn each_cluster(
        &self,
        decide: impl Fn(&'e Cluster) -> Result<Option<Outcome>, Open>,
    ) -> Vec<Answer> {
        let answer = |cluster: &'e Cluster| {
            let outcome = match decide(cluster) {
                Ok(outcome) => outcome?,
                Err(open) => Outcome::undecided(open),
            };
            Some(Answer { subject: cluster.subject.clone(), outcome })
        };
        let asked = self.estate.clusters.iter().filter(|cluster| self.asks(&cluster.subject));
        asked.filter_map(answer).collect()
    }

    /// The answers of a rule on node pools, given the cluster of each or why it is not known: `None`
    /// where the rule does not apply. Of workers that are written into a cluster, the cluster is the
    /// subject. Masters are no pool.
    pub fn each_pool(
        &self,
        decide: impl Fn(&'e NodePool, Result<&'e Cluster, &'e Open>) -> Result<Option<Outcome>, Open>,
    ) -> Vec<Answer> {
        let answer = |pool: &'e NodePool| {
            let cluster = pool.cluster.as_ref().map(|id| &self.estate.clusters[id.0]);
            let outcome = match decide(pool, cluster) {
                Ok(outcome) => outcome?,
                Err(open) => Outcome::undecided(open),
            };
            Some(Answer { subject: pool.subject.clone(), outcome })
        };
        let pools = self.estate.pools.iter().filter(|pool| pool.kind != PoolKind::Masters);
        pools.filter(|pool| self.asks(&pool.subject)).filter_map(answer).collect()
    }

    /// Whether something that is so in some releases of the provider holds for a resource.
    pub fn standing(&self, subject: &Subject, releases: &[Releases]) -> Standing {
        match self.providers.get(subject.root as usize) {
            Some(provider) => provider.standing(releases),
            None => Permitted::default().standing(releases),
        }
    }

    /// Whether a subject is asked about.
    pub fn asks(&self, subject: &Subject) -> bool {
        self.only.is_none_or(|only| only.same(subject))
    }

    /// The nodes that a cluster plans, by all its pools, masters included.
    pub fn planned(&self, cluster: &Cluster) -> Count {
        let planned = Count::sum(self.estate.pools_of(cluster).map(|pool| &pool.planned));
        Count { open: planned.open.or_else(|| cluster.more_nodes.clone()), ..planned }
    }

    /// A finding with those who ask for the nodes and pods of a cluster: its pools, a comment.
    pub fn with_askers(&self, mut found: Found, cluster: &Cluster) -> Found {
        let pools = self.estate.pools_of(cluster).filter(|pool| pool.planned.least > 0);
        for pool in pools {
            let nodes = pool.planned.least;
            let what = match pool.kind {
                PoolKind::Pool => format!("{} plans", pool.subject.address),
                PoolKind::Inline => "the workers of the cluster are".to_owned(),
                PoolKind::Masters => "the masters of the cluster are".to_owned(),
            };
            let noun = if nodes == 1 { "node" } else { "nodes" };
            found = found.with(format!("{what} {nodes} {noun}"), pool.subject.head, None);
        }
        for (floor, noun) in [(cluster.expected.nodes, "nodes"), (cluster.expected.pods, "pods")] {
            if let Some(Floor { number, origin: Some(origin) }) = floor {
                found = found.with(format!("{number} {noun} are expected here"), origin, None);
            }
        }
        found
    }

    /// The nodes that a cluster is expected to have, by comment and option.
    pub fn expected_nodes(&self, cluster: &Cluster) -> u64 {
        floor(cluster.expected.nodes, self.expect.nodes)
    }

    /// The pods that a cluster is expected to have.
    pub fn expected_pods(&self, cluster: &Cluster) -> u64 {
        floor(cluster.expected.pods, self.expect.pods)
    }

    /// The Services that a cluster is expected to have.
    pub fn expected_services(&self, cluster: &Cluster) -> u64 {
        floor(cluster.expected.services, self.expect.services)
    }

    /// The Services that the range of a cluster must hold, whatever is expected.
    pub fn minimum_services(&self, cluster: &Cluster) -> u64 {
        self.terms(cluster, Terms::minimum_services)
    }

    /// The nodes that the range of a cluster must hold, whatever is planned.
    pub fn minimum_nodes(&self, cluster: &Cluster) -> u64 {
        self.terms(cluster, Terms::minimum_nodes)
    }

    /// The entries that the route table of a cluster's VPC has been granted.
    pub fn route_entries(&self, cluster: &Cluster) -> u64 {
        self.terms(cluster, Terms::route_entries)
    }

    /// A finding with the place where a number that it rests on is told, if somebody tells it.
    pub fn with_term(
        &self,
        found: Found,
        cluster: &Cluster,
        message: &str,
        told: impl Fn(&Terms) -> Option<Floor>,
    ) -> Found {
        let told = self.terms(cluster, told).and_then(|floor| floor.origin);
        match told {
            Some(origin) => found.with(message.to_owned(), origin, None),
            None => found,
        }
    }

    fn terms<T>(&self, cluster: &Cluster, what: impl Fn(&Terms) -> T) -> T {
        match self.terms.get(cluster.subject.root as usize) {
            Some(terms) => what(terms),
            None => what(&Terms::default()),
        }
    }
}

fn floor(written: Option<Floor>, option: Option<u64>) -> u64 {
    written.map_or(0, |floor| floor.number).max(option.unwrap_or(0))
}
