//! Colours, glyphs and widths.

use crate::report::clean;
use crate::report::view::{Location, Severity};
use miette::{GraphicalReportHandler, GraphicalTheme, ThemeCharacters, ThemeStyles};
use owo_colors::{OwoColorize, Style as Paint};
use textwrap::{Options, WordSeparator};

/// What frames and arrows are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Glyphs {
    /// Box drawing characters.
    #[default]
    Unicode,
    /// For dumb terminals.
    Ascii,
}

/// Whether escapes for colours are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colours {
    /// Text only.
    #[default]
    Plain,
    /// ANSI escapes of the 16 colours, which themes of terminals adapt.
    Ansi,
}

/// How the report looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// Whether escapes for colours are written.
    pub colours: Colours,
    /// What frames are drawn with.
    pub glyphs: Glyphs,
    /// The width of the terminal; `None` for a file or a pipe.
    pub columns: Option<usize>,
    /// The URL of the repository root, without a `/` at its end, if the terminal knows links.
    pub links: Option<&'static str>,
}

/// Sentences are not wider than this: the eye loses the line.
const WIDEST: usize = 100;

/// Excerpts for a file or a pipe are not wider than this.
const WIDEST_EXCERPT: usize = 200;

/// What a frame takes beside the text: a line number of up to four digits, and its rule.
const GUTTER: usize = 8;

impl Style {
    pub(in crate::report) fn severity(self, severity: Severity, text: &str) -> String {
        self.paint(text, of_severity(severity))
    }

    pub(in crate::report) fn strong(self, text: &str) -> String {
        self.paint(text, Paint::new().bold())
    }

    pub(in crate::report) fn faint(self, text: &str) -> String {
        self.paint(text, Paint::new().dimmed())
    }

    /// `file:line:column`, as editors and terminals understand it.
    pub(super) fn place(self, location: &Location) -> String {
        let start = location.start;
        let place = format!("{}:{}:{}", location.file, start.line, start.column);
        self.linked(self.paint(&place, of_place()), &location.file)
    }

    /// A sentence behind a word such as `help:`, folded beneath itself.
    pub(super) fn captioned(self, caption: &str, text: &str) -> String {
        let first = format!("  {} ", self.paint(caption, Paint::new().blue().bold()));
        self.folded(&first, &" ".repeat(caption.len() + 3), &clean::sentence(text))
    }

    /// Folds cleaned or painted text at spaces, never within a word: addresses stay whole.
    pub(in crate::report) fn folded(self, first: &str, rest: &str, text: &str) -> String {
        let options = Options::new(self.width())
            .initial_indent(first)
            .subsequent_indent(rest)
            .word_separator(WordSeparator::AsciiSpace)
            .break_words(false);
        textwrap::fill(text, options) + "\n"
    }

    /// The columns that a line of an excerpt may take.
    pub(super) fn room(self) -> usize {
        let columns = self.columns.map_or(WIDEST_EXCERPT, |columns| columns.saturating_sub(GUTTER));
        columns.clamp(24, WIDEST_EXCERPT)
    }

    /// The arrow of an entry in a list, and what stands beneath it.
    pub(super) fn arrow(self, is_last: bool) -> (&'static str, &'static str) {
        match (self.glyphs, is_last) {
            (Glyphs::Unicode, false) => ("├─▶", "│"),
            (Glyphs::Unicode, true) => ("╰─▶", " "),
            (Glyphs::Ascii, false) => ("|->", "|"),
            (Glyphs::Ascii, true) => ("`->", " "),
        }
    }

    /// What draws frames; `labels` are the colours of labels in the order of the text.
    pub(super) fn handler(self, labels: &[Severity]) -> GraphicalReportHandler {
        let mut theme = GraphicalTheme::none();
        theme.characters = match self.glyphs {
            Glyphs::Unicode => ThemeCharacters::unicode(),
            Glyphs::Ascii => ThemeCharacters::ascii(),
        };
        theme.styles = self.styles(labels);
        GraphicalReportHandler::new_themed(theme)
            .with_width(self.width())
            .with_context_lines(0)
            .with_break_words(false)
            .with_word_separator(WordSeparator::AsciiSpace)
            .with_links(false)
            .without_syntax_highlighting()
    }

    fn styles(self, labels: &[Severity]) -> ThemeStyles {
        if self.colours == Colours::Plain {
            return ThemeStyles::none();
        }
        ThemeStyles {
            error: of_severity(Severity::Error),
            warning: of_severity(Severity::Warning),
            advice: of_severity(Severity::Info),
            link: of_place(),
            highlights: labels.iter().copied().map(of_severity).collect(),
            ..ThemeStyles::ansi()
        }
    }

    fn width(self) -> usize {
        self.columns.unwrap_or(WIDEST).clamp(40, WIDEST)
    }

    fn paint(self, text: &str, paint: Paint) -> String {
        let text = clean::sentence(text);
        match self.colours {
            Colours::Plain => text,
            Colours::Ansi => text.style(paint).to_string(),
        }
    }
}

/// A severity is always named; its colour only helps to find it. Magenta and not yellow, as of
/// compilers: yellow cannot be read on white (contrast 1.0 to 2.5 in the palettes of xterm,
/// Windows and GNOME, magenta 3.1 and more), and magenta is no red to the colour-blind.
fn of_severity(severity: Severity) -> Paint {
    match severity {
        Severity::Error => Paint::new().red().bold(),
        Severity::Warning => Paint::new().magenta().bold(),
        Severity::Info => Paint::new().blue().bold(),
    }
}

/// As links look, and in the colour of text: cyan cannot be read on white either.
fn of_place() -> Paint {
    Paint::new().underline()
}
