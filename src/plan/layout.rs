//! Which files there are and who gets which address.
//!
//! 1. What the program makes by itself for the whole site takes its addresses first.
//! 2. Then the pages of each organisation: one whose folder cannot be an address is refused with all that is in it.
//! 3. Then records, the files beside them, and the old addresses that officers gave them.
//!
//! What comes later and asks for what is taken gets nothing and is reported.

use std::sync::Arc;

use super::build::Plan;
use super::owners::Owner;
use super::{Job, ListPage, What, lists, paths};
use crate::diagnostics::{FileId, Place};
use crate::site::published_path;
use crate::source::Listing;

/// Pages in one sitemap (the protocol allows 50,000; 30,000 keeps a file well under its size limit).
const SITEMAP: usize = 30_000;

/// A file that an organisation gets: whose, where, what.
type Wanted = (usize, String, What);

impl Plan<'_> {
    /// Adds every file of the site, in order of path. `listing` names the owners of addresses that collide.
    pub(super) fn lay_out(&mut self, listing: &Listing) {
        let (lists, of_orgs) = self.lists();
        self.for_the_site(lists);
        let of_orgs = self.wanted_by_orgs(of_orgs);
        self.for_machines(of_orgs.len());
        self.for_orgs(of_orgs, listing);
        self.records(listing);
        self.lay_out_sheets(listing);
        self.files(listing);
        self.aliases(listing);
        self.jobs.sort_by(|a, b| a.path.cmp(&b.path));
        self.sitemap = (0..self.jobs.len())
            .filter(|at| is_for_search(&self.jobs[*at].what))
            .collect();
    }

    /// Adds a file that the program makes by itself.
    fn generate(&mut self, path: &str, what: What) {
        // The program's own names are paths and differ; a theme's file that is there twice is the same file.
        if let Ok(path) = self.owners.take(path, Owner::Generated) {
            self.jobs.push(Job { path, what });
        }
    }

    /// Home, lists, overviews, feeds, short addresses, the theme's files.
    fn for_the_site(&mut self, lists: Vec<Arc<super::List>>) {
        self.generate("index.html", What::Home);
        self.generate("404.html", What::NotFound);
        self.generate("orgs/index.html", What::Orgs);
        // The store writes it; nobody else may.
        let _ = self.owners.take(paths::MANIFEST, Owner::Generated);
        for (path, what) in lists.iter().flat_map(pages_of_list) {
            self.generate(&path, what);
        }
        for at in 0..self.overviews.len() {
            if self.overviews[at].overview.org.is_none() {
                for (path, what) in self.pages_of_overview(at) {
                    self.generate(&path, what);
                }
            }
        }
        for at in 0..self.feeds.len() {
            if self.feeds[at].org.is_none() {
                let path = self.feeds[at].address.clone();
                self.generate(&path, What::Feed(at));
            }
        }
        for (name, path) in self.assets.clone() {
            self.generate(&path, What::ThemeFile(name));
        }
    }

    /// What only machines read. `of_orgs` is how many more files come for organisations.
    fn for_machines(&mut self, of_orgs: usize) {
        self.generate("robots.txt", What::Robots);
        if self.base_url().is_none() {
            return;
        }
        let pages = self.jobs.len() + of_orgs + self.edition.entries().len();
        let parts = pages.div_ceil(SITEMAP).max(1);
        for part in 0..parts {
            let name = if parts == 1 {
                "sitemap.xml".to_owned()
            } else {
                format!("sitemap-{}.xml", part + 1)
            };
            let from = part * SITEMAP;
            let to = from + SITEMAP;
            self.generate(&name, What::Sitemap { from, to });
        }
        if parts > 1 {
            self.generate("sitemap.xml", What::SitemapIndex(parts));
        }
    }

    /// The pages of organisations: their own, and their lists, overviews and feeds.
    fn wanted_by_orgs(&self, lists: Vec<(Arc<str>, Arc<super::List>)>) -> Vec<Wanted> {
        let orgs = self.edition.orgs();
        let index = |path: &str| {
            orgs.binary_search_by(|org| org.path.as_ref().cmp(path))
                .ok()
        };
        let mut wanted: Vec<Wanted> = orgs
            .iter()
            .enumerate()
            .map(|(at, org)| (at, paths::org_page(&org.path), What::Org(at)))
            .collect();
        for (org, list) in &lists {
            let pages = pages_of_list(list);
            wanted.extend(
                index(org)
                    .into_iter()
                    .flat_map(|at| pages.clone().map(move |(path, what)| (at, path, what))),
            );
        }
        for (at, placed) in self.overviews.iter().enumerate() {
            if let Some(org) = placed.overview.org.and_then(index) {
                let pages = self.pages_of_overview(at);
                wanted.extend(pages.map(|(path, what)| (org, path, what)));
            }
        }
        for (at, feed) in self.feeds.iter().enumerate() {
            if let Some(org) = feed.org.as_deref().and_then(index) {
                wanted.push((org, feed.address.clone(), What::Feed(at)));
            }
        }
        wanted.sort_by_key(|(org, ..)| *org);
        wanted
    }

    /// Adds the pages of organisations. One that cannot have them all is reported once, at its `org.yaml`.
    fn for_orgs(&mut self, wanted: Vec<Wanted>, listing: &Listing) {
        let edition = self.edition;
        for (org, path, what) in wanted {
            let folder = &edition.orgs()[org].path;
            if self.is_refused_org(folder) {
                self.refused.insert(path);
                continue;
            }
            match self.owners.take_chosen(&path, Owner::Generated) {
                Ok(path) => self.jobs.push(Job { path, what }),
                Err(refusal) => {
                    let file = ["yaml", "yml"].iter().find_map(|extension| {
                        listing.find(&format!("content/{folder}/org.{extension}"))
                    });
                    let place = Place::file(file.unwrap_or(edition.config().name.place.file));
                    self.report.add(refusal.finding(&path, place, listing));
                    self.refused.insert(path);
                    self.refused_orgs.insert(folder.clone());
                }
            }
        }
    }

    /// Whether an organisation at `folder` or above it was refused.
    pub(super) fn is_refused_org(&self, folder: &str) -> bool {
        std::iter::successors(Some(folder), |folder| {
            folder.rsplit_once('/').map(|(above, _)| above)
        })
        .any(|folder| self.refused_orgs.contains(folder))
    }

    /// Record pages and short addresses.
    fn records(&mut self, listing: &Listing) {
        let edition = self.edition;
        for (i, entry) in edition.entries().iter().enumerate() {
            let record = entry.record;
            if edition.org(&record.id.org).is_none() {
                // That is reported by itself; what would lead to its pages is not to blame.
                let list = paths::kind_folder(Some(&record.id.org), record.kind.folder().1);
                self.refused.extend([
                    paths::org_page(&record.id.org),
                    paths::list_page(&list, 0),
                    format!("{}/feed.xml", record.id.org),
                ]);
            }
            if self.is_refused_org(&record.id.org) {
                self.refused.insert(record.address());
            } else {
                let place = Place::file(record.file);
                self.claim(record.address(), What::Record(i), place, listing);
            }
            // Two records with one code are reported as such.
            let short = paths::short_page(record.code);
            if let Ok(path) = self.owners.take(&short, Owner::File(record.file)) {
                let what = What::Redirect(i);
                self.jobs.push(Job { path, what });
            }
        }
    }

    /// Attachments and images.
    fn files(&mut self, listing: &Listing) {
        let files: Vec<(FileId, Arc<str>)> = self
            .edition
            .files()
            .iter()
            .map(|(file, path)| (*file, path.clone()))
            .collect();
        for (file, source) in files {
            let folder = source.strip_prefix("content/").unwrap_or(&source);
            if self.is_refused_org(folder) {
                self.refused
                    .extend(published_path(&source).map(|path| path.to_string()));
                continue;
            }
            let path = published_path(&source).map_or(folder.to_owned(), |path| path.to_string());
            self.claim(path, What::File(file), Place::file(file), listing);
        }
    }

    /// The old addresses of records.
    fn aliases(&mut self, listing: &Listing) {
        let edition = self.edition;
        for (i, entry) in edition.entries().iter().enumerate() {
            for alias in &entry.record.envelope.aliases {
                let path = paths::alias_page(&alias.value);
                self.claim(path, What::Redirect(i), alias.place, listing);
            }
        }
    }

    /// Adds a file whose address an officer chose; one that is taken or cannot be one is reported at `place`.
    pub(super) fn claim(&mut self, path: String, what: What, place: Place, listing: &Listing) {
        match self.owners.take_chosen(&path, Owner::File(place.file)) {
            Ok(path) => self.jobs.push(Job { path, what }),
            Err(refusal) => {
                self.report.add(refusal.finding(&path, place, listing));
                self.refused.insert(path);
            }
        }
    }

    fn pages_of_overview(&self, at: usize) -> impl Iterator<Item = (String, What)> + use<> {
        let placed = &self.overviews[at];
        let (folder, slug) = (placed.folder.clone(), placed.overview.slug);
        (0..placed.pages).map(move |page| {
            (
                paths::overview_page(&folder, slug, page),
                What::Overview { at, page },
            )
        })
    }
}

fn pages_of_list(list: &Arc<super::List>) -> impl Iterator<Item = (String, What)> + Clone + use<> {
    let list = list.clone();
    (0..lists::pages(&list)).map(move |page| {
        (
            paths::list_page(&list.folder, page),
            What::List(ListPage {
                list: list.clone(),
                page,
            }),
        )
    })
}

/// Whether search engines are told of it: no redirects, no error page.
fn is_for_search(what: &What) -> bool {
    matches!(
        what,
        What::Record(_)
            | What::Home
            | What::Orgs
            | What::Org(_)
            | What::List(_)
            | What::Overview { .. }
    )
}
