//! The disclosure calendar: each period of each row of the catalogue, for each organisation that it asks, with the records that fulfil it.
//!
//! 1. A row names organisations, and the records that count by kind, tag and words.
//! 2. A record counts for the periods that its own period covers; one without a period for the period that its 截至, or else its publication, lies in.
//! 3. A row that counts from events says only how late each record was: nobody can know which event has no record.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::kinds::fields::Choice;
use crate::kinds::{Context, Filed, Level, Record};
use crate::source::{Catalogue, Frequency, Item};
use crate::values::{Audience, Day, Due, MissingYear, Period};

use super::Org;

/// Days before a due day from which it counts as soon.
const SOON: i64 = 7;

/// Years that the calendar looks back at most.
const YEARS: i64 = 10;

/// A record with who may read it.
pub type Readable<'a> = (&'a Record, Audience);

/// What a catalogue asks for, and what has come of it.
#[derive(Debug, Default)]
pub struct Progress<'a> {
    /// What each organisation owes by each row, in order of rows, then of organisations.
    pub duties: Vec<Duty<'a>>,
    /// A row that counts working days in a year without a holiday table.
    pub missing: Option<(&'a Item, MissingYear)>,
}

/// What one organisation owes by one row.
#[derive(Debug)]
pub struct Duty<'a> {
    /// The row.
    pub item: &'a Item,
    /// The index of the organisation.
    pub org: usize,
    /// Period by period, in order; of a row without periods, record by record.
    pub terms: Vec<Term>,
    /// Records that count, oldest first, by their index among those handed in.
    pub records: Vec<usize>,
}

/// One thing to be published.
#[derive(Debug)]
pub struct Term {
    /// What it is about.
    pub period: Option<Period>,
    /// The last day for it.
    pub due: Option<Day>,
    /// What has come of it.
    pub state: State,
}

/// What has come of something that was to be published.
#[derive(Debug, Clone, Copy)]
pub enum State {
    /// Published.
    Done {
        /// When.
        on: Day,
    },
    /// It is stated that there was nothing.
    Nil {
        /// When.
        on: Day,
        /// Which of the item's statements says so.
        at: usize,
    },
    /// Not there, so many days after its last day.
    Overdue(i64),
    /// Not there, so many days before its last day, which is near.
    Soon(i64),
    /// Not there, and not asked for yet.
    Waiting,
}

impl Term {
    /// Days that it was late, or is by now; none where there is no last day, or it has not come.
    pub fn late(&self) -> Option<i64> {
        match self.state {
            State::Done { on, .. } | State::Nil { on, .. } => {
                self.due.map(|due| on.since(due).max(0))
            }
            State::Overdue(days) => Some(days),
            State::Soon(_) | State::Waiting => None,
        }
    }
}

/// Matches `items` of `catalogue` with `records`, which are out, on the day of `cx`.
pub fn progress<'a>(
    catalogue: &'a Catalogue,
    items: &[&'a Item],
    records: &[Readable<'a>],
    orgs: &[Org],
    cx: &Context<'_>,
) -> Progress<'a> {
    let rows: Vec<Row<'a>> = items
        .iter()
        .filter(|item| item.is_followed())
        .map(|item| Row::new(item, catalogue, orgs, cx))
        .collect();
    let mut found = collect(&rows, records, orgs);
    let mut progress = Progress::default();
    for (at, row) in rows.iter().enumerate() {
        for org in &row.orgs {
            let mut own = found.remove(&(at, *org)).unwrap_or_default();
            own.sort_by_key(|at| records[*at].0.envelope.published.value);
            let matching = Matching {
                row,
                records,
                own: &own,
                cx,
            };
            let terms = matching.terms(&orgs[*org].path, &mut progress.missing);
            progress.duties.push(Duty {
                item: row.item,
                org: *org,
                terms,
                records: own,
            });
        }
    }
    progress
}

/// The organisations that `words` name: paths, or levels for all of a level.
pub fn orgs_of<'w>(
    words: &'w [crate::kinds::fields::Text],
    orgs: &[Org],
) -> Result<BTreeSet<usize>, &'w crate::kinds::fields::Text> {
    let mut all = BTreeSet::new();
    for word in words {
        let name = word.value.trim();
        let level = Level::WORDS
            .iter()
            .find(|(zh, en, _)| [*zh, *en].contains(&name));
        match level {
            Some((.., level)) => {
                let own = |org: &Org| org.config.level.is_some_and(|own| own.value == *level);
                all.extend((0..orgs.len()).filter(|at| own(&orgs[*at])));
            }
            None => {
                let found = orgs.binary_search_by(|org| org.path.as_ref().cmp(name));
                all.insert(found.map_err(|_| word)?);
            }
        }
    }
    Ok(all)
}

/// The last days for a row: its own rule, or the profile's for its frequency.
pub fn due_of(item: &Item, cx: &Context<'_>) -> Option<Due> {
    let of_profile = |key: &str| cx.profile.due.get(key).and_then(|rule| rule.due());
    let own = item.due.as_ref().map(|due| due.value);
    own.or_else(|| of_profile(item.frequency.value.key()))
        .or_else(|| {
            let at_once = item.frequency.value == Frequency::AtOnce;
            at_once.then(|| of_profile("information")).flatten()
        })
}

/// A row with what it comes to on this site.
struct Row<'a> {
    item: &'a Item,
    kind: Option<&'static str>,
    orgs: BTreeSet<usize>,
    since: Day,
    due: Option<Due>,
}

impl<'a> Row<'a> {
    fn new(item: &'a Item, catalogue: &Catalogue, orgs: &[Org], cx: &Context<'_>) -> Row<'a> {
        let since = item.since.as_ref().unwrap_or(&catalogue.since).value;
        Row {
            item,
            kind: item.kind().map(|kind| kind.name()),
            // A word that names nobody is reported; the row asks nobody then.
            orgs: orgs_of(&item.orgs.0, orgs).unwrap_or_default(),
            since: since.max(cx.day.plus_months(-12 * YEARS)),
            due: due_of(item, cx),
        }
    }

    fn counts(&self, (record, audience): Readable<'_>, filed: &Filed<'_>) -> bool {
        let kind = match (&self.item.kind, self.kind) {
            (None, _) => true,
            (Some(_), Some(kind)) => record.kind.name() == kind,
            (Some(_), None) => false,
        };
        let tagged = self.item.tag.as_ref().is_none_or(|tag| {
            let mut tags = record.envelope.tags.iter();
            tags.any(|own| own.value.trim() == tag.value.trim())
        });
        let read = !self.item.is_public() || audience == Audience::Public;
        kind && tagged
            && read
            && self
                .item
                .words()
                .all(|(key, word)| filed.is_called(key, word))
    }
}

/// The records of each row and organisation, by their indices.
fn collect(
    rows: &[Row<'_>],
    records: &[Readable<'_>],
    orgs: &[Org],
) -> BTreeMap<(usize, usize), Vec<usize>> {
    let mut found: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    let mut last: Option<(&Arc<str>, Option<usize>)> = None;
    for (at, readable) in records.iter().enumerate() {
        let path = &readable.0.id.org;
        let org = match last {
            Some((own, org)) if own == path => org,
            _ => orgs.binary_search_by(|org| org.path.cmp(path)).ok(),
        };
        last = Some((path, org));
        let Some(org) = org else { continue };
        let filed = readable.0.content.filed();
        for (row, own) in rows.iter().enumerate() {
            if own.orgs.contains(&org) && own.counts(*readable, &filed) {
                found.entry((row, org)).or_default().push(at);
            }
        }
    }
    found
}

/// The matching of one row for one organisation.
struct Matching<'m, 'a> {
    row: &'m Row<'a>,
    records: &'m [Readable<'a>],
    /// The records that count, oldest first.
    own: &'m [usize],
    cx: &'m Context<'m>,
}

impl<'a> Matching<'_, 'a> {
    fn terms(&self, org: &str, missing: &mut Option<(&'a Item, MissingYear)>) -> Vec<Term> {
        match self.row.item.frequency.value.months() {
            Some(months) => self.periods(months, org),
            None => match self.row.due.filter(|due| due.is_of_event()) {
                Some(due) => self.events(due, missing),
                None => self.standing(),
            },
        }
    }

    /// The periods that have begun, each with what has come of it.
    fn periods(&self, months: i8, org: &str) -> Vec<Term> {
        let mut terms = Vec::new();
        let mut next = Period::around(self.row.since, months);
        while let Some(period) = next.take().filter(|period| period.from <= self.cx.day) {
            next = Period::around(period.to.plus(1), months);
            if period.from < self.row.since {
                continue;
            }
            let due = self.row.due.and_then(|due| due.after_period(period.to));
            let state = self
                .done(&period, months)
                .or_else(|| self.nil(&period, org))
                .unwrap_or_else(|| self.open(due));
            terms.push(Term {
                period: Some(period),
                due,
                state,
            });
        }
        terms
    }

    fn open(&self, due: Option<Day>) -> State {
        match due.map(|due| due.since(self.cx.day)) {
            Some(left) if left < 0 => State::Overdue(-left),
            Some(left) if left <= SOON => State::Soon(left),
            _ => State::Waiting,
        }
    }

    /// The record with which the records that count cover all of `period`.
    fn done(&self, period: &Period, months: i8) -> Option<State> {
        let mut spans: Vec<(Day, Day)> = Vec::new();
        for at in self.own {
            let record = self.records[*at].0;
            let span =
                span(record, months).filter(|(from, to)| *from <= period.to && *to >= period.from);
            let Some(span) = span else { continue };
            spans.push(span);
            if covers(&mut spans, period) {
                let on = record.envelope.published.value;
                return Some(State::Done { on });
            }
        }
        None
    }

    fn nil(&self, period: &Period, org: &str) -> Option<State> {
        let alone = self.row.orgs.len() == 1;
        let at = self.row.item.nil.iter().position(|nil| {
            let stated = match &nil.org {
                Some(own) => own.value.trim() == org,
                None => alone,
            };
            let covered = nil.period.value.from <= period.from && nil.period.value.to >= period.to;
            stated && covered && nil.date.value <= self.cx.day
        })?;
        let on = self.row.item.nil[at].date.value;
        Some(State::Nil { on, at })
    }

    /// Each record that says when its event was.
    fn events(&self, due: Due, missing: &mut Option<(&'a Item, MissingYear)>) -> Vec<Term> {
        let mut terms = Vec::new();
        for at in self.own {
            let record = self.records[*at].0;
            let on = record.envelope.published.value;
            let event = record.content.filed().event;
            let Some(event) = event.filter(|_| on >= self.row.since) else {
                continue;
            };
            let mut year = None;
            let due = due.after_event(event, self.cx.calendar, &mut year);
            if let Some(year) = year {
                missing.get_or_insert((self.row.item, year));
            }
            terms.push(Term {
                period: None,
                due,
                state: State::Done { on },
            });
        }
        terms
    }

    /// What has to be there once; asked for from the day that the row itself names.
    fn standing(&self) -> Vec<Term> {
        if self.row.item.frequency.value != Frequency::Standing {
            return Vec::new();
        }
        let since = self.row.item.since.as_ref().map(|since| since.value);
        let first = self.own.first().map(|at| State::Done {
            on: self.records[*at].0.envelope.published.value,
        });
        let due = since.filter(|_| first.is_none());
        let state = first.unwrap_or_else(|| self.open(due));
        Vec::from([Term {
            period: None,
            due,
            state,
        }])
    }
}

/// The days that `record` counts for in a row with periods of so many months.
fn span(record: &Record, months: i8) -> Option<(Day, Day)> {
    if let Some(period) = record.content.filed().period {
        return Some((period.from, period.to));
    }
    let envelope = &record.envelope;
    let day = envelope.as_of.as_ref().unwrap_or(&envelope.published);
    let period = Period::around(day.value, months)?;
    Some((period.from, period.to))
}

/// Whether `spans` together hold every day of `period`.
fn covers(spans: &mut [(Day, Day)], period: &Period) -> bool {
    spans.sort_unstable();
    let mut next = period.from;
    for (from, to) in spans.iter() {
        if *from > next {
            return false;
        }
        next = next.max(to.plus(1));
    }
    next > period.to
}
