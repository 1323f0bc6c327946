//! Which tables there are, and what their columns are.
//!
//! A kind has a table of its records, one line each, and a table for each of its lists of things (the lines of an account, the steps of a guide). Maps in maps are columns
//! beside one another; lists of single values are one column.

use crate::kinds::fields::{Field, Shape};

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holds {
    /// Text.
    Text,
    /// Several texts, with a sign between them.
    Texts,
    /// A day.
    Day,
    /// A number.
    Number,
    /// Yuan.
    Money,
    /// A whole number.
    Count,
    /// Yes or no.
    Flag,
    /// One of a few words, in the language of the site.
    Word(Vec<&'static str>),
}

impl Holds {
    /// The type that a Table Schema has for it.
    pub fn name(&self) -> &'static str {
        match self {
            Holds::Text | Holds::Texts | Holds::Word(_) => "string",
            Holds::Day => "date",
            Holds::Number | Holds::Money => "number",
            Holds::Count => "integer",
            Holds::Flag => "boolean",
        }
    }
}

/// Where the meaning of a column is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// In the theme's string table, under this key.
    Phrase(String),
    /// With the keys of the format, under this path: `fund.收入.金额`.
    Key(String),
}

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its head; no two of a table are alike.
    pub name: String,
    /// What it holds.
    pub holds: Holds,
    /// Whether every line has something in it.
    pub required: bool,
    /// Where its meaning is written.
    pub meaning: Meaning,
}

/// A column that is no key of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extra {
    /// Short code of the record.
    Code,
    /// Its kind.
    Kind,
    /// Its title.
    Title,
    /// Name of its organisation.
    Org,
    /// Path of its organisation.
    OrgPath,
    /// Day of publication.
    Published,
    /// Day of the last change.
    Updated,
    /// Where it stands on the day.
    Status,
    /// Address of its page.
    Url,
    /// Number of the thing in the list above it, from 1.
    Above,
    /// Number in its list, from 1.
    N,
    /// Head of a column of the officer's own.
    Head,
    /// What stands in that column.
    Content,
    /// Path of the organisation above an organisation.
    Parent,
    /// How many records an organisation has.
    Records,
}

impl Extra {
    /// Its word in keys of the theme's string table: `data.column.code`.
    pub fn word(self) -> &'static str {
        match self {
            Extra::Code => "code",
            Extra::Kind => "kind",
            Extra::Title => "title",
            Extra::Org => "org",
            Extra::OrgPath => "org-path",
            Extra::Published => "published",
            Extra::Updated => "updated",
            Extra::Status => "status",
            Extra::Url => "url",
            Extra::Above => "above",
            Extra::N => "n",
            Extra::Head => "head",
            Extra::Content => "content",
            Extra::Parent => "parent",
            Extra::Records => "records",
        }
    }

    /// What its column holds.
    pub fn holds(self) -> Holds {
        match self {
            Extra::Published | Extra::Updated => Holds::Day,
            Extra::Above | Extra::N | Extra::Records => Holds::Count,
            _ => Holds::Text,
        }
    }
}

/// What the lines of a table are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Organisations.
    Orgs,
    /// Records of every kind, by what all kinds share.
    All,
    /// Records of the kind at this index of the registry.
    Kind(usize),
}

/// The way from a map down to a list in it.
pub type Step = Vec<&'static Field>;

/// A table.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its name in ASCII, which its file is called by: `funds-income`.
    pub name: String,
    /// What its lines are about.
    pub scope: Scope,
    /// The lists that its lines are out of, one in the other; none where a line is a record.
    pub steps: Vec<Step>,
    /// The columns that are not keys of the format, with their places among the columns.
    pub extras: Vec<(Extra, usize)>,
    /// All columns.
    pub columns: Vec<Column>,
    /// The keys that the other columns are out of, part by part.
    pub parts: Vec<Part>,
}

/// Keys of one declaration, besides some.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// The declaration.
    pub fields: &'static [Field],
    /// English names of keys that are left out.
    pub skipped: &'static [&'static str],
}

impl Part {
    /// The keys.
    pub fn fields(&self) -> impl Iterator<Item = &'static Field> + use<> {
        let skipped = self.skipped;
        self.fields
            .iter()
            .filter(move |field| !skipped.contains(&field.en))
    }
}

impl Table {
    /// The keys of the things that its lines are, if it is the table of a list whose things have declared keys.
    pub fn item(&self) -> Option<&'static [Field]> {
        item(&self.steps)
    }

    /// Whether it is a list right in its record, of things with figures: what residents take away to reckon with.
    pub fn is_figures(&self) -> bool {
        let figure = |field: &Field| matches!((field.shape)(), Shape::Decimal | Shape::Money);
        self.steps.len() == 1 && self.item().is_some_and(|fields| fields.iter().any(figure))
    }

    /// The name of its file.
    pub fn file(&self) -> String {
        format!("{}.csv", self.name)
    }

    /// Whether its lines are parts of the lines of `other`.
    pub fn is_within(&self, other: &Table) -> bool {
        let same = |(a, b): (&Step, &Step)| {
            a.iter()
                .map(|field| field.en)
                .eq(b.iter().map(|field| field.en))
        };
        self.scope == other.scope
            && other.steps.len() < self.steps.len()
            && other.steps.iter().zip(&self.steps).all(same)
    }

    /// The same without the columns that tell records apart: the list of one record.
    pub fn alone(&self) -> Table {
        let mut table = self.clone();
        for (_, at) in self.extras.iter().rev() {
            table.columns.remove(*at);
        }
        table.extras.clear();
        table
    }

    /// What its list is called in addresses: `income`; nothing for a table of records.
    pub fn list_name(&self) -> String {
        let path: Vec<&str> = self.steps.iter().flatten().map(|field| field.en).collect();
        path.join("-").replace('_', "-")
    }

    /// The heads of the columns that tell its lines apart.
    pub fn primary_key(&self) -> Vec<&str> {
        let tells = |extra: &Extra| match self.scope {
            Scope::Orgs => *extra == Extra::OrgPath,
            _ => matches!(extra, Extra::Code | Extra::Above | Extra::N | Extra::Head),
        };
        let extras = self.extras.iter().filter(|(extra, _)| tells(extra));
        extras
            .map(|(_, at)| self.columns[*at].name.as_str())
            .collect()
    }

    /// The head of the column `extra`, if it has it.
    pub fn head(&self, extra: Extra) -> Option<&str> {
        let found = self.extras.iter().find(|(own, _)| *own == extra)?;
        self.columns.get(found.1).map(|column| column.name.as_str())
    }
}

/// The keys of the things in the list that `steps` lead to; none where they have keys of the officer's own.
pub fn item(steps: &[Step]) -> Option<&'static [Field]> {
    match (steps.last()?.last()?.shape)() {
        Shape::List(item) => match item() {
            Shape::Map(fields) => Some(fields),
            _ => None,
        },
        _ => None,
    }
}

/// Whether what `shape` holds has a table of its own rather than a column.
pub fn has_table(shape: Shape) -> bool {
    match shape {
        Shape::List(item) => matches!(item(), Shape::Map(_) | Shape::Free),
        _ => false,
    }
}
