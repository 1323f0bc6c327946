//! The rules of notices: `notice/*` and `calendar/holidays-missing`.

use std::collections::BTreeMap;

use super::window::{Count, Span, mistaken};
use super::{Class, Notice, Stage, Window};
use crate::diagnostics::{Diagnostic, Place, Report};
use crate::kinds::{Context, Record};
use crate::values::Day;

/// Days after the end by which the outcome must be there, where the profile does not say.
const OUTCOME_DAYS: u32 = 10;

/// The rules that need one notice only.
pub fn check(notice: &Notice, cx: &Context<'_>, out: &mut Report) {
    let span = notice.span(cx);
    match (&notice.window, &span) {
        (Some(window), Some(span)) => check_window(notice, window, span, cx, out),
        (Some(window), None) => {
            out.add(Diagnostic::new("yaml/missing-key", window.from.place).arg("key", "止"));
        }
        (None, _) if notice.class.value == Class::Publicity => {
            out.add(Diagnostic::new("yaml/missing-key", notice.class.place).arg("key", "公示期"));
        }
        (None, _) => {}
    }
    if let (Class::Publicity, Some(matter)) = (notice.class.value, &notice.matter)
        && let Some(near) = mistaken(cx.profile, &matter.value)
    {
        out.add(
            Diagnostic::new("notice/matter", matter.place)
                .arg("matter", &matter.value)
                .arg("near", near),
        );
    }
    if notice.class.value == Class::Publicity && notice.phone().is_none() {
        out.add(match &notice.receiver {
            Some(receiver) => {
                Diagnostic::new("notice/receiver-missing", receiver.place).case("phone")
            }
            None => Diagnostic::new("notice/receiver-missing", notice.class.place),
        });
    }
    // A count alone stands for a list in the text or in an attachment; there is nothing to compare it with here.
    if let (Some(count), Some(list)) = (&notice.count, &notice.list)
        && count.value as usize != list.len()
    {
        out.add(
            Diagnostic::new("notice/count", count.place)
                .arg("count", count.value)
                .arg("rows", list.len()),
        );
    }
    if let Some(stage) = &notice.stage {
        check_stage(stage, out);
    }
}

/// The place of what ends a window.
fn end_place(window: &Window) -> Place {
    let to = window.to.as_ref().map(|to| to.place);
    let days = || window.days.as_ref().map(|days| days.place);
    to.or_else(days).unwrap_or(window.from.place)
}

fn check_window(
    notice: &Notice,
    window: &Window,
    span: &Span<'_>,
    cx: &Context<'_>,
    out: &mut Report,
) {
    let place = end_place(window);
    if let Some(short) = too_short(notice, span, place) {
        out.add(short);
    }
    if let Some(missing) = span.missing {
        out.add(Diagnostic::new("calendar/holidays-missing", place).arg("year", missing.0));
    }
    // An end before its start is a slip; what it says about the outcome would be one as well.
    if span.to <= span.from {
        return;
    }
    let patience = patience(cx);
    let days = cx.day.since(span.to);
    match &notice.outcome {
        Some(outcome) if outcome.date.value <= span.to => out.add(
            Diagnostic::new("notice/outcome-early", outcome.date.place)
                .arg("date", outcome.date.value)
                .arg("to", span.to),
        ),
        None if notice.class.value == Class::Publicity && days > i64::from(patience) => out.add(
            Diagnostic::new("notice/outcome-missing", place)
                .arg("to", span.to)
                .arg("days", days)
                .arg("limit", patience),
        ),
        _ => {}
    }
}

/// What is wrong with the length of `span`: too few days for its matter, an end that is not after the start, or one that comes before the
/// length written beside it is over.
fn patience(cx: &Context<'_>) -> u32 {
    cx.profile.outcome_days.unwrap_or(OUTCOME_DAYS)
}

/// The last day by which the outcome of a notice with this window must be there.
pub fn outcome_due(span: &Span<'_>, cx: &Context<'_>) -> Day {
    span.to.plus(i64::from(patience(cx)))
}

fn too_short(notice: &Notice, span: &Span<'_>, place: Place) -> Option<Diagnostic> {
    let short = Diagnostic::new("notice/window-short", place)
        .arg("from", span.from)
        .arg("to", span.to);
    if let Some(least) = span.least.filter(|least| span.to < least.end) {
        let case = match span.unit {
            Count::WorkingDays => "",
            Count::Days => "days",
        };
        return Some(
            short
                .case(case)
                .arg("matter", notice.matter().unwrap_or_default())
                .arg("min", &least.rule.min)
                .arg("basis", &least.rule.basis)
                .arg("count", span.counted)
                .arg("right", least.end),
        );
    }
    if span.to <= span.from {
        return Some(short.case("backwards"));
    }
    span.by_length
        .filter(|end| span.to < *end)
        .map(|end| short.case("length").arg("right", end))
}

fn check_stage(stage: &Stage, out: &mut Report) {
    let (n, of) = (stage.n.value, stage.of.value);
    let case = match n {
        0 => "zero",
        n if n > of => "",
        _ => return,
    };
    out.add(
        Diagnostic::new("notice/stage", stage.n.place)
            .case(case)
            .arg("n", n)
            .arg("of", of),
    );
}

/// The stages of each procedure (one organisation, one matter, one number of stages) must come in the order of publication, each once.
/// That all of them are there is not asked: a stage may have been published elsewhere, or before there was a site.
pub fn check_stages(records: &[&Record], out: &mut Report) {
    type Published<'r> = Vec<(&'r Record, &'r Stage)>;
    let mut procedures: BTreeMap<(&str, &str, u32), Published<'_>> = BTreeMap::new();
    for record in records {
        let Some(notice) = record.content::<Notice>() else {
            continue;
        };
        if let (Some(stage), Some(matter)) = (&notice.stage, notice.matter()) {
            procedures
                .entry((&record.id.org, matter, stage.of.value))
                .or_default()
                .push((record, stage));
        }
    }
    for ((_, matter, of), mut stages) in procedures {
        stages.sort_by_key(|(record, stage)| {
            let published = record.envelope.published.value;
            (published, stage.n.value, &record.id)
        });
        let mut furthest: Option<(&Record, &Stage)> = None;
        for (i, (record, stage)) in stages.iter().copied().enumerate() {
            let n = stage.n.value;
            let same = stages[..i].iter().copied().find(|(_, s)| s.n.value == n);
            let later = furthest.filter(|(_, s)| s.n.value > n);
            let (case, other) = match (same, later) {
                (Some(same), _) => ("repeated", same),
                (None, Some(later)) => ("order", later),
                (None, None) => {
                    furthest = Some((record, stage));
                    continue;
                }
            };
            out.add(
                Diagnostic::new("notice/stage", stage.n.place)
                    .case(case)
                    .arg("matter", matter)
                    .arg("n", n)
                    .arg("of", of)
                    .arg("other", other.1.n.value)
                    .arg("title", &other.0.envelope.title.value)
                    .arg("date", other.0.envelope.published.value),
            );
        }
    }
}
