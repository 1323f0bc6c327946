//! Personal data in what would be published: numbers that identify people, and rows that tell of children or illness.
//!
//! Pure functions: [`scan`] finds numbers in a text, [`check_row`] looks at a row of a table in which people stand, [`text_of`] gets the text out of an attachment.
//! Who calls them decides what is an offence and where it is shown.

mod attachment;
mod digits;
mod mask;
mod numbers;
mod row;
#[cfg(test)]
mod suite;

use std::ops::Range;

use crate::diagnostics::Place;
use crate::values::Day;

pub use attachment::{has_text, hush_readers, text_of};
pub use digits::scan;
pub use mask::{Area, Hide, Mask, Naming, mask_cell, mask_row, mask_text};
pub use row::{Cell, Column, Told, check_row, column};

/// What sort of number was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A resident identity number with the day of birth that it tells (GB 11643).
    Identity(Day),
    /// The number of a bank card, by its check digit (ISO/IEC 7812).
    BankCard,
    /// A mobile telephone number.
    Mobile,
}

/// A number that was found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub what: What,
    /// Its bytes.
    pub range: Range<usize>,
    /// Its digits without spaces and hyphens, in half width.
    pub digits: String,
}

impl Found {
    /// How it is shown to the officer: enough to find it, too little to copy it from a screen or a log.
    pub fn shown(&self) -> String {
        let kept = if self.what == What::Mobile { 3 } else { 4 };
        let (head, rest) = self.digits.split_at(kept.min(self.digits.len()));
        let tail = &rest[rest.len().saturating_sub(2)..];
        let hidden = "*".repeat(rest.len() - tail.len());
        format!("{head}{hidden}{tail}")
    }
}

/// Something of a person that a source tells.
#[derive(Debug, Clone)]
pub struct Personal {
    /// Where.
    pub place: Place,
    /// What.
    pub tells: Tells,
}

/// What a source tells of a person.
#[derive(Debug, Clone)]
pub enum Tells {
    /// A number.
    Number(Found),
    /// Something in a row of people, with the words that tell it.
    Row(Told, String),
    /// The mobile number of a field that is there for it.
    Contact(String),
}
