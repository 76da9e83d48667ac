//! `plan-network`: a configuration for a cluster that does not exist yet.

use super::args::PlanNetworkArgs;
use super::check::{find, tell};
use super::{Error, Exit, output};
use crate::config::FILE_NAME;
use crate::network_plan::network_plan;
use crate::options::Options;
use crate::proposal::{PlugIn, Proposal, Wish, known, propose};
use crate::report::capacity::Cluster;
use crate::report::proposal;
use crate::source::Memory;
use clap::ValueEnum;
use clap::builder::PossibleValue;
use ipnet::{IpNet, Ipv4Net};
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
    /// The region that zones lie in, by their names.
    fn region(&self) -> Option<&str> {
        let Self::Names(names) = self else { return None };
        let (region, letter) = names.first()?.rsplit_once('-')?;
        (letter.len() == 1 && region.contains('-')).then_some(region)
    }

    /// A zone that lies in another region.
    fn stray(&self, region: &str) -> Option<&str> {
        let Self::Names(names) = self else { return None };
        let lies_there =
            |name: &str| name.strip_prefix(region).is_some_and(|it| it.starts_with('-'));
        let mut full = names.iter().filter(|name| name.contains('-'));
        full.find(|name| !lies_there(name)).map(String::as_str)
    }

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
    let region = args.region.as_deref().or(args.zones.region()).unwrap_or(REGION);
    if let Some(stray) = args.zones.stray(region) {
        return Err(Error::Usage(format!("{stray} is no zone of the region {region}")));
    }
    let named = find(&Options { paths: vec![".".into()], ..Options::default() })?;
    let folder = named.paths.first().map(String::as_str).unwrap_or_default();
    let (known, problems) = known(&named.disk, folder);
    let wish = Wish {
        name: args.name.clone(),
        nodes: args.nodes,
        pods: args.pods,
        services: args.services,
        plug_in: args.cni,
        zones: args.zones.names(region),
        vpc: args.vpc.trunc(),
        region: region.to_owned(),
        instance_type: args.instance_type.clone(),
        known,
    };
    let proposal = propose(wish).map_err(|impossible| Error::Usage(impossible.to_string()))?;
    let room = room(&proposal);
    output::write_text(out, &proposal::render(&proposal, room.as_ref()))?;
    Ok(tell(&problems, &named))
}

/// The region where nobody names one.
const REGION: &str = "cn-hangzhou";

/// What the configuration has room for, by its own network plan.
fn room(proposal: &Proposal) -> Option<Cluster> {
    let text = proposal::render(proposal, None);
    let config = proposal.wish.known.config.as_deref().unwrap_or_default();
    let files = Memory::new([("main.tf", &*text), (FILE_NAME, config)]);
    let (clusters, _) = network_plan(&files, &[String::new()], &Options::default()).ok()?;
    clusters.into_iter().next()
}

/// Reads the range of a VPC.
pub(super) fn vpc(text: &str) -> Result<Ipv4Net, String> {
    match text.parse::<IpNet>() {
        Ok(IpNet::V4(range)) => Ok(range),
        Ok(IpNet::V6(_)) => {
            Err("a VPC has an IPv4 range; an IPv6 range comes beside it".to_owned())
        }
        Err(_) => Err("it is no range such as 10.0.0.0/16".to_owned()),
    }
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
