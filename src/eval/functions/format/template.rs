//! A format string taken apart.

use super::super::super::Refusal;
use super::super::super::types::Type;
use crate::eval::graphemes::graphemes;
use std::iter::Peekable;
use std::str::Chars;

/// A format string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Template {
    /// Its text and verbs.
    pub(super) segments: Vec<Segment>,
    /// The highest number of an argument that it uses.
    pub(super) arguments: usize,
}

/// A part of a format string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Segment {
    /// Text.
    Literal(String),
    /// What an argument is put in for.
    Verb(Verb),
}

/// `%[2]-5.1f` and the like.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "the five flags of printf")]
pub(super) struct Verb {
    /// Its letter.
    pub(super) mode: char,
    /// Which argument, from 1.
    pub(super) argument: usize,
    /// `0`
    pub(super) zero: bool,
    /// `#`
    pub(super) sharp: bool,
    /// `+`
    pub(super) plus: bool,
    /// `-`
    pub(super) minus: bool,
    /// A space.
    pub(super) space: bool,
    /// The least width.
    pub(super) width: Option<usize>,
    /// The number after the point.
    pub(super) precision: Option<usize>,
}

impl Template {
    /// Takes a format string apart.
    pub(super) fn parse(source: &str) -> Result<Self, Refusal> {
        let mut template = Self { segments: Vec::new(), arguments: 0 };
        let mut known = String::new();
        let mut next = 1;
        let mut characters = source.chars().peekable();
        while let Some(character) = characters.next() {
            if character != '%' || characters.next_if_eq(&'%').is_some() {
                known.push(character);
                continue;
            }
            let verb = Verb::parse(&mut characters, next)
                .ok_or_else(|| Refusal::new("invalid format string"))?;
            next = verb.argument.saturating_add(1);
            template.arguments = template.arguments.max(verb.argument);
            template.segments.push(Segment::Literal(std::mem::take(&mut known)));
            template.segments.push(Segment::Verb(verb));
        }
        template.segments.push(Segment::Literal(known));
        Ok(template)
    }
}

impl Verb {
    fn parse(characters: &mut Peekable<Chars<'_>>, next: usize) -> Option<Self> {
        let mut verb = Self { argument: next, ..Self::default() };
        while let Some(flag) = characters.next_if(|c| "0#-+ ".contains(*c)) {
            match flag {
                '0' => verb.zero = true,
                '#' => verb.sharp = true,
                '-' => verb.minus = true,
                '+' => verb.plus = true,
                _ => verb.space = true,
            }
        }
        verb.width = digits(characters);
        if characters.next_if_eq(&'.').is_some() {
            verb.precision = Some(digits(characters).unwrap_or(0));
        }
        if characters.next_if_eq(&'[').is_some() {
            characters.peek().filter(|c| **c != '0')?;
            verb.argument = digits(characters)?;
            characters.next_if_eq(&']')?;
        }
        verb.mode = characters.next_if(char::is_ascii_alphabetic)?;
        Some(verb)
    }

    /// How many characters it asks for.
    pub(super) fn size(&self) -> usize {
        self.width.unwrap_or(0).max(self.precision.unwrap_or(0))
    }

    /// Whether there is such a verb.
    pub(super) fn check(&self) -> Result<(), Refusal> {
        if "vtbdoxXeEfgGsq".contains(self.mode) {
            Ok(())
        } else {
            Err(Refusal::new(format!("unsupported format verb {:?}", self.mode)))
        }
    }

    /// Whether it writes a value of a type as the value converts to a string.
    pub(super) fn keeps_identity(&self, ty: &Type) -> bool {
        let bare = self.width.is_none() && self.precision.is_none();
        match self.mode {
            's' => bare,
            'v' => bare && !self.sharp && *ty != Type::Number,
            _ => false,
        }
    }

    /// The text, in the width that is asked for.
    pub(super) fn padded(&self, text: String) -> String {
        let missing = match self.width {
            Some(width) => width.saturating_sub(graphemes(&text).count()),
            None => 0,
        };
        let padding = if self.zero { "0" } else { " " }.repeat(missing);
        if self.minus { text + &padding } else { padding + &text }
    }
}

/// A number, as long as it can be.
fn digits(characters: &mut Peekable<Chars<'_>>) -> Option<usize> {
    let mut number = None;
    while let Some(digit) = characters.peek().and_then(|c| c.to_digit(10)) {
        characters.next();
        let so_far = number.unwrap_or(0_usize).saturating_mul(10);
        number = Some(so_far.saturating_add(digit as usize));
    }
    number
}
