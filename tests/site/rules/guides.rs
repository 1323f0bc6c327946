//! guide/*.

use super::{Case, case};
use crate::harness::record;

const GUIDE: &str = "content/qx/guides/a.md";

/// A guide with every element; the first keys stand on lines 4 and 5.
fn guide(first: &str) -> String {
    record(
        &format!(
            "{first}\n依据: [{{名称: 中华人民共和国户口登记条例}}]\n条件: [有户口]\n材料: [{{名称: 户口簿}}]\n\
             流程: [{{环节: 受理, 时限: 1个工作日}}, {{环节: 发证, 时限: 2个工作日}}]\n\
             地点: [{{名称: 镇便民服务中心}}]\n咨询: 0000-1\n监督: 0000-2"
        ),
        "",
    )
}

pub fn cases() -> Vec<Case> {
    let limits = |committed: &str| guide(&format!("承诺时限: {committed}\n法定时限: 20个工作日"));
    let fee = |fee: &str| guide(&format!("收费: {{{fee}}}"));
    let checked = |day: &str| guide(&format!("核对: {day}"));
    vec![
        case(
            "guide/steps-exceed-commitment",
            GUIDE,
            (4, 7),
            limits("2个工作日"),
            limits("3个工作日"),
        ),
        case(
            "guide/commitment-exceeds-statutory",
            GUIDE,
            (4, 7),
            limits("21个工作日"),
            limits("20个工作日"),
        ),
        case(
            "guide/free-with-amount",
            GUIDE,
            (4, 18),
            fee("方式: 免费, 金额: 9元/本"),
            fee("方式: 收费, 金额: 9元/本"),
        ),
        case(
            "guide/element-missing",
            GUIDE,
            (2, 5),
            guide("服务对象: [村民]").replace("监督: 0000-2\n", ""),
            guide("服务对象: [村民]"),
        ),
        case(
            "guide/stale",
            GUIDE,
            (4, 5),
            checked("2025-11-21"),
            checked("2025-11-22"),
        ),
    ]
}
