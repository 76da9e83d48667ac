variable "service_cidr" {
  type    = string
  default = "172.28.0.0/20"
}

variable "zones" {
  type    = list(string)
  default = ["cn-hangzhou-h", "cn-hangzhou-i"]
}

variable "with_jobs" {
  type    = bool
  default = true
}

locals {
  vpc_cidr  = "10.0.0.0/16"
  edge_slot = 5
  edge_mask = 25
}
