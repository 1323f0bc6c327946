//! The kinds of disclosure.
//!
//! A kind is one file here and one line in [`KINDS`]: its fields, its lifecycle (a status computed for the day, never typed), its own rules, and what its page shows.
//! No kind knows another.

mod basis;
mod deliberation;
mod envelope;
pub mod fields;
mod filed;
mod fund;
mod guide;
mod linked;
mod notice;
mod pledge;
mod profile;
mod record;
mod review;
mod rule;
mod sheet;
#[cfg(test)]
pub mod testing;

use std::any::Any;
use std::fmt::Debug;

use serde::Serialize;

pub use basis::check as check_basis;
pub use deliberation::{DeliberationView, check as check_deliberation, view as deliberation_view};
pub use envelope::{Basis, Envelope, Level, Signature, Withdrawal};
pub use filed::Filed;
pub use linked::{Linked, Lookup, Named, Sayings};
pub use profile::{After, Minimum, Profile};
pub use record::{Attachment, Body, Record, RecordId, ShortCode, VersionCode};
pub use sheet::{Hanging, SheetForm, Use};

use crate::diagnostics::{Place, Report};
use crate::privacy::Mask;
use crate::values::{Day, WorkCalendar};
use fields::{Field, Map, Reader, Told};

/// Every kind, in the order of the site's navigation.
pub static KINDS: &[&dyn Kind] = &[
    &notice::Notices,
    &fund::Funds,
    &guide::Guides,
    &pledge::Pledges,
    &review::Reviews,
    &rule::Rules,
];

/// The kind called `name` (`fund`), by its folder in either language (`funds`, `经费`), or its Chinese name.
pub fn kind_called(name: &str) -> Option<&'static dyn Kind> {
    KINDS.iter().copied().find(|kind| {
        let (zh, en) = kind.folder();
        [kind.name(), zh, en].contains(&name)
    })
}

/// What a view serialises to.
pub type View<'a> = Box<dyn erased_serde::Serialize + Send + Sync + 'a>;

/// A kind of disclosure.
pub trait Kind: Sync {
    /// Its English name in the singular: templates, rules and string keys are called by it.
    fn name(&self) -> &'static str;

    /// The Chinese and English folder its records lie in; the English one is also used in addresses.
    fn folder(&self) -> (&'static str, &'static str);

    /// The template of a record's page.
    fn template(&self) -> &'static str;

    /// The overview whose first items stand on the site's first page; the newest records do where there is none.
    fn lead(&self) -> Option<&'static str> {
        None
    }

    /// The sheets that all its records of one organisation are printed on together.
    fn group_sheets(&self) -> &'static [SheetForm] {
        &[]
    }

    /// Keys that grow by nature once a record is published (`承诺.进展`): an addition to one is no correction, nor is a later day in its place.
    fn grows(&self) -> &'static [&'static str] {
        &[]
    }

    /// Its own keys, besides the envelope's.
    fn fields(&self) -> &'static [Field];

    /// Takes its fields out of a record's map.
    fn read(&self, map: &mut Map, reader: &mut Reader<'_>) -> Option<Box<dyn Disclosure>>;

    /// The rules that look at several of its records at once. `records` are all of this kind, in order.
    fn check_together(&self, _records: &[&Record], _cx: &Context<'_>, _out: &mut Report) {}

    /// Its pages beside the record pages and plain lists. `records` are those that the edition admits, in order.
    fn overviews<'a>(&self, _records: &[&'a Record], _cx: &Context<'a>) -> Vec<Overview<'a>> {
        Vec::new()
    }
}

/// What a record of some kind says.
pub trait Disclosure: Any + Send + Sync + Debug {
    /// For the kind's own file to get its type back.
    fn as_any(&self) -> &dyn Any;

    /// The rules that need one record only.
    fn check(&self, record: &Record, cx: &Context<'_>, out: &mut Report);

    /// The rules that need the records it refers to, which `targets` leads to.
    fn check_linked(
        &self,
        _record: &Record,
        _targets: &dyn Lookup,
        _cx: &Context<'_>,
        _out: &mut Report,
    ) {
    }

    /// What an edition holds in its place: people's data masked, and reduced once its time is over. None where that is all of it.
    fn reduced(&self, _cx: &Context<'_>, _mask: Mask) -> Option<Box<dyn Disclosure>> {
        None
    }

    /// The name of the file beside the record that its lines were read from, if they were.
    fn table(&self) -> Option<&str> {
        None
    }

    /// What the catalogue of disclosures finds it by.
    fn filed(&self) -> Filed<'_> {
        Filed::default()
    }

    /// Where the record stands in its lifecycle on the day.
    fn status(&self, record: &Record, cx: &Context<'_>) -> Status;

    /// What it says, key by key. Sums of money are in yuan.
    fn tell(&self) -> Told<'_>;

    /// What the page template gets as `data`.
    fn view<'a>(&'a self, record: &'a Record, cx: &Context<'a>) -> View<'a>;

    /// One line of figures for lists, feeds and descriptions: string-table key and arguments.
    fn gist(&self, _record: &Record, _cx: &Context<'_>) -> Vec<Words> {
        Vec::new()
    }

    /// The sheets that the record is printed on by itself; the first is the usual one.
    fn sheets(&self) -> &'static [SheetForm] {
        &[]
    }

    /// The days that the record hangs on a board: as its envelope says, or from its publication until somebody takes it down.
    fn hanging(&self, record: &Record, cx: &Context<'_>) -> Hanging {
        let hanging = Hanging::written(record).unwrap_or(Hanging {
            from: record.envelope.published.value,
            to: None,
        });
        hanging.at_least(cx.profile.board_days)
    }

    /// Days by which something is to happen that has not happened yet, and days on which something ends.
    fn deadlines(&self, record: &Record, _cx: &Context<'_>) -> Vec<Deadline> {
        Deadline::of_display(record).into_iter().collect()
    }

    /// The days on which it asks its readers for something or hangs before them, where they have an end.
    fn spells(&self, record: &Record, _cx: &Context<'_>) -> Vec<Spell> {
        Spell::of_display(record).into_iter().collect()
    }

    /// The thing that the record is about, to machines: its properties of schema.org with `@type`. None where there is nothing but an article, which has days of its own.
    fn linked_data(&self, _record: &Record) -> Option<serde_json::Map<String, serde_json::Value>> {
        None
    }
}

/// A phrase of the theme's string table with its arguments.
#[derive(Debug, Clone, Serialize)]
pub struct Words {
    /// Key in `strings.yaml`.
    pub key: &'static str,
    /// Placeholder values.
    pub args: Vec<(&'static str, String)>,
    /// Placeholders that another phrase of the table fills: name and key.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phrases: Vec<(&'static str, &'static str)>,
}

impl Words {
    /// The phrase `key` without arguments.
    pub fn new(key: &'static str) -> Words {
        Words {
            key,
            args: Vec::new(),
            phrases: Vec::new(),
        }
    }

    /// Fills `{name}`.
    pub fn arg(mut self, name: &'static str, value: impl ToString) -> Words {
        self.args.push((name, value.to_string()));
        self
    }

    /// Fills `{name}` with another phrase.
    pub fn phrase(mut self, name: &'static str, key: &'static str) -> Words {
        self.phrases.push((name, key));
        self
    }
}

/// A day that somebody has to keep in mind.
#[derive(Debug, Clone)]
pub struct Deadline {
    /// The day.
    pub day: Day,
    /// Where it is written, or what it follows from.
    pub place: Place,
    /// What is to happen or ends then.
    pub words: Words,
    /// Whether somebody owes something until it is done: it is overdue once the day is past.
    pub owed: bool,
}

impl Deadline {
    /// The last day that `record` hangs on a board, if one is written.
    pub fn of_display(record: &Record) -> Option<Deadline> {
        let to = record.envelope.display.as_ref()?.to.as_ref()?;
        Some(Deadline {
            day: to.value,
            place: to.place,
            words: Words::new("deadline.display"),
            owed: false,
        })
    }
}

/// Days in a row on which something goes on.
#[derive(Debug, Clone)]
pub struct Spell {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// What goes on.
    pub words: Words,
}

impl Spell {
    /// The days that `record` hangs on a board, if their end is written.
    pub fn of_display(record: &Record) -> Option<Spell> {
        let display = record.envelope.display.as_ref()?;
        Some(Spell {
            from: display.from.value,
            to: display.to.as_ref()?.value,
            words: Words::new("spell.display"),
        })
    }
}

/// How a status is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// Needs attention: overdue.
    Late,
    /// Running.
    Warn,
    /// Done, balanced, in force.
    Good,
    /// Over, or nothing to say.
    Plain,
}

/// A computed status.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    /// How it is to be read; never by colour alone.
    pub tone: Tone,
    /// Its words.
    pub words: Words,
}

impl Status {
    /// A status with the phrase `key`.
    pub fn new(tone: Tone, key: &'static str) -> Status {
        Status {
            tone,
            words: Words::new(key),
        }
    }

    /// Fills `{name}` of the phrase.
    pub fn arg(mut self, name: &'static str, value: impl ToString) -> Status {
        self.words = self.words.arg(name, value);
        self
    }
}

/// What rules and views may look at besides the record: nothing here reads the clock.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The day of the build.
    pub day: Day,
    /// Working days.
    pub calendar: &'a WorkCalendar,
    /// Local minimum periods and limits.
    pub profile: &'a Profile,
}

/// A page that a kind adds: a list with a head, cut into pages by the planner.
pub struct Overview<'a> {
    /// File stem of its address: `board`.
    pub slug: &'static str,
    /// The organisation it belongs to; none for the whole site.
    pub org: Option<&'a str>,
    /// Its template.
    pub template: &'static str,
    /// What stands above the list, on every page of it.
    pub head: View<'a>,
    /// The list.
    pub items: Vec<View<'a>>,
    /// Items on a page.
    pub per_page: usize,
    /// Where the groups of the list begin, in order; none where it is not grouped.
    pub groups: Vec<Group>,
}

/// A group of an overview's items.
#[derive(Debug, Serialize)]
pub struct Group {
    /// Its place on a page: Latin letters and digits.
    pub id: String,
    /// What it is called.
    pub label: Words,
    /// The index of its first item.
    pub first: usize,
}
