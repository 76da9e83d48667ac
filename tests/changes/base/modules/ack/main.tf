variable "name" {
  type = string
}

variable "vswitch_ids" {
  type = list(string)
}

variable "pod_vswitch_ids" {
  type = list(string)
}

variable "service_cidr" {
  type = string
}

variable "proxy_mode" {
  type    = string
  default = null
}

resource "alicloud_cs_managed_kubernetes" "this" {
  name            = var.name
  vswitch_ids     = var.vswitch_ids
  pod_vswitch_ids = var.pod_vswitch_ids
  service_cidr    = var.service_cidr
  proxy_mode      = var.proxy_mode
  cluster_spec    = "ack.pro.small"

  dynamic "addons" {
    for_each = { terway-eniip = { ENITrunking = "true" } }
    content {
      name   = addons.key
      config = jsonencode(addons.value)
    }
  }
}
