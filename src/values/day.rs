//! A calendar day. Nothing here reads the clock: the day of a build is handed in.

use std::fmt;

use jiff::{ToSpan, civil::Date};
use serde::{Serialize, Serializer};

/// A day of the Gregorian calendar, written `2026-11-22`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

impl Day {
    /// The day `year`-`month`-`day`, if there is one.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Day> {
        Date::new(year, month, day).ok().map(Day)
    }

    /// Reads `2026-11-22`; a missing leading zero is accepted, anything else is not.
    pub fn parse(text: &str) -> Option<Day> {
        let mut parts = text.trim().split('-');
        let year = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
        let (month, day) = (parts.next()?, parts.next()?);
        if parts.next().is_some() || !digits(month) || !digits(day) {
            return None;
        }
        Day::new(year, month.parse().ok()?, day.parse().ok()?)
    }

    /// The day that officers meant by `2026年11月22日`, `2026.11.22`, `2026/11/22` or `20261122`.
    pub fn guess(text: &str) -> Option<Day> {
        let text = text.trim();
        if text.len() == 8 && digits(text) {
            return Day::parse(&format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]));
        }
        let plain = text.replace(['年', '月', '.', '/'], "-").replace('日', "");
        Day::parse(&plain)
    }

    /// The year, as in 2026.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// The day `days` later (earlier if negative); the calendar's ends hold it.
    pub fn plus(self, days: i64) -> Day {
        Day(self.0.saturating_add(days.days()))
    }

    /// The day `months` later (earlier if negative), at the month's last day where it is shorter.
    pub fn plus_months(self, months: i64) -> Day {
        Day(self.0.saturating_add(months.months()))
    }

    /// Days from `earlier` to this day; negative if this day is the earlier one.
    pub fn since(self, earlier: Day) -> i64 {
        i64::from(self.0.since(earlier.0).map_or(0, |span| span.get_days()))
    }

    /// Whether the day is a Saturday or a Sunday.
    pub fn is_weekend(self) -> bool {
        use jiff::civil::Weekday;
        matches!(self.0.weekday(), Weekday::Saturday | Weekday::Sunday)
    }

    /// The day of the week, 1 for Monday to 7 for Sunday.
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_one_offset()
    }

    /// The last day of this day's month.
    pub fn month_end(self) -> Day {
        Day(self.0.last_of_month())
    }
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Day;

    #[test]
    fn reads_what_is_a_day_and_nothing_else() {
        let day = Day::new(2026, 11, 22);
        assert_eq!(Day::parse("2026-11-22"), day);
        assert_eq!(Day::parse("2026-1-2"), Day::new(2026, 1, 2));
        for bad in [
            "2026-02-30",
            "26-11-22",
            "2026-11",
            "2026-11-22-1",
            "2026-+1-02",
            "明天",
            "",
        ] {
            assert_eq!(Day::parse(bad), None, "{bad}");
        }
        for guessable in ["2026年11月22日", "2026.11.22", "2026/11/22", "20261122"] {
            assert_eq!(Day::guess(guessable), day, "{guessable}");
        }
    }

    #[test]
    fn counts_days_both_ways() {
        let (a, b) = (
            Day::parse("2026-02-27").unwrap(),
            Day::parse("2026-03-02").unwrap(),
        );
        assert_eq!(b.since(a), 3);
        assert_eq!(a.since(b), -3);
        assert_eq!(a.plus(3), b);
        assert_eq!(
            Day::parse("2026-01-31").unwrap().plus_months(1),
            Day::parse("2026-02-28").unwrap()
        );
    }
}
