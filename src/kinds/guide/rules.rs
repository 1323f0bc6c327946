//! guide/*: the rules that need one guide.

use super::{FeeMode, Guide};
use crate::diagnostics::{Diagnostic, Report};
use crate::kinds::{Context, Record};
use crate::values::{Day, Limit, parse_decimal};

/// Runs them all.
pub fn check(guide: &Guide, record: &Record, cx: &Context<'_>, out: &mut Report) {
    limits(guide, out);
    fee(guide, out);
    elements(guide, record, out);
    age(guide, record, cx, out);
}

fn limits(guide: &Guide, out: &mut Report) {
    let Some(committed) = &guide.committed else {
        return;
    };
    let timed: Vec<Limit> = guide
        .steps
        .iter()
        .filter_map(|step| step.limit.as_ref())
        .map(|limit| limit.value)
        .collect();
    if Limit::exceeds(&timed, committed.value) {
        let found = Diagnostic::new("guide/steps-exceed-commitment", committed.place)
            .arg("committed", committed.value);
        out.add(match total(&timed) {
            Some(sum) => found.arg("sum", sum),
            None => {
                let parts: Vec<String> = timed.iter().map(Limit::to_string).collect();
                found.case("mixed").arg("parts", parts.join(" + "))
            }
        });
    }
    if let Some(statutory) = &guide.statutory
        && Limit::exceeds(&[committed.value], statutory.value)
    {
        out.add(
            Diagnostic::new("guide/commitment-exceeds-statutory", committed.place)
                .arg("committed", committed.value)
                .arg("statutory", statutory.value),
        );
    }
}

/// The limits in a row as one, if they have one unit; 当场 goes with any.
fn total(parts: &[Limit]) -> Option<Limit> {
    use Limit::{AtOnce, Days, Hours, WorkingDays};
    parts
        .iter()
        .try_fold(AtOnce, |sum, part| match (sum, *part) {
            (AtOnce, one) | (one, AtOnce) => Some(one),
            (Hours(a), Hours(b)) => Some(Hours(a.saturating_add(b))),
            (Days(a), Days(b)) => Some(Days(a.saturating_add(b))),
            (WorkingDays(a), WorkingDays(b)) => Some(WorkingDays(a.saturating_add(b))),
            _ => None,
        })
}

fn fee(guide: &Guide, out: &mut Report) {
    if let Some(fee) = &guide.fee
        && fee.mode.value == FeeMode::Free
        && let Some(amount) = &fee.amount
        && !is_nothing(&amount.value)
    {
        out.add(
            Diagnostic::new("guide/free-with-amount", amount.place).arg("amount", amount.trim()),
        );
    }
}

/// Whether the text of an amount says zero: `0`, `0.00元`. It repeats 免费 and contradicts nothing.
fn is_nothing(amount: &str) -> bool {
    parse_decimal(amount.trim().trim_end_matches('元')).is_some_and(|amount| amount.is_zero())
}

fn elements(guide: &Guide, record: &Record, out: &mut Report) {
    let elements = [
        ("依据", record.envelope.basis.is_empty()),
        ("条件", guide.conditions.is_none()),
        ("材料", guide.materials.is_none()),
        ("流程", guide.steps.is_empty()),
        ("地点", guide.venues.is_empty()),
        ("咨询", guide.enquiries.is_none()),
        ("监督", guide.complaints.is_none()),
    ];
    let missing: Vec<&str> = elements
        .into_iter()
        .filter(|(_, missing)| *missing)
        .map(|(key, _)| key)
        .collect();
    if !missing.is_empty() {
        out.add(
            Diagnostic::new("guide/element-missing", record.place())
                .arg("missing", missing.join("、"))
                .arg("n", missing.len()),
        );
    }
}

fn age(guide: &Guide, record: &Record, cx: &Context<'_>, out: &mut Report) {
    let checked = guide.checked(record);
    let Some(months) = months_stale(checked, cx) else {
        return;
    };
    let found = match &guide.checked_on {
        Some(day) => Diagnostic::new("guide/stale", day.place),
        None => Diagnostic::new("guide/stale", record.place()).case("never"),
    };
    out.add(
        found
            .arg("checked", checked)
            .arg("n", months)
            .arg("most", most_months(cx)),
    );
}

/// Months that a guide stands unchecked at most; a profile that says nothing means a year.
fn most_months(cx: &Context<'_>) -> u32 {
    cx.profile.guide_checked_months.unwrap_or(12)
}

/// How many whole months lie between `checked` and the day, if those are more than the profile allows.
pub fn months_stale(checked: Day, cx: &Context<'_>) -> Option<i64> {
    if checked.plus_months(most_months(cx).into()) >= cx.day {
        return None;
    }
    let years = i64::from(cx.day.year()) - i64::from(checked.year());
    let months = years * 12 + i64::from(cx.day.month()) - i64::from(checked.month());
    let unfinished = checked.plus_months(months) > cx.day;
    Some(months - i64::from(unfinished))
}
