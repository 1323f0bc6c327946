//! Names of sets that begin with how many they are: 六个一, 八项制度, 五必宣, 四议两公开.

use super::numeral::{digit, number};

/// A number in Arabic digits above this is part of a name (1234工作法, 365服务), not a count.
const MOST_IN_DIGITS: u32 = 99;

/// The counts that a name states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stated {
    /// The first one: 4 in 四议两公开.
    pub first: u32,
    /// All of them together: 6 there, and 9 in 六有三一.
    pub all: u32,
}

impl Stated {
    /// The counts in `name`; none if it begins with no count, as 一站式 would not be asked about and 1234工作法 and 三八红旗手 state none.
    pub fn of(name: &str) -> Option<Stated> {
        let name = name
            .trim()
            .trim_matches(['“', '”', '"', '「', '」', '《', '》']);
        let (first, mut rest) = count(name)?;
        let mut all = first;
        while let Some(c) = rest.chars().next() {
            match count(rest) {
                Some((more, after)) => {
                    all = all.saturating_add(more);
                    rest = after;
                }
                None => rest = &rest[c.len_utf8()..],
            }
        }
        Some(Stated { first, all })
    }

    /// Whether a set of `members` bears its name rightly.
    pub fn agrees(self, members: usize) -> bool {
        [self.first, self.all]
            .iter()
            .any(|stated| usize::try_from(*stated) == Ok(members))
    }
}

/// The count that `text` begins with, and what follows. The last 一 of 六个一 counts nothing: it is what there are six of.
fn count(text: &str) -> Option<(u32, &str)> {
    let is_digit = |c: char| digit(c).is_some();
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        let end = text
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len());
        let value: u32 = text[..end].parse().ok()?;
        let rest = &text[end..];
        return (value <= MOST_IN_DIGITS && value > 0 && !rest.is_empty()).then_some((value, rest));
    }
    // 三一 at the end of a name is three times 一.
    let mut chars = text.chars();
    if let (Some(head), Some('一'), None) = (chars.next(), chars.next(), chars.next()) {
        return digit(head).map(|n| (n, "")).filter(|(n, _)| *n > 0);
    }
    let end = text
        .find(|c: char| !is_digit(c) && !matches!(c, '十' | '百'))
        .unwrap_or(text.len());
    let (figures, rest) = text.split_at(end);
    let read = number(figures).filter(|own| own.rest.is_empty())?;
    let value = u32::try_from(read.value).ok()?;
    (value > 0 && !rest.is_empty()).then_some((value, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_states_how_many_it_has() {
        for (name, first, all) in [
            ("六个一", 6, 6),
            ("八项制度", 8, 8),
            ("十项内容", 10, 10),
            ("十二条措施", 12, 12),
            ("五必宣", 5, 5),
            ("“三农”", 3, 3),
            ("四议两公开", 4, 6),
            ("三会一课", 3, 4),
            ("六有三一", 6, 9),
            ("三重一大", 3, 4),
            ("十坚持十不准", 10, 20),
            ("8项制度", 8, 8),
            ("5+2工作法", 5, 7),
            ("二十字方针", 20, 20),
        ] {
            let stated = Stated::of(name).unwrap_or_else(|| panic!("{name}"));
            assert_eq!((stated.first, stated.all), (first, all), "{name}");
            assert!(stated.agrees(first as usize) && stated.agrees(all as usize));
            assert!(!stated.agrees(all as usize + 1));
        }
    }

    #[test]
    fn a_name_without_a_count_states_none() {
        for name in [
            "1234工作法",
            "365服务",
            "8433工程",
            "三八红旗手",
            "民情日记",
            "零距离",
            "",
            "六",
            "第一书记",
        ] {
            assert_eq!(Stated::of(name), None, "{name}");
        }
    }
}
