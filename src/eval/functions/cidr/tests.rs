//! What Terraform gives for calls of these functions.

use super::super::test_text::table;

#[test]
fn subnets() {
    table(&[
        (r#"cidrsubnet("172.16.0.0/12", 4, 2)"#, r#""172.18.0.0/16""#),
        (r#"cidrsubnet("10.0.0.5/8", 8, 0)"#, r#""10.0.0.0/16""#),
        (r#"cidrsubnet("010.001.0.0/08", "8", "1")"#, r#""10.1.0.0/16""#),
        (
            r#"cidrsubnet("fd00:fd12:3456:7890::/56", 16, 162)"#,
            r#""fd00:fd12:3456:7800:a200::/72""#,
        ),
        (r#"cidrsubnet("10.0.0.0/8", 8.5, 1)"#, "ERR"),
        (r#"cidrsubnet("10.0.0.0/8", 8, 256)"#, "ERR"),
        (r#"cidrsubnet("10.0.0.0/8", 25, 0)"#, "ERR"),
        (r#"cidrsubnet("10.0.0.0", 8, 0)"#, "ERR"),
        (r#"cidrsubnet("10.0.0.0/33", 0, 0)"#, "ERR"),
        (r#"cidrsubnet("10.0.0.0/8", 8, -1)"#, r#""0.1.0.0/16""#),
        (r#"cidrsubnet("10.128.0.0/9", -1, 0)"#, r#""10.128.0.0/8""#),
        (r#"cidrsubnet("10.0.0.0/8", -9, 1)"#, "ERR"),
        (r#"cidrsubnet("fd00::/48", 63, "18446744073709551616")"#, r#""fd00:0:2::/111""#),
        (r"cidrsubnet(var, 8, 1)", "?var"),
        (
            r#"cidrsubnets("10.1.0.0/16", 4, 4, 8, 4)"#,
            r#"["10.1.0.0/20","10.1.16.0/20","10.1.32.0/24","10.1.48.0/20"]"#,
        ),
        (r#"cidrsubnets("10.0.0.0/8")"#, "[]"),
        (r#"cidrsubnets("10.0.0.0/8", 1, 1, 1)"#, "ERR"),
        (r#"cidrsubnets("0.0.0.0/0", 1)"#, "ERR"),
        (r#"cidrsubnets("fd00::/16", 33)"#, "ERR"),
        (r#"cidrsubnets("fd00::/16", 32, 1)"#, r#"["fd00::/48","fd00:8000::/17"]"#),
    ]);
}

#[test]
fn hosts() {
    table(&[
        (r#"cidrhost("10.12.112.0/20", 16)"#, r#""10.12.112.16""#),
        (r#"cidrhost("10.0.0.0/8", -1)"#, r#""10.255.255.255""#),
        (r#"cidrhost("10.0.0.0/8", 16777216)"#, "ERR"),
        (r#"cidrhost("10.0.0.0/8", -16777217)"#, "ERR"),
        (r#"cidrhost("fd00:fd12:3456:7890:00a2::/72", 34)"#, r#""fd00:fd12:3456:7890::22""#),
        (r#"cidrnetmask("172.16.0.0/12")"#, r#""255.240.0.0""#),
        (r#"cidrnetmask("fd00::/8")"#, "ERR"),
    ]);
}

#[test]
fn containment() {
    table(&[
        (r#"cidrcontains("192.168.2.0/20", "192.168.2.1")"#, "true"),
        (r#"cidrcontains("192.168.2.0/20", "192.168.2.0/22")"#, "true"),
        (r#"cidrcontains("192.168.2.0/20", "192.126.2.0/18")"#, "false"),
        (r#"cidrcontains("192.168.2.0/20", "192.168.0.0/16")"#, "false"),
        (r#"cidrcontains("fe80::/48", "fe80::1")"#, "true"),
        (r#"cidrcontains("fe80::/48", "10.0.0.1")"#, "ERR"),
        (r#"cidrcontains("10.0.0.1", "10.0.0.1")"#, "ERR"),
        (r#"cidrcontains("10.0.0.0/8", "x")"#, "ERR"),
    ]);
}
