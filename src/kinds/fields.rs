//! From the marked tree to the structs of the kinds.
//!
//! [`fields!`](crate::kinds::fields) declares a struct and, in the same breath, its keys: Chinese, English alias, and (by the field's type) whether it is required.
//! Reading collects every mistake of a map, names the nearest key for an unknown one, and keeps the place of each value that a rule will point at.
//! The same declaration is the [`Shape`] that stubs and documentation are made from.

use crate::diagnostics::{At, Diagnostic, Place, Report};
use crate::values::{
    Audience, Day, Limit, Node, Period, Sp, Unit, Value, half_width, parse_decimal,
};
use rust_decimal::Decimal;

/// Text with its place.
pub type Text = Sp<String>;

/// A key that a map may have.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// The canonical key.
    pub zh: &'static str,
    /// The alias.
    pub en: &'static str,
    /// Whether a record without it is an error.
    pub required: bool,
    /// What it holds.
    pub shape: fn() -> Shape,
}

/// What a field holds.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// Any text.
    Text,
    /// A day.
    Day,
    /// An exact decimal.
    Decimal,
    /// A whole number.
    Count,
    /// `true` or `false`.
    Flag,
    /// A time limit.
    Limit,
    /// A period.
    Period,
    /// One of a few words: Chinese and English.
    Choice(fn() -> Vec<(&'static str, &'static str)>),
    /// A list.
    List(fn() -> Shape),
    /// A map with these keys.
    Map(&'static [Field]),
    /// A map with keys of the officer's own (the columns of a list of names).
    Free,
}

/// Tables that lie beside a record, read when a field names one.
pub trait Beside {
    /// The rows of table `name` as a list of maps from column name to cell.
    ///
    /// # Errors
    /// The reason is reported by the reader; `None` then.
    fn table(&self, name: &Text, out: &mut Report) -> Option<Node>;
}

/// What reading needs besides the tree.
pub struct Reader<'a> {
    /// Where mistakes go.
    pub out: &'a mut Report,
    /// The tables beside the record.
    pub beside: &'a dyn Beside,
}

impl Reader<'_> {
    fn wrong(&mut self, place: Place, case: &'static str, found: &str) {
        self.out.add(
            Diagnostic::new("yaml/type", place)
                .case(case)
                .arg("found", found.trim()),
        );
    }
}

/// A type that a node can be read as.
pub trait Decode: Sized {
    /// Whether a map without the key is wrong.
    const REQUIRED: bool = true;

    /// What it holds, for stubs and documentation.
    fn shape() -> Shape;

    /// Reads it; mistakes go to the reader, and `None` says there was one.
    fn decode(node: Node, reader: &mut Reader<'_>) -> Option<Self>;

    /// What a map without the key gives, if that is allowed.
    fn missing() -> Option<Self> {
        None
    }
}

/// A type that is written as one scalar.
pub trait Scalar: Sized {
    /// What it holds.
    const SHAPE: Shape;
    /// The case of `yaml/type` that says what was wanted.
    const WANTED: &'static str;
    /// Reads the text.
    fn read(text: &str) -> Option<Self>;
    /// The right way to write what `text` must have meant, if that is certain.
    fn mend(_text: &str) -> Option<String> {
        None
    }
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
                reader.wrong(place, T::WANTED, kind_of(&other));
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
        if narrow != text
            && let Some(value) = T::read(&narrow)
        {
            reader.out.add(with_fix(
                Diagnostic::new("yaml/full-width", place).case("value"),
                place,
                &text,
                narrow.trim(),
            ));
            return Some(Sp { value, place });
        }
        match T::mend(&narrow).and_then(|mended| T::read(&mended).map(|value| (mended, value))) {
            Some((mended, value)) => {
                let diagnostic = Diagnostic::new("yaml/type", place)
                    .case("mended")
                    .arg("found", text.trim())
                    .arg("right", &mended);
                reader.out.add(with_fix(diagnostic, place, &text, &mended));
                Some(Sp { value, place })
            }
            None => {
                reader.wrong(place, T::WANTED, &text);
                None
            }
        }
    }
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

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "∅",
        Value::Scalar(_) => "…",
        Value::List(_) => "[…]",
        Value::Map(_) => "{…}",
    }
}

impl Scalar for String {
    const SHAPE: Shape = Shape::Text;
    const WANTED: &'static str = "text";
    fn read(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl Scalar for Day {
    const SHAPE: Shape = Shape::Day;
    const WANTED: &'static str = "day";
    fn read(text: &str) -> Option<Self> {
        Day::parse(text)
    }
    fn mend(text: &str) -> Option<String> {
        Day::guess(text).map(|day| day.to_string())
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
}

impl Scalar for u32 {
    const SHAPE: Shape = Shape::Count;
    const WANTED: &'static str = "count";
    fn read(text: &str) -> Option<Self> {
        text.trim().parse().ok()
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
}

impl Scalar for Limit {
    const SHAPE: Shape = Shape::Limit;
    const WANTED: &'static str = "limit";
    fn read(text: &str) -> Option<Self> {
        Limit::parse(text)
    }
}

impl Scalar for Period {
    const SHAPE: Shape = Shape::Period;
    const WANTED: &'static str = "period";
    fn read(text: &str) -> Option<Self> {
        Period::parse(text)
    }
}

/// A type that is one of a few words.
pub trait Choice: Sized + Copy + 'static {
    /// Chinese and English word of each value.
    const WORDS: &'static [(&'static str, &'static str, Self)];
}

impl Choice for Audience {
    const WORDS: &'static [(&'static str, &'static str, Self)] = &Audience::NAMES;
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

impl<T: Choice> Decode for Chosen<T> {
    fn shape() -> Shape {
        Shape::Choice(|| T::WORDS.iter().map(|(zh, en, _)| (*zh, *en)).collect())
    }

    fn decode(node: Node, reader: &mut Reader<'_>) -> Option<Self> {
        let place = node.place;
        let Value::Scalar(text) = node.value else {
            reader.wrong(place, "text", kind_of(&node.value));
            return None;
        };
        let word = text.trim();
        if let Some((_, _, value)) = T::WORDS
            .iter()
            .find(|(zh, en, _)| *zh == word || *en == word)
        {
            return Some(Chosen {
                value: *value,
                place,
            });
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

impl<T: Decode> Decode for Option<T> {
    const REQUIRED: bool = false;

    fn shape() -> Shape {
        T::shape()
    }

    fn decode(node: Node, reader: &mut Reader<'_>) -> Option<Self> {
        T::decode(node, reader).map(Some)
    }

    fn missing() -> Option<Self> {
        Some(None)
    }
}

impl<T: Decode> Decode for Vec<T> {
    const REQUIRED: bool = false;

    fn shape() -> Shape {
        Shape::List(T::shape)
    }

    fn decode(node: Node, reader: &mut Reader<'_>) -> Option<Self> {
        match node.value {
            Value::List(nodes) => {
                let total = nodes.len();
                let read: Vec<T> = nodes
                    .into_iter()
                    .filter_map(|node| T::decode(node, reader))
                    .collect();
                (read.len() == total).then_some(read)
            }
            other => {
                reader.wrong(node.place, "list", kind_of(&other));
                None
            }
        }
    }

    fn missing() -> Option<Self> {
        Some(Vec::new())
    }
}

/// A list that must be there and hold something.
#[derive(Debug, Clone)]
pub struct Some1<T>(pub Vec<T>);

impl<T: Decode> Decode for Some1<T> {
    fn shape() -> Shape {
        Shape::List(T::shape)
    }

    fn decode(node: Node, reader: &mut Reader<'_>) -> Option<Self> {
        let place = node.place;
        let list = Vec::decode(node, reader)?;
        if list.is_empty() {
            reader.wrong(place, "empty", "[]");
            return None;
        }
        Some(Some1(list))
    }
}

impl<T> std::ops::Deref for Some1<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.0
    }
}

/// A map with keys of the officer's own, in the order written.
#[derive(Debug, Clone)]
pub struct Row {
    /// Key and value.
    pub cells: Vec<(String, Text)>,
}

impl Decode for Row {
    fn shape() -> Shape {
        Shape::Free
    }

    fn decode(node: Node, reader: &mut Reader<'_>) -> Option<Self> {
        let map = Map::open(node, reader)?;
        let mut cells = Vec::with_capacity(map.entries.len());
        for entry in map.entries {
            let value = match entry.value.value {
                Value::Null => Sp {
                    value: String::new(),
                    place: entry.value.place,
                },
                _ => Text::decode(entry.value, reader)?,
            };
            cells.push((entry.key, value));
        }
        Some(Row { cells })
    }
}

/// A map being read, key by key.
pub struct Map {
    /// Where the map stands.
    pub place: Place,
    entries: Vec<crate::values::Entry>,
}

impl Map {
    /// Opens `node` as a map; duplicate keys are reported here.
    pub fn open(node: Node, reader: &mut Reader<'_>) -> Option<Map> {
        let place = node.place;
        match node.value {
            Value::Map(entries) => {
                for (i, entry) in entries.iter().enumerate() {
                    if entries[..i].iter().any(|earlier| earlier.key == entry.key) {
                        reader.out.add(
                            Diagnostic::new("yaml/duplicate-key", entry.key_place)
                                .arg("key", &entry.key),
                        );
                    }
                }
                Some(Map { place, entries })
            }
            other => {
                reader.wrong(place, "map", kind_of(&other));
                None
            }
        }
    }

    /// Takes the value of `zh` or `en`. An empty value counts as missing; a missing required key is reported.
    pub fn take<T: Decode>(
        &mut self,
        zh: &'static str,
        en: &'static str,
        reader: &mut Reader<'_>,
    ) -> Option<T> {
        let first = self
            .entries
            .iter()
            .position(|entry| entry.key == zh || entry.key == en);
        let Some(first) = first else {
            if T::REQUIRED {
                reader
                    .out
                    .add(Diagnostic::new("yaml/missing-key", head(self.place)).arg("key", zh));
            }
            return T::missing();
        };
        let entry = self.entries.remove(first);
        if let Some(second) = self
            .entries
            .iter()
            .position(|entry| entry.key == zh || entry.key == en)
        {
            let again = self.entries.remove(second);
            if again.key != entry.key {
                reader.out.add(
                    Diagnostic::new("yaml/duplicate-key", again.key_place)
                        .case("alias")
                        .arg("key", &again.key)
                        .arg("first", &entry.key),
                );
            }
        }
        if matches!(entry.value.value, Value::Null) {
            if T::REQUIRED {
                reader.out.add(
                    Diagnostic::new("yaml/missing-key", entry.key_place)
                        .case("empty")
                        .arg("key", &entry.key),
                );
            }
            return T::missing();
        }
        T::decode(entry.value, reader)
    }

    /// Reports the keys that nothing took, each with the nearest of `fields`.
    pub fn finish(self, fields: &[&[Field]], reader: &mut Reader<'_>) {
        for entry in self.entries {
            let nearest = fields
                .iter()
                .flat_map(|group| group.iter())
                .flat_map(|field| [field.zh, field.en])
                .map(|key| {
                    (
                        strsim::normalized_damerau_levenshtein(key, half_width(&entry.key).trim()),
                        key,
                    )
                })
                .filter(|(closeness, _)| *closeness >= 0.4)
                .max_by(|a, b| a.0.total_cmp(&b.0));
            let unknown =
                Diagnostic::new("yaml/unknown-key", entry.key_place).arg("key", &entry.key);
            reader.out.add(match nearest {
                Some((_, key)) => unknown.case("near").arg("nearest", key),
                None => unknown.arg(
                    "keys",
                    fields
                        .iter()
                        .flat_map(|group| group.iter())
                        .map(|f| f.zh)
                        .collect::<Vec<_>>()
                        .join("、"),
                ),
            });
        }
    }
}

/// The first byte of a place: where a missing key is reported.
fn head(place: Place) -> Place {
    match place.at {
        At::Bytes { start, .. } => Place::bytes(place.file, start as usize, start as usize),
        _ => place,
    }
}

/// Declares a struct that is read from a map: `field: Type = "中文键" / "alias";`.
macro_rules! fields {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$fmeta:meta])* $field:ident : $type:ty = $zh:literal / $en:literal;)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        #[allow(dead_code, reason = "every field of the format is read and checked, also one that no page shows")]
        pub struct $name {
            /// Where the map stands.
            pub place: $crate::diagnostics::Place,
            $($(#[$fmeta])* pub $field: $type,)*
        }

        impl $name {
            /// The keys of the map.
            pub const FIELDS: &'static [$crate::kinds::fields::Field] = &[
                $($crate::kinds::fields::Field {
                    zh: $zh,
                    en: $en,
                    required: <$type as $crate::kinds::fields::Decode>::REQUIRED,
                    shape: <$type as $crate::kinds::fields::Decode>::shape,
                },)*
            ];

            /// Takes the fields out of an open map and leaves the rest in it.
            pub fn take(map: &mut $crate::kinds::fields::Map, reader: &mut $crate::kinds::fields::Reader<'_>) -> Option<Self> {
                $(let $field = map.take::<$type>($zh, $en, reader);)*
                Some($name { place: map.place, $($field: $field?,)* })
            }
        }

        impl $crate::kinds::fields::Decode for $name {
            fn shape() -> $crate::kinds::fields::Shape {
                $crate::kinds::fields::Shape::Map(Self::FIELDS)
            }

            fn decode(node: $crate::values::Node, reader: &mut $crate::kinds::fields::Reader<'_>) -> Option<Self> {
                let mut map = $crate::kinds::fields::Map::open(node, reader)?;
                let read = Self::take(&mut map, reader);
                map.finish(&[Self::FIELDS], reader);
                read
            }
        }
    };
}
pub(crate) use fields;

/// Declares an enum that is written as one of a few words: `Variant = "中文" / "english";`.
macro_rules! choice {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $zh:literal / $en:literal;)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$vmeta])* $variant,)* }

        impl $crate::kinds::fields::Choice for $name {
            const WORDS: &'static [(&'static str, &'static str, Self)] = &[$(($zh, $en, $name::$variant),)*];
        }

        impl $name {
            /// The English word, which is also its key in the string tables.
            pub fn key(self) -> &'static str {
                match self { $($name::$variant => $en,)* }
            }
        }
    };
}
pub(crate) use choice;
