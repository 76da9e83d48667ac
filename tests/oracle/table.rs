//! Known answers, as text: an expression on lines of its own, then `=> ` and the answer.

use crate::answer::{Answer, Item};

/// The cases of a table: what is asked, and what stands after `=> `.
pub(crate) fn read(text: &str) -> Vec<(Item, String)> {
    let mut cases = Vec::new();
    let (mut expression, mut head) = (String::new(), String::new());
    for line in text.lines() {
        if let Some(expected) = line.strip_prefix("=> ") {
            let expression = std::mem::take(&mut expression);
            let item = Item { head: std::mem::take(&mut head), expression };
            cases.push((item, expected.to_owned()));
        } else if let Some(line) = line.strip_prefix("@ ") {
            head += line;
            head.push('\n');
        } else if !(expression.is_empty() && (line.is_empty() || line.starts_with('#'))) {
            if !expression.is_empty() {
                expression.push('\n');
            }
            expression += line;
        }
    }
    cases
}

/// The table with other answers.
pub(crate) fn write(text: &str, answers: &[Answer]) -> String {
    let mut answers = answers.iter();
    let lines = text.lines().map(|line| match line.strip_prefix("=> ") {
        Some(_) => format!("=> {}", answers.next().map(Answer::shown).unwrap_or_default()),
        None => line.to_owned(),
    });
    lines.map(|line| line + "\n").collect()
}
