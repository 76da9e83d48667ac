//! Which files are read: those that Terraform reads, and no others.
//!
//! The judge is `terraform fmt`, where it is on the machine: it reads a file with the very parser
//! that `plan` uses (`hclsyntax.ParseConfig`), and nothing of what comes after, such as which
//! blocks there may be. `terraform console` refuses more, for reasons that are no syntax. Its
//! verdicts are kept in `files.txt`. `ACKLINT_ORACLE=N` asks about N mutants of these files,
//! `ACKLINT_ORACLE_SEED` about other ones, `ACKLINT_ORACLE_WRITE=1` writes the table anew.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as it must be")]

mod files;
mod terraform;

use acklint::source::SourceMap;
use acklint::syntax::parse_body;
use std::collections::BTreeSet;

/// How many mutants are asked about.
const MUTANTS: usize = 2_000;

/// The stack that the parser is made for.
const STACK: usize = 64 << 20;

/// What is said against each text; `None` where it is read.
fn refusals(texts: &[String]) -> Vec<Option<String>> {
    let texts = texts.to_vec();
    let read = move || {
        let refusal = |text: &String| {
            let file = SourceMap::default().add("f.tf", text);
            let problem = parse_body(file, text).err()?;
            let at = problem.span.unwrap().start as usize;
            assert!(text.is_char_boundary(at), "{text:?}: {at}");
            Some(format!("{at}: {}", problem.message))
        };
        texts.iter().map(refusal).collect()
    };
    std::thread::Builder::new().stack_size(STACK).spawn(read).unwrap().join().unwrap()
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Holds acklint to verdicts, `true` for accepted.
fn hold(texts: &[String], verdicts: &[bool]) {
    let mut wrong = Vec::new();
    for (text, (refusal, accepted)) in texts.iter().zip(refusals(texts).iter().zip(verdicts)) {
        match (refusal, accepted) {
            (Some(problem), true) => wrong.push(format!("not read: {text:?}\n  {problem}")),
            (None, false) => wrong.push(format!("read, but Terraform refuses it: {text:?}")),
            _ => {}
        }
    }
    let accepted = verdicts.iter().filter(|accepted| **accepted).count();
    println!("{} files, {accepted} accepted: {} wrong", texts.len(), wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_terraform_accepts_is_read_and_nothing_else() {
    if std::env::var_os("ACKLINT_ORACLE_WRITE").is_some() {
        files::Table::write(&files::all(), terraform::verdicts);
    }
    let table = files::Table::read();
    let (texts, verdicts) = (table.texts(), table.verdicts());
    if let Some(theirs) = terraform::verdicts(&texts) {
        for (text, (theirs, kept)) in texts.iter().zip(theirs.iter().zip(&verdicts)) {
            assert_eq!(theirs, kept, "files.txt about {text:?}");
        }
    }
    hold(&texts, &verdicts);
}

#[test]
fn the_table_is_what_is_generated() {
    let kept: BTreeSet<String> = files::Table::read().texts().into_iter().collect();
    let missing: Vec<String> = files::all().into_iter().filter(|t| !kept.contains(t)).collect();
    assert!(missing.is_empty(), "ACKLINT_ORACLE_WRITE=1 asks about {missing:?}");
}

#[test]
fn mutants_are_read_where_terraform_reads_them() {
    let count = setting("ACKLINT_ORACLE").map_or(MUTANTS, |count| usize::try_from(count).unwrap());
    let seed = setting("ACKLINT_ORACLE_SEED").unwrap_or(1);
    let texts = files::mutants(&files::Table::read().accepted(), count, seed);
    match terraform::verdicts(&texts) {
        Some(verdicts) => hold(&texts, &verdicts),
        // no panic, and every problem has its place
        None => drop(refusals(&texts)),
    }
}
