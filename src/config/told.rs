//! What the files tell of the cloud, as resources: the model reads them like all others.

use super::joined::once;
use super::{Config, Placed, VSwitch, Vpc};
use crate::eval::{
    Address, Existence, Key, Lifecycle, Name, Number, OriginId, Origins, Resource, SequenceKind,
    Text, Traced, Type, Value, Why,
};
use crate::source::Span;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What `cluster` blocks tell of one cluster is added to it; `origins` is the arena of what is told.
pub fn tell(config: &Config, resource: &mut Resource, origins: &mut Origins) {
    let address = resource.address.to_string();
    for cluster in config.clusters.iter().filter(|cluster| cluster.pattern.value.is_match(&address))
    {
        if let Some(expect) = cluster.expect {
            resource.expects.push((expect, origins.written(expect.span)));
        }
        if let Some(vpc) = &cluster.vpc {
            let text = Value::Text(Text::Plain(vpc.value.as_str().into()));
            let told = Traced::new(text, origins.written(vpc.span));
            resource.attributes.entry(VPC_OF_CLUSTER.into()).or_insert(told);
        }
    }
}

/// What the files of a run tell, with the places where they do.
#[derive(Debug, Clone)]
pub struct Told {
    /// VPCs, vSwitches and networks, of the types `vpc`, `vswitch` and `network`.
    pub resources: Vec<Resource>,
    /// Where it is told.
    pub origins: Origins,
}

/// What files tell; `number` is that of their arena.
pub fn told<'c>(configs: impl IntoIterator<Item = &'c Config>, number: u32) -> Told {
    let mut teller = Teller { number, origins: Origins::new(number) };
    let configs: Vec<&Config> = configs.into_iter().collect();
    let resources = teller.all(&configs);
    Told { resources, origins: teller.origins }
}

/// The type of a VPC that is told of.
pub const VPC: &str = "vpc";
/// The type of a vSwitch that is told of.
pub const VSWITCH: &str = "vswitch";
/// The type of a network beyond VPCs.
pub const NETWORK: &str = "network";
/// The type of an instance type that is told of.
pub const INSTANCE_TYPE: &str = "instance_type";
/// The attribute of a cluster that a `cluster` block tells the VPC by.
pub const VPC_OF_CLUSTER: &str = "(vpc)";

struct Teller {
    number: u32,
    origins: Origins,
}

impl Teller {
    fn all(&mut self, configs: &[&Config]) -> Vec<Resource> {
        let all = || configs.iter().copied();
        let mut resources = Vec::new();
        for vpc in once(all().flat_map(|config| &config.vpcs)) {
            resources.push(self.vpc(vpc));
        }
        for vswitch in once(all().flat_map(|config| &config.vswitches)) {
            resources.push(self.vswitch(vswitch));
        }
        for network in all().flat_map(|config| &config.networks) {
            let cidrs = network.cidrs.iter().map(|cidr| self.placed(cidr)).collect();
            let from = network.reachable_from.iter();
            let from =
                from.map(|glob| self.text(glob.value.as_str().into(), network.name.span)).collect();
            let cidrs = self.list(cidrs, network.name.span);
            let from = self.list(from, network.name.span);
            let attributes =
                [("cidrs".into(), cidrs), ("reachable_from".into(), from)].into_iter().collect();
            resources.push(self.resource(NETWORK, &network.name, attributes, &[]));
        }
        for told in once(all().flat_map(|config| &config.instance_types)) {
            let quotas = told.quotas;
            let numbers = [
                ("enis", quotas.enis),
                ("ipv4_per_eni", quotas.ipv4_per_eni),
                ("ipv6_per_eni", quotas.ipv6_per_eni),
            ];
            let attributes = numbers
                .into_iter()
                .filter_map(|(name, number)| {
                    Some((name.into(), self.number(number?, told.name.span)))
                })
                .collect();
            resources.push(self.resource(INSTANCE_TYPE, &told.name, attributes, &[]));
        }
        resources
    }

    /// Its IPv4 ranges are its own one and the secondary ones; of IPv6 it has one or none.
    fn vpc(&mut self, vpc: &Vpc) -> Resource {
        let is_v6 = |cidr: &&Placed<String>| cidr.value.contains(':');
        let mut ranges = vpc.cidrs.iter().filter(|cidr| !is_v6(cidr));
        let primary = ranges.next().map(|cidr| ("cidr_block".into(), self.placed(cidr)));
        let secondary = ranges.map(|cidr| self.placed(cidr)).collect();
        let of_v6 = vpc.cidrs.iter().find(is_v6);
        let of_v6 = of_v6.map(|cidr| (IPV6.into(), self.placed(cidr)));
        let secondary = ("secondary_cidr_blocks".into(), self.list(secondary, vpc.id.span));
        let attributes = primary.into_iter().chain(of_v6).chain([secondary]).collect();
        self.resource(VPC, &vpc.id, attributes, &["cidr_block", IPV6])
    }

    fn vswitch(&mut self, vswitch: &VSwitch) -> Resource {
        let told =
            [("vpc_id", &vswitch.vpc), ("cidr_block", &vswitch.cidr), ("zone_id", &vswitch.zone)];
        let attributes = told
            .into_iter()
            .filter_map(|(name, told)| Some((name.into(), self.placed(told.as_ref()?))))
            .collect();
        let open = ["vpc_id", "cidr_block", "zone_id", IPV6];
        self.resource(VSWITCH, &vswitch.id, attributes, &open)
    }

    fn number(&mut self, number: u64, span: Span) -> Traced {
        let origin = self.origins.written(span);
        Traced::new(Value::Number(Number::from(number)), origin)
    }

    /// A block as a resource; of `open` what is not told is not known.
    fn resource(
        &mut self,
        kind: &str,
        label: &Placed<String>,
        mut attributes: BTreeMap<Name, Traced>,
        open: &[&str],
    ) -> Resource {
        let head = self.origins.written(label.span);
        for name in open {
            let name: Name = (*name).into();
            attributes.entry(name).or_insert_with_key(|name| {
                let id = &label.value;
                let why = Why::Untold(
                    format!(
                        "the configuration of acklint does not tell the {} of {id}",
                        shown(name)
                    )
                    .into(),
                );
                Traced::new(Value::unknown(Type::String, why), head)
            });
        }
        let address = Address {
            module: [].into(),
            data: false,
            kind: kind.into(),
            name: label.value.as_str().into(),
            key: Key::None,
        };
        Resource {
            root: self.number,
            address: Arc::new(address),
            attributes,
            lifecycle: Lifecycle::default(),
            head,
            provider: None,
            maybe: None,
            expects: Vec::new(),
            counted: Vec::new(),
            exists: Existence::Untold,
        }
    }

    fn placed(&mut self, text: &Placed<String>) -> Traced {
        self.text(text.value.as_str().into(), text.span)
    }

    fn text(&mut self, text: Arc<str>, span: Span) -> Traced {
        let origin: OriginId = self.origins.written(span);
        Traced::new(Value::Text(Text::Plain(text)), origin)
    }

    fn list(&mut self, items: Vec<Traced>, span: Span) -> Traced {
        let origin = self.origins.written(span);
        Traced::new(Value::Sequence(SequenceKind::List(Type::String), Arc::new(items)), origin)
    }
}

const IPV6: &str = "ipv6_cidr_block";

/// An attribute as people call it.
fn shown(name: &str) -> &'static str {
    match name {
        "vpc_id" => "VPC",
        "zone_id" => "zone",
        IPV6 => "IPv6 range",
        _ => "range",
    }
}
