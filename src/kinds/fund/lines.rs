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
    let names = |category: &str| {
        let names = |list: &[String]| list.iter().any(|item| is_named(item, category));
        names(&profile.dues_uses) || names(&profile.dues_transfers)
    };
    for entry in fund.side(Side::Expense) {
        let category = entry.line.category.as_ref();
        if category.is_some_and(|category| names(&category.value)) {
            continue;
        }
        let found = match category {
            Some(category) => {
                Diagnostic::new("fund/dues-use", category.place).arg("category", &category.value)
            }
            None => Diagnostic::new("fund/dues-use", entry.line.summary.place).case("missing"),
        };
        out.add(
            name_line(found, entry)
                .arg("uses", profile.dues_uses.join("、"))
                .arg("transfers", profile.dues_transfers.join("、")),
        );
    }
}

/// A part of a use names it from this many characters on: four characters say what was paid for, two (补助) do not.
const TELLING: usize = 4;

/// Whether `category` names `item` of a list: it begins with it, holds it, or is a telling part of one of its readings.
fn is_named(item: &str, category: &str) -> bool {
    let category = plain_words(category);
    let is_telling = |part: &str| part.chars().count() >= TELLING;
    readings(item).iter().any(|reading| {
        category.starts_with(reading.as_str())
            || (is_telling(reading) && category.contains(reading.as_str()))
            || (is_telling(&category) && reading.contains(&category))
    })
}

/// The readings of an item: `订阅或购买教育资料` is 订阅购买教育资料, 购买教育资料 and 订阅教育资料.
fn readings(item: &str) -> Vec<String> {
    let mut readings = vec![plain_words(item)];
    if let Some((first, second)) = item.split_once('或') {
        let first = plain_words(first);
        let second = plain_words(second);
        let object: String = second.chars().skip(first.chars().count()).collect();
        readings.push(format!("{first}{object}"));
        readings.push(second);
    }
    readings
}

/// `text` without what joins its words.
fn plain_words(text: &str) -> String {
    text.chars()
        .filter(|c| {
            !c.is_whitespace()
                && !matches!(
                    c,
                    '/' | '／' | '、' | '或' | '和' | '及' | '与' | ',' | '，'
                )
        })
        .collect()
}
