//! Node pools, and their sizes at the borders of what a cluster can hold.

use super::Draw;
use crate::net::four;
use crate::plan::{Key, Kind, Pool, Spot};

/// Types that the table knows, and some that it does not.
const TYPES: [&str; 12] = [
    "ecs.c7.4xlarge",
    "ecs.g7.xlarge",
    "ecs.g7.large",
    "ecs.c6.4xlarge",
    "ecs.c6.large",
    "ecs.c7a.8xlarge",
    "ecs.g6.2xlarge",
    "ecs.t5-c1m1.large",
    "ecs.i3.4xlarge",
    "ecs.gn7-c12g1.3xlarge",
    "ecs.x9.new",
    "ecs.g7.large",
];

impl Draw<'_> {
    pub(super) fn pool(&mut self, cluster: usize) {
        let of = &self.root.clusters[cluster];
        if of.kind == Kind::Serverless || matches!(of.profile, Some("Serverless" | "Acs")) {
            return; // such a cluster has no pools
        }
        let own = of.spot.scope;
        let scope = if self.random.one_in(2) { own } else { self.scope() };
        let vswitches = self.pool_vswitches(cluster);
        if vswitches.is_empty() {
            return;
        }
        let name = self.name("pool");
        let key = match self.random.below(8) {
            0 => Key::Index(0),
            1 => Key::Name("blue".to_owned()),
            _ => Key::None,
        };
        let mut pool = self.plain(Spot { scope, name, key }, cluster, vswitches);
        self.sizes(&mut pool);
        self.limits(&mut pool);
        let twice = pool.spot.key != Key::None && self.random.one_in(3);
        let second = match &pool.spot.key {
            Key::Index(_) => Key::Index(1),
            _ => Key::Name("green".to_owned()),
        };
        self.root.pools.push(pool.clone());
        if twice {
            let spot = Spot { key: second, ..pool.spot.clone() };
            self.root.pools.push(Pool { spot, ..pool });
        }
    }

    fn plain(&mut self, spot: Spot, cluster: usize, vswitches: Vec<usize>) -> Pool {
        let types = match self.random.below(6) {
            0 => Vec::new(),
            1 => vec![self.random.of(&TYPES), self.random.of(&TYPES)],
            _ => vec![self.random.of(&TYPES)],
        };
        Pool {
            spot,
            cluster,
            vswitches,
            types,
            size: None,
            instances: 0,
            scaling: None,
            auto_mode: None,
            surge: None,
            surge_percentage: None,
            max_pods: self.sometimes(5, &[8, 11, 14, 15, 17, 18, 64, 65, 128, 213, 214, 256, 257]),
            exclusive: self.random.one_in(7),
            balance: self.sometimes(3, &["BALANCE", "BALANCE", "PRIORITY"]),
            image: self.sometimes(
                3,
                &["AliyunLinux3", "AliyunLinux", "CentOS", "WindowsCore", "Ubuntu", "ContainerOS"],
            ),
            runtime: self.sometimes(8, &["containerd", "Sandboxed-Container.runv"]),
            groups: Vec::new(),
        }
    }

    fn pool_vswitches(&mut self, cluster: usize) -> Vec<usize> {
        let nodes = self.root.clusters[cluster].nodes.1.clone();
        let Some(first) = nodes.first() else { return Vec::new() };
        let home = self.root.vswitches[*first].vpc.clone();
        let wrong = self.random.one_in(25);
        let mut near: Vec<usize> = (0..self.root.vswitches.len())
            .filter(|at| wrong || self.root.vswitches[*at].vpc == home)
            .collect();
        let mut chosen = Vec::new();
        for _ in 0..=self.random.below(3) {
            if near.is_empty() {
                break;
            }
            let at = self.random.below(near.len());
            chosen.push(near.remove(at));
        }
        chosen
    }

    fn sizes(&mut self, pool: &mut Pool) {
        let number = self.random.of(&[0, 1, 2, 3, 5, 10, 11, 12, 16, 40, 200, 1000]);
        match self.random.below(8) {
            0 => pool.scaling = Some((Some(number), self.sometimes(2, &[true, false]))),
            1 => {
                pool.size = Some(("desired_size", 2));
                pool.scaling = Some((Some(number), self.sometimes(2, &[true, true, false])));
            }
            2 => pool.instances = 1 + number.min(3),
            3 => pool.size = Some(("node_count", number)),
            4 if self.random.one_in(3) => pool.auto_mode = Some(true),
            5 if self.random.one_in(2) => {}
            _ => pool.size = Some(("desired_size", number)),
        }
    }

    fn limits(&mut self, pool: &mut Pool) {
        match self.random.below(12) {
            0 => pool.surge = Some(self.random.of(&[1, 2, 5])),
            1 => pool.surge_percentage = Some(self.random.of(&[10, 30, 50])),
            _ => {}
        }
        if self.random.one_in(15) && !self.root.groups.is_empty() {
            pool.groups.push(self.random.below(self.root.groups.len()));
        }
    }

    /// Sets a size of one pool so that the cluster is just at, or just past, what it can hold.
    pub(super) fn meet_a_border(&mut self, at: usize) {
        let of_cluster = |pool: &Pool| pool.cluster == at;
        let (Some(pool), 1) = (
            self.root.pools.iter().position(of_cluster),
            self.root.pools.iter().filter(|pool| of_cluster(pool)).count(),
        ) else {
            return;
        };
        if !self.random.one_in(2) {
            return;
        }
        let mut borders = vec![10, 11, 200, 201, 1000, 1001, 5000, 5001, 15000, 15001];
        let cluster = &self.root.clusters[at];
        if let Some(net) = cluster.pod_cidr.as_deref().and_then(four) {
            let room = 1u64 << cluster.node_cidr_mask.unwrap_or(24).saturating_sub(net.prefix);
            borders.extend([room - 1, room, room + 1, room * 4 / 5, room * 4 / 5 + 1]);
        }
        let mut usable = 0;
        for vswitch in &cluster.pods {
            usable += four(&self.root.vswitches[*vswitch].cidr)
                .map_or(0, |net| net.size().saturating_sub(4));
        }
        for per_node in [11, 12, 6, 7, 45, 210] {
            borders.extend([usable / per_node, usable / per_node + 1]);
        }
        if let Some(vswitch) = cluster.nodes.1.first()
            && let crate::plan::VpcId::Own(vpc) = self.root.vswitches[*vswitch].vpc
            && let Some(net) = four(&self.root.vpcs[vpc].cidr)
        {
            borders.extend([net.size() / 12, net.size() / 12 + 1, net.size() / 46]);
        }
        let number = self.random.of(&borders).min(20_000);
        self.root.pools[pool].size = Some(("desired_size", number));
    }
}
