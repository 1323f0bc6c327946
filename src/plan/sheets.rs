//! What printed sheets are given: the same records and views as the pages, and what only paper needs.

use std::sync::Arc;

use serde::Serialize;

use super::record::EnvelopeView;
use super::signing::{self, StepView};
use super::{OrgNames, paths};
use crate::diagnostics::FileId;
use crate::kinds::{DeliberationView, deliberation_view};
use crate::kinds::{Kind, Record, SheetForm, ShortCode, Status, VersionCode, View};
use crate::site::{Edition, Entry, Org};
use crate::source::markdown::{Block, tree};
use crate::source::{Theme, encode_path};
use crate::values::{Audience, Day, Paper, Qr};

/// A document of one or more sheets: the data that its templates get and nothing else.
#[derive(Serialize)]
pub struct SheetDoc<'a> {
    /// Its title.
    pub title: String,
    /// Who issues it.
    pub author: String,
    /// Its sheets, in order.
    pub sheets: Vec<View<'a>>,
    /// What its sheets are called, in the same order.
    #[serde(skip)]
    pub titles: Vec<String>,
    /// The images that it shows.
    #[serde(skip)]
    pub images: Vec<FileId>,
    /// The smallest type in points, captions and foot apart.
    #[serde(skip)]
    pub floor: f64,
}

/// A sheet: a template, a form, a size, and the records on it.
#[derive(Serialize)]
struct SheetView<'a> {
    template: &'static str,
    form: &'static str,
    width: u32,
    height: u32,
    org: Option<OrgView<'a>>,
    /// Where all that is on the sheet can be read, of a sheet of an organisation.
    #[serde(flatten)]
    link: LinkView,
    version: VersionView,
    entries: Vec<EntryView<'a>>,
}

/// An address in words and as a code; neither where the public has none.
#[derive(Default, Serialize)]
struct LinkView {
    url: Option<String>,
    qr: Option<QrView>,
}

#[derive(Serialize)]
struct OrgView<'a> {
    name: &'a str,
    phone: Option<&'a str>,
    address: Option<&'a str>,
    hours: Option<&'a str>,
}

#[derive(Serialize)]
struct EntryView<'a> {
    record: RecordView<'a>,
    data: View<'a>,
    body: Vec<Block>,
    #[serde(flatten)]
    link: LinkView,
    phone: Option<&'a str>,
    version: VersionView,
    takedown: Option<Day>,
}

#[derive(Serialize)]
struct RecordView<'a> {
    title: &'a str,
    kind: &'static str,
    code: String,
    #[serde(flatten)]
    envelope: EnvelopeView<'a>,
    signing: Vec<StepView<'a>>,
    deliberation: Vec<DeliberationView<'a>>,
    draft: bool,
    audience: Audience,
    status: Status,
    org: NameView<'a>,
}

#[derive(Serialize)]
struct NameView<'a> {
    name: String,
    phone: Option<&'a str>,
}

/// The code that leads to a record's short address.
#[derive(Serialize)]
struct QrView {
    file: String,
    /// Modules on a side, without the quiet zone.
    modules: usize,
}

/// Which version a sheet shows.
#[derive(Debug, Clone, Serialize)]
pub struct VersionView {
    /// Eight letters of the content's hash.
    pub code: String,
    /// 1 for the first.
    pub n: usize,
}

impl VersionView {
    /// The version of `record` in force on `day`.
    pub fn of(record: &Record, day: Day) -> VersionView {
        let version = record.version(day);
        VersionView {
            code: version.code.to_string(),
            n: version.number,
        }
    }

    /// The version of a sheet that shows all of `records`.
    pub fn of_all(records: &[&Record], day: Day) -> VersionView {
        let digests: Vec<[u8; 32]> = records.iter().map(|record| record.digest).collect();
        let numbers = records.iter().map(|record| record.version(day).number);
        VersionView {
            code: VersionCode::of(blake3::hash(digests.as_flattened()).as_bytes()).to_string(),
            n: numbers.max().unwrap_or(1),
        }
    }
}

/// Makes what sheets are given out of an edition.
pub struct Sheets<'a> {
    edition: &'a Edition<'a>,
    theme: &'a Theme,
    names: &'a OrgNames,
    /// The site's full address with a slash at its end.
    base_url: Option<String>,
    /// Modules of a record's code: all short addresses are of one length.
    modules: Option<usize>,
}

impl<'a> Sheets<'a> {
    /// For the records of `edition`.
    pub fn new(edition: &'a Edition<'a>, theme: &'a Theme, names: &'a OrgNames) -> Sheets<'a> {
        let url = edition.config().base_url.as_ref();
        let base_url = url.and_then(|url| paths::full_address(&url.value));
        let some = format!("{}/", paths::version_path(&ShortCode::SOME.to_string(), 1));
        let code = base_url
            .as_ref()
            .and_then(|base| modules(&format!("{base}{some}")));
        Sheets {
            modules: code,
            edition,
            theme,
            names,
            base_url,
        }
    }

    /// A document of what the record at index `at` of the edition says.
    pub fn of_record(&self, at: usize, form: &SheetForm, paper: Paper) -> SheetDoc<'a> {
        let record = self.edition.entries()[at].record;
        let title = record.envelope.title.value.clone();
        let author = self.name_of(&record.id.org);
        let mut doc = SheetDoc::new(title, author, form.used.floor());
        self.add_record(&mut doc, at, form, paper);
        doc
    }

    /// A document of what an organisation's records of one kind say; `entries` are indices in the edition.
    pub fn of_group(
        &self,
        org: &str,
        kind: &'static dyn Kind,
        form: &SheetForm,
        paper: Paper,
        entries: &[usize],
    ) -> SheetDoc<'a> {
        let title = self.title_of_group(org, form);
        let mut doc = SheetDoc::new(title, self.name_of(org), form.used.floor());
        self.add_group(&mut doc, org, kind, form, paper, entries);
        doc
    }

    /// Adds a sheet of the record at index `at` to `doc`.
    pub fn add_record(&self, doc: &mut SheetDoc<'a>, at: usize, form: &SheetForm, paper: Paper) {
        let record = self.edition.entries()[at].record;
        self.add_group(doc, &record.id.org, record.kind, form, paper, &[at]);
    }

    /// Adds a sheet of some records of one kind to `doc`.
    pub fn add_group(
        &self,
        doc: &mut SheetDoc<'a>,
        org: &str,
        kind: &'static dyn Kind,
        form: &SheetForm,
        paper: Paper,
        entries: &[usize],
    ) {
        let of = |at: &usize| self.edition.entries()[*at];
        let records: Vec<&Record> = entries.iter().map(|at| of(at).record).collect();
        let (title, link, version) = match records.as_slice() {
            [record] if !kind.group_sheets().contains(form) => (
                record.envelope.title.value.clone(),
                LinkView::default(),
                VersionView::of(record, self.edition.day()),
            ),
            records => {
                let list = paths::kind_folder(Some(org), kind.folder().1);
                let public = entries.iter().all(|at| is_public(&of(at)));
                let link = public.then(|| self.link(list.trim_end_matches('/'), modules));
                (
                    self.title_of_group(org, form),
                    link.unwrap_or_default(),
                    VersionView::of_all(records, self.edition.day()),
                )
            }
        };
        doc.titles.push(title);
        let entries = entries
            .iter()
            .map(|at| self.entry(*at, &mut doc.images))
            .collect();
        doc.sheets.push(Box::new(SheetView {
            template: kind.name(),
            form: form.name,
            width: paper.width,
            height: paper.height,
            org: self.edition.org(org).map(org_view),
            link,
            version,
            entries,
        }));
    }

    /// What the sheet `form` of all that an organisation has is called.
    pub fn title_of_group(&self, org: &str, form: &SheetForm) -> String {
        let name = self.theme.say(&format!("sheet.form.{}", form.name), &[]);
        format!("{} {name}", self.name_of(org))
    }

    /// The name of the organisation at `path`.
    pub fn name_of(&self, path: &str) -> String {
        self.names
            .get(path)
            .map_or_else(|| path.to_owned(), |org| org.name.clone())
    }

    /// The link to a record.
    fn link_to_record(&self, record: &Record) -> LinkView {
        let version = record.version(self.edition.day()).number;
        let path = paths::version_path(&record.code.to_string(), version);
        self.link(&path, |url| match version {
            0 | 1 => self.modules,
            _ => modules(url),
        })
    }

    /// The link to `path` of the site, which has no slash at its end. `size` gives the modules of its code, if that can be read.
    fn link(&self, path: &str, size: impl Fn(&str) -> Option<usize>) -> LinkView {
        let path = encode_path(path);
        let url = self.base_url.as_ref().map(|base| format!("{base}{path}/"));
        LinkView {
            qr: url.as_deref().and_then(|url| {
                Some(QrView {
                    modules: size(url)?,
                    file: format!("{CODES}{path}.svg"),
                })
            }),
            url: url.map(|url| {
                let bare = url.split_once("://").map(|(_, rest)| rest.to_owned());
                bare.unwrap_or(url)
            }),
        }
    }

    fn entry(&self, at: usize, images: &mut Vec<FileId>) -> EntryView<'a> {
        let entry = &self.edition.entries()[at];
        let (record, cx) = (entry.record, self.edition.context());
        let org = self.edition.org(&record.id.org);
        let org_phone = org
            .and_then(|org| org.config.phone.as_ref())
            .map(|phone| phone.value.as_str());
        let footer = self.edition.config().footer.as_ref();
        let site_phone = footer.and_then(|footer| footer.phone.as_ref());
        let own_phone = record.envelope.phone.as_ref();
        let body = tree(&record.body.text, &mut |path| {
            let (file, source) = self.image(at, path)?;
            images.push(file);
            Some(format!("{IMAGES}{source}"))
        });
        EntryView {
            record: RecordView {
                title: &record.envelope.title.value,
                kind: record.kind.name(),
                code: record.code.to_string(),
                envelope: EnvelopeView::new(&record.envelope, cx.day),
                signing: signing::steps(record, self.edition),
                deliberation: deliberation_view(&record.envelope),
                draft: record.is_draft(),
                audience: entry.audience,
                status: record.content.status(record, &cx),
                org: NameView {
                    name: self.name_of(&record.id.org),
                    phone: org_phone,
                },
            },
            data: record.content.view(record, &cx),
            body,
            link: if is_public(entry) {
                self.link_to_record(record)
            } else {
                LinkView::default()
            },
            phone: own_phone
                .map(|phone| phone.value.as_str())
                .or(org_phone)
                .or_else(|| site_phone.map(|phone| phone.value.as_str())),
            version: VersionView::of(record, cx.day),
            takedown: record.content.hanging(record, &cx).over(),
        }
    }

    /// The image that the text of the entry at `at` calls `path`, if the edition holds it.
    fn image(&self, at: usize, path: &str) -> Option<(FileId, &Arc<str>)> {
        let images = &self.edition.entries()[at].body.images;
        let (_, file) = images.iter().find(|(written, _)| written == path)?;
        Some((*file, self.edition.files().get(file)?))
    }
}

/// Modules on a side of the code that leads to `url`; none if they would be too fine to read.
fn modules(url: &str) -> Option<usize> {
    let modules = Qr::of(url)?.modules();
    (modules <= Qr::MOST).then_some(modules)
}

/// Whether the public can read a record on the site.
fn is_public(entry: &Entry<'_>) -> bool {
    entry.audience == Audience::Public && !entry.record.is_draft()
}

/// Where templates find images, by their source path.
pub const IMAGES: &str = "/images/";

/// Where templates find codes, by the address below the site's that they lead to.
pub const CODES: &str = "/qr/";

fn org_view(org: &Org) -> OrgView<'_> {
    let config = &org.config;
    OrgView {
        name: &config.name.value,
        phone: config.phone.as_ref().map(|phone| phone.value.as_str()),
        address: config.address.as_ref().map(|text| text.value.as_str()),
        hours: config.hours.as_ref().map(|text| text.value.as_str()),
    }
}
