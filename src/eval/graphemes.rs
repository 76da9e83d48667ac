//! What a reader takes for one character, as Terraform counts them: by Unicode 15.0.

use unicode_segmentation::UnicodeSegmentation;

/// The grapheme clusters of a text. Later versions of Unicode join consonants of Indian scripts
/// that share a stem; these are parted again.
pub(crate) fn graphemes(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.graphemes(true).flat_map(parted)
}

/// The parts of a cluster: nearly always itself alone, for which nothing is made.
enum Parts<'t> {
    One(std::option::IntoIter<&'t str>),
    Many(std::vec::IntoIter<&'t str>),
}

impl<'t> Iterator for Parts<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        match self {
            Self::One(part) => part.next(),
            Self::Many(parts) => parts.next(),
        }
    }
}

impl DoubleEndedIterator for Parts<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        match self {
            Self::One(part) => part.next_back(),
            Self::Many(parts) => parts.next_back(),
        }
    }
}

fn parted(cluster: &str) -> Parts<'_> {
    if cluster.len() == 1 {
        return Parts::One(Some(cluster).into_iter());
    }
    let mut parts = Vec::new();
    let mut rest = cluster;
    let mut begin = 0;
    let mut before = None;
    for (at, character) in cluster.char_indices() {
        if before.is_some_and(|before| character.is_alphabetic() && part(before, character)) {
            let (first, second) = rest.split_at(at - begin);
            parts.push(first);
            (rest, begin) = (second, at);
        }
        before = Some(character);
    }
    parts.push(rest);
    Parts::Many(parts.into_iter())
}

/// Whether two characters that nothing precedes lie in two clusters.
fn part(one: char, other: char) -> bool {
    let pair = String::from_iter([one, other]);
    pair.graphemes(true).count() == 2
}

#[cfg(test)]
mod tests {
    use super::graphemes;

    #[track_caller]
    fn parts(text: &str, expected: &[&str]) {
        assert_eq!(graphemes(text).collect::<Vec<_>>(), expected);
        let backwards: Vec<_> = graphemes(text).rev().collect();
        assert_eq!(backwards, expected.iter().copied().rev().collect::<Vec<_>>());
    }

    #[test]
    fn consonants_of_indian_scripts_stand_for_themselves() {
        parts("क्षि", &["क्", "षि"]);
        parts("क्षत्रिय", &["क्", "ष", "त्", "रि", "य"]);
        parts("ह्र", &["ह्", "र"]);
    }

    #[test]
    fn what_else_is_joined_stays_so() {
        parts("e\u{301}x", &["e\u{301}", "x"]);
        parts("👩\u{200d}💻🇩🇪🇨🇳", &["👩\u{200d}💻", "🇩🇪", "🇨🇳"]);
        parts("한국\r\n", &["한", "국", "\r\n"]);
        parts("\u{1100}\u{1161}\u{11a8}", &["\u{1100}\u{1161}\u{11a8}"]);
    }
}
