//! Where the lines of a statement come from.

use super::{Entry, Side, Statement, table};
use crate::diagnostics::Diagnostic;
use crate::kinds::fields::Reader;
use crate::values::Unit;

/// The lines of a statement: out of its table, or out of its two lists in the order in which they stand in the file.
pub fn lines(statement: &mut Statement, reader: &mut Reader<'_>) -> Option<table::Lines> {
    let mut lists = [
        (Side::Income, std::mem::take(&mut statement.income)),
        (Side::Expense, std::mem::take(&mut statement.expense)),
    ];
    let mut lines = match &statement.table {
        None => {
            lists.sort_by_key(|(_, list)| list.first().map(|line| line.place.at));
            let entries = lists.into_iter().flat_map(|(side, list)| {
                list.into_iter().map(move |line| Entry { side, n: 0, line })
            });
            table::Lines {
                entries: entries.collect(),
                totals: [None, None],
            }
        }
        Some(name) => {
            if let Some((side, _)) = lists.iter().find(|(_, list)| !list.is_empty()) {
                let twice = Diagnostic::new("yaml/duplicate-key", name.place).case("table");
                reader.out.add(twice.arg("key", side.word()));
                return None;
            }
            let unit = statement.unit.map_or(Unit::default(), |unit| unit.value);
            let rows = reader.beside.table(name, &table::COLUMNS, reader.out)?;
            table::read(rows, unit, reader)?
        }
    };
    let mut count = [0, 0];
    for entry in &mut lines.entries {
        let n = &mut count[entry.side as usize];
        *n += 1;
        entry.n = *n;
    }
    Some(lines)
}
