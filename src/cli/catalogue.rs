//! `explain` and `rules`: what acklint claims.

use super::args::{ExplainArgs, RulesArgs};
use super::parse::Format;
use super::terminal::Terminal;
use super::{Error, Exit, output};
use crate::report::catalogue;
use crate::rules;
use std::io::Write;

/// Prints the card of a rule.
pub(super) fn run_explain(args: &ExplainArgs, out: &mut dyn Write) -> Result<Exit, Error> {
    let style = Terminal::stdout().style(args.color);
    let card = rules::cards().find(|card| card.id == args.rule);
    let card = card.expect("invariant: clap took the name from the same list");
    output::write_text(out, &catalogue::render_card(card, style))?;
    Ok(Exit::Clean)
}

/// Prints all rules.
pub(super) fn run_rules(args: &RulesArgs, out: &mut dyn Write) -> Result<Exit, Error> {
    let text = match args.format {
        Format::Human => catalogue::render(rules::cards()),
        Format::Json => catalogue::render_json(rules::cards()),
    };
    output::write_text(out, &text)?;
    Ok(Exit::Clean)
}
