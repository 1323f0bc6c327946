//! Where something is published: a path that cannot leave the output folder.

use std::fmt;
use std::path::{Path, PathBuf};

/// A path relative to the output folder, with `/` between its parts. No part is empty, `.` or `..`, and none holds what a file system treats specially.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutPath(String);

/// Names that Windows gives to devices, whatever extension follows.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

impl OutPath {
    /// `path` as an output path, if it is one on every system that a site is built or served on.
    pub fn new(path: &str) -> Option<OutPath> {
        let right = !path.is_empty() && path.split('/').all(is_plain);
        right.then(|| OutPath(path.to_owned()))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where it lies under `folder`.
    pub fn under(&self, folder: &Path) -> PathBuf {
        let mut path = PathBuf::with_capacity(folder.as_os_str().len() + 1 + self.0.len());
        path.push(folder);
        path.extend(self.0.split('/'));
        path
    }

    /// The way from a page at this path up to the output folder: `../../`, or nothing at the top.
    pub fn root(&self) -> String {
        "../".repeat(self.0.matches('/').count())
    }

    /// The path as systems see it that take upper and lower case for the same.
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }
}

impl fmt::Display for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_plain(part: &str) -> bool {
    let stem = part
        .split('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let device = DEVICES.iter().any(|name| {
        let numbered = name.len() == 3
            && stem.len() == 4
            && matches!(*name, "com" | "lpt")
            && stem.as_bytes()[3].is_ascii_digit();
        stem.strip_prefix(name)
            .is_some_and(|rest| rest.is_empty() && !matches!(*name, "com" | "lpt") || numbered)
    });
    let special =
        |c: char| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    !part.is_empty()
        && part.len() <= 240
        && !part.chars().any(special)
        && !part.ends_with(['.', ' '])
        && !part.starts_with(' ')
        && !device
        && part != ".."
}

#[cfg(test)]
mod tests {
    use super::OutPath;

    #[test]
    fn only_paths_inside_the_folder() {
        for right in [
            "index.html",
            "qx/柳村/funds/q3.html",
            "r/0abc/index.html",
            "a/.well-known",
            "company.html",
            "com.html",
            "a...b",
        ] {
            assert!(OutPath::new(right).is_some(), "{right}");
        }
        for wrong in [
            "",
            "/",
            "../a",
            "a/../b",
            "a//b",
            "a/./b",
            "/etc/passwd",
            "c:/a",
            "a\\b",
            "nul",
            "con.html",
            "com1",
            "a/LPT9.txt",
            "a.",
            "a ",
            " a",
            "a\0",
            "a\n",
        ] {
            assert!(OutPath::new(wrong).is_none(), "{wrong:?}");
        }
        assert!(OutPath::new(&"长".repeat(100)).is_none());
        assert_eq!(OutPath::new("a/b/c.html").unwrap().root(), "../../");
    }
}
