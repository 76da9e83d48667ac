terraform {
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = "1.278.0"
    }
  }
}

variable "large" {
  type = bool
}

data "alicloud_zones" "all" {
  available_resource_creation = "VSwitch"
}

resource "alicloud_vswitch" "new" {
  vpc_id            = "vpc-bp1new"
  availability_zone = "cn-hangzhou-h"
  cidr_block        = "10.9.0.0/20"
}

resource "alicloud_vswitch" "first" {
  vpc_id     = "vpc-bp1first"
  zone_id    = data.alicloud_zones.all.zones[0].id
  cidr_block = "10.10.0.0/20"
}

resource "terraform_data" "epoch" {
  input = 1
}

resource "alicloud_cs_managed_kubernetes" "new" {
  name         = "new"
  vswitch_ids  = [alicloud_vswitch.first.id]
  pod_cidr     = "172.20.0.0/16"
  service_cidr = var.large ? "172.18.0.0/20" : "172.19.0.0/20" # small or large

  auto_mode {
    enabled = false
  }

  lifecycle {
    replace_triggered_by = [terraform_data.epoch]
  }
}

resource "alicloud_cs_kubernetes_node_pool" "new" {
  node_pool_name = "new"
  cluster_id     = alicloud_cs_managed_kubernetes.new.id
  vswitch_ids    = [alicloud_vswitch.first.id]

  labels {
    key   = "tier"
    value = "web"
  }
}
