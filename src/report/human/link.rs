//! Places that a terminal opens on a click: OSC 8, which is
//! <https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda>.

use super::Style;

impl Style {
    /// Painted text that leads to a file of the repository, where the terminal knows links.
    pub(super) fn linked(self, text: String, file: &str) -> String {
        // a values file from elsewhere is shown as it was named
        let elsewhere = file.starts_with('/') || file.starts_with("../") || file.contains(':');
        match self.links.filter(|_| !elsewhere) {
            None => text,
            Some(root) => {
                let url = format!("{root}/{}", url_path(file));
                format!("\u{1b}]8;;{url}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\")
            }
        }
    }
}

/// A path with `/` as it stands in a URL: what steers a terminal or ends a link is escaped.
pub fn url_path(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/:".contains(&byte);
    let escaped =
        |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    path.bytes().map(escaped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_escaped() {
        assert_eq!(url_path("envs/prod-1/main.tf"), "envs/prod-1/main.tf");
        assert_eq!(url_path("a b/网.tf"), "a%20b/%E7%BD%91.tf");
        assert_eq!(url_path("x\u{1b}\\;y%"), "x%1B%5C%3By%25");
    }

    #[test]
    fn a_link_is_around_its_text() {
        let style = Style { links: Some("file://host/repo"), ..Style::default() };
        let link = "\u{1b}]8;;file://host/repo/a%20b.tf\u{1b}\\a b.tf\u{1b}]8;;\u{1b}\\";
        assert_eq!(style.linked("a b.tf".to_owned(), "a b.tf"), link);
        assert_eq!(Style::default().linked("a".to_owned(), "a"), "a");
        for elsewhere in ["/tmp/a.tfvars", "../a.tfvars", "C:/a.tfvars"] {
            assert_eq!(style.linked("a".to_owned(), elsewhere), "a");
        }
    }
}
