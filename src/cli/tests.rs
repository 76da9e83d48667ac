//! Command lines and what they mean.

use super::*;
use crate::options::{Environment, Expect, Input, Options};
use crate::report::view::Severity;
use clap::CommandFactory;

fn options(line: &str) -> Options {
    let environment = Environment { workspace: Some("dev".to_owned()), ..Environment::default() };
    let cli =
        Cli::try_parse_from(line.split_whitespace()).unwrap_or_else(|error| panic!("{error}"));
    match cli.command {
        Command::Check(args) => args.options(environment),
        Command::Inspect(args) => args.options(environment),
        other => panic!("{other:?}"),
    }
}

/// The first line of what is said of a wrong command line.
fn refused(line: &str) -> String {
    let error = Cli::try_parse_from(line.split_whitespace()).unwrap_err();
    assert_eq!(error.exit_code(), 2);
    error.to_string().lines().take(4).collect::<Vec<_>>().join("|")
}

#[test]
fn the_definition_is_sound() {
    Cli::command().debug_assert();
}

#[test]
fn the_defaults() {
    let options = options("acklint check");
    let workspace = Some("dev".to_owned());
    let environment = Environment { workspace: workspace.clone(), ..Environment::default() };
    // which day it is, the clock says
    assert!(options.today.is_some());
    let today = options.today;
    assert_eq!(options, Options { environment, workspace, today, ..Options::default() });
}

#[test]
fn every_option_arrives() {
    let options = options(
        "acklint check a b --var-file x.tfvars --var k=1 --var-file y.tfvars --workspace prod \
         --expect nodes=3,services=9 --select cni_conflict,pod_vpc_overlap --ignore cni_conflict \
         --fail-on info --strict --threads 4 --today 2026-12-01 --show-waived --baseline b.json",
    );
    assert_eq!(options.paths, [PathBuf::from("a"), PathBuf::from("b")]);
    let k = Input::Value { name: "k".to_owned(), value: "1".to_owned() };
    let files = ["x.tfvars", "y.tfvars"].map(|file| Input::File(file.into()));
    assert_eq!(options.inputs, [files[0].clone(), k, files[1].clone()]);
    assert_eq!(options.workspace.as_deref(), Some("prod"));
    assert_eq!(options.expect, Expect { nodes: Some(3), pods: None, services: Some(9) });
    assert!(options.runs("pod_vpc_overlap") && !options.runs("cni_conflict"));
    assert_eq!((options.fail_on, options.strict), (Some(Severity::Info), true));
    assert_eq!(options.threads.map(std::num::NonZero::get), Some(4));
    assert_eq!(options.today.map(|day| day.to_string()).as_deref(), Some("2026-12-01"));
    assert_eq!((options.show_waived, options.baseline), (true, Some(PathBuf::from("b.json"))));
}

#[test]
fn wrong_words_name_the_nearest() {
    let said = refused("acklint check --select pod_vcp_overlap");
    assert!(
        said.contains("there is no rule `pod_vcp_overlap`; did you mean `pod_vpc_overlap`?"),
        "{said}"
    );
    let said = refused("acklint check --format jsno");
    assert!(said.contains("there is no format `jsno`; did you mean `json`?"), "{said}");
    let said = refused("acklint check --fail-on eror");
    assert!(said.contains("error, warning, info") && said.contains("'error'"), "{said}");
    let said = refused("acklint check --igore x");
    assert!(said.contains("'--ignore'"), "{said}");
    let said = refused("acklint chekc");
    assert!(said.contains("'check'"), "{said}");
    let said = refused("acklint explain cni_conflct");
    assert!(said.contains("did you mean `cni_conflict`?"), "{said}");
}

#[test]
fn wrong_values_are_explained() {
    let said = refused("acklint check --var pod_cidr");
    assert!(said.contains("a variable is given as NAME=VALUE"), "{said}");
    let said = refused("acklint check --expect nodes=many");
    assert!(said.contains("`many` is no whole number"), "{said}");
    refused("acklint check --threads 0");
    refused("acklint check -q -v");
    refused("acklint inspect --format sarif");
}

#[test]
fn help_ends_with_the_exit_codes_and_examples() {
    let error = Cli::try_parse_from(["acklint", "check", "--help"]).unwrap_err();
    assert!(!error.use_stderr());
    insta::assert_snapshot!(error.to_string());
}

#[test]
fn the_catalogue_is_printed() {
    let mut out = Vec::new();
    let cli = Cli::try_parse_from(["acklint", "rules"]).unwrap();
    assert_eq!(dispatch(&cli.command, &mut out).unwrap(), Exit::Clean);
    let text = String::from_utf8(out).unwrap();
    assert_eq!(text.lines().count(), crate::rules::ids().count());
    assert!(text.starts_with("cni_undeclared "), "{text}");
}

#[test]
fn a_card_is_printed_as_it_is() {
    let mut out = Vec::new();
    let cli =
        Cli::try_parse_from(["acklint", "explain", "cni_conflict", "--color", "never"]).unwrap();
    assert_eq!(dispatch(&cli.command, &mut out).unwrap(), Exit::Clean);
    let card = crate::rules::cards().find(|card| card.id == "cni_conflict").unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), card.text);
}
