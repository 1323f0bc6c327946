//! Shares of a side: the percent column, what is left to 其他, and the shares that a page prints.

use rust_decimal::{Decimal, RoundingStrategy};

use super::arithmetic::{name_line, name_side};
use super::{Entry, Fund, Side, plain};
use crate::diagnostics::{Diagnostic, Report};
use crate::kinds::Profile;

/// Heads under which a sum says nothing of what it was for.
const OTHER: &[&str] = &["其他", "其它", "其他收入", "其他支出"];

/// The part of a side that may stand under 其他 where the profile does not say, in percent.
const OTHER_SHARE_PERCENT: u32 = 10;

/// `fund/other-share`: too much of a side stands under 其他.
pub fn other(fund: &Fund, profile: &Profile, out: &mut Report) {
    let limit = Decimal::from(profile.other_share_percent.unwrap_or(OTHER_SHARE_PERCENT));
    for side in Side::BOTH {
        let is_other = |entry: &&Entry| {
            let category = entry.line.category.as_ref();
            category.is_some_and(|c| OTHER.contains(&c.value.trim()))
        };
        let others: Vec<&Entry> = fund.side(side).filter(is_other).collect();
        let amount: Decimal = others.iter().map(|entry| entry.amount()).sum();
        let total = fund.sum(side);
        let first = others.first().and_then(|e| e.line.category.as_ref());
        if let Some(first) = first
            && total > Decimal::ZERO
            && amount * Decimal::ONE_HUNDRED > limit * total
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

/// The share in percent with as many decimals as it takes to show that it is above `limit`.
fn share_above(amount: Decimal, total: Decimal, limit: Decimal) -> Decimal {
    (1..=6)
        .map(|decimals| half_up(amount, total, decimals))
        .find(|share| *share > limit)
        .unwrap_or_else(|| amount * Decimal::ONE_HUNDRED / total)
        .normalize()
}

/// `amount` in percent of `total` (not zero), rounded half up.
fn half_up(amount: Decimal, total: Decimal, decimals: u32) -> Decimal {
    let mut share = (amount * Decimal::ONE_HUNDRED / total)
        .round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    share.rescale(decimals);
    share
}

/// The whole units of each amount's share of `whole` units, and the remainders.
fn floors(amounts: &[Decimal], total: Decimal, whole: Decimal) -> (Vec<Decimal>, Vec<Decimal>) {
    amounts
        .iter()
        .map(|amount| {
            let exact = *amount * whole / total;
            (exact.floor(), exact - exact.floor())
        })
        .unzip()
}

/// Percentages with `decimals` decimals that sum to 100: the units left over after rounding down go to the largest
/// remainders, and among equal ones to the earlier. All zero where the amounts sum to nothing.
pub fn largest_remainder(amounts: &[Decimal], decimals: u32) -> Vec<Decimal> {
    let total: Decimal = amounts.iter().sum();
    if total.is_zero() {
        return vec![Decimal::new(0, decimals); amounts.len()];
    }
    let unit = Decimal::new(1, decimals);
    let whole = Decimal::ONE_HUNDRED / unit;
    let (mut shares, remainders) = floors(amounts, total, whole);
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
    let (floors, remainders) = floors(amounts, total, whole);
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
        let total = fund.sum(side);
        if total.is_zero() {
            continue;
        }
        let entries: Vec<&Entry> = fund.side(side).collect();
        let stated = |entry: &&Entry| entry.line.percent.as_ref().map(|p| (p.place, p.value.0));
        let column: Vec<Decimal> = entries.iter().filter_map(stated).map(|s| s.1).collect();
        let first_wrong = entries.iter().find_map(|entry| {
            let (place, percent) = stated(entry)?;
            let right = half_up(entry.amount(), total, percent.scale());
            (percent != right).then_some((entry, place, percent, right))
        });
        let Some((entry, place, percent, right)) = first_wrong else {
            continue;
        };
        let amounts: Vec<Decimal> = entries.iter().map(|entry| entry.amount()).collect();
        let decimals = column.iter().map(Decimal::scale).max().unwrap_or(0);
        if column.len() == entries.len() && is_largest_remainder(&amounts, &column, total, decimals)
        {
            continue;
        }
        let found = Diagnostic::new("fund/percent", place)
            .arg("stated", percent)
            .arg("right", right)
            .arg("total", plain(total));
        out.add(name_line(found, entry));
    }
}
