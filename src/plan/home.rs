//! The first page: what is new, where the money went, how to get something done, who promised what.

use std::collections::BTreeMap;

use serde::Serialize;

use super::OverviewLink;
use super::build::Plan;
use super::orgs::OrgLine;
use super::page::View;
use super::record::Summary;
use crate::kinds::{self, KINDS};

/// What the first page shows of a kind.
#[derive(Serialize)]
struct Door<'a> {
    /// The first items of its leading overview.
    lead: Vec<&'a kinds::View<'a>>,
    /// Its newest records.
    newest: Vec<&'a Summary<'a>>,
}

/// Items of a kind on the first page.
const SHOWN: usize = 8;

/// Organisations on the first page; the rest stand on the page of all.
const ORGS: usize = 60;

#[derive(Serialize)]
struct HomeView<'a> {
    newest: Vec<&'a Summary<'a>>,
    doors: BTreeMap<&'static str, Door<'a>>,
    counts: BTreeMap<&'static str, usize>,
    orgs: Vec<OrgLine>,
    overviews: Vec<OverviewLink>,
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
            counts: KINDS
                .iter()
                .zip(&self.sorted().by_kind)
                .map(|(kind, records)| (kind.name(), records.len()))
                .collect(),
            orgs: self.org_lines(2, ORGS),
            overviews: (0..KINDS.len())
                .flat_map(|kind| self.overview_links(kind, None))
                .collect(),
        };
        View {
            template: "home.html",
            fields: vec![("page", Box::new(meta)), ("home", Box::new(view))],
        }
    }

    fn door<'b>(&'b self, kind: usize) -> Door<'b> {
        let lead = KINDS[kind].lead().and_then(|slug| {
            self.overviews_of(kind, None)
                .into_iter()
                .find(|placed| placed.overview.slug == slug)
        });
        Door {
            lead: lead.map_or_else(Vec::new, |placed| {
                placed.overview.items.iter().take(SHOWN).collect()
            }),
            newest: self.sorted().by_kind[kind]
                .iter()
                .take(SHOWN)
                .map(|i| self.summary(*i))
                .collect(),
        }
    }
}
