//! A text of one or several YAML documents, as Kubernetes manifests are, to values; what is not
//! known of the text is not known of the values.

use super::super::super::types::Type;
use super::super::super::value::{Mapping, MappingKind, Piece, Several, Text, Traced, Value, Why};
use super::super::pieces::Pieces;
use super::decode;
use crate::syntax::Name;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Begins and ends what stands in the text for a piece that is not known.
const HOLE: [char; 2] = ['\u{e000}', '\u{e001}'];

/// The documents of a text, those that hold nothing left out; for one that cannot be read, why.
///
/// # Errors
/// If the text is not known, or is no text.
pub fn documents(text: &Traced) -> Result<Vec<Result<Traced, Why>>, Why> {
    let (whole, holes): (String, &[Piece]) = match &text.value {
        Value::Text(Text::Plain(text)) => (text.to_string(), &[]),
        Value::Text(Text::Symbolic(pieces)) => (with_holes(pieces), pieces),
        value => {
            let why = value.why_unknown();
            return Err(why.unwrap_or(Why::Untold("this is no text of YAML".into())));
        }
    };
    let read = |document: &String| {
        let value = decode::decode(text.origin, document);
        let first = holes.iter().find_map(why);
        match (value, first) {
            (Ok(value), _) => Ok(filled(&value, holes)),
            // perhaps it can be read once the holes are filled
            (Err(_), Some(why)) if document.contains(HOLE[0]) => Err(why),
            (Err(refusal), _) => {
                Err(Why::Untold(format!("the YAML cannot be read: {}", refusal.message).into()))
            }
        }
    };
    Ok(split(&whole).iter().map(read).collect())
}

/// The documents of a text, each as a text, what is not known of it included; `None` if the text is
/// not known.
pub(in crate::eval) fn split_documents(text: &Traced) -> Option<Vec<Traced>> {
    let (whole, holes): (String, &[Piece]) = match &text.value {
        Value::Text(Text::Plain(text)) => (text.to_string(), &[]),
        Value::Text(Text::Symbolic(pieces)) => (with_holes(pieces), pieces),
        _ => return None,
    };
    let made = |document: &String| {
        let mut pieces = Pieces::default();
        for part in document.split_inclusive(HOLE[1]) {
            let (known, hole) = part.split_once(HOLE[0]).unwrap_or((part, ""));
            pieces.literal(known);
            let number = hole.trim_end_matches(HOLE[1]).parse::<usize>().ok();
            number.and_then(|number| holes.get(number)).iter().for_each(|hole| pieces.piece(hole));
        }
        Traced::new(pieces.finish(), text.origin)
    };
    Some(split(&whole).iter().map(made).collect())
}

/// Documents, parted where a line begins with `---`.
fn split(text: &str) -> Vec<String> {
    let mut documents = vec![String::new()];
    for line in text.split_inclusive('\n') {
        let rest = line.strip_prefix("---");
        let marks =
            rest.is_some_and(|rest| rest.trim_end().is_empty() || rest.starts_with([' ', '\t']));
        if marks {
            documents.push(String::new());
        }
        if let Some(document) = documents.last_mut() {
            document.push_str(line);
        }
    }
    documents.retain(|document| document.lines().any(holds_something));
    documents
}

fn holds_something(line: &str) -> bool {
    let line = line.trim_start_matches("---").trim();
    !line.is_empty() && line != "..." && !line.starts_with('#')
}

fn with_holes(pieces: &[Piece]) -> String {
    let piece = |(at, piece): (usize, &Piece)| match piece {
        Piece::Literal(text) => text.replace(HOLE, ""),
        _ => format!("{}{at}{}", HOLE[0], HOLE[1]),
    };
    pieces.iter().enumerate().map(piece).collect()
}

fn why(piece: &Piece) -> Option<Why> {
    match piece {
        Piece::Literal(_) => None,
        Piece::Unknown(value) => value.value.why_unknown(),
        Piece::Joined { items, .. } => Some(items.why.clone()),
    }
}

/// A value in which what is not known stands where the holes are.
fn filled(value: &Traced, holes: &[Piece]) -> Traced {
    let filled_value = match &value.value {
        Value::Text(Text::Plain(text)) if text.contains(HOLE[0]) => {
            return hole(text, value, holes);
        }
        Value::Sequence(kind, items) => {
            let items = items.iter().map(|item| filled(item, holes)).collect();
            Value::Sequence(kind.clone(), Arc::new(items))
        }
        Value::Mapping(mapping) => Value::Mapping(Arc::new(entries(mapping, holes))),
        _ => return value.clone(),
    };
    Traced::new(filled_value, value.origin)
}

fn entries(mapping: &Mapping, holes: &[Piece]) -> Mapping {
    let mut entries: BTreeMap<Name, Traced> = BTreeMap::new();
    let mut rest = None;
    for (key, entry) in &mapping.entries {
        let entry = filled(entry, holes);
        if key.contains(HOLE[0]) {
            let why = holes.iter().find_map(why).unwrap_or(Why::NotModelled("a key".into()));
            rest = Some(Arc::new(Several { like: entry, why }));
        } else {
            entries.insert(Arc::clone(key), entry);
        }
    }
    Mapping { kind: MappingKind::Object, entries, rest }
}

/// A text with holes: the one piece that it is, or not known.
fn hole(text: &str, value: &Traced, holes: &[Piece]) -> Traced {
    let mut numbers = text.split(HOLE[0]).skip(1).filter_map(|part| part.split(HOLE[1]).next());
    let first = numbers.next().and_then(|number| holes.get(number.parse::<usize>().ok()?));
    let whole = text.starts_with(HOLE[0]) && text.find(HOLE[1]) == text.rfind(HOLE[1]);
    match first {
        Some(Piece::Unknown(piece)) if whole && text.ends_with(HOLE[1]) => piece.clone(),
        first => {
            let why = first.and_then(why).unwrap_or(Why::NotModelled("a text".into()));
            Traced::new(Value::unknown_result(Type::String, why), value.origin)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::Origins;
    use crate::source::{SourceMap, Span};

    #[test]
    fn documents_are_parted_at_their_marks() {
        let text = "# a comment\n---\na: 1\n--- # b\nb: |\n  --- no mark\n---\n\n---\n{c: 2}\n";
        let file = SourceMap::default().add("", text);
        let span = Span { file, start: 0, end: 0 };
        let parts = split(text);
        assert_eq!(parts.len(), 3, "{parts:?}");
        let text = Traced::new(Value::text(text), Origins::new(0).written(span));
        let read = documents(&text).unwrap();
        assert!(read.iter().all(Result::is_ok), "{read:?}");
    }
}
