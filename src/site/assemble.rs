//! From what was read to the site: the tree of organisations, audiences, the text of each record.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::gather::Gathered;
use super::resolve::{Beside, Head, Known, RecordLinks};
use super::stale::Stale;
use super::{Article, Org, OutPath, Site};
use crate::diagnostics::{Diagnostic, FileId, Place, Report};
use crate::kinds::{Profile, Record, RecordId};
use crate::ledger::Ledger;
use crate::source::config::{OrgConfig, SiteConfig};
use crate::source::markdown::{Highlighter, render};
use crate::source::{Catalogue, Glossary, Listing};
use crate::values::{Audience, Day, WorkCalendar};

/// What a site goes by besides its records.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `site.yaml`.
    pub config: Arc<SiteConfig>,
    /// The day.
    pub day: Day,
    /// Whether drafts are admitted.
    pub drafts: bool,
    /// Working days.
    pub calendar: Arc<WorkCalendar>,
    /// Local rules.
    pub profile: Arc<Profile>,
    /// The terms that pages explain.
    pub glossary: Arc<Glossary>,
    /// What has to be published, if the site has a catalogue.
    pub catalogue: Option<Arc<Catalogue>>,
    /// What was published when.
    pub ledger: Arc<Ledger>,
}

/// Builds the site. What is wrong is in its reports.
///
/// `before` is an earlier state of the same site with the same settings, and the files that changed since: texts of records that nothing has happened to are taken from it.
pub fn assemble(
    gathered: Gathered,
    listing: Arc<Listing>,
    settings: &Settings,
    before: Option<(&Site, &BTreeSet<Arc<str>>)>,
) -> Site {
    let unreadable_orgs = gathered.unreadable_orgs();
    let Gathered {
        orgs,
        records,
        unread,
        sizes,
        rare,
        reading,
        twice,
        personal,
        ..
    } = gathered;
    let orgs = tree(orgs);
    let mut structure = twice;
    check_orgs(&records, &unread, &orgs, &mut structure);
    let beside = Beside {
        tables: tables(&records, &listing),
        unread: unread.into_keys().collect(),
        sizes,
        unreadable_orgs,
    };
    let settling = Settling {
        orgs: &orgs,
        unreadable: &beside.unreadable_orgs,
        config: &settings.config,
    };
    let heads: Vec<Head> = records
        .into_iter()
        .map(|record| {
            let audience = settling.audience(&record).unwrap_or(Audience::Named);
            (record, audience)
        })
        .collect();
    let at = |i: usize| (heads[i].0.as_ref(), heads[i].1);
    let known = Known {
        count: heads.len(),
        at: &at,
        beside: &beside,
        orgs: &orgs,
        drafts: settings.drafts,
        day: settings.day,
    };
    let writing = Writing::new((&settings.config, &settings.glossary), &listing, &known);
    let stale = before.map(|(before, files)| Stale::since(before, files, &known, &listing));
    let articles: Vec<Arc<Article>> = heads
        .par_iter()
        .map(|(record, audience)| {
            let same = || {
                let (before, _) = before?;
                let at = before
                    .articles
                    .binary_search_by(|own| own.record.id.cmp(&record.id));
                let own = &before.articles[at.ok()?];
                let untouched = Arc::ptr_eq(&own.record, record)
                    && own.audience == *audience
                    && known.linkable(record, *audience).out == own.placed
                    && !stale.as_ref()?.concerns(&own.asked);
                untouched.then(|| own.clone())
            };
            same().unwrap_or_else(|| Arc::new(writing.article(record, &settling)))
        })
        .collect();
    let newest = newest(&articles);
    Site {
        config: settings.config.clone(),
        day: settings.day,
        drafts: settings.drafts,
        calendar: settings.calendar.clone(),
        profile: settings.profile.clone(),
        glossary: settings.glossary.clone(),
        catalogue: settings.catalogue.clone(),
        ledger: settings.ledger.clone(),
        orgs: Arc::new(orgs),
        listing,
        rare,
        reading,
        articles,
        newest,
        structure,
        personal: Arc::new(personal),
        beside: Arc::new(beside),
    }
}

/// The indices of `articles`, newest first, then in order of identity.
fn newest(articles: &[Arc<Article>]) -> Vec<u32> {
    let mut dated: Vec<(std::cmp::Reverse<Day>, u32)> = articles
        .iter()
        .zip(0..)
        .map(|(article, at)| {
            let published = article.record.envelope.published.value;
            (std::cmp::Reverse(published), at)
        })
        .collect();
    dated.sort_unstable();
    dated.into_iter().map(|(_, at)| at).collect()
}

/// Writes articles.
pub(super) struct Writing<'a, 'k> {
    known: &'a Known<'k>,
    listing: &'a Listing,
    hosts: Vec<&'a str>,
    glossary: &'a Glossary,
    highlighter: Highlighter,
}

impl<'a, 'k> Writing<'a, 'k> {
    pub(super) fn new(
        (config, glossary): (&'a SiteConfig, &'a Glossary),
        listing: &'a Listing,
        known: &'a Known<'k>,
    ) -> Writing<'a, 'k> {
        let hosts = config.external.iter().map(|host| host.value.as_str());
        Writing {
            known,
            listing,
            hosts: hosts.collect(),
            glossary,
            highlighter: Highlighter::default(),
        }
    }

    /// The article of `record`.
    pub(super) fn article(&self, record: &Arc<Record>, settling: &Settling<'_>) -> Article {
        let mut report = Report::default();
        let audience = settling.audience(record).unwrap_or_else(|finding| {
            report.0.extend(finding.map(|finding| *finding));
            Audience::Named
        });
        let own = self.known.linkable(record, audience);
        let root = OutPath::new(&record.address())
            .map(|path| path.root())
            .unwrap_or_default();
        let links = RecordLinks {
            record,
            own,
            listing: self.listing,
            known: self.known,
            hosts: &self.hosts,
            root,
            asked: RefCell::default(),
        };
        let mut of_text = Report::default();
        let body = render(
            &record.body,
            &links,
            &self.highlighter,
            self.glossary,
            &mut of_text,
        );
        // A draft is work in progress; it stops nobody else's publication.
        if self.known.drafts || !record.is_draft() {
            report.append(of_text);
        }
        Article {
            record: record.clone(),
            audience,
            body,
            report,
            checked: OnceLock::new(),
            reduced: OnceLock::new(),
            stamp: OnceLock::new(),
            placed: own.out,
            withdrawn: record.withdrawal(self.known.day).is_some(),
            asked: links.asked.into_inner(),
            refers: super::refer::refers(record, self.listing),
            sayings: OnceLock::new(),
        }
    }
}

/// The tables that records name, with the identities of those records.
fn tables(records: &[Arc<Record>], listing: &Listing) -> BTreeMap<FileId, Vec<RecordId>> {
    let mut tables: BTreeMap<FileId, Vec<RecordId>> = BTreeMap::new();
    for record in records {
        let Some(name) = record.content.table() else {
            continue;
        };
        let path = listing.files.path(record.file);
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if let Some(file) = listing.find(&format!("{folder}/{name}")) {
            tables.entry(file).or_default().push(record.id.clone());
        }
    }
    tables
}

fn tree(read: Vec<(Arc<str>, Option<Arc<OrgConfig>>)>) -> Vec<Org> {
    let org = |(path, config): (Arc<str>, Option<Arc<OrgConfig>>)| {
        Some(Org {
            path,
            config: config?,
            parent: None,
            children: Vec::new(),
        })
    };
    let mut orgs: Vec<Org> = read.into_iter().filter_map(org).collect();
    orgs.sort_by(|a, b| a.path.cmp(&b.path));
    for i in 0..orgs.len() {
        let mut folder = orgs[i].path.clone();
        while let Some((above, _)) = folder.rsplit_once('/') {
            if let Ok(parent) = orgs.binary_search_by(|org| org.path.as_ref().cmp(above)) {
                orgs[i].parent = Some(parent);
                orgs[parent].children.push(i);
                break;
            }
            folder = above.into();
        }
    }
    orgs
}

/// Who may read a record that does not say so itself.
pub(super) struct Settling<'a> {
    pub orgs: &'a [Org],
    /// Folders whose organisation could not be read.
    pub unreadable: &'a BTreeSet<Arc<str>>,
    pub config: &'a SiteConfig,
}

impl Settling<'_> {
    /// Who may read `record`. One that does not say so takes the word of the nearest organisation above it that does, or the site's. Above an `org.yaml` that could not be read
    /// nothing is taken: it may have said something narrower.
    ///
    /// # Errors
    /// Nobody says so; with a finding, unless the mistake in the organisation's file is reported there.
    pub fn audience(&self, record: &Record) -> Result<Audience, Option<Box<Diagnostic>>> {
        if let Some(audience) = record.envelope.audience {
            return Ok(audience.value);
        }
        let mut folders = std::iter::successors(Some(&*record.id.org), |folder| {
            folder.rsplit_once('/').map(|(above, _)| above)
        });
        let said = folders.find_map(|folder| {
            let org = self
                .orgs
                .binary_search_by(|org| org.path.as_ref().cmp(folder))
                .ok()
                .map(|i| &self.orgs[i]);
            match org.and_then(|org| org.config.audience) {
                Some(audience) => Some(Some(audience.value)),
                None => self.unreadable.contains(folder).then_some(None),
            }
        });
        match said.unwrap_or(self.config.audience.map(|audience| audience.value)) {
            Some(audience) => Ok(audience),
            None if said.is_some() => Err(None),
            None => Err(Some(Box::new(Diagnostic::new(
                "audience/missing",
                record.place(),
            )))),
        }
    }
}

/// Every folder that issues records needs an `org.yaml`: pages name the issuing body. One finding a folder.
fn check_orgs(
    records: &[Arc<Record>],
    unread: &BTreeMap<RecordId, FileId>,
    orgs: &[Org],
    out: &mut Report,
) {
    let mut first: BTreeMap<&Arc<str>, (&RecordId, FileId)> = BTreeMap::new();
    let readable = records.iter().map(|record| (&record.id, record.file));
    for (id, file) in readable.chain(unread.iter().map(|(id, file)| (id, *file))) {
        let own = first.entry(&id.org).or_insert((id, file));
        if id < own.0 {
            *own = (id, file);
        }
    }
    for (org, (_, file)) in first {
        if orgs.binary_search_by(|own| own.path.cmp(org)).is_err() {
            out.add(
                Diagnostic::new("record/organisation", Place::file(file))
                    .arg("folder", format!("content/{org}")),
            );
        }
    }
}
