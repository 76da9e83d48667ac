//! A waiver is no good: it says nothing, or stands for nothing.

use super::{Asked, Flaw, ids};
use crate::nearest::nearest;
use crate::waive::Until;

/// What is wrong with a waiver; the first mistake that keeps it from waiving is told alone.
pub(super) fn check(asked: &Asked<'_>) -> Vec<Flaw> {
    let waiver = asked.waiver;
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
        let message = format!("`until={text}` is no date, and this waiver of {rules} waives nothing");
        return flaw("bad_date", message, "write the last day as YEAR-MONTH-DAY, in digits");
    }
    if let Some(last) = waiver.until.date().filter(|_| waiver.is_past(asked.today)) {
        let message = format!("this waiver of {rules} ended on {last}, and waives nothing any more");
        let help = "mend what it was for and remove it, or give it a later date and say why";
        return flaw("expired", message, help);
    }
    let unknown = waiver.rules.iter().filter_map(|name| unknown(name));
    unknown.chain(asked.idle.iter().map(|rule| unused(rule, waiver.has_line()))).collect()
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

fn unused(rule: &'static str, has_line: bool) -> Flaw {
    let message = if has_line {
        format!("this waiver of {rule} waives nothing: no finding of that rule shows its line")
    } else {
        format!("this waiver of {rule} waives nothing: no line follows right below it")
    };
    let help = "remove it, or put it above a line that the finding shows, or at the end of one";
    Flaw { case: "unused", about: rule.to_owned(), message, help: help.to_owned() }
}
