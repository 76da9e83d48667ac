//! Terraform's JSON syntax: the same blocks and expressions, told apart by where they stand.
//!
//! Inside of a resource only the provider's schema tells a nested block from an argument; there
//! everything is an argument, its blocks objects or tuples of objects.

use super::ast::{Attribute, Block, Body, Expr, ExprKind, Name};
use super::json::{self, Json, Node, Text};
use super::native::{finish, normal, parse_expression, parse_template};
use super::respan::respan;
use crate::eval::Number;
use crate::problem::Problem;
use crate::source::{FileId, Span};
use std::collections::HashSet;

/// Parses a `.tf.json` or `.tofu.json` file. A comment (`"//"`) of a resource or a module call
/// is kept as an attribute of that name.
///
/// # Errors
/// A problem at the first place that is no Terraform.
pub fn parse_json_body(file: FileId, text: &str) -> Result<Body, Problem> {
    let node = json::read(file, text)?;
    let all = match node.kind {
        Json::Array(items) => {
            let objects = items.into_iter().map(entries).collect::<Result<Vec<_>, _>>()?;
            objects.into_iter().flatten().collect()
        }
        _ => entries(node)?,
    };
    body(file, "", all)
}

/// Parses a `.tfvars.json` file: strings are what they are, no templates.
///
/// # Errors
/// As [`parse_json_body`].
pub fn parse_json_values(file: FileId, text: &str) -> Result<Body, Problem> {
    let entries =
        entries(json::read(file, text)?)?.into_iter().filter(|(name, _)| !is_comment(name));
    let value = |(name, node)| attribute(file, &name, node, Strings::Literal);
    let entries = unique(entries.collect())?.into_iter();
    Ok(Body { attributes: entries.map(value).collect::<Result<_, _>>()?, blocks: Vec::new() })
}

/// What the strings of a value are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strings {
    Template,
    Literal,
    /// Native syntax in quotes: a type, a reference.
    Expression,
}

fn strings(parent: &str, name: &str) -> Strings {
    match (parent, name) {
        ("variable", "type")
        | ("moved" | "removed" | "import", "from" | "to")
        | ("resource" | "data" | "import", "provider")
        | ("module", "providers")
        | ("lifecycle", "ignore_changes" | "replace_triggered_by")
        | (_, "depends_on") => Strings::Expression,
        (_, "//")
        | ("variable", "default")
        | ("module", "source" | "version")
        | ("required_providers", _) => Strings::Literal,
        _ => Strings::Template,
    }
}

/// The number of labels, if a name inside of a block of the kind `parent` is a block.
fn labels(parent: &str, name: &str) -> Option<usize> {
    match (parent, name) {
        ("", "locals" | "terraform" | "moved" | "removed" | "import")
        | ("resource" | "data", "lifecycle" | "connection")
        | ("lifecycle" | "output", "precondition" | "postcondition")
        | ("variable", "validation")
        | ("check", "assert")
        | ("removed", "lifecycle")
        | ("terraform", "required_providers" | "cloud")
        | ("dynamic", "content") => Some(0),
        ("", "variable" | "output" | "module" | "provider" | "check")
        | ("resource" | "data" | "content", "dynamic")
        | ("resource", "provisioner")
        | ("terraform", "backend") => Some(1),
        ("" | "check", "data") | ("", "resource" | "ephemeral") => Some(2),
        _ => None,
    }
}

fn body(file: FileId, parent: &str, entries: Vec<(Text, Node<'_>)>) -> Result<Body, Problem> {
    let mut body = Body::default();
    for (name, node) in entries {
        if is_comment(&name) && !matches!(parent, "resource" | "module") {
            continue;
        }
        if let Some(count) = labels(parent, &name.value) {
            let head = Head { kind: name.value.into(), labels: Vec::new(), span: name.span };
            blocks(file, head, count, node, &mut body.blocks)?;
        } else {
            let strings = strings(parent, &name.value);
            if !is_comment(&name) && body.attribute(&name.value).is_some() {
                return Err(twice(&name));
            }
            body.attributes.push(attribute(file, &name, node, strings)?);
        }
    }
    Ok(body)
}

#[derive(Debug, Clone)]
struct Head {
    kind: Name,
    labels: Vec<Name>,
    span: Span,
}

/// Reads `count` more labels, then the body; an array stands for several.
fn blocks(
    file: FileId,
    head: Head,
    count: usize,
    node: Node<'_>,
    into: &mut Vec<Block>,
) -> Result<(), Problem> {
    if let Json::Array(items) = node.kind {
        return items
            .into_iter()
            .try_for_each(|item| blocks(file, head.clone(), count, item, into));
    }
    let entries = entries(node)?;
    if count == 0 {
        let body = body(file, &head.kind, entries)?;
        into.push(Block { kind: head.kind, labels: head.labels, head: head.span, body });
        return Ok(());
    }
    for (label, node) in entries.into_iter().filter(|(name, _)| !is_comment(name)) {
        let mut head = Head { span: label.span, ..head.clone() };
        head.labels.push(label.value.into());
        blocks(file, head, count - 1, node, into)?;
    }
    Ok(())
}

/// The entries of a value, in which Terraform takes no key twice: unlike native syntax, JSON has no
/// use for equal keys.
fn unique(entries: Vec<(Text, Node<'_>)>) -> Result<Vec<(Text, Node<'_>)>, Problem> {
    let mut names = HashSet::new();
    let second = entries.iter().find(|(key, _)| !names.insert(key.value.as_str()));
    match second {
        Some((key, _)) => Err(twice(key)),
        None => Ok(entries),
    }
}

fn twice(name: &Text) -> Problem {
    let message = format!("syntax error: {:?} stands twice in one object", name.value);
    Problem::at(Span { end: name.span.start, ..name.span }, message)
}

fn is_comment(name: &Text) -> bool {
    name.value == "//"
}

fn entries(node: Node<'_>) -> Result<Vec<(Text, Node<'_>)>, Problem> {
    match node.kind {
        Json::Object(entries) => Ok(entries),
        _ => Err(Problem::at(node.span, "an object `{ … }` is needed here")),
    }
}

fn attribute(
    file: FileId,
    name: &Text,
    node: Node<'_>,
    strings: Strings,
) -> Result<Attribute, Problem> {
    let value = expression(file, node, strings)?;
    Ok(Attribute { name: name.value.as_str().into(), name_span: name.span, value })
}

fn expression(file: FileId, node: Node<'_>, strings: Strings) -> Result<Expr, Problem> {
    let kind = match node.kind {
        Json::Null => ExprKind::Null,
        Json::Bool(value) => ExprKind::Bool(value),
        Json::Number(text) => ExprKind::Number(
            Number::parse(text)
                .ok_or_else(|| Problem::at(node.span, "syntax error: this is no number"))?,
        ),
        Json::Text(text) => return string(file, &text, strings),
        Json::Array(items) => {
            let items = items.into_iter().map(|item| expression(file, item, strings));
            ExprKind::Tuple(items.collect::<Result<_, _>>()?)
        }
        Json::Object(entries) => {
            // The keys of `providers` are names that native syntax does not quote either.
            let keys = if strings == Strings::Template { strings } else { Strings::Literal };
            let entry = |(key, node): (Text, Node<'_>)| {
                Ok((string(file, &key, keys)?, expression(file, node, strings)?))
            };
            ExprKind::Object(unique(entries)?.into_iter().map(entry).collect::<Result<_, _>>()?)
        }
    };
    Ok(Expr { span: node.span, kind })
}

fn string(file: FileId, text: &Text, strings: Strings) -> Result<Expr, Problem> {
    let at = |span: Span| if text.escaped { text.span } else { moved(span, text.span) };
    let of_file = |problem: Problem| Problem { span: problem.span.map(at), ..problem };
    let mut expr = match strings {
        Strings::Expression => parse_expression(file, &text.value).map_err(of_file)?,
        Strings::Template if text.value.contains("${") || text.value.contains("%{") => {
            let parts = parse_template(file, &text.value).map_err(of_file)?;
            Expr { span: text.span, kind: finish(parts.to_vec()) }
        }
        _ => Expr { span: text.span, kind: ExprKind::Text(normal(&text.value)) },
    };
    respan(&mut expr, &at);
    expr.span = text.span;
    Ok(expr)
}

/// A span in the text of a string as one in the file.
fn moved(span: Span, string: Span) -> Span {
    let start = string.start + 1;
    Span { start: start + span.start, end: start + span.end, ..span }
}
