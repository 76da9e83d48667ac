//! An expression that is asked, and what it is said to be.

use acklint::eval::{AttributeType, Evaluator, RootValues, Setting, Type, Value, Why};
use acklint::module::{Inputs, Installed, Modules};
use acklint::source::{Memory, SourceMap};
use std::collections::BTreeMap;
use std::fmt::Write;

/// A template that every expression may use.
pub(crate) const TEMPLATE: &str = "locals {\n  tpl = \"<$${a}%%{ if a == 1 }1%%{ endif }>\"\n}\n";

/// An expression, and what must be declared for it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Item {
    /// Further blocks; `@@` stands for a number of its own.
    pub(crate) head: String,
    /// The expression; `@@` as above.
    pub(crate) expression: String,
}

impl Item {
    /// An expression that needs nothing.
    pub(crate) fn new(expression: impl Into<String>) -> Self {
        Self { head: String::new(), expression: expression.into() }
    }

    /// The head and the expression with a number of their own.
    pub(crate) fn named(&self, at: usize) -> (String, String) {
        let name = |text: &str| text.replace("@@", &at.to_string());
        (name(&self.head), name(&self.expression))
    }
}

/// What an expression is said to be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Answer {
    /// `jsonencode({ v = … })`, and the type.
    Value { json: String, ty: String },
    /// It is refused, with a message that nobody compares.
    Error(String),
    /// It is not known.
    Unknown(String),
}

/// Whether an answer of ours stands before one of Terraform's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is the same.
    Same,
    /// We do not know, or refuse, what Terraform computes.
    Missed,
    /// We say something that is not so.
    Wrong,
}

impl Answer {
    /// Ours against Terraform's.
    pub(crate) fn against(&self, theirs: &Self) -> Verdict {
        match (self, theirs) {
            (Self::Value { json, ty }, Self::Value { json: expected, ty: wanted }) => {
                match json == expected && less_known(ty, wanted) {
                    true if ty == wanted => Verdict::Same,
                    true => Verdict::Missed,
                    false => Verdict::Wrong,
                }
            }
            (Self::Value { .. }, _) => Verdict::Wrong,
            (_, Self::Value { .. }) => Verdict::Missed,
            _ => Verdict::Same,
        }
    }

    /// As a table shows it.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Value { json, ty } => format!("{json} : {ty}"),
            Self::Error(_) => "ERR".to_owned(),
            Self::Unknown(_) => "?".to_owned(),
        }
    }
}

/// acklint's own answer to one item.
pub(crate) fn ours(item: &Item) -> Answer {
    let (head, expression) = item.named(0);
    let text = format!("{TEMPLATE}{head}\nlocals {{\n  result = {expression}\n}}\n");
    result(&[("main.tf".to_owned(), text)])
}

/// acklint's own answer to what `local.result` of a configuration is.
pub(crate) fn result(files: &[(String, String)]) -> Answer {
    let mut files = files.to_vec();
    let json = "locals {\n  json = jsonencode({ v = local.result })\n}\n";
    files.push(("json.tf".to_owned(), json.to_owned()));
    let memory = Memory::new(files);
    let sources = SourceMap::default();
    let modules = Modules::new(&memory, &sources);
    let root = modules.load("");
    if root.broken {
        return Answer::Unknown("it cannot be read".to_owned());
    }
    let setting = Setting {
        modules: &modules,
        folder: "".into(),
        number: 0,
        inputs: Inputs::default().given(&modules, &root).0,
        installed: Installed::default(),
        workspace: Some("default".into()),
    };
    let locals = Evaluator::new(setting).root_values(RootValues::Locals);
    one(&locals["result"].value, &locals["json"].value)
}

fn one(value: &Value, json: &Value) -> Answer {
    if let Some(json) = json.as_str() {
        return Answer::Value { json: json.to_owned(), ty: type_text(&value.ty()) };
    }
    match value.why_unknown().or_else(|| json.why_unknown()) {
        Some(Why::Refused(message)) => Answer::Error(message.to_string()),
        Some(why) => Answer::Unknown(why.to_string()),
        None => Answer::Unknown("null".to_owned()),
    }
}

/// Whether a type is another one, or that with `dynamic` for some of its parts.
fn less_known(ours: &str, theirs: &str) -> bool {
    let Some(at) = ours.bytes().zip(theirs.bytes()).position(|(a, b)| a != b) else {
        return ours.len() == theirs.len();
    };
    let (ours, theirs) = (&ours[at..], &theirs[at..]);
    let Some(ours) = ours.strip_prefix("dynamic") else { return false };
    let mut depth = 0i32;
    let end = theirs.find(|c| {
        depth += i32::from(matches!(c, '(' | '[' | '{')) - i32::from(matches!(c, ')' | ']' | '}'));
        depth < 0 || (depth == 0 && c == ',')
    });
    less_known(ours, &theirs[end.unwrap_or(theirs.len())..])
}

/// A type as `type()` of the console writes it, without blanks.
pub(crate) fn type_text(ty: &Type) -> String {
    let list = |items: &[Type]| items.iter().map(type_text).collect::<Vec<_>>().join(",");
    match ty {
        Type::Dynamic => "dynamic".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::Number => "number".to_owned(),
        Type::String => "string".to_owned(),
        Type::List(of) => format!("list({})", type_text(of)),
        Type::Set(of) => format!("set({})", type_text(of)),
        Type::Map(of) => format!("map({})", type_text(of)),
        Type::Tuple(items) => format!("tuple([{}])", list(items)),
        Type::Object(attributes) => format!("object({{{}}})", entries(attributes)),
    }
}

fn entries(attributes: &BTreeMap<acklint::syntax::Name, AttributeType>) -> String {
    let mut text = String::new();
    for (at, (name, attribute)) in attributes.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
        let _ = write!(text, "{comma}{name}:{}", type_text(&attribute.ty));
    }
    text
}

/// A type as the console writes it, without blanks and trailing commas.
pub(crate) fn plain(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    text.replace(",]", "]").replace(",}", "}").replace(",)", ")")
}
