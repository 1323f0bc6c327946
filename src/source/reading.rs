//! Reads the files of a site, in parallel, and collects every mistake of every file.

use std::sync::Arc;

use rayon::prelude::*;

use super::catalogue::Catalogue;
use super::config::{OrgConfig, SiteConfig};
use super::digest::Digest;
use super::encoding::{Encoding, decode};
use super::folder::Folder;
use super::glossary::{Glossary, TermEntry};
use super::image::{has_exif, shown_size};
use super::listing::{Listing, Role};
use super::rare::{Common, Rare, Search};
use super::{front, names, personal, yaml};
use crate::diagnostics::{At, Diagnostic, FileId, Place, Report};
use crate::kinds::fields::{Decode, Map, Reader};
use crate::kinds::{Attachment, Body, Envelope, Kind, Record, RecordId, ShortCode};
use crate::privacy::Personal;
use crate::values::Node;

/// What one file says, and what is wrong with it.
#[derive(Debug)]
pub struct ReadFile {
    /// What it says.
    pub said: Said,
    /// What is wrong.
    pub report: Report,
    /// What settings and the glossary tell of people; records keep their own.
    pub personal: Vec<Personal>,
    /// Characters that the built-in fonts lack.
    pub rare: Vec<Rare>,
    /// Paths of other files that were looked at for it, whether they are there or not.
    pub beside: Vec<Arc<str>>,
}

impl ReadFile {
    /// The same as if it could not be read.
    pub fn unsaid(&self) -> ReadFile {
        ReadFile {
            said: match &self.said {
                Said::Site(_) => Said::Site(None),
                Said::Org(folder, _) => Said::Org(folder.clone(), None),
                Said::Record(id, _) => Said::Record(id.clone(), None),
                Said::Glossary(_) => Said::Glossary(None),
                Said::Catalogue(_) => Said::Catalogue(None),
                Said::Image(_) | Said::Nothing => Said::Nothing,
            },
            report: Report::default(),
            personal: Vec::new(),
            rare: Vec::new(),
            beside: self.beside.clone(),
        }
    }
}

/// What a file says.
#[derive(Debug)]
pub enum Said {
    /// The site's settings, if they can be read.
    Site(Option<Arc<SiteConfig>>),
    /// An organisation's folder and settings, if they can be read.
    Org(Arc<str>, Option<Arc<OrgConfig>>),
    /// A record, if it can be read. Its identity is known all the same, so that links to it are not called broken.
    Record(RecordId, Option<Arc<Record>>),
    /// The terms that pages explain, if they can be read.
    Glossary(Option<Arc<Glossary>>),
    /// What has to be published, if it can be read.
    Catalogue(Option<Arc<Catalogue>>),
    /// An image.
    Image(Look),
    /// Nothing that is looked at.
    Nothing,
}

/// What an image shows of itself.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Width and height in pixels, if it is an image at all.
    pub size: Option<(usize, usize)>,
    /// Whether it carries data that tells where and when it was taken.
    pub exif: bool,
}

/// Reads `files` of `listing`, in parallel, in the order they are given.
pub fn read_files(listing: &Listing, files: &[FileId]) -> Vec<ReadFile> {
    let common = Common::new();
    files
        .par_iter()
        .map(|file| {
            let mut reading = Reading {
                listing,
                search: Search::new(&common, *file),
                beside: Vec::new(),
                personal: Vec::new(),
                out: Report::default(),
            };
            let said = reading.file(*file);
            ReadFile {
                said,
                report: reading.out,
                personal: reading.personal,
                rare: reading.search.found,
                beside: reading.beside,
            }
        })
        .collect()
}

/// The reading of one file.
struct Reading<'a> {
    listing: &'a Listing,
    search: Search<'a>,
    beside: Vec<Arc<str>>,
    personal: Vec<Personal>,
    out: Report,
}

impl Reading<'_> {
    fn file(&mut self, file: FileId) -> Said {
        if self
            .listing
            .files
            .path(file)
            .contains(char::REPLACEMENT_CHARACTER)
        {
            let finding = Diagnostic::new("record/misplaced", Place::file(file));
            self.out.add(finding.case("name"));
            return Said::Nothing;
        }
        match self.listing.role(file) {
            Role::Site => Said::Site(self.config(file).map(Arc::new)),
            Role::Glossary => Said::Glossary(self.glossary(file).map(Arc::new)),
            Role::Catalogue => Said::Catalogue(self.config(file).map(Arc::new)),
            Role::Org => {
                let path = self.listing.files.path(file).as_ref();
                let folder = path
                    .strip_prefix("content/")
                    .and_then(|p| p.rsplit_once('/'))
                    .map_or("", |(folder, _)| folder)
                    .into();
                Said::Org(folder, self.config(file).map(Arc::new))
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
                let record = self.record(from, &id, kind);
                Said::Record(id, record.map(Arc::new))
            }
            Role::Misplaced => {
                self.out
                    .add(Diagnostic::new("record/misplaced", Place::file(file)));
                Said::Nothing
            }
            Role::Active => {
                let finding = Diagnostic::new("record/misplaced", Place::file(file));
                self.out.add(finding.case("active"));
                Said::Nothing
            }
            Role::Asset | Role::Setting if is_image(self.listing.files.path(file)) => {
                let bytes = std::fs::read(self.listing.disk_path(file)).unwrap_or_default();
                let look = Look {
                    size: shown_size(&bytes),
                    exif: has_exif(&bytes),
                };
                if look.exif {
                    self.out
                        .add(Diagnostic::new("image/exif", Place::file(file)));
                }
                Said::Image(look)
            }
            Role::Asset | Role::Setting => Said::Nothing,
        }
    }

    fn config<T: Decode>(&mut self, file: FileId) -> Option<T> {
        let node = self.yaml(file)?;
        names::check(&node, &mut self.out);
        self.personal.extend(personal::of_settings(&node));
        self.search.node(&node);
        self.decode(node)
    }

    fn glossary(&mut self, file: FileId) -> Option<Glossary> {
        let node = self.yaml(file)?;
        self.personal.extend(personal::of_settings(&node));
        let entries: Vec<TermEntry> = self.decode(node)?;
        Some(Glossary::new(entries, &mut self.out))
    }

    /// The tree of a file that is YAML as a whole.
    fn yaml(&mut self, file: FileId) -> Option<Node> {
        let out = &mut self.out;
        let text = read_text(self.listing, file, out)?;
        let parts = front::split(&text, false, file, out)
            .map_err(|wrong| out.add(wrong))
            .ok()?;
        yaml::parse_yaml(&parts.front, file)
            .map_err(|wrong| out.add(wrong))
            .ok()
    }

    fn decode<T: Decode>(&mut self, node: Node) -> Option<T> {
        T::decode(
            node,
            &mut Reader {
                out: &mut self.out,
                beside: &Folder::new(self.listing, ""),
            },
        )
    }

    fn record(
        &mut self,
        Origin { file, own_folder }: Origin,
        id: &RecordId,
        kind: &'static dyn Kind,
    ) -> Option<Record> {
        let (listing, search, out) = (self.listing, &mut self.search, &mut self.out);
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
        let mut personal = personal::of_settings(&node);
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
        self.beside = beside.asked.take();
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
            personal::of_table(&table, &mut personal);
            search.node(&table);
            digest.node(&table);
        }
        for table in beside.private.into_inner() {
            search.node(&table);
            digest.node(&table);
        }
        let start = match body.place.at {
            At::Bytes { start, .. } if body.exact => Some(start as usize),
            _ => None,
        };
        if body.exact {
            personal::of_text(&body.text, start, body.place, &mut personal);
        }
        personal::of_name(path, file, &mut personal);
        for attachment in &attachments {
            personal::of_name(&attachment.name, attachment.file, &mut personal);
        }
        digest.text(&body.text);
        let digest = digest.finish();
        let mut written = blake3::Hasher::new();
        written.update(text.as_bytes()).update(&digest);
        Some(Record {
            code: ShortCode::of(id),
            id: id.clone(),
            kind,
            file,
            content: content?.into(),
            envelope,
            body,
            personal,
            attachments,
            digest,
            written: *written.finalize().as_bytes(),
        })
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

/// The file of a record, and whether the folder around it is the record's own.
#[derive(Clone, Copy)]
struct Origin {
    file: FileId,
    own_folder: bool,
}

/// Whether the file at `path` should be an image.
fn is_image(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".gif", ".webp"]
        .iter()
        .any(|extension| path.ends_with(extension))
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
