//! `capacity`: the network plan of every cluster.

use super::args::CapacityArgs;
use super::check::{find, tell};
use super::terminal::Terminal;
use super::{Error, Exit, output};
use crate::nearest::unknown;
use crate::network_plan::network_plan;
use crate::options::Environment;
use crate::report::capacity::{
    Cluster, render_html, render_human, render_json, render_markdown, render_svg,
};
use crate::report::human::Style;
use std::io::Write;
use std::path::PathBuf;
use std::str::FromStr;

/// A form of the network plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawing {
    /// For a terminal.
    Human,
    /// For a pull request.
    Markdown,
    /// For programs.
    Json,
    /// The map as a picture.
    Svg,
    /// A page of its own.
    Html,
}

impl Drawing {
    const ALL: [(&'static str, Self); 5] = [
        ("human", Self::Human),
        ("markdown", Self::Markdown),
        ("json", Self::Json),
        ("svg", Self::Svg),
        ("html", Self::Html),
    ];

    fn render(self, clusters: &[Cluster], style: Style) -> String {
        match self {
            Self::Human => render_human(clusters, style),
            Self::Markdown => render_markdown(clusters),
            Self::Json => render_json(clusters),
            Self::Svg => render_svg(clusters),
            Self::Html => render_html(clusters),
        }
    }
}

/// A network plan to write: `FORMAT` or `FORMAT=FILE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// In which form.
    pub form: Drawing,
    /// Where to; standard output if `None`.
    pub file: Option<PathBuf>,
}

impl FromStr for Drawn {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (word, file) = match text.split_once('=') {
            Some((_, "")) => return Err("a file name goes after the `=`".to_owned()),
            Some((word, file)) => (word, Some(file.into())),
            None => (text, None),
        };
        let known = Drawing::ALL.into_iter().find(|(name, _)| *name == word);
        let names = || Drawing::ALL.map(|(name, _)| name);
        let form = known.map(|(_, form)| form).ok_or_else(|| {
            format!("{}; the formats are {}", unknown("format", word, names()), names().join(", "))
        })?;
        Ok(Self { form, file })
    }
}

/// Runs `capacity`.
///
/// # Errors
/// Wrong usage, or a plan that cannot be written.
pub fn run_capacity(args: &CapacityArgs, out: &mut dyn Write) -> Result<Exit, Error> {
    let on_stdout: Vec<&Drawn> = args.targets.iter().filter(|it| it.file.is_none()).collect();
    if on_stdout.len() > 1 {
        let message = "only one --format can go to standard output: name a file for the others, as \
                       in --format html=plan.html";
        return Err(Error::Usage(message.to_owned()));
    }
    let options = args.options(Environment::pick(std::env::vars_os()));
    let named = find(&options)?;
    let (clusters, problems) = network_plan(&named.disk, &named.paths, &options)
        .map_err(|misuse| Error::Usage(misuse.to_string()))?;
    for target in &args.targets {
        if let Some(file) = &target.file {
            let text = target.form.render(&clusters, Terminal::file_style(args.color));
            output::write_file(file, &text)?;
        }
    }
    let form = match (args.targets.is_empty(), on_stdout.first()) {
        (true, _) => Some(Drawing::Human),
        (false, target) => target.map(|target| target.form),
    };
    if let Some(form) = form {
        let text = form.render(&clusters, Terminal::stdout().style(args.color));
        output::write_text(out, &text)?;
    }
    Ok(tell(&problems, &named))
}
