variable "cidr" {
  type = string
}

variable "zones" {
  type = list(string)
}

resource "alicloud_vpc" "this" {
  vpc_name   = "prod"
  cidr_block = var.cidr
  user_cidrs = ["192.168.0.0/24"]
}

resource "alicloud_vswitch" "nodes" {
  count      = length(var.zones)
  vpc_id     = alicloud_vpc.this.id
  zone_id    = var.zones[count.index]
  cidr_block = cidrsubnet(var.cidr, 4, count.index)
}

resource "alicloud_vswitch" "pods" {
  for_each   = { for at, zone in var.zones : zone => at }
  vpc_id     = alicloud_vpc.this.id
  zone_id    = each.key
  cidr_block = cidrsubnet(var.cidr, 4, 8 + each.value)
}

output "vpc_id" {
  value = alicloud_vpc.this.id
}

output "node_vswitch_ids" {
  value = alicloud_vswitch.nodes[*].id
}

output "pod_vswitch_ids" {
  value = [for zone in var.zones : alicloud_vswitch.pods[zone].id]
}
