//! Reads every file of a site, in parallel, and collects every mistake of every file.

use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::config::{OrgConfig, SiteConfig};
use super::digest::Digest;
use super::encoding::{Encoding, decode};
use super::listing::{Listing, Role};
use super::rare::{Common, Rare, Search};
use super::{front, names, table, yaml};
use crate::diagnostics::{At, Diagnostic, FileId, Place, Report};
use crate::kinds::fields::{Beside, Columns, Decode, Map, Reader, Text};
use crate::kinds::{Attachment, Body, Envelope, Kind, Record, RecordId, ShortCode};
use crate::values::{Audience, Node, Value};

/// What the files of a site hold. A file with mistakes gives no record; its identity is still known, so that links to it are not called broken.
#[derive(Debug)]
pub struct Sources {
    /// The site's own settings, if they can be read.
    pub config: Option<SiteConfig>,
    /// Organisations by folder, in order; without settings where their file could not be read.
    pub orgs: Vec<(Arc<str>, FileId, Option<OrgConfig>)>,
    /// Records in order of file. Their audience is what they say themselves, and [`Audience::Named`] where they say nothing.
    pub records: Vec<Record>,
    /// Every identity, with its file, whether the record could be read or not.
    pub identities: Vec<(RecordId, FileId)>,
    /// Characters that the built-in fonts lack.
    pub rare: Vec<Rare>,
    /// What is wrong.
    pub report: Report,
}

enum Read {
    Site(Option<Box<SiteConfig>>),
    Org(Arc<str>, Option<Box<OrgConfig>>),
    Record(RecordId, Option<Box<Record>>),
    Nothing,
}

/// Reads all files of `listing`.
pub fn read_sources(listing: &Listing) -> Sources {
    let files: Vec<FileId> = (0..listing.files.0.len())
        .filter_map(|i| u32::try_from(i).ok().map(FileId))
        .collect();
    let common = Common::new();
    let read: Vec<(FileId, Read, Report, Vec<Rare>)> = files
        .into_par_iter()
        .map(|file| {
            let mut out = Report::default();
            let mut search = Search::new(&common, file);
            let read = read_file(listing, file, &mut search, &mut out);
            (file, read, out, search.found)
        })
        .collect();
    let mut sources = Sources {
        config: None,
        orgs: Vec::new(),
        records: Vec::new(),
        identities: Vec::new(),
        rare: Vec::new(),
        report: Report::default(),
    };
    let mut site: Option<FileId> = None;
    for (file, read, report, rare) in read {
        sources.report.append(report);
        sources.rare.extend(rare);
        match read {
            Read::Site(config) => {
                if let Some(first) = site.replace(file) {
                    let first = listing.files.path(first);
                    sources.report.add(
                        Diagnostic::new("record/address", Place::file(file))
                            .case("identity")
                            .arg("first", first),
                    );
                } else {
                    sources.config = config.map(|config| *config);
                }
            }
            Read::Org(path, config) => match sources.orgs.last() {
                Some((earlier, first, _)) if *earlier == path => {
                    let first = listing.files.path(*first);
                    sources.report.add(
                        Diagnostic::new("record/address", Place::file(file))
                            .case("identity")
                            .arg("first", first),
                    );
                }
                _ => sources
                    .orgs
                    .push((path, file, config.map(|config| *config))),
            },
            Read::Record(id, record) => {
                sources.identities.push((id, file));
                sources.records.extend(record.map(|record| *record));
            }
            Read::Nothing => {}
        }
    }
    sources
}

fn read_file(listing: &Listing, file: FileId, search: &mut Search<'_>, out: &mut Report) -> Read {
    match listing.role(file) {
        Role::Site => Read::Site(read_config(listing, file, search, out).map(Box::new)),
        Role::Org => {
            let path = listing.files.path(file).as_ref();
            let folder = path
                .strip_prefix("content/")
                .and_then(|p| p.rsplit_once('/'))
                .map_or("", |(folder, _)| folder);
            let config = read_config(listing, file, search, out);
            Read::Org(folder.into(), config.map(Box::new))
        }
        Role::Record {
            org,
            kind,
            slug,
            folder,
        } => {
            let id = RecordId {
                org,
                folder: kind.folder().1,
                slug,
            };
            let from = Origin {
                file,
                own_folder: folder,
            };
            let record = read_record(listing, from, &id, kind, search, out);
            Read::Record(id, record.map(Box::new))
        }
        Role::Misplaced => {
            out.add(Diagnostic::new("record/misplaced", Place::file(file)));
            Read::Nothing
        }
        Role::Active => {
            out.add(Diagnostic::new("record/misplaced", Place::file(file)).case("active"));
            Read::Nothing
        }
        Role::Asset | Role::Setting => Read::Nothing,
    }
}

/// The text of a source file; what is wrong with its encoding is reported. A text that cannot be read for certain is none: anything else said about it would be noise.
fn read_text(listing: &Listing, file: FileId, out: &mut Report) -> Option<String> {
    let bytes = match std::fs::read(listing.disk_path(file)) {
        Ok(bytes) => bytes,
        Err(error) => {
            out.add(
                Diagnostic::new("text/encoding", Place::file(file))
                    .case("unreadable")
                    .arg("reason", error),
            );
            return None;
        }
    };
    let (text, encoding) = decode(bytes);
    if let Some(wrong) = encoding.diagnostic(file) {
        out.add(wrong);
    }
    if matches!(encoding, Encoding::Unknown { .. }) {
        return None;
    }
    invisible(&text, file, out);
    Some(text)
}

/// Reports characters that nobody sees and that change what is read: control characters, marks that turn the direction of writing, zero-width spaces. Each can only be removed.
fn invisible(text: &str, file: FileId, out: &mut Report) {
    let hidden = |c: char| {
        let control = c.is_control() && !matches!(c, '\n' | '\r' | '\t');
        control
            || matches!(c, '\u{200B}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
    };
    for (at, c) in text.char_indices().filter(|(_, c)| hidden(*c)) {
        let end = at + c.len_utf8();
        let finding =
            Diagnostic::new("text/encoding", Place::bytes(file, at, end)).case("invisible");
        out.add(
            finding
                .arg("code", format!("U+{:04X}", u32::from(c)))
                .fix(at, end, ""),
        );
    }
}

fn read_config<T: Decode>(
    listing: &Listing,
    file: FileId,
    search: &mut Search<'_>,
    out: &mut Report,
) -> Option<T> {
    let text = read_text(listing, file, out)?;
    let parts = front::split(&text, false, file, out)
        .map_err(|wrong| out.add(wrong))
        .ok()?;
    let node = yaml::parse_yaml(&parts.front, file)
        .map_err(|wrong| out.add(wrong))
        .ok()?;
    names::check(&node, out);
    search.node(&node);
    T::decode(
        node,
        &mut Reader {
            out,
            beside: &Folder::new(listing, ""),
        },
    )
}

/// The file of a record, and whether the folder around it is the record's own.
#[derive(Clone, Copy)]
struct Origin {
    file: FileId,
    own_folder: bool,
}

fn read_record(
    listing: &Listing,
    Origin { file, own_folder }: Origin,
    id: &RecordId,
    kind: &'static dyn Kind,
    search: &mut Search<'_>,
    out: &mut Report,
) -> Option<Record> {
    let text = read_text(listing, file, out)?;
    let path = listing.files.path(file).as_ref();
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let parts = front::split(&text, path.to_ascii_lowercase().ends_with(".md"), file, out)
        .map_err(|wrong| out.add(wrong))
        .ok()?;
    let node = yaml::parse_yaml(&parts.front, file)
        .map_err(|wrong| out.add(wrong))
        .ok()?;
    names::check(&node, out);
    search.node(&node);
    let beside = Folder::new(listing, folder);
    let mut digest = Digest::default();
    digest.node(&node);
    let mut reader = Reader {
        out,
        beside: &beside,
    };
    let mut map = Map::open(node, &mut reader)?;
    let envelope = Envelope::take(&mut map, &mut reader);
    let content = kind.read(&mut map, &mut reader);
    map.finish(&[Envelope::FIELDS, kind.fields()], &mut reader);
    let envelope = envelope?;
    let body = match (parts.body, &envelope.body) {
        (Some((_, _)), Some(extra)) => {
            out.add(Diagnostic::new("yaml/unknown-key", extra.place).case("body"));
            return None;
        }
        (Some((text, start)), None) => Body {
            text: text.to_owned(),
            place: Place::bytes(file, start, start + text.len()),
            exact: true,
        },
        (None, Some(text)) => Body {
            text: text.value.clone(),
            place: text.place,
            exact: false,
        },
        (None, None) => Body {
            text: String::new(),
            place: Place::file(file),
            exact: false,
        },
    };
    let attachments = if own_folder {
        attachments(listing, folder, file)
    } else {
        Vec::new()
    };
    if let (At::Bytes { start, .. }, true) = (body.place.at, body.exact) {
        search.text(&body.text, start as usize);
    }
    for table in beside.tables.into_inner() {
        search.node(&table);
        digest.node(&table);
    }
    digest.text(&body.text);
    Some(Record {
        code: ShortCode::of(id),
        id: id.clone(),
        kind,
        file,
        audience: envelope
            .audience
            .map_or(Audience::Named, |audience| audience.value),
        content: content?,
        envelope,
        body,
        attachments,
        digest: digest.finish(),
    })
}

fn attachments(listing: &Listing, folder: &str, index: FileId) -> Vec<Attachment> {
    let prefix = format!("{folder}/");
    let beside = listing
        .under(&prefix)
        .filter(|(file, _)| *file != index && matches!(listing.role(*file), Role::Asset));
    beside
        .map(|(file, path)| {
            let size = std::fs::metadata(listing.disk_path(file)).map_or(0, |data| data.len());
            Attachment {
                file,
                name: path[prefix.len()..].into(),
                size,
            }
        })
        .collect()
}

/// The folder that a record lies in, for its tables.
struct Folder<'a> {
    listing: &'a Listing,
    path: &'a str,
    /// The tables that it names.
    tables: RefCell<Vec<Node>>,
}

impl<'a> Folder<'a> {
    fn new(listing: &'a Listing, path: &'a str) -> Folder<'a> {
        Folder {
            listing,
            path,
            tables: RefCell::default(),
        }
    }
}

impl Beside for Folder<'_> {
    fn table(&self, name: &Text, columns: &Columns, out: &mut Report) -> Option<Node> {
        let named = name.value.trim();
        let plain = !named.contains(['/', '\\']) && !named.starts_with('.');
        let file = plain
            .then(|| self.listing.find(&format!("{}/{named}", self.path)))
            .flatten();
        let Some(file) = file else {
            out.add(
                Diagnostic::new("link/broken", name.place)
                    .case("table")
                    .arg("found", named),
            );
            return None;
        };
        match table::read_table(Path::new(&self.listing.disk_path(file)), file, columns) {
            Ok(mut table) => {
                if !table.others.is_empty() {
                    out.add(
                        Diagnostic::new("yaml/type", name.place)
                            .case("table-sheets")
                            .arg("found", named)
                            .arg("sheet", &table.sheet)
                            .arg("others", table.others.join("、")),
                    );
                }
                self.tables.borrow_mut().push(table.node.clone());
                // The table as a whole is pointed at where the record names it.
                if matches!(&table.node.value, Value::List(rows) if rows.is_empty()) {
                    table.node.place = name.place;
                }
                Some(table.node)
            }
            Err(fault) => {
                let case = match fault {
                    table::Fault::Form => "table-form",
                    table::Fault::Broken => "table-broken",
                    table::Fault::Empty => "table-empty",
                    table::Fault::Large => "table-large",
                };
                out.add(
                    Diagnostic::new("yaml/type", name.place)
                        .case(case)
                        .arg("found", named)
                        .arg("most", table::MOST_CELLS),
                );
                None
            }
        }
    }
}
