//! From the marked tree to the structs of the kinds.
//!
//! [`fields!`](crate::kinds::fields) declares a struct and, in the same breath, its keys: Chinese, English alias, and (by the field's type) whether it is required.
//! Reading collects every mistake of a map, names the nearest key for an unknown one, and keeps the place of each value that a rule will point at.
//! The same declaration is the [`Shape`] that stubs and documentation are made from.

mod figures;
mod lists;
mod map;
mod reference;
mod scalars;
#[cfg(test)]
mod tests;
mod told;

use std::borrow::Cow;

pub use figures::{QUANTITY_PARTS, quantity_parts};
pub use lists::{Row, Some1};
pub use map::Map;
pub use reference::Reference;
pub use scalars::{Choice, Chosen, Scalar};
pub use told::{Tell, Told};

use crate::diagnostics::{Diagnostic, Place, Report};
use crate::values::{Node, Sp, Value};

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
    /// A sum of money.
    Money,
    /// A whole number.
    Count,
    /// `true` or `false`.
    Flag,
    /// A time limit.
    Limit,
    /// A period.
    Period,
    /// A number with its unit and how exact it is.
    Quantity,
    /// A percentage or a rate of a thousand.
    Rate,
    /// Another record, or something inside one.
    Reference,
    /// One of a few words: Chinese and English.
    Choice(fn() -> Vec<(&'static str, &'static str)>),
    /// A list.
    List(fn() -> Shape),
    /// A map with these keys.
    Map(&'static [Field]),
    /// A map with keys of the officer's own (the columns of a list of names).
    Free,
}

/// How a kind tells the columns of its tables, by their heads without spaces.
#[derive(Debug, Clone, Copy)]
pub struct Columns {
    /// Whether the head names a column that is looked for.
    pub is_known: fn(&str) -> bool,
    /// Whether it names a column without which there is no table.
    pub is_leading: fn(&str) -> bool,
    /// Whether a cell of the column that is merged over several rows holds for each of them.
    pub holds_down: fn(&str) -> bool,
}

/// Tables that lie beside a record, read when a field names one.
pub trait Beside {
    /// The rows of table `name` as a list of maps from column name to cell.
    ///
    /// # Errors
    /// The reason is reported by the reader; `None` then.
    fn table(&self, name: &Text, columns: &Columns, out: &mut Report) -> Option<Node>;
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

    /// Whether a key without a value is wrong, also where the key may be left out.
    const NEVER_BLANK: bool = false;

    /// What it holds, for stubs and documentation.
    fn shape() -> Shape;

    /// Reads it; mistakes go to the reader, and `None` says there was one.
    fn decode(node: Node, reader: &mut Reader<'_>) -> Option<Self>;

    /// What a map without the key gives, if that is allowed.
    fn missing() -> Option<Self> {
        None
    }
}

/// What was found where something else was wanted: a text itself, or a sign that needs no words.
fn sign_of(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => "∅".into(),
        Value::Scalar(text) => text.into(),
        Value::List(_) => "[…]".into(),
        Value::Map(_) => "{…}".into(),
    }
}

/// Declares a struct that is read from a map: `field: Type = "中文键" / "alias";`.
macro_rules! fields {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$fmeta:meta])* $field:ident : $type:ty = $zh:literal / $en:literal;)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        pub struct $name {
            /// Where the map stands.
            #[allow(dead_code, reason = "not every map is pointed at as a whole")]
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

        impl $crate::kinds::fields::Tell for $name {
            fn tell(&self) -> $crate::kinds::fields::Told<'_> {
                let mut fields = Self::FIELDS.iter();
                let mut entries = Vec::with_capacity(Self::FIELDS.len());
                $(entries.extend(fields.next().map(|field| (field, $crate::kinds::fields::Tell::tell(&self.$field))));)*
                $crate::kinds::fields::Told::Map(entries)
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
            #[allow(dead_code, reason = "not every choice has words of its own")]
            pub fn key(self) -> &'static str {
                match self { $($name::$variant => $en,)* }
            }
        }
    };
}
pub(crate) use choice;
