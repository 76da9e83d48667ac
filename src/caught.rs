//! Panics, caught and put in words: a mistake in acklint costs one rule or one root, not the run.
//!
//! Whoever catches one makes a problem of it. Where it happened is told by the hook that the
//! command line installs, which also keeps the text of a panic from the terminal.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};

thread_local! {
    /// Where the last panic of this thread happened.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Lets panics be told by whoever catches them, and by nobody else.
pub(crate) fn quietly() {
    panic::set_hook(Box::new(|info: &PanicHookInfo<'_>| {
        let place = info.location().map(|at| format!("{}:{}", at.file(), at.line()));
        PLACE.with(|known| *known.borrow_mut() = place);
    }));
}

/// Runs something; of a panic a sentence that begins with what failed.
///
/// # Errors
/// If it panics.
pub(crate) fn caught<T>(what: &str, run: impl FnOnce() -> T) -> Result<T, String> {
    PLACE.with(|known| known.borrow_mut().take());
    panic::catch_unwind(AssertUnwindSafe(run)).map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason");
        let place = PLACE.with(|known| known.borrow_mut().take());
        let place = place.map(|place| format!(" at {place}")).unwrap_or_default();
        format!("{what} failed, which is a mistake in acklint, please report it: {text}{place}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_sentence() {
        assert_eq!(caught("this", || 1), Ok(1));
        let said = caught("the rule x", || panic!("index {} is out", 3)).map(|()| 0);
        let said = said.expect_err("it panics");
        let begins =
            "the rule x failed, which is a mistake in acklint, please report it: index 3 is out";
        assert!(said.starts_with(begins), "{said}");
    }
}
