//! Values that are written as one scalar, and those that are one of a few words.

use rust_decimal::Decimal;

use super::{Decode, Reader, Shape, Told, sign_of};
use crate::diagnostics::{At, Diagnostic, Place};
use crate::privacy::{Area, Hide, Naming};
use crate::values::{
    Audience, Day, Limit, Node, Period, Sp, Unit, Value, half_width, parse_decimal,
};

/// A type that is written as one scalar.
pub trait Scalar: Sized {
    /// What it holds.
    const SHAPE: Shape;
    /// The case of `yaml/type` that says what was wanted.
    const WANTED: &'static str;
    /// The case for a text that is not what was wanted, where it can be said more exactly.
    fn wrong(_text: &str) -> &'static str {
        Self::WANTED
    }
    /// Reads the text.
    fn read(text: &str) -> Option<Self>;
    /// The right way to write what `text` must have meant, if that is certain.
    fn mend(_text: &str) -> Option<String> {
        None
    }
    /// What it says.
    fn told(&self) -> Told<'_>;
}

impl<T: Scalar> Decode for Sp<T> {
    fn shape() -> Shape {
        T::SHAPE
    }

    fn decode(node: Node, reader: &mut Reader<'_>) -> Option<Self> {
        let place = node.place;
        let text = match node.value {
            Value::Scalar(text) => text,
            other => {
                reader.wrong(place, T::WANTED, &sign_of(&other));
                return None;
            }
        };
        if let Some(value) = T::read(&text) {
            return Some(Sp { value, place });
        }
        let narrow = half_width(&text);
        // A spreadsheet writes days and amounts in its own manner; that is no mistake of the officer's.
        if matches!(place.at, At::Cell { .. })
            && let Some(value) = T::mend(&narrow)
                .as_deref()
                .and_then(T::read)
                .or_else(|| T::read(&narrow))
        {
            return Some(Sp { value, place });
        }
        let bare = unquoted(&narrow);
        if bare != text
            && let Some(value) = T::read(bare)
        {
            let case = if bare == narrow { "value" } else { "quotes" };
            // A comma would end the value inside brackets, so that a number is written without.
            let plain = bare.contains(',').then(|| T::mend(bare)).flatten();
            let right = plain.as_deref().unwrap_or(bare.trim());
            let diagnostic = Diagnostic::new("yaml/full-width", place).case(case);
            reader.out.add(with_fix(diagnostic, place, &text, right));
            return Some(Sp { value, place });
        }
        match T::mend(bare).and_then(|mended| T::read(&mended).map(|value| (mended, value))) {
            Some((mended, value)) => {
                let diagnostic = Diagnostic::new("yaml/type", place)
                    .case("mended")
                    .arg("found", text.trim())
                    .arg("right", &mended);
                reader.out.add(with_fix(diagnostic, place, &text, &mended));
                Some(Sp { value, place })
            }
            None => {
                reader.wrong(place, T::wrong(bare), &text);
                None
            }
        }
    }
}

/// A text without the quotes of a Chinese input method or a word processor around the whole of it.
fn unquoted(text: &str) -> &str {
    const PAIRS: [(char, char); 5] = [
        ('“', '”'),
        ('‘', '’'),
        ('＂', '＂'),
        ('「', '」'),
        // Both of a pair are often typed with the same key.
        ('”', '”'),
    ];
    let inner = |&(open, close): &(char, char)| {
        let inner = text.trim().strip_prefix(open)?.strip_suffix(close)?;
        (!inner.contains([open, close])).then_some(inner.trim())
    };
    PAIRS.iter().find_map(inner).unwrap_or(text)
}

fn with_fix(diagnostic: Diagnostic, place: Place, found: &str, right: &str) -> Diagnostic {
    let diagnostic = diagnostic.arg("found", found.trim()).arg("right", right);
    match place.at {
        // A quoted scalar is longer than its text; only a plain one is replaced.
        At::Bytes { start, end } if (end - start) as usize == found.len() => {
            diagnostic.fix(start as usize, end as usize, right)
        }
        _ => diagnostic,
    }
}

impl Scalar for String {
    const SHAPE: Shape = Shape::Text;
    const WANTED: &'static str = "text";
    fn read(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
    fn told(&self) -> Told<'_> {
        Told::Text(self.into())
    }
}

impl Scalar for Day {
    const SHAPE: Shape = Shape::Day;
    const WANTED: &'static str = "day";
    fn wrong(text: &str) -> &'static str {
        let digits = text.trim();
        // Days since 1900, as a spreadsheet stores them: 40000 is in 2009, 59999 in 2064.
        let serial = digits
            .parse()
            .is_ok_and(|n: u32| (40_000..60_000).contains(&n));
        if serial && digits.len() == 5 {
            "day-serial"
        } else {
            Self::WANTED
        }
    }
    fn read(text: &str) -> Option<Self> {
        Day::parse(text)
    }
    fn mend(text: &str) -> Option<String> {
        Day::guess(text).map(|day| day.to_string())
    }
    fn told(&self) -> Told<'_> {
        Told::Day(*self)
    }
}

impl Scalar for Decimal {
    const SHAPE: Shape = Shape::Decimal;
    const WANTED: &'static str = "decimal";
    fn read(text: &str) -> Option<Self> {
        parse_decimal(text)
    }
    fn mend(text: &str) -> Option<String> {
        let plain = text
            .trim()
            .trim_start_matches(['¥', '￥'])
            .replace([',', ' '], "");
        parse_decimal(&plain).map(|_| plain)
    }
    fn told(&self) -> Told<'_> {
        Told::Number(*self)
    }
}

impl Scalar for u32 {
    const SHAPE: Shape = Shape::Count;
    const WANTED: &'static str = "count";
    fn read(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }
    fn told(&self) -> Told<'_> {
        Told::Number((*self).into())
    }
}

impl Scalar for bool {
    const SHAPE: Shape = Shape::Flag;
    const WANTED: &'static str = "flag";
    fn read(text: &str) -> Option<Self> {
        match text.trim() {
            "true" | "是" => Some(true),
            "false" | "否" => Some(false),
            _ => None,
        }
    }
    fn told(&self) -> Told<'_> {
        Told::Flag(*self)
    }
}

impl Scalar for Limit {
    const SHAPE: Shape = Shape::Limit;
    const WANTED: &'static str = "limit";
    fn read(text: &str) -> Option<Self> {
        Limit::parse(text)
    }
    fn told(&self) -> Told<'_> {
        Told::Text(self.to_string().into())
    }
}

impl Scalar for Period {
    const SHAPE: Shape = Shape::Period;
    const WANTED: &'static str = "period";
    fn read(text: &str) -> Option<Self> {
        Period::parse(text)
    }
    fn told(&self) -> Told<'_> {
        Told::Text(self.to_string().into())
    }
}

/// A type that is one of a few words.
pub trait Choice: Sized + Copy + 'static {
    /// Chinese and English word of each value.
    const WORDS: &'static [(&'static str, &'static str, Self)];
    /// Whether a key that is there without a value is wrong, although it may be left out: leaving it out says something else.
    const NEVER_BLANK: bool = false;
}

impl Choice for Audience {
    const WORDS: &'static [(&'static str, &'static str, Self)] = &Audience::NAMES;
    // Left out, it is the audience of the organisation; an officer who left it blank was about to narrow that.
    const NEVER_BLANK: bool = true;
}

impl Choice for Hide {
    const WORDS: &'static [(&'static str, &'static str, Self)] = &Hide::NAMES;
}

impl Choice for Area {
    const WORDS: &'static [(&'static str, &'static str, Self)] = &Area::NAMES;
}

impl Choice for Naming {
    const WORDS: &'static [(&'static str, &'static str, Self)] = &Naming::NAMES;
}

impl Choice for Unit {
    const WORDS: &'static [(&'static str, &'static str, Self)] = &Unit::NAMES;
}

/// A chosen word with its place.
#[derive(Debug, Clone, Copy)]
pub struct Chosen<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

impl<T: Choice> Chosen<T> {
    fn read(text: &str, place: Place) -> Option<Self> {
        let called = |(zh, en, _): &&(&str, &str, T)| *zh == text || *en == text;
        let (_, _, value) = T::WORDS.iter().find(called)?;
        let value = *value;
        Some(Chosen { value, place })
    }
}

impl<T: Choice> Decode for Chosen<T> {
    const NEVER_BLANK: bool = T::NEVER_BLANK;

    fn shape() -> Shape {
        Shape::Choice(|| T::WORDS.iter().map(|(zh, en, _)| (*zh, *en)).collect())
    }

    fn decode(node: Node, reader: &mut Reader<'_>) -> Option<Self> {
        let place = node.place;
        let Value::Scalar(text) = node.value else {
            reader.wrong(place, "text", &sign_of(&node.value));
            return None;
        };
        let word = text.trim();
        if let Some(chosen) = Chosen::read(word, place) {
            return Some(chosen);
        }
        let bare = unquoted(word);
        if let Some(chosen) = Chosen::read(bare, place) {
            let diagnostic = Diagnostic::new("yaml/full-width", place).case("quotes");
            reader.out.add(with_fix(diagnostic, place, &text, bare));
            return Some(chosen);
        }
        let words: Vec<&str> = T::WORDS.iter().map(|(zh, _, _)| *zh).collect();
        reader.out.add(
            Diagnostic::new("yaml/type", place)
                .case("choice")
                .arg("found", word)
                .arg("words", words.join("、")),
        );
        None
    }
}
