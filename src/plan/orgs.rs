//! The page of an organisation: what it is, and its columns.

use serde::Serialize;

use super::build::Plan;
use super::page::{Crumb, View};
use super::record::Summary;
use super::sheet_jobs::SheetLink;
use super::tree::LISTED;
use super::{OverviewLink, paths};
use crate::kinds::KINDS;
use crate::site::Org;

/// Records shown of each column on an organisation's page.
const SHOWN: usize = 6;

/// An organisation in a list.
#[derive(Debug, Serialize)]
struct OrgLink<'a> {
    name: &'a str,
    address: String,
    /// Records of its own.
    count: usize,
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
    parent: Option<Crumb>,
    children: Vec<OrgLink<'a>>,
    /// How many there are; the page of all organisations has those that are not listed.
    children_count: usize,
    columns: Vec<Column<'a>>,
    overviews: Vec<OverviewLink>,
    calendar: Option<&'a str>,
    /// How far it keeps the catalogue of disclosures.
    disclosures: Option<String>,
}

#[derive(Serialize)]
struct Column<'a> {
    kind: &'static str,
    address: String,
    count: usize,
    items: Vec<&'a Summary<'a>>,
    sheets: Vec<SheetLink>,
}

impl<'a> Plan<'a> {
    fn org_link(&self, org: &'a Org) -> OrgLink<'a> {
        OrgLink {
            name: &org.config.name.value,
            address: paths::org_page(&org.path),
            count: self.records_of(org),
        }
    }

    fn columns_of(&self, org: &Org) -> Vec<Column<'_>> {
        (0..KINDS.len())
            .filter_map(|kind| {
                let entries = self.sorted().columns.get(&(org.path.clone(), kind))?;
                let folder = paths::kind_folder(Some(&org.path), KINDS[kind].folder().1);
                let items = entries
                    .iter()
                    .take(SHOWN)
                    .map(|i| self.summary(*i))
                    .collect();
                Some(Column {
                    kind: KINDS[kind].name(),
                    address: paths::list_page(&folder, 0),
                    count: entries.len(),
                    items,
                    sheets: self.sheets_of_group(&org.path, kind),
                })
            })
            .collect()
    }

    /// The page of the organisation at index `at`.
    pub(super) fn org_view<'b>(&'b self, at: usize, address: &str) -> View<'b> {
        let org = &self.edition.orgs()[at];
        let config = &org.config;
        let text =
            |text: &'a Option<crate::kinds::fields::Text>| text.as_ref().map(|t| t.value.as_str());
        let mut meta = self.meta(config.name.value.clone(), address);
        meta.column = "orgs";
        let mut lineage = self.lineage(&org.path);
        lineage.pop();
        let parent = lineage.last().cloned();
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
                .take(LISTED)
                .map(|i| self.org_link(&self.edition.orgs()[*i]))
                .collect(),
            children_count: org.children.len(),
            columns: self.columns_of(org),
            overviews: (0..KINDS.len())
                .flat_map(|kind| self.overview_links(kind, Some(&org.path)))
                .collect(),
            calendar: self.calendar_of(&org.path),
            disclosures: self.calendar_page_of(&org.path),
        };
        View {
            template: "org.html",
            fields: vec![("page", Box::new(meta)), ("org", Box::new(view))],
        }
    }

    /// Whether an organisation has records of its own in this edition.
    pub(super) fn has_records(&self, path: &str) -> bool {
        let columns = &self.sorted().columns;
        (0..KINDS.len()).any(|kind| columns.contains_key(&(path.into(), kind)))
    }
}
