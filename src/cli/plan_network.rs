//! `plan-network`: a configuration for a cluster that does not exist yet.

use super::args::PlanNetworkArgs;
use super::{Error, Exit, output};
use crate::proposal::{PlugIn, Wish, propose};
use crate::report::proposal;
use clap::ValueEnum;
use clap::builder::PossibleValue;
use std::io::Write;
use std::str::FromStr;

/// The zones: their names, or how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Zones {
    /// So many, whose names are put in later.
    Number(usize),
    /// By their names.
    Names(Vec<String>),
}

/// What zones are called until somebody names them.
const LETTERS: &str = "hijkgbfedca";

impl FromStr for Zones {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(number) = text.parse::<usize>() {
            let most = LETTERS.len();
            return match number {
                0 => Err("there must be one zone at least".to_owned()),
                number if number > most => Err(format!("no region has more than {most} zones")),
                number => Ok(Self::Number(number)),
            };
        }
        let names: Vec<String> = text.split(',').map(|name| name.trim().to_owned()).collect();
        let is_name = |name: &String| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        };
        if !names.iter().all(is_name) {
            return Err(
                "zones are a number, or names such as cn-hangzhou-h,cn-hangzhou-i".to_owned()
            );
        }
        let mut seen = std::collections::BTreeSet::new();
        match names.iter().find(|name| !seen.insert(*name)) {
            Some(twice) => Err(format!("{twice} is named twice")),
            None => Ok(Self::Names(names)),
        }
    }
}

impl Zones {
    fn names(&self, region: &str) -> Vec<String> {
        match self {
            Self::Number(number) => {
                LETTERS.chars().take(*number).map(|letter| format!("{region}-{letter}")).collect()
            }
            Self::Names(names) => names.clone(),
        }
    }
}

impl ValueEnum for PlugIn {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Terway, Self::Flannel]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            Self::Terway => "terway",
            Self::Flannel => "flannel",
        }))
    }
}

/// Runs `plan-network`.
///
/// # Errors
/// If a limit stands against what is asked for.
pub fn run_plan_network(args: &PlanNetworkArgs, out: &mut dyn Write) -> Result<Exit, Error> {
    let wish = Wish {
        name: args.name.clone(),
        nodes: args.nodes,
        pods: args.pods,
        services: args.services,
        plug_in: args.cni,
        zones: args.zones.names(&args.region),
        vpc: args.vpc.trunc(),
        region: args.region.clone(),
        instance_type: args.instance_type.clone(),
    };
    let proposal = propose(wish).map_err(|impossible| Error::Usage(impossible.to_string()))?;
    output::write_text(out, &proposal::render(&proposal))?;
    Ok(Exit::Clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_counted_or_named() {
        let names = |text: &str| text.parse::<Zones>().map(|zones| zones.names("cn-beijing"));
        let expected = ["cn-beijing-h", "cn-beijing-i"].map(str::to_owned).to_vec();
        assert_eq!(names("2"), Ok(expected));
        assert_eq!(names("a, b"), Ok(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(names("a,a"), Err("a is named twice".to_owned()));
        for text in ["0", "99", "", "a,", "${x}"] {
            assert!(names(text).is_err(), "{text}");
        }
    }
}
