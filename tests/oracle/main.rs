//! acklint's evaluator against the terraform program, where it is on the machine, and against
//! answers that the program has given.
//!
//! The rule: never a wrong value, never a value where Terraform refuses; not to know is tolerated,
//! but counted. `ACKLINT_ORACLE=N` asks N random expressions, `ACKLINT_ORACLE_SEED` other ones;
//! `ACKLINT_ORACLE_WRITE=1` writes the answers of the program into the table.

mod answer;

mod generate;
mod table;
mod terraform;

use answer::{Answer, Item, Verdict, ours};
use std::path::PathBuf;
use terraform::Terraform;

/// How many random expressions are asked.
const DEFAULT: usize = 2_000;

/// The stack that the evaluator is made for.
const STACK: usize = 256 << 20;

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn deep<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::Builder::new().stack_size(STACK).spawn(run).unwrap().join().unwrap()
}

fn program() -> Option<Terraform> {
    let found = Terraform::find();
    if found.is_none() {
        println!("terraform is not on this machine: nothing was compared with it");
    }
    found
}

/// The program's answers against ours: what differs, and how often each verdict was.
fn compare(items: &[Item], ours: &[Answer], theirs: &[Answer]) -> (Vec<String>, [usize; 4]) {
    let mut wrong = Vec::new();
    let mut counts = [0; 4];
    for (item, (ours, theirs)) in items.iter().zip(ours.iter().zip(theirs)) {
        let verdict = ours.against(theirs);
        counts[verdict as usize] += 1;
        counts[3] += usize::from(matches!(theirs, Answer::Value { .. }));
        let text = || {
            format!(
                "{:?} {}{}\n   ours {}\n theirs {}\n",
                verdict,
                item.head,
                item.expression,
                detail(ours),
                theirs.shown()
            )
        };
        match verdict {
            Verdict::Wrong => wrong.push(text()),
            Verdict::Missed if std::env::var_os("ACKLINT_ORACLE_MISSED").is_some() => {
                println!("{}", text());
            }
            _ => {}
        }
    }
    (wrong, counts)
}

fn detail(answer: &Answer) -> String {
    match answer {
        Answer::Error(message) => format!("ERR {message}"),
        Answer::Unknown(why) => format!("? {why}"),
        value => value.shown(),
    }
}

#[test]
fn random_expressions() {
    let Some(terraform) = program() else { return };
    let count = setting("ACKLINT_ORACLE").map_or(DEFAULT, |count| usize::try_from(count).unwrap());
    let mut generator = generate::Generator::new(setting("ACKLINT_ORACLE_SEED").unwrap_or(1));
    let items: Vec<Item> = (0..count).map(|_| generator.item()).collect();
    let asked = items.clone();
    let mine = deep(move || asked.iter().map(ours).collect::<Vec<_>>());
    let theirs = terraform.answers(&items);
    let (wrong, [same, missed, _, valued]) = compare(&items, &mine, &theirs);
    println!(
        "{count} random expressions, {valued} with a value: {same} the same, {missed} not known, \
         {} wrong",
        wrong.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn known_answers() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/expressions.txt");
    let text = std::fs::read_to_string(&path).unwrap();
    let cases = table::read(&text);
    let items: Vec<Item> = cases.iter().map(|case| case.item.clone()).collect();
    let asked = items.clone();
    let mine = deep(move || asked.iter().map(ours).collect::<Vec<_>>());
    let mut expected: Vec<String> = cases.iter().map(|case| case.expected.clone()).collect();
    if let Some(terraform) = program() {
        let theirs = terraform.answers(&items);
        let shown: Vec<String> = theirs.iter().map(Answer::shown).collect();
        if std::env::var_os("ACKLINT_ORACLE_WRITE").is_some() {
            std::fs::write(&path, table::write(&text, &theirs)).unwrap();
            expected = shown;
        } else {
            for (expected, (shown, item)) in expected.iter().zip(shown.iter().zip(&items)) {
                assert_eq!(expected, shown, "the table about {}", item.expression);
            }
        }
    }
    let differs = |(item, (mine, expected)): (&Item, (&Answer, &String))| {
        let value = |shown: &str| shown != "ERR" && shown != "?";
        let same = mine.shown() == *expected || !(value(&mine.shown()) || value(expected));
        (!same).then(|| {
            format!(
                "{}{}\n   ours {}\n theirs {expected}\n",
                item.head,
                item.expression,
                detail(mine)
            )
        })
    };
    let wrong: Vec<String> =
        items.iter().zip(mine.iter().zip(&expected)).filter_map(differs).collect();
    println!("{} known answers, {} differ", items.len(), wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_function_is_asked() {
    // they read files, which the random expressions have not, or differ from run to run
    let apart = [
        "abspath",
        "file",
        "filebase64",
        "filebase64sha256",
        "filebase64sha512",
        "fileexists",
        "filemd5",
        "fileset",
        "filesha1",
        "filesha256",
        "filesha512",
        "pathexpand",
        "templatefile",
        "basename",
        "dirname",
        // gone, or of the console only
        "list",
        "map",
        "type",
        // not tracked
        "issensitive",
    ];
    let of_opentofu = ["base64gunzip", "cidrcontains", "urldecode"];
    let missing = generate::never_called(&acklint::eval::function_names());
    let missing: Vec<&String> = missing
        .iter()
        .filter(|name| !apart.contains(&&***name) && !of_opentofu.contains(&&***name))
        .collect();
    assert!(missing.is_empty(), "no pattern calls {missing:?}");
}
