//! One line of the ledger.

use serde::{Deserialize, Deserializer, Serialize};

use super::diff::Changed;
use crate::values::Day;

/// What sort of change a line tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// It is there for the first time.
    Published,
    /// It grew, as its kind is meant to: progress, an outcome.
    Updated,
    /// It says something else, with a 更正 entry.
    Corrected,
    /// It was taken down.
    Withdrawn,
}

impl Change {
    /// Its word in the ledger, which is also its key in the string tables.
    pub fn key(self) -> &'static str {
        match self {
            Change::Published => "published",
            Change::Updated => "updated",
            Change::Corrected => "corrected",
            Change::Withdrawn => "withdrawn",
        }
    }
}

/// Why something was corrected or withdrawn, as its entry says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// When.
    #[serde(deserialize_with = "day")]
    pub day: Day,
    /// Why.
    pub reason: String,
    /// Who allowed it.
    pub approved_by: String,
}

/// One change of one record. The order of the fields is that of the line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Its number, from 1.
    pub n: u64,
    /// The day it was published.
    #[serde(deserialize_with = "day")]
    pub day: Day,
    /// The record's identity.
    pub record: String,
    /// The record's short code.
    pub code: String,
    /// The record's title.
    pub title: String,
    /// What sort of change.
    pub change: Change,
    /// The version since then, from 1; only a correction begins a new one.
    pub version: usize,
    /// The hash of what the record says since then, in hex.
    pub hash: String,
    /// The eight letters on its printed sheets since then, as in `7K3Q-A2ZD`.
    pub sheet: String,
    /// Why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<Reason>,
    /// What is different, key by key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Changed>,
    /// The hash of the line before, in hex; nothing in the first.
    pub prev: String,
    /// The hash of this line up to here, in hex.
    pub own: String,
}

fn day<'de, D: Deserializer<'de>>(from: D) -> Result<Day, D::Error> {
    let text = String::deserialize(from)?;
    Day::parse(&text).ok_or_else(|| serde::de::Error::custom("not a day"))
}

impl Line {
    /// The line as text without its end, closed by its own hash.
    pub fn seal(&mut self) -> String {
        self.own.clear();
        // Texts and numbers can always be written.
        let open = serde_json::to_string(self).unwrap_or_default();
        let body = open.strip_suffix(TAIL).unwrap_or(&open);
        self.own = hash(body.as_bytes());
        format!("{body},\"own\":\"{}\"}}", self.own)
    }

    /// Reads a line; none if a byte of it is not as it was written.
    pub fn read(text: &str) -> Option<Line> {
        let line: Line = serde_json::from_str(text).ok()?;
        (line.clone().seal() == text).then_some(line)
    }
}

/// What an open line ends with.
const TAIL: &str = ",\"own\":\"\"}";

/// A BLAKE3 hash in hex.
pub fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}
