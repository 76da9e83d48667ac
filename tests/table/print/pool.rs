//! Node pools as Terraform.

use super::network::group_spot;
use super::{Lit, Pen, list};
use crate::plan::{Key, Pool, Spot};

impl Pen<'_> {
    pub(super) fn pools(&mut self) {
        let pools = &self.root.pools;
        let mut at = 0;
        while at < pools.len() {
            let spot = &pools[at].spot;
            let twice = pools.get(at + 1).is_some_and(|next| next.spot.name == spot.name);
            if twice {
                let many = match spot.key {
                    Key::Index(_) => "count = 2",
                    _ => "for_each = toset([\"blue\", \"green\"])",
                };
                let spot = Spot { key: Key::None, ..spot.clone() };
                self.pool(&pools[at], &spot, Some(many));
            } else {
                self.pool(&pools[at], spot, None);
            }
            at += 1 + usize::from(twice);
        }
    }

    fn pool(&mut self, pool: &Pool, spot: &Spot, many: Option<&str>) {
        let scope = spot.scope;
        let root = self.root;
        let cluster = &root.clusters[pool.cluster];
        let mut lines: Vec<String> = many.into_iter().map(str::to_owned).collect();
        let id = self.refer(scope, cluster.kind.resource(), &cluster.spot, "id");
        lines.push(format!("cluster_id = {id}"));
        lines.push(format!("vswitch_ids = {}", self.ids(scope, &pool.vswitches)));
        if !pool.types.is_empty() {
            lines.push(format!("instance_types = {}", self.lit(scope, &list(&pool.types))));
        }
        if pool.instances > 0 {
            let ids: Vec<String> = (0..pool.instances).map(|at| format!("i-bp{at}")).collect();
            lines.push(format!("instances = {}", self.lit(scope, &list(&ids))));
        }
        if let Some((name, size)) = pool.size {
            lines.push(format!("{name} = {}", self.lit(scope, &Lit::N(size))));
        }
        let texts = [
            ("multi_az_policy", pool.balance),
            ("image_type", pool.image),
            ("runtime_name", pool.runtime),
        ];
        for (name, text) in texts {
            if let Some(text) = text {
                lines.push(format!("{name} = {}", self.text(scope, text)));
            }
        }
        if !pool.groups.is_empty() {
            let ids: Vec<String> = pool
                .groups
                .iter()
                .map(|at| group_spot(&root.groups[*at].name))
                .map(|spot| self.refer(scope, "alicloud_security_group", &spot, "id"))
                .collect();
            lines.push(format!("security_group_ids = [{}]", ids.join(", ")));
        }
        self.blocks(pool, scope, &mut lines);
        self.resource("alicloud_cs_kubernetes_node_pool", spot, &lines);
    }

    fn blocks(&mut self, pool: &Pool, scope: usize, lines: &mut Vec<String>) {
        if let Some((max, enable)) = pool.scaling {
            let mut inner = String::from("  min_size = 0\n");
            if let Some(max) = max {
                let text = format!("  max_size = {}\n", self.lit(scope, &Lit::N(max)));
                inner += &text;
            }
            if let Some(enable) = enable {
                let text = format!("  enable = {}\n", self.lit(scope, &Lit::B(enable)));
                inner += &text;
            }
            lines.push(format!("scaling_config {{\n{inner}}}"));
        }
        let numbers = [
            ("management", "surge", pool.surge),
            ("management", "surge_percentage", pool.surge_percentage),
            ("kubelet_configuration", "max_pods", pool.max_pods),
        ];
        for (block, name, number) in numbers {
            if let Some(number) = number {
                let number = self.lit(scope, &Lit::N(number));
                lines.push(format!("{block} {{\n  {name} = {number}\n}}"));
            }
        }
        if let Some(on) = pool.auto_mode {
            let on = self.lit(scope, &Lit::B(on));
            lines.push(format!("auto_mode {{\n  enabled = {on}\n}}"));
        }
        if pool.exclusive {
            let key = self.text(scope, "k8s.aliyun.com/exclusive-mode-eni-type");
            let value = self.text(scope, "eniOnly");
            lines.push(format!("labels {{\n  key = {key}\n  value = {value}\n}}"));
        }
    }
}
