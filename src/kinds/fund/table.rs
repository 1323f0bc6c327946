//! The lines of a statement out of a table, as officers keep it in a spreadsheet.
//!
//! 1. [`heads`] finds what each column is, and in which of two layouts the amounts stand.
//! 2. [`rows`] tells lines from sums, balances that are carried over, repeated heads and signatures.
//! 3. Here each line is read; what is missing is reported at its own cell.

mod heads;
mod rows;

use rust_decimal::{Decimal, RoundingStrategy};

use super::amount::Amount;
use super::{Entry, Line, Side};
use crate::diagnostics::{At, Diagnostic, Place};
use crate::kinds::fields::{Chosen, Columns, Decode, Map, Reader, Scalar};
use crate::values::{Node, Sp, Unit, Value, half_width, parse_decimal};
use heads::{Column, Heads, Layout};
use rows::{Row, RowKind};

/// How the reader of tables finds the head, and what may be merged: never an amount, which would count once for each row.
pub const COLUMNS: Columns = Columns {
    is_known: |head| heads::column(head).is_some(),
    is_leading: |head| heads::column(head).is_some_and(|head| head.column == Column::Summary),
    holds_down: |head| heads::column(head).is_some_and(|head| !head.column.is_figure()),
};

/// What a table holds.
pub struct Lines {
    /// The lines in the order of the table; their numbers are not set.
    pub entries: Vec<Entry>,
    /// The sums that its last rows state, income first.
    pub totals: [Option<Sp<Amount>>; 2],
}

/// A sum that a row states, and how many lines stand above it.
struct Stated {
    side: Side,
    sum: Sp<Amount>,
    above: usize,
}

/// Reads the rows of a table of a statement in `unit`.
pub fn read(table: Node, unit: Unit, reader: &mut Reader<'_>) -> Option<Lines> {
    let none = Lines {
        entries: Vec::new(),
        totals: [None, None],
    };
    let Value::List(nodes) = table.value else {
        return Some(none);
    };
    let Some(first) = nodes.first() else {
        return Some(none);
    };
    let heads = Heads::read(first, unit, reader)?;
    let mut lines: Vec<Row> = Vec::new();
    let mut stated: Vec<Stated> = Vec::new();
    for row in nodes.into_iter().filter_map(|node| heads.row(node)) {
        match row.kind() {
            RowKind::Line => lines.push(row),
            RowKind::Total(side) => {
                stated.extend(sums(&row, side, heads.layout).map(|(side, sum)| Stated {
                    side,
                    sum,
                    above: lines.len(),
                }));
            }
            RowKind::Nothing => {}
        }
    }
    let named = are_named(&lines, reader);
    percents_out_of_fractions(&mut lines, heads.layout);
    let count = lines.len();
    let has_days = lines.iter().any(|row| row.is_filled(Column::Date));
    let entries: Vec<Entry> = lines
        .into_iter()
        .filter_map(|row| line(row, heads.layout, has_days, reader))
        .collect();
    (named && entries.len() == count).then(|| Lines {
        totals: Side::BOTH.map(|side| total(&stated, side, count)),
        entries,
    })
}

/// The sum of `side` that the table ends with. A sum with lines below it, or one of several, is of a part.
fn total(stated: &[Stated], side: Side, lines: usize) -> Option<Sp<Amount>> {
    let mut own = stated.iter().filter(|stated| stated.side == side);
    let only = own.next().filter(|stated| stated.above == lines)?;
    own.next().is_none().then(|| only.sum.clone())
}

/// The sums that a row states.
fn sums(row: &Row, side: Option<Side>, layout: Layout) -> impl Iterator<Item = (Side, Sp<Amount>)> {
    let read = |side, column| {
        let cell = row.filled(column)?;
        let text = half_width(&cell.text);
        let value = Amount::read(&text)
            .or_else(|| Amount::mend(&text).and_then(|text| Amount::read(&text)))?;
        let place = cell.place;
        Some((side, Sp { value, place }))
    };
    let sums = match layout {
        Layout::Sided => {
            let side = side.or_else(|| rows::side_of(row.text(Column::Side)));
            [side.and_then(|side| read(side, Column::Amount)), None]
        }
        Layout::Split => [
            read(Side::Income, Column::Income),
            read(Side::Expense, Column::Expense),
        ],
    };
    sums.into_iter().flatten()
}

/// Reports each column in which a line has something and which has no head.
fn are_named(lines: &[Row], reader: &mut Reader<'_>) -> bool {
    let mut seen: Vec<u32> = Vec::new();
    for cell in lines.iter().flat_map(Row::nameless) {
        let At::Cell { column, .. } = cell.place.at else {
            continue;
        };
        if !seen.contains(&column) {
            seen.push(column);
            reader.out.add(
                Diagnostic::new("yaml/unknown-key", cell.place)
                    .case("column-nameless")
                    .arg("found", &cell.text)
                    .arg("cell", cell_name(cell.place)),
            );
        }
    }
    seen.is_empty()
}

/// The side of a line and the column of its amount, where its cells are whole.
fn side_of(row: &Row, layout: Layout) -> Result<(Side, Column), Option<Column>> {
    match layout {
        Layout::Sided => match rows::side_of(row.text(Column::Side)) {
            Some(side) => Ok((side, Column::Amount)),
            None => Err(Some(Column::Side)),
        },
        Layout::Split => {
            let both = [
                (Side::Income, Column::Income),
                (Side::Expense, Column::Expense),
            ];
            let only = |has: &dyn Fn(Column) -> bool| {
                let mut with = both.into_iter().filter(|(_, column)| has(*column));
                with.next().map(|first| (first, with.next().is_none()))
            };
            // The idle side of a line may hold a nought.
            match only(&|column| row.is_filled(column) && !row.is_nought(column)) {
                Some((one, true)) => Ok(one),
                Some((_, false)) => Err(Some(Column::Expense)),
                None => match only(&|column| row.is_filled(column)) {
                    Some((one, true)) => Ok(one),
                    _ => Err(None),
                },
            }
        }
    }
}

/// Reads one line.
fn line(row: Row, layout: Layout, has_days: bool, reader: &mut Reader<'_>) -> Option<Entry> {
    if has_faults(&row, reader) {
        return None;
    }
    let mut whole = true;
    let mut miss = |column: Column, reader: &mut Reader<'_>| {
        let place = row.place_of(column);
        reader.out.add(
            Diagnostic::new("yaml/missing-key", place)
                .case("cell")
                .arg("key", column.name())
                .arg("cell", cell_name(place)),
        );
        whole = false;
    };
    if !row.is_filled(Column::Summary) {
        miss(Column::Summary, reader);
    }
    if has_days && !row.is_filled(Column::Date) {
        miss(Column::Date, reader);
    }
    if layout == Layout::Sided {
        for column in [Column::Side, Column::Amount] {
            if !row.is_filled(column) {
                miss(column, reader);
            }
        }
    }
    let side = side_of(&row, layout);
    let found = match (layout, side) {
        (_, Ok(_)) => None,
        // A word that is no side; one that is missing was reported.
        (Layout::Sided, Err(_)) => {
            let cell = row.filled(Column::Side)?;
            let node = Node {
                value: Value::Scalar(cell.text.clone()),
                place: cell.place,
            };
            let _ = Chosen::<Side>::decode(node, reader);
            None
        }
        (Layout::Split, Err(Some(column))) => {
            Some(Diagnostic::new("yaml/type", row.place_of(column)).case("cell-both"))
        }
        (Layout::Split, Err(None)) => {
            let place = row.place_of(Column::Expense);
            Some(Diagnostic::new("yaml/missing-key", place).case("cell-sides"))
        }
    };
    if let Some(found) = found {
        let cell = cell_name(found.place);
        let row = rows::row_number(found.place);
        reader.out.add(found.arg("cell", cell).arg("row", row));
    }
    let (side, amount) = side.ok().filter(|_| whole)?;
    let mut map = Map::open(row.into_map(amount), reader)?;
    let line = Line::take(&mut map, reader)?;
    Some(Entry { side, n: 0, line })
}

/// Reports cells whose value the spreadsheet could not or did not compute.
fn has_faults(row: &Row, reader: &mut Reader<'_>) -> bool {
    let before = reader.out.0.len();
    for cell in row.known() {
        let case = match cell.text.as_str() {
            "#DIV/0!" | "#N/A" | "#NAME?" | "#NULL!" | "#NUM!" | "#REF!" | "#VALUE!" | "#DATA!" => {
                "cell-error"
            }
            text if text.starts_with('=') => "cell-formula",
            _ => continue,
        };
        reader.out.add(
            Diagnostic::new("yaml/type", cell.place)
                .case(case)
                .arg("found", &cell.text)
                .arg("cell", cell_name(cell.place)),
        );
    }
    reader.out.0.len() > before
}

/// A spreadsheet keeps 12.5% as 0.125: where every share of a side is such a fraction and they sum to about 1, they are
/// brought to percent, with two decimals at most.
fn percents_out_of_fractions(lines: &mut [Row], layout: Layout) {
    for side in Side::BOTH {
        let own = |row: &Row| side_of(row, layout).is_ok_and(|(own, _)| own == side);
        let share = |row: &Row| {
            parse_decimal(row.text(Column::Percent)).filter(|share| share.abs() <= Decimal::ONE)
        };
        let shares: Option<Vec<Decimal>> = lines.iter().filter(|row| own(row)).map(share).collect();
        let slack = Decimal::new(1, 2);
        let is_fraction = shares
            .is_some_and(|shares| (shares.iter().sum::<Decimal>() - Decimal::ONE).abs() <= slack);
        if !is_fraction {
            continue;
        }
        for row in lines.iter_mut().filter(|row| own(row)) {
            let percent = share(row).map(|share| {
                (share * Decimal::ONE_HUNDRED)
                    .round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
                    .normalize()
            });
            if let (Some(percent), Some(cell)) = (percent, row.cell_mut(Column::Percent)) {
                cell.text = percent.to_string();
            }
        }
    }
}

/// A cell as a spreadsheet names it: `F12`.
fn cell_name(place: Place) -> String {
    let At::Cell { row, column } = place.at else {
        return String::new();
    };
    let mut letters = Vec::new();
    let mut rest = column;
    while let Some(left) = rest.checked_sub(1) {
        letters.push(char::from(b'A' + (left % 26) as u8));
        rest = left / 26;
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{letters}{row}")
}
