//! What stands around clusters: routes, links, security groups, Kubernetes.

use super::Draw;
use crate::net::{Net, four};
use crate::plan::{Group, Link, Object, Route, VpcId, Vpn, What, text};

impl Draw<'_> {
    pub(super) fn around(&mut self) {
        self.routes();
        self.links();
        self.names_of_pods();
        self.objects();
    }

    pub(super) fn security_group(&mut self, vpc: Option<VpcId>) -> Group {
        let name = self.name("group");
        let kind = self.sometimes(2, &["normal", "enterprise"]);
        Group { name, kind, vpc, entries: Vec::new() }
    }

    fn cluster_range(&mut self) -> Option<Net> {
        let clusters = self.root.clusters.iter();
        let ranges: Vec<Net> = clusters
            .flat_map(|cluster| [&cluster.pod_cidr, &cluster.service_cidr])
            .flatten()
            .filter_map(|cidr| four(cidr))
            .collect();
        (!ranges.is_empty()).then(|| self.random.of(&ranges))
    }

    /// Something inside, on or around a range of a cluster.
    fn destination(&mut self) -> String {
        let Some(net) = self.cluster_range() else { return "172.20.3.0/24".to_owned() };
        match self.random.below(6) {
            0 => text(net),
            1 => text(net.part(4, 3)),
            2 => text(net.around(3)),
            3 => text(net.after(24)),
            4 => "0.0.0.0/0".to_owned(),
            _ => "172.16.5.0/24".to_owned(),
        }
    }

    fn routes(&mut self) {
        while self.random.one_in(4) && !self.root.vpcs.is_empty() {
            let vpc = self.random.below(self.root.vpcs.len());
            let copies = self.random.of(&[1, 1, 1, 40, 199, 200]);
            // many are those of an office far away
            let destination = if copies > 1 { "30.0.0.0/8".to_owned() } else { self.destination() };
            let hop = self.random.of(&["Instance", "VpcPeer", "VpcPeer", "Attachment", "CEN"]);
            let hop = if copies > 1 { "Instance" } else { hop };
            self.root.routes.push(Route { vpc, destination, copies, hop });
        }
        if self.random.one_in(10) {
            let vpc = self.any_vpc();
            let remote = (0..=self.random.below(2)).map(|_| self.destination()).collect();
            self.root.vpns.push(Vpn { vpc, remote });
        }
    }

    fn links(&mut self) {
        if !self.random.one_in(2) {
            return;
        }
        let (a, b) = (self.any_vpc(), self.any_vpc());
        if a == b {
            return;
        }
        self.root.links.push(match self.random.below(3) {
            0 => Link::Peering(a, b),
            1 => Link::Cen(vec![a, b]),
            _ => Link::Transit(vec![a, b]),
        });
    }

    /// Whitelists and rules that name pods.
    fn names_of_pods(&mut self) {
        if self.random.one_in(8) {
            let entries = (0..=self.random.below(2)).map(|_| self.whitelisted()).collect();
            self.root.whitelists.push(entries);
        }
        if self.random.one_in(10) {
            let group = self.security_group(None);
            self.root.groups.push(group);
        }
        for at in 0..self.root.groups.len() {
            if self.random.one_in(4) {
                let entry = self.whitelisted();
                let way = self.random.of(&["ingress", "ingress", "egress"]);
                self.root.groups[at].entries.push((way, entry));
            }
        }
    }

    fn whitelisted(&mut self) -> String {
        let Some(net) = self.cluster_range() else { return "10.0.0.0/8".to_owned() };
        match self.random.below(5) {
            0 => text(net),
            1 => net.address(77),
            2 => text(net.part(4, 1)),
            3 => text(net.around(2)),
            _ => "127.0.0.1".to_owned(),
        }
    }

    fn objects(&mut self) {
        while self.random.one_in(4) {
            let what = self.random.of(&[
                What::Policy,
                What::PolicyManifest,
                What::PodNetworking,
                What::Alb(Some("ClusterIP")),
                What::Alb(Some("NodePort")),
                What::Service("LoadBalancer", true),
                What::Service("LoadBalancer", false),
                What::Service("NodePort", true),
            ]);
            let mut cluster = None;
            if self.random.one_in(2) {
                let at = self.random.below(self.root.clusters.len());
                cluster = (self.root.clusters[at].spot.scope == 0).then_some(at);
            }
            self.root.objects.push(Object { what, cluster });
        }
    }
}
