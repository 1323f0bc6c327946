//! A statement as the public sees it, where its lines come out of a table that is not for the public.

use super::Fund;
use crate::privacy::{Mask, mask_text};

/// The folder whose files are never published.
const PRIVATE: &str = "private";

/// `fund` with people's data masked and the name of its table left out; none if its table is public.
pub fn of(fund: &Fund, mask: Mask) -> Option<Fund> {
    let table = fund.statement.table.as_ref()?;
    let mut folders = table.value.split(['/', '\\']).rev().skip(1);
    if !folders.any(|folder| folder.trim() == PRIVATE) {
        return None;
    }
    let mut fund = fund.clone();
    if let Some(table) = &mut fund.statement.table {
        table.value.clear();
    }
    for entry in &mut fund.entries {
        let line = &mut entry.line;
        let texts = [&mut line.voucher, &mut line.category];
        for text in texts.into_iter().flatten().chain([&mut line.summary]) {
            text.value = mask_text(&text.value, mask);
        }
    }
    Some(fund)
}
