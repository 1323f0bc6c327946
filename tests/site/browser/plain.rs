//! Without scripts every page is read, and every way is open.

use std::collections::BTreeSet;

use serde_json::Value;

use super::reader::{Faults, PHONE, SWITCH};
use super::sample::sample;
use crate::devtools::{Browser, SPACE};

fn lines(browser: &mut Browser) -> BTreeSet<String> {
    let lines = browser.look("lines", Value::Null);
    let lines = lines.as_array().expect("lines").iter();
    lines
        .map(|line| line.as_str().expect("a text").to_owned())
        .collect()
}

#[test]
fn every_page_says_the_same() {
    let Some(mut browser) = Browser::open() else {
        return;
    };
    browser.screen(PHONE);
    let mut faults = Faults::default();
    for path in &sample().types {
        browser.scripts(false);
        browser.go(&sample().http(path));
        let bare = lines(&mut browser);
        browser.scripts(true);
        browser.go(&sample().http(path));
        // What scripts add is a convenience, and says so by the attribute that they use.
        browser.eval("document.querySelectorAll('main button, main form, [data-my-place]').forEach(e => e.remove()); 0");
        for line in lines(&mut browser).difference(&bare) {
            faults.add(path, &format!("not without scripts: {line}"));
        }
        assert!(!bare.is_empty(), "{path}");
    }
    faults.none();
}

#[test]
fn the_search_page_offers_other_ways() {
    let Some(mut browser) = Browser::open() else {
        return;
    };
    browser.scripts(false);
    let page = "search/index.html";
    assert!(sample().files.contains_key(page));
    browser.go(&sample().http(page));
    let ways = "[...document.querySelectorAll('main a[href]')].filter(e => e.checkVisibility()).map(e => e.href)";
    let ways: Vec<String> = serde_json::from_value(browser.eval(ways)).expect("addresses");
    assert!(ways.len() >= 4, "{ways:?}");
    for kind in ["notices/", "funds/", "guides/", "orgs/"] {
        assert!(
            ways.iter().any(|way| way.contains(kind)),
            "{kind}: {ways:?}"
        );
    }
}

#[test]
fn the_switch_works_by_pointer_and_by_key() {
    let Some(mut browser) = Browser::open() else {
        return;
    };
    browser.screen(PHONE);
    browser.scripts(false);
    let size = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)";
    for path in &sample().types {
        browser.go(&sample().http(path));
        if browser.eval("document.querySelector('main p') === null") == true {
            continue;
        }
        assert_eq!(browser.eval(&format!("{size} < 24")), true, "{path}");
        browser.click(&format!("label[for={}]", &SWITCH[1..]));
        browser.until(&format!("{size} >= 24"));
        browser.eval(&format!("document.querySelector('{SWITCH}').focus(); 0"));
        browser.press(SPACE);
        browser.until(&format!("{size} < 24"));
    }
}
