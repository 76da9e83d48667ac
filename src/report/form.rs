//! The forms of a report: one list.

use super::human::{self, Detail, Style};
use super::view::View;
use super::{checkstyle, concise, github, gitlab, json, junit, markdown, rdjson, said, sarif};

/// What a form may be asked to heed; those for programs heed nothing of it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Look {
    /// Colours, glyphs and width.
    pub style: Style,
    /// How much is said.
    pub detail: Detail,
}

/// The one list of forms.
macro_rules! forms {
    ($($(#[$doc:meta])+ $form:ident $name:literal $render:expr,)*) => {
        /// A form of the report.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Form {
            $($(#[$doc])+ $form,)*
        }

        impl Form {
            /// All there are, people's first.
            pub const ALL: &'static [Self] = &[$(Self::$form,)*];

            /// As `--format` names it.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$form => $name,)*
                }
            }

            /// The report, with a line end.
            pub fn render(self, view: &View, look: Look) -> String {
                let render: fn(&View, Look) -> String = match self {
                    $(Self::$form => $render,)*
                };
                render(view, look)
            }
        }
    };
}

forms! {
    /// For people.
    Human "human" |view, look| human::render(view, look.style, look.detail),
    /// A line a finding.
    Concise "concise" |view, look| concise::render(view, look.detail),
    /// For programs: acklint's own, and the fullest.
    Json "json" |view, _| json::render(view),
    /// SARIF 2.1.0, for code scanning.
    Sarif "sarif" |view, _| sarif::render(view),
    /// Workflow commands of GitHub Actions.
    Github "github" |view, _| github::render(view),
    /// Code quality of GitLab.
    Gitlab "gitlab" |view, _| gitlab::render(view),
    /// `JUnit`, for what shows test results.
    Junit "junit" |view, _| junit::render(view),
    /// Checkstyle.
    Checkstyle "checkstyle" |view, _| checkstyle::render(view),
    /// Reviewdog's diagnostic format.
    Rdjson "rdjson" |view, _| rdjson::render(view),
    /// A comment on a pull request.
    Markdown "markdown" |view, _| markdown::render(view),
}

/// The entries of the baseline that nothing matches any more, as plain lines.
pub fn stale(view: &View) -> Vec<String> {
    said::stale_lines(view)
}

impl Form {
    /// Whether it names the entries of the baseline that nothing matches any more.
    pub fn has_stale(self) -> bool {
        !matches!(self, Self::Gitlab | Self::Checkstyle | Self::Rdjson)
    }

    /// The form of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|form| form.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn each_form_says_what_is_waived_and_in_which_variant() {
        let view = View { findings: vec![sample::waived()], ..View::default() };
        for form in Form::ALL.iter().filter(|form| **form != Form::Sarif) {
            let text = form.render(&view, Look::default());
            insta::assert_snapshot!(format!("waived_{}", form.as_str()), text);
        }
    }

    #[test]
    fn each_form_ends_its_last_line() {
        for form in Form::ALL {
            let text = form.render(&View::default(), Look::default());
            assert!(text.ends_with('\n'), "{}", form.as_str());
            assert_eq!(Form::parse(form.as_str()), Some(*form));
        }
    }
}
