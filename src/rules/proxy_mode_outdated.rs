//! `proxy_mode` does not fit the version of Kubernetes.

use super::context::Context;
use super::outcome::{Answer, Found, Outcome};
use crate::eval::OriginId;
use crate::facts;
use crate::model::{Attr, Cluster, Kind, Open, Version};

const IPVS: &str = "ipvs";
const NFTABLES: &str = "nftables";
const ATTRIBUTE: &str = "proxy_mode";

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_cluster(|cluster| {
        let kind = cluster.kind.clone()?;
        if !kind.has_nodes() {
            return Ok(None);
        }
        let asked =
            Asked { cluster, edge: kind == Kind::Edge, version: Version::of(&cluster.version) };
        Ok(Some(match &cluster.proxy_mode {
            Attr::Known(mode, place) => asked.mode(mode, *place, None),
            Attr::Absent(head) => asked.mode(facts::default(ATTRIBUTE), *head, Some(whose(kind))),
            Attr::Unknown { open, .. } => asked.unknown(open),
        }))
    })
}

/// Who fills the mode in where none is written.
fn whose(kind: Kind) -> &'static str {
    if kind == Kind::Dedicated { "ACK" } else { "the provider" }
}

/// What a cluster is asked about.
struct Asked<'e> {
    cluster: &'e Cluster,
    edge: bool,
    version: Result<Option<Version>, Open>,
}

impl Asked<'_> {
    fn mode(&self, mode: &str, place: OriginId, default_of: Option<&'static str>) -> Outcome {
        match mode {
            NFTABLES => self.nftables(place),
            IPVS => self.ipvs(place, default_of),
            _ => Outcome::clean(),
        }
    }

    /// The mode is not known: what each could come to.
    fn unknown(&self, open: &Open) -> Outcome {
        let head = self.cluster.subject.head;
        let mut outcome = Outcome::clean();
        for way in [self.nftables(head), self.ipvs(head, None)] {
            way.findings.iter().for_each(|found| outcome.doubt(open, found.case, ATTRIBUTE));
            outcome.doubts.extend(way.doubts);
        }
        outcome
    }

    fn nftables(&self, place: OriginId) -> Outcome {
        let found = |message: String| {
            let help = format!("proxy_mode = \"{IPVS}\" or \"iptables\"");
            Outcome::found(Found::new(NFTABLES, ATTRIBUTE, place, message).help(help))
        };
        if self.edge {
            return found(format!(
                "proxy_mode = \"{NFTABLES}\" on an edge cluster, which refuses it"
            ));
        }
        let from = facts::quota("nftables_minor_min");
        match &self.version {
            Ok(Some(version)) if !version.has_minor(from) => found(format!(
                "proxy_mode = \"{NFTABLES}\" needs Kubernetes 1.{from}; the cluster is made with \
                 {version}"
            )),
            Ok(_) => Outcome::clean(),
            Err(open) => Outcome::clean().or_case(Some(open.clone()), NFTABLES, ATTRIBUTE),
        }
    }

    fn ipvs(&self, place: OriginId, default_of: Option<&'static str>) -> Outcome {
        let from = facts::quota("ipvs_deprecated_minor");
        let version = match &self.version {
            Ok(Some(version)) if version.has_minor(from) => *version,
            Ok(_) => return Outcome::clean(),
            Err(open) => {
                let open = self.runs_proxy().map_or_else(Some, |runs| runs.then(|| open.clone()));
                return Outcome::clean().or_case(open, IPVS, ATTRIBUTE);
            }
        };
        match self.runs_proxy() {
            Ok(true) => {}
            Ok(false) => return Outcome::clean(),
            Err(open) => return Outcome::clean().or_case(Some(open), IPVS, ATTRIBUTE),
        }
        let whose = default_of.map(|whose| format!(", the default of {whose},"));
        let message = format!(
            "proxy_mode {IPVS}{} on Kubernetes {version}: the community has deprecated it in \
             1.{from}, and the mode of a cluster stays for ever",
            whose.unwrap_or_default()
        );
        let help = if self.edge { "iptables" } else { NFTABLES };
        let found = Found::new(IPVS, ATTRIBUTE, place, message)
            .by_default(default_of)
            .help(format!("proxy_mode = \"{help}\" in a new cluster"));
        Outcome::found(found)
    }

    /// Whether kube-proxy runs: not where `DataPath V2` of Terway does its work, of which the
    /// versions that are asked about are all capable.
    fn runs_proxy(&self) -> Result<bool, Open> {
        let head = self.cluster.subject.head;
        if self.cluster.is_flannel() != Ok(true) {
            return Ok(self.cluster.addons.network_switch("IPVlan", head).get()? != Some(&true));
        }
        Ok(true)
    }
}
