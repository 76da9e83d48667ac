//! The blocks and arguments of the file, one function each.

use super::read::Reader;
use super::{Cluster, Config, Glob, InstanceType, Library, Network, Placed, VSwitch, Variant, Vpc};
use crate::facts;
use crate::module::Expected;
use crate::nearest::nearest;
use crate::problem::Problem;
use crate::report::view::Severity;
use crate::rules;
use crate::source::{FileId, Span, join};
use crate::syntax::{Block, Body, parse_body};
use ipnet::{IpNet, Ipv4Net};

const ARGUMENTS: &[&str] = &["fail_on", "minimum", "quota"];
const BLOCKS: &[&str] =
    &["cluster", "vpc", "vswitch", "instance_type", "network", "rule", "root", "variant"];

/// How many blocks are read.
const MOST: usize = 2_000;

/// What the id of a VPC looks like.
const VPC_ID: &str = "vpc-bp1abc";

impl Config {
    /// Reads a file; its paths start from `folder`. What is wrong with it is told, and the rest
    /// holds.
    pub fn parse(file: FileId, text: &str, folder: &str) -> (Self, Vec<Problem>) {
        let nothing = Self { folder: folder.into(), file: Some(file), ..Self::default() };
        match parse_body(file, text) {
            Err(problem) => (nothing, vec![problem]),
            Ok(body) => {
                let mut reader = Reader::default();
                let config = nothing.filled(&mut reader, &body);
                (config, reader.problems)
            }
        }
    }

    fn filled(mut self, reader: &mut Reader, body: &Body) -> Self {
        reader.only(body, "the configuration", ARGUMENTS, BLOCKS);
        reader.once(body.blocks.iter().filter(|block| block.labels.len() == 1));
        self.fail_on = reader.text(body, "fail_on").and_then(|word| severity(reader, &word));
        let minimum = reader.numbers(body, "minimum", ["nodes", "services"]);
        [self.minimum_nodes, self.minimum_services] = minimum;
        let [route_entries] = reader.numbers(body, "quota", ["route_entries"]);
        self.route_entries = route_entries.filter(|entries| can_be_granted(reader, entries));
        for block in body.blocks.iter().take(MOST) {
            self.block(reader, block);
        }
        if let Some(beyond) = body.blocks.get(MOST) {
            let message =
                format!("a configuration has at most {MOST} blocks: the rest is not read");
            reader.problems.push(Problem::at(beyond.head, message));
        }
        self
    }

    fn block(&mut self, reader: &mut Reader, block: &Block) {
        match &*block.kind {
            "cluster" => self.clusters.extend(cluster(reader, block)),
            "vpc" => self.vpcs.extend(vpc(reader, block)),
            "vswitch" => self.vswitches.extend(vswitch(reader, block)),
            "instance_type" => self.instance_types.extend(instance_type(reader, block)),
            "network" => self.networks.extend(network(reader, block)),
            "rule" => self.rules.extend(rule(reader, block)),
            "root" => self.libraries.extend(library(reader, block, &self.folder)),
            "variant" => self.variants.extend(variant(reader, block, &self.folder)),
            _ => {}
        }
    }
}

fn cluster(reader: &mut Reader, block: &Block) -> Option<Cluster> {
    let label = reader.label(block, "GLOB")?;
    reader.only(&block.body, "a cluster block", &["expect", "vpc"], &[]);
    let [nodes, pods, services] =
        reader.numbers(&block.body, "expect", ["nodes", "pods", "services"]);
    let number = |placed: Option<Placed<u64>>| placed.map(|placed| placed.value);
    let expect = block.body.attribute("expect").map(|expect| Expected {
        nodes: number(nodes),
        pods: number(pods),
        services: number(services),
        span: expect.value.span,
    });
    let vpc = reader.text(&block.body, "vpc").and_then(|id| reader.in_cloud(id, VPC_ID));
    let pattern = glob(reader, &label, Glob::over_names)?;
    Some(Cluster { pattern: Placed { value: pattern, span: label.span }, expect, vpc })
}

fn vpc(reader: &mut Reader, block: &Block) -> Option<Vpc> {
    let id = reader.id(block, VPC_ID)?;
    reader.only(&block.body, "a vpc block", &["cidrs"], &[]);
    let cidrs = ranges(reader, block);
    let id = reader.in_cloud(id, VPC_ID)?;
    Some(Vpc { id, cidrs })
}

fn vswitch(reader: &mut Reader, block: &Block) -> Option<VSwitch> {
    let id = reader.id(block, "vsw-bp1def")?;
    let id = reader.in_cloud(id, "vsw-bp1def");
    reader.only(&block.body, "a vswitch block", &["vpc", "cidr", "zone"], &[]);
    let [vpc, cidr, zone] = ["vpc", "cidr", "zone"].map(|name| reader.text(&block.body, name));
    let vpc = vpc.and_then(|vpc| reader.in_cloud(vpc, VPC_ID));
    let cidr = cidr.filter(|cidr| is_range(reader, cidr) && is_v4(reader, cidr));
    Some(VSwitch { id: id?, vpc, cidr, zone })
}

fn instance_type(reader: &mut Reader, block: &Block) -> Option<InstanceType> {
    let name = reader.id(block, "ecs.g9x.4xlarge")?;
    let known = ["enis", "ipv4_per_eni", "ipv6_per_eni", "source"];
    reader.only(&block.body, "an instance_type block", &known, &[]);
    let [enis, ipv4_per_eni, ipv6_per_eni] =
        ["enis", "ipv4_per_eni", "ipv6_per_eni"].map(|name| reader.number(&block.body, name));
    let source = reader.text(&block.body, "source");
    // without a source the numbers are a guess
    reader.needs(block, "source", source)?;
    let enis = reader.needs(block, "enis", enis);
    let ipv4_per_eni = reader.needs(block, "ipv4_per_eni", ipv4_per_eni);
    let quotas = facts::InstanceType { enis, ipv4_per_eni, ipv6_per_eni };
    Some(InstanceType { name, quotas })
}

fn network(reader: &mut Reader, block: &Block) -> Option<Network> {
    let name = reader.id(block, "office")?;
    reader.only(&block.body, "a network block", &["cidrs", "reachable_from"], &[]);
    let cidrs = ranges(reader, block);
    let cidrs = cidrs.into_iter().filter(|cidr| is_somewhere(reader, cidr)).collect();
    let from = reader.texts(&block.body, "reachable_from");
    reader.needs(block, "reachable_from", (!from.is_empty()).then_some(()));
    let globs = from.iter().filter_map(|text| {
        Some(Placed { value: glob(reader, text, Glob::over_names)?, span: text.span })
    });
    let reachable_from = globs.collect();
    Some(Network { name, cidrs, reachable_from })
}

fn rule(reader: &mut Reader, block: &Block) -> Option<(&'static str, Option<Severity>)> {
    let label = reader.label(block, "RULE")?;
    reader.only(&block.body, "a rule block", &["severity"], &[]);
    let word = reader.text(&block.body, "severity");
    let word = reader.needs(block, "severity", word);
    let Some(id) = rules::ids().find(|id| *id == label.value) else {
        let hint = nearest(&label.value, rules::ids());
        let hint = hint.map(|id| format!("; did you mean `{id}`?")).unwrap_or_default();
        reader.wrong(label.span, format!("there is no rule `{}`{hint}", label.value));
        return None;
    };
    let word = word?;
    if word.value == "off" {
        return Some((id, None));
    }
    let severity = Severity::parse(&word.value);
    if severity.is_none() {
        let message = format!("`{}` is neither error, warning, info nor off", word.value);
        reader.wrong(word.span, message);
    }
    Some((id, Some(severity?)))
}

fn library(reader: &mut Reader, block: &Block, folder: &str) -> Option<Library> {
    let label = reader.label(block, "modules/*")?;
    reader.only(&block.body, "a root block", &["role"], &[]);
    let role = reader.text(&block.body, "role");
    let role = reader.needs(block, "role", role)?;
    if role.value != "module" {
        reader.wrong(role.span, format!("`{}` is no role: there is `module`", role.value));
        return None;
    }
    // what leads upwards is no part of the pattern
    let mut rest = &*label.value;
    let mut above = String::new();
    while let Some(further) = rest.strip_prefix("../").or((rest == "..").then_some("")) {
        (rest, above) = (further, above + "../");
    }
    let above = inside(reader, folder, &Placed { value: above, span: label.span })?;
    let text = Placed { value: if rest.is_empty() { "." } else { rest }.to_owned(), ..label };
    let pattern = glob(reader, &text, Glob::over_folders)?;
    Some(Library { above, pattern: Placed { value: pattern, span: text.span } })
}

fn variant(reader: &mut Reader, block: &Block, folder: &str) -> Option<Variant> {
    let name = reader.id(block, "eu")?.value;
    reader.only(&block.body, "a variant block", &["root", "var_files"], &[]);
    let root = reader.text(&block.body, "root");
    let root = reader.needs(block, "root", root)?;
    let files = reader.texts(&block.body, "var_files");
    reader.needs(block, "var_files", (!files.is_empty()).then_some(()))?;
    let root = inside(reader, folder, &root)?;
    let file =
        |file: Placed<String>| Some(Placed { value: inside(reader, folder, &file)?, ..file });
    let var_files = files.into_iter().filter_map(file).collect();
    Some(Variant { name, head: block.head, root, var_files })
}

/// A path of the repository.
fn inside(reader: &mut Reader, folder: &str, path: &Placed<String>) -> Option<String> {
    let inside = join(folder, &path.value).filter(|_| !path.value.starts_with('/'));
    if inside.is_none() {
        let message = format!(
            "`{}` leads out of the repository: paths start from the folder of \
                               this file",
            path.value
        );
        reader.wrong(path.span, message);
    }
    inside
}

fn ranges(reader: &mut Reader, block: &Block) -> Vec<Placed<String>> {
    let cidrs = reader.texts(&block.body, "cidrs");
    reader.needs(block, "cidrs", (!cidrs.is_empty()).then_some(()));
    cidrs.into_iter().filter(|cidr| is_range(reader, cidr)).collect()
}

fn is_range(reader: &mut Reader, text: &Placed<String>) -> bool {
    let is_range = text.value.parse::<IpNet>().is_ok();
    if !is_range {
        let message = format!("`{}` is no range: write it as \"10.0.0.0/16\"", text.value);
        reader.wrong(text.span, message);
    }
    is_range
}

fn is_v4(reader: &mut Reader, text: &Placed<String>) -> bool {
    let is_v4 = text.value.parse::<Ipv4Net>().is_ok();
    if !is_v4 {
        let message = format!("`{}` is IPv6: write the IPv4 range", text.value);
        reader.wrong(text.span, message);
    }
    is_v4
}

/// All addresses there are lie nowhere: the clusters themselves are among them.
fn is_somewhere(reader: &mut Reader, text: &Placed<String>) -> bool {
    let is_all = text.value.parse::<IpNet>().is_ok_and(|range| range.prefix_len() == 0);
    if is_all {
        let message = format!("`{}` is everything: write the ranges of the network", text.value);
        reader.wrong(text.span, message);
    }
    !is_all
}

fn can_be_granted(reader: &mut Reader, entries: &Placed<u64>) -> bool {
    let most = facts::quota("route_entries_max");
    if entries.value > most {
        let message = format!("nobody is granted more than {most} route entries");
        reader.wrong(entries.span, message);
    }
    entries.value <= most
}

fn severity(reader: &mut Reader, word: &Placed<String>) -> Option<Severity> {
    let severity = Severity::parse(&word.value);
    if severity.is_none() {
        let message = format!("`{}` is neither error, warning nor info", word.value);
        reader.wrong(word.span, message);
    }
    severity
}

fn glob(
    reader: &mut Reader,
    text: &Placed<String>,
    make: impl Fn(&str) -> Result<Glob, String>,
) -> Option<Glob> {
    let told = |message: String| -> (Span, String) { (text.span, message) };
    match make(&text.value).map_err(told) {
        Ok(glob) => Some(glob),
        Err((span, message)) => {
            reader.wrong(span, message);
            None
        }
    }
}
