//! Numbers as they are written among words: `1,238`, `16万`, `三百二十`, `1亿2000万`, `10多万`.

use rust_decimal::Decimal;

use super::parse_decimal;

/// Larger numbers are slips of the pen; below this nothing that is reckoned with them leaves the range of exact decimals.
const LARGEST: i64 = 1_000_000_000_000_000;

/// More decimals than these are no count and no measure.
const FINEST: u32 = 8;

/// Units of measure that begin like a numeral: 千米 is no thousand metres to whoever writes it.
const MEASURES: [&str; 9] = [
    "百分", "千米", "千克", "千瓦", "千伏", "千卡", "千帕", "千升", "千分",
];

/// A number at the beginning of a text.
#[derive(Debug, Clone, Copy)]
pub struct Number<'t> {
    /// Its value.
    pub value: Decimal,
    /// What one more of its last significant digit is: 100 in 600, 10,000 in 16万, 0.1 in 2.5.
    pub step: Decimal,
    /// Whether it is followed by a scale after 余, 多 or 几, as in 10多万.
    pub and_more: Option<&'static str>,
    /// What follows it.
    pub rest: &'t str,
}

/// Words between a number and its scale, or right behind it, that say there is somewhat more.
pub const MORE: [&str; 3] = ["余", "多", "几"];

/// What a Chinese digit stands for.
pub fn digit(c: char) -> Option<u32> {
    match c {
        '两' => Some(2),
        '双' => None,
        '零' | '〇' => Some(0),
        _ => "一二三四五六七八九"
            .chars()
            .position(|own| own == c)
            .and_then(|at| u32::try_from(at + 1).ok()),
    }
}

/// A number on its way.
#[derive(Debug, Default)]
struct Sum {
    /// What lies above the last 万 or 亿.
    above: Decimal,
    /// What was read since.
    section: Decimal,
    /// The last digits, which no 十, 百 or 千 has followed yet.
    digits: Option<Decimal>,
    step: Decimal,
    /// The last 十, 百 or 千 since the last 万 or 亿: they must become smaller.
    small: Option<Decimal>,
    /// The last 万 or 亿.
    great: Option<Decimal>,
    /// Whether the last scale was a hundred or more and no nought has followed: 三百二 is 320 to who says it.
    curt: bool,
    /// Whether anything was read.
    any: bool,
}

impl Sum {
    fn figures(&mut self, value: Decimal, step: Decimal) -> Option<()> {
        if self.digits.is_some() {
            return None;
        }
        (self.digits, self.step, self.any) = (Some(value), step, true);
        Some(())
    }

    /// 十, 百 or 千.
    fn small(&mut self, by: Decimal) -> Option<()> {
        if self.small.is_some_and(|last| last <= by) {
            return None;
        }
        // 十二 has no 一 before it.
        if self.digits.is_none() {
            self.step = Decimal::ONE;
        }
        let digits = self.digits.take().unwrap_or(Decimal::ONE);
        self.section = self.section.checked_add(digits.checked_mul(by)?)?;
        self.step = self.step.checked_mul(by)?;
        (self.small, self.any) = (Some(by), true);
        self.curt = by > Decimal::TEN;
        Some(())
    }

    /// 万 or 亿.
    fn great(&mut self, by: Decimal) -> Option<()> {
        let section = self
            .section
            .checked_add(self.digits.take().unwrap_or_default())?;
        self.above = match self.great {
            // 3万亿 is a 亿 of 万.
            Some(last) if last < by => self.above.checked_add(section)?.checked_mul(by)?,
            Some(last) if last == by => return None,
            _ => self.above.checked_add(section.checked_mul(by)?)?,
        };
        self.step = self.step.checked_mul(by)?;
        (self.section, self.small, self.great) = (Decimal::ZERO, None, Some(by));
        self.curt = true;
        Some(())
    }
}

/// The number that `text` begins with.
pub fn number(text: &str) -> Option<Number<'_>> {
    let (mut rest, mut sum, mut and_more) = (text, Sum::default(), None);
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        if MEASURES.iter().any(|unit| rest.starts_with(unit)) {
            break;
        }
        match c {
            '0'..='9' => {
                let end = rest
                    .find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.')))
                    .unwrap_or(rest.len());
                let value = parse_decimal(&rest[..end]).filter(|value| value.scale() <= FINEST)?;
                sum.figures(value, step_of(value))?;
                rest = &rest[end..];
                continue;
            }
            '十' | '百' | '千' if sum.any || c == '十' => sum.small(scale(c)?)?,
            '万' | '亿' if sum.any => sum.great(scale(c)?)?,
            // A nought between the digits only says that a place is empty.
            '零' | '〇' if sum.any && sum.digits.is_none() => sum.curt = false,
            _ => match (digit(c), more_before_scale(rest).filter(|_| sum.any)) {
                (Some(digit), _) => sum.figures(digit.into(), Decimal::ONE)?,
                (None, Some(word)) if and_more.is_none() => and_more = Some(word),
                _ => break,
            },
        }
        rest = after;
    }
    let value = sum
        .above
        .checked_add(sum.section)?
        .checked_add(sum.digits.unwrap_or_default())?;
    let is_curt = sum.curt && sum.digits.is_some();
    let is_scaled = sum.great.is_some() || sum.small.is_some();
    // Decimals are kept as they are written, but not those that a scale has used up.
    let plain = |number: Decimal| {
        if is_scaled {
            number.normalize()
        } else {
            number
        }
    };
    (sum.any && !is_curt && value <= Decimal::from(LARGEST)).then_some(Number {
        value: plain(value),
        step: plain(sum.step),
        and_more,
        rest,
    })
}

/// The word of [`MORE`] that `text` begins with, where a scale follows.
fn more_before_scale(text: &str) -> Option<&'static str> {
    MORE.into_iter().find(|word| {
        let after = text.strip_prefix(word);
        let is_unit = |after: &str| MEASURES.iter().any(|unit| after.starts_with(unit));
        after.is_some_and(|after| after.starts_with(['百', '千', '万', '亿']) && !is_unit(after))
    })
}

fn scale(c: char) -> Option<Decimal> {
    match c {
        '十' => Some(Decimal::TEN),
        '百' => Some(Decimal::ONE_HUNDRED),
        '千' => Some(Decimal::ONE_THOUSAND),
        '万' => Some(Decimal::from(10_000)),
        '亿' => Some(Decimal::from(100_000_000)),
        _ => None,
    }
}

/// What one more of the last significant digit of `value` is: decimals count as they are written, noughts at the end of a whole number do not.
fn step_of(value: Decimal) -> Decimal {
    if value.scale() > 0 {
        return Decimal::new(1, value.scale());
    }
    let mut step = Decimal::ONE;
    if value.is_zero() {
        return step;
    }
    while (value % (step * Decimal::TEN)).is_zero() {
        step *= Decimal::TEN;
    }
    step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_said() {
        for (text, value, step, rest) in [
            ("323", "323", "1", ""),
            ("1,238户", "1238", "1", "户"),
            ("600户", "600", "100", "户"),
            ("2.50亩", "2.50", "0.01", "亩"),
            ("16万", "160000", "10000", ""),
            ("10多万元", "100000", "100000", "元"),
            ("1.5亿元", "150000000", "10000000", "元"),
            ("1亿2000万", "120000000", "10000000", ""),
            ("3万亿", "3000000000000", "1000000000000", ""),
            ("三百二十户", "320", "10", "户"),
            ("十二", "12", "1", ""),
            ("二十", "20", "10", ""),
            ("一百零五人", "105", "1", "人"),
            ("两千", "2000", "1000", ""),
            ("一万零一十", "10010", "10", ""),
            ("3千", "3000", "1000", ""),
            ("5千米", "5", "1", "千米"),
            ("3百分点", "3", "1", "百分点"),
            ("0", "0", "1", ""),
            ("零", "0", "1", ""),
        ] {
            let own = number(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(own.value.to_string(), value, "{text}");
            assert_eq!(own.step.to_string(), step, "{text}");
            assert_eq!(own.rest, rest, "{text}");
        }
        assert_eq!(number("10多万").unwrap().and_more, Some("多"));
        assert_eq!(number("600多户").unwrap().rest, "多户");
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in [
            "",
            "户",
            "三八",
            "二〇二六",
            "千",
            "百户",
            "1.2.3",
            "1,23",
            "三万五万",
            "三十百",
            "99999999999999999999",
            "0.123456789",
            "3 5",
            "三百二",
            "一万二",
            "3万5",
        ] {
            let read = number(text).filter(|own| own.rest.is_empty());
            assert!(read.is_none(), "{text}: {read:?}");
        }
    }
}
