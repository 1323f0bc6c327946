//! Lays out the site: every page, list, feed and file of an edition, with its address.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::page::Crumb;
use super::record::Summary;
use super::{Feed, Job, OrgNames, OverviewLink, What, paths};
use crate::diagnostics::{Diagnostic, FileId, Place, Report};
use crate::kinds::{KINDS, Overview, Record};
use crate::site::{Edition, OutPath, published_path};
use crate::source::{Listing, Theme};

/// Pages in one sitemap (the protocol allows 50,000; 30,000 keeps a file well under its size limit).
const SITEMAP: usize = 30_000;

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
    pub(super) columns: BTreeMap<(Arc<str>, usize), Vec<u32>>,
    /// The kinds' overviews.
    pub(super) overviews: Vec<Placed<'a>>,
    /// Feeds.
    pub(super) feeds: Vec<Feed>,
    /// Records by kind, newest first.
    pub(super) by_kind: Vec<Vec<u32>>,
    /// Addresses of the theme's assets by their name in the theme.
    pub(super) assets: BTreeMap<Arc<str>, String>,
    /// The files to make, assets before pages.
    pub jobs: Vec<Job>,
    /// Records whose address is not their own.
    pub report: Report,
    owners: BTreeMap<String, Owner>,
}

/// An overview with its place.
pub(super) struct Placed<'a> {
    pub kind: usize,
    pub overview: Overview<'a>,
    pub folder: String,
    pub pages: usize,
}

/// What has an address.
#[derive(Debug, Clone, Copy)]
enum Owner {
    Page,
    File(FileId),
}

/// Lays out `edition`. `listing` names the owners of addresses that collide.
pub fn plan<'a>(edition: &'a Edition<'a>, theme: &'a Theme, listing: &Listing) -> Plan<'a> {
    let cx = edition.context();
    let names: OrgNames = edition
        .orgs()
        .iter()
        .map(|org| {
            (
                org.path.clone(),
                Crumb {
                    name: org.config.name.value.clone(),
                    address: paths::org_page(&org.path),
                },
            )
        })
        .collect();
    let mut columns: BTreeMap<(Arc<str>, usize), Vec<u32>> = BTreeMap::new();
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
    let mut neighbours = vec![(None, None); edition.entries().len()];
    for column in columns.values() {
        for pair in column.windows(2) {
            // Newest first: the second of a pair is the earlier one.
            neighbours[pair[0] as usize].0 = Some(pair[1]);
            neighbours[pair[1] as usize].1 = Some(pair[0]);
        }
    }
    let mut overviews = Vec::new();
    for (kind, records) in by_kind
        .iter()
        .enumerate()
        .filter(|(_, records)| !records.is_empty())
    {
        let records: Vec<&'a Record> = records
            .iter()
            .map(|i| edition.entries()[*i as usize].record)
            .collect();
        for overview in KINDS[kind].overviews(&records, &cx) {
            let pages = overview
                .items
                .len()
                .div_ceil(overview.per_page.max(1))
                .max(1);
            let folder = paths::kind_folder(overview.org, KINDS[kind].folder().1);
            overviews.push(Placed {
                kind,
                overview,
                folder,
                pages,
            });
        }
    }
    let summaries = edition
        .entries()
        .iter()
        .map(|entry| Summary::new(entry.record, &names, &cx))
        .collect();
    let mut plan = Plan {
        edition,
        theme,
        names,
        summaries,
        neighbours,
        columns,
        overviews,
        feeds: Vec::new(),
        by_kind,
        assets: BTreeMap::new(),
        jobs: Vec::new(),
        report: Report::default(),
        owners: BTreeMap::new(),
    };
    plan.files(listing);
    plan.records(listing);
    plan.lists();
    plan.pages();
    plan.plan_feeds();
    plan.for_machines();
    plan
}

/// The index of a record's kind in the registry.
pub(super) fn kind_index(record: &Record) -> usize {
    KINDS
        .iter()
        .position(|kind| kind.name() == record.kind.name())
        .unwrap_or_default()
}

impl<'a> Plan<'a> {
    /// The source file that a job's page is about.
    pub fn source(&self, job: &Job) -> Option<FileId> {
        match job.what {
            What::Record(at) => Some(self.edition.entries()[at].record.file),
            _ => None,
        }
    }

    /// The edition that is laid out.
    pub fn edition(&self) -> &'a Edition<'a> {
        self.edition
    }

    /// Adds a job. A path that cannot be one comes from the program's own names only, so it is left out.
    pub(super) fn add(&mut self, path: String, what: What) {
        if let Some(path) = OutPath::new(&path) {
            self.owners.entry(path.folded()).or_insert(Owner::Page);
            self.jobs.push(Job { path, what });
        }
    }

    /// Adds a job for something that an officer named; a path that is taken or cannot be one is reported at `place`.
    fn claim(&mut self, path: String, what: What, place: Place, listing: &Listing) {
        let Some(path) = OutPath::new(&path) else {
            self.report.add(
                Diagnostic::new("record/address", place)
                    .case("unusable")
                    .arg("address", path),
            );
            return;
        };
        if let Some(owner) = self.owners.get(&path.folded()) {
            let first = match owner {
                Owner::File(file) => listing.files.path(*file).to_string(),
                Owner::Page => path.as_str().to_owned(),
            };
            self.report.add(
                Diagnostic::new("record/address", place)
                    .arg("address", path)
                    .arg("first", first),
            );
            return;
        }
        self.owners.insert(path.folded(), Owner::File(place.file));
        self.jobs.push(Job { path, what });
    }

    /// Attachments, images and the theme's assets.
    fn files(&mut self, listing: &Listing) {
        let files: Vec<(FileId, Arc<str>)> = self
            .edition
            .files()
            .iter()
            .map(|(file, path)| (*file, path.clone()))
            .collect();
        for (file, path) in files {
            match published_path(&path) {
                Some(out) => self.claim(
                    out.as_str().to_owned(),
                    What::File(file),
                    Place::file(file),
                    listing,
                ),
                None => self.report.add(
                    Diagnostic::new("record/address", Place::file(file))
                        .case("unusable")
                        .arg("address", path),
                ),
            }
        }
        let assets: Vec<(Arc<str>, String)> = self
            .theme
            .below("assets/")
            .map(|(name, bytes)| {
                let hash = blake3::hash(bytes).to_hex();
                let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
                (
                    Arc::from(name),
                    format!("assets/{stem}.{}.{extension}", &hash[..8]),
                )
            })
            .collect();
        for (name, address) in assets {
            self.add(address.clone(), What::ThemeFile(name.clone()));
            self.assets.insert(name, address);
        }
    }

    /// Record pages, short addresses, aliases.
    fn records(&mut self, listing: &Listing) {
        // Lists come after records, so their addresses are set aside first.
        for folder in self.list_folders() {
            self.owners
                .insert(paths::list_page(&folder, 0).to_lowercase(), Owner::Page);
        }
        for i in 0..self.overviews.len() {
            let Placed {
                overview, folder, ..
            } = &self.overviews[i];
            let path = paths::overview_page(folder, overview.slug, 0).to_lowercase();
            self.owners.insert(path, Owner::Page);
        }
        let edition = self.edition;
        for (i, entry) in edition.entries().iter().enumerate() {
            let record = entry.record;
            self.claim(
                record.address(),
                What::Record(i),
                Place::file(record.file),
                listing,
            );
            self.add(format!("r/{}/index.html", record.code), What::Redirect(i));
        }
        for (i, entry) in edition.entries().iter().enumerate() {
            for alias in &entry.record.envelope.aliases {
                self.claim(
                    paths::alias_page(&alias.value),
                    What::Redirect(i),
                    alias.place,
                    listing,
                );
            }
        }
    }

    fn list_folders(&self) -> Vec<String> {
        let kinds = KINDS
            .iter()
            .zip(&self.by_kind)
            .filter(|(_, records)| !records.is_empty());
        let own = self
            .columns
            .keys()
            .map(|(org, kind)| paths::kind_folder(Some(org), KINDS[*kind].folder().1));
        kinds
            .map(|(kind, _)| paths::kind_folder(None, kind.folder().1))
            .chain(own)
            .collect()
    }

    /// Home, organisations, overviews.
    fn pages(&mut self) {
        self.add("index.html".to_owned(), What::Home);
        self.add("orgs/index.html".to_owned(), What::Orgs);
        for (i, org) in self.edition.orgs().iter().enumerate() {
            self.add(paths::org_page(&org.path), What::Org(i));
        }
        for at in 0..self.overviews.len() {
            for page in 0..self.overviews[at].pages {
                let Placed {
                    overview, folder, ..
                } = &self.overviews[at];
                self.add(
                    paths::overview_page(folder, overview.slug, page),
                    What::Overview { at, page },
                );
            }
        }
        self.add("404.html".to_owned(), What::NotFound);
    }

    /// What only machines read.
    fn for_machines(&mut self) {
        if self.base_url().is_some() {
            let pages = self.sitemap_pages().len();
            let parts = pages.div_ceil(SITEMAP).max(1);
            for part in 0..parts {
                let name = if parts == 1 {
                    "sitemap.xml".to_owned()
                } else {
                    format!("sitemap-{}.xml", part + 1)
                };
                self.add(
                    name,
                    What::Sitemap {
                        from: part * SITEMAP,
                        to: ((part + 1) * SITEMAP).min(pages),
                    },
                );
            }
            if parts > 1 {
                self.add("sitemap.xml".to_owned(), What::SitemapIndex(parts));
            }
        }
        self.add("robots.txt".to_owned(), What::Robots);
    }

    /// The site's full address with a slash at its end.
    pub fn base_url(&self) -> Option<String> {
        let url = self.edition.config().base_url.as_ref()?.value.trim();
        (url.starts_with("https://") || url.starts_with("http://"))
            .then(|| format!("{}/", url.trim_end_matches('/')))
    }

    /// Pages for search engines with their day of change, in order of path: no redirects, no error page.
    pub fn sitemap_pages(&self) -> Vec<(&OutPath, Option<crate::values::Day>)> {
        let mut pages: Vec<_> = self
            .jobs
            .iter()
            .filter_map(|job| match job.what {
                What::Record(at) => Some((
                    &job.path,
                    Some(super::record::changed(self.edition.entries()[at].record)),
                )),
                What::Home | What::Orgs | What::Org(_) | What::List(_) | What::Overview { .. } => {
                    Some((&job.path, None))
                }
                _ => None,
            })
            .collect();
        pages.sort();
        pages
    }

    /// The overviews of `kind` for the whole site or for `org`.
    pub(super) fn overview_links(&self, kind: usize, org: Option<&str>) -> Vec<OverviewLink> {
        let own = |placed: &&Placed<'_>| placed.kind == kind && placed.overview.org == org;
        self.overviews
            .iter()
            .filter(own)
            .map(|placed| {
                let name = KINDS[kind].name();
                let slug = placed.overview.slug;
                let address = paths::overview_page(&placed.folder, slug, 0);
                OverviewLink {
                    kind: name,
                    slug,
                    label_key: format!("overview.{name}.{slug}"),
                    address,
                }
            })
            .collect()
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
