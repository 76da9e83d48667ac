//! Arithmetic of ranges, on its own.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

/// An IPv4 range: its first address, and the length of its prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Net {
    first: u64,
    pub(crate) prefix: u32,
}

/// A text as a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Read {
    Four {
        net: Net,
        host_bits: bool,
    },
    Six {
        first: u128,
        prefix: u32,
        host_bits: bool,
    },
    /// Not a CIDR.
    Bad,
}

/// Reads `address/prefix`.
pub(crate) fn read(text: &str) -> Read {
    let Some((address, prefix)) = text.split_once('/') else { return Read::Bad };
    let Ok(prefix) = prefix.parse::<u32>() else { return Read::Bad };
    if let Ok(address) = address.parse::<Ipv4Addr>()
        && prefix <= 32
    {
        let address = u64::from(u32::from(address));
        let net = Net::new(address, prefix);
        return Read::Four { net, host_bits: net.first != address };
    }
    if let Ok(address) = address.parse::<Ipv6Addr>()
        && prefix <= 128
    {
        let address = u128::from(address);
        let mask = u128::MAX.checked_shl(128 - prefix).unwrap_or(0);
        return Read::Six { first: address & mask, prefix, host_bits: address & !mask != 0 };
    }
    Read::Bad
}

/// The IPv4 range that a text stands for, host bits or not.
pub(crate) fn four(text: &str) -> Option<Net> {
    match read(text) {
        Read::Four { net, .. } => Some(net),
        _ => None,
    }
}

/// A range that is known to be one.
pub(crate) fn net(text: &str) -> Net {
    four(text).expect("a range")
}

/// An entry of a whitelist: a range, or one address.
pub(crate) fn entry(text: &str) -> Option<Net> {
    four(text).or_else(|| four(&format!("{text}/32")))
}

impl Net {
    /// The range of a prefix that an address lies in.
    pub(crate) fn new(address: u64, prefix: u32) -> Self {
        let size = 1u64 << (32 - prefix);
        Self { first: address / size * size, prefix }
    }

    pub(crate) fn size(self) -> u64 {
        1 << (32 - self.prefix)
    }

    fn end(self) -> u64 {
        self.first + self.size()
    }

    pub(crate) fn overlaps(self, other: Self) -> bool {
        self.first < other.end() && other.first < self.end()
    }

    /// Whether the other lies inside or is the same.
    pub(crate) fn holds(self, other: Self) -> bool {
        self.first <= other.first && other.end() <= self.end()
    }

    /// A part of it: one of so many bits more.
    pub(crate) fn part(self, bits: u32, at: u64) -> Self {
        let prefix = (self.prefix + bits).min(32);
        Self::new(self.first + ((at << (32 - prefix)) % self.size()), prefix)
    }

    /// The range of a prefix that comes after it.
    pub(crate) fn after(self, prefix: u32) -> Self {
        Self::new(self.end() % (1 << 32), prefix)
    }

    /// The range of a prefix at its end.
    pub(crate) fn last(self, prefix: u32) -> Self {
        Self::new(self.end() - 1, prefix)
    }

    /// A range around it.
    pub(crate) fn around(self, bits: u32) -> Self {
        Self::new(self.first, self.prefix.saturating_sub(bits))
    }

    /// `10.0.0.1`
    pub(crate) fn address(self, at: u64) -> String {
        Ipv4Addr::from(u32::try_from(self.first + at % self.size()).unwrap()).to_string()
    }

    /// The same with an address inside before the slash.
    pub(crate) fn with_host_bits(self) -> String {
        format!("{}/{}", self.address(self.size() / 2 + 1), self.prefix)
    }
}

impl fmt::Display for Net {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address(0), self.prefix)
    }
}
