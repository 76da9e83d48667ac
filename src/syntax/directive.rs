//! What a comment tells acklint: `acklint:allow …`, `acklint:expect …`.

/// What a comment must begin with.
pub const MARK: &str = "acklint:";

/// What may part a comment from its reason.
pub const DASHES: [&str; 3] = ["—", "–", "--"];

/// The words that are known.
const WORDS: [&str; 2] = ["allow", "expect"];

/// A comment that speaks to acklint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Directive<'c> {
    /// The word behind the colon, whether or not there is such a one.
    pub word: &'c str,
    /// What follows it.
    pub rest: &'c str,
}

impl<'c> Directive<'c> {
    /// Reads a comment; none that only mentions acklint is one. Further signs of a comment in front
    /// change nothing, nor do blanks behind the colon; but there people also write sentences, so
    /// that only a word that was probably meant makes one.
    pub fn read(comment: &'c str) -> Option<Self> {
        let text = comment.trim_start_matches(['#', '/']).trim_start();
        let after = text.strip_prefix(MARK)?;
        let text = after.trim_start();
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        let end = text.find(|c| !is_word(c)).unwrap_or(text.len());
        let (word, rest) = text.split_at(end);
        let is_meant = after.len() == text.len() || WORDS.iter().any(|known| is_like(word, known));
        (!word.is_empty() && is_meant).then_some(Self { word, rest })
    }

    /// What follows the word, if it is that one.
    pub fn of(comment: &'c str, word: &str) -> Option<&'c str> {
        Self::read(comment).filter(|this| this.word == word).map(|this| this.rest)
    }
}

/// Whether a word is another one but for a slip.
fn is_like(word: &str, known: &str) -> bool {
    strsim::osa_distance(word, known) <= 1
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
        assert_eq!(Directive::read("acklint: alow x").map(|it| it.word), Some("alow"));
    }

    #[test]
    fn what_mentions_acklint_is_none() {
        let sentences = [
            "see acklint:allow",
            "acklint allows it",
            "acklint",
            "acklint:",
            "acklint://docs",
            "acklint: the linter is run in CI",
            "acklint: see NET-118",
        ];
        for comment in sentences {
            assert_eq!(Directive::read(comment), None, "{comment}");
        }
    }
}
