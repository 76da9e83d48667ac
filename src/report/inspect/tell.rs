//! Values of the evaluation to what is shown of them.

use super::{Names, Shown, What};
use crate::eval::{
    Mapping, MappingKind, Mark, Name, Number, OriginId, Origins, Piece, Several, Text, Traced,
    Value, Why,
};
use crate::report::view::Note;
use crate::report::way;
use crate::source::SourceMap;
use serde_json::Value as Json;
use std::cell::Cell;
use std::collections::BTreeMap;

/// How much is written out for a root: a value counts one, and one for each value that it lies in,
/// for each step of its way and for each 64 bytes of its text. What a few lines double again and
/// again is shared in memory, but not on paper.
const LIMIT: usize = 100_000;

/// Tells what the values of a root are.
pub(crate) struct Teller<'t> {
    sources: &'t SourceMap,
    origins: &'t Origins,
    left: Cell<usize>,
    depth: Cell<usize>,
}

impl<'t> Teller<'t> {
    /// Of a root whose evaluation has ended.
    pub(crate) fn new(sources: &'t SourceMap, origins: &'t Origins) -> Self {
        Self { sources, origins, left: Cell::new(LIMIT), depth: Cell::new(0) }
    }

    /// All of some names.
    pub(crate) fn names(&self, values: &BTreeMap<Name, Traced>) -> Names {
        values.iter().map(|(name, value)| (name.to_string(), self.shown(value))).collect()
    }

    /// What is not known, and why.
    pub(crate) fn unknown(&self, why: &Why, origin: OriginId) -> Shown {
        let what = What::Unknown { why: why.to_string(), among: Vec::new() };
        sparing(Shown { what, way: self.way(origin), sensitive: false })
    }

    fn way(&self, origin: OriginId) -> Vec<Note> {
        way::of(self.sources, self.origins, origin)
    }

    fn shown(&self, traced: &Traced) -> Shown {
        let text = traced.value.as_str().map_or(0, str::len) / 64;
        match self.left.get().checked_sub(1 + self.depth.get() + text) {
            Some(left) => {
                let way = self.way(traced.origin);
                self.left.set(left.saturating_sub(way.len()));
                self.depth.set(self.depth.get() + 1);
                let what = self.what(&traced.value);
                self.depth.set(self.depth.get() - 1);
                sparing(Shown { what, way, sensitive: traced.origin.mark == Mark::Sensitive })
            }
            None => self.reason(&Why::Budget("what one root can show")).into(),
        }
    }

    fn what(&self, value: &Value) -> What {
        match value {
            Value::Null(_) => What::Scalar(Json::Null),
            Value::Bool(value) => What::Scalar(Json::Bool(*value)),
            Value::Number(value) => What::Scalar(number(value)),
            Value::Text(Text::Plain(text)) => What::Scalar(Json::from(&**text)),
            Value::Text(Text::Symbolic(pieces)) => What::Symbol {
                text: format!("\"{}\"", pieces.iter().map(piece).collect::<String>()),
                why: value.why_unknown().map(|why| why.to_string()).unwrap_or_default(),
            },
            Value::Sequence(_, items) => {
                What::Sequence(items.iter().map(|item| self.shown(item)).collect())
            }
            Value::Mapping(mapping) => self.mapping(mapping),
            Value::Unknown(unknown) => self.reason(&unknown.why),
            Value::Several(several) => self.several(several),
        }
    }

    fn mapping(&self, mapping: &Mapping) -> What {
        if let MappingKind::Resource(reference) = &mapping.kind {
            let why = Why::Reference(reference.clone());
            return What::Symbol { text: reference.to_string(), why: why.to_string() };
        }
        let entries = mapping.entries.iter();
        let entries = entries.map(|(key, entry)| (key.to_string(), self.shown(entry))).collect();
        What::Mapping { entries, rest: mapping.rest.as_ref().map(|rest| rest.why.to_string()) }
    }

    fn several(&self, several: &Several) -> What {
        let why = several.why.to_string();
        What::Several { like: Box::new(self.shown(&several.like)), why }
    }

    fn reason(&self, why: &Why) -> What {
        match why {
            Why::Reference(reference) => {
                What::Symbol { text: reference.to_string(), why: why.to_string() }
            }
            Why::Alternatives(among, _) => What::Unknown {
                why: why.to_string(),
                among: among.iter().map(|one| self.shown(one)).collect(),
            },
            _ => What::Unknown { why: why.to_string(), among: Vec::new() },
        }
    }
}

/// A symbol says by its name which resource it is of, and needs no way from there; what is not
/// known is written nowhere.
fn sparing(mut shown: Shown) -> Shown {
    let starts = shown.way.first().is_some_and(|first| first.message == way::WRITTEN);
    match &shown.what {
        What::Symbol { text, .. } => {
            if starts && shown.way.len() > 1 {
                shown.way.remove(0);
            }
            let itself = format!("passed as {text}");
            for note in shown.way.iter_mut().filter(|note| note.message == itself) {
                note.message.clear();
            }
        }
        What::Unknown { .. } if starts => shown.way[0].message.clear(),
        _ => {}
    }
    shown
}

/// A piece of a string as a template has it.
fn piece(piece: &Piece) -> String {
    match piece {
        Piece::Literal(text) => {
            let quoted = Json::from(&**text).to_string();
            quoted[1..quoted.len() - 1].replace("${", "$${").replace("%{", "%%{")
        }
        Piece::Unknown(value) => match &value.value {
            Value::Unknown(unknown) => format!("${{{}}}", name(&unknown.why)),
            _ => "${…}".to_owned(),
        },
        Piece::Joined { separator, items } => {
            let like = match &items.like.value {
                Value::Unknown(unknown) => name(&unknown.why),
                _ => "…".to_owned(),
            };
            format!("${{join({}, {like})}}", Json::from(&**separator))
        }
    }
}

/// What a value that is not known would be called in a template.
fn name(why: &Why) -> String {
    match why {
        Why::Reference(reference) => reference.to_string(),
        Why::NoValue(name) => name.to_string(),
        _ => "…".to_owned(),
    }
}

fn number(number: &Number) -> Json {
    let text = number.to_string();
    text.parse::<serde_json::Number>().map_or_else(|_| Json::from(text), Json::Number)
}
