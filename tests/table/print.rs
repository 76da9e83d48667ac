//! A plan as Terraform, in the styles in which it is really written.

mod around;
mod cluster;
mod network;
mod pool;
mod ways;

use crate::plan::{Key, Plan, Root, Spot};
use crate::random::Random;

/// Files by path.
pub(crate) type Files = Vec<(String, String)>;

/// A value that is written down.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Lit {
    S(String),
    N(u64),
    B(bool),
    L(Vec<Lit>),
    O(Vec<(&'static str, Lit)>),
}

pub(crate) fn s(text: &str) -> Lit {
    Lit::S(text.to_owned())
}

pub(crate) fn list<T: AsRef<str>>(texts: &[T]) -> Lit {
    Lit::L(texts.iter().map(|text| s(text.as_ref())).collect())
}

/// Which value is not told: its number, of all that are written.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Hide {
    pub(crate) at: Option<usize>,
    /// How many there are.
    pub(crate) seen: usize,
    /// Everything as a literal, to read a failure by.
    pub(crate) plainly: bool,
}

/// The files of a plan.
pub(crate) fn files(plan: &Plan, seed: u64, hide: &mut Hide) -> Files {
    let mut files = Files::new();
    for (at, root) in plan.roots.iter().enumerate() {
        let random = Random::new(seed ^ (at as u64 + 1) << 40);
        let folders = root.scopes.iter().map(|_| Folder::default()).collect();
        let mut pen = Pen { random, root, folders, fresh: 0, hide: *hide };
        pen.root();
        *hide = pen.hide;
        files.extend(pen.finish());
    }
    files
}

/// A folder being written.
#[derive(Default)]
struct Folder {
    body: String,
    /// Lines of the module call.
    call: String,
    tfvars: String,
}

pub(crate) struct Pen<'p> {
    pub(crate) random: Random,
    pub(crate) root: &'p Root,
    folders: Vec<Folder>,
    fresh: usize,
    hide: Hide,
}

impl Pen<'_> {
    fn root(&mut self) {
        self.releases();
        for at in 0..self.root.vpcs.len() {
            self.vpc(at);
        }
        self.vswitches();
        for at in 0..self.root.groups.len() {
            self.group(at);
        }
        for at in 0..self.root.clusters.len() {
            self.cluster(at);
        }
        self.pools();
        self.around();
    }

    fn releases(&mut self) {
        if let Some(version) = self.root.required {
            let text = format!(
                "terraform {{\n  required_providers {{\n    alicloud = {{\n      source  = \"aliyun/alicloud\"\n      version = \"{version}\"\n    }}\n  }}\n}}\n"
            );
            self.folders[0].body += &text;
        }
    }

    pub(crate) fn name(&mut self, what: &str) -> String {
        self.fresh += 1;
        format!("{what}{}", self.fresh)
    }

    pub(crate) fn write(&mut self, scope: usize, text: &str) {
        self.folders[scope].body += text;
    }

    /// A resource with its lines.
    pub(crate) fn resource(&mut self, kind: &str, spot: &Spot, lines: &[String]) {
        let mut body = String::new();
        if let Some(meta) = self.instances(&spot.key) {
            body = body + "  " + &meta + "\n";
        }
        for line in lines {
            body = body + "  " + &line.replace('\n', "\n  ") + "\n";
        }
        let text = format!("resource \"{kind}\" \"{}\" {{\n{body}}}\n", spot.name);
        self.write(spot.scope, &text);
    }

    /// The line that makes one instance of such a key.
    fn instances(&mut self, key: &Key) -> Option<String> {
        match key {
            Key::None => None,
            Key::Index(_) => {
                Some(format!("count = {}", self.random.of(&["1", "true ? 1 : 0", "length([3])"])))
            }
            Key::Name(name) => Some(format!("for_each = toset([\"{name}\"])")),
        }
    }

    /// An attribute of a resource, seen from a scope.
    pub(crate) fn refer(
        &mut self,
        from: usize,
        kind: &str,
        spot: &Spot,
        attribute: &str,
    ) -> String {
        let key = match &spot.key {
            Key::None => String::new(),
            Key::Index(at) if self.random.one_in(3) => format!(".{at}"),
            Key::Index(at) => format!("[{at}]"),
            Key::Name(name) => format!("[\"{name}\"]"),
        };
        let own = format!("{kind}.{}{key}.{attribute}", spot.name);
        self.carry(spot.scope, from, own)
    }

    /// An expression of one scope, as another sees it.
    pub(crate) fn carry(&mut self, from: usize, to: usize, expr: String) -> String {
        if from == to {
            return expr;
        }
        let mut expr = expr;
        if from != 0 {
            let out = self.name("out");
            let text = format!("output \"{out}\" {{\n  value = {expr}\n}}\n");
            self.write(from, &text);
            let (name, key) = self.root.scopes[from].clone().unwrap();
            let key = match key {
                Key::None => String::new(),
                Key::Index(at) => format!("[{at}]"),
                Key::Name(key) => format!("[\"{key}\"]"),
            };
            expr = format!("module.{name}{key}.{out}");
        }
        if to != 0 {
            let input = self.name("in");
            self.write(to, &format!("variable \"{input}\" {{}}\n"));
            let text = format!("  {input} = {expr}\n");
            self.folders[to].call += &text;
            expr = format!("var.{input}");
        }
        expr
    }

    fn finish(mut self) -> Files {
        let mut files = Files::new();
        let path = self.root.path.clone();
        for at in 1..self.folders.len() {
            let (name, key) = self.root.scopes[at].clone().unwrap();
            let folder = std::mem::take(&mut self.folders[at]);
            let meta = self.instances(&key).map_or(String::new(), |meta| format!("  {meta}\n"));
            let call = &folder.call;
            let text =
                format!("module \"{name}\" {{\n  source = \"./parts/{name}\"\n{meta}{call}}}\n");
            self.write(0, &text);
            files.push((format!("{path}/parts/{name}/main.tf"), folder.body));
        }
        let root = std::mem::take(&mut self.folders[0]);
        files.insert(0, (format!("{path}/main.tf"), root.body));
        if !root.tfvars.is_empty() {
            let name = self.random.of(&["terraform.tfvars", "x.auto.tfvars"]);
            files.push((format!("{path}/{name}"), root.tfvars));
        }
        if let Some(version) = self.root.locked {
            let text = format!(
                "provider \"registry.terraform.io/aliyun/alicloud\" {{\n  version = \"{version}\"\n}}\n"
            );
            files.push((format!("{path}/.terraform.lock.hcl"), text));
        }
        files
    }
}
