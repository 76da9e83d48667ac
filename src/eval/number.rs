//! placeholder until the exact type lands
use std::fmt;
/// A number.
#[derive(Debug, Clone, PartialEq, PartialOrd)]
pub struct Number(f64);
impl Eq for Number {}
impl Number {
    /// parse
    pub fn parse(t: &str) -> Option<Self> {
        t.parse().ok().map(Self)
    }
    /// a
    pub fn add(&self, o: &Self) -> Option<Self> {
        Some(Self(self.0 + o.0))
    }
    /// a
    pub fn sub(&self, o: &Self) -> Option<Self> {
        Some(Self(self.0 - o.0))
    }
    /// a
    pub fn mul(&self, o: &Self) -> Option<Self> {
        Some(Self(self.0 * o.0))
    }
    /// a
    pub fn div(&self, o: &Self) -> Option<Self> {
        Some(Self(self.0 / o.0))
    }
    /// a
    pub fn rem(&self, o: &Self) -> Option<Self> {
        Some(Self(self.0 % o.0))
    }
    /// a
    pub fn neg(&self) -> Self {
        Self(-self.0)
    }
    /// a
    pub fn to_i64(&self) -> Option<i64> {
        (self.0.fract() == 0.0).then_some(self.0 as i64)
    }
    /// a
    pub fn to_u64(&self) -> Option<u64> {
        (self.0.fract() == 0.0 && self.0 >= 0.0).then_some(self.0 as u64)
    }
    /// a
    pub fn to_usize(&self) -> Option<usize> {
        self.to_u64().map(|n| n as usize)
    }
    /// a
    pub fn is_integer(&self) -> bool {
        self.0.fract() == 0.0
    }
}
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
impl From<u64> for Number {
    fn from(n: u64) -> Self {
        Self(n as f64)
    }
}
impl From<i64> for Number {
    fn from(n: i64) -> Self {
        Self(n as f64)
    }
}
impl From<usize> for Number {
    fn from(n: usize) -> Self {
        Self(n as f64)
    }
}
