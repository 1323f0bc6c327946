//! The first page: what is new, where the money went, how to get something done, who promised what.

use std::collections::BTreeMap;

use serde::Serialize;

use super::build::Plan;
use super::orgs::Branch;
use super::page::{PageMeta, View};
use super::record::Summary;
use super::{OverviewLink, What};
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

#[derive(Serialize)]
struct HomeView<'a> {
    newest: Vec<&'a Summary<'a>>,
    doors: BTreeMap<&'static str, Door<'a>>,
    counts: BTreeMap<&'static str, usize>,
    orgs: Vec<Branch>,
    overviews: Vec<OverviewLink>,
}

impl<'a> Plan<'a> {
    /// The inputs of a page; a file that is no page has none.
    pub fn view<'b>(&'b self, job: &'b super::Job) -> Option<View<'b>> {
        let address = job.path.as_str();
        match &job.what {
            What::Home => Some(self.home_view(address)),
            What::Orgs => Some(self.orgs_view(address)),
            What::Org(at) => Some(self.org_view(*at, address)),
            What::Record(at) => Some(self.record_view(*at, address)),
            What::List(page) => Some(self.list_view(page, address)),
            What::Overview { at, page } => Some(self.overview_view(*at, *page, address)),
            What::Redirect(at) => Some(self.redirect_view(*at, address)),
            What::NotFound => {
                let mut meta = self.meta(self.say("error.404", &[]), address);
                meta.noindex = true;
                Some(View {
                    template: "404.html",
                    fields: vec![("page", Box::new(meta))],
                })
            }
            _ => None,
        }
    }

    /// What a page at `address` says about itself, before it says anything of its own.
    pub(super) fn meta(&self, title: String, address: &str) -> PageMeta {
        let home = super::Crumb {
            name: self.say("nav.home", &[]),
            address: "index.html".to_owned(),
        };
        PageMeta {
            description: format!("{} - {}", title, self.edition.config().name.value),
            title,
            address: address.to_owned(),
            canonical: self
                .base_url()
                .map(|base| format!("{base}{}", crate::source::encode_path(address))),
            column: "",
            crumbs: vec![home],
            feed: Some("feed.xml".to_owned()),
            json_ld: None,
            noindex: false,
            published: None,
            source: None,
            keywords: Vec::new(),
        }
    }

    fn home_view<'b>(&'b self, address: &str) -> View<'b> {
        let mut meta = self.meta(self.edition.config().name.value.clone(), address);
        meta.column = "home";
        meta.crumbs.clear();
        let view = HomeView {
            newest: self.summaries.iter().take(8).collect(),
            doors: (0..KINDS.len())
                .map(|kind| (KINDS[kind].name(), self.door(kind)))
                .collect(),
            counts: KINDS
                .iter()
                .zip(&self.by_kind)
                .map(|(kind, records)| (kind.name(), records.len()))
                .collect(),
            orgs: self.branches(2),
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
        let leads = |placed: &&super::build::Placed<'_>| {
            placed.kind == kind
                && placed.overview.org.is_none()
                && Some(placed.overview.slug) == KINDS[kind].lead()
        };
        let lead = self.overviews.iter().find(leads);
        Door {
            lead: lead.map_or_else(Vec::new, |placed| {
                placed.overview.items.iter().take(SHOWN).collect()
            }),
            newest: self.by_kind[kind]
                .iter()
                .take(SHOWN)
                .map(|i| &self.summaries[*i as usize])
                .collect(),
        }
    }

    fn overview_view<'b>(&'b self, at: usize, page: usize, address: &str) -> View<'b> {
        let placed = &self.overviews[at];
        let (kind, overview) = (KINDS[placed.kind], &placed.overview);
        let pager = super::Pager::new(page, placed.pages, |n| {
            super::paths::overview_page(&placed.folder, overview.slug, n)
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
        meta.crumbs.extend(
            overview
                .org
                .map_or_else(Vec::new, |path| self.lineage(path)),
        );
        let list_folder = super::paths::kind_folder(overview.org, kind.folder().1);
        meta.crumbs.push(super::Crumb {
            name: self.say(&format!("kind.{}", kind.name()), &[]),
            address: super::paths::list_page(&list_folder, 0),
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

    fn redirect_view(&self, at: usize, address: &str) -> View<'_> {
        #[derive(Serialize)]
        struct Target<'a> {
            title: &'a str,
            address: String,
        }
        let record = self.edition.entries()[at].record;
        let mut meta = self.meta(record.envelope.title.value.clone(), address);
        meta.noindex = true;
        meta.canonical = self
            .base_url()
            .map(|base| format!("{base}{}", crate::source::encode_path(&record.address())));
        let target = Target {
            title: &record.envelope.title.value,
            address: record.address(),
        };
        View {
            template: "redirect.html",
            fields: vec![("page", Box::new(meta)), ("target", Box::new(target))],
        }
    }
}
