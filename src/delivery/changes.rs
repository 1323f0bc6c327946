//! What has to be sent and what has to go.

use std::collections::{BTreeMap, BTreeSet};

use super::journal::Journal;
use crate::output::{Manifest, Published};

/// What is known of the files of a remote site that were put there by this program.
#[derive(Debug, Default)]
pub struct Known {
    /// The hash of each, or none where an upload was cut off and the file may be in either state.
    files: BTreeMap<String, Option<String>>,
    /// The files of the last upload that was finished: what visitors can reach.
    whole: BTreeSet<String>,
    /// The files that the upload that was cut off had put.
    pub carried: Vec<(String, String)>,
}

impl Known {
    /// What the remote manifest and the journal of a cut upload say together.
    pub fn new(manifest: Option<&Manifest>, journal: Option<&Journal>) -> Known {
        let mut known = Known::default();
        for file in manifest.iter().flat_map(|manifest| &manifest.files) {
            known
                .files
                .insert(file.path.clone(), Some(file.blake3.clone()));
            known.whole.insert(file.path.clone());
        }
        let Some(journal) = journal else {
            return known;
        };
        for (i, (path, hash)) in journal.put.iter().enumerate() {
            let there = i < journal.done;
            known
                .files
                .insert(path.clone(), there.then(|| hash.clone()));
            if there {
                known.carried.push((path.clone(), hash.clone()));
            }
        }
        for path in &journal.gone {
            known.files.insert(path.clone(), None);
        }
        known
    }
}

/// A file that is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its path.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// The BLAKE3 hash of its bytes, in hex.
    pub blake3: String,
    /// Whether the last finished upload had no such file.
    pub new: bool,
}

/// The turn of a file: files of an earlier turn are there before one of a later is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// What pages are drawn with, and documents.
    Asset,
    /// Pages that nothing links to yet.
    NewPage,
    /// Feeds, the search index and other lists that lead to pages.
    Index,
    /// Pages that visitors know.
    Page,
    /// The home page.
    Home,
}

impl Change {
    /// When it is sent.
    pub fn turn(&self) -> Turn {
        let path = self.path.as_str();
        let ends = |ends: &[&str]| ends.iter().any(|end| path.ends_with(end));
        match path {
            "index.html" => Turn::Home,
            _ if ends(&[".html"]) && self.new => Turn::NewPage,
            _ if ends(&[".html"]) => Turn::Page,
            _ if ends(&[".xml", ".json", ".jsonl", ".txt", ".ics"]) => Turn::Index,
            // A changed part of the search index leads to new pages; a new one is found through it only.
            _ if path.starts_with("search/") && !self.new => Turn::Index,
            _ => Turn::Asset,
        }
    }
}

/// The difference between a remote site and the one that is to be there.
#[derive(Debug)]
pub struct Changes {
    /// What is sent, in the order of sending.
    pub put: Vec<Change>,
    /// What goes, in order of path.
    pub gone: Vec<String>,
}

impl Changes {
    /// What makes a site of which `known` is known that of `manifest`.
    pub fn between(known: &Known, manifest: &Manifest) -> Changes {
        let differs =
            |file: &&Published| known.files.get(&file.path) != Some(&Some(file.blake3.clone()));
        let change = |file: &Published| Change {
            path: file.path.clone(),
            bytes: file.bytes,
            blake3: file.blake3.clone(),
            new: !known.whole.contains(&file.path),
        };
        let mut put: Vec<Change> = manifest.files.iter().filter(differs).map(change).collect();
        put.sort_by(|a, b| (a.turn(), &a.path).cmp(&(b.turn(), &b.path)));
        let stays: BTreeSet<&str> = manifest.files.iter().map(|f| f.path.as_str()).collect();
        let goes = |path: &&String| !stays.contains(path.as_str());
        Changes {
            put,
            gone: known.files.keys().filter(goes).cloned().collect(),
        }
    }

    /// Whether the remote site is as it should be.
    pub fn is_empty(&self) -> bool {
        self.put.is_empty() && self.gone.is_empty()
    }

    /// Bytes to send.
    pub fn bytes(&self) -> u64 {
        self.put.iter().map(|change| change.bytes).sum()
    }
}
