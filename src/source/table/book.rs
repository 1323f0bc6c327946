//! Workbooks: the visible sheets of an XLSX, XLS or ODS file.

use std::io::BufReader;
use std::path::Path;

use calamine::{
    Data, Dimensions, Reader as _, SheetType, SheetVisible, Sheets, Xlsx, XlsxFormulaMetadata,
};

use super::{Fault, MOST_CELLS, Sheet};

type File = BufReader<std::fs::File>;

/// Reads every visible sheet of the workbook at `path`.
pub fn sheets(path: &Path) -> Result<Vec<Sheet>, Fault> {
    let mut book = calamine::open_workbook_auto(path).map_err(|_| Fault::Broken)?;
    let names: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible)
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut filled = 0;
    names
        .into_iter()
        .map(|name| {
            let mut sheet = match &mut book {
                Sheets::Xlsx(book) => stream(book, &name, &mut filled)?,
                other => dense(other, &name, &mut filled)?,
            };
            sheet.name = name;
            Ok(sheet)
        })
        .collect()
}

/// Reads a sheet cell by cell. Its extent is never laid out: one stray cell in the last row and column would take hundreds of gigabytes.
fn stream(book: &mut Xlsx<File>, name: &str, filled: &mut usize) -> Result<Sheet, Fault> {
    let mut sheet = Sheet::default();
    let mut cells = book
        .worksheet_cells_reader(name)
        .map_err(|_| Fault::Broken)?;
    while let Some(cell) = cells
        .next_cell_with_formula_metadata()
        .map_err(|_| Fault::Broken)?
    {
        let value = Data::from(cell.value);
        let formula = cell.formula.map(|formula| match formula {
            XlsxFormulaMetadata::Normal { formula }
            | XlsxFormulaMetadata::Shared { formula, .. } => formula,
            // The text stands at the first cell of the group.
            _ => "…".to_owned(),
        });
        let (row, column) = cell.pos;
        sheet.add(row, column, &value, formula.as_deref(), filled)?;
    }
    drop(cells);
    for cells in sheet.rows.values_mut() {
        cells.sort_by_key(|(column, _)| *column);
    }
    let merged = book.merge_cells_by_sheet_name(name);
    sheet.merged = merged.unwrap_or_default().iter().map(columns).collect();
    Ok(sheet)
}

/// Reads a sheet of a form that is laid out as a whole when the file is opened.
fn dense(book: &mut Sheets<File>, name: &str, filled: &mut usize) -> Result<Sheet, Fault> {
    let mut sheet = Sheet::default();
    let cells = book.worksheet_range(name).map_err(|_| Fault::Broken)?;
    let formulas = book.worksheet_formula(name).ok();
    let (top, left) = cells.start().unwrap_or_default();
    for (row, values) in (top..).zip(cells.rows()) {
        for (column, value) in (left..).zip(values) {
            let formula = formulas
                .as_ref()
                .and_then(|formulas| formulas.get_value((row, column)))
                .filter(|formula| !formula.is_empty());
            sheet.add(row, column, value, formula.map(String::as_str), filled)?;
        }
    }
    if let Sheets::Xls(book) = book {
        let merged = book.merge_cells_by_sheet_name(name);
        sheet.merged = merged.unwrap_or_default().iter().map(columns).collect();
    }
    Ok(sheet)
}

impl Sheet {
    fn add(
        &mut self,
        row: u32,
        column: u32,
        value: &Data,
        formula: Option<&str>,
        filled: &mut usize,
    ) -> Result<(), Fault> {
        let text = match (value, formula) {
            (Data::Empty, Some(formula)) => format!("={}", formula.trim_start_matches('=')),
            _ => cell_text(value),
        };
        *filled += usize::from(!text.is_empty());
        self.fill(row, column, text);
        if *filled > MOST_CELLS {
            return Err(Fault::Large);
        }
        Ok(())
    }
}

/// The first column of a merged region, and its rows.
fn columns(region: &Dimensions) -> (u32, u32, u32) {
    (region.start.1, region.start.0, region.end.0)
}

fn cell_text(cell: &Data) -> String {
    match cell {
        Data::Float(number) => plain_number(*number),
        Data::DateTime(time) if time.is_datetime() => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTimeIso(text) => text.split('T').next().unwrap_or_default().to_owned(),
        Data::Empty => String::new(),
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
    use super::plain_number;

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
}
