//! What a resource says about its changes: `ignore_changes`, `replace_triggered_by`.

use crate::eval::{Address, Key, Lifecycle, Step};
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
            // of a list of blocks, one of them or one of its attributes
            || ignored.strip_prefix(&attribute).is_some_and(|rest| rest.starts_with('.'))
    };
    lifecycle.ignores_all.is_some() || lifecycle.ignores.iter().any(|(path, _)| covers(path))
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
        assert!(is_ignored(&["addons[0].config"], "addons"));
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
