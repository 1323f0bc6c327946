//! The description of tables for programs: Data Package v2 (<https://datapackage.org/standard/data-package/>).

use serde::Serialize;

use super::table::{Column, Extra, Holds, Scope, Table};

/// The profile that a description keeps to.
const PROFILE: &str = "https://datapackage.org/profiles/2.0/datapackage.json";

/// What a package says of itself and of its tables.
#[derive(Debug, Serialize)]
pub struct Package<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    /// Its name in ASCII.
    pub name: String,
    /// Its title.
    pub title: String,
    /// What it holds and how it is written.
    pub description: String,
    /// The site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub homepage: Option<String>,
    /// The day of the data as `2026.11.22`.
    pub version: String,
    /// The same as a moment (RFC 3339).
    pub created: String,
    /// Who publishes it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contributors: Vec<Contributor>,
    /// The tables.
    pub resources: Vec<Resource<'a>>,
}

/// Somebody who takes part in a package.
#[derive(Debug, Serialize)]
pub struct Contributor {
    /// Who.
    pub title: String,
    /// As what.
    pub roles: [&'static str; 1],
}

/// A table and its file.
#[derive(Debug, Serialize)]
pub struct Resource<'a> {
    name: &'a str,
    path: String,
    title: String,
    description: String,
    #[serde(rename = "type")]
    kind: &'static str,
    format: &'static str,
    mediatype: &'static str,
    encoding: &'static str,
    bytes: usize,
    hash: String,
    dialect: Dialect,
    schema: Schema<'a>,
}

/// What is known of a table besides its columns.
#[derive(Debug, Clone)]
pub struct Described<'a> {
    /// What it is called.
    pub title: String,
    /// What a line of it is.
    pub about: String,
    /// Size of its file in bytes.
    pub bytes: usize,
    /// SHA-256 of its file in hexadecimal digits.
    pub hash: &'a str,
}

impl<'a> Package<'a> {
    /// A package of no tables.
    pub fn new(name: String, title: String, description: String) -> Package<'a> {
        Package {
            schema: PROFILE,
            name,
            title,
            description,
            homepage: None,
            version: String::new(),
            created: String::new(),
            contributors: Vec::new(),
            resources: Vec::new(),
        }
    }

    /// Its bytes.
    pub fn bytes(&self) -> Vec<u8> {
        // Texts and numbers can always be written.
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}

impl<'a> Resource<'a> {
    /// Describes `table`; `all` are the tables of its package, `meaning` says what a column means, and `yes` and `no` are the words for it in its cells.
    pub fn new(
        table: &'a Table,
        all: &'a [Table],
        described: Described<'_>,
        (yes, no): (&'a str, &'a str),
        meaning: impl Fn(&Column) -> String,
    ) -> Resource<'a> {
        let columns = table.columns.iter();
        Resource {
            name: &table.name,
            path: table.file(),
            title: described.title,
            description: described.about,
            kind: "table",
            format: "csv",
            mediatype: "text/csv",
            encoding: "utf-8",
            bytes: described.bytes,
            hash: format!("sha256:{}", described.hash),
            dialect: DIALECT,
            schema: Schema {
                fields: columns
                    .map(|column| FieldSchema::new(column, meaning(column), (yes, no)))
                    .collect(),
                primary_key: table.primary_key(),
                foreign_keys: foreign_keys(table, all),
            },
        }
    }
}

/// A column of a table schema.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct FieldSchema<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    description: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    true_values: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    false_values: Vec<&'a str>,
    #[serde(skip_serializing_if = "Constraints::are_none")]
    constraints: Constraints<'a>,
}

#[derive(Debug, Serialize)]
struct Constraints<'a> {
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    required: bool,
    #[serde(rename = "enum", skip_serializing_if = "<[_]>::is_empty")]
    words: &'a [&'static str],
}

impl Constraints<'_> {
    fn are_none(&self) -> bool {
        !self.required && self.words.is_empty()
    }
}

impl<'a> FieldSchema<'a> {
    fn new(column: &'a Column, description: String, (yes, no): (&'a str, &'a str)) -> Self {
        let flag = column.holds == Holds::Flag;
        FieldSchema {
            name: &column.name,
            kind: column.holds.name(),
            description,
            true_values: flag.then_some(yes).into_iter().collect(),
            false_values: flag.then_some(no).into_iter().collect(),
            constraints: Constraints {
                required: column.required,
                words: match &column.holds {
                    Holds::Word(words) => words,
                    _ => &[],
                },
            },
        }
    }
}

/// How a table's lines are told apart, and what they point to.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema<'a> {
    fields: Vec<FieldSchema<'a>>,
    primary_key: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_keys: Vec<ForeignKey<'a>>,
}

#[derive(Debug, Serialize)]
struct ForeignKey<'a> {
    fields: Vec<&'a str>,
    reference: Reference<'a>,
}

#[derive(Debug, Serialize)]
struct Reference<'a> {
    resource: &'a str,
    fields: Vec<&'a str>,
}

/// How the files are written (Table Dialect).
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Dialect {
    delimiter: char,
    line_terminator: &'static str,
    quote_char: char,
    double_quote: bool,
    header: bool,
}

const DIALECT: Dialect = Dialect {
    delimiter: ',',
    line_terminator: "\r\n",
    quote_char: '"',
    double_quote: true,
    header: true,
};

/// What a table's lines point to: the record they are of, the thing they are part of, the organisation.
fn foreign_keys<'a>(table: &'a Table, all: &'a [Table]) -> Vec<ForeignKey<'a>> {
    let mut keys = Vec::new();
    let mut add = |fields: Vec<&'a str>, target: &'a Table, theirs: Vec<&'a str>| {
        keys.push(ForeignKey {
            fields,
            reference: Reference {
                resource: &target.name,
                fields: theirs,
            },
        });
    };
    let orgs = all
        .iter()
        .find(|own| own.scope == Scope::Orgs && table.scope != Scope::Orgs);
    if let (Some(path), Some(orgs)) = (table.head(Extra::OrgPath), orgs) {
        add(vec![path], orgs, orgs.primary_key());
    }
    let own = table.primary_key();
    let records = all
        .iter()
        .filter(|other| other.scope == Scope::All && other.steps.is_empty());
    let records =
        records.filter(|_| matches!(table.scope, Scope::Kind(_)) && table.steps.is_empty());
    for target in all
        .iter()
        .filter(|other| table.is_within(other))
        .chain(records)
    {
        let theirs = target.primary_key();
        add(own[..theirs.len()].to_vec(), target, theirs);
    }
    keys
}
