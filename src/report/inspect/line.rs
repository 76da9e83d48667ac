//! A value as Terraform writes it, on one line.

use super::{Shown, What};
use unicode_width::UnicodeWidthStr;

/// A value of more than this many columns takes several lines.
const LINE: usize = 80;

/// Whether a value goes on one line: it is short, and no part of it came another way.
pub(super) fn fits(lead: &str, shown: &Shown) -> bool {
    let text = line(&shown.what);
    lead.width() + text.width() <= LINE && !text.contains('\n') && is_plain(shown)
}

/// Whether all parts are known or named, and written where the whole is.
fn is_plain(shown: &Shown) -> bool {
    let plain = |part: &Shown| part.way.len() <= 1 && is_plain(part);
    match &shown.what {
        What::Scalar(_) | What::Symbol { .. } | What::Verdict(_) => true,
        What::Sequence(items) => items.iter().all(plain),
        What::Mapping { entries, rest } => {
            rest.is_none() && entries.iter().all(|(_, entry)| plain(entry))
        }
        What::Several { .. } | What::Unknown { .. } => false,
    }
}

/// A value as Terraform writes it, on one line.
pub(super) fn line(what: &What) -> String {
    match what {
        What::Scalar(scalar) => scalar.to_string(),
        What::Symbol { text, .. } | What::Verdict(text) => text.clone(),
        What::Unknown { .. } | What::Several { .. } => "…".to_owned(),
        What::Sequence(items) => {
            let items: Vec<String> = items.iter().map(|item| line(&item.what)).collect();
            format!("[{}]", items.join(", "))
        }
        What::Mapping { entries, .. } if entries.is_empty() => "{}".to_owned(),
        What::Mapping { entries, .. } => {
            let entry = |(key, entry): &(String, Shown)| {
                format!("{} = {}", key_text(key), line(&entry.what))
            };
            let entries: Vec<String> = entries.iter().map(entry).collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}

/// A key as Terraform writes it: quoted unless it is a name.
pub(super) fn key_text(key: &str) -> String {
    if crate::syntax::is_identifier(key) {
        key.to_owned()
    } else {
        serde_json::Value::from(key).to_string()
    }
}
