//! The files of a site, and what each of them is by where it lies.

use std::collections::BTreeMap;
use std::io;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

use crate::diagnostics::{FileId, Files};
use crate::kinds::{Kind, kind_called};

/// The files under `content/`.
#[derive(Debug)]
pub struct Listing {
    /// The site's folder.
    pub root: PathBuf,
    /// Their paths.
    pub files: Files,
    by_path: BTreeMap<Arc<str>, FileId>,
    /// Tables under `content/private/`: records may take lines from them, and nothing else does.
    private: BTreeMap<Arc<str>, FileId>,
}

/// What a file is.
#[derive(Debug, Clone)]
pub enum Role {
    /// `content/site.yaml`.
    Site,
    /// `content/词汇.yaml`.
    Glossary,
    /// An `org.yaml`.
    Org,
    /// A record.
    Record {
        /// Its organisation's folder.
        org: Arc<str>,
        /// Its kind.
        kind: &'static dyn Kind,
        /// Its slug.
        slug: Arc<str>,
        /// Whether it has a folder of its own, with its attachments.
        folder: bool,
    },
    /// Another file that records may use: an image, a table, an attachment.
    Asset,
    /// Settings read by name: holidays, rules, the ledger.
    Setting,
    /// A text that lies where no record can lie.
    Misplaced,
    /// A file that can run in a reader's browser.
    Active,
}

impl Listing {
    /// Walks `root/content`. Hidden files, `content/private/`, and what office programs and Windows leave in folders are left out; symbolic links are not followed.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn new(root: &Path) -> io::Result<Listing> {
        let empty = Listing {
            root: root.to_owned(),
            files: Files::default(),
            by_path: BTreeMap::new(),
            private: BTreeMap::new(),
        };
        empty.again()
    }

    /// Walks the folder again. Files that are still there keep their numbers, so that what was read of them keeps its places; numbers of files that are gone are not given again.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn again(&self) -> io::Result<Listing> {
        let mut files = self.files.clone();
        let mut by_path = BTreeMap::new();
        let mut paths = walk(&self.root)?;
        paths.sort();
        for path in paths {
            match self.by_path.get_key_value(path.as_str()) {
                Some((path, id)) => by_path.insert(path.clone(), *id),
                None => {
                    let path: Arc<str> = path.into();
                    let id = FileId(u32::try_from(files.0.len()).unwrap_or(u32::MAX));
                    files.0.push(path.clone());
                    by_path.insert(path, id)
                }
            };
        }
        let mut private = BTreeMap::new();
        for path in walk_private(&self.root) {
            let known = self.private.get(path.as_str()).copied();
            let path: Arc<str> = path.into();
            let id = known.unwrap_or_else(|| {
                files.0.push(path.clone());
                FileId(u32::try_from(files.0.len() - 1).unwrap_or(u32::MAX))
            });
            private.insert(path, id);
        }
        Ok(Listing {
            root: self.root.clone(),
            files,
            by_path,
            private,
        })
    }

    /// The table at `path`, as in `private/2026/q3.xlsx`, under `content/private/`.
    pub fn find_private(&self, path: &str) -> Option<FileId> {
        self.private
            .get(format!("content/{path}").as_str())
            .copied()
    }

    /// The files in order of path.
    pub fn ids(&self) -> impl Iterator<Item = FileId> {
        self.by_path.values().copied()
    }

    /// The file at `path`, relative to the site.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.by_path.get(path).copied()
    }

    /// Files whose path begins with `prefix`.
    pub fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (FileId, &'a Arc<str>)> {
        self.by_path
            .range::<str, _>((Bound::Included(prefix), Bound::Unbounded))
            .take_while(move |(path, _)| path.starts_with(prefix))
            .map(|(path, id)| (*id, path))
    }

    /// Where `file` lies on disk.
    pub fn disk_path(&self, file: FileId) -> PathBuf {
        self.files
            .path(file)
            .split('/')
            .fold(self.root.clone(), |path, part| path.join(part))
    }

    /// What `file` is.
    pub fn role(&self, file: FileId) -> Role {
        let path = self.files.path(file).as_ref();
        let inner = path.strip_prefix("content/").unwrap_or(path);
        let parts: Vec<&str> = inner.split('/').collect();
        let (name, folders) = match parts.split_last() {
            Some((name, folders)) => (*name, folders),
            None => return Role::Asset,
        };
        match (folders, name) {
            ([], "site.yaml" | "site.yml") => return Role::Site,
            ([], name) if GLOSSARY.contains(&name) => return Role::Glossary,
            ([], _) if text_stem(name).is_none() || SETTINGS.contains(&name) => {
                return Role::Setting;
            }
            ([], _) => return Role::Misplaced,
            (["rules", ..], _) => return Role::Setting,
            _ => {}
        }
        let Some(at) = folders
            .iter()
            .position(|folder| kind_called(folder).is_some_and(|kind| kind.name() != *folder))
        else {
            return match name {
                "org.yaml" | "org.yml" => Role::Org,
                _ if text_stem(name).is_some() => Role::Misplaced,
                _ => Role::Asset,
            };
        };
        let Some(kind) = kind_called(folders[at]) else {
            return Role::Asset;
        };
        let org: Arc<str> = folders[..at].join("/").into();
        match (&folders[at + 1..], text_stem(name)) {
            ([], Some(stem)) => Role::Record {
                org,
                kind,
                slug: stem.into(),
                folder: false,
            },
            ([slug], Some("index")) => Role::Record {
                org,
                kind,
                slug: (*slug).into(),
                folder: true,
            },
            // A text anywhere else in the folder of a kind would be neither a record nor meant to be downloaded.
            (_, Some(_)) => Role::Misplaced,
            _ if is_active(name) => Role::Active,
            _ => Role::Asset,
        }
    }

    /// The `index.md` or `index.yaml` whose folder `path` lies in, if it lies in one.
    pub fn index_of(&self, path: &str) -> Option<FileId> {
        let mut folder = path;
        while let Some((parent, _)) = folder.rsplit_once('/') {
            let index = |name: &str| {
                self.find(&format!("{parent}/{name}"))
                    .filter(|id| matches!(self.role_shallow(*id), Some(true)))
            };
            if let Some(id) = index("index.md")
                .or_else(|| index("index.yaml"))
                .or_else(|| index("index.yml"))
            {
                return Some(id);
            }
            folder = parent;
        }
        None
    }

    /// Whether `file` is the index of a record's folder; unlike [`Listing::role`] it looks at nothing else.
    fn role_shallow(&self, file: FileId) -> Option<bool> {
        let path = self.files.path(file);
        let mut parts = path.rsplit('/').skip(2);
        Some(kind_called(parts.next()?).is_some())
    }
}

/// The paths of the files under `root/content`, relative to `root`, in any order.
fn walk(root: &Path) -> io::Result<Vec<String>> {
    let mut paths = Vec::new();
    let entries = WalkDir::new(root.join("content"))
        .into_iter()
        .filter_entry(|entry| {
            entry.depth() == 0 || is_read(&entry.file_name().to_string_lossy(), entry.depth() == 1)
        });
    for entry in entries {
        let entry = entry?;
        if !entry.file_type().is_file() {
            continue;
        }
        let Ok(relative) = entry.path().strip_prefix(root) else {
            continue;
        };
        // A name that is no text is kept with a sign in the place of what cannot be read; it is reported where files are read.
        let parts: Vec<_> = relative
            .components()
            .map(|part| part.as_os_str().to_string_lossy())
            .collect();
        paths.push(parts.join("/"));
    }
    Ok(paths)
}

/// The paths of the tables under `root/content/private`, relative to `root`, in order. Nothing there is looked at unless a record names it.
fn walk_private(root: &Path) -> Vec<String> {
    let folder = root.join("content").join("private");
    let entries = WalkDir::new(&folder).sort_by_file_name().into_iter();
    let tables = entries.filter_map(Result::ok).filter(|entry| {
        let name = entry.file_name().to_string_lossy().to_ascii_lowercase();
        let table = [".csv", ".tsv", ".xlsx", ".xls", ".ods"];
        entry.file_type().is_file() && table.iter().any(|end| name.ends_with(end))
    });
    tables
        .filter_map(|entry| {
            let relative = entry.path().strip_prefix(root).ok()?;
            let parts = relative.components().map(|part| part.as_os_str().to_str());
            Some(parts.collect::<Option<Vec<_>>>()?.join("/"))
        })
        .collect()
}

/// Whether anything at `path`, which is relative to `content/`, can be a file of a site.
pub fn can_be_listed(path: &str) -> bool {
    let mut parts = path.split('/').enumerate();
    parts.all(|(depth, name)| is_read(name, depth == 0))
}

/// Whether a file or folder called `name` is looked at; `top` if it lies in `content/` itself.
fn is_read(name: &str, top: bool) -> bool {
    let hidden = name.starts_with('.') || name.starts_with("~$") || name.ends_with('~');
    let junk = ["thumbs.db", "desktop.ini"]
        .iter()
        .any(|junk| name.eq_ignore_ascii_case(junk));
    let private = top && name == "private";
    !hidden && !private && !junk
}

/// Whether a file can carry a script that a browser would run in the site's name.
fn is_active(name: &str) -> bool {
    let extension = name
        .rsplit_once('.')
        .map_or("", |(_, extension)| extension)
        .to_ascii_lowercase();
    [
        "html", "htm", "xhtml", "shtml", "mht", "js", "mjs", "svg", "svgz", "xml", "swf",
    ]
    .contains(&extension.as_str())
}

/// Files of the site itself that are read by name.
const SETTINGS: [&str; 3] = ["holidays.yaml", "catalogue.yaml", "ledger.yaml"];

/// The names that the glossary may have.
pub const GLOSSARY: [&str; 4] = ["词汇.yaml", "词汇.yml", "glossary.yaml", "glossary.yml"];

/// The stem of a record's file name, if it is one, whatever the case of its extension.
fn text_stem(name: &str) -> Option<&str> {
    let (stem, extension) = name.rsplit_once('.')?;
    let known = ["md", "yaml", "yml"]
        .iter()
        .any(|known| extension.eq_ignore_ascii_case(known));
    (known && !stem.is_empty()).then_some(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(paths: &[&str]) -> Listing {
        let mut files: Vec<Arc<str>> = paths.iter().map(|path| Arc::from(*path)).collect();
        files.sort();
        let by_path = files
            .iter()
            .enumerate()
            .map(|(i, path)| (path.clone(), FileId(i as u32)))
            .collect();
        Listing {
            root: PathBuf::new(),
            files: Files(files),
            by_path,
            private: BTreeMap::new(),
        }
    }

    #[test]
    fn a_file_is_what_its_place_says() {
        let paths = [
            "content/site.yaml",
            "content/holidays.yaml",
            "content/glossary.yaml",
            "content/qx/org.yaml",
            "content/qx/readme.md",
            "content/qx/liucun/承诺/a.md",
            "content/qx/liucun/pledges/b/index.md",
            "content/qx/liucun/pledges/b/list.xlsx",
            "content/qx/liucun/pledges/b/notes.md",
            "content/qx/liucun/pledges/c/notes.md",
            "content/qx/liucun/pledges/photo.jpg",
            "content/qx/liucun/pledges/2026/d.md",
            "content/qx/liucun/pledges/2026/q3/index.md",
            "content/qx/liucun/pledges/E.MD",
            "content/qx/liucun/pledges/b/form.HTML",
            "content/公告.md",
            "content/词汇.yaml",
        ];
        let listing = listing(&paths);
        let roles: Vec<String> = paths
            .iter()
            .map(|path| match listing.role(listing.find(path).unwrap()) {
                Role::Record {
                    org,
                    kind,
                    slug,
                    folder,
                } => format!("{org} {} {slug} {folder}", kind.name()),
                other => format!("{other:?}"),
            })
            .collect();
        let expected = [
            "Site",
            "Setting",
            "Glossary",
            "Org",
            "Misplaced",
            "qx/liucun pledge a false",
            "qx/liucun pledge b true",
            "Asset",
            "Misplaced",
            "Misplaced",
            "Asset",
            "Misplaced",
            "Misplaced",
            "qx/liucun pledge E false",
            "Active",
            "Misplaced",
            "Glossary",
        ];
        assert_eq!(roles, expected);
    }
}
