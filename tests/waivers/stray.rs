//! Comments that speak to acklint: those that count, and those that somebody thinks do.

use crate::said::{cluster, look, options, rot};

/// Of a file, whether a cluster must hold the 9,000 nodes that it has no room for; and what is said
/// of comments.
fn expects(text: &str) -> (bool, Vec<String>) {
    let view = look(&[("main.tf", text)], &options());
    let short = view.findings.iter().any(|finding| finding.rule == "flannel_pod_cidr_too_small");
    (short, rot(&view).iter().map(|said| (*said).to_owned()).collect())
}

fn head() -> String {
    cluster("a", "", "").lines().find(|line| line.starts_with("resource")).expect("one").to_owned()
}

#[test]
fn an_expectation_counts_above_a_cluster_and_at_the_end_of_its_head() {
    let text = cluster("a", "", "").trim_start().to_owned();
    for comment in [
        "# acklint:expect nodes=9000",
        "## acklint:expect nodes=9000",
        "// acklint: expect nodes=9000",
        "/* acklint:expect nodes=9000 */",
        "/*\n * acklint:expect nodes=9000\n */",
    ] {
        assert_eq!(expects(&format!("{comment}\n{text}")), (true, vec![]), "{comment}");
    }
    let at_end = text.replace(&head(), &format!("{} # acklint:expect nodes=9000", head()));
    assert_eq!(expects(&at_end), (true, vec![]));
    assert_eq!(expects(&text), (false, vec![]));
}

#[test]
fn an_expectation_that_counts_for_no_cluster_is_said() {
    let text = cluster("a", "", "").trim_start().to_owned();
    let comment = "# acklint:expect nodes=9000";
    let vpc = "resource \"alicloud_vpc\" \"v\" {\n}\n";
    let alone = "no line follows right below it";
    let elsewhere = "it stands beside no cluster, and beside no call that leads to one";
    let pods = text.lines().find(|line| line.contains("pod_cidr")).expect("one");
    for (text, why) in [
        (format!("{comment}\n\n{text}"), alone),
        (format!("{text}{comment}\n"), alone),
        (format!("{text}\n{comment}\n{vpc}"), elsewhere),
        (text.replace(pods, &format!("{pods} {comment}")), elsewhere),
    ] {
        let said = format!("this `acklint:expect` counts for no cluster: {why}");
        assert_eq!(expects(&text), (false, vec![said]), "{text}");
    }
}

/// Whether a call leads to a cluster is only known where all of it is read.
#[test]
fn an_expectation_above_a_call_counts_where_it_leads_to_a_cluster() {
    let call = |source: &str| {
        format!("# acklint:expect nodes=9000\nmodule \"m\" {{\n  source = \"{source}\"\n}}\n")
    };
    let none = "resource \"alicloud_vpc\" \"v\" {\n}\n".to_owned();
    let cluster = cluster("a", "", "");
    for (source, module, strays) in
        [("./m", &none, 1), ("./m", &cluster, 0), ("someone/net/alicloud", &none, 0)]
    {
        let view = look(&[("main.tf", &call(source)), ("m/main.tf", module)], &options());
        assert_eq!(rot(&view).len(), strays, "{source}: {:?}", rot(&view));
    }
}

#[test]
fn a_word_that_there_is_not_names_the_nearest() {
    for (comment, help) in [
        ("# acklint:expct nodes=9000", "did you mean `acklint:expect`?"),
        ("# acklint: alow pod_service_overlap — a", "did you mean `acklint:allow`?"),
        ("# acklint:allowed pod_service_overlap — a", "did you mean `acklint:allow`?"),
        ("# acklint:wait for the new range", "there are `acklint:allow` and `acklint:expect`"),
    ] {
        let view = look(&[("main.tf", &cluster("a", comment, ""))], &options());
        let finding = view.findings.iter().find(|f| f.rule == "waiver_invalid").expect("one");
        assert!(finding.message.contains("so this comment counts for nothing"), "{comment}");
        assert_eq!(finding.help.as_deref(), Some(help), "{comment}");
    }
    for sentence in ["# see acklint:expct", "# acklint: we wait for the new range", "# acklint:"] {
        let view = look(&[("main.tf", &cluster("a", sentence, ""))], &options());
        assert_eq!(rot(&view), [""; 0], "a comment that only mentions it: {sentence}");
    }
}

#[test]
fn further_signs_and_blanks_change_no_waiver() {
    for waiver in
        ["## acklint:allow pod_service_overlap — a", "# acklint: allow pod_service_overlap — a"]
    {
        let view = look(&[("main.tf", &cluster("a", waiver, ""))], &options());
        assert_eq!((view.summary.waived, rot(&view).len()), (1, 0), "{waiver}");
    }
}

/// It was two rules that there are not, and held without an end.
#[test]
fn an_end_that_is_written_otherwise_is_one_finding() {
    for until in ["until 2029-01-01", "until: 2029-01-01", "until = 2029-01-01"] {
        let waiver = format!("# acklint:allow pod_service_overlap {until} — a");
        let view = look(&[("main.tf", &cluster("a", &waiver, ""))], &options());
        let said =
            format!("`{until}` is no date, and this waiver of pod_service_overlap waives nothing");
        assert_eq!((view.summary.waived, rot(&view)), (0, vec![&*said]));
        let help =
            view.findings.iter().find_map(|f| f.help.as_deref().filter(|h| h.contains("until")));
        assert_eq!(help, Some("write the last day as `until=YEAR-MONTH-DAY`, in digits"));
    }
}

/// Nobody finds a line above or below in JSON.
#[test]
fn in_json_a_comment_stands_in_a_block() {
    let json = r#"{
        "//": ["acklint:allow pod_service_overlap — a", "acklint:expect nodes=9000"],
        "resource": {"alicloud_cs_managed_kubernetes": {"a": {
            "//": "acklint: expect nodes=3",
            "vswitch_ids": ["vsw-1"], "pod_cidr": "172.22.0.0/16", "service_cidr": "172.21.0.0/20"
        }}}
    }"#;
    let view = look(&[("main.tf.json", json)], &options());
    let said = rot(&view);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said.iter().all(|said| said.ends_with(": it stands in no block")), "{said:?}");
}
