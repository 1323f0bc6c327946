//! What the pages of pledges show.

use rust_decimal::Decimal;
use serde::Serialize;

use super::{Item, Pledge, State};
use crate::kinds::{Record, Status};
use crate::values::Day;

/// How many items stand where; `rate` is done over all, in percent with one decimal, rounded half up.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub(super) struct Counts {
    pub(super) items: usize,
    pub(super) done: usize,
    pub(super) under_way: usize,
    pub(super) overdue: usize,
    pub(super) dropped: usize,
    pub(super) rate: Decimal,
}

impl Counts {
    pub(super) fn add(&mut self, pledge: &Pledge, day: Day) {
        for item in pledge.items.iter() {
            self.items += 1;
            match item.state(day) {
                State::Done | State::DoneLate => self.done += 1,
                State::UnderWay => self.under_way += 1,
                State::Overdue => self.overdue += 1,
                State::Dropped => self.dropped += 1,
            }
        }
        let share = Decimal::from(self.done * 100) / Decimal::from(self.items.max(1));
        self.rate =
            share.round_dp_with_strategy(1, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    }
}

#[derive(Serialize)]
pub(super) struct PledgeView<'a> {
    pub(super) maker: &'a str,
    pub(super) post: Option<&'a str>,
    pub(super) class: &'static str,
    pub(super) supervision_phone: Option<&'a str>,
    pub(super) supervision_unit: Option<&'a str>,
    pub(super) items: Vec<ItemView<'a>>,
    pub(super) counts: Counts,
}

#[derive(Serialize)]
pub(super) struct ItemView<'a> {
    pub(super) text: &'a str,
    pub(super) measure: Option<&'a str>,
    pub(super) due: Option<Day>,
    pub(super) responsible: Option<&'a str>,
    pub(super) status: Status,
    pub(super) progress: Vec<(Day, &'a str)>,
    pub(super) done: Option<Day>,
    pub(super) dropped: Option<(Day, &'a str)>,
}

impl<'a> ItemView<'a> {
    pub(super) fn new(item: &'a Item, day: Day) -> ItemView<'a> {
        ItemView {
            text: &item.text.value,
            measure: item.measure.as_deref().map(String::as_str),
            due: item.due.as_ref().map(|due| due.value),
            responsible: item.responsible.as_deref().map(String::as_str),
            status: item.status(day),
            progress: item
                .progress
                .iter()
                .map(|p| (p.date.value, p.text.value.as_str()))
                .collect(),
            done: item.done.as_ref().map(|done| done.value),
            dropped: item
                .dropped
                .as_ref()
                .map(|d| (d.date.value, d.reason.value.as_str())),
        }
    }
}

/// An unfinished item on the overview by due date.
#[derive(Serialize)]
pub(super) struct OpenItem<'a> {
    pub(super) address: String,
    pub(super) org: &'a str,
    pub(super) title: &'a str,
    pub(super) maker: &'a str,
    pub(super) post: Option<&'a str>,
    pub(super) item: ItemView<'a>,
}

impl<'a> OpenItem<'a> {
    pub(super) fn new(
        record: &'a Record,
        pledge: &'a Pledge,
        item: &'a Item,
        day: Day,
    ) -> OpenItem<'a> {
        OpenItem {
            address: record.address(),
            org: &record.id.org,
            title: &record.envelope.title.value,
            maker: &pledge.maker.name.value,
            post: pledge.maker.post.as_deref().map(String::as_str),
            item: ItemView::new(item, day),
        }
    }
}
