//! VPCs and vSwitches: each written out, by `count`, by `for_each`, existing, not known.

use super::{Maker, Network, Range};
use crate::tree::{Block, Expr, Item, set, text, word};

/// A VPC's range and ranges of vSwitches, most of them inside.
const NETWORKS: [(&str, [&str; 6]); 4] = [
    (
        "10.0.0.0/16",
        ["10.0.0.0/24", "10.0.1.0/25", "10.0.4.0/22", "10.0.64.0/20", "10.0.4.0/24", "10.1.0.0/24"],
    ),
    (
        "192.168.0.0/16",
        [
            "192.168.0.0/24",
            "192.168.1.0/24",
            "192.168.8.0/21",
            "192.168.2.0/25",
            "192.168.64.0/19",
            "192.168.2.64/26",
        ],
    ),
    (
        "172.16.0.0/12",
        [
            "172.16.0.0/24",
            "172.16.1.0/26",
            "172.17.0.0/20",
            "172.20.0.0/24",
            "172.18.0.0/19",
            "10.0.0.0/24",
        ],
    ),
    (
        "192.168.4.0/23",
        [
            "192.168.4.0/26",
            "192.168.4.64/26",
            "192.168.4.128/25",
            "192.168.5.0/25",
            "192.168.5.128/26",
            "192.168.5.192/27",
        ],
    ),
];

const ZONES: [&str; 3] = ["cn-hangzhou-h", "cn-hangzhou-i", "cn-hangzhou-j"];

impl Maker<'_> {
    pub(super) fn network(&mut self) -> Network {
        let styles = if self.range == Range::All { 14 } else { 9 };
        let style = self.random.below(styles);
        match style {
            9 => return self.literal_ids(),
            10 => return self.unknown_ids(),
            _ => {}
        }
        let (range, ranges) = self.random.of(&NETWORKS);
        let vpc = match style {
            11 => text("vpc-bp1"),
            12 => self.variable(None, None),
            13 => self.data("alicloud_vpcs").get("ids").at(Expr::Number(0)),
            _ => self.vpc(range),
        };
        match style {
            3 | 4 => self.counted(vpc, range, &ranges),
            5 | 6 => self.for_each(vpc, &ranges),
            _ => self.written_out(&vpc, &ranges),
        }
    }

    /// The id of a VPC of its own.
    fn vpc(&mut self, range: &str) -> Expr {
        let name = self.name("vpc");
        let cidr = self.value(text(range));
        let mut body = vec![set("cidr_block", cidr)];
        if self.random.one_in(8) {
            let ranges = Expr::List(vec![text("172.20.0.0/16")]);
            body.push(set("secondary_cidr_blocks", self.value(ranges)));
        }
        self.ipv6(&mut body);
        let counted = self.random.one_in(6);
        if counted {
            body.push(set("count", self.value(Expr::Number(1))));
        }
        let mut vpc = self.resource("alicloud_vpc", &name, body);
        if counted {
            vpc = vpc.at(Expr::Number(0));
        }
        let id = vpc.get("id");
        if self.random.one_in(8) {
            let name = self.name("six");
            let body = vec![set("vpc_id", id.clone())];
            self.resource("alicloud_vpc_ipv6_cidr_block", &name, body);
        }
        if self.random.one_in(10) {
            let name = self.name("more");
            let cidr = self.value(text("10.4.0.0/16"));
            let body = vec![set("vpc_id", id.clone()), set("secondary_cidr_block", cidr)];
            self.resource("alicloud_vpc_ipv4_cidr_block", &name, body);
        }
        id
    }

    /// IPv6, or none.
    fn ipv6(&mut self, body: &mut Vec<Item>) {
        match self.random.below(4) {
            0 | 1 => {
                let on = Expr::Bool(!self.random.one_in(6));
                body.push(set("enable_ipv6", self.value(on)));
            }
            2 => body.push(set("ipv6_cidr_block", self.value(text("2408:4000::/56")))),
            _ => {}
        }
    }

    fn zone(&mut self) -> Expr {
        let zone = text(self.random.of(&ZONES));
        match self.random.below(12) {
            0 if self.range == Range::All => {
                self.data("alicloud_zones").get("zones").at(Expr::Number(0)).get("id")
            }
            _ => self.value(zone),
        }
    }

    fn data(&mut self, kind: &str) -> Expr {
        let known = self.root.blocks.iter().any(|b| b.is("data") && b.labels[0] == kind);
        if !known {
            self.add(Block::new("data", &[kind, "all"], Vec::new()));
        }
        Expr::Resource(format!("data.{kind}"), "all".to_owned())
    }

    fn written_out(&mut self, vpc: &Expr, ranges: &[&str]) -> Network {
        let mut ids = Vec::new();
        for _ in 0..=self.random.below(3) {
            let name = self.name("vsw");
            let cidr = text(self.random.of(ranges));
            let cidr = self.value(cidr);
            let zone = self.zone();
            let mut body =
                vec![set("vpc_id", vpc.clone()), set("cidr_block", cidr), set("zone_id", zone)];
            self.ipv6(&mut body);
            ids.push(self.resource("alicloud_vswitch", &name, body).get("id"));
        }
        Network { all: Expr::List(ids.clone()), ids }
    }

    fn counted(&mut self, vpc: Expr, range: &str, ranges: &[&str]) -> Network {
        let count = 1 + self.random.below(3);
        let index = || word("count.index");
        let cidr = if self.random.one_in(2) {
            let range = self.value(text(range));
            let bits = self.value(Expr::Number(4));
            Expr::Call("cidrsubnet", vec![range, bits, index()])
        } else {
            let ranges = Expr::List(ranges[..3].iter().map(|range| text(range)).collect());
            let ranges = self.value(ranges);
            if self.random.one_in(2) {
                ranges.at(index())
            } else {
                Expr::Call("element", vec![ranges, index()])
            }
        };
        let zones = self.value(Expr::List(ZONES.map(text).to_vec()));
        let how_many = self.value(Expr::Number(count as u64));
        let mut body = vec![
            set("count", how_many),
            set("vpc_id", vpc),
            set("cidr_block", cidr),
            set("zone_id", zones.at(index())),
        ];
        self.ipv6(&mut body);
        let name = self.name("vsw");
        let all = self.resource("alicloud_vswitch", &name, body);
        let ids = (0..count as u64).map(|at| all.clone().at(Expr::Number(at)).get("id"));
        let ids: Vec<Expr> = ids.collect();
        let mut list = all.each("id");
        if self.random.one_in(2) {
            let joined = Expr::Call("join", vec![text(","), list]);
            list = Expr::Call("split", vec![text(","), joined]);
        }
        Network { ids, all: list }
    }

    fn for_each(&mut self, vpc: Expr, ranges: &[&str]) -> Network {
        let count = 1 + self.random.below(3);
        let entries = (0..count).map(|at| (ZONES[at].to_owned(), text(ranges[at])));
        let of = self.value(Expr::Object(entries.collect()));
        let mut body = vec![
            set("for_each", of),
            set("vpc_id", vpc),
            set("cidr_block", word("each.value")),
            set("zone_id", word("each.key")),
        ];
        self.ipv6(&mut body);
        let name = self.name("vsw");
        let all = self.resource("alicloud_vswitch", &name, body);
        let ids = ZONES[..count].iter().map(|zone| all.clone().at(text(zone)).get("id"));
        let ids = ids.collect();
        Network { ids, all: Expr::Call("values", vec![all]).each("id") }
    }

    fn literal_ids(&mut self) -> Network {
        let ids = vec![text("vsw-bp1"), text("vsw-bp2")];
        Network { all: self.value(Expr::List(ids.clone())), ids }
    }

    fn unknown_ids(&mut self) -> Network {
        let all = self.variable(None, None);
        Network { ids: vec![all.clone().at(Expr::Number(0))], all }
    }
}
