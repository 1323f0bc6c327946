use super::*;

fn mended(text: &str) -> (String, Vec<String>) {
    let mut out = Report::default();
    let mended = mend(text, 0, FileId(0), &mut out);
    let rules = out.0.iter().map(|d| match d.case {
        "" => d.rule.to_owned(),
        case => format!("{}#{case}", d.rule),
    });
    (mended.text, rules.collect())
}

fn repairs(cases: &[(&str, &str)]) {
    for (wrong, right) in cases {
        let (text, rules) = mended(wrong);
        assert_eq!(text, *right, "{wrong}");
        assert!(!rules.is_empty());
        assert_eq!(mended(&text).1, Vec::<String>::new(), "twice: {text}");
    }
}

fn untouched(cases: &[&str]) {
    for text in cases {
        assert_eq!(mended(text), ((*text).to_owned(), Vec::new()));
    }
}

#[test]
fn repairs_what_has_one_meaning() {
    repairs(&[
        ("标题：柳村公示\n", "标题: 柳村公示\n"),
        ("标题:柳村公示\n", "标题: 柳村公示\n"),
        ("发布曰期：2026-10-08\n", "发布曰期: 2026-10-08\n"),
        ("标签: [党费，公示]\n", "标签: [党费, 公示]\n"),
        ("标签：【党费，公示】\n", "标签: [党费, 公示]\n"),
        (
            "标签: [党费，公示】 # 说明\n",
            "标签: [党费, 公示] # 说明\n",
        ),
        ("标签: [党建、村务]\n", "标签: [党建, 村务]\n"),
        ("标签:[党建，村务]\n", "标签: [党建, 村务]\n"),
        ("标签:【党建】\n", "标签: [党建]\n"),
        (
            "展示: ｛起： 2026-01-01，止： 2026-02-01｝\n",
            "展示: {起: 2026-01-01, 止: 2026-02-01}\n",
        ),
        (
            "受理: ｛单位：柳村，电话：0000-12345678｝\n",
            "受理: {单位: 柳村, 电话: 0000-12345678}\n",
        ),
        ("电话:\t0000-12345678\n", "电话: 0000-12345678\n"),
        ("标题: ＂甲：乙＂\n", "标题: \"甲：乙\"\n"),
    ]);
}

#[test]
fn repairs_lists_of_maps() {
    repairs(&[
        (
            "承诺:\n－ 事项：修路\n\t时限：2026-12-31\n",
            "承诺:\n- 事项: 修路\n  时限: 2026-12-31\n",
        ),
        (
            "审核：\n  -环节：审核\n    姓名：张三\n  -环节: 审批\n",
            "审核:\n  - 环节: 审核\n    姓名: 张三\n  - 环节: 审批\n",
        ),
        ("名单:\n  - 户主：张三\n", "名单:\n  - 户主: 张三\n"),
        ("标签:\n  -党建\n  —村务\n", "标签:\n  - 党建\n  - 村务\n"),
        (
            "承诺:\n  - 事项: |\n      修路：两公里\n    时限：2026-12-31\n",
            "承诺:\n  - 事项: |\n      修路：两公里\n    时限: 2026-12-31\n",
        ),
        (
            "正文: | # 说明\n  时间：上午\n标签：[党建]\n",
            "正文: | # 说明\n  时间：上午\n标签: [党建]\n",
        ),
        (
            "正文：｜\n  时间：上午\n  地点:村委会\n",
            "正文: |\n  时间：上午\n  地点:村委会\n",
        ),
    ]);
}

#[test]
fn repairs_flow_maps() {
    repairs(&[
        (
            "公示期: {起:2026-11-10,止:2026-11-23}\n",
            "公示期: {起: 2026-11-10, 止: 2026-11-23}\n",
        ),
        (
            "公示期: {起: 2026-11-10，止：2026-11-23}\n",
            "公示期: {起: 2026-11-10, 止: 2026-11-23}\n",
        ),
        (
            "收入:\n  - {摘要: 拨款, 金额: 1,000.50, 经手: 张三}\n",
            "收入:\n  - {摘要: 拨款, 金额: 1000.50, 经手: 张三}\n",
        ),
        (
            "收入:\n  - {金额: 1,234,000, 摘要: 补2,000元}\n",
            "收入:\n  - {金额: 1234000, 摘要: \"补2,000元\"}\n",
        ),
        (
            "名单: [{姓名: 张三, 补助: 1,000}]\n",
            "名单: [{姓名: 张三, 补助: \"1,000\"}]\n",
        ),
    ]);
}

#[test]
fn repairs_spaces_that_are_none() {
    repairs(&[
        ("文种:　公告\n", "文种: 公告\n"),
        ("文种: \u{A0}公告\n", "文种: 公告\n"),
        ("文种：　公告\n", "文种: 公告\n"),
        ("承诺人:\n　姓名: 张三\n", "承诺人:\n  姓名: 张三\n"),
        ("公示期: {起:　2026-11-10}\n", "公示期: {起: 2026-11-10}\n"),
        ("标签:\n  -　党建\n", "标签:\n  - 党建\n"),
        ("文种: 公告\n　\n", "文种: 公告\n\n"),
        (
            "正文: |\n　　春节前后\n\t值守\n",
            "正文: |\n  春节前后\n  值守\n",
        ),
    ]);
    for text in ["文种:　公告\n", "承诺人:\n　姓名: 张三\n"] {
        assert_eq!(mended(text).1, ["yaml/full-width#space"]);
    }
}

#[test]
fn a_hash_that_cuts_a_text_is_reported() {
    repairs(&[
        ("标题: 公告 #3 关于\n", "标题: \"公告 #3 关于\"\n"),
        ("标题: 公告 #通知 # 说明\n", "标题: \"公告 #通知\" # 说明\n"),
        ("标题: 说\"好\" #3\n", "标题: '说\"好\" #3'\n"),
        ("标签:\n  - 党建 #1\n", "标签:\n  - \"党建 #1\"\n"),
        (
            "受理: {单位: 柳村 #3, 电话: 1}\n",
            "受理: {单位: \"柳村 #3\", 电话: 1}\n",
        ),
    ]);
    let unrepaired = "标题: #3 楼公告\n";
    assert_eq!(
        mended(unrepaired),
        (
            unrepaired.to_owned(),
            vec!["yaml/syntax#comment".to_owned()]
        )
    );
    untouched(&[
        "标题: 公告 # 说明\n",
        "截至: 2026-09-30 #待核\n",
        "标题: C#语言\n",
        "标签: [党建, #说明\n  村务]\n",
    ]);
}

#[test]
fn leaves_text_alone() {
    untouched(&[
        "标题: 关于“两委”换届：说明，一、二\n",
        "网址: https://qx.example.gov.cn/\n",
        "时间: 8:30-17:00\n",
        "正文: |\n  时间：上午\n  地点:村委会\n",
        "正文: |\n  　　春节前后\n\n  　　时间：上午\n",
        "正文: >-\n  - 甲：乙\n",
        "说明: \"甲：乙，丙\"\n",
        "说明: 'it''s，甲: 乙'\n",
        "标题:\n  地点：村委会\n",
        "标题: 关于\n  换届：说明\n  时间:下午\n",
        "标签: [\"甲，乙\", 丙]\n",
        "条件: [正式党员和预备党员，按月交纳]\n",
        "条件: [已婚，育龄]\n",
        "条件: 【已婚，育龄】\n",
        "材料: [{名称: 收入说明, 说明: 有固定工资的由单位核定，农民党员不用}]\n",
        "地点: [{名称: 镇政府，电话：打总机, 时间: 8:30}]\n",
        "- {事项: 亮标准：农村供水投诉2小时内回话，24小时内到场, 时限: 2026-12-31}\n",
        "地点: [{时间: 每天 8:00至17:00，清明前后延长到18:00, 电话: 0000-12345676}]\n",
        "摘要: 慰问【春节】困难党员\n",
        "时间: [周一至周五 8:30-12:00，14:30-17:30]\n",
        "# 注：这里是说明，随便写\n",
        "标题: 甲 # 注：说明【】\n",
        "标题: ＂甲＂和＂乙＂\n",
        "公示期: {起: 2026-11-10, 天数: 5个工作日} # 说明：，\n",
    ]);
}

#[test]
fn a_bracket_in_a_text_is_text() {
    untouched(&[
        "标题: 【公示】关于低保\n",
        "标题: 【公示】\n",
        "标题: ｛公示｝\n",
        "责任人: 【张】\n",
        "条件:\n  - 【必须】户籍在本村\n  - 【必须】\n",
        "标签: [【重要】公示, 党建]\n",
        "材料: [{名称: 【原件】身份证, 说明: 【可选】}]\n",
    ]);
}

#[test]
fn a_sentence_in_a_list_is_text() {
    untouched(&[
        "条件:\n  - 年龄：18周岁以上\n  - 申请人：本村村民\n    电话：打村委会\n",
        "条件:\n- 时间:上午8:30前到场\n- 电话：可以代办\n",
        "标签:\n  - 甲：乙\n",
        "不认识:\n  - 年满：十八\n",
        "承诺:\n  - 年内：修路\n",
    ]);
}

#[test]
fn places_lead_back_to_the_text_as_written() {
    let text = "标题：甲\n电话：乙\n";
    let mut out = Report::default();
    let mended = mend(text, 100, FileId(0), &mut out);
    for word in ["标题", "甲", "电话", "乙"] {
        assert_eq!(
            mended.origin(mended.text.find(word).unwrap()),
            100 + text.find(word).unwrap(),
            "{word}"
        );
    }
}

#[test]
fn a_repair_shows_what_stands_around_it() {
    let mut out = Report::default();
    mend("标题:柳村\n", 0, FileId(0), &mut out);
    assert_eq!(
        out.0[0].args,
        [
            ("found", "标题:柳".to_owned()),
            ("right", "标题: 柳".to_owned())
        ]
    );
}

#[test]
fn a_number_sign_before_the_partner_of_a_bracket_is_no_panic() {
    let text = "标签：【｜ # 村务】\n";
    mended(text);
}
