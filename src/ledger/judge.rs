//! What became of a record since the last line about it.

use super::diff::diff;
use super::{Change, Changed, Content, Ledger, Line, Reason};
use crate::kinds::{Record, Withdrawal};
use crate::values::Day;

/// What became of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It says what it said.
    Same,
    /// It was never published.
    New,
    /// It grew, as its kind is meant to, or only its sheets look different.
    Updated(Vec<Changed>),
    /// It says something else, and a new 更正 entry says why.
    Corrected(Vec<Changed>),
    /// It says something else, and nobody says why.
    Silent(Vec<Changed>),
    /// It was taken down and is there again, and nobody says why.
    Returned,
}

/// Why the content of a record is different now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Because {
    /// The entries since the last line.
    pub reasons: Vec<Reason>,
    /// Whether one of them asks that the old values not be quoted.
    pub hides: bool,
}

impl Because {
    /// The 更正 entries of `record` that are as new as its last line, `last`, and have come on `day`; none unless it has more of them than it had then.
    pub fn new(record: &Record, last: &Line, day: Day) -> Because {
        let newer = record.version(day).number.saturating_sub(last.version);
        let mut entries: Vec<_> = record.envelope.corrections.iter().collect();
        entries.retain(|entry| (last.day..=day).contains(&entry.date.value));
        let skipped = entries.len().saturating_sub(newer);
        let mut because = Because::default();
        for entry in entries.into_iter().skip(skipped).take(newer) {
            because.hides |= entry.hide_old.as_ref().is_some_and(|hide| hide.value);
            because.reasons.push(Reason {
                day: entry.date.value,
                reason: entry.reason.value.clone(),
                approved_by: entry.approved_by.value.clone(),
            });
        }
        because
    }
}

/// What a record says to everybody.
pub struct Said<'a, C, O> {
    /// The record as everybody sees it.
    pub record: &'a Record,
    /// The hash of its content.
    pub hash: &'a str,
    /// Makes its content.
    pub content: C,
    /// The hash of the content that it would have had on another day: what is told of people shrinks when a period ends.
    pub on: O,
}

/// What became of a record, by what it says on `day`.
pub fn judge(
    ledger: &Ledger,
    said: Said<'_, impl FnOnce() -> Content, impl FnOnce(Day) -> String>,
    day: Day,
) -> Verdict {
    let Said { record, hash, .. } = said;
    let Some(last) = ledger.last(&record.id.to_string()) else {
        return Verdict::New;
    };
    let because = Because::new(record, last, day);
    if last.change == Change::Withdrawn {
        return match because.reasons.is_empty() {
            true => Verdict::Returned,
            false => Verdict::Corrected(Vec::new()),
        };
    }
    if last.hash == hash {
        let same = last.sheet == record.version(day).code.to_string();
        return match same {
            true => Verdict::Same,
            false => Verdict::Updated(Vec::new()),
        };
    }
    if (said.on)(last.day) == last.hash {
        return Verdict::Updated(Vec::new());
    }
    let old = ledger.shelf().find(&last.code, &last.hash);
    let mut values = old.map_or_else(Vec::new, |old| diff(&old, &(said.content)()));
    if !values.is_empty() && values.iter().all(|value| grew(record, value)) {
        return Verdict::Updated(values);
    }
    if because.reasons.is_empty() {
        return Verdict::Silent(values);
    }
    if because.hides {
        values.iter_mut().for_each(|value| value.old = None);
    }
    Verdict::Corrected(values)
}

/// Whether a change is an addition to what the record's kind says grows by nature, or a later day in its place.
fn grew(record: &Record, value: &Changed) -> bool {
    let field = value.field();
    let grows = record.kind.grows().iter().any(|own| {
        let rest = field.strip_prefix(own);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    });
    let day = |text: &Option<String>| text.as_deref().and_then(Day::parse);
    let later = || {
        let days = day(&value.old).zip(day(&value.new));
        days.is_some_and(|(old, new)| old < new)
    };
    grows && (value.old.is_none() && value.new.is_some() || later())
}

/// The line that says what became of `record`; none where nothing did, or nothing that may be published.
pub fn next_line(
    ledger: &Ledger,
    record: &Record,
    hash: &str,
    verdict: Verdict,
    day: Day,
) -> Option<Line> {
    let (change, values) = match verdict {
        Verdict::New => (Change::Published, Vec::new()),
        Verdict::Updated(values) => (Change::Updated, values),
        Verdict::Corrected(values) => (Change::Corrected, values),
        Verdict::Same | Verdict::Silent(_) | Verdict::Returned => return None,
    };
    let last = ledger.last(&record.id.to_string());
    let because = match (change, last) {
        (Change::Corrected, Some(last)) => Because::new(record, last, day).reasons,
        _ => Vec::new(),
    };
    Some(Line {
        change,
        hash: hash.to_owned(),
        because,
        values,
        ..blank(record, day)
    })
}

/// The line that says that `record` was taken down.
pub fn line_of_withdrawal(record: &Record, withdrawal: &Withdrawal, day: Day) -> Line {
    Line {
        change: Change::Withdrawn,
        hash: Content::withdrawn(&record.envelope.title.value).hash(),
        because: vec![Reason {
            day: withdrawal.date.value,
            reason: withdrawal.reason.value.clone(),
            approved_by: withdrawal.approved_by.value.clone(),
        }],
        ..blank(record, day)
    }
}

fn blank(record: &Record, day: Day) -> Line {
    let version = record.version(day);
    Line {
        n: 0,
        day,
        record: record.id.to_string(),
        code: record.code.to_string(),
        title: record.envelope.title.value.clone(),
        change: Change::Published,
        version: version.number,
        hash: String::new(),
        sheet: version.code.to_string(),
        because: Vec::new(),
        values: Vec::new(),
        prev: String::new(),
        own: String::new(),
    }
}
