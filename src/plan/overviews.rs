//! The kinds' own pages: the running board, pledges by due date, accounts over time.

use std::collections::BTreeMap;

use super::build::Plan;
use super::page::{Crumb, Pager, View};
use super::{OverviewLink, paths};
use crate::kinds::{self, KINDS, Overview, Record};
use crate::site::Edition;

/// An overview with its place.
pub struct Placed<'a> {
    /// Its kind's index in the registry.
    pub kind: usize,
    /// What it shows.
    pub overview: Overview<'a>,
    /// The folder its pages lie in.
    pub folder: String,
    /// How many pages it has.
    pub pages: usize,
}

/// Overviews by kind and organisation, none being the whole site.
pub type ByPlace<'a> = BTreeMap<(usize, Option<&'a str>), Vec<usize>>;

/// Every overview of `edition`, and where to find them by kind and organisation.
pub fn overviews<'a>(
    edition: &'a Edition<'a>,
    by_kind: &[Vec<u32>],
) -> (Vec<Placed<'a>>, ByPlace<'a>) {
    let cx = edition.context();
    let mut placed = Vec::new();
    let mut by_place = ByPlace::new();
    for (kind, records) in by_kind.iter().enumerate() {
        if records.is_empty() {
            continue;
        }
        let records: Vec<&'a Record> = records
            .iter()
            .map(|i| edition.entries()[*i as usize].record)
            .collect();
        for overview in KINDS[kind].overviews(&records, &cx) {
            let items = overview.items.len();
            by_place
                .entry((kind, overview.org))
                .or_default()
                .push(placed.len());
            placed.push(Placed {
                kind,
                folder: paths::kind_folder(overview.org, KINDS[kind].folder().1),
                pages: items.div_ceil(overview.per_page.max(1)).max(1),
                overview,
            });
        }
    }
    (placed, by_place)
}

impl<'a> Plan<'a> {
    /// The overviews of `kind` for the whole site or for `org`.
    pub(super) fn overviews_of(&self, kind: usize, org: Option<&str>) -> Vec<&Placed<'a>> {
        let own = self.overviews_by_place.get(&(kind, org));
        own.into_iter()
            .flatten()
            .map(|at| &self.overviews[*at])
            .collect()
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
                }
            })
            .collect()
    }

    /// Page `page` of the overview at index `at`.
    pub(super) fn overview_view<'b>(&'b self, at: usize, page: usize, address: &str) -> View<'b> {
        let placed = &self.overviews[at];
        let (kind, overview) = (KINDS[placed.kind], &placed.overview);
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
        let items: Vec<&kinds::View<'a>> = overview
            .items
            .iter()
            .skip(page * overview.per_page)
            .take(overview.per_page)
            .collect();
        let fields: Vec<(&'static str, kinds::View<'b>)> = vec![
            ("page", Box::new(meta)),
            ("head", Box::new(&overview.head)),
            ("items", Box::new(items)),
            ("pager", Box::new(pager)),
            ("org", Box::new(org)),
        ];
        View {
            template: overview.template,
            fields,
        }
    }
}
