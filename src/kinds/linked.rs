//! What a record says to others that refer to it: its figures and its items, by their keys, whatever its kind.
//!
//! It is made of what the record tells ([`Told`]), so that no kind does anything for it, and none knows another.

use std::fmt;

use rust_decimal::Decimal;

use super::Record;
use super::fields::{Field, Reference, Told};
use crate::values::{Day, Interval, Quantity};

/// A figure of a record.
#[derive(Debug, Clone)]
pub enum Figure {
    /// A sum of money in yuan.
    Money(Decimal),
    /// A number without a unit.
    Number(Decimal),
    /// A number with a unit, which need not be exact.
    Quantity(Quantity),
    /// A day.
    Day(Day),
}

impl Figure {
    /// What it can be; nothing is known of a day.
    pub fn interval(&self) -> Interval {
        match self {
            Figure::Money(number) | Figure::Number(number) => Interval::exact(*number),
            Figure::Quantity(quantity) => quantity.interval(),
            Figure::Day(_) => Interval::ALL,
        }
    }

    fn of(told: &Told<'_>) -> Option<Figure> {
        match told {
            Told::Money(sum) => Some(Figure::Money(*sum)),
            Told::Number(number) => Some(Figure::Number(*number)),
            Told::Quantity(quantity) => Some(Figure::Quantity((*quantity).clone())),
            Told::Day(day) => Some(Figure::Day(*day)),
            _ => None,
        }
    }
}

/// What a map says: texts and figures by their keys in Chinese, those of maps in it with a dot between (`合计.支出`).
#[derive(Debug, Default)]
pub struct Said {
    texts: Vec<(String, String)>,
    figures: Vec<(String, Figure)>,
}

impl Said {
    /// The figure under `key`.
    pub fn figure(&self, key: &str) -> Option<&Figure> {
        let found = self.figures.iter().find(|(own, _)| own == key);
        found.map(|(_, figure)| figure)
    }

    /// The text under `key`.
    pub fn text(&self, key: &str) -> Option<&str> {
        let found = self.texts.iter().find(|(own, _)| own == key);
        found.map(|(_, text)| text.as_str())
    }

    fn take(&mut self, key: &str, told: &Told<'_>) {
        match told {
            Told::Text(text) => self.texts.push((key.to_owned(), text.trim().to_owned())),
            Told::Word { zh, .. } => self.texts.push((key.to_owned(), (*zh).to_owned())),
            Told::Map(entries) => {
                for (field, told) in entries {
                    match key {
                        "" => self.take(field.zh, told),
                        key => self.take(&format!("{key}.{}", field.zh), told),
                    }
                }
            }
            Told::Row(cells) => {
                let cells = cells.iter();
                let cells = cells.map(|(head, text)| ((*head).to_owned(), text.trim().to_owned()));
                self.texts.extend(cells);
            }
            told => {
                let figure = Figure::of(told);
                self.figures.extend(figure.map(|own| (key.to_owned(), own)));
            }
        }
    }
}

/// A line of an account, an item of a pledge, a row of a list: anything that stands in a list of a record.
#[derive(Debug)]
pub struct Part {
    list: &'static Field,
    /// Its number in its list, from 1.
    n: usize,
    /// What it says.
    pub said: Said,
}

/// Its list and its number: `支出3`.
impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.list.zh, self.n)
    }
}

impl Part {
    /// Whether `name` is a list in either language with a number, and this is what it means.
    fn is_numbered(&self, name: &str) -> bool {
        let number = |list: &str| {
            let rest = name
                .strip_prefix(list)?
                .trim_start_matches(['-', ' ', '第']);
            rest.parse().ok()
        };
        number(self.list.zh).or(number(self.list.en)) == Some(self.n)
    }

    fn has(&self, text: &str) -> bool {
        self.said.texts.iter().any(|(_, own)| own == text)
    }
}

/// What a record says to those that refer to it.
#[derive(Debug, Default)]
pub struct Sayings {
    /// What it says as a whole.
    pub whole: Said,
    /// What stands in its lists.
    pub parts: Vec<Part>,
}

/// What a name inside a record means.
#[derive(Debug)]
pub enum Named<'a> {
    /// This part.
    One(&'a Part),
    /// Several.
    Several(Vec<&'a Part>),
    /// None.
    Nothing,
}

impl Sayings {
    /// What `record` says.
    pub fn of(record: &Record) -> Sayings {
        let told = record.content.tell();
        let mut sayings = Sayings::default();
        sayings.whole.take("", &told);
        if let Told::Map(entries) = &told {
            for (field, told) in entries {
                sayings.lists(field, told);
            }
        }
        sayings
    }

    fn lists(&mut self, list: &'static Field, told: &Told<'_>) {
        let Told::List(items) = told else {
            return;
        };
        for (at, item) in items.iter().enumerate() {
            let mut said = Said::default();
            said.take("", item);
            self.parts.push(Part {
                list,
                n: at + 1,
                said,
            });
        }
    }

    /// What `name` means: a text that something alone has, a list and a number in it, or a number alone where there is one list.
    pub fn named(&self, name: &str) -> Named<'_> {
        let all = |is: &dyn Fn(&Part) -> bool| -> Vec<&Part> {
            self.parts.iter().filter(|part| is(part)).collect()
        };
        let number: Option<usize> = name.parse().ok();
        let mut found = all(&|part| part.has(name));
        if found.is_empty() {
            found = all(&|part| part.is_numbered(name));
        }
        if found.is_empty() {
            found = all(&|part| Some(part.n) == number);
        }
        match found[..] {
            [] => Named::Nothing,
            [one] => Named::One(one),
            _ => Named::Several(found),
        }
    }
}

/// What a reference leads to.
#[derive(Debug, Clone, Copy)]
pub struct Linked<'a> {
    /// The record.
    pub record: &'a Record,
    /// What it says as a whole.
    pub whole: &'a Said,
    /// What is named inside it, if anything is.
    pub part: Option<&'a Part>,
}

impl<'a> Linked<'a> {
    /// What the reference names: the part, or the record as a whole.
    pub fn said(&self) -> &'a Said {
        self.part.map_or(self.whole, |part| &part.said)
    }
}

/// The records that one record may look at because it refers to them. What is missing, hidden or taken down is not among them; that is reported already.
pub trait Lookup {
    /// What `reference`, a reference of the record at hand, leads to.
    fn follow(&self, reference: &Reference) -> Option<Linked<'_>>;

    /// All records that refer to the same thing as `reference` does, the record at hand included, in order of identity.
    fn referring(&self, reference: &Reference) -> Vec<&Record>;
}
