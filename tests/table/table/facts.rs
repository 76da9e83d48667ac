//! The numbers of `../shared/facts` that the plans meet, copied by hand.

/// Network quotas of an instance type; `None` is an empty cell.
pub(super) struct Type {
    pub(super) enis: u64,
    pub(super) four: Option<u64>,
    pub(super) six: Option<u64>,
}

/// What the table of instance types says.
pub(super) fn instance_type(name: &str) -> Option<Type> {
    let (enis, four, six) = match name {
        "ecs.c7.4xlarge" => (8, Some(30), Some(30)),
        "ecs.g7.xlarge" => (4, Some(15), Some(15)),
        "ecs.g7.large" => (3, Some(6), Some(6)),
        "ecs.c6.4xlarge" => (8, Some(20), Some(1)),
        "ecs.c6.large" => (2, Some(6), Some(1)),
        "ecs.c7a.8xlarge" => (7, Some(30), Some(30)),
        "ecs.g6.2xlarge" => (4, Some(10), Some(1)),
        "ecs.t5-c1m1.large" => (2, Some(2), None),
        "ecs.i3.4xlarge" => (8, Some(300), None),
        "ecs.gn7-c12g1.3xlarge" => (8, None, None),
        _ => return None,
    };
    Some(Type { enis, four, six })
}

impl Type {
    /// Pods with addresses of network interfaces.
    pub(super) fn pods(&self, exclusive: bool) -> Option<u64> {
        if exclusive { Some(self.enis - 1) } else { Some((self.enis - 1) * self.four?) }
    }
}

pub(super) const SERVICES: &str = "172.19.0.0/20";
pub(super) const RESERVED: [&str; 4] =
    ["100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4"];
pub(super) const PRIVATE: [&str; 3] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

/// Whether a change of an attribute replaces the cluster, in a release of the provider.
pub(super) fn replaces(resource: &str, attribute: &str, release: (u32, u32)) -> bool {
    match (resource, attribute) {
        ("alicloud_cs_managed_kubernetes", "timezone") => {
            // since 1.103.2, until 1.245.0
            ((1, 104)..(1, 245)).contains(&release)
        }
        (
            "alicloud_cs_managed_kubernetes" | "alicloud_cs_kubernetes",
            "cluster_domain" | "service_account_issuer",
        )
        | ("alicloud_cs_kubernetes", "timezone") => true,
        _ => false,
    }
}
