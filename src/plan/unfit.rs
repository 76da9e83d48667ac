//! What is no plan or state in Terraform's JSON form, and what to do about it.

use super::document::Document;

/// Why a file cannot be read, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unfit(String);

/// What a file is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// What `--plan` takes.
    Plan,
    /// What `--state` takes.
    State,
}

/// What to do with the file that `terraform plan -out` writes.
const SHOW: &str = "`terraform show -json PLAN > plan.json` makes the JSON that is read";

impl What {
    /// What makes such a file.
    fn show(self) -> &'static str {
        match self {
            Self::Plan => SHOW,
            Self::State => "`terraform show -json > state.json` makes the JSON that is read",
        }
    }
}

impl Unfit {
    /// The bytes of a file as text.
    ///
    /// # Errors
    /// If they are none: a plan in its binary form, or another encoding.
    pub fn text(bytes: Vec<u8>, what: What) -> Result<String, Self> {
        if bytes.starts_with(b"PK\x03\x04") {
            return Err(Self(format!("it is a plan as `terraform plan -out` writes it; {SHOW}")));
        }
        if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
            let message = "it is UTF-16, as `>` of Windows PowerShell writes it; \
                           `| Out-File -Encoding utf8` writes what can be read";
            return Err(Self(message.to_owned()));
        }
        String::from_utf8(bytes).map_err(|_| Self(format!("it is no text; {}", what.show())))
    }

    pub(super) fn no_plan(state: bool) -> Self {
        let what = if state { "a state, which --state takes" } else { "JSON, but no plan" };
        Self(format!("it is {what}; for a plan, {SHOW}"))
    }

    pub(super) fn no_state() -> Self {
        let message = "it is JSON, but no state; `terraform show -json > state.json` makes one";
        Self(message.to_owned())
    }

    pub(super) fn part(what: &str, error: &serde_json::Error) -> Self {
        Self(format!("its {what} are not as Terraform writes them: {error}"))
    }

    pub(super) fn address(text: &str) -> Self {
        Self(format!("it holds an address that Terraform does not write: {text:?}"))
    }

    pub(super) fn deep() -> Self {
        Self("its modules lie too deep in each other".to_owned())
    }
}

/// The outermost fields of a plan or state.
pub(super) fn document(text: &str, what: What) -> Result<Document<'_>, Unfit> {
    let show = what.show();
    let refused = |message: String| Err(Unfit(message));
    if text.trim_start().starts_with("{\"@level\"") {
        return refused(format!("it is the log of `terraform plan -json`, and no plan; {SHOW}"));
    }
    let document: Document<'_> = match serde_json::from_str(text) {
        Ok(document) => document,
        Err(error) if error.is_eof() => {
            return refused(format!("it ends too early, at line {}: is it whole?", error.line()));
        }
        Err(error) if error.is_data() => {
            return refused(format!("it is JSON, but not as Terraform writes a plan: {error}"));
        }
        Err(error) => return refused(format!("it is no JSON: {error}; {show}")),
    };
    let major = document.format_version.as_deref().and_then(|v| v.split('.').next());
    match (major, document.version) {
        (Some("0" | "1"), _) | (None, Some(4)) => Ok(document),
        (Some(_), _) => {
            let version = document.format_version.unwrap_or_default();
            refused(format!("its format is {version}; acklint reads format 1 of Terraform"))
        }
        (None, Some(version)) => refused(format!(
            "it is a state of version {version}; Terraform 0.12 and newer write version 4"
        )),
        (None, None) => refused(format!("it is JSON, but no plan and no state; {show}")),
    }
}
