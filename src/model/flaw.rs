//! What is wrong with a range as it is written.

use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// What is wrong with a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// It is no CIDR block.
    NotACidr {
        /// What is written.
        written: Arc<str>,
        /// What keeps it from being one.
        fault: Fault,
        /// The network that it becomes once spaces and leading zeros are gone.
        meant: Option<IpNet>,
    },
    /// It is the second range of one family, where one of each is taken.
    TwoOfFamily {
        /// The one before it.
        first: IpNet,
        /// The second.
        second: IpNet,
    },
    /// Bits are set behind the prefix.
    HostBits {
        /// What is written.
        written: Arc<str>,
        /// The network that it lies in.
        network: IpNet,
    },
}

/// What keeps a text from being a CIDR block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// There is an address only.
    NoPrefix,
    /// What stands behind the slash is no prefix length of the address before it.
    Prefix(Arc<str>),
    /// A part of the address is larger than a byte.
    Octet(Arc<str>),
    /// A part of the address begins with a zero: some take it for octal.
    LeadingZero(Arc<str>),
    /// There is a space in it.
    Space,
    /// It does not look like one.
    Other,
}

impl Flaw {
    /// What is wrong with one range.
    pub(super) fn of(text: &str) -> Option<Self> {
        let written = text.into();
        match parse(text) {
            None => Some(Self::NotACidr { written, fault: fault(text), meant: meant(text) }),
            Some(range) if range.trunc() != range => {
                Some(Self::HostBits { written, network: range.trunc() })
            }
            Some(_) => None,
        }
    }

    /// What is wrong with ranges that commas part, at most one of a family.
    pub(super) fn among(text: &str) -> Vec<Self> {
        let mut parts = parts(text).peekable();
        if parts.peek().is_none() {
            return Self::of(text).into_iter().collect();
        }
        let mut flaws = Vec::new();
        let mut known: Vec<IpNet> = Vec::new();
        for part in parts {
            flaws.extend(Self::of(part));
            let Some(second) = parse(part) else { continue };
            let same = |first: &&IpNet| first.addr().is_ipv4() == second.addr().is_ipv4();
            if let Some(first) = known.iter().find(same) {
                flaws.push(Self::TwoOfFamily { first: *first, second });
            }
            known.push(second);
        }
        flaws
    }
}

/// The ranges of a text that commas part.
pub(super) fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

/// A range with the host bits that are written. Stricter than `ipnet`, which takes `010` for 10.
pub(super) fn parse(text: &str) -> Option<IpNet> {
    let (address, prefix) = text.split_once('/')?;
    let prefix = prefix.parse().ok().filter(|_| is_number(prefix))?;
    IpNet::new(address.parse().ok()?, prefix).ok()
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn fault(text: &str) -> Fault {
    if text.contains(char::is_whitespace) {
        return Fault::Space;
    }
    let (address, prefix) = text.split_once('/').unwrap_or((text, ""));
    for octet in octets(address) {
        if octet.parse::<u8>().is_err() {
            return Fault::Octet(octet.into());
        }
        if octet.len() > 1 && octet.starts_with('0') {
            return Fault::LeadingZero(octet.into());
        }
    }
    match address.parse::<IpAddr>() {
        Err(_) => Fault::Other,
        Ok(_) if prefix.is_empty() => Fault::NoPrefix,
        Ok(_) => Fault::Prefix(prefix.into()),
    }
}

/// The numbers of an IPv4 address; none if it does not look like one.
fn octets(address: &str) -> Vec<&str> {
    let octets: Vec<&str> = address.split('.').collect();
    let count = Ipv4Addr::UNSPECIFIED.octets().len();
    if octets.len() == count && octets.iter().all(|octet| is_number(octet)) {
        octets
    } else {
        Vec::new()
    }
}

fn meant(text: &str) -> Option<IpNet> {
    let text: String = text.split_whitespace().collect();
    let (address, prefix) = text.split_once('/')?;
    let octets = octets(address);
    let plain = octets.iter().map(|octet| match octet.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    });
    let plain = plain.collect::<Vec<_>>().join(".");
    let address = if octets.is_empty() { address } else { &plain };
    parse(&format!("{address}/{prefix}")).map(|range| range.trunc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_range() {
        let octet = |text: &str| Some(Fault::Octet(text.into()));
        let zero = |text: &str| Some(Fault::LeadingZero(text.into()));
        let prefix = |text: &str| Some(Fault::Prefix(text.into()));
        for (text, expected) in [
            ("10.1.0.0/16", None),
            ("10.1.2.3/16", None),
            ("fd00::/112", None),
            ("10.1.0.0", Some(Fault::NoPrefix)),
            ("10.1.0.0/", Some(Fault::NoPrefix)),
            ("fd00::", Some(Fault::NoPrefix)),
            ("10.1.0.0/33", prefix("33")),
            ("10.1.0.0/+8", prefix("+8")),
            ("10.1.0.0/16/8", prefix("16/8")),
            ("10.0.0.0/16,10.1.0.0/16", prefix("16,10.1.0.0/16")),
            ("fd00::/129", prefix("129")),
            ("10.256.0.0/16", octet("256")),
            ("10.99999999999.0.0", octet("99999999999")),
            ("10.010.0.0/16", zero("010")),
            ("10.00.0.0/16", zero("00")),
            (" 10.1.0.0/16", Some(Fault::Space)),
            ("10.1.0/16", Some(Fault::Other)),
            ("10.1.0.-1/16", Some(Fault::Other)),
            ("vpc-bp1main", Some(Fault::Other)),
            ("/", Some(Fault::Other)),
        ] {
            let found = match Flaw::of(text) {
                Some(Flaw::NotACidr { fault, .. }) => Some(fault),
                _ => None,
            };
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn what_was_meant_where_that_is_plain() {
        for (text, expected) in [
            (" 10.1.0.0 /16", Some("10.1.0.0/16")),
            ("10.010.000.0/16", Some("10.10.0.0/16")),
            ("10.1.02.3/16", Some("10.1.0.0/16")),
            ("10.256.0.0/16", None),
            ("10.1.0.0", None),
        ] {
            assert_eq!(meant(text), expected.and_then(parse), "{text}");
        }
    }

    #[test]
    fn one_range_of_a_family() {
        assert_eq!(Flaw::among("172.21.0.0/20, fd00::/112"), []);
        assert_eq!(Flaw::among("172.21.0.0/20,"), []);
        assert!(matches!(Flaw::among(",")[..], [Flaw::NotACidr { .. }]));
        let two = Flaw::among("172.21.0.0/20, 172.21.16.1/20");
        assert!(matches!(two[..], [Flaw::HostBits { .. }, Flaw::TwoOfFamily { .. }]), "{two:?}");
    }
}
