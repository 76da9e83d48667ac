//! Terraform's functions: one table from name to [`Function`], and the one door to call them.
//!
//! To add a function: an entry in the `FUNCTIONS` of the file where its like stand, and a test.

mod argument;
mod charset;
mod cidr;
mod collection;
mod conversion;
mod csv;
mod encoding;
mod file;
mod fileset;
mod format;
mod gzip;
mod hash;
mod json;
mod mapping;
mod number;
mod parts;
mod pieces;
mod regex;
mod replace;
mod selection;
mod sequence;
mod set;
mod split;
mod string;
#[cfg(test)]
mod test_text;
mod time;
mod trim;
mod yaml;

#[cfg(test)]
pub(super) mod tests;

pub(super) use format::with_digits;
pub(super) use pieces::Pieces;
pub use yaml::documents;
pub(super) use yaml::split_documents;

use super::Refusal;
use super::convert::convert;
use super::mark;
use super::origin::{How, OriginId, Origins};
use super::types::Type;
use super::value::{Traced, Value, Why};
use crate::source::{Entry, Span};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a function gives: a value, or why Terraform refuses the call.
pub(super) type Outcome = Result<Traced, Refusal>;

/// A function of the language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Function {
    /// As it is called.
    pub(super) name: &'static str,
    /// Its parameters, in order.
    pub(super) parameters: &'static [Parameter],
    /// What any further arguments must be.
    pub(super) variadic: Option<Parameter>,
    /// The type of its result, for when an argument is not known.
    pub(super) returns: Returns,
    /// What it does. Arguments are converted, and known where the parameter asks for it.
    pub(super) run: fn(&Context<'_>, &[Traced]) -> Outcome,
}

/// What a parameter takes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parameter {
    /// What the argument is converted to.
    pub(super) takes: Takes,
    /// Whether null is an argument like any other; else Terraform refuses it.
    pub(super) null: bool,
    /// Whether the function itself deals with arguments that are not (wholly) known.
    pub(super) unknown: bool,
}

/// What an argument is converted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// Left as it is.
    Any,
    /// `number`
    Number,
    /// `string`
    Text,
    /// `list(string)`
    Texts,
    /// `list(any)`: lists stay, sets and tuples become lists where Terraform does it
    List,
    /// `set(any)`
    Set,
    /// `list(bool)`
    Bools,
    /// `map(list(string))`
    TextLists,
}

/// The type of a result that is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the type of its name")]
pub(super) enum Returns {
    Any,
    Bool,
    Number,
    Text,
    Texts,
}

impl Function {
    /// A function with a fixed number of parameters.
    pub(super) const fn new(
        name: &'static str,
        parameters: &'static [Parameter],
        returns: Returns,
        run: fn(&Context<'_>, &[Traced]) -> Outcome,
    ) -> Self {
        Self { name, parameters, variadic: None, returns, run }
    }

    /// The function with any number of further arguments.
    pub(super) const fn and_any(self, variadic: Parameter) -> Self {
        Self { variadic: Some(variadic), ..self }
    }

    /// Whether an argument is converted to a list: of a set the order shows then.
    pub(super) fn takes_list(&self, at: usize) -> bool {
        let parameter = self.parameters.get(at).copied().or(self.variadic);
        parameter.is_some_and(|parameter| {
            matches!(parameter.takes, Takes::Texts | Takes::List | Takes::Bools)
        })
    }
}

impl Parameter {
    /// A parameter that must be known and not null.
    pub(super) const fn strict(takes: Takes) -> Self {
        Self { takes, null: false, unknown: false }
    }

    /// A parameter that takes whatever comes.
    pub(super) const fn lenient(takes: Takes) -> Self {
        Self { takes, null: true, unknown: true }
    }

    /// A parameter that may hold unknown parts but not be null.
    pub(super) const fn partial(takes: Takes) -> Self {
        Self { takes, null: false, unknown: true }
    }
}

/// What a function may use besides its arguments.
pub(super) struct Context<'a> {
    /// The hop of this call: the origin of all that the function makes.
    pub(super) origin: OriginId,
    /// Where the call stands.
    pub(super) span: Span,
    /// The arena.
    pub(super) origins: &'a RefCell<Origins>,
    /// Files and templates.
    pub(super) host: &'a dyn Host,
}

/// What functions ask of the evaluator: they open no file themselves.
pub(super) trait Host {
    /// The bytes of a file, by its path as the configuration gives it.
    ///
    /// # Errors
    /// [`Why::Refused`] if there is no such file: Terraform refuses the call, and `fileexists` is
    /// false. Any other reason makes the result unknown.
    fn read(&self, path: &str) -> Result<Vec<u8>, Why>;

    /// What a folder holds, by its path as the configuration gives it.
    ///
    /// # Errors
    /// [`Why::Refused`] if there is no such folder. Any other reason makes the result unknown.
    fn list(&self, folder: &str) -> Result<Vec<Entry>, Why>;

    /// A template's text with variables put in. `name` is the path of the file, if it is one.
    fn render(&self, name: Option<&str>, text: &str, variables: &Traced) -> Outcome;

    /// Adds to the size of values made so far.
    ///
    /// # Errors
    /// Past the limit of a value.
    fn spend(&self, bytes: usize) -> Result<(), Why>;

    /// Counts work that is not told by the size of what goes in and comes out.
    ///
    /// # Errors
    /// Past the limit of a root.
    fn work(&self, steps: usize) -> Result<(), Why>;
}

impl Context<'_> {
    /// A value made by this call.
    pub(super) fn made(&self, value: Value) -> Traced {
        Traced::new(value, self.origin)
    }

    /// A value with the content of `from` in another form: its origin stays that of `from`.
    pub(super) fn converted(&self, value: Value, from: OriginId) -> Traced {
        let origin = self.origins.borrow_mut().push(self.span, How::Converted, vec![from]);
        Traced::new(value, origin)
    }

    /// Adds to the size of values made so far; past the limit, the result that stands for it.
    pub(super) fn beyond(&self, bytes: usize, ty: Type) -> Option<Traced> {
        let why = self.host.spend(bytes).err()?;
        Some(self.made(Value::unknown_result(ty, why)))
    }

    /// Counts work; past the limit, the result that stands for it.
    pub(super) fn tired(&self, steps: usize, ty: Type) -> Option<Traced> {
        let why = self.host.work(steps).err()?;
        Some(self.made(Value::unknown_result(ty, why)))
    }

    /// An element taken out of a whole.
    pub(super) fn taken(&self, element: &Traced, whole: &Traced) -> Traced {
        let from = vec![element.origin, whole.origin];
        let origin = self.origins.borrow_mut().push(self.span, How::Taken, from);
        Traced::new(element.value.clone(), origin)
    }
}

/// All functions, by name.
static TABLE: LazyLock<HashMap<&'static str, Function>> = LazyLock::new(|| {
    let groups = [
        cidr::FUNCTIONS,
        collection::FUNCTIONS,
        conversion::FUNCTIONS,
        csv::FUNCTIONS,
        encoding::FUNCTIONS,
        file::FUNCTIONS,
        fileset::FUNCTIONS,
        format::FUNCTIONS,
        hash::FUNCTIONS,
        json::FUNCTIONS,
        mapping::FUNCTIONS,
        number::FUNCTIONS,
        regex::FUNCTIONS,
        replace::FUNCTIONS,
        selection::FUNCTIONS,
        sequence::FUNCTIONS,
        set::FUNCTIONS,
        split::FUNCTIONS,
        string::FUNCTIONS,
        time::FUNCTIONS,
        trim::FUNCTIONS,
        yaml::FUNCTIONS,
    ];
    groups.iter().flat_map(|group| group.iter()).map(|f| (f.name, *f)).collect()
});

/// Functions whose result differs from run to run, or rests on the machine.
pub(super) const IMPURE: [&str; 5] = ["bcrypt", "plantimestamp", "timestamp", "uuid", "rsadecrypt"];

/// The names of all functions that are computed, sorted.
pub fn names() -> Vec<&'static str> {
    let mut names: Vec<_> = TABLE.keys().copied().collect();
    names.sort_unstable();
    names
}

/// The function of a name; `core::` before it is Terraform's own namespace.
pub(super) fn find(name: &str) -> Option<&'static Function> {
    TABLE.get(name.strip_prefix("core::").unwrap_or(name))
}

/// Calls a function with evaluated arguments, none of which is one of several alternatives.
pub(super) fn call(function: &Function, cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    mark::carried(function.name, cx.origin, arguments, |origin, arguments| {
        call_bare(function, &Context { origin, ..*cx }, arguments)
    })
}

fn call_bare(function: &Function, cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let mut converted = Vec::with_capacity(arguments.len());
    let mut unknown = None;
    let several = arguments.iter().find(|argument| matches!(argument.value, Value::Several(_)));
    if let (Some(several), None) = (several, function.variadic) {
        let why = several.value.why_unknown().unwrap_or(Why::Budget("arguments"));
        return Ok(cx.made(Value::unknown_result(function.returns.ty(), why)));
    }
    if arguments.len() < function.parameters.len() {
        return Err(Refusal::new(format!("{}() needs more arguments", function.name)));
    }
    for (at, argument) in arguments.iter().enumerate() {
        let Some(parameter) = function.parameters.get(at).copied().or(function.variadic) else {
            return Err(Refusal::new(format!("{}() takes fewer arguments", function.name)));
        };
        if argument.value.is_null() && !parameter.null {
            let message = format!("argument {} of {}() must not be null", at + 1, function.name);
            return Err(Refusal::new(message));
        }
        let argument = parameter.takes.convert(cx, argument)?;
        if !parameter.unknown {
            unknown = unknown.or_else(|| argument.value.why_unknown());
        }
        converted.push(argument);
    }
    match unknown {
        Some(why) => Ok(cx.made(Value::unknown_result(function.returns.ty(), why))),
        None => Ok(bounded(cx, (function.run)(cx, &converted)?)),
    }
}

/// A result, if the text in it is within the limit.
fn bounded(cx: &Context<'_>, result: Traced) -> Traced {
    let over = result.value.as_str().and_then(|text| cx.beyond(text.len(), Type::String));
    over.unwrap_or(result)
}

impl Returns {
    fn ty(self) -> Type {
        match self {
            Self::Any => Type::Dynamic,
            Self::Bool => Type::Bool,
            Self::Number => Type::Number,
            Self::Text => Type::String,
            Self::Texts => Type::list(Type::String),
        }
    }
}

impl Takes {
    fn convert(self, cx: &Context<'_>, argument: &Traced) -> Outcome {
        let ty = match self {
            Self::Any => return Ok(argument.clone()),
            Self::Number => Type::Number,
            Self::Text => Type::String,
            Self::Texts => Type::list(Type::String),
            Self::List => Type::list(Type::Dynamic),
            Self::Set => Type::set(Type::Dynamic),
            Self::Bools => Type::list(Type::Bool),
            Self::TextLists => Type::map(Type::list(Type::String)),
        };
        convert(argument, &ty, cx.origins, cx.span)
    }
}
