//! Numbers that are more than a number: with a unit and words that say how exact they are, or as a part of a hundred.

use rust_decimal::Decimal;

use super::{Scalar, Shape, Told};
use crate::values::{Per, Quantity, Rate};

impl Scalar for Quantity {
    const SHAPE: Shape = Shape::Quantity;
    const WANTED: &'static str = "quantity";
    fn read(text: &str) -> Option<Self> {
        Quantity::parse(text)
    }
    fn told(&self) -> Told<'_> {
        Told::Quantity(self)
    }
}

/// The parts of a quantity beside its text: key in the string table (`data.quantity.number`), and what it holds.
pub const QUANTITY_PARTS: [(&str, Shape); 3] = [
    ("number", Shape::Decimal),
    ("unit", Shape::Text),
    ("qualifier", Shape::Text),
];

/// The parts of what `told` says, each with its key in Chinese; they say nothing if it is no quantity.
pub fn quantity_parts<'t>(told: &'t Told<'_>) -> [(&'static str, Told<'t>); 3] {
    let Told::Quantity(quantity) = told else {
        return ["数", "单位", "限定"].map(|key| (key, Told::Nothing));
    };
    let words: Vec<&str> = quantity.qualifiers().collect();
    let text = |text: String| match text.is_empty() {
        true => Told::Nothing,
        false => Told::Text(text.into()),
    };
    [
        ("数", Told::Number(quantity.value())),
        ("单位", text(quantity.unit().to_owned())),
        ("限定", text(words.join("、"))),
    ]
}

impl Scalar for Rate {
    const SHAPE: Shape = Shape::Rate;
    const WANTED: &'static str = "rate";
    fn read(text: &str) -> Option<Self> {
        Rate::parse(text)
    }
    fn mend(text: &str) -> Option<String> {
        let figure = text.trim();
        let value = Decimal::read(figure)?;
        Rate::new(value, Per::Cent).map(|_| format!("{figure}%"))
    }
    /// In percent, so that rates of a hundred and of a thousand can be compared.
    fn told(&self) -> Told<'_> {
        Told::Number(self.share() * Decimal::ONE_HUNDRED)
    }
}
