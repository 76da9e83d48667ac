//! Random whole configurations with resources, modules, overrides and values from outside.

use super::Generator;
use super::unknown::SHAPES;
use crate::configurations::Files;
use std::fmt::Write as _;

/// A part of a configuration; `@@` is its number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Case {
    /// Its files.
    pub(crate) files: Files,
    /// Variables of the environment.
    pub(crate) environment: Vec<(String, String)>,
    /// What follows `-var`.
    pub(crate) options: Vec<String>,
}

impl Case {
    /// With its number.
    pub(crate) fn named(&self, number: usize) -> Self {
        let name = |text: &String| text.replace("@@", &number.to_string());
        let pair = |(one, other): &(String, String)| (name(one), name(other));
        Self {
            files: self.files.iter().map(pair).collect(),
            environment: self.environment.iter().map(pair).collect(),
            options: self.options.iter().map(name).collect(),
        }
    }

    /// Adds a file, or what is given from outside.
    fn add(&mut self, path: &str, text: String) {
        match path {
            "-var" => self.options.push(text.trim_end().to_owned()),
            "TF_VAR" => {
                let (name, value) = text.trim_end().split_once('=').unwrap();
                self.environment.push((format!("TF_VAR_{name}"), value.to_owned()));
            }
            _ => self.files.push((path.to_owned(), text)),
        }
    }

    /// A case of a table: what is given from outside stands in files of the names `TF_VAR_x` and
    /// `-var x`.
    pub(crate) fn of(files: &Files) -> Self {
        let mut case = Self::default();
        for (path, text) in files {
            if path.starts_with("TF_VAR_") {
                case.environment.push((path.clone(), text.trim_end().to_owned()));
            } else if let Some(name) = path.strip_prefix("-var ") {
                case.options.push(format!("{name}={}", text.trim_end()));
            } else {
                case.files.push((path.clone(), text.clone()));
            }
        }
        case
    }

    /// Whether all of it is evaluated: nothing in it has a number of instances or an override.
    pub(crate) fn is_plain(&self) -> bool {
        let repeated = |text: &String| text.contains("count =") || text.contains("for_each =");
        !self.files.iter().any(|(path, text)| path.contains("_override") || repeated(text))
    }

    /// As a person reads it.
    pub(crate) fn shown(&self) -> String {
        let mut text = String::new();
        for (path, content) in &self.files {
            let _ = writeln!(text, "-- {path} --\n{content}");
        }
        for (name, value) in &self.environment {
            let _ = writeln!(text, "-- {name} --\n{value}");
        }
        for option in &self.options {
            let _ = writeln!(text, "-- -var --\n{option}");
        }
        text
    }
}

impl Generator {
    /// A random case.
    pub(crate) fn case(&mut self) -> Case {
        self.names.clear();
        self.fresh = 0;
        self.open = true;
        let shape = SHAPES[self.random.below(SHAPES.len())];
        let case = self.shaped(shape);
        self.open = false;
        case
    }

    fn shaped(&mut self, shape: &str) -> Case {
        let ty = self.ty(2);
        let mut case = Case::default();
        let mut path = "i@@.tf".to_owned();
        let mut text = String::new();
        for line in shape.lines().chain(["== "]) {
            if let Some(next) = line.strip_prefix("== ") {
                case.add(&path, std::mem::take(&mut text));
                next.clone_into(&mut path);
                continue;
            }
            text += &self.line(line, &ty);
            text.push('\n');
        }
        case
    }

    /// A line of a shape: `@Y` is the type, `@T` a value that suits it, `%N` perhaps `nullable`,
    /// and `@x` an expression.
    fn line(&mut self, line: &str, ty: &str) -> String {
        let mut text = String::new();
        let mut rest = line;
        while let Some(at) = rest.find(['@', '%']) {
            text += &rest[..at];
            let mark = &rest[at..(at + 2).min(rest.len())];
            rest = &rest[at + mark.len()..];
            match mark {
                "@Y" => text += ty,
                "@T" => text += &self.suited(ty),
                "%N" => {
                    text += self.random.of(&["", "", "nullable = false", "sensitive = false"]);
                }
                "@@" => text += mark,
                _ if mark.starts_with('@') => {
                    let kind = mark.chars().nth(1).unwrap();
                    let depth = self.random.below(4);
                    text += &self.expression(kind, depth);
                }
                other => text += other,
            }
        }
        text + rest
    }
}
