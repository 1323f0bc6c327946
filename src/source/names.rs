//! Names of people: the separator inside one is `·` (U+00B7) and nothing else.

use super::markdown::wrong_separator;
use crate::diagnostics::{Diagnostic, Report};
use crate::values::{Node, Value};

/// Keys whose value is a name.
const KEYS: [&str; 14] = [
    "姓名",
    "name",
    "责任人",
    "responsible",
    "联系人",
    "person",
    "经手",
    "handler",
    "证明",
    "witness",
    "审批",
    "approver",
    "书记",
    "secretary",
];

/// Warns of another dot than `·` in the names of a record or an organisation.
pub fn check(node: &Node, out: &mut Report) {
    match &node.value {
        Value::List(nodes) => nodes.iter().for_each(|node| check(node, out)),
        Value::Map(entries) => {
            for entry in entries {
                match &entry.value.value {
                    Value::Scalar(text) if KEYS.contains(&entry.key.as_str()) => {
                        if let Some((_, sign)) =
                            wrong_separator(text, &['•', '‧', '・', '･', '.', '．', '●'])
                        {
                            out.add(
                                Diagnostic::new("text/name-separator", entry.value.place)
                                    .arg("found", sign),
                            );
                        }
                    }
                    _ => check(&entry.value, out),
                }
            }
        }
        Value::Scalar(_) | Value::Null => {}
    }
}
