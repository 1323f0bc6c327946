//! The way to a value of a record, in words: `支出[1].金额` is “支出第1笔的金额”.

use crate::kinds::fields::{Field, Shape};
use crate::kinds::{Envelope, Kind, kind_called};

/// The key of an item's sum: an item that has one is a 笔, any other a 项.
const SUM: &str = "金额";

/// The key whose parts are names of files, which may hold dots.
const FILES: &str = "附件";

/// One step of a way: a key, and the numbers behind it.
struct Step<'k> {
    key: &'k str,
    numbers: Vec<&'k str>,
    field: Option<&'static Field>,
}

impl Step<'_> {
    /// Whether the items of its list have sums.
    fn has_sums(&self) -> bool {
        let fields = self.field.map_or(&[][..], |field| inner((field.shape)()));
        fields.iter().any(|field| field.zh == SUM)
    }

    fn in_chinese(&self) -> String {
        let measure = if self.has_sums() { "笔" } else { "项" };
        let numbers = self.numbers.iter().map(|n| format!("第{n}{measure}"));
        std::iter::once(self.key.to_owned())
            .chain(numbers)
            .collect()
    }

    fn in_english(&self) -> String {
        let name = self.field.map_or(self.key, |field| field.en);
        let words: Vec<&str> = std::iter::once(name)
            .chain(self.numbers.iter().copied())
            .collect();
        words.join(" ")
    }
}

/// The way `key` to a value of the record with the identity `record`, for readers of Chinese or else of English.
pub fn in_words(record: &str, key: &str, chinese: bool) -> String {
    if let Some(name) = key
        .strip_prefix(FILES)
        .and_then(|rest| rest.strip_prefix('.'))
    {
        return match chinese {
            true => format!("{FILES}“{name}”"),
            false => format!("file “{name}”"),
        };
    }
    let steps = steps(key, kind_of(record));
    match chinese {
        true => steps
            .iter()
            .map(Step::in_chinese)
            .collect::<Vec<_>>()
            .join("的"),
        false => steps
            .iter()
            .rev()
            .map(Step::in_english)
            .collect::<Vec<_>>()
            .join(" of "),
    }
}

fn kind_of(record: &str) -> Option<&'static dyn Kind> {
    kind_called(record.rsplit('/').nth(1)?)
}

fn steps<'k>(key: &'k str, kind: Option<&'static dyn Kind>) -> Vec<Step<'k>> {
    let own = kind.map_or(&[][..], |kind| kind.fields());
    let mut fields: Vec<&'static Field> = own.iter().chain(Envelope::FIELDS).collect();
    let step = |part: &'k str| {
        let mut pieces = str::split(part, '[');
        let key = pieces.next().unwrap_or_default();
        let numbers = pieces.map(|piece| piece.trim_end_matches(']')).collect();
        let field = fields.iter().copied().find(|field| field.zh == key);
        fields = field
            .map_or(&[][..], |field| inner((field.shape)()))
            .iter()
            .collect();
        Step {
            key,
            numbers,
            field,
        }
    };
    key.split('.').map(step).collect()
}

/// The keys of what `shape` holds, or of the items of its list.
fn inner(shape: Shape) -> &'static [Field] {
    match shape {
        Shape::Map(fields) => fields,
        Shape::List(items) => inner(items()),
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_is_said_in_words() {
        for (record, key, zh, en) in [
            (
                "qx/funds/q3",
                "支出[1].金额",
                "支出第1笔的金额",
                "amount of expense 1",
            ),
            ("qx/funds/q3", "期末", "期末", "closing"),
            (
                "qx/funds/q3",
                "合计.支出",
                "合计的支出",
                "expense of totals",
            ),
            (
                "qx/pledges/a",
                "承诺[2].进展[11]",
                "承诺第2项的进展第11项",
                "progress 11 of items 2",
            ),
            ("qx/pledges/a", "标题", "标题", "title"),
            ("qx/pledges/a", "正文", "正文", "body"),
            (
                "qx/pledges/a",
                "附件.表 1.xlsx",
                "附件“表 1.xlsx”",
                "file “表 1.xlsx”",
            ),
            ("odd", "甲[1]", "甲第1项", "甲 1"),
        ] {
            assert_eq!(in_words(record, key, true), zh);
            assert_eq!(in_words(record, key, false), en);
        }
    }
}
