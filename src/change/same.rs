//! Whether two values are the same, as the provider compares them.

use super::identity::Identities;
use super::read::{is_absent, scalar};
use super::way::Leaf;
use crate::eval::{
    Mapping, MappingKind, Piece, Reference, Resource, Text, Traced, Type, Unknown, Value, Why,
    equal,
};
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
            (Value::Null(_), Value::Null(_)) => Verdict::Same,
            (one, other)
                if (is_open(one) || is_open(other))
                    && self.same_way(before.origin, after.origin, Leaf::Nothing) =>
            {
                Verdict::Same
            }
            (Value::Sequence(_, one), Value::Sequence(_, other)) => {
                if ordered {
                    self.in_order(one, other)
                } else {
                    self.in_any_order(one, other)
                }
            }
            (Value::Mapping(one), Value::Mapping(other)) => match (&one.kind, &other.kind) {
                (MappingKind::Resource(before), MappingKind::Resource(it))
                    if self.now(&before.address) != it.address
                        || before.path != it.path
                        || self.altered.contains(&it.address) =>
                {
                    let why = Why::Reference(it.clone());
                    Verdict::Open(Open { why, origin: after.origin })
                }
                _ => self.mappings(one, other, ordered),
            },
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
                    Verdict::Same => {
                        let leaf = Leaf::of(&one.why, &other.why);
                        self.unless_same_way(before, after, &other.why, leaf)
                    }
                    verdict => verdict,
                }
            }
            (Value::Unknown(one), Value::Unknown(other)) => {
                self.unknowns(one, other, (before, after))
            }
            (Value::Unknown(one), _) => self.one_unknown(one, before, after, Side::Before),
            (_, Value::Unknown(other)) => self.one_unknown(other, after, before, Side::After),
            _ if never_equal(&before.value, &after.value) => Verdict::Differs,
            _ => match after.value.why_unknown().or_else(|| before.value.why_unknown()) {
                Some(why) => self.unless_same_way(before, after, &why, Leaf::Nothing),
                None => Verdict::Differs,
            },
        }
    }

    fn unless_same_way(&self, before: &Traced, after: &Traced, why: &Why, leaf: Leaf) -> Verdict {
        if self.same_way(before.origin, after.origin, leaf) {
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
            (Some(one), Some(other)) if is_unset(&one.value) && is_unset(&other.value) => {
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
        if self.same_way(before.origin, after.origin, Leaf::Nothing) {
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
        let why = why.unwrap_or(Why::Budget("alternatives"));
        self.unless_same_way(before, after, &why, Leaf::Nothing)
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
                self.unless_same_way(all.0, all.1, &why, Leaf::Nothing)
            }
        }
    }

    fn unknowns(&self, one: &Unknown, other: &Unknown, all: (&Traced, &Traced)) -> Verdict {
        if let (Why::Reference(before), Why::Reference(after)) = (&one.why, &other.why) {
            return self.references(before, after, all);
        }
        // whoever gives a variable its value from outside gives it the same one again
        let leaf = Leaf::of(&one.why, &other.why);
        self.unless_same_way(all.0, all.1, &other.why, leaf)
    }

    /// Whether two references are the same value: the same attribute of the same resource is.
    fn references(
        &self,
        before: &Reference,
        after: &Reference,
        all: (&Traced, &Traced),
    ) -> Verdict {
        let why = Why::Reference(after.clone());
        if before.path.contains("[?]") || after.path.contains("[?]") {
            return self.unless_same_way(all.0, all.1, &why, Leaf::Nothing);
        }
        let now = self.now(&before.address);
        let open = |why| Verdict::Open(Open { why, origin: all.1.origin });
        if now == after.address {
            return match () {
                () if before.path != after.path => open(why),
                () if self.altered.contains(&now) => open(otherwise_asked(after)),
                () => Verdict::Same,
            };
        }
        let ids = &*before.path == ".id" && &*after.path == ".id";
        let (one, other) = (&now.kind, &after.address.kind);
        let alike = one == other || is_cluster(one) && is_cluster(other);
        let managed = !now.data && !after.address.data && alike;
        let certain = before.is_certain() && after.is_certain();
        if certain && ids && managed && self.imported(after).is_none() {
            Verdict::Differs
        } else {
            open(why)
        }
    }

    /// Why there may be other instances: what decides their number is not known, and may not be
    /// what it was.
    pub(super) fn number(&self, before: &Resource, after: &Resource) -> Option<Open> {
        let (was, is) = (&before.counted, &after.counted);
        let other = was.iter().zip(is).find_map(|(was, is)| match self.compare(was, is, true) {
            Verdict::Same => None,
            Verdict::Differs => {
                let why = is.value.why_unknown().unwrap_or(Why::Budget("instances"));
                Some(Open { why, origin: is.origin })
            }
            Verdict::Open(open) => Some(open),
        });
        let fewer = || Some((after.maybe.clone()?, after.counted.last()?.origin));
        let fewer = fewer().filter(|_| was.len() < is.len());
        other.or_else(|| fewer.map(|(why, origin)| Open { why, origin }))
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

/// Why the answer of what is asked something else is not known.
fn otherwise_asked(reference: &Reference) -> Why {
    let what = if &*reference.address.kind == "module" {
        let calls: Vec<String> = reference.address.module.iter().map(ToString::to_string).collect();
        format!("the inputs of {}, which is not read,", calls.join("."))
    } else {
        format!("the arguments of {}", reference.address)
    };
    Why::Untold(format!("{what} change: what it answers now may be something else").into())
}

/// Whether it holds an unknown number of items.
fn is_open(value: &Value) -> bool {
    match value {
        Value::Sequence(_, items) => items.iter().any(|item| several(item).is_some()),
        Value::Mapping(mapping) => mapping.rest.is_some(),
        _ => false,
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
