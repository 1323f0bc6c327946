//! Months by how much of what was due in them is there, in numbers and words.

use serde::Serialize;

use crate::kinds::{Status, Tone, Words};
use crate::site::{Duty, State, Term};
use crate::values::{Day, Period};

/// Months drawn before that of the day.
const BEFORE: i64 = 9;

/// Months drawn after that of the day.
const AFTER: i64 = 2;

/// A month of the table.
#[derive(Debug, Clone, Serialize)]
pub struct Month {
    #[serde(skip)]
    first: Day,
    /// Its name.
    label: Words,
    /// The same where the year is known.
    short: Words,
}

/// How much of what was due is there.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// Things with a last day that is past, or that are there.
    pub asked: usize,
    /// Those in time, by record or nil return.
    pub on_time: usize,
    /// Those that came late.
    pub late: usize,
    /// Those that are not there.
    pub overdue: usize,
    /// Nil returns among them.
    pub nil: usize,
    /// Share in time, in percent, rounded down; none where nothing was asked.
    pub share: Option<usize>,
    /// The median of the days that late ones were, or are by now, late.
    pub delay: Option<i64>,
}

impl Counted {
    /// Counts the terms of `duties`.
    pub fn of(duties: &[&Duty<'_>]) -> Counted {
        let mut counted = Counted::default();
        let mut delays: Vec<i64> = Vec::new();
        for term in duties.iter().flat_map(|duty| &duty.terms) {
            let Some(late) = term.late() else { continue };
            counted.asked += 1;
            match term.state {
                State::Overdue(_) => counted.overdue += 1,
                _ if late > 0 => counted.late += 1,
                _ => counted.on_time += 1,
            }
            counted.nil += usize::from(matches!(term.state, State::Nil { .. }));
            delays.extend((late > 0).then_some(late));
        }
        delays.sort_unstable();
        counted.delay = delays.get(delays.len() / 2).copied();
        counted.share = (counted.on_time * 100).checked_div(counted.asked);
        counted
    }
}

/// The months around `day`.
pub fn months(day: Day) -> Vec<Month> {
    let here = day.plus(1 - i64::from(day.day()));
    (-BEFORE..=AFTER)
        .map(|months| {
            let first = here.plus_months(months);
            let words = |key| {
                Words::new(key)
                    .arg("year", first.year())
                    .arg("n", first.month())
            };
            let new = months == -BEFORE || first.month() == 1;
            Month {
                first,
                label: words("period.month"),
                short: words(if new {
                    "period.month"
                } else {
                    "calendar.month"
                }),
            }
        })
        .collect()
}

/// What of `duties` was due in each of `months`; none where nothing was.
pub fn cells(duties: &[&Duty<'_>], months: &[Month]) -> Vec<Option<Status>> {
    let cell = |month: &Month| {
        let last = month.first.month_end();
        let due_then = |term: &&Term| {
            term.due
                .is_some_and(|due| month.first <= due && due <= last)
        };
        let terms = duties.iter().flat_map(|duty| &duty.terms);
        let own: Vec<&Term> = terms.filter(due_then).collect();
        status(&own)
    };
    months.iter().map(cell).collect()
}

/// How `terms` stand together: number and word; none where there are none.
pub fn status(terms: &[&Term]) -> Option<Status> {
    let count = |is: &dyn Fn(&Term) -> bool| terms.iter().filter(|term| is(term)).count();
    let overdue = count(&|term| matches!(term.state, State::Overdue(_)));
    let open = count(&|term| matches!(term.state, State::Soon(_) | State::Waiting));
    let nil = count(&|term| matches!(term.state, State::Nil { .. }));
    let late = count(&|term| term.late().is_some_and(|late| late > 0));
    let all = terms.len();
    let done = all - overdue - open;
    let status = match terms {
        [] => return None,
        [only] => alone(only),
        _ if overdue > 0 => Status::new(Tone::Late, "calendar.cell.overdue").arg("n", overdue),
        _ if open > 0 => Status::new(Tone::Plain, "calendar.cell.open").arg("n", open),
        _ if late > 0 => Status::new(Tone::Warn, "calendar.cell.late").arg("n", late),
        _ if nil == all => Status::new(Tone::Good, "calendar.cell.nil"),
        _ => Status::new(Tone::Good, "calendar.cell.done"),
    };
    Some(status.arg("done", done).arg("all", all))
}

/// How one thing stands.
fn alone(term: &Term) -> Status {
    let late = term.late().unwrap_or_default();
    match term.state {
        State::Done { .. } | State::Nil { .. } if late > 0 => {
            Status::new(Tone::Warn, "calendar.one.late").arg("n", late)
        }
        State::Done { .. } => Status::new(Tone::Good, "calendar.one.done"),
        State::Nil { .. } => Status::new(Tone::Good, "calendar.one.nil"),
        State::Overdue(days) => Status::new(Tone::Late, "calendar.one.overdue").arg("n", days),
        State::Soon(0) => Status::new(Tone::Warn, "calendar.one.today"),
        State::Soon(days) => Status::new(Tone::Warn, "calendar.one.soon").arg("n", days),
        State::Waiting => Status::new(Tone::Plain, "calendar.one.open"),
    }
}

/// Where `duties` stand on the day.
pub fn now(duties: &[&Duty<'_>]) -> Status {
    let terms: Vec<&Term> = duties.iter().flat_map(|duty| &duty.terms).collect();
    let count = |is: fn(&State) -> bool| terms.iter().filter(|term| is(&term.state)).count();
    let overdue = count(|state| matches!(state, State::Overdue(_)));
    let soon = count(|state| matches!(state, State::Soon(_)));
    let done = count(|state| matches!(state, State::Done { .. } | State::Nil { .. }));
    match (overdue, soon, done) {
        (1.., ..) => Status::new(Tone::Late, "calendar.now.overdue").arg("n", overdue),
        (0, 1.., _) => Status::new(Tone::Warn, "calendar.now.soon").arg("n", soon),
        (0, 0, 0) => Status::new(Tone::Plain, "calendar.now.none"),
        _ => Status::new(Tone::Good, "calendar.now.done").arg("n", done),
    }
}

/// The words for `period`.
pub fn period_words(period: &Period) -> Words {
    let (key, n) = period.label();
    Words::new(key)
        .arg("year", period.from.year())
        .arg("n", n)
        .arg("from", period.from)
        .arg("to", period.to)
}
