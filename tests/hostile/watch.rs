//! Runs of the real program that are watched: how long they take, and how much memory.
//!
//! `ACKLINT_RELEASE=target/release/acklint cargo test --test hostile` runs that program instead of
//! the one that was built for debugging, and holds it to the limit itself.

use crate::program::Repository;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What the contract gives a run on hostile input.
const TIME: Duration = Duration::from_secs(10);

/// A build for debugging is about ten times slower, and shares its processors with other tests.
const SLOWER: u32 = 10;

/// The largest resident set of a run, in KiB.
const MEMORY: u64 = 1 << 20;

/// Whether the program that is held to the limits was built for release; else less is asked of it.
pub(crate) fn is_strict() -> bool {
    std::env::var_os("ACKLINT_RELEASE").is_some()
}

/// How a run of the program ended in time.
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ended {
    /// That something is said, on either stream.
    pub(crate) fn says(&self, what: &str) -> &Self {
        // wherever lines are folded
        let words =
            |text: &str| text.replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ");
        let said = words(&self.stdout).contains(what) || words(&self.stderr).contains(what);
        assert!(said, "{what:?} is not said:\n{}\n{}", start(&self.stdout), start(&self.stderr));
        self
    }

    pub(crate) fn exits(&self, code: i32) -> &Self {
        let said = [start(&self.stdout), start(&self.stderr)].join("\n");
        assert_eq!(self.code, code, "{said}");
        self
    }
}

fn start(text: &str) -> String {
    text.chars().take(2_000).collect()
}

/// Runs the program in a repository. Whatever lies there, it ends by itself with 0, 1 or 2, within
/// the limits, and without a panic. `name` says what the input is.
pub(crate) fn run(repository: &Repository, name: &str, arguments: &[&str]) -> Ended {
    let (mut command, limit) = match std::env::var_os("ACKLINT_RELEASE") {
        Some(program) => {
            let program = Path::new(env!("CARGO_MANIFEST_DIR")).join(program);
            let mut command = Command::new(program);
            command.args(arguments).current_dir(repository.root()).env_clear();
            (command, TIME)
        }
        None => (repository.command(arguments), TIME * SLOWER),
    };
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let begun = Instant::now();
    let mut child = command.spawn().expect("the program starts");
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let stdout = std::thread::spawn(|| text(stdout.expect("a pipe")));
    let stderr = std::thread::spawn(|| text(stderr.expect("a pipe")));
    let mut peak = 0;
    let status = loop {
        peak = peak.max(resident(&child).unwrap_or(0));
        if let Some(status) = child.try_wait().expect("its own child") {
            break status;
        }
        let over = begun.elapsed() > limit || peak > MEMORY;
        if over {
            child.kill().expect("its own child");
            child.wait().expect("its own child");
        }
        assert!(!over, "{name}: {arguments:?}: {:?}, {peak} KiB", begun.elapsed());
        std::thread::sleep(Duration::from_millis(2));
    };
    let took = begun.elapsed().as_millis();
    let [stdout, stderr] = [stdout, stderr].map(|pipe| pipe.join().expect("a reader"));
    println!("{took:>6} ms {peak:>8} KiB  {name}: {}", arguments.join(" "));
    let code = status.code();
    let said = start(&stderr);
    assert!(matches!(code, Some(0..=2)), "{name}: {arguments:?}: {status}: {said}");
    let panics = ["panicked at", "a mistake in acklint"];
    let panic = panics.iter().find(|panic| stdout.contains(**panic) || stderr.contains(**panic));
    assert_eq!(panic, None, "{name}: {arguments:?}: {}\n{said}", start(&stdout));
    Ended { code: code.unwrap_or_default(), stdout, stderr }
}

fn text(mut pipe: impl Read) -> String {
    let mut bytes = Vec::new();
    pipe.read_to_end(&mut bytes).expect("a pipe");
    String::from_utf8(bytes).expect("the program writes UTF-8")
}

/// The most memory that a process has had so far, in KiB; none where the system does not tell, or
/// where it has ended.
fn resident(child: &Child) -> Option<u64> {
    let status = format!("/proc/{}/status", child.id());
    let status = std::fs::read_to_string(Path::new(&status)).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
