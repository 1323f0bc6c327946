//! Whether totals, closing and running balances are what the lines give.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Entry, Fund, Side, plain};
use crate::diagnostics::{Diagnostic, Report};
use crate::values::Day;

/// Adds the arguments that name a line: `side`, `side_en`, `n`, `summary` and `amount`.
pub fn name_line(diagnostic: Diagnostic, entry: &Entry) -> Diagnostic {
    name_side(diagnostic, entry.side)
        .arg("n", entry.n)
        .arg("summary", &entry.line.summary.value)
        .arg("amount", plain(entry.amount()))
}

/// Adds the side's word for messages in either language: `side` and `side_en`.
pub fn name_side(diagnostic: Diagnostic, side: Side) -> Diagnostic {
    diagnostic
        .arg("side", side.word())
        .arg("side_en", side.key())
}

/// `fund/total`: a stated total is not the sum of its side's lines.
pub fn totals(fund: &Fund, out: &mut Report) {
    let stated = Side::BOTH.map(|side| fund.stated(side).map(move |stated| (side, stated)));
    for (side, stated) in stated.into_iter().flatten() {
        let right = fund.sum(side);
        let gap = right - stated.value.value;
        if gap.is_zero() {
            continue;
        }
        let found = Diagnostic::new("fund/total", stated.place)
            .arg("stated", plain(stated.value.value))
            .arg("right", plain(right))
            .arg("difference", plain(gap.abs()));
        let same = |entry: &&Entry| entry.amount().abs() == gap.abs();
        out.add(match fund.side(side).find(same) {
            Some(entry) => name_line(found.case("line"), entry),
            None => name_side(found, side),
        });
    }
}

/// What a wrong closing may come from.
enum Cause<'a> {
    Line(&'a Entry),
    WrongSide(&'a Entry),
    Opening,
    Unknown,
}

/// The likeliest cause of a closing that is `gap` too small (negative: too large).
fn cause(fund: &Fund, gap: Decimal) -> Cause<'_> {
    let find = |test: &dyn Fn(Decimal) -> bool| fund.entries.iter().find(|e| test(e.effect()));
    if let Some(entry) = find(&|effect| effect == gap) {
        return Cause::Line(entry);
    }
    if fund.opening() == gap {
        return Cause::Opening;
    }
    // On the wrong side a sum is missing where it belongs and counts where it does not: twice its amount.
    if let Some(entry) = find(&|effect| effect + effect == gap) {
        return Cause::WrongSide(entry);
    }
    // Counted twice.
    find(&|effect| -effect == gap).map_or(Cause::Unknown, Cause::Line)
}

/// `fund/closing`: opening + income − expense is not the closing.
pub fn closing(fund: &Fund, out: &mut Report) {
    let right = fund.right_closing();
    let gap = right - fund.closing();
    if gap.is_zero() {
        return;
    }
    let found = Diagnostic::new("fund/closing", fund.statement.closing.place)
        .arg("stated", plain(fund.closing()))
        .arg("right", plain(right))
        .arg("difference", plain(gap.abs()))
        .arg("opening", plain(fund.opening()))
        .arg("income", plain(fund.sum(Side::Income)))
        .arg("expense", plain(fund.sum(Side::Expense)));
    out.add(match cause(fund, gap) {
        Cause::Line(entry) => name_line(found.case("line"), entry),
        Cause::WrongSide(entry) => name_line(found.case("side"), entry),
        Cause::Opening => found.case("opening"),
        Cause::Unknown => found,
    });
}

/// The entries of one day, by side.
type DayEntries<'a> = [Vec<&'a Entry>; 2];

/// The entries by day; all together where some have none, so that they stand in the order of the file.
fn by_day(fund: &Fund) -> BTreeMap<Option<Day>, DayEntries<'_>> {
    let dated = fund.entries.iter().all(|entry| entry.line.date.is_some());
    let mut days: BTreeMap<Option<Day>, DayEntries<'_>> = BTreeMap::new();
    for entry in &fund.entries {
        let day = days.entry(entry.day().filter(|_| dated)).or_default();
        day[entry.side as usize].push(entry);
    }
    days
}

/// The entries with the right balance after each.
fn walk<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
    opening: Decimal,
) -> impl Iterator<Item = (&'a Entry, Decimal)> {
    entries.into_iter().scan(opening, |balance, entry| {
        *balance += entry.effect();
        Some((entry, *balance))
    })
}

/// Whether the line's balance is `right`; a line without one agrees with everything.
fn agrees(entry: &Entry, right: Decimal) -> bool {
    let stated = entry.line.balance.as_ref();
    stated.is_none_or(|balance| balance.value.value == right)
}

/// Whether the two sides of a day can be interleaved so that every balance is right. Two lists do not tell which of a
/// day's lines came first, but the balance after `i` lines of one and `j` of the other is the same on every way there.
fn interleaves([income, expense]: &DayEntries<'_>, opening: Decimal) -> bool {
    // `reached[j]`: whether, after the income lines looked at so far, the first `j` expense lines can have been reached.
    let mut reached = vec![false; expense.len() + 1];
    let mut after_income = opening;
    for i in 0..=income.len() {
        let entered = i.checked_sub(1).map(|last| income[last]);
        after_income += entered.map_or(Decimal::ZERO, Entry::effect);
        let mut balance = after_income;
        for j in 0..=expense.len() {
            let from_expense = j.checked_sub(1).is_some_and(|last| {
                balance += expense[last].effect();
                reached[last] && agrees(expense[last], balance)
            });
            let from_income = entered.is_some_and(|entry| reached[j] && agrees(entry, balance));
            reached[j] = from_expense || from_income || (i == 0 && j == 0);
        }
    }
    reached[expense.len()]
}

/// The first line whose balance is not what the account stands at, with the right one.
fn first_break(fund: &Fund) -> Option<(&Entry, Decimal)> {
    let breaks = |(entry, right): &(&Entry, Decimal)| !agrees(entry, *right);
    let in_file_order = walk(&fund.entries, fund.opening()).find(breaks)?;
    if fund.in_one_sequence() {
        return Some(in_file_order);
    }
    let mut opening = fund.opening();
    for day in by_day(fund).values() {
        let mut entries = day.iter().flatten().copied();
        if !interleaves(day, opening) {
            return walk(entries, opening).find(breaks);
        }
        opening += entries.by_ref().map(Entry::effect).sum::<Decimal>();
    }
    None
}

/// The day as it stands before further words, with a space; nothing where there is none.
fn day_before_words(entry: &Entry) -> String {
    entry
        .day()
        .map_or_else(String::new, |day| format!("{day} "))
}

/// `fund/balance-column`: a running balance is not what the lines before it give.
pub fn balance_column(fund: &Fund, out: &mut Report) {
    let Some((entry, right)) = first_break(fund) else {
        return;
    };
    let Some(stated) = &entry.line.balance else {
        return;
    };
    out.add(
        name_line(Diagnostic::new("fund/balance-column", stated.place), entry)
            .arg("date", day_before_words(entry))
            .arg("stated", plain(stated.value.value))
            .arg("right", plain(right))
            .arg("difference", plain((right - stated.value.value).abs())),
    );
}

/// `fund/negative`: more is paid out than there is. On one day what comes in counts first.
pub fn negative(fund: &Fund, out: &mut Report) {
    let opening = fund.opening();
    let below = |balance: Decimal| balance < Decimal::ZERO;
    if below(opening) {
        let found = Diagnostic::new("fund/negative", fund.statement.opening.place).case("opening");
        out.add(found.arg("balance", plain(opening)));
        return;
    }
    let days = by_day(fund);
    let entries: Vec<&Entry> = if fund.in_one_sequence() {
        fund.entries.iter().collect()
    } else {
        days.values().flatten().flatten().copied().collect()
    };
    if let Some((entry, balance)) = walk(entries, opening).find(|(_, balance)| below(*balance)) {
        let found = Diagnostic::new("fund/negative", entry.line.amount.place);
        out.add(
            name_line(found, entry)
                .arg("date", day_before_words(entry))
                .arg("balance", plain(balance)),
        );
    }
}
