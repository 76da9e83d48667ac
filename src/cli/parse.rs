//! What single arguments mean. A message here follows clap's `invalid value 'X' for '--option'`.

use crate::nearest::unknown;
use crate::options::{Expect, Input};
use crate::report::form::Form;
use crate::rules;
use crate::waive;
use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, Command};
use jiff::civil::Date;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::str::FromStr;

/// What the commands write that have one form for people and one for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Human,
    /// For programs.
    Json,
}

impl Format {
    const ALL: [(&'static str, Self); 2] = [("human", Self::Human), ("json", Self::Json)];
}

impl FromStr for Format {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|(name, _)| *name == word);
        known
            .map(|(_, format)| format)
            .ok_or_else(|| unknown("format", word, Self::ALL.map(|(name, _)| name)))
    }
}

/// A report to write: `FORMAT` or `FORMAT=FILE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// In which form.
    pub form: Form,
    /// Where to; standard output if `None`.
    pub file: Option<PathBuf>,
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (word, file) = match text.split_once('=') {
            Some((_, "")) => return Err("a file name goes after the `=`".to_owned()),
            // as everywhere
            Some((word, "-")) => (word, None),
            Some((word, file)) => (word, Some(file.into())),
            None => (text, None),
        };
        let form = Form::parse(word).ok_or_else(|| {
            let names = || Form::ALL.iter().map(|form| form.as_str());
            let all: Vec<&str> = names().collect();
            format!("{} (there are {})", unknown("format", word, names()), all.join(", "))
        })?;
        Ok(Self { form, file })
    }
}

/// `NAME=VALUE` of `--var`.
pub(super) fn var(text: &str) -> Result<Input, String> {
    let Some((name, value)) = text.split_once('=') else {
        return Err("a variable is given as NAME=VALUE".to_owned());
    };
    let name = name.trim();
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let starts = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    if !starts || !name.chars().all(is_word) {
        return Err(format!("`{name}` is no name of a variable"));
    }
    Ok(Input::Value { name: name.to_owned(), value: value.to_owned() })
}

/// The id of a rule.
pub(super) fn rule(word: &str) -> Result<&'static str, String> {
    rules::ids().find(|id| *id == word).ok_or_else(|| unknown("rule", word, rules::ids()))
}

/// [`rule`], which completions know all values of.
pub(super) fn a_rule() -> OneOf<&'static str> {
    OneOf { parse: rule, words: || rules::ids().collect() }
}

/// [`Target`], which completions know all formats of.
pub(super) fn a_target() -> OneOf<Target> {
    OneOf { parse: str::parse, words: || Form::ALL.iter().map(|form| form.as_str()).collect() }
}

/// A value that is one of many words, or begins with one. Help would be flooded by them, so the
/// argument must hide them.
#[derive(Clone)]
pub(super) struct OneOf<T> {
    parse: fn(&str) -> Result<T, String>,
    words: fn() -> Vec<&'static str>,
}

impl<T: Clone + Send + Sync + 'static> TypedValueParser for OneOf<T> {
    type Value = T;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> Result<T, clap::Error> {
        self.parse.parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.words)().into_iter().map(PossibleValue::new)))
    }
}

/// A day, as waivers write it.
pub(super) fn date(text: &str) -> Result<Date, String> {
    waive::date(text)
        .ok_or_else(|| "a day is given as YEAR-MONTH-DAY, such as 2027-01-31".to_owned())
}

/// `nodes=N,pods=N,services=N`, each at most once.
pub(super) fn expect(text: &str) -> Result<Expect, String> {
    let mut expect = Expect::default();
    for part in text.split(',') {
        let (key, number) = part
            .split_once('=')
            .ok_or_else(|| "it is given as nodes=N,pods=N,services=N".to_owned())?;
        let slot = match key.trim() {
            "nodes" => &mut expect.nodes,
            "pods" => &mut expect.pods,
            "services" => &mut expect.services,
            other => return Err(unknown("quantity", other, ["nodes", "pods", "services"])),
        };
        let number = number.trim();
        let parsed = number.parse().map_err(|_| format!("`{number}` is no whole number"))?;
        if slot.replace(parsed).is_some() {
            return Err(format!("`{}` is given twice", key.trim()));
        }
    }
    Ok(expect)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets() {
        let plain = Target { form: Form::Json, file: None };
        assert_eq!("json".parse(), Ok(plain.clone()));
        assert_eq!("json=-".parse(), Ok(plain));
        let named = Target { form: Form::Human, file: Some("a=b.txt".into()) };
        assert_eq!("human=a=b.txt".parse(), Ok(named));
        let windows = Target { form: Form::Json, file: Some(r"C:\x\a.json".into()) };
        assert_eq!(r"json=C:\x\a.json".parse(), Ok(windows));
        assert!("json=".parse::<Target>().is_err());
        let message = "jsn".parse::<Target>().unwrap_err();
        assert_eq!(
            message,
            "there is no format `jsn`; did you mean `json`? (there are human, concise, json, sarif, \
             github, gitlab, junit, checkstyle, rdjson, markdown)"
        );
        for form in Form::ALL {
            assert_eq!(form.as_str().parse(), Ok(Target { form: *form, file: None }));
        }
    }

    #[test]
    fn variables() {
        let given = |name: &str, value: &str| {
            Ok(Input::Value { name: name.to_owned(), value: value.to_owned() })
        };
        assert_eq!(var("pod_cidr=10.0.0.0/8"), given("pod_cidr", "10.0.0.0/8"));
        assert_eq!(var("a=b=c"), given("a", "b=c"));
        assert_eq!(var("a="), given("a", ""));
        assert!(var("a").is_err());
        assert!(var("=1").is_err());
        assert!(var("1a=1").is_err());
        assert!(var("a.b=1").is_err());
    }

    #[test]
    fn days() {
        assert_eq!(date("2027-01-31").map(|day| day.to_string()), Ok("2027-01-31".to_owned()));
        for text in ["2027-02-29", "tomorrow", "2027-1-1", "20270131", ""] {
            let wanted = "a day is given as YEAR-MONTH-DAY, such as 2027-01-31";
            assert_eq!(date(text), Err(wanted.to_owned()), "{text}");
        }
    }

    #[test]
    fn expectations() {
        let expected = Expect { nodes: Some(300), pods: Some(12000), services: None };
        assert_eq!(expect("nodes=300,pods=12000"), Ok(expected));
        assert_eq!(
            expect("node=1"),
            Err("there is no quantity `node`; did you mean `nodes`?".to_owned())
        );
        assert_eq!(expect("nodes=-1"), Err("`-1` is no whole number".to_owned()));
        assert_eq!(expect("nodes=1,nodes=2"), Err("`nodes` is given twice".to_owned()));
        assert!(expect("").is_err());
    }
}
