use serde_json::Value;

use crate::kinds::testing::{World, words};
use crate::kinds::{Hanging, Tone};

const DAY: &str = "2026-11-22";

/// The rules that fire about some rules of one village; each finding has its words.
fn rules(yamls: &[&str]) -> Vec<&'static str> {
    let found = World::on(DAY).check_all("rule", yamls);
    found.iter().for_each(|finding| {
        words(finding);
    });
    found.iter().map(|finding| finding.rule).collect()
}

fn status(yaml: &str) -> (Tone, &'static str) {
    let world = World::on(DAY);
    let record = world.read("rule", "r", yaml).0.unwrap();
    let status = record.content.status(&record, &world.context());
    (status.tone, status.words.key)
}

fn hanging(yaml: &str) -> Hanging {
    let world = World::on(DAY);
    let record = world.read("rule", "r", yaml).0.unwrap();
    record.content.hanging(&record, &world.context())
}

#[test]
fn a_list_is_as_long_as_its_name_or_its_count_says() {
    let list = |head: &str, n: usize| {
        let items = vec!["{内容: 不准收礼}"; n].join(", ");
        format!("类别: 禁令\n清单: [{{{head}, 条目: [{items}]}}]\n")
    };
    assert_eq!(rules(&[&list("名称: 六不准", 5)]), ["rule/count"]);
    assert!(rules(&[&list("名称: 六不准", 6)]).is_empty());
    assert!(rules(&[&list("名称: 责任清单", 5)]).is_empty());
    assert_eq!(
        rules(&[&list("名称: 责任清单, 条数: 8", 5)]),
        ["rule/count"]
    );
    assert!(rules(&[&list("名称: 十四五任务, 条数: 3", 3)]).is_empty());
}

#[test]
fn the_powers_are_as_many_as_stated() {
    let yaml = |n: u32| format!("类别: 职权目录\n职权项数: {n}\n职权: [{{名称: 盖章}}]\n");
    assert_eq!(rules(&[&yaml(2)]), ["rule/count"]);
    assert!(rules(&[&yaml(1)]).is_empty());
}

#[test]
fn a_high_risk_needs_something_done_against_it() {
    let power = |rest: &str| format!("类别: 职权目录\n职权: [{{名称: 低保初审, {rest}}}]\n");
    assert_eq!(rules(&[&power("风险: 高")]), ["rule/guard"]);
    assert!(rules(&[&power("风险: 中")]).is_empty());
    assert!(rules(&[&power("风险: 高, 防控: 两人入户")]).is_empty());
    assert!(rules(&[&power("风险: 高, 流程: [{环节: 入户, 防控: 两人同去}]")]).is_empty());
    let step = "类别: 制度\n流程: [{环节: 付款, 风险: 高}]\n";
    assert_eq!(rules(&[step]), ["rule/guard"]);
}

#[test]
fn an_abolished_rule_does_not_hang() {
    let over = "类别: 制度\n废止: {日期: 2026-10-01, 原因: 已有新办法}\n";
    assert!(rules(&[over]).is_empty());
    for shown in [
        "张贴: [lan]\n",
        "展示: {起: 2026-02-01}\n",
        "展示: {起: 2026-02-01, 止: 2026-12-31}\n",
    ] {
        assert_eq!(rules(&[&format!("{over}{shown}")]), ["rule/abolished"]);
    }
    assert!(rules(&[&format!("{over}展示: {{起: 2026-02-01, 止: 2026-09-30}}\n")]).is_empty());
    let later = "类别: 制度\n张贴: [lan]\n废止: {日期: 2026-12-31, 原因: 到期}\n";
    assert!(rules(&[later]).is_empty());
    assert_eq!(hanging(later).to.unwrap().to_string(), "2026-12-30");
    assert_eq!(hanging("类别: 制度\n").to, None);
}

#[test]
fn nothing_ends_before_it_begins() {
    let yaml = |end: &str| {
        format!("类别: 制度\n施行: 2026-03-01\n废止: {{日期: {end}, 原因: 并入新办法}}\n")
    };
    assert_eq!(rules(&[&yaml("2026-02-01")]), ["rule/abolished"]);
    assert!(rules(&[&yaml("2026-03-01")]).is_empty());
}

#[test]
fn a_rule_in_force_does_not_rest_on_an_abolished_one() {
    let old = "标题: 旧办法\n类别: 制度\n文号: 村发〔2020〕1号\n废止: {日期: 2026-10-01, 原因: 已有新办法}\n";
    let relies =
        |more: &str| format!("标题: 细则\n类别: 制度\n依据: [{{名称: 《旧办法》{more}}}]\n");
    assert_eq!(rules(&[old, &relies("")]), ["rule/abolished"]);
    assert_eq!(
        rules(&[old, &relies(", 文号: 村发〔2020〕1号")]),
        ["rule/abolished"]
    );
    assert!(rules(&[old, &relies(", 文号: 村发〔2021〕9号")]).is_empty());
    let both = format!("{}废止: {{日期: 2026-10-01, 原因: 同上}}\n", relies(""));
    assert!(rules(&[old, &both]).is_empty());
    let living = old.replace("2026-10-01", "2026-12-01");
    assert!(rules(&[&living, &relies("")]).is_empty());
}

#[test]
fn statuses_follow_from_the_day() {
    let end = |day: &str| format!("类别: 制度\n废止: {{日期: {day}, 原因: 到期}}\n");
    for (yaml, tone, key) in [
        (
            "类别: 制度\n".to_owned(),
            Tone::Good,
            "status.rule.in-force",
        ),
        (
            "类别: 制度\n施行: 2026-11-23\n".to_owned(),
            Tone::Plain,
            "status.rule.not-yet",
        ),
        (
            "类别: 制度\n施行: 2026-11-22\n".to_owned(),
            Tone::Good,
            "status.rule.in-force",
        ),
        (end("2026-11-23"), Tone::Warn, "status.rule.ending"),
        (end(DAY), Tone::Late, "status.rule.abolished"),
    ] {
        assert_eq!(status(&yaml), (tone, key), "{yaml}");
    }
}

#[test]
fn what_is_to_come_is_a_deadline_that_nobody_owes() {
    let world = World::on(DAY);
    let yaml = "类别: 制度\n施行: 2026-12-01\n废止: {日期: 2027-12-01, 原因: 试行期满}\n";
    let record = world.read("rule", "r", yaml).0.unwrap();
    let days = record.content.deadlines(&record, &world.context());
    let days: Vec<_> = days.iter().map(|d| (d.day.to_string(), d.owed)).collect();
    assert_eq!(
        days,
        [
            ("2026-12-01".to_owned(), false),
            ("2027-12-01".to_owned(), false)
        ]
    );
}

#[test]
fn only_what_goes_step_by_step_has_a_flow_chart() {
    let world = World::on(DAY);
    let forms = |yaml: &str| -> Vec<&str> {
        let record = world.read("rule", "r", yaml).0.unwrap();
        record
            .content
            .sheets()
            .iter()
            .map(|form| form.name)
            .collect()
    };
    assert_eq!(forms("类别: 制度\n"), ["rule-poster"]);
    let steps = "类别: 制度\n流程: [{环节: 申请}, {环节: 批准, 风险: 低}]\n";
    assert_eq!(forms(steps), ["rule-poster", "rule-flow"]);
    let record = world.read("rule", "r", steps).0.unwrap();
    let view: Value = serde_json::to_value(record.content.view(&record, &world.context())).unwrap();
    let boxes = view["flow"]["boxes"].as_array().unwrap();
    let foot = |b: &Value| b["top"].as_u64().unwrap() + b["height"].as_u64().unwrap();
    assert_eq!(boxes.len(), 2);
    assert_eq!(boxes[0]["arrow"], Value::Null);
    assert_eq!(boxes[1]["arrow"]["from"].as_u64(), Some(foot(&boxes[0])));
    assert_eq!(boxes[1]["arrow"]["to"], boxes[1]["top"]);
    assert!(foot(&boxes[1]) <= view["flow"]["height"].as_u64().unwrap());
}

#[test]
fn the_riskiest_powers_stand_first_and_the_abolished_nowhere() {
    let world = World::on(DAY);
    let live = "类别: 职权目录\n职权: [{名称: 盖章, 风险: 低}, {名称: 付款, 风险: 高, 防控: 双签}, {名称: 登记}]\n清单: [{名称: 两公开, 条目: [{内容: 决议}, {内容: 结果}]}]\n";
    let over = "类别: 职权目录\n废止: {日期: 2026-10-01, 原因: 到期}\n职权: [{名称: 旧权, 风险: 高, 防控: 无}]\n";
    let records = [live, over].map(|yaml| world.read("rule", "r", yaml).0.unwrap());
    let together: Vec<_> = records.iter().collect();
    let cx = world.context();
    let pages = crate::kinds::kind_called("rule")
        .unwrap()
        .overviews(&together, &cx);
    let names: Vec<String> = pages[0]
        .items
        .iter()
        .map(|item| serde_json::to_value(item).unwrap()["name"].to_string())
        .collect();
    assert_eq!(names, ["\"付款\"", "\"盖章\"", "\"登记\""]);
    let head = serde_json::to_value(&pages[0].head).unwrap();
    assert_eq!((&head["total"], &head["high"]), (&3.into(), &1.into()));
    assert_eq!(pages[1].items.len(), 1);
}
