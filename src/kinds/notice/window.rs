//! The length of a public notice.
//!
//! The day of posting is not counted (Civil Code art. 201). A period of calendar days whose last day is a day off runs on to the next working day
//! (art. 203); a period of working days is counted by the holiday table. The least length comes from the rules profile, by the notice's matter.

use serde::Serialize;

use super::Window;
use crate::kinds::{Context, Minimum, Profile};
use crate::values::{Day, Limit, MissingYear, WorkCalendar};

/// Longest length that is counted: ten years of days. A slip such as 50000000日 must not hold up a build.
const MOST: u32 = 3660;

/// Most days that are drawn one by one: 30 working days fit with the longest holidays, and a box is still 5 pixels wide on a telephone.
const STRIP: i64 = 66;

/// What a window is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Count {
    /// Working days.
    WorkingDays,
    /// Calendar days.
    Days,
}

impl Count {
    /// The phrase that says how many are left.
    pub fn running(self) -> &'static str {
        match self {
            Count::WorkingDays => "status.notice.running-working-days",
            Count::Days => "status.notice.running",
        }
    }
}

/// Where a window stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Not begun.
    Upcoming,
    /// From the day of posting to the last day.
    Running,
    /// Over; the outcome is still owed.
    Waiting,
    /// Over, and its outcome is there.
    Concluded,
    /// Over, and no outcome is owed.
    Expired,
}

/// The least length that the rules profile lays down for a matter.
#[derive(Debug, Clone, Copy)]
pub struct Least<'a> {
    /// As the profile has it, with its basis.
    pub rule: &'a Minimum,
    /// The same as a limit.
    pub limit: Limit,
    /// The first day on which a window may end.
    pub end: Day,
}

/// What is left of a running window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Left {
    /// How many days that count come after today; 0 only on the last day.
    pub n: u32,
    /// What they are.
    pub unit: Count,
}

/// One day of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct StripDay {
    /// The day.
    pub day: Day,
    /// Its day of the week, 1 for Monday to 7 for Sunday.
    pub weekday: i8,
    /// Whether it counts towards the length.
    pub counted: bool,
    /// Whether it is over.
    pub past: bool,
    /// Whether it is today.
    pub today: bool,
}

/// How many days of a strip are what. Today is none of the others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct StripTally {
    /// Counted and over.
    pub gone: u32,
    /// 1 if today is among them.
    pub today: u32,
    /// Counted and to come.
    pub ahead: u32,
    /// Not counted.
    pub off: u32,
}

impl StripTally {
    /// Counts `strip`.
    pub fn of(strip: &[StripDay]) -> StripTally {
        let mut tally = StripTally::default();
        for day in strip {
            *match (day.today, day.counted, day.past) {
                (true, ..) => &mut tally.today,
                (_, false, _) => &mut tally.off,
                (_, _, true) => &mut tally.gone,
                _ => &mut tally.ahead,
            } += 1;
        }
        tally
    }
}

/// A window with its end computed.
#[derive(Debug, Clone, Copy)]
pub struct Span<'a> {
    /// The day of posting.
    pub from: Day,
    /// The last day: as written, or else computed from the length.
    pub to: Day,
    /// The last day that the written length gives, if one is written.
    pub by_length: Option<Day>,
    /// The least length, if the profile has one for the matter.
    pub least: Option<Least<'a>>,
    /// What it is counted in: working days as soon as the law or the notice speaks of them.
    pub unit: Count,
    /// How many days it counts.
    pub counted: u32,
    /// A year without a holiday table in which one was needed.
    pub missing: Option<MissingYear>,
}

impl<'a> Span<'a> {
    /// Computes `window` of a notice about `matter`; none if neither its end nor its length is written.
    pub fn of(window: &Window, matter: Option<&str>, cx: &Context<'a>) -> Option<Span<'a>> {
        let from = window.from.value;
        let mut missing = None;
        let length = window.days.as_ref().map(|days| days.value);
        let by_length = length.map(|length| end_of(from, length, cx.calendar, &mut missing));
        let to = window.to.as_ref().map(|to| to.value).or(by_length)?;
        let least = matter
            .and_then(|matter| minimum(cx.profile, matter))
            .and_then(|rule| {
                let limit = rule.limit()?;
                let end = end_of(from, limit, cx.calendar, &mut missing);
                Some(Least { rule, limit, end })
            });
        let in_working_days = [length, least.map(|least| least.limit)]
            .iter()
            .any(|limit| matches!(limit, Some(Limit::WorkingDays(_))));
        let unit = if in_working_days {
            Count::WorkingDays
        } else {
            Count::Days
        };
        Some(Span {
            from,
            to,
            by_length,
            least,
            unit,
            counted: count(unit, from, to, cx.calendar, &mut missing),
            missing,
        })
    }

    /// What comes after the day of `cx`, of a window that runs on it.
    pub fn left(&self, cx: &Context<'_>) -> Left {
        let after_today = |unit| count(unit, cx.day, self.to, cx.calendar, &mut None);
        match after_today(self.unit) {
            // Days off alone are left (a written end on a Sunday): today is not the last day yet.
            0 => Left {
                n: after_today(Count::Days),
                unit: Count::Days,
            },
            n => Left { n, unit: self.unit },
        }
    }

    /// Every day from the posting to the end; empty if they are too many to draw.
    pub fn strip(&self, cx: &Context<'_>) -> Vec<StripDay> {
        let days = self.to.since(self.from) + 1;
        if days > STRIP {
            return Vec::new();
        }
        (0..days)
            .map(|n| {
                let day = self.from.plus(n);
                StripDay {
                    day,
                    weekday: day.weekday(),
                    counted: n > 0
                        && count(self.unit, day.plus(-1), day, cx.calendar, &mut None) > 0,
                    past: day < cx.day,
                    today: day == cx.day,
                }
            })
            .collect()
    }
}

/// The matter of the profile that `matter` may be a slip for; none if the profile knows it, or nothing is near.
pub fn mistaken<'p>(profile: &'p Profile, matter: &str) -> Option<&'p str> {
    if minimum(profile, matter).is_some() {
        return None;
    }
    let near = profile
        .windows
        .keys()
        .map(|name| (strsim::normalized_damerau_levenshtein(name, matter), name));
    near.filter(|(closeness, _)| *closeness >= 0.5)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name.as_str())
}

/// The minimum for `matter`: the entry of that name, or the one with the longest name that `matter` contains.
pub fn minimum<'p>(profile: &'p Profile, matter: &str) -> Option<&'p Minimum> {
    profile.windows.get(matter).or_else(|| {
        profile
            .windows
            .iter()
            .filter(|(name, _)| matter.contains(name.as_str()))
            .max_by_key(|(name, _)| name.chars().count())
            .map(|(_, minimum)| minimum)
    })
}

/// The last day of a window posted on `from` that lasts `length`.
pub fn end_of(
    from: Day,
    length: Limit,
    calendar: &WorkCalendar,
    missing: &mut Option<MissingYear>,
) -> Day {
    match length {
        Limit::AtOnce => from,
        Limit::Hours(n) => calendar.after_days(from, n.div_ceil(24).min(MOST), missing),
        Limit::Days(n) => calendar.after_days(from, n.min(MOST), missing),
        Limit::WorkingDays(n) => calendar.after_working_days(from, n.min(MOST), missing),
    }
}

/// How many days of `unit` lie after `start` up to and with `end`.
fn count(
    unit: Count,
    start: Day,
    end: Day,
    calendar: &WorkCalendar,
    missing: &mut Option<MissingYear>,
) -> u32 {
    // A slip of the pen such as the year 9999 must not hold up a build either.
    let end = end.min(start.plus(i64::from(MOST)));
    match unit {
        Count::WorkingDays => calendar.working_days_between(start, end, missing),
        Count::Days => u32::try_from(end.since(start)).unwrap_or(0),
    }
}
