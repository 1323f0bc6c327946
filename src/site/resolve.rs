//! What the text of a record may link to.

use std::collections::BTreeMap;

use super::OutPath;
use crate::diagnostics::FileId;
use crate::kinds::Record;
use crate::source::markdown::{Resolver, Target};
use crate::source::{Listing, Role};
use crate::values::Audience;

/// What is known of every record before any text is looked at, by identity.
pub type Known = BTreeMap<String, Linkable>;

/// What is known of a record that may be linked to.
#[derive(Debug)]
pub struct Linkable {
    /// Its address.
    pub address: String,
    /// Who may read it; none for a record that could not be read.
    pub audience: Option<Audience>,
    /// Whether it is published on the day.
    pub out: bool,
}

/// The tables that records take their lines from, with the records that name them.
pub type Tables = BTreeMap<FileId, Vec<String>>;

/// The links of one record.
pub struct RecordLinks<'a> {
    /// The linking record.
    pub record: &'a Record,
    /// The files of the site.
    pub listing: &'a Listing,
    /// Every record.
    pub known: &'a Known,
    /// Every table.
    pub tables: &'a Tables,
    /// Hosts that may be linked to.
    pub hosts: &'a [&'a str],
    /// Sizes of images.
    pub sizes: &'a BTreeMap<FileId, (usize, usize)>,
    /// The way up from the record's page.
    pub root: String,
}

impl RecordLinks<'_> {
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

impl Resolver for RecordLinks<'_> {
    fn record(&self, id: &str) -> Option<String> {
        let there = self.known.get(id)?;
        // A reader of this record must be able to read that one; of an unreadable record that is not known, and its own mistakes are reported.
        let readable = there
            .audience
            .is_none_or(|audience| audience.readable_by(self.record.audience));
        // What is not out yet may link its like; what is out would lead to a page that is not there.
        let own = self.known.get(&self.record.id.to_string());
        let waits = own.is_some_and(|own| !own.out);
        (readable && (there.out || waits)).then(|| there.address.clone())
    }

    fn file(&self, path: &str) -> Option<Target> {
        let path = self.locate(path)?;
        let file = self.listing.find(&path)?;
        match self.listing.role(file) {
            Role::Asset => {}
            Role::Record {
                org, kind, slug, ..
            } => {
                let id = crate::kinds::RecordId {
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
        if let Some(owners) = self.tables.get(&file)
            && !owners.iter().any(|id| self.record(id).is_some())
        {
            return None;
        }
        let address = published_path(&path)?;
        Some(Target {
            file: Some(file),
            address: address.as_str().to_owned(),
            size: self.sizes.get(&file).copied(),
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
