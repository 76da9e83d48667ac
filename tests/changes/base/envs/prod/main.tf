terraform {
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = "1.278.0"
    }
  }
}

module "network" {
  source = "../../modules/network"
  cidr   = local.vpc_cidr
  zones  = var.zones
}

module "ack" {
  source       = "../../modules/ack"
  name         = "prod"
  vswitch_ids  = module.network.node_vswitch_ids
  pod_vswitch_ids = module.network.pod_vswitch_ids
  service_cidr = var.service_cidr
}

resource "alicloud_cs_managed_kubernetes" "edge" {
  name           = "edge"
  vswitch_ids    = module.network.node_vswitch_ids
  pod_cidr       = cidrsubnet("172.16.0.0/12", 4, local.edge_slot)
  service_cidr   = "172.30.0.0/20"
  node_cidr_mask = local.edge_mask
  cluster_spec   = "ack.standard"
  enable_rrsa    = true

  addons {
    name = "flannel"
  }

  addons {
    name   = "nginx-ingress-controller"
    config = jsonencode({ IngressSlbNetworkType = "internet" })
  }
}

resource "alicloud_cs_serverless_kubernetes" "jobs" {
  count        = var.with_jobs ? 1 : 0
  name         = "jobs"
  vpc_id       = module.network.vpc_id
  vswitch_ids  = [module.network.node_vswitch_ids[0]]
  service_cidr = "172.29.0.0/20"

  lifecycle {
    ignore_changes = [service_cidr]
  }
}

resource "alicloud_cs_kubernetes_node_pool" "workers" {
  count              = 2
  node_pool_name     = "workers-${count.index}"
  cluster_id         = alicloud_cs_managed_kubernetes.edge.id
  vswitch_ids        = module.network.node_vswitch_ids
  instance_types     = ["ecs.g7.xlarge"]
  security_group_ids = [alicloud_security_group.nodes.id, "sg-bp1extra"]
  desired_size       = 3
}

resource "alicloud_security_group" "nodes" {
  vpc_id = module.network.vpc_id
}
