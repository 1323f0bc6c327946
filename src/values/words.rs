//! Sums in everyday Chinese words (四万五千元), as they are said and as newspapers print them; not the capitals of a cheque (肆万伍仟元整).

use chinese_number::{ChineseCase, ChineseCountMethod, ChineseVariant, NumberToChinese};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// 一亿.
const YI: u64 = 100_000_000;

/// From here on sums are read in figures: a county's are far below it.
const TOO_LARGE: u64 = YI * YI;

/// `yuan` in words: 45000.50 is 四万五千元五角, 0.05 is 五分, -12 is 负十二元. Two is 二 throughout (二百, 二千), as in print, never 两.
///
/// None where words do not help: a sum of 10^16 yuan and more, or one with a part finer than a fen.
pub fn money_words(yuan: Decimal) -> Option<String> {
    let fen = yuan.abs().checked_mul(Decimal::ONE_HUNDRED)?.normalize();
    if !fen.is_integer() {
        return None;
    }
    let fen = fen.to_u64()?;
    let (yuan_part, jiao, cents) = (fen / 100, fen / 10 % 10, fen % 10);
    if yuan_part >= TOO_LARGE {
        return None;
    }
    let mut words = String::new();
    if yuan.is_sign_negative() && fen > 0 {
        words.push('负');
    }
    if yuan_part > 0 || fen == 0 {
        words.push_str(&count_words(yuan_part)?);
        words.push('元');
    }
    if jiao > 0 {
        words.push_str(&count_words(jiao)?);
        words.push('角');
    } else if cents > 0 && yuan_part > 0 {
        words.push('零');
    }
    if cents > 0 {
        words.push_str(&count_words(cents)?);
        words.push('分');
    }
    Some(words)
}

/// A count below 10^16 in words.
fn count_words(n: u64) -> Option<String> {
    let spell = |n: u64| {
        n.to_chinese(
            ChineseVariant::Simple,
            ChineseCase::Lower,
            ChineseCountMethod::TenThousand,
        )
        .ok()
    };
    // The library says 兆 for 10^12, which on the mainland is 万亿: what lies above 亿 is spelled by itself.
    let (high, low) = (n / YI, n % YI);
    if high < 10_000 {
        return spell(n);
    }
    let mut words = spell(high)?;
    words.push('亿');
    if low > 0 {
        if low < YI / 10 {
            words.push('零');
        }
        let low = spell(low)?;
        // 十 begins a number only where nothing is before it.
        if low.starts_with('十') {
            words.push('一');
        }
        words.push_str(&low);
    }
    Some(words)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::values::{Unit, parse_decimal};

    #[test]
    fn sums_are_said_as_people_say_them() {
        for (figure, words) in [
            ("0", "零元"),
            ("-0.00", "零元"),
            ("10", "十元"),
            ("12", "十二元"),
            ("20", "二十元"),
            ("105", "一百零五元"),
            ("110", "一百一十元"),
            ("200", "二百元"),
            ("2000", "二千元"),
            ("2222", "二千二百二十二元"),
            ("1010", "一千零一十元"),
            ("45000", "四万五千元"),
            ("45000.50", "四万五千元五角"),
            ("45,000.05", "四万五千元零五分"),
            ("45000.55", "四万五千元五角五分"),
            ("0.5", "五角"),
            ("0.05", "五分"),
            ("0.12", "一角二分"),
            ("10005", "一万零五元"),
            ("100010", "十万零一十元"),
            ("110010", "十一万零一十元"),
            ("2000000", "二百万元"),
            ("10000000", "一千万元"),
            ("120000000", "一亿二千万元"),
            ("100000010", "一亿零一十元"),
            ("1000100010", "十亿零一十万零一十元"),
            ("1000000000000", "一万亿元"),
            ("1000000100000", "一万亿零一十万元"),
            ("1234500000000", "一万二千三百四十五亿元"),
            ("1000012000000", "一万亿一千二百万元"),
            ("-3.20", "负三元二角"),
        ] {
            assert_eq!(
                money_words(parse_decimal(figure).unwrap()).as_deref(),
                Some(words),
                "{figure}"
            );
        }
        let wan = Unit::WanYuan.to_yuan(parse_decimal("6254.0975").unwrap());
        assert_eq!(money_words(wan).unwrap(), "六千二百五十四万零九百七十五元");
    }

    #[test]
    fn what_words_cannot_say_stays_in_figures() {
        for figure in [
            "0.005",
            "10000000000000000",
            "79228162514264337593543950335",
        ] {
            assert_eq!(
                money_words(parse_decimal(figure).unwrap()),
                None,
                "{figure}"
            );
        }
    }

    /// The count that `words` say.
    fn read_count(words: &str) -> u64 {
        let (mut all, mut section, mut digit) = (0, 0, 0);
        for c in words.chars() {
            match c {
                '零' => digit = 0,
                '十' => {
                    // 十二 has no 一 before it.
                    section += if digit == 0 { 1 } else { digit } * 10;
                    digit = 0;
                }
                '百' | '千' => {
                    section += digit * if c == '百' { 100 } else { 1000 };
                    digit = 0;
                }
                '万' => {
                    all += (section + digit) * 10_000;
                    (section, digit) = (0, 0);
                }
                '亿' => {
                    all = (all + section + digit) * YI;
                    (section, digit) = (0, 0);
                }
                c => digit = 1 + "一二三四五六七八九".chars().position(|d| d == c).unwrap() as u64,
            }
        }
        all + section + digit
    }

    /// The fen that `words` say.
    fn read_fen(words: &str) -> i64 {
        let (sign, words) = match words.strip_prefix('负') {
            Some(rest) => (-1, rest),
            None => (1, words),
        };
        let (yuan, rest) = words.split_once('元').unwrap_or(("", words));
        let (jiao, rest) = rest.split_once('角').unwrap_or(("", rest));
        let fen = rest.strip_suffix('分').unwrap_or("");
        let fen = read_count(yuan) * 100 + read_count(jiao) * 10 + read_count(fen);
        sign * i64::try_from(fen).unwrap()
    }

    proptest! {
        #[test]
        fn words_say_exactly_the_sum(fen in prop_oneof![-2_000_000i64..2_000_000, -999_999_999_999_999_999i64..=999_999_999_999_999_999]) {
            let words = money_words(Decimal::new(fen, 2)).unwrap();
            prop_assert_eq!(read_fen(&words), fen, "{}", words);
            prop_assert!(!words.contains("零零") && !words.contains('兆'), "{}", words);
        }
    }
}
