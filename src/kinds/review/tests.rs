use proptest::prelude::*;

use crate::kinds::Tone;
use crate::kinds::testing::{World, words};

const DAY: &str = "2026-11-22";

/// A review of 2026-07-10 with `head` and one object with `object`.
fn review(head: &str, object: &str) -> String {
    format!(
        "方式: 无记名投票\n评议日期: 2026-07-10\n{head}\n评议对象: [{{名称: 张某, {object}}}]\n"
    )
}

fn rules_of(yaml: &str) -> Vec<String> {
    let found = World::on(DAY).check("review", yaml);
    let name = |d: &crate::diagnostics::Diagnostic| {
        words(d);
        match d.case {
            "" => d.rule.to_owned(),
            case => format!("{}#{case}", d.rule),
        }
    };
    found.iter().map(name).collect()
}

fn fires(head: &str, object: &str, rule: &str) {
    assert_eq!(rules_of(&review(head, object)), [rule], "{head} {object}");
}

fn silent(head: &str, object: &str) {
    assert_eq!(rules_of(&review(head, object)), [""; 0], "{head} {object}");
}

const BALLOTS: &str = "票: {发出: 120, 收回: 118, 有效: 117}";
const VOTES: &str = "票数: {满意: 100, 基本满意: 12, 不满意: 3, 不了解: 2}";

#[test]
fn ballots_come_out_or_are_named() {
    silent(BALLOTS, VOTES);
    fires(
        "票: {发出: 120, 收回: 125, 有效: 117}",
        VOTES,
        "review/ballots",
    );
    fires(
        "票: {发出: 120, 收回: 116, 有效: 117}",
        VOTES,
        "review/ballots#valid",
    );
    fires(
        BALLOTS,
        "票数: {满意: 100, 不满意: 3}",
        "review/ballots#sum",
    );
    fires(
        &format!("{BALLOTS}\n评议人: {{人数: 119}}"),
        VOTES,
        "review/ballots#electors",
    );
    silent(&format!("{BALLOTS}\n评议人: {{人数: 120}}"), VOTES);
    let own = "票: {发出: 10, 收回: 9, 有效: 9}, 票数: {满意: 9}";
    silent(BALLOTS, own);
}

#[test]
fn weights_make_a_hundred() {
    let groups = |weights: &str| format!("评议分类: [{weights}]");
    let four = "{类别: 甲, 权重: 40}, {类别: 乙, 权重: 35}, {类别: 丙, 权重: 25}";
    silent(&groups(four), "得分: 90");
    silent(&groups("{类别: 甲}, {类别: 乙}"), "得分: 90");
    fires(
        &groups("{类别: 甲, 权重: 40}, {类别: 乙, 权重: 35}"),
        "得分: 90",
        "review/weights",
    );
    fires(
        &groups("{类别: 甲, 权重: 60}, {类别: 乙}"),
        "得分: 90",
        "review/weights#missing",
    );
    let parts = "分项: [{类别: 甲, 得分: 90}, {类别: 乙, 得分: 80}, {类别: 丙, 得分: 70}]";
    silent(&groups(four), &format!("{parts}, 得分: 81.5"));
    silent(&groups(four), &format!("{parts}, 得分: 82"));
    fires(
        &groups(four),
        &format!("{parts}, 得分: 81"),
        "review/rate#score",
    );
    fires(
        &groups(four),
        "分项: [{类别: 丁, 得分: 90}], 得分: 90",
        "review/weights#unknown",
    );
}

#[test]
fn a_rate_is_what_the_votes_make_of_it() {
    silent(BALLOTS, &format!("{VOTES}, 满意率: 85.47%"));
    silent(BALLOTS, &format!("{VOTES}, 满意率: 85%"));
    fires(
        BALLOTS,
        &format!("{VOTES}, 满意率: 85.4%"),
        "review/rate#cut",
    );
    fires(BALLOTS, &format!("{VOTES}, 满意率: 95.7%"), "review/rate");
    let both = format!("{BALLOTS}\n计为满意: [满意, 基本满意]");
    silent(&both, &format!("{VOTES}, 满意率: 95.7%"));
    silent("", "满意率: 96.18%");
}

#[test]
fn places_days_and_numbers_of_delegates_are_looked_at() {
    silent("", "名次: 2, 参评数: 18, 得分: 90");
    fires("", "名次: 19, 参评数: 18, 得分: 90", "review/rank");
    fires(
        "",
        "结果: 满意, 反馈: {日期: 2026-07-01, 内容: 当面}",
        "review/early#feedback",
    );
    let early = review("", "结果: 满意").replace("2026-07-10", "2026-12-20");
    assert_eq!(rules_of(&early), ["review/early"]);
    silent("评议人: {人数: 31, 户数: 620}", "结果: 满意");
    silent("评议人: {人数: 62, 户数: 620}", "结果: 满意");
    silent("评议人: {人数: 13, 户数: 620}", "结果: 满意");
    fires(
        "评议人: {人数: 12, 户数: 620}",
        "结果: 满意",
        "review/electors",
    );
    fires(
        "评议人: {人数: 63, 户数: 620}",
        "结果: 满意",
        "review/electors",
    );
}

#[test]
fn two_bad_results_in_a_row_are_told() {
    let before =
        |result: &str| format!("此前: [{{日期: 2026-01-10, 结果: {result}}}], 结果: 不满意");
    fires("", &before("不满意"), "review/consecutive");
    silent("", &before("基本满意"));
    silent("", "此前: [{日期: 2026-01-10, 结果: 不满意}], 结果: 满意");
    let world = World::on(DAY);
    let round = |day: &str, result: &str| {
        review("名目: 评官", &format!("结果: {result}")).replace("2026-07-10", day)
    };
    let rules = |a: &str, b: &str| -> Vec<_> {
        let both = [round("2026-01-10", a), round("2026-07-10", b)];
        let found = world.check_all("review", &[&both[0], &both[1]]);
        found.iter().for_each(|d| drop(words(d)));
        found.iter().map(|d| (d.rule, d.case)).collect()
    };
    assert_eq!(rules("不满意", "不满意"), [("review/consecutive", "run")]);
    assert_eq!(rules("满意", "不满意"), []);
    assert_eq!(rules("不满意", "满意"), []);
}

#[test]
fn a_round_that_is_due_is_missed() {
    let due = "名目: 评官\n周期: 每半年";
    silent(due, "结果: 满意");
    let late = review(due, "结果: 满意").replace("2026-07-10", "2026-01-10");
    assert_eq!(rules_of(&late), ["review/overdue"]);
    let yearly = late.replace("每半年", "每年");
    assert_eq!(rules_of(&yearly), [""; 0]);
}

#[test]
fn a_round_is_announced_held_published_and_told() {
    let world = World::on(DAY);
    let status = |yaml: &str| {
        let record = world.read("review", "r", yaml).0.unwrap();
        let status = record.content.status(&record, &world.context());
        (status.tone, status.words.key)
    };
    let plain = |object: &str| review("", object);
    let ahead = plain("职务: 主任").replace("2026-07-10", "2026-12-01");
    assert_eq!(status(&ahead), (Tone::Warn, "status.review.announced"));
    assert_eq!(
        status(&plain("职务: 主任")),
        (Tone::Warn, "status.review.held")
    );
    assert_eq!(
        status(&plain("结果: 满意")),
        (Tone::Good, "status.review.published")
    );
    let told = "结果: 满意, 反馈: {日期: 2026-07-12, 内容: 当面}";
    assert_eq!(status(&plain(told)), (Tone::Plain, "status.review.told"));
    assert_eq!(
        status(&plain("结果: 不满意")),
        (Tone::Late, "status.review.bad")
    );
    let record = world.read("review", "r", &ahead).0.unwrap();
    let deadlines = record.content.deadlines(&record, &world.context());
    assert_eq!(deadlines.len(), 1);
}

#[test]
fn the_page_shows_the_run_of_grades_and_an_object_its_rounds() {
    let world = World::on(DAY);
    let yaml = review("", "此前: [{日期: 2026-01-10, 结果: 不满意}], 结果: 满意");
    let record = world.read("review", "r", &yaml).0.unwrap();
    let view = serde_json::to_value(record.content.view(&record, &world.context())).unwrap();
    let run = view["objects"][0]["run"].as_array().unwrap();
    assert_eq!(run[0][1]["grade"], "dissatisfied");
    assert_eq!(run[1][1]["grade"], "satisfied");
    let other = world.read(
        "review",
        "s",
        &review("", "满意率: 96.18%").replace("07-10", "01-10"),
    );
    let other = other.0.unwrap();
    let pages = record.kind.overviews(&[&record, &other], &world.context());
    let item = serde_json::to_value(&pages[0].items[0]).unwrap();
    assert_eq!(item["rounds"][0]["rate"], "96.18%");
    assert_eq!(item["rounds"][1]["result"]["grade"], "satisfied");
}

#[test]
fn delegates_have_a_sheet_where_there_are_some() {
    let world = World::on(DAY);
    let forms = |yaml: &str| {
        let record = world.read("review", "r", yaml).0.unwrap();
        record
            .content
            .sheets()
            .iter()
            .map(|form| form.name)
            .collect::<Vec<_>>()
    };
    assert_eq!(forms(&review("", "结果: 满意")), ["result", "ballot"]);
    assert_eq!(
        forms(&review("户代表: [{姓名: 李某, 户数: 20}]", "结果: 满意")),
        ["result", "ballot", "delegates"]
    );
}

proptest! {
    #[test]
    fn a_rate_rounded_half_up_is_never_complained_of(good in 0_u32..2000, bad in 0_u32..2000, decimals in 0_u32..4) {
        prop_assume!(good + bad > 0);
        let valid = u64::from(good + bad);
        let scale = 10_u64.pow(decimals);
        let scaled = (u64::from(good) * 200 * scale + valid) / (2 * valid);
        let rate = rust_decimal::Decimal::new(scaled as i64, decimals);
        let ballots = format!("票: {{发出: {valid}, 收回: {valid}, 有效: {valid}}}");
        let object = format!("票数: {{满意: {good}, 不满意: {bad}}}, 满意率: {rate}%");
        prop_assert_eq!(rules_of(&review(&ballots, &object)), [""; 0]);
        let off = format!("票数: {{满意: {good}, 不满意: {bad}}}, 满意率: {}%", rate + rust_decimal::Decimal::new(1, decimals));
        prop_assert_eq!(rules_of(&review(&ballots, &off)), ["review/rate"]);
    }
}
