//! The site as one immutable value: organisations, records, settings, and the day.

mod address;
mod amend;
mod assemble;
mod calendar;
mod edition;
mod gather;
mod refer;
mod resolve;
mod stale;

use std::sync::{Arc, OnceLock};

pub use address::OutPath;
pub use amend::amend;
pub use assemble::{Settings, assemble};
pub use calendar::{Duty, Progress, Readable, State, Term, due_of, orgs_of, progress};
pub use edition::{Edition, Entry, Tombstone};
pub use gather::Gathered;
pub use refer::{RELATED, Refer};
pub use resolve::published_path;

use crate::diagnostics::{FileId, Report};
use crate::kinds::{Context, Profile, Record, RecordId, Sayings, Withdrawal};
use crate::ledger::{self, Ledger, Stamp};
use crate::privacy::Personal;
use crate::source::config::{OrgConfig, SiteConfig};
use crate::source::markdown::Rendered;
use crate::source::{Catalogue, Glossary, Listing, Rare};
use crate::values::{Audience, Day, WorkCalendar};
use resolve::{Asked, Beside};

/// An organisation: a folder with an `org.yaml`.
#[derive(Debug)]
pub struct Org {
    /// Its folder, as in `qingxi/shuikou/liucun`.
    pub path: Arc<str>,
    /// What that says.
    pub config: Arc<OrgConfig>,
    /// The organisation above, by index.
    pub parent: Option<usize>,
    /// Those directly below, in order.
    pub children: Vec<usize>,
}

/// A record in its place in a site: who may read it there, and its text with the links of that site.
#[derive(Debug)]
pub struct Article {
    /// The record.
    pub record: Arc<Record>,
    /// Who may read it: the record's own word, or its organisation's, or the site's.
    pub audience: Audience,
    /// Its text.
    pub body: Rendered,
    /// What is wrong with its audience and its text.
    pub report: Report,
    /// What the rules for one record say of it; they depend on nothing but the record and the site's settings.
    pub checked: OnceLock<Report>,
    /// The record as editions hold it, where people's data of it is masked or reduced.
    reduced: OnceLock<Option<Box<Record>>>,
    /// What stands for all that it says, once something asks for it.
    stamp: OnceLock<Stamp>,
    /// Whether it has a page on the day: its own, or one that says that it was taken down.
    placed: bool,
    /// Whether it was taken down.
    withdrawn: bool,
    /// What its text was looked up for.
    asked: Vec<Asked>,
    /// Its references.
    refers: Vec<Refer>,
    /// What it says to records that refer to it, once one asks.
    sayings: OnceLock<Sayings>,
}

/// Everything that was read, in order, with what follows from it. It never changes; what depends on the day is computed from [`Site::day`].
#[derive(Debug)]
pub struct Site {
    /// `site.yaml`.
    pub config: Arc<SiteConfig>,
    /// The day. Nothing else knows what day it is.
    pub day: Day,
    /// Whether drafts are admitted.
    pub drafts: bool,
    /// Working days.
    pub calendar: Arc<WorkCalendar>,
    /// Local periods and limits.
    pub profile: Arc<Profile>,
    /// The terms that pages explain.
    pub glossary: Arc<Glossary>,
    /// What has to be published, if the site has a catalogue.
    pub catalogue: Option<Arc<Catalogue>>,
    /// What was published when.
    pub ledger: Arc<Ledger>,
    /// Organisations in order of path.
    pub orgs: Arc<Vec<Org>>,
    /// The files.
    pub listing: Arc<Listing>,
    /// Characters that the built-in fonts lack.
    pub rare: Vec<Rare>,
    /// What reading found.
    pub reading: Report,
    /// Records in order of identity.
    articles: Vec<Arc<Article>>,
    /// The same by index, newest first, then in order of identity.
    newest: Vec<u32>,
    /// What is wrong with the site as a whole.
    structure: Report,
    /// What settings and the glossary tell of people.
    pub personal: Arc<Vec<Personal>>,
    beside: Arc<Beside>,
}

impl Site {
    /// What rules and views may look at.
    pub fn context(&self) -> Context<'_> {
        Context {
            day: self.day,
            calendar: &self.calendar,
            profile: &self.profile,
        }
    }

    /// The records in order of identity, with what follows from them.
    pub fn articles(&self) -> &[Arc<Article>] {
        &self.articles
    }

    /// The records in order of identity.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.articles.iter().map(|article| article.record.as_ref())
    }

    /// The identities of records that could not be read.
    pub fn unread(&self) -> impl Iterator<Item = &RecordId> {
        self.beside.unread.iter()
    }

    /// The record that was read from `file`.
    pub fn record_of(&self, file: FileId) -> Option<&Record> {
        self.records().find(|record| record.file == file)
    }

    /// Everything that was wrong so far, rules apart.
    pub fn report(&self) -> Report {
        let mut report = self.reading.clone();
        report.append(self.structure.clone());
        for article in &self.articles {
            report.0.extend(article.report.0.iter().cloned());
        }
        report
    }

    /// Whether it goes by these very settings.
    pub fn goes_by(&self, settings: &Settings) -> bool {
        Arc::ptr_eq(&self.config, &settings.config)
            && Arc::ptr_eq(&self.calendar, &settings.calendar)
            && Arc::ptr_eq(&self.profile, &settings.profile)
            && Arc::ptr_eq(&self.glossary, &settings.glossary)
            && same(self.catalogue.as_ref(), settings.catalogue.as_ref())
            && Arc::ptr_eq(&self.ledger, &settings.ledger)
            && (self.day, self.drafts) == (settings.day, settings.drafts)
    }

    /// The site without what a change of its records changes.
    fn clone_frame(&self) -> Site {
        Site {
            config: self.config.clone(),
            day: self.day,
            drafts: self.drafts,
            calendar: self.calendar.clone(),
            profile: self.profile.clone(),
            glossary: self.glossary.clone(),
            catalogue: self.catalogue.clone(),
            ledger: self.ledger.clone(),
            orgs: self.orgs.clone(),
            listing: self.listing.clone(),
            structure: self.structure.clone(),
            personal: self.personal.clone(),
            beside: self.beside.clone(),
            rare: Vec::new(),
            reading: Report::default(),
            articles: Vec::new(),
            newest: Vec::new(),
        }
    }

    /// The same site with another ledger.
    pub fn with_ledger(&self, ledger: Ledger) -> Site {
        Site {
            ledger: Arc::new(ledger),
            rare: self.rare.clone(),
            reading: self.reading.clone(),
            articles: self.articles.clone(),
            newest: self.newest.clone(),
            ..self.clone_frame()
        }
    }

    /// The edition for a notice board of the organisation at `org`.
    pub fn admit_board(&self, org: &str) -> Edition<'_> {
        Edition::for_board(self, org)
    }

    /// The edition for `audience`: with [`Site::admit_board`] the only way from here to a renderer.
    pub fn admit(&self, audience: Audience) -> Edition<'_> {
        Edition::new(self, audience)
    }
}

impl Article {
    /// Whether it is published at all on the day: no draft (unless asked for), its day has come, it was not taken down, and it is known who publishes it (every page says so).
    pub fn is_out(&self) -> bool {
        self.placed && !self.withdrawn
    }

    /// Why it was taken down after it was published, if it was.
    pub fn withdrawal(&self) -> Option<&Withdrawal> {
        let withdrawn = self.placed && self.withdrawn;
        self.record
            .envelope
            .withdrawn
            .as_ref()
            .filter(|_| withdrawn)
    }

    /// What stands for all that it says.
    fn stamp(&self, shown: &Record, listing: &Listing) -> &Stamp {
        self.stamp
            .get_or_init(|| ledger::stamp(shown, &self.body.html, listing))
    }
}

/// Whether both are one value, or none.
fn same<T>(one: Option<&Arc<T>>, other: Option<&Arc<T>>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => Arc::ptr_eq(one, other),
        (one, other) => one.is_none() && other.is_none(),
    }
}

/// Whether `record` has a page on `day`, be it one that says that it was taken down.
fn is_placed(record: &Record, orgs: &[Org], drafts: bool, day: Day) -> bool {
    let published = (drafts || !record.is_draft()) && record.envelope.published.value <= day;
    published
        && orgs
            .binary_search_by(|org| org.path.cmp(&record.id.org))
            .is_ok()
}
