//! The security boundary: what a renderer can see.
//!
//! An [`Edition`] is made for one audience. It holds the records that this audience may read and nothing of the others: their titles, counts, addresses and files
//! cannot reach a page, list, feed or data file, because what renders never holds the [`Site`].

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use super::{Article, Org, Progress, Readable, Refer, Site, progress};
use crate::diagnostics::FileId;
use crate::kinds::{Context, Level, Record};
use crate::ledger::{self, Content, Ledger, Line, Said, Stamp, Verdict};
use crate::source::config::SiteConfig;
use crate::source::markdown::Rendered;
use crate::source::{Catalogue, Glossary, Item, Listing};
use crate::values::{Audience, Day};

/// A record that the edition admits, with its text.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// The record.
    pub record: &'a Record,
    /// Its text.
    pub body: &'a Rendered,
    /// Who may read it.
    pub audience: Audience,
    article: &'a Article,
    listing: &'a Listing,
}

impl<'a> Entry<'a> {
    /// The references of the record as it is shown.
    pub fn refers(&self) -> Cow<'a, [Refer]> {
        match std::ptr::eq(self.record, &*self.article.record) {
            true => Cow::Borrowed(self.article.refers()),
            false => Cow::Owned(super::refer::refers(self.record, self.listing)),
        }
    }

    /// What stands for all that it says.
    pub fn stamp(&self) -> &'a Stamp {
        self.article.stamp(self.record, self.listing)
    }
}

/// All that is still told of a record that was taken down.
#[derive(Debug, Clone, Serialize)]
pub struct Tombstone {
    /// Its title.
    pub title: String,
    /// The address of its page.
    pub address: String,
    /// Its short code.
    pub code: String,
    /// The organisation that published it, by path.
    pub org: String,
    /// The day it was first published, by the ledger or by its own word.
    pub published: Option<Day>,
    /// The day it was taken down.
    pub withdrawn: Day,
    /// Why.
    pub reason: String,
    /// Who allowed it.
    pub approved_by: String,
    /// Its last version.
    pub version: usize,
    /// The file that says so; none where only the ledger still does.
    #[serde(skip)]
    pub file: Option<FileId>,
}

impl Tombstone {
    /// Of a record that says itself that it was taken down.
    fn of(article: &Article, site: &Site) -> Option<Tombstone> {
        let (record, withdrawal) = (&article.record, article.withdrawal()?);
        let first = site.ledger.of(&record.id.to_string()).next();
        Some(Tombstone {
            title: record.envelope.title.value.clone(),
            address: record.address(),
            code: record.code.to_string(),
            org: record.id.org.to_string(),
            published: Some(first.map_or(record.envelope.published.value, |line| line.day)),
            withdrawn: withdrawal.date.value,
            reason: withdrawal.reason.value.clone(),
            approved_by: withdrawal.approved_by.value.clone(),
            version: record.version(site.day).number,
            file: Some(record.file),
        })
    }

    /// Of a record that only the ledger still knows.
    fn of_line(line: &Line, site: &Site) -> Option<Tombstone> {
        let reason = line.because.first()?;
        let (folder, _) = line.record.rsplit_once('/')?;
        Some(Tombstone {
            title: line.title.clone(),
            address: format!("{}.html", line.record),
            code: line.code.clone(),
            org: folder
                .rsplit_once('/')
                .map_or("", |(org, _)| org)
                .to_owned(),
            published: site.ledger.of(&line.record).next().map(|line| line.day),
            withdrawn: reason.day,
            reason: reason.reason.clone(),
            approved_by: reason.approved_by.clone(),
            version: line.version,
            file: None,
        })
    }

    /// Those that everybody may know of, in order of address.
    fn all(site: &Site) -> Vec<Tombstone> {
        let everybody = |article: &&Arc<Article>| article.audience == Audience::Public;
        let said = site.articles.iter().filter(everybody);
        let mut all: Vec<Tombstone> = said
            .filter_map(|article| Tombstone::of(article, site))
            .collect();
        let there: BTreeSet<String> = match site.ledger.is_empty() {
            true => BTreeSet::new(),
            false => site.records().map(|record| record.id.to_string()).collect(),
        };
        let lines = site.ledger.withdrawn();
        let gone = lines.filter(|line| !there.contains(&line.record));
        all.extend(gone.filter_map(|line| Tombstone::of_line(line, site)));
        all.sort_by(|a, b| a.address.cmp(&b.address));
        all
    }
}

/// What one audience may read, in order: newest first, then by identity.
#[derive(Debug)]
pub struct Edition<'a> {
    config: &'a SiteConfig,
    context: Context<'a>,
    glossary: &'a Glossary,
    /// Rows for certain persons among it are not handed out.
    catalogue: Option<&'a Catalogue>,
    drafts: bool,
    orgs: &'a [Org],
    /// Only looked into for what is admitted.
    articles: &'a [Arc<Article>],
    /// The index among the entries of each article; none of those that are not admitted.
    places: Vec<Option<u32>>,
    entries: Vec<Entry<'a>>,
    files: BTreeMap<FileId, Arc<str>>,
    tombstones: Vec<Tombstone>,
    ledger: &'a Ledger,
}

/// Whether a board of the organisation at `board` hangs before the people whom the organisation at `org` means by 本村: those of the village that it is or lies in, or,
/// outside of villages, those of itself.
pub(super) fn is_of_one_village(site: &Site, board: &str, org: &str) -> bool {
    let village = village_of(site, org).unwrap_or(org);
    is_within(board, village)
}

/// The village that the organisation at `org` is or lies in.
fn village_of<'a>(site: &Site, org: &'a str) -> Option<&'a str> {
    let mut folders = std::iter::successors(Some(org), |folder| {
        folder.rsplit_once('/').map(|(above, _)| above)
    });
    folders.find(|folder| {
        let found = site.orgs.iter().find(|org| org.path.as_ref() == *folder);
        let level = found.and_then(|org| org.config.level.as_ref());
        level.is_some_and(|level| level.value == Level::Village)
    })
}

/// The record of `article` as an edition may hold it: people's data masked by the site's profile, and reduced once its time is over.
fn shown<'a>(site: &'a Site, article: &'a Article) -> &'a Record {
    let reduced = article
        .reduced
        .get_or_init(|| reduced(site, &article.record, site.day));
    reduced.as_deref().unwrap_or(&article.record)
}

/// `record` as it was shown on `day`, if that is not as it is written.
fn reduced(site: &Site, record: &Record, day: Day) -> Option<Box<Record>> {
    let cx = Context {
        day,
        ..site.context()
    };
    let content = record.content.reduced(&cx, site.config.mask())?;
    let mut written = blake3::Hasher::new();
    // What is made of it depends on the day and on the profile as well.
    let how = format!("{:?} {day}", site.config.mask());
    written.update(&record.written).update(how.as_bytes());
    Some(Box::new(Record {
        content: content.into(),
        written: *written.finalize().as_bytes(),
        personal: Vec::new(),
        ..Record::clone(record)
    }))
}

impl Article {
    /// What became of the record since the ledger's last line about it, with the record as everybody sees it and its stamp.
    pub fn verdict<'a>(&'a self, site: &'a Site) -> (Verdict, &'a Record, &'a Stamp) {
        let record = shown(site, self);
        let stamp = self.stamp(record, &site.listing);
        let says = |record: &Record| Content::of(record, &self.body.html, &stamp.files);
        let now = Said {
            record,
            hash: &stamp.hash,
            content: || says(record),
            on: |day| {
                let then = reduced(site, &self.record, day);
                says(then.as_deref().unwrap_or(&self.record)).hash()
            },
        };
        (ledger::judge(&site.ledger, now, site.day), record, stamp)
    }
}

/// Whether the organisation at `path` is the one at `above` or below it.
fn is_within(path: &str, above: &str) -> bool {
    above.is_empty()
        || path
            .strip_prefix(above)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl<'a> Edition<'a> {
    /// Admits what `audience` may read on the site's day.
    pub(super) fn new(site: &'a Site, audience: Audience) -> Edition<'a> {
        let mut edition = Edition::of(site, |article| article.audience.readable_by(audience));
        edition.tombstones = Tombstone::all(site);
        edition
    }

    /// Admits what may hang before the people of the organisation at `org`: what everybody may read, and what their own organisations say to their people.
    pub(super) fn for_board(site: &'a Site, org: &str) -> Edition<'a> {
        Edition::of(site, |article| match article.audience {
            Audience::Public => true,
            Audience::Village => is_of_one_village(site, org, &article.record.id.org),
            Audience::Members | Audience::Named => false,
        })
    }

    fn of(site: &'a Site, readable: impl Fn(&Article) -> bool) -> Edition<'a> {
        let mut entries: Vec<Entry<'a>> = Vec::with_capacity(site.articles.len());
        let mut places = vec![None; site.articles.len()];
        for at in &site.newest {
            let article = &site.articles[*at as usize];
            if readable(article) && article.is_out() {
                places[*at as usize] = u32::try_from(entries.len()).ok();
                entries.push(Entry {
                    record: shown(site, article),
                    body: &article.body,
                    audience: article.audience,
                    article,
                    listing: &site.listing,
                });
            }
        }
        let mut files = BTreeMap::new();
        for Entry { record, body, .. } in &entries {
            let own = record.attachments.iter().map(|attachment| attachment.file);
            for file in own.chain(body.files.iter().copied()) {
                files.insert(file, site.listing.files.path(file).clone());
            }
        }
        Edition {
            config: &site.config,
            context: site.context(),
            glossary: &site.glossary,
            catalogue: site.catalogue.as_deref(),
            drafts: site.drafts,
            orgs: &site.orgs,
            articles: &site.articles,
            places,
            entries,
            files,
            tombstones: Vec::new(),
            ledger: &site.ledger,
        }
    }

    /// The site's settings.
    pub fn config(&self) -> &'a SiteConfig {
        self.config
    }

    /// The terms that pages explain; they are for everybody.
    pub fn glossary(&self) -> &'a Glossary {
        self.glossary
    }

    /// The rows of the catalogue that are for everybody; none where the site has no catalogue.
    pub fn catalogue(&self) -> Vec<&'a Item> {
        let items = self.catalogue.map_or(&[][..], |own| &own.items);
        items.iter().filter(|item| item.is_public()).collect()
    }

    /// What has come of those rows, by what this audience may read. Records are told by their indices among the entries.
    pub fn progress(&self) -> Progress<'a> {
        let Some(catalogue) = self.catalogue else {
            return Progress::default();
        };
        let entries = self.entries.iter();
        let records: Vec<Readable<'a>> = entries
            .map(|entry| (entry.record, entry.audience))
            .collect();
        let items = self.catalogue();
        progress(catalogue, &items, &records, self.orgs, &self.context)
    }

    /// The day, working days and local rules.
    pub fn context(&self) -> Context<'a> {
        self.context
    }

    /// The day.
    pub fn day(&self) -> Day {
        self.context.day
    }

    /// Whether drafts are among the records.
    pub fn has_drafts(&self) -> bool {
        self.drafts
    }

    /// The organisations in order of path. They have no audience of their own.
    pub fn orgs(&self) -> &'a [Org] {
        self.orgs
    }

    /// The organisation at `path`.
    pub fn org(&self, path: &str) -> Option<&'a Org> {
        self.org_index(path).map(|at| &self.orgs[at])
    }

    /// The index of the organisation at `path`.
    pub fn org_index(&self, path: &str) -> Option<usize> {
        let found = self
            .orgs
            .binary_search_by(|org| org.path.as_ref().cmp(path));
        found.ok()
    }

    /// The records, newest first.
    pub fn entries(&self) -> &[Entry<'a>] {
        &self.entries
    }

    /// The index of the record with the identity `<org>/<folder>/<slug>`.
    pub fn find(&self, org: &str, folder: &str, slug: &str) -> Option<usize> {
        let found = self.articles.binary_search_by(|article| {
            let id = &article.record.id;
            (&*id.org, id.folder, &*id.slug).cmp(&(org, folder, slug))
        });
        self.places[found.ok()?].map(|at| at as usize)
    }

    /// The index of the record with this identity.
    pub fn find_identity(&self, identity: &str) -> Option<usize> {
        let (org, folder, slug) = super::refer::parts_of(identity)?;
        self.find(org, folder, slug)
    }

    /// The records in order of identity, with their indices.
    pub fn by_identity(&self) -> impl Iterator<Item = (u32, &'a Record)> {
        let places = self.places.iter();
        places.filter_map(|at| Some(((*at)?, self.entries[(*at)? as usize].record)))
    }

    /// What is left of records that were taken down, in order of address; a board has none.
    pub fn tombstones(&self) -> &[Tombstone] {
        &self.tombstones
    }

    /// What was published when: only of records that everybody may read.
    pub fn ledger(&self) -> &'a Ledger {
        self.ledger
    }

    /// The files to publish beside the pages, with their source paths.
    pub fn files(&self) -> &BTreeMap<FileId, Arc<str>> {
        &self.files
    }
}
