//! What was resolved, for people: each name with its value as Terraform writes it, and beneath it
//! the way that the value took.

use super::line::{fits, key_text, line};
use super::{Cluster, Existence, Root, Shown, What};
use crate::report::clean;
use crate::report::coverage::count;
use crate::report::human::{Code, Detail, Style, hops};
use crate::report::view::Note;
use crate::report::way;
use std::fmt::Write as _;

/// A line of more characters than this is cut.
const LONGEST: usize = 200;

/// Where a value is shown.
#[derive(Clone, Copy)]
struct Within<'w> {
    /// How many values it lies in.
    depth: usize,
    /// The place of the one around it; that a part is written on its line need not be said.
    whole: Option<&'w Note>,
}

/// The text, with a line end.
pub fn render(roots: &[Root], style: Style, detail: Detail) -> String {
    let page = Page { style, detail };
    let mut blocks: Vec<String> = roots.iter().map(|root| page.root(root)).collect();
    if roots.is_empty() {
        blocks.push("no root mentions Alibaba Cloud: nothing was resolved\n".to_owned());
    }
    clean::log(blocks.join("\n"))
}

struct Page {
    style: Style,
    detail: Detail,
}

impl Page {
    fn root(&self, root: &Root) -> String {
        let variant = root.variant.iter().map(|name| format!(" [variant {name}]"));
        let head = format!("root {}{}", root.path, variant.collect::<String>());
        let mut text = self.style.strong(&clean::sentence(&head)) + "\n";
        for cluster in &root.clusters {
            text += &self.cluster(cluster);
        }
        let kinds =
            [("variable", &root.variables), ("local", &root.locals), ("output", &root.outputs)];
        for (noun, names) in kinds.iter().filter(|(_, names)| !names.is_empty()) {
            let _ = write!(text, "\n{}\n", self.style.strong(&count(names.len(), noun)));
            text +=
                &names.iter().map(|(name, shown)| self.declared(name, shown)).collect::<String>();
        }
        if root.clusters.is_empty() {
            text += "\nno clusters\n";
        }
        text
    }

    fn cluster(&self, cluster: &Cluster) -> String {
        let exists = match &cluster.exists {
            Existence::Yes => String::new(),
            Existence::Maybe(why) => format!(", if it is created: {}", clean::sentence(why)),
            Existence::No => ", not created: its count or for_each makes none".to_owned(),
        };
        let head = format!("cluster {}", self.style.strong(&cluster.subject));
        let head = self.style.folded("", "  ", &format!("{head}{exists}"));
        let attributes = cluster.attributes.iter();
        format!(
            "\n{head}{}",
            attributes.map(|(key, of)| self.named(key, key, of, TOP)).collect::<String>()
        )
    }

    /// A variable, local or output: the value went its way before it got to this name.
    fn declared(&self, name: &str, shown: &Shown) -> String {
        let mut shown = shown.clone();
        shorten(&mut shown.way, name);
        if shown.way.len() > 1 && shown.way.last().is_some_and(|last| last.message.is_empty()) {
            shown.way.pop();
        }
        self.named(name, name, &shown, TOP)
    }

    /// A name, as it is said, and its value.
    fn named(&self, said: &str, name: &str, shown: &Shown, within: Within<'_>) -> String {
        let mut shown = veiled(shown);
        shorten(&mut shown.way, name);
        self.entry(&format!("{said} = "), &shown, within, "")
    }

    /// A value behind what leads to it, on as many lines as it needs, with its way.
    fn entry(&self, lead: &str, shown: &Shown, within: Within<'_>, end: &str) -> String {
        let indent = "  ".repeat(within.depth);
        let whole = shown.way.last().or(within.whole);
        let part = Within { depth: within.depth + 1, whole };
        let lead = format!("{indent}{}", clean::sentence(lead));
        let way = if is_beside(&shown.way, within.whole) { &[] } else { shown.way.as_slice() };
        match &shown.what {
            What::Unknown { why, among } => {
                let said =
                    format!("{lead}{} {}", self.style.faint("unknown:"), clean::sentence(why));
                let mut text = self.style.folded("", &format!("{indent}  "), &said);
                for one in among {
                    text += &self.entry("may be ", one, part, "");
                }
                text + &self.way(way, &indent)
            }
            What::Sequence(items) if !fits(&lead, shown) => {
                let of = |item| self.entry("", item, part, ",");
                let lines: String = items[..self.listed(items.len())].iter().map(of).collect();
                let lines = lines + &self.more(items.len(), &indent);
                self.several_lines((&lead, "["), &lines, ("]", end), way, &indent)
            }
            What::Mapping { entries, rest } if !fits(&lead, shown) => {
                let of =
                    |(key, entry): &(String, Shown)| self.named(&key_text(key), key, entry, part);
                let lines: String = entries[..self.listed(entries.len())].iter().map(of).collect();
                let rest = rest.iter().map(|why| self.perhaps_more(why, &indent));
                let lines = lines + &self.more(entries.len(), &indent) + &rest.collect::<String>();
                self.several_lines((&lead, "{"), &lines, ("}", end), way, &indent)
            }
            What::Several { like, why } => {
                let said = format!("{indent}any number of these: {}", clean::sentence(why));
                self.style.folded("", &format!("{indent}  "), &said)
                    + &self.entry("", like, part, ",")
            }
            what => {
                let value = self.cut(clean::sentence(&line(what)));
                self.one_line(&format!("{lead}{value}{end}"), way, &indent)
            }
        }
    }

    /// A long text is shown whole only if all is asked for.
    fn cut(&self, text: String) -> String {
        match text.char_indices().nth(LONGEST) {
            Some((at, _)) if self.detail != Detail::Verbose => format!("{}…", &text[..at]),
            _ => text,
        }
    }

    /// A value on a line; a way of one step stands behind it.
    fn one_line(&self, text: &str, way: &[Note], indent: &str) -> String {
        match way {
            [] => format!("{text}\n"),
            [only] => format!("{text}  {}\n", self.style.faint(&format!("# {}", at(only)))),
            _ => format!("{text}\n{}", self.way(way, indent)),
        }
    }

    fn several_lines(
        &self,
        (lead, open): (&str, &str),
        lines: &str,
        (close, end): (&str, &str),
        way: &[Note],
        indent: &str,
    ) -> String {
        let (head, tail) = match way.len() {
            1 => (self.one_line(&format!("{lead}{open}"), way, indent), String::new()),
            _ => (format!("{lead}{open}\n"), self.way(way, indent)),
        };
        format!("{head}{lines}{indent}{close}{end}\n{tail}")
    }

    /// How many of a list are not shown, if any.
    fn more(&self, all: usize, indent: &str) -> String {
        match hops::more(all - self.listed(all), self.style) {
            none if none.is_empty() => none,
            more => format!("{indent}{more}"),
        }
    }

    fn perhaps_more(&self, why: &str, indent: &str) -> String {
        let said = format!("{indent}  … perhaps further keys: {}", clean::sentence(why));
        self.style.folded("", &format!("{indent}    "), &said)
    }

    fn listed(&self, length: usize) -> usize {
        hops::listed(length, self.detail)
    }

    fn way(&self, way: &[Note], indent: &str) -> String {
        let text = hops::render(way, Code::Hidden, self.style, self.detail);
        text.split_inclusive('\n').flat_map(|line| [indent, line]).collect()
    }
}

/// The value without what Terraform would not show of it.
fn veiled(shown: &Shown) -> Shown {
    let all = |items: &[Shown]| items.iter().map(veiled).collect::<Vec<_>>();
    let what = match &shown.what {
        What::Unknown { why, .. } if shown.sensitive => {
            What::Unknown { why: why.clone(), among: Vec::new() }
        }
        _ if shown.sensitive => What::Symbol { text: "(sensitive)".to_owned(), why: String::new() },
        What::Unknown { why, among } => What::Unknown { why: why.clone(), among: all(among) },
        What::Sequence(items) => What::Sequence(all(items)),
        What::Mapping { entries, rest } => {
            let entries = entries.iter().map(|(key, entry)| (key.clone(), veiled(entry)));
            What::Mapping { entries: entries.collect(), rest: rest.clone() }
        }
        What::Several { like, why } => {
            What::Several { like: Box::new(veiled(like)), why: why.clone() }
        }
        what => what.clone(),
    };
    Shown { what, ..shown.clone() }
}

fn at(note: &Note) -> String {
    let start = note.location.start;
    let place = format!("{}:{}:{}", note.location.file, start.line, start.column);
    match note.message.as_str() {
        "" | way::WRITTEN => place,
        message => format!("{place} {message}"),
    }
}

/// Whether a value is written on the line of the whole that it is a part of.
fn is_beside(way: &[Note], whole: Option<&Note>) -> bool {
    let ([only], Some(whole)) = (way, whole) else { return false };
    let (only, at) = (&only.location, &whole.location);
    way[0].message == way::WRITTEN && (&only.file, only.start.line) == (&at.file, at.start.line)
}

const TOP: Within<'_> = Within { depth: 1, whole: None };

/// Cuts off that the value of a name is passed as that very name: it need not be said.
fn shorten(way: &mut [Note], name: &str) {
    let Some(last) = way.last_mut() else { return };
    let (kept, step) = last.message.rsplit_once(", ").unwrap_or(("", &last.message));
    let passed = step.strip_prefix("passed as ").and_then(|passed| passed.strip_suffix(name));
    if passed.is_some_and(|kind| ["", ".", "var.", "local.", "output "].contains(&kind)) {
        last.message = kept.to_owned();
    }
}
