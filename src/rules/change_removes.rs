//! A cluster goes away, and no block says that it is meant to.

use super::context::Context;
use super::outcome::{Answer, Found, Outcome};
use crate::change::{Comparison, Gone};
use crate::eval::{Address, Key};

/// The address that is gone.
const ADDRESS: &str = "address";

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    let Some(comparison) = cx.comparison else { return Vec::new() };
    let kept = comparison.kept.iter();
    let kept = kept.filter(|kept| crate::model::is_cluster(&kept.subject.address.kind));
    let stays = kept.map(|kept| {
        let mut outcome = Outcome::clean();
        if let Some(open) = &kept.number {
            outcome.doubt(open, "removes", ADDRESS);
        }
        Answer { subject: kept.subject.clone(), outcome }
    });
    let gone = comparison.gone.iter().map(|gone| {
        let found = found(gone, comparison);
        let outcome = Outcome::found(found).if_holds(gone.open.as_ref());
        Answer { subject: gone.subject.clone(), outcome: outcome.unwrap_or_default() }
    });
    stays.chain(gone).filter(|answer| cx.asks(&answer.subject)).collect()
}

fn found(gone: &Gone, comparison: &Comparison) -> Found {
    let (earlier, plan) = (comparison.earlier(), comparison.plan());
    let address = &gone.subject.address;
    let was_here = format!("it was here ({earlier})");
    let here = |message: String, place| {
        Found::new("removes", ADDRESS, place, message)
            .labelled("it is no longer here")
            .with(format!("before ({earlier})"), gone.subject.head, None)
    };
    if gone.with_root {
        let message = "the cluster goes away with its root: nothing manages it any more".to_owned();
        return Found::new("with_root", ADDRESS, gone.subject.head, message)
            .labelled(was_here)
            .help(
                "where it was destroyed before, all is well; else keep the root until it is, or \
                 import the cluster elsewhere"
                    .to_owned(),
            );
    }
    let whole = Address { key: Key::None, ..(**address).clone() };
    let removed = format!("a removed block (from = {whole}) says that it is meant to go");
    match (gone.candidates.as_slice(), gone.block) {
        ([new], None) => {
            let message = format!(
                "the cluster goes away: {plan} destroys it, and creates {} beside it",
                new.address
            );
            here(message, new.head)
                .labelled("this is new")
                .help(format!(
                    "if it is the same cluster: moved {{ from = {address}, to = {} }}; if not, \
                     {removed}",
                    new.address
                ))
        }
        (_, Some(block)) => {
            let message = format!(
                "the cluster goes away: count or for_each no longer makes {address}, and {plan} \
                 destroys it"
            );
            here(message, block).help(match gone.candidates.as_slice() {
                [] => removed,
                [new, ..] => format!(
                    "if it is the same cluster: moved {{ from = {address}, to = {} }}",
                    new.address
                ),
            })
        }
        _ => {
            let message = format!("the cluster goes away: {plan} destroys it");
            Found::new("removes", ADDRESS, gone.subject.head, message).labelled(was_here).help(removed)
        }
    }
}
