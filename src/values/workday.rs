//! Working days by the State Council's yearly holiday notices.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::Day;

/// Days off and make-up working days, year by year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkCalendar {
    years: BTreeMap<i16, Year>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Year {
    off: BTreeSet<Day>,
    work: BTreeSet<Day>,
}

/// A table as the data file holds it: holiday name → days off, and the week-end days that are worked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct YearData {
    #[serde(default)]
    off: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    work: Vec<String>,
}

/// A working day was asked for in a year that has no table; week-ends alone were counted there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MissingYear(pub i16);

impl WorkCalendar {
    /// Adds the years of a table: JSON or YAML of `{"2026": {"off": {"元旦": ["2026-01-01"]}, "work": []}}`. A year that is
    /// already there is replaced.
    ///
    /// # Errors
    /// The text is not such a table, or holds something that is not a day; the message says which.
    pub fn add(&mut self, text: &str) -> Result<(), String> {
        let data: BTreeMap<String, YearData> =
            serde_yaml::from_str(text).map_err(|error| error.to_string())?;
        let days = |list: Vec<String>| {
            list.iter()
                .map(|text| Day::parse(text).ok_or_else(|| text.clone()))
                .collect::<Result<BTreeSet<Day>, String>>()
        };
        for (year, table) in data {
            let number: i16 = year.parse().map_err(|_| year.clone())?;
            let off = days(table.off.into_values().flatten().collect())?;
            self.years.insert(
                number,
                Year {
                    off,
                    work: days(table.work)?,
                },
            );
        }
        Ok(())
    }

    /// Whether people work on `day`.
    ///
    /// # Errors
    /// [`MissingYear`] if there is no table for the day's year.
    pub fn works(&self, day: Day) -> Result<bool, MissingYear> {
        let table = self.years.get(&day.year()).ok_or(MissingYear(day.year()))?;
        // The holiday notice of one year can name days of the next (New Year).
        let neighbour = |year: i16, pick: fn(&Year) -> &BTreeSet<Day>| {
            self.years
                .get(&year)
                .is_some_and(|t| pick(t).contains(&day))
        };
        if table.work.contains(&day) || neighbour(day.year() - 1, |t| &t.work) {
            return Ok(true);
        }
        if table.off.contains(&day) || neighbour(day.year() - 1, |t| &t.off) {
            return Ok(false);
        }
        Ok(!day.is_weekend())
    }

    fn works_or_guess(&self, day: Day, missing: &mut Option<MissingYear>) -> bool {
        self.works(day).unwrap_or_else(|year| {
            missing.get_or_insert(year);
            !day.is_weekend()
        })
    }

    /// The last of `count` working days after `start`; `start` itself is not counted (Civil Code art. 201).
    pub fn after_working_days(
        &self,
        start: Day,
        count: u32,
        missing: &mut Option<MissingYear>,
    ) -> Day {
        let mut day = start;
        let mut left = count;
        while left > 0 {
            day = day.plus(1);
            if self.works_or_guess(day, missing) {
                left -= 1;
            }
        }
        day
    }

    /// The last of `count` calendar days after `start`, moved on to a working day (Civil Code arts. 201 and 203).
    pub fn after_days(&self, start: Day, count: u32, missing: &mut Option<MissingYear>) -> Day {
        let mut day = start.plus(count.into());
        while count > 0 && !self.works_or_guess(day, missing) {
            day = day.plus(1);
        }
        day
    }

    /// How many working days lie after `start` up to and with `end`.
    pub fn working_days_between(
        &self,
        start: Day,
        end: Day,
        missing: &mut Option<MissingYear>,
    ) -> u32 {
        let mut day = start;
        let mut count = 0;
        while day < end {
            day = day.plus(1);
            count += u32::from(self.works_or_guess(day, missing));
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar() -> WorkCalendar {
        let mut calendar = WorkCalendar::default();
        calendar.add(include_str!("holidays.json")).unwrap();
        calendar
    }

    fn five_after(text: &str) -> String {
        let mut missing = None;
        let end = calendar().after_working_days(Day::parse(text).unwrap(), 5, &mut missing);
        assert_eq!(missing, None);
        end.to_string()
    }

    #[test]
    fn five_working_days_across_the_holidays_of_2025_and_2026() {
        assert_eq!(five_after("2025-09-29"), "2025-10-13");
        assert_eq!(five_after("2025-01-26"), "2025-02-08");
        assert_eq!(five_after("2026-11-18"), "2026-11-25");
    }

    #[test]
    fn calendar_days_end_on_a_working_day() {
        let mut missing = None;
        let end = calendar().after_days(Day::parse("2025-09-24").unwrap(), 7, &mut missing);
        assert_eq!((end.to_string().as_str(), missing), ("2025-10-09", None));
    }

    #[test]
    fn a_year_without_a_table_is_reported_and_week_ends_still_count() {
        let mut missing = None;
        let end = calendar().after_working_days(Day::parse("2031-01-01").unwrap(), 5, &mut missing);
        assert_eq!(
            (end.to_string().as_str(), missing),
            ("2031-01-08", Some(MissingYear(2031)))
        );
    }

    #[test]
    fn a_site_adds_a_year() {
        let mut calendar = calendar();
        calendar
            .add("\"2031\":\n  off:\n    元旦: [2031-01-02]\n")
            .unwrap();
        assert_eq!(calendar.works(Day::parse("2031-01-02").unwrap()), Ok(false));
        assert!(calendar.add("\"2031\": {off: {元旦: [明天]}}").is_err());
    }
}
