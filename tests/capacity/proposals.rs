//! `plan-network`: what it prints holds what was asked for, and nothing is objected to.

use crate::program::Repository;
use acklint::check::check;
use acklint::network_plan::network_plan;
use acklint::options::Options;
use acklint::proposal::{Known, PlugIn, Wish, propose};
use acklint::report::proposal::render;
use acklint::report::view::{Finding, Severity};
use acklint::source::Memory;
use std::process::Command;

fn wish(plug_in: PlugIn, nodes: u64, pods: u64) -> Wish {
    Wish {
        name: "ack".to_owned(),
        nodes,
        pods,
        services: None,
        plug_in,
        zones: ["h", "i", "j"].map(|zone| format!("cn-hangzhou-{zone}")).to_vec(),
        vpc: "10.0.0.0/16".parse().unwrap(),
        region: "cn-hangzhou".to_owned(),
        instance_type: None,
        known: Known::default(),
    }
}

/// Wishes of all sizes, possible and impossible.
fn wishes() -> Vec<Wish> {
    let vpcs = [
        "10.0.0.0/16",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "10.4.0.0/22",
        "172.19.0.0/20",
    ];
    let mut wishes = Vec::new();
    for plug_in in [PlugIn::Terway, PlugIn::Flannel] {
        for nodes in [1, 2, 5, 16, 60, 200, 300, 1001, 5000, 15001] {
            for each in [1, 11, 12, 30, 64, 150, 257, 500] {
                for (at, vpc) in vpcs.iter().enumerate() {
                    let mut wish = wish(plug_in, nodes, nodes * each);
                    wish.vpc = vpc.parse().unwrap();
                    wish.zones.truncate(1 + at % 3);
                    wish.services = [None, Some(1), Some(500), Some(40_000)][at % 4];
                    wishes.push(wish);
                }
            }
        }
    }
    wishes
}

#[test]
fn what_is_proposed_holds_what_was_asked_for_and_is_objected_to_by_no_rule() {
    let (mut possible, mut impossible) = (0, 0);
    for wish in wishes() {
        let proposal = match propose(wish.clone()) {
            Ok(proposal) => proposal,
            Err(why) => {
                let why = why.to_string();
                // the limit, and what would do
                assert!(why.contains(|c: char| c.is_ascii_digit()), "{why}");
                assert!(why.contains(';'), "{why}");
                impossible += 1;
                continue;
            }
        };
        possible += 1;
        let text = render(&proposal, None);
        let files = Memory::new([("main.tf", text.clone())]);
        let view = check(&files, &[String::new()], &Options::default()).unwrap();
        // worth knowing, and what the VPC that was asked for leaves: it is larger than /16, or has
        // no room for pod vSwitches as large as recommended
        let by_wish = |rule| match rule {
            "cidr_size" => wish.vpc.prefix_len() < 16,
            "terway_pod_vswitch_size" => wish.vpc.prefix_len() > 16,
            _ => false,
        };
        let is_by_wish = |f: &&Finding| f.severity == Severity::Info && by_wish(f.rule);
        let found: Vec<_> = view.findings.iter().filter(|f| !is_by_wish(f)).collect();
        assert!(found.is_empty(), "{text}\n{found:#?}");
        assert!(view.undecided.is_empty(), "{text}\n{:#?}", view.undecided);
        assert!(view.problems.is_empty(), "{text}\n{:#?}", view.problems);
        let (plans, _) = network_plan(&files, &[String::new()], &Options::default()).unwrap();
        let plan = &plans[0];
        assert!(plan.nodes.max >= Some(wish.nodes), "{text}\n{plan:#?}");
        assert!(plan.pods.max >= Some(wish.pods), "{text}\n{plan:#?}");
        assert!(plan.services_max >= wish.services, "{text}");
    }
    assert!(possible > 200 && impossible > 200, "{possible} possible, {impossible} impossible");
}

#[test]
fn what_is_printed_is_lint_clean_and_formatted() {
    let terraform = Command::new("terraform").arg("version").output().is_ok();
    if !terraform {
        println!("terraform is not on this machine: nobody has looked at the format");
    }
    for arguments in [
        "--nodes 100 --pods 3000 --cni terway --zones 3 --vpc 10.0.0.0/16",
        "--nodes 100 --pods 3000 --cni flannel --zones 3 --vpc 10.0.0.0/16 --services 500",
        "--nodes 12 --pods 120 --cni flannel --zones cn-beijing-h,cn-beijing-long-name --region cn-beijing",
        "--nodes 40 --pods 6000 --cni terway --zones 2 --vpc 192.168.0.0/16 --instance-type ecs.c7.8xlarge",
        "--nodes 200 --pods 200 --cni flannel",
        "--nodes 600 --pods 7000 --cni terway --zones 5 --vpc 172.16.0.0/16 --name a\"${b}",
    ] {
        let repository = Repository::new();
        let words: Vec<&str> = ["plan-network"].into_iter().chain(arguments.split(' ')).collect();
        let printed = repository.run(&words);
        assert_eq!(printed.code, 0, "{printed:?}");
        repository.write("main.tf", &printed.stdout);
        let checked = repository.run(&["check", "--strict", "--fail-on", "info"]);
        assert_eq!(checked.code, 0, "{arguments}: {checked:?}");
        if terraform {
            let mut fmt = Command::new("terraform");
            let fmt = fmt.args(["fmt", "-check", "-diff"]).current_dir(repository.root());
            let fmt = fmt.output().unwrap();
            let diff = String::from_utf8_lossy(&fmt.stdout).into_owned();
            assert!(fmt.status.success(), "{arguments}: {diff}");
        }
    }
}

#[test]
fn what_is_impossible_names_the_limit_and_what_would_do() {
    let said = |wish: Wish| propose(wish).unwrap_err().to_string();
    let small = Wish { vpc: "10.4.0.0/22".parse().unwrap(), ..wish(PlugIn::Terway, 100, 3000) };
    insta::assert_snapshot!(
        [
            said(small),
            said(wish(PlugIn::Flannel, 300, 3000)),
            said(wish(PlugIn::Flannel, 2000, 3000)),
            said(wish(PlugIn::Terway, 6000, 70_000)),
            said(wish(PlugIn::Terway, 20_000, 300_000)),
            said(wish(PlugIn::Terway, 3000, 400_000)),
            said(wish(PlugIn::Flannel, 4, 2000)),
            said(wish(PlugIn::Terway, 4, 8000)),
            said(Wish {
                instance_type: Some("ecs.g6.large".to_owned()),
                ..wish(PlugIn::Terway, 4, 40)
            }),
            said(Wish { instance_type: Some("ecs.x.y".to_owned()), ..wish(PlugIn::Terway, 4, 40) }),
            said(Wish { services: Some(60_000), ..wish(PlugIn::Terway, 4, 40) }),
            said(Wish { vpc: "100.64.0.0/16".parse().unwrap(), ..wish(PlugIn::Terway, 4, 40) }),
            said(Wish { vpc: "11.0.0.0/16".parse().unwrap(), ..wish(PlugIn::Terway, 4, 40) }),
            said(Wish { vpc: "10.0.0.0/29".parse().unwrap(), ..wish(PlugIn::Terway, 4, 40) }),
        ]
        .join("\n")
    );
}

fn printed(arguments: &str) -> (Repository, String) {
    let repository = Repository::new();
    let words: Vec<&str> = ["plan-network"].into_iter().chain(arguments.split(' ')).collect();
    let run = repository.run(&words);
    assert_eq!(run.code, 0, "{arguments}: {run:?}");
    repository.write("main.tf", &run.stdout);
    (repository, run.stdout)
}

/// A quarter to spare is one quarter, not one for nodes and one for the pods of each: what fits
/// with it is not refused. Pods that no single vSwitch of a zone holds have two.
#[test]
fn what_fits_with_a_quarter_to_spare_is_not_refused() {
    for arguments in [
        "--nodes 1000 --pods 18528 --cni terway --vpc 10.0.0.0/17",
        "--nodes 10 --pods 400 --cni terway --zones 1 --vpc 10.0.0.0/22",
        "--nodes 5000 --pods 230000 --cni terway --zones 5 --vpc 10.0.0.0/8",
        "--nodes 1400 --pods 60000 --cni terway --zones 1 --vpc 10.0.0.0/8",
        "--nodes 7 --pods 1792 --cni flannel",
    ] {
        let (repository, text) = printed(arguments);
        let checked = repository.run(&["check", "--strict"]);
        assert_eq!(checked.code, 0, "{arguments}: {checked:?}\n{text}");
    }
}

/// The head says what `capacity` says of it.
#[test]
fn the_head_says_what_there_is_room_for() {
    for arguments in [
        "--nodes 200 --pods 200 --cni flannel",
        "--nodes 18 --pods 108 --cni terway --zones 4 --vpc 10.233.208.0/21",
        "--nodes 10 --pods 400 --cni terway --zones 1 --vpc 10.0.0.0/22",
    ] {
        let (repository, text) = printed(arguments);
        let plan = repository.run(&["capacity", "--format", "json"]).stdout;
        let plan: serde_json::Value = serde_json::from_str(&plan).unwrap();
        let (nodes, pods) = (&plan["clusters"][0]["nodes"], &plan["clusters"][0]["pods"]);
        let room = format!(
            "# It has room for {} nodes full of {} pods; what limits the nodes is ",
            nodes["max"], pods["per_node"]["max"]
        );
        assert!(text.contains(&room), "{room}\n{text}");
        assert!(!text.contains("a quarter to spare"), "{text}");
    }
}

/// What the people of a repository tell holds for a cluster that is to come, too.
#[test]
fn the_configuration_of_acklint_is_heeded() {
    let config = "network \"office\" {\n  cidrs          = [\"172.16.0.0/14\"]\n  reachable_from = [\"*\"]\n}\nminimum = { nodes = 64, services = 256 }\nquota   = { route_entries = 1000 }\n";
    let repository = Repository::of(&[(".acklint.hcl", config)]);
    let flannel = |nodes: &str| {
        repository.run(&["plan-network", "--nodes", nodes, "--pods", "70", "--cni", "flannel"])
    };
    let small = flannel("7");
    assert!(small.stdout.contains("\"172.20.16.0/22\""), "64 nodes, beyond the office\n{small:?}");
    assert!(small.stdout.contains("\"172.20.0.0/20\""), "{small:?}");
    let large = flannel("300");
    assert!(large.stdout.contains("It has room for 512 nodes"), "the quota is granted\n{large:?}");
    for run in [small, large] {
        repository.write("main.tf", &run.stdout);
        let checked = repository.run(&["check", "--strict", "--fail-on", "info"]);
        assert_eq!(checked.code, 0, "{checked:?}");
    }
}

/// What is refused is refused with true words.
#[test]
fn words_of_a_refusal_hold() {
    let refused = |arguments: &str| {
        let words: Vec<&str> = ["plan-network"].into_iter().chain(arguments.split(' ')).collect();
        let run = Repository::new().run(&words);
        assert_eq!((run.code, &*run.stdout), (2, ""), "{run:?}");
        run.stderr
    };
    // nobody is sent to what is refused as well
    let many = refused("--nodes 7 --pods 230000 --cni flannel");
    assert!(many.contains("plan more than one cluster") && !many.contains(" nodes"), "{many}");
    let some = refused("--nodes 7 --pods 23000 --cni flannel");
    assert!(some.contains("plan 90 nodes"), "{some}");
    printed("--nodes 90 --pods 23000 --cni flannel");
    assert!(refused("--nodes 7 --pods 70 --cni flannel --vpc fd00::/16").contains("IPv6"));
    let one = refused("--nodes 70 --pods 700 --cni terway --zones 1 --vpc 10.0.0.0/24");
    assert!(one.contains("its zone needs"), "{one}");
    let stray =
        refused("--nodes 7 --pods 70 --cni flannel --region cn-hangzhou --zones cn-beijing-a");
    assert!(stray.contains("cn-beijing-a is no zone of the region cn-hangzhou"), "{stray}");
    assert!(
        printed("--nodes 7 --pods 70 --cni flannel --zones cn-beijing-a")
            .1
            .contains("region = \"cn-beijing\"")
    );
    let nameless = Repository::new().run(&[
        "plan-network",
        "--nodes",
        "7",
        "--pods",
        "70",
        "--cni",
        "flannel",
        "--name",
        "",
    ]);
    assert_eq!(nameless.code, 2, "{nameless:?}");
}
