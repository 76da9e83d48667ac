resource "alicloud_cs_managed_kubernetes" "old" {
  name         = "old"
  vswitch_ids  = ["vsw-bp1old"]
  service_cidr = "172.26.0.0/20"
}
