//! Clusters: kind, plug-in, ranges.

use super::Draw;
use crate::net::net;
use crate::plan::{Addon, Cluster, Kind, Spot, VpcId, text};

/// How a cluster says which plug-in it has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plug {
    Flannel,
    Terway,
    Both,
    Own,
    Neither,
}

impl Draw<'_> {
    /// Adds a cluster; gives its place in the list.
    pub(super) fn cluster(&mut self) -> usize {
        let scope = self.scope();
        let spot = self.spot(scope, "ack");
        let kind = self.random.of(&[
            Kind::Managed,
            Kind::Managed,
            Kind::Managed,
            Kind::Managed,
            Kind::Managed,
            Kind::Dedicated,
            Kind::Edge,
            Kind::Serverless,
        ]);
        let mut cluster = self.bare(spot, kind);
        self.kind(&mut cluster);
        self.places(&mut cluster);
        let plug = self.random.of(&[
            Plug::Flannel,
            Plug::Flannel,
            Plug::Flannel,
            Plug::Flannel,
            Plug::Terway,
            Plug::Terway,
            Plug::Terway,
            Plug::Terway,
            Plug::Both,
            Plug::Own,
            Plug::Neither,
        ]);
        if kind != Kind::Serverless && !matches!(cluster.profile, Some("Serverless" | "Acs")) {
            self.plug_in(&mut cluster, plug);
        }
        self.further(&mut cluster);
        self.root.clusters.push(cluster);
        self.root.clusters.len() - 1
    }

    fn bare(&mut self, spot: Spot, kind: Kind) -> Cluster {
        Cluster {
            spot,
            kind,
            profile: None,
            spec: None,
            version: None,
            addons: Vec::new(),
            addon_resources: Vec::new(),
            network_type: None,
            pod_cidr: None,
            service_cidr: self.service_range(),
            node_cidr_mask: None,
            nodes: ("vswitch_ids", Vec::new()),
            masters: Vec::new(),
            master_types: Vec::new(),
            pods: Vec::new(),
            zone_ids: Vec::new(),
            ip_stack: self.sometimes(6, &["dual", "dual", "ipv4"]),
            proxy_mode: self.sometimes(5, &["ipvs", "iptables", "nftables", "nftables"]),
            deletion_protection: self.sometimes(2, &[true, true, false]),
            prevent_destroy: self.sometimes(4, &[true, true, false]),
            group: None,
            auto_mode: None,
            workers: None,
            unstable: None,
        }
    }

    fn kind(&mut self, cluster: &mut Cluster) {
        match cluster.kind {
            Kind::Managed => {
                cluster.profile =
                    self.sometimes(7, &["Default", "Edge", "Serverless", "Acs", "Edge"]);
                cluster.spec = self.sometimes(
                    2,
                    &["ack.standard", "ack.pro.small", "ack.pro.small", "ack.pro.xlarge"],
                );
                if self.random.one_in(30) && cluster.profile.is_none() {
                    cluster.auto_mode = Some(self.random.one_in(2));
                }
                if self.random.one_in(20) && cluster.profile.is_none() {
                    let kind = self.random.of(&["ecs.g7.xlarge", "ecs.c6.large"]);
                    cluster.workers = Some((self.random.of(&[3, 10, 11]), kind));
                }
            }
            Kind::Dedicated | Kind::Edge => {
                cluster.nodes.0 = "worker_vswitch_ids";
            }
            Kind::Serverless => {}
        }
        cluster.version = self.sometimes(
            3,
            &["1.34.1-aliyun.1", "1.35.0-aliyun.1", "1.22.3", "1.20.11-aliyun.1", "1.35"],
        );
        if self.random.one_in(15) && cluster.kind != Kind::Serverless {
            let attribute =
                self.random.of(&["cluster_domain", "timezone", "service_account_issuer"]);
            let how = self.random.of(&["timestamp()", "uuid()", "random_string.KEPT.result"]);
            cluster.unstable = Some((attribute, how));
        }
    }

    /// The vSwitches, nearly always of one VPC.
    fn places(&mut self, cluster: &mut Cluster) {
        if self.random.one_in(25) && cluster.kind == Kind::Managed {
            cluster.zone_ids = vec!["cn-hangzhou-h", "cn-hangzhou-i"];
            return;
        }
        let of = self.random.below(self.root.vswitches.len());
        let home = self.root.vswitches[of].vpc.clone();
        cluster.nodes.1.push(of);
        let wrong = self.random.one_in(20);
        for at in 0..self.root.vswitches.len() {
            let fits = wrong || self.root.vswitches[at].vpc == home;
            if at != of && fits && self.random.one_in(2) && cluster.nodes.1.len() < 5 {
                cluster.nodes.1.push(at);
            }
        }
        if cluster.kind == Kind::Dedicated {
            let masters = cluster.nodes.1.clone();
            cluster.masters = (0..3).map(|_| self.random.of(&masters)).collect();
            if self.random.one_in(2) {
                cluster.master_types =
                    vec![self.random.of(&["ecs.g7.xlarge", "ecs.c6.large", "ecs.x9.new"]); 3];
            }
        }
        if self.random.one_in(5) {
            cluster.group = Some(self.group(home));
        }
    }

    fn group(&mut self, vpc: VpcId) -> usize {
        let group = self.security_group(Some(vpc));
        self.root.groups.push(group);
        self.root.groups.len() - 1
    }

    fn plug_in(&mut self, cluster: &mut Cluster, plug: Plug) {
        let name = match plug {
            Plug::Flannel => {
                self.random.of(&["flannel", "flannel", "kube-flannel-ds", "kube-flannel-ds-vxlan"])
            }
            _ => self.random.of(&["terway-eniip", "terway-eniip", "terway-eni", "terway"]),
        };
        let implied = self.random.one_in(3);
        match plug {
            Plug::Flannel | Plug::Terway => {
                if !implied {
                    self.named(cluster, name);
                }
            }
            Plug::Both => {
                self.named(cluster, name);
                self.named(cluster, "flannel");
            }
            Plug::Own => {
                let name = self.random.of(&["flannel", "terway-eniip"]);
                let addon =
                    Addon { name: name.to_owned(), config: Vec::new(), disabled: Some(true) };
                cluster.addons.push(addon);
            }
            Plug::Neither => {}
        }
        let (flannel, terway) = (plug == Plug::Flannel, plug == Plug::Terway);
        if (flannel && !self.random.one_in(20)) || self.random.one_in(25) || plug == Plug::Both {
            cluster.pod_cidr = Some(self.pod_range(cluster));
        }
        if (terway && !self.random.one_in(15)) || self.random.one_in(30) {
            self.pod_vswitches(cluster);
        }
        if self.random.one_in(if flannel { 2 } else { 25 }) {
            let masks = [24, 24, 24, 25, 26, 26, 28, 27, 23, 29];
            cluster.node_cidr_mask = Some(self.random.of(&masks));
        }
        if self.random.one_in(12) {
            let config = Vec::new();
            let name = "alb-ingress-controller".to_owned();
            cluster.addons.push(Addon {
                name,
                config,
                disabled: self.sometimes(4, &[true, false]),
            });
        }
    }

    fn named(&mut self, cluster: &mut Cluster, name: &'static str) {
        if self.random.one_in(12) && cluster.kind != Kind::Edge {
            let word = if name.contains("flannel") { "flannel" } else { "terway" };
            cluster.network_type = Some(word);
            if !self.random.one_in(4) {
                return;
            }
        }
        let mut config = Vec::new();
        for key in ["IPVlan", "NetworkPolicy", "ENITrunking"] {
            if self.random.one_in(9) {
                config.push((key, !self.random.one_in(4)));
            }
        }
        let disabled = self.sometimes(12, &[false]);
        let addon = Addon { name: name.to_owned(), config, disabled };
        if self.random.one_in(8) {
            cluster.addon_resources.push(Addon { disabled: None, ..addon });
        } else {
            cluster.addons.push(addon);
        }
    }

    fn pod_vswitches(&mut self, cluster: &mut Cluster) {
        let Some(first) = cluster.nodes.1.first() else { return };
        let home = self.root.vswitches[*first].vpc.clone();
        let near: Vec<usize> = (0..self.root.vswitches.len())
            .filter(|at| self.root.vswitches[*at].vpc == home)
            .collect();
        for _ in 0..=self.random.below(3) {
            cluster.pods.push(self.random.of(&near));
        }
    }

    fn pod_range(&mut self, cluster: &Cluster) -> String {
        const USUAL: [&str; 7] = [
            "172.20.0.0/16",
            "172.20.0.0/20",
            "172.28.0.0/15",
            "10.128.0.0/12",
            "172.30.0.0/19",
            "172.20.0.0/14",
            "172.24.0.0/24",
        ];
        match self.random.below(30) {
            0 => "172.160.0.0/12".to_owned(),
            1 => "100.65.0.0/16".to_owned(),
            2 => net("172.20.0.0/16").with_host_bits(),
            3 => "172.20/16".to_owned(),
            4 | 5 => cluster.service_cidr.clone().unwrap_or("172.19.0.0/20".to_owned()),
            6 => "172.19.15.0/24".to_owned(),
            7 => "172.19.16.0/20".to_owned(),
            8 => "fd00:10::/64".to_owned(),
            9..12 => self.near(20).map_or("172.20.0.0/16".to_owned(), text),
            _ => self.random.of(&USUAL).to_owned(),
        }
    }

    fn service_range(&mut self) -> Option<String> {
        const USUAL: [&str; 6] = [
            "172.21.0.0/20",
            "172.21.0.0/16",
            "192.168.0.0/20",
            "10.254.0.0/24",
            "172.31.0.0/22",
            "172.29.0.0/20",
        ];
        Some(match self.random.below(30) {
            0..4 => return None,
            4 => "172.21.0.0/25".to_owned(),
            5 => "172.16.0.0/15".to_owned(),
            6 => "169.254.0.0/20".to_owned(),
            7 => "8.8.0.0/20".to_owned(),
            8 => net("172.21.0.0/20").with_host_bits(),
            9 => "172.21.0.0/20,fd00:1234::/112".to_owned(),
            10 => "172.21.0.0/20, fd00:1234::/112".to_owned(),
            11 => "172.21.0.0/20,fd00:1234::/96".to_owned(),
            12 => "172.21.0.0/20,2001:db8::/112".to_owned(),
            13 => "172.21.0.0/20,172.22.0.0/20".to_owned(),
            14 => "172.21.0.0".to_owned(),
            15..17 => self.near(20).map_or("172.21.0.0/20".to_owned(), text),
            _ => self.random.of(&USUAL).to_owned(),
        })
    }

    fn further(&mut self, cluster: &mut Cluster) {
        if cluster.ip_stack == Some("dual") && self.random.one_in(2) {
            cluster.service_cidr = Some("172.21.0.0/20,fd00:21::/116".to_owned());
        }
    }
}
