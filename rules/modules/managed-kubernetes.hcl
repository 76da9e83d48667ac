# What the registry module terraform-alicloud-modules/managed-kubernetes/alicloud makes of its
# inputs: the network, the cluster and its nodes. Written for acklint from the module's published
# releases, as read on 2026-11-22; rules/modules/README.md says how.

source   = "terraform-alicloud-modules/managed-kubernetes/alicloud"
versions = ["1.0.0", "1.1.0", "1.2.0", "1.3.0", "1.4.0", "1.5.0", "1.6.0", "2.0.0"]

# The network

variable "new_vpc" {
  type    = bool
  default = false
}
variable "vpc_cidr" {
  type    = string
  default = "192.168.0.0/16"
}
variable "vswitch_ids" {
  type    = list(string)
  default = []
}
variable "vswitch_cidrs" {
  type    = list(string)
  default = ["192.168.1.0/24"]
}
variable "availability_zones" {
  type    = list(string)
  default = []
}

data "alicloud_zones" "default" {}

resource "alicloud_vpc" "new" {
  count      = var.new_vpc == true ? 1 : 0
  cidr_block = var.vpc_cidr
}
resource "alicloud_vswitch" "new" {
  count      = var.new_vpc == true ? length(var.vswitch_cidrs) : 0
  vpc_id     = alicloud_vpc.new[0].id
  cidr_block = var.vswitch_cidrs[count.index]
  zone_id    = element(length(var.availability_zones) > 0 ? var.availability_zones : data.alicloud_zones.default.ids, count.index)
}
locals {
  vswitch_ids = length(var.vswitch_ids) > 0 ? var.vswitch_ids : alicloud_vswitch.new[*].id
}

output "this_vswitch_ids" {
  value = local.vswitch_ids
}

# The cluster

variable "k8s_pod_cidr" {
  type    = string
  default = "172.20.0.0/16"
}
variable "k8s_service_cidr" {
  type    = string
  default = "172.21.0.0/20"
}
variable "k8s_name_prefix" {
  type    = string
  default = "terraform-alicloud-managed-kubernetes"
}

resource "random_uuid" "this" {}

releases "1.0.0" "1.2.0" {
  variable "cluster_network_type" {
    default = "flannel"
  }
  variable "worker_number" {
    default = 2
  }
  resource "alicloud_cs_managed_kubernetes" "this" {
    count                 = length(local.vswitch_ids) > 0 ? 1 : 0
    name                  = substr("${var.k8s_name_prefix}-${random_uuid.this.result}", 0, 63)
    vswitch_ids           = local.vswitch_ids
    pod_cidr              = var.k8s_pod_cidr
    service_cidr          = var.k8s_service_cidr
    cluster_network_type  = var.cluster_network_type
    worker_number         = var.worker_number
    worker_instance_types = var.worker_instance_types
  }
}
releases "1.3.0" "2.0.0" {
  variable "worker_number" {
    type    = number
    default = 2
  }
  variable "cluster_addons" {
    type    = list(object({ name = string, config = string }))
    default = []
  }
  variable "kubernetes_version" {
    type    = string
    default = ""
  }
}
releases "1.3.0" "1.5.0" {
  resource "alicloud_cs_managed_kubernetes" "this" {
    count                 = length(local.vswitch_ids) > 0 ? 1 : 0
    name                  = substr("${var.k8s_name_prefix}-${random_uuid.this.result}", 0, 63)
    worker_vswitch_ids    = local.vswitch_ids
    version               = var.kubernetes_version
    pod_cidr              = var.k8s_pod_cidr
    service_cidr          = var.k8s_service_cidr
    worker_number         = var.worker_number
    worker_instance_types = var.worker_instance_types
    dynamic "addons" {
      for_each = var.cluster_addons
      content {
        name   = addons.value.name
        config = addons.value.config
      }
    }
  }
}
releases "1.0.0" "1.5.0" {
  variable "worker_instance_types" {
    type    = list(string)
    default = ["ecs.n4.xlarge"]
  }
}
releases "1.6.0" "2.0.0" {
  variable "worker_instance_types" {
    type    = list(string)
    default = ["ecs.c7.xlarge"]
  }
  variable "cluster_spec" {
    type    = string
    default = ""
  }
  resource "alicloud_cs_managed_kubernetes" "this" {
    count              = length(local.vswitch_ids) > 0 ? 1 : 0
    name               = substr("${var.k8s_name_prefix}-${random_uuid.this.result}", 0, 63)
    worker_vswitch_ids = local.vswitch_ids
    cluster_spec       = var.cluster_spec
    version            = var.kubernetes_version
    pod_cidr           = var.k8s_pod_cidr
    service_cidr       = var.k8s_service_cidr
    dynamic "addons" {
      for_each = var.cluster_addons
      content {
        name   = addons.value.name
        config = addons.value.config
      }
    }
  }
  resource "alicloud_cs_kubernetes_node_pool" "this" {
    count          = length(local.vswitch_ids) > 0 ? 1 : 0
    cluster_id     = alicloud_cs_managed_kubernetes.this[0].id
    vswitch_ids    = local.vswitch_ids
    instance_types = var.worker_instance_types
    desired_size   = var.worker_number
  }
  output "this_k8s_node_pool_id" {
    value = try(alicloud_cs_kubernetes_node_pool.this[0].id, "")
  }
}

# What the cloud decides

releases "1.0.0" "1.0.0" {
  output "this_k8s_name" {
    value = alicloud_cs_managed_kubernetes.this[0].id
  }
  output "this_k8s_id" {
    value = alicloud_cs_managed_kubernetes.this[0].id
  }
  output "this_k8s_nodes" {
    value = alicloud_cs_managed_kubernetes.this[0].worker_nodes
  }
  output "this_vpc_id" {
    value = alicloud_cs_managed_kubernetes.this[0].vpc_id
  }
  output "this_security_group_id" {
    value = alicloud_cs_managed_kubernetes.this[0].security_group_id
  }
  output "this_sls_project_name" {
    value = var.sls_project_name != "" ? var.sls_project_name : alicloud_log_project.new[0].id
  }
}
releases "1.0.0" "1.2.0" {
  resource "alicloud_log_project" "new" {
    count = var.new_sls_project ? 1 : 0
  }
}
releases "1.1.0" "2.0.0" {
  output "this_k8s_name" {
    value = try(alicloud_cs_managed_kubernetes.this[0].name, "")
  }
  output "this_k8s_id" {
    value = try(alicloud_cs_managed_kubernetes.this[0].id, "")
  }
  output "this_security_group_id" {
    value = try(alicloud_cs_managed_kubernetes.this[0].security_group_id, "")
  }
}
releases "1.1.0" "1.5.0" {
  output "this_k8s_nodes" {
    value = try(alicloud_cs_managed_kubernetes.this[0].worker_nodes, "")
  }
  output "this_vpc_id" {
    value = try(alicloud_cs_managed_kubernetes.this[0].vpc_id, "")
  }
}
releases "1.4.0" "1.5.0" {
  output "this_k8s_node_ids" {
    value = try(alicloud_cs_managed_kubernetes.this[0].worker_nodes[*].id, [])
  }
}
releases "1.1.0" "1.2.0" {
  output "this_sls_project_name" {
    value = var.sls_project_name != "" ? var.sls_project_name : try(alicloud_log_project.new[0].id, "")
  }
}

# Inputs that change nothing that acklint looks at: a call with one that a release does not take is
# no call of that release

variable "new_nat_gateway" {}
variable "new_eip_bandwidth" {}
variable "cpu_core_count" {}
variable "memory_size" {}
variable "worker_disk_category" {}
variable "worker_disk_size" {}
releases "1.0.0" "1.6.0" {
  variable "region" {}
  variable "profile" {}
  variable "shared_credentials_file" {}
  variable "skip_region_validation" {}
}
releases "1.0.0" "1.5.0" {
  variable "ecs_password" {}
  variable "new_sls_project" {
    type    = bool
    default = false
  }
  variable "sls_project_name" {
    default = ""
  }
}
releases "1.2.0" "2.0.0" {
  variable "client_cert_path" {}
  variable "client_key_path" {}
  variable "cluster_ca_cert_path" {}
}
releases "1.2.0" "1.5.0" {
  variable "kube_config_path" {}
}
releases "1.3.0" "1.5.0" {
  variable "cluster_network_type" {}
}
