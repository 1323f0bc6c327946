//! What the text of a record may link to.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Org, OutPath};
use crate::diagnostics::FileId;
use crate::kinds::{Record, RecordId};
use crate::source::markdown::{Resolver, Target};
use crate::source::{Listing, Role};
use crate::values::{Audience, Day};

/// What texts lean on besides records: it stays the same as long as the files do.
#[derive(Debug)]
pub struct Beside {
    /// Records that could not be read.
    pub unread: BTreeSet<RecordId>,
    /// The tables that records take their lines from, with the records that name them.
    pub tables: BTreeMap<FileId, Vec<RecordId>>,
    /// Sizes of images in pixels.
    pub sizes: BTreeMap<FileId, (usize, usize)>,
    /// Folders whose organisation could not be read.
    pub unreadable_orgs: BTreeSet<Arc<str>>,
}

/// What a text was looked up for; where the answer changes the text is made again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// A record, by what should be its identity.
    Record(String),
    /// A file, by its path.
    File(String),
}

/// What is known of a record that may be linked to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Linkable {
    /// Who may read it; none for a record that could not be read.
    pub audience: Option<Audience>,
    /// Whether it has a page on the day.
    pub out: bool,
}

/// A record with who may read it.
pub type Head = (Arc<Record>, Audience);

/// The records that may be linked to.
pub struct Known<'a> {
    /// How many there are.
    pub count: usize,
    /// The record at an index, in order of identity.
    pub at: &'a (dyn Fn(usize) -> (&'a Record, Audience) + Sync),
    /// What else there is.
    pub beside: &'a Beside,
    /// The organisations.
    pub orgs: &'a [Org],
    /// Whether drafts are published.
    pub drafts: bool,
    /// The day.
    pub day: Day,
}

impl Known<'_> {
    /// What is known of the record with the identity `id`.
    pub fn find(&self, id: &str) -> Option<Linkable> {
        let (rest, slug) = id.rsplit_once('/')?;
        let (org, folder) = rest.rsplit_once('/').unwrap_or(("", rest));
        let wanted = (org, folder, slug);
        let parts = |id: &'_ RecordId| -> std::cmp::Ordering {
            (&*id.org, id.folder, &*id.slug).cmp(&wanted)
        };
        let (mut from, mut to) = (0, self.count);
        while from < to {
            let middle = from + (to - from) / 2;
            let (record, audience) = (self.at)(middle);
            match parts(&record.id) {
                std::cmp::Ordering::Less => from = middle + 1,
                std::cmp::Ordering::Greater => to = middle,
                std::cmp::Ordering::Equal => return Some(self.linkable(record, audience)),
            }
        }
        let kind = crate::kinds::KINDS
            .iter()
            .find(|kind| kind.folder().1 == folder)?;
        let id = RecordId {
            org: org.into(),
            folder: kind.folder().1,
            slug: slug.into(),
        };
        // What is wrong with its own file is reported there.
        self.beside.unread.contains(&id).then_some(Linkable {
            audience: None,
            out: true,
        })
    }

    /// What is known of `record`.
    pub fn linkable(&self, record: &Record, audience: Audience) -> Linkable {
        Linkable {
            audience: Some(audience),
            out: super::is_placed(record, self.orgs, self.drafts, self.day),
        }
    }
}

/// The links of one record.
pub struct RecordLinks<'r, 'a> {
    /// The linking record.
    pub record: &'r Record,
    /// What is known of it.
    pub own: Linkable,
    /// The files of the site.
    pub listing: &'r Listing,
    /// Every record.
    pub known: &'r Known<'a>,
    /// Hosts that may be linked to.
    pub hosts: &'r [&'r str],
    /// The way up from the record's page.
    pub root: String,
    /// What was looked up.
    pub asked: RefCell<Vec<Asked>>,
}

impl RecordLinks<'_, '_> {
    /// The path of the file that `path` means, seen from the record's folder; none if it leads out of `content/`.
    fn locate(&self, path: &str) -> Option<String> {
        let own = self.listing.files.path(self.record.file);
        let mut parts: Vec<&str> = own.split('/').collect();
        parts.pop();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        (parts.first() == Some(&"content")).then(|| parts.join("/"))
    }
}

impl Resolver for RecordLinks<'_, '_> {
    fn record(&self, id: &str) -> Option<String> {
        self.asked.borrow_mut().push(Asked::Record(id.to_owned()));
        let there = self.known.find(id)?;
        // A reader of this record must be able to read that one; of an unreadable record that is not known, and its own mistakes are reported.
        let readable = there
            .audience
            .zip(self.own.audience)
            .is_none_or(|(audience, own)| audience.readable_by(own));
        // What is not out yet may link its like; what is out would lead to a page that is not there.
        (readable && (there.out || !self.own.out)).then(|| format!("{id}.html"))
    }

    fn file(&self, path: &str) -> Option<Target> {
        let path = self.locate(path)?;
        self.asked.borrow_mut().push(Asked::File(path.clone()));
        let file = self.listing.find(&path)?;
        match self.listing.role(file) {
            Role::Asset => {}
            Role::Record {
                org, kind, slug, ..
            } => {
                let id = RecordId {
                    org,
                    folder: kind.folder().1,
                    slug,
                };
                return self.record(&id.to_string()).map(|address| Target {
                    file: None,
                    address,
                    size: None,
                });
            }
            _ => return None,
        }
        // A file in the folder of another record belongs to that one, and to its readers.
        if self
            .listing
            .index_of(&path)
            .is_some_and(|index| index != self.record.file)
        {
            return None;
        }
        // A table belongs to the records that take their lines from it, wherever it lies.
        if let Some(owners) = self.known.beside.tables.get(&file)
            && !owners
                .iter()
                .any(|id| self.record(&id.to_string()).is_some())
        {
            return None;
        }
        let address = published_path(&path)?;
        Some(Target {
            file: Some(file),
            address: address.as_str().to_owned(),
            size: self.known.beside.sizes.get(&file).copied(),
        })
    }

    fn allows(&self, host: &str) -> bool {
        self.hosts.iter().any(|allowed| {
            host == *allowed
                || host
                    .strip_suffix(allowed)
                    .is_some_and(|rest| rest.ends_with('.'))
        })
    }

    fn root(&self) -> &str {
        &self.root
    }
}

/// Where the file at source path `path` is published: its path without `content/`, the folder of a kind in English.
pub fn published_path(path: &str) -> Option<OutPath> {
    let inner = path.strip_prefix("content/")?;
    let mut found = false;
    let parts: Vec<&str> = inner
        .split('/')
        .map(|part| match crate::kinds::kind_called(part) {
            Some(kind) if !found && kind.name() != part => {
                found = true;
                kind.folder().1
            }
            _ => part,
        })
        .collect();
    OutPath::new(&parts.join("/"))
}
