//! VPCs, vSwitches and security groups as Terraform.

use super::{Lit, Pen, list};
use crate::net::{Read, read};
use crate::plan::{Key, Spot, VpcId};

impl Pen<'_> {
    pub(super) fn vpc(&mut self, at: usize) {
        let vpc = &self.root.vpcs[at];
        let scope = vpc.spot.scope;
        let mut lines = vec![format!("cidr_block = {}", self.text(scope, &vpc.cidr))];
        if !vpc.secondary.is_empty() {
            let ranges = self.lit(scope, &list(&vpc.secondary));
            lines.push(format!("secondary_cidr_blocks = {ranges}"));
        }
        if !vpc.user_cidrs.is_empty() {
            let ranges = self.lit(scope, &list(&vpc.user_cidrs));
            lines.push(format!("user_cidrs = {ranges}"));
        }
        if let Some(on) = vpc.ipv6 {
            lines.push(format!("enable_ipv6 = {}", self.lit(scope, &Lit::B(on))));
        }
        self.resource("alicloud_vpc", &vpc.spot, &lines);
        for (name, range) in &vpc.attached {
            let id = self.refer(scope, "alicloud_vpc", &vpc.spot, "id");
            let range = self.text(scope, range);
            let spot = Spot { scope, name: name.clone(), key: Key::None };
            let lines = [format!("vpc_id = {id}"), format!("secondary_cidr_block = {range}")];
            self.resource("alicloud_vpc_ipv4_cidr_block", &spot, &lines);
        }
    }

    pub(super) fn vpc_id(&mut self, scope: usize, vpc: &VpcId) -> String {
        match vpc {
            VpcId::Own(at) => {
                let spot = &self.root.vpcs[*at].spot;
                self.refer(scope, "alicloud_vpc", spot, "id")
            }
            VpcId::Literal(id) => self.text(scope, id),
        }
    }

    pub(super) fn vswitches(&mut self) {
        let mut at = 0;
        while at < self.root.vswitches.len() {
            let spot = &self.root.vswitches[at].spot;
            let rest = &self.root.vswitches[at..];
            let same = |other: &Spot| other.scope == spot.scope && other.name == spot.name;
            let count = rest.iter().take_while(|vswitch| same(&vswitch.spot)).count();
            if count == 1 && !matches!(spot.key, Key::Name(_)) {
                self.vswitch(at);
            } else {
                self.set(at, count);
            }
            at += count;
        }
    }

    fn vswitch(&mut self, at: usize) {
        let vswitch = &self.root.vswitches[at];
        let scope = vswitch.spot.scope;
        let zone = self.random.of(&["zone_id", "zone_id", "zone_id", "availability_zone"]);
        let mut lines = vec![
            format!("vpc_id = {}", self.vpc_id(scope, &vswitch.vpc)),
            format!("cidr_block = {}", self.text(scope, &vswitch.cidr)),
            format!("{zone} = {}", self.text(scope, &vswitch.zone)),
        ];
        lines.extend(self.six(scope, vswitch.ipv6));
        self.resource("alicloud_vswitch", &vswitch.spot, &lines);
    }

    fn six(&mut self, scope: usize, on: Option<bool>) -> Option<String> {
        let on = on?;
        Some(format!("enable_ipv6 = {}", self.lit(scope, &Lit::B(on))))
    }

    /// Several of one block.
    fn set(&mut self, at: usize, count: usize) {
        let all = &self.root.vswitches[at..at + count];
        let first = &all[0];
        let scope = first.spot.scope;
        let mut lines = Vec::new();
        if matches!(first.spot.key, Key::Index(_)) {
            let ranges: Vec<&str> = all.iter().map(|vswitch| vswitch.cidr.as_str()).collect();
            let zones: Vec<&str> = all.iter().map(|vswitch| vswitch.zone.as_str()).collect();
            lines.push(format!("count = {count}"));
            let of = self.computed(first, &ranges);
            let of = of.unwrap_or_else(|| self.indexed(scope, &ranges));
            lines.push(format!("cidr_block = {of}"));
            lines.push(format!("zone_id = {}", self.indexed(scope, &zones)));
        } else {
            let objects = self.random.one_in(2);
            let mut entries = Vec::new();
            for vswitch in all {
                let range = self.text(scope, &vswitch.cidr);
                let zone = self.text(scope, &vswitch.zone);
                entries.push(if objects {
                    format!("\"{}\" = {{ cidr = {range}, zone = {zone} }}", vswitch.zone)
                } else {
                    format!("\"{}\" = {range}", vswitch.zone)
                });
            }
            let map = format!("{{ {} }}", entries.join(", "));
            let map = if self.random.one_in(2) { self.local(scope, &map) } else { map };
            lines.push(format!("for_each = {map}"));
            let (range, zone) = if objects {
                ("each.value.cidr", "each.value.zone")
            } else {
                ("each.value", "each.key")
            };
            lines.extend([format!("cidr_block = {range}"), format!("zone_id = {zone}")]);
        }
        lines.push(format!("vpc_id = {}", self.vpc_id(scope, &first.vpc)));
        lines.extend(self.six(scope, first.ipv6));
        let spot = Spot { key: Key::None, ..first.spot.clone() };
        self.resource("alicloud_vswitch", &spot, &lines);
    }

    fn indexed(&mut self, scope: usize, texts: &[&str]) -> String {
        let of = self.lit(scope, &list(texts));
        match self.random.below(3) {
            0 => format!("element({of}, count.index)"),
            _ => format!("({of})[count.index]"),
        }
    }

    /// The ranges as parts of the VPC's, where they are.
    fn computed(&mut self, first: &crate::plan::VSwitch, ranges: &[&str]) -> Option<String> {
        let VpcId::Own(vpc) = first.vpc else { return None };
        let Read::Four { net, host_bits: false } = read(&self.root.vpcs[vpc].cidr) else {
            return None;
        };
        let Read::Four { net: one, .. } = read(ranges[0]) else { return None };
        let bits = one.prefix.checked_sub(net.prefix)?;
        let fits = |(at, range): (usize, &&str)| **range == net.part(bits, at as u64).to_string();
        if bits == 0 || !ranges.iter().enumerate().all(fits) {
            return None;
        }
        let spot = &self.root.vpcs[vpc].spot;
        let of = self.refer(first.spot.scope, "alicloud_vpc", spot, "cidr_block");
        Some(format!("cidrsubnet({of}, {bits}, count.index)"))
    }

    pub(super) fn group(&mut self, at: usize) {
        let group = &self.root.groups[at];
        let spot = group_spot(&group.name);
        let mut lines = Vec::new();
        if let Some(kind) = group.kind {
            lines.push(format!("security_group_type = {}", self.text(0, kind)));
        }
        if let Some(vpc) = &group.vpc {
            lines.push(format!("vpc_id = {}", self.vpc_id(0, vpc)));
        }
        self.resource("alicloud_security_group", &spot, &lines);
        for (at, (way, entry)) in group.entries.iter().enumerate() {
            let id = self.refer(0, "alicloud_security_group", &spot, "id");
            let lines = [
                format!("type = \"{way}\""),
                "ip_protocol = \"tcp\"".to_owned(),
                "port_range = \"443/443\"".to_owned(),
                format!("security_group_id = {id}"),
                format!("cidr_ip = {}", self.text(0, entry)),
            ];
            let spot = group_spot(&format!("{}_{at}", group.name));
            self.resource("alicloud_security_group_rule", &spot, &lines);
        }
    }
}

/// Security groups stand in the root.
pub(super) fn group_spot(name: &str) -> Spot {
    Spot { scope: 0, name: name.to_owned(), key: Key::None }
}
