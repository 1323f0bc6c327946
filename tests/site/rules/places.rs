//! Lines and columns: columns count characters of the file as its author sees it.

use super::texts::pledge;
use crate::harness::Folder;

/// The wrong word stands on line 4 in column 8, after six Chinese characters and a space.
fn wrong() -> String {
    pledge("发布日期二: 甲\n").replace("发布日期二: 甲", "展示: {起: 2026-13-01}")
}

/// Line and column of the one finding of `rule` in a file of these bytes.
#[track_caller]
fn place(bytes: impl AsRef<[u8]>, rule: &str) -> (u32, u32) {
    let folder = Folder::site();
    folder.write("content/qx/pledges/a.md", bytes);
    let found = folder.check();
    let hits: Vec<_> = found.iter().filter(|found| found.rule == rule).collect();
    assert_eq!(hits.len(), 1, "{found:#?}");
    (hits[0].line, hits[0].column)
}

#[test]
fn the_place_does_not_depend_on_how_the_file_was_saved() {
    let text = wrong();
    let at = (4, 9);
    assert_eq!(place(&text, "yaml/type"), at);
    assert_eq!(place(text.replace('\n', "\r\n"), "yaml/type"), at);
    assert_eq!(place(format!("\u{FEFF}{text}"), "yaml/type"), at);
    let windows = format!("\u{FEFF}{}", text.replace('\n', "\r\n"));
    assert_eq!(place(windows, "yaml/type"), at);
    assert_eq!(place(encoding_rs::GBK.encode(&text).0, "yaml/type"), at);
    let wide: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    assert_eq!(place(wide, "yaml/type"), at);
}

#[test]
fn the_place_is_that_of_the_text_as_written_also_after_repairs() {
    // Two repairs on the line before and one on the line itself come before the wrong word.
    let text = wrong()
        .replace("标题: 甲", "标题：甲")
        .replace("展示: {", "展示：｛");
    assert_eq!(place(&text, "yaml/type"), (4, 8));
}

#[test]
fn a_character_outside_the_basic_plane_is_one_column() {
    let text = wrong().replace("展示: {起", "展示: {止: 2026-11-30, 起");
    assert_eq!(place(&text, "yaml/type"), (4, 24));
    let rare = wrong().replace("展示: {起: 2026-13-01}", "展示: {起: \"𬭎2026\"}");
    assert_eq!(place(rare, "yaml/type"), (4, 9));
    let text = pledge("更正: [{日期: 2026-11-20, 原因: 𬭎𬭎, 批准: 王某, 多余: 一}]\n");
    assert_eq!(place(text, "yaml/unknown-key"), (4, 39));
}

/// A table's findings name the cell: its row as a spreadsheet counts, its column.
#[test]
fn a_finding_in_a_table_names_the_cell() {
    let folder = Folder::site();
    let fund = "---\n标题: 收支\n发布日期: 2026-11-20\n账户: 工作经费\n期间: 2026-Q3\n期初: 0\n明细: q3.csv\n期末: 1\n---\n";
    folder.write("content/qx/funds/a/index.md", fund);
    folder.write(
        "content/qx/funds/a/q3.csv",
        "日期,收支,摘要,金额\n\n2026-07-01,收入,拨款,一元\n",
    );
    let found = folder.check();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (found[0].file.as_str(), found[0].line, found[0].column),
        ("content/qx/funds/a/q3.csv", 3, 4)
    );
}

/// One bad file never hides another, and one bad line never hides the next.
#[test]
fn every_mistake_of_every_file_is_found() {
    let folder = Folder::site();
    for n in 0..5 {
        let text = pledge("截至: 昨天\n电话2: 一\n张贴: [nowhere]\n");
        folder.write(&format!("content/qx/pledges/p{n}.md"), text);
    }
    let found = folder.check();
    for n in 0..5 {
        let file = format!("content/qx/pledges/p{n}.md");
        let rules: Vec<&str> = found
            .iter()
            .filter(|f| f.file == file)
            .map(|f| f.rule.as_str())
            .collect();
        assert!(
            rules.contains(&"yaml/type") && rules.contains(&"yaml/unknown-key"),
            "{rules:?}"
        );
    }
}
