//! The ways on which a value comes to where it is used.

use super::{Lit, Pen, list, s};
use crate::net::{Read, read};

impl Lit {
    /// As Terraform's own syntax has it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::S(text) => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
            Self::N(number) => number.to_string(),
            Self::B(value) => value.to_string(),
            Self::L(items) => {
                format!("[{}]", items.iter().map(Self::shown).collect::<Vec<_>>().join(", "))
            }
            Self::O(entries) => {
                let entries: Vec<String> =
                    entries.iter().map(|(name, of)| format!("{name} = {}", of.shown())).collect();
                format!("{{ {} }}", entries.join(", "))
            }
        }
    }

    fn type_of(&self) -> &'static str {
        match self {
            Self::S(_) => "string",
            Self::N(_) => "number",
            Self::B(_) => "bool",
            Self::L(items)
                if items.iter().all(|item| matches!(item, Self::S(_))) && !items.is_empty() =>
            {
                "list(string)"
            }
            Self::L(_) | Self::O(_) => "any",
        }
    }

    /// Another value of its kind.
    fn other(&self) -> Self {
        match self {
            Self::S(text) if text.contains('/') => s("10.99.0.0/22"),
            Self::S(_) => s("other"),
            Self::N(number) => Self::N(number * 3 + 1),
            Self::B(value) => Self::B(!value),
            Self::L(items) => Self::L(items.iter().skip(1).cloned().collect()),
            Self::O(_) => Self::O(Vec::new()),
        }
    }
}

/// A choice that goes with the place of the hidden value.
fn at_random(at: Option<usize>, turns: usize) -> usize {
    at.unwrap_or(0) % turns
}

impl Pen<'_> {
    /// A value on its way; where it is the hidden one nobody knows it.
    pub(super) fn lit(&mut self, scope: usize, lit: &Lit) -> String {
        let at = self.hide.seen;
        self.hide.seen += 1;
        if self.hide.at == Some(at) {
            return self.untold(scope, lit);
        }
        if self.hide.plainly {
            return lit.shown();
        }
        self.way(scope, lit)
    }

    /// A value that nobody knows: not given, of another state, or one of two.
    fn untold(&mut self, scope: usize, lit: &Lit) -> String {
        let name = self.name("hidden");
        // Reading 31: the VPC of another state is none of those that are known
        let vpc = matches!(lit, Lit::S(text) if text.starts_with("vpc-"));
        if at_random(self.hide.at, 4) == 1 && !vpc {
            let text = format!(
                "data \"terraform_remote_state\" \"{name}\" {{\n  backend = \"local\"\n}}\n"
            );
            self.write(0, &text);
            let expr = format!("data.terraform_remote_state.{name}.outputs.value");
            return self.carry(0, scope, expr);
        }
        self.write(0, &format!("variable \"{name}\" {{}}\n"));
        let hidden = self.carry(0, scope, format!("var.{name}"));
        match at_random(self.hide.at, 4) {
            2 => format!("{hidden} == \"prod\" ? {} : {}", lit.shown(), lit.other().shown()),
            _ => hidden,
        }
    }

    pub(super) fn text(&mut self, scope: usize, text: &str) -> String {
        self.lit(scope, &s(text))
    }

    /// A value that is known, on its way.
    fn way(&mut self, scope: usize, lit: &Lit) -> String {
        match self.random.below(24) {
            0..9 => lit.shown(),
            9 => self.variable(scope, lit, None),
            10 => self.variable(scope, &lit.other(), Some(lit)),
            11 | 12 => self.given(scope, lit),
            13 => {
                let of = self.way(scope, lit);
                self.local(scope, &of)
            }
            14 => {
                let of = self.way(scope, lit);
                let name = self.local(scope, &format!("{{ x = {{ y = {of} }} }}"));
                format!("{name}.x{}", self.random.of(&[".y", "[\"y\"]"]))
            }
            15 => {
                let (of, other) = (self.way(scope, lit), lit.other().shown());
                let name = self.variable(scope, &s("prod"), None);
                format!("{name} == \"prod\" ? {of} : {other}")
            }
            16 => format!("try({}, null)", self.way(scope, lit)),
            17 => {
                let of = self.way(scope, lit);
                let with = self.random.of(&["element([OF], 0)", "[OF][0]", "concat([OF], [])[0]"]);
                with.replace("OF", &of)
            }
            18 => format!("lookup({{ a = {} }}, \"a\", null)", self.way(scope, lit)),
            19 if scope != 0 => {
                let of = self.way(0, lit);
                self.carry(0, scope, of)
            }
            _ => self.by_kind(scope, lit),
        }
    }

    fn by_kind(&mut self, scope: usize, lit: &Lit) -> String {
        match lit {
            Lit::S(text) => match self.random.below(5) {
                0 => self.subnet(text).unwrap_or_else(|| lit.shown()),
                1 => {
                    let name = self.variable(scope, lit, None);
                    format!("\"${{{name}}}\"")
                }
                2 if text.contains('/') => {
                    let parts: Vec<&str> = text.split('/').collect();
                    format!("join(\"/\", {})", list(&parts).shown())
                }
                3 if text.len() > 3 && !text.contains('"') => {
                    let (left, right) = text.split_at(3);
                    let name = self.local(scope, &s(right).shown());
                    format!("\"{left}${{{name}}}\"")
                }
                _ => format!("coalesce({})", lit.shown()),
            },
            Lit::N(number) => match self.random.below(3) {
                0 => format!("\"{number}\""),
                1 => format!("{number} + 0"),
                _ => format!("max(0, {number})"),
            },
            Lit::B(value) => format!("\"{value}\""),
            Lit::L(items) if items.iter().all(|item| matches!(item, Lit::S(_))) => {
                let of = self.way(scope, lit);
                match self.random.below(3) {
                    0 if !items.is_empty() => format!("split(\"|\", join(\"|\", {of}))"),
                    1 => format!("[for x in {of} : x]"),
                    _ => format!("concat({of}, [])"),
                }
            }
            _ => lit.shown(),
        }
    }

    /// The range as a part of a larger one.
    fn subnet(&mut self, text: &str) -> Option<String> {
        let Read::Four { net, host_bits: false } = read(text) else { return None };
        let bits = 1 + u32::try_from(self.random.below(8)).unwrap();
        if net.prefix <= bits {
            return None;
        }
        let around = net.around(bits);
        let at = (0..1u64 << bits).find(|at| around.part(bits, *at) == net)?;
        Some(format!("cidrsubnet(\"{around}\", {bits}, {at})"))
    }

    /// A variable with a default, given or not.
    fn variable(&mut self, scope: usize, default: &Lit, given: Option<&Lit>) -> String {
        let name = self.name("var");
        let ty = self.typed(given.unwrap_or(default));
        let text = format!("variable \"{name}\" {{\n{ty}  default = {}\n}}\n", default.shown());
        self.write(scope, &text);
        self.hand_over(scope, &name, given);
        format!("var.{name}")
    }

    /// A variable without a default that is given a value.
    fn given(&mut self, scope: usize, lit: &Lit) -> String {
        let name = self.name("var");
        let ty = self.typed(lit);
        self.write(scope, &format!("variable \"{name}\" {{\n{ty}}}\n"));
        self.hand_over(scope, &name, Some(lit));
        format!("var.{name}")
    }

    fn hand_over(&mut self, scope: usize, name: &str, given: Option<&Lit>) {
        let Some(given) = given else { return };
        if scope == 0 {
            let text = format!("{name} = {}\n", given.shown());
            self.folders[0].tfvars += &text;
        } else {
            let of = self.way(0, given);
            let text = format!("  {name} = {of}\n");
            self.folders[scope].call += &text;
        }
    }

    fn typed(&mut self, lit: &Lit) -> String {
        if self.random.one_in(2) {
            return String::new();
        }
        format!("  type = {}\n", lit.type_of())
    }

    pub(super) fn local(&mut self, scope: usize, expr: &str) -> String {
        let name = self.name("local");
        self.write(scope, &format!("locals {{\n  {name} = {expr}\n}}\n"));
        format!("local.{name}")
    }

    /// The ids of vSwitches as one list.
    pub(super) fn ids(&mut self, scope: usize, vswitches: &[usize]) -> String {
        if let Some(all) = self.splat(scope, vswitches) {
            return all;
        }
        let root = self.root;
        let each: Vec<String> = vswitches
            .iter()
            .map(|at| self.refer(scope, "alicloud_vswitch", &root.vswitches[*at].spot, "id"))
            .collect();
        let of = format!("[{}]", each.join(", "));
        if self.hide.plainly {
            return of;
        }
        match self.random.below(9) {
            0 => format!("split(\",\", join(\",\", {of}))"),
            1 => format!("concat([{}], [{}])", each[0], each[1..].join(", ")),
            2 => format!("flatten([[{}], [{}]])", each[0], each[1..].join(", ")),
            3 => format!("[for id in {of} : id]"),
            4 => format!("compact({of})"),
            5 => self.local(scope, &of),
            6 => format!("length([]) > 0 ? [] : {of}"),
            _ => of,
        }
    }

    /// All instances of one block, where these are all.
    fn splat(&mut self, scope: usize, vswitches: &[usize]) -> Option<String> {
        let spots: Vec<_> = vswitches.iter().map(|at| &self.root.vswitches[*at].spot).collect();
        let first = *spots.first()?;
        let one =
            |other: &crate::plan::Spot| other.scope == first.scope && other.name == first.name;
        let all = self.root.vswitches.iter().filter(|vswitch| one(&vswitch.spot)).count();
        let mut different: Vec<usize> = vswitches.to_vec();
        different.sort_unstable();
        different.dedup();
        if different.len() != vswitches.len() || all != spots.len() {
            return None;
        }
        if !spots.iter().all(|spot| one(spot)) {
            return None;
        }
        let name = format!("alicloud_vswitch.{}", first.name);
        let expr = match first.key {
            crate::plan::Key::None => return None,
            crate::plan::Key::Index(_) => match self.random.below(4) {
                0 => format!("{name}[*].id"),
                1 => format!("{name}.*.id"),
                2 => format!("split(\",\", join(\",\", {name}.*.id))"),
                _ => format!("[for v in {name} : v.id]"),
            },
            crate::plan::Key::Name(_) => match self.random.below(2) {
                0 => format!("values({name})[*].id"),
                _ => format!("[for v in {name} : v.id]"),
            },
        };
        Some(self.carry(first.scope, scope, expr))
    }
}
