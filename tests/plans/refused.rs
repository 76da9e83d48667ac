//! What is no plan is said to be none, and what to do about it.

use super::{Plan, Repository};

fn said(content: impl AsRef<[u8]>) -> String {
    let repository = Repository::new();
    repository.write("plan.json", content);
    let run = repository.run(&["check", "--plan", "plan.json"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert_eq!(run.stdout, "");
    run.stderr.trim_end().to_owned()
}

#[test]
fn what_is_no_plan_says_what_to_do() {
    let cannot = "error: plan.json cannot be read: ";
    let show = "`terraform show -json PLAN > plan.json` makes the JSON that is read";
    let expected = |what: &str| format!("{cannot}{what}; {show}");
    assert_eq!(
        said(b"PK\x03\x04\x14\x00\xff"),
        expected("it is a plan as `terraform plan -out` writes it")
    );
    assert_eq!(
        said("{\"@level\":\"info\",\"type\":\"version\"}\n{\"@level\":\"info\"}\n"),
        expected("it is the log of `terraform plan -json`, and no plan")
    );
    assert_eq!(said("{\"a\": 1}"), expected("it is JSON, but no plan and no state"));
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain("{}".bytes().flat_map(|b| [b, 0])).collect();
    assert!(said(utf16).contains("`| Out-File -Encoding utf8` writes what can be read"));
    assert!(said("Terraform will perform the following actions:").contains("it is no JSON"));
    assert!(said("").contains("it ends too early, at line 1"));
    assert!(said("[]").contains("not as Terraform writes a plan"));
    let state = "{\"format_version\":\"1.0\",\"values\":{\"root_module\":{}}}";
    assert!(said(state).contains("it is a state, which --state takes"));
    assert!(
        said("{\"version\":4,\"resources\":[]}").contains("it is a state, which --state takes")
    );
    let newer = "{\"format_version\":\"2.0\",\"resource_changes\":[]}";
    assert!(said(newer).contains("its format is 2.0; acklint reads format 1"));
    let odd = "{\"format_version\":\"1.2\",\"resource_changes\":[{\"address\":\"x\",\"change\":{\"actions\":[]}}]}";
    assert!(said(odd).contains("an address that Terraform does not write: \"x\""));
}

#[test]
fn a_plan_that_is_cut_off_is_refused_wherever_it_is() {
    let plan =
        Plan::default().creates("alicloud_vpc.main", serde_json::json!({}), serde_json::json!({}));
    let text = plan.text();
    let text = text.trim_end();
    for end in (1..text.len()).step_by(37) {
        assert!(said(&text[..end]).contains("it ends too early"), "{end}");
    }
}

#[test]
fn a_plan_that_is_not_there_is_said_to_be_missing() {
    let run = Repository::new().run(&["check", "--plan", "plan.json"]);
    assert_eq!((run.code, run.stderr.as_str()), (2, "error: there is no plan.json\n"));
}

/// Neither of the parser's recursion nor of ours is there too much.
#[test]
fn what_lies_deep_overflows_no_stack() {
    let deep = 200_000;
    let nest = |open: &str, close: &str| format!("{}1{}", open.repeat(deep), close.repeat(deep));
    let plan =
        |field: &str| format!("{{\"format_version\":\"1.2\",\"resource_changes\":[],{field}}}");
    let repository = Repository::new();
    let fields = [
        format!("\"planned_values\":{}", nest("[", "]")),
        format!("\"ignored\":{}", nest("{\"a\":", "}")),
        format!("\"variables\":{{\"x\":{{\"value\":{}}}}}", nest("[", "]")),
        format!(
            "\"configuration\":{{\"root_module\":{}}}",
            nest("{\"module_calls\":{\"a\":{\"module\":", "}}}")
        ),
        format!(
            "\"configuration\":{{\"root_module\":{{\"resources\":[{{\"type\":\"alicloud_vpc\",\"name\":\"a\",\"expressions\":{{\"cidr_block\":{}}}}}]}}}}",
            nest("[", "]")
        ),
    ];
    for field in fields {
        repository.write("plan.json", plan(&field));
        let run = repository.run(&["check", "--plan", "plan.json"]);
        assert_eq!(run.code, 0, "{}: {}", &field[..40], run.stderr);
    }
    let change = format!(
        "{{\"format_version\":\"1.2\",\"resource_changes\":[{{\"address\":\"alicloud_vpc.a\",\"change\":\
         {{\"actions\":[\"create\"],\"after\":{{\"cidr_block\":{0}}},\"after_unknown\":{{\"cidr_block\":{0}}}}}}}]}}",
        nest("[", "]")
    );
    repository.write("plan.json", change);
    assert_eq!(repository.run(&["check", "--plan", "plan.json"]).code, 0);
    let prior = nest("{\"child_modules\":[", "]}").replace('1', "{}");
    repository.write(
        "plan.json",
        plan(&format!("\"prior_state\":{{\"values\":{{\"root_module\":{prior}}}}}")),
    );
    let run = repository.run(&["check", "--plan", "plan.json"]);
    assert!(run.code == 2 && run.stderr.contains("its modules lie too deep"), "{}", run.stderr);
}
