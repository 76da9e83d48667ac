//! A line on standard error while a long run lasts, gone before anything else is written.

use crate::progress::Progress;
use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// How long a run takes before anything is shown: most are over by then.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often the line changes.
const PACE: Duration = Duration::from_millis(100);

/// Runs, and shows how far that has come: on a terminal, to people who did not ask for quiet.
pub(super) fn watched<T>(progress: &Progress, quiet: bool, run: impl FnOnce() -> T) -> T {
    let variable = |name: &str| std::env::var_os(name).unwrap_or_default();
    let shown =
        io::stderr().is_terminal() && variable("TERM") != "dumb" && variable("CI").is_empty();
    if shown && !quiet { beside(progress, PATIENCE, &mut io::stderr(), run) } else { run() }
}

fn beside<T>(
    progress: &Progress,
    patience: Duration,
    to: &mut (dyn Write + Send),
    run: impl FnOnce() -> T,
) -> T {
    thread::scope(|scope| {
        let (done, is_done) = channel::<()>();
        let line = thread::Builder::new()
            .spawn_scoped(scope, move || tell(progress, patience, to, &is_done));
        let result = run();
        drop(done);
        // a line that could not be shown is no reason to fail
        let _ = line.map(thread::ScopedJoinHandle::join);
        result
    })
}

/// Writes the line until the run is done.
fn tell(progress: &Progress, patience: Duration, to: &mut dyn Write, is_done: &Receiver<()>) {
    let mut wait = patience;
    let mut width = 0;
    while is_done.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
        let line = line(progress.roots());
        let _ = write!(to, "\r{line:width$}").and_then(|()| to.flush()); // as above
        width = line.len();
        wait = PACE;
    }
    if width > 0 {
        let _ = write!(to, "\r{:width$}\r", "").and_then(|()| to.flush());
    }
}

fn line((begun, all): (usize, usize)) -> String {
    match (begun, all) {
        (_, 0) => "looking for roots ...".to_owned(),
        (begun, all) if begun < all => format!("root {begun} of {all} ..."),
        (_, 1) => "the last root ...".to_owned(),
        (_, all) => format!("the last of {all} roots, and the rules ..."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::Sender;

    /// Hands on what is written.
    struct Seen(Sender<String>);

    impl Write for Seen {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let _ = self.0.send(String::from_utf8(bytes.to_vec()).unwrap());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// All that is written while a run waits for the line to show `awaited`.
    fn written(progress: &Progress, awaited: &str) -> String {
        let (sender, seen) = channel();
        let mut all = String::new();
        beside(progress, Duration::ZERO, &mut Seen(sender), || {
            while !all.contains(awaited) {
                all += &seen.recv().unwrap();
            }
        });
        all + &seen.iter().collect::<String>()
    }

    #[test]
    fn the_line_is_gone_when_the_run_is_done() {
        let progress = Progress::default();
        progress.expect(1200);
        progress.begin_root();
        let text = written(&progress, "root 1 of 1200 ...");
        let last = text.trim_end_matches('\r').rsplit('\r').next().unwrap();
        assert!(text.ends_with('\r') && last.trim().is_empty(), "{text:?}");
        assert!(last.len() >= "root 1 of 1200 ...".len(), "{text:?}");
    }

    #[test]
    fn a_run_that_is_over_soon_shows_nothing() {
        let (sender, seen) = channel();
        let hour = Duration::from_secs(3600);
        assert_eq!(beside(&Progress::default(), hour, &mut Seen(sender), || 7), 7);
        assert_eq!(seen.iter().count(), 0);
    }

    #[test]
    fn what_is_shown() {
        assert_eq!(line((0, 0)), "looking for roots ...");
        assert_eq!(line((3, 12)), "root 3 of 12 ...");
        assert_eq!(line((12, 12)), "the last of 12 roots, and the rules ...");
    }
}
