//! What a root's variables are given, in Terraform's order.
