//! What was left in an account at each period's end: the points of a line, and the days between that no statement tells of.

use rust_decimal::Decimal;
use serde::Serialize;

use super::amount::from_yuan;
use super::overview::Statements;
use super::view::PeriodView;
use super::{Fund, plain};
use crate::values::{Day, Unit};

/// Most points of a line; older ones are left to the table.
const MOST: usize = 16;

/// Days that no statement covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Gap {
    from: Day,
    to: Day,
}

/// A point of the line, or a hole in it.
#[derive(Serialize)]
pub struct TrendPoint {
    /// The sum in the account's unit; none in a hole.
    value: Option<String>,
    /// Whether the line comes to it from the point before.
    joined: bool,
    /// Whether it is the sum at the period's beginning, not at its end.
    opening: bool,
    /// The statement's period.
    period: Option<PeriodView>,
    /// The days of a hole.
    gap: Option<Gap>,
}

/// The days missing before each of `statements`, which come in order of their periods.
pub fn gaps(statements: &Statements<'_>) -> Vec<Option<Gap>> {
    let mut covered: Option<Day> = None;
    let before = |(_, fund): &(_, &Fund)| {
        let period = &fund.statement.period.value;
        let gap = covered
            .filter(|to| period.from.since(*to) > 1)
            .map(|to| Gap {
                from: to.plus(1),
                to: period.from.plus(-1),
            });
        covered = covered.max(Some(period.to));
        gap
    };
    statements.iter().map(before).collect()
}

/// The closing sum of each period in `unit`, and the opening one where a line begins: at first, after a hole, and where it is not the closing
/// before. A period within another has no point, and only the last [`MOST`] points are given.
pub fn trend(statements: &Statements<'_>, unit: Unit) -> Vec<TrendPoint> {
    let mut points = Vec::new();
    let mut last: Option<(Day, Decimal)> = None;
    for ((_, fund), gap) in statements.iter().zip(gaps(statements)) {
        let period = &fund.statement.period.value;
        if last.is_some_and(|(to, _)| period.to <= to) {
            continue;
        }
        let sum = |amount| from_yuan(fund.unit().to_yuan(amount), unit);
        let (opening, closing) = (sum(fund.opening()), sum(fund.closing()));
        let at = |value, opening: bool| TrendPoint {
            value: Some(plain(value)),
            joined: !opening,
            opening,
            period: Some(PeriodView::new(period)),
            gap: None,
        };
        if gap.is_some() {
            points.push(TrendPoint {
                value: None,
                joined: false,
                opening: false,
                period: None,
                gap,
            });
        }
        if gap.is_some() || last.is_none_or(|(_, sum)| sum != opening) {
            points.push(at(opening, true));
        }
        points.push(at(closing, false));
        last = Some((period.to, closing));
    }
    points.drain(..points.len().saturating_sub(MOST));
    if let Some(first) = points.first_mut() {
        first.joined = false;
    }
    points
}
