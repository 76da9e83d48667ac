//! Asks the rules on waivers, when all others have answered.

use super::card::LazyCard;
use super::{Kind, RULES};
use crate::waive::{Waiver, Why};
use jiff::civil::Date;

/// A comment that a rule is asked about.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// What is written.
    pub remark: Remark<'a>,
    /// The day, if it is known.
    pub today: Option<Date>,
    /// Whether it is a comment of JSON syntax.
    pub json: bool,
}

/// A comment that speaks to acklint.
#[derive(Debug, Clone, Copy)]
pub enum Remark<'a> {
    /// A waiver.
    Waiver {
        /// As it is written.
        waiver: &'a Waiver,
        /// The rules that it names, and of which it certainly waives nothing.
        idle: &'a [&'static str],
    },
    /// One that counts for nothing.
    Stray(&'a Why),
}

/// What is wrong with a waiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// The case of the card, which gives the severity.
    pub case: &'static str,
    /// The rules that it is about, as they are named.
    pub about: String,
    /// What is there, and what that comes to.
    pub message: String,
    /// What would do.
    pub help: String,
}

/// What the chosen rules object to in a waiver; `None` where none of them is chosen.
pub(crate) fn ask_of_waiver(
    asked: &Asked<'_>,
    chosen: &dyn Fn(&str) -> bool,
) -> Option<Vec<(&'static LazyCard, Flaw)>> {
    let rules = RULES.iter().filter(|rule| chosen(rule.id));
    let flaws = rules.filter_map(|rule| match rule.kind {
        Kind::Waiver(check) => Some(check(asked).into_iter().map(move |flaw| (&rule.card, flaw))),
        Kind::Estate(_) => None,
    });
    let flaws: Vec<_> = flaws.collect();
    (!flaws.is_empty()).then(|| flaws.into_iter().flatten().collect())
}
