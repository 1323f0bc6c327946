//! Open data: tables, their description, JSON and calendars, read as the programs of others read them.

mod calendars;
mod tables;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::harness::{Folder, SITE, Tree};
use crate::marked::{KINDS, Marks, write, write_table};

const DAY: &str = "2026-11-02";

/// A site with a record of each kind whose every field is filled, and a statement whose lines are in a table.
fn site(settings: &str) -> (Folder, Marks) {
    let folder = Folder::site();
    folder.write("content/site.yaml", format!("{SITE}{settings}"));
    folder.write("content/qx/liu/org.yaml", "名称: 柳村党总支\n层级: 村\n");
    let mut marks = Marks::new("dat");
    for kind in KINDS {
        write(&folder, "qx/liu", kind, "对象: 社会\n", DAY, &mut marks);
    }
    write_table(&folder, "qx", "对象: 社会\n", &mut marks);
    (folder, marks)
}

fn text<'t>(tree: &'t Tree, path: &str) -> &'t str {
    let bytes = tree
        .get(path)
        .unwrap_or_else(|| panic!("{path}: {:?}", tree.keys()));
    std::str::from_utf8(bytes).expect("UTF-8")
}

fn json(tree: &Tree, path: &str) -> Value {
    serde_json::from_str(text(tree, path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The lines of a table by their heads.
fn table(tree: &Tree, path: &str) -> Vec<BTreeMap<String, String>> {
    let text = text(tree, path);
    let text = text
        .strip_prefix('\u{FEFF}')
        .unwrap_or_else(|| panic!("{path} has no mark"));
    let rows = csv(text);
    let (heads, lines) = rows.split_first().expect("a head");
    let line = |cells: &Vec<String>| {
        assert_eq!(cells.len(), heads.len(), "{path}: {cells:?}");
        heads.iter().cloned().zip(cells.iter().cloned()).collect()
    };
    lines.iter().map(line).collect()
}

/// RFC 4180, read without the library that wrote it. A line ends with CRLF and nothing else.
fn csv(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut quoted, mut chars) = (false, text.chars().peekable());
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {
                assert_eq!(chars.next(), Some('\n'));
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\n' if !quoted => panic!("a line ends with LF alone: {row:?}"),
            other => cell.push(other),
        }
    }
    assert!(
        !quoted && row.is_empty() && cell.is_empty(),
        "{row:?} {cell:?}"
    );
    rows
}

fn data_files(tree: &Tree) -> Vec<&String> {
    let is_data = |path: &&String| {
        path.starts_with("data/")
            || [".json", ".csv", ".ics"]
                .iter()
                .any(|ending| path.ends_with(ending))
    };
    tree.keys().filter(is_data).collect()
}

#[test]
fn every_field_is_in_the_tables_and_in_the_json() {
    let (folder, marks) = site("");
    let tree = folder.build();
    let all = |wanted: &dyn Fn(&str) -> bool| -> String {
        let files = data_files(&tree).into_iter().filter(|path| wanted(path));
        files.map(|path| text(&tree, path)).collect()
    };
    let tables = all(&|path| path.starts_with("data/") && path.ends_with(".csv"));
    let records = all(&|path| {
        path.ends_with(".json") && !path.starts_with("data/") && path != "manifest.json"
    });
    let sources: Vec<String> = folder
        .tree("content")
        .values()
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    let mut seen = 0;
    for mark in &marks.made {
        let line = sources
            .iter()
            .flat_map(|text| text.lines())
            .find(|line| line.contains(mark.as_str()));
        let key = line
            .and_then(|line| line.split_once(": "))
            .map_or("", |(key, _)| key);
        // Names of files, the text below the front matter, old addresses: they are no fields, or nobody else's business.
        if line.is_none()
            || !line.is_some_and(|line| line.contains(": ") || line.contains(','))
            || key == "旧址"
        {
            continue;
        }
        seen += 1;
        assert!(
            records.contains(mark.as_str()),
            "{mark} is in no JSON: {line:?}"
        );
        assert!(
            tables.contains(mark.as_str()),
            "{mark} is in no table: {line:?}"
        );
    }
    assert!(seen > 60, "{seen}");
}

#[test]
fn what_is_not_public_is_in_no_data() {
    let (folder, _) = site("");
    let before = folder.build();
    let mut hidden = Marks::new("hid");
    for (keys, day) in [
        ("对象: 党员\n", DAY),
        ("对象: 本村\n", DAY),
        ("对象: 特定\n", DAY),
        ("草稿: true\n", DAY),
        ("对象: 社会\n", "2026-11-23"),
    ] {
        for kind in KINDS {
            write(&folder, "qx/liu", kind, keys, day, &mut hidden);
        }
    }
    write_table(&folder, "qx", "对象: 党员\n", &mut hidden);
    let after = folder.build();
    let names = data_files(&after);
    assert_eq!(names, data_files(&before));
    assert!(names.len() > 40, "{names:?}");
    for path in names {
        assert!(
            before[path] == after[path],
            "{path} tells of what is hidden"
        );
    }
    // The same records for everybody are in them.
    let (folder, _) = site("");
    let mut shown = Marks::new("shw");
    write(
        &folder,
        "qx/liu",
        "notices",
        "对象: 社会\n",
        DAY,
        &mut shown,
    );
    let tree = folder.build();
    let telling = data_files(&tree)
        .into_iter()
        .filter(|path| text(&tree, path).contains("mkshw03x"));
    assert!(telling.count() >= 6);
}

#[test]
fn a_record_has_json_and_its_figures_as_tables() {
    let (folder, _) = site("网址: https://qx.example.gov.cn/\n");
    folder.write(
        "content/qx/funds/q3.md",
        "---\n标题: 三季度\n发布日期: 2026-11-02\n账户: 党费\n账户名: \"0012\"\n期间: 2026-Q3\n单位: 万元\n期初: 1.5\n支出: [{日期: 2026-07-02, 凭证: 记-1, 摘要: \"订,\\\"报\\\"\", 类别: 订阅或购买教育资料, 金额: 0.51}]\n期末: 0.99\n---\n\n见<b>附注</b>。\n",
    );
    let tree = folder.build();
    let record = json(&tree, "qx/funds/q3.json");
    assert_eq!(record["id"], "qx/funds/q3");
    assert_eq!(record["url"], "https://qx.example.gov.cn/qx/funds/q3.html");
    assert_eq!(record["org"]["name"], "清溪县委");
    assert_eq!(record["status"]["key"], "status.fund.balanced");
    assert_eq!(record["fields"]["期初"], 15000);
    assert_eq!(record["fields"]["支出"][0]["金额"], 5100);
    assert_eq!(record["fields"]["账户名"], "0012");
    assert_eq!(record["fields"]["合计"]["支出"], 5100);
    assert_eq!(record["html"], "<p>见&lt;b&gt;附注&lt;/b&gt;。</p>\n");
    assert_eq!(record["tables"][0]["lines"], 1);
    assert_eq!(
        record["tables"][0]["url"],
        "https://qx.example.gov.cn/qx/funds/q3.expense.csv"
    );
    assert!(
        !tree.contains_key("qx/funds/q3.income.csv"),
        "there is none without lines"
    );
    let lines = table(&tree, "qx/funds/q3.expense.csv");
    assert_eq!(
        (lines[0]["摘要"].as_str(), lines[0]["金额"].as_str()),
        ("订,\"报\"", "5100.00")
    );
    let page = text(&tree, "qx/funds/q3.html");
    for link in [
        "href=\"../../qx/funds/q3.expense.csv\"",
        "<link rel=\"alternate\" type=\"application/json\" href=\"../../qx/funds/q3.json\">",
    ] {
        assert!(page.contains(link), "{link}");
    }
    let code = record["code"].as_str().expect("a code");
    let own = table(&tree, "data/funds.csv")
        .into_iter()
        .find(|line| line["编号"] == code);
    let own = own.expect("the record has a line");
    assert_eq!(
        (own["账户名"].as_str(), own["合计.支出"].as_str()),
        ("0012\t", "5100.00")
    );
}

#[test]
fn pages_list_what_there_is() {
    let (folder, _) = site("");
    let tree = folder.build();
    let index = text(&tree, "data/index.html");
    for path in tree
        .keys()
        .filter(|path| path.starts_with("data/") && !path.ends_with("index.html"))
    {
        assert!(index.contains(&format!("href=\"../{path}\"")), "{path}");
    }
    assert!(index.contains("href=\"../calendar.ics\"") && index.contains("href=\"../feed.xml\""));
    let funds = text(&tree, "data/funds.html");
    for head in ["合计.收入", "编号", "凭证"] {
        assert!(
            funds.contains(&format!("<th scope=\"row\">{head}</th>")),
            "{head}"
        );
    }
    assert!(text(&tree, "index.html").contains("href=\"data/index.html\""));
    assert!(text(&tree, "funds/index.html").contains("href=\"../data/funds.csv\""));
    assert!(text(&tree, "qx/liu/index.html").contains("href=\"../../qx/liu/calendar.ics\""));
}

/// What is cheaply taken for unchanged is what a build from nothing makes.
#[test]
fn data_follows_every_change() {
    let (folder, _) = site("");
    folder.build();
    let path = "content/qx/notices/plain.md";
    let notice = |list: &str, keys: &str| {
        format!(
            "---\n标题: 平常通知\n发布日期: 2026-11-20\n文种: 通知\n名单: [{list}]\n{keys}---\n\n按时开会。\n"
        )
    };
    let changes: [(&str, String); 6] = [
        (path, notice("{姓名: 甲, 组: 一}", "")),
        (path, notice("{组: 一, 姓名: 甲}", "")),
        (
            path,
            notice(
                "{组: 一, 姓名: 甲}",
                "更正: [{日期: 2026-11-21, 原因: 错, 批准: 乙}]\n",
            ),
        ),
        (
            "content/qx/liu/org.yaml",
            "名称: 柳村党总支\n层级: 村\n地址: 村口\n".to_owned(),
        ),
        ("content/qx/org.yaml", "名称: 清溪\n层级: 县\n".to_owned()),
        (
            "content/site.yaml",
            SITE.replace("2026-11-22", "2026-12-03"),
        ),
    ];
    for (path, text) in changes {
        folder.write(path, text);
        let after = folder.build();
        folder.run(&["build", "--out", "fresh"]).expect(0);
        crate::harness::assert_same(&after, &folder.tree("fresh"));
        std::fs::remove_dir_all(folder.path("fresh")).expect("a folder to remove");
        let state = folder.path(".fresh.gongkai");
        if state.exists() {
            std::fs::remove_dir_all(state).expect("a folder to remove");
        }
    }
}
