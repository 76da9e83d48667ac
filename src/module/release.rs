//! Which version of the provider a root is applied with: the one that `.terraform.lock.hcl` names,
//! else the newest that all `required_providers` permit.

use super::file::parse_bytes;
use super::version::{Constraint, Version};
use super::{Module, Modules};
use crate::problem::Problem;
use crate::source::{FILE_LIMIT, join};
use crate::syntax::{Block, Expr, ExprKind, parse_body};

/// What Terraform writes beside a root when it has chosen versions.
const LOCK: &str = ".terraform.lock.hcl";

/// The provider as configurations call it, and as its address ends.
const NAME: &str = "alicloud";

/// The versions of the provider that a root may be applied with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Permitted {
    locked: Option<Version>,
    constraints: Vec<Constraint>,
}

/// Releases from one on, up to and without another: all where neither is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Releases {
    /// The first.
    pub since: Option<Version>,
    /// The first that is none of them any more.
    pub until: Option<Version>,
}

/// Whether something holds that is so in some releases only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// In the version in force.
    pub holds: bool,
    /// No lock says which version it is, and it is otherwise in another that is permitted.
    pub differs: bool,
}

impl Releases {
    /// Whether a version is one of them.
    pub fn contains(self, version: Version) -> bool {
        self.since.is_none_or(|since| version >= since)
            && self.until.is_none_or(|until| version < until)
    }
}

impl Permitted {
    /// What holds for a root, and what could not be looked at.
    pub(super) fn of(modules: &Modules<'_>, root: &str) -> (Self, Option<Problem>) {
        let reached = modules.reached(root);
        let constraints = reached.iter().flat_map(|module| constraints(module));
        let constraints = constraints.filter_map(|text| Constraint::parse(Some(&text))).collect();
        let (locked, problem) = match locked(modules, root) {
            Ok(locked) => (locked, None),
            Err(problem) => (None, Some(problem)),
        };
        (Self { locked, constraints }, problem)
    }

    /// What the constraints of a plan permit; the lock is not in it.
    pub fn by<'c>(constraints: impl IntoIterator<Item = &'c str>) -> Self {
        let read = |text: &str| Constraint::parse(Some(text));
        Self { locked: None, constraints: constraints.into_iter().filter_map(read).collect() }
    }

    /// Whether something holds that is so in the releases given.
    pub fn standing(&self, releases: &[Releases]) -> Standing {
        let is_so = |version: Version| releases.iter().any(|some| some.contains(version));
        if let Some(locked) = self.locked {
            return Standing { holds: is_so(locked), differs: false };
        }
        // between two of these, all versions are alike
        let bounds = releases.iter().flat_map(|some| [some.since, some.until]).flatten();
        let named = self.constraints.iter().flat_map(Constraint::edges);
        let edges: Vec<Version> = bounds.chain(named).collect();
        let below = edges.iter().filter_map(|edge| edge.just_below());
        let all = edges.iter().copied().chain(below).chain([Version::NEWEST]);
        let permits = |version: &Version| self.constraints.iter().all(|c| c.permits(*version));
        let permitted: Vec<Version> = all.filter(permits).collect();
        // where nothing is permitted, Terraform refuses; where all is, it takes the newest
        let newest = permitted.iter().copied().max().unwrap_or(Version::NEWEST);
        let holds = is_so(newest);
        let chosen = !self.constraints.is_empty();
        let differs = chosen && permitted.iter().any(|version| is_so(*version) != holds);
        Standing { holds, differs }
    }
}

/// The version that the lock file beside a root names.
fn locked(modules: &Modules<'_>, root: &str) -> Result<Option<Version>, Problem> {
    let Some(path) = join(root, LOCK) else { return Ok(None) };
    let Ok(bytes) = modules.files().read(&path, FILE_LIMIT) else { return Ok(None) };
    let body = parse_bytes(modules.sources(), &path, &bytes, parse_body)?;
    let ours = |block: &&Block| block.labels.first().is_some_and(|label| is_ours(label));
    let version = |block: &Block| Version::parse(&text(&block.body.attribute("version")?.value)?);
    Ok(body.blocks_of("provider").filter(ours).find_map(version))
}

/// What a module demands of the provider's version.
fn constraints(module: &Module) -> Vec<String> {
    let of_kind =
        |kind: &'static str| module.other.iter().filter(move |block| *block.kind == *kind);
    let required =
        of_kind("terraform").flat_map(|block| block.body.blocks_of("required_providers"));
    let entries = required.flat_map(|block| &block.body.attributes);
    let demanded = entries.filter_map(|entry| demanded(&entry.name, &entry.value));
    // until Terraform 0.13 the provider's own block said it
    let own =
        of_kind("provider").filter(|block| block.labels.first().is_some_and(|l| **l == *NAME));
    let own = own.filter_map(|block| text(&block.body.attribute("version")?.value));
    demanded.chain(own).collect()
}

/// `alicloud = { source = "aliyun/alicloud", version = "…" }`, or the old `alicloud = "…"`.
fn demanded(name: &str, entry: &Expr) -> Option<String> {
    let ExprKind::Object(fields) = &entry.kind else {
        return text(entry).filter(|_| name == NAME);
    };
    let field = |wanted: &str| {
        let is = |key: &Expr| match &key.kind {
            ExprKind::Root(name) | ExprKind::Text(name) => **name == *wanted,
            _ => false,
        };
        fields.iter().find(|(key, _)| is(key)).and_then(|(_, value)| text(value))
    };
    let ours = field("source").map_or(name == NAME, |source| is_ours(&source));
    field("version").filter(|_| ours)
}

fn is_ours(address: &str) -> bool {
    address.rsplit('/').next() == Some(NAME)
}

fn text(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Text(text) => Some(text.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Memory, SourceMap};

    /// Whether something that is so from 1.276.0 on holds, and whether others differ.
    fn since_1_276(files: &[(&str, &str)]) -> (bool, bool) {
        let memory = Memory::new(files.iter().copied());
        let sources = SourceMap::default();
        let (provider, problem) = Permitted::of(&Modules::new(&memory, &sources), "root");
        assert_eq!(problem, None);
        let releases = Releases { since: Version::parse("1.276.0"), until: None };
        let standing = provider.standing(&[releases]);
        (standing.holds, standing.differs)
    }

    fn required(version: &str) -> String {
        format!(
            "terraform {{\n required_providers {{\n ali = {{\n source = \"aliyun/alicloud\"\n \
             version = \"{version}\"\n }}\n }}\n}}\n"
        )
    }

    #[test]
    fn the_newest_that_is_permitted_is_in_force() {
        let cases = [
            (">= 1.100.0", (true, true)),
            (">= 1.276.0", (true, false)),
            ("~> 1.275.0", (false, false)),
            ("~> 1.200", (true, true)),
            ("1.280.0", (true, false)),
            ("< 1.276.0", (false, false)),
            ("<= 1.276.0", (true, true)),
            (">= 1.200.0, != 1.276.0, <= 1.276.0", (false, false)),
        ];
        for (version, expected) in cases {
            let found = since_1_276(&[("root/main.tf", &required(version))]);
            assert_eq!(found, expected, "{version}");
        }
        assert_eq!(since_1_276(&[("root/main.tf", "")]), (true, false), "none is the newest");
    }

    #[test]
    fn the_lock_decides() {
        let lock = "provider \"registry.example.com/aliyun/alicloud\" {\n  version = \"1.250.0\"\n}\n\
                    provider \"registry.example.com/hashicorp/random\" {\n  version = \"3.6.0\"\n}\n";
        let tf = required(">= 1.100.0");
        let files = [("root/main.tf", &*tf), ("root/.terraform.lock.hcl", lock)];
        assert_eq!(since_1_276(&files), (false, false));
    }

    #[test]
    fn modules_and_old_forms_demand_too() {
        let call = "module \"ack\" {\n  source = \"../ack\"\n}\n";
        let old = "provider \"alicloud\" {\n  version = \"<= 1.140.0\"\n}\n";
        assert_eq!(since_1_276(&[("root/main.tf", call), ("ack/main.tf", old)]), (false, false));
        let plain = "terraform {\n  required_providers {\n    alicloud = \"~> 1.140.0\"\n  }\n}\n";
        assert_eq!(since_1_276(&[("root/main.tf", plain)]), (false, false));
        let json = r#"{"terraform": {"required_providers": {"alicloud": {"source": "aliyun/alicloud", "version": "1.140.0"}}}}"#;
        assert_eq!(since_1_276(&[("root/main.tf.json", json)]), (false, false));
    }
}
