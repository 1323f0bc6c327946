//! Which pages a site has, and exactly what each of them needs.
//!
//! A [`Job`] is a value: where it is written, and what. [`Plan::view`] gives the inputs of a page and nothing else; a template can fetch no more, so the hash of its inputs
//! says whether a page must be rendered again.

mod arranged;
mod assets;
mod build;
mod calendar;
mod data;
mod feeds;
mod glossary;
mod home;
mod jsonld;
mod layout;
mod lists;
mod locate;
mod old;
mod orgs;
mod overviews;
mod owners;
mod page;
mod paged;
mod paths;
mod portions;
mod record;
mod related;
mod search;
mod shared;
mod sheet_jobs;
mod sheets;
mod signing;
mod tree;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

pub use arranged::{
    BoardView, Cover, Hung, MARGIN, OVERLAP, Pieces, SOURCE, Stretch, Taken, TakenWhy, Why,
};
pub use build::{Extras, Plan, names, plan};
pub use data::DataFile;
pub use feeds::Feed;
pub use page::{Crumb, View};
pub use paths::{MANIFEST, full_address};
pub use shared::Shared;
pub use sheet_jobs::{SheetJob, Subject};
pub use sheets::{CODES, IMAGES, SheetDoc, Sheets, VersionView};

use crate::diagnostics::FileId;
use crate::site::OutPath;

/// One file to be made.
#[derive(Debug)]
pub struct Job {
    /// Where.
    pub path: OutPath,
    /// What.
    pub what: What,
}

/// What a file is made of; indices are the plan's.
#[derive(Debug, Clone)]
pub enum What {
    /// The first page.
    Home,
    /// A page of the tree of organisations, from 0; the first has years and tags.
    Orgs(usize),
    /// An organisation.
    Org(usize),
    /// A record.
    Record(usize),
    /// A printed sheet.
    Sheet(SheetJob),
    /// A page of a list.
    List(ListPage),
    /// A page of a kind's overview.
    Overview {
        /// Its kind, by its index in the registry.
        kind: usize,
        /// Which of the kind's overviews.
        at: usize,
        /// Which page of it, from 0.
        page: usize,
    },
    /// A page of the terms, from 0.
    Glossary(usize),
    /// A page of the site's calendar of disclosures, from 0.
    Calendar(usize),
    /// A page of the calendar of an organisation.
    CalendarOf {
        /// The organisation.
        org: usize,
        /// Which page, from 0.
        page: usize,
    },
    /// A page of the catalogue of disclosures, from 0.
    Catalogue(usize),
    /// A short address or an alias that leads to a record.
    Redirect(usize),
    /// The page that searches.
    SearchPage,
    /// A file of the search index, which is named by its path.
    SearchPart,
    /// What a server shows for an address that is not there.
    NotFound,
    /// An Atom feed.
    Feed(usize),
    /// A file of open data.
    Data(DataFile),
    /// Addresses for search engines: the site's pages `from..to`, in order of path.
    Sitemap {
        /// First.
        from: usize,
        /// One past the last.
        to: usize,
    },
    /// The list of sitemaps, where there are several.
    SitemapIndex(usize),
    /// The ledger.
    Ledger,
    /// The signature of the ledger's head.
    LedgerSignature,
    /// What is left of a record that was taken down, at its own address and at its short ones.
    Tombstone(usize),
    /// Where the code on a sheet leads that shows an older version.
    OldVersion {
        /// The record.
        record: usize,
        /// The version on the sheet, from 1.
        version: usize,
    },
    /// `robots.txt`.
    Robots,
    /// A file of the site, without hidden data if it is an image.
    File(FileId),
    /// A file of the theme.
    ThemeFile(Arc<str>),
}

/// A page of a list.
#[derive(Debug, Clone)]
pub struct ListPage {
    /// The list.
    pub list: Arc<List>,
    /// Which page, from 0.
    pub page: usize,
}

/// A list of records.
#[derive(Debug)]
pub struct List {
    /// Folder that its pages lie in, with a slash at its end.
    pub folder: String,
    /// Its heading.
    pub heading: String,
    /// Key of a sentence about it.
    pub about: Option<&'static str>,
    /// The kind, if all are of one.
    pub kind: Option<&'static str>,
    /// Ways to narrow it down.
    pub groups: Vec<Group>,
    /// The kind's overviews that belong beside it.
    pub overviews: Vec<OverviewLink>,
    /// What stands before it in the crumbs.
    pub crumbs: Vec<Crumb>,
    /// Its feed.
    pub feed: Option<String>,
    /// Records by their index in the edition.
    pub entries: Vec<u32>,
}

/// A way to narrow a list down.
#[derive(Debug, Clone, Serialize)]
pub struct Group {
    /// What it is called.
    pub label: String,
    /// Its list.
    pub address: String,
    /// How many records that has.
    pub count: usize,
}

/// A link to a kind's overview.
#[derive(Debug, Clone, Serialize)]
pub struct OverviewLink {
    /// The kind.
    pub kind: &'static str,
    /// The overview.
    pub slug: &'static str,
    /// Key of its title.
    pub label_key: String,
    /// Its first page.
    pub address: String,
    /// Whether its list is in groups, which have addresses of their own.
    pub grouped: bool,
}

/// Name and address of each organisation by path.
type OrgNames = BTreeMap<Arc<str>, Crumb>;
