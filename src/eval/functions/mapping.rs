//! Functions on maps and objects.

use super::parts::{
    PART, at, cut, element_type, fixed, is_ordered, items, needs, one_of, opening, sequence, some,
    unclear, variadic, within,
};
use super::{Context, Function, Outcome, Parameter, Returns, Takes};
use crate::eval::set::among;
use crate::eval::{
    AttributeType, Mapping, MappingKind, Refusal, SequenceKind, Several, Traced, Type, Unknown,
    Value, Why,
};
use crate::syntax::Name;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) const FUNCTIONS: &[Function] = &[
    fixed("keys", &[PART], Returns::Any, keys),
    variadic("merge", Parameter::lenient(Takes::Any), merge),
    fixed("transpose", &[Parameter::strict(Takes::TextLists)], Returns::Any, transpose),
    fixed("values", &[PART], Returns::Any, values),
    fixed("zipmap", &[Parameter::partial(Takes::Texts), PART], Returns::Any, zipmap),
];

/// The keys, sorted.
fn keys(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let [map] = arguments else { return Err(needs("a map")) };
    let text = |key: &Name| cx.made(Value::text(Arc::clone(key)));
    match &map.value {
        Value::Mapping(mapping) => {
            let further = mapping.further(map.origin).map(|further| {
                let why = further.why.clone();
                some(cx.made(Value::unknown_result(Type::String, why.clone())), &why)
            });
            let keys = among(further.as_ref(), mapping.entries.keys().map(text));
            Ok(sequence(cx, kind(mapping, &Type::String), keys))
        }
        Value::Unknown(unknown) => match &unknown.ty {
            Type::Object(attributes) => {
                Ok(sequence(cx, SequenceKind::Tuple, attributes.keys().map(text).collect()))
            }
            Type::Map(_) | Type::Dynamic => Ok(unclear(cx, Type::list(Type::String), map)),
            _ => Err(needs("a map or object")),
        },
        _ => Err(needs("a map or object")),
    }
}

/// The values, in the order of their keys.
fn values(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let [map] = arguments else { return Err(needs("a map")) };
    let (kind, values) = match &map.value {
        Value::Mapping(mapping) => {
            let further = mapping.further(map.origin).map(|further| {
                Traced::new(Value::Several(Arc::clone(&further)), further.like.origin)
            });
            let values = among(further.as_ref(), mapping.entries.values().cloned());
            (kind(mapping, &element_type(&map.value.ty())), values)
        }
        Value::Unknown(unknown) => match &unknown.ty {
            Type::Object(attributes) => {
                let within = |(name, of): (&Name, &AttributeType)| {
                    within(unknown, &format!(".{name}"), &of.ty, map)
                };
                (SequenceKind::Tuple, attributes.iter().map(within).collect())
            }
            Type::Map(_) | Type::Dynamic => {
                let of = element_type(&unknown.ty);
                let like = within(unknown, "[*]", &of, map);
                (SequenceKind::List(of), vec![some(like, &unknown.why)])
            }
            _ => return Err(needs("a map or object")),
        },
        _ => return Err(needs("a map or object")),
    };
    Ok(cut(cx, kind, values, map))
}

fn kind(mapping: &Mapping, of: &Type) -> SequenceKind {
    match mapping.kind {
        MappingKind::Map(_) => SequenceKind::List(of.clone()),
        MappingKind::Object | MappingKind::Resource(_) => SequenceKind::Tuple,
    }
}

/// All entries; of equal keys the last.
fn merge(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let mut merged = Merged { cx, entries: BTreeMap::new(), further: Vec::new() };
    for argument in arguments {
        match &argument.value {
            Value::Null(Type::Dynamic | Type::Map(_) | Type::Object(_)) => {}
            Value::Mapping(mapping) => merged.add(mapping, argument),
            Value::Unknown(unknown) => merged.add_unknown(unknown, argument)?,
            Value::Several(several) => merged.add_several(several)?,
            _ => return Err(Refusal::new("arguments must be maps or objects")),
        }
    }
    let given: Vec<_> = arguments.iter().filter(|argument| !argument.value.is_null()).collect();
    if let [only] = given.as_slice()
        && let Value::Unknown(unknown) = &only.value
        && !unknown.nullable
    {
        return Ok((*only).clone());
    }
    Ok(merged.finish(common_kind(arguments)))
}

/// A map if all are maps of one type, else an object.
fn common_kind(arguments: &[Traced]) -> MappingKind {
    let open =
        |argument: &&Traced| !argument.value.is_null() && argument.value.ty() == Type::Dynamic;
    let mut types = arguments.iter().filter(|a| !open(a)).map(|argument| argument.value.ty());
    match types.next() {
        Some(Type::Map(of)) if types.all(|ty| ty == Type::Map(Arc::clone(&of))) => {
            MappingKind::Map((*of).clone())
        }
        _ => MappingKind::Object,
    }
}

struct Merged<'a> {
    cx: &'a Context<'a>,
    entries: BTreeMap<Name, Traced>,
    /// What stands under keys that are not known, and why they are not.
    further: Vec<(Traced, Why)>,
}

impl Merged<'_> {
    fn add(&mut self, mapping: &Mapping, whole: &Traced) {
        if let Some(beyond) = mapping.beyond("[*]", whole.origin) {
            let why = match &mapping.rest {
                Some(rest) => rest.why.clone(),
                None => beyond.value.why_unknown().unwrap_or(Why::Budget("keys")),
            };
            self.open(&beyond, &why);
        }
        let entries = mapping.entries.iter().map(|(key, entry)| (Arc::clone(key), entry.clone()));
        self.entries.extend(entries);
    }

    fn add_unknown(&mut self, unknown: &Unknown, whole: &Traced) -> Result<(), Refusal> {
        match &unknown.ty {
            Type::Object(attributes) if !unknown.nullable => {
                for (name, attribute) in attributes.iter() {
                    let entry = within(unknown, &format!(".{name}"), &attribute.ty, whole);
                    self.entries.insert(Arc::clone(name), entry);
                }
            }
            Type::Map(_) | Type::Dynamic | Type::Object(_) => {
                let like = within(unknown, "[*]", &element_type(&unknown.ty), whole);
                self.open(&like, &unknown.why);
            }
            _ => return Err(Refusal::new("arguments must be maps or objects")),
        }
        Ok(())
    }

    /// Any number of mappings like one, each with keys of its own.
    fn add_several(&mut self, several: &Several) -> Result<(), Refusal> {
        match &several.like.value {
            Value::Null(_) => {}
            Value::Mapping(mapping) => {
                let beyond = mapping.beyond("[*]", several.like.origin);
                for entry in mapping.entries.values().cloned().chain(beyond) {
                    self.open(&entry, &several.why);
                }
            }
            Value::Unknown(unknown) => {
                let like = within(unknown, "[*]", &element_type(&unknown.ty), &several.like);
                self.open(&like, &several.why);
            }
            _ => return Err(Refusal::new("arguments must be maps or objects")),
        }
        Ok(())
    }

    /// Further keys: any may be one of those that are there already.
    fn open(&mut self, like: &Traced, why: &Why) {
        if self.cx.host.work(self.entries.len()).is_err() {
            return; // the whole is beyond the limit, and unknown
        }
        for entry in self.entries.values_mut() {
            *entry = one_of(self.cx, &[entry.clone(), like.clone()], why.clone());
        }
        self.further.push((like.clone(), why.clone()));
    }

    fn finish(self, kind: MappingKind) -> Traced {
        let rest = self.further.first().map(|(_, why)| {
            let likes: Vec<Traced> = self.further.iter().map(|(like, _)| like.clone()).collect();
            Arc::new(Several { like: one_of(self.cx, &likes, why.clone()), why: why.clone() })
        });
        let size = self.entries.len() * size_of::<(Name, Traced)>();
        if let Err(why) = self.cx.host.spend(size) {
            return self.cx.made(Value::unknown_result(Type::Dynamic, why));
        }
        self.cx.made(Value::Mapping(Arc::new(Mapping { kind, entries: self.entries, rest })))
    }
}

/// Keys of one list with the values of another.
fn zipmap(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let [keys, values] = arguments else { return Err(needs("a list of values")) };
    if !is_ordered(&values.value) {
        return Err(needs("a list or tuple"));
    }
    let names = items(keys).ok_or_else(|| needs("a list"))?;
    let all = items(values).ok_or_else(|| needs("a list or tuple"))?;
    let closed = opening(&names).is_none() && opening(&all).is_none();
    if closed && names.len() != all.len() {
        return Err(Refusal::new("the numbers of keys and values differ"));
    }
    if names.iter().any(|name| name.value.is_null()) {
        return Err(Refusal::new("a key is null"));
    }
    let mut entries = BTreeMap::new();
    for (index, name) in names.iter().enumerate() {
        let Some(name) = name.value.as_str() else { return Ok(keyless(cx, keys, values, &all)) };
        let Some(value) = at(cx, &all, index, &format!("[{index}]")) else {
            return Err(Refusal::new("the numbers of keys and values differ"));
        };
        entries.insert(Name::from(name), value);
    }
    let kind = zipped(values);
    Ok(cx.made(Value::Mapping(Arc::new(Mapping { kind, entries, rest: None }))))
}

fn zipped(values: &Traced) -> MappingKind {
    match values.value.ty() {
        Type::List(of) => MappingKind::Map((*of).clone()),
        _ => MappingKind::Object,
    }
}

/// Values under keys that are not known.
fn keyless(cx: &Context<'_>, keys: &Traced, values: &Traced, all: &[Traced]) -> Traced {
    let why = keys.value.why_unknown().unwrap_or(Why::Budget("keys"));
    let rest = (!all.is_empty())
        .then(|| Arc::new(Several { like: one_of(cx, all, why.clone()), why: why.clone() }));
    let mapping = Mapping { kind: zipped(values), entries: BTreeMap::new(), rest };
    cx.made(Value::Mapping(Arc::new(mapping)))
}

/// A map from each text to the keys whose lists hold it.
fn transpose(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let [map] = arguments else { return Err(needs("a map")) };
    let Value::Mapping(mapping) = &map.value else { return Err(needs("a map of lists")) };
    let mut found: BTreeMap<Name, Vec<Traced>> = BTreeMap::new();
    for (key, list) in &mapping.entries {
        for item in items(list).ok_or_else(|| needs("a list of strings"))?.iter() {
            let text = item.value.as_str().ok_or_else(|| needs("a string"))?;
            found.entry(text.into()).or_default().push(cx.made(Value::text(Arc::clone(key))));
        }
    }
    let lists =
        found.into_iter().map(|(key, list)| (key, cx.made(Value::list(Type::String, list))));
    Ok(cx.made(Value::map(Type::list(Type::String), lists.collect())))
}

#[cfg(test)]
mod tests {
    use super::super::tests::table;

    #[test]
    fn as_terraform_does() {
        table(&[
            ("merge()", "{}"),
            ("merge(null)", "{}"),
            ("merge(null, {a=1})", r#"{"a":1}"#),
            ("merge({a=1}, null)", r#"{"a":1}"#),
            (r#"merge({a=1}, {b="x"})"#, r#"{"a":1,"b":"x"}"#),
            (r#"merge(tomap({a=1}), tomap({b="x"}))"#, r#"{"a":1,"b":"x"}"#),
            (r#"merge(tomap({a="1"}), {b=2})"#, r#"{"a":"1","b":2}"#),
            ("merge([1])", "ERR"),
            ("merge({a=1},[1])", "ERR"),
            ("merge({a={x=1}},{a={y=1}})", r#"{"a":{"y":1}}"#),
            (r#"zipmap(["a","b"], [1,"x"])"#, r#"{"a":1,"b":"x"}"#),
            (r#"zipmap(["a"], [1,2])"#, "ERR"),
            (r#"zipmap(["a","a"], [1,2])"#, r#"{"a":2}"#),
            ("zipmap([1], [2])", r#"{"1":2}"#),
            ("zipmap([null], [2])", "ERR"),
            (r#"zipmap(["a"], toset([1]))"#, "ERR"),
            ("zipmap([], [])", "{}"),
            (r#"zipmap(["b","a"], tolist([1,2]))"#, r#"{"a":2,"b":1}"#),
            (r#"transpose({a=["x","y"],b=["x"]})"#, r#"{"x":["a","b"],"y":["a"]}"#),
            (r#"transpose({a="x"})"#, "ERR"),
            ("transpose({})", "{}"),
            ("transpose({a=[null]})", "ERR"),
            ("transpose({a=null})", "ERR"),
            ("transpose({a=[]})", "{}"),
            ("transpose({a=[1]})", r#"{"1":["a"]}"#),
            ("keys({b=1,a=2})", r#"["a","b"]"#),
            ("keys(tomap({b=1,a=2}))", r#"["a","b"]"#),
            ("keys([1])", "ERR"),
            ("keys({})", "[]"),
            ("keys(null)", "ERR"),
            (r#"values({b=1,a="x"})"#, r#"["x",1]"#),
            ("values(tomap({b=1,a=2}))", "[2,1]"),
            (r#"values("a")"#, "ERR"),
            ("values({})", "[]"),
            ("merge(tomap({a=1}), tomap({a=2}))", r#"{"a":2}"#),
        ]);
    }

    #[test]
    fn what_is_partly_known() {
        table(&[
            ("keys({a = a.id})", r#"["a"]"#),
            ("keys(open)", r#"[*?n,"k",*?n]"#),
            ("keys(any.map)", "?map"),
            ("keys(any.texts)", "ERR"),
            ("values({b = b.id, a = a.id})", "[a.id,b.id]"),
            ("values(open)", r#"[*"other","v",*"other"]"#),
            ("values(data.tags)", "[*data.tags[*]]"),
            ("merge({a = a.id}, {b = b.id, a = 1})", r#"{"a":1,"b":b.id}"#),
            ("merge({k = 1, a = 2}, open)", r#"{"a":2|"other","k":"v",.."other"}"#),
            ("merge(any.map, {a = 1})", r#"{"a":1,..?map}"#),
            ("merge(any.map, any.texts)", "ERR"),
            ("merge(data.tags)", "data.tags"),
            ("merge(any.map)", "{..?map}"),
            (r#"zipmap(["x", "y"], [a.id, b.id])"#, r#"{"x":a.id,"y":b.id}"#),
            (r#"zipmap(["x", "y"], some.a)"#, r#"{"x":a[*].id,"y":a[*].id}"#),
            (r#"zipmap([a.id, "y"], [a.id, b.id])"#, "{..a.id|b.id}"),
            (r#"zipmap([a.id, "y"], [a.id])"#, "ERR"),
            ("transpose({a = [a.id]})", "?"),
        ]);
    }
}
