//! `completions` and `man`: what shells and manuals know of the command line, from its definition.

use super::args::{Cli, CompletionsArgs, ManArgs};
use super::{Error, Exit, output};
use crate::nearest::unknown;
use clap::CommandFactory;
use std::io::Write;

/// Prints what a shell reads to complete command lines.
pub(super) fn run_completions(args: &CompletionsArgs, out: &mut dyn Write) -> Result<Exit, Error> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "acklint", &mut script);
    output::write_text(out, &String::from_utf8_lossy(&script))?;
    Ok(Exit::Clean)
}

/// Prints a page in the form that `man` reads.
pub(super) fn run_man(args: &ManArgs, out: &mut dyn Write) -> Result<Exit, Error> {
    let mut all = Cli::command();
    all.build(); // gives each command its full name
    let page = match &args.command {
        None => all,
        Some(name) => command(&all, name)?,
    };
    let mut text = Vec::new();
    let page = clap_mangen::Man::new(page).source(concat!("acklint ", env!("CARGO_PKG_VERSION")));
    let rendered = page.render(&mut text);
    rendered.expect("invariant: writing to memory");
    output::write_text(out, &String::from_utf8_lossy(&text))?;
    Ok(Exit::Clean)
}

fn command(all: &clap::Command, name: &str) -> Result<clap::Command, Error> {
    let found = all.find_subcommand(name).cloned();
    let names = all.get_subcommands().map(clap::Command::get_name);
    found.ok_or_else(|| Error::Usage(unknown("command", name, names)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap_complete::Shell;

    fn completions(shell: Shell) -> String {
        let mut out = Vec::new();
        run_completions(&CompletionsArgs { shell }, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn man(command: Option<&str>) -> Result<String, Error> {
        let mut out = Vec::new();
        run_man(&ManArgs { command: command.map(str::to_owned) }, &mut out)?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn each_shell_learns_commands_options_and_rules() {
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::PowerShell, Shell::Elvish] {
            let script = completions(shell);
            assert!(script.contains("inspect") && script.contains("list-roots"), "{shell}");
        }
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
            assert!(completions(shell).contains("pod_vpc_overlap"), "{shell}");
        }
    }

    #[test]
    fn a_page_names_every_option_of_its_command() {
        let page = man(Some("check")).unwrap();
        assert!(page.contains("acklint\\-check") || page.contains("acklint-check"), "{page}");
        for option in Cli::command().find_subcommand("check").unwrap().get_opts() {
            let long = option.get_long().unwrap().replace('-', "\\-");
            assert!(page.contains(&format!("\\-\\-{long}")), "{long}: {page}");
        }
        assert!(man(None).unwrap().starts_with(".ie"), "{}", man(None).unwrap());
    }

    #[test]
    fn a_command_that_is_not_there_names_the_nearest() {
        let error = man(Some("chekc")).unwrap_err().to_string();
        assert_eq!(error, "there is no command `chekc`; did you mean `check`?");
    }
}
