//! A waiver, or another comment to acklint, is no good: it says nothing, or stands for nothing.

use super::{Asked, Flaw, Remark, ids};
use crate::module::EXPECT;
use crate::nearest::nearest;
use crate::waive::{ALLOW, Until, Waiver, Why};

/// What is wrong with a comment to acklint.
pub(super) fn check(asked: &Asked<'_>) -> Vec<Flaw> {
    match asked.remark {
        Remark::Waiver { waiver, idle } => of_waiver(asked, waiver, idle),
        Remark::Stray(why) => vec![stray(asked, why)],
    }
}

/// The first mistake that keeps a waiver from waiving is told alone.
fn of_waiver(asked: &Asked<'_>, waiver: &Waiver, idle: &[&'static str]) -> Vec<Flaw> {
    let rules = waiver.rules.join(", ");
    let flaw = |case, message: String, help: &str| {
        vec![Flaw { case, about: rules.clone(), message, help: help.to_owned() }]
    };
    if waiver.rules.is_empty() {
        let help = "name the rule that the finding shows in brackets";
        return flaw("unknown_rule", "this waiver names no rule, and waives nothing".into(), help);
    }
    if waiver.reason.is_empty() {
        let message = format!("this waiver of {rules} gives no reason, and waives nothing");
        return flaw("no_reason", message, "write the reason behind a dash: ` — reason`");
    }
    if let Until::NoDay(text) = &waiver.until {
        let message = format!("`{text}` is no date, and this waiver of {rules} waives nothing");
        let help = "write the last day as `until=YEAR-MONTH-DAY`, in digits";
        return flaw("bad_date", message, help);
    }
    if let Some(last) = waiver.until.date().filter(|_| waiver.is_past(asked.today)) {
        let message = format!("this waiver of {rules} ended on {last}, and waives nothing any more");
        let help = "mend what it was for and remove it, or give it a later date and say why";
        return flaw("expired", message, help);
    }
    let unknown = waiver.rules.iter().filter_map(|name| unknown(name));
    let unused = idle.iter().map(|rule| unused(rule, waiver.has_line(), asked.json));
    unknown.chain(unused).collect()
}

fn unknown(name: &str) -> Option<Flaw> {
    let (message, help) = if name == "waiver_invalid" {
        let help = "mend the waiver that it speaks of, or remove it";
        ("waiver_invalid itself cannot be waived by a comment".to_owned(), help.to_owned())
    } else if ids().any(|id| id == name) {
        return None;
    } else {
        let help = match nearest(name, ids()) {
            Some(known) => format!("did you mean `{known}`?"),
            None => "`acklint rules` lists the rules".to_owned(),
        };
        (format!("there is no rule `{name}`, so nothing is waived for it"), help)
    };
    Some(Flaw { case: "unknown_rule", about: name.to_owned(), message, help })
}

fn unused(rule: &'static str, has_line: bool, json: bool) -> Flaw {
    let why = if has_line { "no finding of that rule shows its line" } else { alone(json) };
    let message = format!("this waiver of {rule} waives nothing: {why}");
    let help = if json {
        "remove it, or put it into the object of a block that the finding shows"
    } else {
        "remove it, or put it above a line that the finding shows, or at the end of one"
    };
    Flaw { case: "unused", about: rule.to_owned(), message, help: help.to_owned() }
}

/// Why a comment stands beside nothing.
fn alone(json: bool) -> &'static str {
    if json { "it stands in no block" } else { "no line follows right below it" }
}

fn stray(asked: &Asked<'_>, why: &Why) -> Flaw {
    let why = match why {
        Why::NoWord(word) => return no_word(word),
        Why::Alone => alone(asked.json),
        Why::Elsewhere => "it stands beside no cluster, and beside no call that leads to one",
    };
    let message = format!("this `acklint:{EXPECT}` counts for no cluster: {why}");
    let help = if asked.json {
        "put it into the object of the cluster, or of a module call that leads to it"
    } else {
        "put it right above the resource of the cluster, or above a module call that \
                  leads to it"
    };
    Flaw { case: "no_cluster", about: EXPECT.to_owned(), message, help: help.to_owned() }
}

fn no_word(word: &str) -> Flaw {
    let (case, about) = ("unknown_word", word.to_owned());
    let message = format!("there is no `acklint:{word}`, so this comment counts for nothing");
    let help = match nearest(word, [ALLOW, EXPECT]) {
        Some(known) => format!("did you mean `acklint:{known}`?"),
        None => format!("there are `acklint:{ALLOW}` and `acklint:{EXPECT}`"),
    };
    Flaw { case, about, message, help }
}
