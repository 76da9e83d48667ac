//! What each cluster of an estate can become: its ranges, how many nodes and pods they hold, what
//! limits these, and what of it can change later.

mod foreign;
mod later;
mod limits;
mod nodes;
mod others;
mod ranges;
mod zones;

use crate::check::{Looked, Misuse, with_opened};
use crate::model::{Cluster, Kind, Open, PlugIn, Plugged};
use crate::options::Options;
use crate::report::capacity::{Cluster as Shown, Cni, Foreign, Nodes, Pods};
use crate::report::resolve::problems;
use crate::report::view::Problem;
use crate::rules::{Context, Worlds, service_range};
use crate::source::Files;
use limits::Limits;
use nodes::Planned;
use std::collections::BTreeSet;
use zones::Spread;

/// The network plan of every cluster that paths stand for, and what could not be looked at.
///
/// # Errors
/// If an option gives a variable that no root declares.
pub fn network_plan(
    files: &dyn Files,
    paths: &[String],
    options: &Options,
) -> Result<(Vec<Shown>, Vec<Problem>), Misuse> {
    with_opened(files, paths, options, |opened| {
        let looked = Looked::at(opened);
        let estates = looked.estates();
        let (estate, providers, terms) = (estates.base(), estates.providers(), estates.terms());
        let cx = Context {
            estate,
            providers,
            terms,
            expect: options.expect,
            comparison: None,
            only: None,
        };
        let wish = options.pods_per_node;
        let demands: Vec<Demand> = estate
            .clusters
            .iter()
            .map(|cluster| Demand::of(Plan::of(cx, cluster, &[], wish)))
            .collect();
        let foreign = foreign::foreign(&estates, options);
        let of = |((cluster, demand), foreign): ((&Cluster, &Demand), Vec<Foreign>)| {
            let root = looked.roots[cluster.subject.root as usize].shown().to_owned();
            let shown = Plan::of(cx, cluster, &demands, wish).shown(root, demand);
            Shown { foreign, ..shown }
        };
        let shown = estate.clusters.iter().zip(&demands).zip(foreign).map(of).collect();
        Ok((shown, problems(opened.sources(), &looked.problems)))
    })
}

/// Why numbers are missing, each reason once.
#[derive(Debug, Default, Clone)]
struct Reasons(BTreeSet<String>);

impl Reasons {
    fn add(&mut self, what: &str, why: &dyn std::fmt::Display) {
        self.0.insert(format!("{what}: {why}"));
    }

    /// One of the reasons.
    fn first(&self) -> String {
        self.0.first().cloned().unwrap_or_else(|| "that is not known".to_owned())
    }

    /// What is known; where it is not, the reason is kept.
    fn known<T>(&mut self, what: &str, value: Result<T, Open>) -> Option<T> {
        value.map_err(|open| self.add(what, &open.why)).ok()
    }
}

/// What a cluster asks for, and where.
struct Demand {
    planned: Planned,
    spread: Spread,
    why: Reasons,
}

impl Demand {
    fn of(mut plan: Plan<'_>) -> Self {
        let planned = Planned::of(&mut plan);
        let spread = Spread::of(&mut plan, &planned);
        Self { planned, spread, why: plan.why }
    }
}

/// The plan of a cluster in the making.
struct Plan<'e> {
    cx: Context<'e>,
    cluster: &'e Cluster,
    /// What each cluster of the estate asks for.
    demands: &'e [Demand],
    /// The pods that each node is to hold.
    wish: Option<u64>,
    why: Reasons,
}

impl<'e> Plan<'e> {
    fn of(cx: Context<'e>, cluster: &'e Cluster, demands: &'e [Demand], wish: Option<u64>) -> Self {
        Self { cx, cluster, demands, wish, why: Reasons::default() }
    }

    fn shown(mut self, root: String, demand: &Demand) -> Shown {
        let Demand { planned, spread, why } = demand;
        self.why = why.clone();
        let cni = self.cni();
        let has_nodes = !matches!(cni, Cni::None);
        let limits = if has_nodes { Limits::of(&mut self, demand) } else { Limits::default() };
        let services = service_range(self.cluster);
        let services = self.why.known("Services", services);
        let some = |number: u64| (number > 0).then_some(number);
        let (cx, cluster) = (self.cx, self.cluster);
        let nodes = if has_nodes {
            Nodes {
                planned: planned.nodes,
                at_least: planned.at_least,
                expected: some(cx.expected_nodes(cluster)),
                max: limits.max,
                limited_by: limits.by,
            }
        } else {
            Nodes::default()
        };
        let pods = Pods {
            planned: planned.pods,
            expected: some(cx.expected_pods(cluster)),
            max: nodes.max.and_then(|nodes| planned.held_by(nodes)),
            per_node: planned.per_node,
            asked: self.wish.filter(|wish| planned.per_node.is_some_and(|(_, most)| most < *wish)),
        };
        let ranges = self.ranges(planned, spread);
        let later = self.later(cni);
        let subject = &self.cluster.subject;
        Shown {
            subject: subject.address.to_string(),
            root,
            maybe: subject.maybe.as_ref().map(ToString::to_string),
            cni,
            nodes,
            pods,
            services_expected: some(cx.expected_services(cluster)),
            services_max: services.map(|range| crate::capacity::addresses(range.cidr.into())),
            ranges,
            foreign: Vec::new(),
            limits: limits.all,
            zones: spread.shown(self.is_terway(), planned, limits.zones.as_ref()),
            later,
            undecided: self.why.0.into_iter().collect(),
        }
    }

    fn cni(&mut self) -> Cni {
        let pools = self.cx.estate.pools_of(self.cluster);
        let exclusive: Vec<bool> =
            pools.map(|pool| pool.exclusive.known() == Some(&true)).collect();
        let all_exclusive = !exclusive.is_empty() && exclusive.iter().all(|exclusive| *exclusive);
        match &self.cluster.plugged {
            Ok(Plugged::By { plug_in: PlugIn::Flannel | PlugIn::FlannelVxlan, .. }) => Cni::Flannel,
            Ok(Plugged::By { plug_in: PlugIn::TerwayExclusive, .. }) => Cni::TerwayExclusive,
            Ok(Plugged::By { plug_in: PlugIn::Terway, .. }) if all_exclusive => {
                Cni::TerwayExclusive
            }
            Ok(Plugged::By { plug_in: PlugIn::Terway, .. }) => Cni::Terway,
            Ok(Plugged::Other) => Cni::Other,
            Ok(Plugged::None) => Cni::None,
            Ok(Plugged::Both) => {
                self.why.add("plug-in", &"Flannel and Terway are both asked for");
                Cni::Unknown
            }
            Ok(Plugged::Undeclared) => {
                self.why.add("plug-in", &"none is named, and no range tells which one is meant");
                Cni::Unknown
            }
            Err(open) => {
                self.why.add("plug-in", &open.why);
                Cni::Unknown
            }
        }
    }

    fn plug_in(&self) -> Option<PlugIn> {
        self.cluster.plug_in().ok().flatten()
    }

    /// Whether each node takes an entry of the VPC's route table.
    fn takes_routes(&self) -> bool {
        self.plug_in().is_some_and(PlugIn::takes_routes)
    }

    fn is_flannel(&self) -> bool {
        self.plug_in().is_some_and(PlugIn::is_flannel)
    }

    fn is_terway(&self) -> bool {
        self.plug_in().is_some_and(|plug_in| !plug_in.is_flannel())
    }

    fn kind(&self) -> Option<Kind> {
        self.cluster.kind.as_ref().ok().copied()
    }
}
