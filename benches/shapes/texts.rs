//! The texts of the shapes: roots with a cluster, roots of other clouds, and modules.
//!
//! They are long where real ones are: descriptions, tags, resources that no rule looks at.

use super::Tree;

/// A root of four files with a VPC, three vSwitches, a Flannel cluster and two node pools.
pub(crate) fn cluster(folder: &str, index: u32) -> Tree {
    let values = format!(
        "name         = \"prod-{index:05}\"\nvpc_cidr     = \"10.{}.0.0/16\"\npod_cidr     = \"172.20.0.0/16\"\nservice_cidr = \"192.168.0.0/20\"\n",
        index % 250
    );
    named(
        folder,
        &[
            ("main.tf", MAIN),
            ("variables.tf", VARIABLES),
            ("outputs.tf", OUTPUTS),
            ("terraform.tfvars", &values),
        ],
    )
}

/// A root of four files that names nothing of Alibaba Cloud.
pub(crate) fn elsewhere(folder: &str, index: u32) -> Tree {
    let main: String = (0..12).map(|number| bucket(index, number)).collect();
    named(
        folder,
        &[
            ("main.tf", &main),
            ("variables.tf", ELSEWHERE_VARIABLES),
            ("outputs.tf", ELSEWHERE_OUTPUTS),
            ("versions.tf", ELSEWHERE_VERSIONS),
        ],
    )
}

/// The module `modules/platform`, which calls `modules/network` and `modules/ack`.
pub(crate) fn modules() -> Tree {
    [("modules/platform", PLATFORM), ("modules/network", NETWORK), ("modules/ack", ACK)]
        .into_iter()
        .map(|(folder, text)| (format!("{folder}/main.tf"), text.to_owned()))
        .collect()
}

/// A root that calls `modules/platform`, with its values in a file.
pub(crate) fn caller(folder: &str, index: u32) -> Tree {
    let values = format!("vpc_cidr = \"10.{}.0.0/16\"\n", index % 250);
    named(folder, &[("main.tf", CALLER), ("terraform.tfvars", &values)])
}

/// A root that calls `modules/platform` `number` times.
pub(crate) fn fleet(number: u32) -> String {
    FLEET.replace("NUMBER", &number.to_string())
}

fn named(folder: &str, files: &[(&str, &str)]) -> Tree {
    files.iter().map(|(name, text)| (format!("{folder}/{name}"), (*text).to_owned())).collect()
}

fn bucket(index: u32, number: u32) -> String {
    BUCKET.replace("INDEX", &index.to_string()).replace("NUMBER", &number.to_string())
}

const MAIN: &str = r#"terraform {
  required_version = ">= 1.5"

  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = "~> 1.250"
    }
  }
}

provider "alicloud" {
  region = var.region
}

locals {
  tags = merge(var.tags, {
    Name        = var.name
    Environment = "production"
    ManagedBy   = "terraform"
  })
}

resource "alicloud_resource_manager_resource_group" "this" {
  resource_group_name = var.name
  display_name        = var.name
}

resource "alicloud_vpc" "this" {
  vpc_name          = var.name
  cidr_block        = var.vpc_cidr
  resource_group_id = alicloud_resource_manager_resource_group.this.id
  tags              = local.tags
}

resource "alicloud_vswitch" "nodes" {
  count        = length(var.zones)
  vswitch_name = format("%s-nodes-%d", var.name, count.index)
  vpc_id       = alicloud_vpc.this.id
  zone_id      = var.zones[count.index]
  cidr_block   = cidrsubnet(alicloud_vpc.this.cidr_block, 4, count.index)
  tags         = local.tags
}

resource "alicloud_nat_gateway" "this" {
  vpc_id           = alicloud_vpc.this.id
  nat_gateway_name = var.name
  payment_type     = "PayAsYouGo"
  nat_type         = "Enhanced"
  vswitch_id       = alicloud_vswitch.nodes[0].id
}

resource "alicloud_eip_address" "nat" {
  address_name         = "${var.name}-nat"
  bandwidth            = 100
  internet_charge_type = "PayByTraffic"
}

resource "alicloud_eip_association" "nat" {
  allocation_id = alicloud_eip_address.nat.id
  instance_id   = alicloud_nat_gateway.this.id
}

resource "alicloud_security_group" "nodes" {
  security_group_name = "${var.name}-nodes"
  vpc_id              = alicloud_vpc.this.id
  tags                = local.tags
}

resource "alicloud_security_group_rule" "inside" {
  type              = "ingress"
  ip_protocol       = "all"
  port_range        = "-1/-1"
  cidr_ip           = var.pod_cidr
  security_group_id = alicloud_security_group.nodes.id
}

# the cluster: its network cannot be changed once it is there
resource "alicloud_cs_managed_kubernetes" "this" {
  name                         = var.name
  cluster_spec                 = "ack.pro.small"
  version                      = var.kubernetes_version
  vswitch_ids                  = alicloud_vswitch.nodes[*].id
  pod_cidr                     = var.pod_cidr
  service_cidr                 = var.service_cidr
  node_cidr_mask               = 26
  new_nat_gateway              = false
  slb_internet_enabled         = false
  security_group_id            = alicloud_security_group.nodes.id
  resource_group_id            = alicloud_resource_manager_resource_group.this.id
  control_plane_log_components = ["apiserver", "kcm", "scheduler"]

  addons {
    name = "flannel"
  }

  addons {
    name = "csi-plugin"
  }

  dynamic "addons" {
    for_each = var.more_addons
    content {
      name   = addons.value.name
      config = jsonencode(addons.value.config)
    }
  }

  tags = local.tags
}

resource "alicloud_cs_kubernetes_node_pool" "system" {
  cluster_id           = alicloud_cs_managed_kubernetes.this.id
  node_pool_name       = "system"
  vswitch_ids          = alicloud_vswitch.nodes[*].id
  instance_types       = ["ecs.g7.xlarge"]
  desired_size         = 3
  system_disk_category = "cloud_essd"
  system_disk_size     = 120

  management {
    auto_repair  = true
    auto_upgrade = true
  }

  labels {
    key   = "role"
    value = "system"
  }
}

resource "alicloud_cs_kubernetes_node_pool" "workers" {
  cluster_id           = alicloud_cs_managed_kubernetes.this.id
  node_pool_name       = "workers"
  vswitch_ids          = alicloud_vswitch.nodes[*].id
  instance_types       = var.instance_types
  system_disk_category = "cloud_essd"
  system_disk_size     = 120

  scaling_config {
    enable   = true
    min_size = 3
    max_size = var.max_nodes
  }

  taints {
    key    = "dedicated"
    value  = "workers"
    effect = "NoSchedule"
  }
}
"#;

const VARIABLES: &str = r#"variable "region" {
  description = "The region in which all of this is created"
  type        = string
  default     = "cn-hangzhou"
}

variable "name" {
  description = "What everything here is called, with a number behind it where there are several"
  type        = string

  validation {
    condition     = length(var.name) <= 32
    error_message = "A name has at most 32 characters."
  }
}

variable "zones" {
  description = "The zones of the nodes, at least three of them for production"
  type        = list(string)
  default     = ["cn-hangzhou-h", "cn-hangzhou-i", "cn-hangzhou-j"]
}

variable "vpc_cidr" {
  description = "The primary range of the VPC"
  type        = string
}

variable "pod_cidr" {
  description = "The range of the pods, which cannot be changed later"
  type        = string
}

variable "service_cidr" {
  description = "The range of the services, which cannot be changed later"
  type        = string
}

variable "kubernetes_version" {
  type    = string
  default = "1.32.1-aliyun.1"
}

variable "instance_types" {
  type    = list(string)
  default = ["ecs.g7.2xlarge", "ecs.c7.2xlarge"]
}

variable "max_nodes" {
  description = "How many workers there may be on the busiest day"
  type        = number
  default     = 60
}

variable "more_addons" {
  type = list(object({
    name   = string
    config = map(string)
  }))
  default = [
    { name = "csi-provisioner", config = {} },
    { name = "logtail-ds", config = { IngressDashboardEnabled = "true" } },
  ]
}

variable "tags" {
  type    = map(string)
  default = {}
}
"#;

const OUTPUTS: &str = r#"output "cluster_id" {
  description = "The id of the cluster"
  value       = alicloud_cs_managed_kubernetes.this.id
}

output "vpc_id" {
  value = alicloud_vpc.this.id
}

output "vswitch_ids" {
  value = alicloud_vswitch.nodes[*].id
}

output "connections" {
  value     = alicloud_cs_managed_kubernetes.this.connections
  sensitive = true
}
"#;

const BUCKET: &str = r#"resource "aws_s3_bucket" "bucket_NUMBER" {
  bucket        = "${var.prefix}-INDEX-NUMBER"
  force_destroy = false

  tags = {
    Name  = "bucket NUMBER of INDEX"
    Owner = var.owner
  }
}

resource "aws_s3_bucket_policy" "policy_NUMBER" {
  bucket = aws_s3_bucket.bucket_NUMBER.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = var.readers }
      Action    = ["s3:GetObject", "s3:ListBucket"]
      Resource  = [aws_s3_bucket.bucket_NUMBER.arn, "${aws_s3_bucket.bucket_NUMBER.arn}/*"]
    }]
  })
}

"#;

const ELSEWHERE_VARIABLES: &str = r#"variable "prefix" {
  description = "Stands before the name of each bucket"
  type        = string
  default     = "data"
}

variable "owner" {
  description = "The team that answers for the buckets"
  type        = string
  default     = "platform"
}

variable "readers" {
  type    = list(string)
  default = ["arn:aws:iam::123456789012:root"]
}
"#;

const ELSEWHERE_OUTPUTS: &str = r#"output "first" {
  value = aws_s3_bucket.bucket_0.id
}
"#;

const ELSEWHERE_VERSIONS: &str = r#"terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}
"#;

const CALLER: &str = r#"variable "vpc_cidr" {
  type = string
}

module "platform" {
  source   = "../../modules/platform"
  name     = "one"
  vpc_cidr = var.vpc_cidr
}
"#;

const FLEET: &str = r#"module "platform" {
  count    = NUMBER
  source   = "../modules/platform"
  name     = "platform-${count.index}"
  vpc_cidr = cidrsubnet("10.0.0.0/8", 8, count.index % 256)
}
"#;

const PLATFORM: &str = r#"variable "name" {
  type = string
}

variable "vpc_cidr" {
  type = string
}

module "network" {
  source   = "../network"
  name     = var.name
  vpc_cidr = var.vpc_cidr
  zones    = ["cn-hangzhou-h", "cn-hangzhou-i", "cn-hangzhou-j"]
}

module "ack" {
  source      = "../ack"
  name        = var.name
  vswitch_ids = module.network.vswitch_ids
}
"#;

const NETWORK: &str = r#"variable "name" {
  type = string
}

variable "vpc_cidr" {
  type = string
}

variable "zones" {
  type = list(string)
}

resource "alicloud_vpc" "this" {
  vpc_name   = var.name
  cidr_block = var.vpc_cidr
}

resource "alicloud_vswitch" "this" {
  for_each     = { for index, zone in var.zones : zone => index }
  vswitch_name = "${var.name}-${each.key}"
  vpc_id       = alicloud_vpc.this.id
  zone_id      = each.key
  cidr_block   = cidrsubnet(alicloud_vpc.this.cidr_block, 4, each.value)
}

output "vswitch_ids" {
  value = [for vswitch in alicloud_vswitch.this : vswitch.id]
}
"#;

const ACK: &str = r#"variable "name" {
  type = string
}

variable "vswitch_ids" {
  type = list(string)
}

variable "pod_cidr" {
  type    = string
  default = "172.20.0.0/16"
}

resource "alicloud_cs_managed_kubernetes" "this" {
  name         = var.name
  cluster_spec = "ack.pro.small"
  vswitch_ids  = var.vswitch_ids
  pod_cidr     = var.pod_cidr
  service_cidr = "192.168.0.0/20"

  addons {
    name = "flannel"
  }
}

resource "alicloud_cs_kubernetes_node_pool" "this" {
  cluster_id     = alicloud_cs_managed_kubernetes.this.id
  node_pool_name = "workers"
  vswitch_ids    = var.vswitch_ids
  instance_types = ["ecs.g7.xlarge"]
  desired_size   = 10
}
"#;
