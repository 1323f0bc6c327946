//! Sums and percentages as they are written in a statement, and their unit.

use rust_decimal::Decimal;

use super::Fund;
use crate::diagnostics::{Diagnostic, Report};
use crate::kinds::fields::{Scalar, Shape, Told};
use crate::values::{Sp, Unit, parse_decimal};

/// A sum, with the unit that was written behind it, if one was (`4.5万元`).
#[derive(Debug, Clone, Copy)]
pub struct Amount {
    /// The figure; in the statement's unit once the statement is settled.
    pub value: Decimal,
    /// The unit behind the figure.
    unit: Option<Unit>,
}

/// Larger figures are slips of the pen; below this no sum of a statement leaves the range of exact decimals.
const LARGEST: u64 = 1_000_000_000_000_000;

/// More decimals than these are no sum of money: two beyond the fen of 万元.
const FINEST: u32 = 8;

impl Scalar for Amount {
    const SHAPE: Shape = Shape::Money;
    const WANTED: &'static str = "decimal";

    fn read(text: &str) -> Option<Self> {
        let (figure, unit) = split_unit(text);
        let value = parse_decimal(figure).filter(|value| value.abs() <= Decimal::from(LARGEST))?;
        let value = match value.scale() {
            0..=FINEST => value,
            _ => value.normalize(),
        };
        (value.scale() <= FINEST).then_some(Amount { value, unit })
    }

    fn mend(text: &str) -> Option<String> {
        let (figure, unit) = split_unit(text);
        let suffix = unit.map_or("", word);
        Decimal::mend(figure).map(|figure| format!("{figure}{suffix}"))
    }
    fn told(&self) -> Told<'_> {
        Told::Money(self.value)
    }
}

/// A percentage, written with or without the sign; its decimals are those that were printed.
#[derive(Debug, Clone, Copy)]
pub struct Percent(pub Decimal);

impl Scalar for Percent {
    const SHAPE: Shape = Shape::Decimal;
    const WANTED: &'static str = "decimal";

    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        parse_decimal(text.strip_suffix('%').unwrap_or(text))
            // With more decimals than these, products with a sum would no longer be exact.
            .filter(|value| value.abs() <= Decimal::from(1_000) && value.scale() <= 4)
            .map(Percent)
    }
    fn told(&self) -> Told<'_> {
        Told::Number(self.0)
    }
}

/// The figure and the unit behind it.
fn split_unit(text: &str) -> (&str, Option<Unit>) {
    let text = text.trim();
    Unit::NAMES
        .iter()
        .filter_map(|(zh, _, unit)| Some((text.strip_suffix(zh)?, Some(*unit))))
        // 元 is also the end of 万元: the longer one counts.
        .min_by_key(|(figure, _)| figure.len())
        .unwrap_or((text, None))
}

/// The Chinese name of `unit`.
pub fn word(unit: Unit) -> &'static str {
    Unit::NAMES
        .iter()
        .find(|(_, _, named)| *named == unit)
        .map_or("", |(zh, _, _)| zh)
}

/// `amount` as figures are printed in findings and handed to templates: at least two decimals, nothing grouped.
pub fn plain(amount: Decimal) -> String {
    let mut amount = amount.normalize();
    if amount.scale() < 2 {
        amount.rescale(2);
    }
    amount.to_string()
}

/// `yuan` in `unit`.
pub fn from_yuan(yuan: Decimal, unit: Unit) -> Decimal {
    // A ten-thousandth only moves the point, so the division is exact.
    yuan / unit.to_yuan(Decimal::ONE)
}

/// Brings every sum of `fund` into the statement's unit; what was written in another unit or too finely is `fund/unit`.
pub fn settle(fund: &mut Fund, out: &mut Report) {
    let unit = fund.unit();
    let statement = &mut fund.statement;
    let mut sums: Vec<&mut Sp<Amount>> = vec![&mut statement.opening];
    for entry in &mut fund.entries {
        sums.push(&mut entry.line.amount);
        sums.extend(&mut entry.line.balance);
    }
    if let Some(totals) = &mut statement.totals {
        sums.extend(&mut totals.income);
        sums.extend(&mut totals.expense);
    }
    sums.extend(fund.table_totals.iter_mut().flatten());
    sums.push(&mut statement.closing);
    for standard in &mut statement.standards {
        sums.extend(&mut standard.rate);
        sums.extend(&mut standard.amount);
    }
    for sum in sums {
        settle_one(sum, unit, out);
    }
}

fn settle_one(sum: &mut Sp<Amount>, unit: Unit, out: &mut Report) {
    let written = sum.value.value.normalize();
    let own = sum.value.unit.unwrap_or(unit);
    let settled = if own == unit {
        sum.value.value
    } else {
        from_yuan(own.to_yuan(written), unit)
    };
    let wrong = |diagnostic: Diagnostic| {
        diagnostic
            .arg("found", format!("{written}{}", word(own)))
            .arg("unit", word(unit))
    };
    if own != unit {
        let mixed = Diagnostic::new("fund/unit", sum.place).case("mixed");
        out.add(wrong(mixed).arg("right", settled.normalize()));
    } else if written.scale() > unit.decimals() {
        let fine = Diagnostic::new("fund/unit", sum.place);
        out.add(wrong(fine).arg("decimals", unit.decimals()));
    }
    sum.value = Amount {
        value: settled,
        unit: None,
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_may_carry_its_unit() {
        for (text, value, unit) in [
            ("45000.00", "45000.00", None),
            ("45,000元", "45000", Some(Unit::Yuan)),
            (" 4.5万元", "4.5", Some(Unit::WanYuan)),
            ("4.5 万元", "4.5", Some(Unit::WanYuan)),
        ] {
            let amount = Amount::read(text).unwrap();
            assert_eq!(
                (amount.value.to_string().as_str(), amount.unit),
                (value, unit)
            );
        }
        assert_eq!(Amount::read("3.0000000000").unwrap().value.scale(), 0);
        for bad in ["元", "四万元", "4.5万", "9999999999999999", "0.123456789"] {
            assert!(Amount::read(bad).is_none(), "{bad}");
        }
        assert_eq!(Amount::mend("¥4500,00元").unwrap(), "450000元");
        assert_eq!(Percent::read("55.40%").unwrap().0.scale(), 2);
    }
}
