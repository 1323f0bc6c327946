//! What the files of a site say, put together: settings, organisations, records, images.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostics::{Diagnostic, FileId, Place, Report};
use crate::kinds::{Record, RecordId};
use crate::privacy::Personal;
use crate::source::config::{OrgConfig, SiteConfig};
use crate::source::{Listing, Look, Rare, ReadFile, Said};

/// What the files of a site say.
#[derive(Debug, Default)]
pub struct Gathered {
    /// The site's own settings, if they can be read.
    pub config: Option<Arc<SiteConfig>>,
    /// Organisations by folder; without settings where their file could not be read.
    pub orgs: Vec<(Arc<str>, Option<Arc<OrgConfig>>)>,
    /// Records in order of identity.
    pub records: Vec<Arc<Record>>,
    /// Identities of records that could not be read, with their files.
    pub unread: BTreeMap<RecordId, FileId>,
    /// Sizes of images in pixels.
    pub sizes: BTreeMap<FileId, (usize, usize)>,
    /// Characters that the built-in fonts lack.
    pub rare: Vec<Rare>,
    /// What settings and the glossary tell of people.
    pub personal: Vec<Personal>,
    /// What reading found.
    pub reading: Report,
    /// Files that say what another has said already.
    pub twice: Report,
}

impl Gathered {
    /// Puts together what was read of the files of `listing`; `read` gives what was read of one. Of two files with one identity the first in order of path counts.
    pub fn of<'r>(listing: &Listing, read: impl Fn(FileId) -> Option<&'r ReadFile>) -> Gathered {
        let mut all = Gathered::default();
        let mut records: Vec<(&RecordId, FileId, Option<&Arc<Record>>)> = Vec::new();
        let mut site: Option<FileId> = None;
        let mut last_org: Option<FileId> = None;
        let mut glossary: Option<FileId> = None;
        let mut catalogue: Option<FileId> = None;
        for file in listing.ids() {
            let Some(own) = read(file) else { continue };
            all.reading.0.extend(own.report.0.iter().cloned());
            all.rare.extend(own.rare.iter().copied());
            all.personal.extend(own.personal.iter().cloned());
            match &own.said {
                Said::Site(config) => match site.replace(file) {
                    Some(first) => all.add_twice(listing, file, first, "identity"),
                    None => all.config = config.clone(),
                },
                Said::Org(path, config) => match (all.orgs.last(), last_org) {
                    (Some((earlier, _)), Some(first)) if earlier == path => {
                        all.add_twice(listing, file, first, "identity");
                    }
                    _ => {
                        all.orgs.push((path.clone(), config.clone()));
                        last_org = Some(file);
                    }
                },
                Said::Record(id, record) => records.push((id, file, record.as_ref())),
                Said::Glossary(_) => match glossary {
                    Some(first) => all.add_twice(listing, file, first, "glossary"),
                    None => glossary = Some(file),
                },
                Said::Catalogue(_) => match catalogue {
                    Some(first) => all.add_twice(listing, file, first, "catalogue"),
                    None => catalogue = Some(file),
                },
                Said::Image(look) => all.add_image(file, *look),
                Said::Nothing => {}
            }
        }
        // Stable: of one identity the first file stays first.
        records.sort_by_key(|(id, ..)| *id);
        let mut first: Option<(&RecordId, FileId)> = None;
        for (id, file, record) in records {
            match first {
                Some((earlier, first)) if earlier == id => {
                    all.add_twice(listing, file, first, "identity");
                }
                _ => {
                    first = Some((id, file));
                    match record {
                        Some(record) => all.records.push(record.clone()),
                        None => drop(all.unread.insert(id.clone(), file)),
                    }
                }
            }
        }
        all
    }

    fn add_image(&mut self, file: FileId, look: Look) {
        self.sizes.extend(look.size.map(|size| (file, size)));
    }

    fn add_twice(&mut self, listing: &Listing, file: FileId, first: FileId, case: &'static str) {
        self.twice.add(
            Diagnostic::new("record/address", Place::file(file))
                .case(case)
                .arg("first", listing.files.path(first)),
        );
    }

    /// Folders whose organisation could not be read.
    pub(super) fn unreadable_orgs(&self) -> BTreeSet<Arc<str>> {
        let unreadable = self.orgs.iter().filter(|(_, config)| config.is_none());
        unreadable.map(|(path, _)| path.clone()).collect()
    }
}
