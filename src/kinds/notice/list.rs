//! The list of names: out of a table, masked for an edition, and reduced once the notice is over.

use super::rules::outcome_due;
use super::window::State;
use super::{Notice, Row};
use crate::diagnostics::Diagnostic;
use crate::kinds::fields::{Columns, Decode, Reader};
use crate::kinds::{After, Context};
use crate::privacy::{Column, Mask, column, mask_row};
use crate::values::{Sp, Value};

/// How the reader of tables finds the head.
const COLUMNS: Columns = Columns {
    is_known: |head| column(head) != Column::Other,
    is_leading: is_name,
    holds_down: |_| false,
};

fn is_name(head: &str) -> bool {
    matches!(column(head), Column::Name | Column::Pupil)
}

/// Reads the list out of the table that `notice` names. None says that there was a mistake.
pub fn read_table(notice: &mut Notice, reader: &mut Reader<'_>) -> Option<()> {
    let Some(name) = &notice.table else {
        return Some(());
    };
    if notice.list.is_some() {
        let twice = Diagnostic::new("yaml/duplicate-key", name.place).case("table");
        reader.out.add(twice.arg("key", "名单"));
        return None;
    }
    let table = reader.beside.table(name, &COLUMNS, reader.out)?;
    let Value::List(rows) = table.value else {
        return Some(());
    };
    let rows: Option<Vec<Row>> = rows
        .into_iter()
        .map(|row| Row::decode(row, reader))
        .collect();
    notice.list = Some(rows?);
    Some(())
}

/// `notice` with the list as an edition shows it; none where that is all of it.
pub fn reduced(notice: &Notice, cx: &Context<'_>, mask: Mask) -> Option<Notice> {
    let list = notice.list.as_ref()?;
    let mut changed = notice.table.is_some();
    let mut rows: Vec<Row> = Vec::with_capacity(list.len());
    for row in list {
        let cells: Vec<(&str, &str)> = row
            .cells
            .iter()
            .map(|(head, text)| (head.as_str(), text.value.as_str()))
            .collect();
        rows.push(match mask_row(&cells, mask, cx.day) {
            Some(masked) => {
                changed = true;
                masked_row(row, masked)
            }
            None => row.clone(),
        });
    }
    let of_people = list
        .iter()
        .flat_map(|row| &row.cells)
        .any(|(head, _)| is_name(head));
    let after = after(notice, cx).filter(|after| of_people && *after != After::Full);
    if !changed && after.is_none() {
        return None;
    }
    let mut reduced = notice.clone();
    // The name of a file is told to nobody either.
    reduced.table = None;
    match after {
        Some(After::Count) => {
            reduced.count = Some(Sp {
                value: u32::try_from(rows.len()).unwrap_or(u32::MAX),
                place: notice.place,
            });
            reduced.list = None;
        }
        Some(_) => {
            let stays = |head: &str| is_name(head) || column(head) == Column::Post;
            rows.iter_mut()
                .for_each(|row| row.cells.retain(|(head, _)| stays(head)));
            reduced.list = Some(rows);
        }
        None => reduced.list = Some(rows),
    }
    Some(reduced)
}

/// What stays of the list, where the notice is over: its outcome is told, or is overdue.
fn after(notice: &Notice, cx: &Context<'_>) -> Option<After> {
    let span = notice.span(cx)?;
    let over = match notice.state(&span, cx.day) {
        State::Concluded => true,
        State::Waiting | State::Expired => cx.day > outcome_due(&span, cx),
        State::Upcoming | State::Running => false,
    };
    let rule = span.least.map(|least| least.rule.after);
    over.then(|| rule.unwrap_or_default())
}

fn masked_row(row: &Row, masked: Vec<Option<String>>) -> Row {
    let cells = row.cells.iter().zip(masked);
    Row {
        cells: cells
            .filter_map(|((head, text), now)| {
                let place = text.place;
                Some((head.clone(), Sp { value: now?, place }))
            })
            .collect(),
    }
}
