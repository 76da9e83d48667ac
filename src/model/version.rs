//! Versions of Kubernetes, as ACK writes them.

use super::attr::{Attr, Open};
use crate::eval::Why;
use std::sync::Arc;

/// As much of a version of Kubernetes as decides anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// `1` of `1.34.1-aliyun.1`.
    pub major: u64,
    /// `34` of `1.34.1-aliyun.1`.
    pub minor: u64,
}

impl Version {
    /// The version that a text stands for: `1.34.1-aliyun.1`, `1.31`; none if it is no version.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let mut parts = text.strip_prefix('v').unwrap_or(text).split(['.', '-']);
        let mut number = || {
            let part = parts.next().filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
            part?.parse().ok()
        };
        Some(Self { major: number()?, minor: number()? })
    }

    /// Whether it is Kubernetes 1 with this minor version, or later.
    pub fn has_minor(self, minor: u64) -> bool {
        self >= Self { major: 1, minor }
    }

    /// The version that a cluster states; `None` where it states none, which makes the newest.
    ///
    /// # Errors
    /// If it is not known, or no version.
    pub fn of(attr: &Attr<Arc<str>>) -> Result<Option<Self>, Open> {
        let version = attr.clone().and_then(|text| {
            Self::parse(&text)
                .ok_or_else(|| Why::Untold(format!("{text} is no version of Kubernetes").into()))
        });
        Ok(version.get()?.copied())
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_ack_writes_them() {
        let minor = |text: &str| Version::parse(text).map(|version| (version.major, version.minor));
        assert_eq!(minor("1.34.1-aliyun.1"), Some((1, 34)));
        assert_eq!(minor("1.31"), Some((1, 31)));
        assert_eq!(minor("1.22-aliyun.1"), Some((1, 22)));
        assert_eq!(minor("v1.9.3"), Some((1, 9)));
        for text in ["", "1", "1.", "newest", "1.x", "1.+3", "-1.31"] {
            assert_eq!(minor(text), None, "{text}");
        }
        assert!(Version::parse("1.9") < Version::parse("1.22"), "numbers, not text");
    }
}
