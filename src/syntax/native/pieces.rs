//! The pieces of a template's text: what `~` and `<<-` take away from them.

use unicode_segmentation::UnicodeSegmentation;

/// A piece of a template, in the order of the text.
#[derive(Debug)]
pub(super) enum Piece {
    /// Text between elements, in a heredoc or a file of no more than a line.
    Literal(String),
    /// An interpolation or one part of a directive, and whether `~` stands before or behind.
    Mark { before: bool, behind: bool },
}

impl Piece {
    pub(super) fn literal(self) -> Option<String> {
        match self {
            Self::Literal(text) => Some(text),
            Self::Mark { .. } => None,
        }
    }
}

/// What `~` takes away.
pub(super) fn trim(pieces: &mut [Piece]) {
    for at in 0..pieces.len() {
        let left = at > 0 && matches!(pieces[at - 1], Piece::Mark { behind: true, .. });
        let right = matches!(pieces.get(at + 1), Some(Piece::Mark { before: true, .. }));
        let Piece::Literal(text) = &mut pieces[at] else { continue };
        if left {
            *text = text.trim_start().to_owned();
        }
        if right {
            text.truncate(text.trim_end().len());
        }
    }
}

/// Takes off the indentation that the lines have in common. What follows a line end that `~` has
/// taken is no line of its own, and a blank line has no indentation.
pub(super) fn flush(pieces: &mut [Piece]) {
    let mut least = usize::MAX;
    let mut starts = Vec::new();
    let mut newline = true;
    for (at, piece) in pieces.iter().enumerate() {
        let text = match piece {
            Piece::Literal(text) => &**text,
            Piece::Mark { .. } => "",
        };
        let blank = text.ends_with('\n') && text.trim_start().is_empty();
        if newline && !blank {
            let indent = &text[..text.len() - text.trim_start().len()];
            least = least.min(indent.graphemes(true).count());
            starts.push(at);
        }
        newline = text.ends_with('\n');
    }
    for at in starts {
        if let Piece::Literal(text) = &mut pieces[at] {
            *text = text.graphemes(true).skip(least).collect();
        }
    }
}
