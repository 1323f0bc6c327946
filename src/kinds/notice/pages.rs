//! What the pages of notices get: the notice itself, the running board and the archive.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::objections::{self, EvidenceView, ObjectionsView};
use super::window::{Count, Left, Span, State, StripDay, StripTally};
use super::{BOARD_DAYS, Notice, display_end};
use crate::kinds::{Context, Overview, Record, RecordId, Status, View};
use crate::values::{Day, Limit};

/// A window that ends within so many days is counted as ending soon.
const SOON_DAYS: i64 = 3;

/// What the page of a notice gets as `data`.
#[derive(Serialize)]
pub struct NoticeView<'a> {
    class: &'static str,
    matter: Option<&'a str>,
    window: Option<WindowView<'a>>,
    receiver: Option<ReceiverView<'a>>,
    columns: Vec<&'a str>,
    rows: Vec<Vec<&'a str>>,
    count: Option<usize>,
    stage: Option<StageView<'a>>,
    signed_by: Option<&'a str>,
    dated: Option<Day>,
    outcome: Option<OutcomeView<'a>>,
    objections: Option<ObjectionsView<'a>>,
    evidence: Vec<EvidenceView<'a>>,
}

#[derive(Serialize)]
struct WindowView<'a> {
    from: Day,
    to: Day,
    min: Option<MinView<'a>>,
    unit: Count,
    counted: u32,
    left: Option<Left>,
    state: State,
    strip: Vec<StripDay>,
    tally: StripTally,
}

/// The least length: as text, and as a number of days where it is one.
#[derive(Serialize)]
struct MinView<'a> {
    text: &'a str,
    basis: &'a str,
    n: Option<u32>,
    unit: Count,
}

#[derive(Serialize)]
struct ReceiverView<'a> {
    unit: Option<&'a str>,
    person: Option<&'a str>,
    phone: Option<&'a str>,
    address: Option<&'a str>,
}

#[derive(Serialize)]
struct StageView<'a> {
    n: u32,
    of: u32,
    name: Option<&'a str>,
}

#[derive(Serialize)]
struct OutcomeView<'a> {
    date: Day,
    text: &'a str,
}

impl<'a> NoticeView<'a> {
    /// The view of `notice` on the day of `cx`.
    pub fn new(notice: &'a Notice, cx: &Context<'a>) -> NoticeView<'a> {
        let (columns, rows) = table(notice);
        let text = |text: &'a Option<super::Text>| text.as_deref().map(String::as_str);
        NoticeView {
            class: notice.class.value.key(),
            matter: notice.matter(),
            window: notice
                .span(cx)
                .map(|span| WindowView::new(&span, notice.state(&span, cx.day), cx)),
            receiver: notice.receiver.as_ref().map(|receiver| ReceiverView {
                unit: text(&receiver.unit),
                person: text(&receiver.person),
                phone: notice.phone(),
                address: text(&receiver.address),
            }),
            columns,
            rows,
            count: match (&notice.count, &notice.list) {
                (Some(count), _) => Some(count.value as usize),
                (None, list) => list.as_ref().map(Vec::len),
            },
            stage: notice.stage.as_ref().map(|stage| StageView {
                n: stage.n.value,
                of: stage.of.value,
                name: text(&stage.name),
            }),
            signed_by: text(&notice.signed_by),
            dated: notice.dated.as_ref().map(|day| day.value),
            outcome: notice.outcome.as_ref().map(|outcome| OutcomeView {
                date: outcome.date.value,
                text: &outcome.text.value,
            }),
            objections: objections::view(notice, cx),
            evidence: objections::evidence(notice),
        }
    }
}

impl<'a> WindowView<'a> {
    fn new(span: &Span<'a>, state: State, cx: &Context<'a>) -> WindowView<'a> {
        let strip = span.strip(cx);
        WindowView {
            from: span.from,
            to: span.to,
            min: span.least.map(|least| {
                let (n, unit) = match least.limit {
                    Limit::WorkingDays(n) => (Some(n), Count::WorkingDays),
                    Limit::Days(n) => (Some(n), Count::Days),
                    Limit::Hours(_) | Limit::AtOnce => (None, Count::Days),
                };
                MinView {
                    text: &least.rule.min,
                    basis: &least.rule.basis,
                    n,
                    unit,
                }
            }),
            unit: span.unit,
            counted: span.counted,
            left: (state == State::Running).then(|| span.left(cx)),
            state,
            tally: StripTally::of(&strip),
            strip,
        }
    }
}

/// The list of names as a table: every key that some row has, in the order of first appearance, and the cells in that order.
fn table(notice: &Notice) -> (Vec<&str>, Vec<Vec<&str>>) {
    let list = notice.list.as_deref().unwrap_or_default();
    let mut columns: Vec<&str> = Vec::new();
    for (key, _) in list.iter().flat_map(|row| &row.cells) {
        if !columns.contains(&key.as_str()) {
            columns.push(key);
        }
    }
    let rows = list
        .iter()
        .map(|row| {
            let cell = |column: &&str| {
                let found = row.cells.iter().find(|(key, _)| key == column);
                found.map_or("", |(_, text)| text.value.as_str())
            };
            columns.iter().map(cell).collect()
        })
        .collect();
    (columns, rows)
}

/// A notice with what was computed for it.
struct Entry<'a> {
    record: &'a Record,
    notice: &'a Notice,
    span: Option<Span<'a>>,
}

impl<'a> Entry<'a> {
    fn new(record: &'a Record, cx: &Context<'a>) -> Option<Entry<'a>> {
        let notice = record.content::<Notice>()?;
        Some(Entry {
            record,
            notice,
            span: notice.span(cx),
        })
    }

    fn end(&self) -> Option<Day> {
        self.span
            .map(|span| span.to)
            .or_else(|| display_end(self.record))
    }

    fn start(&self) -> Option<Day> {
        let display = self.record.envelope.display.as_ref();
        self.span
            .map(|span| span.from)
            .or_else(|| display.map(|display| display.from.value))
    }

    fn is_running(&self, day: Day) -> bool {
        self.span
            .is_some_and(|span| self.notice.state(&span, day) == State::Running)
    }

    /// Whether it is on the running board: its window runs, or it has none and its days of display cover the day, or it has neither, is recent
    /// and more than something to read.
    fn is_on_board(&self, day: Day) -> bool {
        if self.span.is_some() {
            return self.is_running(day);
        }
        match self.start() {
            Some(from) => from <= day && self.end().is_none_or(|to| day <= to),
            None => {
                let age = day.since(self.record.envelope.published.value);
                (0..=BOARD_DAYS).contains(&age) && !self.notice.class.value.is_reading()
            }
        }
    }
}

/// The running board of the site and of each organisation that has something on it, and the archive.
pub fn overviews<'a>(records: &[&'a Record], cx: &Context<'a>) -> Vec<Overview<'a>> {
    let entries: Vec<Entry<'a>> = records
        .iter()
        .filter_map(|record| Entry::new(record, cx))
        .collect();
    let mut shown: Vec<&Entry<'a>> = entries.iter().filter(|e| e.is_on_board(cx.day)).collect();
    shown.sort_by_key(|entry| {
        let published = Reverse(entry.record.envelope.published.value);
        let end = entry.end();
        (end.is_none(), end, published, &entry.record.id)
    });
    let mut by_org: BTreeMap<&'a str, Vec<&Entry<'a>>> = BTreeMap::new();
    for entry in &shown {
        by_org.entry(&entry.record.id.org).or_default().push(entry);
    }
    let mut pages = vec![board(None, &shown, cx)];
    pages.extend(
        by_org
            .into_iter()
            .map(|(org, entries)| board(Some(org), &entries, cx)),
    );
    pages.push(archive(&entries, cx));
    pages
}

/// Counts above the running board.
#[derive(Serialize)]
struct BoardHead {
    items: usize,
    running: usize,
    ending: usize,
}

#[derive(Serialize)]
struct BoardItem<'a> {
    address: String,
    org: &'a str,
    title: &'a str,
    class: &'static str,
    matter: Option<&'a str>,
    published: Day,
    status: Status,
    to: Option<Day>,
    left: Option<Left>,
}

fn board<'a>(org: Option<&'a str>, entries: &[&Entry<'a>], cx: &Context<'a>) -> Overview<'a> {
    let running = || entries.iter().filter(|entry| entry.is_running(cx.day));
    let soon = |entry: &&&Entry<'a>| entry.end().is_some_and(|to| to.since(cx.day) <= SOON_DAYS);
    let item = |entry: &&Entry<'a>| BoardItem {
        address: entry.record.address(),
        org: &entry.record.id.org,
        title: &entry.record.envelope.title.value,
        class: entry.notice.class.value.key(),
        matter: entry.notice.matter(),
        published: entry.record.envelope.published.value,
        status: entry
            .notice
            .status_of(entry.record, entry.span.as_ref(), cx),
        to: entry.end(),
        left: entry.span.map(|span| span.left(cx)),
    };
    Overview {
        slug: "board",
        org,
        template: "notice-board.html",
        head: Box::new(BoardHead {
            items: entries.len(),
            running: running().count(),
            ending: running().filter(soon).count(),
        }),
        items: entries
            .iter()
            .map(|entry| Box::new(item(entry)) as View<'a>)
            .collect(),
        per_page: 50,
        groups: Vec::new(),
    }
}

/// Counts above the archive: all, those with an outcome, those that still owe one, and how many ended in which year, newest first.
#[derive(Serialize)]
struct ArchiveHead {
    items: usize,
    concluded: usize,
    waiting: usize,
    years: Vec<YearCount>,
}

#[derive(Serialize)]
struct YearCount {
    year: i16,
    n: usize,
}

#[derive(Serialize)]
struct ArchiveItem<'a> {
    address: String,
    org: &'a str,
    title: &'a str,
    class: &'static str,
    matter: Option<&'a str>,
    from: Option<Day>,
    to: Day,
    outcome: Option<Day>,
    status: Status,
}

fn archive<'a>(entries: &[Entry<'a>], cx: &Context<'a>) -> Overview<'a> {
    let mut over: Vec<(Day, &Entry<'a>)> = entries
        .iter()
        .filter_map(|entry| Some((entry.end().filter(|end| *end < cx.day)?, entry)))
        .collect();
    over.sort_by_key(|(end, entry)| -> (Reverse<Day>, &'a RecordId) {
        (Reverse(*end), &entry.record.id)
    });
    let mut years: BTreeMap<Reverse<i16>, usize> = BTreeMap::new();
    for (end, _) in &over {
        *years.entry(Reverse(end.year())).or_default() += 1;
    }
    let in_state = |state: State| {
        let is = |span: Span<'_>, entry: &Entry<'_>| entry.notice.state(&span, cx.day) == state;
        over.iter()
            .filter(|(_, entry)| entry.span.is_some_and(|span| is(span, entry)))
            .count()
    };
    let item = |end: Day, entry: &Entry<'a>| ArchiveItem {
        address: entry.record.address(),
        org: &entry.record.id.org,
        title: &entry.record.envelope.title.value,
        class: entry.notice.class.value.key(),
        matter: entry.notice.matter(),
        from: entry.start(),
        to: end,
        outcome: entry.notice.outcome.as_ref().map(|o| o.date.value),
        status: entry
            .notice
            .status_of(entry.record, entry.span.as_ref(), cx),
    };
    Overview {
        slug: "archive",
        org: None,
        template: "notice-archive.html",
        head: Box::new(ArchiveHead {
            items: over.len(),
            concluded: in_state(State::Concluded),
            waiting: in_state(State::Waiting),
            years: years
                .into_iter()
                .map(|(Reverse(year), n)| YearCount { year, n })
                .collect(),
        }),
        items: over
            .into_iter()
            .map(|(end, entry)| Box::new(item(end, entry)) as View<'a>)
            .collect(),
        per_page: 60,
        groups: Vec::new(),
    }
}
