//! CSV and XLSX tables beside a record, as lists of maps.
//!
//! 1. [`plain`] and [`book`] read a file into [`Sheet`]s, which hold filled cells only.
//! 2. [`head_of`] finds the row that names the columns; of several sheets the first that has one is read.
//! 3. [`rows`] makes a map of each further row, from head to cell.

mod book;
mod plain;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::Path;

use crate::diagnostics::{At, FileId, Place};
use crate::kinds::fields::Columns;
use crate::values::{Entry, Node, Value, half_width};

/// Why a table could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Neither CSV nor XLSX by its name.
    Form,
    /// Not readable as what its name says.
    Broken,
    /// No head and no rows.
    Empty,
    /// More filled cells than [`MOST_CELLS`].
    Large,
}

/// More filled cells than a statement of any account has; beyond them a slip in the file would fill the memory.
pub const MOST_CELLS: usize = 2_000_000;

/// A table that was read.
#[derive(Debug)]
pub struct Table {
    /// The rows as a list of maps from head to cell. A cell without a value is null; one that could not be computed holds
    /// its error (`#REF!`), and a formula without a stored value its text (`=B2+C2`).
    pub node: Node,
    /// The sheet that was read; empty for CSV.
    pub sheet: String,
    /// Further sheets with a head like it, which were not read.
    pub others: Vec<String>,
}

/// The filled cells of a sheet. Rows and columns count from 0.
#[derive(Debug, Default)]
struct Sheet {
    name: String,
    /// By row, in order of column.
    rows: BTreeMap<u32, Vec<(u32, String)>>,
    /// Cells that hold for several rows of one column: column, first and last row.
    merged: Vec<(u32, u32, u32)>,
}

/// How well a row names the columns of a table; the best is a head beyond doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Filled,
    Known,
    Certain,
}

/// Reads the table at `path`. Its head is the first row that names the `columns`, so that titles and cover sheets are passed
/// over; where none does, the first row with more than one cell.
///
/// # Errors
/// See [`Fault`].
pub fn read_table(path: &Path, file: FileId, columns: &Columns) -> Result<Table, Fault> {
    let extension = path
        .extension()
        .and_then(|e| e.to_str())
        .map(str::to_ascii_lowercase);
    let sheets = match extension.as_deref() {
        Some("csv" | "tsv") => vec![plain::sheet(path, columns)?],
        Some("xlsx" | "xls" | "ods") => book::sheets(path)?,
        _ => return Err(Fault::Form),
    };
    let mut headed: Vec<((Rank, u32), Sheet)> = sheets
        .into_iter()
        .filter_map(|sheet| Some((head_of(&sheet, columns)?, sheet)))
        .collect();
    let rank = |headed: &((Rank, u32), Sheet)| headed.0.0;
    let best = headed.iter().map(rank).max().ok_or(Fault::Empty)?;
    headed.retain(|sheet| rank(sheet) == best);
    let ((_, head), sheet) = headed.remove(0);
    let others = match best {
        Rank::Certain => headed.into_iter().map(|(_, sheet)| sheet.name).collect(),
        Rank::Filled | Rank::Known => Vec::new(),
    };
    Ok(Table {
        sheet: sheet.name.clone(),
        node: Node {
            value: Value::List(rows(sheet, head, file, columns)),
            place: Place::file(file),
        },
        others,
    })
}

/// The row that names the columns, and how well it does.
fn head_of(sheet: &Sheet, columns: &Columns) -> Option<(Rank, u32)> {
    let rank = |cells: &[(u32, String)]| {
        let heads = || cells.iter().map(|(_, text)| clean(text));
        let known = heads().filter(|head| (columns.is_known)(head)).count();
        match cells.len() {
            0 | 1 => None,
            _ if known < 2 => Some(Rank::Filled),
            _ if !heads().any(|head| (columns.is_leading)(&head)) => Some(Rank::Known),
            _ => Some(Rank::Certain),
        }
    };
    let mut best: Option<(Rank, u32)> = None;
    for (row, cells) in &sheet.rows {
        if let Some(rank) = rank(cells)
            && best.is_none_or(|(best, _)| rank > best)
        {
            best = Some((rank, *row));
        }
        if best.is_some_and(|(best, _)| best == Rank::Certain) {
            break;
        }
    }
    best
}

/// A head without the spaces and line breaks that make it fit its cell.
fn clean(head: &str) -> String {
    half_width(head)
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect()
}

/// The rows below `head` that hold anything, each as a map with a value for every head, and for every filled cell beside them.
fn rows(mut sheet: Sheet, head: u32, file: FileId, columns: &Columns) -> Vec<Node> {
    let heads: BTreeMap<u32, String> = sheet
        .rows
        .get(&head)
        .into_iter()
        .flatten()
        .map(|(column, text)| (*column, clean(text)))
        .collect();
    let place = |row: u32, column: u32| Place {
        file,
        at: At::Cell {
            row: row.saturating_add(1),
            column: column.saturating_add(1),
        },
    };
    sheet.hold_down(|column| {
        heads
            .get(&column)
            .is_some_and(|head| (columns.holds_down)(head))
    });
    let below = sheet.rows.split_off(&head.saturating_add(1));
    let cell = |row: u32, column: u32, text: Option<String>| Entry {
        key: heads.get(&column).cloned().unwrap_or_default(),
        key_place: place(head, column),
        value: Node {
            value: text.map_or(Value::Null, Value::Scalar),
            place: place(row, column),
        },
    };
    below
        .into_iter()
        .map(|(row, cells)| {
            let mut cells: BTreeMap<u32, Option<String>> = cells
                .into_iter()
                .map(|(column, text)| (column, Some(text)))
                .collect();
            for column in heads.keys() {
                cells.entry(*column).or_default();
            }
            let entries = cells
                .into_iter()
                .map(|(column, text)| cell(row, column, text));
            Node {
                value: Value::Map(entries.collect()),
                place: place(row, 0),
            }
        })
        .collect()
}

impl Sheet {
    /// Puts `text` into a cell; an empty one is not kept.
    fn fill(&mut self, row: u32, column: u32, text: String) {
        if !text.is_empty() {
            self.rows.entry(row).or_default().push((column, text));
        }
    }

    /// Repeats what merged cells of the `chosen` columns say in every filled row that they span.
    fn hold_down(&mut self, chosen: impl Fn(u32) -> bool) {
        for (column, first, last) in std::mem::take(&mut self.merged) {
            let said = self.rows.get(&first).and_then(|cells| {
                let cell = cells.iter().find(|(at, _)| *at == column);
                cell.map(|(_, text)| text.clone())
            });
            let Some(said) = said.filter(|_| chosen(column) && last > first) else {
                continue;
            };
            for (_, cells) in self.rows.range_mut(first + 1..=last) {
                if !cells.iter().any(|(at, _)| *at == column) {
                    cells.push((column, said.clone()));
                }
            }
        }
    }
}
