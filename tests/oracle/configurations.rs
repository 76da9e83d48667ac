//! Whole configurations as text: `== name`, files that begin with `-- path --`, then `=> ` and
//! what `local.result` is.

/// Paths and texts.
pub(crate) type Files = Vec<(String, String)>;

/// A configuration of the table.
#[derive(Default)]
pub(crate) struct Case {
    /// What stands after `== `.
    pub(crate) name: String,
    /// Its files.
    pub(crate) files: Files,
    /// What stands after `=> `.
    pub(crate) expected: String,
    /// What stands after `~ `: how we differ, if we do.
    pub(crate) differs: String,
}

/// The configurations of a table.
pub(crate) fn read(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("== ") {
            cases.push(Case { name: name.to_owned(), ..Case::default() });
            continue;
        }
        let Some(case) = cases.last_mut() else { continue };
        if let Some(expected) = line.strip_prefix("=> ") {
            expected.clone_into(&mut case.expected);
        } else if let Some(differs) = line.strip_prefix("~ ") {
            differs.clone_into(&mut case.differs);
        } else if let Some(path) = line.strip_prefix("-- ").and_then(|l| l.strip_suffix(" --")) {
            case.files.push((path.to_owned(), String::new()));
        } else if let Some((_, text)) = case.files.last_mut() {
            *text += line;
            text.push('\n');
        }
    }
    cases
}
