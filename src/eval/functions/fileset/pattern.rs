//! Patterns of file names as Terraform matches them: `*`, `?`, `[a-c]`, `[^a]`, `{a,b}`, `\*`.
//!
//! Source: doublestar 1.1; compared with the terraform program, 1.11.4.

/// What is no pattern. It shows only where a name is compared with the part that is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Malformed;

/// The parts of a text between separators; one behind a backslash does not separate.
pub(super) fn split(text: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(at) = find(rest, separator) {
        parts.push(&rest[..at]);
        rest = &rest[at + separator.len_utf8()..];
    }
    parts.push(rest);
    parts
}

/// Whether a part of a pattern is more than a name.
pub(super) fn is_pattern(part: &str) -> bool {
    part.contains(['*', '?', '[', '{', '\\'])
}

/// Whether a name fits a part of a pattern.
pub(super) fn fits(pattern: &str, name: &str) -> Result<bool, Malformed> {
    if pattern.is_empty() || name.is_empty() {
        return Ok(pattern == name || pattern == "*");
    }
    let (mut pattern, mut name) = (pattern, name);
    while let (Some(wanted), Some(had)) = (pattern.chars().next(), name.chars().next()) {
        let behind = &pattern[wanted.len_utf8()..];
        match wanted {
            '\\' => {
                let escaped = behind.chars().next().ok_or(Malformed)?;
                if escaped != had {
                    return Ok(false);
                }
                pattern = &behind[escaped.len_utf8()..];
            }
            '*' => return Ok(behind.is_empty() || fits_any_end(behind, name)),
            '[' => {
                let end = find(behind, ']').ok_or(Malformed)?;
                if !in_class(&behind[..end], had)? {
                    return Ok(false);
                }
                pattern = &behind[end + 1..];
            }
            '{' => return fits_one(behind, name),
            _ if wanted == '?' || wanted == had => pattern = behind,
            _ => return Ok(false),
        }
        name = &name[had.len_utf8()..];
    }
    Ok(pattern == "**" || name.is_empty() && matches!(pattern, "" | "*"))
}

/// Whether a rest of the name, but the empty one, fits what follows a star.
fn fits_any_end(pattern: &str, name: &str) -> bool {
    name.char_indices().any(|(at, _)| fits(pattern, &name[at..]) == Ok(true))
}

/// Alternatives, from behind their opening brace on.
fn fits_one(pattern: &str, name: &str) -> Result<bool, Malformed> {
    let end = find(pattern, '}').ok_or(Malformed)?;
    for option in split(&pattern[..end], ',') {
        if fits(&format!("{option}{}", &pattern[end + 1..]), name)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a character is in a class, given without its brackets.
fn in_class(class: &str, character: char) -> Result<bool, Malformed> {
    let mut characters = class.chars().peekable();
    let negated = characters.next_if_eq(&'^').is_some();
    if class.is_empty() {
        return Err(Malformed);
    }
    let mut found = false;
    while let Some(low) = characters.next() {
        let low = bound(low, &mut characters)?;
        let high = match characters.next_if_eq(&'-') {
            Some(_) => bound(characters.next().ok_or(Malformed)?, &mut characters)?,
            None => low,
        };
        found |= (low..=high).contains(&character);
    }
    Ok(found != negated)
}

/// One end of a range of characters, where a dash cannot stand.
fn bound(first: char, rest: &mut impl Iterator<Item = char>) -> Result<char, Malformed> {
    match first {
        '-' => Err(Malformed),
        '\\' => rest.next().ok_or(Malformed),
        other => Ok(other),
    }
}

/// Where a character stands that is not behind a backslash.
fn find(text: &str, wanted: char) -> Option<usize> {
    let escaped = |at: usize| text[..at].ends_with('\\');
    text.match_indices(wanted).map(|(at, _)| at).find(|at| !escaped(*at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_patterns() {
        let cases = [
            ("*.tf", "a.tf", Ok(true)),
            ("*", ".hidden", Ok(true)),
            ("a*c*e", "abcde", Ok(true)),
            ("a**", "a", Ok(true)),
            ("**.txt", ".txt", Ok(true)),
            ("?.t?", "é.tf", Ok(true)),
            ("?", "ab", Ok(false)),
            ("[a-c].x", "b.x", Ok(true)),
            ("[^a-c].x", "b.x", Ok(false)),
            ("[!a]", "!", Ok(true)),
            ("[]a]", "a", Err(Malformed)),
            ("[a-]", "a", Err(Malformed)),
            ("[a", "a", Err(Malformed)),
            ("x[a", "b", Ok(false)),
            ("*[a", "b", Ok(false)),
            (r"[\]]", "]", Ok(true)),
            ("*.{tf,txt}", "a.txt", Ok(true)),
            ("{a,}b", "b", Ok(true)),
            ("{a", "a", Err(Malformed)),
            (r"\*", "*", Ok(true)),
            (r"\", "a", Err(Malformed)),
            (r"{a\,b,c}", "a,b", Ok(true)),
        ];
        for (pattern, name, expected) in cases {
            assert_eq!(fits(pattern, name), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn a_separator_behind_a_backslash_is_none() {
        assert_eq!(split(r"a/b\/c/", '/'), ["a", r"b\/c", ""]);
    }
}
