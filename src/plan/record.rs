//! A record's page, and a record in a line.

use serde::Serialize;

use super::build::Plan;
use super::data::DataLinks;
use super::glossary::TermView;
use super::old::HistoryView;
use super::page::{Crumb, PageMeta, View};
use super::related::Related;
use super::sheet_jobs::SheetLink;
use super::signing::{self, StepView};
use super::{OrgNames, paths};
use crate::kinds::{Basis, Context, Envelope, Record, Status, Words};
use crate::kinds::{DeliberationView, deliberation_view};
use crate::values::Day;

/// A record in a line of a list.
#[derive(Debug, Serialize)]
pub struct Summary<'a> {
    address: String,
    title: &'a str,
    kind: &'static str,
    org: Crumb,
    published: Day,
    status: Status,
    gist: Vec<Words>,
    draft: bool,
}

impl<'a> Summary<'a> {
    /// `record` in a line.
    pub fn new(record: &'a Record, names: &OrgNames, cx: &Context<'_>) -> Summary<'a> {
        Summary {
            address: record.address(),
            title: &record.envelope.title.value,
            kind: record.kind.name(),
            org: org_of(record, names),
            published: record.envelope.published.value,
            status: record.content.status(record, cx),
            gist: record.content.gist(record, cx),
            draft: record.is_draft(),
        }
    }
}

/// The name and address of the organisation that published `record`.
pub(super) fn org_of(record: &Record, names: &OrgNames) -> Crumb {
    names.get(&record.id.org).cloned().unwrap_or_else(|| Crumb {
        name: record.id.org.to_string(),
        address: paths::org_page(&record.id.org),
    })
}

/// The day a record last changed: its publication, or its last correction that has come.
pub fn changed(record: &Record, day: Day) -> Day {
    let corrections = record
        .envelope
        .corrections
        .iter()
        .map(|correction| correction.date.value)
        .filter(|date| *date <= day);
    corrections.fold(record.envelope.published.value, Day::max)
}

#[derive(Serialize)]
struct RecordView<'a> {
    title: &'a str,
    kind: &'static str,
    code: String,
    address: String,
    short: String,
    #[serde(flatten)]
    envelope: EnvelopeView<'a>,
    signing: Vec<StepView<'a>>,
    deliberation: Vec<DeliberationView<'a>>,
    history: Option<HistoryView<'a>>,
    tags: Vec<Crumb>,
    draft: bool,
    status: Status,
    org: OrgView<'a>,
    body: &'a str,
    terms: Vec<TermView<'a>>,
    attachments: Vec<AttachmentView>,
    sheets: Vec<SheetLink>,
    data: DataLinks,
    related: Option<Related<'a>>,
    previous: Option<Link<'a>>,
    next: Option<Link<'a>>,
}

/// What the envelope says, on a day.
#[derive(Serialize)]
pub(super) struct EnvelopeView<'a> {
    published: Day,
    as_of: Option<Day>,
    responsible: Option<&'a str>,
    phone: Option<&'a str>,
    display: Option<DisplayView>,
    signoff: Vec<SignatureView<'a>>,
    corrections: Vec<CorrectionView<'a>>,
    basis: Vec<BasisView<'a>>,
}

#[derive(Serialize)]
struct DisplayView {
    from: Day,
    to: Option<Day>,
}

#[derive(Serialize)]
struct SignatureView<'a> {
    step: &'a str,
    name: &'a str,
    date: Day,
}

#[derive(Serialize)]
struct CorrectionView<'a> {
    date: Day,
    reason: &'a str,
    approved_by: &'a str,
}

#[derive(Serialize)]
struct BasisView<'a> {
    title: &'a str,
    number: Option<&'a str>,
    effective: Option<Day>,
    repealed: Option<Day>,
    in_force: bool,
}

#[derive(Serialize)]
struct OrgView<'a> {
    name: String,
    address: String,
    phone: Option<&'a str>,
}

/// A file published with a record.
#[derive(Serialize)]
pub(super) struct AttachmentView {
    /// Its name.
    pub(super) name: String,
    /// Where it lies.
    pub(super) address: String,
    /// Its size in bytes.
    pub(super) size: u64,
}

#[derive(Serialize)]
struct Link<'a> {
    title: &'a str,
    address: String,
}

impl<'a> EnvelopeView<'a> {
    pub(super) fn new(envelope: &'a Envelope, today: Day) -> EnvelopeView<'a> {
        let signature = |s: &'a crate::kinds::Signature| SignatureView {
            step: &s.step.value,
            name: &s.name.value,
            date: s.date.value,
        };
        let come = envelope
            .corrections
            .iter()
            .filter(|c| c.date.value <= today);
        let corrections = come.map(|c| CorrectionView {
            date: c.date.value,
            reason: &c.reason.value,
            approved_by: &c.approved_by.value,
        });
        EnvelopeView {
            published: envelope.published.value,
            as_of: envelope.as_of.as_ref().map(|day| day.value),
            responsible: envelope
                .responsible
                .as_ref()
                .map(|text| text.value.as_str()),
            phone: envelope.phone.as_ref().map(|text| text.value.as_str()),
            display: envelope.display.as_ref().map(|display| DisplayView {
                from: display.from.value,
                to: display.to.as_ref().map(|to| to.value),
            }),
            signoff: envelope.signoff.iter().map(signature).collect(),
            corrections: corrections.collect(),
            basis: envelope
                .basis
                .iter()
                .map(|basis| BasisView::new(basis, today))
                .collect(),
        }
    }
}

impl<'a> BasisView<'a> {
    fn new(basis: &'a Basis, today: Day) -> BasisView<'a> {
        let repealed = basis.repealed.as_ref().map(|day| day.value);
        BasisView {
            title: &basis.title.value,
            number: basis.number.as_ref().map(|n| n.value.as_str()),
            effective: basis.effective.as_ref().map(|day| day.value),
            repealed,
            in_force: repealed.is_none_or(|day| day > today),
        }
    }
}

impl<'a> Plan<'a> {
    /// The page of the record at index `at` of the edition.
    pub(super) fn record_view<'b>(&'b self, at: usize, address: &str) -> View<'b> {
        let entry = &self.edition.entries()[at];
        let (record, cx) = (entry.record, self.edition.context());
        let (previous, next) = self.neighbours(at);
        let view = RecordView {
            title: &record.envelope.title.value,
            kind: record.kind.name(),
            code: record.code.to_string(),
            address: record.address(),
            short: paths::version_page(&record.code.to_string(), record.version(cx.day).number),
            envelope: EnvelopeView::new(&record.envelope, cx.day),
            signing: signing::steps(record, self.edition),
            deliberation: deliberation_view(&record.envelope),
            history: self.history(record),
            tags: self.tags_of(record),
            draft: record.is_draft(),
            status: record.content.status(record, &cx),
            org: self.issuer(record),
            body: &entry.body.html,
            terms: self.terms_of(at),
            attachments: self.attachments(at, record),
            sheets: self.sheets_of_record(at),
            data: self.data_links(at),
            related: self.related(at),
            previous: previous.map(|i| self.link(i)),
            next: next.map(|i| self.link(i)),
        };
        View {
            template: record.kind.template(),
            fields: vec![
                ("page", Box::new(self.record_meta(at, record, address))),
                ("record", Box::new(view)),
                ("data", record.content.view(record, &cx)),
            ],
        }
    }

    /// What a record's page says about itself.
    fn record_meta(&self, at: usize, record: &Record, address: &str) -> PageMeta {
        let envelope = &record.envelope;
        let org = org_of(record, &self.names);
        let list = paths::kind_folder(Some(&record.id.org), record.kind.folder().1);
        let mut meta = self.meta(envelope.title.value.clone(), address);
        meta.column = record.kind.name();
        meta.crumbs.extend(self.lineage(&record.id.org));
        meta.crumbs.push(Crumb {
            name: self.say(&format!("kind.{}", record.kind.name()), &[]),
            address: paths::list_page(&list, 0),
        });
        meta.description = self.description(at);
        meta.feed = Some(format!("{}/feed.xml", record.id.org));
        meta.published = Some(envelope.published.value.to_string());
        meta.keywords = envelope.tags.iter().map(|tag| tag.value.clone()).collect();
        meta.json_ld = Some(self.linked_data(record, &meta, &org.name));
        meta.source = Some(org.name);
        meta.json = Some(paths::record_json(&record.address()));
        meta.noindex = record.is_draft();
        meta
    }

    fn issuer(&self, record: &Record) -> OrgView<'a> {
        let org = org_of(record, &self.names);
        let phone = self
            .edition
            .org(&record.id.org)
            .and_then(|org| org.config.phone.as_ref());
        OrgView {
            name: org.name,
            address: org.address,
            phone: phone.map(|phone| phone.value.as_str()),
        }
    }

    /// A sentence about a record: its first words, or its figures.
    pub(super) fn description(&self, at: usize) -> String {
        let entry = &self.edition.entries()[at];
        if !entry.body.summary.is_empty() {
            return entry.body.summary.clone();
        }
        let gist = entry
            .record
            .content
            .gist(entry.record, &self.edition.context());
        let words: Vec<String> = gist.iter().map(|words| self.theme.words(words)).collect();
        if words.is_empty() {
            entry.record.envelope.title.value.clone()
        } else {
            words.join(" ")
        }
    }

    fn tags_of(&self, record: &Record) -> Vec<Crumb> {
        let tag = |tag: &crate::kinds::fields::Text| Crumb {
            name: tag.value.clone(),
            address: paths::list_page(&paths::tag_folder(&tag.value), 0),
        };
        record.envelope.tags.iter().map(tag).collect()
    }

    /// The files beside a record that its text does not show or link to already.
    pub(super) fn attachments(&self, at: usize, record: &Record) -> Vec<AttachmentView> {
        let shown = &self.edition.entries()[at].body.files;
        record
            .attachments
            .iter()
            .filter(|attachment| !shown.contains(&attachment.file))
            .filter_map(|attachment| {
                let path =
                    crate::site::published_path(self.edition.files().get(&attachment.file)?)?;
                Some(AttachmentView {
                    name: attachment.name.to_string(),
                    address: path.as_str().to_owned(),
                    size: attachment.size,
                })
            })
            .collect()
    }

    fn link(&self, at: u32) -> Link<'a> {
        let record = self.edition.entries()[at as usize].record;
        Link {
            title: &record.envelope.title.value,
            address: record.address(),
        }
    }
}
