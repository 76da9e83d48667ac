//! The `config` of an add-on: JSON in a string, at times with single quotes.

use super::read::Fields;
use crate::eval::{Piece, Text, Value, Why};
use crate::model::addon::Settings;
use crate::model::attr::{Attr, Open};
use serde_json::Value as Json;
use std::sync::Arc;

/// Stands in the text for a piece that is not known.
const HOLE: &str = "\u{fffc}";

/// What an add-on's `config` sets.
pub(super) fn settings(block: Fields<'_>) -> Attr<Settings> {
    let text = block.text("config");
    let (Attr::Unknown { open, .. }, Some(config)) = (&text, block.value("config")) else {
        return text.and_then(|text| read(&text, None));
    };
    let Value::Text(Text::Symbolic(pieces)) = &config.value else {
        return text.and_then(|text| read(&text, None));
    };
    // a hole is a whole value, as jsonencode leaves it, or a part of a string
    let with = |hole: &str| pieces.iter().map(|piece| known(piece).unwrap_or(hole)).collect();
    let texts: [String; 2] = [with(&format!("\"{HOLE}\"")), with(HOLE)];
    let read = texts.iter().find_map(|text| read(text, Some(&open.why)).ok());
    match read {
        Some(settings) => Attr::Known(settings, config.origin),
        None => Attr::Unknown { open: Open::clone(open), present: true },
    }
}

/// The `config` of an add-on in one form, whatever the order of its keys and the spaces between;
/// `None` if it is no JSON.
pub fn plain_settings(text: &str) -> Option<String> {
    Some(serde_json::from_str::<Json>(text).ok()?.to_string())
}

fn known(piece: &Piece) -> Option<&str> {
    match piece {
        Piece::Literal(text) => Some(text),
        Piece::Unknown(_) | Piece::Joined { .. } => None,
    }
}

fn read(text: &str, hole: Option<&Why>) -> Result<Settings, Why> {
    let parsed = serde_json::from_str::<Json>(text);
    let parsed = parsed.or_else(|_| serde_json::from_str(&text.replace('\'', "\"")));
    let Ok(Json::Object(entries)) = parsed else {
        return Err(Why::Untold("the config of this add-on is no JSON object".into()));
    };
    let scalar = |value: Json| match value {
        Json::String(text) => Some(text),
        Json::Bool(_) | Json::Number(_) => Some(value.to_string()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    };
    let setting = |text: String| match hole {
        Some(why) if text.contains(HOLE) => Err(why.clone()),
        _ => Ok(Arc::from(text)),
    };
    let settings = entries.into_iter().filter_map(|(key, value)| {
        let value = setting(scalar(value)?);
        Some((Arc::from(key), value))
    });
    Ok(Settings(settings.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setting(text: &str, key: &str) -> Option<String> {
        let why = Why::Untold("not known".into());
        let settings = read(text, Some(&why)).ok()?;
        let value = settings.0.get(key)?;
        Some(value.as_ref().map_or("not known".to_owned(), ToString::to_string))
    }

    #[test]
    fn json_in_its_usual_forms_is_read() {
        assert_eq!(setting(r#"{"IPVlan":"true"}"#, "IPVlan").as_deref(), Some("true"));
        assert_eq!(setting(r#"{"IPVlan":true,"n":3}"#, "n").as_deref(), Some("3"));
        assert_eq!(setting("{'IPVlan':'false'}", "IPVlan").as_deref(), Some("false"));
        assert_eq!(setting(r#"{"PodVswitchId":{"h":["vsw-1"]}}"#, "PodVswitchId"), None);
        assert_eq!(setting("IPVlan=true", "IPVlan"), None);
    }

    #[test]
    fn a_hole_makes_its_own_key_unknown_only() {
        let text = format!(r#"{{"a":"{HOLE}","b":"true"}}"#);
        assert_eq!(setting(&text, "a").as_deref(), Some("not known"));
        assert_eq!(setting(&text, "b").as_deref(), Some("true"));
    }
}
