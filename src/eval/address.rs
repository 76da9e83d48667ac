//! Terraform's addresses, instance keys included, and references to what the cloud decides.

use crate::syntax::Name;
use std::fmt;
use std::sync::Arc;

/// Which instance of a block with `count` or `for_each`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// The block has neither.
    None,
    /// `[0]`
    Index(u64),
    /// `["a"]`
    Text(Name),
    /// `[*]`: how many there are is not known; this one stands for all.
    Any,
}

/// A module call in an address, instance key included.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Step {
    /// The name of the call.
    pub name: Name,
    /// Which instance.
    pub key: Key,
}

/// The full address of a resource or data source: `module.a["x"].alicloud_vpc.this[0]`.
///
/// Ordered part by part, names as text and indexes as numbers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address {
    /// The module calls that lead to it, outermost first.
    pub module: Arc<[Step]>,
    /// Whether it is a data source.
    pub data: bool,
    /// Its type, `alicloud_vpc`.
    pub kind: Name,
    /// Its name.
    pub name: Name,
    /// Which instance.
    pub key: Key,
}

/// A value that the cloud decides: an attribute of a resource or data source.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reference {
    /// The number of the root: equal addresses of two roots are two resources.
    pub root: u32,
    /// Whose attribute it is.
    pub address: Arc<Address>,
    /// Which, as written: `.id`, `.zones[0].id`; empty for the resource itself.
    pub path: Arc<str>,
}

impl Address {
    /// Whether its existence is certain: no `[*]` anywhere.
    pub fn is_certain(&self) -> bool {
        self.key != Key::Any && self.module.iter().all(|step| step.key != Key::Any)
    }

    /// Whether both may be one: equal, but for keys that are `[*]` on either side.
    pub fn may_be(&self, other: &Self) -> bool {
        let same = |a: &Key, b: &Key| a == b || *a == Key::Any || *b == Key::Any;
        let steps = self.module.iter().zip(other.module.iter());
        (self.data, &self.kind, &self.name) == (other.data, &other.kind, &other.name)
            && self.module.len() == other.module.len()
            && steps.clone().all(|(a, b)| a.name == b.name && same(&a.key, &b.key))
            && same(&self.key, &other.key)
    }
}

impl Reference {
    /// What a step further in is: `.name`, `[0]`, `[*]`.
    #[must_use]
    pub fn then(&self, step: &str) -> Self {
        let path = format!("{}{step}", self.path).into();
        Self { root: self.root, address: Arc::clone(&self.address), path }
    }

    /// Whether it is one value: no `[*]` anywhere.
    pub fn is_certain(&self) -> bool {
        self.address.is_certain() && !self.path.contains("[*]")
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Index(index) => write!(f, "[{index}]"),
            Self::Text(key) => write!(f, "[{}]", quoted(key)),
            Self::Any => f.write_str("[*]"),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "module.{}{}", self.name, self.key)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in self.module.iter() {
            write!(f, "{step}.")?;
        }
        let data = if self.data { "data." } else { "" };
        write!(f, "{data}{}.{}{}", self.kind, self.name, self.key)
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.address, self.path)
    }
}

/// A string as Terraform writes it in an address.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '$' | '%' if characters.peek() == Some(&'{') => out.extend([character; 2]),
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}
