//! What browsers are told: of their own page only, and where it went.

use std::fs;

use super::client::{Event, Listener, Shown};
use super::program::{Serving, is_reload, notice, until, villages};
use crate::harness::record;

const A: &str = "qx/a/notices/n.html";
const B: &str = "qx/b/notices/n.html";

/// Waits until `page` is other than `before`; gives what it says of itself.
fn changed(serving: &Serving, page: &str, before: &Shown) -> Shown {
    until(|| {
        let now = Shown::of(&serving.browse(page).text());
        (now != *before)
            .then_some(now)
            .ok_or("unchanged".to_owned())
    })
}

#[test]
fn only_who_shows_the_changed_page_is_told() {
    let folder = villages();
    let serving = Serving::of(&folder);
    let (a, b) = (serving.listen(A), serving.listen(B));
    let write = |name: &str, text: &str| {
        folder.write(
            &format!("content/qx/{name}/notices/n.md"),
            notice(&format!("{name}村通知"), text),
        );
    };
    write("a", "第一次改。");
    let version = a.expect("reload");
    assert_eq!(version, Shown::of(&serving.browse(A).text()).version);
    write("b", "第二次改。");
    // Had the first edit been told here, it would have come first.
    let version = b.expect("reload");
    assert_eq!(version, Shown::of(&serving.browse(B).text()).version);
    write("a", "第三次改。");
    a.expect("reload");
    // A page that lists both is told of titles, not of texts.
    let list = serving.listen("qx/a/notices/index.html");
    write("a", "第四次改。");
    a.expect("reload");
    folder.write(
        "content/qx/a/notices/n.md",
        notice("换了标题", "第四次改。"),
    );
    a.expect("reload");
    let data = list.expect("reload");
    assert_eq!(
        data,
        Shown::of(&serving.browse("qx/a/notices/index.html").text()).version
    );
    assert_eq!((a.seen(), b.seen(), list.seen()), (vec![], vec![], vec![]));
}

#[test]
fn a_save_that_changes_nothing_is_not_told() {
    let folder = villages();
    let serving = Serving::of(&folder);
    let (a, b) = (serving.listen(A), serving.listen(B));
    let text = folder.read("content/qx/a/notices/n.md");
    folder.write("content/qx/a/notices/n.md", &text);
    // A comment in the front matter is no part of the page either.
    let text = String::from_utf8(text).expect("UTF-8");
    folder.write(
        "content/qx/a/notices/n.md",
        text.replacen("---\n", "---\n# 备注\n", 1),
    );
    folder.write("content/qx/a/notices/n.md.bak", "编辑器的备份");
    folder.write("content/qx/b/notices/n.md", notice("b村通知", "改了。"));
    b.expect("reload");
    folder.write("content/qx/a/notices/n.md", notice("a村通知", "也改了。"));
    let version = a.expect("reload");
    assert_eq!(version, Shown::of(&serving.browse(A).text()).version);
    assert_eq!((a.seen(), b.seen()), (vec![], vec![]));
}

#[test]
fn a_removed_page_leads_to_its_parent() {
    let folder = villages();
    folder.write("content/qx/a/notices/m.md", notice("另一份", "还在。"));
    let serving = Serving::of(&folder);
    let (page, list) = (serving.listen(A), serving.listen("qx/a/notices/index.html"));
    folder.remove("content/qx/a/notices/n.md");
    assert_eq!(page.expect("go"), "/qx/a/notices/");
    list.expect("reload");
    assert_eq!(serving.get(A).status, 404);
    // With the last of them goes their list.
    folder.remove("content/qx/a/notices/m.md");
    assert_eq!(list.expect("go"), "/qx/a/");
    let org = serving.listen("qx/a/index.html");
    fs::remove_dir_all(folder.path("content/qx/a")).expect("removed");
    let told = org.take_until(|event| event.name == "go");
    assert_eq!(told.last().map(|event| event.data.as_str()), Some("/qx/"));
}

#[test]
fn a_renamed_file_leads_to_its_new_place() {
    let folder = villages();
    let serving = Serving::of(&folder);
    let page = serving.listen(A);
    let rename = |from: &str, to: &str| {
        let (from, to) = (format!("content/{from}"), format!("content/{to}"));
        fs::create_dir_all(folder.path(&to).parent().expect("a folder")).expect("folders");
        fs::rename(folder.path(&from), folder.path(&to)).expect("renamed");
    };
    rename("qx/a/notices/n.md", "qx/a/notices/新 名.md");
    let place = page.expect("go");
    assert_eq!(place, "/qx/a/notices/%E6%96%B0%20%E5%90%8D.html");
    // Whoever did not hear of it, or of more than one move, is led there as well.
    rename("qx/a/notices/新 名.md", "qx/b/notices/w/index.md");
    serving.await_words("qx/b/notices/w.html", "a村开会");
    for old in [A, "qx/a/notices/%E6%96%B0%20%E5%90%8D.html"] {
        let shown = Shown {
            page: old.to_owned(),
            ..page.shown.clone()
        };
        let late = Listener::open(&serving.address, shown);
        assert_eq!(late.expect("go"), "/qx/b/notices/w.html", "{old}");
    }
    // A new file at the old place is a page again.
    folder.write("content/qx/a/notices/n.md", notice("又有了", "新的一份。"));
    serving.await_words(A, "新的一份");
    let late = Listener::open(&serving.address, page.shown.clone());
    late.expect("reload");
}

#[test]
fn a_file_renamed_and_changed_at_once_is_followed_by_its_title() {
    let folder = villages();
    let serving = Serving::of(&folder);
    let page = serving.listen(A);
    folder.remove("content/qx/a/notices/n.md").write(
        "content/qx/a/notices/m.md",
        notice("a村通知", "改名又改字。"),
    );
    let place = page.expect("go");
    assert_eq!(place, "/qx/a/notices/m.html");
}

#[test]
fn a_moved_folder_takes_all_its_pages_along() {
    let folder = villages();
    folder
        .write("content/qx/a/zu/org.yaml", "名称: 三组\n层级: 组\n")
        .write(
            "content/qx/a/zu/notices/g.md",
            notice("三组通知", "三组开会。"),
        );
    let serving = Serving::of(&folder);
    let pages = [
        (A, "/qx/c/notices/n.html"),
        ("qx/a/index.html", "/qx/c/"),
        ("qx/a/notices/index.html", "/qx/c/notices/"),
        ("qx/a/zu/notices/g.html", "/qx/c/zu/notices/g.html"),
        ("qx/a/zu/index.html", "/qx/c/zu/"),
    ];
    let listeners = pages.map(|(page, place)| (serving.listen(page), place));
    fs::rename(folder.path("content/qx/a"), folder.path("content/qx/c")).expect("moved");
    for (listener, place) in &listeners {
        let told = listener.take_until(|event| event.name == "go");
        assert_eq!(
            told.last().map(|event| event.data.as_str()),
            Some(*place),
            "{told:?}"
        );
    }
}

#[test]
fn who_connects_with_an_old_page_is_told_at_once() {
    let folder = villages();
    let serving = Serving::of(&folder);
    let old = Shown::of(&serving.browse(A).text());
    folder.write("content/qx/a/notices/n.md", notice("a村通知", "改了。"));
    let now = changed(&serving, A, &old);
    let late = Listener::open(&serving.address, old.clone());
    assert_eq!(late.expect("reload"), now.version);
    // One that shows the newest is told nothing of it, but of what comes next.
    let same = Listener::open(&serving.address, now.clone());
    let bad = record("文种: 公示\n公示期: 明天", "");
    folder.write("content/qx/b/notices/n.md", bad);
    assert_eq!(same.next().name, "state");
    // Findings that came meanwhile are told at once, too.
    let late = Listener::open(&serving.address, now);
    assert_eq!(late.next().name, "state");
    let strange = Shown {
        version: "没有这样的".to_owned(),
        ..old
    };
    let strange = Shown {
        version: super::client::encoded(&strange.version),
        ..strange
    };
    let strange = Listener::open(&serving.address, strange);
    strange.take_until(is_reload);
}

#[test]
fn a_page_that_is_not_there_waits_for_its_file() {
    let folder = villages();
    let serving = Serving::of(&folder);
    let page = "qx/a/notices/new.html";
    let answer = serving.browse(page);
    assert_eq!(answer.status, 404);
    let listener = serving.listen(page);
    folder.write("content/qx/a/notices/new.md", notice("新的", "刚写的。"));
    listener.take_until(|event: &Event| is_reload(event) && serving.get(page).status == 200);
}
