//! Clusters: their kind, plug-in and ranges.

use super::{Maker, Network, Range};
use crate::tree::{Block, Expr, Item, inner, set, text, word};

const PODS: [&str; 8] = [
    "172.20.0.0/16",
    "172.20.0.0/24",
    "172.20.0.0/20",
    "172.20.0.0/19",
    "10.0.128.0/20",
    "172.28.0.0/15",
    "10.0.4.0/22",
    "172.20.0/16",
];
const SERVICES: [&str; 6] = [
    "172.21.0.0/20",
    "172.20.0.0/20",
    "10.0.64.0/20",
    "192.168.0.0/20",
    "172.19.0.0/20",
    "172.30.0.0/16, fd00::/112",
];

/// How a cluster says which plug-in it has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Static,
    Dynamic,
    Resource,
    NetworkType,
    NotAtAll,
}

impl Maker<'_> {
    /// A cluster; gives its `id`.
    pub(super) fn cluster(&mut self, network: &Network) -> Expr {
        let name = self.name("ack");
        let kind =
            self.random.of(&["managed", "managed", "managed", "managed", "dedicated", "edge"]);
        let (resource, list) = match kind {
            "dedicated" => ("alicloud_cs_kubernetes", "worker_vswitch_ids"),
            "edge" => ("alicloud_cs_edge_kubernetes", "worker_vswitch_ids"),
            _ => ("alicloud_cs_managed_kubernetes", "vswitch_ids"),
        };
        let list = if self.random.one_in(6) { "worker_vswitch_ids" } else { list };
        let mut body = vec![set(list, self.value(network.all.clone()))];
        let counted = self.random.one_in(6);
        if counted {
            let one = Expr::if_else(self.condition(), Expr::Number(1), Expr::Number(2));
            let one = if self.random.one_in(2) { self.value(Expr::Number(1)) } else { one };
            body.push(set("count", one));
        }
        let terway = self.random.one_in(2);
        self.plug_in(&mut body, terway);
        self.ranges(&mut body, network, terway);
        if kind == "dedicated" {
            let master = self.random.of(&network.ids);
            body.push(set("master_vswitch_ids", Expr::List(vec![master; 3])));
            if self.random.one_in(2) {
                let types = Expr::List(vec![text("ecs.g7.xlarge"); 3]);
                body.push(set("master_instance_types", self.value(types)));
            }
        }
        if self.random.one_in(10) {
            let profile = text(self.random.of(&["Edge", "Default", "Serverless"]));
            body.push(set("profile", self.value(profile)));
        }
        if self.random.one_in(12) {
            body.push(set("worker_number", self.value(Expr::Number(12))));
            let types = Expr::List(vec![text("ecs.g7.xlarge")]);
            body.push(set("worker_instance_types", types));
        }
        if self.random.one_in(20) && self.range == Range::All {
            body.push(set("zone_ids", Expr::List(vec![text("cn-hangzhou-h")])));
        }
        self.further(&mut body);
        if self.random.one_in(20) {
            let enabled = self.value(Expr::Bool(true));
            body.push(inner("auto_mode", vec![set("enabled", enabled)]));
        }
        let mut cluster = self.resource(resource, &name, body);
        if counted {
            cluster = cluster.at(Expr::Number(0));
        }
        let id = cluster.get("id");
        if self.random.one_in(10) {
            let addon = if terway { "terway-eniip" } else { "flannel" };
            let other = if self.random.one_in(3) { "flannel" } else { addon };
            let body = vec![set("cluster_id", id.clone()), set("name", self.value(text(other)))];
            let name = self.name("addon");
            self.resource("alicloud_cs_kubernetes_addon", &name, body);
        }
        id
    }

    /// Dual stack, the version, a security group.
    fn further(&mut self, body: &mut Vec<Item>) {
        if self.random.one_in(4) {
            let stack = text(self.random.of(&["dual", "dual", "ipv4"]));
            body.push(set("ip_stack", self.value(stack)));
        }
        if self.random.one_in(5) {
            let version = text(self.random.of(&["1.34.1-aliyun.1", "1.22", "1.20.11-aliyun.1"]));
            body.push(set("version", self.value(version)));
        }
        if self.random.one_in(4) {
            let mut group = Vec::new();
            if !self.random.one_in(3) {
                let kind = text(self.random.of(&["normal", "enterprise"]));
                group.push(set("security_group_type", self.value(kind)));
            }
            let name = self.name("group");
            let group = self.resource("alicloud_security_group", &name, group).get("id");
            body.push(set("security_group_id", self.value(group)));
        }
        if self.random.one_in(12) {
            let name = self.value(text("Sandboxed-Container.runv"));
            body.push(inner("runtime", vec![set("name", name)]));
        }
    }

    /// The settings of a network add-on.
    fn config(&mut self) -> Expr {
        let switch = |maker: &mut Self| {
            let on = text(maker.random.of(&["true", "true", "false"]));
            maker.value(on)
        };
        let keys = ["IPVlan", "NetworkPolicy"];
        let settings = keys.map(|key| (key.to_owned(), switch(self)));
        Expr::Call("jsonencode", vec![Expr::Object(settings.to_vec())])
    }

    fn plug_in(&mut self, body: &mut Vec<Item>, terway: bool) {
        let said = self.random.of(&[
            Said::Static,
            Said::Static,
            Said::Dynamic,
            Said::Dynamic,
            Said::Resource,
            Said::NetworkType,
            Said::NotAtAll,
            Said::NotAtAll,
        ]);
        let addon = match (terway, self.random.below(6)) {
            (true, 0) => "terway-eni",
            (true, _) => "terway-eniip",
            (false, _) => "flannel",
        };
        let mut names = vec![text(addon), text("csi-plugin")];
        if self.random.one_in(12) {
            names.push(text(if terway { "flannel" } else { "terway-eniip" }));
        }
        match said {
            Said::Static => {
                for name in names {
                    let mut addon = vec![set("name", self.value(name))];
                    if self.random.one_in(3) {
                        addon.push(set("config", self.config()));
                    }
                    if self.random.one_in(10) {
                        let disabled = Expr::Bool(self.random.one_in(2));
                        addon.push(set("disabled", self.value(disabled)));
                    }
                    body.push(inner("addons", addon));
                }
            }
            Said::Dynamic if self.random.one_in(2) => {
                let objects =
                    names.into_iter().map(|name| Expr::Object(vec![("name".into(), name)]));
                let objects = self.value(Expr::List(objects.collect()));
                let fallback = self.value(text("flannel"));
                let lookup = vec![word("addons.value"), text("name"), fallback];
                body.push(dynamic(objects, Expr::Call("lookup", lookup)));
            }
            Said::Dynamic => {
                let names = self.value(Expr::List(names));
                let names = if self.random.one_in(3) {
                    Expr::Call("concat", vec![names, Expr::List(vec![text("nginx-ingress")])])
                } else {
                    names
                };
                body.push(dynamic(names, word("addons.value")));
            }
            Said::NetworkType => {
                let name = text(if terway { "terway" } else { "flannel" });
                body.push(set("cluster_network_type", self.value(name)));
            }
            Said::Resource | Said::NotAtAll => {}
        }
    }

    fn ranges(&mut self, body: &mut Vec<Item>, network: &Network, terway: bool) {
        let pods = if terway { self.random.one_in(8) } else { !self.random.one_in(10) };
        if pods {
            let range = text(self.random.of(&PODS));
            body.push(set("pod_cidr", self.value(range)));
        }
        let pod_vswitches = if terway { !self.random.one_in(8) } else { self.random.one_in(8) };
        if pod_vswitches {
            let list = match self.random.below(3) {
                0 => network.all.clone(),
                1 => Expr::List(vec![self.random.of(&network.ids)]),
                _ => {
                    let existing = self.value(Expr::List(Vec::new()));
                    let none =
                        Expr::equal(Expr::Call("length", vec![existing.clone()]), Expr::Number(0));
                    Expr::if_else(none, network.all.clone(), existing)
                }
            };
            body.push(set("pod_vswitch_ids", list));
        }
        if !self.random.one_in(5) {
            let range = text(self.random.of(&SERVICES));
            body.push(set("service_cidr", self.value(range)));
        }
        if self.random.one_in(2) {
            let number = 24 + self.random.below(5) as u64;
            let mask = if self.random.one_in(2) {
                text(&number.to_string())
            } else {
                Expr::Number(number)
            };
            body.push(set("node_cidr_mask", self.value(mask)));
        }
    }
}

fn dynamic(over: Expr, name: Expr) -> Item {
    let content = inner("content", vec![set("name", name)]);
    Item::Block(Block::new("dynamic", &["addons"], vec![set("for_each", over), content]))
}
