use std::collections::BTreeSet;

use super::*;
use crate::kinds::fields::{Field, Tell, Told, fields};
use crate::kinds::testing::World;
use crate::kinds::{KINDS, Kind};
use crate::values::Sp;
use rust_decimal::Decimal;

fn all(chinese: bool) -> Vec<Table> {
    let kinds: Vec<(usize, &dyn Kind)> = KINDS.iter().copied().enumerate().collect();
    let say = |key: &str, args: &[(&str, String)]| {
        format!("{key}{}", args.first().map_or("", |(_, text)| text))
    };
    tables(&kinds, Naming { chinese, say: &say })
}

fn called<'t>(tables: &'t [Table], name: &str) -> &'t Table {
    tables
        .iter()
        .find(|table| table.name == name)
        .unwrap_or_else(|| panic!("{name}"))
}

fn wording() -> Wording {
    Wording {
        chinese: true,
        yes: "是".into(),
        no: "否".into(),
        joint: "；".into(),
    }
}

fn text(written: Written) -> String {
    String::from_utf8(written.bytes).unwrap()
}

#[test]
fn names_of_tables_and_columns_differ() {
    for chinese in [true, false] {
        let all = all(chinese);
        let names: BTreeSet<&str> = all.iter().map(|table| table.name.as_str()).collect();
        assert_eq!(names.len(), all.len());
        for table in &all {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(table.name.chars().all(plain), "{}", table.name);
            let heads: BTreeSet<&str> = table
                .columns
                .iter()
                .map(|column| column.name.as_str())
                .collect();
            assert_eq!(heads.len(), table.columns.len(), "{}", table.name);
            assert!(!table.primary_key().is_empty(), "{}", table.name);
        }
    }
}

#[test]
fn every_list_of_things_has_a_table_and_nothing_else_has() {
    let all = all(true);
    for name in [
        "funds",
        "funds-income",
        "guides-steps",
        "pledges-items-progress",
        "notices-list",
        "all-basis",
        "all-organisations",
    ] {
        called(&all, name);
    }
    let figures: Vec<&str> = all
        .iter()
        .filter(|table| table.is_figures())
        .map(|table| table.name.as_str())
        .collect();
    for name in ["funds-income", "funds-expense", "funds-standards"] {
        assert!(figures.contains(&name), "{figures:?}");
    }
    assert!(!figures.contains(&"guides-materials"), "{figures:?}");
    let heads = |name: &str| -> Vec<&str> {
        called(&all, name)
            .columns
            .iter()
            .map(|column| column.name.as_str())
            .collect()
    };
    assert!(heads("funds").contains(&"合计.收入") && !heads("funds").contains(&"收入"));
    assert!(
        !heads("funds").contains(&"对象"),
        "how a record is handled is nobody's business"
    );
    assert_eq!(
        heads("pledges-items-progress")[3..],
        ["data.column.above承诺", "data.column.n", "日期", "内容"]
    );
}

fields! {
    /// What no kind has yet.
    pub struct Odd {
        /// Flag.
        flag: Option<Sp<bool>> = "真" / "flag";
        /// Called like a column of every table.
        code: Sp<Decimal> = "data.column.code" / "code";
        /// Things in things.
        parts: Vec<OddPart> = "部分" / "parts";
    }
}

fields! {
    /// A part.
    pub struct OddPart {
        /// Text.
        text: crate::kinds::fields::Text = "文" / "text";
        /// Inner.
        inner: Option<OddInner> = "内" / "inner";
    }
}

fields! {
    /// What is inside.
    pub struct OddInner {
        /// List in a map.
        list: Vec<crate::kinds::fields::Row> = "表" / "list_of";
        /// Number.
        number: Option<Sp<u32>> = "数" / "number";
    }
}

/// A kind with those keys.
struct OddKind;

impl Kind for OddKind {
    fn name(&self) -> &'static str {
        "odd"
    }
    fn folder(&self) -> (&'static str, &'static str) {
        ("怪", "odds")
    }
    fn template(&self) -> &'static str {
        ""
    }
    fn fields(&self) -> &'static [Field] {
        Odd::FIELDS
    }
    fn read(
        &self,
        _: &mut crate::kinds::fields::Map,
        _: &mut crate::kinds::fields::Reader<'_>,
    ) -> Option<Box<dyn crate::kinds::Disclosure>> {
        None
    }
}

#[test]
fn a_new_kind_has_its_tables_without_another_line() {
    let say = |key: &str, _: &[(&str, String)]| key.to_owned();
    let tables = tables(
        &[(0, &OddKind)],
        Naming {
            chinese: true,
            say: &say,
        },
    );
    let own: Vec<&str> = tables
        .iter()
        .map(|table| table.name.as_str())
        .filter(|name| name.starts_with("odds"))
        .collect();
    assert_eq!(own, ["odds", "odds-parts", "odds-parts-inner-list-of"]);
    let heads: Vec<&str> = called(&tables, "odds")
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    assert!(
        heads.ends_with(&["真", "odd.data.column.code"]),
        "{heads:?}"
    );
    let inner = called(&tables, "odds-parts-inner-list-of");
    assert_eq!(inner.primary_key().len(), 4);
    let text = |text: &'static str| Told::Text(text.into());
    let part = |head: &'static str, rows: Vec<(&'static str, &'static str)>| {
        let inner = Told::Map(vec![
            (&OddInner::FIELDS[0], Told::List(vec![Told::Row(rows)])),
            (&OddInner::FIELDS[1], Told::Nothing),
        ]);
        Told::Map(vec![
            (&OddPart::FIELDS[0], text(head)),
            (&OddPart::FIELDS[1], inner),
        ])
    };
    let told = Told::Map(vec![
        (&Odd::FIELDS[0], Told::Flag(false)),
        (&Odd::FIELDS[1], Told::Number(Decimal::new(-5, 0))),
        (
            &Odd::FIELDS[2],
            Told::List(vec![
                part("甲", vec![("a", "1"), ("=b", "-2")]),
                part("乙", vec![]),
            ]),
        ),
    ]);
    let wording = wording();
    let mut out = TableWriter::new(inner, &wording);
    let frame = Frame {
        texts: vec![
            (Extra::Code, "abc".into()),
            (Extra::Title, "题".into()),
            (Extra::Org, "村".into()),
        ],
    };
    out.add(&frame, &[&told]);
    let written = out.finish();
    assert_eq!(written.lines, 2);
    let csv = self::text(written);
    let lines: Vec<&str> = csv.split("\r\n").skip(1).collect();
    assert_eq!(lines, ["abc,题,村,1,1,a,1", "abc,题,村,1,1,'=b,'-2", ""]);
    let mut out = TableWriter::new(called(&tables, "odds"), &wording);
    out.add(&frame, &[&Told::Nothing, &told]);
    let csv = self::text(out.finish());
    assert!(csv.ends_with(",否,-5\r\n"), "{csv}");
}

#[test]
fn a_record_is_a_line_and_its_lists_are_tables() {
    let world = World::on("2026-11-22");
    let yaml = "电话: 000123\n标签: [甲, 乙]\n账户: 党费\n期间: 2026-09\n单位: 万元\n期初: 1.5\n收入:\n  - {日期: 2026-09-01, 摘要: \"a,\\\"b\\\"\\n c\", 金额: 4.5}\n支出:\n  - {摘要: =1+1, 金额: -0.5}\n期末: 6.5\n";
    let (record, wrong) = world.read("fund", "q3", yaml);
    let record = record.unwrap_or_else(|| panic!("{wrong:?}"));
    let (all, wording) = (all(true), wording());
    let (envelope, content) = (record.envelope.tell(), record.content.tell());
    let mut out = TableWriter::new(called(&all, "funds"), &wording);
    out.add(
        &Frame {
            texts: vec![
                (Extra::Title, "0123".into()),
                (Extra::Published, "2026-11-02".into()),
            ],
        },
        &[&envelope, &content],
    );
    let csv = text(out.finish());
    let mut lines = csv.strip_prefix('\u{FEFF}').unwrap().split("\r\n");
    let heads: Vec<&str> = lines.next().unwrap().split(',').collect();
    let cells: Vec<&str> = lines.next().unwrap().split(',').collect();
    assert_eq!(heads.len(), cells.len());
    let cell = |head: &str| cells[heads.iter().position(|own| *own == head).unwrap()];
    for (head, right) in [
        ("data.column.title", "0123\t"),
        ("data.column.published", "2026-11-02"),
        ("电话", "000123\t"),
        ("标签", "甲；乙"),
        ("期间", "2026-09\t"),
        ("单位", "元"),
        ("期初", "15000.00"),
        ("合计.支出", "-5000.00"),
        ("账户名", ""),
    ] {
        assert_eq!(cell(head), right, "{head}");
    }
    let own = |name: &str| {
        let table = called(&all, name).alone();
        let mut out = TableWriter::new(&table, &wording);
        out.add(&Frame::default(), &[&content]);
        text(out.finish())
    };
    assert_eq!(lines_in(called(&all, "funds-income"), &content), 1);
    assert!(
        own("funds-income").contains("\r\n2026-09-01,,\"a,\"\"b\"\"\n c\",,45000.00,"),
        "{}",
        own("funds-income")
    );
    assert!(
        own("funds-expense").contains("\r\n,,'=1+1,,-5000.00,"),
        "{}",
        own("funds-expense")
    );
}

#[test]
fn a_package_tells_how_tables_belong_together() {
    let all = all(true);
    let mut package = Package::new("a".into(), "甲".into(), String::new());
    for table in &all {
        let described = Described {
            title: "表".into(),
            about: String::new(),
            bytes: 1,
            hash: "00",
        };
        package.resources.push(Resource::new(
            table,
            &all,
            described,
            ("是", "否"),
            |column| column.name.clone(),
        ));
    }
    let json: serde_json::Value = serde_json::from_slice(&package.bytes()).unwrap();
    let resource = |name: &str| {
        json["resources"]
            .as_array()
            .unwrap()
            .iter()
            .find(|own| own["name"] == name)
            .unwrap()
    };
    let progress = &resource("pledges-items-progress")["schema"];
    let targets: Vec<&str> = progress["foreignKeys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| key["reference"]["resource"].as_str().unwrap())
        .collect();
    assert_eq!(targets, ["pledges", "pledges-items"]);
    assert_eq!(
        progress["foreignKeys"][1]["fields"],
        serde_json::json!(["data.column.code", "data.column.above承诺"])
    );
    let fields = resource("funds-expense")["schema"]["fields"]
        .as_array()
        .unwrap();
    let amount = fields.iter().find(|field| field["name"] == "金额").unwrap();
    assert_eq!(
        (&amount["type"], &amount["constraints"]["required"]),
        (&serde_json::json!("number"), &serde_json::json!(true))
    );
    let account = resource("funds")["schema"]["fields"]
        .as_array()
        .unwrap()
        .iter()
        .find(|field| field["name"] == "账户")
        .unwrap();
    assert_eq!(account["constraints"]["enum"].as_array().unwrap().len(), 7);
}
