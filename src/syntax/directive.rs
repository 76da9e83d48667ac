//! What a comment tells acklint: `acklint:allow …`, `acklint:expect …`.

/// What a comment must begin with.
pub const MARK: &str = "acklint:";

/// A comment that speaks to acklint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Directive<'c> {
    /// The word behind the colon, whether or not there is such a one.
    pub word: &'c str,
    /// What follows it.
    pub rest: &'c str,
}

impl<'c> Directive<'c> {
    /// Reads a comment; none that only mentions acklint is one. Further signs of a comment in front,
    /// and blanks behind the colon, change nothing.
    pub fn read(comment: &'c str) -> Option<Self> {
        let text = comment.trim_start_matches(['#', '/']).trim_start();
        let text = text.strip_prefix(MARK)?.trim_start();
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        let end = text.find(|c| !is_word(c)).unwrap_or(text.len());
        let (word, rest) = text.split_at(end);
        Some(Self { word, rest })
    }

    /// What follows the word, if it is that one.
    pub fn of(comment: &'c str, word: &str) -> Option<&'c str> {
        Self::read(comment).filter(|this| this.word == word).map(|this| this.rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_blanks_change_nothing() {
        for comment in ["acklint:allow x", "# acklint:allow x", "acklint: allow x"] {
            let said = Directive::read(comment);
            assert_eq!(said, Some(Directive { word: "allow", rest: " x" }), "{comment}");
        }
        assert_eq!(Directive::of("acklint:expct x", "expect"), None);
        assert_eq!(Directive::read("acklint:"), Some(Directive { word: "", rest: "" }));
    }

    #[test]
    fn what_mentions_acklint_is_none() {
        for comment in ["see acklint:allow", "acklint allows it", "acklint"] {
            assert_eq!(Directive::read(comment), None, "{comment}");
        }
    }
}
