//! A record's page, and a record in a line.

use serde::Serialize;

use super::OrgNames;
use super::build::Plan;
use super::page::{Crumb, View};
use crate::kinds::{Context, Record, Status, Words};
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

fn org_of(record: &Record, names: &OrgNames) -> Crumb {
    names.get(&record.id.org).cloned().unwrap_or_else(|| Crumb {
        name: record.id.org.to_string(),
        address: super::paths::org_page(&record.id.org),
    })
}

/// The day a record last changed: its publication, or its last correction that has come.
pub fn changed(record: &Record) -> Day {
    let corrections = record
        .envelope
        .corrections
        .iter()
        .map(|correction| correction.date.value);
    corrections.fold(record.envelope.published.value, Day::max)
}

#[derive(Serialize)]
struct RecordView<'a> {
    title: &'a str,
    kind: &'static str,
    code: String,
    address: String,
    short: String,
    published: Day,
    as_of: Option<Day>,
    responsible: Option<&'a str>,
    phone: Option<&'a str>,
    tags: Vec<Crumb>,
    display: Option<DisplayView>,
    signoff: Vec<SignatureView<'a>>,
    corrections: Vec<CorrectionView<'a>>,
    basis: Vec<BasisView<'a>>,
    draft: bool,
    status: Status,
    org: OrgView<'a>,
    body: &'a str,
    attachments: Vec<AttachmentView>,
    previous: Option<Link<'a>>,
    next: Option<Link<'a>>,
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

#[derive(Serialize)]
struct AttachmentView {
    name: String,
    address: String,
    size: u64,
}

#[derive(Serialize)]
struct Link<'a> {
    title: &'a str,
    address: String,
}

impl<'a> Plan<'a> {
    /// The page of the record at index `at` of the edition.
    pub(super) fn record_view<'b>(&'b self, at: usize, address: &str) -> View<'b> {
        let entry = &self.edition.entries()[at];
        let (record, cx) = (entry.record, self.edition.context());
        let envelope = &record.envelope;
        let org = org_of(record, &self.names);
        let status = record.content.status(record, &cx);
        let phone = self
            .edition
            .orgs()
            .iter()
            .find(|o| o.path == record.id.org)
            .and_then(|o| o.config.phone.as_ref());
        let (previous, next) = self.neighbours[at];
        let mut meta = self.meta(envelope.title.value.clone(), address);
        meta.column = record.kind.name();
        meta.crumbs.extend(self.lineage(&record.id.org));
        let kind_folder = super::paths::kind_folder(Some(&record.id.org), record.kind.folder().1);
        let kind_name = self.say(&format!("kind.{}", record.kind.name()), &[]);
        meta.crumbs.push(Crumb {
            name: kind_name,
            address: super::paths::list_page(&kind_folder, 0),
        });
        meta.description = self.description(at);
        meta.feed = Some(format!("{}/feed.xml", record.id.org));
        meta.published = Some(envelope.published.value.to_string());
        meta.source = Some(org.name.clone());
        meta.keywords = envelope.tags.iter().map(|tag| tag.value.clone()).collect();
        meta.json_ld = Some(self.linked_data(record, &meta, &org.name));
        meta.noindex = record.is_draft();
        let view = RecordView {
            title: &envelope.title.value,
            kind: record.kind.name(),
            code: record.code.to_string(),
            address: record.address(),
            short: format!("r/{}/index.html", record.code),
            published: envelope.published.value,
            as_of: envelope.as_of.as_ref().map(|day| day.value),
            responsible: envelope
                .responsible
                .as_ref()
                .map(|text| text.value.as_str()),
            phone: envelope.phone.as_ref().map(|text| text.value.as_str()),
            tags: self.tags_of(record),
            display: envelope.display.as_ref().map(|d| DisplayView {
                from: d.from.value,
                to: d.to.as_ref().map(|to| to.value),
            }),
            signoff: envelope
                .signoff
                .iter()
                .map(|s| SignatureView {
                    step: &s.step.value,
                    name: &s.name.value,
                    date: s.date.value,
                })
                .collect(),
            corrections: envelope
                .corrections
                .iter()
                .map(|c| CorrectionView {
                    date: c.date.value,
                    reason: &c.reason.value,
                    approved_by: &c.approved_by.value,
                })
                .collect(),
            basis: envelope
                .basis
                .iter()
                .map(|b| BasisView {
                    title: &b.title.value,
                    number: b.number.as_ref().map(|n| n.value.as_str()),
                    effective: b.effective.as_ref().map(|d| d.value),
                    repealed: b.repealed.as_ref().map(|d| d.value),
                    in_force: b.repealed.as_ref().is_none_or(|d| d.value > cx.day),
                })
                .collect(),
            draft: record.is_draft(),
            status,
            org: OrgView {
                name: org.name,
                address: org.address,
                phone: phone.map(|p| p.value.as_str()),
            },
            body: &entry.body.html,
            attachments: self.attachments(at, record),
            previous: previous.map(|i| self.link(i)),
            next: next.map(|i| self.link(i)),
        };
        let data = record.content.view(record, &cx);
        View {
            template: template_of(record),
            fields: vec![
                ("page", Box::new(meta)),
                ("record", Box::new(view)),
                ("data", data),
            ],
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
            address: super::paths::list_page(&super::paths::tag_folder(&tag.value), 0),
        };
        record.envelope.tags.iter().map(tag).collect()
    }

    /// The files beside a record that its text does not show or link to already.
    fn attachments(&self, at: usize, record: &Record) -> Vec<AttachmentView> {
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

/// The page template of a record's kind.
fn template_of(record: &Record) -> &'static str {
    record.kind.template()
}
