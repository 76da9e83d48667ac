//! Random plans, drawn so that the borders of the rules are met.

mod around;
mod cluster;
mod network;
mod pool;

use crate::net::{Net, four};
use crate::plan::{Expect, Key, Plan, Root, Spot, VpcId};
use crate::random::Random;

/// A random estate.
pub(crate) fn plan(random: &mut Random) -> Plan {
    let mut plan = Plan::default();
    let roots = [1, 1, 1, 1, 1, 2, 2, 3][random.below(8)];
    for at in 0..roots {
        let path = ["live/prod", "live/test", "ops"][at].to_owned();
        let root = Root { path, scopes: vec![None], ..Root::default() };
        let mut draw = Draw { random, root, fresh: 0 };
        draw.root();
        plan.roots.push(draw.root);
    }
    if random.one_in(10) {
        let mut some = |options: &[u64]| random.one_in(2).then(|| random.of(options));
        plan.expect = Expect {
            nodes: some(&[3, 16, 17, 60, 200, 260]),
            pods: some(&[100, 250, 500, 2000, 4096, 70000]),
            services: some(&[100, 256, 300, 4096, 5000]),
        };
    }
    plan
}

/// A root being drawn.
pub(crate) struct Draw<'r> {
    pub(crate) random: &'r mut Random,
    pub(crate) root: Root,
    fresh: usize,
}

impl Draw<'_> {
    fn root(&mut self) {
        self.releases();
        let networks = [1, 1, 1, 2, 2, 3][self.random.below(6)];
        for _ in 0..networks {
            self.network();
        }
        let clusters = [1, 1, 1, 2, 2, 3][self.random.below(6)];
        for _ in 0..clusters {
            let cluster = self.cluster();
            for _ in 0..[0, 1, 1, 1, 2, 3][self.random.below(6)] {
                self.pool(cluster);
            }
            self.meet_a_border(cluster);
        }
        self.around();
    }

    fn releases(&mut self) {
        let how = self.random.below(16);
        if how < 4 {
            self.root.locked = Some(self.random.of(&["1.240.0", "1.275.0", "1.276.0", "1.211.0"]));
        } else if how < 7 {
            let required = self.random.of(&["~> 1.200", ">= 1.100.0", "1.270.0", "< 1.276.0"]);
            self.root.required = Some(required);
        }
    }

    pub(super) fn name(&mut self, what: &str) -> String {
        self.fresh += 1;
        // names that do not sort as they were made
        let letter = self.random.of(&["a", "b", "c", "z", "B"]);
        format!("{letter}{what}{}", self.fresh)
    }

    /// The root, or a module of its own.
    pub(super) fn scope(&mut self) -> usize {
        if !self.random.one_in(3) {
            return 0;
        }
        let key = match self.random.below(6) {
            0 => Key::Index(0),
            1 => Key::Name("eu".to_owned()),
            _ => Key::None,
        };
        let name = self.name("mod");
        self.root.scopes.push(Some((name, key)));
        self.root.scopes.len() - 1
    }

    pub(super) fn spot(&mut self, scope: usize, what: &str) -> Spot {
        let key = if self.random.one_in(6) { Key::Index(0) } else { Key::None };
        Spot { scope, name: self.name(what), key }
    }

    pub(super) fn sometimes<T: Clone>(&mut self, turns: usize, options: &[T]) -> Option<T> {
        self.random.one_in(turns).then(|| self.random.of(options))
    }

    /// The ranges in sight: what a new one may run into.
    pub(super) fn ranges(&self) -> Vec<Net> {
        let vpcs = self.root.vpcs.iter();
        let mut ranges: Vec<Net> = vpcs.filter_map(|vpc| four(&vpc.cidr)).collect();
        ranges.extend(self.root.vswitches.iter().filter_map(|vswitch| four(&vswitch.cidr)));
        for cluster in &self.root.clusters {
            ranges.extend(cluster.pod_cidr.iter().filter_map(|cidr| four(cidr)));
            ranges.extend(cluster.service_cidr.iter().filter_map(|cidr| four(cidr)));
        }
        ranges
    }

    /// A range beside or over one that is there.
    pub(super) fn near(&mut self, prefix: u32) -> Option<Net> {
        let ranges = self.ranges();
        if ranges.is_empty() {
            return None;
        }
        let of = self.random.of(&ranges);
        Some(match self.random.below(5) {
            0 => of,
            1 => of.after(prefix),
            2 => of.last(prefix.max(of.prefix)),
            3 => of.around(2),
            _ => of.part(prefix.saturating_sub(of.prefix), 1),
        })
    }

    /// A VPC of the root or one that exists.
    pub(super) fn any_vpc(&mut self) -> VpcId {
        if self.root.vpcs.is_empty() || self.random.one_in(5) {
            return VpcId::Literal(self.random.of(&["vpc-bp1old", "vpc-bp2old"]).to_owned());
        }
        VpcId::Own(self.random.below(self.root.vpcs.len()))
    }
}
