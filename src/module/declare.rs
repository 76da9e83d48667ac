//! Blocks to the declarations of a [`Module`].

use super::file::is_json;
use super::target::target;
use super::{Call, Expected, Module, Output, Resource, StandIn, Target, Variable};
use crate::problem::Problem;
use crate::source::{FileId, Files, SourceMap, Span};
use crate::syntax::{Attribute, Block, Body, Comment, Expr, ExprKind, MARK, Name, comments};
use std::collections::HashMap;
use std::sync::Arc;

/// An argument of a call that is no input and that nothing is read from.
const NO_INPUT: &str = "depends_on";

/// Puts what the blocks declare into a module.
pub(super) fn declare(
    files: &dyn Files,
    sources: &SourceMap,
    blocks: Vec<Block>,
    module: &mut Module,
) {
    let (seen, comments) = (HashMap::new(), HashMap::new());
    let mut declare = Declare { files, sources, module, seen, comments };
    for block in blocks {
        declare.block(block);
    }
}

struct Declare<'a> {
    files: &'a dyn Files,
    sources: &'a SourceMap,
    module: &'a mut Module,
    /// Where each thing was declared first, by what messages call it.
    seen: HashMap<String, Span>,
    /// The comments of files in native syntax where any speaks to acklint.
    comments: HashMap<FileId, Vec<Comment>>,
}

impl Declare<'_> {
    fn block(&mut self, block: Block) {
        match (&*block.kind, &*block.labels) {
            ("variable", [name]) => self.variable(&name.clone(), block),
            ("output", [name]) => self.output(&name.clone(), block),
            ("module", [name]) => self.call(&name.clone(), block),
            ("locals", []) => self.locals(block.body),
            ("resource" | "data", [kind, name]) => {
                self.resource(&kind.clone(), &name.clone(), block);
            }
            ("variable" | "output" | "module" | "locals" | "resource" | "data", _) => {
                self.wrong_labels(&block);
            }
            _ => self.module.other.push(block),
        }
    }

    fn variable(&mut self, name: &Name, block: Block) {
        if !self.is_first(format!("variable \"{name}\""), block.head) {
            return;
        }
        let mut body = block.body;
        let conditions = conditions(&body, "validation");
        let variable = Variable {
            name: Arc::clone(name),
            head: block.head,
            ty: take(&mut body, "type"),
            default: take(&mut body, "default"),
            nullable: take(&mut body, "nullable"),
            ephemeral: take(&mut body, "ephemeral"),
            sensitive: take(&mut body, "sensitive"),
            conditions,
        };
        self.module.variables.insert(Arc::clone(name), variable);
    }

    fn output(&mut self, name: &Name, mut block: Block) {
        if self.is_first(format!("output \"{name}\""), block.head) {
            let value = take(&mut block.body, "value");
            let sensitive = take(&mut block.body, "sensitive");
            let conditions = conditions(&block.body, "precondition");
            let name = Arc::clone(name);
            let output =
                Output { name: Arc::clone(&name), head: block.head, value, sensitive, conditions };
            self.module.outputs.insert(name, output);
        }
    }

    fn locals(&mut self, body: Body) {
        for local in body.attributes {
            if self.is_first(format!("local.{}", local.name), local.name_span) {
                self.module.locals.insert(Arc::clone(&local.name), local);
            }
        }
    }

    fn resource(&mut self, kind: &Name, name: &Name, block: Block) {
        if !self.is_first(format!("{} \"{kind}\" \"{name}\"", block.kind), block.head) {
            return;
        }
        let mut body = block.body;
        let expect = self.expect(block.head, &mut body);
        self.module.resources.push(Resource {
            data: &*block.kind == "data",
            kind: Arc::clone(kind),
            name: Arc::clone(name),
            head: block.head,
            count: take(&mut body, "count"),
            for_each: take(&mut body, "for_each"),
            body,
            expect,
        });
    }

    fn call(&mut self, name: &Name, block: Block) {
        if !self.is_first(format!("module \"{name}\""), block.head) {
            return;
        }
        let mut body = block.body;
        let expect = self.expect(block.head, &mut body);
        let source = take(&mut body, "source");
        let target = self.target(name, block.head, source.as_ref());
        let version = take(&mut body, "version");
        let mut call = Call {
            name: Arc::clone(name),
            head: block.head,
            source: source.as_ref().and_then(plain_text),
            source_span: source.map_or(block.head, |source| source.span),
            target,
            stand_in: None,
            count: take(&mut body, "count"),
            for_each: take(&mut body, "for_each"),
            providers: take(&mut body, "providers"),
            inputs: body.attributes.into_iter().map(by_name).collect(),
            expect,
        };
        call.inputs.remove(NO_INPUT);
        call.stand_in = stand_in(&call, version.as_ref());
        self.module.calls.insert(Arc::clone(name), call);
    }

    fn target(&mut self, name: &Name, head: Span, source: Option<&Expr>) -> Target {
        let Some(source) = source else {
            self.problem(head, format!("module \"{name}\" has no `source`"));
            return Target::Missing("".into());
        };
        let Some(text) = plain_text(source) else {
            return Target::Remote(self.sources.text(source.span).into());
        };
        let (target, why) = target(self.files, &self.module.folder, &text);
        if let Some(why) = why {
            self.problem(source.span, why);
        }
        target
    }

    fn expect(&mut self, head: Span, body: &mut Body) -> Option<Expected> {
        // In JSON syntax a comment is the value of a `"//"` key.
        let comments: Vec<Expr> = std::iter::from_fn(|| take(body, "//")).collect();
        let (expect, problems) = if comments.is_empty() {
            Expected::near(self.comments(head.file), head)
        } else {
            Expected::beside(&comments)
        };
        self.module.problems.extend(problems);
        expect
    }

    fn comments(&mut self, file: FileId) -> &[Comment] {
        self.comments.entry(file).or_insert_with(|| {
            let source = self.sources.file(file);
            let speaks = source.text.contains(MARK) && !is_json(&source.path);
            if speaks { comments(file, &source.text) } else { Vec::new() }
        })
    }

    /// Whether nothing of that name was declared before; else it is a problem.
    fn is_first(&mut self, what: String, at: Span) -> bool {
        if let Some(first) = self.seen.get(&what) {
            let line = self.sources.position(*first).line;
            let file = self.sources.file(first.file);
            let message = format!("{what} is declared twice; first at {}:{line}", file.path);
            self.problem(at, message);
            return false;
        }
        self.seen.insert(what, at);
        true
    }

    fn wrong_labels(&mut self, block: &Block) {
        let (number, example) = match &*block.kind {
            "locals" => ("no label", ""),
            "resource" | "data" => ("two labels", " \"type\" \"name\""),
            _ => ("one label", " \"name\""),
        };
        let kind = &block.kind;
        self.problem(block.head, format!("`{kind}` takes {number}: `{kind}{example} {{ … }}`"));
        self.module.broken = true;
    }

    fn problem(&mut self, at: Span, message: String) {
        self.module.problems.push(Problem::at(at, message));
    }
}

/// The conditions of all blocks of a kind.
fn conditions(body: &Body, kind: &str) -> Vec<Expr> {
    let conditions = body.blocks_of(kind).filter_map(|block| block.body.attribute("condition"));
    conditions.map(|condition| condition.value.clone()).collect()
}

/// Takes an attribute out of a body.
fn take(body: &mut Body, name: &str) -> Option<Expr> {
    let at = body.attributes.iter().position(|attribute| &*attribute.name == name)?;
    Some(body.attributes.remove(at).value)
}

/// What acklint knows of the module that a call leads to.
fn stand_in(call: &Call, version: Option<&Expr>) -> Option<StandIn> {
    let source = call.source.as_deref().filter(|_| matches!(call.target, Target::Remote(_)))?;
    let Some(version) = version else { return StandIn::of(source, None, &call.inputs) };
    StandIn::of(source, Some(&*plain_text(version)?), &call.inputs)
}

fn by_name(attribute: Attribute) -> (Name, Attribute) {
    (Arc::clone(&attribute.name), attribute)
}

fn plain_text(expr: &Expr) -> Option<Arc<str>> {
    match &expr.kind {
        ExprKind::Text(text) => Some(Arc::clone(text)),
        _ => None,
    }
}
