//! The site as it can be shown: every file that has errors stands as it last was without.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::reads::Reads;
use super::turn::{Turn, is_setting, renew};
use super::{Chosen, Loaded, Outcome, day_by_clock};
use crate::diagnostics::{FileId, Report, RuleBook, Severity};
use crate::source::{Listing, ReadFile};

/// The site as it can be shown.
#[derive(Default)]
pub struct Shown {
    /// What was read of each file when it last had no errors.
    good: Vec<Option<Arc<ReadFile>>>,
    /// What the site went by when its settings last had no errors.
    settings: Option<Chosen>,
    /// Files that stand as they last were without errors.
    held: BTreeMap<FileId, Arc<ReadFile>>,
    /// Files that never were without mistakes of their own: what they say of their readers is not known, so they say nothing.
    withheld: BTreeMap<FileId, Arc<ReadFile>>,
    /// Files that had errors when they were last looked at.
    wrong: BTreeSet<FileId>,
    /// Whether it goes by older settings.
    settings_held: bool,
    loaded: Option<Loaded>,
}

impl Shown {
    /// The site; none if it never could be read.
    pub fn loaded(&self) -> Option<Loaded> {
        self.loaded.clone()
    }

    /// Files that stand as they last were without errors.
    pub fn held(&self) -> impl Iterator<Item = FileId> {
        self.held.keys().copied()
    }

    /// Whether it goes by older settings, because the newest have errors.
    pub fn settings_held(&self) -> bool {
        self.settings_held
    }

    /// Goes along with `outcome`, which is what `turn` came to.
    pub fn keep(&mut self, reads: &Reads, listing: &Arc<Listing>, outcome: &Outcome, turn: &Turn) {
        let (report, book) = match outcome {
            Outcome::Site(loaded) => (&loaded.report, &loaded.book),
            Outcome::Broken(report, _, book) => (report, book),
        };
        let wrong = files_with_errors(report, book, reads, listing);
        let concerned: BTreeSet<FileId> = turn.dirty.union(&self.wrong).copied().collect();
        for file in concerned.difference(&wrong) {
            self.approve(*file, reads);
        }
        let mut before: BTreeSet<FileId> = std::mem::take(&mut self.held).into_keys().collect();
        before.extend(std::mem::take(&mut self.withheld).into_keys());
        for file in &wrong {
            let good = self.good.get(file.0 as usize).and_then(Option::as_ref);
            let Some(now) = reads.shared(*file) else {
                continue;
            };
            match good {
                Some(good) if Arc::ptr_eq(good, now) => {}
                Some(good) => drop(self.held.insert(*file, good.clone())),
                None if book.count(&now.report, Severity::Error) > 0 => {
                    self.withheld.insert(*file, Arc::new(now.unsaid()));
                }
                None => {}
            }
        }
        let settings_wrong = wrong.iter().any(|file| {
            let path = listing.files.path(*file);
            path.starts_with("content/site.") || is_setting(path)
        });
        self.wrong = wrong;
        let now = match outcome {
            Outcome::Site(loaded) => {
                if !settings_wrong {
                    self.settings = Some(Chosen::of(loaded));
                }
                Some(loaded)
            }
            Outcome::Broken(..) => None,
        };
        let mut kept = self.settings.clone().filter(|_| settings_wrong);
        if let Some(kept) = &mut kept {
            // Time goes on all the same.
            let day = kept.clock.as_ref().and_then(|zone| day_by_clock(zone));
            kept.settings.day = day.unwrap_or(kept.settings.day);
        }
        self.settings_held = kept.is_some();
        let as_it_is = self.held.is_empty() && self.withheld.is_empty();
        if let (true, None, Some(now)) = (as_it_is, &kept, now) {
            self.loaded = Some((**now).clone());
            return;
        }
        let Some(chosen) = kept.or_else(|| now.map(|now| Chosen::of(now))) else {
            return;
        };
        let mut dirty = turn.dirty.clone();
        dirty.extend(&before);
        dirty.extend(self.held.keys().chain(self.withheld.keys()));
        let read = |file: FileId| {
            let held = self.held.get(&file).or_else(|| self.withheld.get(&file));
            held.map(Arc::as_ref).or_else(|| reads.get(file))
        };
        let turn = Turn {
            dirty: dirty
                .into_iter()
                .filter(|file| read(*file).is_some())
                .collect(),
            files: turn.files.clone(),
            moved: turn.moved,
            ..Turn::default()
        };
        let before = self.loaded.as_ref().map(|loaded| &loaded.site);
        let made = renew(before, &turn, listing, &chosen.settings, &read);
        self.loaded = Some(chosen.load(made.site, Report::default()));
    }

    /// `file` has no errors.
    fn approve(&mut self, file: FileId, reads: &Reads) {
        let at = file.0 as usize;
        if self.good.len() <= at {
            self.good.resize(at + 1, None);
        }
        self.good[at] = reads.shared(file).cloned();
    }
}

/// The files that have errors, and those that were read with them.
fn files_with_errors(
    report: &Report,
    book: &RuleBook,
    reads: &Reads,
    listing: &Listing,
) -> BTreeSet<FileId> {
    let errors = report.0.iter();
    let mut wrong: BTreeSet<FileId> = errors
        .filter(|finding| book.severity(finding.rule) == Severity::Error)
        .map(|finding| finding.place.file)
        .collect();
    if wrong.is_empty() {
        return wrong;
    }
    let paths: BTreeSet<Arc<str>> = wrong
        .iter()
        .map(|file| listing.files.path(*file).clone())
        .collect();
    for file in listing.ids() {
        let beside = reads.get(file).map_or(&[][..], |read| &read.beside);
        if beside.iter().any(|path| paths.contains(path)) {
            wrong.insert(file);
        }
    }
    wrong
}
