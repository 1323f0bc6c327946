//! Tables as CSV (RFC 4180): UTF-8 with the mark that Excel and WPS know it by, lines that end with CRLF, a head.

use std::borrow::Cow;

use csv::{Terminator, Writer, WriterBuilder};
use sha2::{Digest, Sha256};

use super::cell::{Wording, guarded};
use super::table::{Extra, Holds, Part, Step, Table, has_table};
use crate::kinds::fields::{Field, Shape, Told, quantity_parts};

/// The byte order mark.
pub const MARK: &str = "\u{FEFF}";

/// What stands in the columns of a record that are no keys of the format. What a table has no column for stays out of it.
#[derive(Debug, Default)]
pub struct Frame<'a> {
    /// The texts, by column.
    pub texts: Vec<(Extra, Cow<'a, str>)>,
}

impl Frame<'_> {
    fn text(&self, extra: Extra) -> &str {
        let found = self.texts.iter().find(|(own, _)| *own == extra);
        found.map_or("", |(_, text)| text)
    }
}

/// Writes one table.
pub struct TableWriter<'t> {
    table: &'t Table,
    wording: &'t Wording,
    out: Writer<Vec<u8>>,
    lines: usize,
}

/// A finished table.
#[derive(Debug)]
pub struct Written {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its lines, without the head.
    pub lines: usize,
}

/// What is known of a finished table's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stat {
    /// Its size in bytes.
    pub bytes: usize,
    /// Its SHA-256 in hexadecimal digits.
    pub hash: String,
    /// Its lines, without the head.
    pub lines: usize,
}

impl Written {
    /// Its size, hash and lines.
    pub fn stat(&self) -> Stat {
        let hash = Sha256::digest(&self.bytes);
        Stat {
            bytes: self.bytes.len(),
            hash: hash.iter().map(|byte| format!("{byte:02x}")).collect(),
            lines: self.lines,
        }
    }
}

/// How many lines `told` has in the list of `table`, which stands right in it.
pub fn lines_in(table: &Table, told: &Told<'_>) -> usize {
    let list = table
        .steps
        .iter()
        .flatten()
        .try_fold(told, |told, field| value(told, field));
    match list {
        Some(Told::List(items)) => items.len(),
        _ => 0,
    }
}

impl<'t> TableWriter<'t> {
    /// A table with nothing but its head.
    pub fn new(table: &'t Table, wording: &'t Wording) -> TableWriter<'t> {
        let mut writer = WriterBuilder::new();
        writer.terminator(Terminator::CRLF).flexible(true);
        let mut writer = TableWriter {
            table,
            wording,
            out: writer.from_writer(MARK.as_bytes().to_vec()),
            lines: 0,
        };
        // Nothing is lost in memory.
        let _ = writer
            .out
            .write_record(table.columns.iter().map(|column| &column.name));
        writer
    }

    /// Adds the lines of something that says `told`, part by part of the table; of a list, whatever stands in it.
    pub fn add(&mut self, frame: &Frame<'_>, told: &[&Told<'_>]) {
        let table = self.table;
        if table.steps.is_empty() {
            let extras = self.extras(frame, &[]);
            self.line(extras, told);
        } else if let Some(told) = told.first() {
            self.walk(frame, &table.steps, told, &mut Vec::new());
        }
    }

    /// The table.
    pub fn finish(self) -> Written {
        Written {
            // Nothing is lost in memory.
            bytes: self.out.into_inner().unwrap_or_default(),
            lines: self.lines,
        }
    }

    /// Adds what stands in the list at the end of `steps`; `at` are the numbers of the things that it is in.
    fn walk(&mut self, frame: &Frame<'_>, steps: &[Step], told: &Told<'_>, at: &mut Vec<usize>) {
        let Some((step, rest)) = steps.split_first() else {
            return self.item(frame, told, at);
        };
        let Some(Told::List(items)) = step.iter().try_fold(told, |told, field| value(told, field))
        else {
            return;
        };
        for (n, item) in items.iter().enumerate() {
            at.push(n + 1);
            self.walk(frame, rest, item, at);
            at.pop();
        }
    }

    /// Adds a thing of a list: a line, or one for each of its columns where those are the officer's own.
    fn item(&mut self, frame: &Frame<'_>, told: &Told<'_>, at: &[usize]) {
        let Told::Row(cells) = told else {
            let extras = self.extras(frame, at);
            return self.line(extras, &[told]);
        };
        for (head, text) in cells {
            let mut extras = self.extras(frame, at);
            for (cell, (extra, _)) in extras.iter_mut().zip(&self.table.extras) {
                match extra {
                    Extra::Head => *cell = guarded(head),
                    Extra::Content => *cell = guarded(text),
                    _ => {}
                }
            }
            self.line(extras, &[]);
        }
    }

    /// The cells of the columns that are no keys, in their order.
    fn extras<'f>(&self, frame: &'f Frame<'_>, at: &[usize]) -> Vec<Cow<'f, str>> {
        let mut numbers = at.iter();
        let cell = |(extra, _): &(Extra, usize)| match extra {
            Extra::Above | Extra::N => numbers
                .next()
                .map(|n| Cow::Owned(n.to_string()))
                .unwrap_or_default(),
            extra if extra.holds() == Holds::Text => guarded(frame.text(*extra)),
            extra => Cow::Borrowed(frame.text(*extra)),
        };
        self.table.extras.iter().map(cell).collect()
    }

    /// Adds a line.
    fn line(&mut self, extras: Vec<Cow<'_, str>>, told: &[&Told<'_>]) {
        let table = self.table;
        let places = table.extras.iter().map(|(_, at)| *at);
        let mut extras = places.zip(extras).peekable();
        let mut column = 0;
        let out = &mut self.out;
        let mut put = |text: &str| {
            // Nothing is lost in memory.
            let _ = out.write_field(text);
        };
        let mut next_extras = |column: &mut usize, put: &mut dyn FnMut(&str)| {
            while let Some((_, text)) = extras.next_if(|(at, _)| at == column) {
                put(&text);
                *column += 1;
            }
        };
        for (part, told) in table.parts.iter().zip(told) {
            leaves(part, Some(told), &mut |told| {
                next_extras(&mut column, &mut put);
                put(&self.wording.cell(told));
                column += 1;
            });
        }
        next_extras(&mut column, &mut put);
        let _ = self.out.write_record(None::<&[u8]>);
        self.lines += 1;
    }
}

/// What `told` says under `field`, if it is a map that has it.
fn value<'t, 'a>(told: &'t Told<'a>, field: &Field) -> Option<&'t Told<'a>> {
    let Told::Map(entries) = told else {
        return None;
    };
    let mut entries = entries.iter();
    entries
        .find(|(own, _)| own.zh == field.zh)
        .map(|(_, told)| told)
}

/// Gives what each column of `part` holds, in the order in which the columns were declared.
fn leaves(part: &Part, told: Option<&Told<'_>>, put: &mut dyn FnMut(&Told<'_>)) {
    let entries = match told {
        Some(Told::Map(entries)) => entries.as_slice(),
        _ => &[],
    };
    for (at, field) in part.fields.iter().enumerate() {
        if part.skipped.contains(&field.en) {
            continue;
        }
        // A map is told in the order of its declaration.
        let told = entries
            .get(at)
            .filter(|(own, _)| own.zh == field.zh)
            .map(|(_, told)| told);
        match (field.shape)() {
            Shape::Map(fields) => leaves(
                &Part {
                    fields,
                    skipped: &[],
                },
                told,
                put,
            ),
            shape if has_table(shape) => {}
            Shape::Quantity => {
                let parts = quantity_parts(told.unwrap_or(&Told::Nothing));
                put(told.unwrap_or(&Told::Nothing));
                parts.iter().for_each(|(_, part)| put(part));
            }
            _ => put(told.unwrap_or(&Told::Nothing)),
        }
    }
}
