//! The map as a picture: one file, which asks for nothing else.

use super::Cluster;
use super::map::{Bar, Frame, cells, frames, taken};
use super::page;
use crate::report::markup::escaped;
use std::fmt::Write as _;

/// The width that everything is laid out for: that of a phone, from which it grows.
const WIDTH: u64 = 360;

/// From the edge.
const EDGE: u64 = 12;

/// The colours, light and dark, by the classes of what is drawn.
pub(super) const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1f2328;--dim:#59636e;--back:#ffffff;--line:#d1d9e0;\
--vpc:#8c959f;--nodes:#0969da;--pods:#1a7f37;--services:#8250df;--clash:#cf222e}\
@media(prefers-color-scheme:dark){:root{--ink:#f0f6fc;--dim:#9198a1;--back:#0d1117;--line:#3d444d;\
--vpc:#656c76;--nodes:#4493f8;--pods:#3fb950;--services:#ab7df8;--clash:#f85149}}\
.back{fill:var(--back)}.line{fill:none;stroke:var(--line)}.empty{fill:var(--line);opacity:.35}\
.vpc,.secondary{fill:var(--vpc)}.node_vswitch{fill:var(--nodes)}.pod,.pod_vswitch{fill:var(--pods)}\
.service{fill:var(--services)}.free{opacity:.45}.clash{fill:var(--clash)}\
text{fill:var(--ink);font:13px system-ui,sans-serif}.dim{fill:var(--dim);font-size:11px}\
.head{font-weight:600;font-size:14px}.bad{fill:var(--clash)}";

/// The picture of all clusters, one below the other.
pub fn render(clusters: &[Cluster]) -> String {
    let mut drawing = Drawing::default();
    if clusters.is_empty() {
        drawing.text("head", "no cluster is defined here");
    }
    for cluster in clusters {
        let (subject, rest) = page::title(cluster);
        drawing.text("head", &subject);
        drawing.text("dim", rest.trim_start_matches(", ").trim());
        drawing.frames(&frames(cluster));
        drawing.y += 16;
    }
    let height = drawing.y + EDGE;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
         style=\"width:100%;max-width:{}px\"><title>network plan</title><style>{STYLE}</style>\
         <rect class=\"back\" width=\"{WIDTH}\" height=\"{height}\"/>{}</svg>\n",
        WIDTH * 2,
        drawing.text
    )
}

/// What is drawn, from top to bottom.
#[derive(Default)]
struct Drawing {
    text: String,
    y: u64,
}

/// Characters that a line of the picture has room for.
const LINE: usize = 46;

impl Drawing {
    fn text(&mut self, class: &str, text: &str) {
        for line in textwrap::wrap(text, textwrap::Options::new(LINE)) {
            self.y += 18;
            let _ = write!(
                self.text,
                "<text class=\"{class}\" x=\"{EDGE}\" y=\"{}\">{}</text>",
                self.y,
                escaped(&line)
            );
        }
    }

    fn frames(&mut self, frames: &[Frame]) {
        for frame in frames {
            self.y += 10;
            self.text("head", &frame.title);
            for bar in &frame.bars {
                self.bar(frame, bar);
            }
        }
    }

    fn bar(&mut self, frame: &Frame, bar: &Bar) {
        self.text("", &format!("{} {}", bar.name, bar.cidr));
        self.y += 6;
        let width = WIDTH - 2 * EDGE;
        self.rect("empty", 0, width);
        let (from, to) = cells(frame.whole, bar.cidr, width);
        let used = from + taken(bar, to - from);
        let class = bar.role.as_str();
        self.rect(&format!("{class} free"), from, to);
        if used > from {
            self.rect(class, from, used);
        }
        for (part, _) in bar.clashes.iter().filter(|(part, _)| frame.whole.contains(part)) {
            let (from, to) = cells(frame.whole, *part, width);
            self.rect("clash", from, to);
        }
        self.y += 10;
        for (_, whose) in &bar.clashes {
            self.text("bad", &format!("overlaps {whose}"));
        }
    }

    fn rect(&mut self, class: &str, from: u64, to: u64) {
        let _ = write!(
            self.text,
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"10\" rx=\"2\"/>",
            EDGE + from,
            self.y,
            to - from
        );
    }
}
