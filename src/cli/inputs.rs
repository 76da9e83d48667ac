//! `--var` and `--var-file`, whose order on the command line decides which holds.

use super::parse;
use crate::options::Input;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, ValueHint, value_parser};
use std::path::PathBuf;

/// The values that the command line gives, in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InputArgs(pub Vec<Input>);

const FILE: &str = "var_file";
const VALUE: &str = "var";

impl Args for InputArgs {
    fn augment_args(command: Command) -> Command {
        command
            .arg(
                Arg::new(FILE)
                    .long("var-file")
                    .value_name("FILE")
                    .value_hint(ValueHint::FilePath)
                    .value_parser(value_parser!(PathBuf))
                    .action(ArgAction::Append)
                    .help("Read values from FILE, as Terraform does; repeatable"),
            )
            .arg(
                Arg::new(VALUE)
                    .long("var")
                    .value_name("NAME=VALUE")
                    .value_parser(parse::var)
                    .action(ArgAction::Append)
                    .help("Give a value, as for Terraform; repeatable"),
            )
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for InputArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let files = matches.get_many::<PathBuf>(FILE).into_iter().flatten();
        let files = files.map(|file| Input::File(file.clone()));
        let values = matches.get_many::<Input>(VALUE).into_iter().flatten().cloned();
        let indices = |id| matches.indices_of(id).into_iter().flatten();
        let mut all: Vec<(usize, Input)> =
            indices(FILE).zip(files).chain(indices(VALUE).zip(values)).collect();
        all.sort_by_key(|(index, _)| *index);
        Ok(Self(all.into_iter().map(|(_, input)| input).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
