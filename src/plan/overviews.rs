//! The kinds' own pages: the running board, pledges by due date, accounts over time.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use super::build::Plan;
use super::page::{Crumb, Pager, View};
use super::{OverviewLink, paths};
use crate::kinds::{self, KINDS, Overview, Record, Words};

/// An overview with its place.
pub struct Placed<'a> {
    /// What it shows.
    pub overview: Overview<'a>,
    /// The folder its pages lie in.
    pub folder: String,
    /// How many pages it has.
    pub pages: usize,
}

/// A group of an overview's items, with the way to it.
#[derive(Serialize)]
pub struct GroupLink<'a> {
    id: &'a str,
    label: &'a Words,
    /// How many items it has.
    count: usize,
    /// The page that it begins on.
    address: String,
}

/// The items of a group that stand on one page.
#[derive(Serialize)]
struct Section<'a, 'b> {
    id: &'a str,
    label: &'a Words,
    /// Whether it begins on a page before.
    continued: bool,
    items: &'a [kinds::View<'b>],
}

impl<'a> Placed<'a> {
    /// The items of the group at index `at`, by their index in the list.
    fn range(&self, at: usize) -> Range<usize> {
        let groups = &self.overview.groups;
        let end = groups.get(at + 1).map(|next| next.first);
        groups[at].first..end.unwrap_or(self.overview.items.len())
    }

    /// The groups with the ways to them.
    pub(super) fn group_links(&self) -> Vec<GroupLink<'_>> {
        let groups = self.overview.groups.iter().enumerate();
        groups
            .map(|(at, group)| GroupLink {
                id: &group.id,
                label: &group.label,
                count: self.range(at).len(),
                address: paths::overview_page(
                    &self.folder,
                    self.overview.slug,
                    group.first / self.overview.per_page.max(1),
                ),
            })
            .collect()
    }

    /// What of each group stands on the page with the items `shown`.
    fn sections(&self, shown: &Range<usize>) -> Vec<Section<'_, 'a>> {
        let groups = self.overview.groups.iter().enumerate();
        let sections = groups.filter_map(|(at, group)| {
            let own = self.range(at);
            let items = own.start.max(shown.start)..own.end.min(shown.end);
            (!items.is_empty()).then(|| Section {
                id: &group.id,
                label: &group.label,
                continued: own.start < shown.start,
                items: &self.overview.items[items],
            })
        });
        sections.collect()
    }
}

/// The overviews of a kind.
#[derive(Default)]
pub struct Overviews<'a> {
    /// In the order the kind gives them.
    pub placed: Vec<Placed<'a>>,
    /// The same by organisation, none being the whole site.
    by_org: BTreeMap<Option<&'a str>, Vec<usize>>,
}

impl<'a> Plan<'a> {
    /// Every overview of the kind at index `kind` of the registry.
    pub(super) fn overviews(&self, kind: usize) -> &Overviews<'a> {
        self.lazy.overviews[kind].get_or_init(|| self.make_overviews(kind))
    }

    fn make_overviews(&self, kind: usize) -> Overviews<'a> {
        let records: Vec<&'a Record> = self.sorted().by_kind[kind]
            .iter()
            .map(|i| self.edition.entries()[*i as usize].record)
            .collect();
        let mut all = Overviews::default();
        if records.is_empty() {
            return all;
        }
        let cx = self.edition.context();
        for overview in KINDS[kind].overviews(&records, &cx) {
            let items = overview.items.len();
            let own = all.by_org.entry(overview.org).or_default();
            own.push(all.placed.len());
            all.placed.push(Placed {
                folder: paths::kind_folder(overview.org, KINDS[kind].folder().1),
                pages: items.div_ceil(overview.per_page.max(1)).max(1),
                overview,
            });
        }
        all
    }

    /// The overviews of `kind` for the whole site or for `org`.
    pub(super) fn overviews_of(&self, kind: usize, org: Option<&str>) -> Vec<&Placed<'a>> {
        let all = self.overviews(kind);
        let own = all.by_org.get(&org).into_iter().flatten();
        own.map(|at| &all.placed[*at]).collect()
    }

    /// Links to the overviews of `kind` for the whole site or for `org`.
    pub(super) fn overview_links(&self, kind: usize, org: Option<&str>) -> Vec<OverviewLink> {
        self.overviews_of(kind, org)
            .into_iter()
            .map(|placed| {
                let name = KINDS[kind].name();
                let slug = placed.overview.slug;
                OverviewLink {
                    kind: name,
                    slug,
                    label_key: format!("overview.{name}.{slug}"),
                    address: paths::overview_page(&placed.folder, slug, 0),
                    grouped: !placed.overview.groups.is_empty(),
                }
            })
            .collect()
    }

    /// Page `page` of the overview at index `at` of the kind at index `kind`.
    pub(super) fn overview_view<'b>(
        &'b self,
        (kind, at): (usize, usize),
        page: usize,
        address: &str,
    ) -> View<'b> {
        let placed = &self.overviews(kind).placed[at];
        let (kind, overview) = (KINDS[kind], &placed.overview);
        let pager = Pager::new(page, placed.pages, |n| {
            paths::overview_page(&placed.folder, overview.slug, n)
        });
        let title = self.say(&format!("overview.{}.{}", kind.name(), overview.slug), &[]);
        let org = overview.org.and_then(|path| self.names.get(path));
        let title = org.map_or(title.clone(), |org| {
            self.say(
                "list.org-kind",
                &[("org", org.name.clone()), ("kind", title)],
            )
        });
        let mut meta = self.meta(title, address);
        meta.column = kind.name();
        if let Some(path) = overview.org {
            meta.crumbs.extend(self.lineage(path));
        }
        meta.crumbs.push(Crumb {
            name: self.say(&format!("kind.{}", kind.name()), &[]),
            address: paths::list_page(&placed.folder, 0),
        });
        let from = (page * overview.per_page).min(overview.items.len());
        let shown = from..(from + overview.per_page).min(overview.items.len());
        let ungrouped = match overview.groups.as_slice() {
            [] => &overview.items[shown.clone()],
            _ => &[],
        };
        let fields: Vec<(&'static str, kinds::View<'b>)> = vec![
            ("page", Box::new(meta)),
            ("slug", Box::new(overview.slug)),
            ("head", Box::new(&overview.head)),
            ("items", Box::new(ungrouped)),
            ("groups", Box::new(placed.group_links())),
            ("sections", Box::new(placed.sections(&shown))),
            ("pager", Box::new(pager)),
            ("org", Box::new(org)),
        ];
        View {
            template: overview.template,
            fields,
        }
    }
}
