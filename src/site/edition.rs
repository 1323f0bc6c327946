//! The security boundary: what a renderer can see.
//!
//! An [`Edition`] is made for one audience. It holds the records that this audience may read and nothing of the others: their titles, counts, addresses and files
//! cannot reach a page, list, feed or data file, because what renders never holds the [`Site`].

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Org, Site};
use crate::diagnostics::FileId;
use crate::kinds::{Context, Record};
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
}

/// What one audience may read, in order: newest first, then by identity.
#[derive(Debug)]
pub struct Edition<'a> {
    config: &'a SiteConfig,
    context: Context<'a>,
    drafts: bool,
    orgs: &'a [Org],
    entries: Vec<Entry<'a>>,
    files: BTreeMap<FileId, Arc<str>>,
}

impl<'a> Edition<'a> {
    /// Admits what `audience` may read on the site's day.
    pub(super) fn new(site: &'a Site, audience: Audience) -> Edition<'a> {
        let admitted =
            |record: &Record| record.audience.readable_by(audience) && site.is_out(record);
        let mut entries: Vec<Entry<'a>> = site
            .records
            .iter()
            .zip(&site.bodies)
            .filter(|(record, _)| admitted(record))
            .map(|(record, body)| Entry { record, body })
            .collect();
        entries.sort_by(|a, b| {
            let day = |entry: &Entry<'_>| entry.record.envelope.published.value;
            day(b)
                .cmp(&day(a))
                .then_with(|| a.record.id.cmp(&b.record.id))
        });
        let mut files = BTreeMap::new();
        for Entry { record, body } in &entries {
            let own = record.attachments.iter().map(|attachment| attachment.file);
            for file in own.chain(body.files.iter().copied()) {
                files.insert(file, site.listing.files.path(file).clone());
            }
        }
        Edition {
            config: &site.config,
            context: site.context(),
            drafts: site.drafts,
            orgs: &site.orgs,
            entries,
            files,
        }
    }

    /// The site's settings.
    pub fn config(&self) -> &'a SiteConfig {
        self.config
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
        let at = self
            .orgs
            .binary_search_by(|org| org.path.as_ref().cmp(path));
        at.ok().map(|at| &self.orgs[at])
    }

    /// The records, newest first.
    pub fn entries(&self) -> &[Entry<'a>] {
        &self.entries
    }

    /// The files to publish beside the pages, with their source paths.
    pub fn files(&self) -> &BTreeMap<FileId, Arc<str>> {
        &self.files
    }
}
