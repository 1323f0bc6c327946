use std::path::Path;

use super::{Fault, MOST_CELLS, Table, read_table};
use crate::diagnostics::{At, FileId};
use crate::kinds::fields::Columns;
use crate::values::{Entry, Node, Value};

const COLUMNS: Columns = Columns {
    is_known: |head| matches!(head, "日期" | "摘要" | "金额"),
    is_leading: |head| head == "摘要",
    holds_down: |head| head != "金额",
};

/// An archive of `files`, nothing compressed.
fn zip(files: &[(&str, String)]) -> Vec<u8> {
    let crc = |data: &[u8]| {
        !data.iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
                (crc >> 1) ^ (0xEDB8_8320 & 0u32.wrapping_sub(crc & 1))
            })
        })
    };
    let (mut out, mut index) = (Vec::new(), Vec::new());
    for (name, text) in files {
        let mut about = vec![20, 0, 0, 8, 0, 0, 0, 0, 33, 0];
        for number in [crc(text.as_bytes()), text.len() as u32, text.len() as u32] {
            about.extend(number.to_le_bytes());
        }
        about.extend((name.len() as u32).to_le_bytes());
        index.extend(*b"PK\x01\x02\x14\x00");
        index.extend(&about);
        index.extend([0; 10]);
        index.extend((out.len() as u32).to_le_bytes());
        index.extend(name.as_bytes());
        out.extend(*b"PK\x03\x04");
        out.extend(&about);
        out.extend(name.as_bytes());
        out.extend(text.as_bytes());
    }
    let count = (files.len() as u16).to_le_bytes();
    let start = out.len() as u32;
    out.extend(&index);
    out.extend(*b"PK\x05\x06\x00\x00\x00\x00");
    out.extend([count, count].concat());
    out.extend((index.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}

/// A workbook of sheets, each with its name, its attributes and what stands in it.
fn xlsx(sheets: &[(&str, &str, &str)]) -> Vec<u8> {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let (mut list, mut links) = (String::new(), String::new());
    let mut files = Vec::new();
    let paths: Vec<String> = (1..=sheets.len())
        .map(|n| format!("xl/worksheets/sheet{n}.xml"))
        .collect();
    for (n, ((name, more, data), path)) in (1..).zip(sheets.iter().zip(&paths)) {
        list += &format!(r#"<sheet name="{name}" sheetId="{n}" r:id="r{n}" {more}/>"#);
        links += &format!(
            r#"<Relationship Id="r{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>"#
        );
        files.push((
            path.as_str(),
            format!(r#"<worksheet xmlns="{main}">{data}</worksheet>"#),
        ));
    }
    files.push((
        "_rels/.rels",
        format!(
            r#"<Relationships xmlns="{package}"><Relationship Id="r0" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
        ),
    ));
    files.push((
        "xl/workbook.xml",
        format!(
            r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{list}</sheets></workbook>"#
        ),
    ));
    files.push((
        "xl/_rels/workbook.xml.rels",
        format!(r#"<Relationships xmlns="{package}">{links}</Relationships>"#),
    ));
    zip(&files)
}

/// Cells as `A1=text`; `A1==formula` has no stored value, and what begins with `#` is an error.
fn data(cells: &[&str], merged: &str) -> String {
    let mut out = String::from("<sheetData>");
    for cell in cells {
        let (at, text) = cell.split_once('=').unwrap();
        let row: String = at.chars().filter(char::is_ascii_digit).collect();
        let cell = match text.strip_prefix('=') {
            Some(formula) => format!(r#"<c r="{at}"><f>{formula}</f></c>"#),
            None if text.starts_with('#') => format!(r#"<c r="{at}" t="e"><v>{text}</v></c>"#),
            None => format!(r#"<c r="{at}" t="str"><v>{text}</v></c>"#),
        };
        out += &format!(r#"<row r="{row}">{cell}</row>"#);
    }
    out += "</sheetData>";
    if !merged.is_empty() {
        out += &format!(r#"<mergeCells><mergeCell ref="{merged}"/></mergeCells>"#);
    }
    out
}

fn read(name: &str, bytes: &[u8]) -> Result<Table, Fault> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    read_table(&path, FileId(0), &COLUMNS)
}

fn book(sheets: &[(&str, &str, &str)]) -> Table {
    read("q3.xlsx", &xlsx(sheets)).unwrap()
}

fn rows(table: &Table) -> &[Node] {
    let Value::List(rows) = &table.node.value else {
        panic!()
    };
    rows
}

fn cells(row: &Node) -> &[Entry] {
    let Value::Map(entries) = &row.value else {
        panic!()
    };
    entries
}

fn texts(table: &Table) -> Vec<String> {
    let text = |entry: &Entry| match &entry.value.value {
        Value::Scalar(text) => text.clone(),
        _ => "-".to_owned(),
    };
    rows(table)
        .iter()
        .map(|row| cells(row).iter().map(text).collect::<Vec<_>>().join("|"))
        .collect()
}

const HEAD: [&str; 3] = ["A1=日期", "B1=摘要", "C1=金额"];

#[test]
fn a_gbk_csv_with_a_title_row_becomes_maps() {
    let text = "柳村,第三季度账目\r\n日期,摘要,金　额\r\n2026-07-01,\"办公,用品\",1200.50\r\n\r\n2026-07-02,水电,\r\n";
    let table = read("q3.csv", &encoding_rs::GB18030.encode(text).0).unwrap();
    assert_eq!(
        texts(&table),
        ["2026-07-01|办公,用品|1200.50", "2026-07-02|水电|-"]
    );
    assert_eq!(cells(&rows(&table)[0])[2].key, "金额");
    assert_eq!(rows(&table)[1].place.at, At::Cell { row: 5, column: 1 });
    assert_eq!(
        read_table(Path::new("a.txt"), FileId(0), &COLUMNS).unwrap_err(),
        Fault::Form
    );
}

#[test]
fn tabs_semicolons_and_utf_16_are_read() {
    let text = "日期\t摘要\t金额\r\n2026-07-01\t纸，笔;墨\t1,200.50\r\n";
    let mut utf16 = vec![0xFF, 0xFE];
    utf16.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    for bytes in [text.as_bytes(), &utf16] {
        let table = read("q3.csv", bytes).unwrap();
        assert_eq!(texts(&table), ["2026-07-01|纸，笔;墨|1,200.50"]);
    }
    let table = read("q3.csv", "日期;摘要;金额\n2026-07-01;电费;30\n".as_bytes()).unwrap();
    assert_eq!(texts(&table), ["2026-07-01|电费|30"]);
    // Nothing that is known: the commonest separator stands.
    let table = read("q3.csv", "a,b\n1,2\n".as_bytes()).unwrap();
    assert_eq!(texts(&table), ["1|2"]);
}

#[test]
fn a_cover_sheet_is_passed_over_and_a_second_table_named() {
    let cover = data(&["A1=柳村", "B1=账目", "A2=金额", "B2=日期"], "");
    let lines = data(&[&HEAD[..], &["B2=电费"]].concat(), "");
    let hidden = r#"state="hidden""#;
    let table = book(&[
        ("封面", "", &cover),
        ("七月", "", &lines),
        ("八月", "", &lines),
        ("底稿", hidden, &lines),
    ]);
    assert_eq!(
        (table.sheet.as_str(), texts(&table)),
        ("七月", vec!["-|电费|-".to_owned()])
    );
    assert_eq!(table.others, ["八月"]);
    let cell = rows(&table)[0].place.at;
    assert_eq!(cell, At::Cell { row: 2, column: 1 });
    assert!(
        book(&[("封面", "", &cover), ("七月", "", &lines)])
            .others
            .is_empty()
    );
}

#[test]
fn formulas_without_a_value_and_errors_are_kept() {
    let cells = [&HEAD[..], &["A2=#REF!", "B2=电费", "C2==B2*2"]].concat();
    assert_eq!(
        texts(&book(&[("表", "", &data(&cells, ""))])),
        ["#REF!|电费|=B2*2"]
    );
}

#[test]
fn merged_cells_hold_for_the_rows_they_span_but_sums_do_not() {
    let cells = ["A2=7月1日", "B2=电费", "C2=3", "B3=水费", "B4=网费"];
    let cells = [&HEAD[..], &cells[..]].concat();
    let dates = data(&cells, "A2:A3");
    assert_eq!(
        texts(&book(&[("表", "", &dates)])),
        ["7月1日|电费|3", "7月1日|水费|-", "-|网费|-"]
    );
    let sums = data(&cells, "C2:C4");
    assert_eq!(texts(&book(&[("表", "", &sums)]))[1], "-|水费|-");
    let sheet = data(&cells, "A2:A1048576");
    assert_eq!(texts(&book(&[("表", "", &sheet)])).len(), 3);
}

#[test]
fn a_stray_cell_at_the_end_of_the_sheet_takes_no_room() {
    let cells = [&HEAD[..], &["B2=电费", "XFD1048576=x"]].concat();
    let table = book(&[("表", "", &data(&cells, ""))]);
    assert_eq!(texts(&table), ["-|电费|-", "-|-|-|x"]);
    let stray = &cells_of_last(&table)[3];
    assert_eq!(stray.key, "");
    assert_eq!(
        stray.value.place.at,
        At::Cell {
            row: 1_048_576,
            column: 16_384
        }
    );
}

fn cells_of_last(table: &Table) -> &[Entry] {
    cells(rows(table).last().unwrap())
}

#[test]
fn a_table_beyond_all_measure_is_refused() {
    let text = format!("日期,摘要,金额\n{}", "1\n".repeat(MOST_CELLS));
    assert_eq!(read("q3.csv", text.as_bytes()).unwrap_err(), Fault::Large);
}
