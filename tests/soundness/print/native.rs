//! Terraform's own syntax.

use crate::random::Random;
use crate::tree::{Block, Expr, Item};

/// How it is formatted.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Style {
    /// As `terraform fmt` would.
    Plain,
    /// With what the syntax permits.
    Wild(u64),
}

/// A style being used.
pub(crate) struct Pen(Option<Random>);

impl Style {
    pub(crate) fn start(self) -> Pen {
        match self {
            Self::Plain => Pen(None),
            Self::Wild(seed) => Pen(Some(Random::new(seed))),
        }
    }
}

impl Pen {
    /// One of the options where it is wild, the first else.
    fn of(&mut self, options: &[&'static str]) -> &'static str {
        self.0.as_mut().map_or(options[0], |random| random.of(options))
    }

    /// A gap between two tokens of a line.
    fn gap(&mut self) -> &'static str {
        self.of(&[" ", "  ", "\t", " /* 10.0.0.0/8 */ ", " "])
    }

    /// Where nothing need stand.
    fn none(&mut self) -> &'static str {
        self.of(&["", "", " ", "/* } */"])
    }

    /// Inside of brackets, where a line may end.
    fn wide(&mut self) -> &'static str {
        self.of(&["", "", " ", "\n", " # ] \"\n", "\n\n    // }\n"])
    }

    /// The end of a line.
    fn end(&mut self) -> &'static str {
        self.of(&["\n", "\n\n", " # pod_cidr = \"10.0.0.0/8\"\n", " // {\n", "\n/*\n*/\n", "   \n"])
    }

    fn wraps(&mut self) -> bool {
        self.0.as_mut().is_some_and(|random| random.one_in(8))
    }
}

/// A block with its end of line.
pub(crate) fn block(block: &Block, depth: usize, pen: &mut Pen) -> String {
    let indent = "  ".repeat(depth);
    let mut out = format!("{indent}{}", block.kind);
    for label in &block.labels {
        out += pen.gap();
        out = out + "\"" + label + "\"";
    }
    out += pen.gap();
    out += "{";
    out += pen.end();
    for item in &block.body {
        match item {
            Item::Attribute(name, value) => out += &pair(name, value, depth + 1, pen),
            Item::Block(inner) => out += &self::block(inner, depth + 1, pen),
        }
    }
    out + &indent + "}" + pen.end()
}

/// `name = value` with its end of line.
pub(crate) fn pair(name: &str, value: &Expr, depth: usize, pen: &mut Pen) -> String {
    let indent = "  ".repeat(depth);
    let (before, after) = (pen.gap(), pen.gap());
    let is_plain = value.is_constant() || name == "source" || name == "type";
    let value = if pen.wraps() && !is_plain {
        format!("({}{}{})", pen.wide(), expr(value, pen), pen.wide())
    } else {
        expr(value, pen)
    };
    format!("{indent}{name}{before}={after}{value}{}", pen.end())
}

/// An expression without any frills.
pub(crate) fn simple(value: &Expr) -> String {
    expr(value, &mut Style::Plain.start())
}

fn expr(value: &Expr, pen: &mut Pen) -> String {
    match value {
        Expr::Null => "null".to_owned(),
        Expr::Bool(value) => value.to_string(),
        Expr::Number(value) => value.to_string(),
        Expr::Text(text) => format!("\"{text}\""),
        Expr::List(items) => format!("[{}]", list(items, pen)),
        Expr::Object(entries) => object(entries, pen),
        Expr::Var(name) => format!("var.{name}"),
        Expr::Local(name) => format!("local.{name}"),
        Expr::Output(call, name) => format!("module.{call}.{name}"),
        Expr::Resource(kind, name) => format!("{kind}.{name}"),
        Expr::Word(word) => word.clone(),
        Expr::Get(of, name) => format!("{}.{name}", operand(of, pen)),
        Expr::Index(of, index) => {
            format!("{}[{}{}{}]", operand(of, pen), pen.none(), expr(index, pen), pen.none())
        }
        Expr::Splat(of, name) => {
            let star = pen.of(&["[*]", ".*"]);
            format!("{}{star}.{name}", operand(of, pen))
        }
        Expr::Call(function, items) => format!("{function}({})", list(items, pen)),
        Expr::If(parts) => {
            let [condition, then, otherwise] = &**parts;
            let (condition, then) = (expr(condition, pen), expr(then, pen));
            let (a, b, c, d) = (pen.gap(), pen.gap(), pen.gap(), pen.gap());
            format!("({condition}{a}?{b}{then}{c}:{d}{})", expr(otherwise, pen))
        }
        Expr::Equal(parts) => {
            let [left, right] = &**parts;
            format!("({}{}=={}{})", expr(left, pen), pen.gap(), pen.gap(), expr(right, pen))
        }
        Expr::Quoted(of) => format!("\"${{{}}}\"", simple(of)),
        Expr::Site(of) => expr(of, pen),
    }
}

fn list(items: &[Expr], pen: &mut Pen) -> String {
    let mut out = String::new();
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out += pen.none();
            out += ",";
            out += pen.of(&[" ", "", "\n", " # ,\n"]);
        }
        out += pen.wide();
        out += &expr(item, pen);
    }
    out + pen.wide()
}

fn object(entries: &[(String, Expr)], pen: &mut Pen) -> String {
    let mut out = "{".to_owned();
    for (at, (name, value)) in entries.iter().enumerate() {
        if at > 0 {
            out += pen.of(&[",", ",\n", "\n", ", # }\n"]);
        }
        let name = if pen.wraps() { format!("\"{name}\"") } else { name.clone() };
        let equals = pen.of(&[" = ", "=", " : ", "="]);
        out = out + " " + &name + equals + &expr(value, pen);
    }
    out + " }"
}

/// What stands before a dot or bracket.
fn operand(of: &Expr, pen: &mut Pen) -> String {
    match of {
        Expr::Site(of) => operand(of, pen),
        Expr::Bool(_) | Expr::Number(_) | Expr::Text(_) | Expr::Null | Expr::Quoted(_) => {
            format!("({})", expr(of, pen))
        }
        of => expr(of, pen),
    }
}
