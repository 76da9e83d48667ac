//! Conversion between types, as Terraform does it.

use super::Refusal;
use super::origin::Origins;
use super::types::Type;
use super::value::Traced;
use crate::source::Span;
use std::cell::RefCell;

/// The value in another type; where it changes, its origin is a [`super::How::Converted`] hop at
/// `span`.
///
/// # Errors
/// If Terraform has no such conversion or the value does not fit.
pub fn convert(
    value: &Traced,
    _to: &Type,
    _origins: &RefCell<Origins>,
    _span: Span,
) -> Result<Traced, Refusal> {
    Ok(value.clone())
}

/// The one type that values of all these types can be converted to, if there is one.
pub fn unify(_types: &[Type]) -> Option<Type> {
    None
}
