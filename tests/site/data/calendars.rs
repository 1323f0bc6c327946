//! Calendars, as phones read them.

use std::collections::{BTreeMap, BTreeSet};

use super::{site, text};
use crate::harness::Tree;

/// The properties of each event of a calendar, unfolded.
fn events(tree: &Tree, path: &str) -> Vec<BTreeMap<String, String>> {
    let text = text(tree, path);
    assert!(
        text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
            && text.ends_with("END:VCALENDAR\r\n")
    );
    assert!(
        text.split("\r\n")
            .all(|line| line.len() <= 75 && !line.contains('\n')),
        "{text}"
    );
    let text = text.replace("\r\n ", "");
    let events = text.split("BEGIN:VEVENT\r\n").skip(1);
    events
        .map(|event| {
            let (own, _) = event.split_once("END:VEVENT").expect("an end");
            let lines = own.lines().filter_map(|line| line.split_once(':'));
            lines
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect()
        })
        .collect()
}

#[test]
fn calendars_hold_what_is_still_to_come() {
    let (folder, _) = site("网址: https://qx.example.gov.cn/\n");
    let long = "长".repeat(60);
    let notice = |to: &str| {
        format!(
            "---\n标题: \"公示, {long}\"\n发布日期: 2026-11-16\n展示: {{起: 2026-11-16, 止: 2026-12-31}}\n文种: 公示\n公示期: {{起: 2026-11-16, 止: {to}}}\n受理: {{单位: 甲, 电话: 0000-1}}\n---\n"
        )
    };
    folder
        .write("content/qx/liu/notices/a.md", notice("2026-11-30"))
        .write(
            "content/qx/notices/old.md",
            notice("2026-11-30")
                .replace("2026-11-16", "2026-01-05")
                .replace("2026-11-30", "2026-01-20")
                .replace("2026-12-31", "2026-02-01"),
        );
    let tree = folder.build();
    let all = events(&tree, "calendar.ics");
    let own = events(&tree, "qx/liu/calendar.ics");
    assert!(
        all.len() >= own.len() && own.len() >= 5,
        "{} {}",
        all.len(),
        own.len()
    );
    let uids: BTreeSet<&String> = all.iter().map(|event| &event["UID"]).collect();
    assert_eq!(uids.len(), all.len());
    assert!(own.iter().all(|event| all.contains(event)));
    let about = |event: &&BTreeMap<String, String>| {
        event["URL"] == "https://qx.example.gov.cn/qx/liu/notices/a.html"
    };
    let days = |event: &BTreeMap<String, String>| {
        (
            event["DTSTART;VALUE=DATE"].clone(),
            event["DTEND;VALUE=DATE"].clone(),
        )
    };
    let mut seen: Vec<(String, String)> = own.iter().filter(about).map(days).collect();
    seen.sort();
    let day = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    // Notice period, days on the board, and the last day of each; an end is the first day after it.
    assert_eq!(
        seen,
        [
            day("20261116", "20261201"),
            day("20261116", "20270101"),
            day("20261130", "20261201"),
            day("20261231", "20270101")
        ]
    );
    assert!(
        all.iter()
            .all(|event| !event["URL"].ends_with("/old.html") || event["SUMMARY"].contains("结果")),
        "what is long over is left out"
    );
    let summary = &own.iter().find(about).expect("an event")["SUMMARY"];
    assert!(summary.ends_with(&format!("公示\\, {long}")), "{summary}");
    // A period that is put off is the same event.
    folder.write("content/qx/liu/notices/a.md", notice("2026-12-04"));
    let later = events(&folder.build(), "qx/liu/calendar.ics");
    let uid = |all: &[BTreeMap<String, String>]| -> BTreeSet<String> {
        all.iter()
            .filter(about)
            .map(|event| event["UID"].clone())
            .collect()
    };
    assert_eq!(uid(&later), uid(&own));
    assert_ne!(later, own);
}
