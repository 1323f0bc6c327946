//! Open data of the edition: which files there are, and what each is made of.
//!
//! Everything is worked out of the edition, so that nothing gets into a table, a JSON file or a calendar that its readers may not read.

mod calendars;
mod describe;
mod pages;
mod record;
mod tables;

use std::sync::OnceLock;

use calendars::{CalendarOf, Events};
pub use record::DataLinks;

use super::build::Plan;
use super::page::View;
use crate::data::{Stat, Table, Wording};

/// The folder of what is for the whole site.
pub const FOLDER: &str = "data";

/// A file of open data; indices are the plan's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataFile {
    /// The page that lists them all.
    Index,
    /// The page that explains the tables of a group.
    Group(usize),
    /// The description of all tables for programs.
    Package,
    /// A table.
    Table(usize),
    /// What a record says, as JSON.
    Record(usize),
    /// A list of one record as a table.
    RecordTable {
        /// The record, by its index in the edition.
        record: usize,
        /// The table of such lists.
        table: usize,
    },
    /// A calendar.
    Calendar(usize),
    /// The catalogue of what is to be published, as a table.
    Catalogue,
    /// The same as JSON.
    CatalogueJson,
}

/// What the plan knows of open data, each part worked out when something asks for it.
#[derive(Default)]
pub struct Data {
    /// The site's full address, or nothing.
    base: OnceLock<String>,
    tables: OnceLock<Tables>,
    /// By kind, the hash of everything that its tables are made of.
    stamps: Vec<OnceLock<blake3::Hash>>,
    /// By record, the tables among its lists.
    of_records: Vec<OnceLock<Vec<OwnTable>>>,
    events: OnceLock<Events>,
    calendars: OnceLock<Vec<CalendarOf>>,
}

/// The tables of the site.
struct Tables {
    wording: Wording,
    all: Vec<Table>,
    /// By table, the same for a single record, where records have it.
    alone: Vec<Option<Table>>,
    /// By table, what is known of its file.
    stats: Vec<OnceLock<Stat>>,
}

/// A list of a record that has a table of its own.
#[derive(Debug, Clone, Copy)]
pub struct OwnTable {
    /// Its table.
    pub table: usize,
    /// Its lines.
    pub lines: usize,
}

impl Data {
    /// Room for what is known of `records` records of `kinds` kinds.
    pub fn new(kinds: usize, records: usize) -> Data {
        Data {
            stamps: (0..kinds).map(|_| OnceLock::new()).collect(),
            of_records: (0..records).map(|_| OnceLock::new()).collect(),
            ..Data::default()
        }
    }
}

impl Plan<'_> {
    /// The bytes of a data file; none for a page.
    pub fn data_bytes(&self, file: DataFile) -> Option<Vec<u8>> {
        match file {
            DataFile::Index | DataFile::Group(_) => None,
            DataFile::Package => Some(self.package()),
            DataFile::Table(table) => Some(self.table_bytes(table)),
            DataFile::Record(record) => Some(self.record_json(record)),
            DataFile::RecordTable { record, table } => self.record_table(record, table),
            DataFile::Calendar(calendar) => Some(self.calendar_bytes(calendar)),
            DataFile::Catalogue => Some(self.catalogue_csv()),
            DataFile::CatalogueJson => Some(self.catalogue_json()),
        }
    }

    /// The inputs of a page about data; none for what is no page.
    pub fn data_view<'b>(&'b self, file: DataFile, address: &str) -> Option<View<'b>> {
        match file {
            DataFile::Index => Some(self.data_index_view(address)),
            DataFile::Group(group) => Some(self.data_group_view(group, address)),
            _ => None,
        }
    }

    /// What stands for everything that a data file is made of besides what all pages share; none for one that is made every time. It takes much less time than the file.
    pub fn data_inputs(&self, file: DataFile) -> Option<Vec<u8>> {
        match file {
            DataFile::Index | DataFile::Group(_) | DataFile::Package => Some(self.stamp_of_all()),
            DataFile::Table(table) => Some(self.table_stamp(table)),
            DataFile::Record(record) => Some(self.record_stamp(record)),
            DataFile::RecordTable { record, .. } => {
                Some(self.edition.entries()[record].record.written.to_vec())
            }
            DataFile::Calendar(_) | DataFile::Catalogue | DataFile::CatalogueJson => None,
        }
    }
}
