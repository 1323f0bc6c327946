//! The pages that one overview or one list is cut into, with their addresses.

use std::sync::Arc;

use super::build::Plan;
use super::overviews::Placed;
use super::{List, ListPage, What, lists, paths};
use crate::kinds::KINDS;

/// Every overview with its pages.
pub(super) fn overviews<'p, 'a>(
    plan: &'p Plan<'a>,
) -> impl Iterator<
    Item = (
        &'p Placed<'a>,
        impl Iterator<Item = (String, What)> + use<'p, 'a>,
    ),
> {
    (0..KINDS.len()).flat_map(move |kind| {
        let placed = plan.overviews(kind).placed.iter().enumerate();
        placed.map(move |(at, placed)| (placed, pages_of_overview(kind, at, placed)))
    })
}

fn pages_of_overview<'p, 'a>(
    kind: usize,
    at: usize,
    placed: &'p Placed<'a>,
) -> impl Iterator<Item = (String, What)> + use<'p, 'a> {
    let slug = placed.overview.slug;
    (0..placed.pages).map(move |page| {
        (
            paths::overview_page(&placed.folder, slug, page),
            What::Overview { kind, at, page },
        )
    })
}

pub(super) fn pages_of_list(
    list: &Arc<List>,
) -> impl Iterator<Item = (String, What)> + Clone + use<> {
    let list = list.clone();
    (0..lists::pages(&list)).map(move |page| {
        (
            paths::list_page(&list.folder, page),
            What::List(ListPage {
                list: list.clone(),
                page,
            }),
        )
    })
}
