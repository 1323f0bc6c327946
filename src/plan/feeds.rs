//! Atom feeds: of the site, of each kind, of each organisation.

use std::sync::Arc;

use super::build::Plan;
use crate::kinds::KINDS;
use crate::values::Day;

/// Entries in a feed.
const ENTRIES: usize = 30;

/// A feed.
#[derive(Debug)]
pub struct Feed {
    /// Its address.
    pub address: String,
    /// Its title.
    pub title: String,
    /// The page that shows the same.
    pub page: String,
    /// The organisation it belongs to; none for the whole site.
    pub org: Option<Arc<str>>,
    /// Records by their index in the edition, newest first.
    pub entries: Vec<u32>,
}

/// A record in a feed.
#[derive(Debug)]
pub struct FeedEntry<'a> {
    /// Its identity, which never changes.
    pub id: String,
    /// Its title.
    pub title: &'a str,
    /// Its page.
    pub address: String,
    /// Day of publication.
    pub published: Day,
    /// Day of the last change.
    pub updated: Day,
    /// A sentence about it.
    pub summary: String,
    /// The issuing body.
    pub author: String,
    /// Name of its kind.
    pub category: String,
}

impl<'a> Plan<'a> {
    /// Every feed.
    pub(super) fn feeds(&self) -> &[Feed] {
        self.lazy.feeds.get_or_init(|| self.make_feeds())
    }

    fn make_feeds(&self) -> Vec<Feed> {
        let site = self.edition.config().name.value.clone();
        let newest = |entries: &[u32]| entries.iter().take(ENTRIES).copied().collect::<Vec<u32>>();
        let all: Vec<u32> = (0..self.edition.entries().len().min(ENTRIES))
            .filter_map(|i| u32::try_from(i).ok())
            .collect();
        let title = self.say("feed.site", &[("site", site.clone())]);
        let mut feeds = vec![Feed {
            address: "feed.xml".to_owned(),
            title,
            page: "index.html".to_owned(),
            org: None,
            entries: all,
        }];
        for (kind, entries) in KINDS
            .iter()
            .zip(&self.sorted().by_kind)
            .filter(|(_, entries)| !entries.is_empty())
        {
            let folder = kind.folder().1;
            let name = self.say(&format!("kind.{}", kind.name()), &[]);
            let title = self.say("feed.kind", &[("site", site.clone()), ("kind", name)]);
            feeds.push(Feed {
                address: format!("{folder}/feed.xml"),
                title,
                page: format!("{folder}/index.html"),
                org: None,
                entries: newest(entries),
            });
        }
        for org in self.edition.orgs() {
            let columns = (0..KINDS.len())
                .filter_map(|kind| self.sorted().columns.get(&(org.path.clone(), kind)));
            let mut entries: Vec<u32> = columns.flatten().copied().collect();
            if entries.is_empty() {
                continue;
            }
            // Indices of the edition are newest first.
            entries.sort_unstable();
            let title = self.say(
                "feed.org",
                &[
                    ("site", site.clone()),
                    ("org", org.config.name.value.clone()),
                ],
            );
            let page = super::paths::org_page(&org.path);
            feeds.push(Feed {
                address: format!("{}/feed.xml", org.path),
                title,
                page,
                org: Some(org.path.clone()),
                entries: newest(&entries),
            });
        }
        feeds
    }

    /// The feed at index `at`.
    pub fn feed(&self, at: usize) -> &Feed {
        &self.feeds()[at]
    }

    /// The entries of a feed.
    pub fn feed_entries(&self, feed: &Feed) -> Vec<FeedEntry<'a>> {
        feed.entries
            .iter()
            .map(|i| {
                let record = self.edition.entries()[*i as usize].record;
                FeedEntry {
                    id: record.id.to_string(),
                    title: &record.envelope.title.value,
                    address: record.address(),
                    published: record.envelope.published.value,
                    updated: super::record::changed(record, self.edition.day()),
                    summary: self.description(*i as usize),
                    author: self
                        .names
                        .get(&record.id.org)
                        .map_or_else(String::new, |org| org.name.clone()),
                    category: self.say(&format!("kind.{}", record.kind.name()), &[]),
                }
            })
            .collect()
    }
}
