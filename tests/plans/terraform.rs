//! Plans that Terraform itself makes, of its built-in `terraform_data`: what is read of their form.

use acklint::eval::{Address, Existence, Origins, Resource, Value, Why};
use acklint::plan::{Plan, Provided, State};
use acklint::source::SourceMap;
use std::cell::RefCell;
use std::path::Path;
use std::process::Command;

/// `terraform_data` in the roles of what is linted.
const SOURCE: &str = r#"
variable "vswitches" {
  default = 2
}

resource "terraform_data" "vpc" {
  input = "10.0.0.0/8"
}

resource "terraform_data" "vswitch" {
  count            = var.vswitches
  input            = "10.0.${count.index}.0/24"
  triggers_replace = terraform_data.vpc.id
}

module "ack" {
  source      = "./ack"
  for_each    = toset(["a.b\"c"])
  vswitch_ids = terraform_data.vswitch[*].id
}
"#;

const ACK: &str = r#"
variable "vswitch_ids" {}

resource "terraform_data" "cluster" {
  input            = "172.20.0.0/16"
  triggers_replace = var.vswitch_ids
}
"#;

const PROVIDED: Provided = Provided {
    wanted: |kind| (kind == "terraform_data").then_some(&["input", "triggers_replace"]),
    carries: |_| false,
    names: |_| vec!["id"],
    told: |_| false,
    own: |_| false,
    unwritten: false,
    leads: |_, _| true,
};

/// Runs Terraform in a folder; `None` where it is not on the machine.
fn terraform(folder: &Path, arguments: &[&str]) -> Option<Vec<u8>> {
    let run = Command::new("terraform").args(arguments).current_dir(folder).output();
    let output = run.ok()?;
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    Some(output.stdout)
}

fn resources(text: &str) -> Vec<Resource> {
    let sources = SourceMap::default();
    let file = sources.add("plan.json", text);
    let source = sources.file(file);
    let plan = Plan::read(file, &source).unwrap_or_else(|error| panic!("{error}"));
    plan.resources(0, &RefCell::new(Origins::new(0)), PROVIDED)
}

/// `address exists: input`, and what the triggers refer to.
fn told(resource: &Resource) -> String {
    let input = resource.attributes.get("input").and_then(|v| v.value.as_str().map(str::to_owned));
    let input = input.unwrap_or_default();
    let exists = if resource.exists == Existence::Exists { "exists" } else { "planned" };
    let triggers = match resource.attributes.get("triggers_replace").map(|v| &v.value) {
        Some(Value::Sequence(_, items)) => items.iter().map(|item| referred(&item.value)).collect(),
        Some(value) => vec![referred(value)],
        None => Vec::new(),
    };
    format!("{} {exists}: {input} <- {}", resource.address, triggers.join(" "))
}

fn referred(value: &Value) -> String {
    match value {
        Value::Null(_) => "null".to_owned(),
        Value::Unknown(unknown) => match &unknown.why {
            Why::Reference(reference) | Why::DependsOn(reference) => reference.to_string(),
            why => format!("({why})"),
        },
        value => value.as_str().unwrap_or("?").to_owned(),
    }
}

#[test]
fn plans_and_states_of_terraform_itself_are_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    std::fs::create_dir(here.join("ack")).expect("a folder");
    std::fs::write(here.join("main.tf"), SOURCE).expect("a file");
    std::fs::write(here.join("ack/main.tf"), ACK).expect("a file");
    if terraform(here, &["init", "-input=false"]).is_none() {
        eprintln!("terraform is not on this machine: no plan of its own is read");
        return;
    }
    let show = |file: &str| {
        let json = terraform(here, &["show", "-json", file]).expect("terraform");
        String::from_utf8(json).expect("text")
    };
    let plan = |file: &str, more: &[&str]| {
        let out = format!("-out={file}");
        terraform(here, &[&["plan", "-input=false", &out], more].concat()).expect("terraform");
        show(file)
    };

    let first: Vec<String> = resources(&plan("first", &[])).iter().map(told).collect();
    let cluster = "module.ack[\"a.b\\\"c\"].terraform_data.cluster";
    let expected = [
        "terraform_data.vpc planned: 10.0.0.0/8 <- ".to_owned(),
        "terraform_data.vswitch[0] planned: 10.0.0.0/24 <- terraform_data.vpc.id".to_owned(),
        "terraform_data.vswitch[1] planned: 10.0.1.0/24 <- terraform_data.vpc.id".to_owned(),
    ];
    assert_eq!(first[..3], expected);
    assert!(first[3].starts_with(&format!("{cluster} planned: 172.20.0.0/16 <- ")), "{}", first[3]);

    terraform(here, &["apply", "-input=false", "-auto-approve", "first"]).expect("terraform");
    let stored = std::fs::read_to_string(here.join("terraform.tfstate")).expect("a state");
    let shown = terraform(here, &["show", "-json"]).expect("terraform");
    let shown = String::from_utf8(shown).expect("text");
    let held = |text: &str| State::read(text).unwrap_or_else(|error| panic!("{error}")).held;
    assert_eq!(held(&stored), held(&shown));
    let addresses: Vec<String> = held(&stored).keys().map(Address::to_string).collect();
    assert_eq!(addresses.len(), 4, "{addresses:?}");
    assert!(addresses.contains(&cluster.to_owned()), "{addresses:?}");

    // nothing but a third vSwitch: all else is there, and the ids lead to it
    let second: Vec<String> =
        resources(&plan("second", &["-var", "vswitches=3"])).iter().map(told).collect();
    assert_eq!(second[0], "terraform_data.vpc exists: 10.0.0.0/8 <- ");
    assert_eq!(second[2], "terraform_data.vswitch[1] exists: 10.0.1.0/24 <- terraform_data.vpc.id");
    assert_eq!(
        second[3],
        "terraform_data.vswitch[2] planned: 10.0.2.0/24 <- terraform_data.vpc.id"
    );

    // what -target leaves out is as it was
    let text = plan("third", &["-target=terraform_data.vpc"]);
    let third: Vec<String> = resources(&text).iter().map(told).collect();
    assert_eq!(third.len(), 4, "{third:?}");
    assert!(third.iter().all(|line| line.contains(" exists: ")), "{third:?}");

    // the binary plan itself is no JSON
    let bytes = std::fs::read(here.join("third")).expect("a plan");
    let refused = acklint::plan::Unfit::text(bytes, acklint::plan::What::Plan)
        .map_err(|unfit| unfit.to_string());
    assert!(refused.is_err_and(|message| message.contains("terraform show -json")));
}
