//! What a record says, without places and in one form for every kind: data files and the search index are made of it.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::{Choice, Chosen, Field, Reference, Row, Scalar, Some1};
use crate::source::target::Targets;
use crate::values::{Day, Quantity, Sp};

/// What a value says.
#[derive(Debug, Clone)]
pub enum Told<'a> {
    /// Nothing: a key that was left out.
    Nothing,
    /// Text as it was written.
    Text(Cow<'a, str>),
    /// One of a few words.
    Word {
        /// Chinese.
        zh: &'static str,
        /// English.
        en: &'static str,
    },
    /// A day.
    Day(Day),
    /// A number without a unit.
    Number(Decimal),
    /// A sum of money; in yuan once its kind has told it.
    Money(Decimal),
    /// A number with its unit and how exact it is.
    Quantity(&'a Quantity),
    /// Another record.
    Reference(&'a Reference),
    /// Yes or no.
    Flag(bool),
    /// A list.
    List(Vec<Told<'a>>),
    /// The keys of a declaration, in its order.
    Map(Vec<(&'static Field, Told<'a>)>),
    /// Keys of the officer's own, in the order written.
    Row(Vec<(&'a str, &'a str)>),
}

impl<'a> Told<'a> {
    /// Whether it says nothing.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Told::Nothing)
    }

    /// The value of the key `zh`, if this is a map that has it.
    pub fn get_mut(&mut self, zh: &str) -> Option<&mut Told<'a>> {
        let Told::Map(entries) = self else {
            return None;
        };
        let mut entries = entries.iter_mut();
        entries
            .find(|(field, _)| field.zh == zh)
            .map(|(_, told)| told)
    }

    /// The same with every sum of money changed by `change`.
    pub fn with_money(self, change: &impl Fn(Decimal) -> Decimal) -> Told<'a> {
        match self {
            Told::Money(sum) => Told::Money(change(sum)),
            Told::List(list) => {
                let list = list.into_iter().map(|told| told.with_money(change));
                Told::List(list.collect())
            }
            Told::Map(entries) => {
                let entries = entries.into_iter();
                let changed = entries.map(|(field, told)| (field, told.with_money(change)));
                Told::Map(changed.collect())
            }
            other => other,
        }
    }
}

/// What a reference says: where it leads, as it was written.
impl Tell for Reference {
    fn tell(&self) -> Told<'_> {
        Told::Reference(self)
    }
}

/// A type whose values say something.
pub trait Tell {
    /// What the value says.
    fn tell(&self) -> Told<'_>;
}

impl<T: Scalar> Tell for Sp<T> {
    fn tell(&self) -> Told<'_> {
        self.value.told()
    }
}

impl<T: Choice + PartialEq> Tell for Chosen<T> {
    fn tell(&self) -> Told<'_> {
        T::WORDS
            .iter()
            .find(|(_, _, value)| *value == self.value)
            .map_or(Told::Nothing, |(zh, en, _)| Told::Word { zh, en })
    }
}

impl<T: Tell> Tell for Option<T> {
    fn tell(&self) -> Told<'_> {
        self.as_ref().map_or(Told::Nothing, Tell::tell)
    }
}

impl<T: Tell> Tell for Vec<T> {
    fn tell(&self) -> Told<'_> {
        Told::List(self.iter().map(Tell::tell).collect())
    }
}

impl<T: Tell> Tell for Some1<T> {
    fn tell(&self) -> Told<'_> {
        self.0.tell()
    }
}

impl Tell for Row {
    fn tell(&self) -> Told<'_> {
        let cells = self.cells.iter();
        Told::Row(
            cells
                .map(|(key, value)| (key.as_str(), value.value.as_str()))
                .collect(),
        )
    }
}

/// A part of the settings that is read later, by whom it concerns: it is not for readers.
impl Tell for Targets {
    fn tell(&self) -> Told<'_> {
        Told::Nothing
    }
}
