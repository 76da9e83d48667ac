//! What must not be in the repository: the invariants of `docs/architecture.md` that a test holds.
//!
//! Most are absences. Each names the place where an exception is, and why it is one.

use regex::Regex;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;
use walkdir::WalkDir;

/// `source` alone touches the file system, so that a memory or a revision can stand for a disk.
#[test]
fn only_source_opens_files() {
    let exceptions = ["src/cli/output.rs"]; // it writes the reports that the user named
    absent(r"\b(std::fs|fs|File|OpenOptions)::", |path| {
        path.starts_with("src/source") || exceptions.contains(&path)
    });
}

/// No network, no subprocess.
#[test]
fn nothing_leaves_the_process() {
    absent(r"\bprocess::Command\b|\bCommand::new\(", |_| false);
    absent(r"\b(TcpStream|TcpListener|UdpSocket|UnixStream|ToSocketAddrs)\b", |_| false);
}

/// The command line reads the environment and hands on what it picked.
#[test]
fn only_the_command_line_sees_the_environment() {
    absent(r"\benv::(var|vars|var_os|vars_os|args|args_os|current_dir|home_dir)\b", |path| {
        // a repository is found from the working folder
        path.starts_with("src/cli") || path == "src/main.rs" || path == "src/source/repository.rs"
    });
}

/// A run with `--today` is the same on every day.
#[test]
fn only_the_command_line_reads_the_clock() {
    absent(r"\b(Timestamp|Zoned|SystemTime|Instant)::now\b", |path| path.starts_with("src/cli"));
}

/// Only the command line writes to the terminal, by the writer that it is given.
#[test]
fn nobody_prints() {
    absent(r"\be?print(ln)?!\(", |_| false);
}

/// `syntax` hides the parser; cards and the configuration are HCL that serde reads.
#[test]
fn only_syntax_knows_the_parser() {
    absent(r"\bhcl(_edit)?::", |path| {
        path.starts_with("src/syntax")
            || path.starts_with("src/config")
            || path.starts_with("src/rules/card")
    });
}

/// A rule that needs syntax is asking for a missing field of the model.
#[test]
fn model_and_rules_see_no_syntax() {
    absent(r"\bsyntax::|\bhcl::edit\b|\bSpan\b|\bSourceMap\b", |path| !is_model_or_rule(path));
}

/// A rule names cases; how bad they are says the card.
#[test]
fn no_rule_picks_a_severity() {
    let rules: BTreeSet<String> =
        acklint::rules::ids().map(|id| format!("src/rules/{id}")).collect();
    absent(r"\bSeverity\b", |path| !rules.iter().any(|rule| path.starts_with(rule)));
}

/// `report` alone writes JSON.
#[test]
fn only_report_writes_json() {
    // what others write is read where it is met: JSON configurations, the list of modules that
    // `terraform init` leaves, the settings of add-ons, and a baseline
    let readers = [
        "src/baseline.rs",
        "src/syntax",
        "src/module/installed.rs",
        "src/model/lower/settings.rs",
        "src/plan",
    ];
    absent(r"\bserde_json::|\bjson!\(", |path| {
        path.starts_with("src/report") || readers.iter().any(|reader| path.starts_with(reader))
    });
    absent(r"serde_json::to_|\bjson!\(", |path| path.starts_with("src/report"));
}

/// An `expect` says which invariant holds; in tests anything may be expected.
#[test]
fn nothing_is_unwrapped() {
    absent(r"\.unwrap\(\)|\.unwrap_err\(\)", |_| false);
    let expect = Regex::new(r#"\.expect\("([^"]*)"#).expect("a pattern");
    let mut found = Vec::new();
    for file in sources() {
        for (line, text) in file.code() {
            let mut said = expect.captures_iter(&text).map(|said| said[1].to_owned());
            if said.any(|said| !said.starts_with("invariant: ")) {
                found.push(format!("{}:{line}: {}", file.path, text.trim()));
            }
        }
    }
    none(found);
}

#[test]
fn nothing_is_left_to_do() {
    let words = ["TO", "FIX", "XX"].iter().zip(["DO", "ME", "X"]);
    let mut pattern: Vec<String> = words.map(|(a, b)| format!(r"\b{a}{b}\b")).collect();
    pattern.push(r"\b(dbg|todo|unimplemented)!\(".to_owned());
    pattern.push("PLUG".to_owned() + " IN");
    let pattern = Regex::new(&pattern.join("|")).expect("a pattern");
    let found = committed().into_iter().filter(|file| !file.path.starts_with("fixtures/"));
    none(found.flat_map(|file| file.lines_with(&pattern)));
}

/// `rules/` alone holds numbers from Alibaba's documents: code asks for them by name.
#[test]
fn code_holds_no_numbers_of_the_cloud() {
    /// Where, which number, and why it is none of the cloud's.
    const ALLOWED: [(&str, &str, &str); 17] = [
        ("src/capacity.rs", "32", "the bits of an IPv4 address"),
        ("src/capacity.rs", "100", "percent"),
        ("src/capacity.rs", "8", "the largest private range is a /8"),
        ("src/capacity/free.rs", "12", "172.16.0.0/12 is looked at first"),
        ("src/proposal/layout.rs", "24", "how large acklint makes a vSwitch where there is room"),
        ("src/model/lower/cluster.rs", "32", "the bits of an IPv4 address"),
        ("src/model/lower/pool.rs", "100", "percent"),
        ("src/model/lower.rs", "11", "the length of a list of types"),
        ("src/rules/flannel_pod_cidr_too_small.rs", "3", "the 3rd node"),
        ("src/rules/flannel_pod_cidr_too_small.rs", "10", "the 21st node"),
        ("src/rules/flannel_pod_cidr_too_small.rs", "100", "the 111th node"),
        ("src/rules/flannel_pod_cidr_too_small.rs", "11", "the 11th node"),
        ("src/rules/flannel_pod_cidr_too_small.rs", "12", "the 12th node"),
        ("src/rules/flannel_pod_cidr_too_small.rs", "13", "the 13th node"),
        ("src/rules/outcome.rs", "40", "how many other parties a finding names"),
        ("src/rules/met.rs", "40", "how many ranges that meet a finding hands on"),
        ("src/network_plan/foreign.rs", "40", "how many ranges of others a map shows"),
    ];
    let number =
        Regex::new(r#"(^|[^\w."'])([3-9]|[1-9][0-9_]+)([^\w.]|\.\.|$)"#).expect("a pattern");
    let mut found = Vec::new();
    for file in sources().into_iter().filter(|file| is_claimed(&file.path)) {
        for (line, text) in file.code() {
            for numbers in number.captures_iter(&without_texts(&text)) {
                let allowed = |(path, number, _): &(&str, &str, &str)| {
                    *path == file.path && *number == &numbers[2]
                };
                if !ALLOWED.iter().any(allowed) {
                    found.push(format!("{}:{line}: {}: {}", file.path, &numbers[2], text.trim()));
                }
            }
        }
    }
    none(found);
}

/// Neither do texts: a help that names a range or a size names one that was calculated.
#[test]
fn texts_hold_no_numbers_of_the_cloud() {
    /// What a text may name, and why.
    const ALLOWED: [(&str, &str); 0] = [];
    let ranges = r"[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+|/[0-9]{1,2}\b";
    let limits = r"\b(200|256|1,?000|2,?000|5,?000|6,?000|15,?000)\b";
    let pattern = Regex::new(&format!("{ranges}|{limits}")).expect("a pattern");
    let claimed = sources().into_iter().filter(|file| is_claimed(&file.path));
    let found = claimed.flat_map(|file| {
        let code = file.code().into_iter().filter(|(_, text)| pattern.is_match(text));
        let path = file.path.clone();
        code.map(move |(line, text)| format!("{path}:{line}: {}", text.trim())).collect::<Vec<_>>()
    });
    let allowed = |found: &str| ALLOWED.iter().any(|(text, _)| found.contains(text));
    none(found.filter(|found| !allowed(found)));
}

/// A file can be read at one sitting. Tests count for nothing.
#[test]
fn files_are_short() {
    let long = sources().into_iter().filter_map(|file| {
        let most = if file.path.starts_with("src/rules/") { 200 } else { 500 };
        let lines = file.code().len();
        (lines > most).then(|| format!("{}: {lines} lines, {most} at most", file.path))
    });
    none(long);
}

#[test]
fn every_module_says_what_it_owns() {
    let first = |file: &File| file.text.lines().next().unwrap_or_default().to_owned();
    let silent = rust().into_iter().filter(|file| !first(file).starts_with("//! "));
    none(silent.map(|file| format!("{}: it does not begin with `//! `", file.path)));
}

/// A rule is a card, a module and a word in the list: no two of them without the third.
#[test]
fn every_rule_has_its_three_places() {
    let listed: BTreeSet<String> = acklint::rules::ids().map(str::to_owned).collect();
    let files: Vec<File> = committed();
    let named = |folder: &str, ending: &str| -> BTreeSet<String> {
        let names =
            files.iter().filter_map(|file| file.path.strip_prefix(folder)?.strip_suffix(ending));
        names.filter(|name| !name.contains('/')).map(str::to_owned).collect()
    };
    let mut cards = named("rules/", ".md");
    cards.remove("README");
    assert_eq!(cards, listed, "the cards and the list");
    let modules = named("src/rules/", ".rs");
    let without: Vec<_> = listed.difference(&modules).collect();
    assert!(without.is_empty(), "rules without a module of their own: {without:?}");
    for file in &files {
        let decides =
            file.path.strip_prefix("src/rules/").and_then(|path| path.strip_suffix(".rs"));
        if let Some(name) = decides.filter(|_| file.text.contains("\npub(super) fn check(")) {
            assert!(listed.contains(name), "{} decides, but is not listed", file.path);
        }
    }
}

/// Every fact that code asks for by name is there: such a name panics only here.
#[test]
fn every_fact_that_is_asked_for_is_there() {
    let ask =
        Regex::new(r#"\b(quota|default|default_number)\(\s*"([^"]+)"\s*\)"#).expect("a pattern");
    let mut asked = 0;
    for file in sources().into_iter().filter(|file| !file.path.starts_with("src/facts")) {
        for ask in ask.captures_iter(&file.text) {
            asked += 1;
            match &ask[1] {
                "quota" => drop(acklint::facts::quota(&ask[2])),
                "default" => drop(acklint::facts::default(&ask[2])),
                _ => drop(acklint::facts::default_number(&ask[2])),
            }
        }
    }
    assert!(asked > 5, "{asked} facts are asked for: does the pattern still fit?");
}

/// Where packages come from is the business of the machine that builds.
#[test]
fn no_package_registry_is_named() {
    let hosts = [
        "crates.",
        "index.crates",
        "static.crates",
        "pypi.",
        "pythonhosted.",
        "npmjs.",
        "yarnpkg.",
        "proxy.golang",
        "goproxy.",
        "rubygems.",
        "docker.",
        "ghcr.",
        "quay.",
        "artifactory",
        "nexus.",
    ];
    let endings = hosts.map(|host| format!(r"\b{}(io|org|com|cn)?\b", regex::escape(host)));
    let pattern =
        Regex::new(&format!(r"(?i)https?://[^\s]*({})", endings.join("|"))).expect("a pattern");
    // every package of the lock file comes from the one that cargo knows by itself
    let known = format!("source = \"registry+https://github.com/rust-lang/{}io-index\"", hosts[0]);
    let lines = committed().into_iter().flat_map(|file| file.lines_with(&pattern));
    none(lines.filter(|line| !line.ends_with(&known)));
    let lock = committed().into_iter().find(|file| file.path == "Cargo.lock").expect("a lock file");
    let foreign = lock.text.lines().filter(|line| line.starts_with("source = ") && *line != known);
    none(foreign.map(str::to_owned));
}

/// A file of the repository.
struct File {
    /// From the root, with `/`.
    path: String,
    text: String,
}

impl File {
    /// Its lines but comments, and but what is compiled for tests only, which stands at the end.
    fn code(&self) -> Vec<(usize, String)> {
        let lines: Vec<&str> = self.text.lines().collect();
        let tests = |pair: &[&str]| pair[0] == "#[cfg(test)]" && pair[1].starts_with("mod tests");
        let end = lines.windows(2).position(tests).unwrap_or(lines.len());
        let code = (1..).zip(&lines[..end]).map(|(number, line)| (number, without_comment(line)));
        code.collect()
    }

    fn lines_with(&self, pattern: &Regex) -> Vec<String> {
        let numbered = (1..).zip(self.text.lines()).filter(|(_, line)| pattern.is_match(line));
        numbered.map(|(number, line)| format!("{}:{number}: {}", self.path, line.trim())).collect()
    }
}

fn is_model_or_rule(path: &str) -> bool {
    // cards are read as they are written
    (path.starts_with("src/model") || path.starts_with("src/rules"))
        && !path.starts_with("src/rules/card")
}

/// Where a claim is decided.
fn is_claimed(path: &str) -> bool {
    is_model_or_rule(path)
        || ["src/capacity", "src/network_plan", "src/proposal"]
            .iter()
            .any(|of| path.starts_with(of))
}

fn without_comment(line: &str) -> String {
    /// `://` is none.
    static COMMENT: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(^|[^:])//.*$").expect("a pattern"));
    COMMENT.replace(line, "$1").into_owned()
}

fn without_texts(line: &str) -> String {
    static TEXT: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#""(\\.|[^"\\])*""#).expect("a pattern"));
    TEXT.replace_all(line, "\"\"").into_owned()
}

/// No line of the program's code matches, save where it may.
fn absent(pattern: &str, may: impl Fn(&str) -> bool) {
    let pattern = Regex::new(pattern).expect("a pattern");
    let mut found = Vec::new();
    for file in sources().into_iter().filter(|file| !may(&file.path)) {
        let code = file.code().into_iter().filter(|(_, text)| pattern.is_match(text));
        found.extend(code.map(|(line, text)| format!("{}:{line}: {}", file.path, text.trim())));
    }
    none(found);
}

fn none(found: impl IntoIterator<Item = String>) {
    let found: Vec<String> = found.into_iter().collect();
    assert!(found.is_empty(), "{} found:\n{}", found.len(), found.join("\n"));
}

/// What is compiled into the program.
fn sources() -> Vec<File> {
    let is_test = Regex::new(r"/tests(/|\.rs$)|/test_[a-z]+\.rs$").expect("a pattern");
    // the sample that the tests of `report` share
    let only_tests = |path: &str| is_test.is_match(path) || path == "src/report/sample.rs";
    let files = rust().into_iter();
    files.filter(|file| file.path.starts_with("src/") && !only_tests(&file.path)).collect()
}

fn rust() -> Vec<File> {
    committed()
        .into_iter()
        .filter(|file| Path::new(&file.path).extension().is_some_and(|it| it == "rs"))
        .collect()
}

/// All text files of the repository but what is built.
fn committed() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let enters = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        !["target", ".git", "node_modules"].contains(&name.as_ref())
    };
    let below = WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(enters);
    let files = below.map(|entry| entry.expect("an entry")).filter(|e| e.file_type().is_file());
    let file = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(root).expect("it lies below");
        let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
        let text = std::fs::read_to_string(entry.path()).ok()?;
        Some(File { path: parts.join("/"), text })
    };
    files.filter_map(file).collect()
}
