//! The lists of guides: the table of all, from A to Z, by who may apply, by where it can be done.

use std::collections::BTreeMap;

use serde::Serialize;

use super::view::{LimitView, Spot, plain, texts};
use super::{FeeMode, Guide, Level};
use crate::kinds::{Group, Overview, Record, View, Words};
use crate::values::{from_a_to_z, letter};

/// An organisation with this many guides has a list from A to Z of its own.
const MANY: usize = 12;

/// Audiences with a group of their own; the rest share one.
const AUDIENCES: usize = 30;

/// Lines on a page.
const PER_PAGE: usize = 60;

/// A guide in a list.
type Entry<'a> = (&'a Record, &'a Guide);

/// Every list: of the site, then from A to Z of each organisation that has many guides, in order of its path.
pub fn overviews<'a>(records: &[&'a Record]) -> Vec<Overview<'a>> {
    let entries = records.iter();
    let mut all: Vec<Entry<'a>> = entries
        .filter_map(|record| Some((*record, record.content::<Guide>()?)))
        .collect();
    all.sort_by_cached_key(|(record, _)| from_a_to_z(title(record)));
    let mut lists = vec![
        services(&all),
        letters(None, &all),
        people(&all),
        places(&all),
    ];
    let mut by_org: BTreeMap<&'a str, Vec<Entry<'a>>> = BTreeMap::new();
    for entry in all {
        by_org.entry(&entry.0.id.org).or_default().push(entry);
    }
    let large = by_org.into_iter().filter(|(_, own)| own.len() >= MANY);
    lists.extend(large.map(|(org, own)| letters(Some(org), &own)));
    lists
}

/// The table of all: what can be done in the village comes first, as residents look for that first.
fn services<'a>(all: &[Entry<'a>]) -> Overview<'a> {
    let mut sorted = all.to_vec();
    // Stable: the order from A to Z stays among those that are alike.
    sorted.sort_by_key(|(_, guide)| !guide.at_village());
    let list = List {
        slug: "services",
        org: None,
        template: "guide-services.html",
    };
    list.of(all, sorted, Vec::new())
}

/// From A to Z by the reading of the title.
fn letters<'a>(org: Option<&'a str>, all: &[Entry<'a>]) -> Overview<'a> {
    let list = List {
        slug: "letters",
        org,
        template: "guide-groups.html",
    };
    let groups = begin(
        all,
        |entry| letter(title(entry.0)),
        |letter| {
            let id = match letter {
                '#' => "other".to_owned(),
                letter => letter.to_string(),
            };
            (id, Words::new("guide.letter").arg("letter", letter))
        },
    );
    list.of(all, all.to_vec(), groups)
}

/// By who may apply, the audience with most guides first. A guide for several stands under each of them.
fn people<'a>(all: &[Entry<'a>]) -> Overview<'a> {
    let mut by_audience: BTreeMap<&'a str, Vec<Entry<'a>>> = BTreeMap::new();
    let mut anybody: Vec<Entry<'a>> = Vec::new();
    for entry in all {
        let mut who: Vec<&str> = texts(&entry.1.applicants);
        who.iter_mut().for_each(|who| *who = who.trim());
        who.sort_unstable();
        who.dedup();
        if who.is_empty() {
            anybody.push(*entry);
        }
        for who in who {
            by_audience.entry(who).or_default().push(*entry);
        }
    }
    let mut audiences: Vec<(&str, Vec<Entry<'a>>)> = by_audience.into_iter().collect();
    audiences.sort_by_cached_key(|(who, own)| (std::cmp::Reverse(own.len()), from_a_to_z(who)));
    let rare = audiences.split_off(audiences.len().min(AUDIENCES));
    let mut sorted: Vec<Entry<'a>> = Vec::new();
    let mut groups = Vec::new();
    for (at, (who, own)) in audiences.into_iter().enumerate() {
        let label = Words::new("guide.audience").arg("who", who);
        groups.push(Group {
            id: format!("who{}", at + 1),
            label,
            first: sorted.len(),
        });
        sorted.extend(own);
    }
    let mut others: Vec<Entry<'a>> = rare.into_iter().flat_map(|(_, own)| own).collect();
    others.sort_by_cached_key(|(record, _)| from_a_to_z(title(record)));
    others.dedup_by_key(|(record, _)| &record.id);
    for (id, key, own) in [
        ("others", "guide.audience.others", others),
        ("anybody", "guide.audience.unsaid", anybody),
    ] {
        if !own.is_empty() {
            groups.push(Group {
                id: id.to_owned(),
                label: Words::new(key),
                first: sorted.len(),
            });
            sorted.extend(own);
        }
    }
    let list = List {
        slug: "people",
        org: None,
        template: "guide-groups.html",
    };
    list.of(all, sorted, groups)
}

/// By how far residents have to go.
fn places<'a>(all: &[Entry<'a>]) -> Overview<'a> {
    let mut sorted = all.to_vec();
    sorted.sort_by_key(|(_, guide)| Way::of(guide));
    let groups = begin(
        &sorted,
        |entry| Way::of(entry.1),
        |way| (way.key().to_owned(), Words::new(way.label())),
    );
    let list = List {
        slug: "places",
        org: None,
        template: "guide-groups.html",
    };
    list.of(all, sorted, groups)
}

/// How far residents have to go, the shortest way first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    Village,
    /// Somebody does it for those who cannot go.
    Agent,
    Town,
    County,
    Unsaid,
}

impl Way {
    fn of(guide: &Guide) -> Way {
        if guide.at_village() {
            return Way::Village;
        }
        if guide.agent.is_some() {
            return Way::Agent;
        }
        let venues = guide.venues.iter().filter_map(|venue| venue.level);
        let steps = guide.steps.iter().filter_map(|step| step.level);
        // The nearest of the places, or, where none is named, the farthest that a step leads to.
        let level = venues
            .map(|level| level.value)
            .max()
            .or_else(|| steps.map(|level| level.value).min());
        match level {
            Some(Level::County) => Way::County,
            Some(_) => Way::Town,
            None => Way::Unsaid,
        }
    }

    /// Its place on a page.
    fn key(self) -> &'static str {
        match self {
            Way::Village => "village",
            Way::Agent => "agent",
            Way::Town => "town",
            Way::County => "county",
            Way::Unsaid => "unsaid",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Way::Village => "guide.way.village",
            Way::Agent => "guide.way.agent",
            Way::Town => "guide.way.town",
            Way::County => "guide.way.county",
            Way::Unsaid => "guide.way.unsaid",
        }
    }
}

/// Where the groups of `sorted` begin, which `key` tells apart and `name` names.
fn begin<'a, K: PartialEq>(
    sorted: &[Entry<'a>],
    key: impl Fn(&Entry<'a>) -> K,
    name: impl Fn(&K) -> (String, Words),
) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut last = None;
    for (first, entry) in sorted.iter().enumerate() {
        let own = key(entry);
        if last.as_ref() != Some(&own) {
            let (id, label) = name(&own);
            groups.push(Group { id, label, first });
            last = Some(own);
        }
    }
    groups
}

fn title(record: &Record) -> &str {
    &record.envelope.title.value
}

/// Which list it is.
struct List<'a> {
    slug: &'static str,
    org: Option<&'a str>,
    template: &'static str,
}

impl<'a> List<'a> {
    /// The list of `all`, whose lines are `sorted`.
    fn of(self, all: &[Entry<'a>], sorted: Vec<Entry<'a>>, groups: Vec<Group>) -> Overview<'a> {
        Overview {
            slug: self.slug,
            org: self.org,
            template: self.template,
            head: Box::new(Head::of(all)),
            items: sorted
                .into_iter()
                .map(|(record, guide)| Box::new(Service::new(record, guide)) as View<'a>)
                .collect(),
            per_page: PER_PAGE,
            groups,
        }
    }
}

/// How many guides there are, how many of them can be done in the village, and how many cost nothing.
#[derive(Serialize)]
struct Head {
    total: usize,
    at_village: usize,
    free: usize,
}

impl Head {
    fn of(all: &[Entry<'_>]) -> Head {
        let count = |is: &dyn Fn(&Guide) -> bool| all.iter().filter(|entry| is(entry.1)).count();
        Head {
            total: all.len(),
            at_village: count(&Guide::at_village),
            free: count(&|guide| guide.fee_mode() == Some(FeeMode::Free)),
        }
    }
}

/// A guide in a line.
#[derive(Serialize)]
struct Service<'a> {
    address: String,
    org: &'a str,
    title: &'a str,
    at_village: bool,
    place: Option<Spot<'a>>,
    committed: Option<LimitView>,
    fee: Option<&'static str>,
    #[serde(rename = "for")]
    applicants: Vec<&'a str>,
    agent_phone: Option<&'a str>,
}

impl<'a> Service<'a> {
    fn new(record: &'a Record, guide: &'a Guide) -> Service<'a> {
        Service {
            address: record.address(),
            org: &record.id.org,
            title: title(record),
            at_village: guide.at_village(),
            place: guide.nearest_first().first().map(|venue| Spot::new(venue)),
            committed: guide.committed.as_ref().map(|limit| limit.value.into()),
            fee: guide.fee_mode().map(FeeMode::key),
            applicants: texts(&guide.applicants),
            agent_phone: guide.agent.as_ref().and_then(|agent| plain(&agent.phone)),
        }
    }
}
