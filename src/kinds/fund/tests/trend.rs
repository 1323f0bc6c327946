use super::{kind_called, world};
use crate::kinds::Record;

/// The own list's item of the one account that `statements` (period, opening, closing, unit) are of.
fn account(statements: &[(&str, &str, &str, &str)]) -> serde_json::Value {
    let world = world();
    let read = |(i, (period, opening, closing, unit)): (usize, &(&str, &str, &str, &str))| {
        let yaml =
            format!("账户: 党费\n期间: {period}\n单位: {unit}\n期初: {opening}\n期末: {closing}\n");
        world.read("fund", &format!("s{i}"), &yaml).0.unwrap()
    };
    let records: Vec<Record> = statements.iter().enumerate().map(read).collect();
    let records: Vec<&Record> = records.iter().collect();
    let pages = kind_called("经费")
        .unwrap()
        .overviews(&records, &world.context());
    serde_json::to_value(&pages[1].items[0]).unwrap()
}

/// The points of an account's line: the sum, with `-` before it where the line goes on and `/` where it begins; `…` for a hole.
fn trend(account: &serde_json::Value) -> Vec<String> {
    let points = account["trend"].as_array().unwrap();
    points
        .iter()
        .map(|point| match point["value"].as_str() {
            Some(value) => {
                assert_eq!(point["opening"], !point["joined"].as_bool().unwrap());
                format!("{}{value}", if point["joined"] == true { '-' } else { '/' })
            }
            None => format!("…{}", point["gap"]["to"].as_str().unwrap()),
        })
        .collect()
}

#[test]
fn the_line_of_an_account_begins_anew_where_its_sums_do_not_join() {
    let joined = account(&[
        ("2026-Q1", "5", "7", "元"),
        ("2026-Q2", "0.0007", "0.0009", "万元"),
    ]);
    // The latest period's unit is the account's.
    assert_eq!(trend(&joined), ["/0.0005", "-0.0007", "-0.0009"]);
    let gap = account(&[
        ("2025", "1", "5", "元"),
        ("2026-Q1", "5", "7", "元"),
        ("2026-Q3", "7", "9", "元"),
        ("2026-10", "8", "2", "元"),
    ]);
    assert_eq!(
        trend(&gap),
        [
            "/1.00",
            "-5.00",
            "-7.00",
            "…2026-06-30",
            "/7.00",
            "-9.00",
            "/8.00",
            "-2.00"
        ]
    );
    assert_eq!(gap["periods"][2]["gap"]["from"], "2026-04-01");
    assert!(gap["periods"][3]["gap"].is_null());
    // A period within another has no point.
    let nested = account(&[("2025", "1", "5", "元"), ("2025-Q3", "3", "4", "元")]);
    assert_eq!(trend(&nested), ["/1.00", "-5.00"]);
}

#[test]
fn a_long_line_shows_its_last_points() {
    let periods: Vec<String> = (2000..2026).map(|year| year.to_string()).collect();
    let statements: Vec<_> = periods
        .iter()
        .map(|period| (period.as_str(), "5", "5", "元"))
        .collect();
    let points = account(&statements)["trend"].as_array().unwrap().clone();
    assert_eq!(points.len(), 16);
    assert_eq!(points[0]["joined"], false);
    assert_eq!(points[15]["period"]["text"], "2025");
}
