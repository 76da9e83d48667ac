//! What Terraform gives for calls of these functions.

use super::super::test_text::table;

#[test]
fn known_answers() {
    table(&[
        (r#"format("Hello, %s!", "Ander")"#, r#""Hello, Ander!""#),
        (r#"format("%d and %[1]d, %s", 1, "x")"#, r#""1 and 1, x""#),
        (r#"format("%v %v", 1000000, 0.00001)"#, r#""1e+06 1e-05""#),
        (r#"format("%5s|%-5s|%05s|%.2s", "ab", "ab", "ab", "abc")"#, r#""   ab|ab   |000ab|ab""#),
        (r#"format("%v", [1, "a"])"#, r#""[1,\"a\"]""#),
        (r#"format("%#v %q", "<", "é\n")"#, r#""\"\\u003c\" \"é\\n\"""#),
        (r#"format("%08.3f|%+d|% d|%#x", 3.14159, 5, 5, 255)"#, r#""0003.142|+5| 5|0xff""#),
        (r#"format("%e %G", 123456.789, 0.0000001)"#, r#""1.234568e+05 1E-07""#),
        (r#"format("%.0f %.0f %.1f", 0.5, 1.5, 0.25)"#, r#""0 2 0.2""#),
        (r#"format("%d", 1.5)"#, "ERR"),
        (r#"format("%d", "12")"#, r#""12""#),
        (r#"format("%s", tostring(null))"#, "ERR"),
        (r#"format("%v", tostring(null))"#, r#""null""#),
        (r#"format("%s")"#, "ERR"),
        (r#"format("a", 1)"#, "ERR"),
        (r#"format("%z", 1)"#, "ERR"),
        (r#"format("%", 1)"#, "ERR"),
        (r#"format("100%%")"#, r#""100%""#),
        (r#"formatlist("%s-%s", ["a", "b"], "x")"#, r#"["a-x","b-x"]"#),
        (r#"formatlist("%s", [])"#, "[]"),
        (r#"formatlist("%s%s", ["a"], ["b", "c"])"#, "ERR"),
        (r#"formatlist("x")"#, r#"["x"]"#),
    ]);
}

#[test]
fn what_is_not_known_keeps_its_identity() {
    table(&[
        (r#"format("%s", ref)"#, "ref"),
        (r#"format("a-%s-%v", ref, var)"#, "a-<ref>-<?var>"),
        (r#"format("%5s", ref)"#, "?ref"),
        (r#"format("a%d", var)"#, "a<?var>"),
        (r#"formatlist("%s/x", [ref, "a"])"#, r#"[<ref>/x, "a/x"]"#),
        (r#"formatlist("%s", [several])"#, "[several*]"),
        (r#"format("%z", ref)"#, "ERR"),
    ]);
}
