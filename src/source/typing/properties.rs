//! The records of the sample site: right files in which nothing may be found, and which, typed carelessly, must be repaired to what they were.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::source::{front, parse_yaml};
use crate::values::{Node, Value};

/// The information of every record, organisation and site of the sample.
static FILES: LazyLock<Vec<(PathBuf, String)>> = LazyLock::new(|| {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(content).sort_by_file_name() {
        let path = entry.unwrap().into_path();
        let markdown = path.extension().is_some_and(|e| e == "md");
        if markdown || path.extension().is_some_and(|e| e == "yaml") {
            let text = std::fs::read_to_string(&path).unwrap();
            let mut out = Report::default();
            let parts = front::split(&text, markdown, FileId(0), &mut out).unwrap();
            assert!(out.0.is_empty(), "{}: {:?}", path.display(), out.0[0]);
            files.push((path, parts.front.text));
        }
    }
    files
});

#[test]
fn nothing_is_found_in_right_files() {
    assert!(FILES.len() > 100);
}

/// What a text says, without its places.
fn meaning(text: &str) -> String {
    let mended = Mended::verbatim(text);
    match parse_yaml(&mended, FileId(0)) {
        Ok(node) => said(&node),
        Err(error) => format!("{}#{}", error.rule, error.case),
    }
}

fn said(node: &Node) -> String {
    match &node.value {
        Value::Null => "~".to_owned(),
        Value::Scalar(text) => format!("{text:?}"),
        Value::List(items) => format!("[{}]", items.iter().map(said).collect::<Vec<_>>().join(",")),
        Value::Map(entries) => {
            let entry = |e: &crate::values::Entry| format!("{:?}:{}", e.key, said(&e.value));
            format!(
                "{{{}}}",
                entries.iter().map(entry).collect::<Vec<_>>().join(",")
            )
        }
    }
}

/// One careless stroke in a line of information.
fn mangle(line: &str, stroke: u8) -> String {
    let body = line.trim_start_matches(' ');
    let indent = &line[..line.len() - body.len()];
    let (dash, rest) = match body.strip_prefix("- ") {
        Some(rest) => ("- ", rest),
        None => ("", body),
    };
    let Some(colon) = rest.find(": ").or(rest.strip_suffix(':').map(str::len)) else {
        return match stroke {
            0 | 1 if !dash.is_empty() => format!("{indent}－{rest}"),
            2 if !dash.is_empty() => format!("{indent}-　{rest}"),
            3 if !indent.is_empty() => format!("{}{body}", "\t".repeat(indent.len() / 2)),
            _ => line.to_owned(),
        };
    };
    let bare = !rest.starts_with('{');
    let (key, value) = (&rest[..colon], rest[colon + 1..].trim_start());
    match stroke {
        0 if bare => format!("{indent}{dash}{key}：{value}"),
        1 if bare => format!("{indent}{dash}{key}:{value}"),
        2 if bare => format!("{indent}{dash}{key}:　{value}"),
        3 => format!("{}{body}", "\t".repeat(indent.len() / 2)),
        4 => format!("{}{body}", "　".repeat(indent.len() / 2)),
        5 if !dash.is_empty() => format!("{indent}—{rest}"),
        6 if bare && !dash.is_empty() => format!("{indent}-{rest}"),
        // In a list of sentences, nobody can tell the commas of both kinds apart.
        7 if ["标签", "张贴", "服务对象"].contains(&key) && value.starts_with('[') => {
            let value = value
                .replace('[', "【")
                .replace(']', "】")
                .replace(", ", "，");
            format!("{indent}{dash}{key}：{value}")
        }
        8 if value.starts_with('{') && value.contains("起: ") => {
            let value = value.replace(": ", ":").replace(", ", ",");
            format!("{indent}{dash}{key}: {value}")
        }
        9 if value.starts_with('{') && value.contains("起: ") => {
            let value = value.replace(": ", "：").replace(", ", "，");
            format!("{indent}{dash}{key}：{value}")
        }
        _ => line.to_owned(),
    }
}

/// The lines of `text`, those that are no text of a block mangled.
fn carelessly(text: &str, strokes: &[u8]) -> String {
    let mut in_block = false;
    let mut strokes = strokes.iter().cycle();
    let mut out = String::new();
    for line in text.lines() {
        in_block = in_block && (line.is_empty() || line.starts_with(' '));
        let comment = line.trim_start().starts_with('#');
        match strokes.next() {
            Some(stroke) if !in_block && !comment => out.push_str(&mangle(line, *stroke)),
            _ => out.push_str(line),
        }
        out.push('\n');
        in_block |= line.ends_with(": |");
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn carelessly_typed_files_say_the_same_once_repaired(
        file in any::<prop::sample::Index>(),
        strokes in prop::collection::vec(0_u8..16, 1..12),
    ) {
        let (path, text) = &FILES[file.index(FILES.len())];
        let typed = carelessly(text, &strokes);
        let mended = mend(&typed, 0, FileId(0), &mut Report::default());
        prop_assert_eq!(
            meaning(&mended.text),
            meaning(text),
            "{}\n{}\nbecame\n{}",
            path.display(),
            typed,
            mended.text
        );
        let mut again = Report::default();
        mend(&mended.text, 0, FileId(0), &mut again);
        prop_assert!(again.0.is_empty(), "{:?}\n{}", again.0, mended.text);
    }

    #[test]
    fn whatever_is_typed_repairing_ends(
        text in "[ \\t　:：,，、\\[\\]【】{}｛｝#|｜\"'“－\\-a1年标题签\\n]{0,60}",
    ) {
        let mended = mend(&text, 0, FileId(0), &mut Report::default());
        let mut rounds = mended.text.clone();
        for _ in 0..8 {
            rounds = mend(&rounds, 0, FileId(0), &mut Report::default()).text;
        }
        let last = mend(&rounds, 0, FileId(0), &mut Report::default()).text;
        prop_assert_eq!(rounds, last);
    }
}
