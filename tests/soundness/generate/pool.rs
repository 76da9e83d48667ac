//! Node pools: how many nodes, of which type, where.

use super::{Maker, Network};
use crate::tree::{Expr, Item, inner, set, text};

const SIZES: [u64; 9] = [0, 1, 3, 10, 12, 20, 60, 130, 300];
const TYPES: [&str; 8] = [
    "ecs.g7.xlarge",
    "ecs.c7.4xlarge",
    "ecs.g7.2xlarge",
    "ecs.c6.4xlarge",
    "ecs.c6.large",
    "ecs.c6.2xlarge",
    "ecs.c7a.8xlarge",
    "ecs.nobody.has.seen",
];
const IMAGES: [&str; 5] = ["AliyunLinux", "AliyunLinux3", "CentOS", "Ubuntu", "Custom"];

impl Maker<'_> {
    pub(super) fn pool(&mut self, cluster: &Expr, network: &Network) {
        let vswitches = match self.random.below(4) {
            0 => Expr::List(vec![self.random.of(&network.ids)]),
            1 => self.value(network.all.clone()),
            _ => network.all.clone(),
        };
        let mut body = vec![set("cluster_id", cluster.clone()), set("vswitch_ids", vswitches)];
        self.repeat(&mut body);
        self.types(&mut body);
        self.size(&mut body);
        self.limits(&mut body);
        if self.random.one_in(4) {
            let image = text(self.random.of(&IMAGES));
            let name = self.random.of(&["image_type", "image_type", "platform"]);
            body.push(set(name, self.value(image)));
        }
        if self.random.one_in(8) {
            let runtime = text(self.random.of(&["containerd", "Sandboxed-Container.runv"]));
            body.push(set("runtime_name", self.value(runtime)));
        }
        if self.random.one_in(5) {
            body.push(set("multi_az_policy", self.value(text("BALANCE"))));
        }
        let name = self.name("pool");
        self.resource("alicloud_cs_kubernetes_node_pool", &name, body);
    }

    fn repeat(&mut self, body: &mut Vec<Item>) {
        match self.random.below(10) {
            0 => {
                let count = self.random.below(3) as u64;
                body.push(set("count", self.value(Expr::Number(count))));
            }
            1 => {
                let keys = Expr::List(vec![text("a"), text("b")]);
                let keys = self.value(keys);
                body.push(set("for_each", Expr::Call("toset", vec![keys])));
            }
            _ => {}
        }
    }

    fn types(&mut self, body: &mut Vec<Item>) {
        if self.random.one_in(12) {
            return;
        }
        let mut types = vec![text(self.random.of(&TYPES))];
        if self.random.one_in(3) {
            types.push(text(self.random.of(&TYPES)));
        }
        body.push(set("instance_types", self.value(Expr::List(types))));
    }

    fn size(&mut self, body: &mut Vec<Item>) {
        let size = Expr::Number(self.random.of(&SIZES));
        match self.random.below(5) {
            0 => body.push(set("node_count", self.value(size))),
            1 | 2 => {
                let mut scaling = vec![set("max_size", self.value(size))];
                if self.random.one_in(3) {
                    let enable = Expr::Bool(!self.random.one_in(3));
                    scaling.push(set("enable", self.value(enable)));
                }
                body.push(inner("scaling_config", scaling));
                if self.random.one_in(4) {
                    body.push(set("desired_size", self.value(Expr::Number(20))));
                }
            }
            3 if self.random.one_in(4) => {
                let ids = Expr::List(vec![text("i-1"), text("i-2")]);
                body.push(set("instances", self.value(ids)));
            }
            3 if self.random.one_in(4) => {
                let enabled = self.value(Expr::Bool(true));
                body.push(inner("auto_mode", vec![set("enabled", enabled)]));
            }
            _ => body.push(set("desired_size", self.value(size))),
        }
    }

    fn limits(&mut self, body: &mut Vec<Item>) {
        if self.random.one_in(5) {
            let pods = Expr::Number(self.random.of(&[8, 14, 30, 64, 256]));
            body.push(inner("kubelet_configuration", vec![set("max_pods", self.value(pods))]));
        }
        if self.random.one_in(6) {
            let key = text("k8s.aliyun.com/exclusive-mode-eni-type");
            let label =
                vec![set("key", self.value(key)), set("value", self.value(text("eniOnly")))];
            body.push(inner("labels", label));
        }
        if self.random.one_in(6) {
            let (name, number) = self.random.of(&[("surge", 5), ("surge_percentage", 30)]);
            let surge = self.value(Expr::Number(number));
            body.push(inner("management", vec![set(name, surge)]));
        }
    }
}
