//! What exists already, by the state of the one root that is looked at.

use super::{Misuse, Opened, planned};
use crate::eval::Resource;
use crate::plan::State;
use std::path::Path;

/// Tells the resources of the only root which of them exist, and by which ids they are known.
pub(super) fn tell(
    opened: &Opened<'_>,
    path: &Path,
    resources: &mut [Vec<Resource>],
) -> Result<(), Misuse> {
    let text = planned::text(opened.modules, path)?;
    let state = State::read(&text).map_err(|unfit| planned::misuse(path, &unfit))?;
    let [resources] = resources else {
        let count = resources.len();
        return Err(Misuse(format!(
            "a state is of one root, and {count} are looked at: name the PATH of one with --state"
        )));
    };
    state.tell(resources, planned::PROVIDED);
    Ok(())
}
