//! What is different between two contents, key by key.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::content::{Content, TEXT};
use crate::data::WRITTEN;

/// Most characters of a value that a line quotes.
const QUOTED: usize = 160;

/// One key that says something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changed {
    /// The way to it, as in `收入[2].金额`; items of lists count from 1.
    pub key: String,
    /// What it said; none if it was not there, or is not to be quoted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// What it says; none if it is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
}

impl Changed {
    /// The way without the numbers of items: `收入.金额`.
    pub fn field(&self) -> String {
        let mut out = String::new();
        let mut inside = false;
        for c in self.key.chars() {
            match c {
                '[' => inside = true,
                ']' => inside = false,
                c if !inside => out.push(c),
                _ => {}
            }
        }
        out
    }
}

/// What is different between `old` and `new`, in order of key.
pub fn diff(old: &Content, new: &Content) -> Vec<Changed> {
    let mut out = Vec::new();
    values("", Some(old.value()), Some(new.value()), &mut out);
    out
}

fn values(key: &str, old: Option<&Value>, new: Option<&Value>, out: &mut Vec<Changed>) {
    if old == new {
        return;
    }
    match (old, new) {
        // A quantity is one value, though it is told part by part as well.
        (Some(old), Some(new)) if old.get(WRITTEN).or(new.get(WRITTEN)).is_some() => {
            out.push(changed(key, Some(words(old)), Some(words(new))));
        }
        (Some(Value::Object(old)), Some(Value::Object(new))) => maps(key, old, new, out),
        (Some(Value::Array(old)), Some(Value::Array(new))) => lists(key, old, new, out),
        (Some(Value::String(old)), Some(Value::String(new))) if key == TEXT => {
            let (old, new) = paragraphs(old, new);
            out.push(changed(key, Some(old), Some(new)));
        }
        // A list that came or went as a whole came or went item by item.
        (None, Some(Value::Array(new))) => lists(key, &[], new, out),
        (Some(Value::Array(old)), None) => lists(key, old, &[], out),
        _ => out.push(changed(key, old.map(words), new.map(words))),
    }
}

fn maps(key: &str, old: &Map<String, Value>, new: &Map<String, Value>, out: &mut Vec<Changed>) {
    let keys: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for own in keys {
        let way = if key.is_empty() {
            own.clone()
        } else {
            format!("{key}.{own}")
        };
        values(&way, old.get(own), new.get(own), out);
    }
}

/// What is the same at the beginning and at the end is left aside, so that one new item is not taken for many changed ones.
fn lists(key: &str, old: &[Value], new: &[Value], out: &mut Vec<Changed>) {
    let (head, tail) = same_ends(old, new);
    let (old, new) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    for at in 0..old.len().max(new.len()) {
        let way = format!("{key}[{}]", head + at + 1);
        values(&way, old.get(at), new.get(at), out);
    }
}

/// How many items are the same at the beginning, and at the end of the rest.
fn same_ends<T: PartialEq>(old: &[T], new: &[T]) -> (usize, usize) {
    let same = |(a, b): &(&T, &T)| a == b;
    let head = old.iter().zip(new).take_while(same).count();
    let ends = old[head..].iter().rev().zip(new[head..].iter().rev());
    (head, ends.take_while(same).count())
}

/// The paragraphs that differ.
fn paragraphs(old: &str, new: &str) -> (String, String) {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let (head, tail) = same_ends(&old, &new);
    let part = |lines: &[&str]| lines[head..lines.len() - tail].join("\n");
    (part(&old), part(&new))
}

fn changed(key: &str, old: Option<String>, new: Option<String>) -> Changed {
    let short = |text: String| match text.char_indices().nth(QUOTED) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    };
    let some = |text: Option<String>| text.filter(|text| !text.is_empty()).map(short);
    Changed {
        key: key.to_owned(),
        old: some(old),
        new: some(new),
    }
}

/// A value in one line.
fn words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(words).collect::<Vec<_>>().join("；"),
        Value::Object(keys) if keys.contains_key(WRITTEN) => {
            keys.get(WRITTEN).map_or_else(String::new, words)
        }
        Value::Object(keys) => {
            let part = |(key, value): (&String, &Value)| format!("{key}：{}", words(value));
            keys.iter().map(part).collect::<Vec<_>>().join("；")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn said(old: Value, new: Value) -> Vec<String> {
        let text = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        diff(&old.into(), &new.into())
            .into_iter()
            .map(|c| format!("{} {} {}", c.key, text(c.old), text(c.new)))
            .collect()
    }

    #[test]
    fn each_key_that_differs_is_named() {
        assert_eq!(
            said(
                json!({"合计": {"支出": 12.5, "收入": 3}, "收入": [{"金额": 1}, {"金额": 3}], "甲": "一"}),
                json!({"合计": {"支出": 13, "收入": 3}, "收入": [{"金额": 1}, {"金额": 2}, {"金额": 3}], "乙": true}),
            ),
            [
                "乙 - true",
                "合计.支出 12.5 13",
                "收入[2] - 金额：2",
                "甲 一 -"
            ]
        );
        assert_eq!(
            said(json!({"正文": "一\n二\n三"}), json!({"正文": "一\n贰\n三"})),
            ["正文 二 贰"]
        );
        assert_eq!(
            said(json!({"进展": [1]}), json!({"进展": [1, 2]})),
            ["进展[2] - 2"]
        );
        assert_eq!(said(json!({}), json!({"进展": [1]})), ["进展[1] - 1"]);
        assert!(said(json!({"a": [1, {}]}), json!({"a": [1, {}]})).is_empty());
    }

    #[test]
    fn a_way_without_numbers_is_a_field() {
        let changed = changed("承诺[2].进展[11]", None, None);
        assert_eq!(changed.field(), "承诺.进展");
    }
}
