//! The chain of lines.

use std::collections::BTreeMap;

use super::line::{Change, Line, hash};
use super::shelf::Head;
use super::{FOLDER, Key, NAME, SIGNATURE, Shelf, Signed};
use crate::diagnostics::{Diagnostic, Place, Report};
use crate::source::Listing;
use crate::values::Day;

/// What editors on Windows put before a text.
const MARK: char = '\u{feff}';

/// What version control writes into a file that two people changed.
const CONFLICT: [&str; 3] = ["<<<<<<<", "=======", ">>>>>>>"];

/// The file that a ledger which is gone is reported at.
const SETTINGS: &str = "content/site.yaml";

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

    /// Whether it holds what was once its end.
    fn has_head(&self, head: &Head) -> bool {
        let at = usize::try_from(head.n).ok().and_then(|n| n.checked_sub(1));
        let next = at.and_then(|at| self.lines.get(at + 1));
        match next {
            Some(line) => line.prev == head.hash,
            None => head.n == self.lines.len() as u64 && head.hash == self.head,
        }
    }

    /// What [`Shelf::set_head`] keeps of its end; none where there are no lines.
    pub fn end(&self) -> Option<Head> {
        (!self.is_empty()).then(|| Head {
            n: self.lines.len() as u64,
            hash: self.head.clone(),
        })
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
    let shelf = Shelf::new(listing.root.join("content").join(FOLDER));
    let Some(file) = listing.find(&path) else {
        if let (Some(head), Some(file)) = (shelf.head(), listing.find(SETTINGS)) {
            let finding = Diagnostic::new("ledger/broken", Place::file(file)).case("gone");
            out.add(finding.arg("n", head.n));
        }
        return Ledger::default();
    };
    let bytes = std::fs::read(listing.disk_path(file)).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    // Editors on Windows put a mark before a text that they save; it is none of the ledger's.
    let own = text.trim_start_matches(MARK);
    let (mut ledger, broken) = Ledger::read(own);
    if let Some(broken) = broken {
        let before = text.len() - own.len();
        let place = Place::bytes(file, before + broken.start, before + broken.end);
        let is_conflict = CONFLICT
            .iter()
            .any(|mark| own[broken.start..].starts_with(mark));
        let case = if is_conflict { "conflict" } else { "" };
        let finding = Diagnostic::new("ledger/broken", place).case(case);
        out.add(finding.arg("line", broken.line));
    } else if let Some(head) = shelf.head().filter(|head| !ledger.has_head(head)) {
        let place = Place::file(file);
        let finding = Diagnostic::new("ledger/broken", place).case("cut");
        out.add(finding.arg("lines", ledger.lines().len()).arg("n", head.n));
    }
    // One that a publication left behind when it was cut off is of another head.
    let signature = listing.find(&format!("content/{SIGNATURE}"));
    ledger.signature = signature
        .and_then(|file| std::fs::read_to_string(listing.disk_path(file)).ok())
        .map(|text| text.replace('\r', ""))
        .filter(|text| Signed::read(text).is_some_and(|signed| signed.head == ledger.head));
    ledger.shelf = shelf;
    ledger
}
