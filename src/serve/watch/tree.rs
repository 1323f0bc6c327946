//! What is known of the files in the watched folders.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::Metadata;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use walkdir::WalkDir;

/// How a file or folder looked.
///
/// An inode number is not part of it: file systems in user space and some shares give the same file another one from time to time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    kind: Kind,
    /// In bytes; as all that follows, nothing for a folder, whose own data change with each file in it.
    len: u64,
    modified: Option<SystemTime>,
    /// When the inode changed, in seconds and nanoseconds; 0 where there are none.
    changed: (i64, i64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Folder,
    Other,
}

impl Stamp {
    /// How `path` looks now; none if nothing is there or it cannot be reached. A symbolic link is taken for what it leads to if `follow`.
    pub fn of(path: &Path, follow: bool) -> Option<Stamp> {
        let data = if follow {
            path.metadata()
        } else {
            path.symlink_metadata()
        };
        data.ok().map(|data| Stamp::from(&data))
    }

    /// Whether it is a folder.
    pub fn is_folder(&self) -> bool {
        self.kind == Kind::Folder
    }

    /// Whether it is a file with nothing in it.
    pub fn is_empty_file(&self) -> bool {
        self.kind == Kind::File && self.len == 0
    }

    /// Whether it is a file with something in it.
    pub fn has_bytes(&self) -> bool {
        self.kind == Kind::File && self.len > 0
    }

    /// Whether only the time of the inode's change differs, as when somebody makes a hard link to the file, which no system tells.
    pub fn same_but_inode(&self, other: &Stamp) -> bool {
        Stamp {
            changed: other.changed,
            ..*self
        } == *other
    }
}

impl From<&Metadata> for Stamp {
    fn from(data: &Metadata) -> Stamp {
        if data.is_dir() {
            return Stamp {
                kind: Kind::Folder,
                len: 0,
                modified: None,
                changed: (0, 0),
            };
        }
        Stamp {
            kind: if data.is_file() {
                Kind::File
            } else {
                Kind::Other
            },
            len: data.len(),
            modified: data.modified().ok(),
            changed: changed(data),
        }
    }
}

#[cfg(unix)]
fn changed(data: &Metadata) -> (i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (data.ctime(), data.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> (i64, i64) {
    (0, 0)
}

/// Whether a file or folder with this name is left out.
pub fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// The folder `folder` and all in it that is not hidden; nothing if it is no folder. What cannot be read is left out; symbolic links in it are not followed.
pub fn walk(folder: &Path) -> BTreeMap<PathBuf, Stamp> {
    if !folder.is_dir() {
        return BTreeMap::new();
    }
    WalkDir::new(folder)
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.file_name()))
        .flatten()
        .filter_map(|entry| {
            let data = if entry.depth() == 0 {
                entry.path().metadata().ok()
            } else {
                entry.metadata().ok()
            };
            let stamp = Stamp::from(&data?);
            Some((entry.into_path(), stamp))
        })
        .collect()
}

/// The entries for `path` and all below it.
fn below<'a, T>(
    map: &'a BTreeMap<PathBuf, T>,
    path: &'a Path,
) -> impl Iterator<Item = (&'a PathBuf, &'a T)> {
    map.range::<Path, _>((Bound::Included(path), Bound::Unbounded))
        .take_while(move |(entry, _)| entry.starts_with(path))
}

/// Removes the entries for `path` and all below it.
pub fn remove_below<T>(map: &mut BTreeMap<PathBuf, T>, path: &Path) {
    let gone: Vec<PathBuf> = below(map, path).map(|(path, _)| path.clone()).collect();
    for path in gone {
        map.remove(&path);
    }
}

/// How files and folders looked when they were last told.
#[derive(Debug, Default)]
pub struct Tree {
    known: BTreeMap<PathBuf, Stamp>,
}

impl Tree {
    /// How `path` looked.
    pub fn get(&self, path: &Path) -> Option<Stamp> {
        self.known.get(path).copied()
    }

    /// Puts `stamp` for `path` and all below it.
    pub fn insert(&mut self, path: &Path, stamp: Stamp) {
        self.remove(path);
        self.known.insert(path.to_owned(), stamp);
    }

    /// Puts what a walk found for `folder` and all below it.
    pub fn replace(&mut self, folder: &Path, walked: BTreeMap<PathBuf, Stamp>) {
        self.remove(folder);
        self.known.extend(walked);
    }

    /// Forgets `path` and all below it.
    pub fn remove(&mut self, path: &Path) {
        remove_below(&mut self.known, path);
    }

    /// Walks `folder` and gives the paths in it that look other than they did, each with whether more than the inode's change differs.
    pub fn compare(&mut self, folder: &Path) -> Vec<(PathBuf, bool)> {
        let walked = walk(folder);
        let mut found = Vec::new();
        let mut misnamed = Vec::new();
        // A walk may be told old data of a file that is open: the file itself is asked before it counts.
        for (path, stamp) in &walked {
            let known = self.get(path);
            if known != Some(*stamp) {
                let now = Stamp::of(path, path == folder);
                if now != known {
                    let same = known
                        .zip(now)
                        .is_some_and(|(known, now)| known.same_but_inode(&now));
                    found.push((path.clone(), !same));
                }
            }
        }
        for (path, stamp) in below(&self.known, folder) {
            if !walked.contains_key(path) {
                if Stamp::of(path, path == folder) == Some(*stamp) {
                    misnamed.push(path.clone());
                } else {
                    found.push((path.clone(), true));
                }
            }
        }
        // Reached but not listed: its name changed between capitals and small letters.
        for path in misnamed {
            self.known.remove(&path);
        }
        found
    }
}
