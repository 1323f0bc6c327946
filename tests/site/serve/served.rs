//! What is served is what a build would write, byte for byte, and nothing is written.

use super::program::{BROWSER, Serving, built, notice};
use crate::harness::{Folder, SITE, assert_same};
use crate::marked::{KINDS, Marks, write, write_table};

/// A site with a record of each kind, files beside them, a table and sheets.
fn all_kinds() -> Folder {
    let folder = Folder::site();
    let mut marks = Marks::new("all");
    for kind in KINDS {
        write(
            &folder,
            "qx",
            kind,
            "对象: 社会\n",
            "2026-11-02",
            &mut marks,
        );
    }
    write_table(&folder, "qx", "对象: 社会\n", &mut marks);
    folder.write(
        "content/qx/notices/中文 名字.md",
        notice("带空格的", "路径里有汉字和空格。"),
    );
    folder
}

#[test]
fn every_file_of_a_build_is_served_sheets_included() {
    let folder = all_kinds();
    let built = built(&folder, &[]);
    let sheets = built.keys().filter(|path| path.ends_with(".pdf")).count();
    assert!(
        sheets >= 4 && built.len() > 60,
        "{sheets} of {}",
        built.len()
    );
    let serving = Serving::of(&folder);
    assert_eq!(serving.differing(&built), Vec::<String>::new());
    // A second reading is the same; so is one in the opposite order.
    let again: Vec<_> = built.iter().rev().collect();
    for (path, bytes) in again {
        assert_eq!(serving.get(path).body, *bytes, "{path}");
    }
}

#[test]
fn every_file_of_the_sample_is_served() {
    let folder = Folder::sample();
    let built = built(&folder, &[]);
    let serving = Serving::of(&folder);
    assert!(built.len() > 600, "{}", built.len());
    assert_eq!(serving.differing(&built), Vec::<String>::new());
}

#[test]
fn a_site_with_settings_of_every_sort_is_served_as_built() {
    for settings in [
        "网址: https://a.example/\n",
        "网址: https://a.example/deep/\n语言: en\n",
        "主题: own\n时区: Asia/Urumqi\n",
    ] {
        let folder = all_kinds();
        folder
            .write("content/site.yaml", format!("{SITE}{settings}"))
            .write(
                "themes/own/assets/extra/a.css",
                "b { background: url(../x.png) }\n",
            )
            .write("themes/own/assets/x.png", crate::harness::PNG);
        let built = built(&folder, &[]);
        let serving = Serving::of(&folder);
        assert_eq!(
            serving.differing(&built),
            Vec::<String>::new(),
            "{settings}"
        );
    }
}

#[test]
fn nothing_is_written() {
    let folder = all_kinds();
    folder.build();
    folder.write(
        "content/qx/notices/late.md",
        notice("后来的", "构建以后写的。"),
    );
    let before = folder.tree("");
    let serving = Serving::of(&folder);
    assert!(
        serving
            .get("qx/notices/late.html")
            .text()
            .contains("构建以后")
    );
    for path in before.keys() {
        if let Some(path) = path.strip_prefix("public/") {
            serving.get(path);
            serving.browse(path);
        }
    }
    drop(serving);
    assert_same(&before, &folder.tree(""));
    let folder = all_kinds();
    let serving = Serving::of(&folder);
    assert_eq!(serving.browse("").status, 200);
    drop(serving);
    assert!(!folder.has("public") && !folder.has(".public.gongkai"));
}

#[test]
fn addresses_lead_where_a_web_server_would_lead_them() {
    let folder = all_kinds();
    let built = built(&folder, &[]);
    let serving = Serving::of(&folder);
    for (path, file) in [
        ("", "index.html"),
        ("qx/", "qx/index.html"),
        ("qx/notices/", "qx/notices/index.html"),
    ] {
        assert_eq!(serving.get(path).body, built[file], "{path}");
    }
    for (path, place) in [("qx", "/qx/"), ("qx/notices", "/qx/notices/")] {
        let answer = serving.get(path);
        assert_eq!(answer.status, 302);
        assert_eq!(answer.header("location"), Some(place));
    }
    let query = serving.ask("GET", "/qx/notices/plain.html?a=b&c", "");
    assert_eq!(query.body, built["qx/notices/plain.html"]);
    for path in ["no", "qx/notices/no.html", "qx/notices/plain.html/", "qx//"] {
        let answer = serving.get(path);
        assert_eq!(answer.status, 404, "{path}");
        // Its links lead from anywhere.
        let text = answer.text();
        assert!(
            text.contains("没有找到这一页") && text.contains("href=\"/index.html\""),
            "{text}"
        );
        assert!(serving.browse(path).text().contains("/_/live.js"), "{path}");
    }
}

#[test]
fn a_head_has_the_headers_of_the_whole() {
    let folder = all_kinds();
    let serving = Serving::of(&folder);
    for path in ["/", "/qx/", "/feed.xml", "/no", "/qx"] {
        for accept in ["", BROWSER] {
            let whole = serving.ask("GET", path, accept);
            let head = serving.ask("HEAD", path, accept);
            assert_eq!(head.status, whole.status, "{path}");
            assert_eq!(head.body, b"", "{path}");
            for name in ["content-type", "content-length", "location"] {
                assert_eq!(head.header(name), whole.header(name), "{path}");
            }
        }
    }
}

#[test]
fn files_say_what_they_are() {
    let folder = all_kinds();
    let serving = Serving::of(&folder);
    let built = built(&folder, &[]);
    for path in built.keys() {
        let answer = serving.ask("HEAD", &format!("/{}", super::client::encoded(path)), "");
        let expected = match path.rsplit('.').next().expect("an extension") {
            "html" => "text/html; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            "xml" if path.ends_with("feed.xml") => "application/atom+xml; charset=utf-8",
            "xml" => "application/xml; charset=utf-8",
            "json" => "application/json; charset=utf-8",
            "csv" => "text/csv; charset=utf-8",
            "txt" => "text/plain; charset=utf-8",
            "png" => "image/png",
            "pdf" => "application/pdf",
            _ => continue,
        };
        assert_eq!(answer.header("content-type"), Some(expected), "{path}");
    }
}

/// A browser's page is the built one with a style sheet, the panel and the script put in.
#[test]
fn a_browser_gets_the_page_with_live_editing_put_in() {
    let folder = all_kinds();
    let serving = Serving::of(&folder);
    for path in built(&folder, &[]).keys() {
        let (plain, seen) = (serving.get(path), serving.browse(path));
        if !path.ends_with(".html") {
            assert_eq!(plain.body, seen.body, "{path}");
            continue;
        }
        let (plain, seen) = (plain.text(), seen.text());
        let (head, rest) = seen
            .split_once("<link rel=\"stylesheet\" href=\"/_/live.css\">\n")
            .expect("the style sheet");
        let (body, rest) = rest
            .split_once("<div id=\"gongkai-live\"")
            .expect("the panel");
        let (_, tail) = rest.split_once("</script>\n").expect("the script");
        assert_eq!(plain, format!("{head}{body}{tail}"), "{path}");
    }
    assert!(serving.get("_/live.js").text().contains("EventSource"));
    assert!(serving.get("_/live.css").text().contains("#gongkai-live"));
}
