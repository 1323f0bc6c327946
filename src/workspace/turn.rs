//! One round of changes, and the state of a site that comes of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::reads;
use crate::diagnostics::FileId;
use crate::kinds::Record;
use crate::ledger;
use crate::site::{Gathered, Settings, Site, amend, assemble};
use crate::source::{CATALOGUE, GLOSSARY, Listing, ReadFile, Said};

/// Whether the file at `path` holds rules, holidays, terms, the catalogue or the ledger.
pub fn is_setting(path: &str) -> bool {
    let name = path.strip_prefix("content/").unwrap_or_default();
    let named = ["holidays.yaml", ledger::NAME, ledger::SIGNATURE];
    name.starts_with("rules/")
        || named.contains(&name)
        || GLOSSARY.contains(&name)
        || CATALOGUE.contains(&name)
}

/// What one round of changes comes to.
#[derive(Debug, Default)]
pub struct Turn {
    /// Files to read, or that were read.
    pub dirty: BTreeSet<FileId>,
    /// Paths of files that changed, came or went.
    pub files: BTreeSet<Arc<str>>,
    /// Whether files came or went.
    pub moved: bool,
    /// Whether the theme changed.
    pub theme: bool,
    /// Whether anything changed that the site goes by.
    pub settings: bool,
}

impl Turn {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.dirty.is_empty() && !self.moved && !self.settings
    }
}

/// A new state of a site.
pub struct Made {
    /// The site.
    pub site: Arc<Site>,
    /// The kinds of which a record says something else than before; none if everything may be different.
    pub kinds: Option<BTreeSet<&'static str>>,
}

/// The state of a site after `turn`: `before` with what little changed, if little has, and otherwise put together anew.
pub fn renew<'r>(
    before: Option<&Arc<Site>>,
    turn: &Turn,
    listing: &Arc<Listing>,
    settings: &Settings,
    read: &dyn Fn(FileId) -> Option<&'r ReadFile>,
) -> Made {
    let before = before.filter(|before| before.goes_by(settings));
    if let Some(before) = before.filter(|_| !turn.moved)
        && let Some(records) = records_alone(&turn.dirty, read)
    {
        if records.is_empty() && turn.files.is_empty() {
            return Made {
                site: before.clone(),
                kinds: Some(BTreeSet::new()),
            };
        }
        let gathered = reads::noise(listing, read);
        let kinds = records.iter().map(|record| record.kind.name()).collect();
        if let Some(site) = amend(before, &records, &turn.files, gathered) {
            return Made {
                site: Arc::new(site),
                kinds: Some(kinds),
            };
        }
    }
    let before = before.map(|before| (before.as_ref(), &turn.files));
    let site = assemble(
        Gathered::of(listing, read),
        listing.clone(),
        settings,
        before,
    );
    Made {
        site: Arc::new(site),
        kinds: None,
    }
}

/// The records that `files` hold, if they hold nothing else.
fn records_alone<'r>(
    files: &BTreeSet<FileId>,
    read: &dyn Fn(FileId) -> Option<&'r ReadFile>,
) -> Option<Vec<Arc<Record>>> {
    let mut records = Vec::new();
    for file in files {
        match &read(*file)?.said {
            Said::Record(_, record) => records.push(record.clone()?),
            Said::Nothing => {}
            Said::Site(_)
            | Said::Org(..)
            | Said::Glossary(_)
            | Said::Catalogue(_)
            | Said::Image(_) => return None,
        }
    }
    Some(records)
}
