//! Classes of characters, `[…]` and `\d`, and escapes in Go's regular expressions.

use super::Wrong;
use super::translate::{Reader, literal, refused};

/// Unicode's general categories, which Go knows by their short names only.
const CATEGORIES: &[&str] = &[
    "C", "Cc", "Cf", "Co", "L", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn", "N", "Nd",
    "Nl", "No", "P", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "S", "Sc", "Sk", "Sm", "So", "Z",
    "Zl", "Zp", "Zs",
];

/// Scripts that are computed; others are not modelled.
const SCRIPTS: &[&str] = &[
    "Arabic",
    "Armenian",
    "Bengali",
    "Common",
    "Cyrillic",
    "Devanagari",
    "Georgian",
    "Greek",
    "Han",
    "Hangul",
    "Hebrew",
    "Hiragana",
    "Katakana",
    "Latin",
    "Tamil",
    "Thai",
];

/// The names between `[:` and `:]`.
const ASCII_CLASSES: &[&str] = &[
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct",
    "space", "upper", "word", "xdigit",
];

/// What an escape stands for.
enum Escaped {
    One(char),
    Class(String),
}

/// An escape behind its backslash.
pub(super) fn escaped(reader: &mut Reader<'_>) -> Result<String, Wrong> {
    Ok(match escape(reader)? {
        Escaped::One(character) => literal(character),
        Escaped::Class(class) => class,
    })
}

/// A class behind its opening bracket.
pub(super) fn bracketed(reader: &mut Reader<'_>) -> Result<String, Wrong> {
    let mut out = String::from(if reader.eat("^") { "[^" } else { "[" });
    let mut first = true;
    while first || reader.peek() != Some(']') {
        first = false;
        if reader.eat("[:") {
            out.push_str(&named(reader)?);
            continue;
        }
        match item(reader)? {
            Escaped::Class(class) => out.push_str(&class),
            Escaped::One(low) => {
                let high = range_end(reader, low)?;
                out.push_str(&literal(low));
                if high != low {
                    out.push('-');
                    out.push_str(&literal(high));
                }
            }
        }
    }
    reader.next();
    out.push(']');
    Ok(out)
}

/// `[:name:]`, behind `[:`; without an end, the bracket is itself.
fn named(reader: &mut Reader<'_>) -> Result<String, Wrong> {
    let Some(name) = reader.clone().until(":]") else {
        return Ok(format!("{}{}", literal('['), literal(':')));
    };
    reader.until(":]");
    let (not, plain) = name.strip_prefix('^').map_or(("", name), |plain| ("^", plain));
    if ASCII_CLASSES.contains(&plain) {
        Ok(format!("[:{not}{plain}:]"))
    } else {
        Err(refused("invalid character class range"))
    }
}

fn item(reader: &mut Reader<'_>) -> Result<Escaped, Wrong> {
    match reader.next() {
        Some('\\') => escape(reader),
        Some(character) => Ok(Escaped::One(character)),
        None => Err(refused("missing closing ]")),
    }
}

/// The end of a range that begins with `low`, which it is itself if there is no range.
fn range_end(reader: &mut Reader<'_>, low: char) -> Result<char, Wrong> {
    let mut ahead = reader.clone();
    if !ahead.eat("-") || ahead.peek() == Some(']') {
        return Ok(low);
    }
    reader.eat("-");
    match item(reader)? {
        Escaped::One(high) if high >= low => Ok(high),
        _ => Err(refused("invalid character class range")),
    }
}

fn escape(reader: &mut Reader<'_>) -> Result<Escaped, Wrong> {
    let character = reader.next().ok_or_else(|| refused("trailing backslash"))?;
    let class = |class: &str| Ok(Escaped::Class(class.to_owned()));
    let one = |character| Ok(Escaped::One(character));
    match character {
        'd' => class("[0-9]"),
        'D' => class("[^0-9]"),
        's' => class("[\\t\\n\\f\\r\\x20]"),
        'S' => class("[^\\t\\n\\f\\r\\x20]"),
        'w' => class("[0-9A-Za-z_]"),
        'W' => class("[^0-9A-Za-z_]"),
        'p' | 'P' => property(reader, character == 'P').map(Escaped::Class),
        'a' => one('\u{7}'),
        'f' => one('\u{c}'),
        'n' => one('\n'),
        'r' => one('\r'),
        't' => one('\t'),
        'v' => one('\u{b}'),
        'x' => hexadecimal(reader).map(Escaped::One),
        '0'..='7' => octal(reader, character).map(Escaped::One),
        _ if character.is_ascii() && !character.is_ascii_alphanumeric() => one(character),
        _ => Err(refused("invalid escape sequence")),
    }
}

/// `\x7f` or `\x{10ffff}`, behind the `x`.
fn hexadecimal(reader: &mut Reader<'_>) -> Result<char, Wrong> {
    let wrong = || refused("invalid escape sequence");
    let digits = if reader.eat("{") {
        reader.until("}").ok_or_else(wrong)?.to_owned()
    } else {
        [reader.next(), reader.next()].into_iter().flatten().collect()
    };
    let plain = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let code = u32::from_str_radix(&digits, 16).ok().filter(|_| plain);
    code.and_then(char::from_u32).ok_or_else(wrong)
}

/// Up to three octal digits; one alone that is not zero would be a reference to a group.
fn octal(reader: &mut Reader<'_>, first: char) -> Result<char, Wrong> {
    let digit = |character: char| character.to_digit(8);
    if first != '0' && reader.peek().and_then(digit).is_none() {
        return Err(refused("invalid escape sequence"));
    }
    let mut code = digit(first).unwrap_or(0);
    for _ in 0..2 {
        let Some(next) = reader.peek().and_then(digit) else { break };
        reader.next();
        code = code * 8 + next;
    }
    char::from_u32(code).ok_or_else(|| refused("invalid escape sequence"))
}

/// `\pL` or `\p{Greek}`, behind the `p`.
fn property(reader: &mut Reader<'_>, not: bool) -> Result<String, Wrong> {
    let wrong = || refused("invalid character class range");
    let name = if reader.eat("{") {
        reader.until("}").ok_or_else(wrong)?.to_owned()
    } else {
        reader.next().ok_or_else(wrong)?.to_string()
    };
    let (inner, plain) = name.strip_prefix('^').map_or((false, &*name), |plain| (true, plain));
    let escape = if not == inner { 'p' } else { 'P' };
    if CATEGORIES.contains(&plain) {
        Ok(format!("\\{escape}{{gc={plain}}}"))
    } else if SCRIPTS.contains(&plain) {
        Ok(format!("\\{escape}{{sc={plain}}}"))
    } else if plain.len() > 2 && plain.starts_with(|c: char| c.is_ascii_uppercase()) {
        Err(Wrong::NotModelled)
    } else {
        Err(wrong())
    }
}
