//! What was published when, and what changed since: a chain of lines that nobody can alter unseen.
//!
//! `content/ledger.jsonl` has one line a change of a record that everybody may read. Each line says what changed and on which day, names the hash of what the record says since
//! ([`Content`]), holds the hash of the line before it and ends with its own. The site is published with it. What each record said when it was last published lies in
//! `content/ledger/`, so that the next line can say what the old values were; that stays with the sources.
//!
//! - [`Line`] and [`Ledger`] are the chain, read and written;
//! - [`Content`] is what a record says to everybody, in one form;
//! - [`diff`] says key by key what is different;
//! - [`judge`] says what became of a record since its last line;
//! - [`Shelf`] keeps the last contents.

mod chain;
mod content;
mod diff;
mod judge;
mod line;
mod plain;
mod shelf;
mod sign;
mod way;

pub use chain::{Ledger, load};
pub use content::{Content, Stamp, stamp};
pub use diff::Changed;
pub use judge::{Said, Verdict, judge, line_of_withdrawal, next_line};
pub use line::{Change, Line, Reason};
pub use shelf::Shelf;
pub use sign::{Key, PublicKey, Signed};
pub use way::in_words;

/// Its file, below `content/` and in a published site.
pub const NAME: &str = "ledger.jsonl";

/// The signature of its last line, in a published site.
pub const SIGNATURE: &str = "ledger.sig";

/// The folder of the last contents, below `content/`.
pub const FOLDER: &str = "ledger";
