//! Places and messages.

use super::ROOT;
use crate::report::clean;
use crate::report::view::{self, Note};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

/// What stands for itself in a path of a relative URI. Not `:`, which would make the first part a
/// scheme.
const PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

#[derive(Serialize)]
pub(super) struct Message {
    text: String,
}

impl Message {
    /// A message that is text alone: `[text](target)` would be a link.
    pub(super) fn new(text: &str) -> Self {
        Self { text: clean::sentence(text).replace("](", "] (") }
    }
}

/// A `location`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Place {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Artifact {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

impl Place {
    /// A place among others, with what it has to do with the result.
    pub(super) fn noted(note: &Note) -> Self {
        let message = Some(Message::new(&note.message)).filter(|message| !message.text.is_empty());
        Self { message, ..Self::from(&note.location) }
    }

    /// With an id that is the result's own.
    pub(super) fn numbered(self, id: usize) -> Self {
        Self { id: Some(id), ..self }
    }
}

impl From<&view::Location> for Place {
    fn from(location: &view::Location) -> Self {
        let physical_location = Physical {
            artifact_location: Artifact::from(location),
            region: Region::from(location),
        };
        Self { id: None, physical_location, message: None }
    }
}

impl From<&view::Location> for Artifact {
    fn from(location: &view::Location) -> Self {
        let uri = utf8_percent_encode(&location.file, PATH).to_string();
        Self { uri, uri_base_id: ROOT }
    }
}

impl From<&view::Location> for Region {
    fn from(location: &view::Location) -> Self {
        let view::Location { start, end, .. } = location;
        Self {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}
