//! What a record says to everybody, in one form that can be hashed.
//!
//! It can be made out of a record, and as well out of the JSON that is published of it, so that whoever has a copy of the site can compare. Keys are sorted; numbers have one form.
//! What says how a record is handled rather than what it says is left out: its sign-off, its boards, its corrections.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::line::hash;
use super::plain::plain;
use crate::data::{Keys, Plain};
use crate::kinds::fields::Tell;
use crate::kinds::{Envelope, Record};
use crate::source::{Listing, without_exif};

/// English names of the envelope's keys that are no part of it.
const HANDLING: &[&str] = &[
    "aliases",
    "audience",
    "body",
    "corrections",
    "display",
    "draft",
    "post",
    "related",
    "signoff",
    "tags",
    "withdrawn",
];

/// The key of the text.
pub const TEXT: &str = "正文";

/// The key of the hashes of the files beside it.
const FILES: &str = "附件";

/// What a record says: its keys in Chinese, its text, the hashes of its files.
#[derive(Debug, Clone, PartialEq)]
pub struct Content(Value);

/// What stands for all that an article says: small enough to be kept with each.
#[derive(Debug, Clone)]
pub struct Stamp {
    /// The hash of its content, in hex.
    pub hash: String,
    /// The files beside it by name, with the hash of what is published of each.
    pub files: Arc<[(Arc<str>, String)]>,
}

/// The stamp of `record`, whose text is `html`.
pub fn stamp(record: &Record, html: &str, listing: &Listing) -> Stamp {
    let files = hashes(record, listing);
    Stamp {
        hash: Content::of(record, html, &files).hash(),
        files,
    }
}

/// The hashes of what is published of the files beside `record`; of one that cannot be read there is none, and its publication fails.
fn hashes(record: &Record, listing: &Listing) -> Arc<[(Arc<str>, String)]> {
    let of_file = |attachment: &crate::kinds::Attachment| {
        let bytes = std::fs::read(listing.disk_path(attachment.file)).ok()?;
        Some((attachment.name.clone(), hash(&without_exif(bytes))))
    };
    record.attachments.iter().filter_map(of_file).collect()
}

impl Content {
    /// What `record` says, whose text is `html` and whose files have these hashes.
    pub fn of(record: &Record, html: &str, files: &[(Arc<str>, String)]) -> Content {
        let mut keys = Map::new();
        let (envelope, content) = (record.envelope.tell(), record.content.tell());
        let envelope = Keys {
            told: &envelope,
            skipped: HANDLING,
        };
        for part in [
            serde_json::to_value(envelope),
            serde_json::to_value(Plain(&content)),
        ] {
            // Texts and numbers can always be written.
            if let Ok(Value::Object(part)) = part {
                keys.extend(part);
            }
        }
        let files = files.iter().map(|(name, hash)| (&**name, hash.as_str()));
        Content::with(keys, html, files)
    }

    /// What the JSON published of a record says; none if it is no such JSON.
    pub fn of_published(json: &Value) -> Option<Content> {
        let mut keys = json.get("fields")?.as_object()?.clone();
        let left_out = Envelope::FIELDS
            .iter()
            .filter(|field| HANDLING.contains(&field.en));
        for field in left_out {
            keys.remove(field.zh);
        }
        let none = Map::new();
        let files = json.get("checksums").and_then(Value::as_object);
        let files = files.unwrap_or(&none).iter();
        let files = files.filter_map(|(name, hash)| Some((name.as_str(), hash.as_str()?)));
        Some(Content::with(keys, json.get("html")?.as_str()?, files))
    }

    fn with<'a>(
        mut keys: Map<String, Value>,
        html: &str,
        files: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Content {
        let text = plain(html);
        if !text.is_empty() {
            keys.insert(TEXT.to_owned(), text.into());
        }
        let files: Map<String, Value> = files
            .map(|(name, hash)| (name.to_owned(), hash.into()))
            .collect();
        if !files.is_empty() {
            keys.insert(FILES.to_owned(), files.into());
        }
        Content(Value::Object(keys))
    }

    /// What is left of a record that was taken down.
    pub fn withdrawn(title: &str) -> Content {
        Content(json!({ "标题": title }))
    }

    /// Its keys.
    pub fn value(&self) -> &Value {
        &self.0
    }

    /// Its hash, in hex.
    pub fn hash(&self) -> String {
        // Texts and numbers can always be written.
        hash(&serde_json::to_vec(&self.0).unwrap_or_default())
    }
}

impl From<Value> for Content {
    fn from(value: Value) -> Content {
        Content(value)
    }
}

impl From<Content> for Value {
    fn from(content: Content) -> Value {
        content.0
    }
}
