//! The network plan as one page, which asks for nothing else: no script, no font, no picture.

use super::Cluster;
use super::map::{Bar, Frame, frames};
use super::page::{self, Table};
use super::svg::STYLE;
use crate::capacity::addresses;
use crate::report::markup::escaped;
use ipnet::{IpNet, Ipv4Net};
use std::fmt::Write as _;

/// How the page is laid out: one column, tables that scroll by themselves.
const PAGE: &str = "\
*{box-sizing:border-box}body{margin:0 auto;max-width:60rem;padding:1rem;background:var(--back);\
color:var(--ink);font:1rem/1.5 system-ui,sans-serif}\
h1{font-size:1.15rem;overflow-wrap:anywhere;margin:2rem 0 .25rem}h2{font-size:1rem;margin:1.5rem 0 .5rem}\
p{margin:.25rem 0}.dim{color:var(--dim);font-size:.85rem}.bad{color:var(--clash);font-weight:600}\
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9rem}\
th,td{text-align:left;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top}\
th{color:var(--dim);font-weight:500}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}\
code{font:.9em ui-monospace,monospace;overflow-wrap:anywhere}\
figure{margin:0 0 1rem}figcaption{font-weight:600;margin-top:.75rem}\
.row{margin:.4rem 0}.bar{position:relative;height:.8rem;border-radius:.2rem;overflow:hidden;\
background:color-mix(in srgb,var(--line) 45%,transparent)}\
.bar i{position:absolute;top:0;bottom:0;min-width:2px;border-radius:.15rem}\
i.vpc,i.secondary{background:var(--vpc)}i.node_vswitch{background:var(--nodes)}\
i.pod,i.pod_vswitch{background:var(--pods)}i.service{background:var(--services)}i.clash{background:var(--clash)}";

/// The page.
pub fn render(clusters: &[Cluster]) -> String {
    let mut body: String = clusters.iter().map(of_cluster).collect();
    if clusters.is_empty() {
        body += "<p>No cluster is defined here.</p>";
    }
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\">\
         <title>network plan</title><style>{STYLE}{PAGE}</style></head>\
         <body>{body}</body></html>\n"
    )
}

fn of_cluster(cluster: &Cluster) -> String {
    let (subject, rest) = page::title(cluster);
    let rest = rest.trim_start_matches(", ").trim();
    let mut text = format!(
        "<section><h1><code>{}</code></h1><p class=\"dim\">{}</p>",
        escaped(&subject),
        escaped(rest)
    );
    text += &table(&page::summary(cluster));
    for sentence in page::sentences(cluster) {
        let _ = write!(text, "<p>{}</p>", escaped(&sentence));
    }
    text += "<h2>Map</h2><p class=\"dim\">Each block to its own scale; what the plan takes is solid, \
             what is left is pale.</p>";
    text.extend(frames(cluster).iter().map(figure));
    for part in
        [page::limits(cluster), page::zones(cluster), page::ranges(cluster), page::later(cluster)]
    {
        if !part.rows.is_empty() {
            let _ = write!(text, "<h2>{}</h2>{}", part.title, table(&part));
        }
    }
    if !cluster.undecided.is_empty() {
        text += "<h2>What is not known</h2>";
        for why in &cluster.undecided {
            let _ = write!(text, "<p>{}</p>", escaped(why));
        }
    }
    text + "</section>"
}

fn table(table: &Table) -> String {
    let class = |at: usize| if table.numbers.contains(&at) { " class=\"n\"" } else { "" };
    let mut text = "<div class=\"wide\"><table><thead><tr>".to_owned();
    for (at, column) in table.columns.iter().enumerate() {
        let _ = write!(text, "<th{}>{column}</th>", class(at));
    }
    text += "</tr></thead><tbody>";
    for row in &table.rows {
        text += "<tr>";
        for (at, cell) in row.iter().enumerate() {
            let bad = if cell.ends_with("too few") { " class=\"n bad\"" } else { class(at) };
            let cell = escaped(cell.trim_matches('`'));
            let _ = write!(text, "<td{bad}>{cell}</td>");
        }
        text += "</tr>";
    }
    text + "</tbody></table></div>"
}

fn figure(frame: &Frame) -> String {
    let bars: String = frame.bars.iter().map(|bar| row(frame, bar)).collect();
    format!("<figure><figcaption>{}</figcaption>{bars}</figure>", escaped(&frame.title))
}

fn row(frame: &Frame, bar: &Bar) -> String {
    let class = bar.role.as_str();
    let mut inside = piece(frame.whole, bar.cidr, class, ";opacity:.45", 1.0);
    if let Some(used) = bar.used.filter(|used| *used > 0) {
        let share = share(used, addresses(IpNet::V4(bar.cidr))).min(1.0);
        inside += &piece(frame.whole, bar.cidr, class, "", share);
    }
    let mut notes = String::new();
    for (part, whose) in &bar.clashes {
        if frame.whole.contains(part) {
            inside += &piece(frame.whole, *part, "clash", "", 1.0);
        }
        let _ = write!(notes, "<div class=\"bad\">overlaps {}</div>", escaped(whose));
    }
    format!(
        "<div class=\"row\"><div>{} <code>{}</code></div><div class=\"bar\">{inside}</div>{notes}</div>",
        escaped(&bar.name),
        bar.cidr
    )
}

/// A part of a bar, in percent of its frame.
fn piece(whole: Ipv4Net, range: Ipv4Net, class: &str, style: &str, part: f64) -> String {
    let all = addresses(IpNet::V4(whole));
    let offset = u64::from(u32::from(range.network()) - u32::from(whole.network()));
    let left = share(offset, all) * 100.0;
    let width = share(addresses(IpNet::V4(range)), all) * part * 100.0;
    format!(
        "<i class=\"{class}\" style=\"left:min({left:.3}%,100% - 2px);width:{width:.3}%{style}\"></i>"
    )
}

/// How much of all a part is.
#[expect(clippy::cast_precision_loss, reason = "a picture has no more than three digits")]
fn share(part: u64, all: u64) -> f64 {
    part as f64 / all as f64
}
