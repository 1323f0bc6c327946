//! Organisations: each with its columns, and the tree of them.

use serde::Serialize;

use super::build::Plan;
use super::page::{Crumb, View};
use super::record::Summary;
use super::{Group, OverviewLink, paths};
use crate::kinds::KINDS;
use crate::site::Org;

/// Records shown of each column on an organisation's page.
const SHOWN: usize = 6;

/// An organisation and those below it.
#[derive(Debug, Serialize)]
pub struct Branch {
    name: String,
    address: String,
    level: Option<&'static str>,
    count: usize,
    children: Vec<Branch>,
}

#[derive(Serialize)]
struct OrgView<'a> {
    name: &'a str,
    level: Option<&'static str>,
    place: Option<&'a str>,
    phone: Option<&'a str>,
    secretary: Option<&'a str>,
    hours: Option<&'a str>,
    households: Option<u32>,
    members: Option<u32>,
    parent: Option<&'a Crumb>,
    children: Vec<Branch>,
    columns: Vec<Column<'a>>,
    overviews: Vec<OverviewLink>,
}

#[derive(Serialize)]
struct Column<'a> {
    kind: &'static str,
    address: String,
    count: usize,
    items: Vec<&'a Summary<'a>>,
}

impl<'a> Plan<'a> {
    /// The organisations at the top, `depth` levels deep.
    pub(super) fn branches(&self, depth: usize) -> Vec<Branch> {
        let top = self
            .edition
            .orgs()
            .iter()
            .filter(|org| org.parent.is_none());
        top.map(|org| self.branch(org, depth)).collect()
    }

    fn branch(&self, org: &Org, depth: usize) -> Branch {
        let children = if depth > 1 {
            org.children
                .iter()
                .map(|i| self.branch(&self.edition.orgs()[*i], depth - 1))
                .collect()
        } else {
            Vec::new()
        };
        Branch {
            name: org.config.name.value.clone(),
            address: paths::org_page(&org.path),
            level: org.config.level.map(|level| level.value.key()),
            count: (0..KINDS.len())
                .filter_map(|kind| self.columns.get(&(org.path.clone(), kind)))
                .map(Vec::len)
                .sum(),
            children,
        }
    }

    pub(super) fn org_view<'b>(&'b self, at: usize, address: &str) -> View<'b> {
        let org = &self.edition.orgs()[at];
        let config = &org.config;
        let text =
            |text: &'a Option<crate::kinds::fields::Text>| text.as_ref().map(|t| t.value.as_str());
        let columns = (0..KINDS.len())
            .filter_map(|kind| {
                let entries = self.columns.get(&(org.path.clone(), kind))?;
                let folder = paths::kind_folder(Some(&org.path), KINDS[kind].folder().1);
                let items = entries
                    .iter()
                    .take(SHOWN)
                    .map(|i| &self.summaries[*i as usize])
                    .collect();
                Some(Column {
                    kind: KINDS[kind].name(),
                    address: paths::list_page(&folder, 0),
                    count: entries.len(),
                    items,
                })
            })
            .collect();
        let mut meta = self.meta(config.name.value.clone(), address);
        meta.column = "orgs";
        let mut lineage = self.lineage(&org.path);
        lineage.pop();
        let parent = lineage
            .last()
            .and_then(|crumb| self.names.values().find(|c| c.address == crumb.address));
        meta.crumbs.push(Crumb {
            name: self.say("nav.orgs", &[]),
            address: "orgs/index.html".to_owned(),
        });
        meta.crumbs.extend(lineage);
        meta.feed = self
            .has_records(&org.path)
            .then(|| format!("{}/feed.xml", org.path))
            .or(meta.feed);
        let view = OrgView {
            name: &config.name.value,
            level: config.level.map(|level| level.value.key()),
            place: text(&config.address),
            phone: text(&config.phone),
            secretary: text(&config.secretary),
            hours: text(&config.hours),
            households: config
                .population
                .as_ref()
                .and_then(|p| p.households.as_ref())
                .map(|n| n.value),
            members: config
                .population
                .as_ref()
                .and_then(|p| p.members.as_ref())
                .map(|n| n.value),
            parent,
            children: org
                .children
                .iter()
                .map(|i| self.branch(&self.edition.orgs()[*i], 1))
                .collect(),
            columns,
            overviews: (0..KINDS.len())
                .flat_map(|kind| self.overview_links(kind, Some(&org.path)))
                .collect(),
        };
        View {
            template: "org.html",
            fields: vec![("page", Box::new(meta)), ("org", Box::new(view))],
        }
    }

    /// Whether an organisation has records of its own in this edition.
    pub(super) fn has_records(&self, path: &str) -> bool {
        (0..KINDS.len()).any(|kind| self.columns.contains_key(&(path.into(), kind)))
    }

    pub(super) fn orgs_view<'b>(&'b self, address: &str) -> View<'b> {
        let mut meta = self.meta(self.say("nav.orgs", &[]), address);
        meta.column = "orgs";
        let years: Vec<Group> = self
            .by_year()
            .into_iter()
            .map(|(year, entries)| Group {
                label: self.say("list.year", &[("year", year.to_string())]),
                address: paths::list_page(&paths::year_folder(year), 0),
                count: entries.len(),
            })
            .collect();
        let tags: Vec<Group> = self
            .by_tag()
            .into_iter()
            .map(|(folder, (label, entries))| Group {
                label,
                address: paths::list_page(&folder, 0),
                count: entries.len(),
            })
            .collect();
        let fields: Vec<(&'static str, crate::kinds::View<'b>)> = vec![
            ("page", Box::new(meta)),
            ("tree", Box::new(self.branches(usize::MAX))),
            ("years", Box::new(years)),
            ("tags", Box::new(tags)),
        ];
        View {
            template: "orgs.html",
            fields,
        }
    }
}
