//! Which files there are and who gets which address.
//!
//! 1. What the program makes by itself for the whole site takes its addresses first.
//! 2. Then the pages of each organisation: one whose folder cannot be an address is refused with all that is in it.
//! 3. Then records, the files beside them, and the old addresses that officers gave them.
//!
//! What comes later and asks for what is taken gets nothing and is reported.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::build::Plan;
use super::owners::{Owner, Owners};
use super::paged::{overviews, pages_of_list};
use super::{DataFile, Job, What, paths};
use crate::diagnostics::{FileId, Place, Report};
use crate::ledger;
use crate::site::published_path;

/// Pages in one sitemap (the protocol allows 50,000; 30,000 keeps a file well under its size limit).
const SITEMAP: usize = 30_000;

/// A file that an organisation gets: whose, where, what.
type Wanted = (usize, String, What);

/// Which files there are.
#[derive(Default)]
pub struct Layout {
    /// The files, in order of path.
    pub jobs: Vec<Job>,
    /// Addresses that somebody asked for and did not get.
    pub refused: BTreeSet<String>,
    /// What was refused, and why.
    pub report: Report,
    /// Pages for search engines, by their index in the jobs.
    pub sitemap: Vec<usize>,
}

/// Gives every file of `plan` its address.
pub fn lay_out(plan: &Plan<'_>) -> Layout {
    let mut laying = Laying {
        plan,
        owners: Owners::default(),
        refused_orgs: BTreeSet::new(),
        done: Layout::default(),
    };
    laying.for_the_site();
    let of_orgs = laying.wanted_by_orgs();
    laying.for_machines(of_orgs.len());
    laying.for_orgs(of_orgs);
    laying.records();
    laying.tombstones();
    laying.data();
    laying.sheets();
    laying.files();
    laying.aliases();
    let mut done = laying.done;
    done.jobs.sort_by(|a, b| a.path.cmp(&b.path));
    done.sitemap = (0..done.jobs.len())
        .filter(|at| is_for_search(&done.jobs[*at].what))
        .collect();
    done
}

/// A layout on its way.
pub(super) struct Laying<'p, 'a> {
    pub(super) plan: &'p Plan<'a>,
    /// Who has which address.
    pub(super) owners: Owners,
    /// Organisations that have no address.
    refused_orgs: BTreeSet<Arc<str>>,
    pub(super) done: Layout,
}

impl Laying<'_, '_> {
    /// Adds a file that the program makes by itself.
    fn generate(&mut self, path: &str, what: What) {
        // The program's own names are paths and differ; a theme's file that is there twice is the same file.
        if let Ok(path) = self.owners.take(path, Owner::Generated) {
            self.done.jobs.push(Job { path, what });
        }
    }

    /// Home, lists, overviews, feeds, short addresses, the theme's files.
    fn for_the_site(&mut self) {
        let plan = self.plan;
        self.generate("index.html", What::Home);
        self.generate("404.html", What::NotFound);
        for page in 0..plan.tree().pages() {
            self.generate(&paths::list_page(paths::ORGS, page), What::Orgs(page));
        }
        for page in 0..plan.glossary_pages() {
            self.generate(
                &paths::list_page(paths::GLOSSARY, page),
                What::Glossary(page),
            );
        }
        for (path, what) in plan.calendar_pages() {
            match self.owners.take(&path, Owner::Generated) {
                Ok(path) => self.done.jobs.push(Job { path, what }),
                // The organisation's own page has no place either, and is reported.
                Err(_) => drop(self.done.refused.insert(path)),
            }
        }
        self.generate(paths::SEARCH, What::SearchPage);
        if plan.extras.search {
            for path in plan.search().addresses() {
                self.generate(&path, What::SearchPart);
            }
        }
        // The store writes it; nobody else may.
        let _ = self.owners.take(paths::MANIFEST, Owner::Generated);
        for (path, what) in plan.lists().of_site.iter().flat_map(pages_of_list) {
            self.generate(&path, what);
        }
        for (placed, pages) in overviews(plan) {
            if placed.overview.org.is_none() {
                for (path, what) in pages {
                    self.generate(&path, what);
                }
            }
        }
        for (path, file) in plan.data_of_site() {
            self.generate(&path, What::Data(file));
        }
        self.generate(
            &plan.calendars()[0].address,
            What::Data(DataFile::Calendar(0)),
        );
        for (at, feed) in plan.feeds().iter().enumerate() {
            if feed.org.is_none() {
                self.generate(&feed.address, What::Feed(at));
            }
        }
        for (name, path) in &plan.assets {
            self.generate(path, What::ThemeFile(name.clone()));
        }
    }

    /// What only machines read. `of_orgs` is how many more files come for organisations.
    fn for_machines(&mut self, of_orgs: usize) {
        self.generate("robots.txt", What::Robots);
        let ledger = self.plan.edition.ledger();
        if !ledger.is_empty() {
            self.generate(ledger::NAME, What::Ledger);
        }
        if ledger.signature().is_some() {
            self.generate(ledger::SIGNATURE, What::LedgerSignature);
        }
        if self.plan.base_url().is_none() {
            return;
        }
        let pages = self.done.jobs.len() + of_orgs + self.plan.edition.entries().len();
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
    fn wanted_by_orgs(&self) -> Vec<Wanted> {
        let plan = self.plan;
        let orgs = plan.edition.orgs();
        let index = |path: &str| {
            orgs.binary_search_by(|org| org.path.as_ref().cmp(path))
                .ok()
        };
        let mut wanted: Vec<Wanted> = orgs
            .iter()
            .enumerate()
            .map(|(at, org)| (at, paths::org_page(&org.path), What::Org(at)))
            .collect();
        for (org, list) in &plan.lists().of_orgs {
            let pages = pages_of_list(list);
            wanted.extend(
                index(org)
                    .into_iter()
                    .flat_map(|at| pages.clone().map(move |(path, what)| (at, path, what))),
            );
        }
        for (placed, pages) in overviews(plan) {
            if let Some(org) = placed.overview.org.and_then(index) {
                wanted.extend(pages.map(|(path, what)| (org, path, what)));
            }
        }
        for (at, feed) in plan.feeds().iter().enumerate() {
            if let Some(org) = feed.org.as_deref().and_then(index) {
                wanted.push((org, feed.address.clone(), What::Feed(at)));
            }
        }
        for (at, calendar) in plan.calendars().iter().enumerate() {
            if let Some(org) = calendar.org.as_deref().and_then(index) {
                let what = What::Data(DataFile::Calendar(at));
                wanted.push((org, calendar.address.clone(), what));
            }
        }
        wanted.sort_by_key(|(org, ..)| *org);
        wanted
    }

    /// Adds the pages of organisations. One that cannot have them all is reported once, at its `org.yaml`.
    fn for_orgs(&mut self, wanted: Vec<Wanted>) {
        let (edition, listing) = (self.plan.edition, self.plan.listing);
        for (org, path, what) in wanted {
            let folder = &edition.orgs()[org].path;
            if self.is_refused_org(folder) {
                self.done.refused.insert(path);
                continue;
            }
            match self.owners.take_chosen(&path, Owner::Generated) {
                Ok(path) => self.done.jobs.push(Job { path, what }),
                Err(refusal) => {
                    let file = ["yaml", "yml"].iter().find_map(|extension| {
                        listing.find(&format!("content/{folder}/org.{extension}"))
                    });
                    let place = Place::file(file.unwrap_or(edition.config().name.place.file));
                    self.done.report.add(refusal.finding(&path, place, listing));
                    self.done.refused.insert(path);
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
    fn records(&mut self) {
        let edition = self.plan.edition;
        for (i, entry) in edition.entries().iter().enumerate() {
            let record = entry.record;
            if edition.org(&record.id.org).is_none() {
                // That is reported by itself; what would lead to its pages is not to blame.
                let list = paths::kind_folder(Some(&record.id.org), record.kind.folder().1);
                self.done.refused.extend([
                    paths::org_page(&record.id.org),
                    paths::list_page(&list, 0),
                    format!("{}/feed.xml", record.id.org),
                ]);
            }
            if self.is_refused_org(&record.id.org) {
                self.done.refused.insert(record.address());
            } else {
                let place = Place::file(record.file);
                self.claim(record.address(), What::Record(i), place);
            }
            // Two records with one code are reported as such.
            for (short, what) in self.plan.short_pages(i) {
                if let Ok(path) = self.owners.take(&short, Owner::File(record.file)) {
                    self.done.jobs.push(Job { path, what });
                }
            }
        }
    }

    /// What is left of records that were taken down.
    fn tombstones(&mut self) {
        let edition = self.plan.edition;
        for (at, stone) in edition.tombstones().iter().enumerate() {
            let owner = stone.file.map_or(Owner::Generated, Owner::File);
            for address in self.plan.addresses_of_tombstone(at) {
                // A record that took the place of one that is gone has it.
                if let Ok(path) = self.owners.take(&address, owner) {
                    let what = What::Tombstone(at);
                    self.done.jobs.push(Job { path, what });
                }
            }
        }
    }

    /// What records say, for programs.
    fn data(&mut self) {
        let (edition, plan) = (self.plan.edition, self.plan);
        let all = (0..edition.entries().len()).into_par_iter();
        let files: Vec<_> = all.map(|at| plan.data_of_record(at)).collect();
        for (entry, files) in edition.entries().iter().zip(files) {
            // Where the page has no place, that has been said.
            if self.done.refused.contains(&entry.record.address()) {
                continue;
            }
            for (path, file) in files {
                self.claim(path, What::Data(file), Place::file(entry.record.file));
            }
        }
    }

    /// Attachments and images.
    fn files(&mut self) {
        let mut files: Vec<(&Arc<str>, FileId)> = self
            .plan
            .edition
            .files()
            .iter()
            .map(|(file, path)| (path, *file))
            .collect();
        files.sort();
        for (source, file) in files {
            let folder = source.strip_prefix("content/").unwrap_or(source);
            let path = published_path(source);
            if self.is_refused_org(folder) {
                self.done.refused.extend(path.map(|path| path.to_string()));
                continue;
            }
            let path = path.map_or(folder.to_owned(), |path| path.to_string());
            self.claim(path, What::File(file), Place::file(file));
        }
    }

    /// The old addresses of records.
    fn aliases(&mut self) {
        let edition = self.plan.edition;
        for (i, entry) in edition.entries().iter().enumerate() {
            for alias in &entry.record.envelope.aliases {
                let path = paths::alias_page(&alias.value);
                self.claim(path, What::Redirect(i), alias.place);
            }
        }
    }

    /// Adds a file whose address an officer chose; one that is taken or cannot be one is reported at `place`.
    pub(super) fn claim(&mut self, path: String, what: What, place: Place) {
        match self.owners.take_chosen(&path, Owner::File(place.file)) {
            Ok(path) => self.done.jobs.push(Job { path, what }),
            Err(refusal) => {
                let finding = refusal.finding(&path, place, self.plan.listing);
                self.done.report.add(finding);
                self.done.refused.insert(path);
            }
        }
    }
}

/// Whether search engines are told of it: no redirects, no error page.
fn is_for_search(what: &What) -> bool {
    matches!(
        what,
        What::Record(_)
            | What::Home
            | What::Orgs(_)
            | What::Glossary(_)
            | What::Calendar(_)
            | What::CalendarOf { .. }
            | What::Catalogue(_)
            | What::Org(_)
            | What::List(_)
            | What::Overview { .. }
            | What::Data(DataFile::Index | DataFile::Group(_))
    )
}
