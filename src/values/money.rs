//! Money: exact decimals in the unit a statement is written in.

use rust_decimal::Decimal;

/// The unit of a statement's figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unit {
    /// 元, with at most two decimals.
    #[default]
    Yuan,
    /// 万元, with at most six decimals (a fen is 0.000001 万元).
    WanYuan,
}

impl Unit {
    /// Each unit with its Chinese and English name.
    pub const NAMES: [(&'static str, &'static str, Unit); 2] =
        [("元", "yuan", Unit::Yuan), ("万元", "wan", Unit::WanYuan)];

    /// How many decimals a figure in this unit may have: the fen is the smallest sum.
    pub fn decimals(self) -> u32 {
        match self {
            Unit::Yuan => 2,
            Unit::WanYuan => 6,
        }
    }

    /// `amount` of this unit in yuan.
    pub fn to_yuan(self, amount: Decimal) -> Decimal {
        match self {
            Unit::Yuan => amount,
            Unit::WanYuan => amount * Decimal::from(10_000),
        }
    }

    /// The key of the unit's name in the theme's string tables.
    pub fn phrase(self) -> &'static str {
        match self {
            Unit::Yuan => "unit.yuan",
            Unit::WanYuan => "unit.wan",
        }
    }

    /// The unit's English word, for templates.
    pub fn key(self) -> &'static str {
        match self {
            Unit::Yuan => "yuan",
            Unit::WanYuan => "wan",
        }
    }
}

/// Reads an exact decimal: digits, an optional sign and point, and thousands separators where they stand right.
pub fn parse_decimal(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let body = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = body.split_once('.').unwrap_or((body, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(fraction) {
        return None;
    }
    let groups: Vec<&str> = whole.split(',').collect();
    let grouped_right = groups.iter().enumerate().all(|(i, g)| {
        all_digits(g) && (groups.len() == 1 || if i == 0 { g.len() <= 3 } else { g.len() == 3 })
    });
    if !grouped_right {
        return None;
    }
    Decimal::from_str_exact(&text.trim_start_matches('+').replace(',', "")).ok()
}

/// `amount` with thousands separators and at least `decimals` decimals: `45,000.00`.
pub fn group_digits(amount: Decimal, decimals: u32) -> String {
    let mut amount = amount.normalize();
    if amount.scale() < decimals {
        amount.rescale(decimals);
    }
    let text = amount.abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::with_capacity(text.len() + 4);
    if amount.is_sign_negative() && !amount.is_zero() {
        out.push('-');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Unit, group_digits, parse_decimal};

    #[test]
    fn reads_exact_decimals() {
        for (text, value) in [
            ("45000.00", "45000.00"),
            ("45,000.5", "45000.5"),
            ("-12", "-12"),
            ("6254.0975", "6254.0975"),
            ("+3", "3"),
        ] {
            assert_eq!(parse_decimal(text).unwrap().to_string(), value);
        }
        for bad in [
            "", "1.", ".5", "4,50", "1e3", "12元", "1_000", "0x10", "--1", "1,0000",
        ] {
            assert_eq!(parse_decimal(bad), None, "{bad}");
        }
    }

    #[test]
    fn groups_digits() {
        let show = |text: &str, decimals| group_digits(parse_decimal(text).unwrap(), decimals);
        assert_eq!(show("45000", 2), "45,000.00");
        assert_eq!(show("-1234567.5", 2), "-1,234,567.50");
        assert_eq!(show("999", 0), "999");
        assert_eq!(show("147.44", 2), "147.44");
        assert_eq!(
            Unit::WanYuan
                .to_yuan(parse_decimal("6254.0975").unwrap())
                .normalize()
                .to_string(),
            "62540975"
        );
    }
}
