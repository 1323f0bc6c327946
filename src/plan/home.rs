//! The first page answers what people come with: what is new, where the money went, how to get something done, who promised what.

use std::collections::BTreeMap;

use serde::Serialize;

use super::OverviewLink;
use super::build::Plan;
use super::overviews::GroupLink;
use super::page::View;
use super::record::Summary;
use super::tree::TreeLine;
use crate::kinds::{self, KINDS};

/// What the first page shows of a kind.
#[derive(Serialize)]
struct Door<'a> {
    /// How many records there are.
    count: usize,
    /// What stands above its leading overview.
    head: Option<&'a kinds::View<'a>>,
    /// The first items of that overview.
    lead: Vec<&'a kinds::View<'a>>,
    /// Its newest records with what they say, where it has no leading overview.
    newest: Vec<Newest<'a>>,
    /// Its overviews for the whole site.
    overviews: Vec<OverviewLink>,
    /// The groups of those that have some, by their slugs.
    groups: BTreeMap<&'static str, Vec<GroupLink<'a>>>,
}

/// A record with what it says.
#[derive(Serialize)]
struct Newest<'a> {
    summary: &'a Summary<'a>,
    data: kinds::View<'a>,
}

/// Items of a kind on the first page.
const SHOWN: usize = 5;

#[derive(Serialize)]
struct HomeView<'a> {
    newest: Vec<&'a Summary<'a>>,
    doors: BTreeMap<&'static str, Door<'a>>,
    /// The organisations, as deep as there is room for them.
    places: Vec<TreeLine<'a>>,
    /// How many there are in all.
    orgs: usize,
    /// How far the catalogue of disclosures is kept; none where the site has none.
    calendar: Option<String>,
}

impl<'a> Plan<'a> {
    /// The first page.
    pub(super) fn home_view<'b>(&'b self, address: &str) -> View<'b> {
        let mut meta = self.meta(self.edition.config().name.value.clone(), address);
        meta.column = "home";
        meta.crumbs.clear();
        let view = HomeView {
            newest: (0..)
                .take(self.edition.entries().len().min(SHOWN))
                .map(|at| self.summary(at))
                .collect(),
            doors: (0..KINDS.len())
                .map(|kind| (KINDS[kind].name(), self.door(kind)))
                .collect(),
            places: self.chooser(),
            orgs: self.edition.orgs().len(),
            calendar: self.calendar_address(),
        };
        View {
            template: "home.html",
            fields: vec![("page", Box::new(meta)), ("home", Box::new(view))],
        }
    }

    fn door<'b>(&'b self, kind: usize) -> Door<'b> {
        let placed = self.overviews_of(kind, None);
        let lead = KINDS[kind].lead();
        let leading = placed
            .iter()
            .find(|placed| Some(placed.overview.slug) == lead)
            .map(|placed| &placed.overview);
        let newest = match lead {
            Some(_) => &[],
            None => self.sorted().by_kind[kind].as_slice(),
        };
        let grouped = placed
            .iter()
            .filter(|placed| !placed.overview.groups.is_empty());
        Door {
            count: self.sorted().by_kind[kind].len(),
            head: leading.map(|overview| &overview.head),
            lead: leading
                .iter()
                .flat_map(|overview| overview.items.iter().take(SHOWN))
                .collect(),
            newest: newest
                .iter()
                .take(SHOWN)
                .map(|at| self.newest(*at))
                .collect(),
            groups: grouped
                .map(|placed| (placed.overview.slug, placed.group_links()))
                .collect(),
            overviews: self.overview_links(kind, None),
        }
    }

    fn newest<'b>(&'b self, at: u32) -> Newest<'b> {
        let record = self.edition.entries()[at as usize].record;
        Newest {
            summary: self.summary(at),
            data: record.content.view(record, &self.edition.context()),
        }
    }
}
