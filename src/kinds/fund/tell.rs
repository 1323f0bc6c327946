//! What a statement says to machines: every line on its side, whatever it was read from, and every sum in yuan.

use rust_decimal::Decimal;

use super::{Fund, Side, Totals};
use crate::kinds::fields::{Field, Tell, Told};
use crate::values::Unit;

/// What `fund` says. Where it states no totals they are the sums of its lines.
pub fn tell(fund: &Fund) -> Told<'_> {
    let mut told = Tell::tell(&fund.statement);
    let sums = Side::BOTH.map(|side| (side, fund.sum(side)));
    for (side, sum) in sums {
        if let Some(lines) = told.get_mut(side.word()) {
            *lines = Told::List(fund.side(side).map(|entry| entry.line.tell()).collect());
        }
        if let Some(totals) = told.get_mut("合计") {
            if totals.is_nothing() {
                *totals = nothing(Totals::FIELDS);
            }
            if let Some(total) = totals
                .get_mut(side.word())
                .filter(|total| total.is_nothing())
            {
                *total = Told::Money(sum);
            }
        }
    }
    if let Some(table) = told.get_mut("明细")
        && matches!(table, Told::Text(name) if name.is_empty())
    {
        *table = Told::Nothing;
    }
    let unit = fund.unit();
    if let Some(told) = told.get_mut("单位") {
        let yuan = Unit::NAMES.iter().find(|(.., unit)| *unit == Unit::Yuan);
        *told = yuan.map_or(Told::Nothing, |(zh, en, _)| Told::Word { zh, en });
    }
    told.with_money(&|sum: Decimal| unit.to_yuan(sum))
}

/// A map with these keys that says nothing.
fn nothing(fields: &'static [Field]) -> Told<'static> {
    Told::Map(fields.iter().map(|field| (field, Told::Nothing)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::testing::World;

    fn sum(told: &mut Told<'_>, path: &[&str]) -> String {
        let end = path
            .iter()
            .fold(told, |told, key| told.get_mut(key).unwrap());
        match end {
            Told::Money(sum) => sum.normalize().to_string(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn lines_stand_on_their_side_and_sums_are_in_yuan() {
        let world = World::on("2026-11-22");
        let (record, wrong) = world.read(
            "fund",
            "q3",
            "账户: 党费\n期间: 2026-Q3\n单位: 万元\n期初: 1.5\n收入:\n  - {摘要: 收, 金额: 4.5}\n支出:\n  - {摘要: 甲, 金额: 0.5}\n  - {摘要: 乙, 金额: 1}\n期末: 4.5\n",
        );
        assert!(wrong.is_empty(), "{wrong:?}");
        let record = record.unwrap();
        let mut told = record.content.tell();
        assert_eq!(sum(&mut told, &["期初"]), "15000");
        assert_eq!(sum(&mut told, &["合计", "收入"]), "45000");
        assert_eq!(sum(&mut told, &["合计", "支出"]), "15000");
        let Some(Told::Word { zh, en }) = told.get_mut("单位") else {
            panic!("{told:?}");
        };
        assert_eq!((*zh, *en), ("元", "yuan"));
        let Some(Told::List(lines)) = told.get_mut("支出") else {
            panic!("{told:?}");
        };
        assert_eq!(lines.len(), 2);
        assert_eq!(sum(&mut lines[1], &["金额"]), "10000");
    }
}
