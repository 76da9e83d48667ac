//! The JSON form of modules and values files.

use super::super::Target;
use super::{good, load, told};
use crate::syntax::{Expr, ExprKind, Part};

#[test]
fn json_declares_what_native_syntax_does() {
    let json = r#"{
      "//": "a comment",
      "variable": {"v": {"type": "list(string)", "default": ["${no_template}"]}},
      "locals": {"l": "a-${var.v[0]}"},
      "resource": {
        "alicloud_cs_managed_kubernetes": {
          "a": {
            "//": "acklint:expect nodes=300",
            "count": 1,
            "pod_cidr": "${var.v[0]}",
            "addons": [{"name": "flannel"}],
            "dynamic": {"tags": {"for_each": [1], "content": {"key": "k"}}},
            "lifecycle": {"prevent_destroy": true, "ignore_changes": ["pod_cidr"]}
          }
        }
      },
      "data": {"alicloud_zones": {"z": [{}]}},
      "module": {"m": {"source": "./net", "providers": {"alicloud": "alicloud.eu"}, "cidr": null}},
      "output": {"o": {"value": "${local.l}"}}
    }"#;
    let (module, sources) = good(&[("main.tf.json", json), ("net/main.tf", "")]);
    let variable = &module.variables["v"];
    assert_eq!(sources.text(variable.head), "\"v\"");
    assert!(matches!(variable.ty.as_ref().unwrap().kind, ExprKind::Call { .. }));
    let ExprKind::Tuple(default) = &variable.default.as_ref().unwrap().kind else { panic!() };
    assert_eq!(default[0].kind, ExprKind::Text("${no_template}".into()));
    let cluster = &module.resources[0];
    assert_eq!(cluster.expect.unwrap().nodes, Some(300));
    assert!(cluster.count.is_some());
    let names: Vec<&str> = cluster.body.attributes.iter().map(|a| &*a.name).collect();
    assert_eq!(names, ["pod_cidr", "addons"]);
    let [dynamic, lifecycle] = &*cluster.body.blocks else { panic!("{:?}", cluster.body.blocks) };
    assert_eq!((&*dynamic.kind, &*dynamic.labels[0]), ("dynamic", "tags"));
    assert_eq!(&*dynamic.body.blocks[0].kind, "content");
    let ignored = &lifecycle.body.attribute("ignore_changes").unwrap().value.kind;
    assert!(
        matches!(ignored, ExprKind::Tuple(items) if matches!(items[0].kind, ExprKind::Root(_)))
    );
    assert!(module.resources[1].data);
    let call = &module.calls["m"];
    assert_eq!(call.target, Target::Local("net".into()));
    assert_eq!(call.inputs["cidr"].value.kind, ExprKind::Null);
    assert!(module.outputs["o"].value.is_some());
}

/// The inside of the single interpolation of `local.a`, and its text as the span has it.
fn interpolated(json: &str) -> (Expr, String) {
    let (module, sources) = good(&[("main.tf.json", json)]);
    let ExprKind::Template(parts) = &module.locals["a"].value.kind else { panic!() };
    let Some(Part::Value(inner)) = parts.iter().find(|part| matches!(part, Part::Value(_))) else {
        panic!()
    };
    (inner.clone(), sources.text(inner.span))
}

#[test]
fn spans_in_a_string_are_exact_unless_it_has_escapes() {
    let (inner, text) = interpolated("{\"locals\": {\"a\": \"é${var.x}-b\"}}");
    assert_eq!(text.trim(), "var.x");
    let ExprKind::Attribute(root, _) = &inner.kind else { panic!() };
    assert_eq!(root.kind, ExprKind::Root("var".into()));
    let (_, text) = interpolated(r#"{"locals": {"a": "x${f(\"b\")}"}}"#);
    assert_eq!(text, r#""x${f(\"b\")}""#);
}

#[test]
fn broken_json_is_a_problem_at_its_place() {
    for (json, expected) in [
        ("{\"a\": }", "1:7 syntax error: a value is missing here"),
        ("{\"a\": 1", "1:8 syntax error: `}` is missing here"),
        ("{\"a\" 1}", "1:6 syntax error: `:` is missing here"),
        ("{a: 1}", "1:2 syntax error: a name in quotes is missing here"),
        ("{\"a\": 01}", "1:7 syntax error: a value is missing here"),
        ("{\"a\": \"\\x\"}", "1:7 syntax error: this is no JSON string"),
        ("{\"a", "1:2 syntax error: this string has no end"),
        ("{} x", "1:4 syntax error: nothing may follow here"),
        (
            "{\"locals\": {\"a\": 1, \"a\": 2}}",
            "1:21 syntax error: \"a\" stands twice in one object",
        ),
        ("{\"locals\": {\"a\": {\"b\": 1, \"b\": 2}}}", "1:27 syntax error: \"b\" stands twice"),
        ("[1]", "1:2 an object `{ … }` is needed here"),
        (
            "{\"locals\": {\"a\": \"x${\"}}",
            "1:22 syntax error: an expression is missing at the end",
        ),
    ] {
        let (module, sources) = load(&[("m.tf.json", json)], "");
        let told = told(&module.problems, &sources);
        assert!(told[0].starts_with(&format!("m.tf.json:{expected}")), "{json}: {told:?}");
        assert!(module.broken);
    }
}

/// Terraform takes several comments in one object.
#[test]
fn each_comment_of_a_block_is_read_and_none_is_an_argument() {
    let json = r#"{
      "resource": {"alicloud_cs_managed_kubernetes": {"a": {
        "//": "a word", "//": ["another", "acklint:expect nodes=300"]
      }}},
      "module": {"m": {"source": "./net", "//": "a word", "//": "acklint:expect pods=7"}}
    }"#;
    let (module, _) = good(&[("main.tf.json", json), ("net/main.tf", "")]);
    assert_eq!(module.resources[0].expect.unwrap().nodes, Some(300));
    assert!(module.resources[0].body.attributes.is_empty());
    assert_eq!(module.calls["m"].expect.unwrap().pods, Some(7));
    assert!(module.calls["m"].inputs.is_empty());
}
