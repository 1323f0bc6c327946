//! Whether a printed sheet shows what holds now.

use crate::ledger::{Change, Ledger, Line};

/// What the ledger says of the code on a sheet.
#[derive(Debug, PartialEq, Eq)]
pub enum Sheet<'a> {
    /// Nothing: it was never published, or misread.
    Unknown,
    /// It shows what holds now.
    Current(&'a Line),
    /// Something else holds now: the line of the sheet, and those since.
    Old(&'a Line, Vec<&'a Line>),
}

/// What `ledger` says of `code`, whose case, hyphens and spaces make no difference.
pub fn find_sheet<'a>(ledger: &'a Ledger, code: &str) -> Sheet<'a> {
    let bare = |text: &str| -> String {
        let letters = text.chars().filter(char::is_ascii_alphanumeric);
        // Nobody can tell these apart on paper, and the codes have only one of each.
        let letters = letters.map(|c| match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            c => c,
        });
        letters.collect()
    };
    let wanted = bare(code);
    let mut lines = ledger.lines().iter().rev();
    let Some(own) = lines.find(|line| bare(&line.sheet) == wanted) else {
        return Sheet::Unknown;
    };
    let since: Vec<&Line> = ledger
        .of(&own.record)
        .filter(|line| line.n > own.n)
        .collect();
    match ledger.last(&own.record) {
        Some(last) if last.change != Change::Withdrawn && last.hash == own.hash => {
            Sheet::Current(own)
        }
        // Taken down: what the sheet shows holds no longer, whatever it is.
        _ => Sheet::Old(own, since),
    }
}
