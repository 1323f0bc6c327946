//! Which sheets are asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use crate::cli::SheetArgs;
use crate::commands::Failure;
use crate::kinds::{KINDS, Kind, Record, SheetForm, Use};
use crate::plan::{SheetDoc, Sheets, VersionView};
use crate::site::{Article, Edition, Site};
use crate::source::config::Board;
use crate::values::{Audience, Paper};

/// Paper that is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// The paper.
    pub paper: Paper,
    /// Whether width and height were said; a size with a name is held as the form needs it.
    pub exact: bool,
}

/// One sheet that is asked for: a record in a form, or all that an organisation has of a kind.
#[derive(Debug, Clone)]
pub struct Item {
    /// Whose records.
    pub org: Arc<str>,
    /// Of which kind.
    pub kind: &'static dyn Kind,
    /// In which form.
    pub form: &'static SheetForm,
    /// Indices in the edition; one for a record's own sheet.
    pub entries: Vec<usize>,
    /// Whether it is a sheet of the organisation rather than of one record.
    pub group: bool,
}

impl Item {
    /// Adds the sheet to `doc`, on `paper` or on its usual one.
    pub fn add<'a>(&self, doc: &mut SheetDoc<'a>, sheets: &Sheets<'a>, paper: Option<Asked>) {
        let usual = self.form.papers.first().copied().unwrap_or(Paper::A4);
        let paper = match paper {
            None => usual,
            Some(asked) if asked.exact => asked.paper,
            Some(asked) => self.form.hold(asked.paper),
        };
        sheets.add_group(doc, &self.org, self.kind, self.form, paper, &self.entries);
    }

    /// The records on it.
    pub fn records<'a>(&self, edition: &Edition<'a>) -> Vec<&'a Record> {
        let entries = edition.entries();
        self.entries.iter().map(|at| entries[*at].record).collect()
    }

    /// What it is called.
    pub fn title(&self, edition: &Edition<'_>, sheets: &Sheets<'_>) -> String {
        match self.records(edition).as_slice() {
            [record] if !self.group => record.envelope.title.value.clone(),
            _ => sheets.title_of_group(&self.org, self.form),
        }
    }

    /// Its version: the record's, or one of all that is on it.
    pub fn version(&self, edition: &Edition<'_>) -> VersionView {
        let records = self.records(edition);
        match records.as_slice() {
            [record] if !self.group => VersionView::of(record, edition.day()),
            records => VersionView::of_all(records, edition.day()),
        }
    }
}

/// Finds the record that `asked` names: by identity, file, short code, or the last part of its identity where no other has it.
///
/// # Errors
/// There is none, or there are several.
pub fn find<'a>(site: &'a Site, asked: &str) -> Result<&'a Article, Failure> {
    let path = asked.replace('\\', "/");
    let path = path.trim_start_matches("./");
    let stem = Path::new(path).with_extension("");
    let stem = stem.to_string_lossy();
    let exact = site.articles().iter().find(|article| {
        let record = &article.record;
        let file = site.listing.files.path(record.file);
        record.id.to_string() == path
            || record.code.to_string().eq_ignore_ascii_case(path)
            || file.as_ref() == path
            || file.ends_with(&format!("/{path}"))
    });
    if let Some(article) = exact {
        return Ok(article);
    }
    let mut named = site.articles().iter().filter(|article| {
        let record = &article.record;
        record.id.slug.as_ref() == stem || record.envelope.title.value == asked
    });
    match (named.next(), named.next()) {
        (Some(article), None) => Ok(article),
        (Some(first), Some(second)) => Err(Failure::new("error.records")
            .arg("found", asked)
            .arg("first", &first.record.id)
            .arg("second", &second.record.id)),
        _ => Err(Failure::new("error.no-record")
            .arg("found", asked)
            .arg("near", nearest(site, path))),
    }
}

fn nearest(site: &Site, asked: &str) -> String {
    let name = asked.rsplit('/').next().unwrap_or(asked);
    let near = site.records().max_by(|a, b| {
        let like = |record: &Record| strsim::jaro_winkler(&record.id.slug, name);
        like(a).total_cmp(&like(b))
    });
    near.map_or_else(String::new, |record| record.id.to_string())
}

/// The widest audience that may see all of `records`.
///
/// # Errors
/// Some are for named persons and others are not: they do not go on one sheet.
pub fn audience_of(records: &[&Article]) -> Result<Audience, Failure> {
    let named = |article: &&&Article| article.audience == Audience::Named;
    match records.iter().find(named) {
        Some(article) if !records.iter().all(|article| named(&article)) => {
            Err(Failure::new("error.audiences").arg("found", &article.record.id))
        }
        _ => {
            let widest = records.iter().map(|article| article.audience).max();
            Ok(widest.unwrap_or(Audience::Public))
        }
    }
}

/// The sheets of the records of `edition` that `wanted` names, in the form that is asked for or the usual one.
///
/// # Errors
/// There is no such form.
pub fn items(
    edition: &Edition<'_>,
    args: &SheetArgs,
    wanted: impl Fn(&Record) -> bool,
) -> Result<Vec<Item>, Failure> {
    let form = args.form.as_deref();
    let mut groups: BTreeMap<(Arc<str>, usize), Vec<usize>> = BTreeMap::new();
    let mut items = Vec::new();
    for (at, record) in in_order(edition) {
        if !wanted(record) {
            continue;
        }
        let own = record.content.sheets();
        let chosen = match form {
            Some(name) => own.iter().find(|form| form.name == name),
            None => own.first(),
        };
        match chosen {
            Some(form) => items.push(alone(at, record, form)),
            None => groups.entry(group_of(record)).or_default().push(at),
        }
    }
    for ((org, kind), entries) in groups {
        let kind = KINDS[kind];
        let asked = kind
            .group_sheets()
            .iter()
            .find(|own| form.is_none_or(|name| own.name == name));
        if let Some(form) = asked {
            items.push(Item {
                org,
                kind,
                form,
                entries,
                group: true,
            });
        }
    }
    let known = forms(edition);
    match form {
        Some(name) if !known.contains(name) => {
            let names: Vec<&str> = known.into_iter().collect();
            Err(Failure::new("error.form")
                .arg("found", name)
                .arg("forms", names.join(" ")))
        }
        _ => Ok(items),
    }
}

/// What hangs on a board on the edition's day: each record that is posted there by itself, but those of a kind whose organisation shows them together.
pub fn on_board(edition: &Edition<'_>, board: &Board, day: crate::values::Day) -> Vec<Item> {
    let cx = edition.context();
    let mut groups: BTreeMap<(usize, Arc<str>), Vec<usize>> = BTreeMap::new();
    for (at, record) in in_order(edition) {
        let posted = is_posted(record, board) && record.envelope.published.value <= day;
        if posted && record.content.hanging(record, &cx).covers(day) {
            let (org, kind) = group_of(record);
            groups.entry((kind, org)).or_default().push(at);
        }
    }
    let mut items = Vec::new();
    for ((kind, org), entries) in groups {
        let kind = KINDS[kind];
        let together = kind
            .group_sheets()
            .iter()
            .find(|form| form.used == Use::Board);
        let own = |at: &usize| {
            let record = edition.entries()[*at].record;
            let mut forms = record.content.sheets().iter();
            let form = forms.find(|form| form.used == Use::Board)?;
            Some(alone(*at, record, form))
        };
        match (together, entries.as_slice()) {
            (Some(form), [_, _, ..]) => items.push(Item {
                org,
                kind,
                form,
                entries,
                group: true,
            }),
            (together, entries) => items.extend(entries.iter().filter_map(|at| {
                own(at).or_else(|| {
                    together.map(|form| Item {
                        org: org.clone(),
                        kind,
                        form,
                        entries: vec![*at],
                        group: true,
                    })
                })
            })),
        }
    }
    items
}

/// Whether `record` goes on `board`.
pub fn is_posted(record: &Record, board: &Board) -> bool {
    let mut posts = record.envelope.post.iter();
    posts.any(|post| post.value.trim() == board.id.value.trim())
}

fn alone(at: usize, record: &Record, form: &'static SheetForm) -> Item {
    Item {
        org: record.id.org.clone(),
        kind: record.kind,
        form,
        entries: vec![at],
        group: false,
    }
}

/// The records of an edition in order of identity.
fn in_order<'a>(edition: &Edition<'a>) -> Vec<(usize, &'a Record)> {
    let mut records: Vec<(usize, &Record)> = edition
        .entries()
        .iter()
        .map(|entry| entry.record)
        .enumerate()
        .collect();
    records.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id));
    records
}

fn group_of(record: &Record) -> (Arc<str>, usize) {
    let kind = KINDS
        .iter()
        .position(|kind| kind.name() == record.kind.name());
    (record.id.org.clone(), kind.unwrap_or_default())
}

/// The forms that something of `edition` can be printed in.
fn forms(edition: &Edition<'_>) -> BTreeSet<&'static str> {
    let of_records = edition
        .entries()
        .iter()
        .flat_map(|entry| entry.record.content.sheets());
    let of_groups = KINDS.iter().flat_map(|kind| kind.group_sheets());
    of_records.chain(of_groups).map(|form| form.name).collect()
}
