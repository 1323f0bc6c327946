//! The officer's start page at `/_/`.

use super::panel::read;
use super::program::{Serving, built, is_reload, notice};
use crate::harness::{Folder, SITE, record};

/// A pledge with these items.
fn pledge(title: &str, items: &[(&str, &str)]) -> String {
    let items: String = items
        .iter()
        .map(|(what, due)| format!("\n  - {{事项: {what}, 时限: {due}}}"))
        .collect();
    let keys = format!(
        "承诺人: {{姓名: 张某, 职务: 书记}}\n类别: 岗位\n监督: {{电话: 0000-12345611, 单位: 纪委}}\n承诺:{items}"
    );
    record(&keys, "")
        .replace("标题: 甲", &format!("标题: {title}"))
        .replace("2026-11-20", "2026-10-10")
}

/// A site with something to do of every sort.
fn site() -> Folder {
    let folder = Folder::site();
    let signed = "文种: 通知\n审核:\n  - {环节: 审核, 姓名: 王某, 日期: 2026-11-18}\n";
    folder
        .write("content/site.yaml", format!("{SITE}审核: [审核, 审批]\n"))
        .write(
            "content/qx/pledges/p.md",
            pledge(
                "修路的承诺",
                &[
                    ("修路2公里", "2026-10-31"),
                    ("修桥1座", "2026-11-22"),
                    ("栽树300棵", "2026-12-31"),
                ],
            ),
        )
        .write(
            "content/qx/notices/half.md",
            record(signed, "审了一半。").replace("标题: 甲", "标题: 审了一半的"),
        )
        .write(
            "content/qx/notices/draft.md",
            record("文种: 通知\n草稿: true", "没写完。").replace("标题: 甲", "标题: 没写完的"),
        )
        .write(
            "content/qx/notices/begun.md",
            record(&format!("{signed}草稿: true"), "送审了。")
                .replace("标题: 甲", "标题: 送审的草稿"),
        );
    folder
}

/// A section of the start page, and the number over it.
fn section(page: &str, id: &str) -> (usize, String) {
    let start = format!("<section id=\"{id}\">");
    let (_, rest) = page
        .split_once(&start)
        .unwrap_or_else(|| panic!("{id}: {page}"));
    let html = rest.split("</section>").next().expect("an end");
    let (_, count) = html.split_once("<small>").expect("a number");
    let count = count.split('<').next().expect("a number");
    (count.parse().expect("a number"), html.to_owned())
}

/// The entries of a section in which each of these stands once.
fn assert_entries(page: &str, id: &str, expected: &[&[&str]]) {
    let (count, html) = section(page, id);
    let entries: Vec<&str> = html.split("<li>").skip(1).collect();
    assert_eq!(
        (count, entries.len()),
        (expected.len(), expected.len()),
        "{id}: {html}"
    );
    for words in expected {
        let fitting = entries.iter().filter(|entry| {
            words
                .iter()
                .all(|word| entry.contains(word) || read(entry).contains(word))
        });
        assert_eq!(fitting.count(), 1, "{id}: {words:?}: {html}");
    }
}

const P: &str = "href=\"/qx/pledges/p.html\"";

#[test]
fn it_says_what_is_to_be_done_and_where() {
    let folder = site();
    let serving = Serving::of(&folder);
    let page = serving.browse("_/").text();
    assert!(
        page.contains("2026年11月22日") && page.contains(&serving.address),
        "{page}"
    );
    assert_entries(
        &page,
        "overdue",
        &[&[
            "修路的承诺",
            "修路2公里",
            "content/qx/pledges/p.md:8",
            P,
            "清溪县委",
        ]],
    );
    assert_entries(
        &page,
        "today",
        &[&["修路的承诺", "修桥1座", "content/qx/pledges/p.md:9", P]],
    );
    assert_entries(
        &page,
        "drafts",
        &[
            &["没写完的", "content/qx/notices/draft.md:2"],
            &["送审的草稿", "content/qx/notices/begun.md:2"],
        ],
    );
    let review: [&[&str]; 4] = [
        &[
            "审了一半的",
            "审批",
            "content/qx/notices/half.md:2",
            "href=\"/qx/notices/half.html\"",
        ],
        &["送审的草稿", "审批", "content/qx/notices/begun.md:2"],
        &["修路的承诺", "审核、审批", P],
        &["平常通知", "审核、审批"],
    ];
    assert_entries(&page, "review", &review);
    // Drafts have no page that could be linked.
    let (_, drafts) = section(&page, "drafts");
    assert!(
        !drafts.contains("href=") && drafts.contains("gongkai serve --drafts"),
        "{drafts}"
    );
    for (path, status) in [
        ("qx/pledges/p.html", 200),
        ("qx/notices/draft.html", 404),
        ("_", 302),
    ] {
        assert_eq!(serving.get(path).status, status, "{path}");
    }
}

#[test]
fn it_goes_along_with_every_save() {
    let folder = site();
    folder.write("content/site.yaml", SITE);
    let serving = Serving::of(&folder);
    let desk = serving.listen("_/");
    let count = |id: &str| section(&serving.browse("_/").text(), id).0;
    folder.write(
        "content/qx/pledges/p.md",
        pledge(
            "修路的承诺",
            &[("修路2公里", "2026-12-30"), ("修桥1座", "2026-12-30")],
        ),
    );
    desk.take_until(|event| is_reload(event) && count("overdue") == 0);
    assert_eq!(count("today"), 0);
    folder.write(
        "content/qx/notices/draft.md",
        notice("没写完的", "写完了。"),
    );
    desk.take_until(|event| is_reload(event) && count("drafts") == 1);
    // A line that moves is a new line here.
    let text = folder.text("content/qx/notices/begun.md");
    folder.write(
        "content/qx/notices/begun.md",
        text.replacen("---\n", "---\n# 备注\n\n", 1),
    );
    desk.take_until(|event| is_reload(event) && serving.browse("_/").text().contains("begun.md:4"));
}

#[test]
fn errors_stand_by_file_with_their_lines() {
    let folder = site();
    folder.write("content/site.yaml", SITE);
    let serving = Serving::of(&folder);
    let desk = serving.listen("_/");
    folder
        .write(
            "content/qx/notices/plain.md",
            record("文种: 公示\n公示其: 一", ""),
        )
        .write("content/qx/a/notices/x.md", "标题: 没有开头\n")
        .write("content/qx/a/org.yaml", "名称: a村\n");
    let found = folder.check();
    let errors: Vec<_> = found
        .iter()
        .filter(|found| found.severity == "error")
        .collect();
    desk.take_until(|event| {
        is_reload(event) && section(&serving.browse("_/").text(), "errors").0 == errors.len()
    });
    let page = serving.browse("_/").text();
    let (_, html) = section(&page, "errors");
    let entries: Vec<String> = html
        .split("<li class=\"error\">")
        .skip(1)
        .map(read)
        .collect();
    assert_eq!(entries.len(), errors.len());
    for (entry, found) in entries.iter().zip(&errors) {
        let place = format!("{}:{}:{}", found.file, found.line, found.column);
        let rule = format!("gongkai explain {}", found.rule);
        for words in [&place, &found.message, &found.help, &rule] {
            assert!(entry.contains(words), "{words}: {entry}");
        }
    }
    let headings = html
        .split("<h3>")
        .skip(1)
        .map(|html| read(html.split("</h3>").next().unwrap_or_default()));
    let mut files: Vec<String> = errors.iter().map(|found| found.file.clone()).collect();
    files.dedup();
    assert_eq!(
        headings.collect::<Vec<String>>(),
        files,
        "each file once, in order"
    );
    assert!(
        html.contains("href=\"/qx/notices/plain.html\""),
        "the last good page: {html}"
    );
    assert_eq!(section(&page, "warnings").0, found.len() - errors.len());
}

#[test]
fn nothing_of_it_reaches_a_build() {
    let folder = site();
    folder.write("content/site.yaml", SITE);
    let serving = Serving::of(&folder);
    assert_eq!(serving.browse("_/").status, 200);
    let tree = built(&folder, &[]);
    for (path, bytes) in &tree {
        assert!(!path.split('/').any(|part| part == "_"), "{path}");
        let text = String::from_utf8_lossy(bytes);
        for words in ["/_/", "gongkai-live", "今天的事", "没写完", "送审的草稿"] {
            assert!(!text.contains(words), "{path}: {words}");
        }
    }
}

#[test]
fn drafts_have_pages_when_they_are_asked_for() {
    let folder = site();
    folder.write("content/site.yaml", SITE);
    let serving = Serving::with(&folder, &["--drafts"]);
    assert!(
        serving
            .get("qx/notices/draft.html")
            .text()
            .contains("没写完。")
    );
    let (count, drafts) = section(&serving.browse("_/").text(), "drafts");
    assert_eq!(count, 2);
    assert!(
        drafts.contains("href=\"/qx/notices/draft.html\"") && !drafts.contains("serve --drafts"),
        "{drafts}"
    );
    assert_eq!(
        serving.differing(&built(&folder, &["--drafts"])),
        Vec::<String>::new()
    );
}

#[test]
fn another_day_may_be_looked_at() {
    let folder = site();
    folder.write("content/site.yaml", SITE);
    let serving = Serving::with(&folder, &["--day", "2026-12-31"]);
    let page = serving.browse("_/").text();
    assert!(page.contains("2026年12月31日"), "{page}");
    assert_entries(&page, "today", &[&["栽树300棵"]]);
    assert_eq!(section(&page, "overdue").0, 2);
    assert_eq!(
        serving.differing(&built(&folder, &["--day", "2026-12-31"])),
        Vec::<String>::new()
    );
    folder
        .run(&["serve", "--day", "昨天"])
        .expect(2)
        .says("昨天");
}
