//! The day by which something has to be published: `next-month:15`, `next-quarter:20`, `event+10d`, `formed+20wd`, `yearly:01-31`.

use std::fmt;

use super::{Day, MissingYear, WorkCalendar};

/// A rule that gives the last day for a publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// `next-month:15`: that day of the month after the period.
    NextMonth(i8),
    /// `next-quarter:20`: that day of the first month of the quarter after the period.
    NextQuarter(i8),
    /// `yearly:01-31`: the first such day after the period, as month and day.
    Yearly(i8, i8),
    /// `event+10d`: so many days after what it is about.
    Event(u32),
    /// `formed+20wd`: so many working days after the text was formed (《中华人民共和国政府信息公开条例》 art. 26).
    Formed(u32),
}

impl Due {
    /// Reads one of the five forms; a day of the month is from 1 to 31, and at most the month's last counts.
    pub fn parse(text: &str) -> Option<Due> {
        let text = text.trim();
        let day = |text: &str| text.parse().ok().filter(|day| (1..=31).contains(day));
        if let Some(rest) = text.strip_prefix("next-month:") {
            return day(rest).map(Due::NextMonth);
        }
        if let Some(rest) = text.strip_prefix("next-quarter:") {
            return day(rest).map(Due::NextQuarter);
        }
        if let Some(rest) = text.strip_prefix("yearly:") {
            // A leap year: it has every day that some year has.
            let date = Day::parse(&format!("2024-{rest}"))?;
            return Some(Due::Yearly(date.month(), date.day()));
        }
        if let Some(rest) = text.strip_prefix("event+") {
            return rest.strip_suffix('d')?.parse().ok().map(Due::Event);
        }
        let rest = text.strip_prefix("formed+")?.strip_suffix("wd")?;
        rest.parse().ok().map(Due::Formed)
    }

    /// The last day for what is about a period that ends on `end`; none where the rule counts from an event.
    pub fn after_period(self, end: Day) -> Option<Day> {
        let in_month = |months: i64, day: i8| {
            let first = Day::new(end.year(), end.month(), 1)?.plus_months(months);
            Some(first.plus(i64::from(day) - 1).min(first.month_end()))
        };
        match self {
            Due::NextMonth(day) => in_month(1, day),
            Due::NextQuarter(day) => in_month(i64::from(3 - (end.month() - 1) % 3), day),
            Due::Yearly(month, day) => {
                let of = |year: i16| {
                    let last = Day::new(year, month, 1)?.month_end().day();
                    Day::new(year, month, day.min(last))
                };
                of(end.year())
                    .filter(|due| *due > end)
                    .or_else(|| of(end.year() + 1))
            }
            Due::Event(_) | Due::Formed(_) => None,
        }
    }

    /// The last day for what is about `event`; none where the rule counts from a period. A year without a holiday table goes to `missing`.
    pub fn after_event(
        self,
        event: Day,
        calendar: &WorkCalendar,
        missing: &mut Option<MissingYear>,
    ) -> Option<Day> {
        match self {
            Due::Event(days) => Some(event.plus(days.into())),
            Due::Formed(days) => Some(calendar.after_working_days(event, days, missing)),
            Due::NextMonth(_) | Due::NextQuarter(_) | Due::Yearly(..) => None,
        }
    }

    /// Whether it counts from an event, and not from a period.
    pub fn is_of_event(self) -> bool {
        matches!(self, Due::Event(_) | Due::Formed(_))
    }
}

impl fmt::Display for Due {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Due::NextMonth(day) => write!(f, "next-month:{day}"),
            Due::NextQuarter(day) => write!(f, "next-quarter:{day}"),
            Due::Yearly(month, day) => write!(f, "yearly:{month:02}-{day:02}"),
            Due::Event(days) => write!(f, "event+{days}d"),
            Due::Formed(days) => write!(f, "formed+{days}wd"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(rule: &str, end: &str) -> String {
        let due = Due::parse(rule).unwrap();
        due.after_period(Day::parse(end).unwrap())
            .unwrap()
            .to_string()
    }

    #[test]
    fn reads_and_writes_the_five_forms() {
        for text in [
            "next-month:15",
            "next-quarter:20",
            "yearly:01-31",
            "event+10d",
            "formed+20wd",
        ] {
            assert_eq!(Due::parse(text).unwrap().to_string(), text);
        }
        for bad in [
            "",
            "next-month:32",
            "next-month:0",
            "yearly:02-30",
            "event+10",
            "formed+d",
            "每月15日",
        ] {
            assert_eq!(Due::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_period_is_due_after_its_end() {
        assert_eq!(after("next-month:15", "2026-09-30"), "2026-10-15");
        assert_eq!(after("next-month:31", "2026-01-31"), "2026-02-28");
        assert_eq!(after("next-month:15", "2026-12-31"), "2027-01-15");
        assert_eq!(after("next-quarter:20", "2026-09-30"), "2026-10-20");
        assert_eq!(after("next-quarter:20", "2026-08-31"), "2026-10-20");
        assert_eq!(after("yearly:01-31", "2025-12-31"), "2026-01-31");
        assert_eq!(after("yearly:11-30", "2026-09-30"), "2026-11-30");
        assert_eq!(after("yearly:02-29", "2026-12-31"), "2027-02-28");
    }

    #[test]
    fn an_event_is_due_some_days_after_it() {
        let mut calendar = WorkCalendar::default();
        calendar.add(include_str!("holidays.json")).unwrap();
        let mut missing = None;
        let mut after = |rule: &str, event: &str| {
            let due = Due::parse(rule).unwrap();
            let day = due.after_event(Day::parse(event).unwrap(), &calendar, &mut missing);
            day.map(|day| day.to_string())
        };
        assert_eq!(after("event+10d", "2026-09-25").unwrap(), "2026-10-05");
        assert_eq!(after("formed+5wd", "2025-09-29").unwrap(), "2025-10-13");
        assert_eq!(after("next-month:15", "2026-09-25"), None);
        assert_eq!(missing, None);
    }
}
