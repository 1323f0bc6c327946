//! notice/* and calendar/*.

use super::{Case, case};
use crate::harness::{SITE, record};

const NOTICE: &str = "content/qx/notices/a.md";
const OTHER: &str = "content/qx/notices/b.md";

/// A 公示 about new Party members; its window is on line 6.
fn display(window: &str, more: &str) -> String {
    record(
        &format!("文种: 公示\n事项: 发展党员\n公示期: {{{window}}}\n受理: {{单位: 党总支, 电话: 0000-1}}\n{more}"),
        "公示如下。",
    )
    .replace("2026-11-20", "2025-09-29")
}

pub fn cases() -> Vec<Case> {
    let window = "起: 2025-09-29, 止: 2025-10-13";
    let outcome = |day: &str| display(window, &format!("结果: {{日期: {day}, 内容: 无异议}}"));
    let done = "结果: {日期: 2025-10-14, 内容: 无异议}";
    let list = |n: &str| {
        record(
            &format!("文种: 公告\n人数: {n}\n名单: [{{姓名: 甲某}}, {{姓名: 乙某}}]"),
            "",
        )
    };
    let stage = |n: &str| {
        record(
            &format!("文种: 公告\n事项: 低保\n阶段: {{第: {n}, 共: 5}}"),
            "",
        )
    };
    let answer = "答复: 2025-10-13, 答复内容: 已说明";
    let objection = |rule, fires: &str, silent: &str| {
        let told = |own: &str| {
            (
                NOTICE,
                display(
                    window,
                    &format!("{done}\n办理: [{{事由: 有村民不同意, {own}}}]"),
                )
                .into_bytes(),
            )
        };
        Case {
            rule,
            at: None,
            fires: vec![told(fires)],
            silent: vec![told(silent)],
        }
        .with("content/site.yaml", format!("{SITE}规则: chongqing\n"))
    };
    let land = |path: &'static str, more: &str| -> (&'static str, Vec<u8>) {
        let text = record(
            &format!(
                "文种: 公告\n事项: 征地补偿安置\n公示期: {{起: 2026-10-09, 天数: 30日}}\n受理: {{单位: 镇, 电话: 0000-1}}\n{more}"
            ),
            "公告如下。",
        );
        (
            path,
            text.replace("发布日期: 2026-11-20", "发布日期: 2026-10-09")
                .into_bytes(),
        )
    };
    let future = |year: &str| {
        record(
            &format!("文种: 公示\n公示期: {{起: {year}-01-04, 天数: 5个工作日}}\n受理: {{单位: 党总支, 电话: 0000-1}}"),
            "",
        )
        .replace("2026-11-20", "2026-11-21")
    };
    vec![
        case(
            "notice/window-short",
            NOTICE,
            (6, 25),
            display("起: 2025-09-29, 止: 2025-10-12", done),
            display(window, done),
        ),
        case(
            "notice/receiver-missing",
            NOTICE,
            (4, 5),
            display(window, done).replace("受理: {单位: 党总支, 电话: 0000-1}\n", ""),
            display(window, done),
        ),
        case(
            "notice/matter",
            NOTICE,
            (5, 5),
            display(window, done).replace("发展党员", "发展党圆"),
            display(window, done),
        ),
        case("notice/count", NOTICE, (5, 5), list("3"), list("2")),
        case(
            "notice/outcome-early",
            NOTICE,
            (8, 10),
            outcome("2025-10-13"),
            outcome("2025-10-14"),
        ),
        case(
            "notice/outcome-missing",
            NOTICE,
            (6, 25),
            display(window, "电话: 0000-2"),
            outcome("2025-10-14"),
        ),
        objection(
            "notice/objection-overdue",
            "收到: 2025-10-10",
            &format!("收到: 2025-10-10, {answer}"),
        ),
        objection(
            "notice/objection-late",
            "收到: 2025-10-10, 答复: 2025-10-20, 答复内容: 已说明",
            &format!("收到: 2025-10-10, {answer}"),
        ),
        objection(
            "notice/objection-order",
            &format!("收到: 2025-10-14, {answer}"),
            &format!("收到: 2025-10-13, {answer}"),
        ),
        Case {
            rule: "notice/evidence",
            at: None,
            fires: vec![land("content/qx/notices/l.md", "")],
            silent: vec![
                land(
                    "content/qx/notices/l/index.md",
                    "张贴记录: [{日期: 2026-10-09, 地点: 村委会门口, 照片: tie.mp4}]",
                ),
                ("content/qx/notices/l/tie.mp4", b"film".to_vec()),
            ],
        }
        .with("content/site.yaml", format!("{SITE}规则: guangdong\n")),
        case("notice/stage", NOTICE, (6, 9), stage("6"), stage("5")),
        case(
            "notice/stage",
            OTHER,
            (6, 9),
            stage("3").replace("2026-11-20", "2026-11-21"),
            stage("5").replace("2026-11-20", "2026-11-21"),
        )
        .with(NOTICE, stage("4")),
        case(
            "calendar/holidays-missing",
            NOTICE,
            (5, 26),
            future("2031"),
            future("2026")
                .replace("2026-11-21", "2026-01-04")
                .replace("\n---\n", "\n结果: {日期: 2026-02-01, 内容: 无异议}\n---\n"),
        ),
    ]
}

/// Five working days from the eve of the October holidays of 2025 end on the 13th; a site's own table adds a year.
#[test]
fn windows_count_working_days() {
    let folder = crate::harness::Folder::site();
    folder.write(
        NOTICE,
        display(
            "起: 2025-09-29, 止: 2025-10-12",
            "结果: {日期: 2025-10-20, 内容: 无异议}",
        ),
    );
    let found = folder.check();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].message.contains("应到 2025-10-13 届满"),
        "{}",
        found[0].message
    );
    let short = record(
        "文种: 公示\n公示期: {起: 2031-01-02, 天数: 5个工作日}\n受理: {单位: 党总支, 电话: 0000-1}",
        "",
    );
    folder.write(NOTICE, short);
    assert_eq!(folder.check()[0].rule, "calendar/holidays-missing");
    folder.write(
        "content/holidays.yaml",
        "2031: {off: {元旦: [2031-01-01, 2031-01-02]}, work: []}\n",
    );
    assert_eq!(folder.check(), []);
}
