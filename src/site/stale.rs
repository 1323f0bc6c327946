//! What changed between two states of a site, as far as texts lean on it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::resolve::{Asked, Known, Linkable};
use super::{Article, Site};
use crate::diagnostics::FileId;
use crate::kinds::RecordId;
use crate::source::Listing;

/// What changed between two states of a site, as far as texts lean on it.
pub(super) struct Stale {
    records: BTreeSet<String>,
    files: BTreeSet<String>,
    /// Folders in which records began or ceased to own the files beside them.
    folders: Vec<String>,
}

impl Stale {
    /// What differs in `now` from `before`, where `files` changed.
    pub(super) fn since(
        before: &Site,
        files: &BTreeSet<Arc<str>>,
        now: &Known<'_>,
        listing: &Listing,
    ) -> Stale {
        let mut stale = Stale::of_files(files);
        let mut add = |id: &RecordId| stale.add_record(id);
        let was = |article: &Article| Linkable {
            audience: Some(article.audience),
            out: article.placed,
        };
        let (mut old, mut new) = (0, 0);
        loop {
            let (a, b) = (
                before.articles.get(old),
                (new < now.count).then(|| (now.at)(new)),
            );
            match (a, b) {
                (None, None) => break,
                (Some(a), Some((record, audience))) if a.record.id == record.id => {
                    if was(a) != now.linkable(record, audience) {
                        add(&record.id);
                    }
                    (old, new) = (old + 1, new + 1);
                }
                (Some(a), Some((record, _))) if a.record.id > record.id => {
                    add(&record.id);
                    new += 1;
                }
                (Some(a), _) => {
                    add(&a.record.id);
                    old += 1;
                }
                (None, Some((record, _))) => {
                    add(&record.id);
                    new += 1;
                }
            }
        }
        let unread = before
            .beside
            .unread
            .symmetric_difference(&now.beside.unread);
        unread.for_each(&mut add);
        stale.add_tables(&before.beside.tables, &now.beside.tables, listing);
        stale
    }

    /// What hangs together with `files`, which changed.
    pub(super) fn of_files(files: &BTreeSet<Arc<str>>) -> Stale {
        let index = |path: &&Arc<str>| {
            let name = path.rsplit('/').next().unwrap_or_default();
            name.starts_with("index.")
        };
        let folder = |path: &Arc<str>| {
            path.rsplit_once('/')
                .map(|(folder, _)| format!("{folder}/"))
        };
        Stale {
            records: BTreeSet::new(),
            files: files.iter().map(|path| path.to_string()).collect(),
            folders: files.iter().filter(index).filter_map(folder).collect(),
        }
    }

    /// Adds a record whose readers or publication changed.
    pub(super) fn add_record(&mut self, id: &RecordId) {
        self.records.insert(id.to_string());
    }

    fn add_tables(
        &mut self,
        before: &BTreeMap<FileId, Vec<RecordId>>,
        now: &BTreeMap<FileId, Vec<RecordId>>,
        listing: &Listing,
    ) {
        for file in before.keys().chain(now.keys()) {
            if before.get(file) != now.get(file) {
                self.files.insert(listing.files.path(*file).to_string());
            }
        }
    }

    /// Whether a text that asked for `asked` may have other answers now.
    pub(super) fn concerns(&self, asked: &[Asked]) -> bool {
        asked.iter().any(|asked| match asked {
            Asked::Record(id) => self.records.contains(id),
            Asked::File(path) => {
                self.files.contains(path)
                    || self.folders.iter().any(|folder| path.starts_with(folder))
            }
        })
    }

    /// Whether nothing changed.
    pub(super) fn is_empty(&self) -> bool {
        self.records.is_empty() && self.files.is_empty()
    }
}
