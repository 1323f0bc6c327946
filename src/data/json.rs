//! What is told, as JSON. The keys are those of the format in Chinese, in whatever language a site is: they are its public interface.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use crate::kinds::fields::{Told, quantity_parts};

/// Figures that a JSON number keeps exactly, whatever reads it (IEEE 754 doubles).
const EXACT: usize = 15;

/// The key of a quantity as it was written, beside its parts.
pub const WRITTEN: &str = "原文";

/// What is told, without what says nothing.
#[derive(Debug)]
pub struct Plain<'t, 'a>(pub &'t Told<'a>);

impl Serialize for Plain<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Told::Nothing => serializer.serialize_none(),
            Told::Text(text) => serializer.serialize_str(text.trim()),
            Told::Word { zh, .. } => serializer.serialize_str(zh),
            Told::Day(day) => day.serialize(serializer),
            Told::Number(number) | Told::Money(number) => decimal(*number, serializer),
            Told::Quantity(quantity) => {
                let parts = quantity_parts(self.0);
                let mut map = serializer.serialize_map(None)?;
                map.serialize_entry(WRITTEN, quantity)?;
                for (key, part) in parts.iter().filter(|(_, part)| !part.is_nothing()) {
                    map.serialize_entry(key, &Plain(part))?;
                }
                map.end()
            }
            Told::Reference(reference) => serializer.collect_str(reference),
            Told::Flag(flag) => serializer.serialize_bool(*flag),
            Told::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(&Plain(item))?;
                }
                list.end()
            }
            Told::Map(_) => Keys {
                told: self.0,
                skipped: &[],
            }
            .serialize(serializer),
            Told::Row(cells) => {
                serializer.collect_map(cells.iter().map(|(head, text)| (head, text.trim())))
            }
        }
    }
}

/// A map that is told, but for some of its keys.
#[derive(Debug)]
pub struct Keys<'t, 'a> {
    /// The map.
    pub told: &'t Told<'a>,
    /// English names of the keys that are left out.
    pub skipped: &'static [&'static str],
}

impl Serialize for Keys<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Told::Map(entries) = self.told else {
            return serializer.serialize_none();
        };
        let mut map = serializer.serialize_map(None)?;
        let kept = entries
            .iter()
            .filter(|(field, told)| !told.is_nothing() && !self.skipped.contains(&field.en));
        for (field, told) in kept {
            map.serialize_entry(field.zh, &Plain(told))?;
        }
        map.end()
    }
}

/// A number; one with more figures than a JSON number keeps is a text.
fn decimal<S: Serializer>(number: Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    let number = number.normalize();
    if let Some(whole) = number.to_i64().filter(|_| number.scale() == 0) {
        return serializer.serialize_i64(whole);
    }
    let text = number.to_string();
    let figures = text.bytes().filter(u8::is_ascii_digit).count();
    match text.parse::<f64>() {
        Ok(float) if figures <= EXACT => serializer.serialize_f64(float),
        _ => serializer.serialize_str(&text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::{Day, parse_decimal};

    fn json(told: Told<'_>) -> String {
        serde_json::to_string(&Plain(&told)).unwrap()
    }

    #[test]
    fn figures_are_exact() {
        let number = |text: &str| json(Told::Money(parse_decimal(text).unwrap()));
        assert_eq!(number("45000.00"), "45000");
        assert_eq!(number("-147.44"), "-147.44");
        assert_eq!(number("0.000001"), "1e-6");
        assert_eq!(number("1234567890123.45"), "1234567890123.45");
        assert_eq!(number("12345678901234.567"), "\"12345678901234.567\"");
    }

    #[test]
    fn what_says_nothing_is_left_out() {
        use crate::kinds::Envelope;
        let fields = Envelope::FIELDS;
        let told = Told::Map(vec![
            (&fields[0], Told::Text(" =甲\u{2028} ".into())),
            (&fields[1], Told::Day(Day::parse("2026-11-02").unwrap())),
            (&fields[2], Told::Nothing),
            (&fields[6], Told::List(Vec::new())),
            (
                &fields[7],
                Told::List(vec![
                    Told::Row(vec![("姓名", "张某"), ("b", "a")]),
                    Told::Flag(false),
                ]),
            ),
        ]);
        assert_eq!(
            json(told),
            r#"{"标题":"=甲","发布日期":"2026-11-02","标签":[],"张贴":[{"姓名":"张某","b":"a"},false]}"#
        );
    }
}
