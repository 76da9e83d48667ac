//! Goldens of the report.

use super::{Colours, Detail, Glyphs, Style, render};
use crate::report::sample;
use crate::report::view::{Finding, Location, View, Waived, WaivedBy};
use insta::assert_snapshot;

fn plain(findings: Vec<Finding>) -> String {
    let view = View { findings, ..View::default() };
    render(&view, Style { columns: Some(90), ..Style::default() }, Detail::Normal)
}

#[test]
fn everything_plain() {
    assert_snapshot!(render(&sample::everything(), Style::default(), Detail::Normal));
}

#[test]
fn everything_coloured() {
    let style = Style { colours: Colours::Ansi, ..Style::default() };
    let text = render(&sample::everything(), style, Detail::Normal);
    assert_snapshot!(text.replace('\u{1b}', "␛"));
}

/// Whoever sees no colour, or others, reads the same.
#[test]
fn colours_and_links_say_nothing_that_the_text_does_not() {
    let style =
        Style { colours: Colours::Ansi, links: Some("file://host/repo"), ..Style::default() };
    let escapes = regex::Regex::new("\u{1b}(\\[[0-9;]*m|\\]8;;[!-~]*?\u{1b}\\\\)").unwrap();
    for detail in [Detail::Quiet, Detail::Normal, Detail::Verbose] {
        let plain = render(&sample::everything(), Style::default(), detail);
        let text = render(&sample::everything(), style, detail);
        assert_eq!(text.matches("]8;;file:").count(), text.matches("]8;;\u{1b}").count());
        assert_eq!(escapes.replace_all(&text, ""), plain);
        let places = plain.matches(".tf:").count() + plain.matches(".tfvars:").count();
        assert_eq!(text.matches("]8;;file:").count(), places, "{text}");
    }
}

#[test]
fn everything_verbose() {
    assert_snapshot!(render(&sample::everything(), Style::default(), Detail::Verbose));
}

#[test]
fn everything_on_a_dumb_terminal() {
    let style = Style { glyphs: Glyphs::Ascii, columns: Some(80), ..Style::default() };
    assert_snapshot!(render(&sample::everything(), style, Detail::Normal));
}

#[test]
fn quiet_leaves_the_undecided_out() {
    let text = render(&sample::everything(), Style::default(), Detail::Quiet);
    assert!(!text.contains("checks undecided"), "{text}");
    assert!(text.ends_with("; 2 problems\n"), "{text}");
}

#[test]
fn odd_text() {
    let tabs = "\tpod_cidr\t= \"10.0.0.0/24\" # \u{1b}[2J\u{202e}\r\n";
    let chinese = "  tags = { 环境 = \"生产\", 网段 = \"10.0.0.0/24\" } # 注释\n";
    let long = format!("x = [{} \"10.0.0.0/24\", {}]\n", "1, ".repeat(400), "2, ".repeat(400));
    let heredoc = "a = [\n  \"10.0.0.0/24\",\n  \"b\",\n  \"c\",\n]\n";
    let places = [
        sample::place("tabs\u{1b}[31m.tf", tabs, "\"10.0.0.0/24\"", 0),
        sample::place("中文.tf", chinese, "\"10.0.0.0/24\"", 0),
        sample::place("long.tf", &long, "\"10.0.0.0/24\"", 0),
        sample::place("several.tf", heredoc, "[\n  \"10.0.0.0/24\",\n  \"b\",\n  \"c\",\n]", 0),
        sample::place("end.tf", "a = 1", "", 5),
    ];
    let findings = places.into_iter().map(|location| Finding {
        message: "a\u{1b}[31m message \u{202e}".to_owned(),
        help: Some("help\u{9b}31m".to_owned()),
        trace: vec![sample::note(
            "and \u{7}here",
            Location { end: location.start, ..location.clone() },
        )],
        related: Vec::new(),
        location,
        ..sample::far_away()
    });
    assert_snapshot!(plain(findings.collect()));
}

#[test]
fn many_subjects_and_parties_are_counted() {
    let text = "a = 1\nb = 2\n".repeat(20);
    let related: Vec<_> = (2..14)
        .map(|nth| sample::note("another", sample::place("b.tf", &text, "b", nth)))
        .collect();
    let finding = |index: usize| Finding {
        subject: format!("alicloud_cs_managed_kubernetes.this[{index}]"),
        related: related.clone(),
        ..sample::overlap()
    };
    assert_snapshot!(plain((0..12).map(finding).collect()));
}

#[test]
fn a_variant_and_a_waiver_are_named() {
    let waived = Waived {
        by: WaivedBy::Comment,
        reason: "moves next year".to_owned(),
        until: Some("2027-01-31".to_owned()),
    };
    let variant = Some("eu".to_owned());
    let waived = Finding { waived: Some(waived), variant: variant.clone(), ..sample::overlap() };
    let counted = Finding { variant, ..sample::overlap() };
    assert_snapshot!(plain(vec![sample::overlap(), waived, counted]));
}

#[test]
fn no_line_is_a_workflow_command() {
    let text = "x = <<E\n  ::error::a\nE\n";
    let trace = vec![sample::note("here", sample::place("a.tf", text, "::error", 0))];
    let drawn = plain(vec![Finding { trace, ..sample::far_away() }]);
    assert!(drawn.contains("�:error::a"), "{drawn}");
    assert!(!drawn.lines().any(|line| line.trim_start().starts_with("::")), "{drawn}");
}

#[test]
fn a_place_without_text_is_named() {
    let mut finding = sample::far_away();
    finding.location.excerpt.clear();
    assert_snapshot!(plain(vec![finding]));
}

#[test]
fn any_place_in_any_text_can_be_drawn() {
    let text = "\ta = \"网\u{1b}段\"\r\n\n  \u{300}x\u{202e}\u{200d}👩\u{200d}💻 = [\r\n\t1,\n]";
    let bounds: Vec<usize> = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
    for (index, start) in bounds.iter().enumerate() {
        for end in &bounds[index..] {
            let location = sample::span("odd.tf", text, *start, *end);
            let related = vec![sample::note("beside", sample::span("odd.tf", text, *end, *end))];
            let finding = Finding { location, related, ..sample::far_away() };
            let view = View { findings: vec![finding], ..View::default() };
            for columns in [None, Some(0), Some(30)] {
                let style = Style { columns, ..Style::default() };
                let drawn = render(&view, style, Detail::Normal);
                assert!(!drawn.contains("Failed to read"), "{drawn}");
            }
        }
    }
}
