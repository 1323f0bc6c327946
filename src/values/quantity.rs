//! Numbers with their units and with the words that say how exact they are: `600余户`, `约16万左右`, `近3000人`, `不少于3次`, `最高1200元`.
//!
//! What such a number can be is an [`Interval`], and two figures disagree only where their intervals miss each other. The widths follow what the words promise:
//!
//! - 余, 多: from the number up to where another number would be said, which is one more of its last significant digit (600余 is 600 to below 700, 16万余 160,000 to below 170,000);
//! - 近: from as far below it up to the number; below a power of ten, which is its only significant digit, down to its half;
//! - 约, 左右: half of that to either side;
//! - 以上, 不少于 and 最高, 以内: one bound only.

use std::fmt;
use std::ops::Bound;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use super::Interval;
use super::numeral::{MORE, Number, number};

/// How a number is to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sense {
    /// Somewhat more.
    More,
    /// Nearly.
    Nearly,
    /// About.
    About,
    /// At least.
    AtLeast,
    /// At most.
    AtMost,
}

/// Words before a number. A word stands before those that it begins with.
const BEFORE: [(&str, Sense); 22] = [
    ("不少于", Sense::AtLeast),
    ("不低于", Sense::AtLeast),
    ("不小于", Sense::AtLeast),
    ("最低", Sense::AtLeast),
    ("最少", Sense::AtLeast),
    ("至少", Sense::AtLeast),
    ("超过", Sense::AtLeast),
    ("超", Sense::AtLeast),
    ("不超过", Sense::AtMost),
    ("不多于", Sense::AtMost),
    ("不高于", Sense::AtMost),
    ("不大于", Sense::AtMost),
    ("最高", Sense::AtMost),
    ("最多", Sense::AtMost),
    ("至多", Sense::AtMost),
    ("接近", Sense::Nearly),
    ("将近", Sense::Nearly),
    ("近", Sense::Nearly),
    ("大约", Sense::About),
    ("大概", Sense::About),
    ("约为", Sense::About),
    ("约", Sense::About),
];

/// Words behind a number and its unit.
const BEHIND: [(&str, Sense); 8] = [
    ("及以上", Sense::AtLeast),
    ("以上", Sense::AtLeast),
    ("及以下", Sense::AtMost),
    ("以下", Sense::AtMost),
    ("以内", Sense::AtMost),
    ("之内", Sense::AtMost),
    ("左右", Sense::About),
    ("上下", Sense::About),
];

/// Two words can say how exact a number is (约16万左右), not more.
const MOST_WORDS: usize = 2;

/// Characters of the longest unit.
const LONGEST_UNIT: usize = 12;

/// A number with its unit, and how exact it is.
#[derive(Debug, Clone)]
pub struct Quantity {
    /// As it was written.
    text: String,
    value: Decimal,
    step: Decimal,
    unit: String,
    words: Vec<(&'static str, Sense)>,
}

impl Quantity {
    /// Reads a quantity; a number without a unit is one.
    pub fn parse(text: &str) -> Option<Quantity> {
        let text = text.trim();
        let mut words = Vec::new();
        let mut rest = text;
        while let Some((word, after)) = leading(rest) {
            words.push(word);
            rest = after.trim_start();
        }
        let (sign, unsigned) = match rest.strip_prefix('-') {
            Some(rest) => (-Decimal::ONE, rest),
            None => (Decimal::ONE, rest),
        };
        let Number {
            value,
            step,
            and_more,
            rest,
        } = number(unsigned)?;
        words.extend(and_more.map(|word| (word, Sense::More)));
        let mut rest = rest.trim_start();
        if let Some((word, after)) = MORE
            .iter()
            .find_map(|word| Some((*word, rest.strip_prefix(word)?)))
        {
            words.push((word, Sense::More));
            rest = after.trim_start();
        }
        let mut behind = Vec::new();
        while let Some((word, before)) = trailing(rest) {
            behind.insert(0, word);
            rest = before.trim_end();
        }
        words.extend(behind);
        let quantity = Quantity {
            text: text.to_owned(),
            value: sign * value,
            step,
            unit: rest.to_owned(),
            words,
        };
        quantity.is_sound().then_some(quantity)
    }

    /// Whether unit and words make sense.
    fn is_sound(&self) -> bool {
        let says = |sense| self.words.iter().any(|(_, own)| *own == sense);
        let below = says(Sense::AtMost) || says(Sense::Nearly);
        let above = says(Sense::AtLeast) || says(Sense::More);
        let is_part = |c: char| {
            (c.is_alphanumeric() && !c.is_ascii_digit() && !matches!(c, '０'..='ｚ'))
                || matches!(c, '%' | '‰' | '/' | '·' | '(' | ')' | '°' | '℃')
        };
        let begins_like_number = self
            .unit
            .starts_with(|c| super::numeral::digit(c).is_some());
        self.words.len() <= MOST_WORDS
            && !(below && above)
            && (self.words.is_empty() || self.value > Decimal::ZERO)
            && !begins_like_number
            && self.unit.chars().count() <= LONGEST_UNIT
            && self.unit.chars().all(is_part)
            && !self.unit.starts_with(['/', '·', '(', ')'])
    }

    /// The number itself: 160,000 for 约16万左右.
    pub fn value(&self) -> Decimal {
        self.value
    }

    /// Its unit without scale: 元 for 万元; nothing where none is written.
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// Whether it says nothing but the number.
    pub fn is_exact(&self) -> bool {
        self.words.is_empty()
    }

    /// The words that say how exact it is, in the order written.
    pub fn qualifiers(&self) -> impl Iterator<Item = &'static str> {
        self.words.iter().map(|(word, _)| *word)
    }

    /// What it can be.
    pub fn interval(&self) -> Interval {
        let senses = self.words.iter().map(|(_, sense)| self.by(*sense));
        let all = senses.reduce(Interval::hull);
        all.unwrap_or(Interval::exact(self.value))
    }

    fn by(&self, sense: Sense) -> Interval {
        let (own, step) = (self.value, self.step);
        let half = step / Decimal::TWO;
        let (at, below) = (Bound::Included, Bound::Excluded);
        match sense {
            Sense::More => Interval::new(at(own), below(own + step)),
            Sense::Nearly if own == step => Interval::new(below(half), at(own)),
            Sense::Nearly => Interval::new(below(own - step), at(own)),
            Sense::About => Interval::new(at(own - half), at(own + half)),
            Sense::AtLeast => Interval::at_least(own),
            Sense::AtMost => Interval::at_most(own),
        }
    }

    /// What `quantities` add up to, with their unit; none where two have different units. A number without a unit goes with any.
    pub fn total<'q>(
        quantities: impl IntoIterator<Item = &'q Quantity>,
    ) -> Option<(Interval, &'q str)> {
        let (mut sum, mut unit) = (Interval::sum([]), "");
        for quantity in quantities {
            if !quantity.goes_with(unit) {
                return None;
            }
            if unit.is_empty() {
                unit = &quantity.unit;
            }
            sum = sum.plus(quantity.interval());
        }
        Some((sum, unit))
    }

    /// Whether it can be compared with what has `unit`: one without a unit can with everything.
    pub fn goes_with(&self, unit: &str) -> bool {
        self.unit.is_empty() || unit.is_empty() || self.unit == unit
    }
}

fn leading(text: &str) -> Option<((&'static str, Sense), &str)> {
    let found =
        |(word, sense): &(&'static str, Sense)| Some(((*word, *sense), text.strip_prefix(word)?));
    BEFORE.iter().find_map(found)
}

fn trailing(text: &str) -> Option<((&'static str, Sense), &str)> {
    let found =
        |(word, sense): &(&'static str, Sense)| Some(((*word, *sense), text.strip_suffix(word)?));
    BEHIND.iter().find_map(found)
}

/// As it was written.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn quantity(text: &str) -> Quantity {
        Quantity::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn numbers_keep_their_unit_and_their_words() {
        for (text, value, unit, words, interval) in [
            ("323", "323", "", "", "323"),
            ("1,238户", "1238", "户", "", "1238"),
            ("600余户", "600", "户", "余", "600–700"),
            ("约16万左右", "160000", "", "约、左右", "155000–165000"),
            ("近3000人", "3000", "人", "近", "2000–3000"),
            ("近100人", "100", "人", "近", "50–100"),
            ("不少于3次", "3", "次", "不少于", "≥3"),
            ("最高1200元", "1200", "元", "最高", "≤1200"),
            ("2000多人次", "2000", "人次", "多", "2000–3000"),
            ("10多万元", "100000", "元", "多", "100000–200000"),
            ("300万余元", "3000000", "元", "余", "3000000–4000000"),
            ("三百余户", "300", "户", "余", "300–400"),
            ("十几个", "10", "个", "几", "10–20"),
            ("95%以上", "95", "%", "以上", "≥95"),
            ("50万元以下", "500000", "元", "以下", "≤500000"),
            ("至少300余户", "300", "户", "至少、余", "≥300"),
            ("0.84公里", "0.84", "公里", "", "0.84"),
            ("约2.5亩", "2.5", "亩", "约", "2.45–2.55"),
            ("-3.2%", "-3.2", "%", "", "-3.2"),
            ("1238 户", "1238", "户", "", "1238"),
            ("30元/人·月", "30", "元/人·月", "", "30"),
            ("两个", "2", "个", "", "2"),
        ] {
            let own = quantity(text);
            assert_eq!(own.value().to_string(), value, "{text}");
            assert_eq!(own.unit(), unit, "{text}");
            assert_eq!(
                own.qualifiers().collect::<Vec<_>>().join("、"),
                words,
                "{text}"
            );
            assert_eq!(own.interval().to_string(), interval, "{text}");
            assert_eq!(own.to_string(), text);
            assert_eq!(own.is_exact(), words.is_empty());
        }
    }

    #[test]
    fn what_is_no_quantity_is_refused() {
        for text in [
            "",
            "若干户",
            "余户",
            "几十户",
            "3户，5人",
            "3户5人",
            "不少于最高3户",
            "近600余户",
            "大约约3户左右",
            "约",
            "约-3",
            "600余。",
            "３００户",
            "95％",
            "三八户",
        ] {
            assert!(Quantity::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn sums_go_by_intervals_and_units() {
        let all = ["600余户", "约200户", "3户"].map(quantity);
        let (sum, unit) = Quantity::total(&all).unwrap();
        assert_eq!((sum.to_string().as_str(), unit), ("753–953", "户"));
        assert!(!sum.misses(quantity("900户").interval()));
        assert!(sum.misses(quantity("1000多户").interval()));
        assert!(Quantity::total(&["3户", "3人"].map(quantity)).is_none());
        assert!(Quantity::total(&["3户", "3"].map(quantity)).is_some());
    }

    proptest! {
        #[test]
        fn whatever_is_read_holds_its_number(n in 1u64..2_000_000, before in 0..=BEFORE.len(), scale in 0usize..4, more in any::<bool>(), behind in 0..=BEHIND.len()) {
            let word = |list: &[(&'static str, Sense)], at: usize| list.get(at).map_or("", |(word, _)| *word);
            let scale = ["", "万", "千", "亿"][scale];
            let text = format!("{}{n}{scale}{}户{}", word(&BEFORE, before), if more { "余" } else { "" }, word(&BEHIND, behind));
            if let Some(own) = Quantity::parse(&text) {
                prop_assert_eq!(own.unit(), "户");
                prop_assert!(own.interval().contains(own.value()), "{}", text);
                prop_assert_eq!(own.to_string(), text);
            } else {
                prop_assert!(before < BEFORE.len() || behind < BEHIND.len(), "{}", text);
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,20}|[0-9,.余多几万亿千百十零一二三近约以上左右元户%-]{0,16}") {
            if let Some(own) = Quantity::parse(&text) {
                own.interval();
            }
        }
    }
}
