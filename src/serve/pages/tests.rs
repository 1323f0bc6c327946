use super::*;

const HOSTILE: &str = "\"'><script>alert(1)</script>&amp;{{ site }}{% raw %}</pre></details>";

/// The words of the program's table, one key a line.
fn pages(table: &str) -> Pages {
    Pages::new(&serde_yaml::from_str(table).unwrap()).unwrap()
}

fn chinese() -> Pages {
    pages(ZH)
}

fn finding(severity: Severity, text: &str) -> Finding {
    Finding {
        severity,
        text: text.to_owned(),
        message: "不是日期".into(),
        help: "写成 2026-11-22".into(),
        rule: "yaml/type".into(),
        file: "content/qx/a.md".into(),
        line: 3,
        column: 7,
    }
}

const BLOCK: &str = "错误[yaml/type]: 不是日期\n  ╭▸ content/qx/a.md:3:7\n  │\n3 │ 发布日期: 昨天\n  │           ━━━━\n  │\n  ╰ 改法: 写成 2026-11-22";

fn entry(title: &str, address: Option<&str>) -> Entry {
    Entry {
        title: title.to_owned(),
        address: address.map(str::to_owned),
        org: "柳村党总支".into(),
        kind: "公告公示".into(),
        file: "content/qx/甲.md".into(),
        line: 3,
        note: "逾期3天".into(),
    }
}

fn start(entries: usize) -> Start {
    let subjects = [
        Subject::Overdue,
        Subject::Today,
        Subject::Review,
        Subject::Drafts,
    ];
    Start {
        site: "清溪县党务公开".into(),
        day: "2026年11月22日".into(),
        address: "http://localhost:8000/".into(),
        sections: subjects
            .into_iter()
            .map(|subject| Section {
                subject,
                entries: (0..entries)
                    .map(|n| entry(&format!("承诺{n}"), Some("qx/甲 乙.html")))
                    .collect(),
            })
            .collect(),
        ..Start::default()
    }
}

/// The text of `html` between `open` and the next `close`, without tags, unescaped.
fn plain(html: &str, open: &str, close: &str) -> String {
    let from = html.find(open).unwrap() + open.len();
    let inner = &html[from..][..html[from..].find(close).unwrap()];
    let mut out = String::new();
    let mut tag = false;
    for c in inner.chars() {
        match c {
            '<' => tag = true,
            '>' if tag => tag = false,
            c if !tag => out.push(c),
            _ => {}
        }
    }
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&#x2F;", "/"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(out, |text, (from, to)| text.replace(from, to))
}

#[test]
fn the_panel_is_empty_a_counter_or_full() {
    let pages = chinese();
    let html = |panel: &Panel| pages.panel(panel).unwrap().trim().to_owned();
    assert_eq!(
        html(&Panel::default()),
        "<div id=\"gongkai-live\" hidden></div>"
    );
    let warnings = Panel {
        warnings: 3,
        ..Panel::default()
    };
    assert_eq!(
        html(&warnings),
        "<div id=\"gongkai-live\" class=\"count\"><a href=\"/_/\">3 条提醒</a></div>"
    );
    let errors = Panel {
        errors: 2,
        warnings: 3,
        held: true,
        findings: vec![finding(Severity::Error, BLOCK)],
        more: 1,
        failure: None,
    };
    let full = html(&errors);
    assert!(full.starts_with("<div id=\"gongkai-live\" class=\"full\""));
    assert!(
        full.contains("有 2 处错误，改好后页面会自动更新；现在看到的是改动前的内容。"),
        "{full}"
    );
    assert!(full.contains("还有 1 处没有列在这里"), "{full}");
    let fresh = html(&Panel {
        held: false,
        ..errors.clone()
    });
    assert!(!fresh.contains("改动前"), "{fresh}");
    let failed = html(&Panel {
        failure: Some(HOSTILE.into()),
        ..Panel::default()
    });
    assert!(failed.contains("页面暂时更新不了"), "{failed}");
    assert_eq!(plain(&failed, "<pre class=\"error\">", "</pre>"), HOSTILE);
}

#[test]
fn a_finding_is_exactly_the_block_of_the_terminal() {
    let pages = chinese();
    let hostile = BLOCK.replace("昨天", HOSTILE);
    let leading = format!("\n{BLOCK}\n");
    for block in [BLOCK, &hostile, &leading, "", "一行"] {
        let panel = Panel {
            errors: 1,
            findings: vec![finding(Severity::Error, block)],
            ..Panel::default()
        };
        let html = pages.panel(&panel).unwrap();
        assert_eq!(plain(&html, "<pre class=\"error\">", "</pre>"), *block);
        assert!(!html.contains("<script"), "{html}");
    }
}

#[test]
fn lines_of_source_stand_apart() {
    let kinds: Vec<(usize, bool)> = parts(BLOCK)
        .iter()
        .map(|part| (part.text.lines().count(), part.source))
        .collect();
    assert_eq!(kinds, [(2, false), (4, true), (1, false)]);
    assert!(parts("").is_empty());
    let text: String = parts("1 │ 甲\r\n乙\n│")
        .iter()
        .map(|part| part.text)
        .collect();
    assert_eq!(text, "1 │ 甲\r\n乙\n│");
}

#[test]
fn a_start_page_of_nothing_says_so() {
    let html = chinese().start(&start(0)).unwrap();
    for words in [
        "没有过期的",
        "今天没有截止的",
        "没有等待审核的",
        "没有草稿",
        "没有错误",
        "没有提醒",
    ] {
        assert_eq!(html.matches(words).count(), 1, "{words}: {html}");
    }
    assert!(!html.contains("serve."), "{html}");
}

#[test]
fn entries_link_their_pages_and_name_their_files() {
    let mut start = start(1);
    start.sections[0].entries = vec![entry(HOSTILE, Some("qx/\"甲 乙.html")), entry("无页", None)];
    let html = chinese().start(&start).unwrap();
    assert!(
        html.contains("href=\"/qx/%22%E7%94%B2%20%E4%B9%99.html\""),
        "{html}"
    );
    assert!(html.contains("<span class=\"t\">无页</span>"), "{html}");
    assert!(html.contains("<code>content/qx/甲.md:3</code>"), "{html}");
    assert!(!html.contains("<script"), "{html}");
    assert!(html.contains("草稿现在没有网页"), "{html}");
    start.drafts_shown = true;
    let html = chinese().start(&start).unwrap();
    assert!(!html.contains("草稿现在没有网页"), "{html}");
}

#[test]
fn long_sections_fold_and_lose_nothing() {
    for (entries, folded) in [(50, false), (51, true), (1000, true)] {
        let html = chinese().start(&start(entries)).unwrap();
        assert_eq!(html.contains("<details id=\"more-overdue\">"), folded);
        for n in [0, entries - 1] {
            assert_eq!(html.matches(&format!(">承诺{n}<")).count(), 4);
        }
    }
}

#[test]
fn findings_stand_under_their_files_errors_first() {
    let file = |file: &str, findings| File {
        file: file.into(),
        address: Some("qx/a.html".into()),
        title: Some(HOSTILE.into()),
        findings,
    };
    let mut start = start(0);
    (start.errors, start.warnings) = (61, 1);
    let note = finding(Severity::Note, "提示");
    start.files = vec![
        file("content/both.md", {
            let mut findings = vec![finding(Severity::Warning, BLOCK), note];
            findings.extend((0..60).map(|_| finding(Severity::Error, BLOCK)));
            findings
        }),
        file("content/error.md", vec![finding(Severity::Error, BLOCK)]),
    ];
    let html = chinese().start(&start).unwrap();
    let (errors, warnings) = html.split_once("<section id=\"warnings\">").unwrap();
    assert_eq!(errors.matches("<li class=\"error\">").count(), 61);
    assert_eq!(warnings.matches("<li class=\"").count(), 2);
    assert!(errors.contains("<details id=\"more-errors-1\">"));
    assert!(errors.contains("content/both.md:3:7</code>"), "{errors}");
    assert!(errors.contains("gongkai explain yaml/type"));
    assert!(errors.contains("3 │ 发布日期: 昨天"));
    assert!(
        !html.contains("<script") && !html.contains("serve."),
        "{html}"
    );
}

#[test]
fn what_cannot_be_read_says_so_with_its_panel() {
    let panel = Panel {
        errors: 1,
        held: true,
        findings: vec![finding(Severity::Error, BLOCK)],
        ..Panel::default()
    };
    let page = chinese()
        .unreadable(HOSTILE, Unreadable::Page, &panel)
        .unwrap();
    assert!(page.contains("这一页还看不到：文件里有错误，改好后会自动出现"));
    assert_eq!(page.matches("id=\"gongkai-live\"").count(), 1);
    assert!(!page.contains("改动前"), "{page}");
    assert!(!page.contains("<script"), "{page}");
    let site = chinese()
        .unreadable("甲", Unreadable::Site, &panel)
        .unwrap();
    assert!(site.contains("网站还看不到"), "{site}");
}

#[test]
fn the_script_is_told_what_is_shown() {
    let shown = Version {
        page: "qx/\"甲&乙.html",
        version: "a<b",
        state: "\"",
    };
    let script = chinese().script(&shown);
    assert!(
        script.contains("data-page=\"qx/%22%E7%94%B2&amp;%E4%B9%99.html\""),
        "{script}"
    );
    assert!(
        script.contains("data-version=\"a&lt;b\" data-state=\"&quot;\""),
        "{script}"
    );
    assert!(script.contains("gongkai serve"), "{script}");
}

#[test]
fn live_parts_find_their_places() {
    let cases: [(&str, &str); 9] = [
        ("<head></head><body></body>", "<head>H</head><body>T</body>"),
        (
            "<HEAD></HEAD ><BODY></BODY\n>",
            "<HEAD>H</HEAD ><BODY>T</BODY\n>",
        ),
        (
            "<head></head></body></header></head></body></html>",
            "<head>H</head></body></header></head>T</body></html>",
        ),
        ("<!doctype html><p>甲", "<!doctype html><p>甲HT"),
        ("<p></body>", "<p>HT</body>"),
        ("<head></head><p>", "<head>H</head><p>T"),
        ("</header></bodyguard>", "</header></bodyguard>HT"),
        ("", "HT"),
        ("</head", "</headHT"),
    ];
    for (page, expected) in cases {
        let made = with_live(page.as_bytes(), "H", "T");
        assert_eq!(String::from_utf8(made).unwrap(), expected, "{page}");
    }
    assert_eq!(
        with_live(b"\xff</head>\xfe</body>\xfd", "H", "T"),
        b"\xffH</head>\xfeT</body>\xfd"
    );
}

#[test]
fn every_word_asked_for_is_in_both_tables() {
    for table in [ZH, EN] {
        let words: BTreeMap<String, String> = serde_yaml::from_str(table).unwrap();
        let templates = [
            include_str!("panel.html"),
            include_str!("start.html"),
            include_str!("unreadable.html"),
        ];
        for template in templates {
            for quote in ['"', '\''] {
                for key in template
                    .split(quote)
                    .filter(|text| text.starts_with("serve.") && !text.ends_with('.'))
                {
                    assert!(words.contains_key(key), "{key}");
                }
            }
        }
        let html = pages(table).start(&start(1)).unwrap();
        assert!(!html.contains("serve."), "{html}");
    }
}

#[test]
fn the_script_stays_small_and_old() {
    assert!(SCRIPT.len() < 8 * 1024);
    for new in ["=>", "`", "const ", "let ", "?.", "??", "async "] {
        assert!(!SCRIPT.contains(new), "{new}");
    }
}

const ZH: &str = include_str!("../../text/zh-CN.yaml");
const EN: &str = include_str!("../../text/en.yaml");
