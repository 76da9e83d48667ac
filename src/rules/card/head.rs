//! The head of a card: HCL, read with serde.

use super::{Fault, Fence, Grain};
use crate::report::view::Severity;
use serde::Deserialize;

/// What the head says.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) grain: Grain,
    pub(super) severities: Vec<(String, Severity)>,
    pub(super) since: String,
    pub(super) frozen: Vec<String>,
    pub(super) sources: Vec<String>,
    pub(super) never_undecided: Option<String>,
}

/// The head as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    grain: String,
    severity: hcl::Map<String, String>,
    since: String,
    frozen: Vec<String>,
    source: Vec<String>,
    undecided: Option<String>,
}

impl Head {
    pub(super) fn parse(fence: &Fence) -> Result<Self, Fault> {
        let written: Written = hcl::from_str(fence.text).map_err(|error| fault(fence, &error))?;
        let here = |message| (fence.line, message);
        Ok(Self {
            grain: grain(&written.grain).map_err(here)?,
            severities: severities(written.severity).map_err(here)?,
            since: written.since,
            frozen: written.frozen,
            sources: written.source,
            never_undecided: written.undecided,
        })
    }
}

fn fault(fence: &Fence, error: &hcl::Error) -> Fault {
    match error {
        hcl::Error::Parse(error) => {
            (fence.line + error.location().line(), error.message().replace('\n', ", "))
        }
        other => (fence.line, other.to_string()),
    }
}

fn grain(word: &str) -> Result<Grain, String> {
    [Grain::Estate, Grain::Vpc, Grain::Cluster, Grain::NodePool, Grain::Any, Grain::None]
        .into_iter()
        .find(|known| known.as_str() == word)
        .ok_or_else(|| {
            format!("`{word}` is no grain: estate, vpc, cluster, node_pool, any or none")
        })
}

fn severities(written: hcl::Map<String, String>) -> Result<Vec<(String, Severity)>, String> {
    let parse = |(case, word): (String, String)| match Severity::parse(&word) {
        Some(severity) => Ok((case, severity)),
        None => Err(format!("`{word}` is no severity: error, warning or info")),
    };
    let severities: Vec<_> = written.into_iter().map(parse).collect::<Result<_, _>>()?;
    if severities.is_empty() {
        return Err("a rule has at least one case".to_owned());
    }
    Ok(severities)
}
