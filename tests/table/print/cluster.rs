//! Clusters as Terraform.

use super::network::group_spot;
use super::{Lit, Pen, list, s};
use crate::plan::{Addon, Cluster, Key, Spot};

impl Pen<'_> {
    pub(super) fn cluster(&mut self, at: usize) {
        let root = self.root;
        let cluster = &root.clusters[at];
        let scope = cluster.spot.scope;
        let mut lines = Vec::new();
        self.network_of(cluster, &mut lines);
        for (name, value) in settings(cluster) {
            if let Some(value) = value {
                lines.push(format!("{name} = {}", self.lit(scope, &value)));
            }
        }
        if let Some(group) = cluster.group {
            let spot = group_spot(&root.groups[group].name);
            let id = self.refer(scope, "alicloud_security_group", &spot, "id");
            lines.push(format!("security_group_id = {id}"));
        }
        if let Some((number, kind)) = cluster.workers {
            lines.push(format!("worker_number = {}", self.lit(scope, &Lit::N(number))));
            lines.push(format!("worker_instance_types = {}", self.lit(scope, &list(&[kind]))));
        }
        if let Some(on) = cluster.auto_mode {
            let on = self.lit(scope, &Lit::B(on));
            lines.push(format!("auto_mode {{\n  enabled = {on}\n}}"));
        }
        if let Some(on) = cluster.prevent_destroy {
            lines.push(format!("lifecycle {{\n  prevent_destroy = {on}\n}}"));
        }
        lines.extend(self.unstable(cluster));
        self.addons(cluster, &mut lines);
        self.resource(cluster.kind.resource(), &cluster.spot, &lines);
        for addon in &cluster.addon_resources {
            let id = self.refer(scope, cluster.kind.resource(), &cluster.spot, "id");
            let mut lines = vec![
                format!("cluster_id = {id}"),
                format!("name = {}", self.text(scope, &addon.name)),
            ];
            if !addon.config.is_empty() {
                let config = self.config(addon);
                lines.push(format!("config = {}", self.text(scope, &config)));
            }
            let spot = Spot { scope, name: self.name("addon"), key: Key::None };
            self.resource("alicloud_cs_kubernetes_addon", &spot, &lines);
        }
    }

    fn network_of(&mut self, cluster: &Cluster, lines: &mut Vec<String>) {
        let scope = cluster.spot.scope;
        let lists = [
            (cluster.nodes.0, &cluster.nodes.1),
            ("master_vswitch_ids", &cluster.masters),
            ("pod_vswitch_ids", &cluster.pods),
        ];
        for (name, vswitches) in lists {
            if !vswitches.is_empty() {
                lines.push(format!("{name} = {}", self.ids(scope, vswitches)));
            }
        }
        if !cluster.zone_ids.is_empty() {
            lines.push(format!("zone_ids = {}", self.lit(scope, &list(&cluster.zone_ids))));
        }
    }

    fn unstable(&mut self, cluster: &Cluster) -> Option<String> {
        let (attribute, how) = cluster.unstable?;
        let mut how = how.to_owned();
        if how.contains("KEPT") {
            let name = self.name("kept");
            let spot = Spot { scope: cluster.spot.scope, name: name.clone(), key: Key::None };
            let lines = ["length = 4".to_owned(), "keepers = { now = timestamp() }".to_owned()];
            self.resource("random_string", &spot, &lines);
            how = how.replace("KEPT", &name);
        }
        Some(format!("{attribute} = \"x-${{{how}}}\""))
    }

    fn addons(&mut self, cluster: &Cluster, lines: &mut Vec<String>) {
        let scope = cluster.spot.scope;
        if cluster.addons.is_empty() {
            return;
        }
        if self.random.one_in(2) {
            let items = cluster.addons.iter().map(|addon| {
                Lit::O(vec![
                    ("name", s(&addon.name)),
                    ("config", s(&self.config(addon))),
                    ("disabled", Lit::B(addon.disabled.unwrap_or(false))),
                ])
            });
            let items = Lit::L(items.collect());
            let of = self.lit(scope, &items);
            lines.push(format!(
                "dynamic \"addons\" {{\n  for_each = {of}\n  content {{\n    name     = lookup(addons.value, \"name\", null)\n    config   = lookup(addons.value, \"config\", null)\n    disabled = addons.value.disabled\n  }}\n}}"
            ));
            return;
        }
        for addon in &cluster.addons {
            let mut block = format!("addons {{\n  name = {}\n", self.text(scope, &addon.name));
            if !addon.config.is_empty() {
                let config = self.config(addon);
                let text = format!("  config = {}\n", self.text(scope, &config));
                block += &text;
            }
            if let Some(disabled) = addon.disabled {
                let text = format!("  disabled = {}\n", self.lit(scope, &Lit::B(disabled)));
                block += &text;
            }
            lines.push(block + "}");
        }
    }

    /// The settings of an add-on, as people write them.
    fn config(&mut self, addon: &Addon) -> String {
        if addon.config.is_empty() {
            return String::new();
        }
        let (mark, quoted) = self.random.of(&[("\"", true), ("\"", false), ("'", true)]);
        let value = |on: &bool| if quoted { format!("{mark}{on}{mark}") } else { on.to_string() };
        let entries: Vec<String> = addon
            .config
            .iter()
            .map(|(key, on)| format!("{mark}{key}{mark}:{}", value(on)))
            .collect();
        format!("{{{}}}", entries.join(","))
    }
}

/// The attributes that are one plain value.
fn settings(cluster: &Cluster) -> Vec<(&'static str, Option<Lit>)> {
    let text = |text: Option<&str>| text.map(s);
    let types = (!cluster.master_types.is_empty()).then(|| list(&cluster.master_types));
    vec![
        ("profile", text(cluster.profile)),
        ("cluster_spec", text(cluster.spec)),
        ("version", text(cluster.version)),
        ("cluster_network_type", text(cluster.network_type)),
        ("pod_cidr", text(cluster.pod_cidr.as_deref())),
        ("service_cidr", text(cluster.service_cidr.as_deref())),
        ("node_cidr_mask", cluster.node_cidr_mask.map(|mask| Lit::N(u64::from(mask)))),
        ("ip_stack", text(cluster.ip_stack)),
        ("proxy_mode", text(cluster.proxy_mode)),
        ("deletion_protection", cluster.deletion_protection.map(Lit::B)),
        ("master_instance_types", types),
    ]
}
