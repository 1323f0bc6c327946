//! Lines out of a table beside the record.

use super::{arg, findings, line, rules, view, world};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::{At, FileId, Place};
use crate::kinds::Record;
use crate::kinds::testing::words;
use crate::values::{Entry, Node, Value};

/// A table whose head is the first row.
fn table(rows: &[&[&str]]) -> Node {
    let place = |row: usize, column: usize| Place {
        file: FileId(1),
        at: At::Cell {
            row: row as u32 + 1,
            column: column as u32 + 1,
        },
    };
    let cell = |row: usize, column: usize| Entry {
        key: rows[0][column].to_owned(),
        key_place: place(0, column),
        value: Node {
            value: match rows[row][column] {
                "" => Value::Null,
                text => Value::Scalar(text.to_owned()),
            },
            place: place(row, column),
        },
    };
    let row = |row: usize| Node {
        value: Value::Map((0..rows[0].len()).map(|column| cell(row, column)).collect()),
        place: place(row, 0),
    };
    Node {
        value: Value::List((1..rows.len()).map(row).collect()),
        place: place(0, 0),
    }
}

#[test]
fn a_table_is_read_in_its_own_order() {
    let mut world = world();
    let mut rows: Vec<Vec<&str>> = vec![
        vec!["日期", "收支", "摘要", "金额", "余额", "凭证"],
        vec!["2026-07-02", "支出", "电费", "30", "70", "1"],
        vec!["2026-07-02", "收入", "拨款", "50.00", "", "2"],
        vec!["2026-07-01", "支出", "水费", "20", "100", ""],
    ];
    let yaml = "账户: 工作经费\n期间: 2026-Q3\n期初: 100\n期末: 100\n明细: q3.csv\n";
    let mut check = |rows: &[Vec<&str>], yaml: &str| {
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        world.tables.insert("q3.csv".into(), table(&rows));
        findings(&world, &[yaml])
    };
    assert!(check(&rows, yaml).is_empty());

    rows[3][4] = "90";
    let found = check(&rows, yaml);
    assert_eq!(rules(&found), ["fund/balance-column"]);
    assert_eq!(found[0].place.at, At::Cell { row: 4, column: 5 });
    assert_eq!(arg(&found[0], "n"), "2");

    rows[3][1] = "往来";
    assert_eq!(rules(&check(&rows, yaml)), ["yaml/type#choice"]);
    let both = format!("{yaml}支出: [{}]\n", line(1, "电费", "3", ""));
    assert_eq!(rules(&check(&rows, &both)), ["yaml/duplicate-key#table"]);
}

const YAML: &str = "账户: 工作经费\n期间: 2026-Q3\n期初: 100\n期末: 120\n明细: q3.xlsx\n";

/// The findings about a statement from 100 to 120 whose table has `rows`, cells divided by `|`.
fn check(rows: &[&str]) -> Vec<Diagnostic> {
    check_as(YAML, rows)
}

fn check_as(yaml: &str, rows: &[&str]) -> Vec<Diagnostic> {
    let mut world = world();
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.split('|').collect()).collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    world.tables.insert("q3.xlsx".into(), table(&rows));
    findings(&world, &[yaml])
}

fn read(rows: &[&str]) -> Record {
    let mut world = world();
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.split('|').collect()).collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    world.tables.insert("q3.xlsx".into(), table(&rows));
    let (record, found) = world.read("fund", "q3", YAML);
    record.unwrap_or_else(|| panic!("{found:?}"))
}

/// The rule and case of the only finding, and the cell it points at.
fn only(found: &[Diagnostic]) -> (String, u32, u32) {
    assert_eq!(found.len(), 1, "{found:?}");
    let At::Cell { row, column } = found[0].place.at else {
        panic!("{found:?}")
    };
    (rules(found).remove(0), row, column)
}

fn at(rule: &str, row: u32, column: u32) -> (String, u32, u32) {
    (rule.to_owned(), row, column)
}

const SPLIT: &str =
    "序号|日期|凭证号|摘要|类别|收入（元）|支出（元）|余额|经手人|证明人|审批人|附件张数|备注";

#[test]
fn a_column_for_each_side_says_the_side() {
    let whole = [
        SPLIT,
        "|||承前页||9|9|100|||||",
        "1|2026-07-01|记-1|拨款|拨款|50||150|甲|乙|丙|1|",
        "2|2026.7.2|记-2|电费|水电|0.00|30|120|甲|乙|丙|1|已付",
        "|||本页小计||50|30||||||",
        "|||合 计||50|30|120|||||",
        "制表人：张三||||审核：李四|||||||2026-10-08|",
        "|||注：以上各笔均有凭证|||||||||",
    ];
    assert_eq!(check(&whole).len(), 0, "{:?}", check(&whole));
    let data = view(&read(&whole));
    let side = |n: usize| &data["sides"][n]["lines"];
    assert_eq!(
        (side(0)[0]["amount"].as_str(), side(1)[0]["amount"].as_str()),
        (Some("50.00"), Some("30.00"))
    );
    assert_eq!(data["verdict"]["lines"], 2);
    assert_eq!(side(1)[0]["approver"], "丙");

    let with = |row: usize, text: &'static str| {
        let mut rows = whole;
        rows[row] = text;
        check(&rows)
    };
    let both = with(3, "2|2026-07-02|记-2|电费|水电|20|30|120|||||");
    assert_eq!(only(&both), at("yaml/type#cell-both", 4, 7));
    assert!(words(&both[0]).contains("第 4 行"));
    let neither = with(3, "2|2026-07-02|记-2|电费|水电|-||120|||||");
    assert_eq!(only(&neither), at("yaml/missing-key#cell-sides", 4, 7));
    let total = with(5, "|||合计||50|31||||||");
    assert_eq!(only(&total), at("fund/total", 6, 7));
    // A sum that is not the last row is one of a part.
    let part = with(1, "|||合计||1|1|100|||||");
    assert_eq!(part.len(), 0, "{part:?}");
}

#[test]
fn what_a_line_lacks_is_reported_at_its_cell() {
    let rows = |row: &'static str| {
        [
            "日期|收支|摘要|金额|余额",
            "2026-07-01|收入|拨款|50|150",
            row,
        ]
    };
    let found = check(&rows("2026-07-02|支出|电费||120"));
    assert_eq!(only(&found), at("yaml/missing-key#cell", 3, 4));
    let said = words(&found[0]);
    assert!(said.contains("D3") && !said.contains("冒号"), "{said}");
    for (row, column) in [
        ("2026-07-02|支出||30|120", 3),
        ("2026-07-02||电费|30|120", 2),
        ("|支出|电费|30|120", 1),
    ] {
        let found = check(&rows(row));
        assert_eq!(
            only(&found),
            at("yaml/missing-key#cell", 3, column),
            "{row}"
        );
    }
    assert_eq!(
        only(&check(&rows("7月2日|支出|电费|30|120"))),
        at("yaml/type#day", 3, 1)
    );
    assert_eq!(
        only(&check(&rows("2026-07-02|往来|电费|30|120"))),
        at("yaml/type#choice", 3, 2)
    );
    // Nobody has a day: the order of the file stands.
    let undated = [
        "收支|摘要|金额|余额",
        "收入|拨款|50|150",
        "支出|电费|30|120",
    ];
    assert!(check(&undated).is_empty());
}

#[test]
fn cells_that_were_not_computed_are_errors_also_in_the_balance() {
    let rows = |amount: &str, balance: &str| {
        let last = format!("2026-07-02|支出|电费|{amount}|{balance}");
        check(&[
            "日期|收支|摘要|金额|余额",
            "2026-07-01|收入|拨款|50|150",
            &last,
        ])
    };
    assert_eq!(
        only(&rows("#REF!", "120")),
        at("yaml/type#cell-error", 3, 4)
    );
    assert_eq!(only(&rows("30", "#REF!")), at("yaml/type#cell-error", 3, 5));
    let found = rows("30", "=E2-D3");
    assert_eq!(only(&found), at("yaml/type#cell-formula", 3, 5));
    assert!(words(&found[0]).contains("E3") && words(&found[0]).contains("=E2-D3"));
}

#[test]
fn heads_are_judged_once_at_the_head() {
    let lines = ["2026-07-01|拨款|50||x", "2026-07-02|电费||30|y"];
    let with = |head: &'static str| check(&[head, lines[0], lines[1]]);
    let found = with("日期|摘要|收入|支出|领款人");
    assert_eq!(only(&found), at("yaml/unknown-key#column", 1, 5));
    assert!(
        words(&found[0]).contains("凭证、摘要"),
        "{}",
        words(&found[0])
    );
    assert_eq!(
        only(&with("日期|摘要|收入（万元）|支出|备注")),
        at("fund/unit#head", 1, 3)
    );
    assert_eq!(
        only(&with("日期|摘要|收入|支出|日期")),
        at("yaml/duplicate-key#column", 1, 5)
    );
    let found = with("日期|序号|收入|支出|备注");
    assert_eq!(only(&found).0, "yaml/missing-key#column");
    assert_eq!(
        only(&with("日期|摘要|收入|支出|")),
        at("yaml/unknown-key#column-nameless", 2, 5)
    );
    for head in [
        "日期|摘要|金额|备注|附件",
        "日期|摘要|备注|附件|序号",
        "日期|摘要|收入|金额|备注",
    ] {
        let found = with(head);
        assert_eq!(only(&found), at("yaml/missing-key#sides", 1, 1), "{head}");
        assert!(words(&found[0]).contains("“收支”"));
    }
    let wan = YAML.replace("期末", "单位: 万元\n期末");
    let rows = [
        "日期|摘要|收入(万元)|支出(万元)",
        "2026-07-01|拨款|50|",
        "2026-07-02|电费||30",
    ];
    assert!(check_as(&wan, &rows).is_empty());
}

#[test]
fn rows_that_are_no_lines_are_left_out() {
    for row in [
        "合计||收入|50|",
        "本月合计|||80|",
        "|本年累计||99999|",
        "第1页合计|||80|",
        "|过次页||80|120",
        "|上期结转|||100",
        "收入合计|||50|",
        "||||",
        "负责人：王五|（盖章）||审核：李四|",
        "一、支出部分||||",
        "日期|摘要|收支|金额|余额",
    ] {
        let rows = [
            "日期|摘要|收支|金额|余额",
            "2026-07-01|拨款|收入|50|150",
            "2026-07-02|电费|支出|30|120",
            row,
        ];
        let found = check(&rows);
        assert!(found.is_empty(), "{row}: {found:?}");
    }
    let wrong = |row: &'static str| {
        check(&[
            "日期|摘要|收支|金额|余额",
            "2026-07-01|拨款|收入|50|150",
            "2026-07-02|电费|支出|30|120",
            row,
        ])
    };
    assert_eq!(only(&wrong("收入合计|||51|")), at("fund/total", 4, 4));
    // These say something that would be lost.
    let lost = wrong("|水费|支出||");
    assert_eq!(rules(&lost), ["yaml/missing-key#cell"; 2]);
    assert_eq!(
        rules(&wrong("2026-07-03||||")),
        ["yaml/missing-key#cell"; 3]
    );
    assert_eq!(rules(&wrong("|还有一笔付给会计|支出|一百|")).len(), 1);
}

#[test]
fn percentages_that_are_fractions_are_brought_to_percent() {
    let rows = |a: &'static str, b: &'static str, c: &'static str| {
        let rows = ["日期|摘要|收入|支出|占比", "2026-07-01|拨款|80||1"];
        let lines = [("甲", "20", a), ("乙", "20", b), ("丙", "20", c)]
            .map(|(name, sum, share)| format!("2026-07-02|{name}||{sum}|{share}"));
        let rows: Vec<&str> = rows
            .into_iter()
            .chain(lines.iter().map(String::as_str))
            .collect();
        rules(&check(&rows))
    };
    assert!(
        rows(
            "0.333333333333333",
            "0.333333333333333",
            "0.333333333333333"
        )
        .is_empty()
    );
    assert!(rows("33.3%", "33.3%", "33.3%").is_empty());
    assert_eq!(rows("0.5", "0.25", "0.25").len(), 1);
    let one = view(&read(&[
        "日期|摘要|收入|支出|占比",
        "2026-07-01|拨款|20||1",
    ]));
    assert_eq!(one["sides"][0]["lines"][0]["percent"], "100");
}
