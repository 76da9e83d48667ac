//! Names that were probably meant.

/// A word of more bytes than this was not meant to be a name.
const LONGEST: usize = 200;

/// The known name that a word was probably meant to be, if any is near.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST {
        return None;
    }
    let word = word.to_lowercase().replace('-', "_");
    let score = |name: &str| {
        let part = if name.contains(&word) && word.len() > 2 { 0.85 } else { 0.0 };
        strsim::jaro_winkler(&word, name).max(part)
    };
    known
        .into_iter()
        .map(|name| (score(name), name))
        .filter(|(score, _)| *score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, name)| name)
}

/// `there is no WHAT WORD`, and the nearest that there is.
pub(crate) fn unknown<'a>(
    what: &str,
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> String {
    match nearest(word, known) {
        Some(name) => format!("there is no {what} `{word}`; did you mean `{name}`?"),
        None => format!("there is no {what} `{word}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: [&str; 3] = ["pod_vpc_overlap", "pod_service_overlap", "cni_conflict"];

    #[test]
    fn what_was_probably_meant() {
        assert_eq!(nearest("pod_vcp_overlap", RULES), Some("pod_vpc_overlap"));
        assert_eq!(nearest("POD-SERVICE-overlap", RULES), Some("pod_service_overlap"));
        assert_eq!(nearest("conflict", RULES), Some("cni_conflict"));
        assert_eq!(nearest("zzz", RULES), None);
        assert_eq!(nearest("", RULES), None);
    }
}
