//! The command line: exit codes, forms of output, help and explanations in both languages.

use std::collections::BTreeSet;

use crate::harness::{Folder, SITE, record};

const COMMANDS: [&str; 7] = ["init", "new", "check", "build", "serve", "sheet", "explain"];

fn has_han(text: &str) -> bool {
    text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
}

/// A pledge with `n` items that say nothing one could check.
fn vague(n: usize) -> String {
    let items = "\n  - {事项: 努力服务群众}".repeat(n);
    record(
        &format!("承诺人: {{姓名: 张某}}\n类别: 岗位\n承诺:{items}"),
        "",
    )
}

#[test]
fn exit_codes_say_what_happened() {
    let folder = Folder::site();
    folder.run(&["check"]).expect(0).says("检查通过");
    folder.run(&["build"]).expect(0);
    folder.write("content/qx/pledges/a.md", vague(1));
    folder.run(&["check"]).expect(0).says("0 处错误，1 处警告");
    folder.run(&["build"]).expect(0).says("警告 1 处");
    folder.write("content/qx/notices/a.md", record("文种: 公示", ""));
    folder.run(&["check"]).expect(1);
    folder.run(&["build"]).expect(1).says("原来的网站没有改动");
}

#[test]
fn mistakes_in_arguments_are_named_in_the_language_asked_for() {
    let folder = Folder::site();
    let cases: [(&[&str], &str); 8] = [
        (&["publsh"], "publsh"),
        (&["check", "--fromat", "json"], "--fromat"),
        (&["check", "--format", "xml"], "xml"),
        (&["check", "--day", "2026-02-30"], "2026-02-30"),
        (&["build", "--day", "昨天"], "昨天"),
        (&["check", "--day"], "--day"),
        (&["explain"], ""),
        (&["explain", "fund/clsing"], "fund/closing"),
    ];
    for (args, words) in cases {
        let zh = folder.run(args).expect(2).says(words);
        assert!(has_han(&zh.err) && zh.out.is_empty(), "{args:?}: {zh:?}");
        let en = folder
            .run(&[args, &["--lang", "en"]].concat())
            .expect(2)
            .says(words);
        assert!(
            !has_han(&en.err.replace("昨天", "")),
            "{args:?}: {}",
            en.err
        );
    }
    assert!(!folder.has("public"));
    folder.run(&["check", "--lang", "fr"]).expect(2).says("fr");
}

#[test]
fn the_language_comes_from_the_environment_or_is_chinese() {
    let folder = Folder::site();
    let said = |variables: &[(&str, &str)]| {
        let output = folder
            .command(&["check"])
            .envs(variables.iter().copied())
            .output();
        String::from_utf8(output.expect("it runs").stderr).expect("UTF-8")
    };
    assert!(has_han(&said(&[])));
    assert!(has_han(&said(&[("LANG", "zh_CN.UTF-8")])));
    assert!(!has_han(&said(&[("LANG", "en_US.UTF-8")])));
    assert!(has_han(&said(&[
        ("LANG", "en_US.UTF-8"),
        ("LC_ALL", "zh_CN.UTF-8")
    ])));
    assert!(
        has_han(&said(&[("LANG", "fr_FR.UTF-8")])),
        "others fall back to Chinese"
    );
}

#[test]
fn help_is_there_in_both_languages() {
    let folder = Folder::empty();
    let pages = COMMANDS
        .iter()
        .map(|command| vec![*command, "--help"])
        .chain([vec!["--help"]]);
    for args in pages {
        let zh = folder.run(&args).expect(0);
        let en = folder
            .run(&[&args[..], &["--lang", "en"]].concat())
            .expect(0);
        assert!(has_han(&zh.out) && zh.err.is_empty(), "{args:?}: {zh:?}");
        assert!(
            !has_han(&en.out) && en.out.contains("Usage"),
            "{args:?}: {}",
            en.out
        );
        let options = |text: &str| -> BTreeSet<String> {
            text.split([' ', ',', '\n'])
                .filter(|w| w.starts_with("--"))
                .map(str::to_owned)
                .collect()
        };
        assert_eq!(
            options(&zh.out),
            options(&en.out),
            "the same options in both"
        );
        assert!(options(&zh.out).contains("--help"));
    }
    let whole = folder.run(&["--help"]).out;
    assert!(
        COMMANDS.iter().all(|command| whole.contains(command)),
        "{whole}"
    );
    folder.run(&[]).expect(2);
}

#[test]
fn every_rule_is_explained_in_both_languages() {
    let folder = Folder::empty();
    let rules = crate::rules::book();
    assert!(rules.len() > 50);
    for (rule, severity) in rules {
        let zh = folder.run(&["explain", &rule]).expect(0).out;
        let en = folder
            .run(&["explain", &rule, "--lang", "en"])
            .expect(0)
            .out;
        let word = if severity == "error" {
            "错误"
        } else {
            "警告"
        };
        for part in [
            rule.as_str(),
            word,
            "提示的内容",
            "怎么改",
            "为什么有这条规则",
            "例子",
        ] {
            assert!(zh.contains(part), "{rule}: {part} is not in {zh}");
        }
        assert!(en.contains(&rule) && en.contains(&severity), "{en}");
        assert!(en.lines().count() >= 10, "{rule}: {en}");
    }
}

#[test]
fn a_folder_without_a_site_is_named() {
    let folder = Folder::empty();
    for command in ["check", "build"] {
        folder.run(&[command]).expect(2).says("site.yaml");
        folder
            .run(&[command, "--site", "nowhere"])
            .expect(2)
            .says("nowhere");
        folder
            .run(&[command, "--format", "json"][..if command == "check" { 3 } else { 1 }])
            .expect(2);
    }
    assert!(!folder.has("public"));
    let site = Folder::site();
    let there = site.path("").to_str().expect("UTF-8").to_owned();
    folder.run(&["check", "--site", &there]).expect(0);
    folder.run(&["check", "-C", &there]).expect(0);
}

#[test]
fn mistakes_of_the_settings_are_findings() {
    let folder = Folder::site();
    for (settings, rule) in [
        ("名称: [\n", "yaml/syntax"),
        ("默认对象: 社会\n", "yaml/missing-key"),
        ("名称: 试点\n名你: 一\n", "yaml/unknown-key"),
        ("名称: 试点\n时区: Asia/Shanghi\n", "yaml/type"),
        ("名称: 试点\n语言: fr\n", "yaml/type"),
        ("名称: 试点\n规则: hunan\n", "yaml/type"),
        ("名称: 试点\n演示日: 明天\n", "yaml/type"),
        ("", "yaml/syntax"),
    ] {
        folder.write("content/site.yaml", settings);
        let found = folder.check();
        let hit = found.iter().find(|found| found.rule == rule);
        let hit = hit.unwrap_or_else(|| panic!("{settings:?}: {found:?}"));
        assert_eq!(hit.file, "content/site.yaml", "{hit:?}");
        folder.run(&["check"]).expect(1);
        folder.run(&["build"]).expect(1);
    }
}

#[test]
fn json_is_one_array_with_the_seven_keys() {
    let folder = Folder::site();
    let clean = folder.run(&["check", "--format", "json"]).expect(0);
    assert_eq!(clean.out.trim(), "[]");
    folder.write("content/qx/pledges/a.md", vague(25));
    let ran = folder.run(&["check", "--format", "json"]).expect(0);
    let rows: Vec<serde_json::Map<String, serde_json::Value>> =
        serde_json::from_str(&ran.out).expect("an array of objects");
    assert_eq!(rows.len(), 25, "JSON holds all");
    for row in &rows {
        let keys: BTreeSet<&str> = row.keys().map(String::as_str).collect();
        assert_eq!(
            keys,
            BTreeSet::from([
                "rule", "severity", "file", "line", "column", "message", "help"
            ])
        );
        assert!(row["line"].is_u64() && row["column"].is_u64());
    }
    assert!(!ran.out.contains('\u{1b}'), "no colours");
}

#[test]
fn text_shows_twenty_of_a_rule_unless_all_are_asked_for() {
    let folder = Folder::site();
    folder.write("content/qx/pledges/a.md", vague(25));
    let count = |args: &[&str]| {
        let said = folder.run(args).expect(0).err;
        assert!(
            !said.contains('\u{1b}'),
            "no colours where there is no terminal"
        );
        (said.matches("[pledge/vague]").count(), said)
    };
    for command in ["check", "build"] {
        let (shown, said) = count(&[command]);
        assert_eq!(shown, 20);
        assert!(said.contains("pledge/vague：还有 5 处没有列出"), "{said}");
        let (shown, said) = count(&[command, "--all"]);
        assert_eq!(shown, 25);
        assert!(!said.contains("没有列出"));
    }
}

#[test]
fn findings_are_grouped_by_file_in_order() {
    let folder = Folder::site();
    for name in ["b", "a", "c"] {
        folder.write(&format!("content/qx/pledges/{name}.md"), vague(2));
    }
    let files: Vec<String> = folder.check().into_iter().map(|found| found.file).collect();
    let mut sorted = files.clone();
    sorted.sort();
    assert_eq!((files.len(), &files), (6, &sorted));
    let said = folder.run(&["check"]).err;
    let at = |name: &str| (said.find(name).expect(name), said.rfind(name).expect(name));
    assert!(
        at("pledges/a.md").1 < at("pledges/b.md").0 && at("pledges/b.md").1 < at("pledges/c.md").0
    );
}

/// Columns on a terminal: Chinese letters take two.
fn width(text: &str) -> usize {
    text.chars()
        .map(|c| if c as u32 >= 0x2E80 { 2 } else { 1 })
        .sum()
}

#[test]
fn the_place_is_marked_under_chinese_text() {
    let folder = Folder::site();
    folder.write(
        "content/qx/pledges/a.md",
        record(
            "承诺人: {姓名: 张某}\n类别: 岗位\n承诺: [{事项: 修路2公里, 时限: 十月底以前}]",
            "",
        ),
    );
    let said = folder.run(&["check"]).expect(1).err;
    let lines: Vec<&str> = said.lines().collect();
    let at = lines
        .iter()
        .position(|line| line.contains("十月底以前}]"))
        .expect("the source line is shown");
    let before = width(lines[at].split("十月底以前").next().expect("a part"));
    let marks: Vec<(usize, char)> = lines[at + 1]
        .char_indices()
        .filter(|(_, c)| matches!(c, '━' | '^'))
        .collect();
    let start = width(&lines[at + 1][..marks[0].0]);
    assert_eq!((start, marks.len()), (before, 10), "{said}");
    assert!(said.contains("content/qx/pledges/a.md:6:"), "{said}");
}

/// A site's own profile of rules stands beside the built-in ones.
#[test]
fn a_site_brings_its_own_profile() {
    let folder = Folder::site();
    folder
        .write("content/site.yaml", format!("{SITE}规则: xian\n"))
        .write(
            "content/rules/xian.yaml",
            "extends: national\nstale_days: 1\n",
        );
    let found = folder.check();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].rule, "site/stale");
    folder.write(
        "content/rules/xian.yaml",
        "extends: national\nstale_days: 2\n",
    );
    assert_eq!(folder.check(), []);
    folder.write("content/rules/xian.yaml", "extends: [\n");
    assert_eq!(folder.check()[0].rule, "yaml/type");
}

#[test]
fn init_makes_a_site_that_builds_clean() {
    for lang in ["zh", "en"] {
        let folder = Folder::empty();
        folder.run(&["init", "village", "--lang", lang]).expect(0);
        let args = ["check", "--site", "village", "--format", "json"];
        assert_eq!(folder.run(&args).expect(0).out.trim(), "[]", "{lang}");
        folder.run(&["build", "--site", "village"]).expect(0);
        let built = folder.tree("village/public");
        assert!(built.contains_key("index.html"));
        assert_eq!(crate::links::broken(&built), Vec::<String>::new());
        let before = folder.tree("village");
        folder.run(&["init", "village", "--lang", lang]).expect(2);
        crate::harness::assert_same(&before, &folder.tree("village"));
    }
}

/// A stub says everything that must be filled in, and is a draft until it is.
#[test]
fn new_makes_a_record_of_each_kind() {
    for kind in [
        "承诺",
        "办事指南",
        "经费",
        "公告",
        "pledge",
        "guide",
        "fund",
        "notice",
    ] {
        let folder = Folder::site();
        let before = folder.tree("content");
        folder.run(&["new", kind, "柳村的一份"]).expect(0);
        let after = folder.tree("content");
        let made: Vec<&String> = after
            .keys()
            .filter(|path| !before.contains_key(*path))
            .collect();
        assert_eq!(made.len(), 1, "{kind}: {made:?}");
        let text = folder.text(&format!("content/{}", made[0]));
        assert!(
            text.contains("柳村的一份") && text.contains("草稿: true") && text.contains('#'),
            "{text}"
        );
        let errors = folder
            .check()
            .into_iter()
            .filter(|found| found.severity == "error")
            .count();
        assert_eq!(errors, 0, "{kind}: a draft stops nobody\n{text}");
        folder.run(&["build"]).expect(0);
        assert!(
            !folder
                .tree("public")
                .values()
                .any(|bytes| String::from_utf8_lossy(bytes).contains("柳村的一份"))
        );
    }
    let folder = Folder::site();
    folder.run(&["new", "诗歌", "春"]).expect(2).says("诗歌");
    folder
        .run(&["new", "公告", "春", "--org", "nowhere"])
        .expect(2)
        .says("nowhere");
    Folder::empty()
        .run(&["new", "公告", "春"])
        .expect(2)
        .says("site.yaml");
}
