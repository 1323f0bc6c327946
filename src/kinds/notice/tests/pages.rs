use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{publicity, record};
use crate::kinds::testing::World;
use crate::kinds::{Profile, Record};

#[test]
fn english_keys_say_the_same_and_the_view_holds_everything() {
    let world = World::on("2026-11-22");
    let chinese = "文种: 公示\n事项: 发展党员\n公示期: {起: 2026-11-18, 天数: 5个工作日}\n受理: {单位: 党支部, 联系人: 李某, 电话: 0000-1, 地址: 柳村}\n名单: [{姓名: 王某, 性别: 女}, {姓名: 赵某, 学历: 高中}]\n人数: 2\n阶段: {第: 3, 共: 5, 环节: 审核}\n落款: 柳村党支部\n成文日期: 2026-11-17\n结果: {日期: 2026-11-26, 内容: 无异议}";
    let english = "class: publicity\nmatter: 发展党员\nwindow: {from: 2026-11-18, days: 5个工作日}\nreceiver: {unit: 党支部, person: 李某, phone: 0000-1, address: 柳村}\nlist: [{姓名: 王某, 性别: 女}, {姓名: 赵某, 学历: 高中}]\ncount: 2\nstage: {n: 3, of: 5, name: 审核}\nsigned_by: 柳村党支部\ndated: 2026-11-17\noutcome: {date: 2026-11-26, text: 无异议}";
    let view = |yaml: &str| {
        let record = record(&world, "r", yaml);
        serde_json::to_value(record.content.view(&record, &world.context())).unwrap()
    };
    let mut zh = view(chinese);
    assert_eq!(zh, view(english));
    let strip = zh["window"]["strip"].take();
    let marks = |mark: &str| -> String {
        let days = strip.as_array().unwrap().iter();
        days.map(|d| if d[mark] == json!(true) { '1' } else { '0' })
            .collect()
    };
    assert_eq!(
        (marks("counted"), marks("past"), marks("today")),
        ("01100111".into(), "11110000".into(), "00001000".into())
    );
    let weekday = |i: usize| strip[i]["weekday"].clone();
    assert_eq!((weekday(0), weekday(4)), (json!(3), json!(7)));
    assert_eq!(
        zh,
        json!({
            "class": "publicity", "matter": "发展党员",
            "window": {
                "from": "2026-11-18", "to": "2026-11-25", "unit": "working-days", "counted": 5,
                "min": {"text": "5个工作日", "basis": "《中国共产党发展党员工作细则》", "n": 5, "unit": "working-days"},
                "left": {"n": 3, "unit": "working-days"}, "state": "running", "strip": null,
                "tally": {"gone": 2, "today": 1, "ahead": 3, "off": 2},
            },
            "receiver": {"unit": "党支部", "person": "李某", "phone": "0000-1", "address": "柳村"},
            "columns": ["姓名", "性别", "学历"],
            "rows": [["王某", "女", ""], ["赵某", "", "高中"]],
            "count": 2, "stage": {"n": 3, "of": 5, "name": "审核"},
            "signed_by": "柳村党支部", "dated": "2026-11-17",
            "objections": null,
            "evidence": [],
            "outcome": {"date": "2026-11-26", "text": "无异议"},
        })
    );
    let long = view("文种: 公告\n公示期: {起: 2026-01-05, 止: 2026-03-12}");
    assert_eq!(long["window"]["strip"], json!([]));
    assert_eq!(long["window"]["left"], Value::Null);
}

#[test]
fn boards_show_what_runs_and_the_archive_what_is_over() {
    let world = World::on("2026-11-22");
    let yamls = [
        publicity("{起: 2026-11-18, 天数: 5个工作日}", ""),
        publicity("{起: 2026-11-18, 止: 2026-12-10}", ""),
        publicity("{起: 2026-12-01, 止: 2026-12-20}", ""),
        publicity(
            "{起: 2026-10-19, 止: 2026-10-30}",
            "结果: {日期: 2026-11-02, 内容: 无异议}",
        ),
        publicity("{起: 2025-10-20, 止: 2025-10-31}", ""),
        "发布日期: 2026-11-01\n文种: 通知".to_owned(),
        "发布日期: 2026-11-10\n文种: 公告".to_owned(),
        "发布日期: 2026-11-20\n文种: 简报".to_owned(),
        "发布日期: 2026-10-01\n文种: 通知".to_owned(),
        "发布日期: 2026-10-01\n文种: 文章\n展示: {起: 2026-10-01, 止: 2026-11-23}".to_owned(),
        "发布日期: 2026-11-01\n文种: 通知\n展示: {起: 2026-11-01, 止: 2026-11-20}".to_owned(),
    ];
    let mut records: Vec<Record> = yamls
        .iter()
        .enumerate()
        .map(|(i, yaml)| record(&world, &format!("r{i}"), yaml))
        .collect();
    records[1].id.org = "qx/other".into();
    records[4].id.org = "qx/silent".into();
    let all: Vec<&Record> = records.iter().collect();
    let pages = crate::kinds::kind_called("notice")
        .unwrap()
        .overviews(&all, &world.context());
    let slugs = |n: usize| -> Vec<String> {
        let items = pages[n]
            .items
            .iter()
            .map(|item| serde_json::to_value(item).unwrap());
        items
            .map(|item| {
                item["address"]
                    .as_str()
                    .unwrap()
                    .rsplit('/')
                    .next()
                    .unwrap()
                    .replace(".html", "")
            })
            .collect()
    };
    let head = |n: usize| serde_json::to_value(&pages[n].head).unwrap();
    let names: Vec<_> = pages.iter().map(|page| (page.slug, page.org)).collect();
    assert_eq!(
        names,
        [
            ("board", None),
            ("board", Some("qx/cun")),
            ("board", Some("qx/other")),
            ("archive", None)
        ]
    );
    assert_eq!(slugs(0), ["r9", "r0", "r1", "r6", "r5"]);
    assert_eq!(slugs(1), ["r9", "r0", "r6", "r5"]);
    assert_eq!(slugs(2), ["r1"]);
    assert_eq!(slugs(3), ["r10", "r3", "r4"]);
    assert_eq!(head(0), json!({"items": 5, "running": 2, "ending": 1}));
    assert_eq!(
        head(3),
        json!({"items": 3, "concluded": 1, "waiting": 1, "years": [{"year": 2026, "n": 2}, {"year": 2025, "n": 1}]})
    );
}

#[test]
fn every_profile_of_the_theme_can_be_used() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/rules");
    let mut profiles: BTreeMap<String, Profile> = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let profile = serde_yaml::from_str(&text).unwrap_or_else(|e| panic!("{path:?}: {e}"));
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        profiles.insert(name, profile);
    }
    for name in ["national", "chongqing", "shandong", "shanghai", "zhejiang"] {
        assert!(profiles.contains_key(name), "{name} is missing");
    }
    for (name, profile) in &profiles {
        assert_eq!(profile.mistakes(), [""; 0], "{name}");
        if let Some(base) = &profile.extends {
            let mut whole = profile.clone();
            let mut next = Some(base);
            while let Some(name) = next {
                whole = whole.over(profiles[name].clone());
                next = profiles[name].extends.as_ref();
            }
            assert_eq!(whole.mistakes(), [""; 0], "{name}");
            assert!(whole.windows.contains_key("发展党员") && whole.due.contains_key("yearly"));
            let province = whole.province.unwrap();
            assert!(whole.provinces.contains(&province), "{name}: {province}");
        }
    }
}
