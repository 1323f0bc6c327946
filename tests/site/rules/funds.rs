//! fund/*.

use super::{Case, case};

const FUND: &str = "content/qx/funds/q3.md";
const NEXT: &str = "content/qx/funds/q4.md";

/// A statement: opening 100, income 50, expense 30, closing 120; on lines 7 to 12.
const RIGHT: &str = "---
标题: 第三季度
发布日期: 2026-10-12
账户: 工作经费
期间: 2026-Q3
期初: 100.00
收入:
  - {日期: 2026-07-02, 凭证: 记-1, 摘要: 拨款, 类别: 拨款, 金额: 50.00}
支出:
  - {日期: 2026-07-03, 凭证: 记-2, 摘要: 印刷, 类别: 印刷, 金额: 20.00}
  - {日期: 2026-07-04, 凭证: 记-3, 摘要: 车费, 类别: 车费, 金额: 10.00}
合计: {收入: 50.00, 支出: 30.00}
期末: 120.00
---
";

/// The statement with some of its words changed.
fn with(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(RIGHT.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replace(old, new)
    })
}

/// The statement of another period.
fn next(period: &str, opening: &str, closing: &str) -> String {
    with(&[
        ("2026-Q3", period),
        ("期初: 100.00", opening),
        ("期末: 120.00", closing),
        ("2026-07-", "2026-10-"),
    ])
}

pub fn cases() -> Vec<Case> {
    let other = |amount: &str, rest: &str| {
        with(&[
            (
                "类别: 车费, 金额: 10.00",
                &format!("类别: 其他, 金额: {amount}"),
            ),
            ("金额: 20.00", &format!("金额: {rest}")),
        ])
    };
    let dues = |use_: &str| {
        with(&[
            ("工作经费", "党费"),
            ("类别: 印刷", use_),
            ("类别: 车费", "类别: 表彰"),
        ])
    };
    let balances = |last: &str| {
        with(&[
            ("金额: 50.00", "金额: 50.00, 余额: 150.00"),
            ("金额: 20.00", "金额: 20.00, 余额: 130.00"),
            ("金额: 10.00", last),
        ])
    };
    let percents = |first: &str| {
        with(&[
            ("金额: 20.00", &format!("金额: 20.00, 占比: {first}")),
            ("金额: 10.00", "金额: 10.00, 占比: 33.3%"),
        ])
    };
    let vouchers = |second: &str| with(&[("记-3", second)]);
    let overdrawn = |day: &str| {
        with(&[
            ("期初: 100.00", "期初: 0"),
            ("期末: 120.00", "期末: 20.00"),
            ("2026-07-02", day),
        ])
    };
    vec![
        case(
            "fund/total",
            FUND,
            (12, 10),
            with(&[("收入: 50.00", "收入: 51.00")]),
            RIGHT,
        ),
        case(
            "fund/closing",
            FUND,
            (13, 5),
            with(&[("期末: 120.00", "期末: 110.00")]),
            RIGHT,
        ),
        case(
            "fund/balance-column",
            FUND,
            (11, 62),
            balances("金额: 10.00, 余额: 121.00"),
            balances("金额: 10.00, 余额: 120.00"),
        ),
        case(
            "fund/continuity",
            NEXT,
            (6, 5),
            next("2026-10", "期初: 110.00", "期末: 130.00"),
            next("2026-10", "期初: 120.00", "期末: 140.00"),
        )
        .with(FUND, RIGHT),
        case(
            "fund/overlap",
            NEXT,
            (5, 5),
            next("2026-09", "期初: 120.00", "期末: 140.00"),
            next("2026-10", "期初: 120.00", "期末: 140.00"),
        )
        .with(FUND, RIGHT),
        case(
            "fund/gap",
            NEXT,
            (5, 5),
            next("2026-11", "期初: 120.00", "期末: 140.00"),
            next("2026-10", "期初: 120.00", "期末: 140.00"),
        )
        .with(FUND, RIGHT),
        case(
            "fund/duplicate-voucher",
            FUND,
            (11, 26),
            vouchers("记-2"),
            vouchers("记-4"),
        ),
        case(
            "fund/other-share",
            FUND,
            (11, 43),
            other("3.10", "26.90"),
            other("3.00", "27.00"),
        ),
        case(
            "fund/negative",
            FUND,
            (10, 51),
            overdrawn("2026-07-20"),
            overdrawn("2026-07-02"),
        ),
        case(
            "fund/unit",
            FUND,
            (6, 5),
            with(&[
                ("期初: 100.00", "期初: 100.001"),
                ("期末: 120.00", "期末: 120.001"),
            ]),
            RIGHT,
        ),
        case(
            "fund/dues-use",
            FUND,
            (10, 43),
            dues("类别: 办公用品"),
            dues("类别: 培训党员"),
        ),
        case(
            "fund/percent",
            FUND,
            (10, 62),
            percents("66.9%"),
            percents("66.7%"),
        ),
    ]
}

/// The statement of the domain notes: one line of 1.06 left out of the balance is found and named.
#[test]
fn a_wrong_closing_says_which_line_explains_it() {
    let folder = crate::harness::Folder::site();
    let text = "---\n标题: 收支\n发布日期: 2026-10-12\n账户: 集体经济\n期间: 2026-Q3\n单位: 万元\n期初: 0\n收入:\n  \
                - {日期: 2026-07-01, 摘要: 承包费, 金额: 3}\n  - {日期: 2026-07-02, 摘要: 利息, 金额: 1.06}\n  \
                - {日期: 2026-07-03, 摘要: 拨款, 金额: 199.96}\n支出:\n  - {日期: 2026-08-01, 摘要: 修路, 金额: 41}\n  \
                - {日期: 2026-08-02, 摘要: 清淤, 金额: 15.58}\n期末: 146.38\n---\n";
    folder.write(FUND, text);
    let found = folder.check();
    assert_eq!(found.len(), 1, "{found:?}");
    let said = &found[0].message;
    for words in ["146.38", "147.44", "相差 1.06", "收入第 2 笔“利息”"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert_eq!(
        (found[0].rule.as_str(), found[0].line, found[0].column),
        ("fund/closing", 15, 5)
    );
    folder.write(FUND, text.replace("146.38", "147.44"));
    assert_eq!(folder.check(), []);
}
