//! What several files of one run tell of the same thing: the first that tells of it holds, and two
//! that tell different things are a problem.

use super::{Config, InstanceType, Placed, VSwitch, Vpc};
use crate::problem::Problem;
use std::collections::{BTreeMap, BTreeSet};

/// A block that tells of something in the cloud, by its id.
pub(super) trait Tells {
    /// As its blocks are called.
    const KIND: &'static str;

    /// What it tells of.
    fn id(&self) -> &Placed<String>;

    /// Whether another block of that id tells the same, wherever it stands.
    fn agrees(&self, other: &Self) -> bool;
}

/// Each thing once, as the first file tells it.
pub(super) fn once<'c, T: Tells>(blocks: impl Iterator<Item = &'c T>) -> Vec<&'c T> {
    let mut seen = BTreeSet::new();
    blocks.filter(|block| seen.insert(block.id().value.as_str())).collect()
}

/// What one file tells and another one otherwise, at the later place.
pub(super) fn contradictions(configs: &[impl AsRef<Config>]) -> Vec<Problem> {
    let all = || configs.iter().map(AsRef::as_ref);
    let mut problems = differing(all().flat_map(|config| &config.vpcs));
    problems.extend(differing(all().flat_map(|config| &config.vswitches)));
    problems.extend(differing(all().flat_map(|config| &config.instance_types)));
    problems
}

fn differing<'c, T: Tells + 'c>(blocks: impl Iterator<Item = &'c T>) -> Vec<Problem> {
    let mut first: BTreeMap<&str, &T> = BTreeMap::new();
    let mut problems = Vec::new();
    for block in blocks {
        let Placed { value: id, span } = block.id();
        let known = *first.entry(id).or_insert(block);
        // within one file it is told that a block stands twice
        if known.id().span.file != span.file && !known.agrees(block) {
            let message = format!(
                "another {} of this run tells something else of `{} \"{id}\"`, and holds: \
                 what is told of the cloud is true for all roots",
                super::FILE_NAME,
                T::KIND
            );
            problems.push(Problem::at(*span, message));
        }
    }
    problems
}

/// Whether two texts are the same, wherever they stand.
fn same(a: Option<&Placed<String>>, b: Option<&Placed<String>>) -> bool {
    a.map(|placed| &placed.value) == b.map(|placed| &placed.value)
}

impl Tells for Vpc {
    const KIND: &'static str = "vpc";

    fn id(&self) -> &Placed<String> {
        &self.id
    }

    fn agrees(&self, other: &Self) -> bool {
        let texts = |vpc: &Self| -> Vec<String> {
            vpc.cidrs.iter().map(|cidr| cidr.value.clone()).collect()
        };
        texts(self) == texts(other)
    }
}

impl Tells for VSwitch {
    const KIND: &'static str = "vswitch";

    fn id(&self) -> &Placed<String> {
        &self.id
    }

    fn agrees(&self, other: &Self) -> bool {
        same(self.vpc.as_ref(), other.vpc.as_ref())
            && same(self.cidr.as_ref(), other.cidr.as_ref())
            && same(self.zone.as_ref(), other.zone.as_ref())
    }
}

impl Tells for InstanceType {
    const KIND: &'static str = "instance_type";

    fn id(&self) -> &Placed<String> {
        &self.name
    }

    fn agrees(&self, other: &Self) -> bool {
        self.quotas == other.quotas
    }
}
