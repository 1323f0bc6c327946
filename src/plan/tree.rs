//! The tree of organisations: as pages of its own, and as the chooser of the first page.

use std::ops::Range;

use serde::Serialize;

use super::build::Plan;
use super::page::{Pager, View};
use super::{Group, paths, portions};
use crate::kinds::KINDS;
use crate::site::Org;
use crate::source::encode_path;

/// Bytes of HTML that the chooser of the first page may take.
const CHOOSER: usize = 32 * 1024;

/// Bytes of a line besides its names and address: of one without others below it, and of one with.
const FRAME: (usize, usize) = (32, 140);

/// Bytes that a line takes to say how much there is.
const COUNTS: usize = 28;

/// Organisations directly below another that its own page lists.
pub(super) const LISTED: usize = 100;

/// Tags offered below the tree.
const TAGS: usize = 60;

/// An organisation of the tree.
#[derive(Debug, Clone, Copy)]
struct Node {
    /// Its index in the edition.
    org: usize,
    /// Levels above it.
    depth: usize,
}

/// The tree, cut into pages.
pub struct Tree {
    /// Each before those below it.
    nodes: Vec<Node>,
    /// What stands on each page.
    pages: Vec<Range<usize>>,
    /// What each organisation and those below it have published, by the organisation's index, and how many are below it.
    totals: Vec<(usize, usize)>,
}

impl Tree {
    /// How many pages it has.
    pub fn pages(&self) -> usize {
        self.pages.len()
    }
}

/// An organisation in a line of the tree. The tree is a list in order, so that no template has to look into itself.
#[derive(Debug, Serialize)]
pub struct TreeLine<'a> {
    name: &'a str,
    address: String,
    level: Option<&'static str>,
    /// Records of its own.
    count: usize,
    /// Records of its own and of those below it.
    total: usize,
    /// Organisations below it, on however many levels.
    below: usize,
    /// Levels above it.
    depth: usize,
    /// Whether the next line is below it.
    inner: bool,
    /// How many levels end with it.
    closes: usize,
}

impl<'a> Plan<'a> {
    /// The tree of all organisations.
    pub(super) fn tree(&self) -> &Tree {
        self.lazy.tree.get_or_init(|| self.make_tree())
    }

    /// One page if it can be: with the deepest levels left out where those can be found on the page of the organisation above them.
    fn make_tree(&self) -> Tree {
        let orgs = self.edition.orgs();
        let all = self.nodes();
        let deepest = all.iter().map(|node| node.depth).max().unwrap_or_default();
        let fits = |depth: &usize| {
            let hidden = |node: &&Node| node.depth == *depth;
            let listed = all
                .iter()
                .filter(hidden)
                .all(|node| orgs[node.org].children.len() <= LISTED);
            listed && self.room(&down_to(&all, *depth), COUNTS) <= portions::ROOM
        };
        // Without two levels there is no tree.
        let depth = (deepest.min(1)..=deepest).rev().find(fits);
        let nodes = down_to(&all, depth.unwrap_or(deepest));
        Tree {
            pages: portions::pages(self.sizes(&nodes, COUNTS)),
            nodes,
            totals: self.totals(&all),
        }
    }

    /// Every organisation, each before those below it.
    fn nodes(&self) -> Vec<Node> {
        let orgs = self.edition.orgs();
        let mut nodes = Vec::with_capacity(orgs.len());
        let top = (0..orgs.len()).filter(|at| orgs[*at].parent.is_none());
        let mut waiting: Vec<Node> = top.map(|org| Node { org, depth: 0 }).collect();
        waiting.reverse();
        while let Some(node) = waiting.pop() {
            let below = orgs[node.org].children.iter().rev();
            waiting.extend(below.map(|child| Node {
                org: *child,
                depth: node.depth + 1,
            }));
            nodes.push(node);
        }
        nodes
    }

    fn totals(&self, all: &[Node]) -> Vec<(usize, usize)> {
        let orgs = self.edition.orgs();
        let mut totals: Vec<(usize, usize)> =
            orgs.iter().map(|org| (self.records_of(org), 0)).collect();
        // From the end: those below have been counted when their turn comes.
        for node in all.iter().rev() {
            if let Some(parent) = orgs[node.org].parent {
                let (records, below) = totals[node.org];
                totals[parent].0 += records;
                totals[parent].1 += below + 1;
            }
        }
        totals
    }

    /// Records of the organisation's own.
    pub(super) fn records_of(&self, org: &Org) -> usize {
        (0..KINDS.len())
            .filter_map(|kind| self.sorted().columns.get(&(org.path.clone(), kind)))
            .map(Vec::len)
            .sum()
    }

    /// Bytes that each line of `nodes` takes, each with `more` for its counts.
    fn sizes<'n>(&'n self, nodes: &'n [Node], more: usize) -> impl Iterator<Item = usize> + 'n {
        nodes.iter().enumerate().map(move |(at, node)| {
            let org = &self.edition.orgs()[node.org];
            let name = org.config.name.value.len();
            let address = encode_path(&paths::org_page(&org.path)).len();
            let next = nodes.get(at + 1);
            if next.is_some_and(|next| next.depth > node.depth) {
                FRAME.1 + name * 2 + address + more * 2
            } else {
                FRAME.0 + name + address + more
            }
        })
    }

    fn room(&self, nodes: &[Node], more: usize) -> usize {
        self.sizes(nodes, more).sum()
    }

    /// The lines of `nodes`, which begin with one that has none of the others above it.
    fn lines(&self, nodes: &[Node]) -> Vec<TreeLine<'a>> {
        let orgs = self.edition.orgs();
        let totals = &self.tree().totals;
        let line = |(at, node): (usize, &Node)| {
            let org = &orgs[node.org];
            let next = nodes.get(at + 1).map_or(0, |next| next.depth);
            let (total, below) = totals[node.org];
            TreeLine {
                name: &org.config.name.value,
                address: paths::org_page(&org.path),
                level: org.config.level.map(|level| level.value.key()),
                count: self.records_of(org),
                total,
                below,
                depth: node.depth,
                inner: next > node.depth,
                closes: node.depth.saturating_sub(next),
            }
        };
        nodes.iter().enumerate().map(line).collect()
    }

    /// The lines of a page of the tree, under those that are above its first.
    fn lines_of_page(&self, page: usize) -> Vec<TreeLine<'a>> {
        let tree = self.tree();
        let shown = tree.pages.get(page).cloned().unwrap_or_default();
        let orgs = self.edition.orgs();
        let first = tree.nodes.get(shown.start).map(|node| node.org);
        let above = std::iter::successors(first.and_then(|org| orgs[org].parent), |org| {
            orgs[*org].parent
        });
        let mut above: Vec<usize> = above.collect();
        above.reverse();
        let mut nodes: Vec<Node> = above
            .into_iter()
            .enumerate()
            .map(|(depth, org)| Node { org, depth })
            .collect();
        nodes.extend_from_slice(&tree.nodes[shown]);
        self.lines(&nodes)
    }

    /// The tree as deep as the first page has room for it; empty where it has none at all.
    pub(super) fn chooser(&self) -> Vec<TreeLine<'a>> {
        let all = self.nodes();
        let deepest = all.iter().map(|node| node.depth).max().unwrap_or_default();
        let levels = (0..=deepest).rev().map(|depth| down_to(&all, depth));
        let mut fitting = levels.filter(|nodes| self.room(nodes, 0) <= CHOOSER);
        self.lines(&fitting.next().unwrap_or_default())
    }

    /// Page `page` (from 0) of all organisations; the first has years and tags below them.
    pub(super) fn orgs_view<'b>(&'b self, page: usize, address: &str) -> View<'b> {
        let mut meta = self.meta(self.say("nav.orgs", &[]), address);
        meta.column = "orgs";
        let pages = self.tree().pages();
        let pager = Pager::new(page, pages, |at| paths::list_page(paths::ORGS, at));
        let (years, tags): (&[Group], Vec<&Group>) = match page {
            0 => (&self.lists().years, most_used(&self.lists().tags)),
            _ => (&[], Vec::new()),
        };
        let fields: Vec<(&'static str, crate::kinds::View<'b>)> = vec![
            ("page", Box::new(meta)),
            ("tree", Box::new(self.lines_of_page(page))),
            ("years", Box::new(years)),
            ("tags", Box::new(tags)),
            ("pager", Box::new(pager)),
        ];
        View {
            template: "orgs.html",
            fields,
        }
    }
}

/// The nodes that have at most `depth` levels above them.
fn down_to(all: &[Node], depth: usize) -> Vec<Node> {
    let own = all.iter().filter(|node| node.depth <= depth);
    own.copied().collect()
}

/// The tags that most records have, in their own order.
fn most_used(tags: &[Group]) -> Vec<&Group> {
    let mut counts: Vec<usize> = tags.iter().map(|tag| tag.count).collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let least = counts.get(TAGS - 1).copied().unwrap_or_default();
    let more = tags.iter().filter(|tag| tag.count > least).count();
    let mut left = TAGS - more.min(TAGS);
    let own = tags.iter().filter(|tag| {
        let even = tag.count == least && left > 0;
        left -= usize::from(even);
        tag.count > least || even
    });
    own.collect()
}
