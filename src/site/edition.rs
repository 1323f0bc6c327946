//! The security boundary: what a renderer can see.
//!
//! An [`Edition`] is made for one audience. It holds the records that this audience may read and nothing of the others: their titles, counts, addresses and files
//! cannot reach a page, list, feed or data file, because what renders never holds the [`Site`].

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Article, Org, Site};
use crate::diagnostics::FileId;
use crate::kinds::{Context, Level, Record};
use crate::source::Glossary;
use crate::source::config::SiteConfig;
use crate::source::markdown::Rendered;
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
}

/// What one audience may read, in order: newest first, then by identity.
#[derive(Debug)]
pub struct Edition<'a> {
    config: &'a SiteConfig,
    context: Context<'a>,
    glossary: &'a Glossary,
    drafts: bool,
    orgs: &'a [Org],
    /// Only looked into for what is admitted.
    articles: &'a [Arc<Article>],
    /// The index among the entries of each article; none of those that are not admitted.
    places: Vec<Option<u32>>,
    entries: Vec<Entry<'a>>,
    files: BTreeMap<FileId, Arc<str>>,
}

/// Whether a board of the organisation at `board` hangs before the people whom the organisation at `org` means by 本村: those of the village that it is or lies in, or,
/// outside of villages, those of itself.
fn is_of_one_village(site: &Site, board: &str, org: &str) -> bool {
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
    let reduced = article.reduced.get_or_init(|| {
        let record = &article.record;
        let content = record
            .content
            .reduced(&site.context(), site.config.mask())?;
        let mut written = blake3::Hasher::new();
        // What is made of it depends on the day and on the profile as well.
        let how = format!("{:?} {}", site.config.mask(), site.day);
        written.update(&record.written).update(how.as_bytes());
        Some(Box::new(Record {
            content: content.into(),
            written: *written.finalize().as_bytes(),
            personal: Vec::new(),
            ..Record::clone(record)
        }))
    });
    reduced.as_deref().unwrap_or(&article.record)
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
        Edition::of(site, |article| article.audience.readable_by(audience))
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
            drafts: site.drafts,
            orgs: &site.orgs,
            articles: &site.articles,
            places,
            entries,
            files,
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

    /// The records in order of identity, with their indices.
    pub fn by_identity(&self) -> impl Iterator<Item = (u32, &'a Record)> {
        let places = self.places.iter();
        places.filter_map(|at| Some(((*at)?, self.entries[(*at)? as usize].record)))
    }

    /// The files to publish beside the pages, with their source paths.
    pub fn files(&self) -> &BTreeMap<FileId, Arc<str>> {
        &self.files
    }
}
