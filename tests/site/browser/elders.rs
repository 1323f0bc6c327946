//! The elders' view: large type, large targets, one column, amounts in words too; kept where the browser can keep it.

use serde_json::json;

use super::reader::{DESK, Faults, PHONE, SWITCH, View};
use super::sample::sample;
use super::worst;
use crate::devtools::{Browser, SPACE};

/// Least sizes in CSS pixels.
const TEXT: f64 = 24.0;
const TARGET: f64 = 60.0;

#[test]
fn type_and_targets_are_large_in_one_column() {
    let Some(mut browser) = Browser::open() else {
        return;
    };
    let mut faults = Faults::default();
    for path in &sample().types {
        browser.screen(PHONE);
        browser.show(&sample().http(path), View::Elders);
        for screen in [PHONE, DESK] {
            browser.screen(screen);
            let page = format!("{path} ({} px)", screen.0);
            for (what, least) in [("small", TEXT), ("narrow", TARGET), ("beside", 0.0)] {
                let found = browser.look(what, json!({ "least": least }));
                faults.note(&page, &found);
            }
        }
    }
    faults.none();
}

#[test]
fn amounts_stand_in_words_too() {
    let Some(mut browser) = Browser::open() else {
        return;
    };
    browser.screen(PHONE);
    let words = "[...document.querySelectorAll('main .words, main .a > i')].filter(e => e.checkVisibility()).map(e => e.textContent).join(' ')";
    browser.show(&sample().http(worst::ACCOUNT), View::Normal);
    assert_eq!(browser.text(words), "");
    browser.turn(View::Elders);
    let shown = browser.text(words);
    // 200 × 1,234.50 yuan, and one line of it.
    for amount in ["二十四万六千九百元", "一千二百三十四元五角"] {
        assert!(shown.contains(amount), "{amount}: {shown}");
    }
}

/// The switch is pressed once; after that the view stays, on this page and on others.
fn kept(address: impl Fn(&str) -> String) {
    let Some(mut browser) = Browser::open() else {
        return;
    };
    browser.screen(PHONE);
    let on = format!(
        "document.querySelector('{SWITCH}').checked && parseFloat(getComputedStyle(document.querySelector('main')).fontSize) >= 24"
    );
    let (first, second) = (address("index.html"), address(worst::ACCOUNT));
    browser.go(&first);
    browser.click(&format!("label[for={}]", &SWITCH[1..]));
    browser.until(&on);
    browser.call("Page.reload", json!({}));
    browser.until(&format!("document.readyState === 'complete' && {on}"));
    browser.go(&second);
    browser.until(&on);
    // Off again by key, which is kept as well.
    browser.eval(&format!("document.querySelector('{SWITCH}').focus(); 0"));
    browser.press(SPACE);
    browser.until(&format!("!({on})"));
    browser.go(&first);
    browser.until(&format!("document.readyState === 'complete' && !({on})"));
}

#[test]
fn the_view_is_kept_on_a_server() {
    kept(|path| sample().http(path));
}

#[test]
fn the_view_is_kept_on_disk() {
    kept(|path| sample().file(path));
}

#[test]
fn storage_that_is_forbidden_hurts_nothing() {
    let Some(mut browser) = Browser::open() else {
        return;
    };
    browser.screen(PHONE);
    browser.listen(&["Page", "Runtime"]);
    let forbid = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })";
    browser.call(
        "Page.addScriptToEvaluateOnNewDocument",
        json!({ "source": forbid }),
    );
    browser.go(&sample().http(worst::ACCOUNT));
    browser.click(&format!("label[for={}]", &SWITCH[1..]));
    browser.until("parseFloat(getComputedStyle(document.querySelector('main')).fontSize) >= 24");
    let events = browser.events();
    let thrown = events
        .iter()
        .find(|event| event["method"] == "Runtime.exceptionThrown");
    assert!(thrown.is_none(), "{thrown:?}");
}

/// Somebody in the middle of a page keeps the place.
#[test]
fn switching_keeps_the_place() {
    let Some(mut browser) = Browser::open() else {
        return;
    };
    browser.screen(PHONE);
    browser.go(&sample().http(worst::ACCOUNT));
    browser.eval("window.row = document.querySelectorAll('main tbody tr')[150]; row.scrollIntoView({ block: 'start' }); 0");
    let near = "Math.abs(row.getBoundingClientRect().top) < innerHeight";
    assert_eq!(browser.eval(near), true);
    for view in [View::Elders, View::Normal] {
        browser.turn(view);
        assert_eq!(browser.eval(near), true, "{view:?}");
    }
}
