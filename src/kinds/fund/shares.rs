//! Shares of a side: the percent column, what is left to 其他, and the shares that a page prints.

use rust_decimal::{Decimal, RoundingStrategy};

use super::amount::Percent;
use super::arithmetic::{name_line, name_side};
use super::{Entry, Fund, Side, plain};
use crate::diagnostics::{Diagnostic, Report};
use crate::kinds::Profile;
use crate::values::Sp;

/// What a head begins with that says nothing of what a sum was for: 其他, 其他支出, 其它杂支.
const OTHER: &[&str] = &["其他", "其它"];

/// The part of a side that may stand under 其他 where the profile does not say, in percent.
const OTHER_SHARE_PERCENT: u32 = 10;

/// `fund/other-share`: too much of a side stands under 其他.
pub fn other(fund: &Fund, profile: &Profile, out: &mut Report) {
    let limit = Decimal::from(profile.other_share_percent.unwrap_or(OTHER_SHARE_PERCENT));
    for side in Side::BOTH {
        let is_other = |entry: &&Entry| {
            let category = entry.line.category.as_ref();
            category.is_some_and(|c| OTHER.iter().any(|other| c.value.trim().starts_with(other)))
        };
        let others: Vec<&Entry> = fund.side(side).filter(is_other).collect();
        let amount: Decimal = others.iter().map(|entry| entry.amount()).sum();
        let total = fund.sum(side);
        let first = others.first().and_then(|e| e.line.category.as_ref());
        if let Some(first) = first
            && total > Decimal::ZERO
            && percent_of(amount, total).is_some_and(|share| share > limit)
        {
            let found = Diagnostic::new("fund/other-share", first.place)
                .arg("category", first.value.trim())
                .arg("amount", plain(amount))
                .arg("share", share_above(amount, total, limit))
                .arg("limit", limit);
            out.add(name_side(found, side));
        }
    }
}

/// `amount` in percent of `total`; none of nothing, or where it leaves the range of decimals (sums that cancel out).
fn percent_of(amount: Decimal, total: Decimal) -> Option<Decimal> {
    amount.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(total)
}

/// The share in percent with as many decimals as it takes to show that it is above `limit`.
fn share_above(amount: Decimal, total: Decimal, limit: Decimal) -> Decimal {
    (1..=6)
        .filter_map(|decimals| half_up(amount, total, decimals))
        .find(|share| *share > limit)
        .or_else(|| percent_of(amount, total))
        .unwrap_or_default()
        .normalize()
}

/// `amount` in percent of `total`, rounded half up.
fn half_up(amount: Decimal, total: Decimal, decimals: u32) -> Option<Decimal> {
    let mut share = percent_of(amount, total)?
        .round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    share.rescale(decimals);
    Some(share)
}

/// The whole units of each amount's share of `whole` units, and the remainders; none where one leaves the range of decimals.
fn floors(
    amounts: &[Decimal],
    total: Decimal,
    whole: Decimal,
) -> Option<(Vec<Decimal>, Vec<Decimal>)> {
    amounts
        .iter()
        .map(|amount| {
            let exact = amount.checked_mul(whole)?.checked_div(total)?;
            Some((exact.floor(), exact - exact.floor()))
        })
        .collect()
}

/// Percentages with `decimals` decimals that sum to 100: the units left over after rounding down go to the largest
/// remainders, and among equal ones to the earlier. All zero where the amounts sum to nothing or all but cancel out.
pub fn largest_remainder(amounts: &[Decimal], decimals: u32) -> Vec<Decimal> {
    let total: Decimal = amounts.iter().sum();
    let unit = Decimal::new(1, decimals);
    let whole = Decimal::ONE_HUNDRED / unit;
    let Some((mut shares, remainders)) = floors(amounts, total, whole) else {
        return vec![Decimal::new(0, decimals); amounts.len()];
    };
    let mut order: Vec<usize> = (0..amounts.len()).collect();
    order.sort_by(|a, b| remainders[*b].cmp(&remainders[*a]));
    let mut left = whole - shares.iter().sum::<Decimal>();
    for i in order {
        if left <= Decimal::ZERO {
            break;
        }
        shares[i] += Decimal::ONE;
        left -= Decimal::ONE;
    }
    shares.iter().map(|share| *share * unit).collect()
}

/// Whether largest remainder gives `percents`, each with `decimals` decimals at most; equal remainders may go either way.
fn is_largest_remainder(
    amounts: &[Decimal],
    percents: &[Decimal],
    total: Decimal,
    decimals: u32,
) -> bool {
    let unit = Decimal::new(1, decimals);
    let whole = Decimal::ONE_HUNDRED / unit;
    let Some((floors, remainders)) = floors(amounts, total, whole) else {
        return false;
    };
    let mut least_up = Decimal::ONE;
    let mut most_down = Decimal::ZERO;
    for ((percent, floor), remainder) in percents.iter().zip(&floors).zip(&remainders) {
        match *percent / unit - *floor {
            up if up == Decimal::ONE => least_up = least_up.min(*remainder),
            same if same.is_zero() => most_down = most_down.max(*remainder),
            _ => return false,
        }
    }
    percents.iter().sum::<Decimal>() == Decimal::ONE_HUNDRED && least_up >= most_down
}

/// `fund/percent`: a percent column that neither half-up rounding nor largest remainder explains.
pub fn percents(fund: &Fund, out: &mut Report) {
    for side in Side::BOTH {
        out.0.extend(percents_of(fund, side));
    }
}

fn percents_of(fund: &Fund, side: Side) -> Option<Diagnostic> {
    let total = fund.sum(side);
    let stated: Vec<(&Entry, &Sp<Percent>)> = fund
        .side(side)
        .filter_map(|entry| Some((entry, entry.line.percent.as_ref()?)))
        .collect();
    let column: Vec<Decimal> = stated.iter().map(|(_, percent)| percent.value.0).collect();
    let decimals = column.iter().map(Decimal::scale).max()?;
    let first_wrong = stated.iter().position(|(entry, percent)| {
        let right = half_up(entry.amount(), total, percent.value.0.scale());
        right.is_some_and(|right| percent.value.0 != right)
    })?;
    let is_whole = column.len() == fund.side(side).count();
    let amounts: Vec<Decimal> = stated.iter().map(|(entry, _)| entry.amount()).collect();
    if is_whole && is_largest_remainder(&amounts, &column, total, decimals) {
        return None;
    }
    let completing = is_whole
        .then(|| completing(&amounts, &column, total, decimals))
        .flatten();
    let at = completing.map_or(first_wrong, |(at, _)| at);
    let (entry, percent) = stated[at];
    let rounded = half_up(entry.amount(), total, decimals)?;
    let found = name_line(Diagnostic::new("fund/percent", percent.place), entry)
        .arg("stated", percent.value.0)
        .arg("rounded", rounded)
        .arg("total", plain(total));
    Some(match completing {
        Some((_, right)) if right != rounded => found.case("complete").arg("right", right),
        _ => found.arg("right", rounded),
    })
}

/// The one percentage without which the column would be right by largest remainder, and what it must be.
fn completing(
    amounts: &[Decimal],
    column: &[Decimal],
    total: Decimal,
    decimals: u32,
) -> Option<(usize, Decimal)> {
    let missing = Decimal::ONE_HUNDRED - column.iter().sum::<Decimal>();
    (0..column.len()).find_map(|at| {
        let mut mended = column.to_vec();
        mended[at] += missing;
        mended[at].rescale(decimals);
        is_largest_remainder(amounts, &mended, total, decimals).then(|| (at, mended[at]))
    })
}
