//! The edits, and what is said of each.

use Edit::{Append, Move, Remove, Replace};

/// What somebody does to the files.
pub(crate) enum Edit {
    /// In a file, a text for another.
    Replace(&'static str, &'static str, &'static str),
    /// More text at the end of a file.
    Append(&'static str, &'static str),
    /// A file, or a folder, gets another path.
    Move(&'static str, &'static str),
    /// A file goes.
    Remove(&'static str),
}

/// Its name, what is done, and what is said.
type Case = (&'static str, &'static [Edit], &'static [&'static str]);

const PROD: &str = "envs/prod/main.tf";
const VARIABLES: &str = "envs/prod/variables.tf";
const VALUES: &str = "envs/prod/terraform.tfvars";
const ACK: &str = "modules/ack/main.tf";
const NETWORK: &str = "modules/network/main.tf";
const OLD: &str = "envs/old/main.tf";

pub(crate) const TABLE: &[Case] = &[
    // what is harmless
    ("nothing", &[], &[]),
    (
        "a comment, and other spaces",
        &[Replace(PROD, "name           = \"edge\"", "name = \"edge\" # the plant")],
        &[],
    ),
    (
        "an attribute that is changed in place",
        &[Replace(PROD, "desired_size       = 3", "desired_size = 5")],
        &[],
    ),
    (
        "a default that a values file hides",
        &[Replace(VARIABLES, "172.28.0.0/20", "172.25.0.0/20")],
        &[],
    ),
    (
        "a literal becomes a local",
        &[
            Replace(PROD, "\"172.30.0.0/20\"", "local.edge_services"),
            Append(VARIABLES, "locals {\n  edge_services = \"172.30.0.0/20\"\n}\n"),
        ],
        &[],
    ),
    (
        "a computed range is written out",
        &[Replace(PROD, "cidrsubnet(\"172.16.0.0/12\", 4, local.edge_slot)", "\"172.21.0.0/16\"")],
        &[],
    ),
    ("a number becomes text", &[Replace(VARIABLES, "edge_mask = 25", "edge_mask = \"25\"")], &[]),
    (
        "a default of the provider is written out",
        &[Replace(
            PROD,
            "enable_rrsa    = true",
            "enable_rrsa = true\n  proxy_mode = \"ipvs\"\n  cluster_domain = \"cluster.local\"",
        )],
        &[],
    ),
    (
        "a value through a module is the default",
        &[Replace(PROD, "name         = \"prod\"", "name = \"prod\"\n  proxy_mode = \"ipvs\"")],
        &[],
    ),
    (
        "what the cloud chose is written out",
        &[Replace(PROD, "enable_rrsa    = true", "enable_rrsa = true\n  ip_stack = \"ipv4\"")],
        &[],
    ),
    (
        "the value moves from the values file to the default",
        &[Replace(VARIABLES, "172.28.0.0/20", "172.27.0.0/20"), Remove(VALUES)],
        &[],
    ),
    (
        "the values file gets the name of an automatic one",
        &[Move(VALUES, "envs/prod/prod.auto.tfvars")],
        &[],
    ),
    (
        "a file is cut in two",
        &[
            Replace(
                VARIABLES,
                "variable \"with_jobs\" {\n  type    = bool\n  default = true\n}\n",
                "",
            ),
            Append(
                "envs/prod/jobs.tf",
                "variable \"with_jobs\" {\n  type = bool\n  default = true\n}\n",
            ),
        ],
        &[],
    ),
    (
        "a module moves to another folder",
        &[Move("modules/ack", "modules/cluster"), Replace(PROD, "modules/ack", "modules/cluster")],
        &[],
    ),
    ("a root moves to another folder", &[Move("envs/old", "envs/legacy")], &[]),
    (
        "a root moves up",
        &[Move("envs/prod", "prod"), Replace("prod/main.tf", "../../modules", "../modules")],
        &[],
    ),
    (
        "a cluster is renamed, with moved",
        &[
            Replace(PROD, "\"edge\" {", "\"plant\" {"),
            Replace(
                PROD,
                "alicloud_cs_managed_kubernetes.edge",
                "alicloud_cs_managed_kubernetes.plant",
            ),
            Append(
                PROD,
                "moved {\n  from = alicloud_cs_managed_kubernetes.edge\n  to   = alicloud_cs_managed_kubernetes.plant\n}\n",
            ),
        ],
        &[],
    ),
    (
        "a chain of moves",
        &[
            Replace(PROD, "\"edge\" {", "\"plant\" {"),
            Replace(
                PROD,
                "alicloud_cs_managed_kubernetes.edge",
                "alicloud_cs_managed_kubernetes.plant",
            ),
            Append(
                PROD,
                "moved {\n  from = alicloud_cs_managed_kubernetes.edge\n  to   = alicloud_cs_managed_kubernetes.site\n}\n\nmoved {\n  from = alicloud_cs_managed_kubernetes.site\n  to   = alicloud_cs_managed_kubernetes.plant\n}\n",
            ),
        ],
        &[],
    ),
    (
        "a module call is renamed, with moved",
        &[
            Replace(PROD, "module \"ack\"", "module \"prod\""),
            Append(PROD, "moved {\n  from = module.ack\n  to   = module.prod\n}\n"),
        ],
        &[],
    ),
    (
        "a network is renamed with all that refer to it",
        &[
            Replace(PROD, "module \"network\"", "module \"net\""),
            Replace(PROD, "module.network.", "module.net."),
            Append(PROD, "moved {\n  from = module.network\n  to   = module.net\n}\n"),
        ],
        &[],
    ),
    (
        "a module gets count",
        &[Replace(PROD, "name         = \"prod\"", "count = 1\n  name = \"prod\"")],
        &[],
    ),
    (
        "a module gets for_each, with moved",
        &[
            Replace(
                PROD,
                "name         = \"prod\"",
                "for_each = toset([\"prod\"])\n  name = each.key",
            ),
            Append(PROD, "moved {\n  from = module.ack\n  to   = module.ack[\"prod\"]\n}\n"),
        ],
        &[],
    ),
    (
        "a cluster gets count",
        &[
            Replace(PROD, "name           = \"edge\"", "count = 1\n  name = \"edge\""),
            Replace(PROD, "kubernetes.edge.id", "kubernetes.edge[0].id"),
        ],
        &[],
    ),
    (
        "a cluster loses count",
        &[Replace(PROD, "  count        = var.with_jobs ? 1 : 0\n", "")],
        &[],
    ),
    (
        "count becomes for_each, with moved",
        &[
            Replace(PROD, "count        = var.with_jobs ? 1 : 0", "for_each = toset([\"jobs\"])"),
            Append(
                PROD,
                "moved {\n  from = alicloud_cs_serverless_kubernetes.jobs[0]\n  to   = alicloud_cs_serverless_kubernetes.jobs[\"jobs\"]\n}\n",
            ),
        ],
        &[],
    ),
    (
        "pools from count to for_each, with moved",
        &[
            Replace(
                PROD,
                "count              = 2\n  node_pool_name     = \"workers-${count.index}\"",
                "for_each = toset([\"a\", \"b\"])\n  node_pool_name = each.key",
            ),
            Append(
                PROD,
                "moved {\n  from = alicloud_cs_kubernetes_node_pool.workers[0]\n  to   = alicloud_cs_kubernetes_node_pool.workers[\"a\"]\n}\n\nmoved {\n  from = alicloud_cs_kubernetes_node_pool.workers[1]\n  to   = alicloud_cs_kubernetes_node_pool.workers[\"b\"]\n}\n",
            ),
        ],
        &[],
    ),
    (
        "a cluster moves into a module, with moved",
        &[
            Remove(OLD),
            Append(
                "envs/old/root.tf",
                "module \"old\" {\n  source = \"./cluster\"\n}\n\nmoved {\n  from = alicloud_cs_managed_kubernetes.old\n  to   = module.old.alicloud_cs_managed_kubernetes.this\n}\n",
            ),
            Append(
                "envs/old/cluster/main.tf",
                "resource \"alicloud_cs_managed_kubernetes\" \"this\" {\n  name         = \"old\"\n  vswitch_ids  = [\"vsw-bp1old\"]\n  service_cidr = \"172.26.0.0/20\"\n}\n",
            ),
        ],
        &[],
    ),
    (
        "a set in another order",
        &[Replace(
            PROD,
            "[alicloud_security_group.nodes.id, \"sg-bp1extra\"]",
            "[\"sg-bp1extra\", alicloud_security_group.nodes.id]",
        )],
        &[],
    ),
    (
        "pod vSwitches in another order",
        &[Replace(NETWORK, "[for zone in var.zones :", "[for zone in reverse(var.zones) :")],
        &[],
    ),
    (
        "add-ons as a dynamic block",
        &[Replace(
            PROD,
            "  addons {\n    name = \"flannel\"\n  }\n",
            "  dynamic \"addons\" {\n    for_each = toset([\"flannel\"])\n    content {\n      name = addons.value\n    }\n  }\n",
        )],
        &[],
    ),
    ("what is ignored", &[Replace(PROD, "172.29.0.0/20", "172.24.0.0/20")], &[]),
    ("Basic to Pro", &[Replace(PROD, "\"ack.standard\"", "\"ack.pro.small\"")], &[]),
    (
        "the specification is left out",
        &[Replace(PROD, "  cluster_spec   = \"ack.standard\"\n", "")],
        &[],
    ),
    (
        "RRSA is switched on",
        &[Replace(
            ACK,
            "proxy_mode      = var.proxy_mode",
            "proxy_mode = var.proxy_mode\n  enable_rrsa = true",
        )],
        &[],
    ),
    (
        "one more zone",
        &[Append(VALUES, "zones = [\"cn-hangzhou-h\", \"cn-hangzhou-i\", \"cn-hangzhou-k\"]\n")],
        &[
            "change_ignored module.ack.alicloud_cs_managed_kubernetes.this: pod_vswitch_ids gains module.network.alicloud_vswitch.pods[\"cn-hangzhou-k\"].id",
        ],
    ),
    (
        "a cluster that says it is removed",
        &[Replace(
            OLD,
            "resource \"alicloud_cs_managed_kubernetes\" \"old\" {\n  name         = \"old\"\n  vswitch_ids  = [\"vsw-bp1old\"]\n  service_cidr = \"172.26.0.0/20\"\n}\n",
            "removed {\n  from = alicloud_cs_managed_kubernetes.old\n  lifecycle {\n    destroy = false\n  }\n}\n",
        )],
        &[],
    ),
    (
        "a new cluster",
        &[Append(
            OLD,
            "resource \"alicloud_cs_managed_kubernetes\" \"new\" {\n  vswitch_ids  = [\"vsw-bp1old\"]\n  service_cidr = \"172.25.0.0/20\"\n}\n",
        )],
        &[],
    ),
    ("a node pool goes", &[Replace(PROD, "count              = 2", "count = 1")], &[]),
    // what cannot be taken back
    (
        "a literal",
        &[Replace(PROD, "172.30.0.0/20", "172.31.0.0/20")],
        &[
            "change_replaces alicloud_cs_managed_kubernetes.edge: service_cidr changes from 172.30.0.0/20 to 172.31.0.0/20",
        ],
    ),
    (
        "through a values file, a variable and a module",
        &[Replace(VALUES, "172.27.0.0/20", "172.25.0.0/20")],
        &[
            "change_replaces module.ack.alicloud_cs_managed_kubernetes.this: service_cidr changes from 172.27.0.0/20 to 172.25.0.0/20",
        ],
    ),
    (
        "a values file goes, and a default appears behind it",
        &[Remove(VALUES)],
        &[
            "change_replaces module.ack.alicloud_cs_managed_kubernetes.this: service_cidr changes from 172.27.0.0/20 to 172.28.0.0/20",
        ],
    ),
    (
        "through a local and a function",
        &[Replace(VARIABLES, "edge_slot = 5", "edge_slot = 6")],
        &[
            "change_replaces alicloud_cs_managed_kubernetes.edge: pod_cidr changes from 172.21.0.0/16 to 172.22.0.0/16",
        ],
    ),
    (
        "a mask",
        &[Replace(VARIABLES, "edge_mask = 25", "edge_mask = 26")],
        &[
            "change_replaces alicloud_cs_managed_kubernetes.edge: node_cidr_mask changes from 25 to 26",
        ],
    ),
    (
        "a mask is left out: the provider has another",
        &[Replace(PROD, "  node_cidr_mask = local.edge_mask\n", "")],
        &[
            "change_replaces alicloud_cs_managed_kubernetes.edge: node_cidr_mask was 25 and is no longer written",
        ],
    ),
    (
        "a default of the provider changes through a module",
        &[Replace(PROD, "name         = \"prod\"", "name = \"prod\"\n  proxy_mode = \"iptables\"")],
        &[
            "change_replaces module.ack.alicloud_cs_managed_kubernetes.this: proxy_mode changes from its default, ipvs, to iptables",
        ],
    ),
    (
        "what the provider reads back is left out",
        &[Replace(PROD, "  service_cidr   = \"172.30.0.0/20\"\n", "")],
        &[
            "change_replaces alicloud_cs_managed_kubernetes.edge: service_cidr was 172.30.0.0/20 and is no longer written",
        ],
    ),
    (
        "a pod range where there was none",
        &[Replace(OLD, "service_cidr = ", "pod_cidr = \"172.20.0.0/16\"\n  service_cidr = ")],
        &[
            "change_replaces alicloud_cs_managed_kubernetes.old: pod_cidr was not written before and is 172.20.0.0/16 now",
        ],
    ),
    (
        "dual stack",
        &[Replace(OLD, "service_cidr = ", "ip_stack = \"dual\"\n  service_cidr = ")],
        &[
            "change_replaces alicloud_cs_managed_kubernetes.old: ip_stack changes from its default, ipv4, to dual",
        ],
    ),
    (
        "a change hidden in a move",
        &[
            Replace(PROD, "\"edge\" {", "\"plant\" {"),
            Replace(
                PROD,
                "alicloud_cs_managed_kubernetes.edge",
                "alicloud_cs_managed_kubernetes.plant",
            ),
            Replace(PROD, "172.30.0.0/20", "172.31.0.0/20"),
            Append(
                PROD,
                "moved {\n  from = alicloud_cs_managed_kubernetes.edge\n  to   = alicloud_cs_managed_kubernetes.plant\n}\n",
            ),
        ],
        &[
            "change_replaces alicloud_cs_managed_kubernetes.plant: service_cidr changes from 172.30.0.0/20 to 172.31.0.0/20",
        ],
    ),
    (
        "a zone of a vSwitch",
        &[Append(VALUES, "zones = [\"cn-hangzhou-h\", \"cn-hangzhou-k\"]\n")],
        &[
            "change_ignored module.ack.alicloud_cs_managed_kubernetes.this: pod_vswitch_ids changes from …module.network.alicloud_vswitch.pods[\"cn-hangzhou-i\"].id] to …module.network.alicloud_vswitch.pods[\"cn-hangzhou-k\"].id]",
            "change_replaces module.network.alicloud_vswitch.nodes[1]: zone_id changes from cn-hangzhou-i to cn-hangzhou-k",
        ],
    ),
    (
        "a range of a vSwitch",
        &[Replace(
            NETWORK,
            "cidrsubnet(var.cidr, 4, count.index)",
            "cidrsubnet(var.cidr, 5, count.index)",
        )],
        &[
            "change_replaces alicloud_cs_serverless_kubernetes.jobs[0]: vswitch_ids leads to module.network.alicloud_vswitch.nodes[0], which is replaced",
            "change_replaces module.network.alicloud_vswitch.nodes[0]: cidr_block changes from 10.0.0.0/20 to 10.0.0.0/21",
            "change_replaces module.network.alicloud_vswitch.nodes[1]: cidr_block changes from 10.0.16.0/20 to 10.0.8.0/21",
        ],
    ),
    (
        "user ranges of the VPC, and the cluster that is in it",
        &[Replace(NETWORK, "192.168.0.0/24", "192.168.1.0/24")],
        &[
            "change_replaces alicloud_cs_serverless_kubernetes.jobs[0]: vpc_id leads to module.network.alicloud_vpc.this, which is replaced",
            "change_replaces module.network.alicloud_vpc.this: user_cidrs changes from [192.168.0.0/24] to [192.168.1.0/24]",
        ],
    ),
    (
        "a security group of a pool",
        &[Replace(PROD, "\"sg-bp1extra\"", "\"sg-bp1other\"")],
        &[
            "change_replaces alicloud_cs_kubernetes_node_pool.workers[0]: security_group_ids changes from [alicloud_security_group.nodes.id, sg-bp1extra] to [alicloud_security_group.nodes.id, sg-bp1other]",
            "change_replaces alicloud_cs_kubernetes_node_pool.workers[1]: security_group_ids changes from [alicloud_security_group.nodes.id, sg-bp1extra] to [alicloud_security_group.nodes.id, sg-bp1other]",
        ],
    ),
    (
        "a pool goes to another cluster",
        &[Replace(
            PROD,
            "cluster_id         = alicloud_cs_managed_kubernetes.edge.id",
            "cluster_id = alicloud_cs_serverless_kubernetes.jobs[0].id",
        )],
        &[
            "change_replaces alicloud_cs_kubernetes_node_pool.workers[0]: cluster_id changes from alicloud_cs_managed_kubernetes.edge.id to alicloud_cs_serverless_kubernetes.jobs[0].id",
            "change_replaces alicloud_cs_kubernetes_node_pool.workers[1]: cluster_id changes from alicloud_cs_managed_kubernetes.edge.id to alicloud_cs_serverless_kubernetes.jobs[0].id",
        ],
    ),
    (
        "the network plug-in",
        &[Replace(PROD, "\"flannel\"", "\"terway-eniip\"")],
        &[
            "change_ignored alicloud_cs_managed_kubernetes.edge: addons changes from [flannel] to [terway-eniip]",
        ],
    ),
    (
        "a setting of the network plug-in",
        &[Replace(ACK, "ENITrunking = \"true\"", "ENITrunking = \"false\"")],
        &[
            "change_ignored module.ack.alicloud_cs_managed_kubernetes.this: addons changes from [terway-eniip (config = {\"ENITrunking\":\"true\"})] to [terway-eniip (config = {\"ENITrunking\":\"false\"})]",
        ],
    ),
    (
        "another add-on",
        &[Replace(PROD, "\"internet\"", "\"intranet\"")],
        &[
            "change_ignored alicloud_cs_managed_kubernetes.edge: addons changes from …\"IngressSlbNetworkType\":\"internet\"})] to …\"IngressSlbNetworkType\":\"intranet\"})]",
        ],
    ),
    (
        "pod vSwitches are left out",
        &[Replace(ACK, "  pod_vswitch_ids = var.pod_vswitch_ids\n", "")],
        &[
            "change_ignored module.ack.alicloud_cs_managed_kubernetes.this: pod_vswitch_ids was [module.network.alicloud_vswitch.pods[\"cn-hangzhou-h\"].id, m… and is no longer written",
        ],
    ),
    (
        "Pro to Basic",
        &[Replace(ACK, "\"ack.pro.small\"", "\"ack.standard\"")],
        &[
            "change_one_way module.ack.alicloud_cs_managed_kubernetes.this: cluster_spec changes from ack.pro.small to ack.standard",
        ],
    ),
    (
        "RRSA is switched off",
        &[Replace(PROD, "enable_rrsa    = true", "enable_rrsa = false")],
        &[
            "change_one_way alicloud_cs_managed_kubernetes.edge: enable_rrsa changes from true to false",
        ],
    ),
    (
        "an old provider ignores what a new one replaces",
        &[Replace(PROD, "1.278.0", "1.200.0"), Replace(PROD, "172.30.0.0/20", "172.31.0.0/20")],
        &[
            "change_ignored alicloud_cs_managed_kubernetes.edge: service_cidr changes from 172.30.0.0/20 to 172.31.0.0/20",
        ],
    ),
    (
        "an edge cluster ignores all",
        &[
            Replace(PROD, "172.30.0.0/20", "172.31.0.0/20"),
            Append(
                "envs/prod/.terraform.lock.hcl",
                "provider \"registry.terraform.io/aliyun/alicloud\" {\n  version = \"1.211.0\"\n}\n",
            ),
        ],
        &[
            "change_ignored alicloud_cs_managed_kubernetes.edge: service_cidr changes from 172.30.0.0/20 to 172.31.0.0/20",
        ],
    ),
    // clusters that go away
    (
        "a cluster is renamed",
        &[Replace(OLD, "\"old\" {", "\"legacy\" {")],
        &["change_removes alicloud_cs_managed_kubernetes.old: the cluster goes away"],
    ),
    (
        "a module call is renamed",
        &[Replace(PROD, "module \"ack\"", "module \"prod\"")],
        &["change_removes module.ack.alicloud_cs_managed_kubernetes.this: the cluster goes away"],
    ),
    (
        "a cluster moves into a module",
        &[
            Remove(OLD),
            Append("envs/old/root.tf", "module \"old\" {\n  source = \"./cluster\"\n}\n"),
            Append(
                "envs/old/cluster/main.tf",
                "resource \"alicloud_cs_managed_kubernetes\" \"old\" {\n  name         = \"old\"\n  vswitch_ids  = [\"vsw-bp1old\"]\n  service_cidr = \"172.26.0.0/20\"\n}\n",
            ),
        ],
        &["change_removes alicloud_cs_managed_kubernetes.old: the cluster goes away"],
    ),
    (
        "count becomes for_each",
        &[Replace(PROD, "count        = var.with_jobs ? 1 : 0", "for_each = toset([\"jobs\"])")],
        &["change_removes alicloud_cs_serverless_kubernetes.jobs[0]: the cluster goes away"],
    ),
    (
        "a switch turns a cluster off",
        &[Append(VALUES, "with_jobs = false\n")],
        &["change_removes alicloud_cs_serverless_kubernetes.jobs[0]: the cluster goes away"],
    ),
    (
        "a module gets for_each",
        &[Replace(
            PROD,
            "name         = \"prod\"",
            "for_each = toset([\"prod\"])\n  name = each.key",
        )],
        &["change_removes module.ack.alicloud_cs_managed_kubernetes.this: the cluster goes away"],
    ),
    (
        "a block is deleted",
        &[Replace(
            OLD,
            "resource \"alicloud_cs_managed_kubernetes\" \"old\" {\n  name         = \"old\"\n  vswitch_ids  = [\"vsw-bp1old\"]\n  service_cidr = \"172.26.0.0/20\"\n}\n",
            "",
        )],
        &["change_removes alicloud_cs_managed_kubernetes.old: the cluster goes away"],
    ),
    (
        "a root is deleted",
        &[Remove(OLD)],
        &["change_removes alicloud_cs_managed_kubernetes.old: the cluster goes away with its root"],
    ),
    // what is not known
    (
        "a value comes from outside now",
        &[
            Replace(OLD, "\"172.26.0.0/20\"", "var.services"),
            Append(OLD, "variable \"services\" {\n  type = string\n}\n"),
        ],
        &["undecided change_replaces alicloud_cs_managed_kubernetes.old"],
    ),
    (
        "a switch comes from outside now",
        &[Replace(VARIABLES, "type    = bool\n  default = true", "type = bool")],
        &["undecided change_removes alicloud_cs_serverless_kubernetes.jobs[0]"],
    ),
    (
        "the VPC is another one, by its id",
        &[Replace(PROD, "vpc_id       = module.network.vpc_id", "vpc_id = \"vpc-bp1other\"")],
        &["undecided change_replaces alicloud_cs_serverless_kubernetes.jobs[0]"],
    ),
    (
        "a profile is written out",
        &[Replace(OLD, "service_cidr = ", "profile = \"Default\"\n  service_cidr = ")],
        &["undecided change_replaces alicloud_cs_managed_kubernetes.old"],
    ),
    // unknown before and after, in the same way
    (
        "a comment beside what comes from outside",
        &[Replace(PROD, "name           = \"edge\"", "name = \"edge\" # the plant")],
        &[],
    ),
    (
        "an imported VPC is taken for its id",
        &[
            Replace("envs/new/main.tf", "\"vpc-bp1new\"", "alicloud_vpc.new.id"),
            Append(
                "envs/new/main.tf",
                "resource \"alicloud_vpc\" \"new\" {\n  cidr_block = \"10.9.0.0/16\"\n}\n\nimport {\n  to = alicloud_vpc.new\n  id = \"vpc-bp1new\"\n}\n",
            ),
        ],
        &[],
    ),
    (
        "a new VPC is taken for an id",
        &[
            Replace("envs/new/main.tf", "\"vpc-bp1new\"", "alicloud_vpc.new.id"),
            Append(
                "envs/new/main.tf",
                "resource \"alicloud_vpc\" \"new\" {\n  cidr_block = \"10.9.0.0/16\"\n}\n",
            ),
        ],
        &[
            "change_replaces alicloud_vswitch.new: vpc_id changes from vpc-bp1new to alicloud_vpc.new.id",
        ],
    ),
    (
        "a deprecated name is left for the new one",
        &[Replace("envs/new/main.tf", "availability_zone", "zone_id")],
        &[],
    ),
    (
        "a deprecated name is left for another zone",
        &[Replace(
            "envs/new/main.tf",
            "availability_zone = \"cn-hangzhou-h\"",
            "zone_id = \"cn-hangzhou-i\"",
        )],
        &[
            "change_replaces alicloud_vswitch.new: zone_id changes from cn-hangzhou-h to cn-hangzhou-i",
        ],
    ),
    (
        "a condition from outside stays",
        &[Replace("envs/new/main.tf", "# small or large", "# large or small")],
        &[],
    ),
    (
        "one way of a condition from outside changes",
        &[Replace("envs/new/main.tf", "172.18.0.0/20", "172.17.0.0/20")],
        &["undecided change_replaces alicloud_cs_managed_kubernetes.new"],
    ),
    (
        "both ways of a condition from outside change",
        &[
            Replace("envs/new/main.tf", "172.18.0.0/20", "172.17.0.0/20"),
            Replace("envs/new/main.tf", "172.19.0.0/20", "172.16.0.0/20"),
        ],
        &[
            "change_replaces alicloud_cs_managed_kubernetes.new: service_cidr changes from 172.18.0.0/20 or 172.19.0.0/20 to 172.17.0.0/20 or 172.16.0.0/20",
        ],
    ),
    (
        "what triggers a replacement",
        &[Replace("envs/new/main.tf", "input = 1", "input = 2")],
        &[
            "change_replaces alicloud_cs_managed_kubernetes.new: replace_triggered_by leads to terraform_data.epoch, which changes",
        ],
    ),
    (
        "a data source under another name",
        &[
            Replace("envs/new/main.tf", "alicloud_zones\" \"all", "alicloud_zones\" \"some"),
            Replace("envs/new/main.tf", "alicloud_zones.all", "alicloud_zones.some"),
        ],
        &["undecided change_replaces alicloud_vswitch.first"],
    ),
    (
        "auto mode is switched on",
        &[Replace("envs/new/main.tf", "enabled = false", "enabled = true")],
        &[
            "change_replaces alicloud_cs_managed_kubernetes.new: auto_mode.enabled changes from false to true",
        ],
    ),
    (
        "auto mode goes with its block",
        &[Replace("envs/new/main.tf", "  auto_mode {\n    enabled = false\n  }\n", "")],
        &[
            "change_replaces alicloud_cs_managed_kubernetes.new: auto_mode was [{enabled = false}] and is no longer written",
        ],
    ),
    (
        "exclusive ENIs",
        &[Replace(
            "envs/new/main.tf",
            "key   = \"tier\"\n    value = \"web\"",
            "key   = \"k8s.aliyun.com/exclusive-mode-eni-type\"\n    value = \"eniOnly\"",
        )],
        &[
            "change_ignored alicloud_cs_kubernetes_node_pool.new: labels[k8s.aliyun.com/exclusive-mode-eni-type] was not written before and is eniOnly now",
        ],
    ),
    ("another label", &[Replace("envs/new/main.tf", "value = \"web\"", "value = \"api\"")], &[]),
    (
        "versions that are permitted differ",
        &[
            Replace("envs/new/main.tf", "1.278.0", ">= 1.200.0"),
            Replace("envs/new/main.tf", "172.20.0.0/16", "172.22.0.0/16"),
        ],
        &[
            "change_replaces alicloud_cs_managed_kubernetes.new: pod_cidr changes from 172.20.0.0/16 to 172.22.0.0/16",
        ],
    ),
];
