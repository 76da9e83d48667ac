//! What standard output is, and how to write to it.

use super::args::Colour;
use crate::report::human::{Colours, Glyphs, Style, url_path};
use std::io::{self, IsTerminal};
use std::path::Path;
use supports_hyperlinks::Stream;

/// What is known of standard output.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Terminal {
    interactive: bool,
    dumb: bool,
    wish: Option<Colours>,
    columns: Option<usize>,
    knows_links: bool,
    links: Option<&'static str>,
}

impl Terminal {
    /// Asks the system.
    pub(super) fn stdout() -> Self {
        let interactive = io::stdout().is_terminal();
        let size = if interactive { terminal_size::terminal_size_of(io::stdout()) } else { None };
        let told = Self::told(|name| std::env::var(name).ok());
        Self {
            interactive,
            columns: told.columns.or(size.map(|(width, _)| usize::from(width.0))),
            knows_links: interactive && supports_hyperlinks::on(Stream::Stdout),
            ..told
        }
    }

    /// What the environment says: <https://no-color.org>, <https://force-color.org>, and `COLUMNS`,
    /// which shells keep to themselves unless somebody exports it.
    fn told(variable: impl Fn(&str) -> Option<String>) -> Self {
        let is_set = |name| variable(name).is_some_and(|value| !value.is_empty());
        let wish = match () {
            () if is_set("NO_COLOR") => Some(Colours::Plain),
            () if variable("FORCE_COLOR").as_deref() == Some("0") => Some(Colours::Plain),
            () if is_set("FORCE_COLOR") => Some(Colours::Ansi),
            () => None,
        };
        let dumb = variable("TERM").as_deref() == Some("dumb");
        let columns = variable("COLUMNS").and_then(|columns| columns.parse().ok());
        Self { dumb, wish, columns: columns.filter(|columns| *columns > 0), ..Self::default() }
    }

    /// With links to files below the repository root, where the terminal knows links. They are
    /// kept for as long as the process runs.
    pub(super) fn linked(self, root: &Path) -> Self {
        let host = || gethostname::gethostname().to_string_lossy().into_owned();
        let url = || String::leak(file_url(&root.to_string_lossy(), &host()));
        Self { links: self.knows_links.then(|| &*url()), ..self }
    }

    /// How to write to standard output.
    pub(super) fn style(self, colour: Colour) -> Style {
        let shows = self.interactive && !self.dumb;
        let auto = self.wish.unwrap_or(if shows { Colours::Ansi } else { Colours::Plain });
        let colours = chosen(colour, auto);
        Style {
            colours,
            // who wants no colours wants no other escapes either
            links: self.links.filter(|_| colours == Colours::Ansi && !self.dumb),
            glyphs: if self.dumb { Glyphs::Ascii } else { Glyphs::Unicode },
            columns: self.columns,
        }
    }

    /// How to write to a file.
    pub(super) fn file_style(colour: Colour) -> Style {
        Style { colours: chosen(colour, Colours::Plain), ..Style::default() }
    }
}

/// The URL of a folder, without a `/` at its end. With the host, so that a terminal that shows
/// another machine does not open a file of its own; a path of Windows has none to name.
fn file_url(folder: &str, host: &str) -> String {
    let folder = folder.strip_prefix(r"\\?\").unwrap_or(folder).replace('\\', "/");
    let folder = url_path(folder.trim_end_matches('/'));
    if folder.is_empty() || folder.starts_with('/') {
        format!("file://{}{folder}", url_path(host))
    } else {
        format!("file:///{folder}")
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
    fn the_environment_may_tell_the_width() {
        let columns = |told: &'static str| {
            Terminal::told(|name| (name == "COLUMNS").then(|| told.to_owned())).columns
        };
        assert_eq!(["40", "0", "", "wide"].map(columns), [Some(40), None, None, None]);
        assert_eq!(Terminal::file_style(Colour::Auto).columns, None);
    }

    #[test]
    fn dumb_terminals_get_plain_frames() {
        let dumb = Terminal { interactive: true, dumb: true, ..Terminal::default() };
        assert_eq!(dumb.style(Colour::Auto).glyphs, Glyphs::Ascii);
    }

    #[test]
    fn the_url_of_a_folder() {
        assert_eq!(file_url("/home/me/a b", "box"), "file://box/home/me/a%20b");
        assert_eq!(file_url("/", "box"), "file://box");
        assert_eq!(file_url(r"\\?\C:\Users\me", "box"), "file:///C:/Users/me");
    }

    #[test]
    fn links_are_for_terminals_that_show_escapes() {
        let terminal = Terminal { interactive: true, knows_links: true, ..Terminal::default() };
        let links =
            |terminal: Terminal, colour| terminal.linked(Path::new("/x")).style(colour).links;
        assert!(links(terminal, Colour::Auto).is_some_and(|url| url.ends_with("/x")));
        assert_eq!(links(terminal, Colour::Never), None);
        assert_eq!(links(Terminal { dumb: true, ..terminal }, Colour::Auto), None);
        assert_eq!(links(Terminal { knows_links: false, ..terminal }, Colour::Auto), None);
        assert_eq!(Terminal::file_style(Colour::Always).links, None);
    }
}
