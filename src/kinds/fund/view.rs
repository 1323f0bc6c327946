//! What a statement's page shows.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use super::shares::largest_remainder;
use super::{Entry, Fund, Line, Side, Standard, plain};
use crate::kinds::fields::Text;
use crate::values::{Day, Period};

/// A period as it was written, with what a theme needs to print it in words.
#[derive(Serialize)]
pub struct PeriodView {
    /// As written: `2026-Q3`.
    text: String,
    /// Key of the printed form: `period.year`, `period.quarter`, `period.month` or `period.range`.
    key: &'static str,
    /// Year of the first day.
    year: i16,
    /// Number of the quarter or month; 0 for the other forms.
    n: i8,
    /// First day.
    from: Day,
    /// Last day.
    to: Day,
}

impl PeriodView {
    /// The view of `period`.
    pub fn new(period: &Period) -> PeriodView {
        let (key, n) = period.label();
        PeriodView {
            text: period.to_string(),
            key,
            year: period.from.year(),
            n,
            from: period.from,
            to: period.to,
        }
    }
}

/// A statement. Every sum is text in the statement's unit with at least two decimals and nothing grouped.
#[derive(Serialize)]
pub struct FundView<'a> {
    /// Key of the account's class.
    account: &'static str,
    account_name: Option<&'a str>,
    period: PeriodView,
    /// Key of the unit: `yuan` or `wan`.
    unit: &'static str,
    opening: String,
    closing: String,
    /// Income first.
    sides: [SideView<'a>; 2],
    /// The optional columns that any line of either side uses.
    columns: Columns,
    /// Whether the lines of both sides came in one sequence, out of a table.
    one_sequence: bool,
    standards: Vec<StandardView<'a>>,
    verdict: Verdict,
}

/// What the program itself worked out.
#[derive(Serialize)]
struct Verdict {
    /// Totals and closing are what the lines give.
    balanced: bool,
    /// How many lines were added up.
    lines: usize,
    /// Whether a total is stated at all.
    totals_stated: bool,
    /// Whether every stated total is the sum of its lines.
    totals_agree: bool,
    /// Opening + income − expense.
    right_closing: String,
}

#[derive(Serialize)]
struct SideView<'a> {
    /// `income` or `expense`.
    side: &'static str,
    /// The sum of the lines.
    total: String,
    /// The stated total, if one is.
    stated: Option<String>,
    count: usize,
    categories: Vec<CategoryView<'a>>,
    lines: Vec<LineView<'a>>,
    columns: Columns,
}

/// A head of a side; shares have one decimal and sum to 100.0.
#[derive(Serialize)]
struct CategoryView<'a> {
    /// None for the lines without one.
    name: Option<&'a str>,
    amount: String,
    share: String,
    count: usize,
}

/// Which optional columns hold anything.
#[derive(Serialize)]
struct Columns {
    date: bool,
    voucher: bool,
    category: bool,
    handler: bool,
    witness: bool,
    approver: bool,
    balance: bool,
    percent: bool,
}

#[derive(Serialize)]
struct LineView<'a> {
    /// Number on its side, from 1.
    n: usize,
    /// Number among the lines of both sides as they were written, from 1.
    seq: usize,
    date: Option<Day>,
    voucher: Option<&'a str>,
    summary: &'a str,
    category: Option<&'a str>,
    amount: String,
    handler: Option<&'a str>,
    witness: Option<&'a str>,
    approver: Option<&'a str>,
    balance: Option<String>,
    percent: Option<String>,
}

#[derive(Serialize)]
struct StandardView<'a> {
    name: &'a str,
    rate: Option<String>,
    count: Option<String>,
    amount: Option<String>,
}

fn text(text: &Option<Text>) -> Option<&str> {
    text.as_ref().map(|text| text.value.trim())
}

impl<'a> FundView<'a> {
    /// The view of `fund`.
    pub fn new(fund: &'a Fund) -> FundView<'a> {
        let statement = &fund.statement;
        FundView {
            account: statement.account.value.key(),
            account_name: text(&statement.account_name),
            period: PeriodView::new(&statement.period.value),
            unit: fund.unit().key(),
            opening: plain(fund.opening()),
            closing: plain(fund.closing()),
            sides: Side::BOTH.map(|side| SideView::new(fund, side)),
            columns: Columns::of(&fund.entries.iter().collect::<Vec<_>>()),
            one_sequence: fund.in_one_sequence(),
            standards: statement.standards.iter().map(StandardView::new).collect(),
            verdict: Verdict {
                balanced: fund.is_balanced(),
                lines: fund.entries.len(),
                totals_stated: Side::BOTH
                    .iter()
                    .any(|side| fund.stated(*side).next().is_some()),
                totals_agree: fund.totals_agree(),
                right_closing: plain(fund.right_closing()),
            },
        }
    }
}

impl<'a> SideView<'a> {
    fn new(fund: &'a Fund, side: Side) -> SideView<'a> {
        let own = |(_, entry): &(usize, &'a Entry)| entry.side == side;
        let numbered: Vec<(usize, &Entry)> = (1..).zip(&fund.entries).filter(own).collect();
        let entries: Vec<&Entry> = numbered.iter().map(|(_, entry)| *entry).collect();
        SideView {
            side: side.key(),
            total: plain(fund.sum(side)),
            stated: fund
                .stated(side)
                .next()
                .map(|stated| plain(stated.value.value)),
            count: entries.len(),
            categories: categories(&entries),
            lines: numbered
                .iter()
                .map(|(seq, entry)| LineView::new(entry, *seq))
                .collect(),
            columns: Columns::of(&entries),
        }
    }
}

/// The heads of some entries, largest first.
fn categories<'a>(entries: &[&'a Entry]) -> Vec<CategoryView<'a>> {
    let mut heads: BTreeMap<Option<&str>, (Decimal, usize)> = BTreeMap::new();
    for entry in entries {
        let (amount, count) = heads.entry(text(&entry.line.category)).or_default();
        *amount += entry.amount();
        *count += 1;
    }
    let mut heads: Vec<_> = heads.into_iter().collect();
    // The map gave them in order of name, which a stable sort keeps among equals.
    heads.sort_by(|(_, (a, _)), (_, (b, _))| b.cmp(a));
    let amounts: Vec<Decimal> = heads.iter().map(|(_, (amount, _))| *amount).collect();
    heads
        .into_iter()
        .zip(largest_remainder(&amounts, 1))
        .map(|((name, (amount, count)), share)| CategoryView {
            name,
            amount: plain(amount),
            share: share.to_string(),
            count,
        })
        .collect()
}

impl Columns {
    fn of(entries: &[&Entry]) -> Columns {
        let any = |used: fn(&Line) -> bool| entries.iter().any(|entry| used(&entry.line));
        Columns {
            date: any(|line| line.date.is_some()),
            voucher: any(|line| line.voucher.is_some()),
            category: any(|line| line.category.is_some()),
            handler: any(|line| line.handler.is_some()),
            witness: any(|line| line.witness.is_some()),
            approver: any(|line| line.approver.is_some()),
            balance: any(|line| line.balance.is_some()),
            percent: any(|line| line.percent.is_some()),
        }
    }
}

impl<'a> LineView<'a> {
    fn new(entry: &'a Entry, seq: usize) -> LineView<'a> {
        let line = &entry.line;
        LineView {
            n: entry.n,
            seq,
            date: entry.day(),
            voucher: text(&line.voucher),
            summary: line.summary.value.trim(),
            category: text(&line.category),
            amount: plain(entry.amount()),
            handler: text(&line.handler),
            witness: text(&line.witness),
            approver: text(&line.approver),
            balance: line.balance.as_ref().map(|b| plain(b.value.value)),
            percent: line.percent.as_ref().map(|p| p.value.0.to_string()),
        }
    }
}

impl<'a> StandardView<'a> {
    fn new(standard: &'a Standard) -> StandardView<'a> {
        StandardView {
            name: standard.name.value.trim(),
            rate: standard.rate.as_ref().map(|rate| plain(rate.value.value)),
            count: standard
                .count
                .as_ref()
                .map(|n| n.value.normalize().to_string()),
            amount: standard.amount.as_ref().map(|a| plain(a.value.value)),
        }
    }
}
