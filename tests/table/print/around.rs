//! Routes, links, whitelists and Kubernetes as Terraform.

use super::network::group_spot;
use super::{Pen, list};
use crate::plan::{Link, Object, What};

impl Pen<'_> {
    pub(super) fn around(&mut self) {
        self.routes();
        for link in &self.root.links {
            self.link(link);
        }
        for entries in &self.root.whitelists {
            let (kind, attribute) = self.random.of(&[
                ("alicloud_db_instance", "security_ips"),
                ("alicloud_kvstore_instance", "security_ips"),
                ("alicloud_mongodb_instance", "security_ip_list"),
            ]);
            let lines = [format!("{attribute} = {}", self.lit(0, &list(entries)))];
            let spot = group_spot(&self.name("db"));
            self.resource(kind, &spot, &lines);
        }
        for object in &self.root.objects {
            self.object(object);
        }
    }

    fn routes(&mut self) {
        let root = self.root;
        for route in &root.routes {
            let table = self.refer(0, "alicloud_vpc", &root.vpcs[route.vpc].spot, "route_table_id");
            let spot = group_spot(&self.name("route"));
            if route.hop == "CEN" {
                let destination = self.text(0, &route.destination);
                let lines = [
                    "instance_id = \"cen-bp1\"".to_owned(),
                    format!("route_table_id = {table}"),
                    format!("cidr_block = {destination}"),
                ];
                self.resource("alicloud_cen_route_entry", &spot, &lines);
                continue;
            }
            let mut lines = vec![
                format!("route_table_id = {table}"),
                format!("nexthop_type = \"{}\"", route.hop),
                "nexthop_id = \"i-bp1\"".to_owned(),
            ];
            if route.copies > 1 {
                lines.push(format!("count = {}", route.copies));
                let of = format!("cidrsubnet(\"{}\", 16, count.index)", route.destination);
                lines.push(format!("destination_cidrblock = {of}"));
            } else {
                let destination = self.text(0, &route.destination);
                lines.push(format!("destination_cidrblock = {destination}"));
            }
            self.resource("alicloud_route_entry", &spot, &lines);
        }
        for vpn in &root.vpns {
            let gateway = group_spot(&self.name("gateway"));
            let lines = [format!("vpc_id = {}", self.vpc_id(0, &vpn.vpc))];
            self.resource("alicloud_vpn_gateway", &gateway, &lines);
            let id = self.refer(0, "alicloud_vpn_gateway", &gateway, "id");
            let lines = [
                format!("vpn_gateway_id = {id}"),
                "customer_gateway_id = \"cgw-1\"".to_owned(),
                "local_subnet = [\"0.0.0.0/0\"]".to_owned(),
                format!("remote_subnet = {}", self.lit(0, &list(&vpn.remote))),
            ];
            let spot = group_spot(&self.name("vpn"));
            self.resource("alicloud_vpn_connection", &spot, &lines);
        }
    }

    fn link(&mut self, link: &Link) {
        match link {
            Link::Peering(a, b) => {
                let lines = [
                    format!("vpc_id = {}", self.vpc_id(0, a)),
                    format!("accepting_vpc_id = {}", self.vpc_id(0, b)),
                    "accepting_region_id = \"cn-hangzhou\"".to_owned(),
                ];
                let spot = group_spot(&self.name("peer"));
                self.resource("alicloud_vpc_peer_connection", &spot, &lines);
            }
            Link::Cen(vpcs) => {
                let cen = group_spot(&self.name("cen"));
                self.resource("alicloud_cen_instance", &cen, &[]);
                for vpc in vpcs {
                    let id = self.refer(0, "alicloud_cen_instance", &cen, "id");
                    let lines = [
                        format!("instance_id = {id}"),
                        format!("child_instance_id = {}", self.vpc_id(0, vpc)),
                        "child_instance_type = \"VPC\"".to_owned(),
                        "child_instance_region_id = \"cn-hangzhou\"".to_owned(),
                    ];
                    let spot = group_spot(&self.name("attachment"));
                    self.resource("alicloud_cen_instance_attachment", &spot, &lines);
                }
            }
            Link::Transit(vpcs) => {
                let cen = group_spot(&self.name("cen"));
                self.resource("alicloud_cen_instance", &cen, &[]);
                let router = group_spot(&self.name("router"));
                let id = self.refer(0, "alicloud_cen_instance", &cen, "id");
                let lines = [format!("cen_id = {id}")];
                self.resource("alicloud_cen_transit_router", &router, &lines);
                for vpc in vpcs {
                    let kind = "alicloud_cen_transit_router";
                    let lines = [
                        format!("cen_id = {}", self.refer(0, "alicloud_cen_instance", &cen, "id")),
                        format!(
                            "transit_router_id = {}",
                            self.refer(0, kind, &router, "transit_router_id")
                        ),
                        format!("vpc_id = {}", self.vpc_id(0, vpc)),
                    ];
                    let spot = group_spot(&self.name("attachment"));
                    self.resource("alicloud_cen_transit_router_vpc_attachment", &spot, &lines);
                }
            }
        }
    }

    fn object(&mut self, object: &Object) {
        let provider = object.cluster.map(|at| {
            let cluster = &self.root.clusters[at];
            let host = "connections.api_server_internet";
            let host = self.refer(0, cluster.kind.resource(), &cluster.spot, host);
            let alias = self.name("k");
            self.write(
                0,
                &format!(
                    "provider \"kubernetes\" {{\n  alias = \"{alias}\"\n  host  = {host}\n}}\n"
                ),
            );
            format!("provider = kubernetes.{alias}")
        });
        let name = self.name("object");
        let meta = format!("metadata {{\n  name = \"{name}\"\n}}");
        let mut add = |kind: &str, lines: &[&str]| {
            let lines: Vec<String> = provider
                .iter()
                .cloned()
                .chain(lines.iter().map(|line| (*line).to_owned()))
                .collect();
            let spot = group_spot(&self.name("in_cluster"));
            self.resource(kind, &spot, &lines);
        };
        match object.what {
            What::Policy => {
                add("kubernetes_network_policy_v1", &[&meta, "spec {\n  policy_types = []\n}"]);
            }
            What::PolicyManifest => add(
                "kubernetes_manifest",
                &[&manifest("networking.k8s.io/v1", "NetworkPolicy", &name, "policyTypes = []")],
            ),
            What::PodNetworking => add(
                "kubernetes_manifest",
                &[&manifest(
                    "network.alibabacloud.com/v1beta1",
                    "PodNetworking",
                    &name,
                    "vSwitchOptions = [\"vsw-bp1\"]",
                )],
            ),
            What::Alb(kind) => {
                let path = format!(
                    "spec {{\n  ingress_class_name = \"alb\"\n  rule {{\n    http {{\n      path {{\n        path = \"/\"\n        backend {{\n          service {{\n            name = \"{name}\"\n            port {{\n              number = 80\n            }}\n          }}\n        }}\n      }}\n    }}\n  }}\n}}"
                );
                add("kubernetes_ingress_v1", &[&meta, &path]);
                if let Some(kind) = kind {
                    let spec = format!("spec {{\n  type = \"{kind}\"\n}}");
                    add("kubernetes_service_v1", &[&meta, &spec]);
                }
            }
            What::Service(kind, affinity) => {
                let affinity = if affinity { "ClientIP" } else { "None" };
                let spec = format!(
                    "spec {{\n  type = \"{kind}\"\n  session_affinity = \"{affinity}\"\n}}"
                );
                add("kubernetes_service", &[&meta, &spec]);
            }
        }
    }
}

fn manifest(version: &str, kind: &str, name: &str, spec: &str) -> String {
    format!(
        "manifest = {{\n  apiVersion = \"{version}\"\n  kind = \"{kind}\"\n  metadata = {{ name = \"{name}\" }}\n  spec = {{ {spec} }}\n}}"
    )
}
