//! Go's regular expression syntax (RE2) to that of the crate `regex`.
//!
//! The two languages match alike; their syntaxes differ in escapes, in classes (Go's `\d`, `\w`,
//! `\s` and `\b` are ASCII), in where braces and brackets are literal, and in what is refused.
//!
//! Source: Go 1.23 `regexp/syntax` documentation; compared with the terraform program, 1.11.4.

use super::Wrong;
use super::class;

/// An expression in Rust's syntax.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Translated {
    /// It; its groups have numbers only.
    pub(super) pattern: String,
    /// The names of the groups, from group 1 on.
    pub(super) names: Vec<Option<String>>,
}

/// The greatest count of a repetition, and of nested ones multiplied.
const MOST_REPEATED: u32 = 1000;

/// Translates an expression.
pub(super) fn translate(source: &str) -> Result<Translated, Wrong> {
    let mut translator = Translator::new(source);
    while translator.step()? {}
    if translator.groups.is_empty() {
        Ok(Translated { pattern: translator.out, names: translator.names })
    } else {
        Err(refused("missing closing )"))
    }
}

pub(super) fn refused(what: &str) -> Wrong {
    Wrong::Refused(format!("invalid regular expression: {what}"))
}

/// What stands before the place that is read, as far as a repetition asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Nothing that can be repeated.
    Nothing,
    /// Flags, `(?i)`: what Go repeats there is not worth knowing.
    Flags,
    /// Something that holds repetitions of this many in all.
    Atom(u32),
    /// A repetition of that.
    Repetition(u32),
}

/// The characters of an expression and a place in them.
#[derive(Clone)]
pub(super) struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    /// The next character.
    pub(super) fn next(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.rest = &self.rest[character.len_utf8()..];
        Some(character)
    }

    /// The next character, which stays.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    /// Goes over a text if it is next.
    pub(super) fn eat(&mut self, text: &str) -> bool {
        let Some(rest) = self.rest.strip_prefix(text) else { return false };
        self.rest = rest;
        true
    }

    /// What stands before a text, which is gone over as well.
    pub(super) fn until(&mut self, text: &str) -> Option<&'a str> {
        let (before, rest) = self.rest.split_once(text)?;
        self.rest = rest;
        Some(before)
    }
}

struct Translator<'a> {
    reader: Reader<'a>,
    out: String,
    names: Vec<Option<String>>,
    before: Before,
    /// The most repetitions in the open groups, outermost first.
    groups: Vec<u32>,
    /// The most repetitions in the group that is read.
    most: u32,
}

impl<'a> Translator<'a> {
    fn new(source: &'a str) -> Self {
        let (out, names, groups) = (String::new(), Vec::new(), Vec::new());
        let reader = Reader { rest: source };
        Self { reader, out, names, before: Before::Nothing, groups, most: 1 }
    }

    /// Translates the next item; `false` at the end.
    fn step(&mut self) -> Result<bool, Wrong> {
        let Some(character) = self.reader.next() else { return Ok(false) };
        match character {
            '(' => self.open()?,
            ')' => self.close()?,
            '|' => {
                self.out.push('|');
                self.before = Before::Nothing;
            }
            '*' | '+' | '?' => self.repeat(&character.to_string(), 1)?,
            '{' => self.braces()?,
            '[' => {
                let class = class::bracketed(&mut self.reader)?;
                self.atom(&class);
            }
            '.' | '^' | '$' => self.atom(&character.to_string()),
            '\\' => self.escape()?,
            _ => self.atom(&literal(character)),
        }
        Ok(true)
    }

    fn atom(&mut self, text: &str) {
        self.out.push_str(text);
        self.before = Before::Atom(1);
    }

    fn open(&mut self) -> Result<(), Wrong> {
        if !self.reader.eat("?") {
            self.names.push(None);
            self.out.push('(');
        } else if self.reader.eat("P<") || self.reader.eat("<") {
            let name = self.reader.until(">").ok_or_else(|| refused("invalid named capture"))?;
            self.name(name)?;
            self.out.push('(');
        } else if self.flags()? {
            return Ok(());
        }
        self.groups.push(self.most);
        self.most = 1;
        self.before = Before::Nothing;
        Ok(())
    }

    fn name(&mut self, name: &str) -> Result<(), Wrong> {
        let word = |c: char| c == '_' || c.is_ascii_alphanumeric();
        if name.is_empty() || !name.chars().all(word) {
            return Err(refused("invalid named capture"));
        }
        self.names.push(Some(name.to_owned()));
        Ok(())
    }

    /// Flags after `(?`; `true` if they are alone, without a group.
    fn flags(&mut self) -> Result<bool, Wrong> {
        let mut flags = String::new();
        let (mut negative, mut any) = (false, false);
        loop {
            match self.reader.next() {
                Some(flag @ ('i' | 'm' | 's' | 'U')) => {
                    any = true;
                    flags.push(flag);
                }
                Some('-') if !negative => {
                    (negative, any) = (true, false);
                    flags.push('-');
                }
                Some(end @ (':' | ')')) if any || !negative => {
                    return Ok(self.flagged(&flags, end == ')'));
                }
                _ => return Err(refused("invalid or unsupported Perl syntax")),
            }
        }
    }

    fn flagged(&mut self, flags: &str, alone: bool) -> bool {
        if !alone {
            self.out.extend(["(?", flags, ":"]);
        } else if !flags.is_empty() {
            self.out.extend(["(?", flags, ")"]);
        }
        if alone {
            self.before = Before::Flags;
        }
        alone
    }

    fn close(&mut self) -> Result<(), Wrong> {
        let outer = self.groups.pop().ok_or_else(|| refused("unexpected )"))?;
        self.out.push(')');
        self.before = Before::Atom(self.most);
        self.most = self.most.max(outer);
        Ok(())
    }

    /// A repetition of what stands before, `count` times where that is said.
    fn repeat(&mut self, operator: &str, count: u32) -> Result<(), Wrong> {
        let inside = match self.before {
            Before::Nothing => return Err(refused("missing argument to repetition operator")),
            Before::Repetition(_) => return Err(refused("invalid nested repetition operator")),
            Before::Flags => return Err(Wrong::NotModelled),
            Before::Atom(inside) => inside,
        };
        let all = inside.saturating_mul(count.max(1));
        if all > MOST_REPEATED {
            return Err(refused("invalid repeat count"));
        }
        self.out.push_str(operator);
        if self.reader.eat("?") {
            self.out.push('?');
        }
        self.most = self.most.max(all);
        self.before = Before::Repetition(all);
        Ok(())
    }

    /// `{2}`, `{2,}` or `{2,3}`; any other brace is itself.
    fn braces(&mut self) -> Result<(), Wrong> {
        let counts = self.reader.rest.split_once('}').and_then(|(inside, _)| counts(inside));
        let Some((least, most)) = counts else {
            self.atom(&literal('{'));
            return Ok(());
        };
        self.reader.until("}");
        let count = most.unwrap_or(least);
        if least > MOST_REPEATED || count > MOST_REPEATED || count < least {
            return Err(refused("invalid repeat count"));
        }
        let operator = match most {
            Some(most) => format!("{{{least},{most}}}"),
            None => format!("{{{least},}}"),
        };
        self.repeat(&operator, count)
    }

    fn escape(&mut self) -> Result<(), Wrong> {
        if self.reader.eat("Q") {
            self.quoted();
            return Ok(());
        }
        let atom = match self.reader.peek() {
            Some('A') => "\\A",
            Some('z') => "\\z",
            Some('b') => "(?-u:\\b)",
            Some('B') => return Err(Wrong::NotModelled),
            _ => {
                let class = class::escaped(&mut self.reader)?;
                self.atom(&class);
                return Ok(());
            }
        };
        self.reader.next();
        self.atom(atom);
        Ok(())
    }

    /// Literal text up to `\E` or the end.
    fn quoted(&mut self) {
        let rest = self.reader.rest;
        let text = self.reader.until("\\E").unwrap_or_else(|| {
            self.reader.rest = "";
            rest
        });
        for character in text.chars() {
            self.atom(&literal(character));
        }
    }
}

/// The counts between the braces of a repetition; no greatest one for `{2,}`.
fn counts(inside: &str) -> Option<(u32, Option<u32>)> {
    match inside.split_once(',') {
        None => number(inside).map(|count| (count, Some(count))),
        Some((least, "")) => number(least).map(|least| (least, None)),
        Some((least, most)) => Some((number(least)?, Some(number(most)?))),
    }
}

/// A number without leading zeros, which is greater than allowed if it is too long.
fn number(digits: &str) -> Option<u32> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !plain || (digits.len() > 1 && digits.starts_with('0')) {
        return None;
    }
    Some(digits.parse().unwrap_or(u32::MAX))
}

/// A character that stands for itself.
pub(super) fn literal(character: char) -> String {
    if character.is_ascii_alphanumeric() {
        character.to_string()
    } else {
        format!("\\x{{{:x}}}", u32::from(character))
    }
}
