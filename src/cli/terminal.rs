//! What standard output is, and how to write to it.

use super::args::Colour;
use crate::report::human::{Colours, Glyphs, Style};
use std::io::{self, IsTerminal};

/// What is known of standard output.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Terminal {
    interactive: bool,
    dumb: bool,
    wish: Option<Colours>,
    columns: Option<usize>,
}

impl Terminal {
    /// Asks the system.
    pub(super) fn stdout() -> Self {
        let interactive = io::stdout().is_terminal();
        let size = if interactive { terminal_size::terminal_size_of(io::stdout()) } else { None };
        Self {
            interactive,
            columns: size.map(|(width, _)| usize::from(width.0)),
            ..Self::told(|name| std::env::var(name).ok())
        }
    }

    /// What the environment says: <https://no-color.org>, <https://force-color.org>.
    fn told(variable: impl Fn(&str) -> Option<String>) -> Self {
        let is_set = |name| variable(name).is_some_and(|value| !value.is_empty());
        let wish = match () {
            () if is_set("NO_COLOR") => Some(Colours::Plain),
            () if variable("FORCE_COLOR").as_deref() == Some("0") => Some(Colours::Plain),
            () if is_set("FORCE_COLOR") => Some(Colours::Ansi),
            () => None,
        };
        let dumb = variable("TERM").as_deref() == Some("dumb");
        Self { dumb, wish, ..Self::default() }
    }

    /// How to write to standard output.
    pub(super) fn style(self, colour: Colour) -> Style {
        let shows = self.interactive && !self.dumb;
        let auto = self.wish.unwrap_or(if shows { Colours::Ansi } else { Colours::Plain });
        Style {
            colours: chosen(colour, auto),
            glyphs: if self.dumb { Glyphs::Ascii } else { Glyphs::Unicode },
            columns: self.columns,
        }
    }

    /// How to write to a file.
    pub(super) fn file_style(colour: Colour) -> Style {
        Style { colours: chosen(colour, Colours::Plain), ..Style::default() }
    }
}

fn chosen(colour: Colour, auto: Colours) -> Colours {
    match colour {
        Colour::Auto => auto,
        Colour::Always => Colours::Ansi,
        Colour::Never => Colours::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colours(interactive: bool, variables: &[(&str, &str)], colour: Colour) -> Colours {
        let find = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        Terminal { interactive, ..Terminal::told(find) }.style(colour).colours
    }

    #[test]
    fn only_terminals_are_coloured() {
        assert_eq!(colours(true, &[], Colour::Auto), Colours::Ansi);
        assert_eq!(colours(false, &[], Colour::Auto), Colours::Plain);
        assert_eq!(colours(true, &[("TERM", "dumb")], Colour::Auto), Colours::Plain);
        assert_eq!(Terminal::file_style(Colour::Auto).colours, Colours::Plain);
    }

    #[test]
    fn the_environment_may_wish() {
        assert_eq!(colours(true, &[("NO_COLOR", "1")], Colour::Auto), Colours::Plain);
        assert_eq!(colours(true, &[("NO_COLOR", "")], Colour::Auto), Colours::Ansi);
        assert_eq!(colours(false, &[("FORCE_COLOR", "1")], Colour::Auto), Colours::Ansi);
        assert_eq!(colours(true, &[("FORCE_COLOR", "0")], Colour::Auto), Colours::Plain);
        let both = [("NO_COLOR", "1"), ("FORCE_COLOR", "1")];
        assert_eq!(colours(true, &both, Colour::Auto), Colours::Plain);
    }

    #[test]
    fn the_option_wins() {
        assert_eq!(colours(false, &[("NO_COLOR", "1")], Colour::Always), Colours::Ansi);
        assert_eq!(colours(true, &[("FORCE_COLOR", "1")], Colour::Never), Colours::Plain);
    }

    #[test]
    fn dumb_terminals_get_plain_frames() {
        let dumb = Terminal { interactive: true, dumb: true, ..Terminal::default() };
        assert_eq!(dumb.style(Colour::Auto).glyphs, Glyphs::Ascii);
    }
}
