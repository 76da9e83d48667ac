//! The comment, and that it never grows too long.

use super::*;
use crate::report::sample;
use crate::report::view::Undecided;

#[test]
fn everything() {
    insta::assert_snapshot!(render(&sample::everything()));
}

#[test]
fn a_comment_fits_and_says_what_is_left_out() {
    let long = "长".repeat(3_000);
    let finding = |n| Finding { message: format!("{n} {long}"), ..sample::far_away() };
    let check = Undecided { why: long.clone(), ..sample::undecided("vpc_filled") };
    let undecided =
        (0..500).map(|n| Undecided { why: format!("{n} {}", check.why), ..check.clone() });
    let problems = sample::problems().into_iter().cycle().take(500).collect();
    let findings = (0..500).map(finding).collect();
    let view = View { findings, undecided: undecided.collect(), problems, ..View::default() };
    let text = render(&view);
    assert!(text.chars().count() <= 65_536, "{}", text.chars().count());
    assert!(text.contains("findings more would not fit"), "{text}");
    assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
}
