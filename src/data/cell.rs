//! What is told, as the text of one cell.
//!
//! A spreadsheet does two things to a text that it should have left alone, and neither can be turned off from inside a CSV file:
//!
//! - It runs a text that begins with `=`, `+`, `-` or `@` as a formula (CWE-1236). Such a text gets an apostrophe before it.
//! - It reads a text of digits as a number or a day: `000123` loses its zeros, sixteen digits become fifteen, `2026-09` becomes 1 September. Such a text gets a tab behind it,
//!   which nobody sees, and which keeps it a text in Excel and WPS.
//!
//! Numbers and days are written as they are. The page of the data says all this to those who read it with a program; the JSON of a record has the texts untouched.

use std::borrow::Cow;
use std::fmt::Write;

use rust_decimal::Decimal;

use crate::kinds::fields::Told;

/// Digits that a spreadsheet shows in full; it writes longer numbers with an exponent.
const SHOWN: usize = 11;

/// Words and signs of cells.
#[derive(Debug, Clone)]
pub struct Wording {
    /// Whether words are Chinese.
    pub chinese: bool,
    /// For what is so.
    pub yes: String,
    /// For what is not.
    pub no: String,
    /// Between texts of one cell.
    pub joint: String,
}

impl Wording {
    /// The cell of `told`; empty where it says nothing.
    pub fn cell<'t>(&'t self, told: &'t Told<'_>) -> Cow<'t, str> {
        match told {
            Told::Nothing | Told::Map(_) => Cow::Borrowed(""),
            Told::Text(text) => guarded(text),
            Told::Word { .. } | Told::Flag(_) => Cow::Borrowed(self.word(told)),
            Told::Day(day) => day.to_string().into(),
            Told::Number(number) => number.normalize().to_string().into(),
            Told::Money(sum) => money(*sum).into(),
            Told::Quantity(quantity) => guarded(&quantity.to_string()).into_owned().into(),
            Told::Reference(reference) => guarded(&reference.to_string()).into_owned().into(),
            Told::List(items) => {
                let texts: Vec<Cow<'_, str>> = items.iter().map(|item| self.plain(item)).collect();
                guarded(&texts.join(&self.joint)).into_owned().into()
            }
            Told::Row(_) => guarded(&self.plain(told)).into_owned().into(),
        }
    }

    fn word(&self, told: &Told<'_>) -> &str {
        match told {
            Told::Word { zh, en } => match self.chinese {
                true => zh,
                false => en,
            },
            Told::Flag(true) => &self.yes,
            Told::Flag(false) => &self.no,
            _ => "",
        }
    }

    /// The text of `told` among others in a cell, without guards of its own.
    fn plain<'t>(&'t self, told: &'t Told<'_>) -> Cow<'t, str> {
        match told {
            Told::Text(text) => Cow::Borrowed(text),
            Told::Quantity(quantity) => quantity.to_string().into(),
            Told::Reference(reference) => reference.to_string().into(),
            Told::Row(cells) => {
                let mut out = String::new();
                for (head, text) in cells {
                    if !out.is_empty() {
                        out.push_str(&self.joint);
                    }
                    // Writing to memory cannot fail.
                    let _ = write!(out, "{head}: {text}");
                }
                out.into()
            }
            _ => self.cell(told),
        }
    }
}

/// A sum with at least two decimals, nothing grouped.
fn money(sum: Decimal) -> String {
    let mut sum = sum.normalize();
    if sum.scale() < 2 {
        sum.rescale(2);
    }
    sum.to_string()
}

/// `text` as a cell that stays the text it is: see the module's documentation. Control characters that no cell can hold are left out, and a line ends with LF alone.
pub fn guarded(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let odd = |c: char| c.is_control() && c != '\n';
    let text: Cow<'_, str> = match text.contains(odd) {
        true => text
            .chars()
            .map(|c| if c == '\t' { ' ' } else { c })
            .filter(|c| !odd(*c))
            .collect::<String>()
            .into(),
        false => text.into(),
    };
    // Most texts begin with a letter or a Han character.
    if text.chars().next().is_some_and(char::is_alphabetic) {
        return text;
    }
    let formula = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    let mut chars = text.trim_start().chars();
    if chars.next().is_some_and(formula) && chars.next().is_some() {
        return format!("'{text}").into();
    }
    match is_taken_for_a_number(&text) {
        true => format!("{text}\t").into(),
        false => text,
    }
}

/// Whether a spreadsheet reads `text` as a number, a day or a time, and shows something else.
fn is_taken_for_a_number(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if digits(text) {
        return text.len() > SHOWN || (text.len() > 1 && text.starts_with('0'));
    }
    let with_exponent = text.split_once(['e', 'E']).is_some_and(|(whole, power)| {
        digits(&whole.replacen('.', "", 1)) && digits(power.trim_start_matches(['+', '-']))
    });
    let date_like = |sign: char| {
        let parts: Vec<&str> = text.split(sign).collect();
        matches!(parts.len(), 2 | 3) && parts.iter().all(|part| digits(part) && part.len() <= 4)
    };
    with_exponent || ['-', '/', ':'].into_iter().any(date_like)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::Day;

    #[test]
    fn a_text_is_never_a_formula() {
        for text in [
            "=1+1", "+86 1", "-1+2", "@SUM(A1)", " =1", "\t=1", "\r=1", "\n=1", "＝1", "-5",
        ] {
            let cell = guarded(text);
            assert!(cell.starts_with('\''), "{text:?}: {cell:?}");
        }
        for text in ["-", "甲=乙", "a@b", "'=1", ""] {
            assert_eq!(guarded(text), text, "{text:?}");
        }
    }

    #[test]
    fn a_text_of_digits_stays_a_text() {
        for text in [
            "000123004000",
            "0012",
            "330106199001011234",
            "123456789012",
            "2026-09",
            "1/2",
            "2026/1/2",
            "8:30",
            "1e5",
            "12E+03",
        ] {
            assert_eq!(guarded(text), format!("{text}\t"));
        }
        for text in [
            "12",
            "13900000000",
            "0000-12345643",
            "记-001",
            "2026-Q3",
            "3.50",
            "12元",
            "1-2-3-4",
            "-",
            "e5",
        ] {
            assert_eq!(guarded(text), text);
        }
    }

    #[test]
    fn values_are_plain() {
        let wording = Wording {
            chinese: true,
            yes: "是".into(),
            no: "否".into(),
            joint: "；".into(),
        };
        let cell = |told: Told<'_>| wording.cell(&told).into_owned();
        assert_eq!(cell(Told::Money(Decimal::new(-150, 1))), "-15.00");
        assert_eq!(cell(Told::Number(Decimal::new(300, 2))), "3");
        assert_eq!(
            cell(Told::Day(Day::parse("2026-1-2").unwrap())),
            "2026-01-02"
        );
        assert_eq!(cell(Told::Flag(true)), "是");
        assert_eq!(
            cell(Told::Word {
                zh: "村",
                en: "village"
            }),
            "村"
        );
        let list = ["=甲", "乙"].map(|text| Told::Text(text.into()));
        assert_eq!(cell(Told::List(list.into())), "'=甲；乙");
        assert_eq!(
            cell(Told::Row(vec![("姓名", "张某"), ("年龄", "60")])),
            "姓名: 张某；年龄: 60"
        );
        assert_eq!(cell(Told::Text("一\r\n二\0".into())), "一\n二");
    }
}
