//! What single lines must and must not say.

use std::collections::BTreeMap;

use super::arithmetic::{name_line, name_side};
use super::{Account, Entry, Fund, Side};
use crate::diagnostics::{Diagnostic, Report};
use crate::kinds::Profile;

/// `fund/duplicate-voucher`: a voucher is entered more than once on one side.
pub fn duplicate_vouchers(fund: &Fund, out: &mut Report) {
    let mut lines: BTreeMap<(Side, &str), Vec<&Entry>> = BTreeMap::new();
    for entry in &fund.entries {
        if let Some(voucher) = &entry.line.voucher {
            let key = (entry.side, voucher.value.trim());
            lines.entry(key).or_default().push(entry);
        }
    }
    for ((side, voucher), entries) in &lines {
        let (Some(first), Some(second)) = (entries.first(), entries.get(1)) else {
            continue;
        };
        let place = second
            .line
            .voucher
            .as_ref()
            .map_or(second.line.place, |v| v.place);
        let found = Diagnostic::new("fund/duplicate-voucher", place)
            .arg("voucher", voucher)
            .arg("count", entries.len())
            .arg("first", first.n)
            .arg("first_summary", &first.line.summary.value)
            .arg("second", second.n)
            .arg("second_summary", &second.line.summary.value);
        out.add(name_side(found, *side));
    }
}

/// `fund/dues-use`: Party dues are spent on something that they are not for (中组发〔2008〕3号).
pub fn dues_uses(fund: &Fund, profile: &Profile, out: &mut Report) {
    // A profile without a list does not say what the uses are.
    if fund.statement.account.value != Account::Dues || profile.dues_uses.is_empty() {
        return;
    }
    for entry in fund.side(Side::Expense) {
        let category = entry.line.category.as_ref();
        if category.is_some_and(|c| profile.dues_uses.iter().any(|use_| use_ == c.value.trim())) {
            continue;
        }
        let found = match category {
            Some(category) => {
                Diagnostic::new("fund/dues-use", category.place).arg("category", &category.value)
            }
            None => Diagnostic::new("fund/dues-use", entry.line.summary.place).case("missing"),
        };
        out.add(name_line(found, entry).arg("uses", profile.dues_uses.join("、")));
    }
}
