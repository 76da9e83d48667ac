# What the registry module terraform-alicloud-modules/kubernetes/alicloud makes of its inputs: the
# network, the clusters and their nodes. Written for acklint from the module's published releases,
# as read on 2026-11-22; rules/modules/README.md says how. Release 1.0.0 is for Terraform 0.11;
# later ones refuse it.

source   = "terraform-alicloud-modules/kubernetes/alicloud"
versions = ["1.1.0", "1.2.0", "1.3.0", "1.4.0", "1.5.0", "2.0.0", "3.0.0"]

# The network

variable "vpc_id" {
  default = ""
}
variable "vswitch_ids" {
  type    = list(string)
  default = []
}
releases "1.1.0" "1.1.0" {
  variable "vpc_cidr" {
    default = "10.1.0.0/21"
  }
  variable "vswitch_cidrs" {
    type    = list(string)
    default = ["10.1.2.0/24"]
  }
}
releases "1.2.0" "3.0.0" {
  variable "vpc_cidr" {
    type    = string
    default = "10.0.0.0/8"
  }
  variable "vswitch_cidrs" {
    type    = list(string)
    default = ["10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16"]
  }
}

releases "1.1.0" "1.4.0" {
  resource "alicloud_vpc" "vpc" {
    count      = var.vpc_id == "" ? 1 : 0
    cidr_block = var.vpc_cidr
  }
}
releases "1.5.0" "3.0.0" {
  variable "create_vpc" {
    type    = bool
    default = false
  }
  resource "alicloud_vpc" "vpc" {
    count      = var.create_vpc ? 1 : 0
    cidr_block = var.vpc_cidr
  }
}

data "alicloud_zones" "default" {}

resource "alicloud_vswitch" "vswitches" {
  count      = length(var.vswitch_ids) > 0 ? 0 : length(var.vswitch_cidrs)
  vpc_id     = var.vpc_id != "" ? var.vpc_id : join("", alicloud_vpc.vpc[*].id)
  cidr_block = var.vswitch_cidrs[count.index]
  zone_id    = data.alicloud_zones.default.zones[count.index % length(data.alicloud_zones.default.zones)].id
}
locals {
  new_ids     = length(var.vswitch_cidrs) > 0 ? alicloud_vswitch.vswitches[*].id : []
  vswitch_ids = length(var.vswitch_ids) > 0 ? var.vswitch_ids : local.new_ids
}

# The clusters

variable "k8s_number" {
  type    = number
  default = 1
}
variable "k8s_pod_cidr" {
  type    = string
  default = "172.20.0.0/16"
}
variable "k8s_service_cidr" {
  type    = string
  default = "172.21.0.0/20"
}

releases "1.1.0" "1.1.0" {
  variable "master_instance_types" {
    type    = list(string)
    default = [""]
  }
  variable "worker_instance_types" {
    type    = list(string)
    default = [""]
  }
  variable "k8s_worker_numbers" {
    type    = list(number)
    default = [3]
  }
  resource "alicloud_cs_kubernetes" "k8s" {
    count                 = var.k8s_number
    pod_cidr              = var.k8s_pod_cidr
    service_cidr          = var.k8s_service_cidr
    master_instance_types = var.master_instance_types
    worker_instance_types = var.worker_instance_types
    worker_numbers        = var.k8s_worker_numbers
  }
  output "vswitch_ids" {
    value = [alicloud_cs_kubernetes.k8s[*].vswitch_id]
  }
  output "cluster_nodes" {
    value = alicloud_cs_kubernetes.k8s[*].nodes
  }
}

releases "1.2.0" "3.0.0" {
  variable "master_instance_types" {
    type    = list(string)
    default = []
  }
  variable "worker_instance_types" {
    type    = list(string)
    default = []
  }
  variable "k8s_worker_number" {
    type    = number
    default = 2
  }
  variable "node_cidr_mask" {
    type    = number
    default = 24
  }
  variable "proxy_mode" {
    type    = string
    default = "iptables"
  }
  variable "cluster_addons" {
    type    = list(object({ name = string, config = string }))
    default = []
  }
  output "vswitch_ids" {
    value = [alicloud_cs_kubernetes.k8s[*].vswitch_ids]
  }
  output "cluster_nodes" {
    value = alicloud_cs_kubernetes.k8s[*].worker_nodes
  }
}
releases "1.2.0" "1.4.0" {
  variable "k8s_version" {
    type    = string
    default = "1.16.6-aliyun.1"
  }
  resource "alicloud_cs_kubernetes" "k8s" {
    count                 = var.k8s_number
    master_vswitch_ids    = local.vswitch_ids
    worker_vswitch_ids    = local.vswitch_ids
    pod_cidr              = var.k8s_pod_cidr
    service_cidr          = var.k8s_service_cidr
    node_cidr_mask        = var.node_cidr_mask
    proxy_mode            = var.proxy_mode
    version               = var.k8s_version
    master_instance_types = var.master_instance_types
    worker_instance_types = var.worker_instance_types
    worker_number         = var.k8s_worker_number
    dynamic "addons" {
      for_each = var.cluster_addons
      content {
        name   = addons.value.name
        config = addons.value.config
      }
    }
  }
}
releases "1.5.0" "3.0.0" {
  variable "k8s_version" {
    type    = string
    default = ""
  }
  resource "alicloud_cs_kubernetes" "k8s" {
    count                 = var.k8s_number
    master_vswitch_ids    = local.vswitch_ids
    pod_cidr              = var.k8s_pod_cidr
    service_cidr          = var.k8s_service_cidr
    node_cidr_mask        = var.node_cidr_mask
    proxy_mode            = var.proxy_mode
    version               = var.k8s_version
    master_instance_types = var.master_instance_types
    dynamic "addons" {
      for_each = var.cluster_addons
      content {
        name   = addons.value.name
        config = addons.value.config
      }
    }
  }
  resource "alicloud_cs_kubernetes_node_pool" "default" {
    count          = var.k8s_number
    cluster_id     = alicloud_cs_kubernetes.k8s[count.index].id
    vswitch_ids    = local.vswitch_ids
    instance_types = var.worker_instance_types
    desired_size   = var.k8s_worker_number
  }
}

# What the cloud decides

output "vpc_id" {
  value = alicloud_cs_kubernetes.k8s[0].vpc_id
}
output "nat_gateway_id" {
  value = alicloud_cs_kubernetes.k8s[0].nat_gateway_id
}
output "cluster_id" {
  value = alicloud_cs_kubernetes.k8s[*].id
}
output "security_group_id" {
  value = alicloud_cs_kubernetes.k8s[0].security_group_id
}
releases "1.3.0" "3.0.0" {
  output "this_k8s_node_ids" {
    value = try(alicloud_cs_kubernetes.k8s[0].worker_nodes[*].id, [])
  }
}

# Inputs that change nothing that acklint looks at: a call with one that a release does not take is
# no call of that release

variable "number_format" {}
variable "example_name" {}
variable "cpu_core_count" {}
variable "memory_size" {}
variable "vpc_name" {}
variable "vswitch_name_prefix" {}
variable "new_nat_gateway" {}
variable "k8s_name_prefix" {}
releases "1.1.0" "1.1.0" {
  variable "availability_zone" {}
  variable "master_disk_category" {}
  variable "worker_disk_category" {}
  variable "master_disk_size" {}
  variable "worker_disk_size" {}
  variable "ecs_password" {}
}
releases "1.1.0" "1.5.0" {
  variable "region" {}
}
releases "1.2.0" "1.5.0" {
  variable "profile" {}
  variable "shared_credentials_file" {}
  variable "skip_region_validation" {}
}
releases "1.2.0" "3.0.0" {
  variable "enable_ssh" {}
  variable "install_cloud_monitor" {}
  variable "cpu_policy" {}
}
releases "1.2.0" "1.4.0" {
  variable "password" {}
}
releases "1.5.0" "3.0.0" {
  variable "master_password" {}
  variable "worker_password" {}
  variable "instance_charge_type" {}
  variable "subscription" {}
  variable "system_disk_category" {}
  variable "system_disk_size" {}
  variable "data_disks" {}
}
releases "1.5.0" "1.5.0" {
  variable "disk_category" {}
  variable "disk_size" {}
}
