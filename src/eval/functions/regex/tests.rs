//! What Terraform gives for calls of these functions.

use super::super::test_text::table;

#[test]
fn shapes() {
    table(&[
        (r#"regex("[a-z]+", "53453453.345345aaabbbccc23454")"#, r#""aaabbbccc""#),
        (r#"regex("(\\d\\d\\d\\d)-(\\d\\d)", "2019-02-01")"#, r#"["2019","02"]"#),
        (r#"regex("(?P<a>x)(?<b>y)?", "x")"#, r#"{"a":"x","b":null}"#),
        (r#"regex("(?P<a>x)(y)?", "x")"#, "ERR"),
        (r#"regex("a", "b")"#, "ERR"),
        (r#"regexall("[a-z]", "1a2b")"#, r#"["a","b"]"#),
        (r#"regexall("(a)(b)?", "abac")"#, r#"[["a","b"],["a",null]]"#),
        (r#"regexall("x", "1a2b")"#, "[]"),
        (r#"regexall("(?P<k>\\w)=", "a=b=")"#, r#"[{"k":"a"},{"k":"b"}]"#),
        (r#"regex("a", var)"#, "?var"),
    ]);
}

#[test]
fn syntax_of_go() {
    table(&[
        (r#"regexall("\\d", "1\u0661")"#, r#"["1"]"#),
        (r#"regexall("\\bé", "é aé")"#, r#"["é"]"#),
        (r#"regex("a{,2}", "a{,2}")"#, r#""a{,2}""#),
        (r#"regex("[a&&b]+", "&b&a")"#, r#""\u0026b\u0026a""#),
        (r#"regex("[[a]+", "[a")"#, r#""[a""#),
        (r#"regex("\\Qa.b\\E+", "a.bb")"#, r#""a.bb""#),
        (r#"regex("[^\\W_]+", "_ab_")"#, r#""ab""#),
        (r#"regex("a**", "a")"#, "ERR"),
        (r#"regex("(?x)a", "a")"#, "ERR"),
        (r#"regex("(?=a)", "a")"#, "ERR"),
        (r#"regex("\\p{letter}", "a")"#, "ERR"),
        (r#"regex("(a{100}){11}", "a")"#, "ERR"),
        (r#"regex("a{1001}", "a")"#, "ERR"),
        (r#"regex("\\1", "a")"#, "ERR"),
        (r#"regex("\\101", "A")"#, r#""A""#),
        (r#"regex("[a-\\d]", "a")"#, "ERR"),
        (r#"regex("*a", "a")"#, "ERR"),
    ]);
}
