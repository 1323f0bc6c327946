//! The plan: an edition with everything that pages need of it counted and sorted once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::feeds::Feed;
use super::overviews::{self, ByPlace, Placed};
use super::owners::Owners;
use super::page::Crumb;
use super::record::Summary;
use super::{Group, Job, OrgNames, SheetJob, Subject, What, assets, paths};
use crate::diagnostics::{FileId, Report};
use crate::kinds::{KINDS, Record};
use crate::site::{Edition, OutPath};
use crate::source::{Listing, Theme};
use crate::values::Day;

/// Everything that will be made, and what it is made of.
pub struct Plan<'a> {
    /// What may be shown.
    pub(super) edition: &'a Edition<'a>,
    /// Words and assets.
    pub(super) theme: &'a Theme,
    /// Organisations' names.
    pub(super) names: OrgNames,
    /// Each record in a line, by its index in the edition.
    pub(super) summaries: Vec<Summary<'a>>,
    /// The records before and after each, in its own column.
    pub(super) neighbours: Vec<(Option<u32>, Option<u32>)>,
    /// Records of each organisation and kind, newest first.
    pub(super) columns: Columns,
    /// Records by kind, newest first.
    pub(super) by_kind: Vec<Vec<u32>>,
    /// The kinds' overviews.
    pub(super) overviews: Vec<Placed<'a>>,
    /// The same by kind and organisation.
    pub(super) overviews_by_place: ByPlace<'a>,
    /// Feeds.
    pub(super) feeds: Vec<Feed>,
    /// The lists of years, newest first.
    pub(super) years: Vec<Group>,
    /// The lists of tags.
    pub(super) tags: Vec<Group>,
    /// Addresses of the theme's assets by their name in the theme.
    pub(super) assets: BTreeMap<Arc<str>, String>,
    /// Pages for search engines, by their index in the jobs.
    pub(super) sitemap: Vec<usize>,
    /// Who has which address.
    pub(super) owners: Owners,
    /// Organisations that have no address.
    pub(super) refused_orgs: BTreeSet<Arc<str>>,
    /// Whether sheets are made.
    pub(super) with_sheets: bool,
    /// The files to make, in order of path.
    pub jobs: Vec<Job>,
    /// Addresses that somebody asked for and did not get. What leads there is not to blame.
    pub refused: BTreeSet<String>,
    /// What was refused, and why.
    pub report: Report,
}

/// Records by organisation and the kind's index in the registry.
type Columns = BTreeMap<(Arc<str>, usize), Vec<u32>>;

/// Lays out `edition`, `with_sheets` or without. `listing` names the owners of addresses that collide.
pub fn plan<'a>(
    edition: &'a Edition<'a>,
    theme: &'a Theme,
    listing: &Listing,
    with_sheets: bool,
) -> Plan<'a> {
    let cx = edition.context();
    let names = names(edition);
    let (columns, by_kind) = sort_out(edition);
    let (overviews, overviews_by_place) = overviews::overviews(edition, &by_kind);
    let summaries = edition
        .entries()
        .iter()
        .map(|entry| Summary::new(entry.record, &names, &cx))
        .collect();
    let mut plan = Plan {
        edition,
        theme,
        summaries,
        neighbours: neighbours(&columns, edition.entries().len()),
        names,
        columns,
        by_kind,
        overviews,
        overviews_by_place,
        feeds: Vec::new(),
        years: Vec::new(),
        tags: Vec::new(),
        assets: assets::addresses(theme),
        sitemap: Vec::new(),
        owners: Owners::default(),
        refused_orgs: BTreeSet::new(),
        with_sheets,
        jobs: Vec::new(),
        refused: BTreeSet::new(),
        report: Report::default(),
    };
    plan.feeds = plan.make_feeds();
    plan.lay_out(listing);
    plan
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
fn sort_out(edition: &Edition<'_>) -> (Columns, Vec<Vec<u32>>) {
    let mut columns = Columns::new();
    let mut by_kind = vec![Vec::new(); KINDS.len()];
    for (i, entry) in edition.entries().iter().enumerate() {
        let kind = kind_index(entry.record);
        let at = u32::try_from(i).unwrap_or(u32::MAX);
        columns
            .entry((entry.record.id.org.clone(), kind))
            .or_default()
            .push(at);
        by_kind[kind].push(at);
    }
    (columns, by_kind)
}

/// The records before and after each of `count` in its column.
fn neighbours(columns: &Columns, count: usize) -> Vec<(Option<u32>, Option<u32>)> {
    let mut neighbours = vec![(None, None); count];
    for pair in columns.values().flat_map(|column| column.windows(2)) {
        // Newest first: the second of a pair is the earlier one.
        neighbours[pair[0] as usize].0 = Some(pair[1]);
        neighbours[pair[1] as usize].1 = Some(pair[0]);
    }
    neighbours
}

/// The index of a record's kind in the registry.
fn kind_index(record: &Record) -> usize {
    KINDS
        .iter()
        .position(|kind| kind.name() == record.kind.name())
        .unwrap_or_default()
}

impl<'a> Plan<'a> {
    /// The source file that a job's file is about, or is made of.
    pub fn source(&self, job: &Job) -> Option<FileId> {
        match job.what {
            What::Record(at)
            | What::Sheet(SheetJob {
                of: Subject::Record(at),
                ..
            }) => Some(self.edition.entries()[at].record.file),
            What::File(file) => Some(file),
            _ => None,
        }
    }

    /// Whether it has sheets.
    pub fn has_sheets(&self) -> bool {
        self.with_sheets
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
        let pages = self.sitemap.iter().skip(from).take(to - from);
        pages.map(|at| {
            let job = &self.jobs[*at];
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
