//! CSV and XLSX tables beside a record, as lists of maps.

use std::path::Path;

use calamine::{Data, Reader as _};

use super::encoding::{Encoding, decode};
use crate::diagnostics::{At, FileId, Place};
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
}

/// Reads the table at `path`: the first row with more than one cell is the head (titles above it are passed over), each further row that holds anything is a map. Of an XLSX file it is the first sheet.
///
/// # Errors
/// See [`Fault`].
pub fn read_table(path: &Path, file: FileId) -> Result<Node, Fault> {
    let extension = path
        .extension()
        .and_then(|e| e.to_str())
        .map(str::to_ascii_lowercase);
    let rows = match extension.as_deref() {
        Some("csv") => csv_rows(path)?,
        Some("xlsx" | "xls" | "ods") => sheet_rows(path)?,
        _ => return Err(Fault::Form),
    };
    let filled = |row: &[String]| row.iter().filter(|cell| !cell.is_empty()).count();
    let head_at = rows
        .iter()
        .position(|row| filled(row) > 1)
        .ok_or(Fault::Empty)?;
    let head: Vec<String> = rows[head_at]
        .iter()
        .map(|cell| half_width(cell).replace([' ', '\n'], ""))
        .collect();
    let cell_place = |row: usize, column: usize| {
        let narrow = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
        Place {
            file,
            at: At::Cell {
                row: narrow(row),
                column: narrow(column),
            },
        }
    };
    let mut list = Vec::with_capacity(rows.len());
    for (row, cells) in rows.into_iter().enumerate().skip(head_at + 1) {
        if filled(&cells) == 0 {
            continue;
        }
        let mut entries = Vec::with_capacity(head.len());
        for (column, text) in cells.into_iter().enumerate() {
            let key = head.get(column).cloned().unwrap_or_default();
            if key.is_empty() && text.is_empty() {
                continue;
            }
            let place = cell_place(row, column);
            let value = if text.is_empty() {
                Value::Null
            } else {
                Value::Scalar(text)
            };
            entries.push(Entry {
                key,
                key_place: cell_place(head_at, column),
                value: Node { value, place },
            });
        }
        list.push(Node {
            value: Value::Map(entries),
            place: cell_place(row, 0),
        });
    }
    Ok(Node {
        value: Value::List(list),
        place: Place::file(file),
    })
}

fn csv_rows(path: &Path) -> Result<Vec<Vec<String>>, Fault> {
    let bytes = std::fs::read(path).map_err(|_| Fault::Broken)?;
    let (text, encoding) = decode(bytes);
    if matches!(encoding, Encoding::Unknown { .. }) {
        return Err(Fault::Broken);
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
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
            usize::try_from(position.line()).unwrap_or(1) - 1 + blank
        });
        rows.resize(at.max(rows.len()), Vec::new());
        rows.push(record.iter().map(str::to_owned).collect());
        line = at + 1;
    }
    Ok(rows)
}

fn sheet_rows(path: &Path) -> Result<Vec<Vec<String>>, Fault> {
    let mut book = calamine::open_workbook_auto(path).map_err(|_| Fault::Broken)?;
    let sheet = book
        .worksheet_range_at(0)
        .ok_or(Fault::Empty)?
        .map_err(|_| Fault::Broken)?;
    let (top, left) = sheet.start().unwrap_or((0, 0));
    let mut rows = vec![Vec::new(); top as usize];
    for cells in sheet.rows() {
        let mut row = vec![String::new(); left as usize];
        row.extend(cells.iter().map(cell_text));
        rows.push(row);
    }
    Ok(rows)
}

fn cell_text(cell: &Data) -> String {
    match cell {
        Data::Float(number) => plain_number(*number),
        Data::DateTime(time) if time.is_datetime() => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTimeIso(text) => text.split('T').next().unwrap_or_default().to_owned(),
        Data::Empty | Data::Error(_) => String::new(),
        other => other.to_string().trim().to_owned(),
    }
}

/// A number as a spreadsheet shows it: fifteen significant digits, so that 0.1 + 0.2 is 0.3.
fn plain_number(number: f64) -> String {
    let digits = if number == 0.0 {
        0.0
    } else {
        number.abs().log10().floor()
    };
    let decimals = (14.0 - digits).clamp(0.0, 14.0) as usize;
    let text = format!("{number:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_a_spreadsheet_shows_them() {
        for (number, text) in [
            (0.1 + 0.2, "0.3"),
            (1200.5, "1200.5"),
            (45000.0, "45000"),
            (-3.10, "-3.1"),
            (0.0, "0"),
            (6254.0975, "6254.0975"),
        ] {
            assert_eq!(plain_number(number), text);
        }
    }

    #[test]
    fn a_gbk_csv_with_a_title_row_becomes_maps() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("q3.csv");
        let text = "柳村第三季度账目\r\n日期,摘要,金　额\r\n2026-07-01,\"办公,用品\",1200.50\r\n\r\n2026-07-02,水电,\r\n";
        std::fs::write(&path, encoding_rs::GB18030.encode(text).0).unwrap();
        let Value::List(rows) = read_table(&path, FileId(0)).unwrap().value else {
            panic!()
        };
        assert_eq!(rows.len(), 2);
        let Value::Map(entries) = &rows[0].value else {
            panic!()
        };
        assert_eq!(entries[2].key, "金额");
        assert!(matches!(&entries[1].value.value, Value::Scalar(text) if text == "办公,用品"));
        assert_eq!(rows[1].place.at, At::Cell { row: 5, column: 1 });
        assert_eq!(
            read_table(Path::new("a.txt"), FileId(0)).unwrap_err(),
            Fault::Form
        );
    }
}
