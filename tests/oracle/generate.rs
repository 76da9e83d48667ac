//! Random expressions, most of them well-typed.

mod patterns;
mod unknown;
mod whole;

use crate::answer::Item;
use crate::configurations::Files;
use patterns::{HEREDOC, PATTERNS, TYPES};
use unknown::UNKNOWN;
pub(crate) use unknown::base;
pub(crate) use whole::Case;

/// A small generator of numbers (`SplitMix64`): the same seed gives the same expressions.
pub(crate) struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % (limit as u64)).unwrap()
    }

    fn of<'a, T: ?Sized>(&mut self, options: &[&'a T]) -> &'a T {
        options[self.below(options.len())]
    }
}

/// What is being made: how deep it is, and the names that may be used.
pub(crate) struct Generator {
    random: Random,
    names: Vec<(char, String)>,
    fresh: usize,
    /// Whether what is not known before Terraform applies may stand in expressions.
    open: bool,
}

impl Generator {
    /// A generator with a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self { random: Random(seed), names: Vec::new(), fresh: 0, open: false }
    }

    /// A random item: an expression, a heredoc or a variable of a random type.
    pub(crate) fn item(&mut self) -> Item {
        self.names.clear();
        self.fresh = 0;
        match self.random.below(10) {
            0 => Item::new(self.heredoc()),
            1 => self.variable(),
            _ => {
                let kind = self.any_kind();
                let depth = 2 + self.random.below(3);
                Item::new(self.expression(kind, depth))
            }
        }
    }

    fn any_kind(&mut self) -> char {
        let kinds: Vec<char> = PATTERNS.iter().map(|(kind, ..)| *kind).collect();
        kinds[self.random.below(kinds.len())]
    }

    /// An expression of a kind; one in fifteen is of another.
    fn expression(&mut self, kind: char, depth: usize) -> String {
        let kind = if self.random.below(15) == 0 { self.any_kind() } else { kind };
        let names: Vec<&String> =
            self.names.iter().filter(|(of, _)| *of == kind).map(|(_, name)| name).collect();
        if !names.is_empty() && self.random.below(2) == 0 {
            return names[self.random.below(names.len())].clone();
        }
        if self.open && self.random.below(if depth == 0 { 2 } else { 8 }) == 0 {
            let known = UNKNOWN.iter().find(|(of, _)| *of == kind);
            if let Some((_, options)) = known {
                return self.random.of(options).to_owned();
            }
        }
        let (_, simple, compound) = PATTERNS.iter().find(|(of, ..)| *of == kind).unwrap();
        if depth == 0 || self.random.below(6) == 0 {
            return self.random.of(simple).to_owned();
        }
        let options = if self.random.below(6) == 0 { PATTERNS[0].2 } else { compound };
        let pattern = self.random.of(options).replace("@_", &format!("@{kind}"));
        self.fill(&pattern, depth - 1)
    }

    /// A pattern with expressions for `@x`; `#x` binds a new name of that kind, which may be used
    /// once the head of the loop is over.
    fn fill(&mut self, pattern: &str, depth: usize) -> String {
        let mut text = String::new();
        let mut chars = pattern.chars();
        let bound = self.names.len();
        let mut binds = Vec::new();
        while let Some(c) = chars.next() {
            match c {
                '@' => {
                    let kind = chars.next().unwrap();
                    text += &self.expression(kind, depth);
                }
                '#' => {
                    let kind = chars.next().unwrap();
                    self.fresh += 1;
                    let name = format!("n{}", self.fresh);
                    text += &name;
                    binds.push((kind, name));
                }
                c => {
                    if matches!(c, ':' | '}') {
                        self.names.append(&mut binds);
                    }
                    text.push(c);
                }
            }
        }
        self.names.truncate(bound);
        text
    }

    /// A heredoc of random lines.
    fn heredoc(&mut self) -> String {
        let mut text = self.random.of(&["<<EOT\n", "<<-EOT\n", "<<-EOT\n"]).to_owned();
        let mut open: Vec<&str> = Vec::new();
        for _ in 0..=self.random.below(7) {
            for _ in 0..self.random.below(5) {
                let piece = self.random.of(HEREDOC);
                match piece.split_once('|') {
                    Some((start, end)) => {
                        text += &self.fill(start, 1);
                        open.push(end);
                    }
                    None => text += &self.fill(piece, 1),
                }
            }
            if !open.is_empty() && self.random.below(2) == 0 {
                text += open.pop().unwrap_or_default();
            }
            text.push('\n');
        }
        while let Some(end) = open.pop() {
            text += end;
            text.push('\n');
        }
        text + self.random.of(&["EOT", "  EOT", "    EOT", "\tEOT"])
    }

    /// A variable of a random type with a random default.
    fn variable(&mut self) -> Item {
        let ty = self.ty(3);
        let kind = self.any_kind();
        let value = match self.random.below(4) {
            0 => self.constant(kind, 2),
            _ => self.suited(&ty),
        };
        let head = format!("variable \"x@@\" {{\n  type = {ty}\n  default = {value}\n}}");
        Item { head, expression: "var.x@@".to_owned() }
    }

    /// A module with a variable of a random type, called in one of several ways.
    pub(crate) fn configuration(&mut self) -> Files {
        self.names.clear();
        let ty = self.ty(3);
        let (one, other) = (self.suited(&ty), self.suited(&ty));
        let default = one.clone();
        let (head, value, uses) = match self.random.below(5) {
            0 => ("", one, "[module.m.x, module.m]"),
            1 => ("count = 2", format!("[{one}, {other}][count.index]"), "module.m[*].x"),
            2 => {
                let head = "for_each = toset([\"b\", \"a\"])";
                (head, format!("{{ a = {one}, b = {other} }}[each.key]"), "module.m")
            }
            3 => ("for_each = local.each", "each.value".to_owned(), "values(module.m)[*].y"),
            _ => ("count = length(local.each)", one.clone(), "{ for i, m in module.m : i => m }"),
        };
        let (first, second) = (self.suited(&ty), self.suited(&ty));
        let root = format!(
            "module \"m\" {{\n  source = \"./m\"\n  {head}\n  x = {value}\n}}\n\
             locals {{\n  each = {{ k = {first}, l = {second} }}\n  result = {uses}\n}}\n"
        );
        let nullable = self.random.of(&["", "nullable = false", "nullable = true"]);
        let default = match self.random.below(2) {
            0 => String::new(),
            _ if default == "null" => String::new(),
            // one that does not fit would be an error of its own
            _ => format!("default = {default}"),
        };
        let uses = self.random.of(&[
            "var.x",
            "[var.x, 1]",
            "try(var.x[0], var.x)",
            "[for v in var.x : v]",
            "try(var.x.a, null)",
            "{ for k, v in var.x : k => v }",
            "var.x[*]",
            "var.x == null",
            "try(length(var.x), 0)",
            "true ? var.x : null",
            "coalesce(var.x, 1)",
            "jsonencode(var.x)",
            "try(\"${var.x}\", \"none\")",
        ]);
        let module = format!(
            "variable \"x\" {{\n  type = {ty}\n  {default}\n  {nullable}\n}}\n\
             output \"x\" {{ value = var.x }}\noutput \"y\" {{ value = try({uses}, \"refused\") }}\n"
        );
        vec![("main.tf".to_owned(), root), ("m/main.tf".to_owned(), module)]
    }

    fn constant(&mut self, kind: char, depth: usize) -> String {
        let pattern = match (depth, kind) {
            (0, _) => self.random.of(&["1", "\"a\"", "true", "null", "\"5\"", "[]", "{}"]),
            (_, 'l' | 'L' | 'T' | 'S') => self.random.of(&["[@L, @m]", "[@n]", "[@L, @L]"]),
            (_, 'm' | 'o') => self.random.of(&["{ a = @L }", "{ a = @n, b = @m }", "{ c = @m }"]),
            _ => return self.constant('n', 0),
        };
        let mut text = String::new();
        let mut chars = pattern.chars();
        while let Some(c) = chars.next() {
            match c {
                '@' => text += &self.constant(chars.next().unwrap(), depth - 1),
                c => text.push(c),
            }
        }
        text
    }

    fn ty(&mut self, depth: usize) -> String {
        let pattern = if depth == 0 || self.random.below(4) == 0 {
            self.random.of(&["string", "number", "bool", "any", "string"])
        } else {
            self.random.of(TYPES)
        };
        let mut text = String::new();
        for part in pattern.split_inclusive('@') {
            match part.strip_suffix('@') {
                Some(before) => {
                    text += before;
                    text += &self.ty(depth.saturating_sub(1));
                }
                None => text += part,
            }
        }
        text
    }

    /// A constant that could be of a type as [`Generator::ty`] writes it.
    fn suited(&mut self, ty: &str) -> String {
        if self.random.below(20) == 0 {
            return "null".to_owned();
        }
        let inner = |prefix: &str| {
            ty.strip_prefix(prefix).and_then(|rest| rest.strip_suffix(')')).map(str::to_owned)
        };
        if let Some(of) = inner("list(").or_else(|| inner("set(")) {
            let items: Vec<String> = (0..self.random.below(4)).map(|_| self.suited(&of)).collect();
            return format!("[{}]", items.join(", "));
        }
        if let Some(of) = inner("map(") {
            let entry = |at| format!("k{at} = {}", self.suited(&of));
            return format!("{{ {} }}", (0..3).map(entry).collect::<Vec<_>>().join(", "));
        }
        if let Some(items) = inner("tuple([") {
            let items = top_level(items.trim_end_matches(']'));
            let items: Vec<String> = items.iter().map(|item| self.suited(item)).collect();
            return format!("[{}]", items.join(", "));
        }
        if let Some(attributes) = inner("object({") {
            return self.object_for(&attributes[..attributes.len() - 1]);
        }
        match ty {
            "number" => self.random.of(&["1", "2.5", "\"7\"", "-0", "\"0x1\"", "1e3"]).to_owned(),
            "bool" => self.random.of(&["true", "\"false\"", "\"1\"", "false"]).to_owned(),
            "string" => self.random.of(&["\"a\"", "1", "true", "1.50", "\"\""]).to_owned(),
            _ => self.constant('o', 2),
        }
    }

    fn object_for(&mut self, attributes: &str) -> String {
        let mut entries = Vec::new();
        for attribute in top_level(attributes) {
            let Some((name, ty)) = attribute.split_once(" = ") else { continue };
            let optional = ty.strip_prefix("optional(").and_then(|rest| rest.strip_suffix(')'));
            if optional.is_some() && self.random.below(2) == 0 {
                continue;
            }
            let ty = optional.map_or(ty.to_owned(), |rest| top_level(rest)[0].clone());
            entries.push(format!("{} = {}", name.trim(), self.suited(&ty)));
        }
        if self.random.below(4) == 0 {
            entries.push("more = [1]".to_owned());
        }
        format!("{{ {} }}", entries.join(", "))
    }
}

/// The parts between commas that stand in no brackets.
fn top_level(text: &str) -> Vec<String> {
    let (mut parts, mut depth) = (vec![String::new()], 0);
    for c in text.chars() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        parts.last_mut().unwrap().push(c);
    }
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// The functions that no pattern calls.
pub(crate) fn never_called(names: &[&str]) -> Vec<String> {
    let called = |name: &str| {
        let call = format!("{name}(");
        PATTERNS.iter().flat_map(|(_, simple, compound)| simple.iter().chain(*compound)).any(|p| {
            p.match_indices(&call)
                .any(|(at, _)| !p[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_'))
        })
    };
    names.iter().filter(|name| !called(name)).map(|name| (*name).to_owned()).collect()
}
