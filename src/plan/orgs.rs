//! Organisations: each with its columns, and the tree of them.

use serde::Serialize;

use super::build::Plan;
use super::page::{Crumb, View};
use super::record::Summary;
use super::sheet_jobs::SheetLink;
use super::{OverviewLink, paths};
use crate::kinds::KINDS;
use crate::site::Org;

/// Records shown of each column on an organisation's page.
const SHOWN: usize = 6;

/// An organisation in a line of a tree. The tree is a list in order, each organisation before those below it, so that no template has to look into itself.
#[derive(Debug, Serialize)]
pub struct OrgLine {
    name: String,
    address: String,
    level: Option<&'static str>,
    /// Records of its own.
    count: usize,
    /// Levels above it.
    depth: usize,
    /// Whether it is the first below the line before.
    first: bool,
    /// Whether the next line is below it.
    inner: bool,
    /// How many levels end with it.
    closes: usize,
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
    children: Vec<OrgLine>,
    columns: Vec<Column<'a>>,
    overviews: Vec<OverviewLink>,
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
    /// The first `most` organisations of the tree, `depth` levels deep.
    pub(super) fn org_lines(&self, depth: usize, most: usize) -> Vec<OrgLine> {
        let orgs = self.edition.orgs();
        let mut lines: Vec<OrgLine> = Vec::new();
        let mut waiting: Vec<(usize, usize)> = (0..orgs.len())
            .rev()
            .filter(|at| orgs[*at].parent.is_none())
            .map(|at| (at, 0))
            .collect();
        while let Some((at, level)) = waiting.pop().filter(|_| lines.len() < most) {
            let org = &orgs[at];
            if level + 1 < depth {
                waiting.extend(org.children.iter().rev().map(|child| (*child, level + 1)));
            }
            let mut line = self.org_line(org, level);
            if let Some(before) = lines.last_mut() {
                line.first = before.depth < level;
                before.inner = line.first;
                before.closes = before.depth.saturating_sub(level);
            }
            line.closes = level;
            lines.push(line);
        }
        lines
    }

    fn org_line(&self, org: &Org, depth: usize) -> OrgLine {
        OrgLine {
            name: org.config.name.value.clone(),
            address: paths::org_page(&org.path),
            level: org.config.level.map(|level| level.value.key()),
            count: (0..KINDS.len())
                .filter_map(|kind| self.sorted().columns.get(&(org.path.clone(), kind)))
                .map(Vec::len)
                .sum(),
            depth,
            first: false,
            inner: false,
            closes: 0,
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
                .map(|i| self.org_line(&self.edition.orgs()[*i], 0))
                .collect(),
            columns: self.columns_of(org),
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
        let columns = &self.sorted().columns;
        (0..KINDS.len()).any(|kind| columns.contains_key(&(path.into(), kind)))
    }

    /// The page of all organisations.
    pub(super) fn orgs_view<'b>(&'b self, address: &str) -> View<'b> {
        let mut meta = self.meta(self.say("nav.orgs", &[]), address);
        meta.column = "orgs";
        let fields: Vec<(&'static str, crate::kinds::View<'b>)> = vec![
            ("page", Box::new(meta)),
            ("tree", Box::new(self.org_lines(usize::MAX, usize::MAX))),
            ("years", Box::new(&self.lists().years)),
            ("tags", Box::new(&self.lists().tags)),
        ];
        View {
            template: "orgs.html",
            fields,
        }
    }
}
