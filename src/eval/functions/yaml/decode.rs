//! YAML to values.

use super::super::super::Refusal;
use super::super::super::origin::OriginId;
use super::super::super::types::Type;
use super::super::super::value::{Mapping, MappingKind, Traced, Value, Why};
use super::super::Outcome;
use super::super::pieces::text_value;
use super::scalar;
use crate::syntax::Name;
use saphyr_parser::{Event, Parser, ScalarStyle, StrInput, Tag};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// What the tags of YAML's own types begin with.
const CORE: &str = "tag:yaml.org,2002:";
/// How deep lists and maps may be nested.
const DEEPEST: usize = 100;
/// How many values there may be, those that aliases repeat included.
const MOST: usize = 200_000;

/// Decodes a document.
pub(super) fn decode(origin: OriginId, text: &str) -> Outcome {
    let mut reader = Reader {
        origin,
        parser: Parser::new_from_str(text),
        anchors: HashMap::new(),
        length: text.chars().count(),
        newline: text.ends_with('\n'),
        count: 0,
        odd: None,
    };
    // where the parser is more lenient than Terraform's
    let tabs = text.lines().any(|line| line.trim_start_matches(' ').starts_with('\t'));
    if tabs || text.starts_with("...") {
        reader.beyond(Why::NotModelled("YAML of this form".into()));
    }
    let version = text.lines().find_map(|line| line.strip_prefix("%YAML"));
    if version.is_some_and(|version| version.trim() != "1.1") {
        return Err(Refusal::new("only YAML 1.1 is read"));
    }
    let value = reader.document();
    match reader.odd {
        Some(why) => Ok(Traced::new(Value::unknown_result(Type::Dynamic, why), origin)),
        None => value,
    }
}

struct Reader<'a> {
    /// Of all that is made.
    origin: OriginId,
    parser: Parser<'a, StrInput<'a>>,
    /// What stands at anchors, and how many values each holds.
    anchors: HashMap<usize, (Traced, usize)>,
    /// How many characters the text has.
    length: usize,
    /// Whether the text ends in a newline.
    newline: bool,
    /// How many values were read.
    count: usize,
    /// What is not modelled, once it was met.
    odd: Option<Why>,
}

impl<'a> Reader<'a> {
    fn document(&mut self) -> Outcome {
        self.next()?;
        if !matches!(self.next()?, Event::DocumentStart(_)) {
            return Err(Refusal::new("missing start of document"));
        }
        let first = self.next()?;
        let value = self.value(first, 0)?;
        let end = (self.next()?, self.next()?);
        match end {
            (Event::DocumentEnd, Event::StreamEnd) => Ok(value),
            _ => Err(Refusal::new("only a single document is allowed")),
        }
    }

    fn next(&mut self) -> Result<Event<'a>, Refusal> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => {
                let ends = span.end.index() >= self.length && !self.newline;
                Ok(if ends { without_newline(event) } else { event })
            }
            // Terraform's parser takes some of what is refused here
            Some(Err(error)) => {
                let what = format!("this YAML: {error}");
                Err(self.beyond(Why::NotModelled(what.into())))
            }
            None => Err(Refusal::new("the document ends early")),
        }
    }

    fn value(&mut self, event: Event<'a>, depth: usize) -> Outcome {
        let before = self.count;
        self.count += 1;
        if depth > DEEPEST || self.count > MOST {
            return Err(self.beyond(Why::Budget("yamldecode")));
        }
        let (anchor, value) = match event {
            Event::Alias(anchor) => return self.alias(anchor),
            Event::Scalar(text, style, anchor, tag) => {
                (anchor, self.scalar(&text, style, tag.as_deref())?)
            }
            Event::SequenceStart(anchor, tag) => {
                allow(tag, "seq")?;
                (anchor, self.sequence(depth)?)
            }
            Event::MappingStart(anchor, tag) => {
                allow(tag, "map")?;
                (anchor, self.mapping(depth)?)
            }
            _ => return Err(Refusal::new("a value is expected")),
        };
        let value = Traced::new(value, self.origin);
        if anchor > 0 {
            self.anchors.insert(anchor, (value.clone(), self.count - before));
        }
        Ok(value)
    }

    fn alias(&mut self, anchor: usize) -> Outcome {
        let Some((value, count)) = self.anchors.get(&anchor).cloned() else {
            return Err(Refusal::new("an alias of nothing"));
        };
        self.count += count;
        Ok(value)
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        tag: Option<&Tag>,
    ) -> Result<Value, Refusal> {
        let tag = tag.map(|tag| {
            let full = format!("{}{}", tag.handle, tag.suffix);
            full.strip_prefix(CORE).map_or_else(|| tag.to_string(), str::to_owned)
        });
        scalar::resolve(text, style, tag.as_deref())?.map_err(|why| self.beyond(why))
    }

    fn sequence(&mut self, depth: usize) -> Result<Value, Refusal> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                Event::SequenceEnd => return Ok(Value::tuple(items)),
                event => items.push(self.value(event, depth + 1)?),
            }
        }
    }

    fn mapping(&mut self, depth: usize) -> Result<Value, Refusal> {
        let mut entries = BTreeMap::new();
        loop {
            let (text, style, tag) = match self.next()? {
                Event::MappingEnd => return Ok(Value::object(entries)),
                Event::Scalar(text, style, _, tag) => (text, style, tag),
                _ => return Err(Refusal::new("only strings are allowed as mapping keys")),
            };
            let value = self.next()?;
            let value = self.value(value, depth + 1)?;
            if text == "<<" && tag.is_none() {
                entries.extend(merged(&value)?);
            } else {
                entries.insert(self.key(&text, style, tag.as_deref())?, value);
            }
        }
    }

    fn key(&mut self, text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Result<Name, Refusal> {
        let key = match self.scalar(text, style, tag)? {
            Value::Bool(value) => Value::text(value.to_string()),
            Value::Number(number) => Value::text(number.to_string()),
            key => key,
        };
        let key = key.as_str().map(text_value);
        let key = key.as_ref().and_then(Value::as_str).map(Name::from);
        key.ok_or_else(|| Refusal::new("mapping key cannot be null"))
    }

    /// Notes what is not modelled; the refusal ends the reading.
    fn beyond(&mut self, why: Why) -> Refusal {
        self.odd.get_or_insert(why);
        Refusal::new("this YAML is not modelled")
    }
}

/// A block of text without the newline that the parser adds at the end of the document.
fn without_newline(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Scalar(text, style @ (ScalarStyle::Literal | ScalarStyle::Folded), anchor, tag) => {
            let text = text.strip_suffix('\n').unwrap_or(&text).to_owned();
            Event::Scalar(text.into(), style, anchor, tag)
        }
        event => event,
    }
}

/// The entries that `<<` brings in.
fn merged(value: &Traced) -> Result<BTreeMap<Name, Traced>, Refusal> {
    match &value.value {
        Value::Mapping(mapping) => {
            let Mapping { kind: MappingKind::Object, entries, .. } = &**mapping else {
                return Err(Refusal::new("only mappings can be merged"));
            };
            Ok(entries.clone())
        }
        _ => Err(Refusal::new("only mappings can be merged")),
    }
}

fn allow(tag: Option<Cow<'_, Tag>>, name: &str) -> Result<(), Refusal> {
    match tag {
        Some(tag) if !(tag.is_yaml_core_schema() && tag.suffix == name) => {
            Err(Refusal::new(format!("this cannot be a {tag}")))
        }
        _ => Ok(()),
    }
}
