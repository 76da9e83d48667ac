//! What Terraform gives for calls of these functions.

use super::super::test_text::table;

#[test]
fn known_answers() {
    table(&[
        (
            r#"formatdate("EEEE, DD-MMM-YY hh:mm:ss ZZZ", "2018-01-02T23:12:01Z")"#,
            r#""Tuesday, 02-Jan-18 23:12:01 UTC""#,
        ),
        (r#"formatdate("h'h'mm '''x'", "2018-01-02T23:12:01-08:00")"#, r#""23h12 'x""#),
        (r#"formatdate("H aa Z ZZZZ", "2018-01-02T00:12:01-08:30")"#, r#""12 am -08:30 -0830""#),
        (r#"formatdate("YYY", "2018-01-02T23:12:01Z")"#, "ERR"),
        (r#"formatdate("'a", "2018-01-02T23:12:01Z")"#, "ERR"),
        (r#"timeadd("2017-11-22T00:00:00Z", "10m")"#, r#""2017-11-22T00:10:00Z""#),
        (r#"timeadd("2017-11-22T00:00:00.9+08:00", "-1h0.1s")"#, r#""2017-11-21T23:00:00+08:00""#),
        (r#"timeadd("2017-11-22", "10m")"#, "ERR"),
        (r#"timeadd("2017-11-22T00:00:00Z", "10")"#, "ERR"),
        (r#"timecmp("2017-11-22T00:00:00Z", "2017-11-22T01:00:00+01:00")"#, "0"),
        (r#"timecmp("2017-11-22T00:00:00Z", "2017-11-22T00:00:00.1Z")"#, "-1"),
    ]);
}
