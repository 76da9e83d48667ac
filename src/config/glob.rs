//! Patterns over addresses and folders: `*` and `?` only, for `[` and `{` stand in addresses.

use globset::{GlobBuilder, GlobMatcher};

/// A pattern; of what it is written as only `*`, `**` and `?` mean more than themselves.
#[derive(Debug, Clone)]
pub struct Glob {
    text: String,
    matcher: GlobMatcher,
}

impl Glob {
    /// Over addresses, ids and names: `*` is any text.
    ///
    /// # Errors
    /// Why it is no pattern.
    pub fn over_names(text: &str) -> Result<Self, String> {
        Self::new(text, false)
    }

    /// Over folders: `*` stays within one name, `**` goes through any number of folders.
    ///
    /// # Errors
    /// Why it is no pattern.
    pub fn over_folders(text: &str) -> Result<Self, String> {
        let text = text.strip_prefix("./").unwrap_or(text).trim_end_matches('/');
        Self::new(if text.is_empty() { "." } else { text }, true)
    }

    fn new(text: &str, folders: bool) -> Result<Self, String> {
        if text.is_empty() {
            return Err("an empty pattern matches nothing: write \"*\" for all".to_owned());
        }
        let mut escaped = String::with_capacity(text.len());
        for c in text.chars() {
            if matches!(c, '[' | ']' | '{' | '}' | '!' | '\\' | ',') {
                escaped.push('\\');
            }
            escaped.push(c);
        }
        let mut builder = GlobBuilder::new(&escaped);
        let glob = builder.literal_separator(folders).backslash_escape(true).build();
        let matcher = glob.map_err(|error| format!("`{text}` is no pattern: {error}"))?;
        Ok(Self { text: text.to_owned(), matcher: matcher.compile_matcher() })
    }

    /// Whether it matches all of a text.
    pub fn is_match(&self, text: &str) -> bool {
        self.matcher.is_match(text)
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it matches whatever there is.
    pub fn is_all(&self) -> bool {
        self.text.chars().all(|c| c == '*')
    }
}

/// A folder as seen from another one above it, `.` for that itself; `None` if it is not below.
pub(super) fn below<'f>(folder: &'f str, above: &str) -> Option<&'f str> {
    if above.is_empty() {
        return Some(if folder.is_empty() { "." } else { folder });
    }
    match folder.strip_prefix(above)? {
        "" => Some("."),
        rest => rest.strip_prefix('/'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_instances_are_text() {
        let glob = Glob::over_names("module.prod[\"eu\"].alicloud_*.this[0]").unwrap();
        assert!(glob.is_match("module.prod[\"eu\"].alicloud_cs_managed_kubernetes.this[0]"));
        assert!(!glob.is_match("module.prod[\"us\"].alicloud_cs_managed_kubernetes.this[0]"));
        let all = Glob::over_names("*").unwrap();
        assert!(all.is_match("a/b.c[\"x{y}\"]") && all.is_all());
        assert!(Glob::over_names("").is_err());
    }

    #[test]
    fn a_star_stays_in_one_folder() {
        let glob = Glob::over_folders("modules/*").unwrap();
        assert!(glob.is_match("modules/ack") && !glob.is_match("modules/ack/inner"));
        assert!(Glob::over_folders("modules/**").unwrap().is_match("modules/ack/inner"));
        assert!(Glob::over_folders(".").unwrap().is_match("."));
        assert!(Glob::over_folders("./modules/ack/").unwrap().is_match("modules/ack"));
    }

    #[test]
    fn folders_are_seen_from_the_file() {
        assert_eq!(below("envs/prod", "envs"), Some("prod"));
        assert_eq!(below("envs", "envs"), Some("."));
        assert_eq!(below("", ""), Some("."));
        assert_eq!(below("environments", "envs"), None);
        assert_eq!(below("envs2/prod", "envs"), None);
    }
}
