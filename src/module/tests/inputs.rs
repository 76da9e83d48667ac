//! Values for variables, and their order.

use super::super::{Given, Inputs, Modules, Setting};
use super::told;
use crate::source::{Memory, SourceMap};
use crate::syntax::ExprKind;

/// What `var.x` of a type (`""` for none) is given, as text, and by what; then the problems.
fn given(ty: &str, files: &[(&str, &str)], inputs: &Inputs) -> (String, Vec<String>) {
    let ty = if ty.is_empty() { String::new() } else { format!("type = {ty}") };
    let variable = format!("variable \"x\" {{\n  {ty}\n}}\n");
    let main = [("root/main.tf", &*variable)];
    let memory = Memory::new(main.into_iter().chain(files.iter().copied()));
    let sources = SourceMap::default();
    let modules = Modules::new(&memory, &sources);
    let (given, problems) = inputs.given(&modules, &modules.load("root"));
    let shown = |given: &Given| {
        let Some(expr) = &given.expr else { return format!("nothing from {}", given.from) };
        let text = if matches!(expr.kind, ExprKind::Text(_)) { "text" } else { "expression" };
        format!("{} from {}: {text}", sources.text(expr.span), given.from)
    };
    (given.get("x").map(shown).unwrap_or_default(), told(&problems, &sources))
}

fn var(text: &str) -> Setting {
    Setting::Var(text.into())
}

fn outside(environment: &[(&str, &str)], settings: &[Setting]) -> Inputs {
    let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    Inputs { environment: environment.iter().map(own).collect(), settings: settings.to_vec() }
}

#[test]
fn the_last_of_terraforms_order_counts() {
    let all = [
        ("root/terraform.tfvars", "x = 1\n"),
        ("root/terraform.tfvars.json", "{\"x\": 2}"),
        ("root/a.auto.tfvars", "x = 3\n"),
        ("root/b.auto.tfvars.json", "{\"x\": 4}"),
        ("root/other.tfvars", "x = 5\n"),
    ];
    let inputs = outside(&[("TF_VAR_x", "0"), ("HOME", "/")], &[]);
    let expected = [
        "0 from TF_VAR_x: text",
        "1 from root/terraform.tfvars: expression",
        "2 from root/terraform.tfvars.json: expression",
        "3 from root/a.auto.tfvars: expression",
        "4 from root/b.auto.tfvars.json: expression",
        "4 from root/b.auto.tfvars.json: expression",
    ];
    for (count, expected) in expected.iter().enumerate() {
        assert_eq!(given("", &all[..count], &inputs), ((*expected).to_owned(), vec![]));
    }
}

#[test]
fn options_count_as_they_stand_on_the_command_line() {
    let files = [("root/terraform.tfvars", "x = 1\n"), ("eu.tfvars", "x = 5\ny = 1\n")];
    let file = || Setting::VarFile("eu.tfvars".into());
    let given = |settings: &[Setting]| given("", &files, &outside(&[], settings)).0;
    assert_eq!(given(&[var("x=6"), file()]), "5 from eu.tfvars: expression");
    assert_eq!(given(&[file(), var("x=6")]), "6 from --var x: text");
    assert_eq!(given(&[var("x=6"), var("x=7")]), "7 from --var x: text");
    assert_eq!(given(&[var("x=a=b")]), "a=b from --var x: text");
}

#[test]
fn the_text_of_an_option_is_the_value_of_a_primitive_variable() {
    let given = |ty: &str, value: &str| given(ty, &[], &outside(&[("TF_VAR_x", value)], &[]));
    for ty in ["", "string", "number", "bool", "\"string\""] {
        assert_eq!(given(ty, "[1]").0, "[1] from TF_VAR_x: text", "{ty}");
    }
    for ty in ["any", "list(string)", "list", "\"list\"", "object({ a = string })"] {
        assert_eq!(given(ty, "[1]").0, "[1] from TF_VAR_x: expression", "{ty}");
    }
    let (value, problems) = given("list(string)", "[1");
    assert_eq!(value, "");
    assert_eq!(problems, ["TF_VAR_x:1:3 syntax error: `,` or `]` is missing at the end"]);
}

#[test]
fn a_values_file_that_cannot_be_read_is_a_problem() {
    let settings = [Setting::VarFile("gone.tfvars".into())];
    let (_, problems) = given("", &[], &outside(&[], &settings));
    assert_eq!(problems, ["gone.tfvars cannot be read: there is no such file"]);
    let (_, problems) = given("", &[("root/terraform.tfvars", "x = = 1")], &Inputs::default());
    assert!(problems[0].starts_with("root/terraform.tfvars:1:5 syntax error: "), "{problems:?}");
    let (_, problems) = given("", &[("root/terraform.tfvars", "y {\n}\n")], &Inputs::default());
    assert_eq!(
        problems,
        ["root/terraform.tfvars:1:1 a values file holds no blocks: write `y = …`"]
    );
}

#[test]
fn a_var_that_no_root_declares_is_a_mistake() {
    let misused = |settings: &[Setting], text: &str| -> Vec<String> {
        let memory = Memory::new([("main.tf", text)]);
        let sources = SourceMap::default();
        let module = Modules::new(&memory, &sources).load("");
        told(&outside(&[("TF_VAR_other", "1")], settings).misused(&[module]), &sources)
    };
    let declared = "variable \"pod_cidr\" {}\n";
    assert_eq!(misused(&[var("pod_cidr=1")], declared), Vec::<String>::new());
    let message = "no root declares the variable `pod_cird` of `--var`; there is `pod_cidr`";
    assert_eq!(misused(&[var("pod_cird=1")], declared), [message]);
    let message = "`--var pod_cidr` has no value: write `--var pod_cidr=VALUE`";
    assert_eq!(misused(&[var("pod_cidr")], declared), [message]);
    assert_eq!(misused(&[var("z=1")], "variable {"), Vec::<String>::new(), "it may be there");
}
