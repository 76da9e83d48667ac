//! Functions of addresses and prefixes, IPv4 and IPv6.
//!
//! Terraform reads leading zeros as decimal, drops host bits, and computes with integers of any
//! size without checking all of their bits; its odd results are computed here as well.
//!
//! Source: compared with the terraform program, 1.11.4.

mod prefix;

use self::prefix::{Prefix, parse_address};
use super::super::Refusal;
use super::super::types::Type;
use super::super::value::{Traced, Value, Why};
use super::argument::{big_integer, integer, text};
use super::{Context, Function, Outcome, Parameter, Returns, Takes};
use dashu_int::IBig;
use dashu_int::ops::Abs;

const TEXT: Parameter = Parameter::strict(Takes::Text);
const NUMBER: Parameter = Parameter::strict(Takes::Number);

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("cidrcontains", &[TEXT, TEXT], Returns::Bool, contains),
    Function::new("cidrhost", &[TEXT, NUMBER], Returns::Text, |cx, arguments| {
        mapped(cx, arguments, Type::String).map_or_else(|| host(cx, arguments), Ok)
    }),
    Function::new("cidrnetmask", &[TEXT], Returns::Text, netmask),
    Function::new("cidrsubnet", &[TEXT, NUMBER, NUMBER], Returns::Text, |cx, arguments| {
        mapped(cx, arguments, Type::String).map_or_else(|| subnet(cx, arguments), Ok)
    }),
    Function::new("cidrsubnets", &[TEXT], Returns::Texts, |cx, arguments| {
        let ty = Type::list(Type::String);
        mapped(cx, arguments, ty).map_or_else(|| subnets(cx, arguments), Ok)
    })
    .and_any(NUMBER),
];

/// The most bits by which `cidrsubnets` extends a prefix.
const MOST_NEW_BITS: i64 = 32;

fn subnet(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let base = read(&arguments[0])?;
    let new_bits = integer(&arguments[1])?;
    let number = big_integer(&arguments[2])?;
    let length = i64::from(base.length).checked_add(new_bits).unwrap_or(i64::MAX);
    if length > i64::from(base.family.bits()) {
        let message = format!("not enough remaining address space for a prefix of {length} bits");
        return Err(Refusal::new(message));
    }
    let greatest = u32::try_from(new_bits).ok().and_then(|bits| 1_u64.checked_shl(bits));
    if low_bits(&number) > greatest.map_or(u64::MAX, |count| count - 1) {
        let message = format!("{new_bits} bits do not hold a subnet numbered {number}");
        return Err(Refusal::new(message));
    }
    let Ok(length) = u8::try_from(length) else {
        let nothing = || cx.made(Value::text("<nil>")); // what Terraform prints for such a mask
        let refusal = || Refusal::new("a prefix cannot have a negative length");
        return (number == IBig::ZERO).then(nothing).ok_or_else(refusal);
    };
    let shift = usize::from(base.family.bits() - length);
    let address = insert(&base, &(number << shift))?;
    let subnet = Prefix { address, length, family: base.family };
    Ok(cx.made(Value::text(subnet.to_string())))
}

fn subnets(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let base = read(&arguments[0])?;
    let mut found = Vec::with_capacity(arguments.len() - 1);
    let mut after: Option<Prefix> = None;
    for argument in &arguments[1..] {
        let length = extended(&base, integer(argument)?)?;
        let full = || {
            let message = format!("no address space is left for a subnet of {length} bits");
            Refusal::new(message)
        };
        let next = match after {
            // Terraform starts from the prefix before the first, and there is none before zero
            None if base.address == 0 => None,
            None => Some(Prefix { length, ..base }),
            Some(before) => before.next(length),
        };
        let next = next.filter(|next| base.holds(next.address)).ok_or_else(full)?;
        found.push(cx.made(Value::text(next.to_string())));
        after = Some(next);
    }
    Ok(cx.made(Value::list(Type::String, found)))
}

fn extended(base: &Prefix, new_bits: i64) -> Result<u8, Refusal> {
    if new_bits < 1 {
        return Err(Refusal::new("must extend the prefix by at least one bit"));
    }
    if new_bits > MOST_NEW_BITS {
        return Err(Refusal::new("may not extend the prefix by more than 32 bits"));
    }
    let length = i64::from(base.length) + new_bits;
    u8::try_from(length).ok().filter(|length| *length <= base.family.bits()).ok_or_else(|| {
        let message = format!("would extend the prefix to {length} bits, which is too long");
        Refusal::new(message)
    })
}

fn host(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let base = read(&arguments[0])?;
    let number = big_integer(&arguments[1])?;
    let greatest = (IBig::ONE << usize::from(base.family.bits() - base.length)) - IBig::ONE;
    let negative = number < IBig::ZERO;
    let checked =
        if negative { -&number - IBig::ONE } else { IBig::from(low_bits(&number).cast_signed()) };
    if checked > greatest {
        let message = format!("a prefix of {} bits has no host {number}", base.length);
        return Err(Refusal::new(message));
    }
    let number = if negative { greatest - checked } else { number };
    let address = insert(&base, &number)?;
    Ok(cx.made(Value::text(base.family.address(address).to_string())))
}

fn netmask(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let prefix = read(&arguments[0])?;
    if prefix.is_mapped() {
        let mask = prefix.family.address(prefix.mask());
        return Ok(cx.made(Value::text(mask.to_string()))); // as Terraform does
    }
    if prefix.family != prefix::Family::V4 {
        return Err(Refusal::new("IPv6 addresses have no netmask"));
    }
    Ok(cx.made(Value::text(prefix.family.address(prefix.mask()).to_string())))
}

fn contains(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let outer = read(&arguments[0])?;
    let inner = text(&arguments[1])?;
    let inner = match parse_address(inner) {
        Some((family, address)) => Prefix { address, length: family.bits(), family },
        None => read(&arguments[1])?,
    };
    if inner.family != outer.family {
        return Err(Refusal::new(format!("address family mismatch: {outer} and {inner}")));
    }
    let within = outer.holds(inner.address) && outer.holds(inner.last());
    Ok(cx.made(Value::Bool(within)))
}

fn read(argument: &Traced) -> Result<Prefix, Refusal> {
    let text = text(argument)?;
    Prefix::parse(text).ok_or_else(|| Refusal::new(format!("invalid CIDR expression: {text}")))
}

/// The result for IPv4 addresses written as IPv6, which Terraform mixes up.
fn mapped(cx: &Context<'_>, arguments: &[Traced], ty: Type) -> Option<Traced> {
    let prefix = read(arguments.first()?).ok()?;
    let why = || Why::NotModelled("IPv4-mapped IPv6 addresses".into());
    prefix.is_mapped().then(|| cx.made(Value::unknown_result(ty, why())))
}

/// The lowest 64 bits of the magnitude, which is all that Terraform checks of a number.
fn low_bits(number: &IBig) -> u64 {
    let low = number.abs() & IBig::from(u64::MAX);
    u64::try_from(low).expect("invariant: 64 bits")
}

/// The address with the bits of a number put in, and then without its sign.
fn insert(base: &Prefix, number: &IBig) -> Result<u128, Refusal> {
    let address = (IBig::from(base.address) | number).abs();
    u128::try_from(address)
        .ok()
        .filter(|address| base.family.fits(*address))
        .ok_or_else(|| Refusal::new("the number does not fit into an address"))
}

#[cfg(test)]
mod tests;
