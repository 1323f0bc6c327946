//! The day, where nothing pins it, is today in the site's time zone.

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

use crate::harness::{Folder, record};

fn today(zone: &str) -> Date {
    let zone = TimeZone::get(zone).expect("a time zone");
    Timestamp::now().to_zoned(zone).date()
}

/// Whether a notice published on `day` is left out as future by a site with these settings and the clock of another zone.
fn is_future(settings: &str, day: Date) -> bool {
    let folder = Folder::site();
    let text = record("文种: 通知", "开会。").replace("2026-11-20", &day.to_string());
    folder
        .write(
            "content/site.yaml",
            format!("名称: 试点\n默认对象: 社会\n{settings}"),
        )
        .write("content/qx/notices/plain.md", text);
    let output = folder
        .command(&["check", "--format", "json"])
        .env("TZ", "America/Los_Angeles")
        .output();
    String::from_utf8(output.expect("it runs").stdout)
        .expect("UTF-8")
        .contains("record/future")
}

/// Runs `look` until the day does not change while it does.
fn within_a_day(zone: &str, look: impl Fn(Date)) {
    for _ in 0..3 {
        let day = today(zone);
        let seen = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| look(day)));
        if today(zone) == day {
            return seen.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        }
    }
    panic!("the day changed three times");
}

#[test]
fn today_is_today_in_china() {
    within_a_day("Asia/Shanghai", |day| {
        assert!(!is_future("", day), "published today");
        assert!(is_future("", day.checked_add(1.day()).expect("tomorrow")));
    });
}

#[test]
fn a_site_can_name_its_time_zone() {
    for zone in ["Pacific/Kiritimati", "Pacific/Pago_Pago"] {
        within_a_day(zone, |day| {
            assert!(!is_future(&format!("时区: {zone}\n"), day), "{zone}");
            assert!(
                is_future(
                    &format!("时区: {zone}\n"),
                    day.checked_add(1.day()).expect("tomorrow")
                ),
                "{zone}"
            );
        });
    }
}

#[test]
fn a_day_that_is_asked_for_counts_before_the_pinned_one() {
    let folder = Folder::site();
    let rules = |args: &[&str]| -> Vec<String> {
        folder
            .check_with(args)
            .into_iter()
            .map(|found| found.rule)
            .collect()
    };
    assert_eq!(rules(&[]), Vec::<String>::new());
    assert_eq!(
        rules(&["--day", "2026-11-19"]),
        ["record/future", "site/blank-column"]
    );
    assert_eq!(rules(&["--day", "2026-12-31"]), ["site/stale"]);
    folder.run(&["build", "--day", "2026-11-21"]).expect(0);
    assert!(
        folder
            .text("public/manifest.json")
            .contains("\"day\": \"2026-11-21\"")
    );
    folder.run(&["build"]).expect(0);
    assert!(
        folder
            .text("public/manifest.json")
            .contains("\"day\": \"2026-11-22\"")
    );
}
