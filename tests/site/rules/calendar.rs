//! calendar/*: rows of the catalogue, and periods of them that are not there.

use super::Case;
use crate::harness::record;

const CATALOGUE: &str = "content/公开目录.yaml";
const FUND: &str = "content/qx/funds/q3.md";

/// A catalogue of one quarterly row with these further keys.
fn quarterly(more: &str) -> Vec<u8> {
    format!("始于: 2026-07-01\n目录:\n  - 一级事项: 财务公开\n    依据: 某条\n    主体: 县\n    频次: 每季度\n    类型: 经费\n{more}").into_bytes()
}

/// A statement of the third quarter with nothing in it.
fn fund(text: &str) -> Vec<u8> {
    record(
        "账户: 工作经费\n期间: 2026-Q3\n期初: 0\n收入: []\n支出: []\n期末: 0",
        text,
    )
    .into_bytes()
}

pub fn cases() -> Vec<Case> {
    let row = |due: &str| quarterly(&format!("    到期: {due}\n"));
    let published = || (FUND, fund("本期无收支。"));
    vec![
        Case {
            rule: "calendar/overdue",
            at: Some((CATALOGUE, 3, 11)),
            fires: vec![(CATALOGUE, row("next-quarter:20"))],
            silent: vec![(CATALOGUE, row("next-quarter:20")), published()],
        },
        Case {
            rule: "calendar/overdue",
            at: Some((CATALOGUE, 3, 11)),
            fires: vec![(CATALOGUE, row("next-quarter:20"))],
            silent: vec![(
                CATALOGUE,
                quarterly(
                    "    到期: next-quarter:20\n    无此项: [{期间: 2026-Q3, 日期: 2026-10-12, 说明: 本期无此项}]\n",
                ),
            )],
        },
        Case {
            rule: "calendar/due-soon",
            at: Some((CATALOGUE, 3, 11)),
            // The day is 22 November: seven days are left for the 29th, eight for the 30th.
            fires: vec![(CATALOGUE, row("yearly:11-29"))],
            silent: vec![(CATALOGUE, row("yearly:11-30"))],
        },
        Case {
            rule: "calendar/nil",
            at: None,
            fires: vec![(CATALOGUE, row("next-quarter:20")), (FUND, fund("见表。"))],
            silent: vec![(CATALOGUE, row("next-quarter:20")), published()],
        },
        Case {
            rule: "calendar/row",
            at: Some((CATALOGUE, 8, 9)),
            fires: vec![(CATALOGUE, row("event+10d"))],
            silent: vec![(CATALOGUE, row("next-quarter:20")), published()],
        },
    ]
}
