//! Ids to resources: what a reference or a literal id stands for.

use super::read::Fields;
use crate::config::told;
use crate::eval::{OriginId, Reference, Resource, Traced, Value, Why};
use crate::facts::InstanceType;
use crate::model::attr::{Attr, Open};
use crate::model::cluster::Cluster;
use crate::model::estate::{ClusterId, Estate, Identity, PoolId, Subject, VSwitchId, VpcId};
use crate::model::link::{Hub, HubId, HubKind, Link};
use crate::model::network::{Listed, SecurityGroup, VSwitch, Vpc, VpcRange};
use crate::model::pool::NodePool;
use crate::model::route::{Route, TableEntry};
use ipnet::IpNet;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The estate in the making, with what is known by identity.
#[derive(Default)]
pub(super) struct Index {
    estate: Estate,
    /// VPCs that turn out to be others.
    aliases: HashMap<Identity, Identity>,
    vpcs: HashMap<Identity, VpcId>,
    vswitches: HashMap<Identity, VSwitchId>,
    clusters: HashMap<Identity, usize>,
    security_groups: HashMap<Identity, SecurityGroup>,
    /// What is told of instance types.
    told_types: Arc<BTreeMap<Arc<str>, (InstanceType, OriginId)>>,
    /// Ranges of VPCs that are not known.
    anywhere: Vec<VpcRange>,
    /// IPv6 ranges of VPCs that are not known: of which root, and why.
    anywhere6: Vec<(u32, Open)>,
}

impl Index {
    /// Nothing yet; a VPC that is a key of `aliases` is the one that it leads to.
    pub(super) fn with(aliases: HashMap<Identity, Identity>) -> Self {
        Self { aliases, ..Self::default() }
    }

    /// The estate, in which a range of a VPC that is not known is perhaps one of each.
    pub(super) fn finish(self) -> Estate {
        let Self { mut estate, anywhere, anywhere6, .. } = self;
        for vpc in &mut estate.vpcs {
            let mine = anywhere.iter().filter(|range| vpc.is_in_reach(range.subject.root));
            let mine: Vec<VpcRange> = mine.cloned().collect();
            vpc.ranges.extend(mine);
            let mine6 = anywhere6.iter().find(|(root, _)| vpc.is_in_reach(*root));
            if let (Some((_, open)), Some(false) | None) = (mine6, vpc.ipv6.known()) {
                vpc.ipv6 = Attr::Unknown { open: open.clone(), present: false };
            }
        }
        estate
    }

    pub(super) fn tell_type(&mut self, name: &Arc<str>, told: (InstanceType, OriginId)) {
        Arc::make_mut(&mut self.told_types).insert(Arc::clone(name), told);
    }

    pub(super) fn told_types(&self) -> Arc<BTreeMap<Arc<str>, (InstanceType, OriginId)>> {
        Arc::clone(&self.told_types)
    }

    /// A range of a VPC that is not known.
    pub(super) fn add_anywhere(&mut self, range: VpcRange) {
        self.anywhere.push(range);
    }

    /// An IPv6 range of a VPC that is not known.
    pub(super) fn add_anywhere6(&mut self, root: u32, open: Open) {
        self.anywhere6.push((root, open));
    }

    /// The VPC of an identity; one that is only referred to is added.
    pub(super) fn vpc(&mut self, identity: &Identity, origin: OriginId) -> VpcId {
        let identity = self.aliases.get(identity).unwrap_or(identity);
        if let Some(id) = self.vpcs.get(identity) {
            return *id;
        }
        let open = Open { why: elsewhere(identity, "VPC"), origin };
        let ipv6 = Attr::Unknown { open: open.clone(), present: true };
        let (identity, open) = (identity.clone(), Some(open));
        self.add_vpc(Vpc { identity, subject: None, ranges: Vec::new(), open, ipv6 })
    }

    pub(super) fn add_vpc(&mut self, vpc: Vpc) -> VpcId {
        let id = VpcId(self.estate.vpcs.len());
        self.vpcs.insert(vpc.identity.clone(), id);
        self.estate.vpcs.push(vpc);
        id
    }

    pub(super) fn vpc_mut(&mut self, id: VpcId) -> &mut Vpc {
        &mut self.estate.vpcs[id.0]
    }

    /// The vSwitch of an identity; one that is only referred to is added.
    fn vswitch(&mut self, identity: &Identity, origin: OriginId) -> VSwitchId {
        if let Some(id) = self.vswitches.get(identity) {
            return *id;
        }
        let open = Open { why: elsewhere(identity, "vSwitch"), origin };
        self.add_vswitch(VSwitch {
            identity: identity.clone(),
            subject: None,
            vpc: Err(open.clone()),
            cidr: Attr::Unknown { open: open.clone(), present: true },
            flaws: Attr::Absent(origin),
            zone: Err(open.clone()),
            vpc_place: origin,
            zone_place: origin,
            ipv6: Attr::Unknown { open, present: true },
        })
    }

    pub(super) fn add_vswitch(&mut self, vswitch: VSwitch) -> VSwitchId {
        let id = VSwitchId(self.estate.vswitches.len());
        self.vswitches.insert(vswitch.identity.clone(), id);
        self.estate.vswitches.push(vswitch);
        id
    }

    /// The vSwitch of Terraform's that has a range in a VPC.
    pub(super) fn vswitch_with(&self, vpc: VpcId, cidr: IpNet) -> Option<VSwitchId> {
        let written = |vswitch: &VSwitch| matches!(vswitch.identity, Identity::Resource(..));
        let mut all = self.estate.vswitches.iter();
        all.position(|v| written(v) && v.vpc == Ok(vpc) && v.cidr.known() == Some(&cidr))
            .map(VSwitchId)
    }

    /// Gives a vSwitch a further identity.
    pub(super) fn name_vswitch(&mut self, identity: Identity, id: VSwitchId) {
        self.vswitches.insert(identity, id);
    }

    pub(super) fn vswitch_vpc(&self, id: VSwitchId) -> &Result<VpcId, Open> {
        &self.estate.vswitches[id.0].vpc
    }

    /// Whether the configuration defines a vSwitch.
    pub(super) fn is_defined(&self, id: VSwitchId) -> bool {
        self.estate.vswitches[id.0].subject.is_some()
    }

    pub(super) fn add_cluster(&mut self, cluster: Cluster) {
        let subject = &cluster.subject;
        let identity = Identity::Resource(subject.root, Arc::clone(&subject.address));
        self.clusters.insert(identity, self.estate.clusters.len());
        self.estate.clusters.push(cluster);
    }

    /// The VPC of the first of these vSwitches whose VPC is known.
    pub(super) fn vpc_of_any(&self, listed: &Listed) -> Option<VpcId> {
        listed.ids().find_map(|id| self.vswitch_vpc(id).as_ref().ok().copied())
    }

    /// The cluster that the next one added will be.
    pub(super) fn next_cluster(&self) -> ClusterId {
        ClusterId(self.estate.clusters.len())
    }

    pub(super) fn cluster_mut(&mut self, id: ClusterId) -> &mut Cluster {
        &mut self.estate.clusters[id.0]
    }

    /// The cluster that `cluster_id` leads to.
    pub(super) fn cluster_of(&self, fields: Fields<'_>) -> Result<ClusterId, Open> {
        let open = |why, origin| Open { why, origin };
        let missing = || open(Why::Untold("no cluster_id is written".into()), fields.head);
        let id = fields.value("cluster_id").ok_or_else(missing)?;
        let identity = identity(&id.value).map_err(|why| open(why, id.origin))?;
        let identity = identity.ok_or_else(missing)?;
        let known = self.clusters.get(&identity).map(|at| ClusterId(*at));
        known.ok_or_else(|| open(elsewhere(&identity, "cluster"), id.origin))
    }

    pub(super) fn add_security_group(&mut self, group: SecurityGroup) {
        let subject = &group.subject;
        let identity = Identity::Resource(subject.root, Arc::clone(&subject.address));
        self.security_groups.insert(identity, group);
    }

    /// The security group that `security_group_id` leads to.
    pub(super) fn security_group(&self, fields: Fields<'_>) -> Attr<SecurityGroup> {
        let Some(id) = fields.value("security_group_id") else {
            return Attr::Absent(fields.head);
        };
        let unknown =
            |why, present| Attr::Unknown { open: Open { why, origin: id.origin }, present };
        match identity(&id.value) {
            Ok(None) => Attr::Absent(fields.head),
            Err(why) => unknown(why, false),
            Ok(Some(identity)) => match self.security_groups.get(&identity) {
                Some(group) => Attr::Known(group.clone(), id.origin),
                None => unknown(elsewhere(&identity, "security group"), true),
            },
        }
    }

    pub(super) fn add_pool(&mut self, pool: NodePool) -> PoolId {
        let id = PoolId(self.estate.pools.len());
        self.estate.pools.push(pool);
        id
    }

    /// The hub of an identity.
    pub(super) fn hub(&mut self, kind: HubKind, identity: &Identity) -> HubId {
        let same = |hub: &Hub| hub.kind == kind && hub.identity == *identity;
        let known = self.estate.hubs.iter().position(same);
        HubId(known.unwrap_or_else(|| {
            self.estate.hubs.push(Hub { identity: identity.clone(), kind });
            self.estate.hubs.len() - 1
        }))
    }

    pub(super) fn estate_mut(&mut self) -> &mut Estate {
        &mut self.estate
    }

    pub(super) fn vswitch_of(&self, identity: &Identity) -> Option<VSwitchId> {
        self.vswitches.get(identity).copied()
    }

    pub(super) fn add_link(&mut self, link: Link) {
        self.estate.links.push(link);
    }

    pub(super) fn add_table_entry(&mut self, entry: TableEntry) {
        self.estate.table_entries.push(entry);
    }

    pub(super) fn add_route(&mut self, route: Route) {
        self.estate.routes.push(route);
    }

    /// The vSwitches that attributes name, each once; the first attribute that is written is the
    /// place.
    pub(super) fn listed(&mut self, fields: Fields<'_>, names: &[&str]) -> Listed {
        let mut listed = Listed { items: Vec::new(), open: None, origin: fields.head };
        for name in names {
            let (items, open) = fields.items(name);
            let written = fields.value(name).map(|list| list.origin);
            for item in items {
                if listed.origin == fields.head {
                    listed.origin = written.unwrap_or(fields.head);
                }
                self.list_item(item, &mut listed);
            }
            if let Some(open) = open {
                if listed.origin == fields.head {
                    listed.origin = open.origin;
                }
                listed.open = listed.open.or(Some(open));
            }
        }
        if listed.items.is_empty() && listed.open.is_none() {
            listed.origin = fields.head;
        }
        listed
    }

    fn list_item(&mut self, item: &Traced, listed: &mut Listed) {
        let (item, maybe) = match &item.value {
            Value::Several(several) => (&several.like, Some(several.why.clone())),
            _ => (item, None),
        };
        match identity(&item.value) {
            Ok(Some(identity)) => {
                let id = self.vswitch(&identity, item.origin);
                let subject = self.estate.vswitches[id.0].subject.as_ref();
                let maybe = maybe.or_else(|| subject.and_then(|subject| subject.maybe.clone()));
                match listed.items.iter_mut().find(|known| known.0 == id) {
                    Some(known) if maybe.is_none() => known.2 = None,
                    Some(_) => {}
                    None => listed.items.push((id, item.origin, maybe)),
                }
            }
            Ok(None) => {}
            Err(why) => {
                let open = Open { why: maybe.unwrap_or(why), origin: item.origin };
                listed.open.get_or_insert(open);
            }
        }
    }
}

pub(super) fn elsewhere(identity: &Identity, what: &str) -> Why {
    match identity {
        Identity::Reference(reference) => Why::Reference(reference.clone()),
        Identity::Literal(id) => {
            Why::Untold(format!("this configuration does not define the {what} {id}").into())
        }
        Identity::Resource(_, address) => Why::Untold(format!("{address} is not read").into()),
    }
}

/// What an id stands for; nothing for null and `""`.
///
/// # Errors
/// If it is not known.
pub(super) fn identity(id: &Value) -> Result<Option<Identity>, Why> {
    match id {
        Value::Null(_) => Ok(None),
        Value::Unknown(unknown) => match &unknown.why {
            Why::Reference(r) if &*r.path == ".id" && !r.address.data => {
                Ok(Some(Identity::Resource(r.root, Arc::clone(&r.address))))
            }
            Why::Reference(r) if !r.path.contains(['*', '?']) => {
                Ok(Some(Identity::Reference(r.clone())))
            }
            why => Err(why.clone()),
        },
        value => match value.as_str() {
            Some("") => Ok(None),
            Some(text) => Ok(Some(Identity::Literal(text.into()))),
            None => Err(value.why_unknown().unwrap_or(Why::Refused("this is no id".into()))),
        },
    }
}

/// The same, where an attribute other than the id stands for the resource too: `aliases` are types
/// with such attributes, `("alicloud_vpc", ".router_id")`.
pub(super) fn identity_by(id: &Value, aliases: &[(&str, &str)]) -> Result<Option<Identity>, Why> {
    let stands_for = |r: &Reference| {
        let named = |(kind, path): &(&str, &str)| *r.address.kind == **kind && *r.path == **path;
        !r.address.data && aliases.iter().any(named)
    };
    match identity(id) {
        Ok(Some(Identity::Reference(r))) if stands_for(&r) => {
            Ok(Some(Identity::Resource(r.root, Arc::clone(&r.address))))
        }
        other => other,
    }
}

/// What an attribute of a resource leads to.
///
/// # Errors
/// If that is not known, or nothing is written.
pub(super) fn led_to(
    fields: Fields<'_>,
    name: &str,
    aliases: &[(&str, &str)],
) -> Result<Identity, Open> {
    let open = |why: Why, origin| Open { why, origin };
    let missing = |origin| open(Why::Untold(format!("no {name} is written").into()), origin);
    let Some(id) = fields.value(name) else { return Err(missing(fields.head)) };
    match identity_by(&id.value, aliases) {
        Ok(Some(identity)) => Ok(identity),
        Ok(None) => Err(missing(id.origin)),
        Err(why) => Err(open(why, id.origin)),
    }
}

/// What a resource is: one that the configuration of acklint tells of is the id that it tells of.
pub(super) fn own(resource: &Resource) -> Identity {
    match &*resource.address.kind {
        told::VPC | told::VSWITCH => Identity::Literal(Arc::clone(&resource.address.name)),
        _ => Identity::Resource(resource.root, Arc::clone(&resource.address)),
    }
}

/// The resource as what a check is about.
pub(super) fn subject(resource: &Resource) -> Subject {
    Subject::of(resource)
}
