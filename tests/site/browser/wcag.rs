//! WCAG 2.2 AA as axe-core judges it: every type of page, in both views, on a phone and at a desk. `GONGKAI_AXE` names axe-core's `axe.min.js`
//! (`npm install axe-core@4`); without it the test is skipped, unless `GONGKAI_REQUIRE_TOOLS` is set.

use serde_json::json;

use super::reader::{DESK, Faults, PHONE, VIEWS, View};
use super::sample::sample;
use crate::devtools::Browser;

/// Rules that must hold; of the elders' view also a contrast of 7:1.
const TAGS: [&str; 6] = [
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
];

/// axe-core itself as a script; says so where it is not there.
pub fn axe() -> Option<String> {
    let Some(path) = std::env::var_os("GONGKAI_AXE") else {
        assert!(
            std::env::var_os("GONGKAI_REQUIRE_TOOLS").is_none(),
            "GONGKAI_AXE is not set"
        );
        eprintln!("skipped: GONGKAI_AXE does not name axe.min.js (npm install axe-core@4)");
        return None;
    };
    let axe = std::fs::read_to_string(path).expect("axe-core");
    Some(format!("{axe}; 0"))
}

/// Runs axe-core on the standing page; each element that breaks a rule, with the reason.
pub fn judge(browser: &mut Browser, axe: &str, view: View) -> serde_json::Value {
    let enhanced = json!({ "color-contrast-enhanced": { "enabled": view == View::Elders } });
    // It loads style sheets a second time if it may.
    let options = json!({ "runOnly": TAGS, "rules": enhanced, "resultTypes": ["violations"], "preload": false });
    browser.eval(axe);
    browser.eval(&format!(
        "axe.run(document, {options}).then(found => found.violations.flatMap(rule => rule.nodes.map(node => \
         rule.id + ': ' + node.target.join(' ') + ' ' + node.html.slice(0, 200) + ' ' + \
         [...node.any, ...node.all, ...node.none].map(check => check.message).join('; '))))"
    ))
}

fn judged(screen: (u32, u32)) {
    let (Some(axe), Some(mut browser)) = (axe(), Browser::open()) else {
        return;
    };

    // The pages' own policy would stop what is put into them here; it is tried elsewhere.
    browser.listen(&["Page"]);
    browser.call("Page.setBypassCSP", json!({ "enabled": true }));
    browser.screen(screen);
    let mut faults = Faults::default();
    for path in &sample().types {
        browser.go(&sample().http(path));
        for view in VIEWS {
            browser.turn(view);
            let found = judge(&mut browser, &axe, view);
            faults.note(&format!("{path} ({view:?}, {} px)", screen.0), &found);
        }
    }
    faults.none();
}

#[test]
fn phones_meet_no_barrier() {
    judged(PHONE);
}

#[test]
fn desks_meet_no_barrier() {
    judged(DESK);
}

/// The judge is awake: a page with mistakes is found out.
#[test]
fn mistakes_are_seen() {
    let (Some(axe), Some(mut browser)) = (axe(), Browser::open()) else {
        return;
    };
    browser.listen(&["Page"]);
    browser.call("Page.setBypassCSP", json!({ "enabled": true }));
    browser.go(&sample().http("index.html"));
    browser.eval("document.querySelector('main').innerHTML = '<img src=\"x\"><p style=\"color:#bbb\">颜色太浅看不清</p>'; 0");
    let found = judge(&mut browser, &axe, View::Elders).to_string();
    for rule in ["image-alt", "color-contrast", "page-has-heading-one"] {
        assert!(found.contains(rule), "{rule}: {found}");
    }
}
