//! What is told of the past: the history on a record's page, where the codes of old sheets lead, what is left of records that were taken down.

use serde::Serialize;

use super::build::Plan;
use super::page::View;
use super::{What, paths};
use crate::kinds::Record;
use crate::ledger::{self, Change, Changed, Line, Reason};
use crate::site::Tombstone;
use crate::source::encode_path;
use crate::values::Day;

/// Most values that one page quotes; the ledger has them all.
const QUOTED: usize = 60;

/// What the ledger says of a record, on its page.
#[derive(Debug, Serialize)]
pub struct HistoryView<'a> {
    /// The day it was first published.
    first: Day,
    /// The day of its last correction.
    corrected: Option<Day>,
    /// The day it last grew.
    updated: Option<Day>,
    /// The corrections, newest first.
    changes: Vec<ChangeView<'a>>,
}

/// One change.
#[derive(Debug, Serialize)]
struct ChangeView<'a> {
    day: Day,
    version: usize,
    because: &'a [Reason],
    values: Vec<ValueView<'a>>,
    /// How many more values changed.
    more: usize,
}

/// A value that changed: where it stands, in words, what it was and what it is.
#[derive(Debug, Serialize)]
struct ValueView<'a> {
    key: String,
    old: Option<&'a str>,
    new: Option<&'a str>,
}

impl<'a> ChangeView<'a> {
    fn of(line: &'a Line, room: &mut usize, chinese: bool) -> ChangeView<'a> {
        let shown = line.values.len().min(*room);
        *room -= shown;
        let value = |own: &'a Changed| ValueView {
            key: ledger::in_words(&line.record, &own.key, chinese),
            old: own.old.as_deref(),
            new: own.new.as_deref(),
        };
        ChangeView {
            day: line.day,
            version: line.version,
            because: &line.because,
            values: line.values[..shown].iter().map(value).collect(),
            more: line.values.len() - shown,
        }
    }
}

#[derive(Serialize)]
struct OldView<'a> {
    title: &'a str,
    address: String,
    version: usize,
    now: usize,
    changes: Vec<ChangeView<'a>>,
}

/// The corrections among `lines`, newest first.
fn corrections<'a>(
    lines: impl DoubleEndedIterator<Item = &'a Line>,
    chinese: bool,
) -> Vec<ChangeView<'a>> {
    let mut room = QUOTED;
    let corrected = lines.rev().filter(|line| line.change == Change::Corrected);
    corrected
        .map(|line| ChangeView::of(line, &mut room, chinese))
        .collect()
}

impl<'a> Plan<'a> {
    /// What the ledger says of `record`; nothing if it was never published.
    pub(super) fn history(&self, record: &Record) -> Option<HistoryView<'a>> {
        let ledger = self.edition.ledger();
        if ledger.is_empty() {
            return None;
        }
        let lines: Vec<&'a Line> = ledger.of(&record.id.to_string()).collect();
        let last = |change| lines.iter().rev().find(|line| line.change == change);
        Some(HistoryView {
            first: lines.first()?.day,
            corrected: last(Change::Corrected).map(|line| line.day),
            updated: last(Change::Updated)
                .filter(|line| !line.values.is_empty())
                .map(|line| line.day),
            changes: corrections(lines.iter().copied(), self.in_chinese()),
        })
    }

    /// The short addresses of the record at index `at`: one of each version. That of an older version which was published says what changed since; all others lead to the record.
    pub(super) fn short_pages(&self, at: usize) -> Vec<(String, What)> {
        let record = self.edition.entries()[at].record;
        let now = record.version(self.edition.day()).number;
        let code = record.code.to_string();
        let page = |version: usize| {
            let old = version < now && self.was_published(record, version);
            let what = match old {
                true => What::OldVersion {
                    record: at,
                    version,
                },
                false => What::Redirect(at),
            };
            (paths::version_page(&code, version), what)
        };
        (1..=now).map(page).collect()
    }

    fn was_published(&self, record: &Record, version: usize) -> bool {
        let ledger = self.edition.ledger();
        !ledger.is_empty()
            && ledger
                .of(&record.id.to_string())
                .any(|line| line.version == version)
    }

    /// The page of an older version at `path`.
    pub(super) fn old_version_at(&self, path: &str) -> Option<What> {
        if self.edition.ledger().is_empty() {
            return None;
        }
        let code = path.split('/').nth(1)?;
        let mut entries = self.edition.entries().iter();
        let at = entries.position(|entry| entry.record.code.to_string() == code)?;
        let mut pages = self.short_pages(at).into_iter();
        let (_, what) = pages.find(|(address, _)| address == path)?;
        matches!(what, What::OldVersion { .. }).then_some(what)
    }

    /// Where what is left of the record at index `at` of the tombstones is found.
    pub(super) fn addresses_of_tombstone(&self, at: usize) -> Vec<String> {
        let stone = &self.edition.tombstones()[at];
        let short = (1..=stone.version).map(|version| paths::version_page(&stone.code, version));
        std::iter::once(stone.address.clone())
            .chain(short)
            .collect()
    }

    /// What is left of a record at `path`.
    pub(super) fn tombstone_at(&self, path: &str) -> Option<What> {
        let mut all = 0..self.edition.tombstones().len();
        let at = all.find(|at| {
            let addresses = self.addresses_of_tombstone(*at);
            addresses.iter().any(|address| address == path)
        })?;
        Some(What::Tombstone(at))
    }

    /// The page of a record that was taken down.
    pub(super) fn tombstone_view<'b>(&'b self, at: usize, address: &str) -> View<'b> {
        let stone: &Tombstone = &self.edition.tombstones()[at];
        let mut meta = self.meta(stone.title.clone(), address);
        meta.noindex = true;
        meta.crumbs.extend(self.lineage(&stone.org));
        meta.canonical = self.full_address_of(&stone.address);
        View {
            template: "withdrawn.html",
            fields: vec![("page", Box::new(meta)), ("stone", Box::new(stone))],
        }
    }

    /// Where the code on a sheet of version `version` of the record at index `at` leads.
    pub(super) fn old_version_view(&self, at: usize, version: usize, address: &str) -> View<'a> {
        let record = self.edition.entries()[at].record;
        let title = &record.envelope.title.value;
        let mut meta = self.meta(title.clone(), address);
        meta.noindex = true;
        meta.canonical = self.full_address_of(&record.address());
        let lines = self.edition.ledger().of(&record.id.to_string());
        let since: Vec<&Line> = lines.filter(|line| line.version > version).collect();
        let old = OldView {
            title,
            address: record.address(),
            version,
            now: record.version(self.edition.day()).number,
            changes: corrections(since.into_iter(), self.in_chinese()),
        };
        View {
            template: "old-version.html",
            fields: vec![("page", Box::new(meta)), ("old", Box::new(old))],
        }
    }

    fn full_address_of(&self, address: &str) -> Option<String> {
        let base = self.base_url()?;
        Some(format!("{base}{}", encode_path(address)))
    }
}
