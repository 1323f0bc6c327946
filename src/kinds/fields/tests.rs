use std::collections::BTreeMap;

use super::*;
use crate::diagnostics::{Diagnostic, FileId};
use crate::source::{mend, parse_yaml};
use crate::values::{Audience, Day};
use rust_decimal::Decimal;

fields! {
    /// Something of everything.
    pub struct Sample {
        /// Text.
        title: Text = "标题" / "title";
        /// A day.
        day: Option<Sp<Day>> = "截至" / "as_of";
        /// A sum.
        sum: Option<Sp<Decimal>> = "金额" / "amount";
        /// A word.
        audience: Option<Chosen<Audience>> = "对象" / "audience";
        /// A list.
        tags: Vec<Text> = "标签" / "tags";
        /// A list of maps.
        rows: Vec<Inner> = "行" / "rows";
    }
}

fields! {
    /// A map.
    pub struct Inner {
        /// Text.
        name: Text = "名称" / "name";
    }
}

fn read(yaml: &str) -> Vec<Diagnostic> {
    let mut out = Report::default();
    let mended = mend(yaml, 0, FileId(0), &mut out);
    let node = parse_yaml(&mended, FileId(0)).unwrap();
    let beside: BTreeMap<String, Node> = BTreeMap::new();
    let (out, beside) = (&mut out, &beside);
    Sample::decode(node, &mut Reader { out, beside });
    std::mem::take(&mut out.0)
}

/// Rule and case of the only finding, and the text with its repair made.
fn only(yaml: &str) -> (String, Option<String>) {
    let found = read(yaml);
    assert_eq!(found.len(), 1, "{yaml}: {found:?}");
    let fix = found[0].fix.as_ref();
    let repaired = fix.map(|fix| {
        let (before, after) = (&yaml[..fix.start], &yaml[fix.end..]);
        format!("{before}{}{after}", fix.replacement)
    });
    (format!("{}#{}", found[0].rule, found[0].case), repaired)
}

#[test]
fn quotes_of_a_word_processor_come_off_what_is_no_text() {
    for (value, right) in [
        ("截至: “2026-09-30”", "截至: 2026-09-30"),
        ("截至: ‘２０２６-09-30’", "截至: 2026-09-30"),
        ("金额: “45”", "金额: 45"),
        ("对象: “社会”", "对象: 社会"),
        ("对象: 「党员」", "对象: 党员"),
    ] {
        let (rule, repaired) = only(&format!("标题: 甲\n{value}\n"));
        assert_eq!(rule, "yaml/full-width#quotes");
        assert_eq!(repaired, Some(format!("标题: 甲\n{right}\n")));
    }
    assert!(read("标题: “公告”\n标签: [“甲”]\n").is_empty());
    let (rule, repaired) = only("标题: 甲\n金额: 1，000.50\n");
    assert_eq!(rule, "yaml/full-width#value");
    assert_eq!(repaired, Some("标题: 甲\n金额: 1000.50\n".to_owned()));
}

#[test]
fn blank_is_missing() {
    for blank in ["标题:\n", "标题: \"\"\n", "标题: ' 　'\n"] {
        assert_eq!(only(blank).0, "yaml/missing-key#empty", "{blank}");
    }
    assert!(read("标题: 甲\n截至: \"\"\n标签:\n").is_empty());
}

#[test]
fn an_audience_left_blank_is_not_inherited() {
    for blank in ["对象:\n", "对象: \"\"\n", "audience: ~\n"] {
        let (rule, _) = only(&format!("标题: 甲\n{blank}"));
        assert_eq!(rule, "yaml/missing-key#empty", "{blank}");
    }
}

#[test]
fn what_was_found_is_said() {
    let found = |yaml: &str| {
        let found = read(yaml);
        (found[0].case, found[0].args[0].1.clone())
    };
    assert_eq!(found("标题: 甲\n标签: 党建\n"), ("list", "党建".to_owned()));
    assert_eq!(
        found("标题: 甲\n行: [身份证]\n"),
        ("map", "身份证".to_owned())
    );
    assert_eq!(
        found("标题: 甲\n截至: 46295\n"),
        ("day-serial", "46295".to_owned())
    );
    assert_eq!(found("标题: 甲\n截至: 昨天\n"), ("day", "昨天".to_owned()));
}
