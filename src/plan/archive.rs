//! The lists: by kind, by organisation and kind, by year, by tag.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::build::Plan;
use super::page::{Crumb, Pager, View};
use super::{Group, List, ListPage, What, paths};
use crate::kinds::KINDS;

/// Records on a page of a list.
const PER_PAGE: usize = 30;

/// Most years or tags offered above a list.
const GROUPS: usize = 24;

impl<'a> Plan<'a> {
    /// Adds every list.
    pub(super) fn lists(&mut self) {
        let years = self.by_year();
        let tags = self.by_tag();
        for (kind, of) in KINDS.iter().enumerate() {
            let entries = self.by_kind[kind].clone();
            if entries.is_empty() {
                continue;
            }
            let (name, folder) = (of.name(), of.folder().1);
            let list = List {
                folder: paths::kind_folder(None, folder),
                heading: self.say(&format!("kind.{name}"), &[]),
                about: Some("list.kind.about"),
                kind: Some(name),
                groups: self.org_groups(kind),
                overviews: self.overview_links(kind, None),
                crumbs: Vec::new(),
                feed: Some(format!("{folder}/feed.xml")),
                entries,
            };
            self.add_list(list);
        }
        for ((org, kind), entries) in self.columns.clone() {
            let (name, folder) = (KINDS[kind].name(), KINDS[kind].folder().1);
            let kind_name = self.say(&format!("kind.{name}"), &[]);
            let org_name = self
                .names
                .get(&org)
                .map_or_else(String::new, |crumb| crumb.name.clone());
            let list = List {
                folder: paths::kind_folder(Some(&org), folder),
                heading: self.say("list.org-kind", &[("org", org_name), ("kind", kind_name)]),
                about: None,
                kind: Some(name),
                groups: Vec::new(),
                overviews: self.overview_links(kind, Some(&org)),
                crumbs: self.lineage(&org),
                feed: Some(format!("{org}/feed.xml")),
                entries,
            };
            self.add_list(list);
        }
        let orgs = Crumb {
            name: self.say("nav.orgs", &[]),
            address: "orgs/index.html".to_owned(),
        };
        for (year, entries) in years {
            let list = List {
                folder: paths::year_folder(year),
                heading: self.say("list.year", &[("year", year.to_string())]),
                about: None,
                kind: None,
                groups: Vec::new(),
                overviews: Vec::new(),
                crumbs: vec![orgs.clone()],
                feed: None,
                entries,
            };
            self.add_list(list);
        }
        for (folder, (tag, entries)) in tags {
            let list = List {
                folder,
                heading: self.say("list.tag", &[("tag", tag)]),
                about: None,
                kind: None,
                groups: Vec::new(),
                overviews: Vec::new(),
                crumbs: vec![orgs.clone()],
                feed: None,
                entries,
            };
            self.add_list(list);
        }
    }

    fn add_list(&mut self, list: List) {
        let list = Arc::new(list);
        for page in 0..list.entries.len().div_ceil(PER_PAGE).max(1) {
            self.add(
                paths::list_page(&list.folder, page),
                What::List(ListPage {
                    list: list.clone(),
                    page,
                }),
            );
        }
    }

    /// Records by year of publication, newest year first.
    pub(super) fn by_year(&self) -> Vec<(i16, Vec<u32>)> {
        let mut years: BTreeMap<i16, Vec<u32>> = BTreeMap::new();
        for (i, entry) in self.edition.entries().iter().enumerate() {
            years
                .entry(entry.record.envelope.published.value.year())
                .or_default()
                .push(index(i));
        }
        years.into_iter().rev().collect()
    }

    /// Tags by the folder of their list, each as first written, with its records. Tags that differ in signs only share a list.
    pub(super) fn by_tag(&self) -> BTreeMap<String, (String, Vec<u32>)> {
        let mut tags: BTreeMap<String, (String, Vec<u32>)> = BTreeMap::new();
        for (i, entry) in self.edition.entries().iter().enumerate() {
            for tag in &entry.record.envelope.tags {
                let (_, entries) = tags
                    .entry(paths::tag_folder(&tag.value))
                    .or_insert_with(|| (tag.value.trim().to_owned(), Vec::new()));
                if entries.last() != Some(&index(i)) {
                    entries.push(index(i));
                }
            }
        }
        tags
    }

    /// The organisations that have records of `kind`, those with most first.
    fn org_groups(&self, kind: usize) -> Vec<Group> {
        let own = self.columns.iter().filter(|((_, k), _)| *k == kind);
        let mut groups: Vec<Group> = own
            .filter_map(|((org, _), entries)| {
                let label = self.names.get(org)?.name.clone();
                let folder = paths::kind_folder(Some(org), KINDS[kind].folder().1);
                Some(Group {
                    label,
                    address: paths::list_page(&folder, 0),
                    count: entries.len(),
                })
            })
            .collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group.count));
        groups.truncate(GROUPS);
        groups
    }

    /// A page of a list.
    pub(super) fn list_view<'b>(&'b self, page: &'b ListPage, address: &str) -> View<'b> {
        let list = &page.list;
        let of = list.entries.len().div_ceil(PER_PAGE).max(1);
        let pager = Pager::new(page.page, of, |at| paths::list_page(&list.folder, at));
        let items: Vec<_> = list
            .entries
            .iter()
            .skip(page.page * PER_PAGE)
            .take(PER_PAGE)
            .map(|i| &self.summaries[*i as usize])
            .collect();
        let title = match page.page {
            0 => list.heading.clone(),
            n => format!(
                "{} {}",
                list.heading,
                self.say("list.page", &[("n", (n + 1).to_string())])
            ),
        };
        let mut meta = self.meta(title, address);
        meta.column = list.kind.unwrap_or("orgs");
        meta.crumbs.extend(list.crumbs.iter().cloned());
        meta.feed = list.feed.clone().or(meta.feed);
        let view = ListView {
            heading: &list.heading,
            about: list.about,
            kind: list.kind,
            total: list.entries.len(),
            items,
            groups: if page.page == 0 { &list.groups } else { &[] },
            overviews: &list.overviews,
        };
        View {
            template: "list.html",
            fields: vec![
                ("page", Box::new(meta)),
                ("list", Box::new(view)),
                ("pager", Box::new(pager)),
            ],
        }
    }
}

fn index(i: usize) -> u32 {
    u32::try_from(i).unwrap_or(u32::MAX)
}

#[derive(serde::Serialize)]
struct ListView<'a> {
    heading: &'a str,
    about: Option<&'static str>,
    kind: Option<&'static str>,
    total: usize,
    items: Vec<&'a super::record::Summary<'a>>,
    groups: &'a [Group],
    overviews: &'a [super::OverviewLink],
}
