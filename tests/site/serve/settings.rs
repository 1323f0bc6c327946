//! Changes of what stands beside the records: theme, words, settings, organisations, profiles of rules.

use super::client::Shown;
use super::panel::Panel;
use super::program::{Serving, built, is_reload, notice, until, villages};
use crate::harness::{Folder, SITE};

const A: &str = "qx/a/notices/n.html";

/// A template that shows little.
fn template(words: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"zh-CN\"><head><title>甲</title>\n<link rel=\"stylesheet\" href=\"{{{{ root }}}}{{{{ site.assets[\"style.css\"] | url }}}}\"></head><body>\n{words} {{{{ record.title }}}}\n</body></html>\n"
    )
}

/// The site of [`villages`] with a theme of its own.
fn themed() -> Folder {
    let folder = villages();
    folder
        .write("content/site.yaml", format!("{SITE}主题: own\n"))
        .write("themes/own/assets/style.css", "body { color: red }\n");
    folder
}

#[track_caller]
fn equals_a_build(serving: &Serving, folder: &Folder) {
    let built = built(folder, &[]);
    until(|| match serving.differing(&built) {
        differing if differing.is_empty() => Ok(()),
        differing => Err(format!("{differing:?}")),
    });
}

#[test]
fn a_changed_template_shows_on_its_pages_only() {
    let folder = themed();
    folder.write("themes/own/templates/notice.html", template("第一稿"));
    let serving = Serving::of(&folder);
    let (notice, list) = (serving.listen(A), serving.listen("qx/a/notices/index.html"));
    assert!(serving.get(A).text().contains("第一稿"));
    folder.write("themes/own/templates/notice.html", template("第二稿"));
    notice.expect("reload");
    assert!(serving.get(A).text().contains("第二稿 a村通知"));
    // One that was the program's own becomes the site's, and the other way round.
    folder.write(
        "themes/own/templates/list.html",
        template("自家的表").replace("{{ record.title }}", ""),
    );
    list.expect("reload");
    assert!(serving.get("qx/a/notices/").text().contains("自家的表"));
    folder.remove("themes/own/templates/notice.html");
    notice.expect("reload");
    assert!(serving.get(A).text().contains("a村开会"));
    assert_eq!((notice.seen(), list.seen()), (vec![], vec![]));
    equals_a_build(&serving, &folder);
}

#[test]
fn a_changed_style_sheet_is_swapped_without_a_reload() {
    let folder = themed();
    let serving = Serving::of(&folder);
    let pages = [A, "index.html", "no/such/page.html", "qx/notices/"];
    let listeners = pages.map(|page| serving.listen(page));
    let sheet = |text: &str| {
        let (_, rest) = text.split_once("/style.").expect("a style sheet");
        format!("assets/style.{}", rest.split('"').next().expect("an end"))
    };
    let mut old = sheet(&serving.get("index.html").text());
    for colour in ["green", "blue", "red"] {
        folder.write(
            "themes/own/assets/style.css",
            format!("body {{ color: {colour} }}\n"),
        );
        let mut new = String::new();
        for (listener, page) in listeners.iter().zip(pages) {
            let told = listener.next();
            assert_eq!(told.name, "style", "{page}: {told:?}");
            let news = told.json();
            new = sheet(&serving.get("index.html").text());
            assert_eq!(news["styles"], serde_json::json!([[old, new]]), "{page}");
            let shown = Shown::of(&serving.browse(page).text());
            assert_eq!(news["version"], shown.version.as_str(), "{page}");
        }
        assert!(serving.get(&new).text().contains(colour));
        old = new;
    }
    // Style and text at once are a reload.
    folder
        .write("themes/own/assets/style.css", "body { color: black }\n")
        .write("themes/own/templates/notice.html", template("换了样子"));
    listeners[0].take_until(|event| is_reload(event) && serving.get(A).text().contains("换了样子"));
    equals_a_build(&serving, &folder);
}

#[test]
fn changed_words_show() {
    let folder = themed();
    let serving = Serving::of(&folder);
    let words = |home: &str| format!("zh-CN:\n  nav.home: {home}\nen:\n  nav.home: Home\n");
    for home in ["回首页", "回家"] {
        let page = serving.listen(A);
        folder.write("themes/own/strings.yaml", words(home));
        page.take_until(is_reload);
        serving.await_words(A, home);
    }
    // A table that cannot be read leaves what was.
    let page = serving.listen(A);
    folder.write("themes/own/strings.yaml", "zh-CN: [\n");
    page.expect("state");
    let panel = Panel::of(&serving.browse(A).text());
    assert!(panel.findings[0].contains("strings.yaml"), "{panel:?}");
    assert!(serving.get(A).text().contains("回家"));
    folder.write("themes/own/strings.yaml", words("老家"));
    page.take_until(is_reload);
    serving.await_words(A, "老家");
    equals_a_build(&serving, &folder);
}

#[test]
fn a_theme_that_cannot_be_read_is_said_until_it_can() {
    let folder = themed();
    folder.write("themes/own/strings.yaml", "zh-CN:\n  nav.home: 回家\n");
    let serving = Serving::of(&folder);
    folder.write("themes/own/strings.yaml", "zh-CN: [\n");
    let said = "strings.yaml";
    serving.await_words(A, said);
    for text in ["第一次。", "第二次。"] {
        folder.write("content/qx/a/notices/n.md", notice("a村通知", text));
        serving.await_words(A, text);
        let page = serving.get(A).text();
        assert!(page.contains(said) && page.contains("回家"), "{page}");
    }
    folder.remove("themes/own/strings.yaml");
    serving.await_none(A, said);
    serving.await_words(A, "首页");
    equals_a_build(&serving, &folder);
}

/// What changes while nothing can be gone by is there when it can.
#[test]
fn a_theme_that_changes_while_settings_are_broken_is_not_forgotten() {
    let folder = themed();
    let serving = Serving::of(&folder);
    for (colour, name) in [("green", "试点"), ("blue", "新名")] {
        let said = serving.said().len();
        folder.write("content/site.yaml", "名称: [\n");
        serving.await_said(said, "content/site.yaml");
        folder.write(
            "themes/own/assets/style.css",
            format!("body {{ color: {colour} }}\n"),
        );
        folder.write(
            "themes/own/templates/notice.html",
            template(&format!("模板{colour}")),
        );
        // Taken in together with the theme, or after it.
        let title = format!("{name}之{colour}");
        folder.write("content/qx/b/notices/n.md", notice(&title, "开会。"));
        serving.await_words("qx/b/notices/n.html", &title);
        let settings = SITE.replace("试点", name);
        folder.write("content/site.yaml", format!("{settings}主题: own\n"));
        equals_a_build(&serving, &folder);
    }
}

#[test]
fn another_theme_is_chosen_and_comes_and_goes() {
    let folder = villages();
    let serving = Serving::of(&folder);
    let said = serving.said().len();
    // The folder is not there yet.
    folder.write("content/site.yaml", format!("{SITE}主题: late\n"));
    serving.await_said(said, "site.yaml");
    assert!(serving.get(A).text().contains("a村开会"));
    folder.write("themes/late/templates/notice.html", template("后来的主题"));
    serving.await_words(A, "后来的主题");
    folder.write("content/site.yaml", SITE);
    serving.await_words(A, "a村开会");
    equals_a_build(&serving, &folder);
}

#[test]
fn changed_settings_show_everywhere() {
    let folder = villages();
    let serving = Serving::of(&folder);
    let pages = [A, "index.html", "qx/b/index.html"];
    let listeners = pages.map(|page| serving.listen(page));
    folder.write("content/site.yaml", SITE.replace("试点", "新名字"));
    for (listener, page) in listeners.iter().zip(pages) {
        listener.expect("reload");
        assert!(serving.get(page).text().contains("新名字"), "{page}");
    }
    // The language of the pages, and of what the program says in them.
    folder.write("content/site.yaml", format!("{SITE}语言: en\n"));
    serving.await_words(A, "<html lang=\"en\"");
    folder.write(
        "content/site.yaml",
        SITE.replace("2026-11-22", "2026-12-24"),
    );
    serving.await_words(A, "<html lang=\"zh-CN\"");
    serving.await_words("_/", "2026年12月24日");
    equals_a_build(&serving, &folder);
}

#[test]
fn a_changed_organisation_shows_on_its_pages() {
    let folder = villages();
    let serving = Serving::of(&folder);
    let (a, b) = (serving.listen(A), serving.listen("qx/b/notices/n.html"));
    folder.write(
        "content/qx/a/org.yaml",
        "名称: 柳村\n层级: 村\n电话: 0000-12345643\n",
    );
    a.expect("reload");
    assert!(serving.get(A).text().contains("柳村"));
    assert!(serving.get("qx/").text().contains("柳村"));
    folder.write("content/qx/b/org.yaml", "名称: 杨村\n层级: 村\n");
    b.expect("reload");
    // What its records may be read by hangs on it as well.
    folder.write(
        "content/qx/a/org.yaml",
        "名称: 柳村\n层级: 村\n默认对象: 党员\n",
    );
    a.expect("go");
    assert_eq!(serving.get(A).status, 404);
    assert_eq!(b.seen(), vec![]);
    equals_a_build(&serving, &folder);
}

#[test]
fn a_changed_profile_of_rules_is_gone_by() {
    let folder = villages();
    let profile = |days: u32| format!("extends: national\nstale_days: {days}\n");
    folder
        .write("content/site.yaml", format!("{SITE}规则: xian\n"))
        .write("content/rules/xian.yaml", profile(2));
    let serving = Serving::of(&folder);
    assert!(Panel::of(&serving.browse(A).text()).is_empty());
    let page = serving.listen(A);
    folder.write("content/rules/xian.yaml", profile(1));
    let told = page.expect("state");
    assert!(told.contains("1 条提醒"), "{told}");
    folder.write("content/rules/xian.yaml", "extends: [\n");
    let told = page.expect("state");
    assert!(told.contains("规则文件“xian”读不懂"), "{told}");
    folder.write("content/rules/xian.yaml", profile(3));
    let told = page.expect("state");
    assert!(told.contains("gongkai-live\\\" hidden"), "{told}");
    assert_eq!(page.seen(), vec![]);
}

#[test]
fn a_changed_glossary_shows_on_the_pages_that_use_it() {
    let folder = villages();
    folder.write(
        "content/qx/a/notices/n.md",
        notice("a村通知", "公示期三天。"),
    );
    let serving = Serving::of(&folder);
    let page = serving.listen(A);
    let other = serving.listen("qx/b/notices/n.html");
    let terms = |meaning: &str| format!("- {{词: 公示期, 解释: {meaning}}}\n");
    folder.write("content/词汇.yaml", terms("第一种解释"));
    page.take_until(is_reload);
    serving.await_words(A, "第一种解释");
    folder.write("content/词汇.yaml", terms("第二种解释"));
    page.take_until(is_reload);
    serving.await_words(A, "第二种解释");
    // A mistake leaves what was, and is said.
    folder.write("content/词汇.yaml", "- {词: 公示期}\n");
    let told = page.expect("state");
    assert!(told.contains("解释"), "{told}");
    assert!(serving.get(A).text().contains("第二种解释"));
    folder.remove("content/词汇.yaml");
    serving.await_none(A, "class=\"term\"");
    drop(other);
    equals_a_build(&serving, &folder);
}
