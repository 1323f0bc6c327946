//! The lists of accounts: of each organisation with all periods, and of the whole site with the latest ones.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::chain::{AccountKey, accounts};
use super::trend::{Gap, TrendPoint, gaps, trend};
use super::view::PeriodView;
use super::{Fund, Side, plain};
use crate::kinds::{Overview, Record, View};
use crate::values::{Period, Unit};

/// Most accounts on a page.
const MOST: usize = 30;

/// About so many periods stand on a page, however many accounts they are of.
const PERIODS: usize = 60;

/// What stands above a list of accounts.
#[derive(Serialize)]
struct Head {
    /// How many accounts.
    accounts: usize,
    /// How many organisations they belong to.
    orgs: usize,
    /// The period that ends last.
    latest: Option<PeriodView>,
}

/// An account of an organisation with its periods, earliest first.
#[derive(Serialize)]
struct AccountItem<'a> {
    account: &'static str,
    account_name: Option<&'a str>,
    /// The unit of the latest period.
    unit: &'static str,
    periods: Vec<PeriodItem<'a>>,
    /// What was left from period to period, in the account's unit.
    trend: Vec<TrendPoint>,
}

/// An account on the site's list: its latest period only.
#[derive(Serialize)]
struct LatestItem<'a> {
    org: &'a str,
    account: &'static str,
    account_name: Option<&'a str>,
    latest: PeriodItem<'a>,
}

/// The figures of one statement, as in its own view.
#[derive(Serialize)]
struct PeriodItem<'a> {
    period: PeriodView,
    address: String,
    title: &'a str,
    unit: &'static str,
    opening: String,
    income: String,
    expense: String,
    closing: String,
    balanced: bool,
    /// The days before it that no statement covers.
    gap: Option<Gap>,
}

impl<'a> PeriodItem<'a> {
    fn new((record, fund): (&'a Record, &'a Fund), gap: Option<Gap>) -> PeriodItem<'a> {
        PeriodItem {
            period: PeriodView::new(&fund.statement.period.value),
            address: record.address(),
            title: &record.envelope.title.value,
            unit: fund.unit().key(),
            opening: plain(fund.opening()),
            income: plain(fund.sum(Side::Income)),
            expense: plain(fund.sum(Side::Expense)),
            closing: plain(fund.closing()),
            balanced: fund.is_balanced(),
            gap,
        }
    }
}

/// Statements of one account, in order of their periods.
pub type Statements<'a> = Vec<(&'a Record, &'a Fund)>;

/// The statement whose period ends last.
fn latest<'a>(statements: &Statements<'a>) -> Option<(&'a Record, &'a Fund)> {
    let ends = |(_, fund): &&(&Record, &Fund)| (period(fund).to, period(fund).from);
    statements.iter().max_by_key(ends).copied()
}

fn period(fund: &Fund) -> &Period {
    &fund.statement.period.value
}

fn head<'a>(list: &[(AccountKey<'a>, Statements<'a>)]) -> Head {
    let orgs: BTreeSet<&str> = list.iter().map(|((org, ..), _)| *org).collect();
    let last = list.iter().filter_map(|(_, statements)| latest(statements));
    Head {
        accounts: list.len(),
        orgs: orgs.len(),
        latest: last
            .map(|(_, fund)| period(fund))
            .max_by_key(|period| (period.to, period.from))
            .map(PeriodView::new),
    }
}

fn overview<'a>(
    org: Option<&'a str>,
    head: Head,
    items: Vec<View<'a>>,
    per_page: usize,
) -> Overview<'a> {
    Overview {
        slug: "accounts",
        org,
        template: "fund-accounts.html",
        head: Box::new(head),
        items,
        per_page,
        groups: Vec::new(),
    }
}

/// The site's list, then each organisation's in order of its path.
pub fn overviews<'a>(records: &[&'a Record]) -> Vec<Overview<'a>> {
    let all: Vec<(AccountKey<'a>, Statements<'a>)> = accounts(records).into_iter().collect();
    if all.is_empty() {
        return Vec::new();
    }
    let site_items = all
        .iter()
        .filter_map(|((org, account, account_name), statements)| {
            Some(Box::new(LatestItem {
                org,
                account: account.key(),
                account_name: *account_name,
                latest: PeriodItem::new(latest(statements)?, None),
            }) as View<'a>)
        })
        .collect();
    let mut pages = vec![overview(None, head(&all), site_items, MOST)];
    let mut by_org: BTreeMap<&'a str, Vec<(AccountKey<'a>, Statements<'a>)>> = BTreeMap::new();
    for (key, statements) in all {
        by_org.entry(key.0).or_default().push((key, statements));
    }
    for (org, list) in by_org {
        let head = head(&list);
        let longest = list.iter().map(|(_, statements)| statements.len()).max();
        let per_page = (PERIODS / longest.unwrap_or(1)).clamp(1, MOST);
        let items = list
            .into_iter()
            .map(|((_, account, account_name), statements)| {
                let unit = latest(&statements).map_or(Unit::default(), |(_, fund)| fund.unit());
                let gaps = gaps(&statements);
                Box::new(AccountItem {
                    account: account.key(),
                    account_name,
                    unit: unit.key(),
                    trend: trend(&statements, unit),
                    periods: statements
                        .into_iter()
                        .zip(gaps)
                        .map(|(statement, gap)| PeriodItem::new(statement, gap))
                        .collect(),
                }) as View<'a>
            })
            .collect();
        pages.push(overview(Some(org), head, items, per_page));
    }
    pages
}
