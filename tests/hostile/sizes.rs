//! Files as large as they may be, and larger; things by the hundred thousand.

use crate::program::Repository;
use crate::{EVALUATE, cluster, run, runs};
use std::fmt::Write as _;

const LARGEST: usize = 8 << 20;

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, at| {
        writeln!(text, "{}", line(at)).expect("a string");
        text
    })
}

fn evaluate(name: &str, text: &str) {
    assert!(text.len() <= LARGEST, "{name}: {}", text.len());
    runs(&Repository::of(&[("main.tf", text)]), name, EVALUATE);
}

/// A file of one token, again and again, as large as a file may be.
#[test]
fn files_of_one_token() {
    let tokens = [
        "a", "a ", "a\n", "1", "1 ", "\"", "\"a\" ", "{", "}", "{}", "[", "]", "(", ")", "=", "==",
        "<<E\n", "<<-E\n  ", "#", "#\n", "/", "/*", "*/", "//\n", "?", ":", ",", ".", "...", "..",
        "!", "-", "+", "%", "&", "&&", "|", "||", "<", ">", "=>", "$", "${", "%{", "~", "~}", "\\",
        "'", "`", "@", ";", "\0", "\t", " ", "\r", "\n", "\r\n", "\u{feff}", "é", "\u{301}", "😀",
        "\u{202e}", "a=1\n", "a=\"\"\n", "a {\n", "a{}\n", "[]", "\"${", "\"%{", "E\n", "for ",
        "if ", "true ", "null", "\"\\u", "\"\\", "0x", "1e", "1.", "a.b.", "a[", "a.*.", "::",
        "a::b(",
    ];
    for token in tokens {
        let text = token.repeat(LARGEST / token.len());
        let repository = Repository::of(&[("main.tf", &text)]);
        run(&repository, &format!("8 MiB of {token:?}"), &["check", "."]);
        let text = cluster("var.x") + &text[..text.floor_char_boundary(LARGEST - 1_000)];
        let repository = Repository::of(&[("main.tf", &text)]);
        run(&repository, &format!("8 MiB of {token:?} behind a cluster"), &["check"]);
        let text =
            format!("{}\n", &cluster("[")) + &text[..text.floor_char_boundary(LARGEST - 1_000)];
        let repository = Repository::of(&[("main.tf", &text[..text.floor_char_boundary(LARGEST)])]);
        run(&repository, &format!("8 MiB of {token:?} in brackets"), &["check"]);
    }
}

#[test]
fn files_of_one_byte() {
    for byte in [0, 1, 0x7f, 0x80, 0xc3, 0xef, 0xff] {
        let repository = Repository::new();
        let mut bytes = cluster("var.x").into_bytes();
        bytes.resize(LARGEST, byte);
        repository.write("main.tf", &bytes);
        for name in [
            "x.tf.json",
            "terraform.tfvars",
            "x.auto.tfvars.json",
            ".acklint.hcl",
            ".terraform.lock.hcl",
        ] {
            repository.write(name, vec![byte; LARGEST]);
        }
        run(&repository, &format!("8 MiB of the byte {byte}"), &["check"]);
    }
}

#[test]
fn json_of_one_token() {
    let tokens = [
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        "\"",
        "\"a\",",
        "1",
        "1,",
        "-",
        "\\",
        "\"\\u0041",
        "[],",
        "{},",
        "null,",
        " ",
        "\n",
        "/",
        "\"a\":1,",
    ];
    for token in tokens {
        let text = token.repeat((LARGEST - 100) / token.len());
        let repository = Repository::of(&[("main.tf", &cluster("var.x"))]);
        repository.write("a.tf.json", format!("{{\"locals\": {{\"a\": [{text}]}}}}"));
        repository.write("b.auto.tfvars.json", &text);
        repository.write(".terraform/modules/modules.json", &text);
        run(&repository, &format!("8 MiB of {token:?}"), &["check"]);
        repository.write("plan.json", &text);
        run(&repository, &format!("8 MiB of {token:?}"), &["check", "--plan", "plan.json"]);
        run(&repository, &format!("8 MiB of {token:?}"), &["check", "--state", "plan.json"]);
        run(&repository, &format!("8 MiB of {token:?}"), &["check", "--baseline", "plan.json"]);
    }
}

/// A file past the limit is a problem, and the rest is judged.
#[test]
fn a_file_past_the_limit() {
    let repository = Repository::of(&[("main.tf", &cluster("\"172.20.0.0/24\""))]);
    repository.write("large.tf", vec![b'\n'; LARGEST + 1]);
    run(&repository, "a file past the limit", &["check"])
        .exits(2)
        .says("8 MiB")
        .says("flannel_pod_cidr_too_small");
}

#[test]
fn many_of_each() {
    let c = cluster("var.x");
    evaluate("100,000 blocks", &(lines(100_000, |at| format!("locals {{\n  a{at} = 1\n}}")) + &c));
    evaluate(
        "100,000 locals",
        &(format!("locals {{\n{}}}\n", lines(100_000, |at| format!("a{at} = local.a{}", at + 1)))
            + &cluster("local.a0")),
    );
    evaluate(
        "100,000 vSwitches",
        &(lines(100_000, |at| format!("resource \"alicloud_vswitch\" \"a{at}\" {{\n}}")) + &c),
    );
    evaluate(
        "30,000 vSwitches of one VPC",
        &(lines(30_000, |at| {
            format!(
                "resource \"alicloud_vswitch\" \"a{at}\" {{\n  vpc_id = \"vpc-1\"\n  cidr_block = \"10.{}.{}.0/24\"\n}}",
                at / 200 % 250,
                at % 200
            )
        }) + &c),
    );
    evaluate(
        "10,000 clusters",
        &lines(10_000, |at| {
            format!(
                "resource \"alicloud_cs_managed_kubernetes\" \"a{at}\" {{\n  vswitch_ids = [\"vsw-{at}\"]\n  pod_cidr = \"10.{}.0.0/24\"\n}}",
                at % 250
            )
        }),
    );
    evaluate(
        "50,000 variables",
        &(lines(50_000, |at| format!("variable \"a{at}\" {{\n  default = {at}\n}}")) + &c),
    );
    evaluate(
        "50,000 outputs",
        &(lines(50_000, |at| format!("output \"a{at}\" {{\n  value = {at}\n}}")) + &c),
    );
    evaluate(
        "10,000 calls of modules that are not there",
        &(lines(10_000, |at| format!("module \"a{at}\" {{\n  source = \"./a{at}\"\n}}")) + &c),
    );
    evaluate(
        "10,000 calls of remote modules",
        &(lines(10_000, |at| format!("module \"a{at}\" {{\n  source = \"a/b{at}/c\"\n}}")) + &c),
    );
    evaluate(
        "50,000 moved blocks",
        &(lines(50_000, |at| {
            format!("moved {{\n  from = alicloud_vpc.a{at}\n  to = alicloud_vpc.a{}\n}}", at + 1)
        }) + &c),
    );
    evaluate(
        "the same name 50,000 times",
        &(lines(50_000, |_| "variable \"a\" {\n}".to_owned()) + &c),
    );
    evaluate(
        "the same attribute 100,000 times",
        &c.replace("  pod_cidr", &(lines(100_000, |_| "  pod_cidr = 1".to_owned()) + "  pod_cidr")),
    );
    evaluate(
        "10,000 attributes",
        &c.replace("  pod_cidr", &(lines(10_000, |at| format!("  a{at} = {at}")) + "  pod_cidr")),
    );
    evaluate(
        "100,000 addons",
        &c.replace(
            "  pod_cidr",
            &(lines(100_000, |at| format!("  addons {{\n    name = \"a{at}\"\n  }}"))
                + "  pod_cidr"),
        ),
    );
    evaluate(
        "100,000 comments that waive",
        &(lines(100_000, |_| "# acklint:allow cidr_invalid — a reason".to_owned()) + &c),
    );
    evaluate(
        "30,000 mistakes",
        &lines(30_000, |at| {
            format!("resource \"alicloud_vpc\" \"v{at}\" {{\n  cidr_block = \"10.0.0.{at}/33\"\n}}")
        }),
    );
    evaluate(
        "10,000 values files' worth of names",
        &cluster(&format!("[{}]", lines(10_000, |at| format!("var.a{at},")))),
    );
}

#[test]
fn large_literals() {
    let in_brackets =
        |open: char, close: char, text: String| cluster(&format!("{open}\n{text}{close}"));
    evaluate(
        "an object of 20,000 keys",
        &in_brackets('{', '}', lines(20_000, |at| format!("a{at} = {at}"))),
    );
    evaluate(
        "an object of 200,000 keys",
        &in_brackets('{', '}', lines(200_000, |at| format!("a{at} = {at}"))),
    );
    evaluate(
        "an object of 200,000 times one key",
        &in_brackets('{', '}', lines(200_000, |at| format!("a = {at}"))),
    );
    evaluate(
        "an object of 100,000 computed keys",
        &in_brackets('{', '}', lines(100_000, |at| format!("\"${{1}}a{at}\" = {at}"))),
    );
    evaluate("a list of a million", &in_brackets('[', ']', lines(1_000_000, |_| "1,".to_owned())));
    evaluate(
        "a list of 100,000 references",
        &in_brackets('[', ']', lines(100_000, |_| "local.l[0],".to_owned())),
    );
    evaluate(
        "a set of 100,000",
        &cluster(&format!("toset([{}])", lines(100_000, |at| format!("\"{at}\",")))),
    );
    evaluate(
        "a call of 100,000 arguments",
        &cluster(&format!("max({}1)", lines(100_000, |at| format!("{at},")))),
    );
    evaluate("a template of 300,000 pieces", &cluster(&format!("\"{}\"", "${1}".repeat(300_000))));
    evaluate(
        "a template of 300,000 unknown pieces",
        &cluster(&format!("\"{}\"", "${var.u}".repeat(300_000))),
    );
    evaluate("a text of 8 MB", &cluster(&format!("\"{}\"", "a".repeat(8_000_000))));
    evaluate("a text of 8 MB in Chinese", &cluster(&format!("\"{}\"", "生".repeat(2_600_000))));
    evaluate("a text of escapes", &cluster(&format!("\"{}\"", "\\u0041".repeat(1_300_000))));
    evaluate("a heredoc of 8 MB", &cluster(&format!("<<-E\n{}E\n", "  a\n".repeat(2_000_000))));
    evaluate("a heredoc of spaces", &cluster(&format!("<<-E\n{}\nE\n", " ".repeat(8_000_000))));
    evaluate("a name of 8 MB", &cluster(&format!("local.{}", "a".repeat(8_000_000))));
    evaluate(
        "a label of 8 MB",
        &format!(
            "resource \"alicloud_vpc\" \"{}\" {{\n  cidr_block = \"x\"\n}}\n",
            "a".repeat(8_000_000)
        ),
    );
    evaluate("a number of 8 MB", &cluster(&"9".repeat(8_000_000)));
    evaluate("a fraction of 8 MB", &cluster(&format!("0.{}", "9".repeat(8_000_000))));
    evaluate(
        "a number of a million digits, times itself",
        &format!(
            "locals {{\n  n = {}\n}}\n{}",
            "9".repeat(1_000_000),
            cluster("local.n * local.n * local.n")
        ),
    );
    evaluate("a key of 8 MB", &cluster(&format!("{{ {} = 1 }}", "a".repeat(8_000_000))));
    evaluate("marks on one letter", &cluster(&format!("\"a{}\"", "\u{301}".repeat(4_000_000))));
    evaluate("one long line", &cluster("[1]").replace('\n', " ").replace("{ ", "{\n").repeat(3));
    evaluate("a function's name of 8 MB", &cluster(&format!("{}()", "a".repeat(8_000_000))));
    evaluate(
        "a rule's name of 8 MB",
        &format!("# acklint:allow {} — x\n{}", "a".repeat(8_000_000), cluster("1")),
    );
}

/// A mistake on a line of 8 MB is shown, not the line.
#[test]
fn a_long_line_is_not_shown_whole() {
    let text = cluster(&format!("\"{}\"", "a".repeat(8_000_000)));
    let repository = Repository::of(&[("main.tf", &text)]);
    for format in [
        "human",
        "concise",
        "json",
        "sarif",
        "github",
        "gitlab",
        "junit",
        "checkstyle",
        "rdjson",
        "markdown",
    ] {
        run(&repository, "a text of 8 MB", &["check", "--format", format]);
    }
}

#[test]
fn values_from_outside() {
    let repository = Repository::of(&[("main.tf", &cluster("var.x"))]);
    repository.write("terraform.tfvars", lines(200_000, |at| format!("a{at} = {at}")));
    runs(&repository, "200,000 values", EVALUATE);
    repository
        .write("terraform.tfvars", format!("x = [\n{}]\n", lines(1_000_000, |_| "1,".to_owned())));
    runs(&repository, "a million values", EVALUATE);
    let mut json = String::from("{");
    for at in 0..200_000 {
        write!(json, "\"a{at}\": {at}, ").expect("a string");
    }
    repository.write("terraform.tfvars", "");
    repository.write("a.auto.tfvars.json", json + "\"x\": 1}");
    runs(&repository, "200,000 values in JSON", EVALUATE);
}

#[test]
fn the_configuration() {
    let repository = Repository::of(&[("main.tf", &cluster("var.x"))]);
    let block = |at| {
        format!("network \"n{at}\" {{\n  cidrs = [\"10.0.0.0/8\"]\n  reachable_from = [\"*\"]\n}}")
    };
    repository.write(".acklint.hcl", lines(50_000, block));
    runs(&repository, "50,000 networks", EVALUATE);
    let block = |at| format!("cluster \"*a*a*a*a*a*a*a*a*a*a{at}*b\" {{\n  vpc = \"v\"\n}}");
    repository.write(".acklint.hcl", lines(20_000, block));
    runs(&repository, "20,000 patterns", EVALUATE);
    let glob = "*a".repeat(10_000);
    repository.write(".acklint.hcl", format!("cluster \"{glob}\" {{\n  vpc = \"v\"\n}}\n"));
    runs(&repository, "a long pattern", EVALUATE);
    let block =
        |at| format!("variant \"v{at}\" {{\n  root = \".\"\n  var_files = [\"a.tfvars\"]\n}}");
    repository.write("a.tfvars", "u = 1\n");
    repository.write(".acklint.hcl", lines(5_000, block));
    runs(&repository, "5,000 variants", EVALUATE);
    let braces = "{a,b}".repeat(1_000);
    repository.write(".acklint.hcl", format!("root \"{braces}\" {{\n  role = \"module\"\n}}\n"));
    runs(&repository, "a pattern with braces", EVALUATE);
}

#[test]
fn plans() {
    let resource = |at: usize| {
        format!(
            r#"{{"address": "alicloud_vswitch.a[{at}]", "mode": "managed", "type": "alicloud_vswitch", "name": "a", "index": {at}, "change": {{"actions": ["create"], "before": null, "after": {{"vpc_id": "vpc-1", "cidr_block": "10.0.{}.0/24"}}, "after_unknown": {{}}}}}}"#,
            at % 250
        )
    };
    let resources: Vec<String> = (0..30_000).map(resource).collect();
    let plan = format!(
        r#"{{"format_version": "1.2", "terraform_version": "1.9.0", "resource_changes": [{}]}}"#,
        resources.join(",")
    );
    let repository = Repository::of(&[("plan.json", &plan)]);
    run(&repository, "a plan of 30,000 vSwitches", &["check", "--plan", "plan.json"]);
    let plan = |values: &str| {
        format!(
            r#"{{"format_version": "1.2", "terraform_version": "1.9.0", "resource_changes": [{{"address": "alicloud_cs_managed_kubernetes.c", "mode": "managed", "type": "alicloud_cs_managed_kubernetes", "name": "c", "change": {{"actions": ["create"], "before": null, "after": {values}, "after_unknown": {{}}}}}}]}}"#
        )
    };
    let ones = "1,".repeat(4_000_000);
    repository.write("plan.json", plan(&format!(r#"{{"vswitch_ids": [{ones}1]}}"#)));
    run(&repository, "a plan with a list of four million", &["check", "--plan", "plan.json"]);
    repository.write("plan.json", plan(&format!(r#"{{"pod_cidr": "{}"}}"#, "a".repeat(20 << 20))));
    run(&repository, "a plan with a text of 20 MiB", &["check", "--plan", "plan.json"]);
}
