//! What the terraform program plans for a configuration, and what it then makes of it.

use crate::generate::Case;
use crate::terraform::Terraform;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// How many cases stand in one configuration.
const LOT: usize = 25;

/// The first number of a case in a lot: no other name of two letters and a number has it.
const FIRST: usize = 700;

impl Said {
    /// As a table shows it.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Refused(_) => "ERR".to_owned(),
            Self::Made(made) => {
                let values = made.values.iter();
                let values = values.filter(|(name, seen)| {
                    !name.ends_with(".triggers_replace") || !seen.planned.is_null()
                });
                let shown = |(name, seen): (&String, &Seen)| {
                    (name.clone(), crate::judge::masked(&seen.planned, &seen.unknown))
                };
                Json::Object(values.map(shown).collect()).to_string()
            }
        }
    }

    /// From a table.
    pub(crate) fn read(shown: &str) -> Self {
        let Ok(Json::Object(values)) = serde_json::from_str(shown) else {
            return Self::Refused(shown.to_owned());
        };
        let seen = |(name, value): (String, Json)| (name, crate::judge::unmasked(&value));
        Self::Made(Made { values: values.into_iter().map(seen).collect(), ..Made::default() })
    }
}

/// The number that a case has among those of its lot.
pub(crate) fn number(at: usize) -> usize {
    FIRST + at % LOT
}

/// What Terraform says of a case.
#[derive(Debug, Clone)]
pub(crate) enum Said {
    /// It refuses it, or its execution; the message.
    Refused(String),
    /// It plans and makes it.
    Made(Made),
}

/// The values of a case: of each output `output.x`, and of each argument of a resource
/// `module.m.terraform_data.r["k"].input`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Made {
    /// Each by its name.
    pub(crate) values: BTreeMap<String, Seen>,
    /// All attributes of all resources, once they are made, by address; for [`crate::judge`].
    pub(crate) state: BTreeMap<String, Json>,
}

/// A value before and after it is known.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen {
    /// As planned: what is not known is missing or null.
    pub(crate) planned: Json,
    /// What of that is not known: `true`, or the same shape.
    pub(crate) unknown: Json,
    /// In the end.
    pub(crate) made: Json,
}

impl Terraform {
    /// What it says of each case; those of a lot stand in one configuration.
    pub(crate) fn plans(&self, base: &[(String, String)], cases: &[Case]) -> Vec<Said> {
        let lots = cases.chunks(LOT);
        lots.flat_map(|lot| {
            let numbers: Vec<usize> = (FIRST..FIRST + lot.len()).collect();
            let mut said = BTreeMap::new();
            self.plan_lot(base, lot, &numbers, &mut said);
            numbers.into_iter().map(move |number| said.remove(&number).unwrap())
        })
        .collect()
    }

    /// A lot fails as a whole where one case does: then it is asked without those that the
    /// messages name, or each half of it.
    fn plan_lot(
        &self,
        base: &[(String, String)],
        lot: &[Case],
        numbers: &[usize],
        said: &mut BTreeMap<usize, Said>,
    ) {
        if numbers.is_empty() {
            return;
        }
        let cases: Vec<Case> = numbers.iter().map(|at| lot[at - FIRST].named(*at)).collect();
        let messages = match self.plan(base, &cases) {
            Ok(made) => {
                for number in numbers {
                    let made = if base.is_empty() { made.clone() } else { of_case(&made, *number) };
                    said.insert(*number, Said::Made(made));
                }
                return;
            }
            Err(messages) => messages,
        };
        let blamed: BTreeMap<usize, String> = numbers
            .iter()
            .filter_map(|number| {
                let message = messages.iter().find(|message| names(message, *number))?;
                let text = |part: &str| message[part].as_str().unwrap_or_default().to_owned();
                Some((*number, format!("{}: {}", text("summary"), text("detail"))))
            })
            .collect();
        if blamed.is_empty() && numbers.len() == 1 {
            said.insert(numbers[0], Said::Refused(format!("{messages:?}")));
            return;
        }
        if blamed.is_empty() {
            let (one, other) = numbers.split_at(numbers.len() / 2);
            self.plan_lot(base, lot, one, said);
            self.plan_lot(base, lot, other, said);
            return;
        }
        let rest: Vec<usize> =
            numbers.iter().copied().filter(|number| !blamed.contains_key(number)).collect();
        said.extend(blamed.into_iter().map(|(number, message)| (number, Said::Refused(message))));
        self.plan_lot(base, lot, &rest, said);
    }

    /// Plans and makes a configuration.
    ///
    /// # Errors
    /// What the program complains of.
    fn plan(&self, base: &[(String, String)], cases: &[Case]) -> Result<Made, Vec<Json>> {
        let folder = self.fresh();
        let files = base.iter().chain(cases.iter().flat_map(|case| &case.files));
        for (path, text) in files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let environment: Vec<(String, String)> =
            cases.iter().flat_map(|case| case.environment.clone()).collect();
        let options: Vec<String> = cases
            .iter()
            .flat_map(|case| &case.options)
            .map(|text| format!("-var={text}"))
            .collect();
        self.run(&folder, &["init", "-backend=false", "-json"], &environment)?;
        let mut arguments = vec!["plan", "-json", "-out=p", "-input=false", "-lock=false"];
        arguments.extend(options.iter().map(String::as_str));
        self.run(&folder, &arguments, &environment)?;
        let planned = self.shown(&folder, &["show", "-json", "p"]);
        let applied = self.run(&folder, &["apply", "-json", "-lock=false", "p"], &environment);
        applied.map_err(|messages| messages.into_iter().map(as_applied).collect::<Vec<_>>())?;
        let made = self.shown(&folder, &["show", "-json"]);
        Ok(gathered(&planned, &made))
    }

    fn run(
        &self,
        folder: &Path,
        arguments: &[&str],
        environment: &[(String, String)],
    ) -> Result<(), Vec<Json>> {
        let mut command = self.command(folder);
        command.args(arguments).envs(environment.iter().cloned());
        let output = command.output().unwrap();
        if output.status.success() {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let lines = text.lines().filter_map(|line| serde_json::from_str::<Json>(line).ok());
        let diagnostics = lines.filter(|line| line["type"] == "diagnostic");
        let mut messages: Vec<Json> =
            diagnostics.map(|mut line| line["diagnostic"].take()).collect();
        messages.retain(|message| message["severity"] == "error");
        if messages.is_empty() {
            let text = String::from_utf8_lossy(&output.stderr).into_owned();
            messages.push(serde_json::json!({ "summary": text }));
        }
        Err(messages)
    }

    fn shown(&self, folder: &Path, arguments: &[&str]) -> Json {
        let output = self.command(folder).args(arguments).output().unwrap();
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

/// Whether a message is about the case of a number: by the file that it names; by a name where it
/// names no file.
fn names(message: &Json, number: usize) -> bool {
    let file = message["range"]["filename"].as_str().unwrap_or_default();
    let of_case = |text: &str| {
        let own = format!("{number}");
        text.match_indices(&own).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            let after = text[at + own.len()..].chars().next();
            before.is_some_and(|c| c.is_ascii_lowercase())
                && after.is_none_or(|c| !c.is_ascii_alphanumeric())
        })
    };
    if file.starts_with('i') || file.contains("/i") || file.contains("var.") {
        return of_case(file.split(['.', '/', '_']).next().unwrap_or_default()) || of_case(file);
    }
    of_case(&message.to_string())
}

/// The parts that carry the number of a case.
fn of_case(made: &Made, number: usize) -> Made {
    let own = |name: &str| {
        let words = name.split(|c: char| !c.is_ascii_alphanumeric());
        words.filter_map(|word| word.get(1..)).any(|rest| rest == number.to_string())
    };
    let values = made.values.iter().filter(|(name, _)| own(name));
    Made {
        values: values.map(|(name, seen)| (name.clone(), seen.clone())).collect(),
        state: made.state.clone(),
    }
}

/// A message of the execution, which nobody foresees.
fn as_applied(mut message: Json) -> Json {
    message["summary"] = "applied".into();
    message
}

fn gathered(planned: &Json, made: &Json) -> Made {
    let mut result = Made::default();
    let none = serde_json::Map::new();
    for (name, change) in planned["output_changes"].as_object().unwrap_or(&none) {
        let seen = Seen {
            planned: change["after"].clone(),
            unknown: change["after_unknown"].clone(),
            made: made["values"]["outputs"][name]["value"].clone(),
        };
        result.values.insert(format!("output.{name}"), seen);
    }
    resources(&made["values"]["root_module"], &mut result.state);
    let mut addresses = BTreeSet::new();
    for resource in planned["resource_changes"].as_array().into_iter().flatten() {
        let (Some(address), true) = (resource["address"].as_str(), resource["mode"] == "managed")
        else {
            continue;
        };
        addresses.insert(address);
        let of_resource = Json::Null;
        let made = result.state.get(address).unwrap_or(&of_resource).clone();
        for argument in ["input", "triggers_replace"] {
            let change = &resource["change"];
            let seen = Seen {
                planned: change["after"][argument].clone(),
                unknown: change["after_unknown"][argument].clone(),
                made: made[argument].clone(),
            };
            result.values.insert(format!("{address}.{argument}"), seen);
        }
    }
    result
}

fn resources(module: &Json, into: &mut BTreeMap<String, Json>) {
    for resource in module["resources"].as_array().into_iter().flatten() {
        if let Some(address) = resource["address"].as_str() {
            into.insert(address.to_owned(), resource["values"].clone());
        }
    }
    for child in module["child_modules"].as_array().into_iter().flatten() {
        resources(child, into);
    }
}
