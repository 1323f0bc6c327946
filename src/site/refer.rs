//! The references of a record, and the records that they lead to.

use super::{Article, Site};
use crate::kinds::fields::{Field, Reference, Shape, Tell, Told};
use crate::kinds::{Envelope, Record, Sayings};
use crate::source::Listing;
use crate::values::Audience;

/// A reference of a record.
#[derive(Debug, Clone)]
pub struct Refer {
    /// The key that it stands under.
    pub field: &'static Field,
    /// The identity of the record that it names; none if it leads out of the content.
    pub identity: Option<String>,
    /// The reference.
    pub reference: Reference,
}

/// The references of `record`: those of its envelope, then those of its kind in the order of its keys.
pub(super) fn refers(record: &Record, listing: &Listing) -> Vec<Refer> {
    let mut found = Vec::new();
    let related = &record.envelope.related;
    if !related.is_empty()
        && let Some(field) = Envelope::FIELDS.iter().find(|field| field.en == RELATED)
    {
        walk(field, &related.tell(), &mut found);
    }
    if record
        .kind
        .fields()
        .iter()
        .any(|field| leads((field.shape)()))
        && let Told::Map(entries) = record.content.tell()
    {
        for (field, told) in &entries {
            walk(field, told, &mut found);
        }
    }
    if found.is_empty() {
        return Vec::new();
    }
    let path = listing.files.path(record.file);
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let refer = |(field, reference): (&'static Field, Reference)| Refer {
        field,
        identity: reference.identity(&record.id, folder),
        reference,
    };
    found.into_iter().map(refer).collect()
}

/// The envelope's key of references, which says no more than that records belong together.
pub const RELATED: &str = "related";

/// Whether there can be references in what `shape` holds.
fn leads(shape: Shape) -> bool {
    match shape {
        Shape::Reference => true,
        Shape::List(inner) => leads(inner()),
        Shape::Map(fields) => fields.iter().any(|field| leads((field.shape)())),
        _ => false,
    }
}

fn walk(field: &'static Field, told: &Told<'_>, out: &mut Vec<(&'static Field, Reference)>) {
    match told {
        Told::Reference(reference) => out.push((field, (*reference).clone())),
        Told::List(items) => items.iter().for_each(|item| walk(field, item, out)),
        Told::Map(entries) => {
            for (field, told) in entries {
                walk(field, told, out);
            }
        }
        _ => {}
    }
}

/// Organisation, folder and slug of an identity.
pub(super) fn parts_of(identity: &str) -> Option<(&str, &str, &str)> {
    let (rest, slug) = identity.rsplit_once('/')?;
    let (org, folder) = rest.rsplit_once('/').unwrap_or(("", rest));
    Some((org, folder, slug))
}

impl Site {
    /// The index among the articles of the record with this identity.
    pub fn find(&self, identity: &str) -> Option<usize> {
        let wanted = parts_of(identity)?;
        let found = self.articles.binary_search_by(|article| {
            let id = &article.record.id;
            (&*id.org, id.folder, &*id.slug).cmp(&wanted)
        });
        found.ok()
    }

    /// Whether everybody who may read `own` may read `other` as well. What a village says to its people is not for those of another.
    pub fn is_readable_with(&self, own: &Article, other: &Article) -> bool {
        let of_one_village = || {
            let (board, org) = (&own.record.id.org, &other.record.id.org);
            super::edition::is_of_one_village(self, board, org)
        };
        let village = other.audience == Audience::Village;
        other.audience.readable_by(own.audience) && (!village || of_one_village())
    }
}

impl Article {
    /// Its references.
    pub fn refers(&self) -> &[Refer] {
        &self.refers
    }

    /// What it says to records that refer to it; worked out when the first asks.
    pub fn sayings(&self) -> &Sayings {
        self.sayings.get_or_init(|| Sayings::of(&self.record))
    }

    /// Whether it has a page on the day, be it one that says that it was taken down.
    pub fn is_placed(&self) -> bool {
        self.placed
    }
}
