//! Formatting, file order, `.tf`, `.tf.json` and `.tofu`, override files, threads.

use crate::print::{Form, files};
use crate::random::Random;
use crate::tree::Tree;
use crate::verdict::{Verdict, view};
use acklint::report::json;

pub(crate) fn any(tree: &Tree, random: &mut Random) -> Result<(), String> {
    let before = Verdict::of(tree);
    let seed = random.next();
    let forms = [
        Form::Wild(seed),
        Form::Split(seed),
        Form::Json,
        Form::Mixed(seed),
        Form::Tofu,
        Form::Overridden(seed),
    ];
    for form in forms {
        let files = files(tree, form);
        before.same(&Verdict::on(&files)).map_err(|wrong| {
            let files = files.iter().map(|(path, text)| format!("-- {path} --\n{text}"));
            format!("{form:?}\n{}\n{wrong}", files.collect::<String>())
        })?;
    }
    Ok(())
}

pub(crate) fn threads(tree: &Tree, random: &mut Random) -> Result<(), String> {
    let files = files(tree, Form::Split(random.next()));
    let [one, four] = [1, 4].map(|threads| json::render(&view(&files, Some(threads))));
    if one == four { Ok(()) } else { Err(format!("one thread:\n{one}\nfour:\n{four}")) }
}
