//! The lists of guides.

use serde_json::{Value, json};

use super::{DAY, WHOLE, read};
use crate::kinds::testing::World;
use crate::kinds::{Overview, Record};

#[test]
fn the_services_of_the_village_come_first() {
    let world = World::on(DAY);
    let town = "流程: [{环节: 受理, 层级: 乡}]\n收费: {方式: 免费}\n";
    let records = [
        read(&world, "a", &format!("标题: 乙\n{town}")),
        read(&world, "b", &format!("标题: 丁\n{WHOLE}")),
        read(&world, "c", &format!("标题: 丙\n{WHOLE}")),
    ];
    let all: Vec<&Record> = records.iter().collect();
    let overviews = records[0].kind.overviews(&all, &world.context());
    let services = &overviews[0];
    assert_eq!(
        serde_json::to_value(&services.head).unwrap(),
        json!({"total": 3, "at_village": 2, "free": 1})
    );
    let items = serde_json::to_value(&services.items).unwrap();
    assert_eq!(
        items[0],
        json!({
            "address": "qx/cun/guides/c.html", "org": "qx/cun", "title": "丙", "at_village": true,
            "place": {"level": "village", "name": "柳村便民服务点", "window": null},
            "committed": {"kind": "working-days", "n": 2}, "fee": "paid", "for": ["村民"], "agent_phone": "000-4",
        })
    );
    let titles: Vec<&Value> = (0..3).map(|i| &items[i]["title"]).collect();
    assert_eq!(titles, ["丙", "丁", "乙"]);
}

/// The groups of an overview, each with the titles in it: `A: 甲 乙`.
fn groups(overview: &Overview<'_>) -> Vec<String> {
    let items = serde_json::to_value(&overview.items).unwrap();
    let ends = overview.groups.iter().skip(1).map(|group| group.first);
    let ends = ends.chain([overview.items.len()]);
    let group = |(group, end): (&crate::kinds::Group, usize)| {
        let titles = (group.first..end).map(|at| items[at]["title"].as_str().unwrap());
        let titles: Vec<&str> = titles.collect();
        format!("{}: {}", group.id, titles.join(" "))
    };
    overview.groups.iter().zip(ends).map(group).collect()
}

#[test]
fn guides_are_found_from_a_to_z_by_audience_and_by_place() {
    let world = World::on(DAY);
    let guide =
        |slug: &str, title: &str, rest: &str| read(&world, slug, &format!("标题: {title}\n{rest}"));
    let records = [
        guide(
            "a",
            "重新鉴定",
            "服务对象: [居民, 村民]\n地点: [{层级: 县, 名称: 县医院}]\n",
        ),
        guide(
            "b",
            "重度残疾护理",
            "服务对象: [村民]\n地点: [{层级: 村, 名称: 村委会}]\n",
        ),
        guide(
            "c",
            "安葬",
            "服务对象: [村民, 村民]\n流程: [{环节: 受理, 层级: 乡}]\n",
        ),
        guide("d", "12345热线", "代办: {姓名: 张某}\n"),
    ];
    let all: Vec<&Record> = records.iter().collect();
    let overviews = records[0].kind.overviews(&all, &world.context());
    let of = |slug: &str| overviews.iter().find(|own| own.slug == slug).unwrap();
    assert_eq!(
        groups(of("letters")),
        [
            "A: 安葬",
            "C: 重新鉴定",
            "Z: 重度残疾护理",
            "other: 12345热线"
        ]
    );
    assert_eq!(
        groups(of("people")),
        [
            "who1: 安葬 重新鉴定 重度残疾护理",
            "who2: 重新鉴定",
            "anybody: 12345热线"
        ]
    );
    assert_eq!(
        groups(of("places")),
        [
            "village: 重度残疾护理",
            "agent: 12345热线",
            "town: 安葬",
            "county: 重新鉴定"
        ]
    );
    // Few guides of an organisation need no list of their own.
    assert!(overviews.iter().all(|own| own.org.is_none()));
}

#[test]
fn rare_audiences_share_a_group_and_many_guides_have_a_list_of_their_own() {
    let world = World::on(DAY);
    let records: Vec<Record> = (0..40)
        .map(|n| {
            let text = format!(
                "标题: 事项{n:02}\n服务对象: [对象{n:02}, 对象{:02}]\n",
                (n + 1) % 40
            );
            read(&world, &format!("g{n}"), &text)
        })
        .collect();
    let all: Vec<&Record> = records.iter().collect();
    let overviews = records[0].kind.overviews(&all, &world.context());
    let people = overviews.iter().find(|own| own.slug == "people").unwrap();
    assert_eq!(people.groups.len(), 31);
    assert_eq!(people.groups[30].id, "others");
    // Each of the ten rare audiences has two guides, most of which are for two of them.
    assert_eq!(people.items.len() - people.groups[30].first, 11);
    let own = overviews.iter().find(|own| own.org.is_some()).unwrap();
    assert_eq!(
        (own.slug, own.org, own.items.len()),
        ("letters", Some("qx/cun"), 40)
    );
}
