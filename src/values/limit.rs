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

    /// The least and the most hours that the limit can stand for. A working day is at least a calendar day, and `n`
    /// of them at most `n` days, their week-ends and the longest holiday (nine days off in a row).
    pub fn hours(self) -> (u64, u64) {
        match self {
            Limit::AtOnce => (0, 0),
            Limit::Hours(n) => (n.into(), n.into()),
            Limit::Days(n) => (u64::from(n) * 24, u64::from(n) * 24),
            Limit::WorkingDays(n) => {
                let n = u64::from(n);
                (n * 24, (n + n.div_ceil(5) * 2 + 9) * 24)
            }
        }
    }

    /// Whether limits in a row certainly take longer than `whole`. Equal units compare exactly; unequal ones only
    /// when no reading of them could fit.
    pub fn exceeds(parts: &[Limit], whole: Limit) -> bool {
        let same: Option<u64> = parts.iter().map(|part| part.in_unit_of(whole)).sum();
        match (same, whole.in_unit_of(whole)) {
            (Some(sum), Some(limit)) => sum > limit,
            _ => parts.iter().map(|part| part.hours().0).sum::<u64>() > whole.hours().1,
        }
    }

    fn in_unit_of(self, other: Limit) -> Option<u64> {
        match (self, other) {
            (Limit::AtOnce, _) => Some(0),
            (Limit::Hours(n), Limit::Hours(_))
            | (Limit::Days(n), Limit::Days(_))
            | (Limit::WorkingDays(n), Limit::WorkingDays(_)) => Some(n.into()),
            (Limit::Hours(n), Limit::AtOnce)
            | (Limit::Days(n), Limit::AtOnce)
            | (Limit::WorkingDays(n), Limit::AtOnce) => Some(n.into()),
            _ => None,
        }
    }
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
}
