//! Versions of modules and of the provider, and the constraints on them, as Terraform reads them.

use std::fmt;

/// A release: major, minor, patch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version([u64; 3]);

impl Version {
    /// Newer than every release.
    pub(super) const NEWEST: Self = Self([u64::MAX; 3]);

    /// What stands for all versions between the release before this one and this one.
    pub(super) fn just_below(self) -> Option<Self> {
        let last = self.0.iter().rposition(|number| *number > 0)?;
        let mut numbers = [u64::MAX; 3];
        numbers[..=last].copy_from_slice(&self.0[..=last]);
        numbers[last] -= 1;
        Some(Self(numbers))
    }

    /// Reads `1.2.3`, `1.2` or `1`, with or without `v` before it. There are no pre-releases.
    pub fn parse(text: &str) -> Option<Self> {
        Some(Self(parts(text)?.0))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self([major, minor, patch]) = self;
        write!(f, "{major}.{minor}.{patch}")
    }
}

/// A `version` argument: all of its conditions must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Constraint(Vec<Condition>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Condition {
    is: Is,
    than: Version,
    /// How many numbers are written.
    written: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Is {
    Equal,
    NotEqual,
    Greater,
    Less,
    AtLeast,
    AtMost,
    /// `~>`: only the last number that is written may grow.
    Near,
}

/// Longer ones before those that they begin with.
const OPERATORS: [(&str, Is); 7] = [
    ("!=", Is::NotEqual),
    (">=", Is::AtLeast),
    ("<=", Is::AtMost),
    ("~>", Is::Near),
    ("=", Is::Equal),
    (">", Is::Greater),
    ("<", Is::Less),
];

impl Constraint {
    /// Reads `>= 1.2, < 2.0`; nothing permits all. `None` if Terraform refuses it, or if it names
    /// a pre-release.
    pub(super) fn parse(text: Option<&str>) -> Option<Self> {
        let Some(text) = text else { return Some(Self(Vec::new())) };
        text.split(',').map(Condition::parse).collect::<Option<_>>().map(Self)
    }

    /// The versions where what is permitted begins or ends.
    pub(super) fn edges(&self) -> impl Iterator<Item = Version> + '_ {
        self.0.iter().flat_map(|condition| [condition.than, condition.last()])
    }

    pub(super) fn permits(&self, version: Version) -> bool {
        self.0.iter().all(|condition| condition.permits(version))
    }
}

impl Condition {
    /// The newest version that `~>` permits; else the one that is written.
    fn last(&self) -> Version {
        let mut last = self.than;
        if self.is == Is::Near {
            last.0[self.written - 1..].fill(u64::MAX);
        }
        last
    }

    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let operator = OPERATORS.iter().find(|(operator, _)| text.starts_with(operator));
        let (operator, is) = operator.copied().unwrap_or(("", Is::Equal));
        let (than, written) = parts(text[operator.len()..].trim_start())?;
        Some(Self { is, than: Version(than), written })
    }

    fn permits(self, version: Version) -> bool {
        match self.is {
            Is::Equal => version == self.than,
            Is::NotEqual => version != self.than,
            Is::Greater => version > self.than,
            Is::Less => version < self.than,
            Is::AtLeast => version >= self.than,
            Is::AtMost => version <= self.than,
            Is::Near => {
                let kept = self.written - 1;
                version >= self.than && version.0[..kept] == self.than.0[..kept]
            }
        }
    }
}

/// The numbers of a version, missing ones 0, and how many are written.
fn parts(text: &str) -> Option<([u64; 3], usize)> {
    let text = text.strip_prefix('v').unwrap_or(text);
    let mut numbers = [0; 3];
    let mut written = 0;
    for part in text.split('.') {
        let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        *numbers.get_mut(written)? = part.parse().ok().filter(|_| is_number)?;
        written += 1;
    }
    Some((numbers, written))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of some releases, those that a constraint permits.
    fn permitted(constraint: &str) -> Option<Vec<String>> {
        let releases = ["1.0.0", "1.2.0", "1.2.5", "1.3.0", "2.0.0"];
        let constraint = Constraint::parse(Some(constraint))?;
        let permitted = releases.into_iter().filter(|release| {
            let version = Version::parse(release);
            version.is_some_and(|version| constraint.permits(version))
        });
        Some(permitted.map(str::to_owned).collect())
    }

    #[test]
    fn each_operator_is_the_one_of_terraform() {
        let cases = [
            ("1.2.0", "1.2.0"),
            ("= v1.2", "1.2.0"),
            ("!= 1.2", "1.0.0 1.2.5 1.3.0 2.0.0"),
            ("> 1.2.0", "1.2.5 1.3.0 2.0.0"),
            (">=1.3", "1.3.0 2.0.0"),
            ("< 1.2", "1.0.0"),
            ("<= 1.2", "1.0.0 1.2.0"),
            ("~> 1.2.0", "1.2.0 1.2.5"),
            ("~> 1.2", "1.2.0 1.2.5 1.3.0"),
            ("~> 1", "1.0.0 1.2.0 1.2.5 1.3.0 2.0.0"),
            (" >= 1.1 , < 1.3 ", "1.2.0 1.2.5"),
            ("3.0.0", ""),
        ];
        for (constraint, expected) in cases {
            let permitted = permitted(constraint).map(|permitted| permitted.join(" "));
            assert_eq!(permitted.as_deref(), Some(expected), "{constraint}");
        }
    }

    #[test]
    fn what_terraform_refuses_permits_nothing() {
        for constraint in ["", "latest", "1.2.x", ">= ", "=> 1", "1.0.0-beta", "1.2,", "1..2"] {
            assert_eq!(permitted(constraint), None, "{constraint:?}");
        }
    }
}
