//! What exists already, by the state of the one root that is looked at.

use super::{Misuse, Opened, planned};
use crate::change::Statements;
use crate::eval::{Address, Existence, Resource};
use crate::plan::{State, What};
use std::path::Path;
use std::sync::Arc;

/// Tells the resources of the only root which of them exist, and by which ids they are known.
pub(super) fn tell(
    opened: &Opened<'_>,
    path: &Path,
    resources: &mut [Vec<Resource>],
    statements: &[Statements],
) -> Result<(), Misuse> {
    let text = planned::text(opened.modules, path, What::State)?;
    let state = State::read(&text).map_err(|unfit| planned::misuse(path, &unfit))?;
    let ([resources], [statements]) = (resources, statements) else {
        let count = statements.len();
        return Err(Misuse(format!(
            "a state is of one root, and {count} are looked at: name the PATH of one with --state"
        )));
    };
    let state = state.moved(resources, |before, now| {
        let found = statements.now(before, now).into_iter().zip(before);
        // one of an unknown number may be it
        let or_any = |(found, was): (Option<Address>, &&Arc<Address>)| {
            let moved = statements.moved(was);
            found.or_else(|| now.iter().find(|it| it.may_be(&moved)).map(|_| (*moved).clone()))
        };
        found.map(or_any).collect()
    });
    state.tell(resources, planned::PROVIDED);
    Ok(())
}

/// Tells the resources of a root that `import` blocks take in that the cloud has them.
pub(super) fn tell_imported(resources: &mut [Resource], statements: &Statements) {
    for resource in resources.iter_mut().filter(|it| statements.imports(&it.address)) {
        resource.exists = Existence::Exists;
    }
}
