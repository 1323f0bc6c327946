//! What a number that is not exact can be: everything from one bound to another.

use std::fmt;
use std::ops::Bound;

use rust_decimal::Decimal;

/// Everything between two bounds, each of which may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    low: Bound<Decimal>,
    high: Bound<Decimal>,
}

impl Interval {
    /// Every number: nothing is known.
    pub const ALL: Interval = Interval {
        low: Bound::Unbounded,
        high: Bound::Unbounded,
    };

    /// From `low` to `high`.
    pub fn new(low: Bound<Decimal>, high: Bound<Decimal>) -> Interval {
        Interval { low, high }
    }

    /// `value` alone.
    pub fn exact(value: impl Into<Decimal>) -> Interval {
        let bound = Bound::Included(value.into());
        Interval::new(bound, bound)
    }

    /// `value` and more.
    pub fn at_least(value: impl Into<Decimal>) -> Interval {
        Interval::new(Bound::Included(value.into()), Bound::Unbounded)
    }

    /// `value` and less.
    pub fn at_most(value: impl Into<Decimal>) -> Interval {
        Interval::new(Bound::Unbounded, Bound::Included(value.into()))
    }

    /// What a sum of one number of each interval can be. A sum outside the range of exact decimals is not bounded there.
    pub fn plus(self, other: Interval) -> Interval {
        Interval {
            low: add(self.low, other.low),
            high: add(self.high, other.high),
        }
    }

    /// What the sum of a number of each of `intervals` can be; nought where there is none.
    pub fn sum(intervals: impl IntoIterator<Item = Interval>) -> Interval {
        let nought = Interval::exact(Decimal::ZERO);
        intervals.into_iter().fold(nought, Interval::plus)
    }

    /// The smallest interval that holds both.
    pub fn hull(self, other: Interval) -> Interval {
        Interval {
            low: if reaches_lower(other.low, self.low) {
                other.low
            } else {
                self.low
            },
            high: if reaches_higher(other.high, self.high) {
                other.high
            } else {
                self.high
            },
        }
    }

    /// Whether it holds `value`.
    pub fn contains(self, value: Decimal) -> bool {
        !self.misses(Interval::exact(value))
    }

    /// Whether every number of it is above every number of `other`.
    pub fn exceeds(self, other: Interval) -> bool {
        match (self.low, other.high) {
            (Bound::Unbounded, _) | (_, Bound::Unbounded) => false,
            (Bound::Included(low), Bound::Included(high)) => low > high,
            (
                Bound::Included(low) | Bound::Excluded(low),
                Bound::Included(high) | Bound::Excluded(high),
            ) => low >= high,
        }
    }

    /// Whether no number is in both: only then two figures are certain to disagree.
    pub fn misses(self, other: Interval) -> bool {
        self.exceeds(other) || other.exceeds(self)
    }
}

fn add(one: Bound<Decimal>, other: Bound<Decimal>) -> Bound<Decimal> {
    match (one, other) {
        (Bound::Unbounded, _) | (_, Bound::Unbounded) => Bound::Unbounded,
        (Bound::Included(a), Bound::Included(b)) => {
            a.checked_add(b).map_or(Bound::Unbounded, Bound::Included)
        }
        (Bound::Included(a) | Bound::Excluded(a), Bound::Included(b) | Bound::Excluded(b)) => {
            a.checked_add(b).map_or(Bound::Unbounded, Bound::Excluded)
        }
    }
}

/// Whether the lower bound `one` lets more in than `other`.
fn reaches_lower(one: Bound<Decimal>, other: Bound<Decimal>) -> bool {
    match (one, other) {
        (_, Bound::Unbounded) => false,
        (Bound::Unbounded, _) => true,
        (Bound::Included(a), Bound::Excluded(b)) => a <= b,
        (Bound::Included(a) | Bound::Excluded(a), Bound::Included(b) | Bound::Excluded(b)) => a < b,
    }
}

/// Whether the upper bound `one` lets more in than `other`.
fn reaches_higher(one: Bound<Decimal>, other: Bound<Decimal>) -> bool {
    match (one, other) {
        (_, Bound::Unbounded) => false,
        (Bound::Unbounded, _) => true,
        (Bound::Included(a), Bound::Excluded(b)) => a >= b,
        (Bound::Included(a) | Bound::Excluded(a), Bound::Included(b) | Bound::Excluded(b)) => a > b,
    }
}

/// As findings name it, in any language: `323`, `600–700`, `≥3`, `≤1200`.
impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = |bound: &Bound<Decimal>, open: &'static str, closed: &'static str| match bound {
            Bound::Excluded(_) => open,
            _ => closed,
        };
        let value = |bound: &Bound<Decimal>| match bound {
            Bound::Included(value) | Bound::Excluded(value) => Some(value.normalize()),
            Bound::Unbounded => None,
        };
        match (value(&self.low), value(&self.high)) {
            (Some(low), Some(high)) if low == high => write!(f, "{low}"),
            (Some(low), Some(high)) => write!(f, "{low}–{high}"),
            (Some(low), None) => write!(f, "{}{low}", sign(&self.low, ">", "≥")),
            (None, Some(high)) => write!(f, "{}{high}", sign(&self.high, "<", "≤")),
            (None, None) => f.write_str("?"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Bounds of small numbers, so that they often meet.
    fn some() -> impl Strategy<Value = Interval> {
        let bound = |n: i64, sort: u8| match sort {
            0 => Bound::Unbounded,
            1 => Bound::Excluded(Decimal::from(n)),
            _ => Bound::Included(Decimal::from(n)),
        };
        (-9i64..9, 0i64..6, 0u8..4, 0u8..4).prop_map(move |(low, width, a, b)| match width {
            0 => Interval::exact(low),
            _ => Interval::new(bound(low, a), bound(low + width, b)),
        })
    }

    /// Halves between -20 and 20, by definition.
    fn holds(own: Interval, half: i64) -> bool {
        let value = Decimal::new(half * 5, 1);
        let above = match own.low {
            Bound::Unbounded => true,
            Bound::Included(low) => low <= value,
            Bound::Excluded(low) => low < value,
        };
        let below = match own.high {
            Bound::Unbounded => true,
            Bound::Included(high) => value <= high,
            Bound::Excluded(high) => value < high,
        };
        above && below
    }

    proptest! {
        #[test]
        fn intervals_miss_each_other_where_nothing_is_in_both(a in some(), b in some()) {
            let both = (-60..60).any(|half| holds(a, half) && holds(b, half));
            prop_assert_eq!(a.misses(b), !both, "{:?} {:?}", a, b);
            prop_assert_eq!(a.misses(b), b.misses(a));
            prop_assert!(!a.misses(a));
        }

        #[test]
        fn a_sum_holds_the_sums_and_a_hull_both(a in some(), b in some(), x in -40i64..40, y in -40i64..40) {
            if holds(a, x) && holds(b, y) {
                prop_assert!(holds(a.plus(b), x + y));
            }
            if holds(a, x) || holds(b, x) {
                prop_assert!(holds(a.hull(b), x));
            }
            prop_assert_eq!(a.plus(b), b.plus(a));
            prop_assert_eq!(a.contains(Decimal::new(x * 5, 1)), holds(a, x));
        }
    }

    #[test]
    fn it_is_named_without_words() {
        let n = Decimal::from;
        for (own, text) in [
            (Interval::exact(323), "323"),
            (Interval::at_least(3), "≥3"),
            (Interval::at_most(1200), "≤1200"),
            (
                Interval::new(Bound::Included(n(600)), Bound::Excluded(n(700))),
                "600–700",
            ),
            (Interval::ALL, "?"),
        ] {
            assert_eq!(own.to_string(), text);
        }
        assert_eq!(Interval::sum([]), Interval::exact(0));
    }
}
