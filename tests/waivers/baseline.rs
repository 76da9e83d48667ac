//! What a baseline keeps from being reported again, and what it does not.

use crate::said::{cluster, counted, look, options};
use acklint::check::{self, Misuse};
use acklint::options::Options;
use acklint::report::baseline;
use acklint::report::view::{View, WaivedBy};
use acklint::source::Memory;

const BASELINE: &str = "baseline.json";

fn with_baseline() -> Options {
    Options { baseline: Some(BASELINE.into()), ..options() }
}

/// The baseline of a file.
fn written(text: &str) -> String {
    baseline::render(&look(&[("main.tf", text)], &options()))
}

/// A file against a baseline.
fn against(text: &str, known: &str) -> View {
    look(&[("main.tf", text), (BASELINE, known)], &with_baseline())
}

#[test]
fn what_is_in_it_is_not_reported() {
    let known = written(&cluster("a", "", ""));
    let two = cluster("a", "", "") + &cluster("b", "", "");
    let view = against(&two, &known);
    assert_eq!(counted(&view), [("pod_service_overlap", "alicloud_cs_managed_kubernetes.b")]);
    assert_eq!((view.summary.errors, view.summary.waived), (1, 1));
    let shown = Options { show_waived: true, ..with_baseline() };
    let view = look(&[("main.tf", &two), (BASELINE, &known)], &shown);
    let waived: Vec<_> = view.findings.iter().map(|f| f.waived.as_ref().map(|w| w.by)).collect();
    assert_eq!(waived, [Some(WaivedBy::Baseline), None]);
}

#[test]
fn an_entry_that_nothing_matches_is_named() {
    let known = written(&(cluster("a", "", "") + &cluster("b", "", "")));
    let view = against(&cluster("b", "", ""), &known);
    let [stale] = view.stale.as_slice() else { panic!("{:?}", view.stale) };
    assert_eq!(stale.subject, "alicloud_cs_managed_kubernetes.a");
    assert!(view.findings.is_empty());
    assert_eq!(baseline::render(&view), written(&cluster("b", "", "")), "written again it is gone");
}

#[test]
fn what_was_not_judged_is_kept_and_not_named() {
    let text = cluster("a", "", "");
    let known = written(&text);
    let files = |main: &str| {
        vec![("main.tf".to_owned(), main.to_owned()), (BASELINE.to_owned(), known.clone())]
    };
    let silent = |files: Vec<(String, String)>, paths: &[&str], options: &Options, why: &str| {
        let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
        let view = check::check(&Memory::new(files), &paths, options).expect("no wrong usage");
        assert_eq!(view.stale, [], "{why}");
        assert_eq!(baseline::render(&view), known, "{why}");
    };
    let sound = text.replace("172.21.0.0/16", "172.22.0.0/16");
    let other = Options { select: vec!["cni_conflict"], ..with_baseline() };
    silent(files(&sound), &[""], &other, "the rule did not run");
    let mut off = files(&sound);
    let config = "rule \"pod_service_overlap\" {\n  severity = \"off\"\n}\n";
    off.push((".acklint.hcl".to_owned(), config.to_owned()));
    silent(off, &[""], &with_baseline(), "the configuration has switched the rule off");
    let open = text.replace("\"172.21.0.0/20\"", "var.x") + "variable \"x\" {}\n";
    silent(files(&open), &[""], &with_baseline(), "the check is undecided");
    let mut elsewhere = files(&sound);
    elsewhere.push(("other/main.tf".to_owned(), "variable \"x\" {}\n".to_owned()));
    silent(elsewhere, &["other"], &with_baseline(), "the root was not looked at");
    let mut broken = files(&sound);
    broken.push(("broken.tf".to_owned(), "resource {".to_owned()));
    silent(broken, &[""], &with_baseline(), "a file could not be read");
}

/// Room for 8 nodes is few, room for 1 of 5 is too little.
#[test]
fn what_has_become_worse_is_new() {
    let cluster = |prefix: u8| {
        format!(
            r#"
resource "alicloud_cs_managed_kubernetes" "a" {{
  vswitch_ids         = ["vsw-1"]
  pod_cidr            = "172.20.0.0/{prefix}"
  node_cidr_mask      = 24
  service_cidr        = "172.21.0.0/20"
  deletion_protection = true
}}

resource "alicloud_cs_kubernetes_node_pool" "a" {{
  cluster_id   = alicloud_cs_managed_kubernetes.a.id
  vswitch_ids  = ["vsw-1"]
  desired_size = 5
}}
"#
        )
    };
    let (few, short) = (cluster(21), cluster(24));
    let worse = against(&short, &written(&few));
    assert_eq!((worse.summary.errors, worse.summary.waived), (1, 0));
    assert_eq!(worse.stale, [], "its entry is still about something");
    let better = against(&few, &written(&short));
    assert_eq!((better.summary.warnings, better.summary.waived), (0, 1));
}

/// Two waivers of one file with one slip are two findings of one fingerprint.
#[test]
fn equal_fingerprints_are_counted() {
    let slip = "# acklint:allow pod_service_overlap\n";
    let sound = cluster("a", "", "").replace("172.21.0.0/16", "172.22.0.0/16");
    let (one, two) = (format!("{sound}{slip}"), format!("{sound}{slip}\n{slip}"));
    let view = against(&two, &written(&one));
    assert_eq!((view.summary.warnings, view.summary.waived, view.stale.len()), (1, 1, 0));
    let view = against(&one, &written(&two));
    assert_eq!((view.summary.warnings, view.summary.waived, view.stale.len()), (0, 1, 1));
}

/// A block goes to another file with the waiver that is no good.
#[test]
fn what_is_moved_to_another_file_stays_in_it() {
    let text = cluster("a", "# acklint:allow pod_service_overlap", "");
    let view = look(&[("other.tf", &text), (BASELINE, &written(&text))], &with_baseline());
    assert_eq!((view.findings.len(), view.summary.waived, view.stale.len()), (0, 2, 0));
}

/// A comment waives first: its finding is not written, and an entry for it can go.
#[test]
fn what_a_comment_waives_is_not_in_it() {
    let waived = cluster("a", "# acklint:allow pod_service_overlap — gone in spring", "");
    assert_eq!(written(&waived), written(""));
    let view = against(&waived, &written(&cluster("a", "", "")));
    assert_eq!((view.summary.waived, view.stale.len()), (1, 1));
}

#[test]
fn what_is_no_baseline_is_wrong_usage() {
    let refused = |text: &str| {
        let files = Memory::new([("main.tf", cluster("a", "", "").as_str()), (BASELINE, text)]);
        let Err(Misuse(why)) = check::check(&files, &[String::new()], &with_baseline()) else {
            panic!("{text} is taken")
        };
        why
    };
    let schema = r#"{"schema": "acklint-baseline/1", "entries": "#;
    let cases = [
        ("", "EOF"),
        ("[]", "baseline.json is no baseline: "),
        ("{}", "does not say that its schema is `acklint-baseline/1`"),
        (r#"{"schema": "acklint/1"}"#, "its schema is `acklint/1`, not `acklint-baseline/1`"),
        (&format!("{schema}1}}"), "invalid type"),
        (&format!("{schema}[], \"x\": 1}}"), "unknown field `x`"),
        (
            &format!(
                r#"{schema}[{{"rule": "a", "severity": "grave", "root": ".", "subject": "b", "fingerprint": "c"}}]}}"#
            ),
            "`grave` is no severity",
        ),
    ];
    for (text, why) in cases {
        assert!(refused(text).contains(why), "{text}: {}", refused(text));
    }
    let files = Memory::new([("main.tf", cluster("a", "", ""))]);
    let Err(Misuse(why)) = check::check(&files, &[String::new()], &with_baseline()) else {
        panic!()
    };
    assert_eq!(
        why,
        "there is no baseline baseline.json; `--write-baseline baseline.json` makes one"
    );
}
