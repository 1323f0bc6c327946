//! Records whose text stands in more than one file, or in none of Markdown.

use super::panel::{Panel, checked};
use super::program::{Serving, built, until};
use crate::harness::{Folder, PNG, record};

const FUND: &str = "标题: 三季度收支\n发布日期: 2026-11-02\n账户: 工作经费\n期间: 2026-Q3\n期初: 0\n明细: q3.csv\n期末: ";

fn rows(first: &str, sum: u32) -> String {
    format!(
        "收支,日期,凭证,摘要,类别,金额,经手\n收入,2026-07-01,一号,{first},拨款,{sum}.00,王某\n支出,2026-07-02,二号,买纸,办公,30.00,王某\n"
    )
}

/// A statement in `index.name` whose lines are in a table beside it.
fn site(name: &str, text: &str) -> Folder {
    let folder = Folder::site();
    folder
        .write(&format!("content/qx/funds/q/{name}"), text)
        .write("content/qx/funds/q/q3.csv", rows("上级拨款", 50));
    folder
}

const PAGE: &str = "qx/funds/q.html";

#[test]
fn a_record_of_yaml_shows_when_it_is_edited() {
    let folder = site("index.yaml", &format!("{FUND}20\n"));
    let serving = Serving::of(&folder);
    let page = serving.listen(PAGE);
    folder.write(
        "content/qx/funds/q/index.yaml",
        format!("{FUND}20\n").replace("三季度", "第三季度"),
    );
    page.expect("reload");
    assert!(serving.get(PAGE).text().contains("第三季度收支"));
    // The same record as Markdown.
    folder.remove("content/qx/funds/q/index.yaml");
    folder.write(
        "content/qx/funds/q/index.md",
        format!("---\n{FUND}20\n---\n\n有正文了。\n"),
    );
    serving.await_words(PAGE, "有正文了");
    assert_eq!(
        serving.differing(&built(&folder, &[])),
        Vec::<String>::new()
    );
}

#[test]
fn a_table_beside_a_record_shows_when_it_is_edited() {
    for (name, text) in [
        ("index.md", format!("---\n{FUND}20\n---\n")),
        ("index.yaml", format!("{FUND}20\n")),
    ] {
        let folder = site(name, &text);
        let serving = Serving::of(&folder);
        let (page, other) = (
            serving.listen(PAGE),
            serving.listen("qx/notices/plain.html"),
        );
        assert!(serving.get(PAGE).text().contains("上级拨款"));
        folder.write("content/qx/funds/q/q3.csv", rows("镇里拨款", 50));
        page.expect("reload");
        assert!(serving.get(PAGE).text().contains("镇里拨款"));
        // A sum that does not come out: the table as it was, and where it is wrong.
        folder.write("content/qx/funds/q/q3.csv", rows("算错的拨款", 60));
        assert_eq!(page.next().name, "state");
        let shown = serving.browse(PAGE).text();
        let panel = Panel::of(&shown);
        assert_eq!(panel.findings, checked(&folder, "错误", &[]), "{name}");
        assert!(
            shown.contains("镇里拨款") && !shown.contains("算错的拨款"),
            "{shown}"
        );
        assert!(panel.summary.contains("改动前的内容"), "{panel:?}");
        // One cell that is no number, with its place in the table.
        folder.write(
            "content/qx/funds/q/q3.csv",
            rows("上级拨款", 50).replace("30.00", "三十"),
        );
        page.next();
        let panel = Panel::of(&serving.browse(PAGE).text());
        assert!(
            panel
                .findings
                .iter()
                .any(|block| block.contains("q3.csv:3:")),
            "{panel:?}"
        );
        assert_eq!(panel.findings, checked(&folder, "错误", &[]), "{name}");
        // Mended on both sides.
        folder
            .write("content/qx/funds/q/q3.csv", rows("又一次拨款", 60))
            .write(
                &format!("content/qx/funds/q/{name}"),
                text.replace("期末: 20", "期末: 30"),
            );
        serving.await_words(PAGE, "又一次拨款");
        until(|| {
            let panel = Panel::of(&serving.browse(PAGE).text());
            panel.is_empty().then_some(()).ok_or(format!("{panel:?}"))
        });
        folder.remove("content/qx/funds/q/q3.csv");
        until(|| {
            let (panel, said) = (
                Panel::of(&serving.browse(PAGE).text()),
                checked(&folder, "错误", &[]),
            );
            (panel.findings == said && !said.is_empty())
                .then_some(())
                .ok_or(format!("{panel:?} {said:?}"))
        });
        assert!(other.seen().iter().all(|event| event.name == "state"));
    }
}

#[test]
fn files_beside_a_record_are_served_as_they_become() {
    let folder = Folder::site();
    folder
        .write(
            "content/qx/notices/n/index.md",
            record("文种: 通知", "见[附件](附件.txt)。\n\n![图](tu.png)"),
        )
        .write("content/qx/notices/n/附件.txt", "第一稿\n")
        .write("content/qx/notices/n/tu.png", PNG);
    let serving = Serving::of(&folder);
    let page = serving.listen("qx/notices/n.html");
    let tree = built(&folder, &[]);
    let attachment = tree
        .keys()
        .find(|path| path.ends_with(".txt") && !path.ends_with("robots.txt"));
    let attachment = attachment.expect("an attachment").clone();
    assert_eq!(serving.get(&attachment).body, "第一稿\n".as_bytes());
    folder.write("content/qx/notices/n/附件.txt", "第二稿，长一些\n");
    until(|| {
        let differing = serving.differing(&built(&folder, &[]));
        differing
            .is_empty()
            .then_some(())
            .ok_or(format!("{differing:?}"))
    });
    // Where the page says how large it is, it is told.
    let (before, after) = (
        tree["qx/notices/n.html"].clone(),
        serving.get("qx/notices/n.html").body,
    );
    if before != after {
        page.expect("reload");
    }
    folder.remove("content/qx/notices/n/附件.txt");
    until(|| {
        let panel = Panel::of(&serving.browse("qx/notices/n.html").text());
        let said = checked(&folder, "错误", &[]);
        (panel.findings == said)
            .then_some(())
            .ok_or(format!("{panel:?}"))
    });
}
