//! What Terraform gives for calls of these functions.

use super::super::test_text::table;

#[test]
fn decoding() {
    table(&[
        (
            r#"yamldecode("a: yes\nb: 010\nc: 0x1F\nd: 1e3\ne:\nf: '5'\n")"#,
            r#"{"a":true,"b":10,"c":31,"d":1000,"e":null,"f":"5"}"#,
        ),
        (
            r#"yamldecode("- 2001-12-14\n- 1_000\n- 12:30\n- on")"#,
            r#"["2001-12-14T00:00:00Z","1_000","12:30",true]"#,
        ),
        (
            r#"yamldecode("a: |-\n  010\nb: |\n  5\nc: >\n  x\n  y\n")"#,
            r#"{"a":"10","b":"5\n","c":"x y\n"}"#,
        ),
        (
            r#"yamldecode("a: &x {b: 1}\nc: *x\ne:\n  b: 3\n  <<: *x\n")"#,
            r#"{"a":{"b":1},"c":{"b":1},"e":{"b":1}}"#,
        ),
        (r#"yamldecode("yes: 1\n1.0: 2\n")"#, r#"{"1":2,"true":1}"#),
        (r#"yamldecode("~: 1\n")"#, "ERR"),
        (r#"yamldecode("")"#, "ERR"),
        (r#"yamldecode("---\n")"#, "null"),
        (r#"yamldecode("a\n---\nb")"#, "ERR"),
        (r#"yamldecode("a: 1\na: x")"#, r#"{"a":"x"}"#),
        (r#"yamldecode("a: |\n  b")"#, r#"{"a":"b"}"#),
        (r#"yamldecode("a: &x [*x]")"#, "ERR"),
        (r#"yamldecode("a: !foo 1")"#, "ERR"),
    ]);
}

#[test]
fn encoding() {
    table(&[
        (
            r"yamlencode({ a = 1, c = [1, [2, 3], { d = null }], e = {}, f = [] })",
            r#""\"a\": 1\n\"c\":\n- 1\n- - 2\n  - 3\n- \"d\": null\n\"e\": {}\n\"f\": []\n""#,
        ),
        (
            r#"yamlencode({ g = "a\nb", h = "a\n", i = "\n", j = " x\ny", k = "a\n\n", l = true })"#,
            r#""\"g\": |-\n  a\n  b\n\"h\": |\n  a\n\"i\": |2+\n\n\"j\": |2-\n   x\n  y\n\"k\": |+\n  a\n\n\"l\": true\n""#,
        ),
        (r#"yamlencode("a \nb\t")"#, r#""\"a \\nb\\t\"\n""#),
        ("yamlencode(null)", r#""null\n...\n""#),
    ]);
}
