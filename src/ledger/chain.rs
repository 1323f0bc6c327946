//! The chain of lines.

use std::collections::BTreeMap;

use super::line::{Change, Line, hash};
use super::{FOLDER, Key, NAME, SIGNATURE, Shelf, Signed};
use crate::diagnostics::{Diagnostic, Place, Report};
use crate::source::Listing;
use crate::values::Day;

/// The lines of a ledger, and which of them are about which record.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    lines: Vec<Line>,
    /// Indices of lines by the record's identity, oldest first.
    of_records: BTreeMap<String, Vec<usize>>,
    /// The text, a line each.
    text: String,
    /// The hash of the last line; nothing where there is none.
    head: String,
    /// The signature of the head, as it is published.
    signature: Option<String>,
    /// What the records said when they were last published.
    shelf: Shelf,
}

/// Where a chain breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The line, from 1.
    pub line: usize,
    /// First byte of the line in the text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
}

/// Equal where they say the same: the head stands for all that is before it.
impl PartialEq for Ledger {
    fn eq(&self, other: &Ledger) -> bool {
        self.head == other.head && self.signature == other.signature
    }
}

impl Ledger {
    /// Reads a ledger, as far as its chain holds.
    ///
    /// A line ends with `\n`; a `\r` before it is not part of the line, because version control on Windows adds one.
    pub fn read(text: &str) -> (Ledger, Option<Broken>) {
        let mut ledger = Ledger::default();
        let mut start = 0;
        for (at, raw) in text.split_inclusive('\n').enumerate() {
            let end = start + raw.len();
            let own = raw.trim_end_matches('\n').trim_end_matches('\r');
            if !(raw.ends_with('\n') && ledger.accept(own)) {
                let broken = Broken {
                    line: at + 1,
                    start,
                    end: start + own.len(),
                };
                return (ledger, Some(broken));
            }
            start = end;
        }
        (ledger, None)
    }

    /// Takes the line `text` if it is the next one.
    fn accept(&mut self, text: &str) -> bool {
        match Line::read(text) {
            Some(line) if line.n == self.next_number() && line.prev == self.head => {
                self.append(line, text);
                true
            }
            _ => false,
        }
    }

    fn append(&mut self, line: Line, text: &str) {
        self.head = hash(text.as_bytes());
        self.text.push_str(text);
        self.text.push('\n');
        let own = self.of_records.entry(line.record.clone()).or_default();
        own.push(self.lines.len());
        self.lines.push(line);
    }

    /// Adds a line; its number and hashes are filled in.
    pub fn push(&mut self, mut line: Line) {
        line.n = self.next_number();
        line.prev.clone_from(&self.head);
        let text = line.seal();
        self.append(line, &text);
    }

    fn next_number(&self) -> u64 {
        self.lines.len() as u64 + 1
    }

    /// Whether nothing was ever published.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The lines, oldest first.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The ledger as it is written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The hash of the last line, in hex; nothing where there is none.
    pub fn head(&self) -> &str {
        &self.head
    }

    /// The day it begins: what it has on that day may have been public for long.
    pub fn first_day(&self) -> Option<Day> {
        self.lines.first().map(|line| line.day)
    }

    /// The lines about the record with this identity, oldest first.
    pub fn of<'a>(&'a self, record: &str) -> impl DoubleEndedIterator<Item = &'a Line> + use<'a> {
        let own = self.of_records.get(record).map_or(&[][..], Vec::as_slice);
        own.iter().map(|at| &self.lines[*at])
    }

    /// The last line about the record with this identity.
    pub fn last(&self, record: &str) -> Option<&Line> {
        self.of(record).next_back()
    }

    /// The last line of each record, in order of identity.
    pub fn latest(&self) -> impl Iterator<Item = &Line> {
        let last = |own: &Vec<usize>| own.last().map(|at| &self.lines[*at]);
        self.of_records.values().filter_map(last)
    }

    /// The records that were taken down: their last lines.
    pub fn withdrawn(&self) -> impl Iterator<Item = &Line> {
        self.latest()
            .filter(|line| line.change == Change::Withdrawn)
    }

    /// Signs the head.
    pub fn sign(&mut self, key: &Key) {
        self.signature = Some(key.sign(&self.head));
    }

    /// Takes the signature away: it was of another head.
    pub fn unsign(&mut self) {
        self.signature = None;
    }

    /// The signature of the head, as it is published.
    pub fn signature(&self) -> Option<&str> {
        self.signature.as_deref()
    }

    /// What the records said when they were last published.
    pub fn shelf(&self) -> &Shelf {
        &self.shelf
    }
}

/// The ledger of the site in `listing`, empty where it has none. One whose chain breaks is reported at the line, and what is before that is used.
pub fn load(listing: &Listing, out: &mut Report) -> Ledger {
    let path = format!("content/{NAME}");
    let Some(file) = listing.find(&path) else {
        return Ledger::default();
    };
    let bytes = std::fs::read(listing.disk_path(file)).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let (mut ledger, broken) = Ledger::read(&text);
    if let Some(broken) = broken {
        let place = Place::bytes(file, broken.start, broken.end);
        out.add(Diagnostic::new("ledger/broken", place).arg("line", broken.line));
    }
    // One that a publication left behind when it was cut off is of another head.
    let signature = listing.find(&format!("content/{SIGNATURE}"));
    ledger.signature = signature
        .and_then(|file| std::fs::read_to_string(listing.disk_path(file)).ok())
        .map(|text| text.replace('\r', ""))
        .filter(|text| Signed::read(text).is_some_and(|signed| signed.head == ledger.head));
    ledger.shelf = Shelf::new(listing.root.join("content").join(FOLDER));
    ledger
}
