//! What exists already, by the state of the one root that is looked at.

use super::{Misuse, Opened, planned};
use crate::change::Statements;
use crate::eval::Resource;
use crate::model;
use crate::plan::{State, What};
use std::path::Path;

/// Tells the resources of the only root which of them exist, and by which ids they are known.
pub(super) fn tell(
    opened: &Opened<'_>,
    path: &Path,
    resources: &mut [Vec<Resource>],
) -> Result<(), Misuse> {
    let text = planned::text(opened.modules, path, What::State)?;
    let mut state = State::read(&text).map_err(|unfit| planned::misuse(path, &unfit))?;
    let [resources] = resources else {
        let count = resources.len();
        return Err(Misuse(format!(
            "a state is of one root, and {count} are looked at: name the PATH of one with --state"
        )));
    };
    if state.knows_others(resources) {
        let statements = statements(opened);
        state.follow(|address| statements.moved(address));
    }
    state.tell(resources, planned::PROVIDED);
    Ok(())
}

/// What the only root says of moves: a state holds what was there before.
fn statements(opened: &Opened<'_>) -> Statements {
    let Some(root) = opened.roots.first() else { return Statements::default() };
    let (evaluator, _) = opened.evaluator(root, 0, |_| {});
    // blocks are those of the modules that are visited
    evaluator.resources(model::wanted, model::carries);
    Statements::of(&evaluator)
}
