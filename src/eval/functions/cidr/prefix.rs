//! A prefix as Terraform reads and prints it.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// IPv4 or IPv6.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    V4,
    V6,
}

/// A network: its host bits are zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Prefix {
    /// The bits of the address, those of IPv4 in the lowest 32.
    pub(super) address: u128,
    /// How many of its bits are the network's.
    pub(super) length: u8,
    /// Which kind of address.
    pub(super) family: Family,
}

impl Family {
    /// How many bits an address has.
    pub(super) fn bits(self) -> u8 {
        match self {
            Self::V4 => 32,
            Self::V6 => 128,
        }
    }

    /// Whether an address has no bits beyond these.
    pub(super) fn fits(self, address: u128) -> bool {
        self == Self::V6 || u32::try_from(address).is_ok()
    }

    /// The address of these bits. One of IPv4 that is written as IPv6 is printed as IPv4.
    pub(super) fn address(self, bits: u128) -> IpAddr {
        match (self, u32::try_from(bits)) {
            (Self::V4, Ok(bits)) => IpAddr::V4(Ipv4Addr::from_bits(bits)),
            _ => IpAddr::V6(Ipv6Addr::from_bits(bits)).to_canonical(),
        }
    }
}

impl Prefix {
    /// Reads `10.0.0.0/8` or `fd00::/48`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (address, length) = text.split_once('/')?;
        let (family, address) = parse_address(address)?;
        let length = u8::try_from(decimal(length)?).ok().filter(|n| *n <= family.bits())?;
        let prefix = Self { address, length, family };
        Some(Self { address: address & prefix.mask(), ..prefix })
    }

    /// The bits of the network.
    pub(super) fn mask(&self) -> u128 {
        let all = u128::MAX >> (128 - self.family.bits());
        all & !self.host_mask()
    }

    /// Whether it holds IPv4 addresses written as IPv6, `::ffff:10.0.0.0/104`.
    pub(super) fn is_mapped(&self) -> bool {
        self.family == Family::V6 && self.address >> 32 == 0xffff
    }

    /// The last address.
    pub(super) fn last(&self) -> u128 {
        self.address | self.host_mask()
    }

    /// Whether an address lies in it.
    pub(super) fn holds(&self, address: u128) -> bool {
        address & self.mask() == self.address
    }

    /// The first prefix of a length that begins behind this one, if the addresses do not end.
    pub(super) fn next(&self, length: u8) -> Option<Self> {
        let sized = Self { length, ..*self };
        let after = (self.last() | sized.host_mask()).checked_add(1)?;
        self.family.fits(after).then_some(Self { address: after, ..sized })
    }

    fn host_mask(&self) -> u128 {
        let hosts = u32::from(self.family.bits() - self.length);
        1_u128.checked_shl(hosts).map_or(u128::MAX, |count| count - 1)
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = if self.is_mapped() { self.length.saturating_sub(96) } else { self.length };
        write!(f, "{}/{length}", self.family.address(self.address))
    }
}

/// Reads an address of either family.
pub(super) fn parse_address(text: &str) -> Option<(Family, u128)> {
    if let Some(address) = parse_v4(text) {
        return Some((Family::V4, u128::from(address)));
    }
    parse_v6(text).map(|address| (Family::V6, address))
}

/// Four numbers up to 255; leading zeros mean nothing.
fn parse_v4(text: &str) -> Option<u32> {
    let parts: Vec<_> = text.split('.').collect();
    let [a, b, c, d] = parts.as_slice() else { return None };
    let byte = |part: &str| u8::try_from(decimal(part)?).ok();
    Some(u32::from_be_bytes([byte(a)?, byte(b)?, byte(c)?, byte(d)?]))
}

/// Groups with `::` once at most, the last two perhaps as an IPv4 address.
fn parse_v6(text: &str) -> Option<u128> {
    let Some((front, back)) = text.split_once("::") else {
        let groups = groups(text)?;
        return (groups.len() == 8).then(|| joined(&groups));
    };
    let front = if front.is_empty() { Vec::new() } else { plain_groups(front)? };
    let back = if back.is_empty() { Vec::new() } else { groups(back)? };
    let gap = 8_usize.checked_sub(front.len() + back.len()).filter(|gap| *gap > 0)?;
    let all: Vec<u16> = front.into_iter().chain(std::iter::repeat_n(0, gap)).chain(back).collect();
    Some(joined(&all))
}

/// Groups of which the last may be an IPv4 address.
fn groups(text: &str) -> Option<Vec<u16>> {
    let (front, last) = text.rsplit_once(':').unwrap_or(("", text));
    let Some(v4) = parse_v4(last) else { return plain_groups(text) };
    let mut groups = if front.is_empty() { Vec::new() } else { plain_groups(front)? };
    let [a, b, c, d] = v4.to_be_bytes();
    groups.extend([u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d])]);
    Some(groups)
}

fn plain_groups(text: &str) -> Option<Vec<u16>> {
    text.split(':').map(|group| u16::try_from(digits(group, 16)?).ok()).collect()
}

fn joined(groups: &[u16]) -> u128 {
    groups.iter().fold(0, |bits, group| bits << 16 | u128::from(*group))
}

fn decimal(text: &str) -> Option<u32> {
    digits(text, 10)
}

/// Digits only: no sign, no space.
fn digits(text: &str, base: u32) -> Option<u32> {
    if text.starts_with('+') { None } else { u32::from_str_radix(text, base).ok() }
}
