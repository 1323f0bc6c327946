//! From the declarations of the kinds to tables.

use std::collections::BTreeSet;

use super::table::{Column, Extra, Holds, Meaning, Part, Scope, Step, Table, has_table, item};
use crate::kinds::fields::{Field, QUANTITY_PARTS, Shape};
use crate::kinds::{Envelope, Kind};
use crate::source::config::OrgConfig;

/// Keys of the envelope that say how a record is handled, or that stand in every table's first columns already.
const HANDLING: [&str; 7] = [
    "title",
    "published",
    "audience",
    "post",
    "draft",
    "aliases",
    "body",
];

/// Keys of an organisation that say how its records are handled.
const ORG_HANDLING: [&str; 1] = ["audience"];

/// The words under a key of a string table, with their arguments.
type Say<'a> = dyn Fn(&str, &[(&str, String)]) -> String + 'a;

/// Words for columns.
#[derive(Clone, Copy)]
pub struct Naming<'a> {
    /// Whether keys are called by their Chinese names.
    pub chinese: bool,
    /// The words under a key of the theme's string table.
    pub say: &'a Say<'a>,
}

impl Naming<'_> {
    /// What `field` is called.
    pub fn key(&self, field: &Field) -> &'static str {
        if self.chinese { field.zh } else { field.en }
    }
}

/// Every table of a site with records of `kinds`, each with its index in the registry: organisations, all records, then kind by kind.
pub fn tables(kinds: &[(usize, &dyn Kind)], naming: Naming<'_>) -> Vec<Table> {
    let mut orgs = Columns::new(naming, "org");
    orgs.extras(&[Extra::OrgPath, Extra::Parent], &[]);
    orgs.keys(OrgConfig::FIELDS, &ORG_HANDLING);
    orgs.extras(&[Extra::Url, Extra::Records], &[]);
    let mut all = vec![orgs.into_table("all-organisations", Scope::Orgs)];
    let mut records = Columns::new(naming, "envelope");
    records.extras(&[Extra::Code, Extra::Kind], &[]);
    records.extras(&RECORD[1..], &[]);
    records.keys(Envelope::FIELDS, &HANDLING);
    all.push(records.into_table("all-records", Scope::All));
    for steps in lists(Envelope::FIELDS, &HANDLING) {
        all.push(list_table("all", "envelope", Scope::All, steps, naming));
    }
    for (at, kind) in kinds {
        let (scope, folder) = (Scope::Kind(*at), kind.folder().1);
        let mut columns = Columns::new(naming, "envelope");
        columns.extras(&RECORD, &[]);
        columns.keys(Envelope::FIELDS, &HANDLING);
        columns.from = kind.name().to_owned();
        columns.keys(kind.fields(), &[]);
        all.push(columns.into_table(folder, scope));
        for steps in lists(kind.fields(), &[]) {
            all.push(list_table(folder, kind.name(), scope, steps, naming));
        }
    }
    all
}

/// What a record is told by, in a table of records.
const RECORD: [Extra; 8] = [
    Extra::Code,
    Extra::Title,
    Extra::Org,
    Extra::OrgPath,
    Extra::Published,
    Extra::Updated,
    Extra::Status,
    Extra::Url,
];

/// The table of a list below the keys that are explained under `from`.
fn list_table(name: &str, from: &str, scope: Scope, steps: Vec<Step>, naming: Naming<'_>) -> Table {
    let path = || steps.iter().flatten();
    let name = path().fold(name.to_owned(), |name, field| {
        format!("{name}-{}", field.en)
    });
    let from = path().fold(from.to_owned(), |from, field| {
        format!("{from}.{}", field.zh)
    });
    let mut columns = Columns::new(naming, &from);
    columns.extras(&[Extra::Code, Extra::Title, Extra::Org], &[]);
    let above = steps.len().saturating_sub(1);
    for step in &steps[..above] {
        let list = step.last().map_or("", |field| naming.key(field)).to_owned();
        columns.extras(&[Extra::Above], &[("list", list)]);
    }
    columns.extras(&[Extra::N], &[]);
    match item(&steps) {
        Some(fields) => columns.keys(fields, &[]),
        None => columns.extras(&[Extra::Head, Extra::Content], &[]),
    }
    Table {
        steps,
        ..columns.into_table(&name.replace('_', "-"), scope)
    }
}

/// The ways to all lists of things below `fields`, besides those called as in `skipped`.
fn lists(fields: &'static [Field], skipped: &[&str]) -> Vec<Vec<Step>> {
    let mut out = Vec::new();
    find(fields, skipped, &mut Vec::new(), &[], &mut out);
    out
}

fn find(
    fields: &'static [Field],
    skipped: &[&str],
    keys: &mut Step,
    above: &[Step],
    out: &mut Vec<Vec<Step>>,
) {
    for field in fields.iter().filter(|field| !skipped.contains(&field.en)) {
        keys.push(field);
        match (field.shape)() {
            Shape::Map(inner) => find(inner, &[], keys, above, out),
            shape if has_table(shape) => {
                let steps = [above, std::slice::from_ref(keys)].concat();
                let inner = item(&steps);
                out.push(steps.clone());
                if let Some(inner) = inner {
                    find(inner, &[], &mut Vec::new(), &steps, out);
                }
            }
            _ => {}
        }
        keys.pop();
    }
}

/// Columns on their way.
struct Columns<'a> {
    naming: Naming<'a>,
    /// Where the meanings of keys are written.
    from: String,
    taken: BTreeSet<String>,
    extras: Vec<(Extra, usize)>,
    columns: Vec<Column>,
    parts: Vec<Part>,
}

impl<'a> Columns<'a> {
    fn new(naming: Naming<'a>, from: &str) -> Columns<'a> {
        Columns {
            naming,
            from: from.to_owned(),
            taken: BTreeSet::new(),
            extras: Vec::new(),
            columns: Vec::new(),
            parts: Vec::new(),
        }
    }

    fn extras(&mut self, extras: &[Extra], args: &[(&str, String)]) {
        for extra in extras {
            let key = format!("data.column.{}", extra.word());
            self.extras.push((*extra, self.columns.len()));
            self.push(Column {
                name: (self.naming.say)(&key, args),
                holds: extra.holds(),
                required: !matches!(extra, Extra::Parent | Extra::Content),
                meaning: Meaning::Phrase(format!("{key}.about")),
            });
        }
    }

    fn keys(&mut self, fields: &'static [Field], skipped: &'static [&'static str]) {
        let (from, part) = (self.from.clone(), Part { fields, skipped });
        part.fields()
            .for_each(|field| self.key(field, "", &from, true));
        self.parts.push(part);
    }

    fn key(&mut self, field: &'static Field, before: &str, from: &str, required: bool) {
        let name = format!("{before}{}", self.naming.key(field));
        let path = format!("{from}.{}", field.zh);
        let required = required && field.required;
        let shape = (field.shape)();
        match shape {
            Shape::Map(inner) => {
                let before = format!("{name}.");
                inner
                    .iter()
                    .for_each(|field| self.key(field, &before, &path, required));
            }
            _ if has_table(shape) => {}
            Shape::Quantity => self.quantity(&name, path, required),
            _ => self.push(Column {
                name,
                holds: self.holds(shape),
                required,
                meaning: Meaning::Key(path),
            }),
        }
    }

    /// The columns of a number with its unit: as it was written, then part by part.
    fn quantity(&mut self, name: &str, path: String, required: bool) {
        self.push(Column {
            name: name.to_owned(),
            holds: Holds::Text,
            required,
            meaning: Meaning::Key(path),
        });
        for (part, shape) in QUANTITY_PARTS {
            let key = format!("data.quantity.{part}");
            self.push(Column {
                name: format!("{name}.{}", (self.naming.say)(&key, &[])),
                holds: self.holds(shape),
                required: false,
                meaning: Meaning::Phrase(format!("{key}.about")),
            });
        }
    }

    fn holds(&self, shape: Shape) -> Holds {
        match shape {
            Shape::Day => Holds::Day,
            Shape::Decimal | Shape::Rate => Holds::Number,
            Shape::Money => Holds::Money,
            Shape::Count => Holds::Count,
            Shape::Flag => Holds::Flag,
            Shape::Choice(words) => {
                let words = words().into_iter();
                Holds::Word(
                    words
                        .map(|(zh, en)| if self.naming.chinese { zh } else { en })
                        .collect(),
                )
            }
            Shape::List(_) | Shape::Free => Holds::Texts,
            Shape::Text
            | Shape::Limit
            | Shape::Period
            | Shape::Quantity
            | Shape::Reference
            | Shape::Map(_) => Holds::Text,
        }
    }

    /// Adds a column. One that is called like another before it gets a name with its origin.
    fn push(&mut self, mut column: Column) {
        while !self.taken.insert(column.name.clone()) {
            column.name = format!("{}.{}", self.from, column.name);
        }
        self.columns.push(column);
    }

    fn into_table(self, name: &str, scope: Scope) -> Table {
        Table {
            name: name.to_owned(),
            scope,
            steps: Vec::new(),
            extras: self.extras,
            columns: self.columns,
            parts: self.parts,
        }
    }
}
