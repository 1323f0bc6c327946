use serde_json::{Value, json};

use super::says_how_much;
use crate::kinds::Tone;
use crate::kinds::testing::{World, words};

const DAY: &str = "2026-11-22";

/// A pledge of `class` with one item.
fn pledge(class: &str, item: &str) -> String {
    format!("承诺人: {{姓名: 张某}}\n类别: {class}\n承诺: [{{{item}}}]\n")
}

/// The rules that fire about a pledge with one item; each finding has its words.
fn rules(class: &str, item: &str) -> Vec<&'static str> {
    let found = World::on(DAY).check("pledge", &pledge(class, item));
    found.iter().for_each(|finding| {
        words(finding);
    });
    found.iter().map(|finding| finding.rule).collect()
}

/// The page's data for `yaml`, which has no mistakes.
fn view(yaml: &str) -> Value {
    let world = World::on(DAY);
    let (record, mistakes) = world.read("pledge", "r", yaml);
    assert!(mistakes.is_empty(), "{mistakes:?}");
    let record = record.unwrap();
    serde_json::to_value(record.content.view(&record, &world.context())).unwrap()
}

/// Tone, phrase and days of the one item, and of the pledge as a whole.
fn statuses(item: &str) -> (Value, Tone, &'static str) {
    let yaml = pledge("岗位", &format!("事项: 修路2公里, {item}"));
    let world = World::on(DAY);
    let record = world.read("pledge", "r", &yaml).0.unwrap();
    let whole = record.content.status(&record, &world.context());
    (
        view(&yaml)["items"][0]["status"].clone(),
        whole.tone,
        whole.words.key,
    )
}

#[test]
fn a_figure_or_a_counted_thing_says_how_much() {
    for text in [
        "安装路灯12盏",
        "每月走访四次",
        "修路两公里",
        "为三户村民办证",
        "下降５％",
    ] {
        assert!(says_how_much(text), "{text}");
    }
    for text in [
        "努力做好服务",
        "统一思想，争创第一",
        "千方百计增加收入",
        "一定为群众办好事",
    ] {
        assert!(!says_how_much(text), "{text}");
    }
}

#[test]
fn a_livelihood_item_needs_a_due_date() {
    assert_eq!(rules("民情", "事项: 修路2公里"), ["pledge/due-missing"]);
    assert!(rules("民情", "事项: 修路2公里, 时限: 2026-12-31").is_empty());
    assert!(rules("岗位", "事项: 修路2公里").is_empty());
}

#[test]
fn nothing_is_due_before_it_is_published() {
    assert_eq!(
        rules("民情", "事项: 修路2公里, 时限: 2026-01-04"),
        ["pledge/due-before-published"]
    );
    assert!(
        rules(
            "民情",
            "事项: 修路2公里, 时限: 2026-01-05, 完成: 2026-01-05"
        )
        .is_empty()
    );
}

#[test]
fn what_is_unfinished_after_its_day_is_overdue() {
    let due = "事项: 修路2公里, 时限: 2026-11-21";
    assert_eq!(rules("民情", due), ["pledge/overdue"]);
    let found = World::on(DAY).check("pledge", &pledge("民情", due));
    assert!(words(&found[0]).contains("已逾期 1 天"));
    for silent in [
        "事项: 修路2公里, 时限: 2026-11-22",
        "事项: 修路2公里, 时限: 2026-11-21, 完成: 2026-11-22",
        "事项: 修路2公里, 时限: 2026-11-21, 未办: {原因: 改由县里修, 日期: 2026-10-01}",
    ] {
        assert!(rules("民情", silent).is_empty(), "{silent}");
    }
}

#[test]
fn an_item_that_nobody_can_check_is_vague() {
    assert_eq!(rules("岗位", "事项: 努力做好服务"), ["pledge/vague"]);
    for silent in [
        "事项: 每月走访四次",
        "事项: 努力做好服务, 措施: 设便民服务点",
        "事项: 努力做好服务, 时限: 2026-12-31",
    ] {
        assert!(rules("岗位", silent).is_empty(), "{silent}");
    }
}

#[test]
fn statuses_follow_from_the_day() {
    let (item, tone, key) = statuses("时限: 2026-11-01, 完成: 2026-11-01");
    assert_eq!(item["words"]["key"], "status.pledge.done");
    assert_eq!((tone, key), (Tone::Good, "status.pledge.all-done"));

    let (item, tone, key) = statuses("时限: 2026-11-01, 完成: 2026-11-04");
    assert_eq!(
        item["words"],
        json!({"key": "status.pledge.done-late", "args": [["n", "3"]]})
    );
    assert_eq!((tone, key), (Tone::Good, "status.pledge.all-done"));

    let (item, tone, key) = statuses("时限: 2026-11-01");
    assert_eq!(
        item,
        json!({"tone": "late", "words": {"key": "status.pledge.overdue", "args": [["n", "21"]]}})
    );
    assert_eq!((tone, key), (Tone::Late, "status.pledge.some-overdue"));

    let (item, tone, key) = statuses("时限: 2026-11-01, 未办: {原因: 无, 日期: 2026-10-01}");
    assert_eq!(item["words"]["key"], "status.pledge.dropped");
    assert_eq!((tone, key), (Tone::Plain, "status.pledge.dropped"));

    let (item, tone, key) = statuses("时限: 2026-11-22");
    assert_eq!(item["words"]["key"], "status.pledge.under-way");
    assert_eq!((tone, key), (Tone::Warn, "status.pledge.under-way"));
}

#[test]
fn counts_add_up_and_open_items_are_listed_by_due_date() {
    let yaml = "承诺人: {姓名: 张某}\n类别: 岗位\n承诺:\n\
        - {事项: 修路2公里}\n\
        - {事项: 装灯3盏, 时限: 2026-12-31}\n\
        - {事项: 挖井1口, 时限: 2026-11-01}\n\
        - {事项: 栽树9棵, 完成: 2026-03-12}\n\
        - {事项: 清沟3里, 完成: 2026-04-01}\n\
        - {事项: 建棚2座, 未办: {原因: 停, 日期: 2026-05-01}}\n";
    assert_eq!(
        view(yaml)["counts"],
        json!({"items": 6, "done": 2, "under_way": 2, "overdue": 1, "dropped": 1, "rate": "33.3"})
    );
    let world = World::on(DAY);
    let record = world.read("pledge", "r", yaml).0.unwrap();
    let overviews = record.kind.overviews(&[&record], &world.context());
    let open = serde_json::to_value(&overviews[0].items).unwrap();
    let texts: Vec<&str> = open
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["item"]["text"].as_str().unwrap())
        .collect();
    assert_eq!(texts, ["挖井1口", "装灯3盏", "修路2公里"]);
}

#[test]
fn english_keys_say_the_same() {
    let chinese = "标题: 试\n发布日期: 2026-01-05\n承诺人: {姓名: 张某, 职务: 书记}\n类别: 民情\n\
        监督: {电话: 000-1, 单位: 纪委}\n承诺:\n\
        - {事项: 修路, 措施: 招标, 时限: 2026-12-31, 责任人: 李某, 进展: [{日期: 2026-05-01, 内容: 开工}], 完成: 2026-06-01}\n\
        - {事项: 装灯, 时限: 2026-12-31, 未办: {原因: 停, 日期: 2026-07-01}}\n";
    let english = "标题: 试\n发布日期: 2026-01-05\nmaker: {name: 张某, post: 书记}\nclass: livelihood\n\
        supervision: {phone: 000-1, unit: 纪委}\nitems:\n\
        - {text: 修路, measure: 招标, due: 2026-12-31, responsible: 李某, progress: [{date: 2026-05-01, text: 开工}], done: 2026-06-01}\n\
        - {text: 装灯, due: 2026-12-31, dropped: {reason: 停, date: 2026-07-01}}\n";
    assert_eq!(view(chinese), view(english));
}

#[test]
fn missing_and_unknown_keys_are_named() {
    let world = World::on(DAY);
    let found = world.check("pledge", "承诺人: {姓名: 张某}\n类别: 岗位\n");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].rule, "yaml/missing-key");
    assert!(words(&found[0]).contains("承诺"));
    let found = world.check(
        "pledge",
        &pledge("岗位", "事项: 修路2公里, 时间: 2026-12-31"),
    );
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].rule, "yaml/unknown-key");
    assert!(words(&found[0]).contains("时限"));
}

#[test]
fn what_is_said_to_be_done_must_have_happened() {
    let world = World::on("2026-11-22");
    let pledge = |rest: &str| {
        format!("承诺人: {{姓名: 甲}}\n类别: 年度\n承诺: [{{事项: 修路2公里, {rest}}}]\n")
    };
    let cases = |yaml: &str| -> Vec<(&str, &str)> {
        let findings = world.check("pledge", yaml);
        findings.iter().for_each(|d| drop(words(d)));
        findings.iter().map(|d| (d.rule, d.case)).collect()
    };
    assert_eq!(cases(&pledge("完成: 2026-12-10")), [("pledge/done", "")]);
    assert_eq!(
        cases(&pledge(
            "完成: 2026-11-22, 未办: {原因: 缺钱, 日期: 2026-11-20}"
        )),
        [("pledge/done", "both")]
    );
    assert!(cases(&pledge("完成: 2026-11-22")).is_empty());
}
