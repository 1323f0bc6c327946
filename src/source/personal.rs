//! What the sources of a record tell of people: every value, key, cell and the text is looked at, with its place.

use crate::diagnostics::{At, FileId, Place};
use crate::privacy::{Cell, Personal, Tells, What, check_row, column, scan};
use crate::values::{Entry, Node, Value};

/// Keys whose value is there for a telephone number of an office, or says whom to ask.
const CONTACTS: [&str; 10] = [
    "电话",
    "phone",
    "咨询",
    "enquiries",
    "监督",
    "complaints",
    "找错",
    "report",
    "受理",
    "receiver",
];

/// Keys whose maps have columns of the officer's own: a telephone in them is somebody's.
const FREE: [&str; 2] = ["名单", "list"];

/// What `node`, the settings or the front matter of a record, tells.
pub fn of_settings(node: &Node) -> Vec<Personal> {
    let mut found = Vec::new();
    walk(node, Field::Plain, &mut found);
    found
}

/// What `rows`, a table, tell.
pub fn of_table(rows: &Node, found: &mut Vec<Personal>) {
    walk(rows, Field::Free, found);
}

/// What `text`, whose first byte stands at `start` of `file`, tells; all of it stands at `place` where that is not known.
pub fn of_text(text: &str, start: Option<usize>, place: Place, found: &mut Vec<Personal>) {
    let at = |from: usize, to: usize| match start {
        Some(start) => Place::bytes(place.file, start + from, start + to),
        None => place,
    };
    scan(text, |number| {
        let place = at(number.range.start, number.range.end);
        let tells = Tells::Number(number);
        found.push(Personal { place, tells });
    });
    of_lines(text, at, found);
}

/// What the rows of Markdown tables in `text` tell.
fn of_lines(text: &str, at: impl Fn(usize, usize) -> Place, found: &mut Vec<Personal>) {
    let mut heads: Option<Vec<&str>> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let from = start;
        start += line.len();
        if !line.trim_start().starts_with('|') {
            heads = None;
            continue;
        }
        let cells: Vec<&str> = line
            .trim()
            .trim_matches('|')
            .split('|')
            .map(str::trim)
            .collect();
        let Some(heads) = &heads else {
            heads = Some(cells);
            continue;
        };
        let row: Vec<Cell<'_>> = heads
            .iter()
            .zip(&cells)
            .map(|(head, text)| Cell {
                column: column(head),
                text,
            })
            .collect();
        for (cell, told) in check_row(&row) {
            let tells = Tells::Row(told, row[cell].text.to_owned());
            let place = at(from, from + line.trim_end().len());
            found.push(Personal { place, tells });
        }
    }
}

/// What the name of `file`, a record's or an attachment's, tells.
pub fn of_name(path: &str, file: FileId, found: &mut Vec<Personal>) {
    scan(path, |number| {
        found.push(Personal {
            place: Place::file(file),
            tells: Tells::Number(number),
        });
    });
}

/// What sort of field a value stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Plain,
    Contact,
    Free,
}

fn walk(node: &Node, field: Field, found: &mut Vec<Personal>) {
    match &node.value {
        Value::Null => {}
        Value::Scalar(text) => words(text, node.place, field, found),
        Value::List(items) => {
            for item in items {
                if let Value::Map(entries) = &item.value {
                    of_row(entries, found);
                }
                walk(item, field, found);
            }
        }
        Value::Map(entries) => {
            for entry in entries {
                words(&entry.key, entry.key_place, Field::Plain, found);
                let key = entry.key.trim();
                let own = match field {
                    Field::Free => Field::Free,
                    _ if FREE.contains(&key) => Field::Free,
                    _ if CONTACTS.contains(&key) => Field::Contact,
                    other => other,
                };
                walk(&entry.value, own, found);
            }
        }
    }
}

fn of_row(entries: &[Entry], found: &mut Vec<Personal>) {
    let scalars: Vec<(&Entry, &str)> = entries
        .iter()
        .filter_map(|entry| match &entry.value.value {
            Value::Scalar(text) => Some((entry, text.as_str())),
            _ => None,
        })
        .collect();
    let row: Vec<Cell<'_>> = scalars
        .iter()
        .map(|(entry, text)| Cell {
            column: column(&entry.key),
            text,
        })
        .collect();
    for (at, told) in check_row(&row) {
        let (entry, text) = scalars[at];
        found.push(Personal {
            place: entry.value.place,
            tells: Tells::Row(told, text.to_owned()),
        });
    }
}

fn words(text: &str, place: Place, field: Field, found: &mut Vec<Personal>) {
    scan(text, |number| {
        // What is written without quotes and escapes stands in the file as it is.
        let exact = match place.at {
            At::Bytes { start, end } if (end - start) as usize == text.len() => {
                let start = start as usize;
                let range = &number.range;
                Place::bytes(place.file, start + range.start, start + range.end)
            }
            _ => place,
        };
        let tells = match (number.what, field) {
            (What::Mobile, Field::Contact) => Tells::Contact(number.digits),
            _ => Tells::Number(number),
        };
        found.push(Personal {
            place: exact,
            tells,
        });
    });
}
