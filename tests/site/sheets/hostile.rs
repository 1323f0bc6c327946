//! Text of records is data on a sheet too.

use std::collections::BTreeSet;

use super::{pdf, site};
use crate::harness::record;
use crate::marked::{KINDS, Marks, of_one_text, write};
use crate::poppler::{Pdf, tools};

/// What a template would act on if it took text for its own.
const PLAIN: &str = "#panic() #import \"x\" $x$ *粗* @甲 _a_ <t> \\ // 注 #{1}";

/// The same inside double quotes of YAML.
const HOSTILE: &str = "#panic() #import \\\"x\\\" $x$ *粗* @甲 _a_ <t> \\\\ // 注 #{1}";

#[test]
fn nothing_that_officers_write_is_evaluated() {
    if !tools() {
        return;
    }
    for kind in KINDS {
        let folder = site();
        let record = format!("{}\n`{PLAIN}`\n", of_one_text(kind, HOSTILE));
        folder.write(&format!("content/qx/{kind}/evil.md"), record);
        folder.run(&["build", "--all"]).expect(0);
        let tree = folder.tree("public");
        let ours = |path: &&String| path.contains("/evil") && path.ends_with(".pdf");
        let sheets: Vec<&String> = tree.keys().filter(ours).collect();
        assert!(!sheets.is_empty());
        for path in sheets {
            let sheet = pdf(&folder, path);
            sheet.assert_inside();
            let words = sheet.words();
            assert!(words.contains(&PLAIN.replace(' ', "")), "{path}: {words}");
        }
    }
}

#[test]
fn long_lines_run_on_and_never_off_the_paper() {
    if !tools() {
        return;
    }
    let long = [
        "长".repeat(10_000),
        "a".repeat(10_000),
        "1234567890".repeat(1_000),
    ];
    for text in &long {
        let folder = site();
        let keys = format!(
            "文种: 公示\n事项: 其他\n公示期: {{起: 2026-11-02, 止: 2026-11-30}}\n受理: {{单位: {text}, 电话: '{text}'}}\n名单: [{{姓名: {text}, 说明: {text}}}]\n人数: 1\n落款: {text}"
        );
        folder.write("content/qx/notices/long.md", record(&keys, text));
        folder.run(&["build"]).expect(0);
        let sheet = pdf(&folder, "qx/notices/long.pdf");
        sheet.assert_inside();
        let first = text.chars().next().expect("a character");
        let printed = sheet.words().matches(first).count();
        assert!(printed >= text.matches(first).count() * 5, "{printed}");
    }
}

#[test]
fn rare_names_print_or_are_errors() {
    if !tools() {
        return;
    }
    let names = "王堃 李喆 何祎 柳珺 张璟 赵䶮";
    let folder = site();
    folder.write("content/qx/notices/names.md", record("文种: 公告", names));
    folder.build();
    let words = pdf(&folder, "qx/notices/names.pdf").words();
    assert!(words.contains(&names.replace(' ', "")), "{words}");
    folder.write(
        "content/qx/notices/names.md",
        record("文种: 公告\n名单: [{姓名: 王𠀀}]\n人数: 1", "请找张𠀁。"),
    );
    let found = folder.check();
    let glyphs: BTreeSet<(u32, u32)> = found
        .iter()
        .filter(|found| found.rule == "sheet/glyph" && found.severity == "error")
        .map(|found| (found.line, found.column))
        .collect();
    assert_eq!(glyphs, BTreeSet::from([(5, 12), (9, 4)]), "{found:?}");
    folder.run(&["build"]).expect(1);
}

#[test]
fn nothing_private_reaches_a_sheet() {
    if !tools() {
        return;
    }
    let folder = site();
    let mut secret = Marks::new("q");
    let mut open = Marks::new("o");
    for kind in KINDS {
        write(
            &folder,
            "qx",
            kind,
            "对象: 党员\n",
            "2026-11-02",
            &mut secret,
        );
        write(&folder, "qx", kind, "", "2026-11-02", &mut open);
    }
    folder.run(&["build"]).expect(0);
    let mut sheets = 0;
    for (path, bytes) in folder.tree("public") {
        if !path.ends_with(".pdf") {
            continue;
        }
        sheets += 1;
        let words = Pdf::new(&bytes).words();
        let shown: Vec<&String> = secret
            .made
            .iter()
            .filter(|mark| words.contains(mark.as_str()))
            .collect();
        assert!(shown.is_empty(), "{path} shows {shown:?}");
    }
    assert!(sheets > 8);
}

#[test]
fn no_amount_is_torn_however_many_columns_there_are() {
    if !tools() {
        return;
    }
    let folder = site();
    let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(9));
    let table = row("金额") + &row("-:") + &row("1234567.00");
    folder.write("content/qx/notices/wide.md", record("文种: 公告", &table));
    folder.build();
    let sheet = pdf(&folder, "qx/notices/wide.pdf");
    sheet.assert_inside();
    let whole = sheet
        .boxes()
        .iter()
        .filter(|word| word.text == "1234567.00")
        .count();
    assert_eq!(whole, 9);
}
