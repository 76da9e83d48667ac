//! Who rests on a literal: all whose value it is, or is made of it.

use crate::eval::{Effect, OriginId, Text, Traced, Trails, Value};
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// An attribute of a resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct User {
    root: u32,
    address: String,
    pub(super) attribute: String,
    /// Whether the literal is its value, and not only something that it is made of.
    pub(super) direct: bool,
}

impl User {
    /// One whose value the literal is.
    pub(super) fn new(root: u32, address: String, attribute: &str) -> Self {
        Self { root, address, attribute: attribute.to_owned(), direct: true }
    }

    /// What tells its resource from all others.
    pub(super) fn key(&self) -> (u32, String) {
        (self.root, self.address.clone())
    }

    /// Whether both are of one resource.
    pub(super) fn is_of(&self, other: &Self) -> bool {
        self.root == other.root && self.address == other.address
    }
}

/// Who rests on which literal.
pub(super) struct Users<'t> {
    trails: &'t Trails,
    literals: BTreeSet<Span>,
    /// What a value is made of, of these literals.
    known: HashMap<OriginId, BTreeSet<Span>>,
    found: BTreeMap<Span, BTreeSet<User>>,
}

impl<'t> Users<'t> {
    /// Looks through all that roots make.
    pub(super) fn of(
        trails: &'t Trails,
        effects: &[Vec<Effect>],
        literals: BTreeSet<Span>,
    ) -> Self {
        let mut this = Self { trails, literals, known: HashMap::new(), found: BTreeMap::new() };
        for (root, effects) in (0..).zip(effects) {
            // a condition need not have the value, but hold: `Whole::comes_of` sees to that
            for Effect { of, attribute, value, .. } in effects.iter().filter(|it| !it.is_condition)
            {
                this.look(value, &User::new(root, of.to_string(), attribute));
            }
        }
        this
    }

    /// Those that rest on a literal.
    pub(super) fn of_literal(&self, literal: Span) -> impl Iterator<Item = &User> {
        self.found.get(&literal).into_iter().flatten()
    }

    fn look(&mut self, value: &Traced, user: &User) {
        let place = self.trails.of(value.origin).place(value.origin);
        let own = self.trails.hop(place).span;
        for literal in self.made_of(value.origin) {
            let user = User { direct: literal == own, ..user.clone() };
            self.found.entry(literal).or_default().insert(user);
        }
        match &value.value {
            Value::Sequence(_, items) => items.iter().for_each(|item| self.look(item, user)),
            Value::Several(several) => self.look(&several.like, user),
            Value::Mapping(mapping) => {
                for (key, entry) in &mapping.entries {
                    let user = User { attribute: key.to_string(), ..user.clone() };
                    self.look(entry, &user);
                }
            }
            Value::Text(Text::Symbolic(pieces)) => {
                for piece in pieces.iter() {
                    if let crate::eval::Piece::Unknown(piece) = piece {
                        self.look(piece, user);
                    }
                }
            }
            _ => {}
        }
    }

    fn made_of(&mut self, id: OriginId) -> BTreeSet<Span> {
        if let Some(known) = self.known.get(&id) {
            return known.clone();
        }
        let trails = self.trails;
        let hop = trails.hop(id);
        let mut of: BTreeSet<Span> = self.literals.get(&hop.span).copied().into_iter().collect();
        for from in &hop.from {
            of.append(&mut self.made_of(*from));
        }
        self.known.insert(id, of.clone());
        of
    }
}
