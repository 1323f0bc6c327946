//! The period that an account covers.

use std::fmt;

use super::Day;

/// A stretch of days, both ends counted, that remembers how it was written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    form: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Year,
    Quarter(i8),
    Month,
    Range,
}

impl Period {
    /// Reads `2026`, `2026-09`, `2026-Q3` or `2026-07-01/2026-09-30`.
    pub fn parse(text: &str) -> Option<Period> {
        let text = text.trim();
        if let Some((from, to)) = text.split_once('/') {
            let (from, to) = (Day::parse(from)?, Day::parse(to)?);
            return (from <= to).then_some(Period {
                from,
                to,
                form: Form::Range,
            });
        }
        let (year, rest) = text.split_once('-').unwrap_or((text, ""));
        let year: i16 = (year.len() == 4).then(|| year.parse().ok())??;
        let span = |first: i8, months: i64, form| {
            let from = Day::new(year, first, 1)?;
            Some(Period {
                from,
                to: from.plus_months(months - 1).month_end(),
                form,
            })
        };
        if rest.is_empty() {
            return if text.contains('-') {
                None
            } else {
                span(1, 12, Form::Year)
            };
        }
        if let Some(quarter) = rest.strip_prefix(['Q', 'q']) {
            let quarter: i8 = quarter.parse().ok().filter(|q| (1..=4).contains(q))?;
            return span(quarter * 3 - 2, 3, Form::Quarter(quarter));
        }
        let month: i8 = (rest.len() == 2).then(|| rest.parse().ok())??;
        span(month, 1, Form::Month)
    }

    /// The month, quarter or year that `day` lies in, by its length in `months`: 1, 3 or 12.
    pub fn around(day: Day, months: i8) -> Option<Period> {
        let first = (day.month() - 1) / months.max(1) * months.max(1) + 1;
        let form = match months {
            1 => Form::Month,
            3 => Form::Quarter((first + 2) / 3),
            12 => Form::Year,
            _ => return None,
        };
        let from = Day::new(day.year(), first, 1)?;
        Some(Period {
            from,
            to: from.plus_months(i64::from(months) - 1).month_end(),
            form,
        })
    }

    /// Whether the two share a day.
    pub fn overlaps(&self, other: &Period) -> bool {
        self.from <= other.to && other.from <= self.to
    }

    /// The key of the period's printed form and its numbers, for the string tables (`period.quarter` with `n` = 3).
    pub fn label(&self) -> (&'static str, i8) {
        match self.form {
            Form::Year => ("period.year", 0),
            Form::Quarter(quarter) => ("period.quarter", quarter),
            Form::Month => ("period.month", self.from.month()),
            Form::Range => ("period.range", 0),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.form {
            Form::Year => write!(f, "{}", self.from.year()),
            Form::Quarter(quarter) => write!(f, "{}-Q{quarter}", self.from.year()),
            Form::Month => write!(f, "{}-{:02}", self.from.year(), self.from.month()),
            Form::Range => write!(f, "{}/{}", self.from, self.to),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Period;

    #[test]
    fn a_day_lies_in_a_month_a_quarter_and_a_year() {
        let day = super::Day::parse("2026-11-22").unwrap();
        for (months, text) in [(1, "2026-11"), (3, "2026-Q4"), (12, "2026")] {
            assert_eq!(Period::around(day, months), Period::parse(text));
        }
        assert_eq!(Period::around(day, 5), None);
    }

    #[test]
    fn reads_the_four_forms() {
        for (text, from, to) in [
            ("2026", "2026-01-01", "2026-12-31"),
            ("2026-Q3", "2026-07-01", "2026-09-30"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2026-07-01/2026-09-15", "2026-07-01", "2026-09-15"),
        ] {
            let period = Period::parse(text).unwrap();
            assert_eq!(
                (period.from.to_string(), period.to.to_string()),
                (from.into(), to.into())
            );
            assert_eq!(period.to_string(), text);
        }
        for bad in [
            "2026-Q5",
            "2026-13",
            "26",
            "2026-",
            "2026-09-30/2026-07-01",
            "第三季度",
        ] {
            assert_eq!(Period::parse(bad), None, "{bad}");
        }
    }
}
