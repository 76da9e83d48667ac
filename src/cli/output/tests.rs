//! Reports on standard output, in files, and for readers that go away.

use super::*;
use crate::cli::args::{Cli, Command};
use crate::report::{json, sample};
use clap::Parser;

fn args(line: &str) -> CheckArgs {
    match Cli::try_parse_from(format!("acklint check {line}").split_whitespace()).unwrap().command {
        Command::Check(args) => *args,
        other => panic!("{other:?}"),
    }
}

fn written(line: &str, out: &mut dyn Write) -> Result<(), Error> {
    let args = args(line);
    check_targets(&args)?;
    write_reports(&sample::everything(), &args, Terminal::default(), out)
}

#[test]
fn people_are_the_default() {
    let mut out = Vec::new();
    written("", &mut out).unwrap();
    assert!(String::from_utf8(out).unwrap().starts_with("error[flannel_pod_cidr_too_small]"));
}

#[test]
fn a_named_file_gets_the_report_and_standard_output_nothing() {
    let file = std::env::temp_dir().join(format!("acklint-{}.json", std::process::id()));
    let mut out = Vec::new();
    written(&format!("--format json={}", file.display()), &mut out).unwrap();
    assert_eq!(out, b"");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    assert_eq!(text, json::render(&sample::everything()));
}

#[test]
fn two_reports_on_standard_output_are_refused() {
    let error = written("--format json --format human", &mut Vec::new()).unwrap_err();
    assert!(error.to_string().starts_with("only one --format can go to standard output"));
}

#[test]
fn a_file_that_cannot_be_written_is_named() {
    let error = written("--format json=/no/such/folder/a.json", &mut Vec::new()).unwrap_err();
    assert!(error.to_string().starts_with("cannot write /no/such/folder/a.json: "), "{error}");
}

struct Closed(ErrorKind);

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_reader_that_has_gone_away_is_no_error() {
    assert!(written("", &mut Closed(ErrorKind::BrokenPipe)).is_ok());
    assert!(written("", &mut Closed(ErrorKind::StorageFull)).is_err());
}
