service_cidr = "172.27.0.0/20"
