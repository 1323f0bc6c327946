//! Percentages and rates of a thousand, at the decimals they are printed with, and whether they follow from what they are said to be made of.

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Serialize, Serializer};

use super::numeral::number;
use super::parse_decimal;

/// What a rate is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// Of a hundred.
    Cent,
    /// Of a thousand.
    Mille,
}

impl Per {
    fn parts(self) -> Decimal {
        match self {
            Per::Cent => Decimal::ONE_HUNDRED,
            Per::Mille => Decimal::ONE_THOUSAND,
        }
    }

    fn sign(self) -> char {
        match self {
            Per::Cent => '%',
            Per::Mille => '‰',
        }
    }
}

/// More decimals than these are no printed rate; up to here everything is exact.
const FINEST: u32 = 6;

/// Larger rates are slips of the pen.
const LARGEST: u32 = 1_000_000;

/// A rate as it is printed: `97.5%`, `3.20‰`. Its decimals are part of it.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    /// The figure before the sign.
    figure: Decimal,
    per: Per,
}

/// Whether a rate is what its parts give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// It is, rounded half up at its last decimal.
    Right,
    /// Its last decimal was cut off, not rounded.
    Cut,
    /// It is another number.
    Wrong,
}

impl Rate {
    /// Reads a rate: `97.5%`, `3.2‰`, `百分之九十五`, `千分之3`.
    pub fn parse(text: &str) -> Option<Rate> {
        let text = text.trim();
        for per in [Per::Cent, Per::Mille] {
            if let Some(figure) = text.strip_suffix(per.sign()) {
                return Rate::new(parse_decimal(figure)?, per);
            }
        }
        for (before, per) in [("百分之", Per::Cent), ("千分之", Per::Mille)] {
            if let Some(rest) = text.strip_prefix(before) {
                let number = number(rest).filter(|own| own.rest.is_empty())?;
                let is_plain = number.and_more.is_none();
                return is_plain.then(|| Rate::new(number.value, per)).flatten();
            }
        }
        None
    }

    /// `figure` of a hundred or a thousand, with the decimals it is written with.
    pub fn new(figure: Decimal, per: Per) -> Option<Rate> {
        let sound = figure.abs() <= Decimal::from(LARGEST) && figure.scale() <= FINEST;
        sound.then_some(Rate { figure, per })
    }

    /// How many decimals it is printed with.
    pub fn decimals(self) -> u32 {
        self.figure.scale()
    }

    /// The part of one that it is: 0.975 for 97.5%.
    pub fn share(self) -> Decimal {
        // Both are a power of ten, so the division only moves the point.
        self.figure / self.per.parts()
    }

    /// `numerator` of `base` at its decimals, rounded half up (0.5 of the last decimal goes away from nought). None for a base of nought, and for numbers too large to be reckoned with.
    pub fn recomputed(
        self,
        numerator: impl Into<Decimal>,
        base: impl Into<Decimal>,
    ) -> Option<Rate> {
        self.made(
            numerator.into(),
            base.into(),
            RoundingStrategy::MidpointAwayFromZero,
        )
    }

    /// Whether it is `numerator` of `base`; none where that cannot be reckoned.
    pub fn fits(self, numerator: impl Into<Decimal>, base: impl Into<Decimal>) -> Option<Fit> {
        let (numerator, base) = (numerator.into(), base.into());
        let right = self.recomputed(numerator, base)?;
        if right.figure == self.figure {
            return Some(Fit::Right);
        }
        let cut = self.made(numerator, base, RoundingStrategy::ToZero)?;
        Some(match cut.figure == self.figure {
            true => Fit::Cut,
            false => Fit::Wrong,
        })
    }

    fn made(self, numerator: Decimal, base: Decimal, how: RoundingStrategy) -> Option<Rate> {
        let parts = numerator.checked_mul(self.per.parts())?;
        let mut figure = parts
            .checked_div(base)?
            .round_dp_with_strategy(self.decimals(), how);
        figure.rescale(self.decimals());
        Some(Rate { figure, ..self })
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.figure, self.per.sign())
    }
}

impl Serialize for Rate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn rates_are_read_with_their_decimals() {
        for (text, shown, decimals) in [
            ("97.5%", "97.5%", 1),
            ("95.00%", "95.00%", 2),
            ("3.2‰", "3.2‰", 1),
            ("百分之九十五", "95%", 0),
            ("百分之31.54", "31.54%", 2),
            ("千分之三", "3‰", 0),
            (" 128 % ", "128%", 0),
            ("-1.5%", "-1.5%", 1),
        ] {
            let rate = Rate::parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(
                (rate.to_string().as_str(), rate.decimals()),
                (shown, decimals)
            );
        }
        for text in [
            "",
            "%",
            "97.5",
            "约95%",
            "九成",
            "百分之",
            "百分之三余",
            "97,5%",
            "1.2345678%",
            "95％",
        ] {
            assert!(Rate::parse(text).is_none(), "{text}");
        }
        assert_eq!(Rate::parse("97.5%").unwrap().share().to_string(), "0.975");
    }

    #[test]
    fn a_cut_rate_is_told_from_a_wrong_one() {
        // 2963 of 9018 members (002:471): 32.857 is printed as 32.8.
        for (text, part, base, fit, right) in [
            ("32.9%", 2963, 9018, Fit::Right, "32.9%"),
            ("32.8%", 2963, 9018, Fit::Cut, "32.9%"),
            ("32.86%", 2963, 9018, Fit::Right, "32.86%"),
            ("33.8%", 2963, 9018, Fit::Wrong, "32.9%"),
            ("39.7%", 476, 1200, Fit::Right, "39.7%"),
            ("0.5%", 1, 200, Fit::Right, "0.5%"),
            ("1%", 1, 200, Fit::Right, "1%"),
            ("0%", 1, 200, Fit::Cut, "1%"),
            ("5‰", 1, 200, Fit::Right, "5‰"),
        ] {
            let rate = Rate::parse(text).unwrap();
            assert_eq!(rate.fits(part, base), Some(fit), "{text}");
            assert_eq!(rate.recomputed(part, base).unwrap().to_string(), right);
        }
        assert_eq!(Rate::parse("5%").unwrap().fits(1, 0), None);
    }

    proptest! {
        #[test]
        fn what_is_recomputed_fits(part in 0u32..100_000, base in 1u32..100_000, decimals in 0u32..5, cent in any::<bool>()) {
            let per = if cent { Per::Cent } else { Per::Mille };
            let form = Rate::new(Decimal::new(0, decimals), per).unwrap();
            let right = form.recomputed(part, base).unwrap();
            prop_assert_eq!(right.decimals(), decimals);
            prop_assert_eq!(right.fits(part, base), Some(Fit::Right));
            let exact = Decimal::from(part) / Decimal::from(base);
            let half = Decimal::new(5, decimals + 1) / per.parts();
            prop_assert!((right.share() - exact).abs() <= half + Decimal::new(1, 20));
            prop_assert_eq!(Rate::parse(&right.to_string()).unwrap().to_string(), right.to_string());
        }
    }
}
