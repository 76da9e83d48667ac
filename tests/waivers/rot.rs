//! Waivers that are no good any more, and those that only look like it.

use crate::said::{WAIVER, cluster, counted, look, options, rot};
use acklint::check;
use acklint::options::{Input, Options};
use acklint::source::Memory;

/// A cluster whose ranges are sound, with a waiver above one of them.
fn sound(above: &str) -> String {
    cluster("a", above, "").replace("172.21.0.0/16", "172.22.0.0/16")
}

#[test]
fn what_cannot_waive_does_not() {
    let waivers = [
        ("# acklint:allow pod_service_overlap", "gives no reason"),
        ("# acklint:allow pod_service_overlap until=2027-01-31 because", "gives no reason"),
        (
            "# acklint:allow pod_service_overlap until=2027-02-30 — a",
            "`until=2027-02-30` is no date",
        ),
        ("# acklint:allow pod_service_overlap until=2026-11-30 — a", "ended on 2026-11-30"),
        ("# acklint:allow pod_servcie_overlap — a", "no rule `pod_servcie_overlap`"),
        ("# acklint:allow — a", "names no rule"),
    ];
    for (waiver, why) in waivers {
        let view = look(&[("main.tf", &cluster("a", waiver, ""))], &options());
        assert_eq!(counted(&view).len(), 2, "{waiver}: {:?}", counted(&view));
        let said = rot(&view);
        assert!(said.len() == 1 && said[0].contains(why), "{waiver}: {said:?}");
        assert_eq!((view.summary.errors, view.summary.warnings), (1, 1));
    }
}

#[test]
fn it_lies_where_the_waiver_is_written_and_names_the_file() {
    let text = cluster("a", "# acklint:allow pod-service-overlap — a", "");
    let view = look(&[("envs/main.tf", &text)], &options());
    let finding = view.findings.iter().find(|f| f.rule == "waiver_invalid").expect("rot");
    assert_eq!((finding.subject.as_str(), finding.root.as_str()), ("envs/main.tf", "envs"));
    assert_eq!((finding.location.start.line, finding.location.start.column), (7, 5));
    assert_eq!(finding.help.as_deref(), Some("did you mean `pod_service_overlap`?"));
}

#[test]
fn of_several_rules_those_that_are_right_count() {
    let waiver = "# acklint:allow pod_servcie_overlap, pod_service_overlap — a";
    let view = look(&[("main.tf", &cluster("a", waiver, ""))], &options());
    assert_eq!((view.summary.waived, rot(&view).len()), (1, 1));
}

#[test]
fn one_that_waives_nothing_is_named() {
    let view = look(&[("main.tf", &sound(WAIVER))], &options());
    assert_eq!(rot(&view).len(), 1, "the finding is gone");
    let view = look(&[("main.tf", &sound("")), ("other.tf", &format!("{WAIVER}\n"))], &options());
    assert_eq!(rot(&view).len(), 1, "no finding lies in the file");
}

#[test]
fn a_rule_that_was_not_to_run_is_no_rot() {
    let ignored = Options { ignore: vec!["pod_service_overlap"], ..options() };
    assert_eq!(rot(&look(&[("main.tf", &sound(WAIVER))], &ignored)), Vec::<&str>::new());
    let itself = Options { ignore: vec!["waiver_invalid"], ..options() };
    assert_eq!(rot(&look(&[("main.tf", &sound(WAIVER))], &itself)), Vec::<&str>::new());
}

#[test]
fn an_undecided_check_is_no_rot() {
    let open = sound(WAIVER).replace("\"172.21.0.0/20\"", "var.x") + "variable \"x\" {}\n";
    assert_eq!(rot(&look(&[("main.tf", &open)], &options())), Vec::<&str>::new());
}

/// Another cluster of the root is undecided; at the head of this one that does not matter.
#[test]
fn at_a_head_only_the_checks_of_that_resource_count() {
    let open = cluster("b", "", "").replace("\"172.21.0.0/20\"", "var.x") + "variable \"x\" {}\n";
    let at_head = sound("").replacen("resource", &format!("{WAIVER}\nresource"), 1) + &open;
    assert_eq!(rot(&look(&[("main.tf", &at_head)], &options())).len(), 1);
    let within = sound(WAIVER) + &open;
    assert_eq!(rot(&look(&[("main.tf", &within)], &options())), Vec::<&str>::new());
}

/// A Flannel rule on a Terway cluster is no check.
#[test]
fn a_rule_without_a_check_there_is_no_rot() {
    let waiver = "# acklint:allow terway_pod_ips — a";
    assert_eq!(rot(&look(&[("main.tf", &sound(waiver))], &options())), Vec::<&str>::new());
}

#[test]
fn where_something_could_not_be_looked_at_nothing_is_called_unused() {
    let view = look(&[("main.tf", &sound(WAIVER)), ("broken.tf", "resource {")], &options());
    assert!(!view.problems.is_empty());
    assert_eq!(rot(&view), Vec::<&str>::new());
    let absent = "module \"m\" {\n  source = \"git::https://example.com/m.git\"\n}\n";
    let view = look(&[("main.tf", &sound(WAIVER)), ("m.tf", absent)], &options());
    assert!(view.problems.is_empty() && !view.absent.is_empty());
    assert_eq!(rot(&view), Vec::<&str>::new());
}

/// In a module that another root calls as well, the waiver may be for that one.
#[test]
fn a_module_of_several_roots_is_judged_with_all_of_them() {
    let module = sound(WAIVER).replace("\"172.22.0.0/16\"", "var.pods") + "variable \"pods\" {}\n";
    let root =
        |pods: &str| format!("module \"m\" {{\n  source = \"../m\"\n  pods = \"{pods}\"\n}}\n");
    let (good, bad) = (root("172.22.0.0/16"), root("172.21.0.0/16"));
    let files = Memory::new([("a/main.tf", &*good), ("b/main.tf", &bad), ("m/main.tf", &module)]);
    let look = |paths: &[&str]| {
        let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
        check::check(&files, &paths, &options()).expect("no wrong usage")
    };
    assert_eq!(rot(&look(&["a"])), Vec::<&str>::new());
    assert_eq!(rot(&look(&["b"])), Vec::<&str>::new());
    let changed = Options { changed: Some(["b/main.tf".to_owned()].into()), ..options() };
    let view = check::check(&files, &[String::new()], &changed).expect("no wrong usage");
    assert_eq!(view.summary.roots, 1);
    assert_eq!(rot(&view), Vec::<&str>::new(), "the other root was not looked at");
    let all = look(&["a", "b"]);
    assert_eq!((all.summary.waived, rot(&all).len()), (1, 0));
    let files = Memory::new([("a/main.tf", &*good), ("b/main.tf", &good), ("m/main.tf", &module)]);
    let both = ["a".to_owned(), "b".to_owned()];
    let view = check::check(&files, &both, &options()).expect("no wrong usage");
    assert_eq!(rot(&view).len(), 1, "neither needs it, and it is told once");
}

/// A values file that an option names may be for other roots, too.
#[test]
fn named_values_files_are_not_called_unused() {
    let main = sound("").replace("\"172.22.0.0/16\"", "var.pods") + "variable \"pods\" {}\n";
    let values = format!("{WAIVER}\npods = \"172.22.0.0/16\"\n");
    let named = Options { inputs: vec![Input::File("eu.tfvars".into())], ..options() };
    let view = look(&[("main.tf", &main), ("eu.tfvars", &values)], &named);
    assert_eq!(rot(&view), Vec::<&str>::new());
    let bad = values.replace("172.22", "172.21");
    assert_eq!(look(&[("main.tf", &main), ("eu.tfvars", &bad)], &named).summary.waived, 1);
    let view = look(&[("main.tf", &main), ("terraform.tfvars", &values)], &options());
    assert_eq!(rot(&view).len(), 1, "one that loads by itself is judged");
}

#[test]
fn it_cannot_be_waived_by_a_comment() {
    let row = "# acklint:allow waiver_invalid — a\n  # acklint:allow pod_service_overlap";
    let view = look(&[("main.tf", &cluster("a", row, ""))], &options());
    let said = rot(&view);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].contains("cannot be waived"), "{said:?}");
}

#[test]
fn without_a_day_no_waiver_is_past_its_date() {
    let waiver = "# acklint:allow pod_service_overlap until=1999-12-31 — a";
    let timeless = Options { today: None, ..options() };
    let view = look(&[("main.tf", &cluster("a", waiver, ""))], &timeless);
    assert_eq!((view.summary.waived, view.findings.len()), (1, 0));
}
