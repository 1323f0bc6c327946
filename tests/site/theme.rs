//! A site's own theme, and its language.

use crate::harness::{SITE, assert_same};
use crate::write::notices;

#[test]
fn a_sites_own_theme_overrides_file_by_file() {
    let folder = notices(2);
    let before = folder.build();
    folder.write("content/site.yaml", format!("{SITE}主题: own\n"));
    folder.write(
        "themes/own/templates/404.html",
        "<!doctype html>\n<html lang=\"zh-CN\"><title>没有</title>自家的404</html>\n",
    );
    let after = folder.build();
    assert!(folder.text("public/404.html").contains("自家的404"));
    assert_eq!(
        before["qx/notices/n1.html"], after["qx/notices/n1.html"],
        "the rest is the built-in one"
    );
}

#[test]
fn a_fault_in_a_sites_own_template_is_named_with_its_line() {
    let folder = notices(2);
    let before = folder.build();
    folder.write("content/site.yaml", format!("{SITE}主题: own\n"));
    for (template, line) in [
        (
            "<!doctype html>\n<html>\n{% if %}\n</html>",
            "notice.html:3",
        ),
        ("<!doctype html>\n\n\n{{ no.such }}", "notice.html:4"),
    ] {
        folder.write("themes/own/templates/notice.html", template);
        folder.run(&["build"]).expect(2).says(line);
        folder.run(&["check"]).expect(2).says(line);
    }
    // A link that a template gets wrong is found on the finished pages, once.
    folder.write("themes/own/templates/notice.html", "<!doctype html>\n<html lang=\"zh-CN\"><title>甲</title><a href=\"nowhere.html\">乙</a></html>\n");
    let found = folder.check();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (found[0].rule.as_str(), found[0].file.as_str()),
        ("link/broken", "themes/own/templates/notice.html")
    );
    folder.run(&["build"]).expect(1);
    assert_same(&before, &folder.tree("public"));
}

#[test]
fn a_site_can_be_in_english() {
    let folder = notices(2);
    folder.write("content/site.yaml", format!("{SITE}语言: en\n"));
    for (path, bytes) in folder
        .build()
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
    {
        let html = String::from_utf8_lossy(bytes);
        if html.contains("http-equiv=\"refresh\"") {
            continue;
        }
        assert!(html.contains("<html lang=\"en\""), "{path}");
        for word in ["首页", "上一页", "发布日期", "公告公示"] {
            assert!(!html.contains(word), "{path}: {word}");
        }
    }
}
