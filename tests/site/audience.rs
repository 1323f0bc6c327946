//! Nothing that is not for the public reaches the public folder: no page, list, count, feed, file, file name.

use crate::harness::{Folder, SITE, Tree, assert_same, record};
use crate::marked::{KINDS, Marks, write, write_table};

const PUBLIC_DAY: &str = "2026-11-02";

/// Why a record is not public: a tag, its organisation, its keys, its day.
const HIDDEN: [(&str, &str, &str, &str); 11] = [
    ("benc", "qx", "对象: 本村\n", PUBLIC_DAY),
    ("dang", "qx", "对象: 党员\n", PUBLIC_DAY),
    ("ted", "qx", "对象: 特定\n", PUBLIC_DAY),
    ("orgv", "qx/nei", "", PUBLIC_DAY),
    ("orgd", "qx/dang", "", PUBLIC_DAY),
    ("orgt", "qx/te", "", PUBLIC_DAY),
    ("par", "qx/nei/zi", "", PUBLIC_DAY),
    ("deep", "qx/nei/zi/zu", "", PUBLIC_DAY),
    ("over", "qx/nei/kai", "对象: 党员\n", PUBLIC_DAY),
    ("draft", "qx", "对象: 社会\n草稿: true\n", PUBLIC_DAY),
    ("fut", "qx", "对象: 社会\n", "2026-11-23"),
];

/// A site with the organisations of [`HIDDEN`] and a public record of each kind, with its markers.
fn site(settings: &str) -> (Folder, Marks) {
    let folder = Folder::site();
    folder.write("content/site.yaml", settings);
    for (path, audience) in [
        ("qx/nei", "默认对象: 本村\n"),
        ("qx/dang", "默认对象: 党员\n"),
        ("qx/te", "默认对象: 特定\n"),
        ("qx/nei/zi", ""),
        ("qx/nei/kai", "默认对象: 社会\n"),
    ] {
        folder.write(
            &format!("content/{path}/org.yaml"),
            format!("名称: 单位{}\n{audience}", path.len()),
        );
    }
    // A folder without a file of its own still passes on what stands above it; its records need one, though.
    folder.write("content/qx/nei/zi/zu/org.yaml", "名称: 三组\n层级: 组\n");
    folder.write(
        "content/qx/notices/plain.md",
        record("对象: 社会\n文种: 通知", "开会。"),
    );
    let mut marks = Marks::new("pub");
    for kind in KINDS {
        write(&folder, "qx", kind, "对象: 社会\n", PUBLIC_DAY, &mut marks);
    }
    write_table(&folder, "qx", "对象: 社会\n", &mut marks);
    (folder, marks)
}

/// The marks that occur in the bytes or names of `tree`.
fn occurring<'a>(tree: &Tree, marks: &'a Marks) -> Vec<(&'a str, String)> {
    let mut out = Vec::new();
    for mark in &marks.made {
        let hit = tree.iter().find(|(path, bytes)| {
            path.contains(mark.as_str())
                || bytes
                    .windows(mark.len())
                    .any(|part| part == mark.as_bytes())
        });
        out.extend(hit.map(|(path, _)| (mark.as_str(), path.clone())));
    }
    out
}

/// Writes every hidden record.
fn hide(folder: &Folder) -> Vec<Marks> {
    HIDDEN
        .iter()
        .map(|(tag, org, keys, day)| {
            let mut marks = Marks::new(tag);
            for kind in KINDS {
                write(folder, org, kind, keys, day, &mut marks);
            }
            if *day == PUBLIC_DAY {
                write_table(folder, org, keys, &mut marks);
            }
            marks
        })
        .collect()
}

#[test]
fn what_is_not_public_leaves_no_byte_behind() {
    let (folder, public) = site(SITE);
    let hidden = hide(&folder);
    let out = folder.build();
    assert!(out.len() > 20, "{:?}", out.keys());
    for marks in &hidden {
        assert!(marks.made.len() > 100);
        assert_eq!(occurring(&out, marks), [], "of what is hidden");
    }
    let seen: Vec<&str> = occurring(&out, &public)
        .into_iter()
        .map(|(mark, _)| mark)
        .collect();
    let lost: Vec<&String> = public
        .made
        .iter()
        .filter(|mark| !seen.contains(&mark.as_str()))
        .collect();
    assert!(
        lost.is_empty(),
        "public, and nowhere to be seen: {:?}",
        named(&folder, &lost)
    );
}

/// The source lines of marks, for a message.
fn named(folder: &Folder, marks: &[&String]) -> Vec<String> {
    let sources = folder.tree("content");
    let text = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).into_owned();
    marks
        .iter()
        .flat_map(|mark| {
            sources.values().map(text).find_map(|t| {
                t.lines()
                    .find(|l| l.contains(mark.as_str()))
                    .map(|l| format!("{mark}: {l}"))
            })
        })
        .collect()
}

/// Stronger than any marker: the public folder is the same, byte for byte, as if what is hidden had never been written. No count, no order, no link gives it away.
#[test]
fn the_site_is_as_if_the_rest_did_not_exist() {
    let (with, _) = site(SITE);
    hide(&with);
    let (without, _) = site(SITE);
    assert_same(&with.build(), &without.build());
}

#[test]
fn the_sites_own_default_hides_what_says_nothing() {
    for word in ["本村", "党员", "特定"] {
        let (folder, public) = site(&SITE.replace("社会", word));
        let mut hidden = Marks::new("site");
        for kind in KINDS {
            write(&folder, "qx", kind, "", PUBLIC_DAY, &mut hidden);
        }
        let out = folder.build();
        assert_eq!(occurring(&out, &hidden), [], "{word}");
        assert!(occurring(&out, &public).len() > 100);
    }
}

/// Hidden records are hidden in an update as well: one that was public and is no longer leaves nothing.
#[test]
fn a_record_withdrawn_from_the_public_leaves_nothing() {
    let (folder, _) = site(SITE);
    let mut marks = Marks::new("late");
    let slug = write(
        &folder,
        "qx",
        "notices",
        "对象: 社会\n",
        PUBLIC_DAY,
        &mut marks,
    );
    let before = folder.build();
    assert!(occurring(&before, &marks).len() > 20);
    let path = format!("content/qx/notices/{slug}/index.md");
    folder.write(
        &path,
        folder.text(&path).replace("对象: 社会", "对象: 党员"),
    );
    assert_eq!(occurring(&folder.build(), &marks), []);
}

#[test]
fn drafts_are_built_only_when_asked_for() {
    let (folder, _) = site(SITE);
    let mut marks = Marks::new("wip");
    write(
        &folder,
        "qx",
        "pledges",
        "草稿: true\n",
        PUBLIC_DAY,
        &mut marks,
    );
    assert_eq!(occurring(&folder.build(), &marks), []);
    folder.run(&["build", "--drafts"]).expect(0);
    assert!(occurring(&folder.tree("public"), &marks).len() > 15);
    folder
        .run(&["build", "--drafts", "--out", "looked-at"])
        .expect(0);
    assert_eq!(occurring(&folder.build(), &marks), [], "and go again");
}

/// A public record cannot lead its readers to what they may not read.
#[test]
fn a_public_record_cannot_link_what_is_not_public() {
    for (keys, day) in [
        ("对象: 党员\n", PUBLIC_DAY),
        ("对象: 本村\n", PUBLIC_DAY),
        ("对象: 特定\n", PUBLIC_DAY),
        ("草稿: true\n", PUBLIC_DAY),
        ("", "2026-11-23"),
    ] {
        let (folder, _) = site(SITE);
        let mut marks = Marks::new("lnk");
        let slug = write(&folder, "qx", "notices", keys, day, &mut marks);
        let file = &marks.made[1];
        let image = &marks.made[2];
        for link in [
            format!("[看](记录:qx/notices/{slug})"),
            format!("[看]({slug}/index.md)"),
            format!("[看]({slug}/{file}.txt)"),
            format!("![看]({slug}/{image}.png)"),
        ] {
            folder.write("content/qx/notices/zlink.md", record("文种: 通知", &link));
            let found = folder.check();
            let error = found.iter().find(|found| found.severity == "error");
            let error = error.unwrap_or_else(|| panic!("{keys}{day}: {link} passes: {found:?}"));
            assert!(
                matches!(error.rule.as_str(), "link/broken" | "image/missing"),
                "{error:?}"
            );
            let place = ("content/qx/notices/zlink.md", 7);
            assert_eq!(
                (error.file.as_str(), error.line),
                place,
                "the record that links is to blame"
            );
            let title = &marks.made[3];
            assert!(!error.message.contains(title.as_str()), "{error:?}");
            folder.run(&["build"]).expect(1);
            assert!(
                !folder.has("public"),
                "nothing is published with such a link"
            );
        }
    }
}

/// A table that lies loose beside the record which names it belongs to that record as much as one in its folder.
#[test]
fn a_public_record_cannot_link_the_table_of_one_that_is_not() {
    let (folder, _) = site(SITE);
    let fund = "---\n标题: 账\n发布日期: 2026-11-02\n对象: 党员\n账户: 党费\n期间: 2026-Q3\n期初: 0\n明细: q3.csv\n期末: 50\n---\n";
    folder
        .write("content/qx/funds/q3.md", fund)
        .write("content/qx/funds/q3.csv", "收支,日期,摘要,金额\n收入,2026-07-01,交党费,50.00\n")
        .write("content/qx/funds/zlink/index.md", "---\n标题: 公\n发布日期: 2026-11-02\n账户: 慰问\n期间: 2026-Q3\n期初: 0\n期末: 0\n---\n\n见[表](../q3.csv)。\n");
    let found = folder.check();
    assert!(
        found.iter().any(|found| found.rule == "link/broken"),
        "{found:?}"
    );
}

/// A record for the village may link one for the village, and its own page is nowhere, so the public site is not broken by it.
#[test]
fn a_hidden_record_may_link_its_like() {
    let (folder, _) = site(SITE);
    folder
        .write(
            "content/qx/notices/a.md",
            record("对象: 本村\n文种: 通知", "见[乙](记录:qx/notices/b)。"),
        )
        .write(
            "content/qx/notices/b.md",
            record("对象: 本村\n文种: 通知", "乙。"),
        );
    assert_eq!(
        folder
            .check()
            .iter()
            .filter(|found| found.severity == "error")
            .count(),
        0
    );
    folder.build();
}

/// Settings that only say how to print or deliver are not published.
#[test]
fn settings_and_private_files_are_not_published() {
    let (folder, _) = site(&format!(
        "{SITE}发布: {{there: {{方式: 文件夹, 目录: mkset01x}}}}\n公开栏: [{{编号: mkset02x, 名称: 栏, 组织: qx, 打印: mkset03x}}]\n"
    ));
    folder
        .write("content/private/key.txt", "mkset04x")
        .write(
            "content/rules/extra.yaml",
            "extends: national\nprovince: mkset05x\n",
        )
        .write(
            "content/qx/notices/.hidden.md",
            record("文种: 通知", "mkset06x"),
        )
        .write(
            "content/qx/notices/~$plain.md",
            record("文种: 通知", "mkset07x"),
        );
    let mut marks = Marks::new("set");
    marks.made = (1..8).map(|n| format!("mkset{n:02}x")).collect();
    assert_eq!(occurring(&folder.build(), &marks), []);
}
