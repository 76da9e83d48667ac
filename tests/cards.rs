//! The cards of `rules/` hold: each example comes out as it says, and what the cards cite is there.

mod differences;

use acklint::diff::Before;
use acklint::options::Options;
use acklint::report::view::{Location, Severity, View};
use acklint::rules::card::{Card, Example, ExampleFile, Expected, Grain, Mark};
use acklint::source::Memory;
use acklint::{capacity, check, diff, rules};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// `# <-` fails, with the severity of its case; a passing example is decided and silent; an
/// undecided one is so because of its `# ?`.
#[test]
fn every_example_comes_out_as_its_card_says() {
    let wrong: Vec<String> = rules::cards().flat_map(wrong_examples).collect();
    assert!(wrong.is_empty(), "{} examples are wrong:\n\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_card_shows_a_failing_a_passing_and_an_undecided_example() {
    for card in rules::cards() {
        let shows = |wanted: fn(&Expected) -> bool| {
            card.examples.iter().any(|example| wanted(&example.expected))
        };
        let id = card.id;
        assert!(shows(|e| matches!(e, Expected::Fail { .. })), "rules/{id}.md: what fails?");
        assert!(shows(|e| *e == Expected::Pass), "rules/{id}.md: what passes?");
        let undecided = shows(|e| *e == Expected::Undecided);
        assert!(undecided || card.never_undecided.is_some(), "rules/{id}.md: what is undecided?");
    }
}

/// The section that says what to do where no edit mends it.
const WAY_OUT: &str = "If it exists already";

/// Rules whose help holds for what exists as well: an edit mends it.
const MENDED: [&str; 4] =
    ["cidr_invalid", "cluster_node_quota", "replacement_unguarded", "waiver_invalid"];

#[test]
fn every_card_knows_a_way_out() {
    for card in rules::cards() {
        let id = card.id;
        match &card.way_out {
            // what changes exists, and a waiver is nothing in the cloud
            None if rules::is_on_changes(id) || card.grain == Grain::None => {}
            None => assert!(MENDED.contains(&id), "rules/{id}.md: no section \"{WAY_OUT}\""),
            Some(way) => {
                assert!(!MENDED.contains(&id), "rules/{id}.md has a way out");
                assert!(way.ends_with('.') && !way.contains("##"), "rules/{id}.md: {way}");
            }
        }
    }
}

#[test]
fn every_card_has_its_headings_in_order() {
    let headings = ["Why it cannot wait", "Fails", "Passes", "Undecided", "How to choose", WAY_OUT]
        .map(|name| format!("## {name}"));
    let way_out = format!("## {WAY_OUT}");
    for card in rules::cards() {
        let found: Vec<&str> = card.text.lines().filter(|line| line.starts_with("## ")).collect();
        let optional = |name: &str| {
            name == "## Undecided" && card.never_undecided.is_some() || name == way_out
        };
        let wanted = headings.iter().map(String::as_str);
        let wanted: Vec<&str> =
            wanted.filter(|name| !optional(name) || found.contains(name)).collect();
        assert_eq!(found, wanted, "rules/{}.md", card.id);
    }
}

/// The index of `rules/README.md` is made from the cards: `UPDATE_EXPECT=1` writes it.
#[test]
fn the_index_is_that_of_the_cards() {
    const BEGIN: &str = "<!-- index:begin -->\n";
    const END: &str = "<!-- index:end -->";
    let path = folder("rules").join("README.md");
    let text = read(&path);
    let (before, rest) = text.split_once(BEGIN).expect("the index has a beginning");
    let (_, after) = rest.split_once(END).expect("the index has an end");
    let made = format!("{before}{BEGIN}{}{END}{after}", index());
    differences::hold(&path, &made).unwrap_or_else(|wrong| panic!("{wrong}"));
}

/// What an edit and an apply can mend is no rule here.
#[test]
fn what_a_card_calls_frozen_cannot_be_changed() {
    let table = Table::read("mutability.csv");
    for card in rules::cards() {
        // a rule on what people wrote for acklint itself freezes nothing
        let is_none = card.grain == Grain::None;
        assert_eq!(card.frozen.is_empty(), is_none, "rules/{}.md: what is frozen?", card.id);
        for frozen in &card.frozen {
            let (resource, attribute) = frozen.split_once('.').expect("RESOURCE.ATTRIBUTE");
            let changes: Vec<&str> = table
                .rows
                .iter()
                .filter(|row| row[0] == *resource && row[1] == *attribute)
                .map(|row| row[2].as_str())
                .collect();
            let id = card.id;
            assert!(!changes.is_empty(), "rules/{id}.md: mutability.csv has no {frozen}");
            assert!(
                changes.iter().any(|change| *change != "in_place"),
                "rules/{id}.md: {frozen} is changed in place"
            );
        }
    }
}

/// Every table says what it is and when it was read, is rectangular, and every row has a source.
#[test]
fn every_fact_has_a_source() {
    let tables = std::fs::read_dir(folder("rules/facts")).expect("there are facts");
    let names = tables.map(|entry| entry.expect("an entry").file_name());
    let names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    assert!(names.len() >= 7, "{names:?}");
    for name in names {
        let table = Table::read(&name);
        let notes = table.notes.join("\n");
        assert!(notes.contains("# source: "), "{name} does not say where it is from");
        let (_, read) = notes.split_once("retrieved: ").unwrap_or_else(|| panic!("{name}: when?"));
        assert!(is_date(read.get(..10).unwrap_or_default()), "{name}: retrieved: {read}");
        let source = table.column("source");
        for row in &table.rows {
            assert!(!row[source].trim().is_empty(), "{name}: {} has no source", row.join(","));
            assert!(row.iter().all(|cell| cell == cell.trim()), "{name}: spaces in {row:?}");
        }
    }
}

/// Two rows of one name would be two truths.
#[test]
fn no_fact_stands_twice() {
    let keys = [
        ("addons.csv", 1),
        ("claimed_ranges.csv", 2),
        ("defaults.csv", 2),
        ("instance_types.csv", 1),
        ("one_way.csv", 4),
        ("schema.csv", 2),
        ("mutability.csv", 5),
        ("private_ranges.csv", 1),
        ("quotas.csv", 1),
        ("reserved_ranges.csv", 1),
        ("whitelists.csv", 2),
    ];
    for (name, width) in keys {
        let table = Table::read(name);
        let mut names: Vec<&[String]> = table.rows.iter().map(|row| &row[..width]).collect();
        names.sort();
        let twice: Vec<_> = names.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert!(twice.is_empty(), "{name}: {twice:?}");
    }
}

/// The numbers that the project began with.
#[test]
fn the_examples_of_the_seed_hold() {
    let range = "172.16.0.0/20".parse().expect("a range");
    assert_eq!(capacity::flannel_pods_per_node(24), 256);
    assert_eq!(capacity::flannel_nodes(range, 24), 16);
    let terway_pods =
        |name, exclusive| capacity::terway_pods(acklint::facts::instance_type(name)?, exclusive);
    assert_eq!(terway_pods("ecs.c7.4xlarge", false), Some(210));
    assert_eq!(terway_pods("ecs.c7.4xlarge", true), Some(7));
    assert_eq!(terway_pods("ecs.c6.4xlarge", false), Some(140));
    assert_eq!(terway_pods("ecs.nobody.has.seen", false), None, "never guessed");
}

/// What is wrong with the examples of a card, each with the line to look at.
fn wrong_examples(card: &Card) -> Vec<String> {
    let judged = card.examples.iter().map(|example| Judged::of(card, example));
    judged.filter(|judged| !judged.wrong.is_empty()).map(|judged| judged.to_string()).collect()
}

/// The rule, and those that the waivers of an example name: without them nothing is waived.
fn selected(card: &Card, example: &Example) -> Vec<&'static str> {
    let waived = |id: &&'static str| {
        let waivers =
            example.files.iter().flat_map(|file| file.text.split("acklint:allow").skip(1));
        waivers.filter_map(|waiver| waiver.lines().next()).any(|waiver| waiver.contains(id))
    };
    std::iter::once(card.id).chain(rules::ids().filter(waived)).collect()
}

/// An example, what the rule said of it, and what it should not have.
struct Judged<'a> {
    card: &'a Card,
    example: &'a Example,
    view: View,
    wrong: Vec<String>,
}

impl<'a> Judged<'a> {
    fn of(card: &'a Card, example: &'a Example) -> Self {
        let files = Memory::new(example.files.iter().map(|file| (file.name, file.text)));
        let today = Some("2026-12-01".parse().expect("a day"));
        let options = Options { select: selected(card, example), today, ..Options::default() };
        let paths = [String::new()];
        let mut view = if rules::is_on_changes(card.id) {
            let base = Memory::new(example.base.iter().map(|file| (file.name, file.text)));
            let before = Before { files: &base, name: "main".to_owned(), gone: Vec::new() };
            diff::diff(&before, &files, &paths, &options).expect("no wrong usage")
        } else {
            check::check(&files, &paths, &options).expect("no wrong usage")
        };
        view.findings.retain(|finding| finding.rule == card.id);
        view.undecided.retain(|undecided| undecided.rule == card.id);
        let mut judged = Self { card, example, view, wrong: Vec::new() };
        judged.problems();
        match &example.expected {
            Expected::Fail { case } => judged.fails(*case),
            Expected::Pass => judged.passes(),
            Expected::Undecided => judged.is_undecided(),
        }
        judged
    }

    fn problems(&mut self) {
        for problem in &self.view.problems {
            self.wrong.push(format!("a problem: {}", problem.message));
        }
    }

    /// Each mark is a finding, and each finding has a mark.
    fn fails(&mut self, case: Option<&str>) {
        let marks = self.marks();
        if marks.is_empty() {
            self.wrong.push("it fails, but marks no line with `# <- text`".to_owned());
        }
        for (file, line, mark) in &marks {
            let is_there = self.view.findings.iter().any(|finding| {
                is_at(&finding.location, file, *line) && matches(*mark, &finding.message)
            });
            if !is_there {
                let place = self.place(file.name, *line);
                self.wrong.push(format!("{place}: no finding with the text of the mark"));
            }
        }
        let severity = case
            .map_or(self.card.severities.first().map(|(_, s)| *s), |case| self.card.severity(case));
        for finding in &self.view.findings {
            let place = self.place(&finding.location.file, finding.location.start.line);
            let at = |(file, line, _): &(&ExampleFile, usize, Mark)| {
                is_at(&finding.location, file, *line)
            };
            let its = marks.iter().find(|mark| at(mark));
            if its.is_none() {
                self.wrong.push(format!("{place}: a finding without a mark"));
            }
            // a finding of another case says in its mark that it is an info
            let noted = its.and_then(|(.., mark)| noted(*mark));
            let severity = if noted.is_some() { Some(Severity::Info) } else { severity };
            if Some(finding.severity) != severity {
                let wanted = severity.map_or("?", Severity::as_str);
                self.wrong.push(format!("{place}: {}, not {wanted}", finding.severity.as_str()));
            }
        }
    }

    fn passes(&mut self) {
        self.is_silent();
        if !self.view.undecided.is_empty() {
            self.wrong.push("it passes, but the rule is undecided".to_owned());
        } else if self.view.summary.decided == 0 {
            self.wrong.push("it passes, but the rule did not apply".to_owned());
        }
    }

    fn is_undecided(&mut self) {
        self.is_silent();
        let marks = self.marks();
        for (file, line, _) in &marks {
            let is_there =
                |(at, why): (&Location, &String)| is_at(at, file, *line) && !why.is_empty();
            let mut undecided = self.view.undecided.iter().map(|u| (&u.location, &u.why));
            if !undecided.any(is_there) {
                let place = self.place(file.name, *line);
                self.wrong.push(format!("{place}: the rule is not undecided because of this line"));
            }
        }
        if marks.is_empty() {
            self.wrong.push("it is undecided, but marks no line with `# ?`".to_owned());
        }
        for undecided in &self.view.undecided {
            if !marks.iter().any(|(file, line, _)| is_at(&undecided.location, file, *line)) {
                let place = self.place(&undecided.location.file, undecided.location.start.line);
                self.wrong.push(format!("{place}: undecided because of a line without a mark"));
            }
        }
    }

    fn is_silent(&mut self) {
        if !self.view.findings.is_empty() {
            self.wrong.push("it should be silent, but something is found".to_owned());
        }
    }

    /// The marked lines; a mark that the kind of example does not have is a mistake.
    fn marks(&self) -> Vec<(&'a ExampleFile, usize, Mark)> {
        let undecided = self.example.expected == Expected::Undecided;
        let of = |file: &'a ExampleFile| {
            file.marks().into_iter().map(move |(line, mark)| (file, line, mark))
        };
        let marks = self.example.files.iter().chain(&self.example.base).flat_map(of);
        marks.filter(|(_, _, mark)| undecided == (*mark == Mark::Unknown)).collect()
    }

    /// A line of an example's file, as one clicks on it: in the card.
    fn place(&self, name: &str, line: usize) -> String {
        let id = self.card.id;
        match self.example.files.iter().find(|file| file.name == name) {
            Some(file) => format!("rules/{id}.md:{} ({name}:{line})", file.line + line - 1),
            None => format!("rules/{id}.md:{} ({name}:{line})", self.example.line),
        }
    }
}

impl std::fmt::Display for Judged<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (id, line) = (self.card.id, self.example.line);
        writeln!(f, "rules/{id}.md:{line}: {:?}", self.example.expected)?;
        for wrong in &self.wrong {
            writeln!(f, "  {wrong}")?;
        }
        writeln!(f, "  what the rule says:")?;
        for finding in &self.view.findings {
            let place = self.place(&finding.location.file, finding.location.start.line);
            let severity = finding.severity.as_str();
            writeln!(f, "    {severity} on {} at {place}", finding.subject)?;
            writeln!(f, "      {}", finding.message)?;
        }
        for undecided in &self.view.undecided {
            let place = self.place(&undecided.location.file, undecided.location.start.line);
            writeln!(f, "    undecided on {} at {place}", undecided.subject)?;
            writeln!(f, "      {}", undecided.why)?;
        }
        if self.view.findings.is_empty() && self.view.undecided.is_empty() {
            writeln!(f, "    nothing; {} checks decided", self.view.summary.decided)?;
        }
        Ok(())
    }
}

fn is_at(location: &Location, file: &ExampleFile, line: usize) -> bool {
    *location.file == *file.name && location.start.line == line
}

fn matches(mark: Mark, message: &str) -> bool {
    let Mark::Found(text) = mark else { return false };
    message.contains(noted(mark).unwrap_or(text))
}

/// The text of a mark that stands for an info, whatever the case of its example.
fn noted(mark: Mark) -> Option<&'static str> {
    let Mark::Found(text) = mark else { return None };
    text.strip_prefix("info: ")
}

/// The index as `rules/README.md` shows it.
fn index() -> String {
    let mut index = "| rule | grain | severities | title |\n|---|---|---|---|\n".to_owned();
    for card in rules::cards() {
        let (id, grain, title) = (card.id, card.grain.as_str(), card.title);
        let severities: Vec<_> =
            card.distinct_severities().into_iter().map(Severity::as_str).collect();
        writeln!(index, "| [`{id}`]({id}.md) | {grain} | {} | {title} |", severities.join(", "))
            .expect("a string takes it");
    }
    index
}

/// A table of facts.
struct Table {
    /// The lines above it that begin with `#`.
    notes: Vec<String>,
    names: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Reads a table; it must be rectangular.
    fn read(name: &str) -> Self {
        let text = read(&folder("rules/facts").join(name));
        let notes = text.lines().take_while(|line| line.starts_with('#')).map(str::to_owned);
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
        let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
        let names = cells(reader.headers().unwrap_or_else(|error| panic!("{name}: {error}")));
        let row = |record: csv::Result<csv::StringRecord>| {
            cells(&record.unwrap_or_else(|error| panic!("{name}: {error}")))
        };
        let rows: Vec<Vec<String>> = reader.records().map(row).collect();
        assert!(!rows.is_empty(), "{name} is empty");
        Self { notes: notes.collect(), names, rows }
    }

    fn column(&self, name: &str) -> usize {
        let found = self.names.iter().position(|known| known == name);
        found.unwrap_or_else(|| panic!("no column {name} in {:?}", self.names))
    }
}

/// Whether a text is `2026-11-22`, or another day.
fn is_date(text: &str) -> bool {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [4, 2, 2] && text.split('-').all(digits)
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn read(path: &Path) -> String {
    let text = std::fs::read_to_string(path);
    text.unwrap_or_else(|error| panic!("{}: {error}", path.display())).replace("\r\n", "\n")
}
