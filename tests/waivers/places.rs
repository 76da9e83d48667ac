//! Where a waiver may stand, and what it is for there.

use crate::said::{WAIVER, cluster, counted, is_waived, look, options, rot, said};
use acklint::options::Options;
use acklint::report::view::WaivedBy;

const SUBJECT: &str = "alicloud_cs_managed_kubernetes.a";

fn is_not_waived(files: &[(&str, &str)]) {
    let view = look(files, &options());
    assert!(counted(&view).contains(&("pod_service_overlap", SUBJECT)), "{}", files[0].1);
    assert_eq!(view.summary.waived, 0);
}

#[test]
fn it_stands_above_the_line_or_ends_it() {
    is_waived(&[("main.tf", &cluster("a", WAIVER, ""))]);
    is_waived(&[("main.tf", &cluster("a", "", WAIVER))]);
    is_waived(&[("main.tf", &cluster("a", WAIVER, "").replace('\n', "\r\n"))]);
    is_waived(&[("main.tf", &cluster("a", &WAIVER.replace('#', "//"), ""))]);
    let block = format!("/* {} */", &WAIVER[2..]);
    is_waived(&[("main.tf", &cluster("a", &block, ""))]);
    is_waived(&[("main.tf", &cluster("a", "", &block))]);
    is_waived(&[("main.tf", &cluster("a", &WAIVER.replace('—', "--"), ""))]);
}

#[test]
fn it_stands_at_the_head_of_the_resource() {
    let text = cluster("a", "", "");
    is_waived(&[("main.tf", &text.replacen("resource", &format!("{WAIVER}\nresource"), 1))]);
    is_waived(&[("main.tf", &text.replacen("\" {", &format!("\" {{ {WAIVER}"), 1))]);
}

#[test]
fn several_in_a_row_are_for_the_line_below_them_all() {
    let row = format!("{WAIVER}\n  # a word\n  # acklint:allow cni_conflict — another");
    let (waived, counted) = said(&[("main.tf", &cluster("a", &row, ""))]);
    assert_eq!(waived, 1);
    assert_eq!(counted.len(), 1, "the other one waives nothing: {counted:?}");
    let row = format!("{WAIVER}\n# acklint:expect nodes=3\nresource");
    is_waived(&[("main.tf", &cluster("a", "", "").replacen("resource", &row, 1))]);
    let row = format!("# acklint:expect nodes=3\n{WAIVER}\nresource");
    is_waived(&[("main.tf", &cluster("a", "", "").replacen("resource", &row, 1))]);
}

#[test]
fn it_waives_nothing_from_afar() {
    is_not_waived(&[("main.tf", &cluster("a", &format!("{WAIVER}\n"), ""))]);
    is_not_waived(&[("main.tf", &cluster("a", &format!("{WAIVER}\n  name = \"a\""), ""))]);
    is_not_waived(&[("main.tf", &format!("{}{WAIVER}\n", cluster("a", "", "")))]);
}

#[test]
fn text_in_strings_and_heredocs_is_no_waiver() {
    let heredoc = format!("\"${{<<E\n{WAIVER}\nE\n}}\" == \"\" ? true : true");
    is_not_waived(&[("main.tf", &cluster("a", &format!("x = \"{WAIVER}\""), ""))]);
    let text = cluster("a", "", "").replace("= true", &format!("= {heredoc}"));
    is_not_waived(&[("main.tf", &text)]);
}

/// The trace shows how the value comes to the cluster: each of its lines will do.
#[test]
fn it_stands_anywhere_on_the_way_of_the_value() {
    let module = cluster("a", "", "").replace("\"172.21.0.0/16\"", "var.pods");
    let module = format!("{module}\nvariable \"pods\" {{}}\n");
    let root = |above: &str, call: &str, input: &str, values: &str| {
        let main = format!(
            "variable \"p\" {{}}\n{call}\nmodule \"m\" {{\n  source = \"./m\"\n  {input}\n  pods = var.p\n}}\n"
        );
        let values = format!("{values}\np = \"172.21.0.0/16\" {above}\n");
        let files =
            [("main.tf", main.as_str()), ("m/main.tf", &module), ("terraform.tfvars", &values)];
        is_waived(&files);
    };
    root(WAIVER, "", "", "");
    root("", WAIVER, "", "");
    root("", "", WAIVER, "");
    root("", "", "", WAIVER);
}

/// A module is called twice; the call says which of the two clusters it is about.
#[test]
fn above_a_call_it_is_for_what_that_call_makes() {
    let call = |name: &str, above: &str| {
        format!("{above}\nmodule \"{name}\" {{\n  source = \"./m\"\n  id = \"vsw-{name}\"\n}}\n")
    };
    let module = cluster("a", "", "").replace("\"vsw-a\"", "var.id") + "variable \"id\" {}\n";
    let main = call("one", WAIVER) + &call("two", "");
    let (waived, counted) = said(&[("main.tf", &main), ("m/main.tf", &module)]);
    let other = "module.two.alicloud_cs_managed_kubernetes.a".to_owned();
    assert_eq!((waived, counted), (1, vec![("pod_service_overlap".to_owned(), other)]));
    let main = call("one", "") + &call("two", "");
    let (waived, counted) = said(&[("main.tf", &main), ("m/main.tf", &cluster("a", WAIVER, ""))]);
    assert_eq!((waived, counted), (2, Vec::new()), "in the module it is for both");
}

#[test]
fn in_json_it_is_for_the_object_that_holds_it() {
    let json = |file: &str, block: &str| {
        format!(
            r#"{{"//": "{file}", "resource": {{"alicloud_cs_managed_kubernetes": {{"a": {{"//": "{block}",
            "vswitch_ids": ["vsw-a"], "node_cidr_mask": 25, "service_cidr": "172.21.0.0/20",
            "deletion_protection": true, "pod_cidr": "172.21.0.0/16"}}}}}}}}"#
        )
    };
    let waiver = &WAIVER[2..];
    is_waived(&[("main.tf.json", &json("", waiver))]);
    is_waived(&[("main.tf.json", &json("", &waiver.replace('—', "--")))]);
    is_waived(&[("main.tf.json", &json("", &waiver.replace('—', "\\u2014")))]);
    is_not_waived(&[("main.tf.json", &json(waiver, ""))]);
    let list = json("", "LIST").replace("\"LIST\"", &format!("[\"a word\", \"{waiver}\"]"));
    is_waived(&[("main.tf.json", &list)]);
    let both = json("", waiver)
        .replace("\"vswitch_ids\"", "\"//\": \"acklint:expect nodes=3\", \"vswitch_ids\"");
    is_waived(&[("main.tf.json", &both)]);
    let values = format!("{{\"//\": \"{waiver}\", \"p\": \"172.21.0.0/16\"}}");
    let main = cluster("a", "", "").replace("\"172.21.0.0/16\"", "var.p") + "variable \"p\" {}\n";
    is_waived(&[("main.tf", &main), ("x.auto.tfvars.json", &values)]);
}

/// The VPC is a party to the finding, not what it is about.
#[test]
fn at_another_party_it_waives_nothing() {
    let vpc = format!(
        "{}\nresource \"alicloud_vpc\" \"v\" {{\n  cidr_block = \"172.16.0.0/12\"\n}}\n",
        "# acklint:allow pod_vpc_overlap, service_vpc_overlap — known"
    );
    let vswitch = r#"
resource "alicloud_vswitch" "s" {
  vpc_id     = alicloud_vpc.v.id
  zone_id    = "h"
  cidr_block = "172.16.0.0/24"
}
"#;
    let main = cluster("a", "", "").replace("\"vsw-a\"", "alicloud_vswitch.s.id") + &vpc + vswitch;
    let view = look(&[("main.tf", &main)], &options());
    assert_eq!(view.summary.waived, 0);
    assert_eq!(rot(&view).len(), 2, "{:?}", counted(&view));
}

#[test]
fn what_is_waived_is_shown_when_asked_for() {
    let text = cluster("a", "# acklint:allow pod_service_overlap until=2026-12-01 — moved", "");
    let shown = Options { show_waived: true, ..options() };
    let view = look(&[("main.tf", &text)], &shown);
    let waived = view.findings[0].waived.as_ref().expect("it is waived");
    assert_eq!((waived.by, &*waived.reason), (WaivedBy::Comment, "moved"));
    assert_eq!(waived.until.as_deref(), Some("2026-12-01"));
    assert_eq!((view.summary.errors, view.summary.waived), (0, 1));
    assert!(look(&[("main.tf", &text)], &options()).findings.is_empty());
}

/// What a module from elsewhere allows itself is not for its author to say.
#[test]
fn installed_modules_waive_nothing() {
    let manifest = r#"{"Modules":[{"Key":"","Source":"","Dir":"."},
        {"Key":"m","Source":"git::https://example.com/m.git","Dir":".terraform/modules/m"}]}"#;
    let main = "module \"m\" {\n  source = \"git::https://example.com/m.git\"\n}\n";
    let view = look(
        &[
            ("main.tf", main),
            (".terraform/modules/modules.json", manifest),
            (".terraform/modules/m/main.tf", &cluster("a", WAIVER, "")),
        ],
        &options(),
    );
    let subject = "module.m.alicloud_cs_managed_kubernetes.a";
    assert_eq!(counted(&view), [("pod_service_overlap", subject)]);
}
