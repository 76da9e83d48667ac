//! Whether two values are the same, as the provider compares them.

use super::identity::Identities;
use super::read::{is_absent, scalar};
use crate::eval::{Mapping, Piece, Reference, Text, Traced, Type, Unknown, Value, Why, equal};
use crate::model::{Open, is_cluster};

/// Whether something is the same.
#[derive(Debug, Clone)]
pub(super) enum Verdict {
    Same,
    Differs,
    Open(Open),
}

impl Verdict {
    /// Of several parts: different if one is, else open if one is.
    fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut joined = Self::Same;
        for part in parts {
            match (&joined, &part) {
                (_, Self::Differs) => return Self::Differs,
                (Self::Same, Self::Open(_)) => joined = part,
                _ => {}
            }
        }
        joined
    }
}

/// How many pairs of items of two lists are compared.
const PAIRS: usize = 1_000_000;

impl Identities<'_> {
    /// Whether two values that are both there are the same.
    pub(super) fn compare(&self, before: &Traced, after: &Traced, ordered: bool) -> Verdict {
        if let (Some(one), Some(other)) = (scalar(&before.value), scalar(&after.value)) {
            return if one == other { Verdict::Same } else { Verdict::Differs };
        }
        match (&before.value, &after.value) {
            (Value::Sequence(_, one), Value::Sequence(_, other)) => {
                if ordered {
                    self.in_order(one, other)
                } else {
                    self.in_any_order(one, other)
                }
            }
            (Value::Mapping(one), Value::Mapping(other)) => self.mappings(one, other, ordered),
            (Value::Unknown(one), _) if matches!(one.why, Why::Alternatives(..)) => {
                self.ways(before, after, ordered)
            }
            (_, Value::Unknown(other)) if matches!(other.why, Why::Alternatives(..)) => {
                self.ways(before, after, ordered)
            }
            (Value::Text(Text::Symbolic(one)), Value::Text(Text::Symbolic(other))) => {
                self.texts(one, other, (before, after))
            }
            (Value::Several(one), Value::Several(other)) => {
                match self.compare(&one.like, &other.like, ordered) {
                    Verdict::Same => self.unless_same_way(before, after, &other.why),
                    other => other,
                }
            }
            (Value::Unknown(one), Value::Unknown(other)) => {
                self.unknowns(one, other, (before, after))
            }
            (Value::Unknown(one), _) => self.one_unknown(one, before, after, Side::Before),
            (_, Value::Unknown(other)) => self.one_unknown(other, after, before, Side::After),
            _ if never_equal(&before.value, &after.value) => Verdict::Differs,
            _ => match after.value.why_unknown().or_else(|| before.value.why_unknown()) {
                Some(why) => self.unless_same_way(before, after, &why),
                None => Verdict::Differs,
            },
        }
    }

    fn unless_same_way(&self, before: &Traced, after: &Traced, why: &Why) -> Verdict {
        if self.ways.is_some_and(|ways| ways.same(before.origin, after.origin)) {
            return Verdict::Same;
        }
        let why = match why {
            // told here once: the choice is not made again
            Why::Alternatives(..) => Why::Untold(why.to_string().into()),
            other => other.clone(),
        };
        Verdict::Open(Open { why, origin: after.origin })
    }

    fn in_order(&self, before: &[Traced], after: &[Traced]) -> Verdict {
        let open = before.iter().chain(after).find_map(several);
        match open {
            None if before.len() != after.len() => Verdict::Differs,
            Some(open) if before.len() != after.len() => Verdict::Open(open),
            _ => Verdict::all(before.iter().zip(after).map(|(b, a)| self.compare(b, a, true))),
        }
    }

    /// Each of one must be among the other; repeated ones count once.
    fn in_any_order(&self, before: &[Traced], after: &[Traced]) -> Verdict {
        if before.len().saturating_mul(after.len()) > PAIRS {
            let origin = after.iter().chain(before).map(|item| item.origin).next();
            let open = |origin| Open { why: Why::Budget("items that are compared"), origin };
            return origin.map_or(Verdict::Same, |origin| Verdict::Open(open(origin)));
        }
        // each pair once: what they hold is compared in the same way
        let row = |b: &Traced| after.iter().map(|a| self.compare(b, a, false)).collect();
        let verdicts: Vec<Vec<Verdict>> = before.iter().map(row).collect();
        let same = |b: usize, a: usize| matches!(verdicts[b][a], Verdict::Same);
        let (befores, afters) = (0..before.len(), 0..after.len());
        let left: Vec<usize> =
            befores.clone().filter(|b| !afters.clone().any(|a| same(*b, a))).collect();
        let new: Vec<usize> = afters.filter(|a| !befores.clone().any(|b| same(b, *a))).collect();
        if left.is_empty() && new.is_empty() {
            return Verdict::Same;
        }
        // one that certainly has no counterpart decides
        let differ = |b: usize, a: usize| {
            several(&before[b]).is_none()
                && several(&after[a]).is_none()
                && matches!(verdicts[b][a], Verdict::Differs)
        };
        let gone = |b: &usize| several(&before[*b]).is_none() && new.iter().all(|a| differ(*b, *a));
        let come = |a: &usize| several(&after[*a]).is_none() && left.iter().all(|b| differ(*b, *a));
        if left.iter().any(gone) || new.iter().any(come) {
            return Verdict::Differs;
        }
        let (left, new) =
            (left.into_iter().map(|b| &before[b]), new.into_iter().map(|a| &after[a]));
        let (left, new): (Vec<&Traced>, Vec<&Traced>) = (left.collect(), new.collect());
        let reason = |item: &&Traced| {
            let why = item.value.why_unknown()?;
            Some(Open { why, origin: item.origin })
        };
        let open = new.iter().find_map(reason).or_else(|| left.iter().find_map(reason));
        open.map_or(Verdict::Differs, Verdict::Open)
    }

    fn mappings(&self, before: &Mapping, after: &Mapping, ordered: bool) -> Verdict {
        let keys = before.entries.keys().chain(after.entries.keys());
        let parts = keys.map(|key| match (before.entries.get(key), after.entries.get(key)) {
            (Some(one), Some(other)) if is_absent(&one.value) && is_absent(&other.value) => {
                Verdict::Same
            }
            (Some(one), Some(other)) => self.compare(one, other, ordered),
            (Some(one), None) | (None, Some(one)) if is_unset(&one.value) => Verdict::Same,
            _ => Verdict::Differs,
        });
        let rest = after.rest.as_ref().or(before.rest.as_ref());
        let rest = rest
            .map(|rest| Verdict::Open(Open { why: rest.why.clone(), origin: rest.like.origin }));
        Verdict::all(parts.chain(rest))
    }

    /// In each way in which conditions can turn out.
    fn ways(&self, before: &Traced, after: &Traced, ordered: bool) -> Verdict {
        if self.ways.is_some_and(|ways| ways.same(before.origin, after.origin)) {
            return Verdict::Same;
        }
        let (one, other) = (options(before), options(after));
        let all: Vec<Verdict> =
            one.iter().flat_map(|b| other.iter().map(|a| self.compare(b, a, ordered))).collect();
        if all.iter().all(|verdict| matches!(verdict, Verdict::Differs)) {
            return Verdict::Differs;
        }
        if all.iter().all(|verdict| matches!(verdict, Verdict::Same)) {
            return Verdict::Same;
        }
        let why = after.value.why_unknown().or_else(|| before.value.why_unknown());
        self.unless_same_way(before, after, &why.unwrap_or(Why::Budget("alternatives")))
    }

    /// Texts with pieces that are not known: `172.${random_integer.a.result}.0.0/20`.
    fn texts(&self, one: &[Piece], other: &[Piece], all: (&Traced, &Traced)) -> Verdict {
        let mut literals = true;
        let mut unknowns = one.len() == other.len();
        for pair in one.iter().zip(other) {
            match pair {
                (Piece::Literal(one), Piece::Literal(other)) => literals &= one == other,
                (Piece::Unknown(one), Piece::Unknown(other)) => {
                    unknowns &= matches!(self.compare(one, other, true), Verdict::Same);
                }
                _ => unknowns = false,
            }
        }
        match (unknowns, literals) {
            (true, true) => Verdict::Same,
            (true, false) => Verdict::Differs,
            _ => {
                let why = all.1.value.why_unknown().unwrap_or(Why::Budget("pieces of a text"));
                self.unless_same_way(all.0, all.1, &why)
            }
        }
    }

    fn unknowns(&self, one: &Unknown, other: &Unknown, all: (&Traced, &Traced)) -> Verdict {
        if let (Why::Reference(before), Why::Reference(after)) = (&one.why, &other.why) {
            match self.references(before, after) {
                Some(true) => return Verdict::Same,
                Some(false) => return Verdict::Differs,
                None => {}
            }
        }
        // whoever gives a variable its value from outside gives it the same one again
        if matches!(&one.why, Why::NoValue(_)) && one.why == other.why {
            return Verdict::Same;
        }
        self.unless_same_way(all.0, all.1, &other.why)
    }

    /// Whether two references are the same value, if that is certain.
    fn references(&self, before: &Reference, after: &Reference) -> Option<bool> {
        if !before.is_certain() || !after.is_certain() {
            return None;
        }
        let now = self.now(&before.address);
        if now == after.address {
            return (before.path == after.path).then_some(true);
        }
        let ids = &*before.path == ".id" && &*after.path == ".id";
        let (one, other) = (&now.kind, &after.address.kind);
        let alike = one == other || is_cluster(one) && is_cluster(other);
        let managed = !now.data && !after.address.data && alike;
        (ids && managed && self.imported(after).is_none()).then_some(false)
    }

    /// One side is known, the other is not.
    fn one_unknown(&self, one: &Unknown, it: &Traced, known: &Traced, side: Side) -> Verdict {
        if let (Why::Reference(reference), Side::After) = (&one.why, side) {
            if let (Some(id), Some(text)) = (self.imported(reference), scalar(&known.value)) {
                return if id == text { Verdict::Same } else { Verdict::Differs };
            }
            if self.is_new(reference) && &*reference.path == ".id" {
                return Verdict::Differs;
            }
        }
        if never_equal(&it.value, &known.value) {
            return Verdict::Differs;
        }
        Verdict::Open(Open { why: one.why.clone(), origin: it.origin })
    }
}

/// Whether two strings differ whatever their unknown parts are; values of other types are
/// converted by whoever takes them.
fn never_equal(one: &Value, other: &Value) -> bool {
    let may_be_text = |value: &Value| match value {
        Value::Text(_) => true,
        Value::Unknown(unknown) => matches!(unknown.ty, Type::String | Type::Dynamic),
        _ => false,
    };
    may_be_text(one) && may_be_text(other) && equal(one, other) == Some(false)
}

/// Which side is not known.
#[derive(Clone, Copy)]
enum Side {
    Before,
    After,
}

/// The values that one may turn out to be.
fn options(value: &Traced) -> Vec<Traced> {
    match &value.value {
        Value::Unknown(unknown) => match &unknown.why {
            Why::Alternatives(options, _) => options.to_vec(),
            _ => vec![value.clone()],
        },
        _ => vec![value.clone()],
    }
}

fn several(item: &Traced) -> Option<Open> {
    match &item.value {
        Value::Several(several) => Some(Open { why: several.why.clone(), origin: item.origin }),
        _ => None,
    }
}

/// Absent, or a switch that is off.
fn is_unset(value: &Value) -> bool {
    is_absent(value) || scalar(value).as_deref() == Some("false")
}
