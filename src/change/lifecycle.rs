//! What a resource says about its changes: `ignore_changes`, `replace_triggered_by`.

use super::{Matched, Side};
use crate::eval::{Address, Key, Lifecycle, Name, Resource, Step, Traced, Value};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// What is compared of the resources that people put into `replace_triggered_by`.
pub(super) fn trigger(kind: &str) -> Option<&'static [&'static str]> {
    match kind {
        "terraform_data" => Some(&["input", "triggers_replace"]),
        "null_resource" => Some(&["triggers"]),
        random if random.starts_with("random_") => Some(&["keepers"]),
        _ => None,
    }
}

/// Whether a change of an attribute is passed over.
pub(super) fn ignores(lifecycle: &Lifecycle, attribute: &str) -> bool {
    let covers = |ignored: &str| {
        let ignored = plain(ignored);
        let attribute = plain(attribute);
        attribute == ignored
            || attribute.strip_prefix(&ignored).is_some_and(|rest| rest.starts_with(['.', '[']))
    };
    let mut whole = lifecycle.ignores.iter().filter(|(path, _)| !is_one_block(path, attribute));
    lifecycle.ignores_all.is_some() || whole.any(|(path, _)| covers(path))
}

/// The attributes that stay as they were because they are ignored, where that is not what is
/// written now: by the address and name of now.
pub fn kept(before: &Side, after: &Side) -> HashMap<(Arc<Address>, Name), Traced> {
    let matched = Matched::of(&before.resources, &after.resources, &after.statements);
    let mut kept = HashMap::new();
    for (was, is) in matched.kept {
        let Lifecycle { ignores, ignores_all, .. } = &is.lifecycle;
        for (name, value) in &was.attributes {
            let ignored = ignores_all.is_some() || ignores.iter().any(|(path, _)| path == name);
            let same = is.attributes.get(name).is_some_and(|now| now.value == value.value);
            if ignored && !same {
                kept.insert((Arc::clone(&is.address), Arc::clone(name)), value.clone());
            }
        }
    }
    kept
}

/// Whether a path is that of one block of a list, in an attribute that is the list.
fn is_one_block(path: &str, attribute: &str) -> bool {
    !attribute.contains(['.', '[']) && path.contains('[')
}

/// A resource whose ignored parts, such as `addons[0].config`, are what they were.
pub(super) fn with_parts_kept<'r>(before: &Resource, after: &'r Resource) -> Cow<'r, Resource> {
    let mut kept = Cow::Borrowed(after);
    for (path, _) in &after.lifecycle.ignores {
        let steps = steps(path);
        let Some((name, inner)) = steps.split_first().filter(|(_, inner)| !inner.is_empty()) else {
            continue;
        };
        let (was, is) = (before.attributes.get(*name), after.attributes.get(*name));
        if let Some((was, is)) = was.zip(is) {
            let value = keep(was, is, inner);
            kept.to_mut().attributes.insert((*name).into(), value);
        }
    }
    kept
}

/// The steps of a path: `addons`, `0`, `config`.
fn steps(path: &str) -> Vec<&str> {
    let parts = path.split(['.', '[']).map(|part| part.trim_end_matches(']').trim_matches('"'));
    parts.filter(|part| !part.is_empty()).collect()
}

/// A value with what it was at the end of some steps.
fn keep(was: &Traced, is: &Traced, steps: &[&str]) -> Traced {
    let Some((step, inner)) = steps.split_first() else { return was.clone() };
    let value = match (&was.value, &is.value) {
        (Value::Sequence(_, before), Value::Sequence(kind, after)) => {
            let at = step.parse::<usize>().ok();
            let Some((at, (before, own))) =
                at.and_then(|at| Some((at, before.get(at).zip(after.get(at))?)))
            else {
                return is.clone();
            };
            let mut items = (**after).clone();
            items[at] = keep(before, own, inner);
            Value::Sequence(kind.clone(), Arc::new(items))
        }
        (Value::Mapping(before), Value::Mapping(after)) => {
            let mut mapping = (**after).clone();
            match (before.entries.get(*step), after.entries.get(*step)) {
                (Some(before), Some(own)) => {
                    mapping.entries.insert((*step).into(), keep(before, own, inner));
                }
                (Some(before), None) if inner.is_empty() => {
                    mapping.entries.insert((*step).into(), before.clone());
                }
                (None, Some(_)) if inner.is_empty() => {
                    mapping.entries.remove(*step);
                }
                _ => {}
            }
            Value::Mapping(Arc::new(mapping))
        }
        _ => return is.clone(),
    };
    Traced::new(value, is.origin)
}

/// A path without numbers, and with keys as the facts write them: `labels[key]`.
fn plain(path: &str) -> String {
    let mut plain = String::new();
    for part in path.split('[') {
        match part.split_once(']') {
            Some((key, rest)) => {
                let key = key.trim_matches('"');
                if !key.bytes().all(|byte| byte.is_ascii_digit()) {
                    plain.extend(["[", key, "]"]);
                }
                plain.push_str(rest);
            }
            None => plain.push_str(part),
        }
    }
    plain
}

/// The resource that `replace_triggered_by` names in a module, all its instances where no key is
/// given, and the attribute, if one.
pub(super) fn named(module: &Arc<[Step]>, path: &str) -> Option<(Address, Option<String>)> {
    let (kind, rest) = path.split_once('.')?;
    let (name, rest) = match rest.find(['.', '[']) {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let (key, rest) = match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((key, rest)) => (key_of(key), rest),
        None => (Key::None, rest),
    };
    let attribute = rest.strip_prefix('.').and_then(|rest| rest.split(['.', '[']).next());
    let module = Arc::clone(module);
    let address = Address { module, data: false, kind: kind.into(), name: name.into(), key };
    Some((address, attribute.map(str::to_owned)))
}

/// One that is computed stands for all.
fn key_of(text: &str) -> Key {
    match (text.parse(), text.strip_prefix('"')) {
        (Ok(index), _) => Key::Index(index),
        (_, Some(key)) => Key::Text(key.trim_end_matches('"').into()),
        _ => Key::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::Origins;
    use crate::source::{SourceMap, Span};

    fn is_ignored(paths: &[&str], attribute: &str) -> bool {
        let span = Span { file: SourceMap::default().add("", ""), start: 0, end: 0 };
        let place = Origins::new(0).written(span);
        let ignores = paths.iter().map(|path| ((*path).into(), place)).collect();
        super::ignores(&Lifecycle { ignores, ..Lifecycle::default() }, attribute)
    }

    #[test]
    fn what_is_ignored_does_not_change() {
        assert!(is_ignored(&["pod_cidr"], "pod_cidr"));
        assert!(!is_ignored(&["pod_cidr"], "pod_cidr_block"));
        assert!(is_ignored(&["auto_mode"], "auto_mode.enabled"));
        assert!(is_ignored(&["auto_mode[0].enabled"], "auto_mode.enabled"));
        assert!(!is_ignored(&["addons[0].config"], "addons"), "a part of it is kept");
        assert!(is_ignored(&["labels[\"k8s.io/x\"]"], "labels[k8s.io/x]"));
        assert!(!is_ignored(&["labels[\"other\"]"], "labels[k8s.io/x]"));
    }

    #[test]
    fn a_computed_key_stands_for_all() {
        let at = |path: &str| {
            let (address, attribute) = named(&Arc::default(), path).unwrap();
            (address.to_string(), attribute)
        };
        assert_eq!(at("terraform_data.a"), ("terraform_data.a".to_owned(), None));
        let output = Some("output".to_owned());
        assert_eq!(at("terraform_data.a[0].output"), ("terraform_data.a[0]".to_owned(), output));
        assert_eq!(at("terraform_data.a[\"x\"]").0, "terraform_data.a[\"x\"]");
        assert_eq!(at("terraform_data.a[each.key]").0, "terraform_data.a");
    }
}
