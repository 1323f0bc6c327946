//! sheet/*: what would not come out right on paper. Type that is too small is seen when a sheet is set; its test stands with the sheets.

use super::{Case, case};
use crate::harness::{SITE, record};

const SETTINGS: &str = "content/site.yaml";

pub fn cases() -> Vec<Case> {
    let list = |name: &str| {
        record(
            &format!("文种: 公告\n名单: [{{姓名: {name}}}]\n人数: 1"),
            "公告。",
        )
    };
    let url = |host: &str| format!("{SITE}网址: https://{host}.gov.cn/\n");
    let font = |name: &str| format!("{SITE}字体: {{公文: {name}}}\n");
    vec![
        case(
            "sheet/glyph",
            "content/qx/notices/a.md",
            (5, 12),
            list("王𠀀"),
            list("王堃"),
        ),
        case(
            "sheet/qr",
            SETTINGS,
            (4, 5),
            url(&"long-".repeat(40)),
            url("qx.example"),
        ),
        case(
            "sheet/font",
            SETTINGS,
            (4, 10),
            font("没有这种字体"),
            font("Noto Serif SC"),
        ),
    ]
}
