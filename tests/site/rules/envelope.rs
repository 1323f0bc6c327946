//! record/*, audience/*, signoff/*, pledge/*, basis/*, site/*.

use std::collections::HashMap;

use super::texts::{notice, pledge};
use super::{Case, case};
use crate::harness::{SITE, record};

const PLEDGE: &str = "content/qx/pledges/a.md";
const NOTICE: &str = "content/qx/notices/a.md";
const SETTINGS: &str = "content/site.yaml";

/// A pledge with one item.
fn item(class: &str, item: &str) -> String {
    record(
        &format!("承诺人: {{姓名: 张某}}\n类别: {class}\n承诺:\n  - {item}"),
        "",
    )
}

/// A notice signed as `steps`.
fn signed(steps: &str) -> String {
    record(&format!("文种: 通知\n审核:\n{steps}"), "开会。")
}

/// Two names of notices whose short codes are the same: 35 bits of a hash meet soon enough.
fn twins() -> (String, String) {
    let mut seen: HashMap<[u8; 5], u32> = HashMap::new();
    for n in 0u32.. {
        let hash = blake3::hash(format!("qx/notices/n{n}").as_bytes());
        let mut bits: [u8; 5] = hash.as_bytes()[..5].try_into().expect("five bytes");
        bits[4] &= 0b1110_0000;
        if let Some(first) = seen.insert(bits, n) {
            return (format!("n{first}"), format!("n{n}"));
        }
    }
    unreachable!("there are more numbers than codes")
}

pub fn cases() -> Vec<Case> {
    [records(), signatures(), pledges(), laws(), sites()]
        .into_iter()
        .flatten()
        .collect()
}

fn records() -> Vec<Case> {
    let (first, second) = twins();
    let path = |name: &str| -> &'static str { format!("content/qx/notices/{name}.md").leak() };
    let [first, second] = [path(&first), path(&second)];
    let alias = |old: &str| record(&format!("文种: 通知\n旧址: [{old}]"), "开会。").into_bytes();
    let later = notice("开会。").replace("2026-11-20", "2026-12-01");
    vec![
        Case {
            rule: "record/duplicate-code",
            at: None,
            fires: vec![
                (first, notice("甲。").into()),
                (second, notice("乙。").into()),
            ],
            silent: vec![(first, notice("甲。").into())],
        },
        case(
            "record/future",
            NOTICE,
            (3, 7),
            later,
            notice("开会。").replace("2026-11-20", "2026-11-22"),
        ),
        Case {
            rule: "record/misplaced",
            at: Some(("content/qx/a.md", 1, 1)),
            fires: vec![("content/qx/a.md", notice("开会。").into())],
            silent: vec![("content/qx/公告/a.md", notice("开会。").into())],
        },
        Case {
            rule: "record/organisation",
            at: Some(("content/ly/notices/a.md", 1, 1)),
            fires: vec![("content/ly/notices/a.md", notice("开会。").into())],
            silent: vec![
                ("content/ly/notices/a.md", notice("开会。").into()),
                ("content/ly/org.yaml", "名称: 柳村\n".into()),
            ],
        },
        Case {
            rule: "record/address",
            at: None,
            fires: vec![
                (NOTICE, alias("/old/a/")),
                ("content/qx/notices/b.md", alias("/old/a/")),
            ],
            silent: vec![
                (NOTICE, alias("/old/a/")),
                ("content/qx/notices/b.md", alias("/old/b/")),
            ],
        },
        Case {
            rule: "audience/missing",
            at: Some(("content/qx/notices/plain.md", 2, 5)),
            fires: vec![(SETTINGS, SITE.replace("默认对象: 社会\n", "").into())],
            silent: vec![
                (SETTINGS, SITE.replace("默认对象: 社会\n", "").into()),
                (
                    "content/qx/org.yaml",
                    "名称: 清溪县委\n默认对象: 社会\n".into(),
                ),
            ],
        },
    ]
}

fn signatures() -> Vec<Case> {
    let review = "  - {环节: 审核, 姓名: 王某, 日期: 2026-11-18}";
    let approve = "  - {环节: 审批, 姓名: 赵某, 日期: 2026-11-19}";
    let whole = format!("{review}\n{approve}");
    let both = format!("{SITE}审核: [审核, 审批]\n");
    let plain = signed(&whole);
    let plain_path = "content/qx/notices/plain.md";
    let draft = "  - {环节: 提出, 姓名: 王某, 日期: 2026-11-17}";
    vec![
        case(
            "signoff/missing",
            NOTICE,
            (2, 5),
            signed(review),
            signed(&whole),
        )
        .with(SETTINGS, &both)
        .with(plain_path, &plain),
        case(
            "signoff/self",
            NOTICE,
            (7, 18),
            signed(&format!("{draft}\n{review}")),
            signed(&format!("{}\n{review}", draft.replace('王', "李"))),
        ),
        case(
            "signoff/order",
            NOTICE,
            (7, 26),
            signed(&whole.replace("2026-11-19", "2026-11-17")),
            signed(&whole),
        ),
        case(
            "signoff/unauthorised",
            NOTICE,
            (7, 18),
            signed(&whole.replace("赵某", "钱某")),
            signed(&whole),
        )
        .with(
            "content/qx/org.yaml",
            "名称: 清溪县委\n层级: 县\n签字: [{姓名: 赵某, 职务: 书记, 环节: [签发], 类型: [公告]}, {姓名: 孙某, 环节: [审核], 类型: [经费]}]\n",
        ),
        case(
            "signoff/self",
            NOTICE,
            (6, 18),
            signed(&review.replace("审核", "监督")),
            signed(&review.replace("审核", "监督").replace('王', "李")),
        )
        .with("content/qx/org.yaml", "名称: 清溪县委\n层级: 县\n村委会: [王某]\n"),
        Case {
            rule: "signoff/missing",
            at: None,
            fires: vec![
                (SETTINGS, format!("{SITE}审核: {{默认: [], 公告: [审核, 审批]}}\n").into()),
                (plain_path, plain.clone().into()),
                (NOTICE, signed(review).into()),
            ],
            silent: vec![
                (SETTINGS, format!("{SITE}审核: {{默认: [审批], 公告: [审核]}}\n").into()),
                (plain_path, plain.clone().into()),
                (NOTICE, signed(review).into()),
            ],
        },
    ]
}

fn pledges() -> Vec<Case> {
    let lamps = "事项: 装路灯12盏";
    vec![
        case(
            "pledge/due-missing",
            PLEDGE,
            (7, 10),
            item("民情", &format!("{{{lamps}}}")),
            item("民情", &format!("{{{lamps}, 时限: 2026-12-31}}")),
        ),
        case(
            "pledge/due-before-published",
            PLEDGE,
            (7, 22),
            item("民情", &format!("{{{lamps}, 时限: 2026-11-19}}")),
            item("民情", &format!("{{{lamps}, 时限: 2026-12-31}}")),
        ),
        case(
            "pledge/done",
            PLEDGE,
            (7, 21),
            item("岗位", "{事项: 修路2公里, 完成: 2026-12-10}"),
            item("岗位", "{事项: 修路2公里, 完成: 2026-11-20}"),
        ),
        case(
            "pledge/overdue",
            PLEDGE,
            (7, 22),
            item("民情", &format!("{{{lamps}, 时限: 2026-11-21}}")),
            item("民情", &format!("{{{lamps}, 时限: 2026-11-22}}")),
        ),
        case(
            "pledge/vague",
            PLEDGE,
            (7, 10),
            item("岗位", "{事项: 努力为群众服务}"),
            item("岗位", "{事项: 努力为群众服务, 措施: 进村入户}"),
        ),
        case(
            "pledge/overdue",
            PLEDGE,
            (7, 22),
            item("民情", &format!("{{{lamps}, 时限: 2026-11-20}}")),
            item(
                "民情",
                &format!("{{{lamps}, 时限: 2026-11-20, 完成: 2026-11-21}}"),
            ),
        ),
    ]
}

fn laws() -> Vec<Case> {
    let on = |law: &str| pledge(&format!("依据: [{{名称: {law}}}]\n"));
    vec![
        case(
            "basis/repealed",
            PLEDGE,
            (4, 11),
            on("中华人民共和国婚姻法"),
            on("中华人民共和国民法典"),
        ),
        case(
            "basis/foreign",
            PLEDGE,
            (4, 11),
            on("安徽省村务公开办法"),
            on("山东省村务公开办法"),
        )
        .with(SETTINGS, format!("{SITE}规则: shandong\n")),
    ]
}

fn sites() -> Vec<Case> {
    let old = |day: &str| notice("开会。").replace("2026-11-20", day).into_bytes();
    let plain = "content/qx/notices/plain.md";
    vec![
        Case {
            rule: "site/blank-column",
            at: Some((SETTINGS, 1, 1)),
            fires: vec![(
                PLEDGE,
                pledge("").replace("2026-11-20", "2026-11-23").into(),
            )],
            silent: vec![(PLEDGE, pledge("草稿: true\n").into())],
        },
        Case {
            rule: "site/stale",
            at: Some((SETTINGS, 1, 1)),
            fires: vec![(plain, old("2026-11-07"))],
            silent: vec![(plain, old("2026-11-08"))],
        },
    ]
}
