//! What Terraform gives for calls of these functions.

use super::super::test_text::table;

#[test]
fn encoding() {
    table(&[
        (
            r#"jsonencode({ b = 1, a = [true, null, "<&>\t\u0008"] })"#,
            r#""{\"a\":[true,null,\"\\u003c\\u0026\\u003e\\t\\b\"],\"b\":1}""#,
        ),
        (r#"jsonencode("é\u007f\u2028")"#, "\"\\\"é\u{7f}\\\\u2028\\\"\""),
        ("jsonencode([])", r#""[]""#),
        ("jsonencode({})", r#""{}""#),
        ("jsonencode(null)", r#""null""#),
    ]);
}

#[test]
fn encoding_of_what_is_not_known() {
    table(&[
        (r#"jsonencode({ a = ref, b = "x" })"#, r#"{"a":"<ref>","b":"x"}"#),
        (r"jsonencode([var])", "[<?var>]"),
        (r"jsonencode([several, 1])", "?several"),
        (r#"jsonencode(format("\"%s", ref))"#, r#""\"<ref>""#),
    ]);
}

#[test]
fn decoding() {
    table(&[
        (r#"jsondecode("{\"a\": [1, 2.50, null, \"\\u00e9\"]}")"#, r#"{"a":[1,2.5,null,"é"]}"#),
        (r#"jsondecode("\"\\ud83d\\ude00\\ud83d\"")"#, r#""😀�""#),
        (r#"jsondecode("{\"a\":1,\"a\":2}")"#, r#"{"a":2}"#),
        (r#"jsondecode("{\"a\":1,\"a\":\"x\"}")"#, "ERR"),
        (r#"jsondecode("[1,]")"#, "ERR"),
        (r#"jsondecode("01")"#, "ERR"),
        (r#"jsondecode("1 2")"#, "ERR"),
        (r#"jsondecode("")"#, "ERR"),
        (r#"jsondecode(" null ")"#, "null"),
        (r#"jsondecode("12345678901234567890123456789")"#, "12345678901234567890123456789"),
    ]);
}
