//! The network plan for a terminal.

use super::map::{Bar, Frame, cells, frames, taken};
use super::page::{self, Table};
use super::{Cluster, Role};
use crate::report::clean;
use crate::report::human::{Glyphs, Style};
use crate::report::view::Severity;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

/// The width where nobody looks.
const WIDTH: usize = 80;

/// Maps are not wider than this.
const WIDEST: usize = 120;

/// What a map takes for names and ranges at least, with the space before and behind them.
const NAMES: usize = 32;

/// Cells that a map has at least.
const CELLS: usize = 20;

/// The text, with a line end.
pub fn render(clusters: &[Cluster], style: Style) -> String {
    if clusters.is_empty() {
        return "no cluster is defined here\n".to_owned();
    }
    let blocks: Vec<String> = clusters.iter().map(|cluster| of_cluster(cluster, style)).collect();
    clean::log(blocks.join("\n\n"))
}

fn of_cluster(cluster: &Cluster, style: Style) -> String {
    let (subject, rest) = page::title(cluster);
    let mut text = style.folded("", "  ", &format!("{}{rest}", style.strong(&subject)));
    text.push('\n');
    text += &table(&page::summary(cluster), style);
    for sentence in page::sentences(cluster) {
        text += &style.folded("  ", "  ", &sentence);
    }
    let limits = page::limits(cluster);
    if !limits.rows.is_empty() {
        let _ = write!(text, "\n{}\n", style.strong(limits.title));
        for row in &limits.rows {
            let first = format!("  {:>9}  ", row[0]);
            let later = match row[2].as_str() {
                "" => String::new(),
                never if never.starts_with("never") => format!("; {never}"),
                later => format!("; later: {later}"),
            };
            text += &style.folded(&first, "             ", &format!("{}{later}", row[1]));
        }
    }
    for part in [page::zones(cluster), page::ranges(cluster)] {
        if !part.rows.is_empty() {
            let _ = write!(text, "\n{}\n{}", style.strong(part.title), table(&part, style));
        }
    }
    text += &map(&frames(cluster), style);
    let later = page::later(cluster);
    let _ = writeln!(text, "\n{}", style.strong(later.title));
    for (how, what) in by_way(&later) {
        text += &style.folded("  ", "    ", &format!("{}: {how}", what.join(", ")));
    }
    if !cluster.undecided.is_empty() {
        let _ = writeln!(text, "\n{}", style.strong("What is not known"));
        for why in &cluster.undecided {
            text += &style.folded("  ", "    ", &clean::sentence(why));
        }
    }
    text
}

/// What has the same to be said of it stands together.
fn by_way(later: &Table) -> Vec<(&str, Vec<String>)> {
    let mut ways: Vec<(&str, Vec<String>)> = Vec::new();
    for row in &later.rows {
        let name = row[0].replace('`', "");
        match ways.iter_mut().find(|(how, _)| *how == row[1]) {
            Some((_, names)) => names.push(name),
            None => ways.push((&row[1], vec![name])),
        }
    }
    ways
}

/// Columns as wide as they must be; numbers stand at their right. Where the terminal has no room
/// for them each row is a sentence.
fn table(table: &Table, style: Style) -> String {
    let columns = 0..table.columns.len();
    let cells = |at: usize| table.rows.iter().map(move |row| row[at].as_str());
    let width = |at: usize| cells(at).chain([table.columns[at]]).map(UnicodeWidthStr::width).max();
    let widths: Vec<usize> = columns.map(|at| width(at).unwrap_or(0)).collect();
    let line = |row: &[&str]| {
        let mut line = String::from(" ");
        for (at, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let pad = " ".repeat(width.saturating_sub(cell.width()));
            let number = table.numbers.contains(&at);
            let (before, after) = if number { (pad.as_str(), "") } else { ("", pad.as_str()) };
            let _ = write!(line, " {before}{cell}{after} ");
        }
        line.trim_end().to_owned() + "\n"
    };
    let widest = widths.iter().map(|width| width + 2).sum::<usize>();
    if style.columns.is_some_and(|columns| widest > columns) {
        return table.rows.iter().map(|row| sentence(table, row, style)).collect();
    }
    let mut text = style.faint(line(&table.columns).trim_end()) + "\n";
    for row in &table.rows {
        let row: Vec<&str> = row.iter().map(String::as_str).collect();
        let line = line(&row);
        let short = row.iter().any(|cell| cell.ends_with("too few"));
        text += &if short { style.severity(Severity::Error, line.trim_end()) + "\n" } else { line };
    }
    text
}

/// A row for a narrow terminal: its name, and each column with what it is.
fn sentence(table: &Table, row: &[String], style: Style) -> String {
    let (name, rest) = row.split_first().map_or(("", row), |(name, rest)| (name, rest));
    let cell = |(column, cell): (&&str, &String)| format!("{column} {cell}");
    let rest: Vec<String> = table.columns[1..].iter().zip(rest).map(cell).collect();
    style.folded("  ", "    ", &format!("{}: {}", style.strong(name), rest.join(", ")))
}

fn map(frames: &[Frame], style: Style) -> String {
    if frames.is_empty() {
        return String::new();
    }
    let all = frames.iter().flat_map(|frame| &frame.bars);
    let longest = all.map(|bar| label(bar).width() + 5).max().unwrap_or(0).max(NAMES);
    let width = style.columns.unwrap_or(WIDTH).min(WIDEST);
    // where both have no room in one line, the bar has one of its own
    let cells = width.saturating_sub(longest + 2);
    let names = if cells < CELLS { None } else { Some(longest - 4) };
    let cells = if names.is_some() { cells } else { width.saturating_sub(8).max(CELLS) };
    let of = Drawn { names, cells: cells as u64 };
    let ink = Ink::of(style);
    let key = format!(
        "(each block to its own scale; {} in the plan, {} left, {} taken twice)",
        ink.used, ink.free, ink.clash
    );
    let mut text = String::from("\n");
    text += &style.folded("", "  ", &format!("{} {}", style.strong("Map"), style.faint(&key)));
    for frame in frames {
        let _ = writeln!(text, "  {}", frame.title);
        for bar in &frame.bars {
            text += &line(frame, bar, of, ink, style);
        }
    }
    text
}

/// What bars are drawn with.
#[derive(Clone, Copy)]
struct Ink {
    used: char,
    free: char,
    outside: char,
    clash: char,
}

impl Ink {
    fn of(style: Style) -> Self {
        match style.glyphs {
            Glyphs::Unicode => Self { used: '█', free: '▒', outside: '·', clash: '╳' },
            Glyphs::Ascii => Self { used: '#', free: '=', outside: '.', clash: 'X' },
        }
    }
}

/// What a bar is for and its range.
fn label(bar: &Bar) -> String {
    format!("{:<12} {}", bar.name, bar.cidr)
}

/// How a map is laid out.
#[derive(Clone, Copy)]
struct Drawn {
    /// The columns of the names, where they stand before the bars.
    names: Option<usize>,
    /// The cells of a bar.
    cells: u64,
}

fn line(frame: &Frame, bar: &Bar, of: Drawn, ink: Ink, style: Style) -> String {
    let width = of.cells;
    let (from, to) = cells(frame.whole, bar.cidr, width);
    let used = from + taken(bar, to - from);
    let parts = bar.clashes.iter().filter(|(part, _)| frame.whole.contains(part));
    let clashes: Vec<(u64, u64)> =
        parts.map(|(part, _)| cells(frame.whole, *part, width)).collect();
    let cell = |at: u64| match at {
        at if at < from || at >= to => ink.outside,
        at if clashes.iter().any(|(from, to)| (*from..*to).contains(&at)) => ink.clash,
        at if at < used => ink.used,
        _ => ink.free,
    };
    let drawn: String = (0..width).map(cell).collect();
    let drawn = if clashes.is_empty() {
        tinted(&drawn, bar.role, style)
    } else {
        style.severity(Severity::Error, &drawn)
    };
    let name = label(bar);
    let mut text = match of.names {
        Some(names) => format!("    {name:<names$}{drawn}\n"),
        None => format!("    {name}\n      {drawn}\n"),
    };
    for (_, whose) in &bar.clashes {
        let note = format!("overlaps {whose}");
        text += &style.folded("      ", "        ", &style.severity(Severity::Error, &note));
    }
    text
}

fn tinted(drawn: &str, role: Role, style: Style) -> String {
    match role {
        Role::Vpc | Role::Secondary => style.faint(drawn),
        _ => drawn.to_owned(),
    }
}
