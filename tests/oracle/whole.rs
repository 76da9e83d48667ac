//! acklint's answers for whole configurations: every output and every instance of a resource.

use crate::generate::Case;
use crate::judge::{Knows, judge};
use crate::planned::{Made, Said};
use acklint::eval::{Evaluator, RootValues, Setting, Type, Value, Why};
use acklint::module::{Inputs, Installed, Modules, Setting as Given};
use acklint::source::{Memory, SourceMap};
use std::collections::BTreeMap;

/// What acklint makes of a case.
#[derive(Debug, Default)]
pub(crate) struct Ours {
    /// By the names that [`Made`] has.
    pub(crate) values: BTreeMap<String, Value>,
    /// Something is not read or not taken: what.
    pub(crate) problems: Vec<String>,
}

/// How a case came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    /// Every value is as Terraform plans it, or Terraform refuses the case and we know nothing.
    Same,
    /// Something is not known that Terraform plans.
    Less,
    /// Something is known that Terraform learns only when it applies.
    More,
    /// We say what Terraform refuses.
    Lenient,
    /// We say something that is not so.
    Wrong,
}

/// acklint's own answer.
pub(crate) fn ours(base: &[(String, String)], case: &Case) -> Ours {
    let memory = Memory::new(base.iter().chain(&case.files).cloned());
    let sources = SourceMap::default();
    let modules = Modules::new(&memory, &sources);
    let root = modules.load("");
    let mut answer = Ours::default();
    let settings = case.options.iter().cloned().map(Given::Var).collect();
    let inputs = Inputs { environment: case.environment.clone(), settings };
    let (inputs, problems) = inputs.given(&modules, &root);
    answer.problems.extend(problems.iter().map(|problem| problem.message.clone()));
    answer.problems.extend(root.problems.iter().map(|problem| problem.message.clone()));
    let setting = Setting {
        modules: &modules,
        folder: "".into(),
        number: 0,
        inputs,
        installed: Installed::default(),
        workspace: Some("default".into()),
    };
    let evaluator = Evaluator::new(setting);
    evaluator.check_inputs();
    for (name, value) in evaluator.root_values(RootValues::Outputs) {
        answer.values.insert(format!("output.{name}"), value.value);
    }
    let wanted = |kind: &str| {
        (kind == "terraform_data").then_some(&["input", "triggers_replace"] as &'static [_])
    };
    for resource in evaluator.resources(wanted, |_| false) {
        for argument in ["input", "triggers_replace"] {
            let value = resource.attributes.get(argument).map(|value| value.value.clone());
            let value = value.unwrap_or(Value::Null(Type::Dynamic));
            answer.values.insert(format!("{}.{argument}", resource.address), value);
        }
    }
    let problems = evaluator.finish().problems;
    answer.problems.extend(problems.iter().map(|problem| problem.message.clone()));
    answer
}

/// Holds our answer to Terraform's: the verdict, and what there is to say about it.
pub(crate) fn verdict(case: &Case, ours: &Ours, said: &Said) -> (Verdict, Vec<String>) {
    match said {
        Said::Made(made) => against_made(case, ours, made),
        Said::Refused(message) => {
            // acklint looks at what such a configuration would make all the same
            if message.contains("cannot be determined until apply")
                || message.starts_with("applied")
            {
                return (Verdict::Same, Vec::new());
            }
            let refused = ours.values.values().any(is_refused);
            // Terraform also looks at what has no instance, and at defaults that are overridden
            if refused || !ours.problems.is_empty() || has_base(case) && !case.is_plain() {
                return (Verdict::Same, Vec::new());
            }
            // what is refused may be what we do not know
            let base = has_base(case);
            let own = || ours.values.iter().filter(|(name, _)| !base || !is_base(name));
            let certain = own().all(|(name, value)| value.is_known() && !name.contains("[*]"));
            let known = own().filter(|(_, value)| certain && !value.is_null());
            let known: Vec<String> = known
                .map(|(name, value)| format!("{name}: Terraform refuses ({message}) {value:?}"))
                .collect();
            (if known.is_empty() { Verdict::Same } else { Verdict::Lenient }, known)
        }
    }
}

/// Whether a part of a value is what Terraform refuses.
fn is_refused(value: &Value) -> bool {
    match value {
        Value::Sequence(_, items) => items.iter().any(|item| is_refused(&item.value)),
        Value::Mapping(mapping) => {
            mapping.entries.values().any(|entry| is_refused(&entry.value))
                || mapping.rest.iter().any(|rest| is_refused(&rest.like.value))
        }
        Value::Several(several) => is_refused(&several.like.value),
        value => matches!(
            value.why_unknown(),
            Some(Why::Refused(_) | Why::Undeclared(_) | Why::Cycle(_))
        ),
    }
}

fn against_made(case: &Case, ours: &Ours, made: &Made) -> (Verdict, Vec<String>) {
    let mut worst = Verdict::Same;
    let mut said: Vec<String> =
        ours.problems.iter().map(|problem| format!("a problem: {problem}")).collect();
    if !said.is_empty() {
        worst = Verdict::Wrong;
    }
    for (name, seen) in &made.values {
        let any = || ours.values.iter().find(|(ours, _)| pattern(ours, name)).map(|(_, v)| v);
        let direct = ours.values.get(name);
        let Some(value) = direct.or_else(any) else {
            worst = Verdict::Wrong;
            said.push(format!("{name} is missing"));
            continue;
        };
        let verdict = match judge(value, seen, &made.state) {
            Ok(Knows::Same) if direct.is_none() => Verdict::Less,
            Ok(Knows::Same) => Verdict::Same,
            Ok(Knows::Less) => Verdict::Less,
            Ok(Knows::More) => Verdict::More,
            Err(message) => {
                said.push(format!("{name}: {message}"));
                Verdict::Wrong
            }
        };
        if matches!(verdict, Verdict::Less | Verdict::More) {
            said.push(format!(
                "{name}: {verdict:?}: ours {value:?}, planned {}, unknown {}",
                seen.planned, seen.unknown
            ));
        }
        worst = worst.max(verdict);
    }
    let base = has_base(case);
    for name in ours.values.keys() {
        let unset = name.ends_with(".triggers_replace");
        let other = name.contains("[*]") || unset || base && is_base(name);
        if !other && !made.values.contains_key(name) {
            worst = Verdict::Wrong;
            said.push(format!("{name} is not Terraform's"));
        }
    }
    (worst, said)
}

/// Whether there is a part that all cases share; a case of a table stands alone.
fn has_base(case: &Case) -> bool {
    case.files.iter().any(|(path, _)| path.starts_with("i@@"))
}

/// Whether a name of ours is of the part that all cases share.
fn is_base(name: &str) -> bool {
    !name.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 3)
}

/// Whether a name with `[*]` stands for another.
fn pattern(ours: &str, name: &str) -> bool {
    let without = |text: &str| {
        let mut depth = 0;
        let keep = |c: &char| {
            depth += i32::from(*c == '[');
            let keep = depth == 0;
            depth -= i32::from(*c == ']');
            keep
        };
        text.chars().filter(keep).collect::<String>()
    };
    ours.contains("[*]") && without(ours) == without(name)
}
