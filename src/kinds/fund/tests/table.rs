//! Lines out of a table beside the record.

use super::{arg, findings, line, rules, world};
use crate::diagnostics::{At, FileId, Place};
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
