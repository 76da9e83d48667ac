//! What acklint says of the files of a plan, beside what the table says of the plan.

use crate::plan::Plan;
use crate::print::{Files, Hide, files};
use crate::random::Random;
use crate::table::{Finding, Severity, findings};
use crate::{draw, table};
use acklint::check;
use acklint::options::{Expect, Options};
use acklint::report::view::{Severity as Said, View};
use acklint::source::Memory;

/// An undecided check: rule, root, subject.
type Open = (String, String, String);

fn run(plan: &Plan, files: &Files) -> View {
    let memory = Memory::new(files.iter().cloned());
    let (nodes, pods, services) = (plan.expect.nodes, plan.expect.pods, plan.expect.services);
    let expect = Expect { nodes, pods, services };
    let threads = std::num::NonZeroUsize::new(1);
    let options = Options { threads, expect, ..Options::default() };
    check::check(&memory, &[String::new()], &options).expect("no wrong usage")
}

fn said(view: &View) -> Vec<Finding> {
    let findings = view.findings.iter().map(|finding| Finding {
        rule: finding.rule,
        root: finding.root.clone(),
        subject: finding.subject.clone(),
        severity: match finding.severity {
            Said::Error => Severity::Error,
            Said::Warning => Severity::Warning,
            Said::Info => Severity::Info,
        },
    });
    let mut findings: Vec<Finding> = findings.collect();
    findings.sort();
    findings
}

/// The files of a failure: plainly, or as they were (`ACKLINT_TABLE_REAL=1`).
fn shown(plain: &Files, real: &Files) -> String {
    let files = if crate::setting("ACKLINT_TABLE_REAL").is_some() { real } else { plain };
    let files: Vec<String> =
        files.iter().map(|(path, text)| format!("-- {path} --\n{text}")).collect();
    files.concat()
}

/// What is in the one list more often than in the other.
fn without(of: &[Finding], other: &[Finding]) -> Vec<Finding> {
    let mut rest = other.to_vec();
    let mut left = Vec::new();
    for finding in of {
        match rest.iter().position(|known| known == finding) {
            Some(at) => {
                rest.remove(at);
            }
            None => left.push(finding.clone()),
        }
    }
    left
}

fn lines(findings: &[Finding], mark: &str) -> String {
    let line =
        |of: &Finding| format!("{mark} {} {:?} {} {}\n", of.rule, of.severity, of.root, of.subject);
    findings.iter().map(line).collect::<Vec<_>>().concat()
}

/// The rules and severities that the table finds in an estate.
pub(crate) fn rows(seed: u64) -> Vec<String> {
    let findings = findings(&draw::plan(&mut Random::new(seed)));
    findings.iter().map(|of| format!("{} {:?}", of.rule, of.severity)).collect()
}

/// What is open though every value is written: pieces of the sentences that say so. No way on which
/// a value comes is among them.
const KNOWN_REASONS: [&str; 8] = [
    "does not define the VPC",
    "no instance type is written",
    "no published table that acklint has",
    "nobody says how many",
    "is IPv6, which is not looked at",
    "is meant for is not known",
    "are one VPC is not known",
    "no vpc_id is written",
];

/// Every value is in the files: the findings are the same.
pub(crate) fn known(seed: u64) -> Result<(), String> {
    let plan = draw::plan(&mut Random::new(seed));
    let files = files(&plan, seed, &mut Hide::default());
    let view = run(&plan, &files);
    let problems: Vec<&String> = view.problems.iter().map(|problem| &problem.message).collect();
    if !problems.is_empty() {
        return Err(format!("seed {seed}\n{}{problems:?}", shown(&files, &files)));
    }
    let (said, expected) = (said(&view), table::findings(&plan));
    let lost =
        view.undecided.iter().find(|open| !KNOWN_REASONS.iter().any(|r| open.why.contains(r)));
    if said == expected && lost.is_none() {
        return Ok(());
    }
    let literal = crate::print::files(&plan, seed, &mut Hide { plainly: true, ..Hide::default() });
    let mut messages = String::new();
    for finding in &view.findings {
        let text = format!("  said: {} {}: {}\n", finding.rule, finding.subject, finding.message);
        messages += &text;
    }
    for open in &view.undecided {
        let text = format!("  open: {} {}: {}\n", open.rule, open.subject, open.why);
        messages += &text;
    }
    Err(format!(
        "seed {seed}\n{}expected: {:?}\n{messages}{}{}",
        shown(&literal, &files),
        plan.expect,
        lines(&without(&expected, &said), "only the table:"),
        lines(&without(&said, &expected), "only acklint:")
            + &lost.map_or(String::new(), |open| format!("no reason: {}\n", open.why)),
    ))
}

/// Rules that silence others, and are open themselves.
struct Silenced<'a> {
    open: &'a [Open],
    expected: &'a [Finding],
}

impl Silenced<'_> {
    /// Whether what is found is silent where the value is known.
    fn in_truth(&self, finding: &Finding) -> bool {
        let small =
            finding.rule == "terway_pod_ips" && self.is_open_on("terway_vpc_too_small", finding);
        let mask = finding.rule == "flannel_pods_per_node"
            && (self.is_open("cidr_size") || self.expected.iter().any(|of| of.rule == "cidr_size"));
        // Reading 29: a vSwitch may be all that puts its VPC in use
        let of_network = ["alicloud_vpc.", "alicloud_vpc_ipv4_cidr_block.", "alicloud_vswitch."];
        let unused = of_network.iter().any(|kind| finding.subject.contains(kind))
            && self.is_open("vswitch_wrong_vpc");
        // the contract: a *known* smaller `max_pods - 3` makes a node ask for less
        let fewer = finding.rule == "terway_pod_ips" && self.is_open("terway_pods_per_node");
        small || fewer || mask || unused || self.in_conflict() || self.in_another_vpc(finding)
    }

    /// Reading 27: one known add-on decides, while another that is not known may conflict.
    fn in_conflict(&self) -> bool {
        let mut conflicts = self.expected.iter().filter(|of| of.rule == "cni_conflict");
        conflicts.any(|of| of.severity == Severity::Error && self.is_open_on(of.rule, of))
    }

    /// Reading 30: a cluster is in the VPC of the vSwitches of which that is known.
    fn in_another_vpc(&self, finding: &Finding) -> bool {
        const OF_THE_VPC: [&str; 7] = [
            "pod_vpc_overlap",
            "service_vpc_overlap",
            "cluster_overlap",
            "connected_overlap",
            "route_overlap",
            "flannel_node_limit",
            "terway_vpc_too_small",
        ];
        OF_THE_VPC.contains(&finding.rule) && self.is_open_on("vswitch_wrong_vpc", finding)
    }

    /// Whether what is missing is left to a rule that is open.
    fn perhaps(&self, finding: &Finding) -> bool {
        let by = match finding.rule {
            // Reading 28: a range that is not known lies where it must, a mask is one that ACK takes
            "pod_vpc_overlap" | "service_vpc_overlap" => "vswitch_outside_vpc",
            "flannel_pods_per_node" => "cidr_size",
            _ => return self.in_conflict() || self.in_another_vpc(finding),
        };
        self.is_open(by)
    }

    fn is_open_on(&self, rule: &str, finding: &Finding) -> bool {
        self.open.contains(&(rule.to_owned(), finding.root.clone(), finding.subject.clone()))
    }

    fn is_open(&self, rule: &str) -> bool {
        self.open.iter().any(|(open, ..)| open == rule)
    }
}

/// One value is not told: nothing more is found, and what is missing is undecided.
pub(crate) fn hidden(seed: u64) -> Result<(), String> {
    let plan = draw::plan(&mut Random::new(seed));
    let mut all = Hide::default();
    files(&plan, seed, &mut all);
    let at = Some(Random::new(!seed).below(all.seen.max(1)));
    let files = files(&plan, seed, &mut Hide { at, ..Hide::default() });
    let view = run(&plan, &files);
    let open: Vec<Open> = view
        .undecided
        .iter()
        .map(|open| (open.rule.to_owned(), open.root.clone(), open.subject.clone()))
        .collect();
    let (said, expected) = (said(&view), findings(&plan));
    let same =
        |a: &Finding, b: &Finding| a.rule == b.rule && a.root == b.root && a.subject == b.subject;
    let silenced = Silenced { open: &open, expected: &expected };
    let mut wrong = Vec::new();
    for finding in said.iter().filter(|finding| !silenced.in_truth(finding)) {
        let worst =
            expected.iter().filter(|other| same(finding, other)).map(|other| other.severity);
        if worst.max().is_none_or(|worst| worst < finding.severity) {
            wrong.push(("found though nobody knows", finding.clone()));
        }
    }
    for finding in &expected {
        let worst = said.iter().filter(|other| same(finding, other)).map(|other| other.severity);
        if worst.max().is_some_and(|worst| worst >= finding.severity) {
            continue;
        }
        let is_open = |rule: &str| {
            open.contains(&(rule.to_owned(), finding.root.clone(), finding.subject.clone()))
        };
        if !is_open(finding.rule) && !silenced.perhaps(finding) {
            wrong.push(("hidden without a word", finding.clone()));
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    let wrong: Vec<String> =
        wrong.iter().map(|(why, of)| lines(std::slice::from_ref(of), why)).collect();
    let open: Vec<String> =
        open.iter().map(|(rule, _, who)| format!("  open: {rule} {who}\n")).collect();
    Err(format!("seed {seed}\n{}{}{}", shown(&files, &files), open.concat(), wrong.concat()))
}
