//! Everything can be reached and worked by keyboard, in the order in which it stands, and the focus is always seen.

use serde::Deserialize;
use serde_json::Value;

use super::reader::{DESK, Faults, PHONE, SWITCH, View};
use super::sample::sample;
use super::worst;
use crate::devtools::{Browser, ENTER, SPACE, TAB};

/// A place that has been reached: where it comes in the document, its name, and what is wrong with it.
#[derive(Deserialize)]
struct Stop {
    at: i64,
    name: String,
    #[serde(default)]
    fault: String,
}

/// Goes through a page by Tab from its top until the end, and compares with what there is.
fn walk(browser: &mut Browser, page: &str, faults: &mut Faults) {
    let stops = browser.look("stops", Value::Null);
    let stops: Vec<Stop> = serde_json::from_value(stops).expect("stops");
    browser.look("follow", Value::Null);
    // Once more than needed, so that the end is seen.
    for _ in 0..=stops.len() {
        browser.press(TAB);
    }
    let trail: Vec<Option<Stop>> = serde_json::from_value(browser.eval("trail")).expect("stops");
    let reached: Vec<&Stop> = trail.iter().map_while(Option::as_ref).collect();
    for stop in reached.iter().filter(|stop| !stop.fault.is_empty()) {
        faults.add(page, &format!("{}: {}", stop.fault, stop.name));
    }
    let order = |stops: &[&Stop]| -> Vec<i64> { stops.iter().map(|stop| stop.at).collect() };
    let (reached, wanted) = (order(&reached), order(&stops.iter().collect::<Vec<_>>()));
    if reached != wanted {
        let missed = stops.iter().filter(|stop| !reached.contains(&stop.at));
        let missed: Vec<&str> = missed.map(|stop| stop.name.as_str()).collect();
        faults.add(
            page,
            &format!(
                "{} stops, {} reached, not {missed:?}",
                wanted.len(),
                reached.len()
            ),
        );
    }
}

#[test]
fn tab_reaches_everything_in_order() {
    let Some(mut browser) = Browser::open() else {
        return;
    };
    let mut faults = Faults::default();
    for (screen, view) in [(DESK, View::Normal), (PHONE, View::Elders)] {
        browser.screen(screen);
        // The view is kept from page to page; each page is opened once, so that Tab begins at its top.
        browser.show(&sample().http("index.html"), view);
        for path in &sample().types {
            browser.go("about:blank");
            browser.go(&sample().http(path));
            let page = format!("{path} ({view:?}, {} px)", screen.0);
            walk(&mut browser, &page, &mut faults);
        }
    }
    faults.none();
}

#[test]
fn the_first_stop_leads_past_the_head() {
    let Some(mut browser) = Browser::open() else {
        return;
    };
    browser.screen(DESK);
    browser.go(&sample().http(worst::ACCOUNT));
    browser.press(TAB);
    assert_eq!(
        browser.eval("document.activeElement.matches('.skip')"),
        true
    );
    browser.press(ENTER);
    browser.until("document.activeElement.id === 'main'");
    browser.press(TAB);
    browser.until("document.querySelector('main').contains(document.activeElement) && document.activeElement.id !== 'main'");
}

#[test]
fn the_switch_and_whatever_unfolds_work_by_key() {
    let Some(mut browser) = Browser::open() else {
        return;
    };
    browser.screen(PHONE);
    browser.go(&sample().http("index.html"));
    browser.press(TAB);
    browser.press(TAB);
    assert_eq!(
        browser.eval(&format!("document.activeElement.matches('{SWITCH}')")),
        true
    );
    let on = format!("document.querySelector('{SWITCH}').checked");
    browser.press(SPACE);
    browser.until(&on);
    browser.press(SPACE);
    browser.until(&format!("!{on}"));
    let mut unfolded = 0;
    for path in &sample().types {
        browser.go(&sample().http(path));
        let summary = "[...document.querySelectorAll('main details:not([open]) > summary')].find(e => e.checkVisibility())";
        if browser.eval(&format!("window.one = {summary}; window.one === undefined")) == true {
            continue;
        }
        browser.eval("one.focus(); 0");
        browser.press(ENTER);
        browser.until("one.parentElement.open");
        unfolded += 1;
    }
    assert!(unfolded > 0, "no page unfolds anything");
}
