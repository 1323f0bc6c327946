//! The periods of one account: each follows the one before, without overlap or hole, and takes over its closing.

use std::collections::BTreeMap;

use super::amount::{from_yuan, word};
use super::{Account, Fund, plain};
use crate::diagnostics::{Diagnostic, Report};
use crate::kinds::Record;

/// What tells an account from others: organisation, class, name.
pub type AccountKey<'a> = (&'a str, Account, Option<&'a str>);

/// The statements of each account in order of their periods.
pub fn accounts<'a>(
    records: &[&'a Record],
) -> BTreeMap<AccountKey<'a>, Vec<(&'a Record, &'a Fund)>> {
    let mut accounts: BTreeMap<AccountKey<'a>, Vec<(&'a Record, &'a Fund)>> = BTreeMap::new();
    for record in records {
        let Some(fund) = record.content::<Fund>() else {
            continue;
        };
        let name = fund.statement.account_name.as_ref();
        let key = (
            &*record.id.org,
            fund.statement.account.value,
            name.map(|name| name.value.trim()),
        );
        accounts.entry(key).or_default().push((record, fund));
    }
    for statements in accounts.values_mut() {
        statements.sort_by_key(|(record, fund)| {
            let period = &fund.statement.period.value;
            (period.from, period.to, &record.id)
        });
    }
    accounts
}

/// `fund/overlap`, `fund/gap` and `fund/continuity`.
pub fn check(records: &[&Record], out: &mut Report) {
    let published: Vec<&Record> = records.iter().copied().filter(|r| !r.is_draft()).collect();
    for statements in accounts(&published).values() {
        let mut statements = statements.iter();
        let Some(mut last) = statements.next() else {
            continue;
        };
        for next in statements {
            compare(*last, *next, out);
            // A long period that holds a short one goes on after it.
            if next.1.statement.period.to > last.1.statement.period.to {
                last = next;
            }
        }
    }
}

/// Looks at two statements of one account of which the first begins no later.
fn compare((last_record, last): (&Record, &Fund), (_, next): (&Record, &Fund), out: &mut Report) {
    let (before, period) = (&last.statement.period, &next.statement.period);
    let found = |rule, place| {
        Diagnostic::new(rule, place)
            .arg("period", &period.value)
            .arg("before", &before.value)
            .arg("title", &last_record.envelope.title.value)
    };
    if period.overlaps(before) {
        out.add(
            found("fund/overlap", period.place)
                .arg("from", period.from)
                .arg("to", period.to.min(before.to)),
        );
        return;
    }
    let missing = period.from.since(before.to) - 1;
    if missing > 0 {
        out.add(
            found("fund/gap", period.place)
                .arg("from", before.to.plus(1))
                .arg("to", period.from.plus(-1))
                .arg("days", missing),
        );
        return;
    }
    let right = from_yuan(last.unit().to_yuan(last.closing()), next.unit());
    if right != next.opening() {
        out.add(
            found("fund/continuity", next.statement.opening.place)
                .arg("opening", plain(next.opening()))
                .arg("right", plain(right))
                .arg("difference", plain((right - next.opening()).abs()))
                .arg("unit", word(next.unit())),
        );
    }
}
