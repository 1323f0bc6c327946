//! Mistakes do not stop it: the last good page stays, and says what is to be mended exactly as `check` does.

use super::client::{Listener, Shown};
use super::panel::{Panel, checked, read};
use super::program::{Serving, is_reload, notice, until, villages};
use crate::harness::{SITE, record};

const A: &str = "qx/a/notices/n.html";
const FILE: &str = "content/qx/a/notices/n.md";

/// Waits for a panel that fits, on the page at `path`.
#[track_caller]
fn await_panel(serving: &Serving, path: &str, fits: impl Fn(&Panel) -> bool) -> Panel {
    until(|| {
        let panel = Panel::of(&serving.browse(path).text());
        if fits(&panel) {
            return Ok(panel);
        }
        Err(format!("{panel:?}"))
    })
}

/// The panel that the next event brings.
#[track_caller]
fn told(listener: &Listener) -> Panel {
    let event = listener.next();
    assert_eq!(event.name, "state", "{event:?}");
    Panel::of(event.json()["html"].as_str().expect("HTML"))
}

#[test]
fn a_broken_record_stays_as_it_was_and_the_panel_says_what_check_says() {
    let folder = villages();
    let serving = Serving::of(&folder);
    let (a, b) = (serving.listen(A), serving.listen("qx/b/notices/n.html"));
    let broken = [
        ("标题: 没有开头\n".to_owned(), FILE),
        ("---\n标题: [\n---\n".to_owned(), FILE),
        (
            "---\n标题: 甲\n发布日期: 昨天\n文种: 通知\n---\n\n新的。\n".to_owned(),
            "n.md:3:7",
        ),
        (record("文种: 公示\n公示其: 一", "新的。"), "n.md:5:1"),
        (notice("甲", "见[没有的](没有.md)。"), "n.md:7"),
        (notice("甲", "![没有的](没有.png)"), "n.md:7"),
    ];
    for (text, place) in broken {
        folder.write(FILE, &text);
        let panel = told(&a);
        let said = checked(&folder, "错误", &[]);
        assert!(said.iter().any(|block| block.contains(place)), "{said:?}");
        assert_eq!(panel.findings, said, "{text}");
        assert!(
            panel.summary.contains(&format!("{} 处错误", said.len())),
            "{panel:?}"
        );
        assert!(panel.summary.contains("改动前的内容"), "{panel:?}");
        let page = serving.browse(A).text();
        assert!(
            page.contains("a村开会。") && !page.contains("新的"),
            "{page}"
        );
        assert_eq!(Panel::of(&page).findings, said);
        // Other pages say it as well, but are not old themselves.
        let other = told(&b);
        assert_eq!(other.findings, said);
        assert!(!other.summary.contains("改动前的内容"), "{other:?}");
        // So do those who ask without a browser.
        assert_eq!(Panel::of(&serving.get(A).text()).findings, said);
        folder.write(FILE, notice("a村通知", "a村开会。"));
        assert!(told(&a).is_empty() && told(&b).is_empty());
        assert!(Panel::of(&serving.browse(A).text()).is_empty());
    }
    // What was mended with other words is a new page.
    folder.write(FILE, record("文种: 公示\n公示其: 一", "新的。"));
    told(&a);
    folder.write(FILE, notice("a村通知", "改好了。"));
    a.expect("reload");
    let page = serving.browse(A).text();
    assert!(page.contains("改好了。") && Panel::of(&page).is_empty());
}

#[test]
fn many_findings_in_many_files_are_those_of_check() {
    let folder = villages();
    let serving = Serving::of(&folder);
    for (i, text) in [
        record("文种: 公示", ""),
        record("文种: 不知道\n标签: 一", "<script>alert(1)</script>"),
        record("文种: 通知\n电话: [1]\n旧址: 二", ""),
    ]
    .iter()
    .enumerate()
    {
        folder.write(&format!("content/qx/a/notices/x{i}.md"), text);
        folder.write(&format!("content/qx/b/notices/y{i}.md"), text);
    }
    folder.write("content/qx/c/org.yaml", "名你: c村\n");
    let said = checked(&folder, "错误", &[]);
    assert!((6..=20).contains(&said.len()), "{said:?}");
    await_panel(&serving, "index.html", |panel| panel.findings == said);
    // The rest is counted.
    for i in 0..30 {
        folder.write(
            &format!("content/qx/a/notices/z{i:02}.md"),
            record("文种: 公示", ""),
        );
    }
    let all = checked(&folder, "错误", &[]);
    let panel = await_panel(&serving, "index.html", |panel| {
        panel.summary.contains(&format!("{} 处错误", all.len()))
    });
    assert_eq!(panel.findings, all[..20]);
    let rest = format!("还有 {} 处没有列在这里", all.len() - 20);
    assert!(panel.html.contains(&rest), "{rest}: {}", panel.html);
    assert!(panel.html.contains("<a href=\"/_/\">"));
}

/// What `check` finds on finished pages is found here as well.
#[test]
fn what_is_wrong_with_finished_pages_is_said() {
    let folder = villages();
    folder.write("content/site.yaml", format!("{SITE}主题: own\n"));
    folder.write("themes/own/assets/a.txt", "甲");
    let serving = Serving::of(&folder);
    folder.write(
        "themes/own/templates/notice.html",
        "<!doctype html>\n<html lang=\"zh-CN\"><head><title>甲</title></head><body><a href=\"nowhere.html\">乙</a></body></html>\n",
    );
    let said = checked(&folder, "错误", &[]);
    assert_eq!(said.len(), 1, "{said:?}");
    await_panel(&serving, A, |panel| panel.findings == said);
}

#[test]
fn what_officers_write_is_escaped() {
    let folder = villages();
    let serving = Serving::of(&folder);
    let hostile = "</pre></script><script>alert('甲')</script><b x=\"&\">";
    let text = format!(
        "---\n标题: \"{}\"\n发布日期: {hostile}\n文种: 通知\n---\n",
        hostile.replace('"', "'")
    );
    let names: &[&str] = if cfg!(windows) {
        &["x"]
    } else {
        &["x", "<script>alert(1)<", "a&b\"c'd"]
    };
    for name in names {
        folder.write(&format!("content/qx/a/notices/{name}.md"), &text);
    }
    let said = checked(&folder, "错误", &[]);
    assert!(said.len() >= names.len(), "{said:?}");
    let panel = await_panel(&serving, A, |panel| panel.findings == said);
    let pages = [
        serving.browse(A).text(),
        serving.browse("_/").text(),
        panel.html,
    ];
    for page in pages {
        for tag in ["<script>", "<b x", "</script><"] {
            assert!(!page.contains(tag), "{tag}: {page}");
        }
    }
    // The same where it is no mistake: a draft and a warning on the start page, the site's name on a page that cannot be seen.
    for name in names {
        folder.remove(&format!("content/qx/a/notices/{name}.md"));
    }
    let draft = "---\n标题: \"<script>alert(2)</script>\"\n发布日期: 2026-11-20\n文种: 通知\n草稿: true\n---\n";
    folder.write("content/qx/a/notices/d.md", draft);
    folder.write(
        "content/site.yaml",
        SITE.replace("试点", "\"<script>alert(3)</script>\""),
    );
    serving.await_words("_/", "alert(2)");
    serving.await_words("_/", "alert(3)");
    let page = serving.browse("_/").text();
    assert!(!page.contains("<script>"), "{page}");
}

#[test]
fn an_english_site_is_told_in_english() {
    let folder = villages();
    folder.write("content/site.yaml", format!("{SITE}语言: en\n"));
    let serving = Serving::of(&folder);
    folder.write(FILE, record("文种: 公示\n公示其: 一", ""));
    let said = checked(&folder, "error", &["--lang", "en"]);
    assert!(!said.is_empty());
    let panel = await_panel(&serving, A, |panel| panel.findings == said);
    assert!(panel.summary.contains("Errors: "), "{panel:?}");
    let page = serving.browse("_/").text();
    assert!(
        page.contains("<html lang=\"en\"") && page.contains("Today&#39;s work")
            || page.contains("Today's work"),
        "{page}"
    );
    // The terminal speaks the language of whoever sits there.
    serving.await_said(0, "错误[");
}

#[test]
fn a_record_that_is_broken_from_the_start_appears_when_it_is_mended() {
    let folder = villages();
    folder.write(FILE, "---\n标题: [\n---\n");
    let serving = Serving::of(&folder);
    let answer = serving.browse(A);
    let page = answer.text();
    assert_eq!(answer.status, 503);
    assert!(page.contains("这一页还看不到"), "{page}");
    assert_eq!(Panel::of(&page).findings, checked(&folder, "错误", &[]));
    assert!(!serving.get("qx/a/notices/").text().contains("n.html"));
    assert!(
        serving
            .get("qx/b/notices/n.html")
            .text()
            .contains("b村开会")
    );
    let listener = Listener::open(&serving.address, Shown::of(&page));
    // Still broken, otherwise: what the page says is new.
    folder.write(FILE, "---\n标题: {\n---\n");
    listener.expect("reload");
    folder.write(FILE, notice("a村通知", "终于好了。"));
    listener.take_until(is_reload);
    serving.await_words(A, "终于好了");
    assert!(Panel::of(&serving.browse(A).text()).is_empty());
}

#[test]
fn broken_settings_leave_the_whole_site_as_it_was() {
    let folder = villages();
    let serving = Serving::of(&folder);
    let a = serving.listen(A);
    for settings in [
        "名称: [\n",
        "默认对象: 社会\n",
        "名称: 新名\n时区: Asia/Shanghi\n",
        "名称: 新名\n名你: 一\n",
    ] {
        folder.write("content/site.yaml", settings);
        let panel = told(&a);
        assert_eq!(panel.findings, checked(&folder, "错误", &[]), "{settings}");
        let page = serving.browse(A).text();
        assert!(
            page.contains("a村开会") && page.contains("试点") && !page.contains("新名"),
            "{page}"
        );
        folder.write("content/site.yaml", SITE);
        assert!(told(&a).is_empty());
    }
}

#[test]
fn settings_that_are_broken_from_the_start_are_waited_for() {
    let folder = villages();
    folder.write("content/site.yaml", "名称: [\n");
    let serving = Serving::of(&folder);
    for path in [A, "index.html", "_/"] {
        let answer = serving.browse(path);
        let page = answer.text();
        assert_eq!(
            Panel::of(&page).findings,
            checked(&folder, "错误", &[]),
            "{path}"
        );
        assert!(page.contains("网站还看不到"), "{path}: {page}");
    }
    assert_eq!(serving.browse(A).status, 503);
    let listener = serving.listen(A);
    folder.write("content/site.yaml", SITE);
    listener.take_until(is_reload);
    serving.await_words(A, "a村开会");
    assert_eq!(serving.browse(A).status, 200);
}

#[test]
fn a_broken_template_leaves_the_pages_as_they_were() {
    let folder = villages();
    folder.write("content/site.yaml", format!("{SITE}主题: own\n"));
    let whole = |words: &str| {
        format!(
            "<!doctype html>\n<html lang=\"zh-CN\"><head><title>甲</title></head><body>{words}\n</body></html>\n"
        )
    };
    folder.write("themes/own/templates/notice.html", whole("自家模板"));
    let serving = Serving::of(&folder);
    let a = serving.listen(A);
    for (template, place) in [
        (
            "<!doctype html>\n<html>\n{% if %}\n</html>",
            "notice.html:3",
        ),
        ("<!doctype html>\n\n\n{{ no.such }}", "notice.html:4"),
    ] {
        let said = serving.said().len();
        folder.write("themes/own/templates/notice.html", template);
        let panel = told(&a);
        assert!(panel.findings[0].contains(place), "{panel:?}");
        assert!(panel.summary.contains("改动前的内容"), "{panel:?}");
        serving.await_said(said, place);
        let words = folder.run(&["check"]).expect(2).err;
        assert_eq!(panel.findings[0].trim(), words.trim(), "as check says it");
        assert!(serving.get(A).text().contains("自家模板"));
        // Records are still followed.
        folder.write(
            "content/qx/b/notices/n.md",
            notice("b村通知", &format!("在{place}之时。")),
        );
        serving.await_status("qx/b/notices/n.html", 200);
        folder.write("themes/own/templates/notice.html", whole("自家模板"));
        assert!(told(&a).is_empty());
    }
    folder.write("themes/own/templates/notice.html", whole("改好的模板"));
    a.expect("reload");
    assert!(serving.get(A).text().contains("改好的模板"));
}

#[test]
fn warnings_are_counted_in_a_corner() {
    let folder = villages();
    let vague = |n: usize| {
        let items = "\n  - {事项: 努力服务群众}".repeat(n);
        record(
            &format!("承诺人: {{姓名: 张某}}\n类别: 岗位\n承诺:{items}"),
            "",
        )
    };
    folder.write("content/qx/a/pledges/p.md", vague(1));
    let serving = Serving::of(&folder);
    let a = serving.listen(A);
    assert!(
        Panel::of(&serving.browse(A).text())
            .summary
            .starts_with("1 ")
    );
    for n in [3, 25] {
        folder.write("content/qx/a/pledges/p.md", vague(n));
        let panel = told(&a);
        assert_eq!(panel.summary, format!("{n} 条提醒"));
        assert_eq!(panel.findings, Vec::<String>::new());
    }
    let page = serving.browse("_/").text();
    let list = page
        .split("<section id=\"warnings\">")
        .nth(1)
        .expect("warnings");
    assert_eq!(list.matches("gongkai explain pledge/vague").count(), 25);
    let words = read(list);
    assert!(words.contains("content/qx/a/pledges/p.md:8:"), "{words}");
    folder.remove("content/qx/a/pledges/p.md");
    await_panel(&serving, A, Panel::is_empty);
}

#[test]
fn the_terminal_says_the_same() {
    let folder = villages();
    let serving = Serving::of(&folder);
    serving.await_said(0, "3 份记录，没有问题");
    let said = serving.said().len();
    folder.write(FILE, record("文种: 公示\n公示其: 一", ""));
    let expected = checked(&folder, "错误", &[]);
    for block in &expected {
        serving.await_said(said, block);
    }
    serving.await_said(said, &format!("{} 处错误", expected.len()));
    let said = serving.said().len();
    folder.write(FILE, notice("a村通知", "好了。"));
    serving.await_said(said, "没有问题");
    assert!(
        !serving.said().contains('\u{1b}'),
        "no colours where there is no terminal"
    );
}

/// A mistake in one of two files that hang together.
#[test]
fn a_link_to_a_file_that_is_gone_is_said_until_it_is_back() {
    let folder = villages();
    let text = notice("带链接", "见[那一份](记录:qx/b/notices/n)。");
    folder.write(FILE, text);
    let serving = Serving::of(&folder);
    let a = serving.listen(A);
    let other = folder.read("content/qx/b/notices/n.md");
    folder.remove("content/qx/b/notices/n.md");
    let said = checked(&folder, "错误", &[]);
    assert!(said[0].contains(FILE), "{said:?}");
    await_panel(&serving, A, |panel| panel.findings == said);
    a.next();
    folder.write("content/qx/b/notices/n.md", other);
    await_panel(&serving, A, Panel::is_empty);
    a.next();
}
