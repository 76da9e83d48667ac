//! The network plan for a pull request: tables.

use super::Cluster;
use super::map::frames;
use super::page::{self, Table};
use crate::report::markdown::escape::{code, inline};
use std::fmt::Write as _;

/// The text, with a line end.
pub fn render(clusters: &[Cluster]) -> String {
    if clusters.is_empty() {
        return "No cluster is defined here.\n".to_owned();
    }
    let blocks: Vec<String> = clusters.iter().map(of_cluster).collect();
    blocks.join("\n")
}

fn of_cluster(cluster: &Cluster) -> String {
    let (subject, rest) = page::title(cluster);
    let mut text = format!("## {}{}\n\n", code(&subject), inline(&rest));
    text += &table(&page::summary(cluster), &[]);
    let sentences = page::sentences(cluster);
    if !sentences.is_empty() {
        let _ = write!(text, "\n{}\n", sentences.join(" "));
    }
    let parts = [
        (page::limits(cluster), &[][..]),
        (page::zones(cluster), &[]),
        (page::ranges(cluster), &[1, 5]),
    ];
    for (part, codes) in parts.iter().filter(|(part, _)| !part.rows.is_empty()) {
        let _ = write!(text, "\n### {}\n\n{}", part.title, table(part, codes));
    }
    for clash in clashes(cluster) {
        let _ = write!(text, "\n**Overlap**: {}\n", inline(&clash));
    }
    let later = page::later(cluster);
    let _ = write!(
        text,
        "\n<details><summary>{}</summary>\n\n{}\n</details>\n",
        later.title,
        table(&later, &[])
    );
    if !cluster.undecided.is_empty() {
        text += "\n### What is not known\n\n";
        for why in &cluster.undecided {
            let _ = writeln!(text, "- {}", inline(why));
        }
    }
    text
}

/// What overlaps what, each pair once.
pub(super) fn clashes(cluster: &Cluster) -> Vec<String> {
    let frames = frames(cluster);
    let bars = frames.iter().flat_map(|frame| &frame.bars);
    let mut pairs: Vec<[String; 2]> = Vec::new();
    for bar in bars {
        for (_, other) in &bar.clashes {
            let mut pair = [format!("{} {}", bar.name, bar.cidr), other.clone()];
            pair.sort();
            if !pairs.contains(&pair) {
                pairs.push(pair);
            }
        }
    }
    pairs.into_iter().map(|[a, b]| format!("{a} overlaps {b}")).collect()
}

fn table(table: &Table, codes: &[usize]) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = line(table.columns.iter().map(|column| (*column).to_owned()).collect());
    let rule = |at: usize| if table.numbers.contains(&at) { "---:" } else { "---" }.to_owned();
    text += &line((0..table.columns.len()).map(rule).collect());
    for row in &table.rows {
        let cell = |(at, cell): (usize, &String)| {
            let is_code = codes.contains(&at) && cell.contains(['.', '_']);
            if is_code { code(cell) } else { cells(cell) }
        };
        text += &line(row.iter().enumerate().map(cell).collect());
    }
    text
}

/// A cell; what stands in backticks already is a name of acklint's own.
fn cells(text: &str) -> String {
    match text.strip_prefix('`').and_then(|text| text.strip_suffix('`')) {
        Some(name) => code(name),
        None => inline(text),
    }
}
