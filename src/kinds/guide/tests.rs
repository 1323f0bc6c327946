use serde_json::{Value, json};

use crate::diagnostics::Diagnostic;
use crate::kinds::testing::{World, words};
use crate::kinds::{Record, Tone};

mod overviews;

const DAY: &str = "2026-11-22";

/// A guide that nothing is wrong with on [`DAY`].
const WHOLE: &str = "\
依据: [{名称: 中华人民共和国老年人权益保障法}]
事项编码: '0511'
服务对象: [村民]
条件: [年满60周岁]
材料:
- {名称: 身份证, 形式: 复印件, 份数: 2, 说明: 正反面}
- {名称: 户口簿, 形式: 原件}
- {名称: 照片}
流程:
- {环节: 受理, 办理: 张某, 层级: 村, 地点: 便民服务点, 时限: 当场}
- {环节: 审核, 办理: 李某, 层级: 乡, 时限: 2个工作日}
法定时限: 20个工作日
承诺时限: 2个工作日
收费: {方式: 收费, 金额: 9元/本, 依据: 核定标准}
地点:
- {名称: 某处}
- {层级: 县, 名称: 县政务大厅, 窗口: 3号, 地址: 县城, 时间: 周一至周五, 电话: 000-3}
- {层级: 村, 名称: 柳村便民服务点, 电话: 000-1}
代办: {姓名: 王某, 电话: 000-4}
咨询: 000-5
监督: 000-6
核对: 2026-09-01
";

/// [`WHOLE`] with one text in the place of another.
fn with(old: &str, new: &str) -> String {
    assert!(WHOLE.contains(old), "{old}");
    WHOLE.replace(old, new)
}

fn findings(yaml: &str) -> Vec<Diagnostic> {
    World::on(DAY).check("guide", yaml)
}

/// The one finding about `yaml`: its rule, its case and its words.
fn only(yaml: &str) -> (&'static str, &'static str, String) {
    let found = findings(yaml);
    assert_eq!(found.len(), 1, "{found:?}");
    (found[0].rule, found[0].case, words(&found[0]))
}

fn read(world: &World, slug: &str, yaml: &str) -> Record {
    let (record, mistakes) = world.read("guide", slug, yaml);
    assert!(mistakes.is_empty(), "{mistakes:?}");
    record.unwrap()
}

fn view(yaml: &str) -> Value {
    let world = World::on(DAY);
    let record = read(&world, "r", yaml);
    serde_json::to_value(record.content.view(&record, &world.context())).unwrap()
}

fn status(day: &str, yaml: &str) -> (Tone, &'static str, Vec<(&'static str, String)>) {
    let world = World::on(day);
    let record = read(&world, "r", yaml);
    let status = record.content.status(&record, &world.context());
    (status.tone, status.words.key, status.words.args)
}

#[test]
fn a_whole_guide_passes() {
    assert!(findings(WHOLE).is_empty());
}

#[test]
fn steps_keep_within_the_commitment() {
    let (rule, case, said) = only(&with("时限: 当场", "时限: 1个工作日"));
    assert_eq!((rule, case), ("guide/steps-exceed-commitment", ""));
    assert!(
        said.contains("3个工作日") && said.contains("2个工作日"),
        "{said}"
    );
    let (rule, case, said) = only(&with("时限: 当场", "时限: 40日"));
    assert_eq!((rule, case), ("guide/steps-exceed-commitment", "mixed"));
    assert!(said.contains("40日 + 2个工作日"), "{said}");
    let (_, case, said) = only(&with("时限: 当场", "时限: 4小时"));
    assert_eq!(case, "mixed");
    assert!(said.contains("4小时 + 2个工作日"), "{said}");
    let longer = with("承诺时限: 2个工作日", "承诺时限: 3个工作日");
    assert!(
        findings(&longer.replace("时限: 当场", "时限: 4小时")).is_empty(),
        "may fit"
    );
    assert!(
        findings(&with("承诺时限: 2个工作日\n", "").replace("当场", "9个工作日")).is_empty(),
        "nothing is promised"
    );
}

#[test]
fn a_commitment_keeps_within_the_law() {
    let (rule, _, said) = only(&with("法定时限: 20个工作日", "法定时限: 1个工作日"));
    assert_eq!(rule, "guide/commitment-exceeds-statutory");
    assert!(
        said.contains("承诺时限 2个工作日") && said.contains("法定时限 1个工作日"),
        "{said}"
    );
    assert!(findings(&with("法定时限: 20个工作日", "法定时限: 2个工作日")).is_empty());
    let days = with("法定时限: 20个工作日", "法定时限: 20日")
        .replace("承诺时限: 2个工作日", "承诺时限: 20个工作日");
    assert_eq!(only(&days).0, "guide/commitment-exceeds-statutory");
    let may_fit = with("承诺时限: 2个工作日", "承诺时限: 35日");
    assert!(findings(&may_fit).is_empty());
    assert!(findings(&with("法定时限: 20个工作日\n", "")).is_empty());
}

#[test]
fn what_is_free_has_no_amount() {
    let fee = "方式: 收费, 金额: 9元/本, 依据: 核定标准";
    let (rule, _, said) = only(&with(fee, "方式: 免费, 金额: 9元/本"));
    assert_eq!(rule, "guide/free-with-amount");
    assert!(said.contains("9元/本"), "{said}");
    for free in [
        "方式: 免费",
        "方式: 免费, 金额: 0",
        "方式: 免费, 金额: 0.00元",
    ] {
        let yaml = with(fee, free);
        assert!(findings(&yaml).is_empty(), "{free}");
        assert_eq!(
            view(&yaml)["cost"],
            json!({"mode": "free", "amount": null, "basis": null})
        );
    }
}

#[test]
fn everything_that_is_missing_is_named_at_once() {
    let (rule, _, said) = only("核对: 2026-09-01\n");
    assert_eq!(rule, "guide/element-missing");
    assert!(
        said.contains("7 项要素：依据、条件、材料、流程、地点、咨询、监督"),
        "{said}"
    );
    let (_, _, said) = only(&with("咨询: 000-5\n", ""));
    assert!(said.contains("1 项要素：咨询\n"), "{said}");
    let (_, _, said) = only(&with("条件: [年满60周岁]", "条件:"));
    assert!(said.contains("1 项要素：条件\n"), "{said}");
}

#[test]
fn an_empty_list_says_that_nothing_is_needed() {
    let bare: String = WHOLE
        .lines()
        .filter(|line| !line.starts_with("- {名称: 身份证") && !line.starts_with("- {名称: 户口簿"))
        .filter(|line| !line.starts_with("- {名称: 照片"))
        .map(|line| match line {
            "材料:" => "材料: []\n".to_owned(),
            line if line.starts_with("条件") => "条件: []\n".to_owned(),
            line => format!("{line}\n"),
        })
        .collect();
    assert!(findings(&bare).is_empty());
    assert_eq!(view(&bare)["bring"], json!([]));
    assert_eq!(view("核对: 2026-09-01\n")["bring"], Value::Null);
}

#[test]
fn a_guide_is_stale_a_year_after_it_was_checked() {
    assert!(findings(&with("2026-09-01", "2025-11-22")).is_empty());
    let (rule, case, said) = only(&with("2026-09-01", "2025-11-21"));
    assert_eq!((rule, case), ("guide/stale", ""));
    assert!(
        said.contains("2025-11-21") && said.contains("已满 12 个月"),
        "{said}"
    );
    let (_, _, said) = only(&with("2026-09-01", "2025-01-31"));
    assert!(said.contains("已满 21 个月"), "{said}");
}

#[test]
fn the_profile_says_how_often_a_guide_is_checked() {
    let mut world = World::on(DAY);
    world.profile.guide_checked_months = Some(2);
    assert_eq!(world.rules("guide", WHOLE), ["guide/stale"]);
    world.profile.guide_checked_months = None;
    assert!(world.rules("guide", WHOLE).is_empty());
}

#[test]
fn publication_is_the_first_check() {
    let never = with("核对: 2026-09-01\n", "");
    assert!(findings(&never).is_empty());
    let (rule, case, said) = only(&format!("发布日期: 2025-10-08\n{never}"));
    assert_eq!((rule, case), ("guide/stale", "never"));
    assert!(
        said.contains("2025-10-08") && said.contains("已满 13 个月"),
        "{said}"
    );
}

#[test]
fn statuses_follow_from_the_day() {
    assert_eq!(
        status(DAY, WHOLE),
        (Tone::Good, "status.guide.current", vec![])
    );
    assert_eq!(
        status("2027-10-01", WHOLE),
        (
            Tone::Warn,
            "status.guide.stale",
            vec![("n", "13".to_owned())]
        )
    );
    let repealed = with("中华人民共和国老年人权益保障法", "《婚姻法》");
    assert_eq!(
        status("2027-10-01", &repealed),
        (Tone::Late, "status.guide.repealed", vec![])
    );
}

#[test]
fn the_page_gives_the_answer_first() {
    let view = view(WHOLE);
    assert_eq!(
        view["bring"],
        json!([
            {"key": "guide.bring-copy-n", "args": [["name", "身份证"], ["n", "2"]]},
            {"key": "guide.bring-original", "args": [["name", "户口簿"]]},
            {"key": "guide.bring", "args": [["name", "照片"]]},
        ])
    );
    assert_eq!(
        view["where"],
        json!([
            {"level": "village", "name": "柳村便民服务点", "window": null},
            {"level": "county", "name": "县政务大厅", "window": "3号"},
            {"level": null, "name": "某处", "window": null},
        ])
    );
    assert_eq!(view["whom"], json!({"name": "王某", "phone": "000-4"}));
    assert_eq!(
        view["how_long"],
        json!({"committed": {"kind": "working-days", "n": 2}, "statutory": {"kind": "working-days", "n": 20}})
    );
    assert_eq!(
        view["cost"],
        json!({"mode": "paid", "amount": "9元/本", "basis": "核定标准"})
    );
    assert_eq!(
        view["steps"][0]["limit"],
        json!({"kind": "at-once", "n": 0})
    );
    assert_eq!(
        view["counts"],
        json!({"materials": 3, "steps": 2, "places": 3})
    );
    assert_eq!(view["at_village"], true);
}

#[test]
fn without_an_agent_the_nearest_telephone_answers() {
    let alone = with("代办: {姓名: 王某, 电话: 000-4}\n", "");
    assert_eq!(
        view(&alone)["whom"],
        json!({"name": "柳村便民服务点", "phone": "000-1"})
    );
}

#[test]
fn a_guide_stays_in_the_village_by_a_place_or_by_all_steps() {
    let away = with(
        "层级: 村, 名称: 柳村便民服务点",
        "层级: 乡, 名称: 镇便民中心",
    );
    assert_eq!(view(&away)["at_village"], false, "one step is elsewhere");
    let near = away.replace("办理: 李某, 层级: 乡", "办理: 李某, 层级: 组");
    assert_eq!(view(&near)["at_village"], true);
}

#[test]
fn one_line_and_all_telephones() {
    let world = World::on(DAY);
    let record = read(&world, "r", WHOLE);
    let gist = record.content.gist(&record, &world.context());
    assert_eq!(
        serde_json::to_value(gist).unwrap(),
        json!([
            {"key": "gist.guide", "args": [["where", "柳村便民服务点"]]},
            {"key": "limit.working-days", "args": [["n", "2"]]},
            {"key": "fee.paid", "args": []},
        ])
    );
}

#[test]
fn english_keys_say_the_same() {
    let english = "\
basis: [{title: 中华人民共和国老年人权益保障法}]
code: '0511'
for: [村民]
conditions: [年满60周岁]
materials:
- {name: 身份证, form: copy, copies: 2, note: 正反面}
- {name: 户口簿, form: original}
- {name: 照片}
steps:
- {name: 受理, actor: 张某, level: village, place: 便民服务点, limit: 当场}
- {name: 审核, actor: 李某, level: town, limit: 2个工作日}
statutory: 20个工作日
committed: 2个工作日
fee: {mode: paid, amount: 9元/本, basis: 核定标准}
places:
- {name: 某处}
- {level: county, name: 县政务大厅, window: 3号, address: 县城, hours: 周一至周五, phone: 000-3}
- {level: village, name: 柳村便民服务点, phone: 000-1}
agent: {name: 王某, phone: 000-4}
enquiries: 000-5
complaints: 000-6
checked_on: 2026-09-01
";
    assert_eq!(view(WHOLE), view(english));
    assert!(findings(english).is_empty());
}

#[test]
fn missing_and_unknown_keys_are_named() {
    let (rule, _, said) = only(&with("方式: 收费, 金额", "金额"));
    assert_eq!(rule, "yaml/missing-key");
    assert!(said.contains("方式"), "{said}");
    let (rule, _, said) = only(&with("承诺时限:", "承诺时间:"));
    assert_eq!(rule, "yaml/unknown-key");
    assert!(said.contains("承诺时限"), "{said}");
    let (rule, _, said) = only(&with("形式: 原件", "形式: 原件及复印件"));
    assert_eq!(rule, "yaml/type");
    assert!(said.contains("原件、复印件"), "{said}");
}
