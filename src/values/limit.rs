//! A time limit for handling something: `当场`, `24小时`, `10日`, `5个工作日`.

use std::fmt;

/// How long a step or a whole item may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// 当场: while the applicant waits.
    AtOnce,
    /// Hours by the clock.
    Hours(u32),
    /// Calendar days.
    Days(u32),
    /// Working days.
    WorkingDays(u32),
}

impl Limit {
    /// Reads a limit as officers write it.
    pub fn parse(text: &str) -> Option<Limit> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if matches!(text.as_str(), "当场" | "即办" | "at once") || text == "atonce" {
            return Some(Limit::AtOnce);
        }
        let end = text.find(|c: char| !c.is_ascii_digit())?;
        let count: u32 = text[..end].parse().ok()?;
        match &text[end..] {
            "小时" | "个小时" | "h" | "hours" => Some(Limit::Hours(count)),
            "日" | "天" | "个自然日" | "自然日" | "d" | "days" => Some(Limit::Days(count)),
            "个工作日" | "工作日" | "wd" | "workingdays" => Some(Limit::WorkingDays(count)),
            _ => None,
        }
    }

    /// Whether limits in a row certainly take longer than `whole`. One unit compares exactly; unlike ones only where no
    /// calendar lets the row fit.
    pub fn exceeds(parts: &[Limit], whole: Limit) -> bool {
        let sum = Sum::of(parts);
        match whole {
            Limit::AtOnce => !sum.is_nothing(),
            Limit::Hours(most) => sum.least_hours() > most.into(),
            Limit::Days(most) => sum.least_days_in_hours() > u64::from(most) * 24,
            Limit::WorkingDays(most) => {
                let rest = sum.days * 24 + sum.hours;
                match u64::from(most).checked_sub(sum.working_days) {
                    // The working days alone fill the limit, so that nothing may stand beside them.
                    None | Some(0) => sum.working_days > most.into() || rest > 0,
                    Some(left) => rest > most_days(left) * 24,
                }
            }
        }
    }
}

/// Limits in a row, added up by their unit.
#[derive(Default)]
struct Sum {
    hours: u64,
    days: u64,
    working_days: u64,
}

impl Sum {
    fn of(parts: &[Limit]) -> Sum {
        let mut sum = Sum::default();
        for part in parts {
            match *part {
                Limit::AtOnce => {}
                Limit::Hours(n) => sum.hours += u64::from(n),
                Limit::Days(n) => sum.days += u64::from(n),
                Limit::WorkingDays(n) => sum.working_days += u64::from(n),
            }
        }
        sum
    }

    fn is_nothing(&self) -> bool {
        self.hours + self.days + self.working_days == 0
    }

    /// The least hours by the clock. The last working day counts its eight hours only: who says 8小时 may mean that day.
    fn least_hours(&self) -> u64 {
        let working = self.working_days.checked_sub(1).map_or(0, |n| n * 24 + 8);
        self.hours + self.days * 24 + working
    }

    /// The least hours where the working days are taken as calendar days.
    fn least_days_in_hours(&self) -> u64 {
        self.hours + (self.days + least_days(self.working_days)) * 24
    }
}

/// The fewest calendar days that hold `n` working days: a week-end after every five of them, less the days off that the
/// State Council makes working days. Those are at most two after one holiday, and in a long stretch two more before the next.
fn least_days(n: u64) -> u64 {
    let week_ends = n.saturating_sub(1) / 5 * 2;
    let made_up = if n <= 30 { 2 } else { 4 };
    n + week_ends.saturating_sub(made_up)
}

/// The most calendar days that `n` working days can take: their week-ends, and the longest holiday (nine days off in a row)
/// once in every thirty working days.
fn most_days(n: u64) -> u64 {
    n + n.div_ceil(5) * 2 + 9 * (n / 30 + 1)
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Limit::AtOnce => f.write_str("当场"),
            Limit::Hours(n) => write!(f, "{n}小时"),
            Limit::Days(n) => write!(f, "{n}日"),
            Limit::WorkingDays(n) => write!(f, "{n}个工作日"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Limit::{self, AtOnce, Days, Hours, WorkingDays};

    #[test]
    fn reads_and_writes() {
        for (text, limit) in [
            ("当场", AtOnce),
            ("24小时", Hours(24)),
            ("10日", Days(10)),
            ("2个工作日", WorkingDays(2)),
        ] {
            assert_eq!(Limit::parse(text), Some(limit));
            assert_eq!(limit.to_string(), text);
        }
        for bad in ["", "很快", "两天", "个工作日", "5", "-1日"] {
            assert_eq!(Limit::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn compares_only_what_is_certain() {
        assert!(Limit::exceeds(
            &[WorkingDays(2), AtOnce, WorkingDays(1)],
            WorkingDays(2)
        ));
        assert!(!Limit::exceeds(
            &[WorkingDays(1), WorkingDays(1)],
            WorkingDays(2)
        ));
        assert!(!Limit::exceeds(&[Days(12)], WorkingDays(10)));
        assert!(Limit::exceeds(&[Days(60)], WorkingDays(10)));
        assert!(Limit::exceeds(&[Hours(1)], AtOnce));
        assert!(!Limit::exceeds(&[AtOnce], AtOnce));
    }

    #[test]
    fn unlike_units_compare_where_no_calendar_lets_them_fit() {
        for (parts, whole) in [
            (vec![WorkingDays(20)], Days(20)),
            (vec![Hours(3), WorkingDays(2)], WorkingDays(2)),
            (vec![WorkingDays(2), Days(1)], WorkingDays(2)),
            (vec![Days(38)], WorkingDays(20)),
            (vec![WorkingDays(10), Days(24)], WorkingDays(20)),
            (vec![Days(2), Hours(1)], Days(2)),
            (vec![Hours(49)], Days(2)),
            (vec![Days(1), Hours(1)], Hours(24)),
            (vec![WorkingDays(1)], Hours(4)),
            (vec![WorkingDays(2)], Hours(24)),
            (vec![WorkingDays(1)], AtOnce),
        ] {
            assert!(Limit::exceeds(&parts, whole), "{parts:?} > {whole}");
        }
        for (parts, whole) in [
            (vec![Days(35)], WorkingDays(20)),
            (vec![Days(37)], WorkingDays(20)),
            (vec![WorkingDays(5)], Days(5)),
            (vec![WorkingDays(7)], Days(7)),
            (vec![WorkingDays(20)], Days(26)),
            (vec![WorkingDays(1), Hours(24)], WorkingDays(2)),
            (vec![Hours(24)], Days(1)),
            (vec![WorkingDays(1)], Hours(8)),
            (vec![], AtOnce),
        ] {
            assert!(!Limit::exceeds(&parts, whole), "{parts:?} <= {whole}");
        }
    }

    #[test]
    fn no_stretch_of_the_calendar_is_shorter_or_longer_than_assumed() {
        let mut calendar = crate::values::WorkCalendar::default();
        calendar.add(include_str!("holidays.json")).unwrap();
        let first = crate::values::Day::parse("2025-01-01").unwrap();
        for offset in 0..600 {
            let start = first.plus(offset);
            for n in 1..=40 {
                let mut missing = None;
                let end = calendar.after_working_days(start, n, &mut missing);
                if missing.is_some() {
                    continue;
                }
                let days = u64::try_from(end.since(start)).unwrap();
                let n = u64::from(n);
                assert!(super::least_days(n) <= days, "{n} from {start}: {days}");
                assert!(days <= super::most_days(n), "{n} from {start}: {days}");
            }
        }
    }
}
