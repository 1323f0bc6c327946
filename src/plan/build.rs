//! The plan: an edition with everything that pages need of it counted and sorted once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use super::data::{Data, DataFile};
use super::feeds::Feed;
use super::glossary::Terms;
use super::layout::{Layout, lay_out};
use super::lists::Lists;
use super::locate::Found;
use super::overviews::Overviews;
use super::page::Crumb;
use super::record::Summary;
use super::related::Referrers;
use super::tree::Tree;
use super::{Job, OrgNames, SheetJob, Subject, What, assets, paths};
use crate::diagnostics::{FileId, Report};
use crate::kinds::{KINDS, Record};
use crate::search::Index;
use crate::site::{Edition, OutPath, Progress};
use crate::source::{Listing, Theme};
use crate::values::Day;

/// What can be made, and what it is made of. Each part is worked out when something asks for it: a single page needs few of them.
pub struct Plan<'a> {
    /// What may be shown.
    pub(super) edition: &'a Edition<'a>,
    /// Words and assets.
    pub(super) theme: &'a Theme,
    /// The source files: they name the owners of addresses that collide.
    pub(super) listing: &'a Listing,
    /// Organisations' names.
    pub(super) names: OrgNames,
    /// Addresses of the theme's assets by their name in the theme.
    pub(super) assets: BTreeMap<Arc<str>, String>,
    /// What is made besides the pages.
    pub(super) extras: Extras,
    pub(super) lazy: Lazy<'a>,
}

/// The parts of a plan.
#[derive(Default)]
pub struct Lazy<'a> {
    sorted: OnceLock<Sorted>,
    /// Each record in a line, by its index in the edition.
    summaries: Vec<OnceLock<Box<Summary<'a>>>>,
    /// By the kind's index in the registry.
    pub(super) overviews: Vec<OnceLock<Overviews<'a>>>,
    pub(super) feeds: OnceLock<Vec<Feed>>,
    pub(super) lists: OnceLock<Lists>,
    pub(super) terms: OnceLock<Terms>,
    pub(super) tree: OnceLock<Tree>,
    pub(super) progress: OnceLock<Progress<'a>>,
    pub(super) found: Found,
    pub(super) referrers: OnceLock<Referrers>,
    pub(super) search: OnceLock<Index>,
    pub(super) data: Data,
    layout: OnceLock<Layout>,
}

/// Records by what they belong to, newest first.
pub struct Sorted {
    /// Of each organisation and kind.
    pub columns: Columns,
    /// Of each kind.
    pub by_kind: Vec<Vec<u32>>,
}

/// What is made besides the pages: it takes longer than they do, and who only looks for mistakes needs none of it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Extras {
    /// Sheets.
    pub sheets: bool,
    /// The files of the search index. [`Plan::locate`] finds them without.
    pub search: bool,
}

/// Records by organisation and the kind's index in the registry.
type Columns = BTreeMap<(Arc<str>, usize), Vec<u32>>;

/// Lays out `edition`.
pub fn plan<'a>(
    edition: &'a Edition<'a>,
    theme: &'a Theme,
    listing: &'a Listing,
    extras: Extras,
) -> Plan<'a> {
    let lazy = Lazy {
        summaries: edition.entries().iter().map(|_| OnceLock::new()).collect(),
        overviews: KINDS.iter().map(|_| OnceLock::new()).collect(),
        data: Data::new(KINDS.len(), edition.entries().len()),
        ..Lazy::default()
    };
    Plan {
        edition,
        theme,
        listing,
        names: names(edition),
        assets: assets::addresses(theme),
        extras,
        lazy,
    }
}

/// The name and address of each organisation of `edition`.
pub fn names(edition: &Edition<'_>) -> OrgNames {
    let crumb = |org: &crate::site::Org| Crumb {
        name: org.config.name.value.clone(),
        address: paths::org_page(&org.path),
    };
    edition
        .orgs()
        .iter()
        .map(|org| (org.path.clone(), crumb(org)))
        .collect()
}

/// Records by organisation and kind, and by kind alone.
fn sort_out(edition: &Edition<'_>) -> Sorted {
    let mut columns = Columns::new();
    let mut records = edition.by_identity().peekable();
    // In order of identity the records of a column follow one another.
    while let Some((at, first)) = records.next() {
        let id = &first.id;
        let same = |(_, record): &(u32, &Record)| {
            (&record.id.org, record.id.folder) == (&id.org, id.folder)
        };
        let mut column = vec![at];
        while let Some((at, _)) = records.next_if(same) {
            column.push(at);
        }
        // Indices of the edition are newest first.
        column.sort_unstable();
        columns.insert((id.org.clone(), kind_index(first)), column);
    }
    let mut by_kind = vec![Vec::new(); KINDS.len()];
    for ((_, kind), column) in &columns {
        by_kind[*kind].extend_from_slice(column);
    }
    by_kind
        .iter_mut()
        .for_each(|records| records.sort_unstable());
    Sorted { columns, by_kind }
}

/// The index of a record's kind in the registry.
pub(super) fn kind_index(record: &Record) -> usize {
    KINDS
        .iter()
        .position(|kind| kind.name() == record.kind.name())
        .unwrap_or_default()
}

impl<'a> Plan<'a> {
    /// The files to make, in order of path.
    pub fn jobs(&self) -> &[Job] {
        &self.layout().jobs
    }

    /// Addresses that somebody asked for and did not get. What leads there is not to blame.
    pub fn refused(&self) -> &BTreeSet<String> {
        &self.layout().refused
    }

    /// What was refused, and why.
    pub fn report(&self) -> &Report {
        &self.layout().report
    }

    fn layout(&self) -> &Layout {
        self.lazy.layout.get_or_init(|| lay_out(self))
    }

    /// The records by what they belong to.
    pub(super) fn sorted(&self) -> &Sorted {
        let sorted = &self.lazy.sorted;
        sorted.get_or_init(|| sort_out(self.edition))
    }

    /// The records before and after the one at index `at`, in its own column.
    pub(super) fn neighbours(&self, at: usize) -> (Option<u32>, Option<u32>) {
        let record = self.edition.entries()[at].record;
        let key = (record.id.org.clone(), kind_index(record));
        let column = self
            .sorted()
            .columns
            .get(&key)
            .map_or(&[][..], Vec::as_slice);
        let own = u32::try_from(at).ok();
        let place = own.and_then(|at| column.binary_search(&at).ok());
        // Newest first: what comes later in the column is earlier.
        let place = place.unwrap_or(column.len());
        let next = place.checked_sub(1).and_then(|next| column.get(next));
        (column.get(place + 1).copied(), next.copied())
    }

    /// What the catalogue asks for, and what has come of it.
    pub(super) fn progress(&self) -> &Progress<'a> {
        let progress = &self.lazy.progress;
        progress.get_or_init(|| self.edition.progress())
    }

    /// The record at index `at` of the edition, in a line.
    pub(super) fn summary(&self, at: u32) -> &Summary<'a> {
        let at = at as usize;
        self.lazy.summaries[at].get_or_init(|| {
            let record = self.edition.entries()[at].record;
            Box::new(Summary::new(record, &self.names, &self.edition.context()))
        })
    }

    /// The source file that a job's file is about, or is made of.
    pub fn source(&self, job: &Job) -> Option<FileId> {
        match job.what {
            What::Record(at)
            | What::Sheet(SheetJob {
                of: Subject::Record(at),
                ..
            }) => Some(self.edition.entries()[at].record.file),
            What::Data(DataFile::Record(at) | DataFile::RecordTable { record: at, .. }) => {
                Some(self.edition.entries()[at].record.file)
            }
            What::File(file) => Some(file),
            _ => None,
        }
    }

    /// Whether it has sheets.
    pub fn has_sheets(&self) -> bool {
        self.extras.sheets
    }

    /// The edition that is laid out.
    pub fn edition(&self) -> &'a Edition<'a> {
        self.edition
    }

    /// The theme.
    pub fn theme(&self) -> &'a Theme {
        self.theme
    }

    /// The language of the pages.
    pub fn language(&self) -> &'a str {
        self.theme.language()
    }

    /// The site's full address with a slash at its end.
    pub fn base_url(&self) -> Option<String> {
        paths::full_address(&self.edition.config().base_url.as_ref()?.value)
    }

    /// Addresses of the theme's assets by their name in the theme.
    pub fn assets(&self) -> &BTreeMap<Arc<str>, String> {
        &self.assets
    }

    /// The pages for search engines from the one numbered `from` to before `to`, in order of path, with their day of change: no redirects, no error page.
    pub fn sitemap_pages(
        &self,
        from: usize,
        to: usize,
    ) -> impl Iterator<Item = (&OutPath, Option<Day>)> {
        let pages = self.layout().sitemap.iter().skip(from).take(to - from);
        pages.map(|at| {
            let job = &self.jobs()[*at];
            let changed = match job.what {
                What::Record(at) => Some(super::record::changed(
                    self.edition.entries()[at].record,
                    self.edition.day(),
                )),
                _ => None,
            };
            (&job.path, changed)
        })
    }

    /// Words of the theme.
    pub(super) fn say(&self, key: &str, args: &[(&str, String)]) -> String {
        self.theme.say(key, args)
    }

    /// The crumbs down to the organisation at `path`, itself included.
    pub(super) fn lineage(&self, path: &str) -> Vec<Crumb> {
        let folders: Vec<&str> = std::iter::successors(Some(path), |folder| {
            folder.rsplit_once('/').map(|(above, _)| above)
        })
        .collect();
        folders
            .into_iter()
            .rev()
            .filter_map(|folder| self.names.get(folder))
            .cloned()
            .collect()
    }
}
