//! A site in which a few records say something new and nothing else has changed: the common case while somebody writes. It costs a fraction of building the site again.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::assemble::{Settling, Writing};
use super::resolve::{Known, Linkable};
use super::stale::Stale;
use super::{Article, Site};
use crate::diagnostics::Report;
use crate::kinds::Record;
use crate::source::Rare;
use crate::values::Audience;

/// `before` with `records` in the place of those with their identities. `files` changed since, `reading` is what reading
/// found, `rare` are the characters that the built-in fonts lack.
///
/// None where more has changed than what records say: one is new, or takes its lines from another table.
pub fn amend(
    before: &Site,
    records: &[Arc<Record>],
    files: &BTreeSet<Arc<str>>,
    (reading, rare): (Report, Vec<Rare>),
) -> Option<Site> {
    let mut places = Vec::with_capacity(records.len());
    for record in records {
        let at = before
            .articles
            .binary_search_by(|own| own.record.id.cmp(&record.id))
            .ok()?;
        let own = &before.articles[at].record;
        if own.file != record.file || own.content.table() != record.content.table() {
            return None;
        }
        places.push((at, record));
    }
    places.sort_by_key(|(at, _)| *at);
    let settling = Settling {
        orgs: &before.orgs,
        unreadable: &before.beside.unreadable_orgs,
        config: &before.config,
    };
    let settled: Vec<Audience> = places
        .iter()
        .map(|(_, record)| settling.audience(record).unwrap_or(Audience::Named))
        .collect();
    let head = |i: usize| -> (&Record, Audience) {
        match places.binary_search_by_key(&i, |(at, _)| *at) {
            Ok(new) => (places[new].1, settled[new]),
            Err(_) => (&before.articles[i].record, before.articles[i].audience),
        }
    };
    let known = Known {
        count: before.articles.len(),
        at: &head,
        beside: &before.beside,
        orgs: &before.orgs,
        drafts: before.drafts,
        day: before.day,
    };
    let mut stale = Stale::of_files(files);
    for (at, record) in &places {
        let own = &before.articles[*at];
        let was = Linkable {
            audience: Some(own.audience),
            out: own.placed,
        };
        let (_, audience) = head(*at);
        if was != known.linkable(record, audience) {
            stale.add_record(&record.id);
        }
    }
    let writing = Writing::new((&before.config, &before.glossary), &before.listing, &known);
    let mut articles = before.articles.clone();
    for (at, record) in &places {
        articles[*at] = Arc::new(writing.article(record, &settling));
    }
    if !stale.is_empty() {
        for (at, own) in before.articles.iter().enumerate() {
            let replaced = places.binary_search_by_key(&at, |(at, _)| *at).is_ok();
            if !replaced && stale.concerns(&own.asked) {
                articles[at] = Arc::new(writing.article(&own.record, &settling));
            }
        }
    }
    let newest = reorder(&before.newest, &before.articles, &articles, &places);
    Some(Site {
        articles,
        newest,
        reading,
        rare,
        ..before.clone_frame()
    })
}

/// The order of `now`, where only the records at `places` may have moved.
fn reorder(
    newest: &[u32],
    before: &[Arc<Article>],
    now: &[Arc<Article>],
    places: &[(usize, &Arc<Record>)],
) -> Vec<u32> {
    let day = |articles: &[Arc<Article>], at: u32| {
        let published = articles[at as usize].record.envelope.published.value;
        (std::cmp::Reverse(published), at)
    };
    let mut order = newest.to_vec();
    let moved: Vec<u32> = places
        .iter()
        .filter_map(|(at, _)| u32::try_from(*at).ok())
        .filter(|at| day(before, *at) != day(now, *at))
        .collect();
    if moved.is_empty() {
        return order;
    }
    order.retain(|at| !moved.contains(at));
    for at in moved {
        let to = order.partition_point(|own| day(now, *own) < day(now, at));
        order.insert(to, at);
    }
    order
}
