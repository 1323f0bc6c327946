//! link/record, link/withdrawn: references between records.

use super::texts::notice;
use super::{Case, case};
use crate::harness::{Folder, record};

const OWN: &str = "content/qx/notices/a.md";

/// A notice that refers to `target`.
fn refers(target: &str) -> String {
    record(&format!("文种: 通知\n关联: [{target}]"), "")
}

/// A statement with two lines on one day.
const FUND: &str = "---
标题: 第三季度
发布日期: 2026-10-12
账户: 工作经费
期间: 2026-Q3
期初: 100.00
收入: []
支出:
  - {日期: 2026-07-03, 凭证: 记-2, 摘要: 印刷, 类别: 印刷, 金额: 20.00}
  - {日期: 2026-07-04, 凭证: 记-3, 摘要: 印刷, 类别: 车费, 金额: 10.00}
合计: {收入: 0.00, 支出: 30.00}
期末: 70.00
---
";

pub fn cases() -> Vec<Case> {
    vec![
        case(
            "link/record",
            OWN,
            (5, 6),
            refers("notices/plan"),
            refers("notices/plain"),
        ),
        case(
            "link/withdrawn",
            OWN,
            (5, 6),
            refers("notices/b"),
            refers("notices/plain"),
        )
        .with(
            "content/qx/notices/b.md",
            record(
                "文种: 通知\n撤下: {日期: 2026-11-20, 原因: 重复, 批准: 张某}",
                "",
            ),
        ),
    ]
}

#[test]
fn every_way_to_miss_is_named() {
    for (target, says) in [
        ("qx/notices/plan", "是不是“qx/notices/plain”"),
        ("notices/plain2", "是不是“qx/notices/plain”"),
        ("somewhere/else", "没有“somewhere/else”"),
        ("../../../../etc/passwd", "没有“"),
        ("a", "就是这份记录自己"),
        ("notices/members", "看不到它"),
        ("notices/draft", "还是草稿"),
        ("notices/later", "2026-12-01"),
        ("funds/q3#支出3", "里没有“支出3”"),
        ("funds/q3#印刷", "支出1、支出2"),
    ] {
        let folder = around(target);
        let found = folder.check();
        let hit = found.iter().find(|found| found.rule == "link/record");
        let hit = hit.unwrap_or_else(|| panic!("{target}: {found:#?}"));
        assert!(hit.message.contains(says), "{target}: {}", hit.message);
        assert_eq!((hit.file.as_str(), hit.line), (OWN, 5));
    }
    for target in [
        "notices/plain",
        "公告/plain",
        "plain",
        "./plain.md",
        "funds/q3",
        "qx/经费/q3#支出2",
        "funds/q3#记-3",
        "funds/q3#2",
    ] {
        let found = around(target).check();
        let hit = found.iter().find(|found| found.rule.starts_with("link/"));
        assert!(hit.is_none(), "{target}: {hit:#?}");
    }
}

fn around(target: &str) -> Folder {
    let folder = Folder::site();
    folder
        .write(OWN, refers(target))
        .write(
            "content/qx/notices/members.md",
            record("文种: 通知\n对象: 党员", ""),
        )
        .write(
            "content/qx/notices/draft.md",
            record("文种: 通知\n草稿: true", ""),
        )
        .write(
            "content/qx/notices/later.md",
            notice("。").replace("2026-11-20", "2026-12-01"),
        )
        .write("content/qx/funds/q3.md", FUND);
    folder
}

#[test]
fn pages_name_what_they_refer_to_and_what_refers_to_them() {
    let folder = around("funds/q3#记-3");
    folder.build();
    let own = folder.text("public/qx/notices/a.html");
    assert!(own.contains("有关的公开"), "{own}");
    assert!(own.contains("funds/q3.html\">第三季度</a>"), "{own}");
    assert!(own.contains("记-3"));
    let other = folder.text("public/qx/funds/q3.html");
    assert!(other.contains("notices/a.html\">"), "{other}");
    let data = folder.text("public/qx/notices/a.json");
    assert!(data.contains("\"关联\":[\"funds/q3#记-3\"]"), "{data}");
}
