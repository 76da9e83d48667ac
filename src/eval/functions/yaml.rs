//! `yamlencode` and `yamldecode`.

mod decode;
mod documents;
mod emit;
mod scalar;

pub use documents::documents;
pub(in crate::eval) use documents::split_documents;

use super::super::value::{Traced, Value};
use super::argument::text;
use super::{Context, Function, Outcome, Parameter, Returns, Takes};

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new(
        "yamldecode",
        &[Parameter::strict(Takes::Text)],
        Returns::Any,
        |cx, arguments| decode::decode(cx.origin, text(&arguments[0])?),
    ),
    Function::new("yamlencode", &[Parameter::lenient(Takes::Any)], Returns::Text, yamlencode),
];

fn yamlencode(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    if let Value::Unknown(unknown) = &arguments[0].value {
        let why = unknown.why.clone();
        return Ok(cx.made(Value::unknown_result(super::Type::String, why)));
    }
    match emit::emit(&arguments[0])? {
        Ok(encoded) => Ok(cx.made(encoded)),
        Err(why) => Ok(cx.made(Value::unknown_result(super::Type::String, why))),
    }
}

#[cfg(test)]
mod tests;
