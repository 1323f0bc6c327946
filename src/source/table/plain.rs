//! Tables as text: CSV with commas, tabs or semicolons, in the encodings that Windows programs save.

use std::path::Path;

use super::{Fault, MOST_CELLS, Rank, Sheet, head_of};
use crate::kinds::fields::Columns;
use crate::source::encoding::decode;

/// What can stand between two cells, the likeliest first.
const SEPARATORS: [u8; 3] = [b',', b'\t', b';'];

/// Reads the table at `path` with the separator that gives the best head.
pub fn sheet(path: &Path, columns: &Columns) -> Result<Sheet, Fault> {
    let bytes = std::fs::read(path).map_err(|_| Fault::Broken)?;
    let (text, _) = decode(bytes);
    let mut best: Result<(Option<Rank>, Sheet), Fault> = Err(Fault::Broken);
    for separator in SEPARATORS {
        let read = match split(&text, separator) {
            Ok(sheet) => sheet,
            Err(fault) => {
                if best.is_err() {
                    best = Err(fault);
                }
                continue;
            }
        };
        let rank = head_of(&read, columns).map(|(rank, _)| rank);
        if best.as_ref().is_ok_and(|(best, _)| *best >= rank) {
            continue;
        }
        best = Ok((rank, read));
        if rank == Some(Rank::Certain) {
            break;
        }
    }
    best.map(|(_, sheet)| sheet)
}

fn split(text: &str, separator: u8) -> Result<Sheet, Fault> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut sheet = Sheet::default();
    let mut filled = 0;
    let mut line = 0;
    for record in reader.records() {
        let record = record.map_err(|_| Fault::Broken)?;
        // The reader passes over empty lines; rows keep the line numbers that a spreadsheet shows.
        let at = record.position().map_or(line, |position| {
            let start = usize::try_from(position.byte()).unwrap_or(0);
            let blank = text.as_bytes()[start..]
                .iter()
                .take_while(|b| matches!(b, b'\r' | b'\n'))
                .filter(|b| **b == b'\n')
                .count();
            position.line() - 1 + blank as u64
        });
        let row = u32::try_from(at).map_err(|_| Fault::Large)?;
        for (column, cell) in (0..).zip(record.iter()) {
            filled += usize::from(!cell.is_empty());
            sheet.fill(row, column, cell.to_owned());
        }
        if filled > MOST_CELLS {
            return Err(Fault::Large);
        }
        line = at + 1;
    }
    Ok(sheet)
}
