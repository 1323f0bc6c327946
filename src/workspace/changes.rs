//! What somebody did to the files of a site, as far as it is known.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::source::{Listing, can_be_listed};

/// What may have changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files and folders, with the site's folder before them.
    pub paths: BTreeSet<PathBuf>,
    /// Whether anything else may have changed as well.
    pub everything: bool,
}

/// The same, as far as it concerns a site.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    /// Files that were there and still are, and may say something else.
    pub files: BTreeSet<Arc<str>>,
    /// Folders in which anything may be different, with a slash at the end.
    pub folders: Vec<String>,
    /// Whether files may have come or gone.
    pub moved: bool,
    /// Whether the theme may have changed.
    pub theme: bool,
}

impl Changes {
    /// These paths.
    #[cfg(test)]
    pub fn of(paths: impl IntoIterator<Item = PathBuf>) -> Changes {
        Changes {
            paths: paths.into_iter().collect(),
            everything: false,
        }
    }

    /// Anything.
    #[cfg(test)]
    pub fn everything() -> Changes {
        Changes {
            paths: BTreeSet::new(),
            everything: true,
        }
    }

    /// Adds `more`.
    pub fn add(&mut self, more: &Changes) {
        self.paths.extend(more.paths.iter().cloned());
        self.everything |= more.everything;
    }

    /// What the changes are to the site in `listing`.
    pub(super) fn sort(&self, listing: &Listing) -> Sorted {
        let mut sorted = Sorted::default();
        if self.everything {
            sorted.folders.push("content/".to_owned());
            (sorted.moved, sorted.theme) = (true, true);
            return sorted;
        }
        for path in &self.paths {
            sorted.add(path, listing);
        }
        sorted
    }
}

impl Sorted {
    fn add(&mut self, path: &Path, listing: &Listing) {
        let Some(inner) = inside(path, &listing.root) else {
            return;
        };
        if inner.is_empty() {
            // The site's folder itself came back.
            self.folders.push("content/".to_owned());
            (self.moved, self.theme) = (true, true);
            return;
        }
        match inner.split('/').next() {
            Some("themes") => self.theme = true,
            Some("content") if inner.strip_prefix("content/").is_none_or(can_be_listed) => {
                self.add_content(path, &inner, listing);
            }
            _ => {}
        }
    }

    fn add_content(&mut self, path: &Path, inner: &str, listing: &Listing) {
        let data = std::fs::symlink_metadata(path);
        let (is_file, is_folder) =
            data.map_or((false, false), |data| (data.is_file(), data.is_dir()));
        let known = listing.find(inner);
        match known {
            Some(file) if is_file => {
                self.files.insert(listing.files.path(file).clone());
            }
            _ => {
                let folder = format!("{inner}/");
                let was_there = known.is_some() || listing.under(&folder).next().is_some();
                // What came and went in between, as programs write beside a file before they rename, is of no concern.
                if is_file || is_folder || was_there {
                    self.moved = true;
                    self.folders.push(folder);
                }
            }
        }
    }
}

/// `path` relative to the site in `root`, with `/` between its parts.
fn inside(path: &Path, root: &Path) -> Option<String> {
    let inner = path.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = inner
        .components()
        .map(|part| part.as_os_str().to_str())
        .collect();
    Some(parts?.join("/"))
}
