//! acklint's evaluator against the terraform program, where it is on the machine, and against
//! answers that the program has given.
//!
//! The rule: never a wrong value, never a value where Terraform refuses; not to know is tolerated,
//! but counted. `ACKLINT_ORACLE=N` asks N random expressions, `ACKLINT_ORACLE_SEED` other ones;
//! `ACKLINT_ORACLE_WRITE=1` writes the answers of the program into the table.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as it must be")]

mod answer;
mod configurations;

mod generate;
mod judge;
mod planned;
mod table;
mod terraform;
mod whole;

use answer::{Answer, Item, Verdict, ours, result};
use std::path::PathBuf;
use terraform::Terraform;

/// How many random expressions are asked.
const DEFAULT: usize = 2_000;

/// How many random configurations are asked.
const CONFIGURATIONS: usize = 20;

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
        Answer::Value { .. } => answer.shown(),
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
    let text = read("expressions.txt");
    let (items, expected): (Vec<Item>, Vec<String>) = table::read(&text).into_iter().unzip();
    let asked = items.clone();
    let mine = deep(move || asked.iter().map(ours).collect::<Vec<_>>());
    let theirs = program().map(|terraform| terraform.answers(&items));
    let name = |item: &Item| format!("{}{}", item.head, item.expression);
    hold(
        "expressions.txt",
        &text,
        &items.iter().map(name).collect::<Vec<_>>(),
        &expected,
        &mine,
        theirs,
    );
}

#[test]
fn known_configurations() {
    let text = read("configurations.txt");
    let cases = configurations::read(&text);
    let names: Vec<String> = cases.iter().map(|case| case.name.clone()).collect();
    let expected: Vec<String> = cases.iter().map(|case| case.expected.clone()).collect();
    let theirs =
        program().map(|terraform| cases.iter().map(|case| terraform.result(&case.files)).collect());
    let mine = deep(move || cases.iter().map(|case| result(&case.files)).collect::<Vec<_>>());
    hold("configurations.txt", &text, &names, &expected, &mine, theirs);
}

#[test]
fn random_configurations() {
    let Some(terraform) = program() else { return };
    let count =
        setting("ACKLINT_ORACLE").map_or(CONFIGURATIONS, |n| usize::try_from(n / 100).unwrap());
    let mut generator = generate::Generator::new(setting("ACKLINT_ORACLE_SEED").unwrap_or(1));
    let all: Vec<_> = (0..count).map(|_| generator.configuration()).collect();
    let theirs: Vec<Answer> = all.iter().map(|files| terraform.result(files)).collect();
    let asked = all.clone();
    let mine = deep(move || asked.iter().map(|files| result(files)).collect::<Vec<_>>());
    let text = |files: &configurations::Files| {
        let text = files.iter().map(|(path, text)| format!("-- {path} --\n{text}"));
        Item::new(text.collect::<String>())
    };
    let items: Vec<Item> = all.iter().map(text).collect();
    let (wrong, [same, missed, _, valued]) = compare(&items, &mine, &theirs);
    println!(
        "{count} random configurations, {valued} with a value: {same} the same, {missed} not \
         known, {} wrong",
        wrong.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// How many random cases with resources are planned and made.
const CASES: usize = 100;

#[test]
fn random_plans() {
    let Some(terraform) = program() else { return };
    let count = setting("ACKLINT_ORACLE").map_or(CASES, |n| usize::try_from(n / 5).unwrap());
    let mut generator = generate::Generator::new(setting("ACKLINT_ORACLE_SEED").unwrap_or(1));
    let cases: Vec<generate::Case> = (0..count).map(|_| generator.case()).collect();
    let said = terraform.plans(&generate::base(), &cases);
    let asked = cases.clone();
    let (wrong, counts) = deep(move || judged(&asked, &said));
    println!(
        "{count} random cases with resources: {} as planned, {} less, {} more, {} that Terraform \
         refuses, {} wrong; {} refused by both",
        counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn known_plans() {
    let text = read("plans.txt");
    let table = configurations::read(&text);
    let cases: Vec<generate::Case> = table.iter().map(|c| generate::Case::of(&c.files)).collect();
    let mut expected: Vec<String> = table.iter().map(|case| case.expected.clone()).collect();
    if let Some(terraform) = program() {
        let alone = |case: &generate::Case| terraform.plans(&[], std::slice::from_ref(case));
        let shown: Vec<String> = cases.iter().map(|case| alone(case)[0].shown()).collect();
        if std::env::var_os("ACKLINT_ORACLE_WRITE").is_some() {
            let mut lines = shown.iter();
            let line = |line: &str| match line.strip_prefix("=> ") {
                Some(_) => format!("=> {}\n", lines.next().unwrap()),
                None => format!("{line}\n"),
            };
            let text: String = text.lines().map(line).collect();
            std::fs::write(table_path("plans.txt"), text).unwrap();
            expected = shown;
        } else {
            for (case, (shown, expected)) in table.iter().zip(shown.iter().zip(&expected)) {
                assert_eq!(shown, expected, "plans.txt about {}", case.name);
            }
        }
    }
    let mut wrong = Vec::new();
    for ((entry, case), expected) in table.iter().zip(&cases).zip(&expected) {
        let asked = case.clone();
        let ours = deep(move || whole::ours(&[], &asked));
        let (verdict, about) = whole::verdict(case, &ours, &planned::Said::read(expected));
        let differs = match verdict {
            whole::Verdict::Same => String::new(),
            other => format!("{other:?}").to_lowercase(),
        };
        if differs != entry.differs {
            wrong.push(format!(
                "{}: {differs:?}, expected {:?}\n{}\n{ours:?}",
                entry.name,
                entry.differs,
                about.join("\n")
            ));
        }
    }
    println!("plans.txt: {} known plans, {} differ", table.len(), wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is wrong, and how often each verdict was; the last number is that of refusals.
fn judged(cases: &[generate::Case], said: &[planned::Said]) -> (Vec<String>, [usize; 6]) {
    let mut wrong = Vec::new();
    let mut counts = [0; 6];
    let shown = std::env::var("ACKLINT_ORACLE_SHOW").unwrap_or_default();
    for (at, (case, said)) in cases.iter().zip(said).enumerate() {
        let ours = whole::ours(&generate::base(), &case.named(planned::number(at)));
        let (verdict, about) = whole::verdict(case, &ours, said);
        counts[verdict as usize] += 1;
        counts[5] += usize::from(
            matches!(said, planned::Said::Refused(_)) && verdict == whole::Verdict::Same,
        );
        let text = format!("{verdict:?}\n{}{}\n", case.shown(), about.join("\n"));
        if verdict >= whole::Verdict::Lenient {
            wrong.push(text);
        } else if shown.contains(&format!("{verdict:?}")) {
            println!("{text}");
        }
    }
    (wrong, counts)
}

fn table_path(file: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/oracle").join(file)
}

fn read(file: &str) -> String {
    std::fs::read_to_string(table_path(file)).unwrap()
}

/// Holds our answers to a table, and the table to the answers of the program.
fn hold(
    file: &str,
    text: &str,
    names: &[String],
    expected: &[String],
    mine: &[Answer],
    theirs: Option<Vec<Answer>>,
) {
    let mut expected = expected.to_vec();
    if let Some(theirs) = theirs {
        let shown: Vec<String> = theirs.iter().map(Answer::shown).collect();
        if std::env::var_os("ACKLINT_ORACLE_WRITE").is_some() {
            std::fs::write(table_path(file), table::write(text, &theirs)).unwrap();
            expected = shown;
        } else {
            for (name, (shown, expected)) in names.iter().zip(shown.iter().zip(&expected)) {
                assert_eq!(shown, expected, "{file} about {name}");
            }
        }
    }
    let value = |shown: &str| shown != "ERR" && shown != "?";
    let mut wrong = Vec::new();
    for (name, (mine, expected)) in names.iter().zip(mine.iter().zip(&expected)) {
        let shown = mine.shown();
        if shown != *expected && (value(&shown) || value(expected)) {
            wrong.push(format!("{name}\n   ours {}\n theirs {expected}\n", detail(mine)));
        }
    }
    println!("{file}: {} known answers, {} differ", names.len(), wrong.len());
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
        // what Go compresses to
        "base64gzip",
    ];
    let of_opentofu = ["base64gunzip", "cidrcontains", "urldecode"];
    let missing = generate::never_called(&acklint::eval::function_names());
    let missing: Vec<&String> = missing
        .iter()
        .filter(|name| !apart.contains(&&***name) && !of_opentofu.contains(&&***name))
        .collect();
    assert!(missing.is_empty(), "no pattern calls {missing:?}");
}
