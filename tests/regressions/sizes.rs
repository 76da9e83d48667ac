//! The arithmetic of the rules on single ranges against a second calculation, in bounds of numbers
//! and by the table of the specification: all prefix lengths around all borders.

use crate::said::{NETWORK, Said};
use acklint::options::{Expect, Options};
use acklint::report::view::Severity::{self, Error, Info, Warning};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::RangeInclusive;

type Sizes = Option<RangeInclusive<u32>>;
type Findings = BTreeSet<(String, Severity, String)>;

const RESERVED: [(&str, &str); 4] = [
    ("100.64.0.0", "100.127.255.255"),
    ("127.0.0.0", "127.255.255.255"),
    ("169.254.0.0", "169.254.255.255"),
    ("224.0.0.0", "239.255.255.255"),
];
const PRIVATE: [(&str, &str); 3] = [
    ("10.0.0.0", "10.255.255.255"),
    ("172.16.0.0", "172.31.255.255"),
    ("192.168.0.0", "192.168.255.255"),
];

/// A range by its first and its last address.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Bounds {
    first: u64,
    last: u64,
    prefix: u32,
}

impl Bounds {
    /// The range of a prefix length in which an address lies.
    fn around(address: u64, prefix: u32) -> Self {
        let size = 2u64.pow(32 - prefix);
        let first = address / size * size;
        Self { first, last: first + size - 1, prefix }
    }

    fn touches(self, others: &[(&str, &str)]) -> bool {
        others.iter().any(|(first, last)| self.first <= number(last) && number(first) <= self.last)
    }

    fn lies_in(self, others: &[(&str, &str)]) -> bool {
        others.iter().any(|(first, last)| number(first) <= self.first && self.last <= number(last))
    }

    fn text(self) -> String {
        let first = u32::try_from(self.first).expect("an address");
        format!("{}/{}", Ipv4Addr::from(first), self.prefix)
    }
}

fn number(address: &str) -> u64 {
    let address: Ipv4Addr = address.parse().expect("an address");
    u64::from(u32::from(address))
}

/// All ranges that end or begin at a border, have it in them, or lie right beside it.
fn borders() -> BTreeSet<Bounds> {
    let mut ranges = BTreeSet::new();
    for (first, last) in RESERVED.iter().chain(&PRIVATE) {
        let (first, last) = (number(first), number(last));
        for address in [first - 1, first, u64::midpoint(first, last), last, last + 1] {
            ranges.extend((0..=32).map(|prefix| Bounds::around(address, prefix)));
        }
    }
    ranges
}

fn said(text: &str, select: &[&'static str], services: Option<u64>) -> Said {
    let expect = Expect { services, ..Expect::default() };
    let options = Options { select: select.to_vec(), expect, ..Options::default() };
    let said = Said::with(&[("main.tf", text)], &options);
    assert_eq!(said.problems(), Vec::<&str>::new());
    assert_eq!(said.open(), 0, "all of it is known");
    said
}

fn same(found: &Findings, expected: &Findings) {
    let missing: Vec<_> = expected.difference(found).collect();
    let wrong: Vec<_> = found.difference(expected).collect();
    assert!(missing.is_empty() && wrong.is_empty(), "missing {missing:#?}\nwrong {wrong:#?}");
}

fn add(findings: &mut Findings, rule: &str, severity: Severity, subject: String) {
    findings.insert((rule.to_owned(), severity, subject));
}

#[test]
fn reserved_private_and_permitted_ranges() {
    let rules = ["cidr_reserved", "cidr_not_private", "cidr_size"];
    let (mut text, mut expected) = (NETWORK.to_owned(), Findings::new());
    for (at, range) in borders().into_iter().enumerate() {
        let cidr = range.text();
        write!(
            text,
            r#"
resource "alicloud_cs_managed_kubernetes" "pods_{at}" {{
  vswitch_ids  = [alicloud_vswitch.a.id]
  pod_cidr     = "{cidr}"
}}
resource "alicloud_cs_serverless_kubernetes" "services_{at}" {{
  vswitch_ids  = [alicloud_vswitch.a.id]
  service_cidr = "{cidr}, fd00:1::/112"
}}
resource "alicloud_vpc" "vpc_{at}" {{
  cidr_block = "{cidr}"
}}
resource "alicloud_vpc_ipv4_cidr_block" "secondary_{at}" {{
  vpc_id               = alicloud_vpc.vpc_{at}.id
  secondary_cidr_block = "{cidr}"
}}
resource "alicloud_vswitch" "vswitch_{at}" {{
  vpc_id     = alicloud_vpc.vpc_{at}.id
  cidr_block = "{cidr}"
  zone_id    = "cn-hangzhou-h"
}}
resource "alicloud_cs_serverless_kubernetes" "in_{at}" {{
  vswitch_ids = [alicloud_vswitch.vswitch_{at}.id]
}}
"#
        )
        .expect("a text");
        let sizes: [(&str, Sizes, Option<Severity>); 5] = [
            ("alicloud_cs_managed_kubernetes.pods", None, Some(Error)),
            ("alicloud_cs_serverless_kubernetes.services", Some(16..=24), Some(Error)),
            ("alicloud_vpc.vpc", Some(8..=28), Some(Warning)),
            ("alicloud_vpc_ipv4_cidr_block.secondary", Some(16..=28), Some(Warning)),
            ("alicloud_vswitch.vswitch", Some(16..=29), None),
        ];
        for (subject, sizes, not_private) in sizes {
            let subject = format!("{subject}_{at}");
            if range.touches(&RESERVED) {
                add(&mut expected, "cidr_reserved", Error, subject.clone());
            } else if let Some(severity) = not_private
                && !range.lies_in(&PRIVATE)
            {
                add(&mut expected, "cidr_not_private", severity, subject.clone());
            }
            if sizes.is_some_and(|sizes| !sizes.contains(&range.prefix)) {
                add(&mut expected, "cidr_size", Error, subject);
            } else if subject.contains(".vpc_") && range.prefix < 16 {
                add(&mut expected, "cidr_size", Info, subject);
            }
        }
    }
    same(&said(&text, &rules, None).all(), &expected);
}

#[test]
fn ipv6_service_ranges() {
    let (mut text, mut expected) = (NETWORK.to_owned(), Findings::new());
    let networks =
        ["::", "fbff:ffff::", "fc00::", "fd00:1234::", "fdff:ffff::", "fe00::", "2001:db8::"];
    for (at, network) in networks.into_iter().enumerate() {
        let address = u128::from(network.parse::<Ipv6Addr>().expect("an address"));
        for prefix in 0..=128u32 {
            let mask = u128::MAX.checked_shl(128 - prefix).unwrap_or(0);
            let (first, last) = (address & mask, address | !mask);
            let cidr = format!("{}/{prefix}", Ipv6Addr::from(first));
            let private = (0xfc << 120)..=(u128::MAX >> 8 | 0xfd << 120);
            let fits = private.contains(&first) && private.contains(&last);
            write!(
                text,
                r#"
resource "alicloud_cs_managed_kubernetes" "c{at}_{prefix}" {{
  vswitch_ids  = [alicloud_vswitch.a.id]
  service_cidr = "{cidr},172.21.0.0/20"
}}
"#
            )
            .expect("a text");
            if !(fits && (112..=120).contains(&prefix)) {
                let subject = format!("alicloud_cs_managed_kubernetes.c{at}_{prefix}");
                add(&mut expected, "cidr_size", Error, subject);
            }
        }
    }
    let rules = ["cidr_reserved", "cidr_not_private", "cidr_size", "service_cidr_too_small"];
    same(&said(&text, &rules, None).all(), &expected);
}

#[test]
fn node_masks() {
    let (mut text, mut expected) = (NETWORK.to_owned(), Findings::new());
    for mask in (0..=40u32).chain([64, 128, 255, 256, 65_560]) {
        for (plug_in, lines) in [
            ("flannel", "pod_cidr = \"172.20.0.0/16\"".to_owned()),
            ("terway", "pod_vswitch_ids = [alicloud_vswitch.a.id]".to_owned()),
        ] {
            let written = if mask % 2 == 0 { format!("\"{mask}\"") } else { mask.to_string() };
            write!(
                text,
                r#"
resource "alicloud_cs_managed_kubernetes" "{plug_in}_{mask}" {{
  vswitch_ids    = [alicloud_vswitch.a.id]
  node_cidr_mask = {written}
  {lines}
}}
"#
            )
            .expect("a text");
        }
        // 0 is what the provider takes for unset
        if mask != 0 && !(24..=28).contains(&mask) {
            let subject = format!("alicloud_cs_managed_kubernetes.flannel_{mask}");
            add(&mut expected, "cidr_size", Error, subject);
        }
    }
    same(&said(&text, &["cidr_size"], None).all(), &expected);
}

#[test]
fn expected_services() {
    for services in [None, Some(1), Some(255), Some(256), Some(257), Some(4096), Some(4097)] {
        let (mut text, mut expected) = (NETWORK.to_owned(), Findings::new());
        for prefix in 0..=33u32 {
            // the one that has no range of its own has the default
            let (line, addresses) = match prefix {
                33 => (String::new(), 4096),
                _ => (format!("service_cidr = \"0.0.0.0/{prefix}\""), 2u64.pow(32 - prefix)),
            };
            write!(
                text,
                r#"
resource "alicloud_cs_serverless_kubernetes" "c_{prefix}" {{
  vswitch_ids = [alicloud_vswitch.a.id]
  {line}
}}
"#
            )
            .expect("a text");
            let subject = format!("alicloud_cs_serverless_kubernetes.c_{prefix}");
            if addresses < services.unwrap_or(0) {
                add(&mut expected, "service_cidr_too_small", Error, subject);
            } else if addresses < 256 {
                add(&mut expected, "service_cidr_too_small", Warning, subject);
            }
        }
        same(&said(&text, &["service_cidr_too_small"], services).all(), &expected);
    }
}

#[test]
fn vswitches_that_take_all() {
    let (mut text, mut expected) = (String::new(), Findings::new());
    for vpc in 8..=28u32 {
        for vswitch in vpc.saturating_sub(2)..=(vpc + 2) {
            for address in ["10.0.0.0", "10.255.255.255"] {
                let (range, part) = (
                    Bounds::around(number("10.0.0.0"), vpc),
                    Bounds::around(number(address), vswitch),
                );
                let name = format!("v_{vpc}_{vswitch}_{}", &address[3..4]);
                write!(
                    text,
                    r#"
resource "alicloud_vpc" "{name}" {{
  cidr_block = "{}"
}}
resource "alicloud_vswitch" "{name}" {{
  vpc_id     = alicloud_vpc.{name}.id
  cidr_block = "{}"
  zone_id    = "cn-hangzhou-h"
}}
resource "alicloud_cs_serverless_kubernetes" "{name}" {{
  vswitch_ids = [alicloud_vswitch.{name}.id]
}}
"#,
                    range.text(),
                    part.text()
                )
                .expect("a text");
                if range == part {
                    add(&mut expected, "vpc_filled", Warning, format!("alicloud_vpc.{name}"));
                }
            }
        }
    }
    same(&said(&text, &["vpc_filled"], None).all(), &expected);
}
