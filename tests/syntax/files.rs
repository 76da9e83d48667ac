//! The files: written ones, generated ones, and mutants of both.

use std::fmt::Write as _;
use std::path::PathBuf;

/// The files with Terraform's verdicts.
pub(crate) struct Table(Vec<(bool, String)>);

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/syntax").join(name)
}

/// The lines of a file here: a word, and a text in quotes as Rust writes it.
fn lines(name: &str) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(path(name)).unwrap();
    let line = |line: &str| {
        let (word, text) = line.split_once(' ').unwrap();
        (word.to_owned(), unescaped(text.strip_prefix('"').unwrap().strip_suffix('"').unwrap()))
    };
    text.lines().filter(|line| !line.starts_with('#')).map(line).collect()
}

/// What stands in `written.txt` under a word.
fn written(word: &str) -> impl Iterator<Item = String> {
    lines("written.txt").into_iter().filter(move |(of, _)| of == word).map(|(_, text)| text)
}

impl Table {
    pub(crate) fn read() -> Self {
        let verdict = |(word, text)| (word == "accept", text);
        Self(lines("files.txt").into_iter().map(verdict).collect())
    }

    pub(crate) fn texts(&self) -> Vec<String> {
        self.0.iter().map(|(_, text)| text.clone()).collect()
    }

    /// The texts that Terraform reads.
    pub(crate) fn accepted(&self) -> Vec<String> {
        let accepted = self.0.iter().filter(|(verdict, _)| *verdict);
        accepted.map(|(_, text)| text.clone()).collect()
    }

    pub(crate) fn verdicts(&self) -> Vec<bool> {
        self.0.iter().map(|(verdict, _)| *verdict).collect()
    }

    /// Writes it anew.
    pub(crate) fn write(texts: &[String], ask: impl Fn(&[String]) -> Option<Vec<bool>>) {
        let mut table = "# Whether terraform 1.11.4 reads a file. Made by ACKLINT_ORACLE_WRITE=1 \
                         cargo test --test syntax.\n"
            .to_owned();
        for (text, accepted) in texts.iter().zip(ask(texts).unwrap()) {
            let verdict = if accepted { "accept" } else { "refuse" };
            writeln!(table, "{verdict} \"{}\"", text.escape_default()).unwrap();
        }
        std::fs::write(path("files.txt"), table).unwrap();
    }
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        out.push(match characters.next().unwrap() {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let digits: String =
                    characters.by_ref().skip(1).take_while(|c| *c != '}').collect();
                char::from_u32(u32::from_str_radix(&digits, 16).unwrap()).unwrap()
            }
            other => other,
        });
    }
    out
}

/// All files of the table.
pub(crate) fn all() -> Vec<String> {
    let mut all: Vec<String> = written("file").collect();
    all.extend(written("expression").map(|expression| format!("x = {expression}\n")));
    all.extend(written("expression").map(|expression| format!("x = ({expression}\n)\n")));
    all.extend(split_apart());
    all.extend(heredocs());
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|text| seen.insert(text.clone()));
    all
}

/// Expressions with a line end or a comment at each place between two of their words.
fn split_apart() -> Vec<String> {
    let mut all = Vec::new();
    for words in written("split") {
        let words: Vec<&str> = words.split(' ').collect();
        for at in 1..words.len() {
            let (before, after) = (words[..at].join(" "), words[at..].join(" "));
            for between in ["\n", " # c\n", "\r\n", "/* c\n */", "//\n\n"] {
                all.push(format!("x = {before}{between}{after}\n"));
            }
        }
    }
    all
}

/// Heredocs of each kind, line end and content.
fn heredocs() -> Vec<String> {
    let mut all = Vec::new();
    let contents = [
        "",
        "a",
        "  a",
        "\ta",
        "EOT)",
        "EOT x",
        "xEOT",
        "EOT-",
        "EOT${1}",
        "$",
        "%",
        "$${a}",
        "%%{a}",
        "${1}",
        "${~ 1 ~}",
        "%{ if true }a%{ endif }",
        "%{ for x in [1] ~}\n${x}\n%{ endfor ~}",
        "${<<EOT\na\nEOT\n}",
        "${\"}\"}",
        "\\x \" '",
        "%{ if a\n&& b }x%{ endif }",
        "\u{e9}",
        "#",
    ];
    for (open, close) in [("<<EOT", "EOT"), ("<<-EOT", "  EOT"), ("<<EOT", "\tEOT ")] {
        for content in contents {
            let text = format!("x = {open}\n{content}\n{close}\n");
            all.push(text.replace('\n', "\r\n"));
            all.push(format!("x = [\n{open}\n{content}\n{close}\n]"));
            all.push(text);
        }
    }
    all
}

/// Texts in which characters are left out, doubled, swapped or put in.
pub(crate) fn mutants(texts: &[String], count: usize, seed: u64) -> Vec<String> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below.max(1) as u64).unwrap()
    };
    let put: Vec<char> = "\n\r \"${}%~[](),.:?=!-+*/#<>E0a_\\\u{e9}".chars().collect();
    let mutant = |_| {
        let mut text: Vec<char> = texts[random(texts.len())].chars().collect();
        for _ in 0..=random(2) {
            if text.is_empty() {
                break;
            }
            let (at, other) = (random(text.len()), random(text.len()));
            match random(5) {
                0 => drop(text.remove(at)),
                1 => text.insert(at, text[at]),
                2 => text.swap(at, other),
                3 => text.insert(at, put[random(put.len())]),
                _ => text[at] = put[random(put.len())],
            }
        }
        text.into_iter().collect()
    };
    // `$` and two carriage returns: Terraform reads it by an accident of its tables
    (0..count).map(mutant).filter(|text: &String| !text.contains("\r\r")).collect()
}
