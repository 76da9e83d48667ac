//! Add-ons of a cluster, and their settings.

use super::attr::{Attr, Open};
use super::cluster::PlugIn;
use crate::eval::{OriginId, Why};
use std::collections::BTreeMap;
use std::sync::Arc;

/// An add-on that a cluster names.
#[derive(Debug, Clone)]
pub struct Addon {
    /// Its name.
    pub name: Arc<str>,
    /// What it is, if it is a network plug-in.
    pub plug_in: Option<PlugIn>,
    /// Whether it is named to be left out.
    pub disabled: bool,
    /// Why it may not be installed.
    pub maybe: Option<Open>,
    /// Its `config`.
    pub config: Attr<Settings>,
    /// Where its name is written.
    pub origin: OriginId,
}

/// The keys of a `config` that hold a string, a number or a truth value; one that is not known has
/// its reason.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings(pub BTreeMap<Arc<str>, Result<Arc<str>, Why>>);

impl Addon {
    /// A setting that is on or off, whatever way it is written: `true`, `"true"`.
    pub fn switch(&self, key: &str) -> Attr<bool> {
        match &self.config {
            Attr::Absent(_) => Attr::Absent(self.origin),
            Attr::Unknown { open, .. } => Attr::Unknown { open: open.clone(), present: false },
            Attr::Known(settings, origin) => match settings.0.get(key) {
                None => Attr::Absent(*origin),
                Some(Ok(text)) => Attr::Known(text.eq_ignore_ascii_case("true"), *origin),
                Some(Err(why)) => {
                    let open = Open { why: why.clone(), origin: *origin };
                    Attr::Unknown { open, present: true }
                }
            },
        }
    }
}

/// The add-ons of a cluster.
#[derive(Debug, Clone, Default)]
pub struct Addons {
    /// Those that are known, in order.
    pub all: Vec<Addon>,
    /// Why there may be more, another network plug-in among them.
    pub open: Option<Open>,
}

impl Addons {
    /// The network plug-ins that are named for certain, those that are to be left out too.
    pub fn network(&self) -> impl Iterator<Item = (&Addon, PlugIn)> {
        let certain = self.all.iter().filter(|addon| addon.maybe.is_none());
        certain.filter_map(|addon| Some((addon, addon.plug_in?)))
    }

    /// Those that are installed, or may be, under a name.
    pub fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Addon> {
        self.all.iter().filter(move |addon| &*addon.name == name && !addon.disabled)
    }

    /// A setting of the network plug-in that is on or off: on where any of them has it on. `head`
    /// stands for its absence.
    pub fn network_switch(&self, key: &str, head: OriginId) -> Attr<bool> {
        let enabled = self.network().filter(|(addon, _)| !addon.disabled);
        let switches: Vec<Attr<bool>> = enabled.map(|(addon, _)| addon.switch(key)).collect();
        let first =
            |is: fn(&Attr<bool>) -> bool| switches.iter().find(|switch| is(switch)).cloned();
        let open = self.open.clone().map(|open| Attr::Unknown { open, present: false });
        first(|switch| switch.known() == Some(&true))
            .or_else(|| first(|switch| switch.open().is_some()))
            .or(open)
            .or_else(|| first(|switch| switch.known().is_some()))
            .unwrap_or(Attr::Absent(head))
    }
}
