//! What an officer sees in a real browser who touches nothing but the editor.

use std::fs;

use super::program::{Serving, notice, villages};
use crate::devtools::Browser;
use crate::harness::{Folder, SITE, record};

const FILE: &str = "content/qx/a/notices/n.md";

/// A text of many paragraphs, the last of which says `words`.
fn long(words: &str) -> String {
    let paragraphs: String = (0..200).map(|i| format!("第{i}段。\n\n")).collect();
    notice("a村通知", &format!("{paragraphs}{words}"))
}

/// A page of `folder` that holds [`long`], in a browser.
fn open(folder: &Folder) -> Option<(Serving, Browser)> {
    let mut browser = Browser::open()?;
    folder.write(FILE, long("最后一段。"));
    let serving = Serving::of(folder);
    browser.go(&format!("http://{}/qx/a/notices/n.html", serving.address));
    browser.until("document.body.innerText.includes('最后一段。')");
    Some((serving, browser))
}

#[test]
fn a_save_shows_by_itself_and_the_place_stays() {
    let folder = villages();
    let Some((serving, mut browser)) = open(&folder) else {
        return;
    };
    browser.eval("window.scrollTo(0, 2345); 0");
    browser.until("window.scrollY === 2345");
    for words in ["改了一次。", "又改了一次。"] {
        browser.eval("window.marked = true; 0");
        folder.write(FILE, long(words));
        browser.until(&format!("document.body.innerText.includes('{words}')"));
        browser.until("document.readyState === 'complete' && window.scrollY === 2345");
        assert_eq!(
            browser.eval("window.marked === undefined"),
            true,
            "it was loaded again"
        );
    }
    // An edit of another page leaves this one alone.
    browser.eval("window.marked = true; 0");
    folder.write("content/qx/b/notices/n.md", notice("b村通知", "不相干。"));
    serving.await_words("qx/b/notices/n.html", "不相干");
    folder.write(FILE, record("文种: 公示\n公示其: 一", ""));
    browser.until("document.querySelector('#gongkai-live details') !== null");
    assert_eq!(browser.eval("window.marked"), true);
    folder.write(FILE, long("又改了一次。"));
    browser.until("document.querySelector('#gongkai-live details') === null");
    assert_eq!(browser.eval("window.marked"), true);
    assert_eq!(browser.eval("window.scrollY"), 2345);
}

#[test]
fn a_style_sheet_is_swapped_in_the_standing_page() {
    let folder = villages();
    let sheet = |colour: &str| format!("main {{ color: {colour} }}\n");
    folder
        .write("content/site.yaml", format!("{SITE}主题: own\n"))
        .write("themes/own/assets/style.css", sheet("rgb(1, 2, 3)"));
    let Some((_serving, mut browser)) = open(&folder) else {
        return;
    };
    browser.eval("window.marked = true; window.scrollTo(0, 1000); 0");
    for colour in ["rgb(4, 5, 6)", "rgb(7, 8, 9)"] {
        folder.write("themes/own/assets/style.css", sheet(colour));
        browser.until(&format!(
            "getComputedStyle(document.querySelector('main')).color === '{colour}'"
        ));
        browser.until(
            "document.querySelectorAll('link[rel=stylesheet][href*=\"style.\"]').length === 1",
        );
        assert_eq!(
            browser.eval("window.marked"),
            true,
            "it was not loaded again"
        );
        assert_eq!(browser.eval("window.scrollY"), 1000);
    }
    // Then a text: loaded again, with the newest style.
    folder.write(FILE, long("配新样式。"));
    browser.until("document.body.innerText.includes('配新样式。')");
    browser.until("getComputedStyle(document.querySelector('main')).color === 'rgb(7, 8, 9)'");
}

#[test]
fn the_panel_comes_and_goes_over_the_standing_page() {
    let folder = villages();
    let Some((_serving, mut browser)) = open(&folder) else {
        return;
    };
    browser.eval("window.marked = true; window.scrollTo(0, 1500); 0");
    let hostile =
        "---\n标题: 甲\n发布日期: <img src=x onerror=\"window.hit=1\">\n文种: 通知\n---\n";
    folder.write(FILE, hostile);
    browser.until("document.querySelectorAll('#gongkai-live pre.error').length === 1");
    let text = browser.eval("document.querySelector('#gongkai-live').innerText");
    let text = text.as_str().expect("a text").to_owned();
    for words in [
        "1 处错误",
        "yaml/type",
        "content/qx/a/notices/n.md:3:7",
        "<img src=x onerror",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let seen = "(() => { const r = document.querySelector('#gongkai-live details').getBoundingClientRect(); return r.height > 50 && r.bottom <= innerHeight + 1 && r.top < innerHeight })()";
    assert_eq!(browser.eval(seen), true, "it can be seen");
    assert_eq!(
        browser.eval("document.body.innerText.includes('最后一段。')"),
        true
    );
    assert_eq!(
        browser.eval("window.hit === undefined && window.scrollY === 1500"),
        true
    );
    // Folded, it stays folded when other mistakes come.
    browser.eval("document.querySelector('#gongkai-live details').open = false; 0");
    folder.write("content/qx/b/notices/n.md", record("文种: 公示", ""));
    browser.until("document.querySelectorAll('#gongkai-live pre.error').length > 1");
    assert_eq!(
        browser.eval("document.querySelector('#gongkai-live details').open"),
        false
    );
    folder
        .write(FILE, long("最后一段。"))
        .write("content/qx/b/notices/n.md", notice("b村通知", "好了。"));
    browser.until("document.querySelector('#gongkai-live details') === null");
    assert_eq!(
        browser.eval("window.marked"),
        true,
        "it was not loaded again"
    );
    assert_eq!(browser.eval("window.scrollY"), 1500);
}

#[test]
fn the_browser_follows_a_page_that_is_moved_or_removed() {
    let folder = villages();
    let Some((serving, mut browser)) = open(&folder) else {
        return;
    };
    fs::rename(
        folder.path(FILE),
        folder.path("content/qx/b/notices/新 名.md"),
    )
    .expect("moved");
    browser.until("decodeURIComponent(location.pathname) === '/qx/b/notices/新 名.html'");
    browser.until("document.body.innerText.includes('最后一段。')");
    folder.write("content/qx/b/notices/新 名.md", long("搬了以后改。"));
    browser.until("document.body.innerText.includes('搬了以后改。')");
    folder.remove("content/qx/b/notices/新 名.md");
    browser.until("location.pathname === '/qx/b/notices/'");
    // The start page as well, and a page that is not there yet.
    browser.go(&format!("http://{}/_/", serving.address));
    folder.write(
        FILE,
        notice("a村通知", "回来了。").replace("文种", "草稿: true\n文种"),
    );
    browser.until("document.querySelector('#drafts').innerText.includes('a村通知')");
    browser.go(&format!("http://{}/qx/a/notices/n.html", serving.address));
    folder.write(FILE, notice("a村通知", "回来了。"));
    browser.until("document.body.innerText.includes('回来了。')");
}

/// A program that is stopped and started again is found again, as long as it gets the same port.
#[test]
fn a_page_left_open_finds_the_program_again() {
    let folder = villages();
    let Some((serving, mut browser)) = open(&folder) else {
        return;
    };
    let address = serving.address.clone();
    let port = address.rsplit(':').next().expect("a port").to_owned();
    drop(serving);
    browser.until("document.getElementById('gongkai-lost') !== null");
    folder.write(FILE, long("停着的时候改的。"));
    let again = Serving::start(folder.command(&["serve", "--port", &port]));
    if again.address != address {
        // Somebody else took the port meanwhile.
        return;
    }
    browser.until("document.body.innerText.includes('停着的时候改的。')");
    browser.until("document.getElementById('gongkai-lost') === null");
}
