//! By which paths what lies in the repository is read: its own, and those that links lead there by.

use super::roots::is_below;
use crate::source::Link;
use std::collections::BTreeSet;

/// So many paths of one file are followed; links that lead back into their own folder make more.
const MOST: usize = 1024;

/// The links of a repository.
#[derive(Debug, Default, Clone)]
pub(super) struct Links(Vec<Link>);

impl Links {
    pub(super) fn new(mut links: Vec<Link>) -> Self {
        links.dedup();
        Self(links)
    }

    /// Whether a file is read by several paths, or may be.
    pub(super) fn touch(&self, path: &str) -> bool {
        let by = |link: &Link| is_below(path, &link.path) || is_below(path, &link.target);
        self.0.iter().any(by)
    }

    /// All paths by which a file or folder is read, or what lies below it, its own one first; `None`
    /// if there are too many to follow.
    pub(super) fn names(&self, path: &str) -> Option<BTreeSet<String>> {
        let mut names = BTreeSet::from([path.to_owned()]);
        let mut open = vec![path.to_owned()];
        while let Some(known) = open.pop() {
            for name in self.0.iter().filter_map(|link| link.name_of(&known)) {
                if names.insert(name.clone()) {
                    open.push(name);
                }
            }
            if names.len() > MOST {
                return None;
            }
        }
        Some(names)
    }
}

impl Link {
    /// As what is read by the link is called there.
    fn name_of(&self, path: &str) -> Option<String> {
        let Self { path: link, target } = self;
        if is_below(target, path) {
            return Some(link.clone());
        }
        // one that leads to a folder around it gives no name that is of use
        if !is_below(path, target) || is_below(path, link) {
            return None;
        }
        let rest = path[target.len()..].trim_start_matches('/');
        Some(format!("{link}/{rest}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(links: &[(&str, &str)], path: &str) -> Option<Vec<String>> {
        let link =
            |(path, target): &(&str, &str)| Link { path: (*path).into(), target: (*target).into() };
        let links = Links::new(links.iter().map(link).collect());
        Some(links.names(path)?.into_iter().collect())
    }

    #[test]
    fn a_file_is_known_by_its_links_and_by_those_of_its_folders() {
        let links = [("a/x.tf", "common/x.tf"), ("b", "common"), ("c", "b2"), ("b2/y", "b/x.tf")];
        let said = ["a/x.tf", "b/x.tf", "b2/y", "c/y", "common/x.tf"];
        assert_eq!(names(&links, "common/x.tf").unwrap(), said);
        assert_eq!(names(&links, "common/z.tf").unwrap(), ["b/z.tf", "common/z.tf"]);
    }

    #[test]
    fn a_folder_is_known_by_links_to_what_it_holds() {
        assert_eq!(names(&[("a/x.tf", "sub/x.tf")], "sub").unwrap(), ["a/x.tf", "sub"]);
    }

    /// `here -> .` and two that lead into each other.
    #[test]
    fn links_in_a_circle_end() {
        assert_eq!(names(&[("a/here", "a")], "a/x").unwrap(), ["a/here/x", "a/x"]);
        assert_eq!(names(&[("a/l", "b"), ("b/m", "a")], "b/x"), None);
    }
}
