//! The lists: by kind, by organisation and kind, by year, by tag.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::build::Plan;
use super::page::{Crumb, Pager, View};
use super::{Group, List, ListPage, paths};
use crate::kinds::KINDS;

/// Records on a page of a list.
const PER_PAGE: usize = 30;

/// Most years or tags offered above a list.
const GROUPS: usize = 24;

/// How many pages a list has.
pub fn pages(list: &List) -> usize {
    list.entries.len().div_ceil(PER_PAGE).max(1)
}

/// Every list.
pub struct Lists {
    /// Those of the whole site.
    pub of_site: Vec<Arc<List>>,
    /// Those of organisations, with the organisation's path.
    pub of_orgs: Vec<(Arc<str>, Arc<List>)>,
    /// Links to the lists of years, newest first.
    pub years: Vec<Group>,
    /// Links to the lists of tags.
    pub tags: Vec<Group>,
}

impl<'a> Plan<'a> {
    /// Every list.
    pub(super) fn lists(&self) -> &Lists {
        self.lazy.lists.get_or_init(|| self.make_lists())
    }

    fn make_lists(&self) -> Lists {
        let of_kinds = (0..KINDS.len())
            .filter(|kind| !self.sorted().by_kind[*kind].is_empty())
            .map(|kind| self.list_of_kind(kind));
        let mut of_site: Vec<List> = of_kinds.collect();
        let of_orgs = self.sorted().columns.iter().map(|((org, kind), entries)| {
            let list = self.list_of_org(org, *kind, entries.clone());
            (org.clone(), Arc::new(list))
        });
        let of_orgs = of_orgs.collect();
        let (mut years, mut tags) = (Vec::new(), Vec::new());
        for (year, entries) in self.by_year() {
            let list = self.list_of_year(year, entries);
            years.push(group(list.heading.clone(), &list));
            of_site.push(list);
        }
        for (folder, (tag, entries)) in self.by_tag() {
            let list = self.list_of_tag(folder, &tag, entries);
            tags.push(group(tag, &list));
            of_site.push(list);
        }
        Lists {
            of_site: of_site.into_iter().map(Arc::new).collect(),
            of_orgs,
            years,
            tags,
        }
    }

    pub(super) fn list_of_year(&self, year: i16, entries: Vec<u32>) -> List {
        let heading = self.say("list.year", &[("year", year.to_string())]);
        self.other_list(paths::year_folder(year), heading, entries)
    }

    pub(super) fn list_of_tag(&self, folder: String, tag: &str, entries: Vec<u32>) -> List {
        let heading = self.say("list.tag", &[("tag", tag.to_owned())]);
        self.other_list(folder, heading, entries)
    }

    pub(super) fn list_of_kind(&self, kind: usize) -> List {
        let (name, folder) = (KINDS[kind].name(), KINDS[kind].folder().1);
        List {
            folder: paths::kind_folder(None, folder),
            heading: self.say(&format!("kind.{name}"), &[]),
            about: Some("list.kind.about"),
            kind: Some(name),
            groups: self.org_groups(kind),
            overviews: self.overview_links(kind, None),
            crumbs: Vec::new(),
            feed: Some(format!("{folder}/feed.xml")),
            entries: self.sorted().by_kind[kind].clone(),
        }
    }

    pub(super) fn list_of_org(&self, org: &str, kind: usize, entries: Vec<u32>) -> List {
        let (name, folder) = (KINDS[kind].name(), KINDS[kind].folder().1);
        let kind_name = self.say(&format!("kind.{name}"), &[]);
        let org_name = self
            .names
            .get(org)
            .map_or_else(String::new, |crumb| crumb.name.clone());
        List {
            folder: paths::kind_folder(Some(org), folder),
            heading: self.say("list.org-kind", &[("org", org_name), ("kind", kind_name)]),
            about: None,
            kind: Some(name),
            groups: Vec::new(),
            overviews: self.overview_links(kind, Some(org)),
            crumbs: self.lineage(org),
            feed: Some(format!("{org}/feed.xml")),
            entries,
        }
    }

    /// A list of records of any kind, which the page of organisations leads to.
    fn other_list(&self, folder: String, heading: String, entries: Vec<u32>) -> List {
        List {
            folder,
            heading,
            about: None,
            kind: None,
            groups: Vec::new(),
            overviews: Vec::new(),
            crumbs: vec![Crumb {
                name: self.say("nav.orgs", &[]),
                address: "orgs/index.html".to_owned(),
            }],
            feed: None,
            entries,
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

    /// Tags by the folder of their list, each with its records.
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
        let own = self
            .sorted()
            .columns
            .iter()
            .filter(|((_, k), _)| *k == kind);
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
        let of = pages(list);
        let pager = Pager::new(page.page, of, |at| paths::list_page(&list.folder, at));
        let items: Vec<_> = list
            .entries
            .iter()
            .skip(page.page * PER_PAGE)
            .take(PER_PAGE)
            .map(|i| self.summary(*i))
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
            csv: list.csv(),
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

fn group(label: String, list: &List) -> Group {
    Group {
        label,
        address: paths::list_page(&list.folder, 0),
        count: list.entries.len(),
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
    csv: Option<String>,
}
