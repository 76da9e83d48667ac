//! VPCs and their vSwitches.

use super::Draw;
use crate::net::{Net, four, net};
use crate::plan::{Key, Spot, VSwitch, Vpc, VpcId, text};

const VPCS: [&str; 8] = [
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "10.0.0.0/16",
    "10.1.0.0/16",
    "172.16.0.0/16",
    "192.168.0.0/20",
    "192.168.4.0/23",
];
const ODD: [&str; 9] = [
    "100.64.0.0/16",
    "11.0.0.0/16",
    "172.160.0.0/12",
    "10.1.2.3/16",
    "10.0.0.0/7",
    "10.0.0.0/29",
    "10.0.0.0/33",
    "nothing",
    "100.0.0.0/8",
];
const MORE: [&str; 7] = [
    "10.4.0.0/16",
    "172.20.0.0/16",
    "192.168.0.0/15",
    "10.0.128.0/17",
    "10.9.9.0/29",
    "11.1.0.0/16",
    "10.5.5.5/20",
];
const ZONES: [&str; 3] = ["cn-hangzhou-h", "cn-hangzhou-i", "cn-hangzhou-j"];

impl Draw<'_> {
    /// A VPC and vSwitches in it.
    pub(super) fn network(&mut self) {
        let scope = self.scope();
        let (id, range) = if self.random.one_in(8) {
            (self.any_vpc(), net("10.0.0.0/16"))
        } else {
            let cidr = if self.random.one_in(14) { self.random.of(&ODD) } else { self.vpc_range() };
            self.vpc(scope, cidr);
            let range = four(cidr).unwrap_or(net("10.0.0.0/16"));
            (VpcId::Own(self.root.vpcs.len() - 1), range)
        };
        match self.random.below(5) {
            0 => self.set(scope, &id, range, true),
            1 => self.set(scope, &id, range, false),
            _ => {
                for _ in 0..=self.random.below(4) {
                    let at = self.random.below(6) as u64;
                    let cidr = self.vswitch_range(range, at);
                    let spot = self.spot(scope, "vsw");
                    let zone = self.random.of(&ZONES);
                    let six = self.six();
                    self.vswitch(spot, &id, cidr, (zone, six));
                }
            }
        }
    }

    fn vpc_range(&mut self) -> &'static str {
        self.random.of(&VPCS)
    }

    fn vpc(&mut self, scope: usize, cidr: &str) {
        let spot = self.spot(scope, "vpc");
        let mut attached = Vec::new();
        if self.random.one_in(8) {
            let name = self.name("more");
            attached.push((name, self.random.of(&MORE).to_owned()));
        }
        let mut secondary = Vec::new();
        if self.random.one_in(10) {
            secondary.push(self.random.of(&MORE).to_owned());
        }
        let mut user_cidrs = Vec::new();
        if self.random.one_in(10) {
            user_cidrs
                .push(self.random.of(&["172.20.4.0/24", "30.0.0.0/8", "172.16.0.0/12"]).into());
        }
        let ipv6 = self.sometimes(3, &[true, true, false]);
        let cidr = cidr.to_owned();
        self.root.vpcs.push(Vpc { spot, cidr, secondary, attached, user_cidrs, ipv6 });
    }

    /// vSwitches that one block makes.
    fn set(&mut self, scope: usize, id: &VpcId, range: Net, counted: bool) {
        let name = self.name("vsws");
        let even = self.random.one_in(2);
        let bits = self.random.of(&[4, 8, 3]);
        let ipv6 = self.six();
        for (at, zone) in ZONES.iter().enumerate().take(1 + self.random.below(3)) {
            let key = if counted { Key::Index(at) } else { Key::Name((*zone).to_owned()) };
            let cidr = if even {
                text(range.part(bits, at as u64))
            } else {
                self.vswitch_range(range, at as u64)
            };
            self.vswitch(Spot { scope, name: name.clone(), key }, id, cidr, (zone, ipv6));
        }
    }

    fn six(&mut self) -> Option<bool> {
        self.sometimes(3, &[true, true, true, false])
    }

    fn vswitch(&mut self, spot: Spot, id: &VpcId, cidr: String, rest: (&str, Option<bool>)) {
        let (zone, ipv6) = rest;
        let vswitch = VSwitch { spot, vpc: id.clone(), cidr, zone: zone.to_owned(), ipv6 };
        self.root.vswitches.push(vswitch);
    }

    fn vswitch_range(&mut self, vpc: Net, at: u64) -> String {
        match self.random.below(40) {
            0 => text(vpc),
            1 => text(vpc.around(1)),
            2 => text(vpc.after(24)),
            3 => "100.64.1.0/24".to_owned(),
            4 => vpc.part(8, at).with_host_bits(),
            5 => "10.0.0/24".to_owned(),
            6 => text(vpc.part(30 - vpc.prefix.min(30), at)),
            7 => text(vpc.part(1, 0)),
            8 | 9 => self.near(24).map_or(text(vpc), text),
            _ => {
                let bits = self.random.of(&[4, 8, 8, 5, 6]);
                text(vpc.part(bits, at))
            }
        }
    }
}
