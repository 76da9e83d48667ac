//! What a plan says of a resource that is there before and after: Terraform has asked the provider
//! itself, so the tables say only what the plan does not.

use super::drawn::releases;
use super::{Change, Kept};
use crate::facts::Effect;
use crate::module::Permitted;

/// What a plan does to a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Planned {
    /// It is changed where it is.
    Update,
    /// It is destroyed and made again.
    Replace {
        /// The attributes that demand it: `pod_cidr`, `addons[0].name`.
        paths: Vec<String>,
        /// Why, as Terraform says it: `replace_because_tainted`.
        reason: Option<String>,
        /// Whether the one that there was stays, and Terraform no longer knows it.
        stays: bool,
    },
}

impl Planned {
    /// The changes that a plan leaves to tell, and whether those of the table explain a
    /// replacement.
    pub fn applied(&self, kept: &mut Kept, provider: &Permitted) {
        let is =
            |change: &Change, effect| provider.standing(&releases(change.attribute, effect)).holds;
        match self {
            // a provider that would replace is not the one that was asked: an older one updates
            // in place, and does nothing
            Self::Update => kept.changes.retain_mut(|change| {
                let replaces = is(change, Effect::Replaces);
                let ignored = !releases(change.attribute, Effect::Ignored).is_empty();
                if replaces && ignored {
                    change.shown = Some(Effect::Ignored);
                }
                !replaces || ignored
            }),
            Self::Replace { paths, .. } => {
                let named = |change: &Change| {
                    let name = change.attribute.attribute;
                    paths.iter().any(|path| {
                        let rest = path.strip_prefix(name);
                        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
                    })
                };
                kept.changes.retain_mut(|change| {
                    change.shown = Some(Effect::Replaces);
                    let replaces = !releases(change.attribute, Effect::Replaces).is_empty();
                    change.open.is_none() && named(change) && replaces
                });
            }
        }
        kept.planned = Some(self.clone());
    }

    /// Why a resource is replaced, in words.
    pub fn why(&self) -> Option<String> {
        let Self::Replace { paths, reason, .. } = self else { return None };
        Some(match (paths.as_slice(), reason.as_deref()) {
            ([], Some("replace_because_tainted")) => {
                "it is tainted: an apply that failed left it".to_owned()
            }
            ([], Some("replace_by_request")) => "-replace asks for it".to_owned(),
            ([], Some("replace_by_triggers")) => "replace_triggered_by asks for it".to_owned(),
            ([], _) => "the plan does not say why".to_owned(),
            (paths, _) => format!("{} cannot be changed", paths.join(", ")),
        })
    }
}
