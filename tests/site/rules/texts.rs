//! yaml/*, text/*, link/*, image/*, glossary/*.

use super::{Case, case};
use crate::harness::{PNG, SITE, jpeg_with_exif, record};

const PLEDGE: &str = "content/qx/pledges/a.md";
const NOTICE: &str = "content/qx/notices/a.md";
const OWN: &str = "content/qx/notices/a/index.md";

/// A pledge without mistakes, with `keys` before its own.
pub fn pledge(keys: &str) -> String {
    record(
        &format!("{keys}承诺人: {{姓名: 张某}}\n类别: 岗位\n承诺: [{{事项: 修路2公里}}]"),
        "",
    )
}

/// A notice without mistakes with the text `body`; the text begins on line 7.
pub fn notice(body: &str) -> String {
    record("文种: 通知", body)
}

pub fn cases() -> Vec<Case> {
    let right = pledge("");
    let gbk = encoding_rs::GBK.encode(&right).0.into_owned();
    vec![
        case(
            "glossary/duplicate",
            "content/词汇.yaml",
            (2, 28),
            "- {词: 公示期, 解释: 几天}\n- {词: 公示, 解释: 张榜, 别名: [张贴, 公示期]}\n",
            "- {词: 公示期, 解释: 几天}\n- {词: 公示, 解释: 张榜}\n",
        ),
        case(
            "yaml/syntax",
            PLEDGE,
            (5, 4),
            pledge("电话: {单位: 村委会\n"),
            right.clone(),
        ),
        case(
            "yaml/full-width",
            PLEDGE,
            (2, 3),
            right.replace("标题: ", "标题："),
            right.clone(),
        ),
        case(
            "yaml/duplicate-key",
            PLEDGE,
            (5, 1),
            pledge("电话: 0000-1\n电话: 0000-2\n"),
            pledge("电话: 0000-1\n"),
        ),
        case(
            "yaml/unknown-key",
            PLEDGE,
            (4, 1),
            pledge("责仁人: 张某\n"),
            pledge("责任人: 张某\n"),
        ),
        case(
            "yaml/missing-key",
            PLEDGE,
            (2, 1),
            right.replace("类别: 岗位\n", ""),
            right.clone(),
        ),
        case(
            "yaml/type",
            PLEDGE,
            (4, 5),
            pledge("截至: 十月八日\n"),
            pledge("截至: 2026-10-08\n"),
        ),
        case("text/encoding", PLEDGE, (1, 1), gbk, right),
        case(
            "text/name-separator",
            NOTICE,
            (7, 5),
            notice("阿依古丽•买买提到会。"),
            notice("阿依古丽·买买提到会。"),
        ),
        case(
            "text/cut",
            NOTICE,
            (7, 22),
            notice("今年以来全村开展了多次环境卫生整治活动，并且\n\n按时完成了任务。"),
            notice("今年以来全村开展了多次环境卫生整治活动，并且按时完成了任务。"),
        ),
        case(
            "link/broken",
            NOTICE,
            (7, 2),
            notice("看[表格](没有.xlsx)。"),
            notice("看[通知](记录:qx/notices/plain)。"),
        ),
        case(
            "link/anchor",
            NOTICE,
            (9, 2),
            notice("## 材料\n\n看[材料](#清单)。"),
            notice("## 材料\n\n看[材料](#材料)。"),
        ),
        case(
            "link/external",
            NOTICE,
            (7, 2),
            notice("看[网站](https://www.example.com/)。"),
            notice("看[网站](https://www.gov.cn/)。"),
        )
        .with("content/site.yaml", format!("{SITE}外链: [gov.cn]\n")),
        case(
            "image/missing",
            NOTICE,
            (7, 1),
            notice("![路](lu.png)"),
            notice("没有图。"),
        ),
        Case {
            rule: "image/exif",
            at: Some(("content/qx/notices/a/lu.jpg", 1, 1)),
            fires: vec![
                (OWN, notice("![路](lu.jpg)").into_bytes()),
                ("content/qx/notices/a/lu.jpg", jpeg_with_exif("GPS")),
            ],
            silent: vec![
                (OWN, notice("![路](lu.png)").into_bytes()),
                ("content/qx/notices/a/lu.png", PNG.to_vec()),
            ],
        },
        case(
            "image/alt",
            OWN,
            (7, 2),
            notice("看![](lu.png)"),
            notice("看![路](lu.png)"),
        )
        .with("content/qx/notices/a/lu.png", PNG),
    ]
}
