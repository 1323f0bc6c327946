mod pages;

use crate::diagnostics::Diagnostic;
use crate::kinds::testing::{World, words};
use crate::kinds::{Profile, Record, Status, Tone};

/// A 公示 that no rule minds on 2026-11-22, but for what `rest` says.
fn publicity(window: &str, rest: &str) -> String {
    format!(
        "文种: 公示\n事项: 发展党员\n公示期: {window}\n受理: {{联系人: 李某, 电话: 0000-12345679}}\n{rest}"
    )
}

/// Rule and case of every finding about `yaml` on `day`; each has its words.
fn found(day: &str, yaml: &str) -> Vec<String> {
    names(&World::on(day).check("notice", yaml))
}

fn names(findings: &[Diagnostic]) -> Vec<String> {
    let name = |d: &Diagnostic| match d.case {
        "" => d.rule.to_owned(),
        case => format!("{}#{case}", d.rule),
    };
    findings
        .iter()
        .inspect(|d| drop(words(d)))
        .map(name)
        .collect()
}

fn short_words(yaml: &str) -> String {
    let findings = World::on("2025-10-01").check("notice", yaml);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0].rule, "notice/window-short");
    words(&findings[0])
}

fn record(world: &World, slug: &str, yaml: &str) -> Record {
    let (record, findings) = world.read("notice", slug, yaml);
    assert!(findings.is_empty(), "{findings:?}");
    record.unwrap()
}

fn status(day: &str, yaml: &str) -> Status {
    let world = World::on(day);
    let record = record(&world, "r", yaml);
    record.content.status(&record, &world.context())
}

#[test]
fn five_working_days_across_the_national_holiday_end_on_13_october() {
    let early = publicity("{起: 2025-09-29, 止: 2025-10-10}", "");
    let text = short_words(&early);
    for part in [
        "2025-10-13",
        "5个工作日",
        "《中国共产党发展党员工作细则》",
        "3 个工作日",
    ] {
        assert!(text.contains(part), "{text} lacks {part}");
    }
    for right in ["止: 2025-10-13", "止: 2025-10-31", "天数: 5个工作日"] {
        let yaml = publicity(&format!("{{起: 2025-09-29, {right}}}"), "");
        assert_eq!(found("2025-10-01", &yaml), [""; 0], "{right}");
    }
    let world = World::on("2025-10-01");
    let computed = record(
        &world,
        "r",
        &publicity("{起: 2025-09-29, 天数: 5个工作日}", ""),
    );
    let view = serde_json::to_value(computed.content.view(&computed, &world.context())).unwrap();
    assert_eq!(view["window"]["to"], "2025-10-13");
}

#[test]
fn calendar_days_run_on_to_a_working_day() {
    let relief =
        |window: &str| publicity(window, "").replace("发展党员", "2025年第四季度农村低保初审");
    let text = short_words(&relief("{起: 2025-09-24, 止: 2025-10-01}"));
    assert!(
        text.contains("2025-10-09") && text.contains("7 天") && text.contains("7日"),
        "{text}"
    );
    assert!(found("2025-10-01", &relief("{起: 2025-09-24, 止: 2025-10-09}")).is_empty());
    assert!(found("2025-10-01", &relief("{起: 2025-09-24, 天数: 7日}")).is_empty());
    assert!(short_words(&relief("{起: 2025-09-24, 天数: 3个工作日}")).contains("2025-10-09"));
}

#[test]
fn the_longest_name_in_the_matter_decides_and_an_unknown_matter_has_no_minimum() {
    let mut world = World::on("2026-03-01");
    let zhejiang = include_str!("../../../themes/default/rules/zhejiang.yaml");
    let local: Profile = serde_yaml::from_str(zhejiang).unwrap();
    world.profile = local.over(world.profile);
    let check = |matter: &str| {
        let yaml = publicity("{起: 2026-03-02, 止: 2026-03-12}", "").replace("发展党员", matter);
        names(&world.check("notice", &yaml))
    };
    assert_eq!(check("一组土地承包合同变更"), [""; 0]);
    assert_eq!(check("一组土地承包方案"), ["notice/window-short#days"]);
    assert_eq!(check("评选文明家庭"), [""; 0]);
}

#[test]
fn an_end_comes_after_its_start_and_after_the_written_length() {
    let other = |window: &str| {
        found(
            "2026-03-01",
            &publicity(window, "").replace("发展党员", "评选文明家庭"),
        )
    };
    assert_eq!(
        other("{起: 2026-03-02, 止: 2026-03-02}"),
        ["notice/window-short#backwards"]
    );
    assert_eq!(
        other("{起: 2026-03-02, 止: 2025-03-12}"),
        ["notice/window-short#backwards"]
    );
    assert_eq!(
        other("{起: 2026-03-02, 天数: 当场}"),
        ["notice/window-short#backwards"]
    );
    assert_eq!(other("{起: 2026-03-02, 止: 2026-03-03}"), [""; 0]);
    assert_eq!(
        other("{起: 2026-03-02, 止: 2026-03-05, 天数: 5日}"),
        ["notice/window-short#length"]
    );
    assert_eq!(
        other("{起: 2026-03-02, 止: 2026-03-09, 天数: 5日}"),
        [""; 0]
    );
    // A slip in the length must neither hang nor overflow.
    assert!(
        other("{起: 2026-03-02, 天数: 4000000000个工作日}")
            .contains(&"calendar/holidays-missing".into())
    );
}

#[test]
fn a_public_notice_needs_a_window_with_an_end() {
    let no_window = "文种: 公示\n受理: {电话: 0000-1}";
    assert_eq!(found("2026-01-06", no_window), ["yaml/missing-key"]);
    let open = publicity("{起: 2026-01-05}", "");
    assert_eq!(found("2026-01-06", &open), ["yaml/missing-key"]);
    assert_eq!(found("2026-01-06", "文种: 通知"), [""; 0]);
}

#[test]
fn a_public_notice_names_a_receiver_with_a_phone() {
    let full = publicity("{起: 2026-01-05, 天数: 5个工作日}", "");
    let with = |receiver: &str| {
        let line = "受理: {联系人: 李某, 电话: 0000-12345679}\n";
        found("2026-01-06", &full.replace(line, receiver))
    };
    assert_eq!(with(""), ["notice/receiver-missing"]);
    assert_eq!(
        with("受理: {单位: 党总支}\n"),
        ["notice/receiver-missing#phone"]
    );
    assert_eq!(
        with("受理: {电话: \" \"}\n"),
        ["notice/receiver-missing#phone"]
    );
    assert_eq!(with("受理: {电话: 0000-1}\n"), [""; 0]);
    assert_eq!(found("2026-01-06", "文种: 公告"), [""; 0]);
}

#[test]
fn the_count_is_the_length_of_the_list() {
    let check = |rest: &str| found("2026-01-06", &format!("文种: 公告\n{rest}"));
    assert_eq!(
        check("名单: [{姓名: 王某}, {姓名: 赵某}]\n人数: 3"),
        ["notice/count"]
    );
    assert_eq!(check("名单: []\n人数: 3"), ["notice/count"]);
    assert_eq!(
        check("名单: [{姓名: 王某}, {姓名: 赵某}]\n人数: 2"),
        [""; 0]
    );
    assert_eq!(check("名单: [{姓名: 王某}]"), [""; 0]);
    assert_eq!(check("人数: 3"), [""; 0]);
}

#[test]
fn an_outcome_comes_after_the_window_and_within_ten_days_of_it() {
    let dated = |day: &str| {
        let outcome = format!("结果: {{日期: {day}, 内容: 无异议}}");
        found(
            "2025-11-30",
            &publicity("{起: 2025-09-29, 止: 2025-10-13}", &outcome),
        )
    };
    assert_eq!(dated("2025-10-09"), ["notice/outcome-early"]);
    assert_eq!(dated("2025-10-13"), ["notice/outcome-early"]);
    assert_eq!(dated("2025-10-14"), [""; 0]);
    let without = publicity("{起: 2025-09-29, 止: 2025-10-13}", "");
    assert_eq!(found("2025-10-23", &without), [""; 0]);
    assert_eq!(found("2025-10-24", &without), ["notice/outcome-missing"]);
    let announcement = without.replace("文种: 公示", "文种: 公告");
    assert_eq!(found("2025-11-30", &announcement), [""; 0]);
    let mut patient = World::on("2025-10-24");
    patient.profile.outcome_days = Some(11);
    assert!(patient.check("notice", &without).is_empty());
}

#[test]
fn a_stage_lies_within_its_total() {
    let check = |stage: &str| found("2026-01-06", &format!("文种: 公告\n阶段: {stage}"));
    assert_eq!(check("{第: 6, 共: 5}"), ["notice/stage"]);
    assert_eq!(check("{第: 0, 共: 5}"), ["notice/stage#zero"]);
    assert_eq!(check("{第: 5, 共: 5, 环节: 县级批准}"), [""; 0]);
}

#[test]
fn stages_are_published_in_order() {
    let world = World::on("2026-06-01");
    let check = |stages: &[(&str, &str, u32, u32)]| {
        let yamls: Vec<String> = stages
            .iter()
            .map(|(day, matter, n, of)| {
                format!("发布日期: {day}\n文种: 公告\n事项: {matter}\n阶段: {{第: {n}, 共: {of}}}")
            })
            .collect();
        let yamls: Vec<&str> = yamls.iter().map(String::as_str).collect();
        names(&world.check_all("notice", &yamls))
    };
    let order = ["notice/stage#order"];
    assert_eq!(
        check(&[("2026-01-05", "低保", 2, 5), ("2026-02-05", "低保", 4, 5)]),
        [""; 0]
    );
    assert_eq!(
        check(&[("2026-02-05", "低保", 4, 5), ("2026-01-05", "低保", 2, 5)]),
        [""; 0]
    );
    assert_eq!(
        check(&[("2026-01-05", "低保", 3, 5), ("2026-02-05", "低保", 2, 5)]),
        order
    );
    assert_eq!(
        check(&[("2026-01-05", "低保", 2, 5), ("2026-02-05", "低保", 2, 5)]),
        ["notice/stage#repeated"]
    );
    assert_eq!(
        check(&[
            ("2026-01-05", "低保", 3, 5),
            ("2026-02-05", "第二批低保", 2, 5)
        ]),
        [""; 0]
    );
    assert_eq!(
        check(&[("2026-01-05", "低保", 3, 5), ("2026-02-05", "低保", 2, 4)]),
        [""; 0]
    );
}

#[test]
fn a_year_without_a_holiday_table_is_said_once() {
    let outside = publicity("{起: 2031-01-02, 天数: 5个工作日}", "");
    assert_eq!(found("2026-01-06", &outside), ["calendar/holidays-missing"]);
    let inside = publicity("{起: 2026-01-05, 天数: 5个工作日}", "");
    assert_eq!(found("2026-01-06", &inside), [""; 0]);
    let written = "文种: 公告\n公示期: {起: 2031-01-02, 止: 2031-02-02}";
    assert_eq!(found("2026-01-06", written), [""; 0]);
}

#[test]
fn the_status_follows_the_day() {
    let yaml = publicity("{起: 2026-11-18, 天数: 5个工作日}", "");
    let told = publicity(
        "{起: 2026-11-18, 天数: 5个工作日}",
        "结果: {日期: 2026-11-27, 内容: 无异议}",
    );
    let days = "status.notice.running-working-days";
    for (day, key, n) in [
        ("2026-11-17", "status.notice.upcoming", ""),
        ("2026-11-18", days, "5"),
        ("2026-11-19", days, "4"),
        ("2026-11-22", days, "3"),
        ("2026-11-24", days, "1"),
        ("2026-11-25", "status.notice.last-day", ""),
        ("2026-11-26", "status.notice.waiting", ""),
        ("2027-03-01", "status.notice.waiting", ""),
    ] {
        let status = status(day, &yaml);
        let arg = status.words.args.first().map_or("", |(_, n)| n);
        assert_eq!((status.words.key, arg), (key, n), "{day}");
    }
    assert_eq!(
        status("2026-11-26", &told).words.key,
        "status.notice.waiting"
    );
    assert_eq!(
        status("2026-11-27", &told).words.key,
        "status.notice.concluded"
    );
    assert_eq!(status("2026-11-27", &told).tone, Tone::Good);
    assert_eq!(status("2026-11-25", &told).tone, Tone::Warn);
}

#[test]
fn days_are_counted_where_no_working_days_are_asked_for() {
    let yaml = "文种: 公告\n公示期: {起: 2026-11-18, 止: 2026-11-22}";
    let on = |day: &str| {
        let status = status(day, yaml);
        (
            status.words.key,
            status.words.args.first().map(|(_, n)| n.clone()),
        )
    };
    assert_eq!(
        on("2026-11-20"),
        ("status.notice.running", Some("2".into()))
    );
    assert_eq!(on("2026-11-22"), ("status.notice.last-day", None));
    assert_eq!(on("2026-11-23"), ("status.notice.expired", None));
    // Working days that a written Sunday ends: on the Friday no working day is left, but it is not the last day.
    let sunday = publicity("{起: 2026-11-02, 止: 2026-11-22}", "");
    let friday = status("2026-11-20", &sunday);
    assert_eq!(
        (friday.words.key, friday.words.args[0].1.as_str()),
        ("status.notice.running", "2")
    );
}

#[test]
fn a_notice_without_a_window_is_published_until_its_display_is_over() {
    let shown = "文种: 通知\n展示: {起: 2026-01-05, 止: 2026-01-20}";
    assert_eq!(
        status("2026-01-20", shown).words.key,
        "status.notice.published"
    );
    assert_eq!(
        status("2026-01-21", shown).words.key,
        "status.notice.expired"
    );
    assert_eq!(
        status("2026-01-21", "文种: 通知").words.key,
        "status.notice.published"
    );
    let world = World::on("2026-01-10");
    let record = record(&world, "r", shown);
    assert_eq!(
        record.content.gist(&record, &world.context())[0].key,
        "gist.notice.notification"
    );
}

#[test]
fn a_slip_in_the_matter_is_seen() {
    let found = |matter: &str| {
        let yaml = publicity("{起: 2026-01-06, 天数: 30日}", "").replace("发展党员", matter);
        World::on("2026-01-07")
            .check("notice", &yaml)
            .iter()
            .map(|d| {
                words(d);
                d.rule
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(found("发展党圆"), ["notice/matter"]);
    assert!(found("发展党员").is_empty());
    assert!(found("村规民约修订").is_empty());
}
