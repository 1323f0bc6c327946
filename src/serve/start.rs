//! The officer's start page: what is overdue, what ends today, what waits for review, drafts, and what is wrong, file by file.

use std::collections::BTreeMap;

use super::pages::{Entry, File, Section, Start, Subject};
use super::scene::View;
use super::state::State;
use crate::diagnostics::{FileId, Finding, Place, Severity, line_of};
use crate::kinds::Record;
use crate::rules::open_steps;
use crate::site::Article;
use crate::source::decode;

/// Entries of a section, and findings, that are listed.
const MOST: usize = 1000;

/// The start page of the site in `view`, of which `state` says what is wrong. `address` is where it is served, `joint` stands between the words of a list.
pub fn start(view: &View<'_, '_>, state: &State, address: &str, joint: &str) -> Start {
    let site = &view.loaded.site;
    let mut gathering = Gathering {
        view,
        joint,
        lines: BTreeMap::new(),
        overdue: Vec::new(),
        today: Vec::new(),
        review: Vec::new(),
        drafts: Vec::new(),
    };
    for article in site.articles() {
        gathering.add(article);
    }
    let section = |subject, mut found: Vec<Found<'_>>, gathering: &mut Gathering<'_, '_, '_>| {
        found.sort_by(|a, b| a.order.cmp(&b.order));
        found.truncate(MOST);
        let entries = found.into_iter().map(|found| gathering.entry(found));
        Section {
            subject,
            entries: entries.collect(),
        }
    };
    let lists = [
        (Subject::Overdue, std::mem::take(&mut gathering.overdue)),
        (Subject::Today, std::mem::take(&mut gathering.today)),
        (Subject::Review, std::mem::take(&mut gathering.review)),
        (Subject::Drafts, std::mem::take(&mut gathering.drafts)),
    ];
    let sections = lists
        .into_iter()
        .map(|(subject, found)| section(subject, found, &mut gathering));
    Start {
        sections: sections.collect(),
        site: site.config.name.value.clone(),
        day: in_words(view, site.day),
        address: address.to_owned(),
        drafts_shown: site.drafts,
        failure: state.failure.clone(),
        errors: state.errors,
        warnings: state.warnings,
        files: files(view, state),
    }
}

fn in_words(view: &View<'_, '_>, day: crate::values::Day) -> String {
    let parts = [
        ("y", day.year().to_string()),
        ("m", day.month().to_string()),
        ("d", day.day().to_string()),
    ];
    view.loaded.theme.say("day.long", &parts)
}

/// A record that something is to be done about.
struct Found<'a> {
    record: &'a Record,
    place: Place,
    note: String,
    /// What comes first.
    order: (i32, String),
}

struct Gathering<'v, 'p, 'a> {
    view: &'v View<'p, 'a>,
    joint: &'v str,
    /// Texts of files whose lines are asked for.
    lines: BTreeMap<FileId, String>,
    overdue: Vec<Found<'a>>,
    today: Vec<Found<'a>>,
    review: Vec<Found<'a>>,
    drafts: Vec<Found<'a>>,
}

impl<'a> Gathering<'_, '_, 'a> {
    fn add(&mut self, article: &'a Article) {
        let loaded = self.view.loaded;
        let (site, record) = (&loaded.site, &*article.record);
        let id = record.id.to_string();
        let found = |place, note, order| Found {
            record,
            place,
            note,
            order: (order, id.clone()),
        };
        let open: Vec<&str> = open_steps(record, &site.config).collect();
        let begun = !record.is_draft() || !record.envelope.signoff.is_empty();
        if !open.is_empty() && begun {
            let steps = open.join(self.joint);
            self.review.push(found(record.place(), steps, 0));
        }
        if record.is_draft() {
            self.drafts.push(found(record.place(), String::new(), 0));
        }
        if !article.is_out() {
            return;
        }
        for deadline in record.content.deadlines(record, &site.context()) {
            let late = site.day.since(deadline.day);
            let words = loaded.theme.words(&deadline.words);
            let note = format!("{} {words}", in_words(self.view, deadline.day));
            let order = i32::try_from(-late).unwrap_or(i32::MIN);
            if late > 0 && deadline.owed {
                self.overdue.push(found(deadline.place, note, order));
            } else if late == 0 {
                self.today.push(found(deadline.place, note, 0));
            }
        }
    }

    fn entry(&mut self, found: Found<'_>) -> Entry {
        let view = self.view;
        let (listing, theme) = (&view.loaded.site.listing, &view.loaded.theme);
        let (record, place) = (found.record, found.place);
        let text = self.lines.entry(place.file).or_insert_with(|| {
            let bytes = std::fs::read(listing.disk_path(place.file));
            decode(bytes.unwrap_or_default()).0
        });
        Entry {
            title: record.envelope.title.value.clone(),
            address: address_of(view, record),
            org: view.edition.org(&record.id.org).map_or_else(
                || record.id.org.to_string(),
                |org| org.config.name.value.clone(),
            ),
            kind: theme.say(&format!("kind.{}", record.kind.name()), &[]),
            file: listing.files.path(place.file).to_string(),
            line: line_of(place.at, text.clone()),
            note: found.note,
        }
    }
}

/// The page of `record`, if the public has one.
fn address_of(view: &View<'_, '_>, record: &Record) -> Option<String> {
    let id = &record.id;
    let found = view.edition.find(&id.org, id.folder, &id.slug);
    found.map(|_| record.address())
}

/// What is wrong, file by file, errors before the rest.
fn files(view: &View<'_, '_>, state: &State) -> Vec<File> {
    let found = state.findings();
    let (mut errors, mut others) = (Vec::new(), Vec::new());
    for finding in &found {
        let list = match finding.severity {
            Severity::Error => &mut errors,
            Severity::Warning | Severity::Note => &mut others,
        };
        if list.len() < MOST {
            list.push(finding);
        }
    }
    let mut by_file: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in errors.into_iter().chain(others) {
        by_file.entry(&finding.file).or_default().push(finding);
    }
    let listing = &view.loaded.site.listing;
    let wanted: BTreeMap<FileId, &str> = by_file
        .keys()
        .filter_map(|path| Some((listing.find(path)?, *path)))
        .collect();
    let records: BTreeMap<&str, &Record> = view
        .loaded
        .site
        .records()
        .filter_map(|record| Some((*wanted.get(&record.file)?, record)))
        .collect();
    by_file
        .into_iter()
        .map(|(file, findings)| {
            let record = records.get(file);
            File {
                file: file.to_owned(),
                address: record.and_then(|record| address_of(view, record)),
                title: record.map(|record| record.envelope.title.value.clone()),
                findings: findings
                    .into_iter()
                    .map(|finding| state.block(finding))
                    .collect(),
            }
        })
        .collect()
}
