//! A record as JSON, and the links from its page to its data.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::build::Plan;
use super::super::record::{AttachmentView, changed};
use super::{DataFile, OwnTable};
use crate::data::{Keys, Plain};
use crate::kinds::Record;
use crate::kinds::fields::{Tell, Told};
use crate::plan::paths;
use crate::site::Entry;
use crate::values::Day;

/// Keys of the envelope that say how a record is handled. Its text is given apart, as it is shown.
const HANDLING: &[&str] = &["audience", "post", "draft", "aliases", "body"];

/// A record for programs. Its own names are English, and the keys below `fields` those of the format.
#[derive(Serialize)]
struct RecordJson<'a> {
    id: String,
    code: String,
    kind: &'static str,
    title: &'a str,
    org: OrgJson<'a>,
    url: String,
    published: Day,
    updated: Day,
    status: StatusJson,
    fields: Fields<'a>,
    html: &'a str,
    attachments: Vec<FileJson>,
    /// The BLAKE3 hash of each file beside the record.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    checksums: BTreeMap<&'a str, &'a str>,
    tables: Vec<TableJson>,
}

#[derive(Serialize)]
struct OrgJson<'a> {
    path: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct StatusJson {
    key: &'static str,
    tone: crate::kinds::Tone,
    text: String,
}

#[derive(Serialize)]
struct Fields<'a> {
    #[serde(flatten)]
    envelope: Keys<'a, 'a>,
    #[serde(flatten)]
    content: Plain<'a, 'a>,
}

#[derive(Serialize)]
struct FileJson {
    name: String,
    url: String,
    size: u64,
}

#[derive(Serialize)]
struct TableJson {
    name: String,
    url: String,
    lines: usize,
}

/// Links from a record's page to its data.
#[derive(Debug, Serialize)]
pub struct DataLinks {
    /// Its JSON.
    pub json: String,
    /// Its tables.
    pub tables: Vec<TableLink>,
}

/// A link to a table of a record.
#[derive(Debug, Serialize)]
pub struct TableLink {
    label: String,
    address: String,
    lines: usize,
}

impl Plan<'_> {
    /// The JSON of the record at index `at`.
    pub(super) fn record_json(&self, at: usize) -> Vec<u8> {
        let entry = &self.edition.entries()[at];
        let record = entry.record;
        let (envelope, content) = (record.envelope.tell(), record.content.tell());
        let status = record.content.status(record, &self.edition.context());
        let org = self.names.get(&record.id.org);
        let attachments = self.attachments(at, record).into_iter();
        let json = RecordJson {
            id: record.id.to_string(),
            code: record.code.to_string(),
            kind: record.kind.name(),
            title: &record.envelope.title.value,
            org: OrgJson {
                path: &record.id.org,
                name: org.map_or("", |org| &org.name),
            },
            url: self.full(&record.address()),
            published: record.envelope.published.value,
            updated: changed(record, self.edition.day()),
            status: StatusJson {
                key: status.words.key,
                tone: status.tone,
                text: self.theme.words(&status.words),
            },
            fields: fields(&envelope, &content),
            html: &entry.body.html,
            attachments: attachments.map(|file| self.file_json(file)).collect(),
            checksums: checksums(entry),
            tables: self
                .own_tables(at)
                .iter()
                .map(|own| self.table_json(record, own))
                .collect(),
        };
        // Texts and numbers can always be written.
        let mut bytes = serde_json::to_vec(&json).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// What stands for everything that the JSON of the record at index `at` is made of.
    pub(super) fn record_stamp(&self, at: usize) -> Vec<u8> {
        let entry = &self.edition.entries()[at];
        let mut bytes = self.record_line_stamp(at);
        bytes.extend_from_slice(entry.body.html.as_bytes());
        // Memory takes whatever is written.
        let _ = serde_json::to_writer(&mut bytes, &self.attachments(at, entry.record));
        let _ = serde_json::to_writer(&mut bytes, &checksums(entry));
        bytes
    }

    fn file_json(&self, file: AttachmentView) -> FileJson {
        FileJson {
            url: self.full(&file.address),
            name: file.name,
            size: file.size,
        }
    }

    fn table_json(&self, record: &Record, own: &OwnTable) -> TableJson {
        let name = self.tables()[own.table].list_name();
        TableJson {
            url: self.full(&paths::record_table(&record.address(), &name)),
            name,
            lines: own.lines,
        }
    }

    /// Links from the page of the record at index `at` to its data.
    pub(in crate::plan) fn data_links(&self, at: usize) -> DataLinks {
        let record = self.edition.entries()[at].record;
        let address = record.address();
        let table = |own: &OwnTable| {
            let table = &self.tables()[own.table];
            TableLink {
                label: self.list_words(table),
                address: paths::record_table(&address, &table.list_name()),
                lines: own.lines,
            }
        };
        DataLinks {
            json: paths::record_json(&address),
            tables: self.own_tables(at).iter().map(table).collect(),
        }
    }

    /// The data files of the record at index `at`, with their addresses.
    pub(in crate::plan) fn data_of_record(&self, at: usize) -> Vec<(String, DataFile)> {
        let address = self.edition.entries()[at].record.address();
        let tables = self.own_tables(at).iter().map(|own| {
            let name = self.tables()[own.table].list_name();
            let file = DataFile::RecordTable {
                record: at,
                table: own.table,
            };
            (paths::record_table(&address, &name), file)
        });
        std::iter::once((paths::record_json(&address), DataFile::Record(at)))
            .chain(tables)
            .collect()
    }
}

/// The hash of each file beside a record, by its name.
fn checksums<'a>(entry: &Entry<'a>) -> BTreeMap<&'a str, &'a str> {
    if entry.record.attachments.is_empty() {
        return BTreeMap::new();
    }
    let files = entry.stamp().files.iter();
    files.map(|(name, hash)| (&**name, hash.as_str())).collect()
}

/// The keys of the envelope and of the kind, as an officer writes them together.
fn fields<'t>(envelope: &'t Told<'t>, content: &'t Told<'t>) -> Fields<'t> {
    Fields {
        envelope: Keys {
            told: envelope,
            skipped: HANDLING,
        },
        content: Plain(content),
    }
}
