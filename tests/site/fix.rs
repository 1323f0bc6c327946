//! `check --fix`: what has one meaning is repaired, everything else stays as it is, byte for byte.

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use crate::harness::{Folder, assert_same};

const PLEDGE: &str = "content/qx/pledges/a.md";

/// A record with everything that a repair must keep: comments, quotes, blank lines, a text with full-width signs.
const RIGHT: &str = "---
# 注：这份由办公室填写，电话：0000-1
标题: 柳村承诺：一、二   # 说明【】
发布日期: 2026-11-20
截至: 2026-10-31

承诺人: {姓名: 张某, 职务: 书记}
类别: 民情
标签: [党费, 公示]
承诺:
  - 事项: \"修路：2公里，全程\"
    时限: 2026-12-31
  - 事项: 装路灯12盏
    时限: 2026-12-30
---

　　正文：全角“标点”，一个都不动；日期写2026年11月22日。

- 第一：甲
－ 不是清单
";

/// Repairs `bytes` in a site and gives what became of them.
fn fixed(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let folder = Folder::site();
    folder.write(PLEDGE, bytes);
    folder.run(&["check", "--fix"]);
    folder.read(PLEDGE)
}

#[track_caller]
fn assert_fixed(wrong: impl AsRef<[u8]>, right: &str) {
    let text = String::from_utf8(fixed(&wrong)).expect("UTF-8 after a repair");
    assert_eq!(text, right);
}

fn utf16(text: &str, order: fn(u16) -> [u8; 2], mark: [u8; 2]) -> Vec<u8> {
    mark.into_iter()
        .chain(text.encode_utf16().flat_map(order))
        .collect()
}

#[test]
fn each_typing_mistake_is_repaired_and_nothing_else() {
    let folder = Folder::site();
    folder.write(PLEDGE, RIGHT);
    assert_eq!(folder.check(), [], "the right text is right");
    for (right, wrong) in [
        ("标题: 柳村", "标题：柳村"),
        ("标题: 柳村", "标题:柳村"),
        ("类别: 民情", "类别：民情"),
        ("类别: 民情", "类别:\t民情"),
        ("2026-11-20", "２０２６－１１－２０"),
        ("2026-11-20", "2026年11月20日"),
        ("2026-11-20", "2026.11.20"),
        ("2026-11-20", "2026/11/20"),
        ("标签: [党费, 公示]", "标签: [党费，公示]"),
        ("标签: [党费, 公示]", "标签：【党费，公示】"),
        ("{姓名: 张某, 职务: 书记}", "｛姓名：张某，职务：书记｝"),
        ("\n  - 事项: 装", "\n  － 事项: 装"),
        ("\n  - 事项: 装", "\n  —事项：装"),
        ("    时限: 2026-12-30", "\t\t时限: 2026-12-30"),
        ("时限: 2026-12-30", "时限：2026年12月30日"),
        ("---\n# 注", "－－－\n# 注"),
        ("12-30\n---\n", "12-30\n－－－\n"),
        ("12-30\n---\n", "12-30\n———\n"),
    ] {
        assert!(RIGHT.contains(right), "{right}");
        let text = RIGHT.replacen(right, wrong, 1);
        assert_fixed(&text, RIGHT);
        assert_fixed(text.replace('\n', "\r\n"), &RIGHT.replace('\n', "\r\n"));
    }
}

#[test]
fn encodings_are_converted() {
    let saved = encoding_rs::GBK.encode(RIGHT);
    assert!(!saved.2, "GBK has every letter of the text");
    assert_fixed(saved.0, RIGHT);
    assert_fixed(format!("\u{FEFF}{RIGHT}"), RIGHT);
    assert_fixed(utf16(RIGHT, u16::to_le_bytes, [0xFF, 0xFE]), RIGHT);
    assert_fixed(utf16(RIGHT, u16::to_be_bytes, [0xFE, 0xFF]), RIGHT);
    let windows = format!("\u{FEFF}{}", RIGHT.replace('\n', "\r\n"));
    assert_fixed(windows, &RIGHT.replace('\n', "\r\n"));
}

/// A site full of mistakes comes out right, and a second run finds nothing to do.
#[test]
fn a_site_full_of_mistakes_comes_out_clean() {
    let folder = Folder::site();
    let wrong = RIGHT
        .replace("标题: ", "标题：")
        .replace("2026-11-20", "2026年11月20日")
        .replace("{姓名: 张某, 职务: 书记}", "｛姓名：张某，职务：书记｝")
        .replace("[党费, 公示]", "【党费，公示】")
        .replace("    时限: ", "\t\t时限：")
        .replace("类别: ", "类别:");
    let files = 6;
    let right: Vec<String> = (0..files)
        .map(|n| RIGHT.replace("柳村", &format!("柳村{n}")))
        .collect();
    for n in 0..files {
        let text = wrong.replace("柳村", &format!("柳村{n}"));
        let bytes = match n {
            0 => text.into_bytes(),
            1 => encoding_rs::GBK.encode(&text).0.into_owned(),
            2 => utf16(&text, u16::to_le_bytes, [0xFF, 0xFE]),
            3 => format!("\u{FEFF}{text}").into_bytes(),
            4 => format!("\u{FEFF}{}", text.replace('\n', "\r\n")).into_bytes(),
            _ => text.replace('\n', "\r\n").into_bytes(),
        };
        folder.write(&format!("content/qx/pledges/p{n}.md"), bytes);
    }
    folder
        .write(
            "content/site.yaml",
            "\u{FEFF}名称：试点\n默认对象:社会\n演示日：２０２６-11-22 # 注：演示\n",
        )
        .write("content/qx/org.yaml", "名称：清溪县委\n层级:县\n");
    folder.run(&["check"]).expect(1);
    folder
        .run(&["check", "--fix"])
        .expect(0)
        .says("自动修好")
        .says("8 个文件");
    assert_eq!(folder.check(), []);
    for (n, text) in right.iter().enumerate() {
        let expected = if n < 4 {
            text.clone()
        } else {
            text.replace('\n', "\r\n")
        };
        assert_eq!(
            folder.text(&format!("content/qx/pledges/p{n}.md")),
            expected,
            "{n}"
        );
    }
    assert_eq!(
        folder.text("content/site.yaml"),
        "名称: 试点\n默认对象: 社会\n演示日: 2026-11-22 # 注：演示\n"
    );
    let first = folder.tree("");
    folder
        .run(&["check", "--fix"])
        .expect(0)
        .says("自动修好 0 处");
    assert_same(&first, &folder.tree(""));
}

/// What has more than one meaning, or none, is left to its author.
#[test]
fn what_could_mean_two_things_is_left_alone() {
    for (right, wrong) in [
        ("2026-11-20", "十一月二十日"),
        ("2026-11-20", "2026-13-20"),
        ("类别: 民情", "类别: 民请"),
        ("标题: 柳村", "标提: 柳村"),
        ("标签: [党费, 公示]", "标签: [党费, 公示"),
        ("截至: 2026-10-31", "电话: 1\n电话: 2"),
    ] {
        let text = RIGHT.replacen(right, wrong, 1);
        let folder = Folder::site();
        folder.write(PLEDGE, &text);
        folder.run(&["check", "--fix"]).expect(1);
        assert_eq!(folder.text(PLEDGE), text);
    }
}

/// The sample site is right; repairing it touches nothing.
#[test]
fn the_sample_site_needs_no_repair() {
    let folder = Folder::sample();
    let before = folder.tree("content");
    folder
        .run(&["check", "--fix"])
        .expect(0)
        .says("自动修好 0 处");
    assert_same(&before, &folder.tree("content"));
}

/// Ways in which an input method mangles a text; each may meet any part of it.
const MANGLES: [(&str, &str); 16] = [
    (": ", "："),
    (": ", ":"),
    (", ", "，"),
    ("[", "【"),
    ("]", "】"),
    ("{", "｛"),
    ("}", "｝"),
    ("- ", "－ "),
    ("  ", "\t"),
    ("2", "２"),
    ("-", "－"),
    ("\"", "＂"),
    ("\n", "\r\n"),
    ("---\n", "———\n"),
    ("2026-12-31", "2026年12月31日"),
    ("[党费, 公示]", "[党费，公示】"),
];

/// `RIGHT` with the `nth` occurrences of some signs mangled.
fn mangled(picks: &[(usize, usize)], encoding: u8) -> Vec<u8> {
    let mut text = RIGHT.to_owned();
    for (which, nth) in picks {
        let (from, to) = MANGLES[which % MANGLES.len()];
        let places: Vec<usize> = text.match_indices(from).map(|(at, _)| at).collect();
        if let Some(at) = places.get(nth % places.len().max(1)) {
            text.replace_range(*at..*at + from.len(), to);
        }
    }
    match encoding {
        0 => format!("\u{FEFF}{text}").into_bytes(),
        1 => encoding_rs::GBK.encode(&text).0.into_owned(),
        2 => utf16(&text, u16::to_le_bytes, [0xFF, 0xFE]),
        _ => text.into_bytes(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever was typed, a second repair changes nothing, and a file with nothing to report is not changed at all.
    #[test]
    fn repairing_twice_is_repairing_once(
        picks in prop::collection::vec((0usize..16, 0usize..40), 0..8),
        encoding in 0u8..8,
    ) {
        let folder = Folder::site();
        let bytes = mangled(&picks, encoding);
        folder.write(PLEDGE, &bytes);
        let clean = folder.check().is_empty();
        folder.run(&["check", "--fix"]);
        let once = folder.read(PLEDGE);
        prop_assert!(!clean || once == bytes, "a right file was changed");
        folder.run(&["check", "--fix"]);
        let twice = folder.read(PLEDGE);
        prop_assert_eq!(String::from_utf8_lossy(&once), String::from_utf8_lossy(&twice));
        let text = String::from_utf8(once).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert!(text.contains("# 说明"), "comments stay: {}", text);
        prop_assert!(text.contains("　　正文：全角“标点”，一个都不动；日期写"), "the text stays: {}", text);
    }
}
