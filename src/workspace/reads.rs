//! What was read of each file.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostics::{FileId, Report};
use crate::source::{Listing, Rare, ReadFile};

/// What was read of each file, by its number.
#[derive(Default)]
pub struct Reads(Vec<Option<Arc<ReadFile>>>);

impl Reads {
    /// What was read of `file`.
    pub fn get(&self, file: FileId) -> Option<&ReadFile> {
        self.0.get(file.0 as usize)?.as_deref()
    }

    /// The same, to be kept.
    pub fn shared(&self, file: FileId) -> Option<&Arc<ReadFile>> {
        self.0.get(file.0 as usize)?.as_ref()
    }

    /// Keeps what was read of `file`.
    pub fn put(&mut self, file: FileId, read: Arc<ReadFile>) {
        let at = file.0 as usize;
        if self.0.len() <= at {
            self.0.resize(at + 1, None);
        }
        self.0[at] = Some(read);
    }

    /// Forgets a file that is gone.
    pub fn forget(&mut self, file: FileId) {
        if let Some(read) = self.0.get_mut(file.0 as usize) {
            *read = None;
        }
    }

    /// What reading the files of `listing` found.
    pub fn report(&self, listing: &Listing) -> Report {
        noise(listing, &|file| self.get(file)).0
    }

    /// The files of `listing` to read again when `files` have changed: they themselves, those that were read with them, and the records in whose folders they lie.
    pub fn touched_by(&self, files: &BTreeSet<Arc<str>>, listing: &Listing) -> BTreeSet<FileId> {
        let mut touched: BTreeSet<FileId> = BTreeSet::new();
        if files.is_empty() {
            return touched;
        }
        for path in files {
            touched.extend(listing.find(path));
            touched.extend(listing.index_of(path));
        }
        for file in listing.ids() {
            let beside = self.get(file).map_or(&[][..], |read| &read.beside);
            if beside.iter().any(|path| files.contains(path)) {
                touched.insert(file);
            }
        }
        touched
    }
}

/// What reading the files of `listing` found, and the characters in them that the built-in fonts lack.
pub fn noise<'r>(
    listing: &Listing,
    read: &dyn Fn(FileId) -> Option<&'r ReadFile>,
) -> (Report, Vec<Rare>) {
    let (mut report, mut rare) = (Report::default(), Vec::new());
    for own in listing.ids().filter_map(read) {
        report.0.extend(own.report.0.iter().cloned());
        rare.extend(own.rare.iter().copied());
    }
    (report, rare)
}
